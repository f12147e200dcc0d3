"""The list of «Pages d'accueil»: one card a page, with the languages that the public is offered."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from uuid import UUID

import streamlit as st

from contacts import editing, landing, languages
from contacts.models import LandingPage
from core.i18n import _, n_
from core.people import Action, Actor
from core.territory import Zone, label
from core.ui import frame, parts

CHOSEN = "landing.chosen"


def told(pages: Sequence[LandingPage]) -> str:
    """How many pages are open, and how many are withdrawn."""
    open_pages = sum(page.withdrawn_at is None for page in pages)
    said = n_("{count} page ouverte", "{count} pages ouvertes", open_pages)
    withdrawn = len(pages) - open_pages
    return said + (f", {n_('{count} retirée', '{count} retirées', withdrawn)}" if withdrawn else "")


def draw(actor: Actor, pages: Sequence[LandingPage], zones: Sequence[Zone]) -> None:
    """Every page: open ones first."""
    if not pages:
        parts.empty(_("Aucune page."), _("Créez la première : un besoin, trois phrases, un numéro."))
    names = {zone.id: zone.name for zone in zones}
    for page in sorted(pages, key=lambda page: page.withdrawn_at is not None):
        with parts.card(f"page-{page.id}"):
            words, act = st.columns([3.4, 1], vertical_alignment="center")
            with words, st.container(gap=None):
                st.markdown(f"{_badge(page)} **{parts.plain(page.title)}**")
                st.caption(_caption(page, names))
            with act:
                if page.withdrawn_at is not None:
                    _reopen(actor, page)
                elif st.button(_("Modifier"), key=f"edit-{page.id}", width="stretch"):
                    st.session_state[CHOSEN] = page.id
                    st.rerun()


def _badge(page: LandingPage) -> str:
    if page.withdrawn_at is not None:
        return f":gray-badge[{_('retirée')}]"
    return f":violet-badge[{_('proches')}]" if page.for_relatives else ""


def _caption(page: LandingPage, zones: dict[UUID, str]) -> str:
    offered, written = frame.read(
        lambda session: (set(languages.offered(session, page)), set(languages.latest(session, page.id)))
    )
    said = [landing.path(page), label(page.need)]
    said += [parts.escaped(zones[page.zone_id])] if page.zone_id else []
    also = [name for code, name in languages.NAMES.items() if code in offered and code != languages.FRENCH]
    said += [", ".join(also)] if also else []
    waiting = [name for code, name in languages.NAMES.items() if code in written - offered]
    said += [_("à confirmer : {languages}", languages=", ".join(waiting))] if waiting else []
    return " · ".join(said)


def _reopen(actor: Actor, page: LandingPage) -> None:
    if st.button(_("Rouvrir"), key=f"reopen-{page.id}", width="stretch"):
        done = frame.perform(
            actor,
            Action.PLAN,
            partial(editing.reopen, actor=actor, page_id=page.id),
            done=_("Page rouverte."),
        )
        if done:
            st.rerun()
