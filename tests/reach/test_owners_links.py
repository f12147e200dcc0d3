"""The link for the owner of an account: who may make it, what it shows, the way to TikTok and back, the end."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
import time_machine
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from ambassadors import agreements
from ambassadors.models import AgreementKind, Ambassador, AmbassadorAccount
from app.wiring import wire
from campaigns.models import Account
from connectors.tiktok.consent import SCOPES
from core import clock, settings
from core import database as database_module
from core.database import Base, Database
from core.errors import Conflict, Forbidden, InvalidInput, NotFound
from core.keeping import Wanted
from core.people import Actor, Role
from core.territory import Channel
from reach import jobs
from reach.collecting import credentials
from reach.models import ConsentLink, NetworkCredential
from reach.owners import ending, links
from reach.series import keeping
from tests.asgi import Visitor
from tests.factories import ambassadors as ambassadors_to_test
from tests.factories import people
from tests.factories import reach as made
from tests.outbound import GoingOut, going_out
from tests.proxy import Answer, Proxy
from tests.reach.owners import (
    APPLICATION,
    Here,
    agree,
    came_back,
    held,
    here,
    link,
    rows,
    sent_on,
    state_of,
    visitor,
)
from tests.reach.tiktok import SECRET, TikTok

__all__ = ["going_out"]
NOW = "2026-11-23T10:00:00+00:00"


@pytest.fixture
def tiktok() -> TikTok:
    """A TikTok where the right person is signed in."""
    return TikTok()


@pytest.fixture
def proxy(database: Database, going_out: GoingOut, tiktok: TikTok) -> Proxy:
    """The way out, which leads to that TikTok alone."""
    return going_out(tiktok.routes)


@pytest.fixture
def where(proxy: Proxy) -> Here:
    """A consortium with its application and an account."""
    wire()
    return here()


@pytest.fixture
def phone(where: Here) -> Iterator[Visitor]:
    """The owner's phone."""
    with visitor() as opened:
        yield opened


def raw() -> str:
    """Everything that stands in the database and in the data folder."""
    files = [path for path in settings.current().data_dir.rglob("*") if path.is_file()]
    taken = "".join(path.read_bytes().decode("latin-1") for path in files)
    with database_module.current().snapshot() as session:
        for table in Base.metadata.tables:
            taken += repr(session.execute(text(f'SELECT * FROM "{table}"')).all())
    return taken


@pytest.mark.database
def test_the_owner_agrees_on_the_phone_and_ends_it_by_the_same_link(
    where: Here, phone: Visitor, tiktok: TikTok, proxy: Proxy
) -> None:
    path = link(where.officer, where.account)
    page = phone.get(path)
    assert page.status_code == 200
    assert where.place.consortium.name in page.text
    assert "@quai.neuf" in page.text
    assert "Continuer sur TikTok" in page.text
    assert page.headers["referrer-policy"] == "no-referrer"
    assert page.headers["cache-control"] == "no-store"
    assert "form-action 'self' https://www.tiktok.com;" in page.headers["content-security-policy"]
    assert "set-cookie" not in page.headers
    address = sent_on(phone, path)
    assert came_back(phone, state_of(address), code=tiktok.code()) == "fait"
    assert "C’est fait" in phone.get("/accord/fin/fait").text
    [kept] = held().values()
    assert kept["token"] in tiktok.access
    assert "Retirer l’accès" in phone.get(path).text
    assert came_back(phone, state_of(address), code=tiktok.code()) == "410"
    ended = phone.post(path, data={"token": token(phone, path), "act": "end"})
    assert ended.headers["location"] == "/accord/fin/retire"
    assert (held(), rows(ConsentLink), tiktok.revoked) == ({}, 0, [kept["token"]])
    assert phone.get(path).status_code == 410


def token(phone: Visitor, path: str) -> str:
    """The signed token of the form on the page."""
    return phone.get(path).text.partition('name="token" value="')[2].partition('"')[0]


