"""Readings of one consortium hold nothing of another one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import insert
from sqlalchemy.orm import Session

from ambassadors import agreements, coming, roster
from ambassadors.ages import today
from ambassadors.models import Ambassador
from app.people import staff
from campaigns import (
    accounts,
    codes,
    destinations,
    editing,
    links,
    placements,
    placing,
    planning,
    posts,
    prescribers,
    register,
    rollups,
    rounds,
    stages,
    visits,
)
from campaigns import listing as campaigns_listing
from campaigns import needs as campaigns_needs
from campaigns import typed as campaigns_typed
from campaigns.actions import draws, progress
from campaigns.actions import listing as actions_listed
from campaigns.actions import planning as action_planning
from campaigns.actions import series as action_series
from campaigns.actions import typed as action_typed
from campaigns.calendar import days, items, sources
from campaigns.campaign import holding, whole
from campaigns.campaign import progress as campaign_progress
from campaigns.importing import actions as actions_in
from campaigns.importing import posts as posts_in
from campaigns.media import library
from campaigns.models import Account, Campaign, CampaignStructure, UnknownCode
from campaigns.prints import asking
from campaigns.prints.asking import Wish
from campaigns.prints.kit import Template
from campaigns.repeating import patterns, slots
from campaigns.scan_tables import VISITORS
from campaigns.writing import endings, history, shared
from connectors.consents import Grant
from contacts import asking as questions
from contacts import (
    delays,
    duplicates,
    escalation,
    hubs,
    intake,
    keeping,
    landing,
    offers,
    origins,
    policy,
    queue,
    routing,
    settling,
    welcome,
)
from contacts.details import Way
from contacts.intake import DeskEntry, DetailKind
from contacts.settling import Hours, Settled
from core import clock, people
from core.database import Database
from core.errors import Conflict, InvalidInput, NotFound
from core.people import Role
from core.territory import Channel
from reach import counters, disclosure, funnel, listing, providers, snapshots, targets
from reach.collecting import credentials, overview, trying, watching
from reach.models import CollectionFailure, Snapshot
from reach.owners import access, spoken
from reach.series import choosing, curves, networks
from reach.series import rollups as metric_rollups
from tests.access import import_calls, matrix, review_calls
from tests.access.flat import flat
from tests.access.world import MARK, REEL, World
from tests.factories import actions as actions_to_test
from tests.factories import ambassadors as ambassadors_to_test
from tests.factories import contacts as contacts_to_test

READINGS = {
    name: row for name, row in matrix.rows(matrix.READINGS).items() if row["another consortium"] == "never"
}
PARIS = "Europe/Paris"
JUNE = datetime(2026, 6, 1, tzinfo=UTC)


def _link(session: Session, world: World) -> int:
    return codes.resolve(session, world.code).id


Read = Callable[[Session, Any, World], object]


def slip(code: str) -> str:
    """The code with another last sign."""
    return code[:-1] + ("A" if code[-1] != "A" else "C")


def destination(session: Session, consortium: Any, _world: World) -> str:
    """Whether a page of the first consortium is one to lead to."""
    try:
        return placing.destination_of(session, consortium, "/bonjour/permis")
    except InvalidInput:
        return "refused"


def taken(session: Session, consortium: Any, _world: World) -> str:
    """Whether the name of the first consortium's campaign is free."""
    try:
        planning.refuse_taken(session, consortium, f"La télé {MARK}")
    except Conflict:
        return "taken"
    return "free"


