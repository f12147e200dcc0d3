"""The street's page on a phone: taps, a network cut, a lost answer, a session that ends, the camera, no script."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Dialog, Page, Route, expect

from campaigns.models import Code
from contacts import queue
from contacts.origins import CodeEvidence
from core import sessions
from core.database import Database
from core.people import Actor, Role
from core.territory import Channel, Need, Voice
from tests import browsers
from tests.browsers import AXE
from tests.contacts import street
from tests.factories import campaigns as campaigns_factory
from tests.factories import contacts as factory
from tests.factories import people as people_factory
from tests.factories.people import Place

pytestmark = pytest.mark.browser

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice", "RGAAv4"]
NOTE = "Noter le contact"
MOST_TAPS = 8


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, with an invented camera."""
    flags = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
    with browsers.launched(*flags) as started:
        yield started


@pytest.fixture
def address(where: Place) -> Iterator[str]:
    """Where the page is served."""
    with street.served() as served:
        yield served


@pytest.fixture
def counsellor(database: Database, where: Place) -> Actor:
    """Who stands in the street."""
    with database.transaction() as session:
        return people_factory.actor(session, where, Role.COUNSELLOR)


@pytest.fixture
def spoken(database: Database, where: Place) -> str:
    """An ambassador's code."""
    with database.transaction() as session:
        return campaigns_factory.spoken_link(session, where.consortium.id)[1].shown


@pytest.fixture
def page(chromium: Browser, address: str, database: Database, counsellor: Actor) -> Iterator[Page]:
    """The phone of the counsellor, on the page."""
    opened = street.signed_in(chromium, address, street.session_of(database, counsellor))
    yield opened
    opened.context.close()


def chip(page: Page, name: str, value: str) -> None:
    page.locator(f'label:has(input[name="{name}"][value="{value}"])').tap()


def note(page: Page) -> None:
    page.get_by_role("button", name=NOTE).tap()


def contacts(database: Database) -> int:
    with database.snapshot() as session:
        return factory.count(session)


def said(page: Page, text: str) -> None:
    expect(page.locator("#said")).to_have_text(text)


def test_a_contact_takes_few_taps_and_the_next_one_finds_the_place_again(
    page: Page, database: Database, counsellor: Actor, spoken: str
) -> None:
    page.locator("#place").fill("Van, place du Marché")
    taps = 0
    for name, value in (("need", "permis"), ("age", "18-20"), ("origin", "friend"), ("origin", "van")):
        chip(page, name, value)
        taps += 1
    page.locator("#code").tap()
    page.keyboard.type(spoken.lower())
    taps += 1
    note(page)
    taps += 1
    said(page, "Contact noté.")
    assert taps <= MOST_TAPS
    with database.snapshot() as session:
        (kept,) = queue.recent(session, counsellor)
        assert factory.column(session, "place") == ["Van, place du Marché"]
    assert (kept.code, kept.evidence, kept.need) == (spoken, CodeEvidence.SAID, Need.LICENCE)
    assert kept.declared == ((Channel.WORD_OF_MOUTH, Voice.FRIEND), (Channel.VAN, None))
    expect(page.locator("#here")).to_have_text("Van, place du Marché")
    assert page.locator(":checked:not([value=young])").count() == 0
    expect(page.locator("#code")).to_have_value("")
    page.reload()
    expect(page.locator("#place")).to_have_value("Van, place du Marché")


def test_during_a_network_cut_everything_waits_on_the_page_and_is_sent_once_after_it(
    page: Page, database: Database, spoken: str
) -> None:
    page.context.set_offline(True)
    for need in ("permis", "sport"):
        chip(page, "need", need)
        page.locator("#code").fill(spoken)
        note(page)
    expect(page.locator("#waiting")).to_have_text("2 en attente d’envoi")
    kept = page.evaluate(
        "async () => [localStorage.length, sessionStorage.length, (await indexedDB.databases()).length,"
        " (await navigator.serviceWorker.getRegistrations()).length, (await caches.keys()).length]"
    )
    assert kept == [0, 0, 0, 0, 0]
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.once("dialog", stay)
    page.evaluate("() => { setTimeout(() => location.assign('/entrer'), 0) }")
    expect(page.locator("#waiting")).to_be_visible()
    assert contacts(database) == 0
    page.context.set_offline(False)
    expect(page.locator("#waiting")).to_be_hidden()
    said(page, "Contact noté.")
    assert asked == ["beforeunload"]
    assert contacts(database) == 2
    page.reload()
    assert contacts(database) == 2


