"""What a reader sees of a post: each different text as it will look, its pictures in words."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaigns import reviews, stages
from campaigns.models import Media, MediaKind, Post, PostMedia, ReviewLink, Stage, Variant
from campaigns.writing import whole
from core import i18n, storage, territory
from core.errors import NotFound
from core.i18n import _
from core.territory import NETWORKS


@dataclass(frozen=True)
class Shown:
    """One text, and the networks on which it stands like this."""

    networks: str
    title: str
    text: str


@dataclass(frozen=True)
class Picture:
    """A picture or video in words; `id` where it can be shown."""

    words: str
    id: UUID | None


@dataclass(frozen=True)
class Sheet:
    """A post as its readers see it."""

    id: UUID
    title: str
    words_revision: int
    moment: str
    networks: str
    shown: tuple[Shown, ...]
    pictures: tuple[Picture, ...]
    open: bool
    """Whether an answer still counts."""
    stage: str


def sheet(session: Session, post: Post) -> Sheet:
    """The post, its networks with the same text together."""
    variants = sorted(
        session.scalars(select(Variant).where(Variant.post_id == post.id)),
        key=lambda one: NETWORKS.index(one.network),
    )
    together: dict[tuple[str, str], list[str]] = {}
    for one in variants:
        own_title = whole.title(post, one) if one.network.value == "youtube" else ""
        together.setdefault((own_title, whole.text(post, one)), []).append(territory.label(one.network))
    return Sheet(
        id=post.id,
        title=post.title,
        words_revision=post.words_revision,
        moment=i18n.moment(post.due_at, post.due_timezone),
        networks=_listed([territory.label(one.network) for one in variants]),
        shown=tuple(Shown(_listed(names), title, text) for (title, text), names in together.items()),
        pictures=tuple(_picture(one) for one in media(session, post.id)),
        open=post.stage is not Stage.DRAFT and not stages.out_everywhere(session, post),
        stage=_(stages.STAGE_LABELS[post.stage]),
    )


def media(session: Session, post_id: UUID) -> list[Media]:
    """The pictures and videos of a post, in their order."""
    query = (
        select(Media)
        .join(PostMedia, PostMedia.media_id == Media.id)
        .where(PostMedia.post_id == post_id, Media.removed_at.is_(None))
    )
    return list(session.scalars(query.order_by(PostMedia.position)))


def image(session: Session, link: ReviewLink, media_id: UUID) -> tuple[bytes, str]:
    """A picture (or a video's still) of one of the posts of a link, and its type; NotFound."""
    posts = [one.id for one in reviews.posts_of(session, link)]
    found = session.scalar(
        select(Media)
        .join(PostMedia, PostMedia.media_id == Media.id)
        .where(Media.id == media_id, PostMedia.post_id.in_(posts), Media.removed_at.is_(None))
    )
    name = _still(found) if found else None
    if found is None or name is None:
        raise NotFound(_("Cette image est introuvable."))
    return storage.current().get(name), f"image/{'jpeg' if name.endswith('jpg') else name.rpartition('.')[2]}"


def until(link: ReviewLink, timezone: str) -> str:
    """The last day of a link, as it is read."""
    return i18n.short_day(link.expires_at.astimezone(ZoneInfo(timezone)).date())


def _still(one: Media) -> str | None:
    return one.thumbnail or (one.stored if one.kind is MediaKind.PICTURE else None)


def _picture(one: Media) -> Picture:
    kind = _("Vidéo") if one.kind is MediaKind.VIDEO else _("Image")
    words = one.alt or (_("décorative") if one.decorative else _("pas encore décrite"))
    return Picture(_("{kind} : {words}", kind=kind, words=words), one.id if _still(one) else None)


def _listed(names: list[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return _("{some} et {last}", some=", ".join(names[:-1]), last=names[-1])
