"""The readers of the other networks over recorded answers give the numbers that people read in them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from connectors import registry
from connectors.credentials import Credentials
from connectors.errors import ConnectorError, Gone, Private, RateLimited, Refused
from connectors.mapping import POST
from connectors.records import AccountRecord, Exactness, PostRecord, State
from connectors.snapchat import page as snapchat
from connectors.snapchat.page import reduced_post
from tests.outbound import PATIENT, GoingOut
from tests.proxy import Answer, Route

pytestmark = pytest.mark.recorded

FIXTURES = Path(__file__).resolve().parents[3] / "shared" / "fixtures"
GRAPH = "graph.facebook.com/v25.0/"
YOUTUBE = "www.googleapis.com/youtube/v3/"
KEY = Credentials(key="x")
ARTE = "cJ9to6EmElQ"
INVITE = "discord.com/api/v10/invites/forsen"


def recorded(path: str, status: int = 200) -> Answer:
    """One recorded body, whole."""
    kind = "application/json" if path.endswith(".json") else "text/html; charset=utf-8"
    return Answer((FIXTURES / path).read_bytes(), status, content_type=kind)


def body(path: str) -> Any:
    return json.loads((FIXTURES / path).read_bytes())


def values(record: AccountRecord | PostRecord) -> dict[str, int | None]:
    return {one.name.value: one.value for one in record.measures}


def account(
    going_out: GoingOut, key: str, handle: str, routes: Mapping[str, Route], given: Credentials | None = None
) -> AccountRecord:
    going_out(routes)
    return registry.read_account(key.partition("/")[0], handle, {key}, PATIENT, credentials=given)


def post(
    going_out: GoingOut, key: str, url: str, routes: Mapping[str, Route], given: Credentials | None = None
) -> PostRecord:
    going_out(routes)
    return registry.read_post(key.partition("/")[0], url, {key}, PATIENT, credentials=given)


class TestYouTube:
    def test_a_channel_and_a_video_by_the_data_api(self, going_out: GoingOut) -> None:
        routes = {f"{YOUTUBE}channels": recorded("youtube/data_api_channels_one.json")}
        found = account(going_out, "youtube/data-api", "@GoogleDevelopers", routes, KEY)
        assert values(found) == {"followers": 1_927_873, "views": 160_361_638, "posts": 5_026}
        assert found.measures[0].exactness is Exactness.ROUNDED
        routes = {f"{YOUTUBE}videos": recorded("youtube/data_api_videos_one.json")}
        video = post(going_out, "youtube/data-api", "D-lhorsDlUQ", routes, KEY)
        assert values(video) == {"views": 7_920, "likes": 190, "comments": 32}
        assert video.published_at == datetime(2019, 3, 21, 20, 37, 49, tzinfo=UTC)

    def test_arte_by_yt_dlp(self, going_out: GoingOut) -> None:
        routes = {
            "www.youtube.com/youtubei/v1/player": recorded(
                "youtube/innertube_player_microformat_arte_cJ9.json"
            ),
            "www.youtube.com/youtubei/v1/next": recorded("youtube/innertube_next_arte.json"),
        }
        video = post(going_out, "youtube/yt-dlp", f"https://youtu.be/{ARTE}", routes)
        assert values(video) == {"views": 70_500, "likes": 1_598, "comments": 192}
        assert video.published_at is not None
        assert video.published_at.date().isoformat() == "2023-07-07"
        assert video.handle == "arte"

    def test_a_private_video_is_private(self, going_out: GoingOut) -> None:
        refused = body("youtube/innertube_private_video.json")["playerResponse"]
        routes = {
            "www.youtube.com/youtubei/v1/player": Answer(
                json.dumps(refused), content_type="application/json"
            ),
            "www.youtube.com/youtubei/v1/next": recorded("youtube/innertube_next_arte.json"),
        }
        with pytest.raises(Private):
            post(going_out, "youtube/yt-dlp", ARTE, routes)

    def test_the_page_of_a_channel_gives_its_subscribers_in_three_figures(self, going_out: GoingOut) -> None:
        data = (FIXTURES / "youtube/innertube_browse_channel_vsauce.json").read_text()
        text = f"<html><script>var ytInitialData = {data};</script></html>"
        routes = {"www.youtube.com/@vsauce/videos": Answer(text)}
        found = account(going_out, "youtube/yt-dlp", "@vsauce", routes)
        assert values(found) == {"followers": 24_600_000}
        assert found.measures[0].exactness is Exactness.ROUNDED


class TestTikTokByYtDlp:
    def test_a_post_of_nasa(self, going_out: GoingOut) -> None:
        url = "https://www.tiktok.com/@nasa/video/7665075736742530317"
        routes = {url.removeprefix("https://"): recorded("tiktok/video_nasa_7665075736742530317.html")}
        found = post(going_out, "tiktok/yt-dlp", url, routes)
        assert values(found) == {
            "views": 1_400_000, "likes": 91_500, "comments": 2_756, "shares": 3_078, "saves": 6_767,
        }  # fmt: skip
        assert found.published_at == datetime.fromtimestamp(1_784_664_542, UTC)

    def test_a_missing_post_is_gone_whatever_yt_dlp_says_of_our_address(self, going_out: GoingOut) -> None:
        url = "https://www.tiktok.com/@nasa/video/7665075736742530317"
        with pytest.raises(Gone):
            post(
                going_out,
                "tiktok/yt-dlp",
                url,
                {url.removeprefix("https://"): recorded("tiktok/video_missing.html")},
            )

    def test_thirty_posts_in_two_requests(self, going_out: GoingOut) -> None:
        proxy = going_out(
            {
                "www.tiktok.com/@oddanimalspecimens": recorded("tiktok/profile_oddanimalspecimens.html"),
                "www.tiktok.com/api/creator/item_list/": recorded("tiktok/item_list_oddanimalspecimens.json"),
            }
        )
        found = registry.list_posts("tiktok", "oddanimalspecimens", {"tiktok/yt-dlp"}, 30, deadline=PATIENT)
        assert len(found) == 30
        assert found[0].id == "7576787241192672567"
        assert values(found[0]) == {
            "views": 376_000, "likes": 59_200, "comments": 702, "shares": 998, "saves": 5_893,
        }  # fmt: skip
        assert len(proxy.seen) == 2


class TestMeta:
    def test_a_professional_account_and_its_posts(self, going_out: GoingOut) -> None:
        given = Credentials(token="x", account="17841406338772941")
        route = f"{GRAPH}{given.account}"
        found = account(
            going_out,
            "instagram/graph",
            "facebookfordevelopers",
            {route: recorded("instagram/graph_business_discovery_user.json")},
            given,
        )
        assert values(found) == {"followers": 64_976, "posts": 436}
        going_out({route: recorded("instagram/graph_business_discovery_media_p1.json")})
        listed = registry.list_posts(
            "instagram", "facebookfordevelopers", {"instagram/graph"}, 30, given, PATIENT
        )
        assert values(listed[0]) == {"likes": 87, "comments": 11}
        assert listed[0].id == "CSr71Gzlqo4"

    def test_ones_own_account(self, going_out: GoingOut) -> None:
        given = Credentials(token="x", account="17841407673135339")
        routes = {f"{GRAPH}{given.account}": recorded("instagram/graph_own_user.json")}
        found = account(going_out, "instagram/graph", "facebookfordevelopers", routes, given)
        assert values(found) == {"followers": 64_363, "posts": 427}

    def test_a_page_and_a_post_of_one(self, going_out: GoingOut) -> None:
        given = Credentials(token="x", account="20531316728")
        routes = {f"{GRAPH}20531316728": recorded("facebook/graph_page_facebookapp.json")}
        found = account(going_out, "facebook/page", "facebookapp", routes, given)
        assert values(found) == {"followers": None, "likes": 214_507_731}
        given = Credentials(token="x", account="175154750010052")
        routes = {f"{GRAPH}175154750010052_424924701699721": recorded("facebook/graph_post_single.json")}
        single = post(going_out, "facebook/page", "424924701699721", routes, given)
        assert values(single) == {"likes": 1, "comments": 0, "shares": None}

    @pytest.mark.parametrize(
        ("path", "status", "error"),
        [("error_401_please_wait.json", 401, RateLimited), ("error_400_checkpoint.json", 400, Refused)],
    )
    def test_a_refused_account_page_of_instagram(
        self, going_out: GoingOut, path: str, status: int, error: type[ConnectorError]
    ) -> None:
        routes = {"www.instagram.com/natgeo/": recorded(f"instagram/{path}", status)}
        with pytest.raises(error):
            account(going_out, "instagram/instaloader", "natgeo", routes)


class TestSnapchat:
    def test_nasa_has_757_800_subscribers_and_two_spotlights(self, going_out: GoingOut) -> None:
        routes = {"www.snapchat.com/@nasa": recorded("snapchat/profile_nasa.html")}
        assert values(account(going_out, "snapchat/page", "nasa", routes)) == {"followers": 757_800}
        props = snapchat._props((FIXTURES / "snapchat/profile_nasa.html").read_text())
        found = [
            {one.name.value: one.value for one in snapchat.MAPPERS[POST].read(reduced_post(counters)).seen}
            for counters in props["spotlightStoryMetadata"]
        ]
        assert found == [
            {"views": 65_649, "shares": 83, "comments": 102, "boosts": 2_000, "recommends": 58},
            {"views": 69_888, "shares": 88, "comments": 70, "boosts": 1_448, "recommends": 54},
        ]

    def test_an_ordinary_account_is_private_and_a_missing_one_gone(self, going_out: GoingOut) -> None:
        with pytest.raises(Private):
            account(
                going_out,
                "snapchat/page",
                "espn",
                {"www.snapchat.com/@espn": recorded("snapchat/profile_ordinary_espn.html")},
            )
        with pytest.raises(Gone):
            account(
                going_out,
                "snapchat/page",
                "nobody",
                {"www.snapchat.com/@nobody": recorded("snapchat/profile_not_found_404.html", 404)},
            )


class TestOpenToAll:
    def test_a_discord_server(self, going_out: GoingOut) -> None:
        found = account(
            going_out, "discord/invite", "forsen", {INVITE: recorded("discord/invite_forsen.json")}
        )
        assert values(found) == {"followers": 44_960, "online": 13_730}
        with pytest.raises(Gone):
            account(
                going_out, "discord/invite", "forsen", {INVITE: recorded("discord/invite_unknown.json", 404)}
            )

    def test_an_account_and_a_post_of_mastodon(self, going_out: GoingOut) -> None:
        routes = {"mastodon.social/api/v1/accounts/lookup": recorded("mastodon/account_lookup_gargron.json")}
        found = account(going_out, "mastodon/api", "@Gargron@mastodon.social", routes)
        assert values(found) == {"followers": 322_930, "posts": 61_323}
        url = "https://mastodon.social/@Gargron/103270115826048975"
        path = "mastodon/status_gargron_103270115826048975.json"
        routes = {"mastodon.social/api/v1/statuses/103270115826048975": recorded(path)}
        status = post(going_out, "mastodon/api", url, routes)
        assert values(status) == {"likes": 11, "comments": 5, "shares": 6}
        assert status.raw is not None
        assert status.raw["quotes_count"] == 2

    def test_a_post_of_bluesky_has_genuine_zeros(self, going_out: GoingOut) -> None:
        url = "https://bsky.app/profile/test.marshal.dev/post/3kaheyt6vpc22"
        routes = {
            "public.api.bsky.app/xrpc/app.bsky.feed.getPostThread": recorded("bluesky/get_post_thread.json")
        }
        found = post(going_out, "bluesky/api", url, routes)
        assert values(found) == {"likes": 0, "comments": 0, "shares": 0, "saves": None}
        assert found.measures[0].state is State.OK
