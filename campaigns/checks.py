"""«Avant de partir»: what is right, what is worth a look and what forbids a post, network by network.

The same function is asked while a post is written, when it is scheduled and when it is sent, so
that the three never disagree. It reads and writes nothing of the post, which may be unsaved.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaigns.media import consent
from campaigns.models import Campaign, Media, MediaKind, Post, Variant
from campaigns.writing import endings, neighbours, whole
from connectors import limits
from connectors.counting import Unit, length
from connectors.limits import Draft, Format, Medium, Thing
from core import i18n, territory, trade_words
from core.errors import InvalidInput
from core.i18n import _, mark
from core.people import folded
from core.territory import Audience

LEGAL_MENTIONS = ("publicité", "collaboration commerciale")
"""What French law asks for where a partnership is paid (law of 9 June 2023 on commercial influence)."""
_UNITS = {
    Unit.BYTES: mark("Texte : {found} octets sur {most}"),
    Unit.WEIGHTED: mark("Texte : {found} signes pesés sur {most}"),
}


class Severity(StrEnum):
    """What a finding means for the post."""

    BLOCK = "block"
    WARN = "warn"
    OK = "ok"


@dataclass(frozen=True)
class Finding:
    """One line of the list: what was looked at, and a sentence that says what to do if anything."""

    severity: Severity
    sentence: str
    what: str


def findings(
    session: Session,
    post: Post,
    variant: Variant,
    media: Sequence[Media] | None = None,
    *,
    automatic: bool = False,
) -> list[Finding]:
    """Everything worth saying about one form of a post: what forbids it, then warnings, then what is right.

    `media`: those on the screen instead of those stored; `automatic`: a program sends it, which
    cannot add a picture by hand.
    """
    shown = consent.of_posts(session, [post.id])[post.id] if media is None else media
    campaign = session.get_one(Campaign, post.campaign_id)
    found = [
        *_words(post, variant),
        *_limits(post, variant, shown, automatic=automatic),
        *_media(post, variant, shown),
        *_way(session, post, variant),
        *_opening(post, variant, campaign),
        *_legal(post, variant),
        *_signature(session, post, campaign, variant),
        *_neighbours(session, post, variant),
    ]
    return sorted(found, key=lambda one: list(Severity).index(one.severity))


def require(session: Session, post: Post) -> None:
    """InvalidInput with the first thing that forbids the post on one of its networks."""
    variants = select(Variant).where(
        Variant.post_id == post.id, Variant.published_at.is_(None), Variant.skipped_at.is_(None)
    )
    for variant in session.scalars(variants.order_by(Variant.network)):
        for finding in findings(session, post, variant):
            if finding.severity is Severity.BLOCK:
                raise InvalidInput(f"{territory.label(variant.network)}. {finding.sentence}", finding.what)


def _draft(post: Post, variant: Variant, media: Sequence[Media]) -> Draft:
    """The post as its network would get it."""
    measured = [Medium(one.bytes, one.width, one.height, one.seconds, one.mime) for one in media]
    return Draft(whole.text(post, variant), whole.title(post, variant), measured)


def _neighbours(session: Session, post: Post, variant: Variant) -> Iterator[Finding]:
    """The same words not long ago, another post at the same hour."""
    for same in neighbours.same_words(session, post, variant):
        yield Finding(
            Severity.WARN,
            _("Même texte que « {title} », {moment}. Changez au moins le début.", **_named(same)),
            "duplicate",
        )
    for close in neighbours.same_hour(session, post, variant):
        yield Finding(
            Severity.WARN,
            _("« {title} » part à la même heure sur ce réseau ({moment}).", **_named(close)),
            "clash",
        )


def _named(other: Post) -> dict[str, str]:
    return {"title": other.title, "moment": i18n.moment(other.due_at, other.due_timezone)}


def _words(post: Post, variant: Variant) -> Iterator[Finding]:
    form, text = whole.format_of(variant), whole.text(post, variant)
    if form in limits.TEXTLESS:
        yield Finding(Severity.OK, _("Ce format ne montre pas de texte."), "text")
    elif not whole.body(post, variant).strip():
        yield Finding(Severity.BLOCK, _("Il n'y a pas encore de texte. Écrivez-le."), "text")
    else:
        rule = limits.limit(form, Thing.TEXT)
        if rule is not None and (found := length(text, rule.unit or Unit.CODE_POINTS)) <= rule.most:
            said = _UNITS.get(rule.unit or Unit.CODE_POINTS, mark("Texte : {found} signes sur {most}"))
            yield Finding(Severity.OK, _(said, found=i18n.number(found), most=i18n.number(rule.most)), "text")


def _limits(post: Post, variant: Variant, media: Sequence[Media], *, automatic: bool) -> Iterator[Finding]:
    form = whole.format_of(variant)
    things = frozenset(Thing) if media or automatic else limits.WORDS
    for breach in limits.breaches(_draft(post, variant, media), form, things):
        severity = Severity.WARN if breach.limit.advice else Severity.BLOCK
        yield Finding(severity, breach.sentence, breach.limit.thing.value)
    needed = limits.limit(form, Thing.MEDIA)
    if not media and not automatic and needed is not None and needed.least:
        yield Finding(
            Severity.WARN, _("Rien n'est joint : l'image ou la vidéo s'ajoutera à la main."), "media"
        )


def _media(post: Post, variant: Variant, media: Sequence[Media]) -> Iterator[Finding]:
    due = post.due_at.astimezone(ZoneInfo(post.due_timezone)).date()
    for one in media:
        problem = None
        if one.removed_at is not None:
            problem = _(
                "« {title} » n'est plus dans la médiathèque. Choisissez un autre média.", title=one.title
            )
        elif late := consent.past([one], due):
            problem = late[0]
        elif one.kind is MediaKind.PICTURE and not one.alt.strip() and not one.decorative:
            problem = _(
                "« {title} » n'est pas décrite. Décrivez l'image, ou dites qu'elle est décorative.",
                title=one.title,
            )
        if problem:
            yield Finding(Severity.BLOCK, problem, "media")
        else:
            yield Finding(Severity.OK, _fine(one, whole.format_of(variant)), "media")


def _fine(one: Media, form: Format) -> str:
    if one.decorative:
        told = [_("décorative")]
    elif not one.alt.strip():
        told = [_("sans description")]
    else:
        told = [_("décrite") if form in limits.TAKES_ALT else _("décrite pour nos pages")]
    until = one.consent_until
    told.append(
        _("accord jusqu'au {day}", day=i18n.short_day(until)) if until else _("personne de reconnaissable")
    )
    return _("« {title} » : {told}", title=one.title, told=", ".join(told))


def _way(session: Session, post: Post, variant: Variant) -> Iterator[Finding]:
    code = endings.code_of(session, variant)
    if code is None and post.destination:
        yield Finding(Severity.OK, _("Le lien suivi de ce réseau se fait à l'enregistrement."), "link")
    elif code is None:
        yield Finding(Severity.WARN, _("Aucun lien suivi : on ne saura pas qui est venu d'ici."), "link")
    elif whole.format_of(variant) in limits.CLICKABLE:
        yield Finding(Severity.OK, _("Lien suivi de ce réseau : {code}", code=code), "link")
    else:
        yield Finding(
            Severity.WARN,
            _("Un lien ne se touche pas ici. Le code {code} est dit à sa place.", code=code),
            "link",
        )


def _opening(post: Post, variant: Variant, campaign: Campaign) -> Iterator[Finding]:
    word = trade_words.opening(whole.body(post, variant))
    if word and campaign.audience is Audience.YOUNG:
        yield Finding(
            Severity.WARN,
            _(
                "Ce texte commence par «{word}». Commencez par ce qui préoccupe : le permis, le sport ?",
                word=word,
            ),
            "opening",
        )


def _legal(post: Post, variant: Variant) -> Iterator[Finding]:
    if variant.paid_partnership:
        said = folded(whole.text(post, variant))
        if any(folded(one) in said for one in LEGAL_MENTIONS):
            yield Finding(Severity.OK, _("La mention légale du partenariat est là."), "legal")
        else:
            yield Finding(
                Severity.BLOCK,
                _("Partenariat rémunéré : ajoutez la mention « Collaboration commerciale »."),
                "legal",
            )


def _signature(session: Session, post: Post, campaign: Campaign, variant: Variant) -> Iterator[Finding]:
    if variant.published_at is None and endings.ending(session, post, campaign, variant) != variant.ending:
        yield Finding(
            Severity.WARN,
            _("La signature, le lien ou le code a changé depuis. Enregistrez pour le reprendre."),
            "ending",
        )
