"""What the invented officer has written ahead: signatures, hashtags, slots, templates, posts to come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import time
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.demo import studio, welcome
from campaigns import editing, stages
from campaigns.editing import Form
from campaigns.models import Campaign, Post, Stage
from campaigns.repeating import copies, patterns, slots
from campaigns.repeating.rules import Every, Rule
from campaigns.repeating.slots import Slot
from campaigns.writing import shared
from core import clock, people
from core.i18n import typeset
from core.people import Actor
from core.territory import Channel

_HOUSE = "On te répond du lundi au samedi, jusqu'à 20 h."
_HOMES = (
    ("Mission locale", "La mission locale te répond sous deux jours, le samedi aussi."),
    ("Point information", "Passe au Point information jeunesse, sans rendez-vous, jusqu'à 19 h."),
)
_SETS = (
    (0, "Permis", "#permis #codedelaroute #TroisRives"),
    (0, "Aides", "#bonplan #aides #TroisRives"),
    (1, "Samedi", "#sport #samedi #TroisRives"),
    (7, "Premier job", "#job #premiersalaire #TroisRives"),
)
_SLOTS = {
    Channel.INSTAGRAM: (Slot(1, time(18)), Slot(3, time(18)), Slot(5, time(11))),
    Channel.TIKTOK: (Slot(2, time(18, 30)), Slot(6, time(17))),
}
_TEXTS = (
    "Tu révises le code tout seul ?\n\nOn est cinq, le samedi matin. Tu viens avec ton téléphone.",
    "Tu veux bouger sans te ruiner ?\n\nChaque samedi, la salle est ouverte. Viens comme tu es.",
    "Le van passe mercredi, place du Marché, de 14 h à 18 h.\n\nOn boit un café, tu poses tes questions.",
    "Une démarche à faire ?\n\nOn la prépare avec toi, papier par papier. Passe mercredi après-midi.",
    "Tu ne nous connais pas encore ?\n\nRegarde, c'est court. Puis passe quand tu veux.",
    "Qui répond quand tu écris ? Nous.\n\nTrois personnes, du lundi au samedi.",
)
_SHORT = "Samedi, la salle est à toi. C'est gratuit."


_STILL = (Channel.INSTAGRAM, Channel.FACEBOOK)
_MOVING = (Channel.TIKTOK, Channel.YOUTUBE)


class Part(NamedTuple):
    """How a post to come is dressed: which shots, which text, where it goes, what else it carries."""

    place: int
    title: str
    shots: tuple[int, ...]
    text: int
    networks: tuple[Channel, ...] = _STILL
    leads: bool = False
    own: bool = False


_PARTS = (
    Part(0, "Le code, à cinq", (0,), 0, leads=True),
    Part(2, "L'équipe, en vrai", (3,), 5),
    Part(3, "Samedi, la salle est à toi", (1,), 1, leads=True, own=True),
    Part(5, "Tes papiers, on t'aide", (), 3),
    Part(9, "C'est quoi, cet endroit ?", (6,), 4, _MOVING),
    Part(11, "Le van passe mercredi", (2,), 2, leads=True),
)
_AGAIN = 11
"""The post that is repeated three times, a week apart."""


def ahead(session: Session, actor: Actor, made: Sequence[Campaign]) -> list[Post]:
    """What posts share, then the posts to come, as drafts still; these, the next first."""
    signature = _shared(session, actor, made)
    shots = [one.id for one in studio.fill(session, actor)]
    found = coming(session, actor.consortium_id)
    for part in _PARTS:
        _dress(session, actor, found[part.place], part, [shots[one] for one in part.shots], signature)
    copies.create(session, actor, found[_AGAIN].id, Rule(Every.WEEK, count=3))
    for place, name, for_all in ((0, "Atelier du samedi", False), (11, "Le van passe", True)):
        patterns.keep(session, actor, found[place].id, typeset(name), for_all=for_all)
    return found


def schedule(session: Session, actor: Actor, keep: frozenset[UUID]) -> None:
    """Schedule what is ready, checked as a person's click would have it; `keep` stay where they are."""
    for post in coming(session, actor.consortium_id):
        if post.stage is Stage.DRAFT and post.id not in keep and post.series_id is None:
            stages.schedule(session, actor, post.id, post.revision)


def coming(session: Session, consortium_id: UUID) -> list[Post]:
    """The posts whose time is still to come, the next first."""
    query = select(Post).where(Post.consortium_id == consortium_id, Post.due_at > clock.now())
    return list(session.scalars(query.order_by(Post.due_at, Post.title, Post.id)))


def _shared(session: Session, actor: Actor, made: Sequence[Campaign]) -> UUID:
    for name, text in _HOMES:
        home = next(
            one for one in people.structures(session, actor.consortium_id) if one.name.startswith(name)
        )
        shared.save_signature(session, actor, home.id, typeset(text))
    for place, name, tags in _SETS:
        shared.save_set(session, actor, made[place].id, name, tags)
    for network, wanted in _SLOTS.items():
        slots.set_slots(session, actor, network, wanted)
    return shared.save_signature(session, actor, None, typeset(_HOUSE)).id


def _dress(
    session: Session, actor: Actor, post: Post, part: Part, shots: list[UUID], signature: UUID
) -> None:
    now = editing.sheet(session, actor.consortium_id, post.id)
    wording = replace(
        editing.wording_of(now),
        title=typeset(part.title),
        text=typeset(_TEXTS[part.text]),
        hashtags="#TroisRives",
        signature_id=signature,
        destination=welcome.path_for(session, now.campaign) if part.leads else "",
        media=tuple(shots),
        forms={
            network: Form(text=typeset(_SHORT) if part.own and network is part.networks[0] else None)
            for network in part.networks
        },
    )
    editing.edit(session, actor, post.id, post.revision, wording)
