"""Addresses that people paste: of a post on the network it belongs to, of an account."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit

from connectors import addresses
from core import territory
from core.errors import InvalidInput
from core.i18n import _
from core.territory import Channel

LONGEST_POST = 500
_HOSTS: dict[Channel, tuple[str, ...]] = {
    Channel.TIKTOK: ("tiktok.com",),
    Channel.INSTAGRAM: ("instagram.com", "instagr.am"),
    Channel.SNAPCHAT: ("snapchat.com",),
    Channel.YOUTUBE: ("youtube.com", "youtu.be"),
    Channel.DISCORD: ("discord.com", "discord.gg", "discordapp.com"),
    Channel.FACEBOOK: ("facebook.com", "fb.com", "fb.watch"),
}
_READ_BY_CONNECTORS = {
    channel: channel.value
    for channel in (Channel.INSTAGRAM, Channel.TIKTOK, Channel.MASTODON, Channel.BLUESKY)
}
_TRACKING = re.compile(r"utm_\w+|fbclid|igshi?d?|si|share_id|sc_referrer|feature|mibextid|__\w+")
_VIDEO = re.compile(r"/(?:shorts/|live/|embed/)?([\w-]{11})/?", re.ASCII)
_HANDLES: dict[Channel, re.Pattern[str]] = {
    Channel.SNAPCHAT: re.compile(r"[a-z0-9._-]{3,30}"),
    Channel.YOUTUBE: re.compile(r"[\w.·-]{3,60}"),
    Channel.DISCORD: re.compile(r"[\w-]{2,60}"),
    Channel.FACEBOOK: re.compile(r"[\w.-]{3,80}"),
}
_ACCOUNT_FOLDERS = frozenset({"add", "c", "user", "channel", "invite", "servers", "pages", "people"})
_KEEPS_CASE = re.compile(r"UC[\w-]{22}", re.ASCII)


def post_url(network: Channel, text: str) -> str:
    """The address of a post of `network`, free of what was added for tracking.

    Raises InvalidInput, field «url»: no address, another network, a profile instead of a post.
    """
    parts = _split(text, "url")
    if network in _HOSTS and not _on(network, parts):
        raise InvalidInput(
            _(
                "Ce lien n'est pas sur {network}. Collez celui de la publication sur {network}.",
                network=territory.label(network),
            ),
            "url",
        )
    if network in _READ_BY_CONNECTORS:
        addresses.parse_post_url(text)
        url = addresses.post_address(_READ_BY_CONNECTORS[network], text).url
    else:
        url = _video(parts) if network is Channel.YOUTUBE else _tidy(parts)
    if len(url) > LONGEST_POST:
        raise InvalidInput(_("Ce lien est trop long. Copiez-le depuis la publication elle-même."), "url")
    return url


def named(network: Channel, url: str) -> str:
    """The name of the account that a post's address holds; '' when it holds none."""
    try:
        return addresses.post_address(network.value, url).handle or ""
    except (InvalidInput, KeyError):
        return ""


def handle(network: Channel, text: str) -> str:
    """The name of an account, without «@» and without address. Raises InvalidInput, field «handle»."""
    name = text.strip()
    if network not in (*_HOSTS, *_READ_BY_CONNECTORS):
        raise InvalidInput(_("Choisissez un réseau."), "network")
    if network in _READ_BY_CONNECTORS:
        return addresses.parse_handle(_READ_BY_CONNECTORS[network], name)
    if "/" in name:
        name = _name_in(network, name)
    name = name.removeprefix("@")
    if network is not Channel.DISCORD and not _KEEPS_CASE.fullmatch(name):
        name = name.lower()
    if not _HANDLES[network].fullmatch(name):
        raise _not_an_account(network)
    return name


def _split(text: str, field: str) -> SplitResult:
    text = text.strip()
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        raise _not_an_address(field) from None
    if parts.scheme not in ("http", "https") or not host:
        raise _not_an_address(field)
    return parts


def _on(network: Channel, parts: SplitResult) -> bool:
    host = parts.hostname or ""
    return any(host == one or host.endswith(f".{one}") for one in _HOSTS[network])


def _tidy(parts: SplitResult) -> str:
    """One spelling for one post, as far as the address alone can tell."""
    path = "".join(parts.path.split()).rstrip("/")
    if not path:
        raise _not_a_post()
    kept = [(key, value) for key, value in parse_qsl(parts.query) if not _TRACKING.fullmatch(key)]
    query = f"?{urlencode(kept)}" if kept else ""
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.").removeprefix("web.")
    return f"https://{host}{path}{query}"


def _video(parts: SplitResult) -> str:
    query = dict(parse_qsl(parts.query))
    match = _VIDEO.fullmatch(f"/{query['v']}" if parts.path == "/watch" and "v" in query else parts.path)
    if match:
        return f"https://www.youtube.com/watch?v={match[1]}"
    if not parts.path.startswith("/post/"):
        raise _not_a_post()
    return _tidy(parts)


def _name_in(network: Channel, text: str) -> str:
    parts = _split(text, "handle")
    steps = [step for step in parts.path.split("/") if step]
    if not _on(network, parts) or not steps:
        raise _not_an_account(network)
    numbered = dict(parse_qsl(parts.query)).get("id")
    if steps[0] == "profile.php" and numbered:
        return numbered
    if steps[0] in _ACCOUNT_FOLDERS and len(steps) > 1:
        return steps[-1] if steps[0] == "people" else steps[1]
    return steps[0]


def _not_an_account(network: Channel) -> InvalidInput:
    return InvalidInput(
        _(
            "Ce nom de compte ne convient pas. Écrivez-le comme sur {network}, par exemple @nom.",
            network=territory.label(network),
        ),
        "handle",
    )


def _not_a_post() -> InvalidInput:
    return InvalidInput(
        _(
            "Ce lien ne mène pas à une publication. Ouvrez la publication, choisissez « Copier le lien », "
            "puis collez-le ici."
        ),
        "url",
    )


def _not_an_address(field: str) -> InvalidInput:
    return InvalidInput(
        _("Ce n'est pas une adresse web. Collez une adresse qui commence par https://."), field
    )