def test_an_answer_lost_on_the_way_back_never_makes_a_second_contact(page: Page, database: Database) -> None:
    tries = []

    def lose(route: Route) -> None:
        tries.append(route.request.post_data)
        route.fetch()
        route.abort()

    page.route("**/rue", lose)
    chip(page, "need", "permis")
    note(page)
    expect(page.locator("#said")).to_contain_text("Pas de réseau")
    expect(page.locator("#waiting")).to_have_text("1 en attente d’envoi")
    assert contacts(database) == 1
    page.unroute("**/rue")
    page.evaluate("dispatchEvent(new Event('online'))")
    said(page, "Contact noté.")
    assert (len(tries), contacts(database)) == (1, 1)


def test_a_double_tap_is_one_contact_with_and_without_a_script(
    page: Page, chromium: Browser, address: str, database: Database, counsellor: Actor
) -> None:
    chip(page, "need", "permis")
    page.get_by_role("button", name=NOTE).dblclick()
    said(page, "Contact noté.")
    expect(page.locator("#problem")).to_be_hidden()
    assert contacts(database) == 1
    plain = street.signed_in(
        chromium, address, street.session_of(database, counsellor), java_script_enabled=False
    )
    chip(plain, "need", "sport")
    plain.get_by_role("button", name=NOTE).dblclick(delay=1)
    expect(plain.locator("#last")).to_contain_text("sport")
    assert contacts(database) == 2
    plain.context.close()


def test_a_misheard_code_comes_back_with_the_one_that_was_meant(
    page: Page, database: Database, counsellor: Actor, spoken: str
) -> None:
    chip(page, "need", "permis")
    page.locator("#code").fill(spoken[:-1] + ("4" if spoken[-1] != "4" else "6"))
    note(page)
    expect(page.locator("#problem")).to_contain_text("Vous vouliez dire")
    assert contacts(database) == 0
    page.get_by_role("button", name=spoken).tap()
    said(page, "Contact noté.")
    with database.snapshot() as session:
        (kept,) = queue.recent(session, counsellor)
    assert (kept.code, kept.need) == (spoken, Need.LICENCE)


def test_a_code_refused_after_the_cut_waits_beside_the_contact_in_hand(
    page: Page, database: Database
) -> None:
    page.context.set_offline(True)
    chip(page, "need", "permis")
    page.locator("#code").fill("RIEN-99")
    note(page)
    chip(page, "need", "sport")
    page.context.set_offline(False)
    expect(page.locator("#kept-back li")).to_have_count(1)
    page.get_by_role("button", name="Reprendre").tap()
    said(page, "Notez d’abord le contact en cours.")
    note(page)
    expect(page.locator("#last")).to_contain_text("sport")
    page.get_by_role("button", name="Reprendre").tap()
    expect(page.locator("#code")).to_have_value("RIEN-99")
    page.get_by_role("button", name="Sans code").tap()
    expect(page.locator("#last")).to_contain_text("permis")
    assert contacts(database) == 2


def test_a_session_that_ends_keeps_the_entry_until_the_same_person_is_back(
    page: Page, database: Database, counsellor: Actor, address: str, where: Place
) -> None:
    with database.transaction() as session:
        sessions.close_all(session, counsellor.user_id)
        other = people_factory.actor(session, where, Role.COUNSELLOR)
    chip(page, "need", "permis")
    note(page)
    expect(page.locator("#signed-out")).to_be_visible()
    expect(page.locator("#waiting")).to_have_text("1 en attente d’envoi")
    street.carry(page.context, address, street.session_of(database, other))
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(page.locator("#said")).to_contain_text("quelqu’un d’autre")
    assert contacts(database) == 0
    street.carry(page.context, address, street.session_of(database, counsellor))
    page.evaluate("dispatchEvent(new Event('focus'))")
    said(page, "Contact noté.")
    expect(page.locator("#signed-out")).to_be_hidden()
    assert contacts(database) == 1


