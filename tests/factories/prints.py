"""Orders to print in tests, and what happens to paper in the street."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw, ImageFilter

from campaigns.prints import orders
from campaigns.prints.kit import Template
from campaigns.prints.orders import Order
from campaigns.prints.symbols import Symbol
from campaigns.prints.words import Cell, Words
from core.i18n import typeset

WORDS = Words(
    "Permis",
    typeset("Le permis, c'est cher. On t'aide."),
    "Trois-Rives",
    ("Centre social des Tilleuls", "Club L’Ancre", "École de la deuxième chance", "Épicerie solidaire"),
    typeset("Du lundi au vendredi, 9 h à 20 h"),
    "01 99 00 12 34",
)
_CODE = "K7X9QTKMRWPN346779FGHJTW"


def cells(
    count: int = 1, host: str = "porte-voix.example", length: int = 6, words: Words = WORDS
) -> list[Cell]:
    """That many codes of `length` signs, under an address of ours."""
    codes = [f"{number:03d}{_CODE}"[:length] for number in range(count)]
    return [
        Cell(code, f"HTTPS://{host.upper()}/R/{code}", host, f"/r/{code}", words, f"Boulangerie {code}")
        for code in codes
    ]


def order(template: Template, count: int = 1, **traits: Any) -> Order:
    """An order; `host`, `length` and `words` go to its cells, the rest to the order."""
    of_cells = {name: traits.pop(name) for name in ("host", "length", "words") if name in traits}
    return orders.order(template, cells(count, **of_cells), **traits)


def logo(side: int = 300) -> bytes:
    """A loud logo as PNG."""
    image = Image.new("RGBA", (side, side // 2), "#C4321F")
    ImageDraw.Draw(image).ellipse((0, 0, side // 2, side // 2), fill="#FFC533")
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def damaged(
    image: Image.Image, drawing: Symbol, *, lean: tuple[float, float], stain: tuple[float, float], blur: float
) -> Image.Image:
    """A symbol (cropped with its quiet zone) after the street: a stain of 5 % of it, perspective, blur.

    `stain` places the stain, from 0 to 1 in both directions, away from the three corner marks;
    `lean` moves two corners by that share of the side.
    """
    side = image.width
    module = side / drawing.whole
    start, width = 4 * module, drawing.side * module
    picture = image.convert("L")
    radius = width * (0.05 / 3.14159) ** 0.5
    # Away from the marks (8 modules with their edge) and inside the symbol.
    x = start + radius + stain[0] * (width - 2 * radius)
    y = start + radius + stain[1] * (width - 2 * radius)
    marks = 8 * module + radius
    if x < start + marks and (y < start + marks or y > start + width - marks):
        x = start + marks
    if y < start + marks and x > start + width - marks:
        y = start + marks
    ImageDraw.Draw(picture).ellipse((x - radius, y - radius, x + radius, y + radius), fill=70)
    left, right = lean[0] * side, lean[1] * side
    # The quadrilateral of the source that fills the result: a margin keeps the whole symbol in.
    corners = (-left, 0, 0, side + right, side + left, side, side, -right)
    flat = picture.transform(
        (side, side), Image.Transform.QUAD, corners, Image.Resampling.BICUBIC, fillcolor=255
    )
    return flat.filter(ImageFilter.GaussianBlur(blur))
