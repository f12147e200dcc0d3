"""How collecting stands: per network its queue and its providers, and what this machine has to read with.

The health page and `porte-voix doctor` say the same, from here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, version
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from connectors import browser, errors, registry
from core import clock
from core.people import Consortium
from reach import providers
from reach.collecting import credentials, health, lanes, readers, steps, watching
from reach.collecting.credentials import Connected
from reach.models import Lane, ProviderHealth, Watch
from reach.owners import access
from reach.providers import Standing

PACKAGES = ("instaloader", "tiktokapipy", "yt-dlp", "playwright")
LATE = timedelta(days=2)
"""An account is read daily: a network without any success for longer is told."""


class Running(StrEnum):
    """What a queue does now."""

    OFF = "off"
    STOPPED = "stopped"
    SPENT = "spent"
    WAITING = "waiting"
    OPEN = "open"


@dataclass(frozen=True)
class Line:
    """One provider: who decided about it, its last success and its last error, in words."""

    standing: Standing
    well_at: datetime | None
    error: str
    error_at: datetime | None
    rests_until: datetime | None = None
    """It is left alone until then."""
    rests: int = 0
    """How often it was left alone since it last answered; with no `rests_until`: a try comes next."""


@dataclass(frozen=True)
class NetworkHealth:
    """One network as a consortium is read on it."""

    network: str
    label: str
    running: Running
    opens_at: datetime | None
    left: int
    a_day: int
    watched: int
    due: int
    lines: Sequence[Line]
    takes: Sequence[str]
    """The fields of its credentials; none where it asks for none."""
    connected: Connected | None
    lost: int = 0
    """Accounts whose owner has to connect them again."""

    @property
    def well_at(self) -> datetime | None:
        """The last success of any provider."""
        return max((line.well_at for line in self.lines if line.well_at), default=None)

    @property
    def late(self) -> bool:
        """Something is watched, somebody may read it, and nothing was for two days."""
        able = self.watched and self.running is not Running.OFF
        return bool(able) and (self.well_at is None or clock.now() - self.well_at > LATE)


def networks(session: Session, consortium_id: UUID) -> list[NetworkHealth]:
    """Every network that has a reader, in the order of the list of channels."""
    consortium = session.get_one(Consortium, consortium_id)
    standings = providers.standings(session, consortium_id)
    known = health.of(session, (lanes.OPERATOR, str(consortium_id)))
    connected = credentials.connected(session, consortium_id)
    lost = access.to_reconnect(session, consortium_id)
    due, watched = _counts(session, consortium_id)
    found = []
    for channel in watching.readable():
        network = channel.value
        own = consortium.demo or credentials.exists(session, consortium_id, network)
        owner = str(consortium_id) if own else lanes.OPERATOR
        lane = session.scalar(select(Lane).where(Lane.network == network, Lane.owner == owner))
        lane = lane or Lane(network=network, owner=owner, next_at=clock.now(), day=lanes.today(), spent=0)
        budget = steps.budget_of(lane, consortium)
        lines = [
            _line(one, known, _owner_of(one, owner, consortium_id))
            for one in standings
            if one.network == network
        ]
        on = readers.switched_on(session, consortium, network)
        opens = _opens(lanes.opens_at(lane, budget), readers.rest_of(session, owner, on))
        found.append(
            NetworkHealth(
                network=network,
                label=registry.label(network),
                running=_running(lane, opens, on=bool(on), left=lanes.left_today(lane, budget)),
                opens_at=opens,
                left=lanes.left_today(lane, budget),
                a_day=budget.a_day,
                watched=watched.get(network, 0),
                due=due.get(network, 0),
                lines=_demo_lines(known, owner, network) if consortium.demo else lines,
                takes=tuple(credentials.FIELDS.get(network, ())),
                connected=connected.get(network),
                lost=lost[network],
            )
        )
    return found


def installed() -> dict[str, str]:
    """The versions of what reads, '' for what is not installed."""
    return {name: _version(name) for name in PACKAGES}


def browser_found() -> str | None:
    """The path of the browser that would be used; None: there is none."""
    return browser.find()


def sentence(error: str) -> str:
    """What went wrong and what to do, in the reader's language."""
    return errors.by_name(error).message if error else ""


def _owner_of(one: Standing, owner: str, consortium_id: UUID) -> str:
    """What needs credentials is asked in the consortium's own queue only."""
    return str(consortium_id) if registry.needs_credentials(one.provider.key) else owner


def _line(one: Standing, known: Mapping[tuple[str, str], ProviderHealth], owner: str) -> Line:
    row = known.get((owner, one.provider.key))
    if row is None:
        return Line(one, None, "", None)
    until = row.open_until if row.open_until is not None and row.open_until > clock.now() else None
    return Line(one, row.well_at, sentence(row.error), row.error_at, until, row.openings)


def _demo_lines(known: Mapping[tuple[str, str], ProviderHealth], owner: str, network: str) -> list[Line]:
    """A demonstration is read by its invented provider alone."""
    return [
        _line(Standing(one, network, switched_on=True, by=None, at=None), known, owner)
        for one in registry.demo_chain(network)
    ]


def _opens(at: datetime | None, rest: datetime | None) -> datetime | None:
    return at if at is None or rest is None else max(at, rest)


def _running(lane: Lane, opens: datetime | None, *, on: bool, left: int) -> Running:
    if not on:
        return Running.OFF
    if lane.stopped_at is not None:
        return Running.STOPPED
    if not left:
        return Running.SPENT
    return Running.WAITING if opens is not None and opens > clock.now() else Running.OPEN


def _counts(session: Session, consortium_id: UUID) -> tuple[dict[str, int], dict[str, int]]:
    mine = Watch.consortium_id == consortium_id
    query = select(Watch.network, func.count()).where(mine).group_by(Watch.network)
    watched = {row[0]: row[1] for row in session.execute(query)}
    due = {row[0]: row[1] for row in session.execute(query.where(Watch.due_at <= clock.now()))}
    return due, watched


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
