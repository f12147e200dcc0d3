"""A card of «Prescripteurs», and the dialogs to add, change and archive."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st
from sqlalchemy.orm import Session

from campaigns import links, needs, prescribers
from campaigns.prescribers import LONGEST_KIND, LONGEST_NAME, PrescriberRow
from campaigns.prints import qr
from core import territory
from core.i18n import _
from core.people import Action, Actor
from core.ui import frame, parts


def card(actor: Actor, row: PrescriberRow) -> None:
    """One prescriber: name, kind, code, and what can be done."""
    with parts.card(f"prescripteur-{row.id}"):
        words, act = st.columns([2.4, 1], vertical_alignment="center")
        with words, st.container(gap=None):
            st.markdown(f"**{parts.plain(row.name)}**" + (f" · {parts.plain(row.kind)}" if row.kind else ""))
            if row.code and row.destination is not None:
                st.markdown(f"`{row.code}`")
                st.caption(_("Mène à {page}", page=parts.escaped(row.destination)))
            else:
                st.caption(_("Pas encore de code propre. Modifiez-le pour en donner un."))
        with act, st.container(horizontal=True, horizontal_alignment="right"):
            if row.code and st.button(_("QR"), key=f"qr-{row.id}"):
                st.dialog(_("Code de {name}", name=row.name))(_codes)(row)
            if st.button(_("Modifier"), key=f"edit-{row.id}"):
                st.dialog(_("Modifier le prescripteur"))(_edit)(actor, row)
            if st.button(_("Archiver"), key=f"archive-{row.id}", type="tertiary"):
                st.dialog(_("Archiver {name} ?", name=row.name))(_archive)(actor, row)


def open_new(actor: Actor) -> None:
    """Open the dialog that notes a prescriber and makes its code."""
    st.dialog(_("Nouveau prescripteur"))(_new)(actor)


def _new(actor: Actor) -> None:
    with st.form("new-prescriber", border=False):
        name, kind, destination, word = _fields(actor, None)
        sent = st.form_submit_button(_("Créer le code"), type="primary")
    if sent:
        _end(
            actor,
            lambda session: prescribers.add(session, actor, name, kind, destination, word),
            _("Prescripteur ajouté."),
        )


def _edit(actor: Actor, row: PrescriberRow) -> None:
    with st.form(f"edit-prescriber-{row.id}", border=False):
        name, kind, destination, word = _fields(actor, row)
        sent = st.form_submit_button(_("Enregistrer"), type="primary")
    if sent:
        _end(
            actor,
            lambda session: prescribers.edit(session, actor, row.id, name, kind, destination, word),
            _("Prescripteur enregistré."),
        )


def _archive(actor: Actor, row: PrescriberRow) -> None:
    st.write(_("Son code ne répondra plus, pour de bon. Ses contacts restent comptés."))
    if st.button(_("Archiver le prescripteur"), type="primary"):
        _end(
            actor,
            lambda session: prescribers.archive(session, actor, row.id),
            _("Prescripteur archivé."),
        )


def _fields(actor: Actor, row: PrescriberRow | None) -> tuple[str, str, str, str]:
    name = st.text_input(
        _("Nom"), row.name if row else "", placeholder=_("Maison de santé du Pont"), max_chars=LONGEST_NAME
    )
    kind = st.text_input(
        _("Type"), row.kind if row else "", placeholder=_("santé, école, association"), max_chars=LONGEST_KIND
    )
    pages = frame.read(lambda session: needs.landing_choices(session, actor.consortium_id))
    titles = {one.path: f"{one.title} ({territory.label(one.need)})" for one in pages}
    if row and row.destination and row.destination not in titles:
        titles[row.destination] = row.destination
    index = list(titles).index(row.destination) if row and row.destination in titles else 0
    destination = st.selectbox(_("Page où mène le code"), titles, index, format_func=titles.__getitem__)
    word = ""
    if row is None or row.code is None:
        word = st.text_input(_("Mot du code, pour le dire (facultatif)"), placeholder="PONT", max_chars=10)
        st.caption(_("Avec un mot, le code se dit : PONT-3K. Sans mot, il s'imprime."))
    return name, kind, destination or "", word


def _codes(row: PrescriberRow) -> None:
    link_id = row.link_id
    if link_id is None:
        return
    code = frame.read(lambda session: links.code_of(session, link_id))
    png = qr.png(code)
    st.image(png, width=220, alt=_("QR du code {code}", code=code.shown))
    st.code(links.short_url(code), language=None)
    st.download_button(_("Télécharger en PNG"), png, f"{code.shown}.png", "image/png", on_click="ignore")


def _end(actor: Actor, act: Callable[[Session], object], said: str) -> None:
    """Do it and close the dialog; a refusal stays on the screen."""

    def whole(session: Session) -> bool:
        act(session)
        return True

    if frame.perform(actor, Action.MANAGE_PLACEMENTS, whole, done=said):
        st.rerun()
