"""Zip archives that people send: bounded before anything is unpacked, and checked as they are read."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import TypeVar

from core.errors import InvalidInput
from core.i18n import _

T = TypeVar("T")
SIGNATURE = b"PK\x03\x04"
MOST_FILES = 200
LARGEST_INSIDE = 50 * 1024 * 1024
"""What an archive may hold in all, unpacked: what it says of a file is never exceeded while reading."""
_CLUTTER = ("__MACOSX/", ".")


def is_archive(data: bytes) -> bool:
    """Whether it begins as a zip archive does, a spreadsheet's .xlsx included."""
    return data.startswith(SIGNATURE)


def names(data: bytes) -> list[str]:
    """The names of its files. InvalidInput («file») when it is cut, locked, or holds too much."""
    return _within(data, lambda archive: [one.filename for one in _files(archive)])


def members(data: bytes) -> list[tuple[str, bytes]]:
    """Its files, those that systems add aside; refused as for `names`."""
    return _within(data, lambda archive: [(one.filename, archive.read(one)) for one in _files(archive)])


def _files(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    return [
        one
        for one in archive.infolist()
        if not one.is_dir()
        and not one.filename.startswith(_CLUTTER)
        and not one.filename.rpartition("/")[2].startswith(".")
    ]


def _within(data: bytes, use: Callable[[zipfile.ZipFile], T]) -> T:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check(archive.infolist())
            return use(archive)
    except InvalidInput:
        raise
    except Exception:  # noqa: BLE001
        # A cut or changed archive fails in as many ways as there are compressions.
        raise InvalidInput(
            _("Cette archive est coupée ou abîmée. Téléchargez-la à nouveau, puis recommencez."), "file"
        ) from None


def _check(found: list[zipfile.ZipInfo]) -> None:
    if any(one.flag_bits & 1 for one in found):
        raise InvalidInput(_("Cette archive demande un mot de passe. Envoyez-la sans mot de passe."), "file")
    if len(found) > MOST_FILES or sum(one.file_size for one in found) > LARGEST_INSIDE:
        raise InvalidInput(
            _("Cette archive contient trop de données. Envoyez ses fichiers un par un."), "file"
        )
