"""The command that brings an export of a network in."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click

from app.commands.common import as_json, main, of_consortium, ready, show, the_consortium
from core.i18n import _
from core.jobs import Progress

_DAY = click.DateTime(["%Y-%m-%d"])


@main.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--network", help="Refuse a file of another network.")
@click.option("--account", metavar="HANDLE", help="Whose days it gives, where the file does not say.")
@click.option("--downloaded", type=_DAY, help="The day of its download; else the archive's or the file's.")
@click.option("--totals", is_flag=True, help="Its numbers count since publication (YouTube does not say).")
@click.option("--dry-run", is_flag=True, help="Only say what would be kept.")
@of_consortium
@as_json
def import_(
    file: Path,
    network: str | None,
    account: str | None,
    downloaded: datetime | None,
    consortium: str | None,
    *,
    totals: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Keep the numbers of an export that a network gave (CSV, .xlsx or zip); the same file once only."""
    # Tables and workbooks take a third of a process's start, and no other command needs them.
    from app import importing  # noqa: PLC0415
    from reach.imports import looking  # noqa: PLC0415

    present = ready()
    data, day = importing.opened(file)
    with present.snapshot() as session:
        where = the_consortium(session, consortium).id
        export, wish = importing.look(
            session,
            where,
            data,
            downloaded.date() if downloaded else None,
            day,
            account=account,
            network=network,
            totals=totals,
        )
        seen = looking.look(session, where, export, wish)
    if not dry_run:
        with _bar() as progress, present.transaction() as session:
            seen = importing.keep(session, where, export, wish, progress)
    found = importing.as_json(export, seen, dry=dry_run)
    show(found, as_json=as_json, text=lambda: importing.summary(export, seen, dry=dry_run))


@contextmanager
def _bar() -> Iterator[Progress]:
    """A bar for whoever watches at a terminal; on its own stream, so that what is printed stays whole."""
    with click.progressbar(
        length=100, label=_("Import"), file=sys.stderr, hidden=not sys.stderr.isatty()
    ) as bar:

        def progress(done: int, total: int, _doing: str) -> None:
            bar.update(round(100 * done / total) - bar.pos if total else 0)

        yield progress
