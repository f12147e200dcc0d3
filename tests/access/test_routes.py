"""Public requests, with each kind of session: the statuses and the effects that the matrix says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

import ambassadors.routes
import campaigns.routes.doing
import campaigns.routes.media
import campaigns.routes.review
import campaigns.routes.rounds
import contacts.routes.form
import contacts.routes.street
import contacts.routes.withdraw
import reach.routes.consents
import reach.routes.imports
from ambassadors import agreements, space
from ambassadors.models import Ambassador, SpaceKey
from app import public
from campaigns.models import PostRemark, Variant
from campaigns.scan_tables import SCANS
from campaigns.visits import Visit
from contacts import intake, street_page
from contacts.entries import DeskEntry
from core import first_run, web
from core.database import Database
from core.people import Consortium, Role, User
from core.sessions import COOKIE, StaffSession
from reach.models import ConsentLink, NetworkCredential
from reach.owners import ending
from tests.access import matrix
from tests.access.world import MARK, World
from tests.asgi import Visitor
from tests.factories import people as make

VISITORS = ("signed out", "staff", "ambassador")
ROWS = matrix.rows(matrix.ROUTES)
FORMS = matrix.rows(matrix.FORMS)
PURPOSES = {
    "/entrer": "sign-in",
    "/premiers-pas": "first-run",
    "/sortir": "sign-out",
    "/bonjour/retirer": contacts.routes.withdraw.FORM,
    "/bonjour/{page}/decide": contacts.routes.form.DECIDE,
    "/bonjour": contacts.routes.form.FORM,
    "/rue": contacts.routes.street.FORM,
    "/moi": ambassadors.routes.FORM,
    "/medias": campaigns.routes.media.FORM,
    "/imports": reach.routes.imports.FORM,
    "/accord": reach.routes.consents.FORM,
    "/tournee": campaigns.routes.rounds.FORM,
    "/relecture": campaigns.routes.review.FORM,
    "/a-publier": campaigns.routes.doing.FORM,
}
OWN = "standing of the one whose phone it is"
EFFECTS: dict[str, dict[str, object]] = {
    "nothing": {},
    "nothing, installed already": {},
    "nothing, its author": {},
    "opens a session": {"staff sessions": 1},
    "closes that session": {"staff sessions": -1},
    "takes back the own entry": {"contacts": -1},
    "one more request": {"contacts": 1, "ways to answer": 1},
    "withdraws that one": {"ways to answer": -1},
    "opens that space once": {"phones": 1},
    "pauses that one only": {OWN: "active → paused"},
    "resumes that one only": {OWN: "paused → active"},
    "one more visit": {"visits": 1},
    "one more remark": {"remarks": 1},
    "one not done": {"not done": 1},
    "ends that access only": {"accesses": -1},
    "one way to the network": {"ways": 1},
    "ends that one only": {OWN: "active → left", "phones": -1},
}


@pytest.fixture
def visitor(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Visitor]:
    """A browser in front of every public route; nothing is given back to a network."""
    monkeypatch.setattr(ending, "give_back", lambda _ended: 0)
    with Visitor(public.app) as opened:
        yield opened


def carried(world: World, kind: str) -> dict[str, str]:
    """The header that makes a browser that visitor's."""
    cookie = {
        "staff": f"{COOKIE}={world.tokens[Role.COORDINATOR]}",
        "ambassador": f"{space.COOKIE}={world.phone}",
    }.get(kind)
    return {"cookie": cookie} if cookie else {}


def address(world: World, path: str, token: str = "inconnu") -> str:
    """A path of the matrix as a browser asks for it."""
    if path.startswith("/tournee"):
        path = path.replace("{code}", world.things.placement_code).replace(
            "{visit:uuid}", str(world.things.visit)
        )
    path = path.replace("{post:uuid}", str(world.things.in_review))
    path = path.replace("{variant:uuid}", str(world.things.late_variant))
    if path.startswith("/relecture") and token != "inconnu":
        token = world.things.review_token
    if path in {"/medias/ajouter", "/imports/fichier"}:
        path = f"{path}?consortium={world.here.consortium.id}"
    if path == "/agenda/imprimer":
        path = f"{path}?consortium={world.here.consortium.id}&mois=2026-11"
    path = path.replace("{media:uuid}", str(world.things.media))
    filled = path.replace("{page}", "permis").replace("{code}", world.code).replace("{token}", token)
    if path.startswith("/accord") and token != "inconnu":
        filled = path.replace("{token}", world.things.consent_token)
    filled = filled.replace("{outcome}", "fait").replace("{network}", "tiktok")
    filled = filled.replace("{hub}", f"permis-{MARK.lower()}")
    return filled.replace("/*", "/phone.css")


@pytest.mark.parametrize("request_", ROWS)
def test_a_request_is_answered_as_the_matrix_says(request_: str, world: World, visitor: Visitor) -> None:
    method, path = request_.split()
    for kind in VISITORS:
        answer = visitor.ask(method, address(world, path), headers=carried(world, kind))
        assert (kind, answer.status_code) == (kind, int(ROWS[request_][kind]))
        visitor.cookies.clear()


