"""The exports that are known, each by a set of headers that no other one has.

Headers are compared folded (see `rows.folded`). Where the interface's language changes the headers, each
language is a format of its own. French headers of Instagram's export are not known: a person explains
them once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from connectors.exports.numbers import Style
from connectors.exports.rows import Column, Kind, Role
from connectors.records import MeasureName
from core.i18n import mark

LIFETIME = frozenset({"", "lifetime", "global", "total"})
"""What Meta writes in the column «Date» where a number counts since the post went out."""
DAILY_TITLES: dict[str, MeasureName] = {
    "reach": MeasureName.REACH,
    "couverture": MeasureName.REACH,
    "views": MeasureName.VIEWS,
    "vues": MeasureName.VIEWS,
    "follows": MeasureName.FOLLOWS,
    "profile visits": MeasureName.PROFILE_VIEWS,
    "page visits": MeasureName.PROFILE_VIEWS,
}
"""What Meta calls a metric above its days, the network's name left out."""


@dataclass(frozen=True)
class Format:
    """One kind of export; `signature` must all be among the headers, and none of `never`."""

    key: str
    label: str
    network: str
    kind: Kind
    signature: frozenset[str]
    columns: Mapping[str, Role] = field(default_factory=dict)
    never: frozenset[str] = frozenset()
    style: Style = Style.ENGLISH
    month_first: bool = False
    period_asked: bool = False
    """The file does not say whether its numbers count since the post went out or over a period."""
    why: str = ""
    """Why a table is left aside."""


_META_EN: dict[str, Role] = {
    "permalink": Column.LINK,
    "publish time": Column.PUBLISHED,
    "date": Column.PERIOD,
    "views": MeasureName.VIEWS,
    "reach": MeasureName.REACH,
    "comments": MeasureName.COMMENTS,
    "shares": MeasureName.SHARES,
}
_AUDIENCE = mark("qui regarde (genre, lieux, heures) n'est pas gardé")

