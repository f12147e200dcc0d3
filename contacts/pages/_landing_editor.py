"""One landing page: its words in one language, what plain language says of them, the page as it will be."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from contacts import editing, landing, languages, plain, welcome
from contacts.languages import FRENCH, Words
from contacts.models import LandingPage, LandingVersion
from contacts.pages import _landing_forms, _landing_list
from core.i18n import _
from core.people import Action, Actor
from core.territory import Zone
from core.ui import frame, parts

TURN = "landing.turn"
PHONE_WIDTH, PHONE_HEIGHT = 390, 820


def draw(actor: Actor, page: LandingPage, zones: Sequence[Zone]) -> None:
    """The editor on the left, the page on the right."""
    with parts.header(parts.escaped(page.title), landing.path(page)):
        if st.button(_("Toutes les pages"), icon=":material/arrow_back:"):
            st.session_state.pop(_landing_list.CHOSEN)
            st.rerun()
    language = st.segmented_control(
        _("Langue"),
        list(languages.NAMES),
        default=FRENCH,
        required=True,
        format_func=languages.NAMES.__getitem__,
        key=f"language-{page.id}",
        label_visibility="collapsed",
    )
    written = frame.read(lambda session: editing.history(session, actor, page.id, language))
    left, right = st.columns([1.15, 1], gap="large")
    with left:
        words = _fields(page, language, written)
        if language == FRENCH:
            _remarks(words, page)
        if st.button(_("Enregistrer"), type="primary", key=f"save-{page.id}"):
            _save(actor, page, language, words, written)
        if language != FRENCH and written:
            _landing_forms.confirmation(actor, page, written[0])
        _landing_forms.versions(actor, page, language, written)
        _landing_forms.settings(actor, page, zones)
    with right:
        shown = frame.read(lambda session: welcome.preview(session, page, words, language, "K7P2"))
        st.caption(_("La page sur un téléphone, avec un code d'exemple."))
        st.iframe(shown, width=PHONE_WIDTH, height=PHONE_HEIGHT, alt=_("Aperçu de la page"))


def _fields(page: LandingPage, language: str, written: Sequence[LandingVersion]) -> Words:
    """The fields, filled with the last version; another turn shows what is stored now."""
    french = languages.french(page)
    last = languages.words_of(written[0]) if written else Words("", "", "")
    said = french if language == FRENCH else last
    turn = f"{page.id}-{language}-{st.session_state.setdefault(TURN, 0)}"
    if language != FRENCH:
        st.caption(_("En français : {title} {text}", title=french.title, text=french.text))
    title = st.text_input(_("Titre : le besoin"), said.title, max_chars=120, key=f"title-{turn}")
    text = st.text_area(_("Trois phrases"), said.text, max_chars=600, height=150, key=f"text-{turn}")
    hours = st.text_input(
        _("Horaires, soir et samedi compris"), said.hours, max_chars=200, key=f"hours-{turn}"
    )
    return Words(title, text, hours)


def _remarks(words: Words, page: LandingPage) -> None:
    found = plain.remarks(words, for_relatives=page.for_relatives)
    for remark in found:
        said = f"**{parts.escaped(remark.fact)}** {parts.escaped(remark.advice)}"
        st.markdown(f":orange[:material/edit_note:] {said}")
    if not found:
        st.markdown(f":green[:material/check_circle:] {_('Langage clair : rien à reprendre.')}")


def _save(
    actor: Actor, page: LandingPage, language: str, words: Words, written: Sequence[LandingVersion]
) -> None:
    based_on = written[0].number if written else None if language == FRENCH else 0
    saved = frame.perform(
        actor,
        Action.PLAN,
        partial(
            editing.save,
            actor=actor,
            page_id=page.id,
            language=language,
            words=words,
            based_on=based_on,
        ),
        done=_("Version enregistrée.") if language == FRENCH else _("Version enregistrée. Faites-la relire."),
    )
    if saved:
        st.session_state[TURN] += 1
        st.rerun()
