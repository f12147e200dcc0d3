"""Dated copies of a post: each a post of its own, changed by itself. Looked at before they are made."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaigns import typed, when
from campaigns.media import consent
from campaigns.models import Campaign, Post, PostMedia, PostSeries, Variant
from campaigns.repeating import rules
from campaigns.repeating.rules import Rule
from campaigns.writing import endings, forms
from core import audit, clock, people
from core.errors import InvalidInput, NotFound
from core.i18n import _
from core.people import Action, Actor

WEEK = timedelta(days=7)
EVENING = time(18)


@dataclass(frozen=True)
class Copy:
    """A date at which a copy would go out; `problem` says why it cannot."""

    day: date
    wall: time
    problem: str = ""


def preview(
    session: Session, actor: Actor, post_id: UUID, rule: Rule, without: Collection[date] = ()
) -> list[Copy]:
    """The copies that the rule would make, at the post's own hour of the clock; nothing is written.

    Raises InvalidInput (a rule that gives nothing, or too much) and NotFound.
    """
    people.require(actor, Action.PLAN, actor.consortium_id)
    post = _post(session, actor.consortium_id, post_id)
    first = datetime.strptime(post.due_wall, when.WALL)  # noqa: DTZ007 (a wall time has no zone of its own)
    files = consent.of_posts(session, [post.id])[post.id]
    return [
        Copy(
            day,
            first.time(),
            _problem(post, day, first.time()) or next(iter(consent.past(files, day)), ""),
        )
        for day in rules.dates(rule, first.date(), without)
    ]


def create(
    session: Session, actor: Actor, post_id: UUID, rule: Rule, without: Collection[date] = ()
) -> list[Post]:
    """The copies, all of them or none; drafts, as every copy is read again before it goes out.

    Raises as `preview`, and InvalidInput while a date cannot be kept.
    """
    found = preview(session, actor, post_id, rule, without)
    wrong = next((one for one in found if one.problem), None)
    if wrong is not None:
        raise InvalidInput(wrong.problem, "day")
    post = _post(session, actor.consortium_id, post_id)
    first = date.fromisoformat(post.due_wall[:10])
    series = PostSeries(
        consortium_id=actor.consortium_id,
        rule=rules.written(rule, first),
        made_by=actor.user_id,
        created_at=clock.now(),
    )
    session.add(series)
    session.flush()
    made = [_copy(session, actor, post, one.day, one.wall, series_id=series.id) for one in found]
    audit.record(session, actor, "campaigns.post_repeated", series.id)
    return made


def duplicate(
    session: Session, actor: Actor, post_id: UUID, day: date, wall: time, *, into: UUID | None = None
) -> Post:
    """One copy at another moment, a draft, in the same campaign or `into` another.

    Raises InvalidInput (absurd day, skipped hour) and NotFound.
    """
    people.require(actor, Action.PLAN, actor.consortium_id)
    post = _post(session, actor.consortium_id, post_id)
    if into is not None:
        typed.own_campaign(session, actor.consortium_id, into)
    made = _copy(session, actor, post, day, wall, campaign_id=into)
    audit.record(session, actor, "campaigns.post_duplicated", made.id)
    return made


def again(session: Session, actor: Actor, post_id: UUID) -> Post:
    """One copy a week later, or tomorrow where that is past or an hour that the clocks skip; NotFound."""
    people.require(actor, Action.PLAN, actor.consortium_id)
    post = _post(session, actor.consortium_id, post_id)
    tomorrow = clock.today(post.due_timezone) + timedelta(days=1)
    day, wall = date.fromisoformat(post.due_wall[:10]), time.fromisoformat(post.due_wall[11:])
    later = max(day + WEEK, tomorrow)
    moment = (tomorrow, EVENING) if _problem(post, later, wall) else (later, wall)
    made = duplicate(session, actor, post.id, *moment)
    made.title = _("{title} (copie)", title=post.title[:110])
    return made


def _copy(
    session: Session,
    actor: Actor,
    source: Post,
    day: date,
    wall: time,
    *,
    series_id: UUID | None = None,
    campaign_id: UUID | None = None,
) -> Post:
    """The words, forms and media of `source` in a new draft; no state, no link, no date goes with them."""
    due_at, due_wall = when.planned(day, wall, source.due_timezone)
    made = Post(
        consortium_id=source.consortium_id,
        campaign_id=campaign_id or source.campaign_id,
        title=source.title,
        text=source.text,
        hashtags=source.hashtags,
        signature_id=source.signature_id,
        destination=source.destination,
        due_at=due_at,
        due_wall=due_wall,
        due_timezone=source.due_timezone,
        series_id=series_id,
        created_by=actor.user_id,
        created_at=clock.now(),
    )
    session.add(made)
    session.flush()
    sources = select(Variant).where(Variant.post_id == source.id)
    variants = [_variant(one, made) for one in session.scalars(sources)]
    session.add_all(variants)
    files = [one for one in consent.of_posts(session, [source.id])[source.id] if one.removed_at is None]
    session.add_all(
        PostMedia(post_id=made.id, media_id=one.id, position=place) for place, one in enumerate(files)
    )
    session.flush()
    endings.refresh(session, actor, made, session.get_one(Campaign, made.campaign_id), variants)
    return made


def _variant(source: Variant, post: Post) -> Variant:
    variant = Variant(
        consortium_id=post.consortium_id,
        post_id=post.id,
        network=source.network,
        account_id=source.account_id,
        paid_partnership=source.paid_partnership,
    )
    forms.write(variant, forms.of(source))
    return variant


def _problem(post: Post, day: date, wall: time) -> str:
    try:
        when.planned(day, wall, post.due_timezone)
    except InvalidInput as error:
        return error.message
    return ""


def _post(session: Session, consortium_id: UUID, post_id: UUID) -> Post:
    post = session.get(Post, post_id)
    if post is None or post.consortium_id != consortium_id:
        raise NotFound(_("Cette publication est introuvable. Revenez à la liste des publications."))
    return post
