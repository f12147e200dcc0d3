"""Commands for the people who sign in and the tokens of partners."""

from __future__ import annotations

import sys
from uuid import UUID

import click

from app.commands.common import as_json, main, of_consortium, ready, show, the_consortium
from app.people import staff
from contacts import hooks
from core import tokens
from core.i18n import _


@main.group()
def user() -> None:
    """Add, list and disable the people who sign in."""


@user.command("add")
@click.argument("login")
@click.option("--name", required=True)
@click.option("--role", required=True)
@click.option("--structure", help="The name of their structure.")
@of_consortium
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
def user_add(
    login: str, name: str, role: str, structure: str | None, consortium: str | None, *, password_stdin: bool
) -> None:
    """Add a person to a consortium."""
    password = sys.stdin.readline().rstrip("\n") if password_stdin else _asked_password()
    with ready().transaction() as session:
        where = the_consortium(session, consortium)
        staff.add(
            session, where.id, login=login, name=name, role=role, structure=structure, password=password
        )
    click.echo(_("{name} peut se connecter.", name=name))


@user.command("list")
@of_consortium
@as_json
def user_list(consortium: str | None, *, as_json: bool) -> None:
    """The people of a consortium."""
    with ready().snapshot() as session:
        found = staff.listed(session, the_consortium(session, consortium).id)
    show(found, as_json=as_json, text=lambda: staff.summary(found))


@user.command("disable")
@click.argument("login")
def user_disable(login: str) -> None:
    """Close an account and every session of it, at once."""
    with ready().transaction() as session:
        staff.disable(session, login)
    click.echo(_("Compte fermé : {login}", login=login))


@user.command("password")
@click.argument("login")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
def user_password(login: str, *, password_stdin: bool) -> None:
    """Give an account a new password and sign it out everywhere."""
    password = sys.stdin.readline().rstrip("\n") if password_stdin else _asked_password()
    with ready().transaction() as session:
        staff.new_password(session, login, password)
    click.echo(_("Mot de passe changé : {login}", login=login))


@main.group()
def token() -> None:
    """Give partner portals a token for the API, list and revoke them."""


@token.command("add")
@click.argument("name")
@click.option(
    "--scope", "scopes", type=click.Choice([one.value for one in tokens.Scope]), multiple=True, required=True
)
@of_consortium
@as_json
def token_add(name: str, scopes: tuple[str, ...], consortium: str | None, *, as_json: bool) -> None:
    """Print a new token for the partner NAME: this once, only its hash is kept."""
    with ready().transaction() as session:
        where = the_consortium(session, consortium)
        made = tokens.add(session, where.id, name, frozenset(tokens.Scope(one) for one in scopes))
    show({"name": name, "token": made}, as_json=as_json, text=lambda: made)


@token.command("list")
@of_consortium
@as_json
def token_list(consortium: str | None, *, as_json: bool) -> None:
    """The tokens of a consortium: id, partner, rights, state, last day of use."""
    with ready().snapshot() as session:
        found = tokens.listed(session, the_consortium(session, consortium).id)
    show(found, as_json=as_json, text=lambda: tokens.summary(found))


@token.command("revoke")
@click.argument("token_id", metavar="ID", type=click.UUID)
def token_revoke(token_id: UUID) -> None:
    """Close the token with this ID (see list) for ever, at once."""
    with ready().transaction() as session:
        name = tokens.revoke(session, token_id)
    click.echo(_("Jeton retiré : {name}", name=name))


@token.command("hook")
@click.argument("token_id", metavar="ID", type=click.UUID)
@click.argument("url", metavar="URL")
@as_json
def token_hook(token_id: UUID, url: str, *, as_json: bool) -> None:
    """Tell URL when a contact of this token was answered or handed over; prints the signing secret once."""
    with ready().transaction() as session:
        secret = hooks.open_hook(session, token_id, url)
    show({"id": str(token_id), "url": url, "secret": secret}, as_json=as_json, text=lambda: secret)


@token.command("unhook")
@click.argument("token_id", metavar="ID", type=click.UUID)
def token_unhook(token_id: UUID) -> None:
    """Tell nothing more to this token's partner, notices that wait included."""
    with ready().transaction() as session:
        name = hooks.close_hook(session, token_id)
    click.echo(_("Plus rien n'est envoyé à : {name}", name=name))


def _asked_password() -> str:
    return str(click.prompt(_("Mot de passe"), hide_input=True, confirmation_prompt=True))
