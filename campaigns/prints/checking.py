"""Nothing leaves before this: every page is drawn as a printer would, and every code on it read back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from io import BytesIO

import pypdfium2
import zxingcpp
from PIL import Image

from core.errors import PorteVoixError
from core.i18n import _

_QR_CODES = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
RESOLUTION = 200
"""Dots an inch: what a plain office printer surely does."""


class UnreadablePrint(PorteVoixError):
    """A code of the file could not be read back, or says something else: the file is not given out."""

    def __init__(self, page: int, codes: Sequence[str]) -> None:
        super().__init__(
            _(
                "Page {page} : {codes} ne se lit pas une fois imprimé. Le fichier n'est pas donné. "
                "Foncez la couleur, enlevez le logo ou raccourcissez l'adresse du site.",
                page=page,
                codes=", ".join(codes) or _("un code"),
            )
        )
        self.page = page
        self.codes = tuple(codes)


def check(
    content: bytes,
    pages: Sequence[Sequence[tuple[str, str]]],
    told: Callable[[int], None] = lambda _done: None,
) -> None:
    """Read every code of a PDF or PNG back; `pages` holds (code, what a phone must read) of each page.

    `told` is called with the number of pages done. Raises UnreadablePrint at the first page that fails.
    """
    drawn = 0
    for drawn, image in enumerate(pictures(content), start=1):
        if drawn > len(pages):
            raise UnreadablePrint(drawn, ())
        _check_page(image, drawn, pages[drawn - 1])
        told(drawn)
    if drawn != len(pages):
        raise UnreadablePrint(drawn + 1, [code for code, _content in pages[drawn]])


def pictures(content: bytes, resolution: int = RESOLUTION) -> Iterator[Image.Image]:
    """The pages as grey images; a PNG is its own page."""
    if not content.startswith(b"%PDF"):
        with Image.open(BytesIO(content)) as image:
            yield image.convert("L")
        return
    with closing(pypdfium2.PdfDocument(content)) as document:
        for page in document:
            yield page.render(scale=resolution / 72, grayscale=True).to_pil()
            page.close()


def first_page(content: bytes, resolution: int) -> bytes:
    """The first page of a PDF as a PNG in colours; a PNG as it is."""
    if not content.startswith(b"%PDF"):
        return content
    with closing(pypdfium2.PdfDocument(content)) as document, BytesIO() as out:
        document[0].render(scale=resolution / 72).to_pil().save(out, "PNG")
        return out.getvalue()


def read(image: Image.Image) -> list[str]:
    """What a phone reads on an image."""
    found = zxingcpp.read_barcodes(image, formats=_QR_CODES, try_invert=False)
    return [one.text for one in found]


def _check_page(image: Image.Image, number: int, expected: Sequence[tuple[str, str]]) -> None:
    wanted = Counter(content for _code, content in expected)
    found = Counter(read(image))
    if found != wanted:
        lost = wanted - found
        raise UnreadablePrint(number, sorted({code for code, content in expected if content in lost}))
