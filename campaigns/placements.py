"""Placements: where a code is. Each has one link and one printed code from its first day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from campaigns import destinations, links, typed, when
from campaigns.models import Campaign, Code, Link, Placement, PlacementKind
from core import audit, clock, people
from core.errors import InvalidInput, NotFound
from core.i18n import _, mark
from core.people import Action, Actor, Structure, folded
from core.territory import NETWORKS, Channel, Prescriber, Voice, Zone

KIND_LABELS = {
    PlacementKind.POSTER: mark("affiche"),
    PlacementKind.FLYER: mark("flyer"),
    PlacementKind.BIO: mark("lien de profil"),
    PlacementKind.DATE: mark("date sur le terrain"),
    PlacementKind.PRESCRIBER_CARD: mark("carte de prescripteur"),
    PlacementKind.GODPARENT_CARD: mark("carte de parrainage"),
    PlacementKind.OTHER: mark("autre"),
}

CHANNELS_OF: dict[PlacementKind, tuple[Channel, ...]] = {
    PlacementKind.POSTER: (Channel.POSTER,),
    PlacementKind.FLYER: (Channel.FLYER,),
    PlacementKind.BIO: (*NETWORKS, Channel.WEB),
    PlacementKind.DATE: (Channel.VAN, Channel.MARKET, Channel.EVENT),
    PlacementKind.PRESCRIBER_CARD: (Channel.PARTNER,),
    PlacementKind.GODPARENT_CARD: (Channel.WORD_OF_MOUTH,),
    PlacementKind.OTHER: (Channel.RADIO, Channel.PARTNER, Channel.WEB, Channel.EVENT, *NETWORKS),
}
"""The channels that a kind can count under; the first is the usual one."""


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
) -> Placed:
    """A new placement of a campaign, its link and its printed code.

    `destination` is a landing page of ours or an http(s) address; `prescriber` is a name, for a
    prescriber's card; `held_on` is the day of a date. Raises InvalidInput (field named) and NotFound
    (campaign, zone or structure of another consortium).
    """
    people.require(actor, Action.MANAGE_PLACEMENTS, actor.consortium_id)
    consortium_id = actor.consortium_id
    typed.own_campaign(session, consortium_id, campaign_id)
    place = typed.text(place, "place", 160, _("Dites où se trouve ce support."))
    _check_channel(kind, channel)
    _check_day(kind, held_on)
    destination = destinations.offered(session, consortium_id, destination)
    _check_here(session, consortium_id, zone_id, structure_id)
    placement = Placement(
        consortium_id=consortium_id,
        campaign_id=campaign_id,
        kind=kind,
        channel=channel,
        voice=Voice.FRIEND if kind is PlacementKind.GODPARENT_CARD else None,
        place=place,
        zone_id=zone_id,
        structure_id=structure_id,
        prescriber_id=_prescriber_id(session, consortium_id, kind, prescriber),
        held_on=held_on,
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


def rows(session: Session, consortium_id: UUID, *, campaign_id: UUID | None = None) -> list[PlacementRow]:
    """The placements of a consortium, by place with accents folded; retired ones are in it."""
    query = (
        select(Placement, Link, Code.shown, Campaign.name, Zone.name, Structure.name, Prescriber.name)
        .join(Link, Link.placement_id == Placement.id)
        .join(Code, and_(Code.link_id == Link.id, ~Code.alias))
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


def _check_channel(kind: PlacementKind, channel: Channel) -> None:
    if channel not in CHANNELS_OF[kind]:
        raise InvalidInput(
            _("Ce canal ne va pas avec ce type de support. Choisissez-en un autre."), "channel"
        )


def _check_day(kind: PlacementKind, held_on: date | None) -> None:
    if kind is not PlacementKind.DATE:
        if held_on is not None:
            raise InvalidInput(
                _("Seule une date sur le terrain a un jour. Laissez ce champ vide."), "held_on"
            )
    elif held_on is None:
        raise InvalidInput(_("Donnez le jour de cette date sur le terrain."), "held_on")
    else:
        when.sane_day(held_on, "held_on")


def _check_here(
    session: Session, consortium_id: UUID, zone_id: UUID | None, structure_id: UUID | None
) -> None:
    zone = session.get(Zone, zone_id) if zone_id else None
    structure = session.get(Structure, structure_id) if structure_id else None
    if zone_id and (zone is None or zone.consortium_id != consortium_id):
        raise NotFound(_("Cette zone n'est pas dans ce consortium. Choisissez dans la liste."))
    if structure_id and (structure is None or structure.consortium_id != consortium_id):
        raise NotFound(_("Cette structure n'est pas dans ce consortium. Choisissez dans la liste."))


def _prescriber_id(
    session: Session, consortium_id: UUID, kind: PlacementKind, name: str | None
) -> UUID | None:
    """The prescriber of that name, noted at its first card; None for what is no prescriber's card."""
    if kind is not PlacementKind.PRESCRIBER_CARD:
        if name:
            raise InvalidInput(
                _("Seule une carte de prescripteur porte un prescripteur. Laissez ce champ vide."),
                "prescriber",
            )
        return None
    name = typed.text(name or "", "prescriber", 120, _("Donnez le nom du prescripteur."))
    known = session.scalars(select(Prescriber).where(Prescriber.consortium_id == consortium_id))
    found = next((one for one in known if folded(one.name) == folded(name)), None)
    if found is None:
        found = Prescriber(consortium_id=consortium_id, name=name)
        session.add(found)
        session.flush()
    return found.id


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
    )
