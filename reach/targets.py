"""What campaigns ask of this room: how many first contacts carry one of their codes."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from contacts import origins


def contacts(session: Session, consortium_id: UUID, campaign_id: UUID, /) -> int:
    """First contacts whose code is of that campaign; what young people only declared names no campaign.

    (campaigns.needs.Contacts)
    """
    return sum(
        contact.campaign_id == campaign_id and contact.code_evidence is not None
        for contact in origins.counted(session, consortium_id)
    )
