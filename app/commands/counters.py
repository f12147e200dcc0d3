"""Commands for public counters: read one now, switch the providers."""

from __future__ import annotations

import sys

import click

from app import collecting
from app.commands.common import as_json, main, ready, show
from core.i18n import _


@main.command()
@click.argument("network")
@click.argument("subject", metavar="HANDLE|URL")
@as_json
def collect(network: str, subject: str, *, as_json: bool) -> None:
    """Read the public counters of an account or a post now, and print them."""
    found = collecting.collect(ready(), network, subject)
    show(found, as_json=as_json, text=lambda: collecting.summary(found))


@main.group(invoke_without_command=True)
@click.pass_context
@as_json
def providers(ctx: click.Context, *, as_json: bool) -> None:
    """List the providers of public counters; switch them on or off."""
    if ctx.invoked_subcommand is None:
        found = collecting.listed(ready())
        show(found, as_json=as_json, text=lambda: collecting.listed_summary(found))


@providers.command("on")
@click.argument("provider", metavar="NETWORK/PROVIDER")
def providers_on(provider: str) -> None:
    """Switch a provider on for this installation, after its warning; recorded with who and when."""
    _switch(provider, on=True)


@providers.command("off")
@click.argument("provider", metavar="NETWORK/PROVIDER")
def providers_off(provider: str) -> None:
    """Switch a provider off for this installation."""
    _switch(provider, on=False)


@main.command()
@click.argument("provider", metavar="NETWORK/PROVIDER")
@as_json
def remap(provider: str, *, as_json: bool) -> None:
    """Make the numbers of a provider anew from the bodies that were kept, after an update."""
    found = collecting.remap(ready(), provider)
    show(found, as_json=as_json, text=lambda: collecting.remapped(found))


def _switch(provider: str, *, on: bool) -> None:

    present = ready()
    warning = collecting.warning(provider)
    if on and warning:
        click.echo(warning, err=True)
        if sys.stdin.isatty():
            click.confirm(_("Allumer quand même ?"), abort=True, err=True)
    collecting.switch(present, provider, on=on)
    click.echo(
        _("{provider} : allumé.", provider=provider) if on else _("{provider} : éteint.", provider=provider)
    )
