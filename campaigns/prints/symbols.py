"""One QR code as it is drawn on paper: one path for all its modules, so that no seam shows."""

from __future__ import annotations

from dataclasses import dataclass

import segno

from campaigns.prints import logos
from campaigns.prints.colours import Colours

QUIET_ZONE = 4
"""Modules of ground around the symbol, as the standard asks; part of every drawing."""
_QUICK_MASK = 3
STREET, REPAIRING = "q", "h"


@dataclass(frozen=True)
class Symbol:
    """A code: what a phone reads, modules on a side without the quiet zone, drawing with it."""

    content: str
    side: int
    svg: str

    @property
    def whole(self) -> int:
        """Modules on a side, quiet zone included."""
        return self.side + 2 * QUIET_ZONE


def symbol(content: str, colours: Colours, *, logo_share: float = 0.0, quick: bool = False) -> Symbol:
    """The symbol of `content`; with a logo at level H, and a hole of whole modules for it.

    `quick` takes one mask unseen, where choosing the best of eight for each of hundreds would take
    seconds; phones read them all.
    """
    level, mask = REPAIRING if logo_share else STREET, _QUICK_MASK if quick else None
    matrix = segno.make_qr(content, error=level, mask=mask, boost_error=False).matrix
    side = len(matrix)
    hole = logos.modules(side, logo_share) if logo_share else 0
    free = range((side - hole) // 2, (side + hole) // 2)
    path = "".join(
        _row(y, [bool(dark) and not (x in free and y in free) for x, dark in enumerate(row)])
        for y, row in enumerate(matrix)
    )
    whole = side + 2 * QUIET_ZONE
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {whole} {whole}">'
        f'<path fill="{colours.ground}" d="M0 0h{whole}v{whole}H0z"/>'
        f'<path fill="{colours.ink}" d="{path}"/></svg>'
    )
    return Symbol(content, side, svg)


def _row(y: int, dark: list[bool]) -> str:
    """The dark runs of a row as rectangles."""
    found, start = [], None
    for x, is_dark in enumerate([*dark, False]):
        if is_dark and start is None:
            start = x
        elif not is_dark and start is not None:
            found.append(f"M{start + QUIET_ZONE} {y + QUIET_ZONE}h{x - start}v1h{start - x}z")
            start = None
    return "".join(found)
