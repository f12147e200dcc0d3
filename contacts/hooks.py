"""Notices to partner portals: that a contact of theirs was answered, or handed over. Nothing on the person.

A notice is a row, written in the transaction of the act itself, and tried until it is taken or
given up. It may arrive twice, never with another id: whoever receives it keeps the ids.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from contacts import sending
from contacts.models import FirstContact, HookDelivery, PartnerHook
from core import audit, clock, crypto, tokens
from core.errors import NotFound
from core.i18n import _
from core.people import Consortium

KIND = "contacts.hooks"
ANSWERED, HANDED_OVER = "answered", "handed_over"
MOST_TRIES = 10
"""The last try is eight hours after the first."""
TIMESTAMP, SIGNATURE = "Porte-Voix-Timestamp", "Porte-Voix-Signature"
PURPOSE = "partner-hook"
_START = "pvh_"


@dataclass(frozen=True)
class Notice:
    """One notice to be sent now; `loopback` where an invented partner on this machine may receive it."""

    id: UUID
    hook_id: UUID
    url: str
    secret: str
    event: str
    contact_id: UUID
    at: datetime
    loopback: bool

    def body(self) -> bytes:
        """What is sent: which contact, what happened, when. Nothing else is ever in it."""
        said = {"id": str(self.id), "event": self.event, "contact": str(self.contact_id)}
        return json.dumps(said | {"at": self.at.isoformat()}).encode()

    def headers(self, now: datetime) -> dict[str, str]:
        """The moment, and the signature over moment and body."""
        moment = str(int(now.timestamp()))
        return {
            "Content-Type": "application/json",
            TIMESTAMP: moment,
            SIGNATURE: signature(self.secret, moment, self.body()),
        }


def signature(secret: str, moment: str, body: bytes) -> str:
    """HMAC-SHA256 of «moment.body» under the hook's secret."""
    signed = hmac.new(secret.encode(), moment.encode() + b"." + body, hashlib.sha256)
    return f"sha256={signed.hexdigest()}"


def open_hook(session: Session, token_id: UUID, url: str) -> str:
    """Send notices of a token's contacts to `url`; the secret that signs them, to be shown this once.

    A later one replaces the earlier. NotFound without such an active token, InvalidInput («url»).
    """
    token = _active(session, token_id)
    demo = session.get_one(Consortium, token.consortium_id).demo
    sending.check(url, loopback=demo)
    hook = session.scalar(select(PartnerHook).where(PartnerHook.api_token_id == token.id))
    secret = _START + crypto.token()
    if hook is None:
        hook = PartnerHook(api_token_id=token.id)
        session.add(hook)
    hook.url, hook.secret = url, crypto.encrypt(secret, PURPOSE)
    hook.created_at, hook.disabled_at = clock.now(), None
    session.flush()
    audit.record_system(session, tokens.WAY_IN, "contacts.hook_opened", token.id, token.consortium_id)
    return secret


def close_hook(session: Session, token_id: UUID) -> str:
    """Send a token's notices no more, those that wait included; the partner's name.

    NotFound without a hook.
    """
    token = _active(session, token_id)
    hook = session.scalar(
        select(PartnerHook).where(PartnerHook.api_token_id == token.id, PartnerHook.disabled_at.is_(None))
    )
    if hook is None:
        raise NotFound(_("Ce jeton n'a pas d'adresse à prévenir. Voyez « porte-voix token hook »."))
    hook.disabled_at = clock.now()
    waiting = update(HookDelivery).where(HookDelivery.hook_id == hook.id).values(next_at=None)
    session.execute(waiting.execution_options(synchronize_session=False))
    audit.record_system(session, tokens.WAY_IN, "contacts.hook_closed", token.id, token.consortium_id)
    return token.name


def queue_event(session: Session, contact: FirstContact, event: str) -> None:
    """Have the portal that handed in `contact` told of `event`, once; nothing for any other contact."""
    if contact.api_token_id is None:
        return
    hook = session.scalar(
        select(PartnerHook).where(
            PartnerHook.api_token_id == contact.api_token_id, PartnerHook.disabled_at.is_(None)
        )
    )
    if hook is None:
        return
    told = select(HookDelivery.id).where(
        HookDelivery.hook_id == hook.id,
        HookDelivery.first_contact_id == contact.id,
        HookDelivery.event == event,
    )
    if session.scalar(told) is None:
        now = clock.now()
        session.add(
            HookDelivery(hook_id=hook.id, first_contact_id=contact.id, event=event, at=now, next_at=now)
        )
        session.flush()


def waiting(session: Session) -> bool:
    """Whether a notice is due: a look that holds up nobody."""
    return session.execute(_due(())).first() is not None


def claim(session: Session, aside: Collection[UUID] = ()) -> Notice | None:
    """The notice that is due longest, taken for one try; None when none is.

    The next try is written down first, later each time: a process that dies meanwhile loses nothing,
    and no other process tries the same one. Hooks of `aside` are left out.
    """
    row = session.execute(_due(aside)).first()
    if row is None or not _taken(session, row[0]):
        return None
    one, hook, consortium_id = row
    return Notice(
        id=one.id,
        hook_id=hook.id,
        url=hook.url,
        secret=crypto.decrypt(hook.secret, PURPOSE),
        event=one.event,
        contact_id=one.first_contact_id,
        at=one.at,
        loopback=session.get_one(Consortium, consortium_id).demo,
    )


def delivered(session: Session, notice_id: UUID) -> None:
    """Write down that a notice was taken."""
    taken = update(HookDelivery).where(HookDelivery.id == notice_id)
    session.execute(taken.values(delivered_at=clock.now(), next_at=None))


def _due(aside: Collection[UUID]) -> Select[HookDelivery, PartnerHook, UUID]:
    return (
        select(HookDelivery, PartnerHook, tokens.ApiToken.consortium_id)
        .join(PartnerHook, PartnerHook.id == HookDelivery.hook_id)
        .join(tokens.ApiToken, tokens.ApiToken.id == PartnerHook.api_token_id)
        .where(
            HookDelivery.next_at <= clock.now(),
            PartnerHook.id.not_in(list(aside)),
            PartnerHook.disabled_at.is_(None),
            tokens.ApiToken.revoked_at.is_(None),
        )
        .order_by(HookDelivery.next_at, HookDelivery.id)
        .limit(1)
    )


def _taken(session: Session, one: HookDelivery) -> bool:
    tries = one.tries + 1
    again = clock.now() + timedelta(minutes=2 ** (tries - 1)) if tries < MOST_TRIES else None
    claimed = (
        update(HookDelivery)
        .where(HookDelivery.id == one.id, HookDelivery.tries == one.tries, HookDelivery.next_at.is_not(None))
        .values(tries=tries, next_at=again)
        .returning(HookDelivery.id)
        .execution_options(synchronize_session=False)
    )
    return session.scalar(claimed) is not None


def _active(session: Session, token_id: UUID) -> tokens.ApiToken:
    found = session.get(tokens.ApiToken, token_id)
    if found is None or found.revoked_at is not None:
        raise NotFound(_("Aucun jeton actif n'a cet identifiant. Voyez « porte-voix token list »."))
    return found
