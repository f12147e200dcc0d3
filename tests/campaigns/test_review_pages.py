"""The phone pages: reading by a link without an account, and publishing by hand for who is signed in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import httpx
import pytest
import time_machine
from starlette.applications import Starlette

from campaigns import planning, reviews
from campaigns.models import Post, Reader, Stage
from campaigns.planning import PostRow, PostState
from campaigns.routes import doing, review
from core import people, sessions, web
from core.database import Database
from core.people import Actor, Role
from core.territory import Channel
from tests.asgi import Visitor
from tests.factories import people as people_to_test
from tests.factories import planning as made

THURSDAY = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
REEL = "https://www.instagram.com/reel/C9abcdEFGHI/"


@dataclass
class Scene:
    """A post to read, and one of yesterday that is to be published by hand on two networks."""

    officer: Actor
    to_read: UUID
    partner: str
    youth: str
    late: dict[Channel, UUID]
    staff: str
    reading: str


@pytest.fixture(name="clock", autouse=True)
def _clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(THURSDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def scene(database: Database) -> Scene:
    with database.transaction() as session:
        place = people_to_test.place(session)
        officer = people_to_test.actor(session, place, Role.COMMUNICATIONS)
        reader = people_to_test.actor(session, place, Role.READER)
        campaign = made.campaign(session, officer)
        networks = (Channel.FACEBOOK, Channel.INSTAGRAM)
        day = (THURSDAY + timedelta(days=2)).date()
        post = made.post(session, officer, campaign.id, *networks, text="<b>Salut</b>", day=day, draft=True)
        partner, youth = (
            reviews.open_link(session, officer, [post.id], "Groupe", kind, 7).rpartition("/")[2]
            for kind in (Reader.PARTNER, Reader.YOUTH)
        )
        late = made.post(session, officer, campaign.id, *networks, title="En retard")
        rows = planning.posts(session, officer.consortium_id)
        staff, reading = (
            sessions.open_session(session, session.get_one(people.User, one.user_id))
            for one in (officer, reader)
        )
        by_hand = {row.network: row.variant_id for row in rows if row.post_id == late.id}
        return Scene(officer, post.id, partner, youth, by_hand, staff, reading)


@pytest.fixture
def phone(database: Database) -> Iterator[Visitor]:
    with Visitor(Starlette(routes=[*review.ROUTES, *doing.ROUTES])) as visitor:
        yield visitor


def stage(database: Database, post_id: UUID) -> Stage:
    with database.snapshot() as session:
        return session.get_one(Post, post_id).stage


def answered(phone: Visitor, scene: Scene, token: str, **fields: str) -> httpx.Response:
    data = {"token": web.form_token(review.FORM), "words": "1", **fields}
    return phone.post(f"/relecture/{token}/{scene.to_read}", data=data)


def test_a_reader_sees_the_text_as_text_and_is_spoken_to_as_they_are(phone: Visitor, scene: Scene) -> None:
    partner, youth = (phone.get(f"/relecture/{one}") for one in (scene.partner, scene.youth))
    assert "&lt;b&gt;Salut&lt;/b&gt;" in partner.text
    assert "Facebook et Instagram" in partner.text.replace("Instagram et Facebook", "Facebook et Instagram")
    assert ("Votre avis" in partner.text, "Ton avis" in youth.text) == (True, True)
    assert "Votre" not in youth.text
    for name in ("X-Robots-Tag", "Content-Security-Policy", "Referrer-Policy"):
        assert partner.headers[name]
    assert (partner.headers["Cache-Control"], "set-cookie" in partner.headers) == ("no-store", False)


def test_what_is_missing_is_said_and_what_was_typed_stays(
    phone: Visitor, scene: Scene, database: Database
) -> None:
    answer = answered(phone, scene, scene.partner, verdict="change", name="Sam")
    assert (answer.status_code, "que faut-il changer" in answer.text) == (422, True)
    assert 'value="Sam"' in answer.text
    assert answered(phone, scene, scene.partner, text="Bien").status_code == 422
    late = answered(phone, scene, scene.partner, verdict="fine", words="0", text="Bien")
    assert (late.status_code, "le voici" in late.text, ">Bien</textarea>" in late.text) == (409, True, True)
    no_token = phone.post(
        f"/relecture/{scene.partner}/{scene.to_read}", data={"verdict": "fine", "words": "1"}
    )
    assert no_token.status_code == 422
    assert stage(database, scene.to_read) is Stage.IN_REVIEW
    assert answered(phone, scene, scene.partner, verdict="fine").status_code == 200
    assert stage(database, scene.to_read) is Stage.SCHEDULED


def test_a_link_that_is_over_says_so_whatever_is_asked_of_it(
    phone: Visitor, scene: Scene, database: Database, clock: time_machine.Traveller
) -> None:
    with database.transaction() as session:
        reviews.revoke(session, scene.officer, reviews.holder(session, scene.youth).id)
    assert "fermé par l’équipe" in phone.get(f"/relecture/{scene.youth}").text
    clock.shift(timedelta(days=7))
    for answer in (
        phone.get(f"/relecture/{scene.partner}"),
        phone.get(f"/relecture/{scene.partner}/{scene.to_read}"),
        answered(phone, scene, scene.partner, verdict="fine"),
        phone.get(f"/relecture/{scene.partner}/image/{scene.to_read}"),
    ):
        assert answer.status_code in (404, 410)
        assert "est fini" in answer.text
    assert stage(database, scene.to_read) is Stage.IN_REVIEW


def row(database: Database, scene: Scene, network: Channel) -> PostRow:
    with database.snapshot() as session:
        rows = planning.posts(session, scene.officer.consortium_id)
    return next(one for one in rows if one.variant_id == scene.late[network])


def said(phone: Visitor, scene: Scene, network: Channel, **fields: str) -> httpx.Response:
    return phone.post(
        f"/a-publier/{scene.late[network]}",
        data={"token": web.form_token(doing.FORM), **fields},
        headers={"cookie": f"{sessions.COOKIE}={scene.staff}"},
    )


def test_late_posts_stand_first_for_who_plans_and_for_nobody_else(phone: Visitor, scene: Scene) -> None:
    assert phone.get("/a-publier").headers["location"] == "/entrer?suite=/a-publier"
    refused = phone.get("/a-publier", headers={"cookie": f"{sessions.COOKIE}={scene.reading}"})
    assert (refused.status_code, "Votre rôle ne publie pas" in refused.text) == (403, True)
    shown = phone.get("/a-publier", headers={"cookie": f"{sessions.COOKIE}={scene.staff}"}).text
    assert ("2 attendent" in shown, shown.count("en retard")) == (True, 2)


def test_published_not_done_undone_and_later(phone: Visitor, scene: Scene, database: Database) -> None:
    wrong = said(phone, scene, Channel.INSTAGRAM, act="published", url="https://www.tiktok.com/@a/video/1")
    assert (wrong.status_code, 'aria-invalid="true"' in wrong.text) == (422, True)
    assert said(phone, scene, Channel.INSTAGRAM, act="published", url=REEL).status_code == 303
    assert row(database, scene, Channel.INSTAGRAM).state is PostState.PUBLISHED
    assert said(phone, scene, Channel.FACEBOOK, act="skipped", why=" ").status_code == 422
    said(phone, scene, Channel.FACEBOOK, act="skipped", why="Le compte est fermé")
    assert row(database, scene, Channel.FACEBOOK).state is PostState.SKIPPED
    shown = phone.get("/a-publier", headers={"cookie": f"{sessions.COOKIE}={scene.staff}"}).text
    assert "Le compte est fermé" in shown
    said(phone, scene, Channel.FACEBOOK, act="unskipped")
    assert row(database, scene, Channel.FACEBOOK).state is PostState.MISSED
    for day, hour in (("hier", "18:00"), ("2026-11-25", "18:00"), ("2027-03-28", "02:30")):
        assert said(phone, scene, Channel.FACEBOOK, act="later", day=day, hour=hour).status_code == 422
    assert (
        said(phone, scene, Channel.FACEBOOK, act="later", day="2026-11-27", hour="18:30").status_code == 303
    )
    moved = row(database, scene, Channel.FACEBOOK)
    assert (moved.state, moved.wall) == (PostState.SCHEDULED, "2026-11-27T18:30")
    assert row(database, scene, Channel.INSTAGRAM).wall == "2026-11-25T18:00"


def test_another_consortiums_post_is_not_there(phone: Visitor, scene: Scene, database: Database) -> None:
    with database.transaction() as session:
        stranger = people_to_test.actor(session, people_to_test.place(session, "Ailleurs"), Role.COORDINATOR)
        token = sessions.open_session(session, session.get_one(people.User, stranger.user_id))
    path = f"/a-publier/{scene.late[Channel.FACEBOOK]}"
    assert phone.get(path, headers={"cookie": f"{sessions.COOKIE}={token}"}).status_code == 404
