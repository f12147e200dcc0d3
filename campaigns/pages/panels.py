"""Tests with young people: what was tried, what they said, what is decided."""

from __future__ import annotations

import streamlit as st

from campaigns import panels
from campaigns.pages import _panel_forms, _panel_list
from core.i18n import _, n_
from core.people import Action
from core.ui import frame, parts

actor = frame.enter(Action.PLAN)
versions = frame.read(lambda session: panels.versions(session, actor.consortium_id))
sessions = frame.read(lambda session: panels.sessions(session, actor.consortium_id))
open_ones = [one for held in sessions for one in held.findings if one.decision is None]
with parts.header(_("Tests avec les jeunes"), _("Combien de jeunes étaient là, jamais qui.")):
    version = st.button(_("Nouvelle version"), icon=":material/add:")
    held = st.button(_("Noter une séance"), icon=":material/groups:", type="primary", disabled=not versions)
if version:
    _panel_forms.open_version(actor)
elif held:
    _panel_forms.open_session(actor, versions)
if open_ones:
    parts.answer(
        n_("{count} décision à prendre.", "{count} décisions à prendre.", len(open_ones)),
        _("Garder, changer, ou abandonner : ce que les jeunes ont dit sert à cela."),
    )
if not versions:
    parts.empty(
        _("Rien n'a encore été testé."),
        _("Notez une version (page, formulaire, visuel, publication), puis la séance où elle a été vue."),
    )
_panel_list.draw_sessions(actor, sessions)
_panel_list.draw_versions(versions)
