"""Build the demonstration once, describe it each time."""

from __future__ import annotations

from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ambassadors import agreements, roster, space
from ambassadors.models import Ambassador, Standing
from app.demo import (
    cast,
    contacts,
    exported,
    hanging,
    measures,
    outside,
    queue,
    read,
    voices,
    welcome,
    written,
    year,
)
from campaigns import codes, links
from campaigns.calendar import days
from campaigns.models import Link, Placement
from contacts import landing
from core import audit, people, tokens
from core.database import Database
from core.errors import Conflict
from core.i18n import _, typeset
from core.people import Actor, Consortium
from core.settings import current
from core.territory import Zone

SEED = 20260101


def ensure(database: Database, seed: int = SEED) -> dict[str, Any]:
    """Build where there is nothing, leave what is there; Conflict when the database holds real data.

    Gives back base_url, users, codes, ambassadors (with fresh personal links) and api_token.
    """
    with database.transaction() as session:
        found = list(session.scalars(select(Consortium)))
        if any(not one.demo for one in found):
            raise Conflict(
                _(
                    "Cette base contient de vraies données : la démonstration n'y entre pas. "
                    "Choisissez un autre dossier avec PORTE_VOIX_DATA_DIR."
                )
            )
        if not found:
            _build(session, Random(seed))  # noqa: S311 (an invented year, no secret)
    with database.transaction() as session:
        return _described(session)


def summary(built: dict[str, Any]) -> str:
    """What a person needs to look round: addresses, sign-ins, a few codes."""
    users = "\n".join(f"  {one['login']}  {one['password']}" for one in built["users"])
    codes_shown = "\n".join(f"  {one['url']}  {one['placement']}" for one in built["codes"][:5])
    spaces = "\n".join(f"  {one['alias']}  {one['space_url']}" for one in built["ambassadors"][:3])
    return "\n".join(
        [
            _("Démonstration prête : tout y est inventé. {address}", address=built["base_url"]),
            _("Pour se connecter :"),
            users,
            _("Des codes à ouvrir :"),
            codes_shown,
            _("Des espaces d'ambassadeur·rice :"),
            spaces,
        ]
    )


def login(name: str) -> str:
    """The demonstration's sign-in for a role's word."""
    return f"{name}@demo.example"


def password(name: str) -> str:
    """Its password; it works on the loopback address only."""
    return f"demo-trois-rives-{name}"


def _build(session: Session, chance: Random) -> None:
    consortium = people.create_consortium(session, cast.CONSORTIUM, programme="O2R", demo=True)
    homes = [people.add_structure(session, consortium.id, typeset(name)) for name in cast.STRUCTURES]
    for number, name in enumerate(cast.ZONES, start=1):
        code = f"DEMO-{number:02d}"
        lead = homes[number].id
        zone = Zone(
            consortium_id=consortium.id, code=code, generation="demo", name=name, lead_structure_id=lead
        )
        session.add(zone)
    for word, name, role, home in cast.STAFF:
        user = people.create_user(session, login(word), name, password(word))
        people.add_member(session, user, consortium.id, role, homes[home].id)
    landing.ensure_defaults(session, consortium.id)
    actor = _actor(session, consortium.id)
    with codes.drawing_from(chance):
        campaigns = year.campaigns(session, actor, chance)
        welcome.pages(session, actor, campaigns)
        year.placements(session, actor, campaigns, chance)
        voices.ambassadors(session, actor, chance)
    days.set_place(session, actor, days.Territory.METROPOLE, days.SchoolZone.B)
    year.posts(session, actor, campaigns, chance)
    year.scans(session, consortium.id, chance, hanging.furnish(session, actor, chance))
    measures.follow(session, actor)
    exported.keep(session, actor, measures.NAME, chance)
    contacts.first_contacts(session, actor, chance)
    coordinator = _actor(session, consortium.id, people.Role.COORDINATOR)
    with codes.drawing_from(chance):
        coming = written.ahead(session, actor, campaigns)
        written.schedule(session, actor, read.read(session, actor, coordinator, coming))
        outside.actions(session, actor, campaigns, chance)
    outside.aims(session, actor, campaigns)
    queue.lively(session, coordinator, _actor(session, consortium.id, people.Role.COUNSELLOR))
    audit.record(session, actor, "demo.built", consortium.id)


def _actor(session: Session, consortium_id: UUID, wanted: people.Role = people.Role.COMMUNICATIONS) -> Actor:
    """The invented person of a role; the communications officer unless said otherwise."""
    word = next(word for word, _name, role, _home in cast.STAFF if role is wanted)
    user = session.scalars(select(people.User).where(people.User.login == login(word))).one()
    actor = people.actor_in(session, user, consortium_id)
    if actor is None:
        raise Conflict(_("La démonstration a été modifiée. Effacez son dossier, puis recommencez."))
    return actor


def _described(session: Session) -> dict[str, Any]:
    consortium = session.scalars(select(Consortium)).one()
    actor = _actor(session, consortium.id)
    return {
        "base_url": current().public_url,
        "users": [
            {"role": role.value, "login": login(word), "password": password(word)}
            for word, _name, role, _home in cast.STAFF
        ],
        "codes": _codes(session, consortium.id),
        "ambassadors": [_ambassador(session, actor, one) for one in _spaces(session, consortium.id)],
        "api_token": tokens.ensure_derived(session, consortium.id, cast.PARTNER, frozenset(tokens.Scope)),
    }


def _codes(session: Session, consortium_id: UUID) -> list[dict[str, str]]:
    query = (
        select(Link, Placement)
        .join(Placement, Placement.id == Link.placement_id)
        .where(Link.consortium_id == consortium_id, Link.retired_at.is_(None))
        .order_by(Link.id)
    )
    return [
        {
            "code": (code := links.code_of(session, link.id)).shown,
            "channel": link.channel.value,
            "placement": placement.place,
            "url": links.short_url(code),
        }
        for link, placement in session.execute(query)
    ]


def _spaces(session: Session, consortium_id: UUID) -> list[Ambassador]:
    query = select(Ambassador).where(Ambassador.consortium_id == consortium_id).order_by(Ambassador.alias)
    found = session.scalars(query)
    return [one for one in found if agreements.standing_of(session, one) is Standing.ACTIVE]


def _ambassador(session: Session, actor: Actor, ambassador: Ambassador) -> dict[str, str]:
    # Only the hash of a personal link is kept, so each description hands out a new one.
    return {
        "alias": ambassador.alias,
        "code": roster.spoken_code(session, ambassador).shown,
        "space_url": space.issue(session, actor, ambassador),
    }
