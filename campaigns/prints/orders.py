"""One order: what to print, for which codes, in which words and colours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from campaigns.prints import fonts, kit, logos
from campaigns.prints.colours import PLUM, Colours
from campaigns.prints.kit import SPECS, Paper, Template
from campaigns.prints.words import Cell
from core.errors import InvalidInput
from core.i18n import _, number

MOST_CODES = 1000


@dataclass(frozen=True)
class Order:
    """An order that was checked; `logo` is a checked PNG."""

    template: Template
    paper: Paper
    cells: tuple[Cell, ...]
    colours: Colours = PLUM
    logo: bytes = field(default=b"", repr=False)
    logo_share: float = logos.LARGEST_SHARE

    @property
    def pages(self) -> tuple[tuple[Cell, ...], ...]:
        """The cells of each page: a single code fills its sheet, several get one cell each."""
        size = SPECS[self.template].cells
        cells = self.cells * size if len(self.cells) == 1 else self.cells
        return tuple(cells[start : start + size] for start in range(0, len(cells), size))

    @property
    def kind(self) -> Literal["pdf", "png"]:
        """«pdf», or «png» for the story."""
        return "png" if self.paper is Paper.SCREEN else "pdf"


def order(
    template: Template,
    cells: Sequence[Cell],
    *,
    paper: Paper | None = None,
    colours: Colours = PLUM,
    logo: bytes = b"",
    logo_share: float = logos.LARGEST_SHARE,
) -> Order:
    """The order, or InvalidInput naming what cannot be printed («codes», «paper», «logo»)."""
    spec = SPECS[template]
    if not cells:
        raise InvalidInput(_("Choisissez au moins un code à imprimer."), "codes")
    if len(cells) > MOST_CODES:
        raise InvalidInput(_("Gardez {most} codes au plus par fichier.", most=number(MOST_CODES)), "codes")
    if template is Template.STORY and len(cells) > 1:
        raise InvalidInput(_("Une image de story porte un seul code. Choisissez-en un."), "codes")
    paper = paper or spec.papers[0]
    if paper not in spec.papers:
        raise InvalidInput(
            _("« {template} » n'existe pas sur ce papier.", template=kit.label(template)), "paper"
        )
    for words in {one.words for one in cells}:
        fonts.check_text(words.headline, words.consortium, words.hours, *words.structures)
    if logo:
        logos.check_share(logo_share)
    return Order(template, paper, tuple(cells), colours, logo, logo_share)
