"""A phone that opens the public pages, without a server and without a script."""

from __future__ import annotations

import asyncio
import re
from html import unescape
from types import TracebackType
from typing import Any

import httpx
from starlette.applications import Starlette

from contacts.routes import ROUTES

ADDRESS = "http://127.0.0.1:8501"


class Phone:
    """Requests one after the other; a form keeps the token of the page that showed it."""

    def __init__(self) -> None:
        self._runner = asyncio.Runner()
        transport = httpx.ASGITransport(Starlette(routes=ROUTES))
        self._client = httpx.AsyncClient(transport=transport, base_url=ADDRESS)

    def __enter__(self) -> Phone:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._runner.run(self._client.aclose())
        self._runner.close()

    def get(self, path: str, **parameters: str) -> httpx.Response:
        """Open a page."""
        return self._runner.run(self._client.get(path, params=parameters or None))

    def post(self, path: str, fields: dict[str, Any], **headers: str) -> httpx.Response:
        """Send a form as it is."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self._runner.run(self._client.post(path, data=fields, headers=named))

    def at_once(self, path: str, forms: list[dict[str, Any]], **headers: str) -> list[httpx.Response]:
        """Send many forms at the same time."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}

        async def all_of_them() -> list[httpx.Response]:
            return await asyncio.gather(
                *(self._client.post(path, data=fields, headers=named) for fields in forms)
            )

        return self._runner.run(all_of_them())

    def raw(self, path: str, body: bytes, content_type: str) -> httpx.Response:
        """Send bytes that no browser would."""
        headers = {"content-type": content_type}
        return self._runner.run(self._client.post(path, content=body, headers=headers))

    def send(self, path: str = "/bonjour/permis/rappel", **fields: Any) -> httpx.Response:
        """Open the form, then send it with `fields`."""
        return self.post(path, {"token": token(self.get(path)), **fields})

    def resend(self, path: str, shown: httpx.Response, **fields: Any) -> httpx.Response:
        """Send a form that was shown again, or tap the page that asks for it."""
        return self.post(path, {**hidden(shown), **fields})


def token(shown: httpx.Response) -> str:
    """The token of a form as it was shown."""
    found = re.search(r'name="token" value="([^"]+)"', shown.text)
    assert found is not None
    return found[1]


def step(shown: httpx.Response) -> str:
    """Which showing of the form that page is."""
    return str(hidden(shown)["step"])


def hidden(shown: httpx.Response) -> dict[str, Any]:
    """The hidden fields of a form as it was shown; one that comes several times is a list."""
    found: dict[str, Any] = {}
    for name, value in re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', shown.text):
        text = unescape(value)
        found[name] = (
            [*found[name], text]
            if name == "origin" and name in found
            else ([text] if name == "origin" else text)
        )
    return found


def receipt(shown: httpx.Response) -> str:
    """The receipt on a thank-you page."""
    found = re.search(r'<p class="receipt"><bdi dir="ltr">([^<]+)</bdi>', shown.text)
    assert found is not None, shown.text
    return found[1]


def plain(shown: httpx.Response) -> str:
    """What can be read on a page: no tags, plain spaces and apostrophes."""
    words = unescape(re.sub(r"<[^>]+>", " ", shown.text))
    return " ".join(words.replace("’", "'").split())