def test_the_page_speaks_english_too_and_a_form_of_another_site_does_nothing(
    where: Here, phone: Visitor, tiktok: TikTok
) -> None:
    path = link(where.officer, where.account)
    assert "Continue on TikTok" in phone.get(f"{path}?langue=en").text
    state = state_of(sent_on(phone, f"{path}?langue=en"))
    assert came_back(phone, state, error="access_denied") == "refus?langue=en"
    assert "Nothing has changed" in phone.get("/accord/fin/refus?langue=en").text
    assert phone.post(path, data={"act": "go"}).status_code == 422
    sent = {"token": token(phone, path), "act": "go"}
    assert phone.post(path, data=sent, headers={"origin": "https://ailleurs.example"}).status_code == 403
    with database_module.current().snapshot() as session:
        assert session.scalars(select(ConsentLink.state_hash)).one() == ""


@pytest.mark.parametrize("case", ["other account", "refused", "unticked", "network down", "name not told"])
def test_what_is_not_a_whole_yes_of_the_right_account_keeps_nothing_and_the_link_stays_good(
    where: Here, phone: Visitor, tiktok: TikTok, case: str
) -> None:
    path = link(where.officer, where.account)
    state = state_of(sent_on(phone, path))
    given = {"code": tiktok.code()}
    if case == "other account":
        tiktok.user = "quelqu.un.d.autre"
    if case == "refused":
        given = {"error": "access_denied"}
    if case == "unticked":
        tiktok.scopes = SCOPES[:1]
    if case == "network down":
        tiktok.answers = {"token": Answer("", 502)}
    if case == "name not told":
        tiktok.answers = {"info": Answer("", 502)}
    outcome = {
        "other account": "autre-compte",
        "refused": "refus",
        "unticked": "incomplet",
        "network down": "panne",
        "name not told": "panne",
    }[case]
    assert came_back(phone, state, **given) == outcome
    assert came_back(phone, state, code=tiktok.code()) == "410", "the state is used up, whatever came of it"
    said = phone.get(f"/accord/fin/{outcome}").text
    assert "Rien n’est" in said
    assert "quelqu.un" not in said
    assert held() == {}
    # A token that nobody keeps is given back.
    assert (tiktok.access, len(tiktok.revoked)) == (
        {} if case != "unticked" else tiktok.access,
        1 if case in {"other account", "name not told"} else 0,
    )
    tiktok.user, tiktok.scopes, tiktok.answers = "quai.neuf", SCOPES, {}
    again = state_of(sent_on(phone, path))
    assert came_back(phone, again, code=tiktok.code()) == "fait"


def test_a_state_is_good_once_for_its_own_link_and_half_an_hour(
    where: Here, phone: Visitor, tiktok: TikTok, proxy: Proxy
) -> None:
    path = link(where.officer, where.account)
    first = state_of(sent_on(phone, path))
    second = state_of(sent_on(phone, path))
    number, _dot, secret = second.partition(".")
    wrong = [first, "", ".", secret, f"{number}.", f"{number}.{secret}x", f"{'0' * 32}.{secret}", "é.é"]
    before = len(proxy.seen)
    assert [came_back(phone, state, code="x") for state in wrong] == ["410"] * len(wrong)
    with time_machine.travel(clock.now() + links.ON_THE_WAY + timedelta(seconds=1)):
        assert came_back(phone, second, code="x") == "410"
    assert len(proxy.seen) == before, "nothing was asked"
    assert came_back(phone, second, code=tiktok.code()) == "fait"


def test_a_link_is_good_for_seven_days_and_a_new_one_ends_it(
    where: Here, phone: Visitor, tiktok: TikTok
) -> None:
    old = link(where.officer, where.account)
    path = link(where.officer, where.account)
    assert (phone.get(old).status_code, phone.get(path).status_code) == (410, 200)
    late = state_of(sent_on(phone, path))
    jobs.night({}, lambda *_told: None)
    assert rows(ConsentLink) == 1, "the one that was replaced is gone"
    with time_machine.travel(clock.now() + links.LIFETIME + timedelta(seconds=1)):
        jobs.night({}, lambda *_told: None)
        assert rows(ConsentLink) == 0
        assert phone.get(path).status_code == 410
        assert came_back(phone, late, code=tiktok.code()) == "410"
        with database_module.current().transaction() as session:
            assert "/accord/" in links.ask(session, where.officer, where.account)


