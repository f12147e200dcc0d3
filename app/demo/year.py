"""One invented year: campaigns, placements, posts, scans."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from app.demo import cast, hanging, outside, welcome
from app.demo.chance import SCAN_WEIGHT, days_from_now, moment_between
from app.demo.hanging import Hung
from campaigns import placements as register
from campaigns import planning
from campaigns.models import Campaign, Link, PlacementKind, Post, Stage, Variant
from campaigns.scan_tables import ENTRIES, ScanClass
from core import clock, people, settings, territory
from core.i18n import typeset
from core.people import Actor
from core.territory import Channel

POSTS = 297
"""And three copies of one of them (app.demo.written)."""
SCANS = 40_000
_DATES = ((Channel.VAN, 26), (Channel.MARKET, 9), (Channel.EVENT, 9))
_PRINTED = ((PlacementKind.POSTER, Channel.POSTER, 58), (PlacementKind.FLYER, Channel.FLYER, 24))
_BIOS = territory.NETWORKS


def campaigns(session: Session, actor: Actor, chance: Random) -> list[Campaign]:
    """Ten campaigns over the year, each with some zones and structures."""
    zones = [zone.id for zone in territory.zones(session, actor.consortium_id)]
    homes = [home.id for home in people.structures(session, actor.consortium_id)]
    today = clock.today(settings.current().timezone)
    made = []
    for part in cast.CAMPAIGNS:
        campaign = planning.create_campaign(
            session,
            actor,
            name=typeset(part.name),
            goal=typeset(part.goal),
            need=part.need,
            audience=part.audience,
            starts_on=today + timedelta(days=part.starts),
            ends_on=today + timedelta(days=part.ends),
            zone_ids=chance.sample(zones, 3),
            structure_ids=chance.sample(homes, 5),
        )
        campaign.created_at = days_from_now(part.starts - 15)
        made.append(campaign)
    return made


def placements(session: Session, actor: Actor, campaigns_made: list[Campaign], chance: Random) -> None:
    """About 150 placements; the first one leads to the page of the first campaign's need."""
    wanted: list[tuple[PlacementKind, Channel, str]] = []
    for kind, channel, number in _PRINTED:
        wanted += [(kind, channel, place) for place in _numbered(cast.PLACES, number)]
    wanted += [(PlacementKind.BIO, channel, "Lien de profil") for channel in _BIOS]
    for channel, number in _DATES:
        wanted += [(PlacementKind.DATE, channel, place) for place in _numbered(cast.SQUARES, number)]
    wanted += [(PlacementKind.PRESCRIBER_CARD, Channel.PARTNER, name) for name, _kind in cast.PRESCRIBERS]
    godparents = _numbered(("Carte à passer",), 6)
    wanted += [(PlacementKind.GODPARENT_CARD, Channel.WORD_OF_MOUTH, place) for place in godparents]
    wanted += [
        (PlacementKind.OTHER, Channel.RADIO, place) for place in _numbered(("Radio Rives, spot de 18 h",), 4)
    ]
    where = {campaign.id: welcome.path_for(session, campaign) for campaign in campaigns_made}
    for number, (kind, channel, place) in enumerate(wanted):
        campaign = campaigns_made[0] if number == 0 else chance.choice(campaigns_made)
        if channel is Channel.VAN:
            campaign = campaigns_made[outside.VAN]
        _placement(
            session, actor, campaign, kind, channel, place, destination=where[campaign.id], chance=chance
        )


def _placement(
    session: Session,
    actor: Actor,
    campaign: Campaign,
    kind: PlacementKind,
    channel: Channel,
    place: str,
    *,
    destination: str,
    chance: Random,
) -> None:
    today = clock.today(settings.current().timezone)
    first = max(campaign.starts_on, today - timedelta(days=360))
    last = min(campaign.ends_on, today)
    day = first + timedelta(days=chance.randrange(max(1, (last - first).days)))
    placed = register.create(
        session,
        actor,
        campaign.id,
        kind,
        channel,
        place=typeset(place),
        destination=destination,
        zone_id=chance.choice(territory.zones(session, actor.consortium_id)).id,
        prescriber=place if kind is PlacementKind.PRESCRIBER_CARD else None,
        held_on=day if kind is PlacementKind.DATE else None,
    )
    put_up = days_from_now((day - today).days)
    placed.placement.created_at = placed.link.created_at = put_up
    if campaign.ends_on < today and kind is PlacementKind.POSTER:
        placed.link.retired_at = days_from_now((campaign.ends_on - today).days)


