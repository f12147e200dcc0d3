"""QR codes of links alone, for print: level Q, quiet zone of 4 modules inside the file.

Each file is read back before it is given. The content is all capitals where it can be: a QR code
holds capitals in fewer, larger modules.
"""

from __future__ import annotations

from io import BytesIO
from urllib.parse import urlsplit

import segno
import typst

from campaigns.models import Code
from campaigns.prints import checking
from core import settings

QUIET_ZONE = 4
_ON_A_PAGE = b"""#set page(width: auto, height: auto, margin: 0pt)
#image(bytes(sys.inputs.svg), format: "svg", width: 40mm)"""
PRINT_SCALE = 20
"""Pixels a module: 25 modules and the quiet zone make 660 pixels, 5.6 cm at 300 dpi."""


def content(code: Code) -> str:
    """The address in the QR code; host and code in capitals, a base path as it was set."""
    parts = urlsplit(settings.current().public_url)
    return f"{parts.scheme.upper()}://{parts.netloc.upper()}{parts.path}/R/{code.shown.upper()}"


def svg(code: Code) -> str:
    """A whole SVG image, 1 mm a module unless the place that shows it sets another size."""
    image = BytesIO()
    _made(code).save(
        image,
        kind="svg",
        border=QUIET_ZONE,
        light="#fff",
        unit="mm",
        title=code.shown,
        xmldecl=False,
        nl=False,
        svgclass=None,
        lineclass=None,
    )
    drawing = image.getvalue().decode()
    _read_back(code, _rendered(drawing))
    return drawing


def png(code: Code, scale: int = PRINT_SCALE) -> bytes:
    """A PNG image of `scale` pixels a module: a longer address makes a larger image, not finer modules."""
    image = BytesIO()
    _made(code).save(image, kind="png", border=QUIET_ZONE, scale=scale)
    _read_back(code, image.getvalue())
    return image.getvalue()


def _made(code: Code) -> segno.QRCode:
    return segno.make_qr(content(code), error="q", boost_error=False)


def _rendered(drawing: str) -> bytes:
    return typst.compile(_ON_A_PAGE, format="png", ppi=checking.RESOLUTION, sys_inputs={"svg": drawing})


def _read_back(code: Code, image: bytes) -> None:
    checking.check(image, [[(code.shown, content(code))]])
