"""What a post looks like on a network, about: its form, its picture, where the text is folded."""

from __future__ import annotations

import re

import streamlit as st

from campaigns import accounts
from campaigns.editing import Sheet
from campaigns.models import Media, MediaKind, Variant
from campaigns.pages import _post_preview_html
from campaigns.pages._post_fields import FORMATS
from campaigns.writing import whole
from connectors import counting, limits
from connectors.counting import Unit
from connectors.limits import Format
from core import territory
from core.i18n import _
from core.people import Actor
from core.territory import Channel
from core.ui import frame, parts

_TALL = {"reel", "story", "short", "spotlight"}
_TEXT_FIRST = {Channel.FACEBOOK, Channel.DISCORD}
_TAG = re.compile(r"(#\w+|https?://\S+)")


def draw(actor: Actor, shown: Sheet, network: Channel | None) -> None:
    """The preview of a network; of the first one for the common text."""
    variant = next((one for one in shown.variants if network in (None, one.network)), None)
    st.subheader(_("Aperçu"), anchor=False)
    if variant is None:
        return
    form = whole.format_of(variant)
    st.caption(
        _(
            "{network}, {format}. Repère, pas la copie exacte du réseau.",
            network=territory.label(variant.network),
            format=_(FORMATS[form]),
        )
    )
    parts.html_block(
        "post_preview",
        _post_preview_html.TEMPLATE,
        _values(actor, shown, variant, form),
        _post_preview_html.CSS,
    )
    st.caption(_fold(whole.text(shown.post, variant), variant.network, form))


def _values(actor: Actor, shown: Sheet, variant: Variant, form: Format) -> dict[str, object]:
    text = "" if form in limits.TEXTLESS else whole.text(shown.post, variant)
    seen = _seen(text, form)
    own = frame.read(lambda session: accounts.own(session, actor.consortium_id))
    handle = next((one.handle for one in own if one.network is variant.network), shown.campaign.name)
    first: Media | None = shown.media[0] if shown.media else None
    return {
        "shape": _shape(form),
        "handle": handle,
        "first": variant.network in _TEXT_FIRST,
        "title": whole.title(shown.post, variant) if form in limits.TITLED else "",
        "text": text,
        "seen": _TAG.split(seen),
        "folded": text.removeprefix(seen).strip(),
        "more": _("plus"),
        "media": first.id if first else "",
        "alt": first.alt if first else "",
        "video": first is not None and first.kind is MediaKind.VIDEO,
        "count": len(shown.media),
        "needs_media": (rule := limits.limit(form, limits.Thing.MEDIA)) is not None and rule.least > 0,
        "missing": _("Ici, l'image ou la vidéo."),
    }


def _shape(form: Format) -> str:
    if form is Format.YOUTUBE_VIDEO:
        return "wide"
    tall = form.value.rpartition("/")[2] in _TALL or form is Format.TIKTOK_VIDEO
    return "tall" if tall else ""


def _seen(text: str, form: Format) -> str:
    most = limits.FOLDS.get(form)
    if most is None:
        return text
    kept = counting.cut(text, Unit.GRAPHEMES, most)
    whole_words = kept if kept == text or text[len(kept)].isspace() else kept.rpartition(" ")[0] or kept
    return whole_words.rstrip()


def _fold(text: str, network: Channel, form: Format) -> str:
    most, name = limits.FOLDS.get(form), territory.label(network)
    if most is None:
        return _("Ce format montre le texte en entier, ou n'en montre pas.")
    if _seen(text, form) == text:
        return _("Rien n'est coupé : {network} coupe vers {most} signes.", network=name, most=most)
    return _(
        "{network} coupe vers {most} signes (observé, non publié) : ce qui compte se lit avant.",
        network=name,
        most=most,
    )
