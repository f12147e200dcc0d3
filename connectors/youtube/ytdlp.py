"""The provider «youtube/yt-dlp»: without a key, from the answers that YouTube's own pages ask for."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import version
from typing import ClassVar

from connectors import addresses, isolation, mapping, readings
from connectors.abilities import DEADLINE
from connectors.readings import Raw, Reading
from connectors.records import AccountRecord, PostRecord
from connectors.youtube.page import MAPPERS
from core.i18n import _

READER = "connectors.ytdlp.reader"
MOST = 30


@dataclass(frozen=True)
class YouTubeYtDlp:
    """Reads a channel's subscribers, videos, and the views of its latest videos."""

    key: str = "youtube/yt-dlp"
    scraping: bool = True
    most_listed: ClassVar[int] = MOST
    lists_all: ClassVar[bool] = False
    """A list says views only, in three figures."""

    @property
    def warning(self) -> str:
        """What an administrator reads before switching it on."""
        return _(
            "YouTube renvoie à son interface officielle, dont la clé est gratuite : demandez-la d'abord. "
            "Ce lecteur lit les pages de YouTube sans clé ; YouTube l'interdit dans ses conditions et peut "
            "bloquer l'adresse de votre structure. Il ne se connecte à aucun compte, ne télécharge aucune "
            "vidéo, ne lit que des compteurs publics, et seulement ceux des comptes et publications "
            "enregistrés ici. Parlez-en à la personne chargée de la protection des données. "
            "Votre nom et la date seront notés."
        )

    def version(self) -> str:
        """The installed version of yt-dlp."""
        return version("yt-dlp")

    def remap(self, raw: Raw, mapper: int) -> Reading:
        """The measures in a body kept by mapper `mapper`. Raises Changed for one it does not know."""
        return mapping.remap(MAPPERS, raw, mapper)

    def read_account(self, handle: str, deadline: float = DEADLINE) -> AccountRecord:
        """Subscribers of the channel, in three figures."""
        name = addresses.parse_handle("youtube", handle)
        url = addresses.profile_url("youtube", name)
        return readings.account(self, name, url, isolation.ask(READER, "youtube_account", url, deadline))

    def read_post(self, url_or_id: str, deadline: float = DEADLINE) -> PostRecord:
        """Views, likes and comments of the video."""
        address = addresses.post_address("youtube", url_or_id)
        reading = isolation.ask(READER, "youtube_post", address.id, deadline)
        return readings.post(self, address.id, address.url, reading)

    def list_posts(self, handle: str, most: int, deadline: float = DEADLINE) -> tuple[PostRecord, ...]:
        """Views of the channel's latest videos; one request."""
        name = addresses.parse_handle("youtube", handle)
        url = addresses.profile_url("youtube", name)
        found = isolation.ask_list(READER, "youtube_list", url, deadline, min(most, MOST))
        return mapping.listed(self, name, found)
