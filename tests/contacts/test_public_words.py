"""Our own words of the public pages: every language has all of them, and none stays French on a page."""

from __future__ import annotations

from string import Formatter

import pytest

from campaigns.models import Code
from contacts import editing, hubs, landing
from contacts.languages import OTHERS, Words
from core import i18n
from core.database import Database
from core.people import Role
from core.territory import LABELS, NETWORKS, Need
from tests.contacts.phone import Phone
from tests.factories import contacts as factory
from tests.factories import people, planning
from tests.factories.people import Place

OURS = [code for code in i18n.PUBLIC_LANGUAGES if code not in i18n.LANGUAGES]
NETWORKS_NAMED = [LABELS[network] for network in NETWORKS]
Message = str | tuple[str, ...]


def forms(message: Message) -> tuple[str, ...]:
    return (message,) if isinstance(message, str) else message


def placeholders(message: Message) -> set[str]:
    read = (part for form in forms(message) for part in Formatter().parse(form))
    return {name for _text, name, _spec, _conversion in read if name}


@pytest.mark.parametrize("language", OURS)
def test_every_small_catalogue_has_the_same_words_which_are_still_said(language: str) -> None:
    words, english = i18n._catalogue(language), i18n._catalogue("en")
    assert len(words) > 100
    assert set(words) == set(i18n._catalogue(OURS[-1]))
    assert set(words) - set(english) == set()
    for message, said in words.items():
        assert all(forms(said)), message
        assert placeholders(said) == placeholders(english[message]), message


@pytest.mark.parametrize("language", OTHERS)
def test_no_word_of_ours_stays_french_on_a_page(
    phone: Phone,
    database: Database,
    where: Place,
    code: Code,
    language: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with database.transaction() as session:
        by = people.actor(session, where, Role.COMMUNICATIONS)
        for need in (Need.HEALTH, Need.OTHER):
            factory.page(session, where.consortium.id, slug=need.value, need=need)
        for page in landing.pages(session, where.consortium.id):
            version = editing.save(session, by, page.id, language, Words("A", "B", "C"))
            editing.confirm(session, by, page.id, language, version.number, "Samira (nom inventé)")
        hub = hubs.path(hubs.create(session, by, planning.campaign(session, by).id))
    missed: set[str] = set()

    class Watched(dict[str, Message]):
        def get(self, message: str, default: object = None) -> object:  # type: ignore[override]
            if message not in self:
                missed.add(message)
            return super().get(message, default)

    read = i18n._catalogue
    monkeypatch.setattr(i18n, "_catalogue", lambda code: Watched(read(code)))
    asked = f"?c={code.shown}&l={language}"
    for path in (hub, "/bonjour/permis", "/bonjour/proche", "/bonjour/retirer", "/bonjour/nulle-part"):
        assert f'<html lang="{language}"' in phone.get(path + asked).text
    for slug in ("permis", "proche"):
        form = f"/bonjour/{slug}/rappel{asked}"
        for way in ("", "06", "06 39 98 12 34 56 78", "nom@", factory.PHONE):
            shown = phone.send(form, way=way, kind="email" if "@" in way else "phone", when="evening")
            assert f'<html lang="{language}"' in shown.text
            if 'name="step"' in shown.text:
                phone.resend(form, shown, way=way)
    assert missed - set(NETWORKS_NAMED) == set()
