"""The library: what pictures and videos there are, what is said of them, and which posts show them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from campaigns import stages, typed, when
from campaigns.media import consent
from campaigns.media.measuring import Measured
from campaigns.models import Media, MediaKind, Post, PostMedia, Stage, Variant
from campaigns.writing import history
from core import audit, clock, people
from core.errors import Conflict, InvalidInput, NotFound
from core.i18n import _
from core.people import Action, Actor, Consortium

MOST_OF_A_POST = 35
"""What the longest album of our networks takes."""


@dataclass(frozen=True)
class Described:
    """What people say of a file. `consent_until` None: nobody can be recognised on it."""

    title: str
    alt: str = ""
    decorative: bool = False
    rights_holder: str = ""
    consent_until: date | None = None


@dataclass(frozen=True)
class MediaRow:
    """A file in the library; `waiting` counts posts that still have to go out with it."""

    id: UUID
    kind: MediaKind
    title: str
    mime: str
    bytes: int
    width: int
    height: int
    seconds: float | None
    alt: str
    decorative: bool
    rights_holder: str
    consent_until: date | None
    created_at: datetime
    posts: int
    waiting: int


def described(fields: Mapping[str, str]) -> Described:
    """What a form says of a file; InvalidInput when nothing is said of the people on it."""
    until = None
    if fields.get("people") not in ("no", "until"):
        raise InvalidInput(_("Dites si des personnes peuvent être reconnues."), "people")
    if fields["people"] == "until":
        try:
            until = date.fromisoformat(fields.get("consent_until", ""))
        except ValueError:
            raise InvalidInput(_("Donnez le dernier jour de leur accord."), "consent_until") from None
    return Described(
        title=fields.get("title", ""),
        alt=fields.get("alt", ""),
        decorative=fields.get("decorative") == "yes",
        rights_holder=fields.get("rights_holder", ""),
        consent_until=until,
    )


def add(
    session: Session, actor: Actor, found: Measured, said: Described, stored: str, thumbnail: str
) -> Media:
    """A new file, kept in core.storage under `stored` and `thumbnail`.

    Raises InvalidInput (no title, no words for who does not see it, a date of the past) and Conflict
    when the same file is there already.
    """
    people.require(actor, Action.PLAN, actor.consortium_id)
    session.execute(
        select(Consortium.id).where(Consortium.id == actor.consortium_id).with_for_update(key_share=True)
    )
    same = session.scalar(
        select(Media).where(Media.consortium_id == actor.consortium_id, Media.digest == found.digest)
    )
    if same is not None and same.removed_at is None:
        raise Conflict(
            _("Ce fichier est déjà dans la médiathèque, sous le nom « {title} ».", title=same.title)
        )
    media = same or Media(consortium_id=actor.consortium_id, digest=found.digest)
    media.kind, media.mime, media.codec = found.kind, found.mime, found.codec
    media.bytes, media.width, media.height, media.seconds = (
        found.size,
        found.width,
        found.height,
        found.seconds,
    )
    media.stored, media.thumbnail = stored, thumbnail
    media.added_by, media.created_at, media.removed_at = actor.user_id, clock.now(), None
    _say(media, said)
    session.add(media)
    session.flush()
    audit.record(session, actor, "campaigns.media_added", media.id)
    return media


def describe(session: Session, actor: Actor, media_id: UUID, said: Described) -> Media:
    """Say something else of a file; raises as `add`, and NotFound."""
    people.require(actor, Action.PLAN, actor.consortium_id)
    media = media_of(session, actor.consortium_id, media_id)
    _say(media, said)
    session.flush()
    audit.record(session, actor, "campaigns.media_described", media.id)
    return media


def remove(session: Session, actor: Actor, media_id: UUID) -> Media:
    """Take a file out of the library; its bytes go some days later (see campaigns.media.tidying).

    Raises Conflict while a post that still has to go out shows it, NotFound.
    """
    people.require(actor, Action.PLAN, actor.consortium_id)
    media = media_of(session, actor.consortium_id, media_id)
    waiting = session.scalars(_waiting(media.id).order_by(Post.due_at).limit(1)).first()
    if waiting is not None:
        raise Conflict(
            _(
                "Ce fichier est dans « {title} », qui n'est pas encore publiée. Enlevez-le d'abord de là.",
                title=waiting.title,
            )
        )
    media.removed_at = clock.now()
    session.flush()
    audit.record(session, actor, "campaigns.media_removed", media.id)
    return media


def library(session: Session, consortium_id: UUID) -> list[MediaRow]:
    """The files of a consortium, the latest first."""
    query = select(Media).where(Media.consortium_id == consortium_id, Media.removed_at.is_(None))
    files = session.scalars(query.order_by(Media.created_at.desc(), Media.id)).all()
    ids = [media.id for media in files]
    used = _counts(session, ids, waiting=False)
    waiting = _counts(session, ids, waiting=True)
    return [_row(media, used[media.id], waiting[media.id]) for media in files]


def media_of(session: Session, consortium_id: UUID, media_id: UUID) -> Media:
    """The file, or NotFound when there is none, it was removed, or it is another consortium's."""
    media = session.get(Media, media_id)
    if media is None or media.consortium_id != consortium_id or media.removed_at is not None:
        raise NotFound(_("Ce fichier n'est plus dans la médiathèque."))
    return media