def posts(session: Session, actor: Actor, campaigns_made: list[Campaign], chance: Random) -> None:
    """Nearly all published, a few late; those to come are drafts, scheduled later as anybody's are."""
    zone = ZoneInfo(settings.current().timezone)
    for number in range(POSTS):
        late, coming = number < 3, 3 <= number < 21
        first, last = (-2, 0) if late else (1, 25) if coming else (-360, -4)
        fit = [one for one in range(len(campaigns_made)) if cast.CAMPAIGNS[one].ends > last]
        place = chance.choice(fit if late or coming else range(len(campaigns_made)))
        campaign, part = campaigns_made[place], cast.CAMPAIGNS[place]
        day = chance.randrange(max(first, part.starts), min(last, part.ends))
        due = days_from_now(day).replace(minute=0, second=0, microsecond=0)
        due = due.replace(hour=chance.choice((11, 16, 17)))
        title = typeset(chance.choice(cast.TITLES)).format(alias=chance.choice(cast.AMBASSADORS).alias)
        post = Post(
            consortium_id=actor.consortium_id,
            campaign_id=campaign.id,
            title=title,
            text=typeset(chance.choice(cast.TEXTS)),
            due_at=due,
            due_timezone=zone.key,
            due_wall=due.astimezone(zone).strftime("%Y-%m-%dT%H:%M"),
            created_by=actor.user_id,
            created_at=due - timedelta(days=5),
            stage=Stage.DRAFT if coming else Stage.SCHEDULED,
        )
        session.add(post)
        session.flush()
        for network in chance.sample(_BIOS, chance.choice((1, 1, 2))):
            published = None if late or coming else due + timedelta(minutes=chance.randrange(1, 50))
            session.add(_variant(actor.consortium_id, post, network, number, published))


def _variant(
    consortium_id: UUID, post: Post, network: Channel, number: int, published: datetime | None
) -> Variant:
    address = {
        Channel.TIKTOK: f"https://www.tiktok.com/@trois.rives.demo/video/70000000000000{number:05d}",
        Channel.INSTAGRAM: f"https://www.instagram.com/p/DEMO{number:05d}/",
        Channel.YOUTUBE: f"https://www.youtube.com/watch?v=DEMO{number:07d}",
        Channel.SNAPCHAT: f"https://www.snapchat.com/@trois.rives.demo/spotlight/DEMO{number:012d}",
        Channel.FACEBOOK: f"https://www.facebook.com/trois.rives.demo/posts/{number:015d}",
    }.get(network, f"https://www.{network.value}.com/trois.rives.demo/posts/{number:05d}")
    return Variant(
        consortium_id=consortium_id,
        post_id=post.id,
        network=network,
        published_at=published,
        published_url=address if published else None,
    )


def scans(session: Session, consortium_id: UUID, chance: Random, hung: Hung) -> None:
    """40,000 scans, spread over links by channel and over the time that each link was up."""
    links = session.scalars(select(Link).where(Link.consortium_id == consortium_id, Link.answers))
    found = [link for link in links if link.id not in {hung.silent.id, *hung.waiting}]
    found.sort(key=lambda link: link.id)
    weights = [SCAN_WEIGHT[link.channel] * chance.uniform(0.4, 1.8) for link in found]
    now = days_from_now(0)
    rows = hanging.habit(hung.silent, chance)
    for link in chance.choices(found, weights, k=SCANS - len(rows)):
        at = moment_between(chance, link.created_at, link.retired_at or now)
        kind = chance.choices((ScanClass.HUMAN, ScanClass.BOT, ScanClass.PREVIEW), (88, 7, 5))[0]
        rows.append({"link_id": link.id, "quarter": clock.quarter_of(at), "scan_class": int(kind)})
    session.execute(insert(ENTRIES), rows)


def _numbered(names: tuple[str, ...], number: int) -> list[str]:
    return [
        names[turn % len(names)] + (f" ({turn // len(names) + 1})" if turn >= len(names) else "")
        for turn in range(number)
    ]
