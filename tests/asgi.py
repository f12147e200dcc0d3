"""A visitor of an application in this process: keeps cookies, follows nothing by itself."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from contextlib import AsyncExitStack
from types import TracebackType
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.types import ASGIApp

from campaigns.routes import FastPath

BASE = "http://127.0.0.1:8501"
PHONE = (
    "Mozilla/5.0 (Linux; Android 14; SM-A156B) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/142.0.0.0 Mobile Safari/537.36"
)


class Visitor:
    """Requests one after the other; the application's lifespan, if it has one, lasts as long as the block."""

    def __init__(self, application: ASGIApp, base: str = BASE) -> None:
        self._application = application
        self._runner = asyncio.Runner()
        self._open = AsyncExitStack()
        transport = httpx.ASGITransport(application, raise_app_exceptions=True)
        self._client = httpx.AsyncClient(transport=transport, base_url=base, headers={"user-agent": PHONE})

    def __enter__(self) -> Visitor:
        self._runner.run(self._start())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._runner.run(self._open.aclose())
        finally:
            self._runner.close()

    @property
    def cookies(self) -> httpx.Cookies:
        """What the visitor's browser keeps."""
        return self._client.cookies

    def ask(self, method: str, path: str, **sent: Any) -> httpx.Response:
        """One request, with the arguments of httpx."""
        return self._runner.run(self._client.request(method, path, **sent))

    def get(self, path: str, **sent: Any) -> httpx.Response:
        """Open a page."""
        return self.ask("GET", path, **sent)

    def post(self, path: str, **sent: Any) -> httpx.Response:
        """Send a form as it is."""
        return self.ask("POST", path, **sent)

    def aside(self, act: Callable[[], None]) -> None:
        """Do something in another thread while the application's loop runs."""
        self._runner.run(asyncio.to_thread(act))

    def fill(self, path: str, fields: dict[str, str], **sent: Any) -> httpx.Response:
        """Open a form, then send it with its token and `fields`."""
        return self.post(path, data={"token": token_of(self.get(path)), **fields}, **sent)

    async def _start(self) -> None:
        await self._open.enter_async_context(self._client)
        application = self._application
        if isinstance(application, FastPath):
            application = application.behind
        if isinstance(application, Starlette):
            await self._open.enter_async_context(application.router.lifespan_context(application))


def token_of(shown: httpx.Response) -> str:
    """The token of the form on a page."""
    found = re.search(r'name="token" value="([^"]+)"', shown.text)
    assert found is not None, shown.text
    return found[1]
