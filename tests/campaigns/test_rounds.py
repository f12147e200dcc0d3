"""The phone page of a round: who comes in, what they can say, what is kept of it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx
import pytest
import time_machine
from PIL import Image
from sqlalchemy import select
from starlette.applications import Starlette

from campaigns import placements, rounds, visits
from campaigns.models import Placement, TakenDown
from campaigns.placements import Placed
from campaigns.prints import qr
from campaigns.routes.rounds import COOKIE, FORM, ROUTES
from campaigns.visits import Seen, Visit
from core import people, sessions, settings, storage, web
from core.database import Database
from core.people import Actor, Role
from tests.asgi import Visitor
from tests.factories import people as made_people
from tests.factories import planning as made

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


@dataclass
class Out:
    """One campaign with a poster, another with a second one, a round link for the first."""

    officer: Actor
    reader: Actor
    poster: Placed
    elsewhere: Placed
    token: str
    staff: str
    reading: str


@pytest.fixture(name="clock", autouse=True)
def _clock() -> object:
    made.landing_pages()
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def out(database: Database) -> Out:
    with database.transaction() as session:
        place = made_people.place(session)
        officer = made_people.actor(session, place, Role.COMMUNICATIONS)
        reader = made_people.actor(session, place, Role.READER)
        campaign = made.campaign(session, officer)
        other = made.campaign(session, officer, "Autre")
        link = rounds.open_link(session, officer, campaign.id, "Tournée de samedi", 7)
        return Out(
            officer,
            reader,
            made.poster(session, officer, campaign.id, "Piscine"),
            made.poster(session, officer, other.id, "Gare"),
            link.rpartition("/")[2],
            sessions.open_session(session, session.get_one(people.User, officer.user_id)),
            sessions.open_session(session, session.get_one(people.User, reader.user_id)),
        )


@pytest.fixture
def phone(database: Database) -> Iterator[Visitor]:
    with Visitor(Starlette(routes=ROUTES)) as visitor:
        yield visitor


def as_volunteer(phone: Visitor, out: Out) -> Visitor:
    phone.cookies.set(COOKIE, out.token)
    return phone


def photo_of(placed: Placed | None) -> bytes:
    """A photo of the poster, its code in the middle; or of a wall."""
    image = Image.new("RGB", (900, 1200), "#b8b0a8")
    if placed:
        with Image.open(io.BytesIO(qr.png(placed.code))) as code:
            image.paste(code.convert("RGB").resize((420, 420)), (240, 300))
    made_photo = io.BytesIO()
    image.save(made_photo, "JPEG")
    return made_photo.getvalue()


def send(phone: Visitor, placed: Placed, photo: bytes = b"", **fields: Any) -> httpx.Response:
    files = {"photo": ("../../IMG 1.jpg", photo, "image/jpeg" if photo else "application/octet-stream")}
    data = {"token": web.form_token(FORM), **fields}
    return phone.post(f"/tournee/support/{placed.code.shown}", data=data, files=files)


def row(database: Database, placed: Placed) -> Placement:
    with database.snapshot() as session:
        return session.get_one(Placement, placed.placement.id)


def kept(database: Database) -> list[Visit]:
    with database.snapshot() as session:
        return list(session.scalars(select(Visit).order_by(Visit.at)))


def test_a_round_link_opens_its_campaign_without_an_account(phone: Visitor, out: Out) -> None:
    answer = phone.get(f"/tournee/entrer/{out.token}")
    assert (answer.status_code, answer.headers["location"]) == (303, "/tournee")
    assert all(word in answer.headers["set-cookie"] for word in ("HttpOnly", "Path=/tournee", "SameSite=lax"))
    page = phone.get("/tournee").text
    assert ("Piscine" in page, "Gare" in page, "Tournée de samedi" in page) == (True, False, True)


def test_a_round_link_ends_with_its_last_day_or_at_once(
    phone: Visitor, out: Out, database: Database, clock: time_machine.Traveller
) -> None:
    as_volunteer(phone, out)
    clock.move_to(MONDAY + timedelta(days=7) - timedelta(seconds=1))
    assert phone.get("/tournee").status_code == 200
    clock.move_to(MONDAY + timedelta(days=7))
    assert phone.get("/tournee").status_code == 401
    assert phone.get(f"/tournee/entrer/{out.token}").status_code == 410
    clock.move_to(MONDAY)
    with database.transaction() as session:
        (link,) = rounds.listed(session, out.officer.consortium_id)
        rounds.revoke(session, out.officer, link.id)
    assert phone.get("/tournee").status_code == 401
    assert send(phone, out.poster, seen="put_up").status_code == 401
    assert kept(database) == []


def test_only_the_hash_of_the_link_is_kept(out: Out, database: Database) -> None:
    with database.snapshot() as session:
        (link,) = session.scalars(select(rounds.RoundLink))
    assert out.token not in str(vars(link))


def test_the_team_sees_every_campaign_and_a_reader_nothing(phone: Visitor, out: Out) -> None:
    phone.cookies.set(sessions.COOKIE, out.staff)
    page = phone.get("/tournee").text
    assert ("Piscine" in page, "Gare" in page) == (True, True)
    phone.cookies.clear()
    phone.cookies.set(sessions.COOKIE, out.reading)
    assert phone.get("/tournee").status_code == 401


def test_posted_here_today_with_place_quantity_and_photo(
    phone: Visitor, out: Out, database: Database
) -> None:
    answer = send(
        as_volunteer(phone, out),
        out.poster,
        photo_of(out.poster),
        seen="put_up",
        place="Piscine, hall",
        quantity="3",
    )
    assert answer.status_code == 303
    found = row(database, out.poster)
    assert (found.place, found.quantity, found.put_up_on, found.seen_on) == (
        "Piscine, hall",
        3,
        date(2026, 11, 23),
        date(2026, 11, 23),
    )
    (visit,) = kept(database)
    assert (visit.seen, visit.who, visit.user_id) == (Seen.PUT_UP, "Tournée de samedi", None)
    assert visit.photo
    with Image.open(io.BytesIO(storage.current().get(visit.photo))) as image:
        assert image.format == "JPEG"
    assert out.poster.code.shown in phone.get(f"/tournee?fait={out.poster.code.shown}").text


@pytest.mark.parametrize(
    ("seen", "seen_on", "taken_down"),
    [
        ("right", date(2026, 11, 23), None),
        ("other_code", date(2026, 11, 2), None),
        ("gone", date(2026, 11, 2), TakenDown.MISSING),
    ],
)
def test_each_find_of_the_drill_is_kept_with_who_and_when(
    phone: Visitor, out: Out, database: Database, seen: str, seen_on: date, taken_down: TakenDown | None
) -> None:
    with database.transaction() as session:
        placed = session.get_one(Placement, out.poster.placement.id)
        placed.put_up_on = placed.seen_on = date(2026, 11, 2)
    send(as_volunteer(phone, out), out.poster, seen=seen, remark="sur la porte")
    found = row(database, out.poster)
    assert (found.seen_on, found.taken_down_why) == (seen_on, taken_down)
    (visit,) = kept(database)
    assert (visit.seen.value, visit.at, visit.remark) == (seen, MONDAY, "sur la porte")


def test_a_volunteer_reaches_no_other_campaign(phone: Visitor, out: Out, database: Database) -> None:
    as_volunteer(phone, out)
    for path in (f"support/{out.elsewhere.code.shown}", f"code?code={out.elsewhere.code.shown}"):
        answer = phone.get(f"/tournee/{path}")
        assert (answer.status_code, "pas de cette tournée" in answer.text) == (404, True)
    assert send(phone, out.elsewhere, seen="gone").status_code == 404
    assert kept(database) == []


def test_a_typed_code_is_found_however_it_is_written(phone: Visitor, out: Out) -> None:
    as_volunteer(phone, out)
    text = " ".join(out.poster.code.shown.lower())
    answer = phone.get("/tournee/code", params={"code": text})
    assert answer.status_code == 303
    assert "Piscine" in phone.get(answer.headers["location"]).text
    wrong = phone.get("/tournee/code", params={"code": "ZZZZZZ"})
    assert (wrong.status_code, "n’existe pas" in wrong.text) == (404, True)


def test_the_code_is_read_on_the_photo(phone: Visitor, out: Out) -> None:
    as_volunteer(phone, out)

    def scan(photo: bytes, kind: str = "image/jpeg") -> httpx.Response:
        files = {"photo": ("a.jpg", photo, kind)}
        return phone.post("/tournee", data={"token": web.form_token(FORM)}, files=files)

    answer = scan(photo_of(out.poster))
    assert answer.headers["location"] == f"/tournee/support/{out.poster.code.text}"
    for photo, kind in ((photo_of(None), "image/jpeg"), (b"", "image/jpeg"), (photo_of(None), "image/png")):
        assert scan(photo, kind).status_code == 422


def test_a_photo_that_shows_another_code_is_not_taken_for_the_right_one(
    phone: Visitor, out: Out, database: Database
) -> None:
    as_volunteer(phone, out)
    answer = send(phone, out.poster, photo_of(out.elsewhere), seen="put_up", place="Piscine")
    assert (answer.status_code, "un autre code" in answer.text) == (422, True)
    assert 'value="Piscine"' in answer.text
    assert kept(database) == []
    assert not list(settings.current().data_dir.rglob("*.jpg"))
    assert send(phone, out.poster, photo_of(out.elsewhere), seen="other_code").status_code == 303


@pytest.mark.parametrize(
    "fields",
    [{}, {"seen": "nothing"}, {"seen": "put_up", "quantity": "trois"}, {"seen": "put_up", "quantity": "0"}],
)
def test_what_is_wrong_is_said_above_the_form(
    phone: Visitor, out: Out, database: Database, fields: dict[str, str]
) -> None:
    answer = send(as_volunteer(phone, out), out.poster, b"", **fields)
    assert (answer.status_code, 'role="alert"' in answer.text) == (422, True)
    assert kept(database) == []


def test_a_form_needs_its_token_and_its_own_site(phone: Visitor, out: Out, database: Database) -> None:
    as_volunteer(phone, out)
    path = f"/tournee/support/{out.poster.code.shown}"
    assert phone.post(path, data={"seen": "gone"}).status_code == 422
    data = {"seen": "gone", "token": web.form_token(FORM)}
    assert phone.post(path, data=data, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert phone.post(path, data=data, headers={"origin": "https://ailleurs.example"}).status_code == 403
    assert kept(database) == []


def test_a_photo_is_read_by_the_team_of_its_consortium_only(
    phone: Visitor, out: Out, database: Database
) -> None:
    send(as_volunteer(phone, out), out.poster, photo_of(out.poster), seen="put_up", place="Piscine")
    path = f"/tournee/image/{kept(database)[0].id}"
    with database.transaction() as session:
        there = made_people.actor(session, made_people.place(session, "Val-Noir"), Role.ADMINISTRATOR)
        neighbour = sessions.open_session(session, session.get_one(people.User, there.user_id))
    assert phone.get(path).status_code == 401
    for token, status in ((out.reading, 401), (neighbour, 404), (out.staff, 200)):
        phone.cookies.set(sessions.COOKIE, token)
        assert phone.get(path).status_code == status
    assert phone.get(path).headers["content-type"] == "image/jpeg"
    with database.transaction() as session:
        storage.current().delete(visits.remove_photo(session, out.officer, kept(database)[0].id))
    assert phone.get(path).status_code == 404


def test_too_much_is_refused_before_it_is_read(phone: Visitor, out: Out, database: Database) -> None:
    answer = send(as_volunteer(phone, out), out.poster, b"\xff" * (12 * 1024 * 1024 + 100_000), seen="put_up")
    assert answer.status_code == 422
    assert kept(database) == []


def test_a_retired_code_is_said_in_words(phone: Visitor, out: Out, database: Database) -> None:
    with database.transaction() as session:
        placements.retire(session, out.officer, out.poster.placement.id)
    answer = as_volunteer(phone, out).get(f"/tournee/support/{out.poster.code.shown}")
    assert (answer.status_code, "a été retiré" in answer.text) == (404, True)
