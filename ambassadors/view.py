"""What the pages of the space show, as plain values for the templates."""

from __future__ import annotations

from sqlalchemy.orm import Session

from ambassadors import roster, space
from ambassadors.models import Ambassador
from campaigns import links
from core import i18n
from core.people import Consortium
from core.territory import label

Context = dict[str, object]


def common(session: Session, ambassador: Ambassador) -> Context:
    """Who, for whom, and their code: on every page of the space."""
    consortium = session.get_one(Consortium, ambassador.consortium_id)
    code = roster.spoken_code(session, ambassador)
    return {
        "alias": ambassador.alias,
        "brand": consortium.name,
        "demo": consortium.demo,
        "code": code.shown,
        "url": links.short_url(code),
        "address": _readable(links.short_url(code)),
    }


def home(session: Session, ambassador: Ambassador) -> Context:
    """The four blocks: code, links per network, what it brought, pause and stop."""
    shown = space.shown(session, ambassador)
    kit = [
        {"network": label(link.network), "url": link.url, "address": _readable(link.url)}
        for link in roster.kit(session, ambassador)
        if link.network
    ]
    return common(session, ambassador) | {
        "kit": kit,
        "accesses": roster.accesses(session, ambassador),
        "scans": shown.scans_text,
        "contacts": shown.contacts_text,
        "until": i18n.day(shown.until),
    }


def _readable(url: str) -> dict[str, str]:
    """The address as people read it: without its scheme, cut where a line may break."""
    host, slash, code = url.partition("://")[2].partition("/r/")
    return {"host": host, "path": f"{slash}{code}"}
