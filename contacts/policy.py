"""What a consortium has settled about first contacts; the usual values until it has."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from contacts.models import ContactPolicy
from core import audit, i18n, people, settings
from core.errors import InvalidInput
from core.i18n import _, mark
from core.people import Action, Actor

USUAL_DANGER = "112, 119, 3114"
MOST_NUMBERS = 5
_NUMBER = re.compile(r"(\d[\d ]{0,16}\d)(?: +(\D.{0,40}))?")
_KNOWN = {
    "112": mark("urgences"),
    "119": mark("enfance en danger"),
    "3114": mark("idées noires"),
}


def of(session: Session, consortium_id: UUID) -> ContactPolicy:
    """What is settled; where nothing is, the usual values, not yet written down."""
    return session.get(ContactPolicy, consortium_id) or ContactPolicy(
        consortium_id=consortium_id, keep_days=90, escalate_hours=24, year_month=1, danger=USUAL_DANGER
    )


def kept_for(session: Session, consortium_id: UUID) -> timedelta:
    """How long a way to answer that nobody uses is kept there."""
    return timedelta(days=of(session, consortium_id).keep_days)


def campaign_year(session: Session, consortium_id: UUID, at: datetime) -> int:
    """The year in which the campaign year of `at` began; it begins in January unless settled otherwise."""
    local = at.astimezone(ZoneInfo(settings.current().timezone))
    return local.year if local.month >= of(session, consortium_id).year_month else local.year - 1


def set_danger(session: Session, actor: Actor, typed: str) -> ContactPolicy:
    """The numbers of «En danger ?»; InvalidInput («danger») when one cannot be read or there is none."""
    people.require(actor, Action.PLAN, actor.consortium_id)
    parts = [part.strip() for part in typed.split(",") if part.strip()]
    if not 0 < len(parts) <= MOST_NUMBERS or len(typed) > 200 or not all(map(_NUMBER.fullmatch, parts)):
        raise InvalidInput(
            _("Écrivez un à cinq numéros, séparés par des virgules. Un mot peut suivre : «3018 réseaux»."),
            "danger",
        )
    policy = of(session, actor.consortium_id)
    policy.danger = ", ".join(parts)
    session.add(policy)
    session.flush()
    audit.record(session, actor, "contacts.danger_settled", actor.consortium_id)
    return policy


def danger(session: Session, consortium_id: UUID) -> list[tuple[str, str]]:
    """The numbers of «En danger ?», each with its words; those that we know speak the reader's language."""
    found = []
    for part in of(session, consortium_id).danger.split(","):
        read = _NUMBER.fullmatch(part.strip())
        if read:
            number, said = read[1], read[2] or ""
            found.append((number, i18n.typeset(said) if said else _(_KNOWN.get(number, ""))))
    return found
