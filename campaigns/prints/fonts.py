"""The fonts of prints: whole TTF files that set-up copied; what they cannot print is refused by name."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from PIL import ImageFont

from core.errors import InvalidInput, StartRefused
from core.i18n import _

FOLDER = Path(__file__).parents[2] / "static" / "print"
TEXT = ("Figtree_400Regular.ttf", "Figtree_600SemiBold.ttf")
HEADING = ("BricolageGrotesque_600SemiBold.ttf", "BricolageGrotesque_800ExtraBold.ttf")
CODE = ("AtkinsonHyperlegibleMono_700Bold.ttf",)
_NOBODY_HAS_IT = "\U0010fffd"


def absent() -> list[str]:
    """The files that set-up did not bring."""
    return [name for name in (*TEXT, *HEADING, *CODE) if not (FOLDER / name).exists()]


def check() -> None:
    """StartRefused when fonts are absent."""
    if absent():
        raise StartRefused(_("Il manque des polices d'impression. Relancez scripts/start."))


def check_text(*texts: str) -> None:
    """InvalidInput when a text holds a sign that would print as an empty box (a smiley, another script)."""
    for text in texts:
        for sign in text:
            if not prints(sign):
                raise InvalidInput(
                    _(
                        "« {text} » contient un signe qui ne s'imprime pas : {sign}. Retirez-le.",
                        text=text,
                        sign=sign,
                    ),
                    "headline",
                )


def prints(sign: str) -> bool:
    """Whether headings and texts have that sign: each borrows from the other."""
    return any(_drawn(name, sign) != _drawn(name, _NOBODY_HAS_IT) for name in (TEXT[0], HEADING[1]))


@cache
def _drawn(name: str, sign: str) -> tuple[bytes, float]:
    mask = _font(name).getmask(sign, mode="1")
    return bytes(mask), _font(name).getlength(sign)


@cache
def _font(name: str) -> ImageFont.FreeTypeFont:
    check()
    return ImageFont.truetype(FOLDER / name, 32)
