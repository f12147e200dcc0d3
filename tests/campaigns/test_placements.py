"""Placements: each kind under its channels, with one link and one code for ever."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaigns import codes, links, placements
from campaigns.models import Campaign, Link, Placement, PlacementKind
from campaigns.placements import CHANNELS_OF, Placed
from core import audit
from core.database import Database
from core.errors import Forbidden, InvalidInput, NotFound
from core.people import Actor, Role
from core.territory import Channel, Prescriber, Voice, Zone
from tests.factories import people
from tests.factories import planning as made
from tests.factories.planning import LICENCE_PAGE


@pytest.fixture(autouse=True)
def _monday() -> object:
    made.landing_pages()
    with time_machine.travel("2026-11-23T10:00:00+00:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def officer(session: Session) -> Actor:
    return people.actor(session, people.place(session), Role.COMMUNICATIONS)


@pytest.fixture
def campaign(session: Session, officer: Actor) -> Campaign:
    return made.campaign(session, officer)


@pytest.fixture
def place_it(session: Session, officer: Actor, campaign: Campaign) -> Callable[..., Placed]:
    def create(
        kind: PlacementKind = PlacementKind.POSTER, channel: Channel | None = None, **changes: Any
    ) -> Placed:
        given = {"place": "Piscine des Tilleuls, vestiaires", "destination": LICENCE_PAGE} | changes
        return placements.create(
            session, officer, campaign.id, kind, channel or CHANNELS_OF[kind][0], **given
        )

    return create


def needed(kind: PlacementKind) -> dict[str, Any]:
    if kind is PlacementKind.DATE:
        return {"held_on": date(2026, 11, 28)}
    return {"prescriber": "Dr Sana Exemple"} if kind is PlacementKind.PRESCRIBER_CARD else {}


@pytest.mark.database
def test_a_new_placement_has_a_link_and_a_printed_code_that_leads_to_its_page(
    session: Session, engine_kind: str
) -> None:
    officer = people.actor(session, people.place(session), Role.COMMUNICATIONS)
    campaign = made.campaign(session, officer)
    placed = made.poster(session, officer, campaign.id)
    link = codes.resolve(session, placed.code.shown.lower())
    assert (link.id, link.channel, link.voice, link.campaign_id) == (
        placed.link.id,
        Channel.POSTER,
        None,
        campaign.id,
    )
    assert not placed.code.spoken
    assert links.target(link, placed.code) == f"{LICENCE_PAGE}?c={placed.code.shown}"
    (row,) = placements.rows(session, officer.consortium_id)
    assert (row.code, row.place, row.campaign, row.link_id, row.retired_at) == (
        placed.code.shown,
        "Piscine des Tilleuls",
        "Ton permis sans galère",
        placed.link.id,
        None,
    )
    (entry,) = audit.entries(session, officer.consortium_id, "campaigns.placement_created")
    assert entry.thing == str(placed.placement.id)


@pytest.mark.parametrize("kind", PlacementKind)
def test_each_kind_counts_under_its_own_channels_and_no_other(
    session: Session, place_it: Callable[..., Placed], kind: PlacementKind
) -> None:
    for channel in Channel:
        if channel in CHANNELS_OF[kind]:
            assert place_it(kind, channel, **needed(kind)).link.channel is channel
        else:
            with pytest.raises(InvalidInput) as refused:
                place_it(kind, channel, **needed(kind))
            assert refused.value.field == "channel"


def test_nothing_counts_under_unknown() -> None:
    assert set(CHANNELS_OF) == set(PlacementKind)
    assert all(Channel.UNKNOWN not in channels for channels in CHANNELS_OF.values())


def test_a_godparent_card_is_a_friends_word(place_it: Callable[..., Placed]) -> None:
    placed = place_it(PlacementKind.GODPARENT_CARD)
    assert (placed.link.channel, placed.link.voice) == (Channel.WORD_OF_MOUTH, Voice.FRIEND)
    assert placed.placement.voice is Voice.FRIEND
    assert place_it(PlacementKind.POSTER).link.voice is None


def test_a_prescriber_is_noted_once_however_the_name_is_written(
    session: Session, officer: Actor, place_it: Callable[..., Placed]
) -> None:
    first = place_it(PlacementKind.PRESCRIBER_CARD, prescriber="Épicerie du Pont").placement
    second = place_it(PlacementKind.PRESCRIBER_CARD, prescriber=" epicerie du pont ").placement
    assert first.prescriber_id == second.prescriber_id
    assert session.scalar(select(func.count()).select_from(Prescriber)) == 1
    assert {row.prescriber for row in placements.rows(session, officer.consortium_id)} == {"Épicerie du Pont"}


def test_another_consortium_has_its_own_prescribers(
    session: Session, place_it: Callable[..., Placed]
) -> None:
    place_it(PlacementKind.PRESCRIBER_CARD, prescriber="Épicerie du Pont")
    neighbour = people.actor(session, people.place(session, "Val-Noir"), Role.COMMUNICATIONS)
    placements.create(
        session,
        neighbour,
        made.campaign(session, neighbour).id,
        PlacementKind.PRESCRIBER_CARD,
        Channel.PARTNER,
        place="Comptoir",
        destination=LICENCE_PAGE,
        prescriber="Épicerie du Pont",
    )
    assert session.scalar(select(func.count(Prescriber.consortium_id.distinct()))) == 2


@pytest.mark.parametrize(
    ("kind", "changes", "field"),
    [
        (PlacementKind.POSTER, {"place": " \n"}, "place"),
        (PlacementKind.POSTER, {"place": "é" * 161}, "place"),
        (PlacementKind.POSTER, {"held_on": date(2026, 11, 28)}, "held_on"),
        (PlacementKind.POSTER, {"prescriber": "Dr Sana Exemple"}, "prescriber"),
        (PlacementKind.DATE, {}, "held_on"),
        (PlacementKind.DATE, {"held_on": date(2062, 1, 1)}, "held_on"),
        (PlacementKind.DATE, {"held_on": date(1926, 1, 1)}, "held_on"),
        (PlacementKind.PRESCRIBER_CARD, {}, "prescriber"),
        (PlacementKind.PRESCRIBER_CARD, {"prescriber": "é" * 121}, "prescriber"),
        (PlacementKind.POSTER, {"destination": " "}, "destination"),
        (PlacementKind.POSTER, {"destination": "/bonjour/inconnue"}, "destination"),
        (PlacementKind.POSTER, {"destination": "/r/ABC"}, "destination"),
        (PlacementKind.POSTER, {"destination": "javascript:alert(1)"}, "destination"),
        (PlacementKind.POSTER, {"destination": "https://exemple.test/" + "a" * 1000}, "destination"),
    ],
)
def test_what_cannot_be_placed_is_refused_with_the_field_and_leaves_nothing(
    session: Session,
    place_it: Callable[..., Placed],
    kind: PlacementKind,
    changes: dict[str, Any],
    field: str,
) -> None:
    with pytest.raises(InvalidInput) as refused:
        place_it(kind, **changes)
    assert refused.value.field == field
    assert refused.value.message.endswith(".")
    for table in (Placement, Link, Prescriber):
        assert session.scalar(select(func.count()).select_from(table)) == 0


def test_a_code_can_lead_to_another_site(place_it: Callable[..., Placed]) -> None:
    placed = place_it(destination="https://exemple.test/permis?page=1")
    came_by = "&utm_source=poster&utm_medium=terrain&utm_campaign=ton-permis-sans-galere"
    assert links.target(placed.link, placed.code) == "https://exemple.test/permis?page=1" + came_by


def test_a_place_in_any_script_is_kept_sign_by_sign(
    session: Session, officer: Actor, place_it: Callable[..., Placed]
) -> None:
    for place in ("مقهى الجسر", "Café 🎮 du Pont", "<b>**Mairie**</b> :red[x]"):
        place_it(place=place)
    assert {row.place for row in placements.rows(session, officer.consortium_id)} == {
        "مقهى الجسر",
        "Café 🎮 du Pont",
        "<b>**Mairie**</b> :red[x]",
    }


@pytest.mark.database
def test_a_retired_code_stays_in_the_list_and_is_no_longer_followed(
    session: Session, engine_kind: str
) -> None:
    officer = people.actor(session, people.place(session), Role.COMMUNICATIONS)
    placed = made.poster(session, officer, made.campaign(session, officer).id)
    placements.retire(session, officer, placed.placement.id)
    placements.retire(session, officer, placed.placement.id)
    with pytest.raises(codes.RetiredCode):
        codes.resolve(session, placed.code.shown)
    (row,) = placements.rows(session, officer.consortium_id)
    assert row.retired_at is not None
    assert len(audit.entries(session, officer.consortium_id, "campaigns.placement_retired")) == 1


def test_placements_of_another_consortium_are_neither_seen_nor_touched(
    session: Session, officer: Actor, campaign: Campaign, place_it: Callable[..., Placed]
) -> None:
    placed = place_it()
    elsewhere = people.place(session, "Val-Noir")
    neighbour = people.actor(session, elsewhere, Role.ADMINISTRATOR)
    zone = Zone(consortium_id=elsewhere.consortium.id, code="DEMO-09", name="Ailleurs")
    session.add(zone)
    session.flush()
    assert placements.rows(session, neighbour.consortium_id) == []
    for attempt in (
        lambda: placements.retire(session, neighbour, placed.placement.id),
        lambda: placements.retire(session, neighbour, uuid4()),
        lambda: made.poster(session, neighbour, campaign.id),
        lambda: place_it(zone_id=zone.id),
        lambda: place_it(structure_id=elsewhere.club.id),
        lambda: place_it(zone_id=uuid4()),
    ):
        with pytest.raises(NotFound):
            attempt()
    (row,) = placements.rows(session, officer.consortium_id)
    assert row.retired_at is None


def test_zone_and_structure_stand_in_the_list(session: Session) -> None:
    where = people.place(session)
    officer = people.actor(session, where, Role.COORDINATOR)
    zone = Zone(consortium_id=where.consortium.id, code="DEMO-01", name="Les Tilleuls")
    session.add(zone)
    session.flush()
    campaign = made.campaign(session, officer)
    placements.create(
        session,
        officer,
        campaign.id,
        PlacementKind.DATE,
        Channel.VAN,
        place="Place du Marché",
        destination=LICENCE_PAGE,
        zone_id=zone.id,
        structure_id=where.club.id,
        held_on=date(2026, 11, 28),
    )
    (row,) = placements.rows(session, officer.consortium_id)
    assert (row.zone, row.structure, row.held_on) == ("Les Tilleuls", "Club", date(2026, 11, 28))


def test_the_list_is_by_place_with_accents_folded_and_filtered_by_campaign(
    session: Session, officer: Actor, campaign: Campaign, place_it: Callable[..., Placed]
) -> None:
    for place in ("Gymnase", "École", "Club"):
        place_it(place=place)
    other = made.campaign(session, officer, "Bouge avec nous")
    made.poster(session, officer, other.id, place="Dojo")
    found = [row.place for row in placements.rows(session, officer.consortium_id)]
    assert found == ["Club", "Dojo", "École", "Gymnase"]
    assert [row.place for row in placements.rows(session, officer.consortium_id, campaign_id=other.id)] == [
        "Dojo"
    ]


@pytest.mark.parametrize("role", [Role.COUNSELLOR, Role.READER])
def test_a_role_that_does_not_manage_placements_changes_none(
    session: Session, officer: Actor, campaign: Campaign, role: Role, place_it: Callable[..., Placed]
) -> None:
    placed = place_it()
    reader = Actor(officer.user_id, "Lecture", officer.consortium_id, None, role)
    with pytest.raises(Forbidden):
        made.poster(session, reader, campaign.id)
    with pytest.raises(Forbidden):
        placements.retire(session, reader, placed.placement.id)


def test_a_placement_whose_link_fails_leaves_nothing(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.transaction() as session:
        officer = people.actor(session, people.place(session), Role.COMMUNICATIONS)
        campaign = made.campaign(session, officer)

    def no_code(_session: Session, _link_id: int) -> None:
        raise InvalidInput("Plus de code libre.", "code")

    monkeypatch.setattr(codes, "new", no_code)
    with pytest.raises(InvalidInput), database.transaction() as session:
        made.poster(session, officer, campaign.id)
    with database.snapshot() as session:
        assert placements.rows(session, officer.consortium_id) == []
        assert session.scalar(select(func.count()).select_from(Placement)) == 0
