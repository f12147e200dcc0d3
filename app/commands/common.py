"""What every command shares: the group, the wired database, the consortium meant, how results are shown."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import migrate as migrations
from app.wiring import wire
from core import database, i18n, settings
from core.errors import NotFound, PorteVoixError
from core.i18n import _
from core.people import Consortium

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
of_consortium = click.option("--consortium", help="Its name, where there are several.")


class Commands(click.Group):
    """Turns a refusal into one sentence and status 1."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            i18n.use_language(settings.read().language)
            return super().invoke(ctx)
        except PorteVoixError as error:
            click.echo(error.message, err=True)
            ctx.exit(1)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="porte-voix")
def main() -> None:
    """Porte-Voix: which channels lead young people to first contact."""


def ready() -> database.Database:
    """The wired rooms and the database, refused when it is not at this version's tables."""
    wire()
    present = database.current()
    migrations.migrate(present)
    return present


def the_consortium(session: Session, name: str | None) -> Consortium:
    """The consortium called `name`, or the only one there is."""
    found = list(session.scalars(select(Consortium).order_by(Consortium.name)))
    if name is not None:
        found = [one for one in found if one.name == name]
    if len(found) == 1:
        return found[0]
    if not found:
        raise NotFound(_("Aucun consortium ici. Lancez « porte-voix demo », ou installez-en un."))
    raise NotFound(_("Plusieurs consortiums : précisez lequel avec --consortium."))


def show(data: object, *, as_json: bool, text: Callable[[], str]) -> None:
    """Print data as JSON, or as lines for people."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=2) if as_json else text())
