"""Landing pages: made with care, one per need in a new consortium, in plain words."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy.orm import Session

from campaigns.needs import LandingChoice
from contacts import landing
from contacts.defaults import DEFAULTS
from core.errors import Conflict, InvalidInput, NotFound, PorteVoixError
from core.territory import Need
from tests.factories import campaigns as campaigns_factory
from tests.factories import contacts as factory


@pytest.mark.database
def test_a_new_consortium_has_a_page_for_every_need_and_one_for_relatives(
    session: Session, engine_kind: str
) -> None:
    made = landing.ensure_defaults(session, campaigns_factory.consortium(session))
    assert [page.need for page in made if not page.for_relatives] == list(Need)
    assert [page.slug for page in made if page.for_relatives] == ["proche"]
    assert made[0].title == "Le permis, c’est cher. On t’aide."


def test_making_the_defaults_again_changes_nothing_and_keeps_what_was_there(session: Session) -> None:
    consortium = campaigns_factory.consortium(session)
    factory.page(session, consortium, slug="mon-permis")
    first = [page.slug for page in landing.ensure_defaults(session, consortium)]
    assert [page.slug for page in landing.ensure_defaults(session, consortium)] == first
    assert "mon-permis" in first
    assert "permis" not in first


def test_the_second_consortium_gets_numbered_addresses(session: Session) -> None:
    landing.ensure_defaults(session, campaigns_factory.consortium(session))
    second = landing.ensure_defaults(session, campaigns_factory.consortium(session, "Ailleurs"))
    assert {page.slug for page in second} == {f"{default.slug}-2" for default in DEFAULTS}


def test_choices_are_paths_of_ours_with_their_need(session: Session) -> None:
    consortium = campaigns_factory.consortium(session)
    factory.page_for_relatives(session, consortium)
    factory.page(session, consortium)
    said = landing.by_slug(session, "permis")
    rest = (said.title, said.hours)
    number = "06\u00a039\u00a098\u00a000\u00a001"
    assert landing.choices(session, consortium) == [
        LandingChoice("/bonjour/permis", "Le permis, c'est cher. On t'aide.", Need.LICENCE, *rest, number),
        LandingChoice(
            "/bonjour/proche", "Le permis, c'est cher. On t'aide.", Need.OTHER, *rest, for_relatives=True
        ),
    ]
    assert landing.choices(session, campaigns_factory.consortium(session, "Ailleurs")) == []


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("slug", {"slug": "Permis"}),
        ("slug", {"slug": "../permis"}),
        ("slug", {"slug": "a" * 61}),
        ("slug", {"slug": ""}),
        ("title", {"title": "  "}),
        ("title", {"title": "x" * 121}),
        ("text", {"text": "x" * 10_000}),
        ("phone", {"phone": "06 39"}),
        ("hours", {"hours": "x" * 201}),
    ],
)
def test_a_page_that_cannot_be_made_names_the_field(
    session: Session, field: str, wrong: dict[str, Any]
) -> None:
    consortium = campaigns_factory.consortium(session)
    with pytest.raises(InvalidInput) as refused:
        factory.page(session, consortium, **wrong)
    assert refused.value.field == field
    assert landing.pages(session, consortium) == []


def test_an_address_serves_one_page(session: Session) -> None:
    factory.page(session, campaigns_factory.consortium(session))
    with pytest.raises(Conflict):
        factory.page(session, campaigns_factory.consortium(session, "Ailleurs"))


@pytest.mark.database
@pytest.mark.parametrize("slug", ["nulle-part", "permis\x00", "é" * 5000, "", "\U0001f3ae", "PERMIS"])
def test_a_page_that_does_not_exist_is_not_found(session: Session, slug: str, engine_kind: str) -> None:
    factory.page(session, campaigns_factory.consortium(session))
    with pytest.raises(PorteVoixError) as refused:
        landing.by_slug(session, slug)
    assert type(refused.value) is NotFound
