"""Sign-in: tries are counted, time ends a session, and a sign-out holds at once and everywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
from argon2 import extract_parameters, profiles
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from core import clock, passwords, sessions, settings
from core.database import Base, Database
from core.errors import Forbidden, TooMany
from core.people import User
from core.sessions import IDLE, LIFETIME, TRIES, TRIES_IN_ALL, WINDOW, FailedSignIn, StaffSession
from tests.factories import people as make

both = pytest.mark.database
WRONG = "une autre phrase assez longue"
Verified = Callable[[str, str], bool]


@pytest.fixture(autouse=True)
def _fast(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """argon2 is slow on purpose: only the tests that ask for it pay for it."""
    if "argon2" in request.fixturenames:
        return
    monkeypatch.setattr(passwords, "hashed", lambda password: f"plain:{password}")
    monkeypatch.setattr(passwords, "verified", lambda stored, password: stored == f"plain:{password}")


@pytest.fixture
def argon2(as_in_use: None) -> None:
    """The real hash."""


@pytest.fixture(autouse=True)
def now(database: Database) -> Iterator[time_machine.Traveller]:
    """It is Monday, ten o'clock in Paris, until the test moves on."""
    with time_machine.travel("2026-11-23T10:00:00+01:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def nour(session: Session) -> User:
    """Someone with an account."""
    return make.user(session, "Nour")


def tries(session: Session, login: str, count: int) -> None:
    for _number in range(count):
        assert sessions.check_password(session, login, WRONG) is None
        session.flush()


@both
@pytest.mark.usefixtures("argon2")
def test_the_right_password_gives_the_user(session: Session, engine_kind: str) -> None:
    nour = make.user(session)
    assert sessions.check_password(session, nour.login, make.PASSWORD) is nour
    assert sessions.check_password(session, f" {nour.login.upper()} ", make.PASSWORD) is nour
    assert sessions.check_password(session, nour.login, WRONG) is None
    assert make.PASSWORD not in nour.password_hash
    assert extract_parameters(nour.password_hash) == profiles.RFC_9106_LOW_MEMORY


def test_an_unknown_login_costs_the_time_of_a_wrong_password(
    session: Session, nour: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, str]] = []

    def verified(stored: str, password: str) -> bool:
        asked.append((stored, password))
        return True

    monkeypatch.setattr(passwords, "verified", verified)
    assert sessions.check_password(session, "personne@exemple.test", WRONG) is None
    assert asked == [(passwords.DECOY, WRONG)]
    assert extract_parameters(passwords.DECOY) == profiles.RFC_9106_LOW_MEMORY


@both
def test_a_login_is_throttled_after_five_wrong_passwords_even_with_the_right_one(
    session: Session, nour: User, engine_kind: str
) -> None:
    tries(session, nour.login, TRIES)
    with pytest.raises(TooMany, match="15 minutes") as refused:
        sessions.check_password(session, nour.login, make.PASSWORD)
    assert refused.value.retry_after == 15 * 60
    with pytest.raises(TooMany):
        sessions.check_password(session, nour.login.upper(), make.PASSWORD)


def test_another_login_is_not_throttled_by_it(session: Session, nour: User) -> None:
    tries(session, nour.login, TRIES)
    other = make.user(session, "Awa")
    assert sessions.check_password(session, other.login, make.PASSWORD) is other


def test_a_login_that_does_not_exist_is_throttled_alike(session: Session) -> None:
    tries(session, "personne@exemple.test", TRIES)
    with pytest.raises(TooMany):
        sessions.check_password(session, "personne@exemple.test", WRONG)


@both
def test_tries_are_forgotten_after_the_window(
    session: Session, nour: User, engine_kind: str, now: time_machine.Traveller
) -> None:
    tries(session, nour.login, TRIES)
    now.shift(WINDOW)
    with pytest.raises(TooMany):
        sessions.check_password(session, nour.login, make.PASSWORD)
    now.shift(timedelta(seconds=1))
    assert sessions.check_password(session, nour.login, make.PASSWORD) is nour
    assert session.scalars(select(FailedSignIn)).all() == []


@both
def test_the_right_password_clears_the_tries(session: Session, nour: User, engine_kind: str) -> None:
    tries(session, nour.login, TRIES - 1)
    assert sessions.check_password(session, nour.login, make.PASSWORD) is nour
    tries(session, nour.login, TRIES - 1)
    assert sessions.check_password(session, nour.login, make.PASSWORD) is nour


