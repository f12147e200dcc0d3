"""Another day or hour for a post or an action, and back again.

Whoever moves says which revision they saw: what somebody changed meanwhile is told, never
overwritten. What is out, held, given up or over stays where it was; only a post of which nothing
is out yet may leave a past day, for a coming one. A move keeps what was agreed of the words.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaigns import stages, when
from campaigns.actions import listing, planning, states, typed
from campaigns.actions.kinds import STATE_LABELS
from campaigns.actions.typed import Slot
from campaigns.calendar.item import ItemKind
from campaigns.models import Action as Outing
from campaigns.models import Post, Variant
from campaigns.writing import history
from core import audit, clock, people
from core.errors import Conflict, InvalidInput
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
    before: Slot
    """Where it stood; a post ends where it begins."""


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
    hour that the clocks skip, beyond the consent of people in a picture) and NotFound.
    """
    people.require(actor, Action.PLAN, actor.consortium_id)
    if kind is ItemKind.POST:
        moved = _move_post(session, actor, thing, (day, wall, int(second)), seen)
    elif kind is ItemKind.ACTION:
        moved = _move_action(session, actor, thing, (day, wall, int(second)), seen)
    else:
        raise Conflict(_("Cette date vient d'ailleurs. Changez-la dans sa page."))
    return moved


def take_back(session: Session, actor: Actor, moved: Moved) -> datetime:
    """Put a thing back where the move found it, and say when that is.

    Raises Conflict once somebody changed it again, and NotFound.
    """
    people.require(actor, Action.PLAN, actor.consortium_id)
    back = moved.before
    if moved.kind is ItemKind.POST:
        post = _open_post(session, actor, moved.thing, moved.revision)
        _set_post(session, actor, post, back.day, back.starts, back.fold)
        starts_at = post.due_at
    else:
        outing = _open_action(session, actor, moved.thing, moved.revision)
        _set_action(session, actor, outing, back)
        starts_at = outing.starts_at
    return starts_at


def _move_post(session: Session, actor: Actor, thing: UUID, to: tuple[date, time, int], seen: int) -> Moved:
    post = _open_post(session, actor, thing, seen)
    stood = datetime.strptime(post.due_wall, when.WALL).replace(tzinfo=UTC)
    before = Slot(stood.date(), stood.time(), stood.time(), post.due_timezone, fold=post.due_fold)
    _set_post(session, actor, post, *to)
    _refuse_past(post.due_at)
    return Moved(
        kind=ItemKind.POST,
        thing=post.id,
        title=post.title,
        starts_at=post.due_at,
        timezone=post.due_timezone,
        twice=when.twice(to[0], to[1], post.due_timezone) and not post.due_fold,
        revision=post.revision,
        before=before,
    )


def _move_action(session: Session, actor: Actor, thing: UUID, to: tuple[date, time, int], seen: int) -> Moved:
    outing = _open_action(session, actor, thing, seen)
    if outing.starts_at <= clock.now():
        raise Conflict(
            _("Cette action a commencé ou est passée. Dites si elle a eu lieu, ou créez-en une autre.")
        )
    before = typed.slot_of(outing)
    _set_action(session, actor, outing, replace(typed.moved(before, to[0], to[1]), fold=to[2]))
    _refuse_past(outing.starts_at)
    return Moved(
        kind=ItemKind.ACTION,
        thing=outing.id,
        title=listing.shown_title(outing.kind, outing.title),
        starts_at=outing.starts_at,
        timezone=outing.timezone,
        twice=when.twice(to[0], to[1], outing.timezone) and not outing.starts_fold,
        revision=outing.revision,
        before=before,
    )


def _set_post(session: Session, actor: Actor, post: Post, day: date, wall: time, fold: int) -> None:
    before = post.due_wall
    post.due_at, post.due_wall = when.planned(day, wall, post.due_timezone, fold)
    post.due_fold = int(bool(fold) and when.twice(day, wall, post.due_timezone))
    history.note(session, post, actor, "due", before, post.due_wall)
    stages.after_move(session, actor, post)


def _set_action(session: Session, actor: Actor, outing: Outing, slot: Slot) -> None:
    before = outing.starts_wall
    for name, value in typed.instants(slot).items():
        setattr(outing, name, value)
    outing.revision += 1
    session.flush()
    planning.follow(session, outing)
    audit.record(
        session,
        actor,
        "campaigns.action_moved",
        f"{outing.id} {before}>{outing.starts_wall} r{outing.revision}",
    )


def _open_post(session: Session, actor: Actor, thing: UUID, seen: int) -> Post:
    """The post, held: a move and a publication at once cannot both win."""
    post = stages.open_post(session, actor.consortium_id, thing, seen)
    out = select(Variant.id).where(Variant.post_id == post.id, Variant.published_at.is_not(None)).limit(1)
    if session.scalar(out) is not None:
        raise Conflict(_("Cette publication est déjà en ligne : sa date ne change plus."))
    return post


def _open_action(session: Session, actor: Actor, thing: UUID, seen: int) -> Outing:
    outing = planning.own_action(session, actor.consortium_id, thing)
    _refuse_changed(outing.revision, seen)
    if outing.state not in states.OPEN:
        raise Conflict(
            _("Cette action est {state} : sa date ne change plus.", state=_(STATE_LABELS[outing.state]))
        )
    return outing


def _refuse_past(instant: datetime) -> None:
    if instant <= clock.now():
        raise InvalidInput(_("Ce moment est passé. Choisissez un moment à venir."), "day")


def _refuse_changed(present: int, seen: int) -> None:
    if present != seen:
        raise Conflict(
            _(
                "Quelqu'un a changé cet élément entre-temps : rien n'a été déplacé. "
                "Regardez-le, puis recommencez."
            )
        )
