"""Files that people send: one interface, and the disk behind it.

A name is made here and says nothing («visits/3f…jpg»); what a phone calls its file is never used.
Nothing of it is served by itself: a route reads a file for whoever may see it.
"""

from __future__ import annotations

import io
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Protocol

from core import settings
from core.errors import NotFound
from core.i18n import _

_NAME = re.compile(r"[a-z]{1,20}/[0-9a-f]{32}\.[a-z][a-z0-9]{1,4}")


class Storage(Protocol):
    """Where files are kept; names come from `put`."""

    def put(self, folder: str, data: bytes, kind: str) -> str:
        """Keep `data` («jpg») in a folder («visits»), and give back its name."""
        ...

    def put_file(self, folder: str, source: BinaryIO, kind: str) -> str:
        """The same for a file that is too large to be held in memory; read from where it stands."""
        ...

    def get(self, name: str) -> bytes:
        """What was kept under that name; NotFound when nothing is."""
        ...

    def open(self, name: str) -> BinaryIO:
        """The same as an open file, for whoever closes it."""
        ...

    def delete(self, name: str) -> None:
        """Forget it; what is not there is forgotten already."""
        ...

    def names(self, folder: str) -> Iterator[tuple[str, datetime]]:
        """Every name in a folder, with the instant at which it was kept (UTC)."""
        ...


class Disk:
    """Files below a folder, readable by the service only."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, folder: str, data: bytes, kind: str) -> str:
        """Whole or not at all, even when the machine stops in between."""
        return self.put_file(folder, io.BytesIO(data), kind)

    def put_file(self, folder: str, source: BinaryIO, kind: str) -> str:
        """The same, a piece at a time."""
        name = f"{folder}/{secrets.token_hex(16)}.{kind}"
        path = self._path(name)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        unfinished = path.with_suffix(".part")
        try:
            with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                shutil.copyfileobj(source, file)
                file.flush()
                os.fsync(file.fileno())
            unfinished.rename(path)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise
        return name

    def get(self, name: str) -> bytes:
        """The bytes of that file."""
        try:
            return self._path(name).read_bytes()
        except FileNotFoundError:
            raise _missing() from None

    def open(self, name: str) -> BinaryIO:
        """The open file."""
        try:
            return self._path(name).open("rb")
        except FileNotFoundError:
            raise _missing() from None

    def delete(self, name: str) -> None:
        """Take the file away."""
        self._path(name).unlink(missing_ok=True)

    def names(self, folder: str) -> Iterator[tuple[str, datetime]]:
        """What stands in the folder; files that were never finished are left out."""
        for path in sorted((self._folder / folder).glob("*")):
            name = f"{folder}/{path.name}"
            if _NAME.fullmatch(name) and path.suffix != ".part":
                yield name, datetime.fromtimestamp(path.stat().st_mtime, UTC)

    def _path(self, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise _missing()
        return self._folder / name


def current() -> Storage:
    """The storage of this installation: the folder «files» in the data folder."""
    return Disk(settings.current().data_dir / "files")


def _missing() -> NotFound:
    return NotFound(_("Ce fichier est introuvable."))
