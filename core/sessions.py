"""Sign-in, sessions and sign-out: a random id in a cookie, one row in the database.

The row is read again at every page run and before every write, so that a sign-out, a lost
role or a disabled account takes effect at once, in every open tab.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ForeignKey, String, delete, func, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from core import clock, crypto, passwords
from core.database import Base, Identified
from core.errors import Forbidden, InvalidInput, TooMany
from core.i18n import _
from core.people import User, normalised_login

COOKIE = "porte_voix_session"
LIFETIME = timedelta(days=14)
IDLE = timedelta(hours=12)
TRIES = 5
WINDOW = timedelta(minutes=15)
TRIES_IN_ALL = 100


class StaffSession(Identified, Base):
    """One sign-in; the cookie holds a random token, the row its SHA-256."""

    __tablename__ = "staff_session"

    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), index=True)
    opened_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class FailedSignIn(Identified, Base):
    """One wrong try, kept for the length of the window; the login only as a keyed hash, no address."""

    __tablename__ = "failed_sign_in"

    login_hash: Mapped[str] = mapped_column(String(64), index=True)
    at: Mapped[datetime] = mapped_column(index=True)


def open_session(session: Session, user: User) -> str:
    """A new session for `user`; the token goes into the cookie and nowhere else."""
    token = crypto.token()
    now = clock.now()
    session.add(StaffSession(token_hash=crypto.digest(token), user_id=user.id, opened_at=now, seen_at=now))
    session.flush()
    return token


def check_password(session: Session, login: str, password: str) -> User | None:
    """The user behind a login and password, or None; each None is written down and counts.

    Raises TooMany when this login, or the whole installation, has failed too often lately.
    The caller commits in both cases, so that a wrong try is not forgotten.
    """
    try:
        login = normalised_login(login)
    except InvalidInput:
        return None
    login_hash = crypto.fingerprint(login, "sign-in")
    _throttle(session, login_hash)
    user = session.scalar(select(User).where(User.login == login))
    right = passwords.verified(user.password_hash if user else passwords.DECOY, password)
    if user is None or not right or user.disabled_at is not None:
        session.add(FailedSignIn(login_hash=login_hash, at=clock.now()))
        return None
    session.execute(delete(FailedSignIn).where(FailedSignIn.login_hash == login_hash))
    return user


def user_of(session: Session, token: str) -> User | None:
    """The signed-in user behind a cookie's token, or None when it is no longer good."""
    row = session.scalar(select(StaffSession).where(StaffSession.token_hash == crypto.digest(token)))
    now = clock.now()
    if row is None or row.revoked_at is not None:
        return None
    if now - row.opened_at > LIFETIME or now - row.seen_at > IDLE:
        return None
    user = session.get(User, row.user_id)
    return user if user is not None and user.disabled_at is None else None


def touch(session: Session, token: str) -> None:
    """Say that the session is in use; call it in a write transaction now and then."""
    session.execute(
        update(StaffSession)
        .where(StaffSession.token_hash == crypto.digest(token))
        .values(seen_at=clock.now())
    )


def close_session(session: Session, token: str) -> None:
    """Sign out here."""
    _revoke(session, StaffSession.token_hash == crypto.digest(token))


def close_all(session: Session, user_id: UUID) -> None:
    """Sign out everywhere."""
    _revoke(session, StaffSession.user_id == user_id)


def signed_in(session: Session, token: str | None) -> User:
    """The user behind a token, or Forbidden."""
    user = user_of(session, token) if token else None
    if user is None:
        raise Forbidden(_("Votre session est finie. Reconnectez-vous."))
    return user


def _throttle(session: Session, login_hash: str) -> None:
    since = clock.now() - WINDOW
    session.execute(delete(FailedSignIn).where(FailedSignIn.at < since))
    tries = select(func.count()).select_from(FailedSignIn)
    mine = session.scalar(tries.where(FailedSignIn.login_hash == login_hash)) or 0
    if mine >= TRIES or (session.scalar(tries) or 0) >= TRIES_IN_ALL:
        minutes = int(WINDOW.total_seconds() // 60)
        raise TooMany(
            _("Trop d'essais. Attendez {minutes} minutes, puis réessayez.", minutes=minutes), minutes * 60
        )


def _revoke(session: Session, which: object) -> None:
    statement = update(StaffSession).where(which, StaffSession.revoked_at.is_(None))  # type: ignore[arg-type]
    session.execute(statement.values(revoked_at=clock.now()))
