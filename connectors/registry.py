"""The one dict of networks, and the walk along the providers of one.

    registry.read_account("tiktok", "@quai.neuf", allowed={"tiktok/tiktokapipy"})

`allowed` says which providers are switched on; who asks keeps that switch (see `on_by_default`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from connectors.abilities import (
    DEADLINE,
    ListsPosts,
    Provider,
    ReadsAccount,
    ReadsPost,
    Remaps,
    TakesCredentials,
)
from connectors.addresses import parse_handle, parse_post_url, post_address
from connectors.bluesky.provider import Bluesky
from connectors.consents import OwnersConsent
from connectors.credentials import Credentials
from connectors.discord.provider import DiscordInvite
from connectors.errors import Changed, ConnectorError, Private, Refused, most_telling
from connectors.facebook.provider import FacebookPage
from connectors.fake.provider import MANNERS, invented
from connectors.instagram.graph import InstagramGraph
from connectors.instagram.provider import Instaloader
from connectors.mastodon.provider import Mastodon
from connectors.readings import Raw, Reading
from connectors.records import AccountRecord, PostRecord
from connectors.snapchat.provider import SnapchatPage
from connectors.tiktok.consent import TikTokConsent
from connectors.tiktok.display import TikTokDisplay
from connectors.tiktok.embed import TikTokEmbed
from connectors.tiktok.provider import TikTokApiPy, TikTokPage
from connectors.tiktok.ytdlp import TikTokYtDlp
from connectors.youtube.data_api import YouTubeDataApi
from connectors.youtube.ytdlp import YouTubeYtDlp
from core.errors import InvalidInput, NotFound
from core.i18n import _, mark

__all__ = [
    "Credentials",
    "consent",
    "demo_chain",
    "label",
    "list_posts",
    "lists_all",
    "most_listed",
    "needs_credentials",
    "networks",
    "on_by_default",
    "parse_handle",
    "parse_post_url",
    "provider",
    "providers",
    "read_account",
    "read_post",
    "reads",
    "reads_posts",
    "remap",
]

Answer = TypeVar("Answer")
Allowed = Callable[[str], bool] | Collection[str]


@dataclass(frozen=True)
class Network:
    """A network: its label on screen, its providers in the order of asking, whether posts have counters."""

    label: str
    chain: tuple[Provider, ...]
    posts: bool = True


NETWORKS: dict[str, Network] = {
    "instagram": Network("Instagram", (InstagramGraph(), Instaloader())),
    "tiktok": Network("TikTok", (TikTokDisplay(), TikTokApiPy(), TikTokYtDlp(), TikTokPage(), TikTokEmbed())),
    "youtube": Network("YouTube", (YouTubeDataApi(), YouTubeYtDlp())),
    "snapchat": Network("Snapchat", (SnapchatPage(),)),
    "facebook": Network("Facebook", (FacebookPage(),)),
    "discord": Network("Discord", (DiscordInvite(),), posts=False),
    "mastodon": Network("Mastodon", (Mastodon(),)),
    "bluesky": Network("Bluesky", (Bluesky(),)),
    "fake": Network(mark("réseau fictif"), (invented("fake/memory"),)),
}
CONSENTS: dict[str, OwnersConsent] = {"tiktok": TikTokConsent()}
_DEMO: dict[str, Provider] = {
    network: invented(f"{network}/demo") for network in MANNERS if network != "fake"
}


def networks() -> tuple[str, ...]:
    """The names of the networks that can be read."""
    return tuple(NETWORKS)


def label(network: str) -> str:
    """The name of the network on screen. Raises InvalidInput for an unknown one."""
    return _(_network(network).label)


def providers(network: str) -> tuple[Provider, ...]:
    """The chain of a network, in the order of asking. Raises InvalidInput for an unknown network."""
    return _network(network).chain


def demo_chain(network: str) -> tuple[Provider, ...]:
    """The chain of a network in a demonstration: invented numbers, nothing leaves this machine.

    Pass it as `chain`; its keys end in «/demo», so that a measure can never pass for a real one.
    """
    return (_DEMO[network],) if network in _DEMO else providers(network)


def provider(key: str) -> Provider:
    """The provider with this key, «network/provider» or «network/demo». Raises NotFound."""
    known = [one for network in NETWORKS.values() for one in network.chain] + list(_DEMO.values())
    for one in known:
        if one.key == key:
            return one
    raise NotFound(_("Le lecteur {key} n'existe pas. La liste est dans « porte-voix providers ».", key=key))


def on_by_default(key: str) -> bool:
    """True for a provider that needs no administrator: it scrapes nothing."""
    return not provider(key).scraping


def needs_credentials(key: str) -> bool:
    """True for a provider that reads nothing without a key or an authorised account. Raises NotFound."""
    one = provider(key)
    return isinstance(one, TakesCredentials) and one.needs


def consent(network: str) -> OwnersConsent | None:
    """How the owner of an account is asked; None where a token is not of one account alone."""
    return CONSENTS.get(network)


def reads_posts(network: str) -> bool:
    """True when posts of the network have counters. Raises InvalidInput for an unknown network."""
    return _network(network).posts


def reads(key: str, *, posts: bool) -> bool:
    """Whether the provider reads posts, or else accounts. Raises NotFound for an unknown one."""
    return isinstance(provider(key), ReadsPost if posts else ReadsAccount)


def lists_all(key: str) -> bool:
    """Whether the provider lists an account's posts and says of each as much as reading it by itself."""
    one = provider(key)
    return isinstance(one, ListsPosts) and one.lists_all


