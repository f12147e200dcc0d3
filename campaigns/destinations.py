"""Where a link leads, over time: changed after print, planned for a day, closed, never forgotten.

«Before / during / after» are three versions of one link; each scan names the version that it was
sent to. A closed link answers with a page that shows other ways on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from campaigns import links, placing, when
from campaigns.models import KnownHost, Link, LinkVersion
from core import audit, clock, i18n, people
from core.errors import Conflict, InvalidInput
from core.i18n import _
from core.people import Action, Actor, User

CLOSED = ""
_MOST_VERSIONS = 1000


class VersionState(StrEnum):
    """Where a version stands now."""

    PAST = "past"
    IN_FORCE = "in_force"
    PLANNED = "planned"
    CALLED_OFF = "called_off"


@dataclass(frozen=True)
class Version:
    """One line of a link's history; `destination` is empty where the link was closed."""

    number: int
    destination: str
    starts_at: datetime
    state: VersionState
    set_at: datetime
    set_by: str | None


def change(session: Session, actor: Actor, link_id: int, destination: str) -> int:
    """Lead elsewhere from now on (CLOSED: nowhere); plans stay. Gives the number of the version.

    Raises Forbidden, NotFound, Conflict (retired) and InvalidInput («destination»).
    """
    link = links.own(session, actor, link_id)
    destination = _checked(session, actor, destination)
    number = _add(session, actor, link, destination, clock.quarter_of(clock.now()))
    audit.record(session, actor, "campaigns.destination_changed", link.id)
    return number


def plan(session: Session, actor: Actor, link_id: int, destination: str, day: date, timezone: str) -> int:
    """Lead elsewhere from the first moment of a coming day; as for `change`, and InvalidInput («day»)."""
    link = links.own(session, actor, link_id)
    number = _add(session, actor, link, _checked(session, actor, destination), _begin(day, timezone, "day"))
    audit.record(session, actor, "campaigns.destination_planned", link.id)
    return number


def set_period(
    session: Session,
    actor: Actor,
    link_id: int,
    *,
    opens_on: date | None,
    closes_on: date | None,
    before: str = CLOSED,
    after: str = CLOSED,
    timezone: str,
) -> None:
    """Before, during and after: the present destination holds from `opens_on` to `closes_on` (included).

    None: already open, never closes. Earlier plans are called off. Raises as `plan`, the fields
    being «opens_on» and «closes_on».
    """
    link = links.own(session, actor, link_id)
    if opens_on is not None and closes_on is not None and closes_on < opens_on:
        raise InvalidInput(_("La fin vient avant le début. Changez une des deux dates."), "closes_on")
    during, now = link.destination, clock.quarter_of(clock.now())
    opening = None if opens_on is None else _begin(opens_on, timezone, "opens_on")
    closing = None if closes_on is None else _begin(closes_on + timedelta(days=1), timezone, "closes_on")
    _call_off(session, link)
    if opening is not None:
        _add(session, actor, link, _checked(session, actor, before), now)
        _add(session, actor, link, during, opening)
    if closing is not None:
        _add(session, actor, link, _checked(session, actor, after), closing)
    _settle(session, link)
    audit.record(session, actor, "campaigns.destination_planned", link.id)


def call_off(session: Session, actor: Actor, link_id: int) -> None:
    """Give up what is planned; what is in force stays."""
    link = links.own(session, actor, link_id)
    _call_off(session, link)
    _settle(session, link)
    audit.record(session, actor, "campaigns.destination_plan_called_off", link.id)


def history(session: Session, consortium_id: UUID, link_id: int) -> list[Version]:
    """Every version of a link, the latest first."""
    query = (
        select(LinkVersion, User.name)
        .join(Link, Link.id == LinkVersion.link_id)
        .outerjoin(User, User.id == LinkVersion.set_by)
        .where(Link.consortium_id == consortium_id, LinkVersion.link_id == link_id)
        .order_by(LinkVersion.from_quarter.desc(), LinkVersion.number.desc())
    )
    now, found, ruling = clock.quarter_of(clock.now()), [], False
    for version, name in session.execute(query):
        state = VersionState.PLANNED if version.from_quarter > now else VersionState.PAST
        if version.called_off_at is not None:
            state = VersionState.CALLED_OFF
        elif state is VersionState.PAST and not ruling:
            state, ruling = VersionState.IN_FORCE, True
        starts = max(clock.quarter_start(version.from_quarter), version.set_at)
        found.append(Version(version.number, version.destination, starts, state, version.set_at, name))
    return found


