"""What has to go out by hand: one phone page per post and network, for whoever plans.

Late ones first, then the rest of today, then what was said not to be done since yesterday: nothing
vanishes before somebody said what became of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from campaigns import links, outcomes, posts, reading_page, stages
from campaigns.models import Media, MediaKind, Post, Variant
from campaigns.posts import LATE, PostRow, PostState
from campaigns.writing import whole
from core import clock, i18n, people, sessions, territory
from core.errors import Forbidden, InvalidInput
from core.i18n import _
from core.people import Action, Actor
from core.territory import Channel

UNDOABLE = timedelta(days=1)
"""For how long «pas fait» stands in the list, to be taken back."""
MOST = 60
NETWORK_PAGES = {
    Channel.TIKTOK: "https://www.tiktok.com/upload",
    Channel.INSTAGRAM: "https://www.instagram.com/",
    Channel.SNAPCHAT: "https://www.snapchat.com/",
    Channel.YOUTUBE: "https://studio.youtube.com/",
    Channel.FACEBOOK: "https://www.facebook.com/",
    Channel.DISCORD: "https://discord.com/channels/@me",
}


@dataclass(frozen=True)
class Team:
    """Whoever is signed in, once for each consortium where they plan."""

    here: tuple[Actor, ...]


@dataclass(frozen=True)
class Line:
    """One line of the list: a post on a network, and when."""

    id: UUID
    title: str
    network: str
    moment: str
    late: bool
    state: str
    why: str = ""


@dataclass(frozen=True)
class File:
    """A picture or video to take along; `rights` says until when the people on it agree."""

    id: UUID
    title: str
    words: str
    rights: str
    over: bool


def team(session: Session, token: str | None) -> Team:
    """Whoever is signed in with that token; Forbidden when they plan nowhere."""
    user = sessions.signed_in(session, token)
    found = [people.actor_in(session, user, one.id) for _member, one in people.memberships(session, user.id)]
    here = tuple(one for one in found if one and people.may(one, Action.PLAN, one.consortium_id))
    if not here:
        raise Forbidden(_("Votre rôle ne publie pas. Demandez l'accès à votre administration."))
    return Team(here)


def lists(session: Session, team: Team, timezone: str) -> dict[str, Any]:
    """What is late, what comes today, what was not done since yesterday."""
    now = clock.now()
    today = now.astimezone(ZoneInfo(timezone)).date()
    rows = [
        row
        for actor in team.here
        for row in posts.posts(
            session, actor.consortium_id, states=(*LATE, PostState.SCHEDULED, PostState.SKIPPED)
        )
    ]
    late = [row for row in rows if row.state in LATE]
    coming = [
        row
        for row in rows
        if row.state is PostState.SCHEDULED and row.due_at.astimezone(ZoneInfo(timezone)).date() == today
    ]
    skipped = [
        row
        for row in rows
        if row.state is PostState.SKIPPED and row.skipped_at and now - row.skipped_at < UNDOABLE
    ]
    return {
        "late": [_line(row) for row in late[:MOST]],
        "coming": [_line(row) for row in coming[:MOST]],
        "skipped": [_line(row) for row in skipped[:MOST]],
        "more": max(0, len(late) - MOST) + max(0, len(coming) - MOST),
        "today": i18n.day(today),
    }


def item(session: Session, team: Team, variant_id: UUID, timezone: str) -> dict[str, Any]:
    """One post on one network: what to copy, what to take along, what became of it. NotFound."""
    _actor, post, variant = _own(session, team, variant_id)
    now = clock.now()
    state = posts.state_of(post, variant, now)
    code = links.code_of(session, variant.link_id) if variant.link_id else None
    tomorrow = now.astimezone(ZoneInfo(timezone)).date() + timedelta(days=1)
    return {
        "id": variant.id,
        "title": post.title,
        "network": territory.label(variant.network),
        "moment": i18n.moment(post.due_at, post.due_timezone),
        "state": state.value,
        "label": _(posts.STATE_LABELS[state]),
        "words": whole.text(post, variant),
        "own_title": whole.title(post, variant) if variant.network is Channel.YOUTUBE else "",
        "link": links.short_url(code) if code else "",
        "code": code.shown if code else "",
        "page": NETWORK_PAGES.get(variant.network, ""),
        "files": [_file(one, now.astimezone(ZoneInfo(timezone)).date()) for one in _media(session, post)],
        "why": variant.skipped_why,
        "url": variant.published_url or "",
        "several": _several(session, post),
        "tomorrow": tomorrow.isoformat(),
        "hour": post.due_wall[11:16],
    }


def done(session: Session, team: Team, variant_id: UUID, said: Mapping[str, str]) -> None:
    """What the form says became of it: published, not done, later, or to be done after all.

    Raises InvalidInput, Conflict and NotFound as `campaigns.outcomes` does.
    """
    actor, post, variant = _own(session, team, variant_id)
    act = said.get("act")
    if act == "published":
        outcomes.mark_published(session, actor, variant.id, said.get("url", ""))
    elif act == "skipped":
        outcomes.skip(session, actor, variant.id, said.get("why", ""))
    elif act == "unskipped":
        outcomes.unskip(session, actor, variant.id)
    elif act == "later":
        day, wall = _moment(said)
        outcomes.put_off(session, actor, variant.id, day=day, wall=wall, timezone=post.due_timezone)
    else:
        raise InvalidInput(_("Choisissez ce que la publication est devenue."), "act")


def _own(session: Session, team: Team, variant_id: UUID) -> tuple[Actor, Post, Variant]:
    variant = session.get(Variant, variant_id)
    actor = next((one for one in team.here if variant and one.consortium_id == variant.consortium_id), None)
    if variant is None or actor is None:
        raise stages.unknown()
    return actor, session.get_one(Post, variant.post_id), variant


def _moment(said: Mapping[str, str]) -> tuple[date, time]:
    try:
        return date.fromisoformat(said.get("day", "")), time.fromisoformat(said.get("hour", ""))
    except ValueError:
        raise InvalidInput(_("Choisissez un jour et une heure, par exemple 18:00."), "day") from None


def _several(session: Session, post: Post) -> str:
    """The networks that move along when the whole post is put off; empty when this one moves alone."""
    rows = [row for row in posts.posts(session, post.consortium_id) if row.post_id == post.id]
    if len(rows) < 2 or any(row.state is PostState.PUBLISHED for row in rows):
        return ""
    return ", ".join(territory.label(row.network) for row in rows)


def _media(session: Session, post: Post) -> list[Media]:
    return reading_page.media(session, post.id)


def _file(one: Media, today: date) -> File:
    kind = _("vidéo") if one.kind is MediaKind.VIDEO else _("image")
    over = one.consent_until is not None and one.consent_until < today
    if one.consent_until is None:
        rights = _("personne de reconnaissable")
    elif over:
        rights = _(
            "accord des personnes fini le {day} : ne la publiez plus", day=i18n.short_day(one.consent_until)
        )
    else:
        rights = _("accord des personnes jusqu'au {day}", day=i18n.short_day(one.consent_until))
    return File(one.id, one.title, _("{kind} : {words}", kind=kind, words=one.alt or one.title), rights, over)


def _line(row: PostRow) -> Line:
    return Line(
        id=row.variant_id,
        title=row.title,
        network=territory.label(row.network),
        moment=i18n.moment(row.due_at, row.timezone),
        late=row.state in LATE,
        state=_(posts.STATE_LABELS[row.state]),
        why=row.skipped_why,
    )