FORMATS: tuple[Format, ...] = (
    Format(
        "meta_instagram_posts",
        mark("Meta, publications Instagram"),
        "instagram",
        Kind.POSTS,
        frozenset({"post id", "account username", "permalink", "post type"}),
        {
            **_META_EN,
            "account username": Column.HANDLE,
            "description": Column.TITLE,
            "likes": MeasureName.LIKES,
            "follows": MeasureName.FOLLOWS,
            "saves": MeasureName.SAVES,
        },
        month_first=True,
    ),
    Format(
        "meta_facebook_posts",
        mark("Meta, publications Facebook"),
        "facebook",
        Kind.POSTS,
        frozenset({"post id", "page id", "page name", "permalink"}),
        {**_META_EN, "page name": Column.HANDLE, "title": Column.TITLE, "reactions": MeasureName.LIKES},
        month_first=True,
    ),
    Format(
        "meta_facebook_posts_fr",
        mark("Meta, publications Facebook"),
        "facebook",
        Kind.POSTS,
        frozenset({"identifiant de la publication", "id de la page", "nom de la page", "permalien"}),
        {
            "permalien": Column.LINK,
            "nom de la page": Column.HANDLE,
            "titre": Column.TITLE,
            "heure de publication": Column.PUBLISHED,
            "date": Column.PERIOD,
            "vues": MeasureName.VIEWS,
            "couverture": MeasureName.REACH,
            "reactions": MeasureName.LIKES,
            "commentaires": MeasureName.COMMENTS,
            "partages": MeasureName.SHARES,
        },
        style=Style.OPEN,
        month_first=True,
    ),
    Format(
        "meta_facebook_videos",
        mark("Meta, vidéos Facebook"),
        "facebook",
        Kind.ASIDE,
        frozenset({"video asset id", "page id"}),
        why=mark("ses vidéos sont sans lien : exportez plutôt les publications"),
    ),
    Format(
        "meta_daily",
        mark("Meta, une mesure par jour"),
        "",
        Kind.DAYS,
        frozenset({"date", "primary"}),
        {"date": Column.DAY},
    ),
    Format(
        "tiktok_content",
        mark("TikTok Studio, contenus"),
        "tiktok",
        Kind.POSTS,
        frozenset({"video title", "video link", "post time"}),
        {
            "video link": Column.LINK,
            "video title": Column.TITLE,
            "post time": Column.PUBLISHED,
            "total views": MeasureName.VIEWS,
            "total likes": MeasureName.LIKES,
            "total comments": MeasureName.COMMENTS,
            "total shares": MeasureName.SHARES,
            "add to favorites": MeasureName.SAVES,
            "total bookmarks": MeasureName.SAVES,
        },
    ),
    Format(
        "tiktok_overview",
        mark("TikTok Studio, vue d'ensemble"),
        "tiktok",
        Kind.DAYS,
        frozenset({"date", "video views", "profile views"}),
        {
            "date": Column.DAY,
            "video views": MeasureName.VIEWS,
            "profile views": MeasureName.PROFILE_VIEWS,
            "likes": MeasureName.LIKES,
            "comments": MeasureName.COMMENTS,
            "shares": MeasureName.SHARES,
        },
    ),
    Format(
        "tiktok_followers",
        mark("TikTok Studio, abonnés"),
        "tiktok",
        Kind.DAYS,
        frozenset({"date", "followers", "difference in followers from previous day"}),
        {"date": Column.DAY, "followers": MeasureName.FOLLOWERS},
    ),
    Format(
        "tiktok_viewers",
        mark("TikTok Studio, spectateurs"),
        "tiktok",
        Kind.DAYS,
        frozenset({"date", "total viewers", "new viewers"}),
        {"date": Column.DAY, "total viewers": MeasureName.REACH},
    ),
    *(
        Format(key, mark("TikTok Studio, public"), "tiktok", Kind.ASIDE, frozenset(headers), why=_AUDIENCE)
        for key, headers in (
            ("tiktok_gender", {"gender", "distribution"}),
            ("tiktok_territories", {"top territories", "distribution"}),
            ("tiktok_activity", {"hour", "active followers"}),
        )
    ),
    Format(
        "youtube_content",
        mark("YouTube Studio, contenus"),
        "youtube",
        Kind.POSTS,
        frozenset({"content", "video title", "video publish time"}),
        {
            "content": Column.LINK,
            "video title": Column.TITLE,
            "video publish time": Column.PUBLISHED,
            "views": MeasureName.VIEWS,
            "engaged views": MeasureName.ENGAGED_VIEWS,
            "likes": MeasureName.LIKES,
            "comments added": MeasureName.COMMENTS,
            "shares": MeasureName.SHARES,
            "subscribers": MeasureName.FOLLOWS,
            "impressions": MeasureName.IMPRESSIONS,
            "thumbnail impressions": MeasureName.IMPRESSIONS,
            "watch time (hours)": MeasureName.WATCH_SECONDS,
        },
        never=frozenset({"date"}),
        period_asked=True,
    ),
    Format(
        "youtube_content_fr",
        mark("YouTube Studio, contenus"),
        "youtube",
        Kind.POSTS,
        frozenset({"contenu", "titre de la video", "heure de publication de la video"}),
        {
            "contenu": Column.LINK,
            "titre de la video": Column.TITLE,
            "heure de publication de la video": Column.PUBLISHED,
            "vues": MeasureName.VIEWS,
            "vues engagees": MeasureName.ENGAGED_VIEWS,
            "vues intentionnelles": MeasureName.ENGAGED_VIEWS,
            "j'aime": MeasureName.LIKES,
            "commentaires ajoutes": MeasureName.COMMENTS,
            "partages": MeasureName.SHARES,
            "abonnes": MeasureName.FOLLOWS,
            "impressions": MeasureName.IMPRESSIONS,
            "duree de visionnage (heures)": MeasureName.WATCH_SECONDS,
        },
        never=frozenset({"date"}),
        style=Style.FRENCH,
        period_asked=True,
    ),
    *(
        Format(
            key,
            mark("YouTube Studio, par jour"),
            "youtube",
            Kind.ASIDE,
            frozenset(headers),
            why=mark("ses chiffres par jour et par vidéo ne sont pas des totaux"),
        )
        for key, headers in (
            ("youtube_chart", {"date", "content", "video title"}),
            ("youtube_chart_fr", {"date", "contenu", "titre de la video"}),
        )
    ),
)
BY_KEY = {one.key: one for one in FORMATS}


def of_headers(headers: Iterable[str]) -> Format | None:
    """The format whose signature these folded headers hold, the longest signature first."""
    present = frozenset(headers)
    fitting = [one for one in FORMATS if one.signature <= present and not one.never & present]
    return max(fitting, key=lambda one: len(one.signature), default=None)


def daily_title(text: str) -> tuple[str, MeasureName | None]:
    """(network or "", measure or None) of the name that Meta writes above days: «Couverture Instagram»."""
    return _network_in(text), DAILY_TITLES.get(_without_network(text))


def _network_in(title: str) -> str:
    return next((name for name in ("instagram", "facebook") if name in title), "")


def _without_network(title: str) -> str:
    words = [word for word in title.split() if word not in {"instagram", "facebook", "sur", "on"}]
    return " ".join(words)
