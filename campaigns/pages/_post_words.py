"""The words of a post: for all networks, or what one network says otherwise."""

from __future__ import annotations

import streamlit as st

from campaigns.editing import Sheet
from campaigns.pages import _post_counters, _post_extras, _show
from campaigns.pages._draft import Draft
from campaigns.pages._post_fields import FORMATS
from campaigns.writing import whole
from connectors import limits
from core import territory
from core.i18n import _
from core.people import Actor
from core.territory import Channel
from core.ui import parts

ALL = "all"
HEIGHT = 220


def choose(draft: Draft) -> Channel | None:
    """Which network's words are shown; None: the common ones."""
    options = [ALL, *draft.wording.forms]
    key = f"post-variant-{draft.post_id}"
    if st.session_state.get(key) not in options:
        st.session_state[key] = ALL
    chosen = st.pills(_("Variante"), options, format_func=_named, required=True, key=key, wrap=True)
    return None if chosen in (ALL, None) else Channel(chosen)


def draw(actor: Actor, now: Sheet, draft: Draft, network: Channel | None) -> None:
    """The fields of the common words, or of one network's."""
    if network is None:
        _common(now, draft)
        _post_extras.draw_common(actor, now, draft)
        return
    variant = next((one for one in now.variants if one.network is network), None)
    if variant is not None and variant.published_at is not None:
        st.caption(_("Publiée : ce qui est en ligne ne change plus."))
        _show.whole_text(whole.text(now.post, variant))
        return
    _own(now, draft, network)
    _post_extras.draw_own(draft, network)


def _common(now: Sheet, draft: Draft) -> None:
    title = st.text_input(
        _("Titre, pour vous y retrouver"), draft.wording.title, max_chars=120, key=draft.key("title")
    )
    key = draft.key("text")
    text = st.text_area(
        _("Texte commun"),
        draft.wording.text,
        height=HEIGHT,
        key=key,
        placeholder=_("Tu galères avec le code ?"),
    )
    draft.set(title=title, text=text or "")
    inheriting = [one for one, form in draft.wording.forms.items() if form.text is None]
    _post_counters.draw(now, draft, key, text or "", inheriting)


def _own(now: Sheet, draft: Draft, network: Channel) -> None:
    name, form = territory.label(network), draft.form(network)
    formats = limits.formats(network.value)
    if len(formats) > 1:
        chosen = st.segmented_control(
            _("Format"),
            formats,
            default=_post_counters.format_of(draft, network),
            format_func=lambda one: _(FORMATS[one]),
            required=True,
            key=draft.key(f"{network}-format"),
        )
        draft.set_form(network, format=None if chosen is formats[0] else str(chosen))
    if _post_counters.format_of(draft, network) in limits.TITLED:
        title = st.text_input(
            _("Titre sur {network}", network=name),
            form.title or "",
            placeholder=draft.wording.title,
            key=draft.key(f"{network}-title"),
        )
        draft.set_form(network, title=title or None)
    if form.text is None:
        _inherited(draft, network, name)
    else:
        key = draft.key(f"{network}-text")
        text = st.text_area(_("Texte pour {network}", network=name), form.text, height=HEIGHT, key=key)
        draft.set_form(network, text=text or "")
        _post_counters.draw(now, draft, key, text or "", [network])
        if st.button(_("Revenir au texte commun"), type="tertiary", icon=":material/undo:"):
            draft.set_form(network, text=None)
            st.rerun()


def _inherited(draft: Draft, network: Channel, name: str) -> None:
    st.caption(_("{network} reprend le texte commun :", network=name))
    _show.whole_text(draft.wording.text or _("Le texte commun est encore vide."))
    if st.button(_("Écrire un texte pour {network}", network=name), icon=":material/edit:"):
        draft.set_form(network, text=draft.wording.text)
        st.rerun()


def _named(option: str) -> str:
    if option == ALL:
        return _("Texte commun")
    channel = Channel(option)
    return f":material/{territory.ICONS[channel]}: {parts.plain(territory.label(channel))}"
