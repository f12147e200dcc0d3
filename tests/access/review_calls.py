"""How the access tests call what goes out: stages, outcomes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from campaigns import outcomes, panels, review_desk, reviews, stages
from campaigns.models import Decision, PanelKind, Post, Reader, Verdict
from campaigns.reviews import Answer
from core import clock
from core.people import Actor
from tests.access.world import World

Call = Callable[[Session, Actor, World], object]
Reading = Callable[[Session, UUID, World], object]
PARIS = "Europe/Paris"
OTHER_REEL = "https://www.instagram.com/reel/DNouveau1234/"


def _post(session: Session, post_id: UUID) -> Post:
    return session.get_one(Post, post_id)


def _revision(session: Session, post_id: UUID) -> int:
    return _post(session, post_id).revision


def _tomorrow() -> date:
    return clock.today(PARIS) + timedelta(days=1)


def _scheduled(session: Session, actor: Actor, world: World) -> object:
    return stages.schedule(session, actor, world.things.draft, _revision(session, world.things.draft))


def _skipped(session: Session, actor: Actor, world: World) -> object:
    return outcomes.skip(session, actor, world.things.late_variant, "Pas le temps")


ACTS: dict[str, Call] = {
    "campaigns.outcomes.mark_published": lambda s, a, w: outcomes.mark_published(
        s, a, w.things.late_variant, OTHER_REEL
    ),
    "campaigns.outcomes.correct_link": lambda s, a, w: outcomes.correct_link(
        s, a, w.things.published_variant, OTHER_REEL
    ),
    "campaigns.outcomes.cancel_post": lambda s, a, w: outcomes.cancel_post(s, a, w.things.post),
    "campaigns.outcomes.skip": _skipped,
    "campaigns.outcomes.unskip": lambda s, a, w: outcomes.unskip(s, a, w.things.late_variant),
    "campaigns.outcomes.put_off": lambda s, a, w: outcomes.put_off(
        s, a, w.things.late_variant, day=_tomorrow(), wall=time(18), timezone=PARIS
    ),
    "campaigns.stages.after_edit": lambda s, a, w: stages.after_edit(s, a, _post(s, w.things.draft)),
    "campaigns.stages.after_move": lambda s, a, w: stages.after_move(s, a, _post(s, w.things.draft)),
    "campaigns.stages.send": lambda s, a, w: stages.send(s, a, w.things.draft, _revision(s, w.things.draft)),
    "campaigns.stages.withdraw": lambda s, a, w: stages.withdraw(
        s, a, w.things.post, _revision(s, w.things.post)
    ),
    "campaigns.stages.schedule": _scheduled,
    "campaigns.stages.settle": lambda s, a, _w: stages.settle(s, a, required=True),
}
ACTS |= {
    "campaigns.panels.add_version": lambda s, a, w: panels.add_version(
        s, a, PanelKind.POST, "Essai", post_id=w.things.post
    ),
    "campaigns.panels.add_session": lambda s, a, w: panels.add_session(
        s, a, _tomorrow() - timedelta(days=2), "Maison de quartier", 6, {w.things.panel_version: ""}
    ),
    "campaigns.panels.decide": lambda s, a, w: panels.decide(
        s, a, w.things.panel_session, w.things.panel_version, Decision.KEEP
    ),
    "campaigns.review_desk.waiting": lambda s, a, _w: review_desk.waiting(s, a),
    "campaigns.reviews.open_link": lambda s, a, w: reviews.open_link(
        s, a, [w.things.draft], "Club", Reader.PARTNER, 7
    ),
    "campaigns.reviews.revoke": lambda s, a, w: reviews.revoke(s, a, w.things.review_link),
    "campaigns.reviews.say": lambda s, a, w: reviews.say(
        s, a, w.things.in_review, Answer(Verdict.CHANGE, 1, "À changer")
    ),
}
READS: dict[str, Reading] = {
    "campaigns.panels.versions": lambda s, c, _w: panels.versions(s, c),
    "campaigns.panels.sessions": lambda s, c, _w: panels.sessions(s, c),
    "campaigns.review_desk.steps": lambda s, c, w: review_desk.steps(s, c, w.things.in_review),
    "campaigns.review_desk.post_of": lambda s, c, w: review_desk.post_of(s, c, w.things.post),
    "campaigns.reviews.listed": lambda s, c, _w: reviews.listed(s, c),
    "campaigns.reviews.remarks": lambda s, c, w: reviews.remarks(s, c, w.things.in_review),
    "campaigns.stages.locked": lambda s, c, w: stages.locked(s, c, w.things.post),
    "campaigns.stages.open_post": lambda s, c, w: stages.open_post(s, c, w.things.post, None),
    "campaigns.stages.required": lambda s, c, _w: stages.required(s, c),
}
