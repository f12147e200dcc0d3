"""Photos from phones, made harmless: bounded, re-encoded, without the place and the device they tell."""

from __future__ import annotations

import io

from PIL import Image, ImageOps

from core.errors import InvalidInput
from core.i18n import _

LARGEST = 12 * 1024 * 1024
MOST_PIXELS = 60_000_000
SIDE = 1600
"""The longer side of what is kept, in pixels."""
_TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
ACCEPTED = ",".join(_TYPES.values())
_QUALITY = 80


def cleaned(data: bytes, declared: str) -> bytes:
    """The photo as a JPEG of 1600 pixels at most, upright, with nothing but its picture.

    InvalidInput («photo») when it is too large, no photo, or not what its type says.
    """
    if len(data) > LARGEST:
        raise InvalidInput(_("Cette photo dépasse 12 Mo. Prenez-la en plus petit."), "photo")
    try:
        with Image.open(io.BytesIO(data), formats=list(_TYPES)) as opened:
            _check(opened, declared)
            # A large JPEG is drawn small at once: never all its pixels in memory.
            opened.draft("RGB", (SIDE, SIDE))
            upright = ImageOps.exif_transpose(opened).convert("RGB")
    except InvalidInput:
        raise
    except Exception:  # noqa: BLE001
        # A broken file fails in as many ways as there are decoders; none of them is our defect.
        raise _no_photo() from None
    upright.thumbnail((SIDE, SIDE))
    kept = Image.new("RGB", upright.size)
    kept.paste(upright)
    made = io.BytesIO()
    kept.save(made, "JPEG", quality=_QUALITY, optimize=True)
    return made.getvalue()


def _check(opened: Image.Image, declared: str) -> None:
    if _TYPES.get(opened.format or "") != declared.partition(";")[0].strip().lower().replace("jpg", "jpeg"):
        raise _no_photo()
    if opened.width * opened.height > MOST_PIXELS:
        raise InvalidInput(_("Cette photo a trop de pixels. Prenez-la en plus petit."), "photo")


def _no_photo() -> InvalidInput:
    return InvalidInput(
        _("Ce fichier n'est pas une photo JPEG, PNG ou WebP. Prenez la photo à nouveau."), "photo"
    )
