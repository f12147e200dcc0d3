"""The packages asked for one thing with nothing around them: `python -c SNIPPET PROXY CHROMIUM`."""

from __future__ import annotations

from tests.connectors import api_bodies, bodies

_POST = f"https://www.tiktok.com/@quai.neuf/video/{bodies.POST_ID}"
_YT_DLP = """
import sys
from yt_dlp import YoutubeDL
with YoutubeDL({{"proxy": sys.argv[1], "nocheckcertificate": True, "quiet": True, "skip_download": True,
                "ignore_no_formats_error": True, "retries": 0, "extractor_retries": 0, "cachedir": False,
                **{more}}}) as loader:
    info = loader.extract_info({url!r}, download=False)
    assert info.get("view_count") or list(info["entries"])
"""
_INSTALOADER = f"""
from instaloader.instaloadercontext import InstaloaderContext
from instaloader.structures import Post
context = InstaloaderContext(sleep=False, quiet=True, max_connection_attempts=1, iphone_support=False)
assert Post.from_shortcode(context, {bodies.SHORTCODE!r}).likes
"""
_TIKTOKAPIPY = f"""
import asyncio, os, sys
from tiktokapipy.async_api import AsyncTikTokAPI
async def main():
    async with AsyncTikTokAPI(headless=True, executable_path=sys.argv[2], proxy={{"server": sys.argv[1]}},
                              chromium_sandbox=os.geteuid() != 0,
                              context_kwargs={{"ignore_https_errors": True}}) as api:
        assert (await api.video({bodies.POST_ID!r})).stats.play_count
asyncio.run(main())
"""
_SKIPPED = {"youtube": {"player_client": ["web"], "player_skip": ["webpage", "configs", "js"]}}
SNIPPETS = {
    "tiktok/yt-dlp post": _YT_DLP.format(url=_POST, more={}),
    "tiktok/yt-dlp list": _YT_DLP.format(
        url="https://www.tiktok.com/@quai.neuf", more={"extract_flat": True, "playlistend": 30}
    ),
    "youtube/yt-dlp post": _YT_DLP.format(
        url=f"https://www.youtube.com/watch?v={api_bodies.YOUTUBE_ID}", more={"extractor_args": _SKIPPED}
    ),
    "instagram/instaloader post": _INSTALOADER,
    "tiktok/tiktokapipy post": _TIKTOKAPIPY,
}
