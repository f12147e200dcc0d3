"""The one calendar: what stands in it, how it moves, and the days behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from campaigns import outcomes, planning, when
from campaigns.actions import acts
from campaigns.actions import planning as actions_planned
from campaigns.actions.typed import Slot
from campaigns.calendar import days, items, moving
from campaigns.calendar.days import Place, SchoolZone, Territory
from campaigns.calendar.item import Item, ItemKind, ItemState, Wanted
from campaigns.calendar.moving import Moved
from campaigns.models import Campaign, Post, PostChange, PostMedia, Stage
from core import audit, i18n
from core.database import Database
from core.errors import Conflict, InvalidInput, NotFound, PorteVoixError
from core.people import Actor, Role
from core.territory import Audience, Channel
from tests.factories import actions as actions_made
from tests.factories import people
from tests.factories import planning as made

pytestmark = pytest.mark.database
ZONES = ("Europe/Paris", "Indian/Reunion", "America/Cayenne", "America/Martinique", "Pacific/Noumea")
PARIS = "Europe/Paris"
NOVEMBER = (date(2026, 11, 1), date(2026, 11, 30))


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel("2026-11-23T10:00:00+00:00", tick=False):
        yield


@pytest.fixture(name="session")
def _session(database: Database) -> Iterator[Session]:
    with database.transaction() as opened:
        yield opened


@pytest.fixture(name="officer")
def _officer(session: Session) -> Actor:
    return people.actor(session, people.place(session), Role.COMMUNICATIONS)


@pytest.fixture(name="campaign")
def _campaign(session: Session, officer: Actor) -> Campaign:
    return made.campaign(session, officer)


def shown(session: Session, actor: Actor, wanted: Wanted = Wanted()) -> list[Item]:  # noqa: B008 (frozen)
    return items.between(session, actor.consortium_id, *NOVEMBER, wanted)


def moved(
    session: Session, actor: Actor, post: Post, day: date, wall: time = time(18), **more: bool
) -> Moved:
    return moving.move(session, actor, ItemKind.POST, post.id, day=day, wall=wall, seen=post.revision, **more)


def test_an_item_stands_on_the_day_of_its_own_zone(
    session: Session, officer: Actor, campaign: Campaign
) -> None:
    for zone, day in (("Pacific/Noumea", 1), ("America/Cayenne", 30)):
        wall = time(0, 15) if day == 1 else time(23, 45)
        planning.add_post(
            session,
            officer,
            campaign.id,
            zone,
            "Texte",
            networks=[Channel.TIKTOK],
            day=date(2026, 11, day),
            wall=wall,
            timezone=zone,
        )
    assert [(one.title, one.wall) for one in shown(session, officer)] == [
        ("Pacific/Noumea", "2026-11-01T00:15"),
        ("America/Cayenne", "2026-11-30T23:45"),
    ]
    assert items.between(session, officer.consortium_id, date(2026, 10, 1), date(2026, 10, 31)) == []
    assert items.between(session, officer.consortium_id, date(2026, 12, 1), date(2026, 12, 31)) == []


def test_an_action_that_covers_several_days_is_there_on_each(
    session: Session, officer: Actor, campaign: Campaign
) -> None:
    slot = Slot(date(2026, 11, 27), time(18), time(2), PARIS, date(2026, 12, 2))
    actions_made.action(session, officer, campaign.id, slot=slot)
    for first, last, there in ((30, 30, True), (26, 26, False)):
        found = items.between(session, officer.consortium_id, date(2026, 11, first), date(2026, 11, last))
        assert bool(found) is there
    assert items.between(session, officer.consortium_id, date(2026, 12, 3), date(2026, 12, 9)) == []


def test_words_channels_and_what_needs_a_look(session: Session, officer: Actor, campaign: Campaign) -> None:
    made.post(session, officer, campaign.id, Channel.SNAPCHAT, Channel.TIKTOK, title="À venir")
    made.post(session, officer, campaign.id, title="Tout juste", day=date(2026, 11, 23), wall=time(10))
    made.post(session, officer, campaign.id, title="En retard", day=date(2026, 11, 20))
    out = made.post(session, officer, campaign.id, title="En ligne", day=date(2026, 11, 20), wall=time(9))
    outcomes.mark_published(session, officer, made.variant(session, out).id, made.REEL)
    actions_made.action(session, officer, campaign.id, title="Van")
    past = actions_made.action(
        session, officer, campaign.id, title="Marché", slot=actions_made.slot(date(2026, 11, 21))
    )
    found = {one.title: one for one in shown(session, officer)}
    assert {title: one.state for title, one in found.items()} == {
        "À venir": ItemState.SCHEDULED,
        "Tout juste": ItemState.BY_HAND,
        "En retard": ItemState.MISSED,
        "En ligne": ItemState.PUBLISHED,
        "Van": ItemState.PLANNED,
        "Marché": ItemState.TO_TELL,
    }
    assert found["À venir"].channels == (Channel.TIKTOK, Channel.SNAPCHAT)
    assert {title for title, one in found.items() if one.needs_check} == {"Tout juste", "En retard", "Marché"}
    assert {title for title, one in found.items() if not one.movable} == {"En ligne", "Marché"}
    acts.hold(session, officer, past.id)
    assert shown(session, officer, Wanted(states=[ItemState.HELD]))[0].title == "Marché"


def test_filters_take_one_campaign_channel_structure_audience_or_state(
    session: Session, officer: Actor, campaign: Campaign
) -> None:
    other = made.campaign(session, officer, "Logement")
    post = made.post(session, officer, campaign.id, Channel.TIKTOK, title="Un")
    outcomes.cancel_post(session, officer, made.post(session, officer, other.id, title="Annulée").id)
    hosted = actions_made.action(session, officer, other.id, title="Deux", structure_id=officer.structure_id)

    def titles(**wanted: object) -> set[str]:
        return {one.title for one in shown(session, officer, Wanted(**wanted))}  # type: ignore[arg-type]

    assert titles() == {"Un", "Deux"}
    assert titles(campaign_id=campaign.id) == {"Un"}
    assert titles(channels=[Channel.TIKTOK]) == {"Un"}
    assert titles(structure_id=officer.structure_id) == {"Un", "Deux"}, "a campaign of all is everybody's"
    assert titles(structure_id=post.id) == {"Un"}
    assert titles(audience=Audience.RELATIVES) == set()
    assert titles(states=[ItemState.CANCELLED]) == {"Annulée"}
    assert hosted.structure_id


def test_what_one_structure_does_at_once_is_shown_not_forbidden(
    session: Session, officer: Actor, campaign: Campaign
) -> None:
    own = {"structure_id": officer.structure_id}
    actions_made.action(session, officer, campaign.id, title="Van", **own)
    actions_made.action(session, officer, campaign.id, title="Marché", **own)
    actions_made.action(session, officer, campaign.id, title="Ailleurs")
    later = actions_made.slot(starts=time(18), ends=time(19))
    actions_made.action(session, officer, campaign.id, title="Après", slot=later, **own)
    overlaps = {one.title: one.overlaps for one in shown(session, officer)}
    assert overlaps == {"Van": ("Marché",), "Marché": ("Van",), "Ailleurs": (), "Après": ()}


def test_a_move_keeps_the_agreement_and_is_written_with_both_hours(
    session: Session, officer: Actor, campaign: Campaign
) -> None:
    post = made.post(session, officer, campaign.id)
    post.stage, before = Stage.APPROVED, post.revision
    change = moved(session, officer, post, date(2026, 11, 28), time(9, 30))
    assert (post.due_wall, post.stage) == ("2026-11-28T09:30", Stage.APPROVED)
    assert change.revision == before + 1
    assert post.due_at == datetime(2026, 11, 28, 8, 30, tzinfo=UTC)
    (written,) = session.scalars(select(PostChange).where(PostChange.field == "due"))
    assert (written.before, written.after) == ("2026-11-25T18:00", "2026-11-28T09:30")
    moving.take_back(session, officer, change)
    assert (post.due_wall, post.revision) == ("2026-11-25T18:00", before + 2)
    assert len(audit.entries(session, officer.consortium_id, "campaigns.post_moved")) == 2


def test_what_somebody_changed_meanwhile_is_not_moved_nor_taken_back(
    session: Session, officer: Actor, campaign: Campaign
) -> None:
    post = made.post(session, officer, campaign.id)
    change = moved(session, officer, post, date(2026, 11, 28))
    with pytest.raises(Conflict, match="entre-temps"):
        moving.move(session, officer, ItemKind.POST, post.id, day=date(2026, 11, 29), wall=time(9), seen=1)
    moved(session, officer, post, date(2026, 11, 29))
    with pytest.raises(Conflict, match="entre-temps"):
        moving.take_back(session, officer, change)
    assert post.due_wall == "2026-11-29T18:00"
    action = actions_made.action(session, officer, campaign.id)
    acts.confirm(session, officer, action.id)
    with pytest.raises(Conflict, match="entre-temps"):
        moving.move(
            session, officer, ItemKind.ACTION, action.id, day=date(2026, 11, 29), wall=time(9), seen=1
        )


def test_what_is_out_held_cancelled_or_begun_stays_where_it_was(
    session: Session, officer: Actor, campaign: Campaign
) -> None:
    out = made.post(session, officer, campaign.id, Channel.INSTAGRAM, Channel.TIKTOK)
    variant = next(
        row for row in planning.posts(session, officer.consortium_id) if row.network == "instagram"
    )
    outcomes.mark_published(session, officer, variant.variant_id, made.REEL)
    gone = made.post(session, officer, campaign.id)
    outcomes.cancel_post(session, officer, gone.id)
    yesterday = actions_made.slot(date(2026, 11, 22))
    begun, held, off = (
        actions_made.action(session, officer, campaign.id, slot=yesterday) for _number in range(3)
    )
    acts.hold(session, officer, held.id)
    acts.cancel(session, officer, off.id, "pluie")
    for kind, thing, why in (
        (ItemKind.POST, out, "déjà en ligne"),
        (ItemKind.POST, gone, "annulée"),
        (ItemKind.ACTION, begun, "passée"),
        (ItemKind.ACTION, held, "tenue"),
        (ItemKind.ACTION, off, "annulée"),
    ):
        with pytest.raises(Conflict, match=why):
            moving.move(
                session,
                officer,
                kind,
                thing.id,
                day=date(2026, 11, 29),
                wall=time(9),
                seen=thing.revision,
            )
    with pytest.raises(Conflict, match="vient d’ailleurs"):
        moving.move(session, officer, ItemKind.REMINDER, out.id, day=date(2026, 11, 29), wall=time(9), seen=1)


def test_a_late_post_may_have_a_new_time_but_nothing_moves_into_the_past(
    session: Session, officer: Actor, campaign: Campaign
) -> None:
    late = made.post(session, officer, campaign.id, day=date(2026, 11, 20))
    with session.begin_nested() as undone, pytest.raises(InvalidInput, match="passé"):
        try:
            moved(session, officer, late, date(2026, 11, 23), time(10))
        finally:
            undone.rollback()
    session.refresh(late)
    change = moved(session, officer, late, date(2026, 11, 23), time(19))
    moving.take_back(session, officer, change)
    assert late.due_wall == "2026-11-20T18:00"


def test_an_hour_that_is_skipped_is_refused_and_one_that_comes_twice_is_said(
    session: Session, officer: Actor, campaign: Campaign
) -> None:
    post = made.post(session, officer, campaign.id)
    with pytest.raises(InvalidInput, match="n’existe pas"):
        moved(session, officer, post, date(2027, 3, 28), time(2, 30))
    first = moved(session, officer, post, date(2027, 10, 31), time(2, 30))
    assert (first.twice, post.due_fold, post.due_at.hour) == (True, 0, 0)
    second = moved(session, officer, post, date(2027, 10, 31), time(2, 30), second=True)
    assert (second.twice, post.due_fold, post.due_at.hour) == (False, 1, 1)
    moving.take_back(session, officer, second)
    assert (post.due_fold, post.due_at.hour) == (0, 0)
    assert when.twice(date(2027, 10, 31), time(2), PARIS)
    assert not when.twice(date(2027, 10, 31), time(3), PARIS)
    assert not when.twice(date(2027, 3, 28), time(2, 30), PARIS)


def test_a_post_does_not_move_beyond_the_consent_of_the_people_in_its_picture(
    session: Session, officer: Actor, campaign: Campaign
) -> None:
    post = made.post(session, officer, campaign.id)
    picture = made.picture(session, officer, consent_until=date(2026, 11, 28))
    session.add(PostMedia(post_id=post.id, media_id=picture.id, position=1))
    moved(session, officer, post, date(2026, 11, 28))
    with pytest.raises(InvalidInput, match="L’accord des personnes"):
        moved(session, officer, post, date(2026, 11, 29))


def test_another_consortium_has_no_such_thing(session: Session, officer: Actor, campaign: Campaign) -> None:
    post = made.post(session, officer, campaign.id)
    elsewhere = people.actor(session, people.place(session), Role.COMMUNICATIONS)
    with pytest.raises(NotFound):
        moved(session, elsewhere, post, date(2026, 11, 28))


@given(
    st.sampled_from(ZONES),
    st.sampled_from([ItemKind.POST, ItemKind.ACTION]),
    st.lists(
        st.tuples(
            st.one_of(
                st.sampled_from([date(2027, 3, 28), date(2027, 10, 31)]),
                st.dates(date(2026, 11, 24), date(2028, 11, 1)),
            ),
            st.one_of(st.just(time(2, 30)), st.times().map(lambda at: at.replace(second=0, microsecond=0))),
            st.booleans(),
            st.booleans(),
        ),
        min_size=1,
        max_size=5,
    ),
)
@hypothesis_settings(
    max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_however_it_is_moved_wall_and_instant_agree_and_undoing_undoes(
    session: Session, officer: Actor, zone: str, kind: ItemKind, steps: list[tuple[date, time, bool, bool]]
) -> None:
    with session.begin_nested() as undone:
        item = _planned(session, officer, kind, zone)
        for day, wall, second, back in steps:
            assert item.thing
            try:
                with session.begin_nested():
                    change = moving.move(
                        session,
                        officer,
                        kind,
                        item.thing,
                        day=day,
                        wall=wall,
                        seen=item.revision,
                        second=second,
                    )
            except PorteVoixError:
                session.expire_all()
                assert _only(session, officer) == item, "what is refused changes nothing"
                continue
            after = _only(session, officer)
            local = after.starts_at.astimezone(ZoneInfo(zone))
            assert local.strftime(when.WALL) == after.wall == f"{day}T{wall:%H:%M}"
            assert local.fold == int(after.second)
            assert _length(after) == _length(item)
            assert after.revision == item.revision + 1
            if back:
                moving.take_back(session, officer, change)
                again = _only(session, officer)
                assert again == replace(item, revision=item.revision + 2)
                after = again
            item = after
        undone.rollback()


def _planned(session: Session, officer: Actor, kind: ItemKind, zone: str) -> Item:
    campaign = made.campaign(session, officer)
    if kind is ItemKind.ACTION:
        slot = Slot(date(2026, 12, 1), time(22), time(3), zone, date(2026, 12, 2))
        actions_planned.add_action(session, officer, campaign.id, actions_made.wanted(slot=slot))
    else:
        planning.add_post(
            session,
            officer,
            campaign.id,
            "Titre",
            "Texte",
            networks=[Channel.TIKTOK],
            day=date(2026, 12, 1),
            wall=time(22),
            timezone=zone,
        )
    return _only(session, officer)


def _only(session: Session, officer: Actor) -> Item:
    (item,) = items.everything(session, officer.consortium_id)
    return item


def _length(item: Item) -> timedelta:
    """How long it takes on the clock on the wall."""
    return datetime.fromisoformat(item.ends_wall) - datetime.fromisoformat(item.wall)


def test_days_off_depend_on_where_one_is(session: Session, officer: Actor) -> None:
    here = officer.consortium_id
    assert days.place(session, here) == Place(Territory.METROPOLE, None)
    assert days.place(session, here).unsaid
    days.set_place(session, officer, Territory.ALSACE, SchoolZone.B)
    where = days.place(session, here)
    assert where == Place(Territory.ALSACE, SchoolZone.B)
    (saint_stephen,) = days.off(where, date(2026, 12, 26), date(2026, 12, 26))
    assert saint_stephen.public
    assert saint_stephen.school == "vacances de Noël"
    (plain,) = days.off(where, date(2026, 11, 25), date(2026, 11, 25))
    assert (plain.public, plain.school) == ("", "")
    (winter,) = days.off(Place(Territory.METROPOLE, SchoolZone.C), date(2027, 2, 8), date(2027, 2, 8))
    assert winter.school == "vacances d’hiver"
    days.set_place(session, officer, Territory.REUNION, SchoolZone.B)
    overseas = days.place(session, here)
    assert overseas == Place(Territory.REUNION, None)
    assert not overseas.unsaid
    (abolition,) = days.off(overseas, date(2026, 12, 20), date(2026, 12, 20))
    assert abolition.public
    assert abolition.school is None, "unknown is not none"


def test_school_holidays_are_unknown_beyond_the_last_published_day() -> None:
    known = days.school_known_until()
    where = Place(Territory.METROPOLE, SchoolZone.A)
    last, after = days.off(where, known, known + timedelta(days=1))
    assert last.school
    assert after.school is None


def test_every_territory_has_its_public_holidays_in_both_languages() -> None:
    for language in ("fr", "en"):
        with i18n.speaking(language):
            for territory in Territory:
                (toussaint,) = days.off(Place(territory, None), date(2027, 11, 11), date(2027, 11, 11))
                assert toussaint.public, territory
