"""Tokens of the API: one per partner portal, shown once, kept as a hash, good for what it was given for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, String, func, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from core import audit, clock, crypto, people
from core.database import Base, Identified
from core.errors import Conflict, Forbidden, InvalidInput, NotFound, UnknownToken
from core.i18n import _

WAY_IN = "porte-voix token"
_START = "pv_"


class Scope(StrEnum):
    """What a token may be given for."""

    FIRST_CONTACTS = "first_contacts"
    REACH = "reach"


class ApiToken(Identified, Base):
    """A partner's token; what it opens is one consortium, within its scopes."""

    __tablename__ = "api_token"

    consortium_id: Mapped[UUID] = mapped_column(ForeignKey("consortium.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    scopes: Mapped[str] = mapped_column(String(120))
    """Scope words, parted by a space."""
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(120))
    revoked_at: Mapped[datetime | None]
    last_used_on: Mapped[date | None]


@dataclass(frozen=True)
class Partner:
    """Who asks through the API, built afresh from the database at every request."""

    token_id: UUID
    consortium_id: UUID
    name: str
    scopes: frozenset[Scope]
    last_used_on: date | None


def add(session: Session, consortium_id: UUID, name: str, scopes: frozenset[Scope]) -> str:
    """A new token, to be shown this once; InvalidInput without a name or scope, Conflict on a name in use."""
    name = people.required(name, "name", 120)
    if not scopes:
        raise InvalidInput(_("Donnez au moins un droit à ce jeton."), "scope")
    in_use = select(ApiToken.id).where(
        ApiToken.consortium_id == consortium_id, ApiToken.name == name, ApiToken.revoked_at.is_(None)
    )
    if session.scalar(in_use):
        raise Conflict(_("Un jeton porte déjà ce nom. Retirez-le d'abord, ou choisissez un autre nom."))
    return _keep(session, consortium_id, name, scopes, _START + crypto.token(), WAY_IN)


def ensure_derived(session: Session, consortium_id: UUID, name: str, scopes: frozenset[Scope]) -> str:
    """The token of the demonstration: derived from the secret key, so that it can be said again.

    Once revoked it stays so, and the next one in line is made.
    """
    own = (ApiToken.consortium_id == consortium_id, ApiToken.name == name)
    revoked = session.scalar(select(func.count()).where(*own, ApiToken.revoked_at.is_not(None)))
    text = _START + crypto.fingerprint(f"{consortium_id}/{name}/{revoked}", "api-token")
    if session.scalar(select(ApiToken.id).where(ApiToken.token_hash == crypto.digest(text))) is None:
        _keep(session, consortium_id, name, scopes, text, "porte-voix demo")
    return text


def listed(session: Session, consortium_id: UUID) -> list[dict[str, str | list[str] | None]]:
    """The tokens of a consortium, the oldest first; nothing in it opens anything."""
    query = select(ApiToken).where(ApiToken.consortium_id == consortium_id)
    return [
        {
            "id": str(one.id),
            "name": one.name,
            "scopes": one.scopes.split(),
            "state": "revoked" if one.revoked_at else "active",
            "created_at": one.created_at.isoformat(),
            "last_used_on": one.last_used_on.isoformat() if one.last_used_on else None,
        }
        for one in session.scalars(query.order_by(ApiToken.created_at, ApiToken.name))
    ]


def summary(found: list[dict[str, str | list[str] | None]]) -> str:
    """The list as lines."""
    return "\n".join(
        "  ".join(",".join(value) if isinstance(value, list) else value or "–" for value in one.values())
        for one in found
    )


def revoke(session: Session, token_id: UUID) -> str:
    """Close a token for ever, at once; its name. NotFound when there is none, or it is closed already."""
    found = session.get(ApiToken, token_id)
    if found is None or found.revoked_at is not None:
        raise NotFound(_("Aucun jeton actif n'a cet identifiant. Voyez « porte-voix token list »."))
    found.revoked_at = clock.now()
    audit.record_system(session, WAY_IN, "tokens.revoked", found.id)
    return found.name


def require(session: Session, text: str, scope: Scope) -> Partner:
    """Who holds this token; UnknownToken when nobody does any more, Forbidden without that scope."""
    query = select(ApiToken).where(ApiToken.token_hash == crypto.digest(text), ApiToken.revoked_at.is_(None))
    found = session.scalar(query)
    if found is None:
        raise UnknownToken(_("Ce jeton n'ouvre rien ici. Vérifiez-le, ou demandez-en un autre."))
    scopes = frozenset(Scope(word) for word in found.scopes.split())
    if scope not in scopes:
        raise Forbidden(_("Ce jeton n'a pas le droit « {scope} ». Demandez-en un qui l'a.", scope=scope))
    return Partner(found.id, found.consortium_id, found.name, scopes, found.last_used_on)


def mark_used(session: Session, partner: Partner, today: date) -> None:
    """Write down that a token serves, to the day and no finer."""
    session.execute(update(ApiToken).where(ApiToken.id == partner.token_id).values(last_used_on=today))


def _keep(
    session: Session, consortium_id: UUID, name: str, scopes: frozenset[Scope], text: str, by: str
) -> str:
    made = ApiToken(
        consortium_id=consortium_id,
        name=name,
        scopes=" ".join(sorted(scopes)),
        token_hash=crypto.digest(text),
        created_at=clock.now(),
        created_by=by,
    )
    session.add(made)
    session.flush()
    audit.record_system(session, by, "tokens.added", made.id)
    return text
