"""Files of the library on their way in and out: kept before their row, taken away after it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import BinaryIO

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaigns.media.measuring import Measured
from campaigns.models import Media
from core import clock, storage

FOLDER, SMALL = "media", "thumbnails"
UNDONE = timedelta(days=30)
"""How long the bytes of a removed file stay, in case it was a slip."""
YOUNG = timedelta(days=1)
"""A file without a row may still be on its way in."""


@contextmanager
def stored(found: Measured, file: BinaryIO) -> Iterator[tuple[str, str]]:
    """The names of the file and its thumbnail, kept before the block and taken away when it fails."""
    here = storage.current()
    names: list[str] = []
    try:
        names.append(here.put_file(FOLDER, file, found.suffix))
        names.append(here.put_file(SMALL, io.BytesIO(found.thumbnail), "jpg"))
        yield names[0], names[1]
    except BaseException:
        for name in names:
            here.delete(name)
        raise


def tidy(session: Session) -> list[str]:
    """The names of files to take away: without a row since a day, or removed since thirty days."""
    now = clock.now()
    rows = session.execute(select(Media.stored, Media.thumbnail, Media.removed_at))
    wanted = {
        name
        for stored_as, small, removed_at in rows
        if removed_at is None or now - removed_at < UNDONE
        for name in (stored_as, small)
    }
    here = storage.current()
    return [
        name
        for folder in (FOLDER, SMALL)
        for name, kept_at in here.names(folder)
        if name not in wanted and now - kept_at > YOUNG
    ]
