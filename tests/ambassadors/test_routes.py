"""The space over HTTP: one exchange, no token left behind, nothing without a session."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
import time_machine
import zxingcpp
from PIL import Image

from ambassadors import agreements, roster, space
from ambassadors.agreements import Oneself
from ambassadors.models import AgreementKind, Ambassador, Standing
from ambassadors.needs import Tally
from campaigns import codes, links
from campaigns.prints import checking
from core.database import Database
from core.people import Actor
from core.territory import Channel
from tests.ambassadors.conftest import FakeBrought
from tests.ambassadors.phone import Phone
from tests.factories import ambassadors as make
from tests.factories import people, planning

PHONE = (
    "Mozilla/5.0 (Linux; Android 15; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/142.0.0.0 Mobile Safari/537.36"
)
PREVIEWS = {
    "whatsapp": "WhatsApp/2.23.20.0",
    "messages": "Mozilla/5.0 (Macintosh) AppleWebKit/601.2.4 (KHTML, like Gecko) Version/9.0.1 "
    "Safari/601.2.4 facebookexternalhit/1.1 Facebot Twitterbot/1.0",
    "telegram": "TelegramBot (like TwitterBot)",
    "discord": "Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)",
    "google": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
}


@dataclass(frozen=True)
class Set:
    """An ambassador named Nour with an open phone, and someone of the staff."""

    database: Database
    actor: Actor
    nour: Ambassador
    code: str
    client: Phone

    def do(self, act: Callable[..., object], *more: object) -> object:
        """Staff act on Nour, in a transaction of its own."""
        with self.database.transaction() as session:
            return act(session, self.actor, roster.find(session, self.actor, self.nour.id), *more)

    def link(self) -> str:
        """A new personal link, as a path."""
        return "/moi" + str(self.do(space.issue)).partition("/moi")[2]

    def standing(self) -> Standing:
        """Where Nour stands."""
        with self.database.snapshot() as session:
            return agreements.standing_of(session, session.get_one(Ambassador, self.nour.id))

    def answers(self) -> bool:
        """Whether the spoken code answers."""
        with self.database.snapshot() as session:
            try:
                codes.resolve(session, self.code)
            except (codes.SilentCode, codes.RetiredCode):
                return False
            return True


def phone(**headers: str) -> Phone:
    """A phone that has never been here."""
    return Phone({"user-agent": PHONE, **headers})


@pytest.fixture
def there(database: Database, brought: FakeBrought) -> Set:
    brought.tally = Tally(64, 12)
    with database.transaction() as session:
        actor = make.staff(session, people.place(session))
        nour = make.adult(session, actor, "Nour", networks=(Channel.TIKTOK, Channel.SNAPCHAT))
        code = roster.spoken_code(session, nour).shown
    made = Set(database, actor, nour, code, phone())
    assert made.client.get(made.link()).status_code == 303
    return made


def _token_in(page: str) -> str:
    found = re.search(r'name="token" value="([^"]+)"', page)
    assert found
    return found[1]


def _press(client: Phone, action: str, page: str = "/moi/") -> int:
    return client.post(action, data={"token": _token_in(client.get(page).text)}).status_code


def test_the_personal_link_becomes_a_cookie_and_leaves_the_address(there: Set) -> None:
    link, client = there.link(), phone()
    answer = client.get(link)
    assert (answer.status_code, answer.headers["location"]) == (303, "/moi/")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Path=/moi;" in cookie
    assert "Max-Age=2592000" in cookie
    assert "Secure" not in cookie
    assert link.rsplit("/", 1)[1] not in cookie
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "same-origin"
    page = client.get("/moi/")
    assert page.status_code == 200
    assert link.rsplit("/", 1)[1] not in page.text


def test_behind_https_the_cookie_is_secure(
    there: Set, monkeypatch: pytest.MonkeyPatch, fresh_process: Callable[[], None]
) -> None:
    monkeypatch.setenv("PORTE_VOIX_BASE_URL", "https://trois-rives.example")
    fresh_process()
    with database_of(there).transaction() as session:
        url = space.issue(session, there.actor, roster.find(session, there.actor, there.nour.id))
    assert url.startswith("https://trois-rives.example/moi/entrer/")
    cookie = phone().get("/moi" + url.partition("/moi")[2]).headers["set-cookie"]
    assert "Secure" in cookie


def database_of(there: Set) -> Database:
    """The same database, opened again after the settings changed."""
    return Database(there.database.address)


def test_a_used_link_is_gone_on_another_phone_and_leads_home_on_the_same(there: Set) -> None:
    link, first, second = there.link(), phone(), phone()
    assert first.get(link).status_code == 303
    refused = second.get(link)
    assert refused.status_code == 410
    assert "Ce lien a déjà servi ou n’est plus valable. Demande-en un nouveau à Club." in refused.text
    assert "set-cookie" not in refused.headers
    again = first.get(link)
    assert (again.status_code, again.headers["location"]) == (303, "/moi/")
    assert "set-cookie" not in again.headers


def test_an_expired_a_revoked_and_an_unknown_link_are_gone(there: Set, now: time_machine.Traveller) -> None:
    revoked = there.link()
    there.do(space.revoke)
    assert phone().get(revoked).status_code == 410
    assert phone().get("/moi/entrer/inconnu").status_code == 410
    expired = there.link()
    now.move_to("2026-12-01T10:00:00+01:00", tick=False)
    assert phone().get(expired).status_code == 410


@pytest.mark.parametrize("agent", PREVIEWS.values(), ids=PREVIEWS)
def test_a_preview_never_uses_the_link_up(there: Set, agent: str) -> None:
    link = there.link()
    seen = phone(**{"user-agent": agent}).get(link)
    assert seen.status_code == 200
    assert "set-cookie" not in seen.headers
    assert "Nour" not in seen.text
    assert phone().get(link).status_code == 303


@pytest.mark.parametrize(
    "header", [{"sec-purpose": "prefetch"}, {"purpose": "prefetch"}, {"x-moz": "prefetch"}]
)
def test_a_page_loaded_ahead_and_a_head_never_use_the_link_up(there: Set, header: dict[str, str]) -> None:
    link = there.link()
    assert phone(**header).get(link).status_code == 200
    assert phone().head(link).status_code == 200
    assert phone().get(link).status_code == 303


def test_a_browser_taken_for_a_program_gets_in_by_the_button(there: Set) -> None:
    link, client = there.link(), phone(**{"user-agent": PREVIEWS["discord"]})
    page = client.get(link)
    assert client.post(link, data={"token": "faux"}).status_code == 400
    assert client.post(link, data={"token": _token_in(page.text)}).status_code == 303
    assert client.get("/moi/").status_code == 200


def test_no_log_line_holds_a_token_or_a_cookie(there: Set, caplog: pytest.LogCaptureFixture) -> None:
    link, client = there.link(), phone()
    with caplog.at_level(logging.DEBUG):
        client.get(link)
        client.get("/moi/")
        phone().get(link)
    ours = "\n".join(
        record.getMessage() for record in caplog.records if record.name not in {"httpx", "httpcore"}
    )
    assert link.rsplit("/", 1)[1] not in ours
    assert client.cookies["porte_voix_moi"] not in ours


def test_the_page_shows_code_links_and_what_they_brought(there: Set) -> None:
    page = there.client.get("/moi/").text
    assert there.code in page
    assert f"http://127.0.0.1:8501/r/{there.code}" in page
    assert page.count("data-copy=") == 3
    assert "TikTok" in page
    assert "Snapchat" in page
    assert "Ton lien a été ouvert 64 fois." in page
    assert "Entre 10 et 15 personnes ont pris contact avec ton code." in page
    assert "jusqu’au dimanche 22 novembre 2026" in page


def test_what_is_shared_is_only_ever_the_public_code(there: Set) -> None:
    page = there.client.get("/moi/").text
    with there.database.snapshot() as session:
        public = {link.url for link in roster.kit(session, there.nour)}
    shared = set(re.findall(r'data-(?:copy|share)="([^"]*)"', page))
    assert shared == public
    assert re.findall(r'href="sms:\?&amp;body=([^"]*)"', page) == [
        f"http%3A//127.0.0.1%3A8501/r/{there.code}"
    ]
    assert "/moi/entrer" not in page
    assert there.client.cookies["porte_voix_moi"] not in page


def test_the_qr_leads_to_the_general_link(there: Set, tmp_path: object) -> None:
    answer = there.client.get("/moi/qr.png")
    assert answer.headers["content-disposition"] == f'attachment; filename="{there.code}.png"'
    from io import BytesIO

    [found] = zxingcpp.read_barcodes(Image.open(BytesIO(answer.content)))
    assert found.text == f"HTTP://127.0.0.1:8501/R/{there.code}"
    drawn = there.client.get("/moi/qr.svg")
    assert drawn.headers["content-type"] == "image/svg+xml"
    assert drawn.text.startswith("<svg")
    assert there.code in there.client.get("/moi/qr").text


def test_ten_cards_to_hand_out_carry_the_code_to_say(there: Set) -> None:
    planning.landing_pages()
    answer = there.client.get("/moi/cartes.pdf")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"].startswith(f'attachment; filename="{there.code}-')
    (page,) = checking.pictures(answer.content)
    assert checking.read(page) == [f"HTTP://127.0.0.1:8501/R/{there.code}"] * 10


@pytest.mark.parametrize(
    "path", ["/moi/", "/moi/qr", "/moi/qr.svg", "/moi/qr.png", "/moi/cartes.pdf", "/moi/arreter"]
)
def test_nothing_is_shown_without_a_session(there: Set, path: str) -> None:
    answer = phone().get(path)
    assert answer.status_code == 401
    assert there.code not in answer.text
    assert "Ouvre ton lien personnel" in answer.text
    stranger = phone()
    stranger.cookies["porte_voix_moi"] = "x" * 43
    assert stranger.get(path).status_code == 401


@pytest.mark.parametrize("action", ["/moi/pause", "/moi/reprendre", "/moi/arreter"])
def test_no_button_works_without_a_session_a_token_or_from_another_site(there: Set, action: str) -> None:
    token = _token_in(there.client.get("/moi/").text)
    assert phone().post(action, data={"token": token}).status_code == 401
    assert there.client.post(action).status_code == 400
    assert there.client.post(action, data={"token": "x" * 5000}).status_code == 400
    elsewhere = {"origin": "https://ailleurs.example"}
    assert there.client.post(action, data={"token": token}, headers=elsewhere).status_code == 403
    assert there.client.post(action, content=b"x" * 100_000).status_code == 400
    assert there.standing() is Standing.ACTIVE


def test_pause_is_one_tap_and_resuming_another(there: Set) -> None:
    assert _press(there.client, "/moi/pause") == 303
    assert there.standing() is Standing.PAUSED
    assert not there.answers()
    page = there.client.get("/moi/").text
    assert "Tu es en pause" in page
    assert there.code not in page
    for path in ("/moi/qr", "/moi/qr.svg", "/moi/qr.png", "/moi/cartes.pdf"):
        assert there.client.get(path).headers["location"] == "/moi/"
    assert _press(there.client, "/moi/reprendre") == 303
    assert there.standing() is Standing.ACTIVE
    assert there.answers()
    assert there.code in there.client.get("/moi/").text


def test_stopping_asks_first_then_closes_everything(there: Set) -> None:
    assert "Arrêter pour de bon" in there.client.get("/moi/arreter").text
    assert there.standing() is Standing.ACTIVE
    answer = there.client.post(
        "/moi/arreter", data={"token": _token_in(there.client.get("/moi/arreter").text)}
    )
    assert (answer.status_code, answer.headers["location"]) == (303, "/moi/fini")
    assert there.standing() is Standing.LEFT
    assert not there.answers()
    assert there.client.get("/moi/").status_code == 401
    last = there.client.get("/moi/fini")
    assert last.status_code == 200
    assert 'porte_voix_moi=""' in last.headers["set-cookie"]


def test_stopping_from_a_pause_works_too(there: Set) -> None:
    _press(there.client, "/moi/pause")
    assert _press(there.client, "/moi/arreter", "/moi/arreter") == 303
    assert there.standing() is Standing.LEFT


def test_a_page_left_open_for_two_hours_asks_once_more(there: Set, now: time_machine.Traveller) -> None:
    token = _token_in(there.client.get("/moi/").text)
    now.move_to("2026-11-23T12:30:00+01:00", tick=False)
    again = there.client.post("/moi/pause", data={"token": token})
    assert again.status_code == 400
    assert "Touche à nouveau" in again.text
    assert 'action="/moi/pause"' in again.text
    assert there.standing() is Standing.ACTIVE
    assert there.client.post("/moi/pause", data={"token": _token_in(again.text)}).status_code == 303
    assert there.standing() is Standing.PAUSED


def test_what_staff_stop_is_stopped_on_the_phone_at_once(there: Set) -> None:
    there.do(agreements.pause)
    assert "Tu es en pause" in there.client.get("/moi/").text
    there.do(agreements.leave)
    assert there.client.get("/moi/").status_code == 401


def test_a_minors_space_closes_when_the_guardian_withdraws(database: Database, brought: FakeBrought) -> None:
    with database.transaction() as session:
        actor = make.staff(session, people.place(session))
        lina = make.with_guardian(session, actor, make.minor(session, actor))
        url = space.issue(session, actor, lina)
    client = phone()
    assert client.get("/moi" + url.partition("/moi")[2]).status_code == 303
    assert client.get("/moi/").status_code == 200
    with database.transaction() as session:
        agreements.withdraw(session, actor, roster.find(session, actor, lina.id), AgreementKind.GUARDIAN)
    assert client.get("/moi/").status_code == 401
    assert client.get("/moi" + url.partition("/moi")[2]).status_code == 410


def test_every_page_is_kept_out_of_caches_frames_and_search(there: Set) -> None:
    for path in (
        "/moi/",
        "/moi/qr",
        "/moi/qr.svg",
        "/moi/qr.png",
        "/moi/cartes.pdf",
        "/moi/arreter",
        "/moi/fini",
        "/moi/entrer/x",
    ):
        headers = there.client.get(path).headers
        assert headers["cache-control"] == "no-store", path
        assert "frame-ancestors 'none'" in headers["content-security-policy"], path
        assert headers["x-robots-tag"] == "noindex", path
        assert headers["referrer-policy"] == "same-origin", path


def test_an_alias_is_shown_as_text_whatever_it_is(database: Database, brought: FakeBrought) -> None:
    with database.transaction() as session:
        actor = make.staff(session, people.place(session))
        made = make.adult(session, actor, "<b>\u202e🦊 نور {{7*7}}")
        url = space.issue(session, actor, made)
    client = phone()
    client.get("/moi" + url.partition("/moi")[2])
    page = client.get("/moi/").text
    assert "Salut &lt;b&gt;🦊 نور {{7*7}}" in page
    assert "<b>🦊" not in page


def test_the_space_has_one_address(there: Set) -> None:
    answer = there.client.get("/moi")
    assert (answer.status_code, answer.headers["location"]) == (303, "/moi/")
    assert there.client.get("/moi/pause").status_code == 405


def test_an_ambassador_sees_their_own_space_only(there: Set) -> None:
    with there.database.transaction() as session:
        sami = make.adult(session, there.actor, "Sami")
        theirs = roster.spoken_code(session, sami).shown
        mine = links.code_of(session, agreements.link_ids(session, there.nour)[0]).shown
    page = there.client.get("/moi/").text
    assert mine in page
    assert theirs not in page
    assert "Sami" not in page
    assert Oneself(there.nour.id) != Oneself(sami.id)