def test_what_it_connected_can_be_ended_by_the_link_after_the_seven_days(
    where: Here, phone: Visitor, tiktok: TikTok
) -> None:
    path = link(where.officer, where.account)
    assert came_back(phone, state_of(sent_on(phone, path)), code=tiktok.code()) == "fait"
    with time_machine.travel(clock.now() + timedelta(days=90)):
        assert "Retirer l’accès" in phone.get(path).text
        assert phone.post(path, data={"token": token(phone, path), "act": "go"}).status_code == 410


def test_who_may_ask_whom(where: Here, tiktok: TikTok) -> None:
    with database_module.current().transaction() as session:
        counsellor = people.actor(session, where.place, Role.COUNSELLOR)
        elsewhere = people.actor(session, people.place(session, "Ailleurs"), Role.ADMINISTRATOR)
        instagram = made.account(session, where.place, Channel.INSTAGRAM)
        with pytest.raises(Forbidden):
            links.ask(session, counsellor, where.account)
        with pytest.raises(NotFound):
            links.ask(session, elsewhere, where.account)
        with pytest.raises(InvalidInput):
            links.ask(session, where.officer, instagram.id)
        other = made.account(session, where.place, Channel.TIKTOK, "ferme", collectable=False)
        with pytest.raises(Conflict, match="parent"):
            links.ask(session, where.officer, other.id)
        administrator = people.actor(session, where.place, Role.ADMINISTRATOR)
        credentials.remove(session, administrator, "tiktok")
        with pytest.raises(Conflict, match="application"):
            links.ask(session, where.officer, where.account)
        with pytest.raises(NotFound):
            ending.by_staff(session, where.officer, where.account)


def test_the_application_may_be_the_installations_own(
    where: Here, monkeypatch: pytest.MonkeyPatch, fresh_process: object
) -> None:
    with database_module.current().transaction() as session:
        administrator = people.actor(session, where.place, Role.ADMINISTRATOR)
        credentials.remove(session, administrator, "tiktok")
        assert credentials.application(session, where.consortium, "tiktok") is None
    monkeypatch.setenv("PORTE_VOIX_TIKTOK_CLIENT_KEY", APPLICATION["client_key"])
    monkeypatch.setenv("PORTE_VOIX_TIKTOK_CLIENT_SECRET", SECRET)
    settings.current.cache_clear()
    assert SECRET not in repr(settings.current())
    with database_module.current().snapshot() as session:
        found = credentials.application(session, where.consortium, "tiktok")
    assert found is not None
    assert (found.key, found.secret) == (APPLICATION["client_key"], SECRET)


def test_a_person_is_handed_the_day_of_their_consent_and_no_token_and_it_goes_with_them(
    where: Here, tiktok: TikTok
) -> None:
    with database_module.current().transaction() as session:
        staff = ambassadors_to_test.staff(session, where.place)
        theirs = _account(session, _asked(session, staff, "Lina"))
        given = credentials.unseal(agree(session, tiktok, theirs, "lin.q"))
        wanted = Wanted(where.consortium, ambassador="Lina")
        assert keeping.find(session, wanted) == [theirs]
        handed = keeping.export(session, theirs)
        assert handed["owner_agreed"]
        assert [one for one in given.values() if one in repr(handed)] == []
        assert keeping.erase(session, theirs) == ["accès accordé au compte"]
    assert (held(), rows(ConsentLink)) == ({}, 0)


