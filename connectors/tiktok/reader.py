"""The child that holds tiktokapipy and its Chromium: one question, one browser, ended in every case."""

from __future__ import annotations

import asyncio
import os
import re
import warnings
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Page, Route
from playwright.async_api import TimeoutError as PlaywrightTimeout
from pydantic import ValidationError

from connectors.child import Question, serve
from connectors.errors import Changed, ConnectorError, RateLimited, TimedOut, Unknown
from connectors.mapping import POST
from connectors.readings import Reading
from connectors.tiktok import page as pages
from connectors.tiktok.trust import trust_authorities
from connectors.tiktok.watch import unless_refused

with warnings.catch_warnings():
    # Written for an older Python: invalid escapes in its signer.
    warnings.simplefilter("ignore")
    from tiktokapipy import TikTokAPIError
    from tiktokapipy.async_api import AsyncTikTokAPI

PROFILE = "https://www.tiktok.com/@{handle}"
NOT_NEEDED = frozenset({"image", "media", "font", "stylesheet"})
OURS = ("tiktok.com", "tiktokcdn.com", "tiktokcdn-eu.com", "tiktokcdn-us.com", "ttwstatic.com")
# Chromium's own traffic (updates, sign-in) goes to a port where nobody listens.
NOWHERE = "http://127.0.0.1:9"
# Seconds that the «Please wait» script may compute; it takes well under one.
LONGEST_CHECK = 3.0
Read = Callable[[Any, Question], Awaitable[Reading]]


async def account_by_page(api: Any, question: Question) -> Reading:
    """The account whose handle is `question.target`, from its page."""
    text = await unless_refused(api.context, _text_of(api, PROFILE.format(handle=question.target), question))
    return pages.account_from_page(text, question.target)


async def post_by_page(api: Any, question: Question) -> Reading:
    """The post at `question.target`, from its page."""
    text = await unless_refused(api.context, _text_of(api, question.target, question))
    return pages.post_from_page(text, _identifier(question.target))


async def post_by_package(api: Any, question: Question) -> Reading:
    """The post at `question.target`, from tiktokapipy's own call."""
    identifier = _identifier(question.target)
    try:
        video = await unless_refused(api.context, api.video(identifier))
    except TikTokAPIError as error:
        raise _package_error(str(error)) from None
    except (ValidationError, AttributeError):
        raise Changed from None
    if str(video.id) != identifier:
        raise Changed
    return _from_package(video)


def _from_package(video: Any) -> Reading:
    stats = video.stats
    author = video.author if isinstance(video.author, str) else video.author.unique_id
    raw = {
        "of": POST,
        "playCount": stats.play_count,
        "diggCount": stats.digg_count,
        "commentCount": stats.comment_count,
        "shareCount": stats.share_count,
        "collectCount": stats.collect_count,
        "createTime": int(video.create_time.timestamp()),
    }
    return pages.MAPPERS[POST].reading(raw, author.lower())


def _package_error(text: str) -> ConnectorError:
    """The package hands TikTok's status code over in its text only."""
    code = re.search(r"status code (\d{3,6})\b", text)
    return (pages.status_error(int(code[1])) if code else None) or Unknown()


async def _text_of(api: Any, url: str, question: Question) -> str:
    """The text of a page, after the «Please wait» check if there is one: a real browser passes it."""
    page: Page = await api.context.new_page()
    response = await page.goto(url, wait_until="domcontentloaded")
    text = await page.content()
    if pages.SCRIPT_ID in text:
        return text
    if response is None or response.status != 200:
        raise Unknown
    return await _after_the_check(page, question) if "Please wait" in text else text


async def _after_the_check(page: Page, question: Question) -> str:
    try:
        limit = min(question.seconds / 2, LONGEST_CHECK)
        await page.wait_for_selector(f"#{pages.SCRIPT_ID}", state="attached", timeout=limit * 1000)
    except PlaywrightTimeout:
        raise RateLimited from None
    await page.wait_for_load_state("domcontentloaded")
    return await page.content()


def _identifier(url: str) -> str:
    return urlsplit(url).path.rpartition("/")[2]


def _task(read: Read) -> Callable[[Question], Reading]:
    return lambda question: asyncio.run(_within_the_deadline(read, question))


async def _within_the_deadline(read: Read, question: Question) -> Reading:
    try:
        async with asyncio.timeout(question.seconds):
            return await _in_a_browser(read, question)
    except (TimeoutError, PlaywrightTimeout):
        raise TimedOut from None
    except PlaywrightError:
        raise Unknown from None


async def _in_a_browser(read: Read, question: Question) -> Reading:
    if question.ca:
        trust_authorities(Path(question.ca), Path.home())
    async with AsyncTikTokAPI(
        headless=True,
        navigation_timeout=question.seconds,
        executable_path=question.chromium,
        # Chromium's sandbox cannot start as root (a container, a test machine).
        chromium_sandbox=os.geteuid() != 0,
        **_way_out(question.proxy),
    ) as api:
        # The package's own limit does not bind its waits: a dead page would cost 30 s.
        api.context.set_default_timeout(question.seconds * 1000)
        await api.context.route("**/*", _only_what_is_read)
        return await read(api, question)


def _way_out(proxy: str) -> dict[str, Any]:
    """Playwright's options: pages through `proxy` ('' means straight to TikTok), the rest nowhere."""
    if not proxy:
        allowed = ", ".join(f"EXCLUDE {host}, EXCLUDE *.{host}" for host in OURS)
        return {"args": [f"--host-resolver-rules=MAP * ~NOTFOUND, {allowed}"]}
    parts = urlsplit(proxy)
    server = {"server": f"{parts.scheme}://{parts.hostname}:{parts.port or 80}"}
    if parts.username:
        server |= {"username": unquote(parts.username), "password": unquote(parts.password or "")}
    return {"proxy": {"server": NOWHERE}, "context_kwargs": {"proxy": server}}


async def _only_what_is_read(route: Route) -> None:
    host = urlsplit(route.request.url).hostname or ""
    ours = any(host == one or host.endswith(f".{one}") for one in OURS)
    if ours and route.request.resource_type not in NOT_NEEDED:
        await route.continue_()
    else:
        await route.abort()


if __name__ == "__main__":
    serve(
        {
            "account_by_page": _task(account_by_page),
            "post_by_page": _task(post_by_page),
            "post_by_package": _task(post_by_package),
        }
    )