@pytest.mark.parametrize("kind", VISITORS)
@pytest.mark.parametrize("request_", FORMS)
def test_a_form_with_its_token_does_what_the_matrix_says(
    request_: str, kind: str, world: World, database: Database, visitor: Visitor
) -> None:
    _method, path = request_.split()
    effect = FORMS[request_][kind]
    if effect == "resumes that one only":
        with database.transaction() as session:
            own = session.get_one(Ambassador, world.things.ambassador)
            agreements.pause(session, agreements.Oneself(own.id), own)
    entry = noted(world, database) if effect == "takes back the own entry" else ""
    before = seen(world, database)
    purpose = next(purpose for start, purpose in PURPOSES.items() if path.startswith(start))
    answer = visitor.post(
        address(world, path, world.personal_link),
        data={"token": web.form_token(purpose), "contact": entry, **typed(world, path)},
        headers=carried(world, kind),
    )
    assert changes(before, seen(world, database)) == EFFECTS[effect]
    shown = 200 if path.startswith(("/bonjour", "/relecture")) else 303
    reserved = ("/moi/", "/rue", "/tournee", "/medias", "/imports", "/a-publier")
    closed = path.startswith(reserved) and effect == "nothing"
    without_file = kind == "staff" and path in {"/tournee", "/medias/ajouter", "/imports/fichier"}
    refused = 422 if without_file else 403 if effect == "nothing, its author" else None
    assert answer.status_code == (refused or (401 if closed else shown))


def typed(world: World, path: str) -> dict[str, str]:
    """Whatever the forms ask for."""
    return {
        "login": world.things.member,
        "password": make.PASSWORD,
        "here": "1",
        "way": "06 39 98 12 34",
        "kind": "phone",
        "who": street_page.who(User(id=world.actors["own", Role.COORDINATOR].user_id)),
        "key": "une-cle-assez-longue",
        "need": "permis",
        "pick": "",
        "seen": "right",
        "code": world.receipt if path == "/bonjour/retirer" else first_run.code(),
        "consortium": "À moi",
        "structure": str(world.here.club.id),
        "name": "Moi",
        "account": str(world.things.connected),
        "verdict": "fine",
        "words": "1",
        "act": "skipped",
        "why": "Pas le temps",
    }


def noted(world: World, database: Database) -> str:
    """An entry that the staff's visitor has just made."""
    with database.transaction() as session:
        return str(intake.from_desk(session, world.actors["own", Role.COORDINATOR], DeskEntry()))


def seen(world: World, database: Database) -> dict[str, object]:
    """What a form could change."""
    with database.snapshot() as session:
        found: dict[str, object] = {
            "consortia": _count(session, Consortium),
            "people": _count(session, User),
            "staff sessions": _count(session, StaffSession, StaffSession.revoked_at.is_(None)),
            "phones": _count(
                session, SpaceKey, SpaceKey.session_hash.is_not(None), SpaceKey.revoked_at.is_(None)
            ),
            "visits": _count(session, Visit),
            "accesses": _count(session, NetworkCredential, NetworkCredential.account_id.is_not(None)),
            "ways": _count(session, ConsentLink, ConsentLink.state_hash != ""),
            "remarks": _count(session, PostRemark),
            "not done": _count(session, Variant, Variant.skipped_at.is_not(None)),
            "contacts": session.scalar(text("SELECT count(*) FROM first_contact")),
            "ways to answer": session.scalar(text("SELECT count(*) FROM contact_detail")),
        }
        for one in session.scalars(select(Ambassador)):
            own = one.id == world.things.ambassador
            found[OWN if own else f"standing of {one.alias}"] = agreements.standing_of(session, one).value
    return found


def changes(before: dict[str, object], after: dict[str, object]) -> dict[str, object]:
    assert set(before) == set(after)
    return {
        name: after[name] - value if isinstance(value, int) else f"{value} → {after[name]}"  # type: ignore[operator]
        for name, value in before.items()
        if after[name] != value
    }


def _count(session: Session, table: Any, *where: Any) -> int:
    return session.scalar(select(func.count()).select_from(table).where(*where)) or 0


def test_a_personal_link_opens_the_space_of_its_own_person_and_works_once(
    world: World, visitor: Visitor
) -> None:
    path = f"/moi/entrer/{world.personal_link}"
    assert visitor.get(path).status_code == 303
    assert "Tao" in visitor.get("/moi/").text
    visitor.cookies.clear()
    assert visitor.get(path).status_code == 410


def test_a_space_shows_whose_phone_it_is_and_nobody_else(world: World, visitor: Visitor) -> None:
    name = space.COOKIE
    own = visitor.get("/moi/", headers={"cookie": f"{name}={world.phone}"}).text
    other = visitor.get("/moi/", headers={"cookie": f"{name}={world.other_phone}"}).text
    assert ("NOUR" in own, "AWA" in own) == (True, False)
    assert ("NOUR" in other, "AWA" in other) == (False, True)


def test_a_cookie_of_one_kind_is_nothing_under_the_name_of_the_other(world: World, visitor: Visitor) -> None:
    name = space.COOKIE
    token = world.tokens[Role.ADMINISTRATOR]
    assert visitor.get("/moi/", headers={"cookie": f"{name}={token}"}).status_code == 401


def test_a_scan_is_counted_alike_whoever_scans(world: World, database: Database) -> None:
    def scans() -> int:
        with database.snapshot() as session:
            return _count(session, SCANS)

    before = scans()
    with Visitor(public.app) as visitor:
        for kind in VISITORS:
            visitor.get(f"/r/{world.code}", headers=carried(world, kind))
    assert scans() == before + len(VISITORS)


def test_public_pages_set_no_cookie(world: World, visitor: Visitor) -> None:
    paths = ["/bonjour/permis", "/bonjour/permis/rappel", f"/r/{world.code}", f"/r/{world.code}+", "/healthz"]
    assert [path for path in paths if "set-cookie" in visitor.get(path).headers] == []


@pytest.mark.parametrize("path", ["/metrics", "/_stcore/health", "/docs", "/openapi.json"])
def test_what_is_no_way_in_is_our_404(path: str, visitor: Visitor) -> None:
    answer = visitor.get(path)
    assert (answer.status_code, "Page introuvable" in answer.text) == (404, True)
