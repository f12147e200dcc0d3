"""The cards that an ambassador hands out: the code to say in large, ten on a sheet."""

from __future__ import annotations

from sqlalchemy.orm import Session

from ambassadors import roster
from ambassadors.models import Ambassador
from campaigns.models import Link
from campaigns.prints import asking
from campaigns.prints.asking import Wish
from campaigns.prints.kit import Template
from campaigns.prints.orders import Order


def of(session: Session, ambassador: Ambassador) -> Order:
    """The order for a sheet of their cards; Conflict once the code was given back."""
    link = session.get_one(Link, roster.spoken_code(session, ambassador).link_id)
    return asking.of_link(session, link, Wish(Template.AMBASSADOR))
