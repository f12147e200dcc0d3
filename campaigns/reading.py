"""Codes on a photo: which are ours, and where the others lead."""

from __future__ import annotations

import io
from dataclasses import dataclass
from urllib.parse import urlsplit

import zxingcpp
from PIL import Image

from campaigns import codes
from core import settings

_QR_CODES = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)


@dataclass(frozen=True)
class Read:
    """The QR codes of a photo: our codes in folded form, and the hosts (or texts) of all others."""

    ours: frozenset[str]
    others: tuple[str, ...]


def read(photo: bytes) -> Read:
    """What the QR codes of a JPEG say; both empty when none could be read."""
    with Image.open(io.BytesIO(photo), formats=["JPEG"]) as image:
        found = zxingcpp.read_barcodes(image, formats=_QR_CODES)
    told = [_code(one.text) for one in found]
    texts = [one.text for one in found]
    return Read(
        frozenset(code for code in told if code),
        tuple(_host(text) for text, code in zip(texts, told, strict=True) if not code),
    )


def _code(text: str) -> str:
    """The folded code of an address of ours, in capitals or not; "" for anything else."""
    try:
        parts = urlsplit(text.strip())
        own = urlsplit(settings.current().public_url)
    except ValueError:
        return ""
    ours = f"{own.path}/r/".lower()
    if parts.netloc.lower() != own.netloc.lower() or not parts.path.lower().startswith(ours):
        return ""
    return codes.fold(parts.path[len(ours) :])


def _host(text: str) -> str:
    try:
        host = urlsplit(text.strip()).hostname
    except ValueError:
        host = None
    return (host or text)[:60]
