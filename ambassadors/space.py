"""The ambassador's own space: personal link, phone session, and what is shown of what links brought.

A personal link is exchanged once for a session; both are stored as hashes only. What is shown of
first contacts is frozen for a week and told in steps of 5, on data up to the Sunday before:
nobody can watch the number move on the day when a friend asks for help.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ambassadors import agreements, needs
from ambassadors.ages import today
from ambassadors.agreements import Oneself
from ambassadors.models import Ambassador, ShownCount, SpaceKey, Standing
from core import audit, clock, crypto, settings
from core.errors import Conflict, NotFound
from core.i18n import _, n_
from core.people import Action, Actor, Consortium, Structure, require

COOKIE = "porte_voix_moi"
LINK_LIFETIME = timedelta(days=7)
SESSION_LIFETIME = timedelta(days=30)
STEP = 5
_OPEN = frozenset({Standing.ACTIVE, Standing.PAUSED})


class LinkOver(NotFound):
    """The personal link was used, has expired, was revoked or never existed."""


@dataclass(frozen=True)
class Inside:
    """An ambassador in their own space, and where they stand."""

    ambassador: Ambassador
    standing: Standing

    @property
    def oneself(self) -> Oneself:
        """Who acts when a button of the space is pressed."""
        return Oneself(self.ambassador.id)


@dataclass(frozen=True)
class Shown:
    """What is shown this week: openings, and the lower end of the step that holds the contacts."""

    scans: int
    contacts_floor: int
    until: date
    """The last day that counts, a Sunday."""

    @property
    def scans_text(self) -> str:
        """The openings in a sentence."""
        if not self.scans:
            return _("Ton lien n'a pas encore été ouvert.")
        return n_("Ton lien a été ouvert {count} fois.", "Ton lien a été ouvert {count} fois.", self.scans)

    @property
    def contacts_text(self) -> str:
        """The first contacts in a sentence, never an exact number."""
        if not self.contacts_floor:
            return _("Moins de {step} personnes ont pris contact avec ton code, pour l'instant.", step=STEP)
        return _(
            "Entre {low} et {high} personnes ont pris contact avec ton code.",
            low=self.contacts_floor,
            high=self.contacts_floor + STEP,
        )


def issue(session: Session, actor: Actor, ambassador: Ambassador) -> str:
    """A new personal link, to hand over at once: it is shown here only, and works once, for 7 days.

    Earlier links and phone sessions stop. Conflict while the guardian's agreement is missing, or
    after leaving.
    """
    require(actor, Action.MANAGE_AMBASSADORS, ambassador.consortium_id)
    now = agreements.apply_standing(session, ambassador)
    if now is Standing.AWAITING_AGREEMENT:
        raise Conflict(_("Notez d'abord l'accord d'un parent. L'espace s'ouvre ensuite."))
    if now is Standing.LEFT:
        raise Conflict(_("Cette personne a arrêté : son espace est fermé pour de bon."))
    agreements.revoke_keys(session, ambassador)
    token = crypto.token()
    key = SpaceKey(
        ambassador_id=ambassador.id,
        token_hash=crypto.digest(token),
        issued_at=clock.now(),
        expires_at=clock.now() + LINK_LIFETIME,
    )
    session.add(key)
    session.flush()
    audit.record(session, actor, "ambassadors.link_issued", ambassador.id)
    return f"{settings.current().public_url}/moi/entrer/{token}"


def revoke(session: Session, actor: Actor, ambassador: Ambassador) -> Standing:
    """The personal link and every phone session stop at once (a lost phone)."""
    require(actor, Action.MANAGE_AMBASSADORS, ambassador.consortium_id)
    agreements.revoke_keys(session, ambassador)
    audit.record(session, actor, "ambassadors.link_revoked", ambassador.id)
    return agreements.standing_of(session, ambassador)


def exchange(session: Session, token: str) -> str:
    """A phone session for a personal link, once; raises LinkOver, whose message says whom to ask."""
    key = _key(session, token)
    ambassador = session.get(Ambassador, key.ambassador_id) if key else None
    if key is None or ambassador is None or agreements.apply_standing(session, ambassador) not in _OPEN:
        raise _over(session, ambassador)
    opened, now = crypto.token(), clock.now()
    # One conditional update: of two taps at once, one gets the session.
    once = update(SpaceKey).where(
        SpaceKey.id == key.id,
        SpaceKey.used_at.is_(None),
        SpaceKey.revoked_at.is_(None),
        SpaceKey.expires_at > now,
    )
    changed = session.execute(
        once.values(
            used_at=now, session_hash=crypto.digest(opened), session_expires_at=now + SESSION_LIFETIME
        )
    )
    if changed.rowcount != 1:  # type: ignore[attr-defined]
        raise _over(session, ambassador)
    return opened


def inside(session: Session, cookie: str | None) -> Inside | None:
    """Who is in their space behind that phone session; None when it is no longer good."""
    if not cookie:
        return None
    query = select(Ambassador).join(SpaceKey, SpaceKey.ambassador_id == Ambassador.id)
    ambassador = session.scalar(
        query.where(
            SpaceKey.session_hash == crypto.digest(cookie),
            SpaceKey.session_expires_at > clock.now(),
            SpaceKey.revoked_at.is_(None),
        )
    )
    if ambassador is None:
        return None
    standing = agreements.standing_of(session, ambassador)
    return Inside(ambassador, standing) if standing in _OPEN else None


def already_inside(session: Session, token: str, cookie: str | None) -> bool:
    """Whether that phone session is good and belongs to whom the personal link was for."""
    key, there = _key(session, token), inside(session, cookie)
    return key is not None and there is not None and key.ambassador_id == there.ambassador.id


def shown(session: Session, ambassador: Ambassador) -> Shown:
    """What is shown this week; the first look of the week freezes it."""
    monday = today() - timedelta(days=today().weekday())
    row = session.get(ShownCount, (ambassador.id, monday)) or _freeze(session, ambassador, monday)
    return Shown(row.scans, row.contacts_floor, monday - timedelta(days=1))


def _freeze(session: Session, ambassador: Ambassador, monday: date) -> ShownCount:
    tally = needs.brought()(
        session, ambassador.consortium_id, agreements.link_ids(session, ambassador), monday
    )
    row = ShownCount(
        ambassador_id=ambassador.id,
        week=monday,
        scans=tally.scans,
        contacts_floor=tally.contacts // STEP * STEP,
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        # Another look of the same moment was first: its row is the week's.
        return session.get_one(ShownCount, (ambassador.id, monday))
    return row


def _key(session: Session, token: str) -> SpaceKey | None:
    return session.scalar(select(SpaceKey).where(SpaceKey.token_hash == crypto.digest(token)))


def _over(session: Session, ambassador: Ambassador | None) -> LinkOver:
    return LinkOver(
        _(
            "Ce lien a déjà servi ou n'est plus valable. Demande-en un nouveau à {who}.",
            who=_whom_to_ask(session, ambassador),
        )
    )


def _whom_to_ask(session: Session, ambassador: Ambassador | None) -> str:
    if ambassador is None:
        return _("la personne qui te l'a envoyé")
    if ambassador.structure_id is not None:
        return session.get_one(Structure, ambassador.structure_id).name
    return session.get_one(Consortium, ambassador.consortium_id).name
