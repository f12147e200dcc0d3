"""The fast path served in the test's own process, around an application that answers «passed on»."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TypeVar

import httpx
from sqlalchemy import func, select
from starlette.responses import PlainTextResponse

from app.wiring import wire
from campaigns.routes import FastPath, Redirects
from campaigns.scan_tables import SCANS
from core.database import Database

PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1"
)
Made = TypeVar("Made")


@dataclass
class Served:
    """A browser on a phone, and what it talks to."""

    browser: httpx.AsyncClient
    redirects: Redirects

    async def get(self, path: str, **headers: str) -> httpx.Response:
        """One GET; header names with «_» for «-»."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return await self.browser.get(path, headers=named)


@asynccontextmanager
async def serving(redirects: Redirects) -> AsyncIterator[Served]:
    """The fast path from start to stop."""
    application = FastPath(PlainTextResponse("passed on"), lambda: redirects)
    transport = httpx.ASGITransport(application)
    redirects.start()
    try:
        async with httpx.AsyncClient(
            transport=transport, base_url="http://127.0.0.1", headers={"User-Agent": PHONE}
        ) as browser:
            yield Served(browser, redirects)
    finally:
        await asyncio.to_thread(redirects.stop)


def serve(database: Database, visit: Callable[[Served], Awaitable[Made]]) -> Made:
    """Run a visit against the fast path on that database, flushed at the end."""
    wire()

    async def run() -> Made:
        async with serving(Redirects(database)) as served:
            return await visit(served)

    return asyncio.run(run())


def stored(database: Database, *classes: int) -> int:
    """How many scans stand in the database, as another connection sees it."""
    query = select(func.count()).select_from(SCANS)
    if classes:
        query = query.where(SCANS.c.scan_class.in_(classes))
    with database.snapshot() as session:
        return session.scalar(query) or 0