def test_the_whole_installation_is_throttled_when_many_logins_are_tried(session: Session, nour: User) -> None:
    for number in range(TRIES_IN_ALL):
        sessions.check_password(session, f"essai-{number}@exemple.test", WRONG)
    with pytest.raises(TooMany):
        sessions.check_password(session, nour.login, make.PASSWORD)


def test_a_wrong_try_keeps_no_login_and_no_password(session: Session, nour: User) -> None:
    tries(session, nour.login, 1)
    row = session.scalars(select(FailedSignIn)).one()
    assert nour.login not in row.login_hash
    assert len(row.login_hash) == 64
    assert set(FailedSignIn.__table__.columns.keys()) == {"id", "login_hash", "at"}


def test_an_absurd_login_is_a_wrong_password_like_any(session: Session) -> None:
    assert sessions.check_password(session, "deux mots", WRONG) is None
    assert sessions.check_password(session, "", "") is None


def test_a_closed_account_is_refused_with_the_right_password(session: Session, nour: User) -> None:
    nour.disabled_at = clock.now()
    assert sessions.check_password(session, nour.login, make.PASSWORD) is None
    session.flush()
    assert len(session.scalars(select(FailedSignIn)).all()) == 1


@both
def test_a_session_is_good_until_it_is_closed(session: Session, nour: User, engine_kind: str) -> None:
    here, elsewhere = sessions.open_session(session, nour), sessions.open_session(session, nour)
    assert here != elsewhere
    assert sessions.user_of(session, here) is nour
    sessions.close_session(session, here)
    assert sessions.user_of(session, here) is None
    assert sessions.user_of(session, elsewhere) is nour


@both
def test_signing_out_everywhere_closes_every_session_of_that_person_only(
    session: Session, nour: User, engine_kind: str
) -> None:
    tokens = [sessions.open_session(session, nour) for _number in range(3)]
    awa = make.user(session, "Awa")
    other = sessions.open_session(session, awa)
    sessions.close_all(session, nour.id)
    assert [sessions.user_of(session, token) for token in tokens] == [None, None, None]
    assert sessions.user_of(session, other) is awa


def test_a_session_ends_when_nothing_is_done_for_twelve_hours(
    session: Session, nour: User, now: time_machine.Traveller
) -> None:
    token = sessions.open_session(session, nour)
    now.shift(IDLE)
    assert sessions.user_of(session, token) is nour
    now.shift(timedelta(seconds=1))
    assert sessions.user_of(session, token) is None


@both
def test_a_session_in_use_goes_on_until_its_lifetime(
    session: Session, nour: User, engine_kind: str, now: time_machine.Traveller
) -> None:
    token = sessions.open_session(session, nour)
    for _half_day in range(int(LIFETIME / IDLE)):
        now.shift(IDLE)
        assert sessions.user_of(session, token) is nour
        sessions.touch(session, token)
    now.shift(timedelta(seconds=1))
    assert sessions.user_of(session, token) is None


def test_a_closed_account_loses_its_sessions_at_once(session: Session, nour: User) -> None:
    token = sessions.open_session(session, nour)
    nour.disabled_at = clock.now()
    session.flush()
    assert sessions.user_of(session, token) is None
    with pytest.raises(Forbidden, match="Reconnectez-vous"):
        sessions.signed_in(session, token)


@pytest.mark.parametrize("token", [None, "", "inventé", "x" * 10_000])
def test_a_token_that_nobody_was_given_opens_nothing(token: str | None, session: Session, nour: User) -> None:
    sessions.open_session(session, nour)
    with pytest.raises(Forbidden):
        sessions.signed_in(session, token)


@both
@pytest.mark.usefixtures("argon2")
def test_no_token_and_no_password_is_stored_in_clear(database: Database, engine_kind: str) -> None:
    with database.transaction() as session:
        nour = make.user(session)
        token = sessions.open_session(session, nour)
        sessions.check_password(session, nour.login, WRONG)
    with database.snapshot() as session:
        held = [
            str(value)
            for table in Base.metadata.sorted_tables
            for row in session.execute(table.select())
            for value in row
        ]
        assert session.scalar(text("SELECT count(*) FROM staff_session")) == 1
    assert not any(secret in value for secret in (token, make.PASSWORD, WRONG) for value in held)
    if database.sqlite:
        files = list(settings.current().data_dir.glob("porte-voix.sqlite*"))
        assert files
        assert not any(secret.encode() in path.read_bytes() for secret in (token, WRONG) for path in files)


def test_a_session_says_nothing_about_the_browser(session: Session) -> None:
    assert set(StaffSession.__table__.columns.keys()) == {
        "id",
        "token_hash",
        "user_id",
        "opened_at",
        "seen_at",
        "revoked_at",
    }
