"""Links and their codes to test with; one consortium, «Trois-Rives», unless told otherwise."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm import Session

from campaigns import links
from campaigns.models import Code, Link
from campaigns.scan_tables import ENTRIES, ScanClass
from core import clock, people
from core.territory import Channel, Voice

PERMIT_PAGE = "/bonjour/permis"


def consortium(session: Session, name: str = "Trois-Rives") -> UUID:
    """An empty consortium's id."""
    return people.create_consortium(session, name).id


def link(session: Session, consortium_id: UUID | None = None, **traits: Any) -> tuple[Link, Code]:
    """A link to a landing page of ours, with a printed code, on a poster."""
    given: dict[str, Any] = {"channel": Channel.POSTER, "destination": PERMIT_PAGE}
    return links.create(session, consortium_id=consortium_id or consortium(session), **(given | traits))


def spoken_link(session: Session, consortium_id: UUID | None = None, word: str = "Nour") -> tuple[Link, Code]:
    """An ambassador's general link, with a code to say."""
    return link(session, consortium_id, channel=Channel.WORD_OF_MOUTH, voice=Voice.AMBASSADOR, word=word)


def silent_link(session: Session, consortium_id: UUID | None = None) -> tuple[Link, Code]:
    """A link that does not answer: agreement missing, or a pause."""
    return link(session, consortium_id, answers=False)


def retired_link(session: Session, consortium_id: UUID | None = None) -> tuple[Link, Code]:
    """A link given back."""
    made, code = link(session, consortium_id)
    links.retire(session, made)
    return made, code


def outside_link(session: Session, consortium_id: UUID | None = None) -> tuple[Link, Code]:
    """A link to another site."""
    return link(session, consortium_id, destination="https://permis.example/demande?etape=1#haut")


def scan(session: Session, of: Link, at: datetime, scan_class: ScanClass = ScanClass.HUMAN) -> None:
    """One opening at that instant."""
    session.execute(
        insert(ENTRIES).values(link_id=of.id, quarter=clock.quarter_of(at), scan_class=int(scan_class))
    )
