"""Sets an order in type: data in, PDF or PNG out. Nothing of it may be handed out before `checking`."""

from __future__ import annotations

import json
from base64 import b64encode
from functools import cache
from pathlib import Path

import typst

from campaigns.prints import fonts, symbols, words
from campaigns.prints.kit import SPECS
from campaigns.prints.orders import Order
from campaigns.prints.symbols import Symbol
from campaigns.prints.words import Cell, Words

TEMPLATES = Path(__file__).parent / "templates"
_MANY = 50
_STORY_PPI = 72
"""The story's page is 1080 × 1920 points: a point is a pixel."""


def drawn(order: Order) -> dict[str, Symbol]:
    """The symbol of each code of the order, by code."""
    share = order.logo_share if order.logo else 0.0
    quick = len(order.cells) > _MANY
    return {
        one.code: symbols.symbol(one.content, order.colours, logo_share=share, quick=quick)
        for one in order.cells
    }


def set_in_type(order: Order, drawings: dict[str, Symbol]) -> bytes:
    """The whole file."""
    sayings = list(dict.fromkeys(one.words for one in order.cells))
    data = {
        "paper": order.paper.value,
        "ink": order.colours.ink,
        "ground": order.colours.ground,
        "words": [_said(one) for one in sayings],
        "code_mm": SPECS[order.template].code_mm,
        "symbols": {code: one.svg for code, one in drawings.items()},
        "logo": _picture(order.logo),
        "logo_share": order.logo_share,
        "pages": [[_cell(one, drawings[one.code], sayings) for one in page] for page in order.pages],
    }
    return typst.compile(
        str(TEMPLATES / f"{order.template.value}.typ"),
        root=str(TEMPLATES),
        font_paths=_fonts(),
        format=order.kind,
        ppi=_STORY_PPI if order.kind == "png" else None,
        sys_inputs={"data": json.dumps(data)},
    )


def _said(one: Words) -> dict[str, object]:
    labels = words.labels(for_relatives=one.for_relatives)
    return vars(one) | {"sentences": one.sentences, "labels": labels}


def _cell(one: Cell, drawing: Symbol, sayings: list[Words]) -> dict[str, object]:
    place = "".join(sign for sign in one.place if fonts.prints(sign))
    shown = {"code": one.code, "host": one.host, "path": one.path, "place": place}
    return shown | {"side": drawing.side, "words": sayings.index(one.words)}


@cache
def _fonts() -> typst.Fonts:
    """Ours only: a print looks the same on every machine, and no font is borrowed in silence."""
    fonts.check()
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(fonts.FOLDER)]
    )


def _picture(png: bytes) -> str:
    """A PNG inside an SVG, which the data can carry as text; empty without one."""
    if not png:
        return ""
    width, height = (int.from_bytes(png[place : place + 4], "big") for place in (16, 20))
    text = b64encode(png).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
        f'<image width="{width}" height="{height}" href="data:image/png;base64,{text}"/></svg>'
    )
