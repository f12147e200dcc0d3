"""«Comment nous as-tu connus ?»: in which order the answers stand, and one that cannot be true.

Who is asked ticks what stands first and what is famous. So the groups come in a random order at
every showing (word of mouth stays first: it is the best channel and the least thought of), and one
answer names a channel on which the consortium never was. How often it is ticked says how far the
other answers can be trusted; it is never counted as an origin.
"""

from __future__ import annotations

import random
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from campaigns.models import Campaign, Placement, Post
from contacts.wording import ORIGINS, UNKNOWN_KEY, Origin
from core.i18n import _, mark
from core.territory import FAMILY_OF, Family

CHANCE: random.Random = secrets.SystemRandom()
Answer = tuple[str, str]
"""What a form sends, and what stands on the screen."""


@dataclass(frozen=True)
class Control:
    """A channel that nobody ran; `words` would tell of it in the name of a place, a post or a campaign."""

    key: str
    said: str
    words: tuple[str, ...]


CONTROLS = (
    Control("control-tv", mark("la télé"), ("télé", "tele", "tv")),
    Control("control-cinema", mark("une pub au cinéma"), ("ciné", "cine")),
    Control("control-bus", mark("une pub sur un bus"), ("bus",)),
)
CONTROL_KEYS = frozenset(control.key for control in CONTROLS)


def control(session: Session, consortium_id: UUID) -> Control | None:
    """The first of CONTROLS that nothing of the consortium speaks of; None when every one was used."""
    return next((one for one in CONTROLS if not _ran(session, consortium_id, one)), None)


def answers(control: Control | None) -> list[Answer]:
    """The answers as this showing puts them: word of mouth, the other groups by chance, «je ne sais pas»."""
    groups: dict[Family, list[Answer]] = {}
    for origin in ORIGINS:
        groups.setdefault(FAMILY_OF[origin.channel], []).append(_answer(origin))
    if control is not None:
        groups[Family.PRINT].append((control.key, _(control.said)))
    first = groups.pop(Family.WORD_OF_MOUTH)
    others = list(groups.values())
    CHANCE.shuffle(others)
    for group in (first, *others):
        CHANCE.shuffle(group)
    return [*first, *(answer for group in others for answer in group), (UNKNOWN_KEY, _("je ne sais pas"))]


def named_control(keys: Iterable[str]) -> bool:
    """Whether the channel that never ran is among what somebody ticked."""
    return not CONTROL_KEYS.isdisjoint(keys)


def _answer(origin: Origin) -> Answer:
    return origin.key, _(origin.said)


def _ran(session: Session, consortium_id: UUID, control: Control) -> bool:
    names = (
        select(Placement.place.label("name")).where(Placement.consortium_id == consortium_id),
        select(Campaign.name).where(Campaign.consortium_id == consortium_id),
        select(Post.title).join(Campaign).where(Campaign.consortium_id == consortium_id),
    )
    said = names[0].union_all(*names[1:]).subquery()
    spoken = or_(*(func.lower(said.c.name).contains(word) for word in control.words))
    return session.scalar(select(said.c.name).where(spoken).limit(1)) is not None
