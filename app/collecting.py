"""What the command does with public counters: read one thing now, list and switch providers."""

from __future__ import annotations

import getpass
from typing import Any

from connectors import records, registry
from core import people
from core.database import Database
from core.errors import InvalidInput
from core.i18n import _
from reach import providers
from reach.series import networks, remapping

PATIENCE = 30.0
"""Seconds per provider: a person waits for this one, and a browser starts slowly on a small machine."""


def collect(database: Database, network: str, subject: str) -> dict[str, Any]:
    """Read an account (its name) or a post (its address), through the providers that are switched on.

    Nothing is stored: this is a look. Raises InvalidInput and the errors of connectors.errors.
    """
    with database.snapshot() as session:
        allowed = providers.allowed(session, None)
    try:
        registry.parse_post_url(subject)
    except InvalidInput:
        return records.as_json(registry.read_account(network, subject, allowed, PATIENCE))
    return records.as_json(registry.read_post(network, subject, allowed, PATIENCE))


def summary(found: dict[str, Any]) -> str:
    """One line per measure."""
    head = f"{found['network']}  {found['handle'] or ''}  {found['url']}"
    return "\n".join([head, *(_line(name, one) for name, one in found["measures"].items())])


def _line(name: str, measure: dict[str, Any]) -> str:
    value = "–" if measure["value"] is None else measure["value"]
    return f"  {name}  {value}  {measure['state']}  {measure['exactness'] or ''}  {measure['provider']}"


def listed(database: Database) -> list[dict[str, Any]]:
    """Every provider: key, whether it scrapes, whether it is on for this installation, its version."""
    with database.snapshot() as session:
        allowed = providers.allowed(session, None)
    return [
        {
            "provider": one.key,
            "scraping": one.scraping,
            "on": one.key in allowed,
            "version": one.version(),
        }
        for network in registry.networks()
        for one in registry.providers(network)
    ]


def listed_summary(found: list[dict[str, Any]]) -> str:
    """One line per provider."""
    return "\n".join(
        f"{one['provider']}  {one['version']}  {_('allumé') if one['on'] else _('éteint')}" for one in found
    )


def warning(provider: str) -> str:
    """What to read before switching a provider on; '' for one that scrapes nothing. NotFound when unknown."""
    one = registry.provider(provider)
    return one.warning if one.scraping else ""


def switch(database: Database, provider: str, *, on: bool) -> None:
    """Switch a provider for the installation; who and when are written down."""
    with database.transaction() as session:
        providers.switch_for_all(session, _operator(), registry.provider(provider).key, on=on)


def remap(database: Database, provider: str) -> dict[str, int]:
    """Map every body that a provider left again, by today's mapper; what was and what changed."""
    key, counts = registry.provider(provider).key, {"bodies": 0, "changed": 0}
    after = None
    while True:
        with database.transaction() as session:
            found = remapping.bodies(session, key, after)
            if not found:
                break
            counts["bodies"] += len(found)
            counts["changed"] += sum(remapping.remap(session, body) for body in found)
            after = found[-1].id
    with database.transaction() as session:
        for consortium_id in people.consortium_ids(session) if counts["changed"] else []:
            networks.rebuild_networks(session, consortium_id)
            networks.week_of_networks(session, consortium_id)
    return counts


def remapped(counts: dict[str, int]) -> str:
    """One line."""
    return _(
        "{bodies} réponses gardées, {changed} comprises autrement.",
        bodies=counts["bodies"],
        changed=counts["changed"],
    )


def _operator() -> str:
    try:
        return f"porte-voix ({getpass.getuser()})"
    except (KeyError, OSError):
        return "porte-voix"
