"""The frame round every page: who is there, which consortium, reading and writing.

The session row is read again at every run and inside every write: a sign-out, a lost role
or a disabled account takes effect at once, in every open tab.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn, TypeVar
from uuid import UUID

import streamlit as st
from sqlalchemy.orm import Session

from core import clock, database, i18n, people, sessions, settings
from core.errors import Forbidden, PorteVoixError
from core.i18n import _
from core.people import Action, Actor, Consortium
from core.sessions import COOKIE, IDLE
from core.ui import parts, style

T = TypeVar("T")
_log = logging.getLogger("porte_voix")
_ASSETS = Path(__file__).parents[1] / "assets"
_CHOSEN = "frame.consortium"
_TOUCHED = "frame.touched"


@dataclass(frozen=True)
class PageSpec:
    """One page of the dashboard: script (absolute path), words, place in the menu, who may open it.

    The page at «» is the first one, for every role; one that is not `listed` is reached from another.
    """

    script: Path
    title: str
    icon: str
    url: str
    section: str
    action: Action
    listed: bool = True


@dataclass(frozen=True)
class Visitor:
    """The signed-in user in the chosen consortium, and the consortia they could choose."""

    actor: Actor
    consortium: Consortium
    others: tuple[Consortium, ...]


def run(pages: Sequence[PageSpec]) -> None:
    """Draw the frame and run the chosen page; without a good session only a way to sign in."""
    st.set_page_config(
        page_title="Porte-Voix", page_icon=str(_ASSETS / "horn.svg"), layout="wide", initial_sidebar_state=236
    )
    i18n.use_language(settings.current().language)
    visitor = _visitor()
    page = st.navigation(_menu(pages, visitor.actor), expanded=True)
    _sidebar(visitor)
    page.run()


def enter(action: Action) -> Actor:
    """The first statement of each page: who is there; draws the forbidden state and stops otherwise."""
    i18n.use_language(settings.current().language)
    actor = _visitor().actor
    if not people.may(actor, action, actor.consortium_id):
        st.title(_("Page réservée"))
        st.write(_("Votre rôle n'ouvre pas cette page. Demandez l'accès à votre administration."))
        st.stop()
    return actor


def read(query: Callable[[Session], T]) -> T:
    """What `query` reads, in a snapshot of its own."""
    with database.current().snapshot() as session:
        return query(session)


def perform(actor: Actor, action: Action, act: Callable[[Session], T], *, done: str = "") -> T | None:
    """Do `act` in one write transaction, after checking the session and the role again in it.

    A refusal is shown as a sentence, nothing is written and None comes back; otherwise the
    result of `act`, and a toast when `done` says something.
    """
    try:
        with database.current().transaction() as session:
            user = sessions.signed_in(session, _token())
            present = people.actor_in(session, user, actor.consortium_id)
            people.require(present, action, actor.consortium_id)
            result = act(session)
    except PorteVoixError as error:
        st.error(error.message)
        return None
    if done:
        st.toast(done)
    return result


def on_error(error: Exception) -> bool:
    """An unforeseen error: in the log by its name and place, one sentence on the page, nothing sent away.

    Streamlit's own display would offer to send the text to search engines.
    """
    _log.error("Page failed", exc_info=error)
    st.error(_("Cette page n'a pas pu s'afficher. Rechargez-la ; si cela dure, prévenez l'administration."))
    return True


def timezone() -> str:
    """The time zone in which this installation plans (IANA name)."""
    return settings.current().timezone


def _visitor() -> Visitor:
    token = _token()
    with database.current().snapshot() as session:
        try:
            user = sessions.signed_in(session, token)
        except Forbidden as error:
            _signed_out(error.message)
        consortia = tuple(consortium for _member, consortium in people.memberships(session, user.id))
        chosen = _chosen(consortia)
        actor = people.actor_in(session, user, chosen.id) if chosen else None
    if actor is None or chosen is None:
        _signed_out(_("Vous n'êtes membre d'aucun consortium. Demandez l'accès à votre administration."))
    _keep_alive(token)
    return Visitor(actor, chosen, consortia)


def _chosen(consortia: tuple[Consortium, ...]) -> Consortium | None:
    wanted: UUID | None = st.session_state.get(_CHOSEN)
    return next((one for one in consortia if one.id == wanted), consortia[0] if consortia else None)


def _token() -> str | None:
    return st.context.cookies.get(COOKIE)


def _keep_alive(token: str | None) -> None:
    now = clock.now()
    touched = st.session_state.setdefault(_TOUCHED, now)
    if token is not None and now - touched > IDLE / 10:
        with database.current().transaction() as session:
            sessions.touch(session, token)
        st.session_state[_TOUCHED] = now


def _signed_out(message: str) -> NoReturn:
    st.title("Porte-Voix")
    st.write(message)
    # A plain link: a full load makes the browser send its cookie again.
    st.link_button(_("Se connecter"), "/entrer", type="primary")
    st.stop()


def _menu(pages: Sequence[PageSpec], actor: Actor) -> dict[str, list[st.Page]]:
    menu: dict[str, list[st.Page]] = {}
    for spec in pages:
        # A page that is not for this role stays out of the menu; its address says so in words.
        shown = spec.listed and people.may(actor, spec.action, actor.consortium_id)
        page = st.Page(
            spec.script,
            title=_(spec.title),
            icon=f":material/{spec.icon}:",
            url_path=spec.url or None,
            default=not spec.url,
            visibility="visible" if shown else "hidden",
        )
        menu.setdefault(_(spec.section) if spec.section and shown else "", []).append(page)
    return menu


def _sidebar(visitor: Visitor) -> None:
    dark = st.context.theme.type == "dark"
    st.logo(
        str(_ASSETS / ("logo-dark.svg" if dark else "logo-light.svg")),
        size="large",
        icon_image=str(_ASSETS / "horn.svg"),
    )
    with st.sidebar:
        style.inject()
        if visitor.consortium.demo:
            st.caption(_("Données inventées : tout ce que vous voyez ici est fictif."))
        if len(visitor.others) > 1:
            st.selectbox(
                _("Consortium"),
                [one.id for one in visitor.others],
                format_func={one.id: one.name for one in visitor.others}.__getitem__,
                key=_CHOSEN,
            )
        else:
            st.markdown(f"**{parts.escaped(visitor.consortium.name)}**")
        st.caption(f"{parts.escaped(visitor.actor.name)}, {_(people.ROLE_LABELS[visitor.actor.role])}")
        st.link_button(_("Se déconnecter"), "/sortir", type="tertiary", icon=":material/logout:")
