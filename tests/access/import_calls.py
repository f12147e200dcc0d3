"""How the access tests call imports: one export that speaks of the first consortium's post, one to explain."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from app import importing
from connectors.exports import reading
from connectors.exports.rows import Column, Export, Role, Unknown
from connectors.records import MeasureName
from core import people
from core.errors import InvalidInput
from core.people import Actor
from core.territory import Channel
from reach.imports import keeping, looking, matching, meanings, said, uploads
from reach.imports.looking import Wish
from tests.access.world import REEL, World
from tests.connectors import export_files as files

Call = Callable[[Session, Actor, World], object]
Reading = Callable[[Session, UUID, World], object]
DAY = date(2026, 1, 15)
_HEAD = ["Post ID", "Account username", "Permalink", "Post type", "Date", "Views", "Reach"]
POSTS = files.table([_HEAD, ["1", "trois.rives", REEL, "IG reel", "Lifetime", "1,204", "998"]]).encode()
DAYS = files.meta_daily(("Couverture Instagram", [("2026-01-01T00:00:00", "12")]))
NEW = files.table([["Lien", "Portée"], [REEL, "7"]]).encode()


def _read(data: bytes = POSTS) -> Export:
    return reading.read(data, DAY)


def _unknown() -> Unknown:
    (found,) = _read(NEW).unknown
    return found


def _explain(session: Session, actor: Actor, _world: World) -> object:
    roles: dict[str, Role] = {"Lien": Column.LINK, "Portée": MeasureName.REACH}
    meanings.explain(session, actor, _unknown(), Channel.INSTAGRAM, roles)
    return None


def _command(session: Session, consortium: UUID, _world: World) -> object:
    try:
        return importing.look(session, consortium, NEW, DAY, DAY)
    except InvalidInput:
        return "headers that nobody explained"


def fill(session: Session, world: World) -> None:
    """One import of posts, one of days, one explanation: all in the first consortium."""
    actor = world.actors["own", people.Role.COORDINATOR]
    keeping.keep(session, actor, _read(), Wish(DAY))
    (account,) = [
        one for one in matching.accounts(session, actor.consortium_id) if one.network is Channel.INSTAGRAM
    ][:1]
    keeping.keep(session, actor, _read(DAYS), Wish(DAY, account.id))
    _explain(session, actor, world)


ACTS: dict[str, Call] = {
    "reach.imports.keeping.keep": lambda s, a, _w: keeping.keep(s, a, _read(), Wish(DAY)),
    "reach.imports.meanings.explain": _explain,
    "reach.imports.uploads.put": lambda s, a, _w: uploads.put(s, a, POSTS),
    "reach.imports.uploads.mine": lambda s, a, _w: uploads.mine(s, a),
    "reach.imports.uploads.drop": lambda s, a, _w: uploads.drop(s, a),
}
READS: dict[str, Reading] = {
    "reach.imports.keeping.entries": lambda s, c, _w: keeping.entries(s, c),
    "reach.imports.looking.before": lambda s, c, _w: looking.before(s, c, _read(), DAY),
    "reach.imports.looking.look": lambda s, c, _w: looking.look(s, c, _read(), Wish(DAY)),
    "reach.imports.matching.accounts": lambda s, c, _w: matching.accounts(s, c),
    "reach.imports.matching.posts": lambda s, c, _w: matching.posts(s, c, _read()),
    "reach.imports.meanings.known": lambda s, c, _w: meanings.known(s, c),
    "reach.imports.said.days_table": lambda s, c, _w: said.days_table(s, c),
    "reach.imports.said.posts_table": lambda s, c, _w: said.posts_table(s, c),
    "app.importing.look": _command,
}
