"""What the phone page shows to whoever is out on a round, and what it keeps of what they say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaigns import reading, register, rounds, visits
from campaigns.models import Code, Link, Placement
from campaigns.placing import KIND_LABELS, PRINTED
from campaigns.register import Entry, PlacementState
from campaigns.rounds import Hand
from campaigns.visits import SEEN_LABELS, Seen, Told, Visit
from core import clock, i18n, people, sessions, settings, storage
from core.errors import InvalidInput
from core.i18n import _, n_
from core.people import Action

MOST = 80
"""Places shown in one list: more would not be walked in a day."""


@dataclass(frozen=True)
class Spot:
    """One line of a list: a code, its place, and why one goes there."""

    code: str
    place: str
    zone: str
    why: str


def hand(session: Session, staff_token: str | None, round_token: str | None) -> Hand | None:
    """Who stands there: a member of the team who may manage placements, or the holder of a round link."""
    user = sessions.user_of(session, staff_token) if staff_token else None
    for _member, consortium in people.memberships(session, user.id) if user else ():
        actor = people.actor_in(session, user, consortium.id) if user else None
        if actor and people.may(actor, Action.MANAGE_PLACEMENTS, consortium.id):
            return rounds.hand_of(actor)
    return rounds.holder(session, round_token)


def lists(session: Session, here: Hand) -> dict[str, Any]:
    """What waits to be put up, and what to look at again, the longest unseen first."""
    timezone = settings.current().timezone
    found = register.entries(session, here.consortium_id, timezone, campaign_id=here.campaign_id)
    waiting = [one for one in found if one.state is PlacementState.TO_PUT_UP]
    again = register.to_look_at(found)
    return {
        "who": here.who,
        "volunteer": here.round_id is not None,
        "waiting": [_spot(one) for one in waiting[:MOST]],
        "again": [_spot(one) for one in again[:MOST]],
        "more": max(0, len(waiting) - MOST) + max(0, len(again) - MOST),
        "today": i18n.day(clock.today(timezone)),
    }


def item(session: Session, here: Hand, text: str) -> dict[str, Any]:
    """One placement, found by its code: what it is, and what can be said of it."""
    placement = visits.by_code(session, here, text)
    seen = max((day for day in (placement.seen_on, placement.put_up_on) if day), default=None)
    return {
        "code": _codes(session, placement.id)[0].shown,
        "kind": _(KIND_LABELS[placement.kind]),
        "placement": placement,
        "seen": i18n.short_day(seen) if seen else "",
        "up": placement.put_up_on is not None and placement.taken_down_on is None,
        "choices": [(one.value, _(SEEN_LABELS[one])) for one in (Seen.RIGHT, Seen.OTHER_CODE, Seen.GONE)],
        "printed": placement.kind in PRINTED,
    }


@contextmanager
def stored(photo: bytes | None) -> Iterator[str | None]:
    """The name of the photo, stored before the block and taken away again when the block fails."""
    if photo is None:
        yield None
        return
    name = storage.current().put("visits", photo, "jpg")
    try:
        yield name
    except BaseException:
        storage.current().delete(name)
        raise


def said(
    session: Session,
    here: Hand,
    text: str,
    told: Told,
    photo: bytes | None,
    name: str | None,
    today: date,
) -> Visit:
    """Keep what somebody says of the placement with that code; the photo has to agree with it."""
    placement = visits.by_code(session, here, text)
    if photo is not None and told.seen in (Seen.PUT_UP, Seen.RIGHT):
        _agree(session, placement, photo)
    return visits.note(session, here, placement.id, replace(told, photo=name), today)


def code_on(photo: bytes) -> str:
    """Our code on a photo; InvalidInput («photo») when there is none, or only somebody else's."""
    found = reading.read(photo)
    if len(found.ours) == 1:
        return next(iter(found.ours))
    if found.ours:
        raise InvalidInput(_("Plusieurs codes sur cette photo. Cadrez-en un seul."), "photo")
    if found.others:
        raise InvalidInput(
            _(
                "Ce QR code n'est pas le nôtre : il mène à {host}. Cherchez ce lieu dans la liste, "
                "puis notez « code différent ».",
                host=found.others[0],
            ),
            "photo",
        )
    raise InvalidInput(_("Aucun code lisible sur cette photo. Approchez-vous, ou tapez le code."), "photo")


def told_by(fields: Mapping[str, str]) -> Told:
    """What a form says; InvalidInput when nothing is chosen or the quantity is no number."""
    if fields.get("seen") not in list(Seen):
        raise InvalidInput(_("Choisissez ce que vous avez vu."), "seen")
    told = Told(Seen(fields["seen"]), fields.get("place", ""), remark=fields.get("remark", ""))
    number = fields.get("quantity", "").strip()
    if not number:
        return told
    if not (number.isascii() and number.isdigit() and len(number) < 8):
        raise InvalidInput(_("Écrivez la quantité en chiffres."), "quantity")
    return replace(told, quantity=int(number))


def _agree(session: Session, placement: Placement, photo: bytes) -> None:
    found = reading.read(photo)
    own = {code.text for code in _codes(session, placement.id)}
    if own & found.ours or not (found.ours or found.others):
        return
    other = next(iter(found.others), "") or next(iter(found.ours))
    raise InvalidInput(
        _("La photo montre un autre code ({other}). Est-ce la bonne affiche ? Sinon, notez-le.", other=other),
        "photo",
    )


def _codes(session: Session, placement_id: UUID) -> list[Code]:
    query = select(Code).join(Link, Link.id == Code.link_id).where(Link.placement_id == placement_id)
    return list(session.scalars(query.order_by(Code.text)))


def _spot(entry: Entry) -> Spot:
    row = entry.placement
    seen = register.last_seen(row)
    if entry.state is PlacementState.OTHER_CODE:
        why = _("code différent signalé")
    elif entry.state is PlacementState.SILENT and entry.silence:
        why = n_("muet depuis {count} jour", "muet depuis {count} jours", entry.silence.quiet)
    elif seen:
        why = _("vu le {day}", day=i18n.short_day(seen))
    else:
        why = n_("{count} exemplaire", "{count} exemplaires", row.quantity)
    return Spot(row.code, row.place, row.zone or "", why)
