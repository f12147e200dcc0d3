"""Lists that every room speaks of: needs, audiences, channels and their families, zones, prescribers."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from core import people
from core.database import Base, Identified
from core.errors import Conflict
from core.i18n import _, mark


class Need(StrEnum):
    """What preoccupies a young person now; never «insertion»."""

    LICENCE = "permis"
    HEALTH = "sante"
    SPORT = "sport"
    PAPERWORK = "administratif"
    HOUSING = "logement"
    MONEY = "argent"
    LISTENING = "ecoute"
    JOB = "emploi"
    OTHER = "autre"


class Audience(StrEnum):
    """Whom a message or an action speaks to."""

    YOUNG = "young"
    RELATIVES = "relatives"
    PROFESSIONALS = "professionals"


class Channel(StrEnum):
    """How people are reached. An ambassador is a second dimension beside it, never added to it."""

    WORD_OF_MOUTH = "word_of_mouth"
    TIKTOK = "tiktok"
    INSTAGRAM = "instagram"
    SNAPCHAT = "snapchat"
    YOUTUBE = "youtube"
    DISCORD = "discord"
    FACEBOOK = "facebook"
    MASTODON = "mastodon"
    BLUESKY = "bluesky"
    WEB = "web"
    VAN = "van"
    MARKET = "market"
    EVENT = "event"
    POSTER = "poster"
    FLYER = "flyer"
    RADIO = "radio"
    PARTNER = "partner"
    UNKNOWN = "unknown"


class Voice(StrEnum):
    """Who passed the word, within word of mouth."""

    FRIEND = "friend"
    RELATIVE = "relative"
    AMBASSADOR = "ambassador"
    SUPPORTED = "supported"


class Family(StrEnum):
    """Channel families; this order is the order of every stack and legend."""

    WORD_OF_MOUTH = "word_of_mouth"
    ONLINE = "online"
    FIELD = "field"
    PRINT = "print"
    PARTNERS = "partners"
    UNKNOWN = "unknown"


NETWORKS = (
    Channel.TIKTOK,
    Channel.INSTAGRAM,
    Channel.SNAPCHAT,
    Channel.YOUTUBE,
    Channel.DISCORD,
    Channel.FACEBOOK,
)
"""Where campaigns plan posts and ambassadors speak."""
FOLLOWED = (*NETWORKS, Channel.MASTODON, Channel.BLUESKY)
"""Whose accounts have public counters that can be read."""

FAMILY_OF: dict[Channel, Family] = {
    Channel.WORD_OF_MOUTH: Family.WORD_OF_MOUTH,
    **dict.fromkeys((*FOLLOWED, Channel.WEB), Family.ONLINE),
    **dict.fromkeys((Channel.VAN, Channel.MARKET, Channel.EVENT), Family.FIELD),
    **dict.fromkeys((Channel.POSTER, Channel.FLYER, Channel.RADIO), Family.PRINT),
    Channel.PARTNER: Family.PARTNERS,
    Channel.UNKNOWN: Family.UNKNOWN,
}

LABELS: dict[StrEnum, str] = {
    Need.LICENCE: mark("permis"),
    Need.HEALTH: mark("santé"),
    Need.SPORT: mark("sport"),
    Need.PAPERWORK: mark("papiers"),
    Need.HOUSING: mark("logement"),
    Need.MONEY: mark("argent"),
    Need.LISTENING: mark("écoute"),
    Need.JOB: mark("emploi"),
    Need.OTHER: mark("autre"),
    Audience.YOUNG: mark("jeunes"),
    Audience.RELATIVES: mark("proches"),
    Audience.PROFESSIONALS: mark("professionnels"),
    Channel.WORD_OF_MOUTH: mark("Bouche-à-oreille"),
    Channel.TIKTOK: "TikTok",
    Channel.INSTAGRAM: "Instagram",
    Channel.SNAPCHAT: "Snapchat",
    Channel.YOUTUBE: "YouTube",
    Channel.DISCORD: "Discord",
    Channel.FACEBOOK: "Facebook",
    Channel.MASTODON: "Mastodon",
    Channel.BLUESKY: "Bluesky",
    Channel.WEB: mark("Site web"),
    Channel.VAN: mark("Van"),
    Channel.MARKET: mark("Marché"),
    Channel.EVENT: mark("Évènement"),
    Channel.POSTER: mark("Affiche"),
    Channel.FLYER: mark("Flyer"),
    Channel.RADIO: mark("Radio"),
    Channel.PARTNER: mark("Partenaire"),
    Channel.UNKNOWN: mark("Inconnu"),
    Voice.FRIEND: mark("ami·e"),
    Voice.RELATIVE: mark("proche"),
    Voice.AMBASSADOR: mark("ambassadeur·rice"),
    Voice.SUPPORTED: mark("jeune déjà suivi·e"),
    Family.WORD_OF_MOUTH: mark("Bouche-à-oreille"),
    Family.ONLINE: mark("En ligne"),
    Family.FIELD: mark("Terrain"),
    Family.PRINT: mark("Imprimé et ondes"),
    Family.PARTNERS: mark("Partenaires"),
    Family.UNKNOWN: mark("Inconnu"),
}

ICONS: dict[Channel, str] = {
    Channel.WORD_OF_MOUTH: "record_voice_over",
    Channel.TIKTOK: "music_note",
    Channel.INSTAGRAM: "photo_camera",
    Channel.SNAPCHAT: "bolt",
    Channel.YOUTUBE: "smart_display",
    Channel.DISCORD: "forum",
    Channel.FACEBOOK: "thumb_up",
    Channel.MASTODON: "alternate_email",
    Channel.BLUESKY: "cloud",
    Channel.WEB: "public",
    Channel.VAN: "airport_shuttle",
    Channel.MARKET: "storefront",
    Channel.EVENT: "stadia_controller",
    Channel.POSTER: "imagesmode",
    Channel.FLYER: "description",
    Channel.RADIO: "radio",
    Channel.PARTNER: "handshake",
    Channel.UNKNOWN: "question_mark",
}


def label(value: StrEnum) -> str:
    """The word on screen for a need, an audience, a channel, a voice or a family."""
    return _(LABELS[value])


class Zone(Identified, Base):
    """A commune, district or QPV, by code and generation; zones have a lead, never a lock."""

    __tablename__ = "zone"
    __table_args__ = (UniqueConstraint("consortium_id", "code", "generation"),)

    consortium_id: Mapped[UUID] = mapped_column(ForeignKey("consortium.id"))
    code: Mapped[str] = mapped_column(String(20))
    generation: Mapped[str] = mapped_column(String(10), default="2024")
    name: Mapped[str] = mapped_column(String(120))
    lead_structure_id: Mapped[UUID | None] = mapped_column(ForeignKey("structure.id"))


class Prescriber(Identified, Base):
    """Someone outside the consortium who sends young people; no account."""

    __tablename__ = "prescriber"

    consortium_id: Mapped[UUID] = mapped_column(ForeignKey("consortium.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(60), default="")
    archived_at: Mapped[datetime | None]


def add_zone(session: Session, consortium_id: UUID, code: str, name: str) -> Zone:
    """A new zone; InvalidInput without code or name, Conflict when the code is taken."""
    code = people.required(code, "code", 20).upper()
    name = people.required(name, "name", 120)
    if any(zone.code == code for zone in zones(session, consortium_id)):
        raise Conflict(_("Cette zone existe déjà. Vérifiez son code."))
    zone = Zone(consortium_id=consortium_id, code=code, name=name)
    session.add(zone)
    session.flush()
    return zone


def zones(session: Session, consortium_id: UUID) -> list[Zone]:
    """The zones of a consortium, by code."""
    return list(session.scalars(select(Zone).where(Zone.consortium_id == consortium_id).order_by(Zone.code)))
