"""The provider «instagram/instaloader»."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import version

from connectors import addresses, isolation, mapping, readings
from connectors.abilities import DEADLINE
from connectors.instagram.counters import MAPPERS
from connectors.readings import Raw, Reading
from connectors.records import AccountRecord, PostRecord
from core.i18n import _

READER = "connectors.instagram.reader"


@dataclass(frozen=True)
class Instaloader:
    """Reads accounts and posts of Instagram as a signed-out visitor."""

    key: str = "instagram/instaloader"
    scraping: bool = True

    @property
    def warning(self) -> str:
        """What an administrator reads before switching it on."""
        return _(
            "Instagram interdit de lire ses pages automatiquement sans son accord, et peut bloquer l'adresse "
            "de votre structure ou votre compte officiel. Ce lecteur ne se connecte à aucun compte, ne lit "
            "que des compteurs publics, et seulement ceux des comptes et publications enregistrés ici. "
            "Parlez-en d'abord à la personne chargée de la protection des données. "
            "Votre nom et la date seront notés."
        )

    def version(self) -> str:
        """The installed version of instaloader."""
        return version("instaloader")

    def remap(self, raw: Raw, mapper: int) -> Reading:
        """The measures in a body kept by mapper `mapper`. Raises Changed for one it does not know."""
        return mapping.remap(MAPPERS, raw, mapper)

    def read_account(self, handle: str, deadline: float = DEADLINE) -> AccountRecord:
        """Followers (exact) of the account; the number of posts is None when signed out."""
        name = addresses.parse_handle("instagram", handle)
        reading = isolation.ask(READER, "account", name, deadline)
        return readings.account(self, name, addresses.profile_url("instagram", name), reading)

    def read_post(self, url_or_id: str, deadline: float = DEADLINE) -> PostRecord:
        """Likes and comments of the post; views are None when signed out, hidden likes are HIDDEN."""
        address = addresses.post_address("instagram", url_or_id)
        reading = isolation.ask(READER, "post", address.id, deadline)
        return readings.post(self, address.id, address.url, reading)
