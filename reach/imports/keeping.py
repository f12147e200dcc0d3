"""Keeping an export: once, all of it or nothing, with who and when in the register.

What belongs to no post waits in the register, and is kept when the same file comes again after the post
was entered.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from connectors.exports.rows import Export
from core import audit, clock, people, settings
from core.errors import InvalidInput
from core.i18n import _
from core.jobs import Progress
from core.people import Action, Actor, Consortium
from reach.imports import looking, uploads
from reach.imports.looking import Outlook, Value, Wish
from reach.imports.tables import AccountDay, ImportEntry
from reach.models import Snapshot
from reach.series import rollups
from reach.series.rollups import Of

MOST_WAITING = 500
WAITING_KEPT = timedelta(days=90)
MAPPER = "exports/1"
_CHUNK = 500


def keep(
    session: Session, actor: Actor, export: Export, wish: Wish, progress: Progress | None = None
) -> Outlook:
    """Keep what `looking.look` says; twice the same changes nothing.

    InvalidInput names what is still to be answered («account», «totals») or a day that cannot be.
    """
    people.require(actor, Action.COLLECT, actor.consortium_id)
    kept, entry = _keep(session, actor.consortium_id, actor.name, export, wish, progress)
    audit.record(session, actor, "reach.imported", entry.id)
    return kept


def keep_by_command(
    session: Session,
    consortium_id: UUID,
    who: str,
    export: Export,
    wish: Wish,
    progress: Progress | None = None,
) -> Outlook:
    """The same for the command line; `who` names the person at the machine."""
    kept, entry = _keep(session, consortium_id, who, export, wish, progress)
    audit.record_system(session, who, "reach.imported", entry.id, consortium_id)
    return kept


def entries(session: Session, consortium_id: UUID) -> list[ImportEntry]:
    """What was imported, the latest first."""
    query = select(ImportEntry).where(ImportEntry.consortium_id == consortium_id)
    return list(session.scalars(query.order_by(ImportEntry.imported_at.desc()).limit(100)))


def tidy(session: Session) -> int:
    """Throw away files that nobody decided on, and lists of lines that waited too long; how many files."""
    old = ImportEntry.imported_at < clock.now() - WAITING_KEPT
    session.execute(update(ImportEntry).where(old).values(waiting=[]))
    return uploads.forget(session)


def _keep(
    session: Session, consortium_id: UUID, who: str, export: Export, wish: Wish, progress: Progress | None
) -> tuple[Outlook, ImportEntry]:
    looking.checked_day(wish.downloaded, clock.today(settings.current().timezone))
    # Two people who import at once queue here on PostgreSQL; SQLite queues writers anyway.
    here = select(Consortium.id).where(Consortium.id == consortium_id)
    session.execute(here.with_for_update(key_share=True))
    seen = looking.look(session, consortium_id, export, wish)
    if seen.needs_account:
        raise InvalidInput(_("Dites de quel compte ce fichier parle."), "account")
    if seen.needs_totals:
        raise InvalidInput(
            _("Dites si ces chiffres comptent depuis la mise en ligne : une période n'est pas un total."),
            "totals",
        )
    entry = seen.entry or _entry(consortium_id, who, export, seen.downloaded)
    entry.numbers += seen.new
    entry.waits = len(seen.waiting)
    entry.waiting = [
        {"file": one.file, "line": str(one.line), "url": one.url[:500] if one.open else "", "why": one.why}
        for one in seen.waiting[:MOST_WAITING]
    ]
    session.add(entry)
    session.flush()
    _write(session, consortium_id, seen, entry.at, progress or _silent)
    return replace(seen, entry=entry), entry


def _entry(consortium_id: UUID, who: str, export: Export, downloaded: date) -> ImportEntry:
    now = clock.now()
    noon = clock.planned(downloaded, time(12), settings.current().timezone)
    return ImportEntry(
        consortium_id=consortium_id,
        digest=export.digest,
        rows_digest=looking.rows_digest(export),
        what=" ".join(dict.fromkeys(part.format for part in export.parts))[:200],
        downloaded_on=downloaded,
        at=min(noon, now),
        imported_at=now,
        by=who,
        numbers=0,
        waits=0,
        waiting=[],
    )


def _write(session: Session, consortium_id: UUID, seen: Outlook, at: datetime, progress: Progress) -> None:
    by_target: dict[Of, list[Value]] = {}
    for one in seen.values:
        of = Of(consortium_id, one.account_id, one.variant_id, one.network)
        by_target.setdefault(of, []).append(one)
    done = 0
    for of, values in by_target.items():
        rows = [_snapshot(of, one, at, looking.slot(seen.downloaded)) for one in values]
        session.add_all(rows)
        rollups.add(session, of, rows)
        done += len(rows)
        progress(done, seen.new, "")
    days = _new_days(session, seen, consortium_id)
    for start in range(0, len(days), _CHUNK):
        session.execute(insert(AccountDay), days[start : start + _CHUNK])
        progress(done + min(start + _CHUNK, len(days)), seen.new, "")


def _new_days(session: Session, seen: Outlook, consortium_id: UUID) -> list[dict[str, Any]]:
    """Days that no download said yet; those that an earlier one said otherwise are said anew at once."""
    accounts = {one.account_id for one in seen.days}
    rows = session.scalars(select(AccountDay).where(AccountDay.account_id.in_(accounts)))
    said = {(row.account_id, row.measure, row.day): row for row in rows}
    new = []
    for one in seen.days:
        row = said.get(one.key)
        if row is not None and one.seen.value is not None:
            row.value, row.downloaded_on = one.seen.value, seen.downloaded
            continue
        account_id, measure, day = one.key
        new.append(
            {
                "account_id": account_id,
                "measure": measure,
                "day": day,
                "consortium_id": consortium_id,
                "value": one.seen.value,
                "provider": f"{one.network}/export",
                "downloaded_on": seen.downloaded,
            }
        )
    return new


def _snapshot(of: Of, one: Value, at: datetime, slot: str) -> Snapshot:
    return Snapshot(
        consortium_id=of.consortium_id,
        account_id=of.account_id,
        variant_id=of.variant_id,
        measure=one.seen.name.value,
        value=one.seen.value,
        state=one.seen.state.value,
        exactness=one.seen.exactness.value if one.seen.exactness else "",
        provider=f"{of.network}/export",
        provider_version=one.format,
        at=at,
        slot=slot,
        mapper=MAPPER,
    )


def _silent(_done: int, _total: int, _doing: str) -> None:
    """Nobody watches."""
