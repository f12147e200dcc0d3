"""The print kit: refusals, words, fonts, sheets; nothing is given out that was not read back."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from PIL import Image

from campaigns.prints import checking, colours, fonts, kit, logos, making, orders, setting, words
from campaigns.prints.checking import UnreadablePrint
from campaigns.prints.colours import Colours
from campaigns.prints.kit import Paper, Template
from campaigns.prints.symbols import Symbol
from campaigns.prints.words import Words
from core.errors import InvalidInput, StartRefused
from core.i18n import NNBSP, speaking
from tests.factories import prints

OURS = {"Bricolage", "Figtree", "AtkinsonHyperlegibleMono"}
SHEETS = [one for one in Template if one is not Template.STORY]


@pytest.mark.parametrize(
    ("ink", "ground", "field"),
    [
        ("#FFFFFF", "#6B1A4E", "ink"),
        ("#FFC533", "#1D1219", "ink"),
        ("#999999", "#FFFFFF", "ink"),
        ("#6B1A4E", "#8A3A6E", "ink"),
        ("prune", "#FFFFFF", "ink"),
        ("#6B1A4E", "#FFF", "ground"),
    ],
)
def test_colours_that_phones_lose_are_refused(ink: str, ground: str, field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        colours.checked(ink, ground)
    assert refused.value.field == field


def test_a_contrast_under_six_is_warned_and_three_is_the_least() -> None:
    assert colours.warning(colours.checked("#767676", "#ffffff")).startswith("Contraste 4,5")
    assert colours.warning(colours.checked("6b1a4e", "#FFFFFF")) == ""
    assert colours.contrast(colours.checked("#949494", "#FFFFFF")) == pytest.approx(3.03, abs=0.01)
    with pytest.raises(InvalidInput, match="il faut 3"):
        colours.checked("#959595", "#FFFFFF")
    assert all(colours.contrast(pair) >= colours.SAFE for pair in colours.PALETTE.values())


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7", b"<svg/>", b"\x89PNG\r\n\x1a\nnothing", b"x" * 2_000_001]
)
def test_a_logo_that_is_no_image_is_refused(content: bytes) -> None:
    with pytest.raises(InvalidInput) as refused:
        logos.checked(content)
    assert refused.value.field == "logo"


def test_a_logo_loses_its_size_and_what_the_camera_noted() -> None:
    photo, out = Image.new("RGB", (2000, 1000), "#123D7B"), BytesIO()
    noted = Image.Exif()
    noted[0x010F] = "Appareil de Nour"
    photo.save(out, "JPEG", exif=noted)
    kept = logos.checked(out.getvalue())
    assert b"Nour" in out.getvalue()
    assert b"Nour" not in kept
    assert Image.open(BytesIO(kept)).size == (600, 300)


def test_a_logo_over_a_fifth_of_the_side_is_refused() -> None:
    with pytest.raises(InvalidInput, match="20"):
        prints.order(Template.POSTER, logo=prints.logo(), logo_share=0.21)
    assert logos.modules(29, logos.LARGEST_SHARE) / 29 <= 0.2


@pytest.mark.parametrize("template", list(Template))
def test_a_logo_makes_level_h_and_none_makes_level_q(template: Template) -> None:
    for logo, level in ((b"", "Q"), (prints.logo(), "H")):
        page = next(checking.pictures(making.make(prints.order(template, logo=logo)).content))
        found = zxingcpp.read_barcodes(page, formats=checking._QR_CODES)
        assert {one.ec_level for one in found} == {level}


@pytest.mark.parametrize("template", list(Template))
def test_code_and_address_stand_in_clear_with_the_need_as_headline(template: Template) -> None:
    order = prints.order(template)
    made = making.make(order)
    if made.kind == "png":
        assert Image.open(BytesIO(made.content)).size == (1080, 1920)
        return
    said = " ".join(text(made.content).split())
    assert "porte-voix.example" in said
    assert "/r/000K7X" in said
    assert "Le permis, c’est cher. On t’aide." in said
    assert "Trois-Rives" in said


def test_relatives_are_told_vous() -> None:
    said = replace(prints.WORDS, for_relatives=True)
    assert "Scannez le code" in text(making.make(prints.order(Template.POSTER, words=said)).content)
    assert "Scanne le code" in text(making.make(prints.order(Template.POSTER)).content)


@pytest.mark.parametrize("template", [Template.POSTER, Template.FLYER])
def test_structures_stand_in_one_size_from_a_to_z(template: Template) -> None:
    document = pypdfium2.PdfDocument(making.make(prints.order(template)).content)
    page = document[0].get_textpage()
    heights = []
    for name in prints.WORDS.structures:
        searcher = page.search(name[:12])
        start, _length = searcher.get_next()
        # The height of a capital: what is above the baseline of the first letter.
        left, bottom, right, top = page.get_charbox(start, loose=True)
        heights.append(top - bottom)
        assert right > left
    assert heights == pytest.approx([heights[0]] * len(heights), abs=0.3)
    said = page.get_text_bounded()
    places = [said.index(name[:12]) for name in prints.WORDS.structures]
    assert places == sorted(places)


@pytest.mark.parametrize("template", SHEETS)
def test_only_our_fonts_are_in_the_file_and_whole_in_it(template: Template) -> None:
    content = making.make(prints.order(template)).content
    document = pypdfium2.PdfDocument(content)
    names = set()
    for page in document:
        for thing in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT], max_depth=5):
            font = thing.get_font()
            assert font.is_embedded, font.get_base_name()
            names.add(font.get_base_name().partition("+")[2].split("-")[0].removesuffix("Grotesque"))
    assert names
    assert names <= OURS


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_sign_of_the_templates_is_in_their_fonts(language: str) -> None:
    with speaking(language):
        said = "".join(
            [
                *words.labels().values(),
                *words.labels(for_relatives=True).values(),
                *(kit.label(one) for one in Template),
                f"0123456789{NNBSP}\u00a0«»’",
            ]
        )
    has = {
        name: set(TTFont(fonts.FOLDER / name).getBestCmap())
        for name in (*fonts.TEXT, *fonts.HEADING, *fonts.CODE)
    }
    for name in fonts.TEXT:
        # What Figtree lacks (U+202F) stands in Bricolage Grotesque, named after it in base.typ.
        assert not {sign for sign in said if ord(sign) not in has[name] | has[fonts.HEADING[0]]}
    for name in fonts.HEADING:
        assert not {sign for sign in said if ord(sign) not in has[name]}
    codes = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-./:_~"
    assert not {sign for sign in codes if ord(sign) not in has[fonts.CODE[0]]}
    assert NNBSP in said


def test_templates_name_no_font_but_ours() -> None:
    source = (setting.TEMPLATES / "base.typ").read_text()
    named = set(re.findall(r'"([A-Z][A-Za-z ]+)"', source))
    assert named == {"Bricolage Grotesque", "Figtree", "Atkinson Hyperlegible Mono"}


@pytest.mark.parametrize("sign", ["🔥", "م", "漢"])
def test_a_sign_that_no_font_has_is_refused_by_name(sign: str) -> None:
    said = Words("Permis", f"Viens {sign}", "Trois-Rives")
    with pytest.raises(InvalidInput, match=sign):
        prints.order(Template.POSTER, words=said)


def test_missing_fonts_refuse_the_print_and_say_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fonts, "FOLDER", tmp_path)
    fonts._font.cache_clear()
    fonts._drawn.cache_clear()
    with pytest.raises(StartRefused, match="scripts/start"):
        prints.order(Template.POSTER)


def test_typed_words_are_words_never_instructions() -> None:
    said = Words("Permis", "#set page(fill: red) $x$ *gras* _a_ <b>", "#pagebreak()")
    made = making.make(prints.order(Template.POSTER, words=said))
    assert "#set page(fill: red) $x$ *gras* _a_ <b>" in " ".join(text(made.content).split())
    assert len(pypdfium2.PdfDocument(made.content)) == 1


def test_long_words_never_reach_the_code() -> None:
    said = Words(
        "Administratif",
        "Des papiers à faire ? On les fait avec toi, au calme, sans rendez-vous, tout près.",
        "Mission pour la jeunesse de la vallée de la Basse-Sarre et du Haut-Pays réunis",
        tuple(f"Structure numéro {number} de la vallée de la Basse-Sarre" for number in range(15)),
        "Du lundi au vendredi de 9 h à 19 h, le samedi matin, et le dimanche sur rendez-vous au marché" * 2,
        "+33 1 99 00 12 34",
    )
    for template in Template:
        made = making.make(prints.order(template, words=said, host="maison-de-la-jeunesse." * 2 + "example"))
        assert made.codes == 1


def test_five_hundred_codes_are_five_hundred_different_cells() -> None:
    order = prints.order(Template.STICKER, 500)
    told: list[tuple[int, int]] = []
    made = making.make(order, lambda done, total, _text: told.append((done, total)))
    assert (made.pages, made.codes) == (28, 500)
    assert told == [(step, 30) for step in range(31)]
    read = [one for page in checking.pictures(made.content) for one in checking.read(page)]
    assert len(read) == len(set(read)) == 500
    assert set(read) == {one.content for one in order.cells}


def test_one_code_fills_its_sheet_and_several_take_a_cell_each() -> None:
    assert [len(page) for page in prints.order(Template.STICKER).pages] == [18]
    assert [len(page) for page in prints.order(Template.STICKER, 20).pages] == [18, 2]
    assert [len(page) for page in prints.order(Template.POSTER, 3).pages] == [1, 1, 1]


def test_a_print_whose_code_cannot_be_read_is_not_given_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setting, "drawn", faint)
    with pytest.raises(UnreadablePrint) as refused:
        making.make(prints.order(Template.STICKER, 20))
    assert (refused.value.page, len(refused.value.codes)) == (1, 18)
    assert "n’est pas donné" in refused.value.message


def test_a_print_that_says_another_code_is_not_given_out(monkeypatch: pytest.MonkeyPatch) -> None:
    good = setting.drawn(prints.order(Template.STICKER, 20))
    swapped = good | {"019K7X": good["018K7X"]}
    monkeypatch.setattr(setting, "drawn", lambda _order: swapped)
    with pytest.raises(UnreadablePrint) as refused:
        making.make(prints.order(Template.STICKER, 20))
    assert (refused.value.page, refused.value.codes) == (2, ("019K7X",))


def test_a_page_too_many_or_too_few_is_not_given_out() -> None:
    made = making.make(prints.order(Template.POSTER, 2))
    wanted = [[("000K7X", cell.content)] for cell in prints.cells(3)]
    for pages in (wanted[:1], wanted):
        with pytest.raises(UnreadablePrint):
            checking.check(made.content, pages)


@pytest.mark.parametrize(
    ("template", "count", "paper"),
    [
        (Template.STICKER, 0, None),
        (Template.STICKER, orders.MOST_CODES + 1, None),
        (Template.STORY, 2, None),
        (Template.FLYER, 1, Paper.A3),
    ],
)
def test_orders_that_cannot_be_are_refused(template: Template, count: int, paper: Paper | None) -> None:
    with pytest.raises(InvalidInput):
        prints.order(template, count, paper=paper)


def test_the_same_design_in_two_sizes() -> None:
    a4, a3 = (making.make(prints.order(Template.POSTER, paper=paper)) for paper in (Paper.A4, Paper.A3))
    sizes = [pypdfium2.PdfDocument(made.content)[0].get_size() for made in (a4, a3)]
    assert [tuple(round(side * 25.4 / 72) for side in size) for size in sizes] == [(210, 297), (297, 420)]
    assert "7,7\u00a0cm" in a4.advice
    assert "10,9\u00a0cm" in a3.advice


def test_a_dense_code_reads_from_less_far() -> None:
    assert kit.reads_from_cm(80, 29) == 80
    assert kit.reads_from_cm(80, 49) < 60


def faint(order: orders.Order) -> dict[str, Symbol]:
    """The drawings in a grey that is nearly the ground."""
    pale = orders.Order(order.template, order.paper, order.cells, Colours("#F8F8F8"))
    return _drawn(pale)


_drawn = setting.drawn


def text(content: bytes) -> str:
    """All words of a PDF."""
    return "\n".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(content))