def attach(session: Session, actor: Actor, post_id: UUID, media_ids: Sequence[UUID]) -> Post:
    """These files, in this order, go with the post; none takes them all away.

    Raises InvalidInput (too many, or people shown who agree only until before the post's day),
    Conflict once the post is out everywhere, NotFound.
    """
    people.require(actor, Action.PLAN, actor.consortium_id)
    query = select(Post).where(Post.id == post_id, Post.consortium_id == actor.consortium_id)
    post = session.scalar(query.with_for_update(key_share=True).execution_options(populate_existing=True))
    if post is None:
        raise NotFound(_("Cette publication est introuvable. Revenez à la liste des publications."))
    wanted = list(dict.fromkeys(media_ids))
    before = {
        one.media_id: one for one in session.scalars(select(PostMedia).where(PostMedia.post_id == post_id))
    }
    if [key for key, _one in sorted(before.items(), key=lambda pair: pair[1].position)] == wanted:
        return post
    _refuse(session, post, [media_of(session, actor.consortium_id, one) for one in wanted])
    for media_id, row in before.items():
        if media_id not in wanted:
            session.delete(row)
    for position, media_id in enumerate(wanted):
        row = before.get(media_id) or PostMedia(post_id=post_id, media_id=media_id)
        row.position = position
        session.add(row)
    history.note(session, post, actor, "media", _named(session, before), _named(session, wanted))
    stages.after_edit(session, actor, post)
    audit.record(session, actor, "campaigns.post_media_chosen", post.id)
    return post


def _named(session: Session, ids: Collection[UUID]) -> str:
    return ", ".join(session.get_one(Media, one).title for one in ids)


def _say(media: Media, said: Described) -> None:
    title = typed.text(said.title, "title", 120, _("Donnez un nom à ce fichier."))
    alt = people.required(said.alt, "alt", 1000) if said.alt.strip() else ""
    if not alt and not said.decorative:
        raise InvalidInput(
            _("Décrivez ce qu'on y voit, pour qui ne le voit pas ; ou dites que c'est un décor."), "alt"
        )
    holder = people.required(said.rights_holder, "rights_holder", 160) if said.rights_holder.strip() else ""
    until = when.sane_day(said.consent_until, "consent_until") if said.consent_until else None
    media.title, media.alt, media.decorative = title, "" if said.decorative else alt, said.decorative
    media.rights_holder, media.consent_until = holder, until


def _refuse(session: Session, post: Post, files: Sequence[Media]) -> None:
    left = select(func.count(Variant.id)).where(Variant.post_id == post.id, Variant.published_at.is_(None))
    if not session.scalar(left):
        raise Conflict(_("Cette publication est déjà en ligne. Changez ses médias sur le réseau."))
    if len(files) > MOST_OF_A_POST:
        raise InvalidInput(_("{count} médias au plus par publication.", count=MOST_OF_A_POST), "media")
    if post.stage is Stage.SCHEDULED:
        consent.require(post, files)


def _waiting(media_id: UUID) -> Select[Post]:
    return (
        select(Post)
        .join(PostMedia, PostMedia.post_id == Post.id)
        .where(PostMedia.media_id == media_id, *_TO_COME)
    )


def _counts(session: Session, ids: Sequence[UUID], *, waiting: bool) -> defaultdict[UUID, int]:
    query = (
        select(PostMedia.media_id, func.count())
        .join(Post, Post.id == PostMedia.post_id)
        .where(PostMedia.media_id.in_(ids), *(_TO_COME if waiting else ()))
    )
    found: defaultdict[UUID, int] = defaultdict(int)
    for media_id, count in session.execute(query.group_by(PostMedia.media_id)):
        found[media_id] = count
    return found


def _row(media: Media, posts: int, waiting: int) -> MediaRow:
    return MediaRow(
        id=media.id,
        kind=media.kind,
        title=media.title,
        mime=media.mime,
        bytes=media.bytes,
        width=media.width,
        height=media.height,
        seconds=media.seconds,
        alt=media.alt,
        decorative=media.decorative,
        rights_holder=media.rights_holder,
        consent_until=media.consent_until,
        created_at=media.created_at,
        posts=posts,
        waiting=waiting,
    )


_TO_COME = (
    Post.cancelled_at.is_(None),
    select(Variant.id)
    .where(Variant.post_id == Post.id, Variant.published_at.is_(None), Variant.skipped_at.is_(None))
    .exists(),
)
