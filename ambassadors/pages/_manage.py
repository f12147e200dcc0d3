"""The dialog about one ambassador: code and QR, agreements, personal link, pause and leaving."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import streamlit as st

from ambassadors import agreements, roster, space
from ambassadors.models import AgreementKind, Standing
from ambassadors.pages import _cards, _code, _words
from ambassadors.pages._acts import do, perform
from ambassadors.roster import Card
from core import clock, i18n
from core.i18n import _
from core.people import Actor
from core.ui import frame, parts


def open_card(actor: Actor, ambassador_id: UUID, alias: str) -> None:
    """Open the dialog over the page; the page is drawn again when it closes."""
    st.dialog(parts.plain(alias), width="medium", on_dismiss="rerun")(_dialog)(actor, ambassador_id)


def _dialog(actor: Actor, ambassador_id: UUID) -> None:
    card = frame.read(lambda session: roster.card(session, actor, ambassador_id))
    st.markdown(_words.badges(card))
    if card.standing is Standing.LEFT:
        st.write(_("Cette personne a arrêté. Ses codes sont retirés pour de bon."))
        return
    left, right = st.columns([1.55, 1], gap="large")
    with right:
        _code.draw(card)
        _cards.draw(actor, card)
    with left:
        _agreement(actor, card, AgreementKind.OWN, card.own_since)
        if card.minor:
            _agreement(actor, card, AgreementKind.GUARDIAN, card.guardian_since)
        _personal_link(actor, card)
    _stopping(actor, card)


def _agreement(actor: Actor, card: Card, kind: AgreementKind, since: date | None) -> None:
    own = kind is AgreementKind.OWN
    st.subheader(_("Son accord") if own else _("Accord d'un parent"), anchor=False)
    if since is not None:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.write(_("Donné le {day}.", day=i18n.short_day(since)))
            if st.button(_("Retirer cet accord"), key=f"withdraw-{kind}", type="tertiary"):
                do(
                    actor,
                    card,
                    lambda session, by, who: agreements.withdraw(session, by, who, kind),
                    _("Accord retiré."),
                )
        return
    st.caption(
        _("Ses comptes ne sont pas relevés sans cet accord.")
        if own
        else _("Avant 18 ans révolus, ni code ni espace ne marchent sans cet accord.")
    )
    with st.form(f"agreement-{kind}", border=False):
        guardian = "" if own else st.text_input(_("Qui donne l'accord"), placeholder=_("Prénom et nom"))
        given_on = st.date_input(_("Donné le"), clock.today(frame.timezone()), format="DD/MM/YYYY")
        first = not own and card.standing is Standing.AWAITING_AGREEMENT
        sent = st.form_submit_button(_("Noter l'accord"), type="primary" if first else "secondary")
    if sent:
        do(
            actor,
            card,
            lambda session, by, who: agreements.record(session, by, who, kind, given_on, guardian),
            _("Accord noté."),
        )


def _personal_link(actor: Actor, card: Card) -> None:
    if card.standing is Standing.AWAITING_AGREEMENT:
        return
    st.subheader(_("Son espace sur le téléphone"), anchor=False)
    with st.container(horizontal=True):
        wanted = st.button(_("Créer un lien personnel"), type="primary")
        if st.button(_("Couper l'accès"), help=_("Téléphone perdu : tous ses accès s'arrêtent.")):
            do(actor, card, space.revoke, _("Accès coupé."))
    if wanted and (url := perform(actor, card, space.issue)):
        st.code(url, language=None, wrap_lines=True)
        st.caption(_("Donnez-le tout de suite : il n'est montré qu'ici. Il sert une fois, pendant 7 jours."))


def _stopping(actor: Actor, card: Card) -> None:
    with st.container(horizontal=True):
        if card.ambassador.paused_at is None:
            if st.button(_("Mettre en pause")):
                do(actor, card, agreements.pause, _("En pause : son code ne répond plus."))
        elif st.button(_("Reprendre")):
            do(actor, card, agreements.resume, _("Reprise : son code répond."))
        with st.popover(_("Arrêter")):
            st.markdown(
                _(
                    "Arrêter avec {alias} ? Le code {code} et ses liens sont retirés pour de bon.",
                    alias=parts.plain(card.ambassador.alias),
                    code=card.code.shown,
                )
            )
            if st.button(_("Arrêter pour de bon")):
                do(actor, card, agreements.leave, _("C'est arrêté. Ses liens sont retirés."))
