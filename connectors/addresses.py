"""Addresses that people paste: which network, which account, which post."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from connectors.places import DOMAIN, HOSTS, PLACES, SHORT_HOSTS
from core.errors import InvalidInput
from core.i18n import _

_SERVER = re.compile(DOMAIN)
_FACEBOOK_POST_PAGES = ("/permalink.php", "/story.php", "/photo.php", "/photo", "/watch")


@dataclass(frozen=True)
class PostAddress:
    """A post: its network, its identifier, and the handle where the address holds it.

    On Mastodon and Bluesky the identifier begins with the server or the account: «server/number».
    """

    network: str
    id: str
    handle: str | None

    @property
    def server(self) -> str:
        """What stands before the «/» of the identifier, '' when there is none."""
        return self.id.rpartition("/")[0]

    @property
    def number(self) -> str:
        """The identifier without what stands before its «/»."""
        return self.id.rpartition("/")[2]

    @property
    def url(self) -> str:
        """The address to open, without what was added for tracking («@_» stands for a handle not known)."""
        if self.network == "mastodon" and self.handle:
            return f"{profile_url(self.network, self.handle)}/{self.number}"
        return PLACES[self.network].post_url.format(
            id=self.id, handle=self.handle or "_", server=self.server, key=self.number
        )


def profile_url(network: str, handle: str) -> str:
    """The address of an account."""
    if network == "youtube" and PLACES[network].keeps_case.fullmatch(handle):
        return f"https://www.youtube.com/channel/{handle}"
    name, _at, server = handle.partition("@")
    return PLACES[network].profile_url.format(handle=handle, name=name, server=server)


def parse_post_url(text: str) -> tuple[str, str]:
    """(network, id) of the post at this address. Raises InvalidInput, field «url», for anything else."""
    address = _post_at(text)
    return address.network, address.id


def post_address(network: str, url_or_id: str) -> PostAddress:
    """The post of `network` at this address or with this identifier. Raises InvalidInput, field «url»."""
    text = url_or_id.strip()
    if PLACES[network].id.fullmatch(text):
        handle = text.rpartition("/")[0] if network == "bluesky" else None
        return PostAddress(network, text, handle)
    address = _post_at(text)
    if address.network != network:
        raise InvalidInput(
            _("Ce lien mène à un autre réseau. Collez l'adresse d'une publication du bon réseau."), "url"
        )
    return address


def parse_handle(network: str, text: str) -> str:
    """The handle from «@name», «name» or the address of a profile: no «@», small letters unless case counts.

    Raises InvalidInput, field «handle».
    """
    place = PLACES[network]
    name = text.strip()
    if "/" in name:
        name = _handle_in(network, name)
    name = name.removeprefix("@")
    if not place.keeps_case.fullmatch(name):
        name = name.lower()
    if not place.handle.fullmatch(name):
        raise InvalidInput(_not_a_handle(network), "handle")
    return name


def _not_a_handle(network: str) -> str:
    if network == "mastodon":
        return _(
            "Ce nom de compte ne convient pas. Écrivez-le avec son serveur, par exemple @nom@serveur.fr."
        )
    if network == "bluesky":
        return _("Ce nom de compte ne convient pas. Écrivez-le en entier, par exemple @nom.bsky.social.")
    if network == "discord":
        return _("Cette invitation ne convient pas. Collez une invitation Discord qui n'expire jamais.")
    return _("Ce nom de compte ne convient pas. Écrivez-le comme sur le réseau, par exemple @nom.")


def _post_at(text: str) -> PostAddress:
    parts, network = _split(text, "url")
    path = _plain_path(network, parts)
    pattern = PLACES[network].post_path
    match = pattern.match(path) if pattern else None
    if match is None or path[match.end() :].strip("/"):
        raise InvalidInput(
            _(
                "Ce lien ne mène pas à une publication. Ouvrez la publication, choisissez "
                "« Copier le lien », puis collez-le ici."
            ),
            "url",
        )
    handle = (match.groupdict().get("handle") or "").lower() or None
    return _qualified(network, parts, match["id"], handle)


def _qualified(network: str, parts: SplitResult, identifier: str, handle: str | None) -> PostAddress:
    """The identifier with its server or account before it, where a number alone says nothing."""
    if network == "mastodon":
        server = _host(parts)
        return PostAddress(network, f"{server}/{identifier}", f"{handle}@{server}" if handle else None)
    if network == "bluesky":
        return PostAddress(network, f"{handle}/{identifier.lower()}", handle)
    return PostAddress(network, identifier, handle)


def _handle_in(network: str, text: str) -> str:
    parts, found = _split(text, "handle")
    path = _plain_path(found, parts)
    match = PLACES[found].profile_path.match(path)
    if found != network or match is None or path[match.end() :].strip("/"):
        raise InvalidInput(
            _("Ce lien ne mène pas à un compte de ce réseau. Écrivez le nom du compte, par exemple @nom."),
            "handle",
        )
    return f"{match['handle']}@{_host(parts)}" if network == "mastodon" else unquote(match["handle"])


def _plain_path(network: str, parts: SplitResult) -> str:
    """The path, with what YouTube and Facebook put into the query instead."""
    query = dict(parse_qsl(parts.query))
    if network == "youtube":
        return _youtube_path(parts, query)
    if network == "facebook" and parts.path == "/profile.php":
        return f"/{query.get('id', '')}"
    if network == "facebook" and parts.path.rstrip("/") in _FACEBOOK_POST_PAGES:
        number = next((query[name] for name in ("story_fbid", "fbid", "v") if name in query), "")
        return f"/{query['id']}/posts/{number}" if "id" in query else f"/watch/{number}"
    return parts.path


def _youtube_path(parts: SplitResult, query: dict[str, str]) -> str:
    if _host(parts) == "youtu.be":
        return f"/watch{parts.path}"
    return f"/watch/{query.get('v', '')}" if parts.path == "/watch" else parts.path


def _host(parts: SplitResult) -> str:
    host = parts.hostname or ""
    return host.removeprefix("www.").removeprefix("m.").removeprefix("web.")


def _split(text: str, field: str) -> tuple[SplitResult, str]:
    """(parts, network) of an address, with or without «https://»."""
    text = text.strip()
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        host = _host(parts)
    except ValueError:
        parts, host = urlsplit(""), ""
    if host in SHORT_HOSTS:
        raise InvalidInput(
            _(
                "Ce lien court ne dit pas où il mène. Ouvrez-le, puis copiez l'adresse complète "
                "affichée par le navigateur."
            ),
            field,
        )
    network = HOSTS.get(host) or _federated(parts, host)
    if network is None or parts.scheme not in ("http", "https"):
        raise InvalidInput(
            _("Ce lien n'est pas celui d'un réseau suivi. Collez l'adresse affichée par le réseau lui-même."),
            field,
        )
    return parts, network


def _federated(parts: SplitResult, host: str) -> str | None:
    """Mastodon for an address in its manner on a host that is nobody else's."""
    known = any(host.endswith(f".{one}") for one in HOSTS)
    place = PLACES["mastodon"]
    shaped = any(
        pattern is not None
        and (match := pattern.match(parts.path))
        and not parts.path[match.end() :].strip("/")
        for pattern in (place.profile_path, place.post_path)
    )
    return "mastodon" if shaped and not known and _SERVER.fullmatch(host) and not parts.username else None
