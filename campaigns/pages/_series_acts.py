"""The dialogs about one series: the draw of its places, a code for each date, their print sheet."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from campaigns import register
from campaigns.actions import coding, draws, listing
from campaigns.actions.draws import DrawRow
from campaigns.actions.progress import SeriesRow
from campaigns.pages import _placement_forms, _print_many, _show
from campaigns.planning import CampaignRow
from core import i18n
from core.i18n import _, n_
from core.people import Action, Actor
from core.ui import frame, parts


def open_draw(actor: Actor, one: SeriesRow) -> None:
    """Open the dialog that draws the order of places."""
    st.dialog(_("Tirer au sort l'ordre des lieux"), width="medium")(_draw)(actor, one)


def open_codes(actor: Actor, one: SeriesRow) -> None:
    """Open the dialog that makes a code for each date."""
    st.dialog(_("Un code par date"), width="medium")(_codes)(actor, one)


def open_print(actor: Actor, one: SeriesRow, campaigns: Sequence[CampaignRow]) -> None:
    """Open the print kit on the codes of the series."""
    rows = frame.read(lambda session: listing.actions(session, actor.consortium_id, series_id=one.id))
    codes = {row.code for row in rows if row.code}
    entries = frame.read(
        lambda session: register.entries(
            session, actor.consortium_id, frame.timezone(), campaign_id=one.campaign_id
        )
    )
    own = [row for row in campaigns if row.id == one.campaign_id]
    of_series = [entry for entry in entries if entry.placement.code in codes]
    _print_many.open_many(actor, own, of_series)


def _draw(actor: Actor, one: SeriesRow) -> None:
    number = frame.read(lambda session: draws.drawable(session, actor.consortium_id, one.id))
    done = frame.read(lambda session: draws.draws(session, actor.consortium_id, one.id))
    st.markdown(f"**{parts.plain(one.name)}**")
    st.markdown(
        n_(
            "Le lieu de {count} date à venir est réparti au hasard.",
            "Les lieux des {count} dates à venir sont répartis au hasard.",
            number,
        )
        + " "
        + _("Ce qui est passé, tenu ou annulé ne bouge pas.")
    )
    st.caption(
        _(
            "Le hasard décide quel lieu vient quel jour : on pourra comparer les lieux honnêtement. "
            "Le tirage est écrit et peut être refait à l'identique. Les codes suivent leur date."
        )
    )
    with st.form("draw-series", border=False):
        why = ""
        if done:
            st.markdown(_drawn(done))
            why = st.text_input(_("Pourquoi tirer à nouveau"), placeholder=_("le parking du Stade est fermé"))
        sent = st.form_submit_button(_("Tirer au sort"), type="primary")
    if sent:
        made = frame.perform(
            actor,
            Action.PLAN,
            lambda session: draws.draw(session, actor, one.id, why),
            done=_("Ordre tiré au sort."),
        )
        if made:
            st.rerun()


def _drawn(done: Sequence[DrawRow]) -> str:
    lines = []
    for row in done:
        day = i18n.short_day(_show.day_of(row.drawn_at, frame.timezone()))
        line = _(
            "Tirage {number}, le {day}, par {name}, graine {seed}.",
            number=row.number,
            day=day,
            name=parts.plain(row.drawn_by),
            seed=row.seed,
        )
        if row.why:
            line += " " + _("Raison : {why}.", why=parts.plain(row.why))
        if row.departed and row is done[0]:
            line += " " + n_(
                "Depuis, {count} date a changé de lieu.",
                "Depuis, {count} dates ont changé de lieu.",
                row.departed,
            )
        lines.append(f"- {line}")
    return "\n".join(lines)


def _codes(actor: Actor, one: SeriesRow) -> None:
    without = one.held + one.to_say + one.coming - one.coded
    if without <= 0:
        st.markdown(_("Chaque date porte déjà son code. Imprimez-les avec « Imprimer les codes »."))
        return
    with st.form("code-series", border=False):
        where = _placement_forms.destination(actor)
        word = n_("Créer {count} code", "Créer {count} codes", without)
        sent = st.form_submit_button(word, type="primary")
    if sent:
        made = frame.perform(
            actor, Action.MANAGE_PLACEMENTS, lambda session: coding.code_series(session, actor, one.id, where)
        )
        if made:
            st.toast(n_("{count} code créé.", "{count} codes créés.", len(made)))
            st.rerun()
