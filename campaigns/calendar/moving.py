"""Another day or hour for a post or an action, and back again.

Whoever moves says which revision they saw: what somebody changed meanwhile is told, never
overwritten. What is out, held, given up or over stays where it was; only a post of which nothing
is out yet may leave a past day, for a coming one. A move keeps what was agreed of the words.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaigns import when
from campaigns.calendar.item import ItemKind
from campaigns.models import Action as Outing
from campaigns.models import ActionState, Post, Variant
from core import audit, clock, people
from core.errors import Conflict, InvalidInput, NotFound
from core.i18n import _
from core.people import Action, Actor


@dataclass(frozen=True)
class Moved:
    """What a move did: enough to say it, and to take it back while nobody changes the thing again."""

    kind: ItemKind
    thing: UUID
    title: str
    starts_at: datetime
    timezone: str
    twice: bool
    """The clocks show that hour twice, and the first passage was taken."""
    revision: int
    before: tuple[datetime, datetime | None, str, str, int]
    """Start, end, wall of the start, wall of the end, fold: as they were."""


def move(
    session: Session,
    actor: Actor,
    kind: ItemKind,
    thing: UUID,
    *,
    day: date,
    wall: time,
    seen: int,
    second: bool = False,
) -> Moved:
    """Another wall time, in the zone in which the thing was planned; an action keeps its length.

    Raises Conflict (changed since `seen`, out, held, given up, over), InvalidInput (past, too far, an
    hour that the clocks skip) and NotFound.
    """
    people.require(actor, Action.PLAN, actor.consortium_id)
    if kind is ItemKind.POST:
        moved = _move_post(session, _post(session, actor, thing), (day, wall), seen, second=second)
    elif kind is ItemKind.ACTION:
        moved = _move_action(session, _action(session, actor, thing), (day, wall), seen, second=second)
    else:
        raise Conflict(_("Cette date vient d'ailleurs. Changez-la dans sa page."))
    audit.record(
        session, actor, f"campaigns.{kind.value}_moved", f"{thing} {moved.before[2]} > {day}T{wall:%H:%M}"
    )
    return moved


def take_back(session: Session, actor: Actor, moved: Moved) -> datetime:
    """Put a thing back where the move found it, and say when that is.

    Raises Conflict once somebody changed it again, and NotFound.
    """
    people.require(actor, Action.PLAN, actor.consortium_id)
    starts_at, ends_at, wall, ends_wall, fold = moved.before
    if moved.kind is ItemKind.POST:
        post = _post(session, actor, moved.thing)
        _refuse_changed(post.revision, moved.revision)
        _refuse_settled_post(session, post)
        post.due_at, post.due_wall, post.due_fold = starts_at, wall, fold
        post.revision += 1
    else:
        outing = _action(session, actor, moved.thing)
        _refuse_changed(outing.revision, moved.revision)
        _refuse_settled_action(outing)
        outing.starts_at, outing.starts_wall, outing.starts_fold = starts_at, wall, fold
        outing.ends_at, outing.ends_wall = ends_at or starts_at, ends_wall
        outing.revision += 1
    session.flush()
    audit.record(session, actor, f"campaigns.{moved.kind.value}_moved_back", f"{moved.thing} > {wall}")
    return starts_at


def _move_post(session: Session, post: Post, to: tuple[date, time], seen: int, *, second: bool) -> Moved:
    _refuse_changed(post.revision, seen)
    _refuse_settled_post(session, post)
    before = (post.due_at, None, post.due_wall, "", post.due_fold)
    due_at, due_wall = _coming(*to, post.due_timezone, second=second)
    twice = when.twice(*to, post.due_timezone)
    post.due_at, post.due_wall, post.due_fold = due_at, due_wall, int(twice and second)
    post.revision += 1
    session.flush()
    return Moved(
        kind=ItemKind.POST,
        thing=post.id,
        title=post.title,
        starts_at=post.due_at,
        timezone=post.due_timezone,
        twice=twice and not second,
        revision=post.revision,
        before=before,
    )


def _move_action(
    session: Session, outing: Outing, to: tuple[date, time], seen: int, *, second: bool
) -> Moved:
    _refuse_changed(outing.revision, seen)
    _refuse_settled_action(outing)
    if outing.starts_at <= clock.now():
        raise Conflict(
            _("Cette action a commencé ou est passée. Dites si elle a eu lieu, ou créez-en une autre.")
        )
    before = (outing.starts_at, outing.ends_at, outing.starts_wall, outing.ends_wall, outing.starts_fold)
    starts_at, starts_wall = _coming(*to, outing.timezone, second=second)
    twice = when.twice(*to, outing.timezone)
    length = _wall(outing.ends_wall) - _wall(outing.starts_wall)
    outing.ends_at, outing.ends_wall = _end(starts_at, _wall(starts_wall) + length, outing.timezone)
    outing.starts_at, outing.starts_wall, outing.starts_fold = starts_at, starts_wall, int(twice and second)
    outing.revision += 1
    session.flush()
    return Moved(
        kind=ItemKind.ACTION,
        thing=outing.id,
        title=outing.title,
        starts_at=outing.starts_at,
        timezone=outing.timezone,
        twice=twice and not second,
        revision=outing.revision,
        before=before,
    )


def _coming(day: date, wall: time, timezone: str, *, second: bool) -> tuple[datetime, str]:
    instant, written = when.planned(day, wall, timezone, second=second)
    if instant <= clock.now():
        raise InvalidInput(_("Ce moment est passé. Choisissez un moment à venir."), "day")
    return instant, written


def _end(starts_at: datetime, wall: datetime, timezone: str) -> tuple[datetime, str]:
    """The end at that wall time; in the hour that autumn repeats, the passage that comes after the start."""
    instant, written = when.planned(wall.date(), wall.time(), timezone)
    if instant <= starts_at:
        instant, written = when.planned(wall.date(), wall.time(), timezone, second=True)
    return instant, written


def _refuse_changed(present: int, seen: int) -> None:
    if present != seen:
        raise Conflict(
            _(
                "Quelqu'un a changé cet élément entre-temps : rien n'a été déplacé. "
                "Regardez-le, puis recommencez."
            )
        )


def _refuse_settled_post(session: Session, post: Post) -> None:
    if post.cancelled_at is not None:
        raise Conflict(_("Cette publication est annulée : elle ne se déplace plus. Créez-en une nouvelle."))
    out = select(Variant.id).where(Variant.post_id == post.id, Variant.published_at.is_not(None)).limit(1)
    if session.scalar(out) is not None:
        raise Conflict(_("Cette publication est déjà en ligne : sa date ne change plus."))


def _refuse_settled_action(outing: Outing) -> None:
    if outing.state is ActionState.HELD:
        raise Conflict(_("Cette action a eu lieu : sa date ne change plus."))
    if outing.state is ActionState.CANCELLED:
        raise Conflict(_("Cette action est annulée : elle ne se déplace plus. Créez-en une nouvelle."))


def _post(session: Session, actor: Actor, thing: UUID) -> Post:
    """The post, locked: a move and a publication at once cannot both win."""
    query = select(Post).where(Post.id == thing, Post.consortium_id == actor.consortium_id)
    found = session.scalar(query.with_for_update(key_share=True).execution_options(populate_existing=True))
    if found is None:
        raise NotFound(_("Cette publication est introuvable. Rechargez le calendrier."))
    return found


def _action(session: Session, actor: Actor, thing: UUID) -> Outing:
    query = select(Outing).where(Outing.id == thing, Outing.consortium_id == actor.consortium_id)
    found = session.scalar(query.with_for_update(key_share=True).execution_options(populate_existing=True))
    if found is None:
        raise NotFound(_("Cette action est introuvable. Rechargez le calendrier."))
    return found


def _wall(text: str) -> datetime:
    return datetime.strptime(text, when.WALL)  # noqa: DTZ007 (a wall time has no zone)
