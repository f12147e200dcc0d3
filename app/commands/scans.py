"""Commands on scans: prove that sums and raw rows agree."""

from __future__ import annotations

from dataclasses import asdict

import click

from app.commands.common import as_json, main, ready, show
from campaigns import keeping
from core.i18n import _, n_


@main.command()
@click.option("--repair", is_flag=True, help="Count the sums anew where they differ.")
@as_json
@click.pass_context
def reconcile(ctx: click.Context, *, repair: bool, as_json: bool) -> None:
    """Compare the sums of scans with the raw rows that are still kept."""
    with ready().transaction() as session:
        found = keeping.differences(session)
        if found and repair:
            keeping.rebuild(session)
    show([asdict(one) for one in found], as_json=as_json, text=lambda: _said(found, repair=repair))
    if found and not repair:
        ctx.exit(1)


def _said(found: list[keeping.Difference], *, repair: bool) -> str:
    if not found:
        return _("Les sommes et les ouvertures gardées disent la même chose.")
    count = n_("{count} somme ne va pas.", "{count} sommes ne vont pas.", len(found))
    lines = [f"  {one.table} {one.key}: {one.stored} ≠ {one.counted}" for one in found[:20]]
    end = _("Elles sont recomptées.") if repair else _("Relancez avec --repair pour les recompter.")
    return "\n".join([count, *lines, end])
