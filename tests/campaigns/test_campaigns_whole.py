"""Campaigns whole: budget to the cent, targets, phases, two writers, status, the same again later."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.wiring import wire
from campaigns import needs, planning
from campaigns.actions import acts, listing
from campaigns.campaign import budget, copying, editing, holding, phases, progress, whole
from campaigns.campaign.budget import Budget, Purchase
from campaigns.campaign.editing import Said
from campaigns.campaign.whole import PhaseRow, Targets, Whole
from campaigns.models import Campaign, CampaignStatus, HoursKind, Placement, Post, Stage, Variant
from campaigns.planning import Phase
from core import clock
from core.errors import Conflict, Forbidden, InvalidInput
from core.people import Actor, Consortium, Role, structures
from core.territory import Audience, Channel, Need
from tests.factories import actions as actions_made
from tests.factories import campaigns as links_made
from tests.factories import people
from tests.factories import planning as made

PARIS = "Europe/Paris"
EXAMPLE = Budget(
    {
        HoursKind.PREPARATION: Decimal(420),
        HoursKind.PRESENCE: Decimal(1200),
        HoursKind.MEETINGS: Decimal(200),
    },
    Decimal("28.50"),
    Decimal(30),
    (Purchase("Ordinateur et téléphone", Decimal("1158.80")),),
)
"""28,50 € × 1 820 h, 30 % on top, 1 158,80 € of purchases: the field's own example."""