def turn_due(session: Session) -> int:
    """Let plans whose moment has come stand on their links too; how many turned.

    Redirects obey the plan at its moment whether this ran or not; lists and pages read the link.
    """
    now = clock.quarter_of(clock.now())
    due = list(session.scalars(select(Link).where(Link.turns_at <= now)))
    for link in due:
        _settle(session, link)
    return len(due)


def announce(session: Session, link_ids: list[int], at: datetime) -> None:
    """A post that carries these links went out: what opens them in the first seconds is no person."""
    second = int(at.timestamp())
    session.execute(update(Link).where(Link.id.in_(link_ids)).values(announced_at=second))


def known_hosts(session: Session, consortium_id: UUID) -> list[str]:
    """The sites that links may lead to without a warning."""
    query = select(KnownHost.host).where(KnownHost.consortium_id == consortium_id)
    return list(session.scalars(query.order_by(KnownHost.host)))


def set_known_hosts(session: Session, actor: Actor, hosts: list[str]) -> list[str]:
    """Replace the list; addresses are taken for their site. Raises InvalidInput («hosts»)."""
    people.require(actor, Action.MANAGE_PLACEMENTS, actor.consortium_id)
    kept = sorted({_host(text) for text in hosts if text.strip()})
    here = actor.consortium_id
    session.execute(delete(KnownHost).where(KnownHost.consortium_id == here))
    session.add_all(KnownHost(consortium_id=here, host=host) for host in kept)
    session.flush()
    audit.record(session, actor, "campaigns.known_hosts_set", len(kept))
    return kept


def stranger(session: Session, consortium_id: UUID, destination: str) -> str | None:
    """The site of a destination that is not on the consortium's list: to be confirmed, not refused."""
    return beyond(known_hosts(session, consortium_id), destination)


def beyond(known: Sequence[str], destination: str) -> str | None:
    """The same against a list that was read already."""
    host = urlsplit(destination).hostname
    if host is None or any(host == one or host.endswith(f".{one}") for one in known):
        return None
    return host


def _checked(session: Session, actor: Actor, destination: str) -> str:
    return (
        CLOSED if destination == CLOSED else placing.destination_of(session, actor.consortium_id, destination)
    )


def _begin(day: date, timezone: str, field: str) -> int:
    when.sane_day(day, field)
    if day <= clock.today(timezone):
        raise InvalidInput(
            _("Choisissez un jour à venir : le {day} a déjà commencé.", day=i18n.short_day(day)), field
        )
    return clock.quarter_of(clock.planned(day, time.min, timezone))


def _add(session: Session, actor: Actor, link: Link, destination: str, from_quarter: int) -> int:
    mine = select(LinkVersion.number).where(LinkVersion.link_id == link.id)
    last = session.scalar(mine.order_by(LinkVersion.number.desc()).limit(1)) or 0
    if last >= _MOST_VERSIONS:
        raise Conflict(_("Ce lien a changé trop souvent. Créez-en un autre."))
    version = LinkVersion(
        link_id=link.id,
        number=last + 1,
        destination=destination,
        from_quarter=from_quarter,
        set_at=clock.now(),
        set_by=actor.user_id,
    )
    session.add(version)
    session.flush()
    _settle(session, link)
    return version.number


def _call_off(session: Session, link: Link) -> None:
    now = clock.now()
    pending = (
        LinkVersion.link_id == link.id,
        LinkVersion.from_quarter > clock.quarter_of(now),
        LinkVersion.called_off_at.is_(None),
    )
    session.execute(update(LinkVersion).where(*pending).values(called_off_at=now))


def _settle(session: Session, link: Link) -> None:
    """Write on the link what is in force now, and when the next version takes over."""
    now = clock.quarter_of(clock.now())
    query = select(LinkVersion).where(LinkVersion.link_id == link.id, LinkVersion.called_off_at.is_(None))
    versions = sorted(session.scalars(query), key=lambda one: (one.from_quarter, one.number))
    begun = [one for one in versions if one.from_quarter <= now]
    link.destination, link.version = begun[-1].destination, begun[-1].number
    link.turns_at = next((one.from_quarter for one in versions if one.from_quarter > now), None)
    session.flush()


def _host(text: str) -> str:
    text = text.strip()
    try:
        address = links.checked(text if "://" in text else f"https://{text}")
    except InvalidInput:
        address = "/"
    host = urlsplit(address).hostname
    if host is None:
        raise InvalidInput(
            _("« {text} » n'est pas un site. Écrivez-le comme exemple.fr.", text=text[:60]), "hosts"
        )
    return host.removeprefix("www.")
