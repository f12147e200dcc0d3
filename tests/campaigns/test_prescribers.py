"""Prescribers: an own code under «partner», changed without a new print, archived without losing a count."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from app.wiring import wire
from campaigns import codes, prescribers
from contacts import landing
from core import audit
from core.errors import Conflict, Forbidden, InvalidInput, NotFound
from core.people import Actor, Role
from core.territory import Channel
from reach import funnel
from tests.factories import contacts as contacts_factory
from tests.factories import people as people_factory
from tests.factories.people import Place

PAGE = "https://aide.example/permis"


@pytest.fixture
def where(session: Session) -> Place:
    """A consortium."""
    wire()
    return people_factory.place(session)


@pytest.fixture
def officer(session: Session, where: Place) -> Actor:
    """Who keeps the codes."""
    return people_factory.actor(session, where, Role.COMMUNICATIONS)


def only(session: Session, where: Place) -> prescribers.PrescriberRow:
    (row,) = prescribers.rows(session, where.consortium.id)
    return row


@pytest.mark.database
def test_what_a_prescriber_sends_stands_under_partner_by_its_name(session: Session, engine_kind: str) -> None:
    wire()
    where = people_factory.place(session)
    officer = people_factory.actor(session, where, Role.COMMUNICATIONS)
    prescribers.add(session, officer, " Maison du Pont ", "santé", PAGE, word="pont")
    row = only(session, where)
    assert (row.name, row.kind, row.destination) == ("Maison du Pont", "santé", PAGE)
    assert row.code is not None
    assert row.code.startswith("PONT-")
    link = codes.resolve(session, row.code, where.consortium.id)
    assert (link.channel, link.id, link.campaign_id) == (Channel.PARTNER, row.link_id, None)
    counsellor = people_factory.actor(session, where, Role.COUNSELLOR)
    contacts_factory.at_desk(session, counsellor, code=row.code)
    counted = funnel.records(funnel.rows(session, where.consortium.id, timezone="Europe/Paris"))
    assert [(one["channel"], one["placement"], one["said"]) for one in counted if one["said"]] == [
        (Channel.PARTNER, "Maison du Pont", 1)
    ]


def test_without_a_word_the_code_is_one_to_print(session: Session, where: Place, officer: Actor) -> None:
    prescribers.add(session, officer, "CCAS", "", PAGE)
    code = only(session, where).code
    assert code is not None
    assert "-" not in code


def test_a_page_changes_and_the_printed_code_stays(session: Session, where: Place, officer: Actor) -> None:
    made = prescribers.add(session, officer, "CCAS", "", PAGE)
    before = only(session, where)
    prescribers.edit(session, officer, made, "CCAS du Val", "commune", f"{PAGE}/autre")
    after = only(session, where)
    assert (after.code, after.name, after.kind, after.destination) == (
        before.code,
        "CCAS du Val",
        "commune",
        f"{PAGE}/autre",
    )


def test_an_archived_one_gives_its_code_back_and_stays_counted(
    session: Session, where: Place, officer: Actor
) -> None:
    made = prescribers.add(session, officer, "CCAS", "", PAGE)
    code = only(session, where).code or ""
    contacts_factory.at_desk(session, people_factory.actor(session, where, Role.COUNSELLOR), code=code)
    prescribers.archive(session, officer, made)
    with pytest.raises(codes.RetiredCode):
        codes.resolve(session, code, where.consortium.id)
    with pytest.raises(NotFound):
        prescribers.edit(session, officer, made, "CCAS", "", PAGE)
    counted = funnel.records(funnel.rows(session, where.consortium.id, timezone="Europe/Paris"))
    assert [one["placement"] for one in counted if one["said"]] == ["CCAS"]
    prescribers.add(session, officer, "CCAS", "", PAGE)
    assert [row.archived_at is None for row in prescribers.rows(session, where.consortium.id)].count(
        True
    ) == 1
    acts = {entry.what for entry in audit.entries(session, where.consortium.id)}
    assert {"campaigns.prescriber_added", "campaigns.prescriber_archived"} <= acts


def test_what_cannot_be_is_refused_and_names_the_field(
    session: Session, where: Place, officer: Actor
) -> None:
    prescribers.add(session, officer, "École du Pré", "", PAGE)
    with pytest.raises(Conflict):
        prescribers.add(session, officer, "ecole du pre", "", PAGE)
    for name, destination, word, field in (
        ("", PAGE, "", "name"),
        ("CCAS", "/bonjour/ailleurs", "", "destination"),
        ("CCAS", "", "", "destination"),
        ("CCAS", PAGE, "a1", "word"),
    ):
        undone = session.begin_nested()
        with pytest.raises(InvalidInput) as refused:
            prescribers.add(session, officer, name, "", destination, word)
        undone.rollback()
        assert refused.value.field == field
    with pytest.raises(Forbidden):
        prescribers.add(session, people_factory.actor(session, where, Role.COUNSELLOR), "CCAS", "", PAGE)


def test_a_landing_page_of_ours_is_a_destination(session: Session, where: Place, officer: Actor) -> None:
    landing.ensure_defaults(session, where.consortium.id)
    prescribers.add(session, officer, "CCAS", "", "/bonjour/permis")
    assert only(session, where).destination == "/bonjour/permis"