def most_listed(key: str) -> int:
    """How many posts of an account the provider lists at once; 0 for one that lists none."""
    one = provider(key)
    return one.most_listed if isinstance(one, ListsPosts) else 0


def read_account(
    network: str,
    handle: str,
    allowed: Allowed = on_by_default,
    deadline: float = DEADLINE,
    chain: Sequence[Provider] | None = None,
    credentials: Credentials | None = None,
) -> AccountRecord:
    """The account named `handle` («@» or profile address allowed) from the first provider that answers.

    `deadline` is in seconds and for each provider; `credentials` are those of this network, None without.
    Raises InvalidInput, or the ConnectorError that says most (its `tried` holds all of them by provider).
    """
    steps = _steps(network, chain, credentials)
    name = parse_handle(network, handle)
    able = [(one.key, one.read_account) for one in steps if isinstance(one, ReadsAccount)]
    return _walk([(key, partial(read, name, deadline)) for key, read in able], allowed)


def read_post(
    network: str,
    url_or_id: str,
    allowed: Allowed = on_by_default,
    deadline: float = DEADLINE,
    chain: Sequence[Provider] | None = None,
    credentials: Credentials | None = None,
) -> PostRecord:
    """The post at this address (or with this identifier) from the first provider that answers.

    Arguments and errors as for `read_account`.
    """
    steps = _steps(network, chain, credentials)
    post_address(network, url_or_id)
    able = [(one.key, one.read_post) for one in steps if isinstance(one, ReadsPost)]
    return _walk([(key, partial(read, url_or_id, deadline)) for key, read in able], allowed)


def list_posts(
    network: str,
    handle: str,
    allowed: Allowed = on_by_default,
    most: int = 30,
    credentials: Credentials | None = None,
    deadline: float = DEADLINE,
    chain: Sequence[Provider] | None = None,
) -> tuple[PostRecord, ...]:
    """At most `most` of the account's latest posts with their counters: fewer requests than post by post.

    From the first provider that answers, an empty answer included. Arguments and errors as for
    `read_account`; SwitchedOff also where no provider of the network can list.
    """
    steps = _steps(network, chain, credentials)
    name = parse_handle(network, handle)
    able = [(one.key, one.list_posts) for one in steps if isinstance(one, ListsPosts)]
    return _walk([(key, partial(listed, name, most, deadline)) for key, listed in able], allowed)


def remap(key: str, raw: Raw, mapper: int) -> Reading:
    """The measures that today's mapper of provider `key` makes of a reduced body kept long ago; asks nobody.

    Raises Changed for a body or a mapper version that it does not know, NotFound for an unknown provider.
    """
    one = provider(key)
    if not isinstance(one, Remaps):
        raise Changed
    return one.remap(raw, mapper)


def _steps(network: str, chain: Sequence[Provider] | None, credentials: Credentials | None) -> list[Provider]:
    steps = providers(network) if chain is None else chain
    return [
        one.given(credentials) if credentials is not None and isinstance(one, TakesCredentials) else one
        for one in steps
    ]


def _network(name: str) -> Network:
    if name not in NETWORKS:
        raise InvalidInput(
            _(
                "Le réseau {name} n'est pas suivi. Choisissez parmi : {known}.",
                name=name,
                known=", ".join(NETWORKS),
            ),
            "network",
        )
    return NETWORKS[name]


def _walk(steps: Sequence[tuple[str, Callable[[], Answer]]], allowed: Allowed) -> Answer:
    """The first answer; a privacy setting or a block ends the walk, any other error goes on to the next.

    So «gone» stands only when no provider after it could still see the thing.
    """
    tried: list[tuple[str, ConnectorError]] = []
    for key, read in steps:
        if not (allowed(key) if callable(allowed) else key in allowed):
            continue
        try:
            return read()
        except ConnectorError as error:
            error.provider = key
            tried.append((key, error))
            if isinstance(error, Private | Refused):
                break
    worst = most_telling([error for _key, error in tried])
    worst.tried = tuple(tried)
    raise worst
