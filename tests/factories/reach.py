"""Links, scans, first contacts, ambassadors and accounts to count with.

Rows are written straight into the tables: what is tested here is the counting.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

from sqlalchemy import insert
from sqlalchemy.orm import Session

from ambassadors.models import Ambassador, AmbassadorLink
from campaigns.models import (
    Account,
    Campaign,
    Code,
    Link,
    Placement,
    PlacementKind,
    Post,
    Stage,
    Variant,
)
from campaigns.scan_tables import ENTRIES, ScanClass
from core import clock
from core.database import Base
from core.territory import Audience, Channel, Need, Voice
from tests.factories.people import Place

NOON = datetime(2026, 11, 20, 11, 0, tzinfo=UTC)
TIMEZONE = "Europe/Paris"
Declared = Channel | tuple[Channel, Voice]


def campaign(session: Session, where: Place, name: str = "Ton permis sans galère") -> Campaign:
    """A campaign over the autumn of 2026."""
    made = Campaign(
        consortium_id=where.consortium.id,
        name=name,
        need=Need.LICENCE,
        audience=Audience.YOUNG,
        starts_on=date(2026, 9, 1),
        ends_on=date(2026, 12, 31),
        created_at=NOON,
    )
    session.add(made)
    session.flush()
    return made


def link(
    session: Session,
    where: Place,
    channel: Channel,
    *,
    code: str = "",
    voice: Voice | None = None,
    campaign_id: UUID | None = None,
    placement_id: UUID | None = None,
    retired: bool = False,
) -> Link:
    """A link with a code, of no placement unless said otherwise."""
    made = Link(
        consortium_id=where.consortium.id,
        campaign_id=campaign_id,
        placement_id=placement_id,
        channel=channel,
        voice=voice,
        destination="/bonjour/permis",
        answers=True,
        created_at=NOON,
        retired_at=NOON if retired else None,
    )
    session.add(made)
    session.flush()
    shown = code or uuid4().hex[:8].upper()
    session.add(Code(text=shown, shown=shown, link_id=made.id))
    session.flush()
    return made


def placed(
    session: Session,
    where: Place,
    at: Campaign,
    place: str,
    channel: Channel = Channel.POSTER,
    *,
    code: str = "",
    held_on: date | None = None,
) -> Link:
    """The link of a placement: a poster unless said otherwise."""
    placement = Placement(
        consortium_id=where.consortium.id,
        campaign_id=at.id,
        kind=PlacementKind.DATE if held_on else PlacementKind.POSTER,
        channel=channel,
        place=place,
        held_on=held_on,
        created_at=NOON,
    )
    session.add(placement)
    session.flush()
    return link(session, where, channel, code=code, campaign_id=at.id, placement_id=placement.id)


def ambassador(session: Session, where: Place, alias: str, *networks: Channel) -> tuple[Link, list[Link]]:
    """An ambassador's general link (word of mouth) and one link per network."""
    made = Ambassador(
        consortium_id=where.consortium.id, alias=alias, birth_year=2004, birth_month=5, created_at=NOON
    )
    session.add(made)
    session.flush()
    general = link(session, where, Channel.WORD_OF_MOUTH, voice=Voice.AMBASSADOR)
    others = [link(session, where, network) for network in networks]
    owned = [(general, None), *zip(others, networks, strict=True)]
    session.add_all(
        AmbassadorLink(link_id=one.id, ambassador_id=made.id, network=network) for one, network in owned
    )
    session.flush()
    return general, others


def scans(
    session: Session, of: Link, human: int = 0, *, bots: int = 0, tests: int = 0, at: datetime = NOON
) -> None:
    """Openings of a link by people, by bots, and by whoever tries the code."""
    quarter = clock.quarter_of(at)
    classes = [ScanClass.HUMAN] * human + [ScanClass.BOT] * bots + [ScanClass.TEST] * tests
    if classes:
        session.execute(
            insert(ENTRIES), [{"link_id": of.id, "quarter": quarter, "scan_class": kind} for kind in classes]
        )


def contact(
    session: Session,
    where: Place,
    *declared: Declared,
    traced: Link | None = None,
    said: Link | None = None,
    at: datetime = NOON,
    caller: str = "young",
    age_band: str = "18-20",
) -> None:
    """A first contact that names `declared` channels and came with the code of a link, or neither."""
    tables, contact_id = Base.metadata.tables, uuid4()
    code = traced or said
    session.execute(
        insert(tables["first_contact"]).values(
            id=contact_id,
            consortium_id=where.consortium.id,
            at=at,
            entry="form" if traced else "desk",
            caller=caller,
            age_band=age_band,
            availability="",
            link_id=code.id if code else None,
            code_evidence="traced" if traced else "said" if said else None,
        )
    )
    answers = [answer if isinstance(answer, tuple) else (answer, None) for answer in declared]
    for channel, voice in answers:
        session.execute(
            insert(tables["contact_origin"]).values(
                id=uuid4(), first_contact_id=contact_id, channel=channel, voice=voice
            )
        )


def contacts(session: Session, where: Place, many: int, *declared: Declared) -> None:
    """Several first contacts who name the same channels."""
    for _number in range(many):
        contact(session, where, *declared)


def account(
    session: Session,
    where: Place,
    network: Channel = Channel.INSTAGRAM,
    handle: str = "trois.rives",
    *,
    own: bool = True,
    collectable: bool = True,
) -> Account:
    """An account of the consortium's own on a network."""
    made = Account(
        consortium_id=where.consortium.id,
        network=network,
        handle=handle,
        own=own,
        collectable=collectable,
    )
    session.add(made)
    session.flush()
    return made


def published(
    session: Session,
    where: Place,
    url: str,
    network: Channel = Channel.INSTAGRAM,
    *,
    title: str = "Le code, on t'aide",
    account_id: UUID | None = None,
) -> Variant:
    """A post that is online at `url`."""
    post = Post(
        consortium_id=where.consortium.id,
        campaign_id=campaign(session, where, f"Campagne {uuid4().hex[:6]}").id,
        title=title,
        text="Tu galères avec le code ?",
        due_at=NOON,
        due_timezone=TIMEZONE,
        due_wall="2026-11-20T12:00",
        created_at=NOON,
        stage=Stage.SCHEDULED,
    )
    session.add(post)
    session.flush()
    variant = Variant(
        consortium_id=where.consortium.id,
        post_id=post.id,
        network=network,
        account_id=account_id,
        published_at=NOON,
        published_url=url,
    )
    session.add(variant)
    session.flush()
    return variant


def links_by_code(found: Sequence[dict[str, object]]) -> dict[object, dict[str, object]]:
    """Rows of a funnel by their code."""
    return {row["code"]: row for row in found if row["code"] is not None}