READS: dict[str, Read] = {
    "campaigns.accounts.behind": lambda s, c, _w: accounts.behind(s, c, Channel.INSTAGRAM, REEL),
    "campaigns.accounts.own": lambda s, c, _w: accounts.own(s, c),
    "campaigns.actions.listing.actions": lambda s, c, _w: actions_listed.actions(s, c),
    "campaigns.actions.listing.action_of": lambda s, c, w: actions_listed.action_of(s, c, w.things.action),
    "campaigns.actions.planning.own_action": lambda s, c, w: action_planning.own_action(
        s, c, w.things.action
    ),
    "campaigns.actions.typed.columns": lambda s, c, w: action_typed.columns(
        s, c, actions_to_test.wanted(place="Gare", structure_id=w.here.club.id)
    ),
    "campaigns.actions.series.own_series": lambda s, c, w: action_series.own_series(s, c, w.things.series),
    "campaigns.actions.series.series_of": lambda s, c, w: action_series.series_of(s, c, w.things.series),
    "campaigns.actions.draws.draws": lambda s, c, w: draws.draws(s, c, w.things.series),
    "campaigns.actions.draws.drawable": lambda s, c, w: draws.drawable(s, c, w.things.series),
    "campaigns.actions.progress.series_rows": lambda s, c, _w: progress.series_rows(s, c),
    "campaigns.campaign.whole.whole": lambda s, c, w: whole.whole(s, c, w.things.campaign),
    "campaigns.campaign.progress.progress": lambda s, c, w: campaign_progress.progress(
        s, c, whole.whole(s, c, w.things.campaign), PARIS
    ),
    "campaigns.campaign.holding.holding": lambda s, c, w: holding.holding(s, c, w.things.campaign, PARIS),
    "campaigns.needs.contacts": lambda s, c, w: campaigns_needs.contacts(s, c, w.things.campaign),
    "campaigns.planning.check_places": lambda s, c, w: planning.check_places(s, c, [], [w.here.club.id]),
    "campaigns.planning.refuse_taken": taken,
    "reach.targets.contacts": lambda s, c, w: targets.contacts(s, c, w.things.campaign),
    "campaigns.calendar.days.place": lambda s, c, _w: days.place(s, c),
    "campaigns.calendar.items.between": lambda s, c, _w: items.between(
        s, c, today() - timedelta(days=9), today() + timedelta(days=9)
    ),
    "campaigns.calendar.items.everything": lambda s, c, _w: items.everything(s, c),
    "campaigns.calendar.sources.actions": lambda s, c, _w: list(sources.actions(s, c, None, clock.now(), {})),
    "campaigns.calendar.sources.posts": lambda s, c, _w: list(sources.posts(s, c, None, clock.now(), {})),
    "campaigns.calendar.sources.taking_part": lambda s, c, _w: list(sources.taking_part(s, c)),
    "campaigns.codes.resolve": lambda s, c, w: codes.resolve(s, w.code, c),
    "campaigns.codes.suggestions": lambda s, c, w: codes.suggestions(s, slip(w.code), c),
    "campaigns.destinations.history": lambda s, c, w: destinations.history(s, c, _link(s, w)),
    "campaigns.destinations.known_hosts": lambda s, c, _w: destinations.known_hosts(s, c),
    "campaigns.destinations.stranger": lambda s, c, _w: destinations.stranger(
        s, c, "https://marque.example/"
    ),
    "campaigns.editing.sheet": lambda s, c, w: editing.sheet(s, c, w.things.post),
    "campaigns.writing.endings.own_signature": lambda s, c, w: endings.own_signature(
        s, c, w.things.signature
    ),
    "campaigns.writing.shared.sets": lambda s, c, w: shared.sets(s, c, w.things.campaign),
    "campaigns.writing.shared.signatures": lambda s, c, _w: shared.signatures(s, c),
    "campaigns.writing.history.of_post": lambda s, c, w: history.of_post(s, c, w.things.post),
    "campaigns.links.aliases": lambda s, c, w: links.aliases(s, c, _link(s, w)),
    "campaigns.needs.coming": lambda s, c, _w: campaigns_needs.coming(s, c, None),
    "campaigns.needs.landing_choices": lambda s, c, _w: campaigns_needs.landing_choices(s, c),
    "campaigns.prescribers.rows": lambda s, c, _w: prescribers.rows(s, c),
    "campaigns.prescribers.names": lambda s, c, _w: prescribers.names(s, c),
    "campaigns.placements.rows": lambda s, c, _w: placements.rows(s, c),
    "campaigns.listing.links": lambda s, c, _w: campaigns_listing.links(s, c, PARIS),
    "campaigns.listing.misprints": lambda s, c, _w: campaigns_listing.misprints(s, c, today()),
    "campaigns.placing.check_here": lambda s, c, w: placing.check_here(s, c, w.things.zone, None),
    "campaigns.placing.destination_of": destination,
    "campaigns.planning.campaigns": lambda s, c, _w: planning.campaigns(s, c),
    "campaigns.planning.campaign_of": lambda s, c, w: planning.campaign_of(s, c, w.things.campaign),
    "campaigns.prints.asking.of_placements": lambda s, c, w: asking.of_placements(
        s, c, [w.things.placement], Wish(Template.STICKER)
    ),
    "campaigns.posts.posts": lambda s, c, _w: posts.posts(s, c),
    **review_calls.READS,
    **import_calls.READS,
    "campaigns.register.entries": lambda s, c, _w: register.entries(s, c, PARIS),
    "campaigns.rollups.counts": lambda s, c, _w: rollups.counts(s, c, None, None, PARIS),
    "campaigns.rollups.daily_counts": lambda s, c, _w: rollups.daily_counts(s, c, None, None, PARIS),
    "campaigns.rollups.kinds": lambda s, c, _w: rollups.kinds(s, c),
    "campaigns.rollups.visitors": lambda s, c, w: rollups.visitors(s, c, None, None, link_id=_link(s, w)),
    "campaigns.rollups.week": lambda s, c, _w: rollups.week(s, c, None, None, PARIS),
    "campaigns.rounds.listed": lambda s, c, _w: rounds.listed(s, c),
    "campaigns.typed.own_campaign": lambda s, c, w: campaigns_typed.own_campaign(s, c, w.things.campaign),
    "campaigns.visits.last": lambda s, c, _w: visits.last(s, c),
    "campaigns.importing.posts.written": lambda s, c, _w: posts_in.written(s, c),
    "campaigns.importing.actions.written": lambda s, c, _w: actions_in.written(s, c),
    "campaigns.repeating.patterns.templates": lambda s, c, _w: patterns.templates(s, c),
    "campaigns.repeating.patterns.template_of": lambda s, c, w: patterns.template_of(s, c, w.things.template),
    "campaigns.repeating.slots.slots": lambda s, c, _w: slots.slots(s, c),
    "campaigns.repeating.slots.next_free": lambda s, c, _w: slots.next_free(
        s, c, [Channel.TIKTOK], "Europe/Paris"
    ),
    "campaigns.media.library.library": lambda s, c, _w: library.library(s, c),
    "campaigns.media.library.media_of": lambda s, c, w: library.media_of(s, c, w.things.media),
    "campaigns.visits.of_placement": lambda s, c, w: visits.of_placement(s, c, w.things.placement),
    "ambassadors.agreements.refresh_all": lambda s, c, _w: agreements.refresh_all(s, c),
    "ambassadors.coming.agreements_ending": lambda s, c, _w: coming.agreements_ending(s, c, None),
    "ambassadors.agreements.overdue": lambda s, c, _w: agreements.overdue(s, c),
    "ambassadors.roster.owners": lambda s, c, _w: roster.owners(s, c),
    "contacts.landing.pages": lambda s, c, _w: landing.pages(s, c),
    "contacts.landing.open_pages": lambda s, c, _w: landing.open_pages(s, c),
    "contacts.landing.own_zone": lambda s, c, w: landing.own_zone(s, c, w.things.zone),
    "contacts.hubs.hubs": lambda s, c, _w: hubs.hubs(s, c),
    "contacts.hubs.open_hubs": lambda s, c, _w: hubs.open_hubs(s, c),
    "contacts.settling.settled": lambda s, c, _w: settling.settled(s, c),
    "contacts.settling.referents": lambda s, c, _w: list(settling.referents(s, c)),
    "contacts.settling.notice_kinds": lambda s, c, _w: settling.notice_kinds(s, c),
    "contacts.settling.hours_of": lambda s, c, _w: settling.hours_of(s, c),
    "contacts.routing.referent_of": lambda s, c, _w: routing.referent_of(s, c),
    "contacts.routing.places": lambda s, c, w: routing.places(s, w.things.waiting, c),
    "contacts.routing.suggested": lambda s, c, _w: routing.suggested(s, contacts_to_test.youngest_id(s), c),
    "contacts.routing.nobody_there": lambda s, c, _w: routing.nobody_there(s, c),
    "contacts.escalation.escalate": lambda s, c, _w: escalation.escalate(s, c),
    "contacts.escalation.pending": lambda s, c, _w: escalation.pending(s, c),
    "contacts.escalation.addresses": lambda s, c, _w: escalation.addresses(s, c),
    "contacts.policy.of": lambda s, c, _w: policy.of(s, c).danger,
    "contacts.policy.danger": lambda s, c, _w: policy.danger(s, c),
    "contacts.welcome.frame": lambda s, c, _w: welcome.frame(s, c)["danger"],
    "contacts.welcome.code_shown": lambda s, c, w: welcome.code_shown(s, c, w.code),
    "contacts.landing.for_relatives": lambda s, c, _w: landing.for_relatives(s, c),
    "contacts.landing.choices": lambda s, c, _w: landing.choices(s, c),
    "contacts.duplicates.hashes": lambda s, c, _w: duplicates.hashes(s, c, Way(DetailKind.EMAIL, "a@b.fr")),
    "contacts.keeping.last_night": lambda s, c, _w: keeping.last_night(s, c),
    "contacts.policy.campaign_year": lambda s, c, _w: policy.campaign_year(s, c, JUNE),
    "contacts.policy.kept_for": lambda s, c, _w: policy.kept_for(s, c),
    "contacts.asking.control": lambda s, c, _w: questions.control(s, c),
    "contacts.origins.told_apart": lambda s, c, _w: origins.told_apart(s, c),
    "contacts.offers.open_offers": lambda s, c, _w: offers.open_offers(s, c, None, today()),
    "contacts.offers.listed": lambda s, c, _w: offers.listed(s, c),
    "contacts.origins.counted": lambda s, c, _w: origins.counted(s, c),
    "contacts.origins.aside": lambda s, c, _w: origins.aside(s, c),
    "contacts.queue.waiting": lambda s, c, _w: queue.waiting(s, c),
    "contacts.queue.find": lambda s, c, w: queue.find(s, c, w.things.waiting),
    "contacts.delays.measured": lambda s, c, _w: delays.measured(s, c),
    "contacts.delays.waits": lambda s, c, _w: delays.waits(s, c),
    "contacts.queue.last_delay": lambda s, c, _w: queue.last_delay(s, c),
    "contacts.queue.usual_delay": lambda s, c, _w: queue.usual_delay(s, c),
    "reach.counters.sums": lambda s, c, _w: counters.sums(s, c),
    "reach.series.networks.of_this_week": lambda s, c, _w: networks.of_this_week(s, c),
    "reach.collecting.overview.networks": lambda s, c, _w: [
        (one.network, one.watched, one.connected) for one in overview.networks(s, c)
    ],
    "reach.collecting.trying.subject": lambda s, c, _w: trying.subject(s, c, "instagram").address,
    "reach.series.choosing.choices": lambda s, c, _w: choosing.choices(s, c, posts=True, search=""),
    "reach.counters.board": lambda s, c, _w: counters.board(s, c),
    "reach.disclosure.brought": lambda s, c, _w: disclosure.brought(
        s, c, range(1000), today() + timedelta(days=1)
    ),
    "reach.funnel.rows": lambda s, c, _w: funnel.rows(s, c, timezone=PARIS),
    "reach.funnel.read": lambda s, c, _w: funnel.read(s, c, timezone=PARIS),
    "reach.providers.switched_on": lambda s, c, _w: providers.switched_on(s, "instagram/instaloader", c),
    "reach.providers.allowed": lambda s, c, _w: providers.allowed(s, c),
    "reach.providers.standings": lambda s, c, _w: providers.standings(s, c),
    "reach.listing.rows": lambda s, c, _w: listing.rows(s, c, None, None, None),
    "reach.snapshots.latest": lambda s, c, _w: snapshots.latest(s, c),
    "reach.collecting.credentials.connected": lambda s, c, _w: credentials.connected(s, c),
    "reach.collecting.credentials.exists": lambda s, c, _w: credentials.exists(s, c, "youtube"),
    "reach.collecting.credentials.opened": lambda s, c, _w: credentials.opened(s, c, "youtube"),
    "reach.collecting.credentials.application": lambda s, c, _w: credentials.application(s, c, "tiktok"),
    "reach.owners.access.to_reconnect": lambda s, c, _w: access.to_reconnect(s, c),
    "reach.owners.access.speaking": lambda s, c, _w: access.speaking(s, c, "tiktok"),
    "reach.owners.access.accounts": lambda s, c, _w: access.accounts(s, c),
    "reach.owners.spoken.watches": lambda s, c, _w: spoken.watches(s, c, "tiktok"),
    "reach.collecting.watching.able": lambda s, c, _w: watching.able(s, c, "instagram"),
    "reach.collecting.watching.waiting": lambda s, c, _w: list(watching.waiting(s, c).values()),
    "reach.series.curves.of_networks": lambda s, c, _w: curves.of_networks(
        s, c, "account", "followers", today() - timedelta(days=9), today()
    ),
    "reach.series.networks.sums": lambda s, c, _w: [
        {**row, "consortium_id": ""} for row in networks.sums(s, c)
    ],
    "reach.snapshots.failures": lambda s, c, _w: snapshots.failures(s, c),
    "app.people.staff.listed": lambda s, c, _w: staff.listed(s, c),
}


