"""What this room adds to the calendar: a guardian's agreement ends with the 18th birthday."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ambassadors.ages import MAJORITY, turns
from ambassadors.models import Agreement, AgreementKind, Ambassador
from campaigns.needs import Coming
from core.i18n import _


def agreements_ending(session: Session, consortium_id: UUID, days: tuple[date, date] | None) -> list[Coming]:
    """The first day on which an ambassador may be of age: their guardian's agreement ends, theirs is due."""
    query = (
        select(Ambassador)
        .join(Agreement, Agreement.ambassador_id == Ambassador.id)
        .where(
            Ambassador.consortium_id == consortium_id,
            Ambassador.left_at.is_(None),
            Agreement.kind == AgreementKind.GUARDIAN,
            Agreement.withdrawn_at.is_(None),
        )
        .distinct()
    )
    found = [(turns(one.birth_year, one.birth_month, MAJORITY), one) for one in session.scalars(query)]
    return [
        Coming(
            source="agreement",
            id=one.id,
            day=day,
            title=_("Fin de l'accord parental : {alias}", alias=one.alias),
            discreet=_("Fin d'un accord parental"),
            page="ambassadeurs",
            structure_id=one.structure_id,
        )
        for day, one in found
        if days is None or days[0] <= day <= days[1]
    ]
