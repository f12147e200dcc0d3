"""Posts: planned for a wall time, late until someone says «c'est publié», never lied about."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta
from threading import Barrier
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaigns import accounts, planning, when
from campaigns.models import Campaign, Post, Stage, Variant
from campaigns.planning import PostState
from core import audit
from core.database import Database
from core.errors import Conflict, Forbidden, InvalidInput, NotFound
from core.people import Actor, Role
from core.territory import Channel
from tests.factories import people
from tests.factories import planning as made
from tests.factories.planning import PARIS, REEL, REEL_TIDY

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
TIKTOK = "https://www.tiktok.com/@trois.rives/video/7301234567890123456"


@pytest.fixture(name="clock", autouse=True)
def _clock() -> object:
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def officer(session: Session) -> Actor:
    return people.actor(session, people.place(session), Role.COMMUNICATIONS)


@pytest.fixture
def campaign(session: Session, officer: Actor) -> Campaign:
    return made.campaign(session, officer)


def states(session: Session, actor: Actor) -> dict[Channel, PostState]:
    return {row.network: row.state for row in planning.posts(session, actor.consortium_id)}


@pytest.mark.database
def test_a_post_keeps_its_wall_time_its_zone_and_the_instant_they_mean(
    session: Session, engine_kind: str
) -> None:
    officer = people.actor(session, people.place(session), Role.COMMUNICATIONS)
    campaign = made.campaign(session, officer)
    post = made.post(session, officer, campaign.id, Channel.INSTAGRAM, Channel.TIKTOK, Channel.INSTAGRAM)
    session.expire_all()
    stored = session.get_one(Post, post.id)
    assert (stored.due_wall, stored.due_timezone) == ("2026-11-25T18:00", PARIS)
    assert stored.due_at == datetime(2026, 11, 25, 17, 0, tzinfo=UTC)
    rows = planning.posts(session, officer.consortium_id)
    assert [row.network for row in rows] == [Channel.TIKTOK, Channel.INSTAGRAM]
    assert {(row.campaign, row.title, row.state) for row in rows} == {
        ("Ton permis sans galère", "Le code, on t'aide", PostState.SCHEDULED)
    }


def test_the_same_wall_time_is_another_instant_in_summer_and_overseas() -> None:
    assert when.planned(date(2026, 7, 1), time(18), PARIS)[0] == datetime(2026, 7, 1, 16, tzinfo=UTC)
    assert when.planned(date(2026, 7, 1), time(18), "Indian/Reunion")[0] == datetime(
        2026, 7, 1, 14, tzinfo=UTC
    )


@pytest.mark.parametrize("wall", [time(2, 0), time(2, 30), time(2, 59), time(2, 30, fold=1)])
def test_an_hour_that_the_clocks_skip_is_refused_with_an_hour_that_exists(
    session: Session, officer: Actor, campaign: Campaign, wall: time
) -> None:
    with pytest.raises(InvalidInput, match="n’existe pas le 28/03/2027") as refused:
        made.post(session, officer, campaign.id, day=date(2027, 3, 28), wall=wall)
    assert refused.value.field == "wall"
    assert "28 mars, 3\u00a0h" in refused.value.message
    assert session.scalar(select(func.count()).select_from(Post)) == 0


@pytest.mark.parametrize("wall", [time(1, 59), time(3, 0)])
def test_the_hours_round_the_skipped_one_are_taken(wall: time) -> None:
    instant, written = when.planned(date(2027, 3, 28), wall, PARIS)
    assert instant.astimezone(ZoneInfo(PARIS)).strftime("%H:%M") == wall.strftime("%H:%M") == written[-5:]


@pytest.mark.parametrize("fold", [0, 1])
def test_an_hour_that_comes_twice_is_its_first_passage(fold: int) -> None:
    instant, written = when.planned(date(2026, 10, 25), time(2, 30, fold=fold), PARIS)
    assert instant == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert written == "2026-10-25T02:30"


@given(
    day=st.dates(date(2020, 1, 1), date(2029, 11, 1)),
    wall=st.times(),
    timezone=st.sampled_from(
        [PARIS, "America/Cayenne", "Pacific/Auckland", "America/New_York", "Africa/Casablanca"]
    ),
)
def test_every_wall_time_is_refused_or_reads_back_as_it_was_written(
    day: date, wall: time, timezone: str
) -> None:
    zone = ZoneInfo(timezone)
    written = datetime.combine(day, wall.replace(second=0, microsecond=0))
    exists = written.replace(tzinfo=zone).astimezone(UTC).astimezone(zone).replace(tzinfo=None) == written
    if not exists:
        with pytest.raises(InvalidInput, match="n’existe pas"):
            when.planned(day, wall, timezone)
        return
    instant, text = when.planned(day, wall, timezone)
    assert instant.astimezone(zone).strftime(when.WALL) == text == written.strftime(when.WALL)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "é" * 121}, "title"),
        ({"text": "é" * 10_001}, "text"),
        ({"day": date(2019, 12, 31)}, "day"),
        ({"day": date(2206, 11, 25)}, "day"),
        ({"day": date(9999, 12, 31), "wall": time(23, 59)}, "day"),
        ({"day": date(1, 1, 1), "wall": time(0, 0)}, "day"),
    ],
)
def test_empty_too_long_and_absurd_posts_are_refused_with_the_field(
    session: Session, officer: Actor, campaign: Campaign, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        made.post(session, officer, campaign.id, **changes)  # type: ignore[arg-type]
    assert refused.value.field == field
    assert session.scalar(select(func.count()).select_from(Post)) == 0


@pytest.mark.parametrize("networks", [[], [Channel.POSTER], [Channel.INSTAGRAM, Channel.WEB]])
def test_a_post_goes_to_networks_and_to_at_least_one(
    session: Session, officer: Actor, campaign: Campaign, networks: list[Channel]
) -> None:
    with pytest.raises(InvalidInput, match="au moins un réseau") as refused:
        planning.add_post(
            session,
            officer,
            campaign.id,
            "Titre",
            "Texte",
            networks=networks,
            day=date(2026, 11, 25),
            wall=time(18),
            timezone=PARIS,
        )
    assert refused.value.field == "networks"


@pytest.mark.parametrize("timezone", ["", "Paris", "../../etc/passwd", "Europe/Paris\0", "Europe"])
def test_an_unknown_time_zone_is_refused(timezone: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        when.planned(date(2026, 11, 25), time(18), timezone)
    assert refused.value.field == "timezone"


@pytest.mark.database
@pytest.mark.parametrize(
    "text",
    [
        "a" * 10_000,
        "Ça passe 🚗🏽‍♀️ 👩‍👧 ?\n\nOui 🎉",
        "رخصة القيادة غالية. نساعدك.\nPermis",
        "<b>**gras**</b> $x$ :red[y]",
    ],
    ids=["ten thousand signs", "emoji", "right to left", "markup"],
)
def test_a_text_is_kept_sign_by_sign(session: Session, engine_kind: str, text: str) -> None:
    officer = people.actor(session, people.place(session), Role.COMMUNICATIONS)
    made.post(session, officer, made.campaign(session, officer).id, text=text, draft=True)
    session.expire_all()
    (row,) = planning.posts(session, officer.consortium_id)
    assert row.text == text


def test_a_variant_with_its_own_text_shows_that_text(
    session: Session, officer: Actor, campaign: Campaign
) -> None:
    made.post(session, officer, campaign.id, Channel.INSTAGRAM, Channel.TIKTOK, text="Commun")
    tiktok = session.scalars(select(Variant).where(Variant.network == Channel.TIKTOK)).one()
    tiktok.text = "Court"
    texts = {row.network: row.text for row in planning.posts(session, officer.consortium_id)}
    assert texts == {Channel.INSTAGRAM: "Commun", Channel.TIKTOK: "Court"}


def test_a_post_becomes_late_at_its_instant_without_anything_running(
    session: Session, officer: Actor, campaign: Campaign, clock: time_machine.Traveller
) -> None:
    post = made.post(session, officer, campaign.id)
    clock.move_to(post.due_at - timedelta(seconds=1))
    assert states(session, officer) == {Channel.INSTAGRAM: PostState.SCHEDULED}
    clock.move_to(post.due_at)
    assert states(session, officer) == {Channel.INSTAGRAM: PostState.BY_HAND}


def test_a_published_variant_keeps_its_link_and_its_time_and_the_others_stay_late(
    session: Session, officer: Actor, campaign: Campaign, clock: time_machine.Traveller
) -> None:
    post = made.post(session, officer, campaign.id, Channel.TIKTOK, Channel.INSTAGRAM)
    clock.move_to(post.due_at + timedelta(hours=1))
    (tiktok,) = planning.posts(session, officer.consortium_id, networks=[Channel.TIKTOK])
    planning.mark_published(session, officer, tiktok.variant_id, TIKTOK)
    assert states(session, officer) == {
        Channel.TIKTOK: PostState.PUBLISHED,
        Channel.INSTAGRAM: PostState.BY_HAND,
    }
    (row,) = planning.posts(session, officer.consortium_id, states=[PostState.PUBLISHED])
    assert (row.published_url, row.published_at) == (TIKTOK, post.due_at + timedelta(hours=1))
    assert [
        entry.thing for entry in audit.entries(session, officer.consortium_id, "campaigns.post_published")
    ] == [str(tiktok.variant_id)]


def test_a_link_is_kept_without_what_was_added_for_tracking(
    session: Session, officer: Actor, campaign: Campaign
) -> None:
    one = made.variant(session, made.post(session, officer, campaign.id))
    planning.mark_published(session, officer, one.id, f"  {REEL}?igsh=MTIz&utm_source=ig_web  ")
    assert one.published_url == REEL_TIDY


@pytest.mark.database
def test_a_link_serves_once_in_a_consortium_and_the_refusal_says_where(
    session: Session, engine_kind: str
) -> None:
    officer = people.actor(session, people.place(session), Role.COMMUNICATIONS)
    campaign = made.campaign(session, officer)
    first = made.variant(session, made.post(session, officer, campaign.id, title="La première"))
    second = made.variant(session, made.post(session, officer, campaign.id, title="La seconde"))
    planning.mark_published(session, officer, first.id, REEL)
    with pytest.raises(Conflict, match=r"La première.*Instagram, mercredi 25 novembre, 18\sh"):
        planning.mark_published(session, officer, second.id, REEL_TIDY)
    assert second.published_at is None
    neighbour = people.actor(session, people.place(session, "Val-Noir"), Role.COMMUNICATIONS)
    theirs = made.variant(session, made.post(session, neighbour, made.campaign(session, neighbour).id))
    assert planning.mark_published(session, neighbour, theirs.id, REEL).published_url == REEL_TIDY


def test_saying_it_twice_changes_nothing_and_another_link_is_a_correction(
    session: Session, officer: Actor, campaign: Campaign, clock: time_machine.Traveller
) -> None:
    one = made.variant(session, made.post(session, officer, campaign.id))
    planning.mark_published(session, officer, one.id, REEL)
    clock.shift(timedelta(hours=1))
    planning.mark_published(session, officer, one.id, REEL)
    assert one.published_at == MONDAY
    with pytest.raises(Conflict, match="Corriger le lien"):
        planning.mark_published(session, officer, one.id, "https://www.instagram.com/p/AAAAAAA/")
    planning.correct_link(session, officer, one.id, "https://www.instagram.com/p/AAAAAAA/")
    assert (one.published_url, one.published_at) == ("https://www.instagram.com/p/AAAAAAA/", MONDAY)
    acts = [entry.what for entry in audit.entries(session, officer.consortium_id)]
    assert acts.count("campaigns.post_published") == acts.count("campaigns.post_link_corrected") == 1


def test_a_link_is_corrected_only_after_publishing_and_only_to_a_free_one(
    session: Session, officer: Actor, campaign: Campaign
) -> None:
    first = made.variant(session, made.post(session, officer, campaign.id))
    second = made.variant(session, made.post(session, officer, campaign.id))
    with pytest.raises(Conflict, match="pas encore publiée"):
        planning.correct_link(session, officer, first.id, REEL)
    planning.mark_published(session, officer, first.id, REEL)
    planning.mark_published(session, officer, second.id, "https://www.instagram.com/p/AAAAAAA/")
    with pytest.raises(Conflict, match="déjà celui de"):
        planning.correct_link(session, officer, second.id, REEL)


def test_a_cancelled_post_is_out_of_the_way_and_takes_no_link(
    session: Session, officer: Actor, campaign: Campaign
) -> None:
    post = made.post(session, officer, campaign.id)
    planning.cancel_post(session, officer, post.id)
    planning.cancel_post(session, officer, post.id)
    assert states(session, officer) == {Channel.INSTAGRAM: PostState.CANCELLED}
    with pytest.raises(Conflict, match="annulée"):
        planning.mark_published(session, officer, made.variant(session, post).id, REEL)
    assert len(audit.entries(session, officer.consortium_id, "campaigns.post_cancelled")) == 1


def test_cancelling_leaves_published_variants_published(
    session: Session, officer: Actor, campaign: Campaign
) -> None:
    post = made.post(session, officer, campaign.id, Channel.TIKTOK, Channel.INSTAGRAM)
    (tiktok,) = planning.posts(session, officer.consortium_id, networks=[Channel.TIKTOK])
    planning.mark_published(session, officer, tiktok.variant_id, TIKTOK)
    planning.cancel_post(session, officer, post.id)
    assert states(session, officer) == {
        Channel.TIKTOK: PostState.PUBLISHED,
        Channel.INSTAGRAM: PostState.CANCELLED,
    }


def test_a_post_that_is_out_everywhere_cannot_be_cancelled(
    session: Session, officer: Actor, campaign: Campaign
) -> None:
    post = made.post(session, officer, campaign.id)
    planning.mark_published(session, officer, made.variant(session, post).id, REEL)
    with pytest.raises(Conflict, match="déjà en ligne"):
        planning.cancel_post(session, officer, post.id)


def test_posts_of_another_consortium_are_neither_seen_nor_touched(
    session: Session, officer: Actor, campaign: Campaign
) -> None:
    post = made.post(session, officer, campaign.id)
    one = made.variant(session, post)
    neighbour = people.actor(session, people.place(session, "Val-Noir"), Role.ADMINISTRATOR)
    assert planning.posts(session, neighbour.consortium_id) == []
    assert planning.posts(session, neighbour.consortium_id, campaign_id=campaign.id) == []
    for attempt in (
        lambda: made.post(session, neighbour, campaign.id),
        lambda: planning.mark_published(session, neighbour, one.id, REEL),
        lambda: planning.correct_link(session, neighbour, one.id, REEL),
        lambda: planning.cancel_post(session, neighbour, post.id),
        lambda: planning.mark_published(session, neighbour, uuid4(), REEL),
        lambda: planning.cancel_post(session, neighbour, uuid4()),
    ):
        with pytest.raises(NotFound):
            attempt()
    assert states(session, officer) == {Channel.INSTAGRAM: PostState.SCHEDULED}


@pytest.mark.parametrize("role", [Role.COUNSELLOR, Role.READER])
def test_a_role_that_does_not_plan_changes_no_post(
    session: Session, officer: Actor, campaign: Campaign, role: Role
) -> None:
    post = made.post(session, officer, campaign.id)
    reader = Actor(officer.user_id, "Lecture", officer.consortium_id, None, role)
    for attempt in (
        lambda: made.post(session, reader, campaign.id),
        lambda: planning.mark_published(session, reader, made.variant(session, post).id, REEL),
        lambda: planning.correct_link(session, reader, made.variant(session, post).id, REEL),
        lambda: planning.cancel_post(session, reader, post.id),
    ):
        with pytest.raises(Forbidden):
            attempt()


def test_late_posts_stand_on_top_then_the_next_then_the_latest_published(
    session: Session, officer: Actor, campaign: Campaign
) -> None:
    for title, day in (
        ("publiée avant", date(2026, 11, 2)),
        ("publiée après", date(2026, 11, 20)),
        ("tard", date(2026, 12, 1)),
        ("bientôt", date(2026, 11, 24)),
        ("en retard de peu", date(2026, 11, 22)),
        ("très en retard", date(2026, 11, 3)),
        ("annulée", date(2026, 11, 24)),
    ):
        post = made.post(session, officer, campaign.id, title=title, day=day)
        if title.startswith("publiée"):
            url = f"https://www.instagram.com/p/AAAAAA{day.day}/"
            planning.mark_published(session, officer, made.variant(session, post).id, url)
        if title == "annulée":
            planning.cancel_post(session, officer, post.id)
    titles = [row.title for row in planning.posts(session, officer.consortium_id)]
    assert titles == [
        "très en retard",
        "en retard de peu",
        "bientôt",
        "tard",
        "publiée après",
        "publiée avant",
        "annulée",
    ]


def test_posts_are_filtered_by_campaign_network_and_state(
    session: Session, officer: Actor, campaign: Campaign
) -> None:
    other = made.campaign(session, officer, "Bouge avec nous")
    made.post(session, officer, campaign.id, Channel.TIKTOK, Channel.SNAPCHAT)
    made.post(session, officer, other.id, Channel.TIKTOK, day=date(2026, 11, 1))
    found = planning.posts(session, officer.consortium_id, campaign_id=campaign.id, networks=[Channel.TIKTOK])
    assert [(row.campaign_id, row.network) for row in found] == [(campaign.id, Channel.TIKTOK)]
    late = planning.posts(session, officer.consortium_id, states=planning.LATE)
    assert [row.campaign for row in late] == ["Bouge avec nous"]


@given(
    minutes=st.integers(-10_000, 10_000),
    published=st.booleans(),
    cancelled=st.booleans(),
    skipped=st.booleans(),
    stage=st.sampled_from(Stage),
    later=st.integers(0, 10_000),
)
def test_what_is_out_stays_out_and_what_is_late_stays_late_until_someone_acts(
    *, minutes: int, published: bool, cancelled: bool, skipped: bool, stage: Stage, later: int
) -> None:
    due = MONDAY + timedelta(minutes=minutes)
    post = Post(due_at=due, cancelled_at=MONDAY if cancelled else None, stage=stage)
    variant = Variant(
        published_at=MONDAY if published else None, skipped_at=MONDAY if skipped else None, skipped_why=""
    )
    now = planning.state_of(post, variant, MONDAY)
    then = planning.state_of(post, variant, MONDAY + timedelta(minutes=later))
    assert (now is PostState.PUBLISHED) == published
    assert (now is PostState.CANCELLED) == (cancelled and not published)
    assert (now is PostState.SKIPPED) == (skipped and not cancelled and not published)
    assert now not in planning.LATE or stage is Stage.SCHEDULED
    if now is PostState.SCHEDULED or now in planning.LATE:
        order = (PostState.SCHEDULED, PostState.BY_HAND, PostState.MISSED)
        assert order.index(now) <= order.index(then)
        assert (now is PostState.MISSED) == (due + timedelta(hours=2) < MONDAY)
    else:
        assert then is now


@pytest.mark.database
def test_of_four_people_who_note_the_same_link_at_once_one_succeeds(
    database: Database, engine_kind: str
) -> None:
    with database.transaction() as session:
        officer = people.actor(session, people.place(session), Role.COMMUNICATIONS)
        campaign = made.campaign(session, officer)
        variants = [made.variant(session, made.post(session, officer, campaign.id)).id for _ in range(4)]
    together = Barrier(len(variants))

    def note(variant_id: UUID) -> str:
        together.wait()
        try:
            with database.transaction() as session:
                planning.mark_published(session, officer, variant_id, REEL)
        except Conflict:
            return "refused"
        return "noted"

    with ThreadPoolExecutor(len(variants)) as pool:
        assert sorted(pool.map(note, variants)) == ["noted", "refused", "refused", "refused"]


def test_a_late_refusal_leaves_no_post_behind(database: Database) -> None:
    with database.transaction() as session:
        officer = people.actor(session, people.place(session), Role.COMMUNICATIONS)
        campaign = made.campaign(session, officer)
    with pytest.raises(InvalidInput), database.transaction() as session:
        made.post(session, officer, campaign.id, title="Bonne")
        made.post(session, officer, campaign.id, title="Mauvaise", day=date(2019, 1, 1))
    with database.snapshot() as session:
        assert planning.posts(session, officer.consortium_id) == []


def test_a_post_is_on_the_account_that_its_link_names_else_on_the_only_own_one(
    session: Session, officer: Actor, campaign: Campaign
) -> None:
    post = made.post(session, officer, campaign.id, Channel.TIKTOK, Channel.INSTAGRAM)
    found = {one.network: one for one in session.scalars(select(Variant).where(Variant.post_id == post.id))}
    tiktok, instagram = found[Channel.TIKTOK], found[Channel.INSTAGRAM]
    theirs = accounts.add(session, officer, Channel.TIKTOK, "quelqu.un")
    planning.mark_published(
        session, officer, tiktok.id, "https://www.tiktok.com/@quai.neuf/video/7301234567890123451"
    )
    planning.mark_published(session, officer, instagram.id, REEL)
    assert (tiktok.account_id, instagram.account_id) == (None, None)
    ours = accounts.add(session, officer, Channel.TIKTOK, "@quai.neuf")
    only = accounts.add(session, officer, Channel.INSTAGRAM, "trois.rives")
    assert (tiktok.account_id, instagram.account_id) == (ours.id, only.id)
    planning.correct_link(
        session, officer, tiktok.id, "https://www.tiktok.com/@quelqu.un/video/7301234567890123452"
    )
    assert tiktok.account_id == theirs.id
    accounts.add(session, officer, Channel.INSTAGRAM, "autres.rives")
    planning.correct_link(session, officer, instagram.id, "https://www.instagram.com/p/AAAAAAA/")
    assert instagram.account_id == only.id
