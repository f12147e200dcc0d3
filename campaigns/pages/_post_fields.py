"""How the things of a post are called on its page, in its history and where two people disagree."""

from __future__ import annotations

from datetime import date, time

from connectors.limits import Format
from core import i18n, territory
from core.i18n import _, mark
from core.territory import Channel

FIELDS = {
    "title": mark("Titre"),
    "text": mark("Texte"),
    "day": mark("Jour"),
    "wall": mark("Heure"),
    "due": mark("Jour et heure"),
    "hashtags": mark("Mots-dièse"),
    "signature": mark("Signature"),
    "signature_id": mark("Signature"),
    "destination": mark("Page où mène le lien"),
    "media": mark("Médias"),
    "networks": mark("Réseaux"),
    "format": mark("Format"),
    "signed": mark("Sans signature"),
    "stage": mark("Étape"),
}
FORMATS = {
    Format.INSTAGRAM_IMAGE: mark("image"),
    Format.INSTAGRAM_CAROUSEL: mark("carrousel"),
    Format.INSTAGRAM_REEL: mark("réel"),
    Format.INSTAGRAM_STORY: mark("story"),
    Format.TIKTOK_VIDEO: mark("vidéo"),
    Format.TIKTOK_PHOTOS: mark("photos"),
    Format.YOUTUBE_VIDEO: mark("vidéo"),
    Format.YOUTUBE_SHORT: mark("short"),
    Format.FACEBOOK_POST: mark("publication"),
    Format.FACEBOOK_REEL: mark("réel"),
    Format.FACEBOOK_STORY: mark("story"),
    Format.DISCORD_MESSAGE: mark("message"),
    Format.SNAPCHAT_SPOTLIGHT: mark("spotlight"),
    Format.SNAPCHAT_STORY: mark("story"),
}


def label(name: str) -> str:
    """«Texte», or «Texte sur Instagram»."""
    network, _slash, own = name.rpartition("/")
    field = _(FIELDS.get(own, own))
    if not network:
        return field
    return _("{field} sur {network}", field=field, network=territory.label(Channel(network)))


def said(value: object) -> str:
    """A value as people read it; «–» for nothing of its own."""
    if isinstance(value, date):
        return i18n.day(value)
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, tuple | list):
        return _("{count} médias", count=len(value))
    return str(value) if value else "–"
