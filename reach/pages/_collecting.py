"""What «Comptes et mesures» lets one do: add an account, read now."""

from __future__ import annotations

import streamlit as st
from sqlalchemy.orm import Session

from campaigns import accounts
from core import audit, jobs, territory
from core.errors import PorteVoixError
from core.i18n import _, n_
from core.people import Action, Actor
from core.territory import FOLLOWED
from core.ui import frame, waiting
from reach.jobs import COLLECT

_PAGE = "mesures-page"


def add_account(actor: Actor) -> None:
    """A small form for an account of the consortium's own."""
    with (
        st.popover(_("Ajouter un compte"), icon=":material/add:"),
        st.form("account", border=False, clear_on_submit=True),
    ):
        network = st.selectbox(_("Réseau"), FOLLOWED, format_func=territory.label)
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


def _noted(session: Session, actor: Actor) -> bool:
    audit.record(session, actor, COLLECT)
    return True


def _outcome(read: int, failed: int, left: int) -> str:
    if not read + failed + left:
        return _("Rien à relever : ajoutez un compte, ou allumez un lecteur.")
    said = n_("{count} relevé noté", "{count} relevés notés", read)
    if failed:
        said += n_(", {count} sans réponse", ", {count} sans réponse", failed)
    if left:
        later = n_(", {count} pour plus tard", ", {count} pour plus tard", left)
        said += later
    return f"{said}."
