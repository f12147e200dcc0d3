"""Looking at an export before keeping it: what is new, what is there already, what waits, what is asked.

Each value stands in one slot a download day («export-2026-11-26»), so that whatever comes twice is there
once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from connectors.exports import formats
from connectors.exports.rows import Export, Kind, Problem
from connectors.readings import Seen
from connectors.records import MeasureName
from core.errors import InvalidInput
from core.i18n import _, short_day
from reach.imports import matching
from reach.imports.matching import Waiting
from reach.imports.tables import AccountDay, ImportEntry
from reach.models import Snapshot

FIRST_DAY = date(2010, 1, 1)
FOLLOWERS_FRESH = timedelta(days=7)
"""How old the last day of a follower history may be to stand for the day of the download."""
ABOUT_THEN = timedelta(days=7)
"""Two files with the same rows are one file saved twice when their downloads are no further apart."""


@dataclass(frozen=True)
class Wish:
    """What a file does not say: when it was downloaded, whose days these are, that its numbers are totals."""

    downloaded: date
    account_id: UUID | None = None
    totals: bool = False


@dataclass(frozen=True)
class Value:
    """A number of a post or of an account as it stood at the download."""

    variant_id: UUID | None
    account_id: UUID | None
    network: str
    format: str
    seen: Seen

    @property
    def key(self) -> tuple[UUID | None, str]:
        """Whose number it is, and which."""
        return self.variant_id or self.account_id, self.seen.name.value


@dataclass(frozen=True)
class Day:
    """A number of one day of an account."""

    account_id: UUID
    network: str
    day: date
    seen: Seen

    @property
    def key(self) -> tuple[UUID, str, date]:
        """Whose number it is, which, and of which day."""
        return self.account_id, self.seen.name.value, self.day


@dataclass(frozen=True)
class Outlook:
    """What keeping an export would do now, or has done."""

    downloaded: date
    values: tuple[Value, ...] = ()
    days: tuple[Day, ...] = ()
    posts: int = 0
    """Posts of ours that it speaks of."""
    again: int = 0
    """Numbers that are kept already."""
    waiting: tuple[Waiting, ...] = ()
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()
    needs_account: bool = False
    needs_totals: bool = False
    entry: ImportEntry | None = field(default=None, compare=False)

    @property
    def new(self) -> int:
        """How many numbers are not kept yet."""
        return len(self.values) + len(self.days)


def checked_day(day: date, today: date) -> date:
    """The day of a download; InvalidInput («downloaded») when it cannot be one."""
    if day > today:
        raise InvalidInput(_("Ce téléchargement est dans l'avenir. Corrigez sa date."), "downloaded")
    if day < FIRST_DAY:
        raise InvalidInput(_("Cette date de téléchargement est trop ancienne. Corrigez-la."), "downloaded")
    return day


def before(session: Session, consortium_id: UUID, export: Export, downloaded: date) -> ImportEntry | None:
    """The entry of the same file, or of one that said the same about then: its download goes on to count."""
    same_file = ImportEntry.digest == export.digest
    same_rows = and_(
        ImportEntry.rows_digest == rows_digest(export),
        ImportEntry.downloaded_on.between(downloaded - ABOUT_THEN, downloaded + ABOUT_THEN),
    )
    query = select(ImportEntry).where(ImportEntry.consortium_id == consortium_id, or_(same_file, same_rows))
    return session.scalar(query.order_by(same_file.desc(), ImportEntry.imported_at).limit(1))


def look(session: Session, consortium_id: UUID, export: Export, wish: Wish) -> Outlook:
    """What would be kept, what is there already, what waits and why; nothing is written.

    `export` should have been read with the download day of its entry, where there is one (see `before`).
    """
    entry = before(session, consortium_id, export, wish.downloaded)
    downloaded = entry.downloaded_on if entry else wish.downloaded
    found, waiting, contradictions = matching.posts(session, consortium_id, export)
    asked = not wish.totals and asks_for_totals(export)
    values = [
        Value(one.post.variant_id, None, one.post.network.value, one.format, seen)
        for one in found
        for seen in one.seen
        if not (asked and _asks_for_totals(one.format))
    ]
    days, needs_account = _days(session, consortium_id, export, wish)
    values += _followers(days, downloaded)
    new_values = _not_kept(session, slot(downloaded), values)
    new_days = _not_said(session, days, downloaded)
    notes = [note for part in export.parts for note in part.notes]
    return Outlook(
        downloaded=downloaded,
        values=tuple(new_values),
        days=tuple(new_days),
        posts=len(found),
        again=len(values) + len(days) - len(new_values) - len(new_days),
        waiting=tuple(waiting),
        problems=(*(one for part in export.parts for one in part.problems), *contradictions),
        notes=tuple(dict.fromkeys((*_told(entry), *export.notes, *notes))),
        needs_account=needs_account,
        needs_totals=asked,
        entry=entry,
    )


def asks_for_totals(export: Export) -> bool:
    """Whether it must be said that its numbers count since the posts went out: the file does not."""
    return any(_asks_for_totals(part.format) and part.posts for part in export.parts)


def slot(downloaded: date) -> str:
    """Where the values of a download day stand, once."""
    return f"export-{downloaded.isoformat()}"


def rows_digest(export: Export) -> str:
    """What the rows say, whatever the file; years that were inferred do not count."""
    said: list[str] = []
    for part in export.parts:
        for post in part.posts:
            said += _said(f"{part.format} {post.url}", post.seen)
        for day in part.days:
            said += _said(f"{part.format} {part.network} {day.day:%m-%d}", day.seen)
    return hashlib.sha256("\n".join(sorted(said) or [export.digest]).encode()).hexdigest()


def _said(subject: str, seen: Sequence[Seen]) -> list[str]:
    return [f"{subject} {one.name.value} {one.value}" for one in seen]


def _asks_for_totals(key: str) -> bool:
    form = formats.BY_KEY.get(key)
    return form is not None and form.period_asked


def _days(session: Session, consortium_id: UUID, export: Export, wish: Wish) -> tuple[list[Day], bool]:
    """The days of accounts; whether it must still be said whose they are."""
    parts = [part for part in export.parts if part.kind is Kind.DAYS and part.days]
    if not parts:
        return [], False
    own = matching.accounts(session, consortium_id)
    found, missing = {}, False
    for part in parts:
        account = matching.account_of(part, export, own, wish.account_id)
        missing = missing or account is None
        if account is not None:
            for row in part.days:
                for seen in row.seen:
                    if seen.value is not None:
                        one = Day(account.id, account.network.value, row.day, seen)
                        found[one.key] = one
    return list(found.values()), missing


def _followers(days: Iterable[Day], downloaded: date) -> Iterator[Value]:
    """How many followers an account has: its last day, where that is fresh at the download."""
    last: dict[UUID, Day] = {}
    for one in days:
        if one.seen.name is MeasureName.FOLLOWERS and (
            one.account_id not in last or last[one.account_id].day < one.day
        ):
            last[one.account_id] = one
    for one in last.values():
        if downloaded - one.day <= FOLLOWERS_FRESH:
            yield Value(None, one.account_id, one.network, "followers", one.seen)


def _not_kept(session: Session, where: str, values: Sequence[Value]) -> list[Value]:
    wanted = {one.variant_id or one.account_id for one in values}
    rows = session.execute(
        select(Snapshot.variant_id, Snapshot.account_id, Snapshot.measure).where(
            Snapshot.slot == where, or_(Snapshot.variant_id.in_(wanted), Snapshot.account_id.in_(wanted))
        )
    )
    kept = {(variant_id or account_id, measure) for variant_id, account_id, measure in rows}
    return [one for one in values if one.key not in kept]


def _not_said(session: Session, days: Sequence[Day], downloaded: date) -> list[Day]:
    """Days that are new, or said otherwise by an earlier download."""
    wanted = {one.account_id for one in days}
    said = {
        (row.account_id, row.measure, row.day): row
        for row in session.scalars(select(AccountDay).where(AccountDay.account_id.in_(wanted)))
    }
    return [
        one
        for one in days
        if (row := said.get(one.key)) is None
        or (row.value != one.seen.value and row.downloaded_on < downloaded)
    ]


def _told(entry: ImportEntry | None) -> Iterator[str]:
    if entry is not None:
        yield _(
            "Ce fichier est déjà importé, avec un téléchargement du {day} : "
            "seul ce qui n'est pas encore gardé s'ajoute.",
            day=short_day(entry.downloaded_on),
        )
