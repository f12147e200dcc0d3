"""What goes with the words of a post: hashtags, signature, link, media, networks, day and hour."""

from __future__ import annotations

import streamlit as st

from campaigns.editing import Form, Sheet
from campaigns.pages import _post_attached, _post_shared
from campaigns.pages._draft import Draft
from campaigns.writing import shared
from core import territory
from core.i18n import _
from core.people import Actor
from core.territory import NETWORKS, Channel
from core.ui import frame


def draw_common(actor: Actor, now: Sheet, draft: Draft) -> None:
    """What all networks share."""
    _post_attached.planned(now, draft)
    _networks(now, draft)
    _hashtags(actor, now, draft)
    left, right = st.columns(2)
    with left:
        _signature(actor, draft)
    with right:
        _post_attached.destination(actor, draft)
    _post_attached.media(actor, draft)


def draw_own(draft: Draft, network: Channel) -> None:
    """Hashtags and signature of one network, or the common ones."""
    form = draft.form(network)
    own = st.toggle(
        _("Des mots-dièse à part pour ce réseau"), form.hashtags is not None, key=draft.key(f"{network}-own")
    )
    if own:
        present = draft.wording.hashtags if form.hashtags is None else form.hashtags
        tags = _tags(draft, f"{network}-tags", present)
        draft.set_form(network, hashtags=tags)
    else:
        draft.set_form(network, hashtags=None)
        if draft.wording.hashtags:
            st.caption(_("Mots-dièse communs : {tags}", tags=draft.wording.hashtags.replace("#", "\\#")))
    if draft.wording.signature_id is not None:
        signed = st.toggle(_("Avec la signature"), form.signed, key=draft.key(f"{network}-signed"))
        draft.set_form(network, signed=signed)


def _networks(now: Sheet, draft: Draft) -> None:
    out = {one.network for one in now.variants if one.published_at is not None}
    chosen = st.pills(
        _("Réseaux"),
        NETWORKS,
        selection_mode="multi",
        default=list(draft.wording.forms),
        format_func=territory.label,
        key=draft.key("networks"),
        wrap=True,
    )
    wanted = [one for one in NETWORKS if one in set(chosen) | out]
    if wanted and set(wanted) != set(draft.wording.forms):
        draft.set(forms={one: draft.wording.forms.get(one, Form()) for one in wanted})
        st.rerun()
    if not chosen:
        st.caption(_("Une publication va sur un réseau au moins."))


def _tags(draft: Draft, name: str, present: str, known: tuple[str, ...] = ()) -> str:
    standing = present.split()
    chosen = st.multiselect(
        _("Mots-dièse"),
        list(dict.fromkeys([*standing, *known])),
        standing,
        accept_new_options=True,
        placeholder=_("Écrivez-en un, puis Entrée"),
        key=draft.key(name),
    )
    return " ".join(f"#{one.lstrip('#')}" for one in chosen)


def _hashtags(actor: Actor, now: Sheet, draft: Draft) -> None:
    sets = frame.read(lambda session: shared.sets(session, actor.consortium_id, now.campaign.id))
    known = tuple(tag for one in sets for tag in one.tags.split())
    draft.set(hashtags=_tags(draft, "tags", draft.wording.hashtags, known))
    with st.container(horizontal=True):
        for one in sets:
            if st.button(f"+ {one.name}", key=draft.key(f"set-{one.id}"), type="tertiary"):
                tags = dict.fromkeys([*draft.wording.hashtags.split(), *one.tags.split()])
                draft.refill(hashtags=" ".join(tags))
                st.rerun()
        if st.button(_("Jeux de mots-dièse"), type="tertiary", icon=":material/tag:"):
            _post_shared.open_sets(actor, now, draft)


def _signature(actor: Actor, draft: Draft) -> None:
    found = frame.read(lambda session: shared.signatures(session, actor.consortium_id))
    names = {one.id: one.whose for one in found}
    present = draft.wording.signature_id if draft.wording.signature_id in names else None
    chosen = st.selectbox(
        _("Signature"),
        names,
        index=None if present is None else list(names).index(present),
        format_func=names.__getitem__,
        placeholder=_("Aucune"),
        key=draft.key("signature"),
    )
    draft.set(signature_id=chosen)
    if st.button(_("Qui répond, et quand"), type="tertiary", icon=":material/signature:"):
        _post_shared.open_signatures(actor, found)
