"""Rows of an export against what the consortium has: its posts by address, its own accounts by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaigns import addresses as own_addresses
from campaigns.models import Account, Post, Variant
from connectors import addresses
from connectors.exports.rows import Export, Kind, Part, PostRow, Problem
from connectors.readings import Seen
from connectors.records import MeasureName
from core.errors import InvalidInput
from core.i18n import _, number
from core.territory import NETWORKS, Channel

Key = tuple[str, str]


@dataclass(frozen=True)
class Waiting:
    """A line that belongs to no post that may be kept; `why` says what to do about it."""

    file: str
    line: int
    url: str
    title: str
    why: str
    open: bool = True
    """False: of an account that may not be read now, so that nothing of the line is written down."""


@dataclass(frozen=True)
class Found:
    """A published post of ours, and whether anything of it may be kept now."""

    variant_id: UUID
    title: str
    network: Channel
    open: bool


@dataclass(frozen=True)
class PostValues:
    """What an export says of one post of ours."""

    post: Found
    format: str
    seen: tuple[Seen, ...]


def posts(
    session: Session, consortium_id: UUID, export: Export
) -> tuple[list[PostValues], list[Waiting], list[Problem]]:
    """The posts of ours that an export speaks of, lines that wait, values that contradict each other."""
    ours = _ours(session, consortium_id)
    rows: dict[Key, list[tuple[Part, PostRow]]] = {}
    waiting = []
    for part in export.parts:
        for row in part.posts:
            key = _key(part.network, row.url)
            found = ours.get(key) if key else None
            if key is None or found is None or not found.open:
                waiting.append(
                    Waiting(row.file, row.line, row.url, row.title, _why(key, found), open=found is None)
                )
            else:
                rows.setdefault(key, []).append((part, row))
    problems: list[Problem] = []
    values = [
        PostValues(ours[key], told[0][0].format, tuple(_agreed([row for _part, row in told], problems)))
        for key, told in rows.items()
    ]
    return values, waiting, problems


def accounts(session: Session, consortium_id: UUID) -> list[Account]:
    """The consortium's own accounts: days are kept of no other one."""
    query = select(Account).where(
        Account.consortium_id == consortium_id, Account.own.is_(True), Account.collectable
    )
    return sorted(session.scalars(query), key=lambda one: (NETWORKS.index(one.network), one.handle))


def account_of(part: Part, export: Export, own: Sequence[Account], asked: UUID | None) -> Account | None:
    """The account whose days these are: as asked, as the links beside say, or the only one there can be."""
    fitting = [one for one in own if not part.network or one.network.value == part.network]
    if asked is not None:
        return next((one for one in fitting if one.id == asked), None)
    named = {
        handle
        for other in export.parts
        if other.network == part.network
        for row in other.posts
        if (handle := _handle(other.network, row))
    }
    if named:
        fitting = [one for one in fitting if one.handle in named]
    return fitting[0] if len(fitting) == 1 else None


def has_days(export: Export) -> bool:
    """Whether it speaks of days of an account."""
    return any(part.kind is Kind.DAYS and part.days for part in export.parts)


def _ours(session: Session, consortium_id: UUID) -> Mapping[Key, Found]:
    query = (
        select(Variant.id, Variant.network, Variant.published_url, Post.title, Account.collectable)
        .join(Post, Post.id == Variant.post_id)
        .outerjoin(Account, Account.id == Variant.account_id)
        .where(Variant.consortium_id == consortium_id, Variant.published_url.is_not(None))
    )
    return {
        key: Found(variant_id, title, network, collectable is not False)
        for variant_id, network, url, title, collectable in session.execute(query)
        if (key := _key(network.value, url or ""))
    }


def _key(network: str, url: str) -> Key | None:
    """One key for one post however its address is written; None for what is no address of a post there."""
    try:
        plain = own_addresses.post_url(Channel(network), url)
    except (InvalidInput, KeyError, ValueError):
        return None
    try:
        return addresses.parse_post_url(plain)
    except InvalidInput:
        return network, plain  # An address that no reader could ask for is compared as it is written.


def _handle(network: str, row: PostRow) -> str:
    try:
        return addresses.parse_handle(network, row.handle) if row.handle else _handle_in(network, row.url)
    except (InvalidInput, KeyError):
        return ""


def _handle_in(network: str, url: str) -> str:
    return addresses.post_address(network, url).handle or ""


def _why(key: Key | None, found: Found | None) -> str:
    if key is None:
        return _("Cette adresse n'est pas celle d'une publication de ce réseau.")
    if found is None:
        return _("Publication inconnue ici : notez son lien dans « Publications », puis importez à nouveau.")
    return _("Compte en pause ou sans accord : rien n'est gardé.")


def _agreed(rows: Sequence[PostRow], problems: list[Problem]) -> Iterable[Seen]:
    """One value for each measure; two different ones are told, and none of them is taken."""
    by_name: dict[MeasureName, dict[int, Seen]] = {}
    for row in rows:
        for one in row.seen:
            if one.value is not None:
                by_name.setdefault(one.name, {})[one.value] = one
    for found in by_name.values():
        if len(found) == 1:
            yield from found.values()
            continue
        said = _(
            "Cette publication est là deux fois ({values}) : cette mesure n'est pas prise.",
            values=", ".join(number(value) for value in found),
        )
        problems.append(Problem(rows[-1].file, rows[-1].line, said))
