"""What may be said of small counts, so that nobody guesses which friend asked for help."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from ambassadors.needs import Tally
from campaigns import rollups
from contacts import origins
from core import settings

STEP = 5


def floor_of_five(count: int) -> int:
    """The lowest count that cannot be told from `count`: 0 says «moins de 5», 5 «de 5 à 9», and so on."""
    return count // STEP * STEP


def brought(session: Session, consortium_id: UUID, link_ids: Sequence[int], before: date, /) -> Tally:
    """What links of a consortium brought before the first instant of the day `before`.

    Scans by people, exact; first contacts that carry one of their codes only as `floor_of_five`:
    the exact count does not leave this room towards an ambassador. (ambassadors.needs.Brought)
    """
    theirs = set(link_ids)
    contacts = sum(
        contact.link_id in theirs and contact.code_evidence is not None
        for contact in origins.counted(session, consortium_id, None, before - timedelta(days=1))
    )
    zone = settings.current().timezone
    opened = rollups.counts(session, consortium_id, None, before - timedelta(days=1), zone)
    scans = sum(count.human for count in opened if count.link_id in theirs)
    return Tally(scans=scans, contacts=floor_of_five(contacts))
