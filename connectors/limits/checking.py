"""What a draft breaks of the rules of its format, each breach as a sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass

from connectors.counting import Unit, length
from connectors.limits.data import LIMITS, MEGABYTE, USUAL
from connectors.limits.kinds import Draft, Format, Limit, Medium, Thing
from core import i18n
from core.i18n import _, mark

_HASHTAG = re.compile(r"(?<![\w&])#[^\W\d_]\w*|(?<![\w&])#\w*[^\W\d]\w*")
_MENTION = re.compile(r"(?<![\w.])@[A-Za-z0-9_](?:[A-Za-z0-9._]*[A-Za-z0-9_])")
_HEAVY = frozenset({Thing.PICTURE_BYTES, Thing.VIDEO_BYTES, Thing.FILES_BYTES})


@dataclass(frozen=True)
class Breach:
    """A limit that a draft does not keep, and by how much: `found` in the limit's unit."""

    limit: Limit
    found: float

    @property
    def sentence(self) -> str:
        """The fact and what to do, for the person who writes."""
        low = self.found < self.limit.least
        words = _TOO_FEW if low else _TOO_MANY
        bound = self.limit.least if low else self.limit.most
        scale = MEGABYTE if self.limit.thing in _HEAVY else 1
        takes = ", ".join(sorted(one.partition("/")[2].upper() for one in self.limit.takes))
        return _(
            words[self.limit.thing],
            found=_said(self.found / scale),
            bound=_said(bound / scale),
            takes=takes.replace("QUICKTIME", "MOV"),
        )


def formats(network: str) -> list[Format]:
    """What a post can be on a network, the usual form first."""
    found = [one for one in Format if one.value.partition("/")[0] == network]
    return sorted(found, key=lambda one: one is not USUAL.get(network))


def limit(format_: Format, thing: Thing) -> Limit | None:
    """The rule for that thing on that format, or None where none is known."""
    return next((one for one in LIMITS if one.format is format_ and one.thing is thing), None)


def breaches(draft: Draft, format_: Format, things: Collection[Thing] = tuple(Thing)) -> list[Breach]:
    """Every limit of `format_` that the draft does not keep; an empty list when all are kept.

    `things` narrows the look: a post whose media are not chosen yet is checked for its words alone.
    """
    found = []
    for rule in LIMITS:
        if rule.format is format_ and rule.thing in things:
            counts = _COUNT[rule.thing](draft, rule)
            found += [Breach(rule, count) for count in counts if not rule.least <= count <= rule.most]
    return found


def hashtags(text: str) -> list[str]:
    """The hashtags of a text, as written; a number alone is none."""
    return _HASHTAG.findall(text)


def mentions(text: str) -> list[str]:
    """The accounts a text names with @; an e-mail address is none."""
    return _MENTION.findall(text)


def _said(value: float) -> str:
    if value == int(value):
        return i18n.number(value)
    return i18n.number(value, 1 if value >= 3 else 2)


def _pictures(draft: Draft) -> list[Medium]:
    return [medium for medium in draft.media if medium.seconds is None]


def _videos(draft: Draft) -> list[Medium]:
    return [medium for medium in draft.media if medium.seconds is not None]


def _texts(draft: Draft, rule: Limit) -> list[float]:
    return [length(draft.text, rule.unit or Unit.CODE_POINTS)]


def _tags(draft: Draft, _rule: Limit) -> list[float]:
    # Commas between them count, and so would quotes round one with a space: a hashtag has none.
    return [len(",".join(tag.removeprefix("#") for tag in hashtags(draft.text)))]


def _refused(media: Collection[Medium], rule: Limit) -> list[float]:
    return [sum(1 for medium in media if medium.mime and medium.mime not in rule.takes)]


