"""Versions and languages of a page: nothing is overwritten, nothing unconfirmed is offered."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from campaigns.models import Code
from contacts import editing, hubs, landing, languages
from contacts.languages import FRENCH, Words
from core import i18n, territory
from core.database import Database
from core.errors import Conflict, InvalidInput, NotFound
from core.people import Actor, Role
from tests.contacts.phone import Phone, plain
from tests.factories import contacts as factory
from tests.factories import people, planning
from tests.factories.people import Place

ARABIC = Words("الرخصة غالية", "نساعدك", "السبت")
SAMIRA = "Samira (nom inventé)"


@pytest.fixture
def by(database: Database, where: Place) -> Actor:
    with database.transaction() as session:
        return people.actor(session, where, Role.COMMUNICATIONS)


@pytest.fixture
def page(database: Database, where: Place) -> UUID:
    with database.snapshot() as session:
        return landing.by_slug(session, "permis").id


@pytest.fixture
def confirmed(database: Database, by: Actor, page: UUID) -> int:
    """The number of a confirmed Arabic version."""
    with database.transaction() as session:
        version = editing.save(session, by, page, "ar", ARABIC)
        editing.confirm(session, by, page, "ar", version.number, SAMIRA)
        return version.number


@pytest.mark.database
def test_every_save_is_a_version_and_the_last_one_is_in_force(session: Session, engine_kind: str) -> None:
    where = people.place(session)
    by = people.actor(session, where, Role.COORDINATOR)
    page = factory.page(session, where.consortium.id)
    first = languages.french(page)
    editing.save(session, by, page.id, FRENCH, Words("Deuxième", "Texte deux.", ""), based_on=1)
    editing.restore(session, by, page.id, FRENCH, 1)
    kept = editing.history(session, by, page.id)
    assert [(one.number, one.title) for one in kept] == [(3, first.title), (2, "Deuxième"), (1, first.title)]
    assert languages.french(page) == first
    assert {one.written_by for one in kept} == {by.user_id, None}
    with pytest.raises(NotFound):
        editing.restore(session, by, page.id, FRENCH, 9)


def test_who_saves_second_is_told_and_overwrites_nothing(database: Database, by: Actor, page: UUID) -> None:
    with database.transaction() as session:
        editing.save(session, by, page, FRENCH, Words("Le mien", "Texte.", ""), based_on=1)
    with database.transaction() as session, pytest.raises(Conflict):
        editing.save(session, by, page, FRENCH, Words("Le sien", "Texte.", ""), based_on=1)
    with database.snapshot() as session:
        assert landing.by_slug(session, "permis").title == "Le mien"


def test_a_page_older_than_versions_keeps_what_it_said(database: Database, by: Actor, page: UUID) -> None:
    with database.transaction() as session:
        (only,) = editing.history(session, by, page)
        session.delete(only)
        session.flush()
        editing.save(session, by, page, FRENCH, Words("Nouveau", "Texte.", ""))
        kept = [(one.number, one.title) for one in editing.history(session, by, page)]
    assert kept == [(2, "Nouveau"), (1, "Le permis, c'est cher. On t'aide.")]


def test_a_draft_is_not_offered_and_a_confirmed_language_is_code_and_all(
    phone: Phone, database: Database, by: Actor, page: UUID, code: Code
) -> None:
    with database.transaction() as session:
        version = editing.save(session, by, page, "ar", ARABIC)
    drafted = phone.get("/bonjour/permis", c=code.shown, l="ar")
    assert '<html lang="fr">' in drafted.text
    assert ARABIC.title not in drafted.text
    assert "hreflang" not in drafted.text
    with database.transaction() as session:
        editing.confirm(session, by, page, "ar", version.number, SAMIRA)
    french = phone.get("/bonjour/permis", c=code.shown)
    assert f'href="/bonjour/permis?c={code.shown}&amp;l=ar" lang="ar" hreflang="ar"' in french.text
    shown = phone.get("/bonjour/permis", c=code.shown, l="ar")
    assert '<html lang="ar" dir="rtl">' in shown.text
    assert ARABIC.title in shown.text
    assert "هل نتصل بك؟" in shown.text
    assert f'href="/bonjour/permis/rappel?c={code.shown}&amp;l=ar"' in shown.text
    assert f'href="/bonjour/permis?c={code.shown}" lang="fr"' in shown.text
    assert SAMIRA not in shown.text


@pytest.mark.parametrize("asked", ["uk", "xx", "", "AR", "ar\x00", "é" * 300])
def test_a_language_that_is_not_offered_is_french(phone: Phone, confirmed: int, asked: str) -> None:
    for path in ("/bonjour/permis", "/bonjour/permis/rappel", "/bonjour/proche"):
        assert '<html lang="fr">' in phone.get(path, l=asked).text


def test_the_language_goes_through_the_form_to_the_thank_you_page(phone: Phone, confirmed: int) -> None:
    sent = phone.send("/bonjour/permis/rappel?l=ar", way=factory.PHONE, kind="phone")
    assert '<html lang="ar" dir="rtl">' in sent.text
    assert "تم التسجيل." in plain(sent)
    assert 'href="/bonjour/retirer?l=ar"' in sent.text
    wrong = phone.send("/bonjour/permis/rappel?l=ar", way="06 39 98 12 3", kind="phone")
    assert "ينقص رقم واحد." in plain(wrong)


Change = Callable[[Session, Actor, UUID], object]
CHANGES: dict[str, Change] = {
    "its text": lambda s, a, p: editing.save(s, a, p, "ar", Words("عنوان", "نص", "")),
    "the French": lambda s, a, p: editing.save(s, a, p, FRENCH, Words("Autre titre", "Texte.", "")),
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_confirmation_falls_when_what_it_covers_changes(
    phone: Phone, database: Database, by: Actor, page: UUID, confirmed: int, what: str
) -> None:
    with database.transaction() as session:
        CHANGES[what](session, by, page)
    assert '<html lang="fr">' in phone.get("/bonjour/permis", l="ar").text
    with database.transaction() as session:
        number = editing.history(session, by, page, "ar")[0].number
        editing.confirm(session, by, page, "ar", number, SAMIRA)
    assert '<html lang="ar" dir="rtl">' in phone.get("/bonjour/permis", l="ar").text


def test_a_confirmation_falls_when_our_own_words_change(
    phone: Phone, confirmed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = i18n._catalogue
    changed = {**read("ar"), "Appeler": "كلمة أخرى"}
    monkeypatch.setattr(i18n, "_catalogue", lambda code: changed if code == "ar" else read(code))
    assert '<html lang="fr">' in phone.get("/bonjour/permis", l="ar").text


def test_a_change_that_is_taken_back_is_offered_again_without_reading_it_twice(
    phone: Phone, database: Database, by: Actor, page: UUID, confirmed: int
) -> None:
    with database.transaction() as session:
        editing.save(session, by, page, FRENCH, Words("Autre titre", "Texte.", ""))
        editing.restore(session, by, page, FRENCH, 1)
    assert '<html lang="ar" dir="rtl">' in phone.get("/bonjour/permis", l="ar").text


def test_only_the_last_text_can_be_confirmed_by_a_name(
    database: Database, by: Actor, page: UUID, confirmed: int
) -> None:
    with database.transaction() as session:
        last = editing.save(session, by, page, "ar", Words("عنوان", "نص", ""))
        with pytest.raises(Conflict):
            editing.confirm(session, by, page, "ar", confirmed, SAMIRA)
        with pytest.raises(InvalidInput):
            editing.confirm(session, by, page, "ar", last.number, "  ")
        for language in (FRENCH, "de"):
            with pytest.raises(InvalidInput):
                editing.confirm(session, by, page, language, 1, SAMIRA)
        with pytest.raises(InvalidInput):
            editing.save(session, by, page, "de", ARABIC)


def test_the_last_page_for_young_people_cannot_be_withdrawn(
    database: Database, where: Place, by: Actor, page: UUID
) -> None:
    with database.transaction() as session:
        with pytest.raises(Conflict):
            editing.withdraw(session, by, page)
        editing.add(session, by, "permis-port", territory.Need.LICENCE, ARABIC)
        assert editing.withdraw(session, by, page).withdrawn_at is not None
        with pytest.raises(Conflict):
            editing.withdraw(session, by, page)
        assert editing.reopen(session, by, page).withdrawn_at is None


def test_number_and_zone_are_settled_and_a_wrong_one_is_named(
    database: Database, where: Place, by: Actor, page: UUID
) -> None:
    with database.transaction() as session:
        zone = territory.add_zone(session, where.consortium.id, "TEST-01", "Les Prés")
        settled = editing.settle(session, by, page, phone="06 39 98 00 02", zone_id=zone.id)
        assert (settled.phone, settled.zone_id) == ("+33639980002", zone.id)
        with pytest.raises(InvalidInput) as refused:
            editing.settle(session, by, page, phone="06", zone_id=None)
        assert refused.value.field == "phone"
        with pytest.raises(NotFound):
            editing.settle(session, by, page, phone="", zone_id=where.consortium.id)


def test_a_hub_in_another_language_says_which_pages_are_french(
    phone: Phone, database: Database, by: Actor, where: Place, confirmed: int
) -> None:
    with database.transaction() as session:
        factory.page(session, where.consortium.id, slug="sante", need=territory.Need.HEALTH)
        path = hubs.path(hubs.create(session, by, planning.campaign(session, by).id))
    shown = phone.get(path, l="ar")
    assert '<html lang="ar" dir="rtl">' in shown.text
    assert 'href="/bonjour/permis?l=ar"' in shown.text
    assert 'href="/bonjour/sante" hreflang="fr"' in shown.text
    assert plain(shown).count("(بالفرنسية)") == 1
    assert '<html lang="fr">' in phone.get(path, l="uk").text
