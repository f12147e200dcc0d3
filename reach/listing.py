"""Reach in the shape that others script against: the rows of the command and of the API."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaigns.models import Campaign
from core import settings
from core.errors import InvalidInput, NotFound
from core.i18n import _


def rows(
    session: Session, consortium_id: UUID, campaign: str | None, since: date | None, until: date | None
) -> dict[str, Any]:
    """The rows between two days (both included) of a campaign or of all.

    NotFound names an unknown campaign; InvalidInput («until») when the days stand the wrong way round.
    """
    if since is not None and until is not None and until < since:
        raise InvalidInput(_("La fin est avant le début. Inversez les deux dates."), "until")
    # Its frames take a quarter of a process's start, and nothing else that is public needs them.
    from reach import funnel  # noqa: PLC0415

    campaign_id = _campaign(session, consortium_id, campaign) if campaign else None
    frame = funnel.rows(
        session,
        consortium_id,
        campaign_id=campaign_id,
        since=since,
        until=until,
        timezone=settings.current().timezone,
    )
    return funnel.as_json(frame)


def _campaign(session: Session, consortium_id: UUID, name: str) -> UUID:
    query = select(Campaign.id).where(Campaign.consortium_id == consortium_id, Campaign.name == name)
    found = session.scalar(query)
    if found is None:
        raise NotFound(_("Aucune campagne de ce nom : {name}", name=name))
    return found
