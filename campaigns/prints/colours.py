"""The two colours of a print: the ink of code and text, the ground under them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from core.errors import InvalidInput
from core.i18n import _, mark, number

LEAST = 3.0
"""Below this ratio phones lose the code: refused."""
SAFE = 6.0
"""Below this one it is read, but not by an old phone in the rain: warned."""
_HEX = re.compile(r"#?[0-9A-Fa-f]{6}")


@dataclass(frozen=True)
class Colours:
    """Ink and ground as «#RRGGBB»; what is in reverse swaps them."""

    ink: str
    ground: str = "#FFFFFF"


PLUM = Colours("#6B1A4E")
PALETTE: dict[str, Colours] = {
    mark("Prune"): PLUM,
    mark("Nuit"): Colours("#123D7B"),
    mark("Sapin"): Colours("#0F5534"),
    mark("Brique"): Colours("#8F1F10"),
    mark("Encre sur jaune"): Colours("#1D1219", "#FFC533"),
}
"""Pairs that are safe, by the name shown."""


def checked(ink: str, ground: str) -> Colours:
    """The two colours, or InvalidInput («ink», «ground») when the code could not be read."""
    colours = Colours(_hex(ink, "ink"), _hex(ground, "ground"))
    if _luminance(colours.ink) >= _luminance(colours.ground):
        raise InvalidInput(
            _("Un code clair sur fond sombre ne se lit pas partout. Mettez la couleur sombre sur la claire."),
            "ink",
        )
    ratio = contrast(colours)
    if ratio < LEAST:
        raise InvalidInput(
            _(
                "Ces deux couleurs sont trop proches (contraste {ratio}, il faut {least}). Foncez l'encre.",
                ratio=number(ratio, 1),
                least=number(LEAST),
            ),
            "ink",
        )
    return colours


def warning(colours: Colours) -> str:
    """A sentence when the code would be read with trouble; empty when all is well."""
    ratio = contrast(colours)
    if ratio >= SAFE:
        return ""
    return _(
        "Contraste {ratio} : un vieux téléphone ou une mauvaise lumière peut échouer. Visez {safe} ou plus.",
        ratio=number(ratio, 1),
        safe=number(SAFE),
    )


def contrast(colours: Colours) -> float:
    """The contrast ratio of WCAG, from 1 to 21."""
    dark, light = sorted((_luminance(colours.ink), _luminance(colours.ground)))
    return (light + 0.05) / (dark + 0.05)


def _hex(text: str, field: str) -> str:
    if not _HEX.fullmatch(text.strip()):
        raise InvalidInput(_("Donnez une couleur en six chiffres, comme #6B1A4E."), field)
    return f"#{text.strip().removeprefix('#').upper()}"


def _luminance(colour: str) -> float:
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
