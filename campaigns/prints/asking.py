"""From a wish typed on a page or a command to a checked order, for codes that are in service."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaigns import links
from campaigns.models import Code, Link, Placement
from campaigns.prints import colours, logos, orders, qr, words
from campaigns.prints.colours import PLUM
from campaigns.prints.kit import Paper, Template
from campaigns.prints.orders import Order
from campaigns.prints.words import Cell
from core.errors import Conflict, NotFound
from core.i18n import _
from core.people import folded


@dataclass(frozen=True)
class Wish:
    """What somebody asks for; nothing of it was checked yet. `logo` is an uploaded file."""

    template: Template
    paper: Paper | None = None
    ink: str = PLUM.ink
    ground: str = PLUM.ground
    headline: str = ""
    logo: bytes = field(default=b"", repr=False)

    def plain(self) -> dict[str, Any]:
        """The wish as plain values, for a job's arguments."""
        return vars(self) | {"logo": b64encode(self.logo).decode()}

    @classmethod
    def from_plain(cls, values: Mapping[str, Any]) -> Wish:
        """The wish again."""
        paper = Paper(values["paper"]) if values["paper"] else None
        given = {name: values[name] for name in ("ink", "ground", "headline")}
        return cls(Template(values["template"]), paper, logo=b64decode(values["logo"]), **given)


def of_placements(session: Session, consortium_id: UUID, placement_ids: Iterable[UUID], wish: Wish) -> Order:
    """The order for those placements, by place.

    InvalidInput names what cannot be printed; NotFound for a placement of another consortium,
    Conflict for a code that was given back.
    """
    wanted = set(placement_ids)
    query = (
        select(Placement, Link, Code)
        .join(Link, Link.placement_id == Placement.id)
        .join(Code, Code.link_id == Link.id)
        .where(Placement.id.in_(wanted), Placement.consortium_id == consortium_id)
        .order_by(Code.text.desc())
    )
    found = {placement.id: (placement, link, code) for placement, link, code in session.execute(query)}
    if wanted - set(found):
        raise NotFound(_("Ce support est introuvable. Revenez à la liste des supports."))
    sayings: dict[tuple[str, UUID | None], words.Words] = {}
    cells = []
    for placement, link, code in sorted(found.values(), key=lambda one: (folded(one[0].place), one[2].text)):
        key = (link.destination, link.campaign_id)
        if key not in sayings:
            sayings[key] = words.of_link(session, link, wish.headline)
        cells.append(_cell(link, code, sayings[key], placement.place))
    return _order(cells, wish)


def of_link(session: Session, link: Link, wish: Wish) -> Order:
    """The order for one code, a placement's or an ambassador's; the same refusals."""
    code = links.code_of(session, link.id)
    placement = session.get(Placement, link.placement_id) if link.placement_id else None
    said = words.of_link(session, link, wish.headline)
    return _order([_cell(link, code, said, placement.place if placement else "")], wish)


def _cell(link: Link, code: Code, said: words.Words, place: str) -> Cell:
    if link.retired_at is not None:
        raise Conflict(_("Le code {code} a été retiré : ne l'imprimez pas.", code=code.shown))
    return words.cell(code, qr.content(code), said, place)


def _order(cells: list[Cell], wish: Wish) -> Order:
    return orders.order(
        wish.template,
        cells,
        paper=wish.paper,
        colours=colours.checked(wish.ink, wish.ground),
        logo=logos.checked(wish.logo) if wish.logo else b"",
    )
