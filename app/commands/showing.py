"""Commands that give something to look at or to print: codes, reach."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from app import printing, reaching
from app.commands.common import as_json, main, of_consortium, ready, show, the_consortium
from core.i18n import _
from reach import listing


@main.command()
@click.argument("code")
@click.option("--format", "kind", type=click.Choice(["svg", "png"]), default="svg", show_default=True)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), required=True)
def qr(code: str, kind: str, output: Path) -> None:
    """Write the QR code of CODE to a file."""
    printing.write_qr(ready(), code, kind, output)
    click.echo(_("Écrit : {path}", path=output))


@main.command()
@of_consortium
@click.option("--campaign", help="Only this campaign (its name).")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="First day.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="Last day.")
@as_json
def reach(consortium: str | None, campaign: str | None, since: Any, until: Any, *, as_json: bool) -> None:
    """Scans and first contacts by channel, placement and ambassador, each by its evidence."""
    with ready().snapshot() as session:
        where = the_consortium(session, consortium)
        days = (since.date() if since else None, until.date() if until else None)
        rows = listing.rows(session, where.id, campaign, *days)
    show(rows, as_json=as_json, text=lambda: reaching.summary(rows))
