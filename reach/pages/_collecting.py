"""What «Comptes et mesures» lets one do: add an account, read now, switch providers."""

from __future__ import annotations

import streamlit as st
from sqlalchemy.orm import Session

from campaigns import accounts
from connectors.abilities import Provider
from core import audit, i18n, jobs, territory
from core.errors import PorteVoixError
from core.i18n import _, n_
from core.people import Action, Actor
from core.territory import NETWORKS
from core.ui import frame, parts, waiting
from reach import providers
from reach.jobs import COLLECT
from reach.providers import Standing


def add_account(actor: Actor) -> None:
    """A small form for an account of the consortium's own."""
    with (
        st.popover(_("Ajouter un compte"), icon=":material/add:"),
        st.form("account", border=False, clear_on_submit=True),
    ):
        network = st.selectbox(_("Réseau"), NETWORKS, format_func=territory.label)
        handle = st.text_input(_("Nom du compte"), placeholder="@nom.du.compte", max_chars=200)
        if st.form_submit_button(_("Ajouter le compte")):
            made = frame.perform(
                actor,
                Action.PLAN,
                lambda session: accounts.add(session, actor, network, handle),
                done=_("Compte ajouté."),
            )
            if made:
                st.rerun()


def read_now(actor: Actor) -> None:
    """Read every account and post, with a bar; the outcome as a toast."""
    if not frame.perform(actor, Action.COLLECT, lambda session: _noted(session, actor)):
        return
    which = str(actor.consortium_id)
    try:
        with waiting.bar(_("Relevé en cours")) as progress:
            counts = jobs.run(COLLECT, which, {"consortium_id": which}, progress)
    except PorteVoixError as error:
        st.error(error.message)
        return
    st.toast(_outcome(counts["read"], counts["failed"], counts["left"]))


def switches(actor: Actor) -> None:
    """The scraping providers, each with its switch; an administrator only."""
    rows = frame.read(lambda session: providers.standings(session, actor.consortium_id))
    for row in rows:
        if row.provider.scraping:
            _switch(actor, row)


def _switch(actor: Actor, row: Standing) -> None:
    key = row.provider.key
    with parts.card(f"lecteur-{key}"):
        left, right = st.columns([3.4, 1], vertical_alignment="center")
        state = f":green-badge[{_('allumé')}]" if row.switched_on else f":gray-badge[{_('éteint')}]"
        left.markdown(f"{state} **{key}** {row.provider.version()}")
        if row.at is not None:
            decided = i18n.moment(row.at, frame.timezone())
            left.caption(_("Par {name}, {when}.", name=parts.plain(row.by or ""), when=decided))
        if not row.switched_on:
            if right.button(_("Allumer"), key=f"on-{key}", width="stretch"):
                _confirm(actor, row.provider)
        elif right.button(_("Éteindre"), key=f"off-{key}", width="stretch"):
            _decide(actor, key, on=False)


def _confirm(actor: Actor, provider: Provider) -> None:
    @st.dialog(_("Allumer {provider} ?", provider=provider.key))
    def warned() -> None:
        st.write(provider.warning)
        if st.button(_("J'ai lu : allumer ce lecteur"), type="primary"):
            _decide(actor, provider.key, on=True)

    warned()


def _decide(actor: Actor, key: str, *, on: bool) -> None:
    def act(session: Session) -> bool:
        providers.switch(session, actor, key, on=on)
        return True

    done = _("Lecteur allumé.") if on else _("Lecteur éteint.")
    if frame.perform(actor, Action.SWITCH_PROVIDERS, act, done=done):
        st.rerun()


def _noted(session: Session, actor: Actor) -> bool:
    audit.record(session, actor, COLLECT)
    return True


def _outcome(read: int, failed: int, left: int) -> str:
    if not read + failed + left:
        return _("Rien à relever : ajoutez un compte, ou allumez un lecteur.")
    said = n_("{count} relevé noté", "{count} relevés notés", read)
    if failed:
        said += n_(", {count} sans réponse", ", {count} sans réponse", failed)
    return f"{said}."