_COUNT: dict[Thing, Callable[[Draft, Limit], list[float]]] = {
    Thing.TEXT: _texts,
    Thing.TEXT_BYTES: _texts,
    Thing.TITLE: lambda draft, rule: [length(draft.title, rule.unit or Unit.CODE_POINTS)],
    Thing.HASHTAGS: lambda draft, _rule: [len(hashtags(draft.text))],
    Thing.MENTIONS: lambda draft, _rule: [len(mentions(draft.text))],
    Thing.TAGS: _tags,
    Thing.SIGNS: lambda draft, _rule: [sum(f"{draft.title}{draft.text}".count(sign) for sign in "<>")],
    Thing.MEDIA: lambda draft, _rule: [len(draft.media)],
    Thing.PICTURES: lambda draft, _rule: [len(_pictures(draft))],
    Thing.VIDEOS: lambda draft, _rule: [len(_videos(draft))],
    Thing.MIXED: lambda draft, _rule: [min(len(_pictures(draft)), len(_videos(draft)))],
    Thing.PICTURE_BYTES: lambda draft, _rule: [one.bytes for one in _pictures(draft)],
    Thing.PICTURE_RATIO: lambda draft, _rule: [one.width / one.height for one in _pictures(draft)],
    Thing.PICTURE_WIDTH: lambda draft, _rule: [one.width for one in _pictures(draft)],
    Thing.PICTURE_KINDS: lambda draft, rule: _refused(_pictures(draft), rule),
    Thing.VIDEO_BYTES: lambda draft, _rule: [one.bytes for one in _videos(draft)],
    Thing.VIDEO_RATIO: lambda draft, _rule: [one.width / one.height for one in _videos(draft)],
    Thing.VIDEO_SIDE: lambda draft, _rule: [
        side for one in _videos(draft) for side in (one.width, one.height)
    ],
    Thing.VIDEO_KINDS: lambda draft, rule: _refused(_videos(draft), rule),
    Thing.FILES_BYTES: lambda draft, _rule: [sum(one.bytes for one in draft.media)],
    Thing.SECONDS: lambda draft, _rule: [one.seconds or 0 for one in _videos(draft)],
}
_TOO_MANY = {
    Thing.TEXT: mark("Le texte a {found} signes, {bound} au plus. Raccourcissez-le."),
    Thing.TEXT_BYTES: mark("Le texte pèse {found} octets, {bound} au plus. Raccourcissez-le."),
    Thing.TITLE: mark("Le titre a {found} signes, {bound} au plus. Raccourcissez-le."),
    Thing.HASHTAGS: mark("Il y a {found} mots-dièse, {bound} au plus. Enlevez-en."),
    Thing.MENTIONS: mark("Le texte nomme {found} comptes, {bound} au plus. Enlevez-en."),
    Thing.TAGS: mark("Les mots-dièse font {found} signes en tout, {bound} au plus. Enlevez-en."),
    Thing.SIGNS: mark("Les signes < et > sont refusés, il y en a {found}. Enlevez-les."),
    Thing.MEDIA: mark("Il y a {found} médias, {bound} au plus. Enlevez-en."),
    Thing.PICTURES: mark("Ce format prend une vidéo, pas d'image. Enlevez l'image ou changez de format."),
    Thing.VIDEOS: mark("Il y a {found} vidéos, {bound} au plus. Enlevez-en ou changez de format."),
    Thing.MIXED: mark("Images et vidéo ne vont pas ensemble ici. Gardez l'une ou les autres."),
    Thing.PICTURE_BYTES: mark("Une image pèse {found} Mo, {bound} Mo au plus. Réduisez-la."),
    Thing.PICTURE_RATIO: mark("Une image est trop large : rapport {found}, {bound} au plus. Recadrez-la."),
    Thing.PICTURE_WIDTH: mark("Une image est large de {found} px : le réseau la réduit à {bound} px."),
    Thing.PICTURE_KINDS: mark("Une image n'est pas au bon format. Enregistrez-la en {takes}."),
    Thing.VIDEO_BYTES: mark("La vidéo pèse {found} Mo, {bound} Mo au plus. Réduisez-la."),
    Thing.VIDEO_RATIO: mark("La vidéo est trop large : rapport {found}, {bound} au plus. Tournez-la debout."),
    Thing.VIDEO_SIDE: mark("La vidéo a un côté de {found} px, {bound} px au plus. Réduisez-la."),
    Thing.VIDEO_KINDS: mark("La vidéo n'est pas au bon format. Enregistrez-la en {takes}."),
    Thing.FILES_BYTES: mark("Les fichiers pèsent {found} Mo en tout, {bound} Mo au plus. Enlevez-en."),
    Thing.SECONDS: mark("La vidéo dure {found} s, {bound} s au plus. Coupez-la."),
}
_TOO_FEW = {
    **_TOO_MANY,
    Thing.MEDIA: mark("Il y a {found} média, {bound} au moins. Ajoutez-en."),
    Thing.PICTURE_RATIO: mark("Une image est trop haute : rapport {found}, {bound} au moins. Recadrez-la."),
    Thing.PICTURE_WIDTH: mark("Une image est large de {found} px, {bound} px au moins : elle sera floue."),
    Thing.VIDEO_RATIO: mark("La vidéo est trop étroite : rapport {found}, {bound} au moins. Recadrez-la."),
    Thing.VIDEO_SIDE: mark("La vidéo a un côté de {found} px, {bound} px au moins. Choisissez-en une autre."),
    Thing.SECONDS: mark("La vidéo dure {found} s, {bound} s au moins. Choisissez-en une plus longue."),
}