def test_the_camera_reads_a_code_that_is_shown(
    page: Page, chromium: Browser, address: str, database: Database, counsellor: Actor, code: Code
) -> None:
    """A real (invented) camera under the page's own policy; only the reader of QR codes is ours."""
    fake = f"""window.BarcodeDetector = class {{
        detect(video) {{ this.seen = (this.seen || 0) + 1;
        return Promise.resolve(this.seen > 2 && video.videoWidth ? [{{rawValue: 'https://x.example/R/{code.shown}'}}] : []); }} }}"""
    page.context.add_init_script(fake)
    page.reload()
    page.get_by_role("button", name="Scanner").tap()
    expect(page.locator("#code")).to_have_value(code.shown)
    expect(page.locator("#camera")).to_be_hidden()
    assert page.evaluate("document.querySelector('video').srcObject") is None
    note(page)
    said(page, "Contact noté.")
    with database.snapshot() as session:
        assert queue.recent(session, counsellor)[0].code == code.shown


def test_without_a_reader_of_codes_typing_is_all_that_is_offered(page: Page) -> None:
    page.context.add_init_script("delete window.BarcodeDetector")
    page.reload()
    expect(page.locator("#scan")).to_be_hidden()
    expect(page.locator("#code")).to_be_visible()


def test_without_a_script_the_form_notes_suggests_and_takes_back(
    chromium: Browser, address: str, database: Database, counsellor: Actor, spoken: str
) -> None:
    page = street.signed_in(
        chromium, address, street.session_of(database, counsellor), java_script_enabled=False
    )
    page.locator("#place").fill("Gare")
    chip(page, "need", "sport")
    page.locator("#code").fill(spoken[:-1])
    note(page)
    page.get_by_role("button", name=spoken).tap()
    said(page, "Contact noté.")
    expect(page.locator("#place")).to_have_value("Gare")
    assert contacts(database) == 1
    page.get_by_role("button", name="Annuler la saisie").tap()
    said(page, "Saisie annulée.")
    assert contacts(database) == 0
    page.context.close()


def test_the_last_entry_is_taken_back_in_one_tap(page: Page, database: Database) -> None:
    chip(page, "need", "permis")
    note(page)
    said(page, "Contact noté.")
    page.get_by_role("button", name="Annuler la saisie").tap()
    said(page, "Saisie annulée.")
    expect(page.locator("#last")).to_be_hidden()
    assert contacts(database) == 0


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_axe_finds_nothing_and_every_target_fits_a_thumb(page: Page, mode: str, spoken: str) -> None:
    page.emulate_media(color_scheme="dark" if mode == "dark" else "light")
    for summary in page.locator("summary").all():
        if not summary.evaluate("one => one.parentElement.open"):
            summary.tap()
    page.locator("#code").fill(spoken[:-1])
    note(page)
    expect(page.locator("#problem")).to_be_visible()
    page.evaluate(AXE.read_text())
    seen = page.evaluate("rules => axe.run({runOnly: {type: 'tag', values: rules}})", RULES)
    assert [(one["id"], one["nodes"][0]["html"]) for one in seen["violations"]] == []
    small = page.evaluate(
        """() => [...document.querySelectorAll('.button, .chips label, summary, .top a, input[type=text], select')]
            .filter(one => one.checkVisibility() && one.getBoundingClientRect().height < 43.5).map(one => one.outerHTML)"""
    )
    assert small == []
    button = page.get_by_role("button", name=NOTE).bounding_box()
    assert button is not None
    assert button["y"] > 844 * 0.6
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert re.search("dark", mode) is None or page.evaluate(
        "matchMedia('(prefers-color-scheme: dark)').matches"
    )
