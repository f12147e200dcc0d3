"""A logo in the middle of a code: small, on its own ground, and only with level H, which repairs it."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, UnidentifiedImageError

from core.errors import InvalidInput
from core.i18n import _

LARGEST_SHARE = 0.2
"""Of the symbol's side, the ground around the logo included."""
LARGEST_FILE = 2_000_000
_KINDS = ("PNG", "JPEG", "WEBP")
_SIDE = 600
_MOST_PIXELS = 20_000_000


def checked(content: bytes) -> bytes:
    """The logo as a PNG of at most 600 pixels; InvalidInput («logo») when it is no image that prints."""
    if len(content) > LARGEST_FILE:
        raise InvalidInput(_("Ce logo est trop lourd. Gardez un fichier de 2 Mo au plus."), "logo")
    try:
        with Image.open(BytesIO(content), formats=_KINDS) as image:
            if image.width * image.height > _MOST_PIXELS:
                raise InvalidInput(_("Ce logo est trop grand. Réduisez-le à 600 pixels de côté."), "logo")
            picture = image.convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        raise InvalidInput(
            _("Ce fichier n'est pas une image lisible. Donnez un logo en PNG, JPEG ou WebP."), "logo"
        ) from None
    except Image.DecompressionBombError:
        raise InvalidInput(_("Ce logo est trop grand. Réduisez-le à 600 pixels de côté."), "logo") from None
    picture.thumbnail((_SIDE, _SIDE))
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def check_share(share: float) -> float:
    """The logo's share of the symbol's side; InvalidInput («logo») above a fifth."""
    if not 0 < share <= LARGEST_SHARE:
        raise InvalidInput(
            _("Le logo prend trop de place dans le code. Gardez-le sous 20 % du côté."), "logo"
        )
    return share


def modules(side: int, share: float) -> int:
    """How many modules of a symbol of `side` the logo takes, odd like the side, so that it is centred."""
    most = int(side * share)
    return most if most % 2 else most - 1