@pytest.mark.database
def test_what_an_ambassador_stops_erases_the_access_and_gives_it_back(where: Here, tiktok: TikTok) -> None:
    with database_module.current().transaction() as session:
        staff = ambassadors_to_test.staff(session, where.place)
        ambassadors = [_asked(session, staff, name) for name in ("Lina", "Awa", "Tao", "Zoé")]
        owned = [_account(session, one) for one in ambassadors]
        gone = [credentials.unseal(agree(session, tiktok, one, "nom")) for one in owned]
        stays = credentials.unseal(agree(session, tiktok, where.account, "quai.neuf"))
    jobs.sweep({}, lambda *_told: None)
    assert len(held()) == 5
    with database_module.current().transaction() as session:
        paused, left, own, guardian = (session.merge(one) for one in ambassadors)
        agreements.pause(session, staff, paused)
        agreements.leave(session, agreements.Oneself(left.id), left)
        agreements.withdraw(session, staff, own, AgreementKind.OWN)
        agreements.withdraw(session, staff, guardian, AgreementKind.GUARDIAN)
        # At once, before anything is erased: nobody is given the token any more.
        for one in owned:
            assert credentials.opened(session, where.consortium, "tiktok", one) is None
    jobs.sweep({}, lambda *_told: None)
    assert held() == {where.account: stays}
    assert sorted(tiktok.revoked) == sorted(one["token"] for one in gone)
    assert rows(ConsentLink) == 0


def _asked(session: Session, staff: Actor, name: str) -> Ambassador:
    """Somebody of 17 who may be asked, once both agreements are there and not before."""
    minor = ambassadors_to_test.minor(
        session, staff, name, accounts=((Channel.TIKTOK, f"{name[:3].lower().replace('é', 'e')}.q"),)
    )
    theirs = _account(session, minor)
    for agree_too in (ambassadors_to_test.with_own_agreement, ambassadors_to_test.with_guardian):
        with pytest.raises(Conflict):
            links.ask(session, staff, theirs)
        agree_too(session, staff, minor)
    links.ask(session, staff, theirs)
    return minor


def _account(session: Session, ambassador: Ambassador) -> UUID:
    query = select(AmbassadorAccount.account_id).where(AmbassadorAccount.ambassador_id == ambassador.id)
    return session.scalars(query).one()


def test_the_local_end_does_not_wait_for_the_network(where: Here, tiktok: TikTok) -> None:
    tiktok.answers = {"revoke": Answer("", 503)}
    with database_module.current().transaction() as session:
        agree(session, tiktok, where.account, "quai.neuf")
    with database_module.current().transaction() as session:
        ended = ending.by_staff(session, where.officer, where.account)
    assert (held(), ending.give_back(ended)) == ({}, 0)


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    """Every line that anything logs, at every level."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield stream
    root.removeHandler(handler)
    root.setLevel(before)


def test_no_token_code_state_or_secret_stands_anywhere_in_clear(
    where: Here, phone: Visitor, tiktok: TikTok, proxy: Proxy, logged: io.StringIO, tmp_path: Path
) -> None:
    path = link(where.officer, where.account)
    state = state_of(sent_on(phone, path))
    code = tiktok.code()
    answer = phone.get("/accord/retour/tiktok", params={"state": state, "code": code})
    [kept] = held().values()
    secrets = [SECRET, code, state.rpartition(".")[2], path.rpartition("/")[2], *kept.values()]
    taken = raw()
    ours = logged.getvalue().replace("HTTP Request: GET", "")
    lines = [line for line in ours.splitlines() if "httpx" not in line and "accord/" not in line]
    assert [one for one in secrets if one in taken] == []
    assert [one for one in secrets if one in "\n".join(lines)] == []
    assert [one for one in secrets if one in f"{answer.headers} {answer.text}"] == []
    asked = " ".join(f"{one.address}?{one.query}" for one in proxy.seen)
    assert [one for one in secrets if one in asked] == []
    with database_module.current().snapshot() as session:
        row = session.scalars(
            select(NetworkCredential).where(NetworkCredential.account_id.is_not(None))
        ).one()
        opened = credentials.opened(session, where.consortium, "tiktok", where.account)
    assert [one for one in secrets if one in repr([row, opened, where])] == []


def test_a_handle_that_changed_hands_is_not_read_with_the_token_before(where: Here, tiktok: TikTok) -> None:
    """An account is what its name says: the credential goes with the row, never with the name."""
    with database_module.current().transaction() as session:
        agree(session, tiktok, where.account, "quai.neuf")
        other = made.account(session, where.place, Channel.TIKTOK, "autre.nom")
        assert credentials.opened(session, where.consortium, "tiktok", other.id) is None
        assert session.get_one(Account, where.account).handle == "quai.neuf"
