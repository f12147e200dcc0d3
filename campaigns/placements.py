"""Placements: where a code is. Each has one link and one printed code from its first day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaigns import links, placing, typed, when
from campaigns.models import Campaign, Code, Link, Placement, PlacementKind, TakenDown
from campaigns.placing import CHANNELS_OF, KIND_LABELS
from core import audit, clock, people
from core.errors import InvalidInput, NotFound
from core.i18n import _, mark
from core.people import Action, Actor, Structure, folded
from core.territory import Channel, Prescriber, Voice, Zone

__all__ = ["CHANNELS_OF", "KIND_LABELS", "Placed", "PlacementRow", "create", "retire", "rows", "take_down"]

WHY_LABELS = {
    TakenDown.OVER: mark("fin de la période"),
    TakenDown.MISSING: mark("disparu ou arraché"),
    TakenDown.COVERED: mark("recouvert"),
    TakenDown.CLOSED: mark("lieu fermé"),
    TakenDown.UNWANTED: mark("le lieu n'en veut plus"),
    TakenDown.MOVED: mark("déplacé"),
    TakenDown.OTHER: mark("autre raison"),
}


@dataclass(frozen=True)
class Placed:
    """A new placement with its link and its printed code."""

    placement: Placement
    link: Link
    code: Code


@dataclass(frozen=True)
class PlacementRow:
    """A placement in a list; `code` is the printed form, `destination` where it leads."""

    placement_id: UUID
    link_id: int
    code: str
    kind: PlacementKind
    channel: Channel
    voice: Voice | None
    place: str
    campaign_id: UUID
    campaign: str
    zone: str | None
    structure: str | None
    prescriber: str | None
    held_on: date | None
    destination: str
    created_at: datetime
    retired_at: datetime | None
    zone_id: UUID | None
    size: str
    quantity: int
    put_up_on: date | None
    seen_on: date | None
    taken_down_on: date | None
    taken_down_why: TakenDown | None


def create(
    session: Session,
    actor: Actor,
    campaign_id: UUID,
    kind: PlacementKind,
    channel: Channel,
    *,
    place: str,
    destination: str,
    zone_id: UUID | None = None,
    structure_id: UUID | None = None,
    prescriber: str | None = None,
    held_on: date | None = None,
    size: str = "",
    quantity: int = 1,
    put_up_on: date | None = None,
) -> Placed:
    """A new placement of a campaign, its link and its printed code.

    `destination` is a landing page of ours or an http(s) address; `prescriber` is a name, for a
    prescriber's card; `held_on` is the day of a date; `put_up_on` the day since when a printed thing
    hangs there. Raises InvalidInput (field named) and NotFound (campaign, zone or structure of another
    consortium).
    """
    people.require(actor, Action.MANAGE_PLACEMENTS, actor.consortium_id)
    consortium_id = actor.consortium_id
    typed.own_campaign(session, consortium_id, campaign_id)
    place = _place(place)
    placing.check_channel(kind, channel)
    placing.check_day(kind, held_on)
    destination = placing.destination_of(session, consortium_id, destination)
    placing.check_here(session, consortium_id, zone_id, structure_id)
    placement = Placement(
        consortium_id=consortium_id,
        campaign_id=campaign_id,
        kind=kind,
        channel=channel,
        voice=Voice.FRIEND if kind is PlacementKind.GODPARENT_CARD else None,
        place=place,
        zone_id=zone_id,
        structure_id=structure_id,
        prescriber_id=placing.prescriber_id(session, consortium_id, kind, prescriber),
        held_on=held_on,
        size=placing.sort_of(size),
        quantity=placing.quantity_of(quantity),
        put_up_on=when.sane_day(put_up_on, "put_up_on") if put_up_on else None,
        created_at=clock.now(),
    )
    return _with_link(session, actor, placement, destination)


def _with_link(session: Session, actor: Actor, placement: Placement, destination: str) -> Placed:
    session.add(placement)
    session.flush()
    link, code = links.create(
        session,
        consortium_id=placement.consortium_id,
        channel=placement.channel,
        voice=placement.voice,
        destination=destination,
        campaign_id=placement.campaign_id,
        placement_id=placement.id,
    )
    audit.record(session, actor, "campaigns.placement_created", placement.id)
    return Placed(placement, link, code)


def retire(session: Session, actor: Actor, placement_id: UUID) -> Link:
    """Give the placement's code back for good; its scans stay counted. Twice changes nothing.

    Raises NotFound for a placement of another consortium.
    """
    people.require(actor, Action.MANAGE_PLACEMENTS, actor.consortium_id)
    query = select(Link).where(Link.placement_id == placement_id, Link.consortium_id == actor.consortium_id)
    link = session.scalar(query.with_for_update(key_share=True).execution_options(populate_existing=True))
    if link is None:
        raise NotFound(_("Ce support est introuvable. Revenez à la liste des supports."))
    if link.retired_at is None:
        links.retire(session, link)
        audit.record(session, actor, "campaigns.placement_retired", placement_id)
    return link


def correct(
    session: Session,
    actor: Actor,
    placement_id: UUID,
    *,
    place: str,
    zone_id: UUID | None,
    size: str,
    quantity: int,
    put_up_on: date | None,
) -> Placement:
    """Say better where and what the placement is; its code stays. NotFound, InvalidInput (field named)."""
    placement = _own(session, actor, placement_id)
    placing.check_here(session, actor.consortium_id, zone_id, None)
    placement.place = _place(place)
    placement.zone_id = zone_id
    placement.size = placing.sort_of(size)
    placement.quantity = placing.quantity_of(quantity)
    placement.put_up_on = when.sane_day(put_up_on, "put_up_on") if put_up_on else None
    session.flush()
    audit.record(session, actor, "campaigns.placement_corrected", placement_id)
    return placement


def take_down(session: Session, actor: Actor, placement_id: UUID, on: date, why: TakenDown) -> Placement:
    """Note that it hangs there no more; the code goes on answering, since copies may be about.

    Raises NotFound, and InvalidInput («on») for a day before it was put up or still to come.
    """
    placement = _own(session, actor, placement_id)
    today = clock.now().date()
    if on > today or (placement.put_up_on and on < placement.put_up_on):
        raise InvalidInput(_("Choisissez un jour entre la pose et aujourd'hui."), "on")
    placement.taken_down_on = when.sane_day(on, "on")
    placement.taken_down_why = why
    session.flush()
    audit.record(session, actor, "campaigns.placement_taken_down", placement_id)
    return placement


def _own(session: Session, actor: Actor, placement_id: UUID) -> Placement:
    people.require(actor, Action.MANAGE_PLACEMENTS, actor.consortium_id)
    placement = session.get(Placement, placement_id, with_for_update=True)
    if placement is None or placement.consortium_id != actor.consortium_id:
        raise NotFound(_("Ce support est introuvable. Revenez à la liste des supports."))
    return placement


def _place(text: str) -> str:
    return typed.text(text, "place", 160, _("Dites où se trouve ce support."))


def rows(session: Session, consortium_id: UUID, *, campaign_id: UUID | None = None) -> list[PlacementRow]:
    """The placements of a consortium, by place with accents folded; retired ones are in it."""
    first_code = (
        select(func.min(Code.text))
        .where(Code.link_id == Link.id, ~Code.alias)
        .correlate(Link)
        .scalar_subquery()
    )
    query = (
        select(Placement, Link, Code.shown, Campaign.name, Zone.name, Structure.name, Prescriber.name)
        .join(Link, Link.placement_id == Placement.id)
        .join(Code, Code.text == first_code)
        .join(Campaign, Campaign.id == Placement.campaign_id)
        .outerjoin(Zone, Zone.id == Placement.zone_id)
        .outerjoin(Structure, Structure.id == Placement.structure_id)
        .outerjoin(Prescriber, Prescriber.id == Placement.prescriber_id)
        .where(Placement.consortium_id == consortium_id)
    )
    if campaign_id is not None:
        query = query.where(Placement.campaign_id == campaign_id)
    found = (_row(*row) for row in session.execute(query))
    return sorted(found, key=lambda row: (folded(row.place), row.code))


def _row(
    placement: Placement,
    link: Link,
    shown: str,
    campaign: str,
    zone: str | None,
    structure: str | None,
    prescriber: str | None,
) -> PlacementRow:
    return PlacementRow(
        placement_id=placement.id,
        link_id=link.id,
        code=shown,
        kind=placement.kind,
        channel=placement.channel,
        voice=placement.voice,
        place=placement.place,
        campaign_id=placement.campaign_id,
        campaign=campaign,
        zone=zone,
        structure=structure,
        prescriber=prescriber,
        held_on=placement.held_on,
        destination=link.destination,
        created_at=link.created_at,
        retired_at=link.retired_at,
        zone_id=placement.zone_id,
        size=placement.size,
        quantity=placement.quantity,
        put_up_on=placement.put_up_on,
        seen_on=placement.seen_on,
        taken_down_on=placement.taken_down_on,
        taken_down_why=placement.taken_down_why,
    )