def fill(session: Session, world: World) -> None:
    """What the world lacks for every reading to have something to say."""
    here = world.here.consortium.id
    officer = world.actors["own", Role.COMMUNICATIONS]
    slots.set_slots(session, officer, Channel.TIKTOK, [slots.Slot(0, time(18))])
    session.add(UnknownCode(text=codes.fold(slip(world.code)), day=today(), times=3))
    providers.switch(session, world.actors["own", Role.ADMINISTRATOR], "instagram/instaloader", on=True)
    links.set_answers(
        session, agreements.link_ids(session, session.get_one(Ambassador, world.things.ambassador)), False
    )
    contacts_to_test.under_16(session, landing.by_slug(session, "permis"))
    settle(session, world)
    coordinator = world.actors["own", Role.COORDINATOR]
    days.set_place(session, coordinator, days.Territory.ALSACE, days.SchoolZone.B)
    session.add(CampaignStructure(campaign_id=world.things.campaign, structure_id=world.here.club.id))
    ambassadors_to_test.with_guardian(session, coordinator, ambassadors_to_test.minor(session, coordinator))
    (account,) = accounts.own(session, here)
    at = {"consortium_id": here, "account_id": account.id, "at": clock.now()}
    session.add(
        Snapshot(
            **at,
            measure="followers",
            value=12,
            state="ok",
            exactness="exact",
            provider="instagram/instaloader",
            provider_version="1",
        )
    )
    session.flush()
    metric_rollups.rebuild_target(session, metric_rollups.Of(here, account.id, None, "instagram"))
    import_calls.fill(session, world)
    networks.week_of_networks(session, here)
    credentials.save(session, world.actors["own", Role.ADMINISTRATOR], "youtube", {"key": MARK}, None)
    _lose(session, world)
    watching.sync(session, here)
    links.rename(session, world.actors["own", Role.COORDINATOR], _link(session, world))
    destinations.set_known_hosts(session, world.actors["own", Role.COORDINATOR], ["marque.example"])
    session.execute(insert(VISITORS).values(link_id=_link(session, world), day=today(), visitors=3))
    session.add(CollectionFailure(**at, error="Gone", provider=f"instagram/{MARK}"))
    entered = DeskEntry(code=world.things.placement_code)
    intake.from_desk(session, world.actors["own", Role.COORDINATOR], entered)
    session.get_one(Campaign, world.things.campaign).name = f"La télé {MARK}"
    session.flush()


