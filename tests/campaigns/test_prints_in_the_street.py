"""Every template is still read after the street: stained, blurred, leaning, printed at 200 dots an inch."""

from __future__ import annotations

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from campaigns.prints import checking, colours, kit, making, setting
from campaigns.prints.kit import SPECS, Template
from tests.factories import prints

LEAN = st.floats(0, 0.05)
SHARE = st.floats(0, 1)
HOSTS = st.integers(9, 60).map(lambda length: f"{'trois-rives-' * 5}"[: length - 8].rstrip("-") + ".example")
PALETTE = st.sampled_from([*colours.PALETTE.values(), colours.Colours("#8A6A84"), colours.Colours("#767676")])


def first_symbol(page: Image.Image, modules: int) -> Image.Image:
    """The first symbol of a page, with its quiet zone."""
    found = zxingcpp.read_barcodes(page, formats=checking._QR_CODES)[0].position
    left, top = found.top_left.x, found.top_left.y
    side = found.bottom_right.x - left
    quiet = side * 4 / modules
    right, bottom = left + side + quiet, top + side + quiet
    return page.crop((int(left - quiet), int(top - quiet), int(right), int(bottom)))


@pytest.mark.parametrize("with_logo", [False, True], ids=["plain", "logo"])
@pytest.mark.parametrize("template", list(Template))
@settings(max_examples=8, deadline=None)
@given(
    host=HOSTS,
    length=st.integers(6, 24),
    pair=PALETTE,
    lean=st.tuples(LEAN, LEAN),
    stain=st.tuples(SHARE, SHARE),
    blur=st.floats(0, 1.2),
)
def test_a_print_is_read_after_the_street(
    template: Template,
    with_logo: bool,
    host: str,
    length: int,
    pair: colours.Colours,
    lean: tuple[float, float],
    stain: tuple[float, float],
    blur: float,
) -> None:
    order = prints.order(
        template, host=host, length=length, colours=pair, logo=prints.logo() if with_logo else b""
    )
    drawing = setting.drawn(order)[order.cells[0].code]
    content = setting.set_in_type(order, {order.cells[0].code: drawing})
    page = next(checking.pictures(content))
    there = prints.damaged(first_symbol(page, drawing.side), drawing, lean=lean, stain=stain, blur=blur)
    assert checking.read(there) == [order.cells[0].content]


@pytest.mark.parametrize("template", [one for one in Template if SPECS[one].code_mm])
def test_the_advice_says_the_size_that_is_on_paper(template: Template) -> None:
    order = prints.order(template)
    drawing = setting.drawn(order)[order.cells[0].code]
    page = next(checking.pictures(making.make(order).content, 254))
    found = zxingcpp.read_barcodes(page, formats=checking._QR_CODES)[0].position
    printed = (found.bottom_right.x - found.top_left.x) / 10
    assert kit.code_mm(template, order.paper, drawing.side) == pytest.approx(printed, abs=0.5)