@pytest.fixture(autouse=True)
def _clock() -> object:
    made.landing_pages()
    with time_machine.travel("2026-11-23T10:00:00+00:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def officer(session: Session) -> Actor:
    return people.actor(session, people.place(session), Role.COMMUNICATIONS)


@pytest.fixture
def campaign(session: Session, officer: Actor) -> Campaign:
    return made.campaign(session, officer)


def read(session: Session, campaign: Campaign) -> Whole:
    session.expire_all()
    return whole.whole(session, campaign.consortium_id, campaign.id)


def said(one: Whole, **change: Any) -> Said:
    """What the campaign says now, but for the change."""
    now = Said(
        one.name,
        one.goal,
        one.needs,
        one.audience,
        one.starts_on,
        one.ends_on,
        list(one.zones),
        list(one.structures),
        one.targets,
        one.hypothesis,
        one.learnt,
    )
    return replace(now, **change)


def test_the_example_of_the_field_comes_out_to_the_cent() -> None:
    assert EXAMPLE.all_hours == Decimal(1820)
    assert (EXAMPLE.work, EXAMPLE.running, EXAMPLE.bought) == (
        Decimal("51870.00"),
        Decimal("15561.00"),
        Decimal("1158.80"),
    )
    assert EXAMPLE.total == Decimal("68589.80")
    assert budget.money(EXAMPLE.total).replace("\u202f", " ").replace("\u00a0", " ") == "68 589,80 €"


@pytest.mark.database
def test_the_example_is_the_same_once_it_was_stored(
    session: Session, officer: Actor, campaign: Campaign, engine_kind: str
) -> None:
    editing.set_budget(session, officer, campaign.id, 1, EXAMPLE)
    stored = read(session, campaign).budget
    assert stored == EXAMPLE
    assert stored.total == Decimal("68589.80")


CENTS = st.decimals(0, 1_000, places=2)


@given(st.lists(CENTS, max_size=3), CENTS, st.decimals(0, 100, places=2), st.lists(CENTS, max_size=5))
def test_a_sum_is_the_sum_of_its_cents(
    hours: list[Decimal], cost: Decimal, rate: Decimal, amounts: list[Decimal]
) -> None:
    """Counted again in whole cents, without decimals; a half cent goes up."""
    wanted = Budget(
        dict(zip(HoursKind, hours, strict=False)), cost, rate, [Purchase("x", one) for one in amounts]
    )
    hundredths = sum(int(one * 100) for one in hours) * int(cost * 100)
    work = (hundredths + 50) // 100
    running = (work * int(rate * 100) + 5000) // 10_000
    assert wanted.total == Decimal(work + running + sum(int(one * 100) for one in amounts)) / 100


def test_a_cost_that_nobody_said_makes_the_sum_unknown_and_not_smaller() -> None:
    unsaid = replace(EXAMPLE, hourly_cost=None)
    assert (unsaid.work, unsaid.running, unsaid.total) == (None, None, None)
    assert budget.money(unsaid.total) == "–"
    assert replace(EXAMPLE, overhead=None).total == Decimal("53028.80")
    assert Budget().total == Decimal("0.00")
    assert not Budget().told


def test_so_far_counts_held_hours_at_the_same_prices_and_says_how_many_are_unsaid() -> None:
    bought = (Purchase("Flyers", Decimal("320.50"), date(2026, 10, 12)), Purchase("Barnum", Decimal(900)))
    so_far = budget.spent(replace(EXAMPLE, purchases=bought), [Decimal("13.50"), None, Decimal(8)])
    assert (so_far.hours, so_far.unsaid) == (Decimal("21.50"), 1)
    assert so_far.total == Decimal("612.75") + Decimal("183.83") + Decimal("320.50")


@pytest.mark.parametrize(
    ("written", "amount"),
    [("1 158,80 €", "1158.80"), ("1\u202f158,8", "1158.80"), ("320.50", "320.50"), ("7", "7.00")],
)
def test_amounts_are_read_as_people_write_them(written: str, amount: str) -> None:
    assert budget.amount_of(written) == Decimal(amount)


@pytest.mark.parametrize("written", ["", "12,345", "-3", "1e3", "beaucoup", "9" * 13, "٣٢"])
def test_what_is_no_amount_is_refused(written: str) -> None:
    with pytest.raises(InvalidInput):
        budget.amount_of(written)


def test_purchases_are_written_as_they_are_read() -> None:
    text = "Flyers A5 ; 320,50 ; 12/10/2026\nBarnum ; 900,00"
    assert budget.written(budget.purchases_of(text)) == text
    with pytest.raises(InvalidInput, match="ligne 2"):
        budget.purchases_of("Flyers ; 3\nBarnum")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"hourly_cost": Decimal(-1)}, "hourly_cost"),
        ({"overhead": Decimal(101)}, "overhead"),
        ({"hours": {HoursKind.PRESENCE: Decimal("0.001")}}, "presence"),
        ({"purchases": [Purchase(" ", Decimal(1))]}, "purchases"),
        ({"purchases": [Purchase("x", Decimal(1))] * 101}, "purchases"),
    ],
)
def test_absurd_money_is_refused(
    session: Session, officer: Actor, campaign: Campaign, change: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        editing.set_budget(session, officer, campaign.id, 1, replace(EXAMPLE, **change))
    assert refused.value.field == field


@pytest.mark.database
def test_a_campaign_says_everything_it_aims_at(
    session: Session, officer: Actor, campaign: Campaign, engine_kind: str
) -> None:
    wanted = said(
        read(session, campaign),
        needs=(Need.LICENCE, Need.MONEY, Need.HEALTH),
        targets=Targets(60, None, 0),
        hypothesis="Le samedi, on voit d'autres jeunes.",
    )
    editing.edit(session, officer, campaign.id, 1, wanted)
    one = read(session, campaign)
    assert one.needs == (Need.LICENCE, Need.HEALTH, Need.MONEY)
    assert (one.targets, one.revision) == (Targets(60, None, 0), 2)
    editing.learn(session, officer, campaign.id, 2, "Le samedi, les mêmes, avec leurs amis.")
    assert read(session, campaign).learnt.startswith("Le samedi")


def test_the_second_of_two_writers_is_told_and_loses_nothing(
    session: Session, officer: Actor, campaign: Campaign
) -> None:
    seen = read(session, campaign)
    first = said(seen, goal="Vingt contacts")
    second = said(seen, audience=Audience.RELATIVES)
    editing.edit(session, officer, campaign.id, seen.revision, first)
    late: tuple[Callable[[], object], ...] = (
        lambda: editing.edit(session, officer, campaign.id, seen.revision, second),
        lambda: editing.set_budget(session, officer, campaign.id, seen.revision, EXAMPLE),
        lambda: editing.set_phases(session, officer, campaign.id, seen.revision, []),
        lambda: editing.learn(session, officer, campaign.id, seen.revision, "rien"),
    )
    for act in late:
        with pytest.raises(Conflict, match="Rien n’est perdu"):
            act()
    assert read(session, campaign).goal == "Vingt contacts"
    assert not read(session, campaign).budget.told


def test_a_name_that_is_taken_is_refused_its_own_is_not(
    session: Session, officer: Actor, campaign: Campaign
) -> None:
    made.campaign(session, officer, "Bouger le samedi")
    now = read(session, campaign)
    editing.edit(session, officer, campaign.id, 1, said(now, name=now.name.upper()))
    with pytest.raises(Conflict, match="déjà ce nom"):
        editing.edit(session, officer, campaign.id, 2, said(now, name="bouger LE samedi"))


def test_phases_stay_within_the_campaign(session: Session, officer: Actor, campaign: Campaign) -> None:
    text = "Rentrée ; 01/09/2026 ; 15/10/2026\nHiver ; 1er nov. 2026 ; 31/12/2026"
    editing.set_phases(session, officer, campaign.id, 1, phases.phases_of(text))
    one = read(session, campaign)
    assert [row.name for row in one.phases] == ["Rentrée", "Hiver"]
    assert phases.phases_of(phases.written(one.phases)) == list(one.phases)
    for wrong in (
        PhaseRow("À l'envers", date(2026, 10, 2), date(2026, 10, 1)),
        PhaseRow("Trop tôt", date(2026, 8, 31), date(2026, 10, 1)),
        PhaseRow("Trop tard", date(2026, 12, 1), date(2027, 1, 1)),
        PhaseRow(" ", date(2026, 12, 1), date(2026, 12, 2)),
    ):
        with pytest.raises(InvalidInput):
            editing.set_phases(session, officer, campaign.id, 2, [wrong])
    with pytest.raises(InvalidInput, match="sort de la campagne"):
        editing.edit(session, officer, campaign.id, 2, said(one, ends_on=date(2026, 12, 30)))


def test_what_people_say_of_a_campaign_goes_before_its_days(
    session: Session, officer: Actor, campaign: Campaign
) -> None:
    def phase() -> Phase:
        (row,) = planning.campaigns(session, officer.consortium_id)
        return row.phase(date(2026, 11, 23))

    assert phase() is Phase.RUNNING
    editing.set_status(session, officer, campaign.id, CampaignStatus.OVER)
    assert phase() is Phase.OVER
    editing.set_status(session, officer, campaign.id, CampaignStatus.ARCHIVED)
    assert phase() is Phase.ARCHIVED
    with pytest.raises(Conflict, match="archivée"):
        editing.set_status(session, officer, campaign.id, CampaignStatus.RUNNING)
    editing.set_status(session, officer, campaign.id, CampaignStatus.OVER)
    editing.set_status(session, officer, campaign.id, CampaignStatus.OVER)
    editing.set_status(session, officer, campaign.id, CampaignStatus.RUNNING)
    assert phase() is Phase.RUNNING


@pytest.mark.database
def test_progress_counts_dates_scans_and_contacts_and_leaves_unknown_what_nobody_can_know(
    session: Session, officer: Actor, campaign: Campaign, engine_kind: str
) -> None:
    def now() -> progress.Progress:
        return progress.progress(session, officer.consortium_id, read(session, campaign), PARIS)

    needs.provide_contacts(lambda _session, _consortium, _campaign: 7)
    assert (now().held, now().scans, now().contacts) == (0, None, None), "no code: nothing can be known"
    placed = made.poster(session, officer, campaign.id)
    assert (now().scans, now().contacts) == (0, 7)
    link, _code = links_made.link(session, officer.consortium_id)
    yesterday = actions_made.DAY - timedelta(days=3)
    for link_id in (placed.link, placed.link, link):
        links_made.scan(session, link_id, at=time_of(yesterday))
    for number in range(3):
        action = actions_made.action(
            session,
            officer,
            campaign.id,
            slot=actions_made.slot(yesterday - timedelta(days=number)),
            hours=Decimal("4.5") if number else None,
        )
        if number < 2:
            acts.hold(session, officer, action.id)
        else:
            acts.cancel(session, officer, action.id, "pluie")
    found = now()
    assert (found.held, found.coming, found.cancelled, found.scans) == (2, 0, 1, 2)
    assert (found.spent.hours, found.spent.unsaid) == (Decimal("4.50"), 1)
    needs.provide_contacts(None)
    assert now().contacts is None


def time_of(day: date) -> Any:
    return clock.planned(day, time(15), PARIS)


def test_the_contacts_of_a_campaign_are_counted_above(
    session: Session, officer: Actor, campaign: Campaign
) -> None:
    wire()
    made.poster(session, officer, campaign.id)
    one = read(session, campaign)
    assert progress.progress(session, officer.consortium_id, one, PARIS).contacts == 0


def test_the_period_passes_day_by_day() -> None:
    first, last = date(2026, 11, 1), date(2026, 11, 10)
    days = [progress.elapsed(first, last, first + timedelta(days=number)) for number in (-2, 0, 4, 9, 30)]
    assert days == [0, 1, 5, 10, 10]


@pytest.mark.database
def test_the_same_again_a_year_later_has_all_but_codes_and_what_was_learnt(
    session: Session, officer: Actor, campaign: Campaign, engine_kind: str
) -> None:
    wanted = said(
        read(session, campaign),
        needs=(Need.LICENCE, Need.MONEY),
        targets=Targets(60, 800, 40),
        hypothesis="Le samedi.",
        learnt="Oui.",
    )
    editing.edit(session, officer, campaign.id, 1, wanted)
    paid = replace(EXAMPLE, purchases=(Purchase("Flyers", Decimal(300), date(2026, 10, 1)),))
    editing.set_budget(session, officer, campaign.id, 2, paid)
    autumn = PhaseRow("Automne", date(2026, 9, 1), date(2026, 10, 31))
    editing.set_phases(session, officer, campaign.id, 3, [autumn])
    made.post(session, officer, campaign.id)
    made.poster(session, officer, campaign.id)
    van = actions_made.action(session, officer, campaign.id, hours=Decimal(4))
    acts.cancel(session, officer, actions_made.action(session, officer, campaign.id).id, "pluie")
    shift = timedelta(weeks=52)
    copy = copying.duplicate(
        session, officer, campaign.id, "Permis 2027", campaign.starts_on + shift, with_actions=True
    )
    old, new = read(session, campaign), read(session, copy)
    assert (new.status, new.ends_on - old.ends_on) == (CampaignStatus.DRAFT, shift)
    assert (new.needs, new.targets, new.hypothesis, new.learnt) == (
        old.needs,
        old.targets,
        "Le samedi.",
        "",
    )
    assert new.budget == replace(paid, purchases=(Purchase("Flyers", Decimal("300.00")),))
    assert [row.starts_on for row in new.phases] == [autumn.starts_on + shift]
    (post,) = session.scalars(select(Post).where(Post.campaign_id == copy.id))
    assert (post.stage, post.due_wall, post.title) == (Stage.DRAFT, "2027-11-24T18:00", "Le code, on t'aide")
    (variant,) = session.scalars(select(Variant).where(Variant.post_id == post.id))
    assert (variant.published_at, variant.published_url) == (None, None)
    (action,) = listing.actions(session, officer.consortium_id, campaign_id=copy.id)
    assert (action.starts_wall, action.state.value) == ("2027-11-24T14:00", "planned")
    assert action.hours == Decimal(4)
    assert action.id != van.id
    assert session.scalars(select(Placement).where(Placement.campaign_id == copy.id)).all() == []


def test_a_copy_whose_hour_would_not_exist_says_so_and_is_not_made(
    session: Session, officer: Actor, campaign: Campaign
) -> None:
    made.post(session, officer, campaign.id, day=date(2026, 11, 25), wall=time(2, 30))
    onto = campaign.starts_on + (date(2027, 3, 28) - date(2026, 11, 25))
    with pytest.raises(InvalidInput, match="Choisissez un autre début"), session.begin_nested():
        copying.duplicate(session, officer, campaign.id, "Au printemps", onto)
    assert len(planning.campaigns(session, officer.consortium_id)) == 1


def test_only_those_who_plan_change_a_campaign(session: Session, campaign: Campaign) -> None:
    place = people.Place(*people_of(session, campaign))
    counsellor = people.actor(session, place, Role.COUNSELLOR)
    with pytest.raises(Forbidden):
        editing.set_status(session, counsellor, campaign.id, CampaignStatus.OVER)
    with pytest.raises(Forbidden):
        copying.duplicate(session, counsellor, campaign.id, "Copie", date(2027, 1, 1))


def people_of(session: Session, campaign: Campaign) -> Any:
    consortium = session.get_one(Consortium, campaign.consortium_id)
    return consortium, *structures(session, consortium.id)


def test_a_new_campaign_has_as_many_needs_as_were_chosen(session: Session, officer: Actor) -> None:
    made_now = planning.create_campaign(
        session,
        officer,
        "Un toit et un permis",
        goal="",
        need=Need.HOUSING,
        audience=Audience.YOUNG,
        starts_on=date(2026, 11, 1),
        ends_on=date(2026, 12, 1),
        more_needs=[Need.LICENCE, Need.HOUSING, Need.MONEY, Need.LICENCE],
    )
    assert read(session, made_now).needs == (Need.HOUSING, Need.LICENCE, Need.MONEY)


def test_an_archived_campaign_is_offered_to_nothing_new(session: Session, officer: Actor) -> None:
    shelved, running = made.campaign(session, officer), made.campaign(session, officer, "Bouger")
    editing.set_status(session, officer, shelved.id, CampaignStatus.ARCHIVED)
    rows = planning.campaigns(session, officer.consortium_id)
    assert {row.id for row in rows} == {shelved.id, running.id}
    assert [row.id for row in planning.open_ones(rows)] == [running.id]


def test_what_a_campaign_holds_begins_with_what_asks_for_something(
    session: Session, officer: Actor, campaign: Campaign
) -> None:
    other = made.campaign(session, officer, "Bouger")
    made.post(session, officer, other.id, title="Ailleurs")
    made.post(session, officer, campaign.id, title="Plus tard", day=date(2026, 12, 5))
    networks = (Channel.INSTAGRAM, Channel.TIKTOK)
    late = made.post(session, officer, campaign.id, *networks, title="En retard", day=date(2026, 11, 20))
    actions_made.action(session, officer, campaign.id, place="Bientôt")
    placed = made.poster(session, officer, campaign.id)
    retired = made.poster(session, officer, campaign.id, place="Gare")
    for _turn in range(3):
        links_made.scan(session, placed.link, clock.now())
    retired.link.retired_at = clock.now()
    session.flush()
    found = holding.holding(session, officer.consortium_id, campaign.id, PARIS)
    assert [(one.row.title, len(one.networks)) for one in found.posts] == [("En retard", 2), ("Plus tard", 1)]
    assert found.posts[0].row.post_id == late.id
    assert [one.place for one in found.actions] == ["Bientôt"]
    assert [(one.what, one.scans, one.retired) for one in found.codes] == [
        ("Piscine des Tilleuls", 3, False),
        ("Gare", 0, True),
    ]
