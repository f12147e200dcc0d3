"""An order in, a file out that was read back page by page: what is downloaded comes from here only."""

from __future__ import annotations

from dataclasses import dataclass, field

from campaigns.prints import checking, kit, setting
from campaigns.prints.orders import Order
from core.i18n import _
from core.jobs import Progress

MEDIA = {"pdf": "application/pdf", "png": "image/png"}


@dataclass(frozen=True)
class Print:
    """A checked file."""

    content: bytes = field(repr=False)
    kind: str
    name: str
    pages: int
    codes: int
    advice: str

    @property
    def media_type(self) -> str:
        """For the download."""
        return MEDIA[self.kind]


def make(order: Order, progress: Progress | None = None) -> Print:
    """The file of an order; UnreadablePrint when a code of it would not be read."""
    pages = order.pages
    steps = len(pages) + 2
    told = progress or _silent
    told(0, steps, _("Dessin des codes"))
    drawings = setting.drawn(order)
    told(1, steps, _("Mise en page"))
    content = setting.set_in_type(order, drawings)
    told(2, steps, _("Relecture de chaque code"))
    checking.check(
        content,
        [[(cell.code, cell.content) for cell in page] for page in pages],
        lambda done: told(2 + done, steps, _("Page {done} sur {total} relue", done=done, total=len(pages))),
    )
    return Print(
        content=content,
        kind=order.kind,
        name=_name(order),
        pages=len(pages),
        codes=len(order.cells),
        advice=kit.advice(order.template, order.paper, max(one.side for one in drawings.values())),
    )


def preview(made: Print, resolution: int = 75) -> bytes:
    """The first page as a PNG to look at."""
    return checking.first_page(made.content, resolution)


def _name(order: Order) -> str:
    which = order.cells[0].code if len(order.cells) == 1 else f"{len(order.cells)}-codes"
    return f"{which}-{order.template.value}-{order.paper.value}.{order.kind}"


def _silent(_done: int, _total: int, _text: str) -> None:
    """Progress that nobody watches."""
