"""Forms with a file: read whole, bounded, and without the name that a phone gives it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import BinaryIO

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.requests import Request
from starlette.types import Message

from core.errors import InvalidInput
from core.i18n import _
from core.web import LARGEST_FORM, MOST_FIELDS


@dataclass(frozen=True)
class Upload:
    """A posted form: its fields, and its one file with the type that the browser says; no name of it."""

    fields: Mapping[str, str]
    file: bytes = b""
    kind: str = ""


async def upload_of(request: Request, largest: int) -> Upload:
    """The posted form with one file at most; InvalidInput («photo») when it is larger than `largest`.

    Read whole and bounded first: what a browser says of its length is not believed.
    """
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > largest + LARGEST_FORM:
            raise InvalidInput(_("Cette photo est trop lourde. Prenez-la en plus petit."), "photo")

    async def again() -> Message:
        return {"type": "http.request", "body": bytes(body), "more_body": False}

    try:
        async with Request(request.scope, again).form(
            max_files=1, max_fields=MOST_FIELDS, max_part_size=LARGEST_FORM
        ) as form:
            fields = {name: value for name, value in form.items() if isinstance(value, str)}
            sent = next((value for value in form.values() if isinstance(value, UploadFile)), None)
            return Upload(fields, await sent.read(), sent.content_type or "") if sent else Upload(fields)
    except (HTTPException, MultiPartException, ValueError):
        raise InvalidInput(_("Ce formulaire n'a pas pu être lu. Ouvrez la page à nouveau.")) from None


@dataclass(frozen=True)
class LargeUpload:
    """A posted form whose file is too large for memory: it lies on the disk until the form is closed."""

    fields: Mapping[str, str]
    file: BinaryIO | None = None


@asynccontextmanager
async def large_upload(request: Request, largest: int, too_large: str) -> AsyncIterator[LargeUpload]:
    """The posted form with one file at most; InvalidInput («file», `too_large`) beyond `largest` bytes."""
    received = 0

    async def bounded() -> Message:
        nonlocal received
        message = await request.receive()
        received += len(message.get("body", b""))
        if received > largest + LARGEST_FORM:
            raise InvalidInput(too_large, "file")
        return message

    try:
        form = await Request(request.scope, bounded).form(
            max_files=1, max_fields=MOST_FIELDS, max_part_size=LARGEST_FORM
        )
    except (HTTPException, MultiPartException, ValueError):
        raise InvalidInput(_("Ce formulaire n'a pas pu être lu. Ouvrez la page à nouveau.")) from None
    try:
        fields = {name: value for name, value in form.items() if isinstance(value, str)}
        sent = next((value for value in form.values() if isinstance(value, UploadFile)), None)
        yield LargeUpload(fields, sent.file if sent else None)
    finally:
        await form.close()
