"""Campaigns, posts and placements to test with."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from datetime import date, time, timedelta
from uuid import UUID

import time_machine
from sqlalchemy.orm import Session

from campaigns import needs, placements, planning, stages
from campaigns.media import library
from campaigns.media.library import Described
from campaigns.media.measuring import Measured
from campaigns.models import Campaign, Media, MediaKind, PlacementKind, Post, Variant
from campaigns.needs import LandingChoice
from campaigns.placements import Placed
from core import clock
from core.people import Actor
from core.territory import Audience, Channel, Need

PARIS = "Europe/Paris"
LICENCE_PAGE = "/bonjour/permis"
REEL = "https://www.instagram.com/reel/C9abcdEFGHI/"
REEL_TIDY = "https://www.instagram.com/p/C9abcdEFGHI/"


def landing_pages(*paths: str) -> None:
    """Landing pages to choose from; «permis» unless said otherwise."""
    needs.provide(
        lambda _session, _consortium: [
            LandingChoice(path, "Le permis, c'est cher. On t'aide.", Need.LICENCE)
            for path in paths or (LICENCE_PAGE,)
        ]
    )


def campaign(
    session: Session,
    actor: Actor,
    name: str = "Ton permis sans galère",
    starts_on: date = date(2026, 9, 1),
    ends_on: date = date(2026, 12, 31),
    zone_ids: Collection[UUID] = (),
) -> Campaign:
    """A campaign for young people about the driving licence, autumn 2026."""
    return planning.create_campaign(
        session,
        actor,
        name,
        goal="Dix premiers contacts par mois",
        need=Need.LICENCE,
        audience=Audience.YOUNG,
        starts_on=starts_on,
        ends_on=ends_on,
        zone_ids=zone_ids,
    )


def post(
    session: Session,
    actor: Actor,
    campaign_id: UUID,
    *networks: Channel,
    title: str = "Le code, on t'aide",
    text: str = "Tu galères avec le code ?",
    day: date = date(2026, 11, 25),
    wall: time = time(18, 0),
    draft: bool = False,
) -> Post:
    """A post for Instagram at 18:00 on 25 November 2026, scheduled unless said otherwise."""
    made = planning.add_post(
        session,
        actor,
        campaign_id,
        title,
        text,
        networks=networks or (Channel.INSTAGRAM,),
        day=day,
        wall=wall,
        timezone=PARIS,
    )
    return made if draft else scheduled(session, actor, made)


def scheduled(session: Session, actor: Actor, made: Post) -> Post:
    """The post as it stands once somebody scheduled it in time; a draft where others have to read it first."""
    if stages.required(session, actor.consortium_id):
        return made
    with time_machine.travel(min(clock.now(), made.due_at - timedelta(hours=1)), tick=False):
        return stages.schedule(session, actor, made.id, made.revision)


def variant(session: Session, made: Post) -> Variant:
    """The only variant of a post."""
    rows = planning.posts(session, made.consortium_id)
    return session.get_one(Variant, next(row.variant_id for row in rows if row.post_id == made.id))


def poster(session: Session, actor: Actor, campaign_id: UUID, place: str = "Piscine des Tilleuls") -> Placed:
    """A poster that leads to the landing page about the licence."""
    landing_pages()
    return placements.create(
        session,
        actor,
        campaign_id,
        PlacementKind.POSTER,
        Channel.POSTER,
        place=place,
        destination=LICENCE_PAGE,
    )


def picture(
    session: Session,
    actor: Actor,
    title: str = "Affiche du permis",
    *,
    consent_until: date | None = None,
    stored: str = f"media/{'0' * 32}.jpg",
) -> Media:
    """A picture in the library, told apart by its title; nothing of it is on the disk."""
    measured = Measured(
        kind=MediaKind.PICTURE,
        suffix="jpg",
        mime="image/jpeg",
        size=240_000,
        width=1080,
        height=1350,
        seconds=None,
        codec="",
        digest=hashlib.sha256(title.encode()).hexdigest(),
        thumbnail=b"",
    )
    said = Described(title, "Une jeune femme au volant.", consent_until=consent_until)
    return library.add(session, actor, measured, said, stored, stored.replace("media/", "thumbnails/"))