def _lose(session: Session, world: World) -> None:
    """An account whose owner has to connect it again."""
    access.keep(session, session.get_one(Account, world.things.asked), Grant("a", 86_400, "r", None))
    row = access.of(session, world.things.asked)
    assert row is not None
    access.lost(row)


def settle(session: Session, world: World) -> None:
    """What the consortium settled about contacts; every structure that answers is closed right now."""
    by = world.actors["own", Role.COORDINATOR]
    settling.settle(session, by, Settled(6, 30, 12, by.user_id))
    settling.set_notices(session, by, "json://exemple.fr")
    stages.settle(session, by, required=True)
    morning = clock.now().astimezone(ZoneInfo(PARIS)).hour < 12
    hours = Hours(22, 23, saturday=False) if morning else Hours(1, 2, saturday=False)
    for home in (world.here.club, world.here.school):
        settling.set_hours(session, by, home.id, hours)


@pytest.mark.parametrize("name", READINGS)
def test_a_reading_holds_nothing_of_another_consortium(
    name: str, world: World, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "FEWEST", 1)

    def read(session: Session, consortium: object) -> str:
        try:
            return flat(READS[name](session, consortium, world))
        except NotFound:
            return "not found"

    with database.snapshot() as session:
        fill(session, world)
        empty = people.create_consortium(session, "Vide").id
        there, fresh = read(session, world.there.consortium.id), read(session, empty)
        here = read(session, world.here.consortium.id)
    assert here != there, "the world holds nothing for this reading: the test would prove nothing"
    assert MARK not in there
    assert not any(str(one) in there for one in vars(world.things).values())
    if name not in {"app.people.staff.listed", "contacts.settling.referents"}:
        assert there == fresh
