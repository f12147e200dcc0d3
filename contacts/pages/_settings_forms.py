"""The forms of «Réglages des contacts»."""

from __future__ import annotations

import streamlit as st
from babel.dates import get_month_names

from contacts import settling
from contacts.settling import Hours, Settled
from core import i18n, people
from core.i18n import _, n_
from core.people import Action, Actor
from core.ui import frame

_RIGHT = Action.SETTLE_CONTACTS


def rules(actor: Actor, settled: Settled) -> None:
    """Hours until a request escalates, days kept, the year's first month, the referent."""
    names = frame.read(lambda session: settling.referents(session, actor.consortium_id))
    names_of_months = get_month_names(locale=i18n.language())
    with st.form("rules", border=False):
        left, middle, right = st.columns(3)
        with left:
            hours = st.number_input(
                _("Relancer après (heures)"), 1, settling.MOST_HOURS, settled.escalate_hours
            )
        with middle:
            days = st.number_input(
                _("Garder un contact (jours)"),
                settling.LEAST_DAYS,
                settling.MOST_DAYS,
                min(max(settled.keep_days, settling.LEAST_DAYS), settling.MOST_DAYS),
            )
        with right:
            month = st.selectbox(
                _("Début de l'année de campagne"),
                list(range(1, 13)),
                index=settled.year_month - 1,
                format_func=lambda one: str(names_of_months[one]),
            )
        ids = list(names)
        referent = st.selectbox(
            _("Référent·e des moins de 16 ans"),
            ids,
            index=ids.index(settled.referent) if settled.referent in names else None,
            format_func=names.__getitem__,
            placeholder=_("Personne"),
        )
        sent = st.form_submit_button(_("Enregistrer les réglages"), type="primary")
    if sent:
        chosen = Settled(int(hours), int(days), month, referent)
        frame.perform(
            actor,
            _RIGHT,
            lambda session: settling.settle(session, actor, chosen),
            done=_("Réglages enregistrés."),
        )


def hours(actor: Actor) -> None:
    """When each structure answers; equal cards, A to Z."""
    homes = frame.read(lambda session: people.structures(session, actor.consortium_id))
    known = frame.read(lambda session: settling.hours_of(session, actor.consortium_id))
    home = st.selectbox(
        _("Structure"),
        homes,
        format_func=lambda one: one.name,
        index=None,
        placeholder=_("Choisir une structure"),
    )
    said = n_(
        "{count} structure a dit ses horaires.", "{count} structures ont dit leurs horaires.", len(known)
    )
    st.caption(said)
    if home is None:
        return
    now = known.get(home.id, Hours(9, 18, saturday=False))
    with st.form(f"hours-{home.id}", border=False):
        opens, closes = st.slider(
            _("Du lundi au vendredi, de … à … heures"), 0, 24, (now.opens, now.closes), key=f"open-{home.id}"
        )
        saturday = st.checkbox(_("Aussi le samedi"), value=now.saturday, key=f"saturday-{home.id}")
        kept = st.form_submit_button(_("Enregistrer les horaires"))
        unsaid = st.form_submit_button(_("Retirer les horaires"), type="tertiary")
    if kept or unsaid:
        chosen = Hours(opens, closes, saturday) if kept else None
        frame.perform(
            actor,
            _RIGHT,
            lambda session: settling.set_hours(session, actor, home.id, chosen),
            done=_("Horaires enregistrés."),
        )
