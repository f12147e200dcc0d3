"""Pages, run for every role and for nobody: what the matrix says is what is drawn."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from app.dashboard import PAGES
from app.shell import DashboardShell
from core import people, sessions
from core.database import Database
from core.people import Role
from core.sessions import COOKIE
from tests import streamlit_pages
from tests.access import matrix
from tests.access.world import MARK, World
from tests.asgi import Visitor
from tests.streamlit_pages import ROOT

ROWS = matrix.rows(matrix.PAGES)
OFFERS = list(matrix.rows(matrix.OFFERS).values())
SCRIPTS = {f"/{page.url}": page.script.relative_to(ROOT).as_posix() for page in PAGES}
# Pages that show no name at all (of no thing, without its id), or only of people.
NAMELESS = {"/publication", "/imports", "/releves", "/reglages-contacts", "/contacts", "/saisie", "/portee"}
NAMELESS |= {"/personnes"}
RESERVED = "Page réservée"


def opened(monkeypatch: pytest.MonkeyPatch, address: str, token: str | None) -> AppTest:
    """The page at an address, for the browser that carries that cookie."""
    streamlit_pages.carry(monkeypatch, {COOKIE: token} if token else {})
    page = streamlit_pages.open_page(SCRIPTS[address])
    assert not page.exception, page.exception
    return page


def drawn(page: AppTest) -> int:
    """How many things stand on a page."""
    return len(page.main.children)


def title_of(page: AppTest) -> str:
    (title,) = page.title
    return str(title.value).replace("’", "'")


def offers(page: AppTest) -> set[str]:
    """Every button and heading of a page."""
    return {str(one.label) for one in page.button} | {str(one.value) for one in page.subheader}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("address", ROWS)
def test_a_page_opens_for_a_role_or_is_reserved(
    address: str, role: Role, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = opened(monkeypatch, address, world.tokens[role])
    if ROWS[address][role.value] == "opens":
        assert title_of(page).startswith(ROWS[address]["title"])
    else:
        assert title_of(page) == RESERVED
        assert drawn(page) == 2
        assert MARK not in streamlit_pages.texts(page)
    shown = offers(page)
    for offer in OFFERS:
        if offer["page"] == address:
            assert (offer["offer"] in shown) == (offer[role.value] == "yes"), offer["offer"]


@pytest.mark.parametrize("address", ROWS)
def test_a_page_shows_only_the_way_to_sign_in_to_whoever_is_signed_out(
    address: str, world: World, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = world.tokens[Role.COORDINATOR]
    with database.transaction() as session:
        sessions.close_session(session, closed)
    over = ("inventé", closed, world.phone)[list(ROWS).index(address) % 3]
    for token in (None, over):
        page = opened(monkeypatch, address, token)
        assert title_of(page) == "Porte-Voix"
        assert drawn(page) == 3
        assert page.main.get("link_button")[0].proto.url == "/entrer"


@pytest.mark.parametrize("address", ROWS)
def test_the_server_sends_whoever_is_signed_out_to_sign_in(address: str, world: World) -> None:
    async def streamlit(*_arguments: object) -> None:
        raise AssertionError("Streamlit was reached")

    with Visitor(DashboardShell(streamlit)) as visitor:
        for cookie in (None, f"{COOKIE}=invente", f"{COOKIE}={world.phone}", f"porte_voix_moi={world.phone}"):
            answer = visitor.get(address, headers={"cookie": cookie} if cookie else {})
            assert (answer.status_code, answer.headers["location"]) == (303, "/entrer")


@pytest.mark.parametrize("address", ROWS)
def test_a_page_shows_nothing_of_another_consortium(
    address: str, world: World, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    role = next(role for role in Role if ROWS[address][role.value] == "opens")
    streamlit_pages.sign_in(monkeypatch, database, world.actors["another consortium", role])
    there = streamlit_pages.open_page(SCRIPTS[address])
    assert not there.exception
    assert title_of(there).startswith(ROWS[address]["title"])
    shown = everything(there)
    assert MARK not in shown
    assert world.things.member not in shown.replace("\\", "")


def test_people_are_listed_in_their_own_consortium(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = everything(opened(monkeypatch, "/personnes", world.tokens[Role.ADMINISTRATOR]))
    assert world.things.member in shown.replace("\\", "")


@pytest.mark.parametrize("address", [address for address in ROWS if address not in NAMELESS])
def test_the_mark_is_on_the_pages_of_its_own_consortium(
    address: str, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or the test above would prove nothing."""
    assert MARK in everything(opened(monkeypatch, address, world.tokens[Role.COORDINATOR]))


def everything(page: AppTest) -> str:
    """All that a page was given to draw, tables and HTML blocks included."""
    shown = "\n".join(str(getattr(one, "proto", one)) for one in page.main) + streamlit_pages.texts(page)
    return shown.replace(MARK.lower(), MARK)


@pytest.mark.parametrize("role", Role)
def test_the_dashboard_itself_opens_for_every_role(
    role: Role, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    streamlit_pages.carry(monkeypatch, {COOKIE: world.tokens[role]})
    page = streamlit_pages.open_page("app/dashboard.py")
    assert not page.exception
    assert title_of(page).startswith("Bonjour")
    assert world.here.consortium.name in str([one.value for one in page.sidebar.markdown])


def test_a_role_that_was_lost_closes_the_page_at_its_next_run(
    world: World, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = opened(monkeypatch, "/campagnes", world.tokens[Role.COMMUNICATIONS])
    assert title_of(page) == "Campagnes"
    with database.transaction() as session:
        own = world.actors["own", Role.COMMUNICATIONS].user_id
        (member,) = [member for member, _where in people.memberships(session, own)]
        member.role = Role.READER
    assert title_of(page.run()) == RESERVED


def test_a_sign_out_elsewhere_closes_the_page_at_its_next_run(
    world: World, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = opened(monkeypatch, "/contacts", world.tokens[Role.COUNSELLOR])
    assert title_of(page) == "Premiers contacts"
    with database.transaction() as session:
        sessions.close_all(session, world.actors["own", Role.COUNSELLOR].user_id)
    assert title_of(page.run()) == "Porte-Voix"
