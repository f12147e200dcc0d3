"""The templates that can be printed, and from how far their codes can be read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from campaigns.models import PlacementKind
from campaigns.prints.symbols import QUIET_ZONE
from core.i18n import _, mark, number


class Template(StrEnum):
    """What is printed; each has its file templates/<value>.typ."""

    POSTER = "poster"
    FLYER = "flyer"
    STICKER = "sticker"
    AMBASSADOR = "ambassador"
    GODPARENT = "godparent"
    STORY = "story"


class Paper(StrEnum):
    """The sheet; a story is an image, not a sheet."""

    A4 = "a4"
    A3 = "a3"
    SCREEN = "screen"


@dataclass(frozen=True)
class Spec:
    """One template: its papers (the usual one first), codes on a page, width of one with its quiet zone."""

    label: str
    papers: tuple[Paper, ...]
    cells: int
    code_mm: float

    @property
    def many(self) -> bool:
        """Whether a page holds several cells: one code fills them all, many codes get one each."""
        return self.cells > 1


SPECS: dict[Template, Spec] = {
    Template.POSTER: Spec(mark("Affiche"), (Paper.A4, Paper.A3), 1, 98),
    Template.FLYER: Spec(mark("Flyers A6, quatre par feuille"), (Paper.A4,), 4, 46),
    Template.STICKER: Spec(mark("Autocollants, 18 par feuille"), (Paper.A4,), 18, 36),
    Template.AMBASSADOR: Spec(mark("Cartes d'ambassadeur·rice, 10 par feuille"), (Paper.A4,), 10, 38),
    Template.GODPARENT: Spec(mark("Cartes de parrainage, 10 par feuille"), (Paper.A4,), 10, 38),
    Template.STORY: Spec(mark("Image de story"), (Paper.SCREEN,), 1, 0),
}
_USUAL = {
    PlacementKind.POSTER: Template.POSTER,
    PlacementKind.FLYER: Template.FLYER,
    PlacementKind.BIO: Template.STORY,
    PlacementKind.PRESCRIBER_CARD: Template.GODPARENT,
    PlacementKind.GODPARENT_CARD: Template.GODPARENT,
}
_USUAL_MODULES = 33
_A3 = 2**0.5


def usual(kind: PlacementKind) -> Template:
    """The template to offer first for a placement of that kind."""
    return _USUAL.get(kind, Template.POSTER)


def label(template: Template) -> str:
    """Its name on screen."""
    return _(SPECS[template].label)


def code_mm(template: Template, paper: Paper, modules: int) -> float:
    """The printed side of a symbol of that many modules, without its quiet zone; 0 on a screen."""
    whole = SPECS[template].code_mm * (_A3 if paper is Paper.A3 else 1)
    return whole * modules / (modules + 2 * QUIET_ZONE)


def reads_from_cm(side_mm: float, modules: int) -> int:
    """From how far a phone reads it: ten times its side, less when a long address makes fine modules."""
    return int(side_mm * min(1.0, _USUAL_MODULES / modules))


def advice(template: Template, paper: Paper, modules: int) -> str:
    """How large the code is and from how far it reads, in a sentence."""
    side = code_mm(template, paper, modules)
    if not side:
        return _("Sur un écran, le code est fait pour un autre téléphone : l'adresse courte est en clair.")
    return _(
        "Code de {side} cm : il se lit jusqu'à {distance} cm environ.",
        side=number(side / 10, 1),
        distance=number(reads_from_cm(side, modules)),
    )
