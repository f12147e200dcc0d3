"""Pages of the dashboard in Streamlit's own test runner, signed in by a real session row."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest

from core import sessions
from core.database import Database
from core.people import Actor, User

ROOT = Path(__file__).parents[1]
SECONDS = 60
# The runner looks through every installed package at each new page, as a server does once at its start.
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)


def sign_in(monkeypatch: pytest.MonkeyPatch, database: Database, actor: Actor) -> str:
    """Every page opened from now on carries the cookie of a new session of `actor`; its token."""
    with database.transaction() as session:
        token = sessions.open_session(session, session.get_one(User, actor.user_id))
    carry(monkeypatch, {sessions.COOKIE: token})
    return token


def carry(monkeypatch: pytest.MonkeyPatch, cookies: dict[str, str]) -> None:
    """Every page opened from now on carries these cookies (the runner has a stand-in that is never None)."""
    monkeypatch.setattr(ContextProxy, "cookies", property(lambda _context: cookies))


def open_page(script: str, **query: str) -> AppTest:
    """Run a page («campaigns/pages/posts.py», its «?id=…») once; what it raised is in `.exception`."""
    page = AppTest.from_file(str(ROOT / script), default_timeout=SECONDS)
    for name, value in query.items():
        page.query_params[name] = value
    return page.run()


def texts(page: AppTest) -> str:
    """All Markdown and captions of a page, without the marks that protect what people typed."""
    shown = [*page.title, *page.subheader, *page.markdown, *page.caption, *page.error]
    return "\n".join(str(element.value) for element in shown).replace("\\", "").translate(_INVISIBLE)


_INVISIBLE = dict.fromkeys(map(ord, "\u2068\u2069"))
