"""Commands for what is kept: one person's data, the secret key, backups."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from app import backups, resealing
from app.commands.common import as_json, main, of_consortium, ready, show, the_consortium
from app.wiring import wire
from core import database, keeping
from core.errors import InvalidInput, NotFound
from core.i18n import _, n_
from core.keeping import Wanted

_PERSON = (
    click.option("--receipt", default="", help="The receipt code of their request."),
    click.option("--way", default="", help="Their phone number, e-mail or handle."),
    click.option("--ambassador", default="", help="Their alias, or their code."),
)


def of_person(command: Any) -> Any:
    """The three ways to say who is meant."""
    for option in reversed(_PERSON):
        command = option(command)
    return command


@main.command()
@of_person
@of_consortium
def export(receipt: str, way: str, ambassador: str, consortium: str | None) -> None:
    """Print everything that is kept about one person, as JSON, to hand it out to them."""
    with ready().transaction() as session:
        found = keeping.export(session, _wanted(session, receipt, way, ambassador, consortium))
        if not found:
            raise NotFound(_nobody())
    show(found, as_json=True, text=str)


@main.command()
@of_person
@of_consortium
@click.option("--yes", is_flag=True, help="Do not ask again.")
@as_json
def erase(
    receipt: str, way: str, ambassador: str, consortium: str | None, *, yes: bool, as_json: bool
) -> None:
    """Erase what is kept about one person. Counts stay."""
    present = ready()
    with present.snapshot() as session:
        wanted = _wanted(session, receipt, way, ambassador, consortium)
        found = keeping.find(session, wanted)
    if not found:
        raise NotFound(_nobody())
    if not yes:
        click.echo("\n".join(f"{_room(room)} {reference}" for room, reference in found), err=True)
        click.confirm(_("Effacer pour de bon ?"), abort=True, err=True)
    with present.transaction() as session:
        erased = keeping.erase(session, wanted)
    present.sweep()
    said = [_said(one) for one in erased]
    data = [{"room": one.room, "reference": str(one.reference), "erased": list(one.what)} for one in erased]
    show(data, as_json=as_json, text=lambda: "\n".join([*said, _("Effacé. Les nombres restent.")]))


@main.command("rotate-key")
@click.option(
    "--forget-old", is_flag=True, help="Then drop the old keys: receipts given before open nothing."
)
def rotate_key(*, forget_old: bool) -> None:
    """Seal everything under a new secret key; the old one still opens until it is dropped."""
    present = ready()
    resealed = resealing.drop_old(present) if forget_old else resealing.renew(present)
    click.echo(n_("{count} donnée rechiffrée.", "{count} données rechiffrées.", resealed))
    if forget_old:
        click.echo(_("Les anciennes clés sont retirées."))
    else:
        click.echo(_("Relancez le service. Demain, tapez « porte-voix rotate-key --forget-old » pour finir."))


def _wanted(session: Any, receipt: str, way: str, ambassador: str, consortium: str | None) -> Wanted:
    if sum(map(bool, (receipt, way, ambassador))) != 1:
        raise InvalidInput(_("Dites qui : --receipt, --way ou --ambassador, un seul des trois."))
    where = the_consortium(session, consortium)
    return Wanted(where.id, receipt=receipt, way=way, ambassador=ambassador)


def _nobody() -> str:
    return _("Rien n'est gardé sous ce nom, ce moyen de répondre ou ce reçu.")


def _said(one: keeping.Erased) -> str:
    what = ", ".join(one.what) or _("déjà effacé")
    return _("{room} {reference} : {what}", room=_room(one.room), reference=one.reference, what=what)


def _room(room: str) -> str:
    return {"contacts": _("Premier contact"), "ambassadors": _("Ambassadeur·rice")}.get(room, room)


_PASSPHRASE = click.option(
    "--passphrase-file",
    type=click.Path(dir_okay=False, exists=True, path_type=Path),
    help="A file whose first line is the passphrase; asked for without it.",
)


@main.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@_PASSPHRASE
def backup(file: Path, passphrase_file: Path | None) -> None:
    """Write the whole database to FILE, sealed with a passphrase. Keep the secret key apart."""
    passphrase = _passphrase(passphrase_file, confirm=True)
    size = backups.backup(ready(), file, passphrase, _progress)
    click.echo(_("Sauvegarde écrite : {path} ({size} ko).", path=file, size=size // 1024 + 1))
    click.echo(_("La clé secrète n'y est pas : gardez-la à part, avec la phrase de passe."))


@main.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@_PASSPHRASE
def restore(file: Path, passphrase_file: Path | None) -> None:
    """Put the backup FILE into an empty place (stop the service first); nothing is overwritten."""
    wire()
    passphrase = _passphrase(passphrase_file, confirm=False)
    opens = backups.restore(database.current(), file, passphrase, _progress)
    click.echo(_("Sauvegarde remise en place."))
    if not opens:
        click.echo(
            _("La clé secrète n'est pas celle de cette sauvegarde : remettez la vôtre (secret-key)."),
            err=True,
        )


def _passphrase(file: Path | None, *, confirm: bool) -> str:
    if file is not None:
        return file.read_text().split("\n", 1)[0].strip()
    return str(click.prompt(_("Phrase de passe"), hide_input=True, confirmation_prompt=confirm, err=True))


def _progress(done: int, total: int, text: str) -> None:
    """One line that is written over, where somebody watches."""
    if sys.stderr.isatty():
        share = 100 * done // max(total, 1)
        click.echo(f"\r{text} {share:3} %", nl=done >= total, err=True)
