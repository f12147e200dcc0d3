"""The provider «snapchat/page»: one page for an account and its Spotlights, one for a Spotlight."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from connectors import addresses, mapping, readings
from connectors.abilities import DEADLINE
from connectors.errors import Gone, LoginWall, Unknown
from connectors.readings import Raw, Reading
from connectors.records import AccountRecord, PostRecord
from connectors.snapchat import page
from connectors.web import Client, refusal
from core.i18n import _

VERSION = "2026-09"
MOST = 100
"""More than a profile page shows."""


@dataclass(frozen=True)
class SnapchatPage:
    """Reads what Snapchat shows to anybody at an account's address."""

    key: str = "snapchat/page"
    scraping: bool = True
    most_listed: ClassVar[int] = MOST
    lists_all: ClassVar[bool] = True

    @property
    def warning(self) -> str:
        """What an administrator reads before switching it on."""
        return _(
            "Snapchat interdit de lire ses pages automatiquement sans son accord, et peut bloquer l'adresse "
            "de votre structure ou votre compte officiel. Ce lecteur ne se connecte à aucun compte, ne lit "
            "que des compteurs publics, et seulement ceux des comptes et publications enregistrés ici. "
            "Parlez-en d'abord à la personne chargée de la protection des données. "
            "Votre nom et la date seront notés."
        )

    def version(self) -> str:
        """The month of the pages that it knows."""
        return VERSION

    def remap(self, raw: Raw, mapper: int) -> Reading:
        """The measures in a body kept by mapper `mapper`. Raises Changed for one it does not know."""
        return mapping.remap(page.MAPPERS, raw, mapper)

    def read_account(self, handle: str, deadline: float = DEADLINE) -> AccountRecord:
        """Subscribers of an account with a public profile. Private: it has none."""
        name = addresses.parse_handle("snapchat", handle)
        url = addresses.profile_url("snapchat", name)
        return readings.account(self, name, url, page.account_from_page(_text(url, deadline), name))

    def read_post(self, url_or_id: str, deadline: float = DEADLINE) -> PostRecord:
        """Views, shares, comments, boosts and recommendations of a Spotlight."""
        address = addresses.post_address("snapchat", url_or_id)
        reading = page.post_from_page(_text(address.url, deadline), address.id)
        return readings.post(self, address.id, address.url, reading)

    def list_posts(self, handle: str, most: int, deadline: float = DEADLINE) -> tuple[PostRecord, ...]:
        """The Spotlights on the profile page; one request."""
        name = addresses.parse_handle("snapchat", handle)
        text = _text(addresses.profile_url("snapchat", name), deadline)
        found = page.posts_from_page(text, name)[:most]
        return mapping.listed(self, name, found)


def _text(url: str, deadline: float) -> str:
    reply = Client(deadline).get(url)
    if "/login" in reply.headers.get("location", "") or "accounts." in reply.headers.get("location", ""):
        raise LoginWall
    error = refusal(reply)
    if error:
        raise error
    if reply.status == 404:
        raise Gone if '"NOT_FOUND"' in reply.text else Unknown
    return reply.text
