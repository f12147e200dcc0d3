"""The owners' consents on «Santé des relevés»: how each account stands, a link to ask, an end."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from sqlalchemy.orm import Session

from connectors import registry
from core.i18n import _
from core.people import Action, Actor
from core.ui import frame, parts
from reach.owners import ending, links, words
from reach.owners.access import Owned, State

_RIGHT = Action.COLLECT
_MADE = "owners-made"


def draw(actor: Actor, accounts: Sequence[Owned]) -> None:
    """Every account that its owner can connect, network by network."""
    if not accounts:
        return
    st.subheader(_("Accords des titulaires"), anchor=False)
    st.caption(
        _(
            "Sur TikTok, l'accès officiel ne lit un compte qu'avec l'accord de la personne à qui il est. "
            "Un lien le lui demande sur son téléphone ; elle peut le retirer quand elle veut."
        )
    )
    _made()
    for one in accounts:
        _account(actor, one)


def _account(actor: Actor, one: Owned) -> None:
    with parts.card(f"accord-{one.account_id}"):
        left, right = st.columns([2.4, 1], vertical_alignment="center")
        colour, state = words.badge(one)
        name = f"**{registry.label(one.network)}** {parts.plain('@' + one.handle)}"
        left.markdown(f":{colour}-badge[{state}] {name}")
        left.caption(words.standing(one))
        with right:
            _offer(actor, one)


def _offer(actor: Actor, one: Owned) -> None:
    key = str(one.account_id)
    if one.state is State.CONNECTED:
        with st.popover(_("Retirer"), width="stretch"):
            st.write(
                _("L'accès est effacé ici et rendu au réseau. Un nouvel accord se redemande par un lien.")
            )
            if st.button(_("Retirer l'accès"), key=f"end-{key}"):
                _end(actor, one)
    elif st.button(_("Demander l'accord du titulaire"), key=f"ask-{key}", width="stretch"):
        _ask(actor, one)


def _ask(actor: Actor, one: Owned) -> None:
    made = frame.perform(actor, _RIGHT, lambda session: links.ask(session, actor, one.account_id))
    if made:
        st.session_state[_MADE] = (made, one.handle)
        st.rerun()


def _made() -> None:
    """The link that was just made: shown once, since only its hash is kept."""
    made = st.session_state.pop(_MADE, None)
    if made is None:
        return
    address, handle = made
    with parts.card("lien-accord"):
        st.markdown(f"**{_('Copiez ce lien maintenant : il ne sera plus montré.')}**")
        st.code(address, language=None, wrap_lines=True)
        st.caption(
            _(
                "Donnez-le à la personne à qui est le compte {handle}. Il vaut 7 jours et ne sert qu'à elle.",
                handle=parts.plain(f"@{handle}"),
            )
        )


def _end(actor: Actor, one: Owned) -> None:
    def act(session: Session) -> list[ending.Ended]:
        return ending.by_staff(session, actor, one.account_id)

    ended = frame.perform(actor, _RIGHT, act, done=_("Accès retiré."))
    if ended is not None:
        # Outside the transaction: erased by now, whatever the network answers.
        ending.give_back(ended)
        st.rerun()
