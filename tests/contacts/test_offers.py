"""Offers: who keeps them, what can still be proposed, one place less at a time."""

from __future__ import annotations

from datetime import date, timedelta
from threading import Barrier, Thread
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from contacts import offers
from contacts.offers import OfferEntry
from core import audit
from core.database import Database
from core.errors import Conflict, Forbidden, InvalidInput, NotFound
from core.people import Role
from core.territory import Need
from tests.factories import people as people_factory
from tests.factories.people import Place

DAY = date(2026, 11, 26)


def offer(session: Session, where: Place, **traits: object) -> UUID:
    by = people_factory.actor(session, where, Role.COORDINATOR)
    given = {
        "structure_id": where.club.id,
        "need": Need.LICENCE,
        "title": "Code de la route",
        "places_left": 3,
    }
    return offers.add(session, by, OfferEntry(**(given | traits)))  # type: ignore[arg-type]


@pytest.mark.database
@pytest.mark.parametrize(
    ("traits", "shown"),
    [
        ({}, True),
        ({"places_left": None}, True),
        ({"places_left": 0}, False),
        ({"until": DAY}, True),
        ({"until": DAY - timedelta(days=1)}, False),
        ({"need": Need.SPORT}, False),
    ],
)
def test_what_can_be_proposed_is_of_that_need_not_full_and_not_over(
    traits: dict[str, object], shown: bool, session: Session, where: Place, engine_kind: str
) -> None:
    offer(session, where, **traits)
    found = offers.open_offers(session, where.consortium.id, Need.LICENCE, DAY)
    assert [one.title for one in found] == (["Code de la route"] if shown else [])
    (kept,) = offers.listed(session, where.consortium.id)
    assert kept.stands(DAY) == (shown or kept.need is Need.SPORT)


def test_structures_stand_from_a_to_z_and_a_closed_offer_nowhere(session: Session, where: Place) -> None:
    coordinator = people_factory.actor(session, where, Role.COORDINATOR)
    offer(session, where, structure_id=where.school.id, places_left=9)
    offer(session, where, places_left=1)
    gone = offer(session, where, title="Fini")
    offers.close(session, coordinator, gone)
    found = offers.open_offers(session, where.consortium.id, None, DAY)
    assert [one.structure for one in found] == ["Club", "École"]
    assert [one.title for one in offers.listed(session, where.consortium.id)] == ["Code de la route"] * 2
    with pytest.raises(NotFound):
        offers.one_less(session, coordinator, gone)


def test_a_counsellor_keeps_the_offers_of_the_own_structure_only(session: Session, where: Place) -> None:
    own = people_factory.actor(session, where, Role.COUNSELLOR)
    other = offer(session, where, structure_id=where.school.id)
    entry = OfferEntry(where.school.id, Need.LICENCE, "À nous")
    for act in (
        lambda: offers.add(session, own, entry),
        lambda: offers.edit(session, own, other, entry),
        lambda: offers.one_less(session, own, other),
        lambda: offers.close(session, own, other),
    ):
        with pytest.raises(Forbidden):
            act()
    assert (offers.keeps(own, where.club.id), offers.keeps(own, where.school.id)) == (True, False)
    assert offers.one_less(session, own, offer(session, where)) == 2


@pytest.mark.database
def test_places_go_down_to_none_and_never_below(session: Session, where: Place, engine_kind: str) -> None:
    coordinator = people_factory.actor(session, where, Role.COORDINATOR)
    made = offer(session, where, places_left=2)
    assert [offers.one_less(session, coordinator, made) for _time in range(2)] == [1, 0]
    with pytest.raises(Conflict, match="plus de place"):
        offers.one_less(session, coordinator, made)
    with pytest.raises(Conflict):
        offers.one_less(session, coordinator, offer(session, where, places_left=None))
    assert len(audit.entries(session, where.consortium.id, "contacts.offer_place_taken")) == 2


@pytest.mark.database
def test_two_counsellors_never_give_the_last_place_twice(database: Database, engine_kind: str) -> None:
    with database.transaction() as session:
        where = people_factory.place(session)
        coordinator = people_factory.actor(session, where, Role.COORDINATOR)
        made = offer(session, where, places_left=1)
    together, answers = Barrier(2), []

    def take() -> None:
        together.wait()
        try:
            with database.transaction() as session:
                answers.append(str(offers.one_less(session, coordinator, made)))
        except Conflict:
            answers.append("full")

    threads = [Thread(target=take) for _one in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["0", "full"]


@pytest.mark.parametrize("places", [-1, offers.MOST_PLACES + 1])
def test_a_number_of_places_that_cannot_be_is_refused(places: int, session: Session, where: Place) -> None:
    with pytest.raises(InvalidInput) as refused:
        offer(session, where, places_left=places)
    assert refused.value.field == "places"


def test_an_offer_says_what_it_is_now(session: Session, where: Place) -> None:
    own = people_factory.actor(session, where, Role.COUNSELLOR)
    made = offer(session, where)
    offers.edit(
        session,
        own,
        made,
        OfferEntry(where.club.id, Need.SPORT, "Salle du samedi", places_left=None, until=DAY),
    )
    (kept,) = offers.listed(session, where.consortium.id)
    assert (kept.need, kept.title, kept.places_left, kept.until) == (Need.SPORT, "Salle du samedi", None, DAY)
