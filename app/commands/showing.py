"""Commands that give something to look at or to print: codes, reach."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from app import printing, reaching
from app.commands.common import as_json, main, of_consortium, ready, show, the_consortium
from campaigns.prints.asking import Wish
from campaigns.prints.colours import PLUM
from campaigns.prints.kit import Paper, Template
from core.i18n import _
from reach import listing


@main.command()
@click.argument("code")
@click.option(
    "--format", "kind", type=click.Choice(["svg", "png", "pdf"]), help="SVG, or what the template is made as."
)
@click.option(
    "--template",
    type=click.Choice([one.value for one in Template]),
    help="A whole print instead of the QR alone.",
)
@click.option("--paper", type=click.Choice([Paper.A4.value, Paper.A3.value]), help="For a poster.")
@click.option("--ink", default=PLUM.ink, show_default=True, help="Colour of code and text.")
@click.option("--ground", default=PLUM.ground, show_default=True, help="Colour under them.")
@click.option("--logo", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="PNG or JPEG.")
@click.option("--headline", default="", help="Instead of the page's own title.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), required=True)
def qr(
    code: str,
    kind: str | None,
    template: str | None,
    paper: str | None,
    output: Path,
    logo: Path | None,
    **wished: Any,
) -> None:
    """Write the QR code of CODE, or a print that carries it, to a file that was read back."""
    wish = None
    if template:
        image = logo.read_bytes() if logo else b""
        wish = Wish(Template(template), Paper(paper) if paper else None, logo=image, **wished)
    advice = printing.write_qr(ready(), code, kind, output, wish)
    click.echo(_("Écrit : {path}", path=output))
    if advice:
        click.echo(advice)


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
