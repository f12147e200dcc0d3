"""The receipt of a request: a short code, with which its sender erases the way to answer at once.

It is derived from the form's one-time part under a key of its own, so that a form sent twice shows
the same one. Only a keyed hash of it is stored.
"""

from __future__ import annotations

import hashlib
import hmac

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaigns import codes
from contacts import details
from contacts.models import FirstContact
from core import audit, clock, crypto
from core.errors import InvalidInput
from core.i18n import _

SIGNS = "34679CDFGHJKMNPQRTWX"
"""Without vowels and look-alikes: 20 signs, so ten of them are 43 bits; the eleventh is the check sign."""
DRAWN = 10
GROUPS = (4, 4, 3)
FIELD = "code"
PURPOSE = "contact-receipt"
WAY_IN = "/bonjour/retirer"


def of(part: str) -> str:
    """The receipt of the form with this one-time part: «K7PM-3XQ4-TDH»."""
    for turn in range(256):
        drawn = _drawn(part, turn)
        for check in SIGNS:
            if codes.checks(drawn + check):
                return shown(drawn + check)
    raise AssertionError("no receipt in 256 draws")


def shown(text: str) -> str:
    """A receipt in groups, as people read it."""
    signs = iter(text)
    return "-".join("".join(next(signs) for _place in range(size)) for size in GROUPS)


def hashed(receipt: str) -> str:
    """What is stored of a receipt, however it was typed."""
    return crypto.fingerprint(codes.fold(receipt), PURPOSE)


def read(typed: str) -> str:
    """A receipt as it was typed; InvalidInput («code») when a sign is missing or wrong.

    That is told by the check sign alone, the same for a receipt that exists and one that does not.
    """
    if len(codes.fold(typed)) != sum(GROUPS) or not codes.checks(typed):
        raise InvalidInput(
            _("Ce code n'est pas le bon. Il a 11 signes : il faut les comparer un par un."), FIELD
        )
    return typed


def withdraw(session: Session, receipt: str) -> bool:
    """Erase the way to answer of the request with this receipt; whether there is such a request.

    The request stays counted. A second time changes nothing.
    """
    contact = session.scalar(select(FirstContact).where(FirstContact.receipt_hash == hashed(receipt)))
    if contact is None:
        return False
    details.forget(session, contact.id)
    if contact.withdrawn_at is None:
        contact.withdrawn_at = clock.now()
        audit.record_system(session, WAY_IN, "contacts.withdrawn", contact.id, contact.consortium_id)
    session.flush()
    return True


def _drawn(part: str, turn: int) -> str:
    digest = hmac.new(crypto.key(PURPOSE), f"{turn}/{part}".encode(), hashlib.sha256).digest()
    value = int.from_bytes(digest)
    signs = []
    for _place in range(DRAWN):
        value, place = divmod(value, len(SIGNS))
        signs.append(SIGNS[place])
    return "".join(signs)
