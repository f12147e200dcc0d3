"""Two consortia with two structures each, everybody in them, and one of everything in the first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ambassadors import agreements, space
from ambassadors.models import Ambassador
from app.wiring import wire
from campaigns import accounts, outcomes, panels, placements, prescribers, reviews, rounds, visits
from campaigns.models import Account, Code, Link, PanelKind, PlacementKind, Post, Reader, Variant, Verdict
from campaigns.repeating import patterns
from campaigns.reviews import Answer
from campaigns.visits import Seen, Told
from campaigns.writing import history, shared
from connectors.consents import Grant
from contacts import answering, editing, hooks, hubs, landing, offers, policy, queue, receipts, relays
from contacts.languages import Words
from contacts.offers import OfferEntry
from core import audit, clock, people, runs, sessions, territory, tokens
from core.database import Base
from core.people import Actor, Role, Structure
from core.territory import Channel, Need
from reach.collecting import credentials
from reach.owners import access
from reach.owners import links as owners
from tests.factories import actions as actions_to_test
from tests.factories import ambassadors as ambassadors_to_test
from tests.factories import campaigns as links_to_test
from tests.factories import contacts as contacts_to_test
from tests.factories import people as people_to_test
from tests.factories import planning as planning_to_test
from tests.factories import reach as reach_to_test
from tests.factories.people import Place

MARK = "Marque7391"
"""Stands in every name of the first consortium: nobody else may ever read it."""
RECEIVED = "the one-time part of a form"
REEL = "https://www.instagram.com/reel/C9abcdEFGHI/"


@dataclass(frozen=True)
class Things:
    """One of everything that one structure of the first consortium made."""

    campaign: UUID
    action: UUID
    """Planned, begun yesterday."""
    series: UUID
    """Two dates to come, at two places."""
    post: UUID
    draft: UUID
    in_review: UUID
    review_link: UUID
    panel_version: UUID
    panel_session: UUID
    review_token: str
    late_variant: UUID
    published_variant: UUID
    placement: UUID
    placement_code: str
    round: UUID
    media: UUID
    template: UUID
    visit: UUID
    """With a picture."""
    ambassador: UUID
    connected: UUID
    """An account of theirs that they let be read."""
    asked: UUID
    """One of another ambassador, who was asked by a link."""
    consent_token: str
    """Of that link."""
    paused: UUID
    waiting: UUID
    taken: UUID
    answered: UUID
    offered: UUID
    """A hand-over that is asked of that structure."""
    relayed: UUID
    """One that it asked of another."""
    closed: UUID
    zone: UUID
    hub: UUID
    page: UUID
    """A landing page with an Arabic draft."""
    offer: UUID
    prescriber: UUID
    signature: UUID
    hashtags: UUID
    member: str
    """The login of somebody there."""


@dataclass(frozen=True)
class World:
    """Ids and detached rows only: every test has the rows in a copy of the database."""

    here: Place
    there: Place
    actors: dict[tuple[str, Role], Actor]
    """By «own», «other structure», «another consortium», and role."""
    tokens: dict[Role, str]
    """Staff sessions of the «own» actors."""
    phone: str
    """An ambassador's phone session."""
    other_phone: str
    personal_link: str
    """Not yet opened."""
    code: str
    api_token: UUID
    """Of the first consortium's portal."""
    things: Things
    waiting_untouched: UUID
    receipt: str
    """Of that one."""


def build(session: Session) -> World:
    """The world, written in one transaction."""
    wire()
    here, there = people_to_test.place(session, f"Ici {MARK}"), people_to_test.place(session, "Là-bas")
    actors = {
        (where, role): people_to_test.actor(session, place, role, structure)
        for where, place, structure in (
            ("own", here, here.club),
            ("other structure", here, here.school),
            ("another consortium", there, there.club),
        )
        for role in Role
    }
    landing.ensure_defaults(session, here.consortium.id)
    staff = actors["own", Role.COORDINATOR]
    things = _things(session, staff, here)
    own, other = (
        session.get_one(Ambassador, one) for one in (things.ambassador, _another(session, staff).id)
    )
    third = ambassadors_to_test.with_own_agreement(
        session, staff, ambassadors_to_test.adult(session, staff, f"Tao {MARK}")
    )
    accounts.add(session, staff, Channel.INSTAGRAM, MARK.lower())
    link, code = links_to_test.link(session, here.consortium.id)
    reach_to_test.scans(session, link, 3, bots=1, at=clock.now() - timedelta(days=2))
    _a_night(session, here)
    return World(
        here=here,
        there=there,
        actors=actors,
        tokens={
            role: sessions.open_session(session, session.get_one(people.User, actors["own", role].user_id))
            for role in Role
        },
        phone=ambassadors_to_test.phone_session(session, staff, own),
        other_phone=ambassadors_to_test.phone_session(session, staff, other),
        personal_link=space.issue(session, staff, third).rsplit("/", 1)[1],
        code=code.shown,
        api_token=_api_token(session, here),
        things=things,
        waiting_untouched=_request(session, RECEIVED),
        receipt=receipts.of(RECEIVED),
    )


def _a_night(session: Session, where: Place) -> None:
    """The night erased one way to answer there."""
    runs.ask(session, "contacts.erase", "nuit", {}, clock.now())
    audit.record_system(session, "nuit", "contacts.night_overdue", "une demande", where.consortium.id)
    runs.finish(session, "contacts.erase", "nuit", {})
    session.flush()


def _api_token(session: Session, where: Place) -> UUID:
    tokens.add(session, where.consortium.id, f"Portail {MARK}", frozenset(tokens.Scope))
    made = session.scalars(select(tokens.ApiToken.id)).one()
    hooks.open_hook(session, made, "https://portail.exemple.fr/prevenir")
    return made


def _things(session: Session, by: Actor, where: Place) -> Things:
    month = timedelta(days=30)
    campaign = planning_to_test.campaign(
        session, by, f"Permis {MARK}", starts_on=_yesterday() - month, ends_on=_yesterday() + month
    )
    late = planning_to_test.post(session, by, campaign.id, title=f"En retard {MARK}", day=_yesterday())
    online = planning_to_test.post(session, by, campaign.id, title=f"En ligne {MARK}", day=_yesterday())
    published = _variant(session, online.id)
    outcomes.mark_published(session, by, published, REEL)
    placed = _placement(session, by, campaign.id)
    ambassador = _another(session, by, f"Nour {MARK}", f"{MARK.lower()}.n")
    paused = _another(session, by, f"Zoé {MARK}")
    agreements.pause(session, by, paused)
    return Things(
        campaign=campaign.id,
        action=_action(session, by, campaign.id),
        series=_series(session, by, campaign.id),
        post=late.id,
        draft=_draft(session, by, campaign.id),
        **_tried(session, by, late.id),
        **_reviewed(session, by, _draft(session, by, campaign.id, "Relue")),
        late_variant=_variant(session, late.id),
        published_variant=published,
        placement=placed,
        placement_code=_code_of(session, placed),
        template=patterns.keep(session, by, late.id, f"Modèle {MARK}").id,
        media=planning_to_test.picture(session, by, f"Affiche {MARK}").id,
        round=_round(session, by, campaign.id),
        visit=_visit(session, by, placed),
        ambassador=ambassador.id,
        **_owned(session, by, where),
        paused=paused.id,
        waiting=_waiting_in(session, where.club),
        taken=_taken(session, by),
        answered=_answered(session, by),
        offered=_relayed(session, _colleague(session, where), where.club),
        relayed=_relayed(session, by, where.school),
        closed=_closed(session, by),
        zone=territory.add_zone(session, where.consortium.id, "TEST-01", f"Zone {MARK}").id,
        hub=_hub(session, by, campaign.id),
        page=_drafted(session, by),
        offer=offers.add(
            session, by, OfferEntry(where.club.id, Need.LICENCE, f"Code de la route {MARK}", places_left=4)
        ),
        prescriber=prescribers.add(session, by, f"Maison {MARK}", "santé", "/bonjour/permis"),
        signature=_signed(session, by, late),
        hashtags=shared.save_set(session, by, campaign.id, f"Permis {MARK}", f"#permis{MARK}").id,
        member=_member(session, where),
    )


def _tried(session: Session, by: Actor, post: UUID) -> dict[str, Any]:
    """A post that was shown to young people."""
    version = panels.add_version(session, by, PanelKind.POST, f"Essai {MARK}", post_id=post)
    held = panels.add_session(session, by, _yesterday(), f"Salle {MARK}", 6, {version.id: f"Bien {MARK}"})
    return {"panel_version": version.id, "panel_session": held.id}


def _reviewed(session: Session, by: Actor, post: UUID) -> dict[str, Any]:
    """A post in review, its link, and a remark of somebody who holds it."""
    address = reviews.open_link(session, by, [post], f"Club {MARK}", Reader.PARTNER, 7)
    token = address.rpartition("/")[2]
    fine = Answer(Verdict.FINE, 1, f"Bien {MARK}")
    reviews.answered_by_link(session, token, post, fine, None)
    return {
        "in_review": post,
        "review_link": reviews.holder(session, token).id,
        "review_token": token,
    }


def _draft(session: Session, by: Actor, campaign: UUID, title: str = "Brouillon") -> UUID:
    """A post of tomorrow that nobody has read yet."""
    day = _yesterday() + timedelta(days=2)
    return planning_to_test.post(session, by, campaign, title=f"{title} {MARK}", day=day, draft=True).id


def _signed(session: Session, by: Actor, post: Post) -> UUID:
    """A signature, and a post with a change in its history."""
    signature = shared.save_signature(session, by, None, f"On répond jusqu'à 20 h {MARK}")
    history.note(session, post, by, "text", f"Avant {MARK}", post.text)
    return signature.id


def _drafted(session: Session, by: Actor) -> UUID:
    other = landing.by_slug(session, "autre")
    editing.save(session, by, other.id, "fr", Words(f"Autre chose {MARK}", "On cherche avec toi.", ""))
    page = landing.by_slug(session, "permis")
    editing.save(session, by, page.id, "ar", Words(f"عنوان {MARK}", "نص", ""))
    return page.id


def _hub(session: Session, by: Actor, campaign: UUID) -> UUID:
    """The hub of the campaign, and danger numbers of the consortium's own."""
    policy.set_danger(session, by, f"112, 3018 {MARK}")
    return hubs.create(session, by, campaign).id


def _placement(session: Session, by: Actor, campaign: UUID) -> UUID:
    placed = placements.create(
        session,
        by,
        campaign,
        PlacementKind.POSTER,
        Channel.POSTER,
        place=f"Piscine {MARK}",
        destination="/bonjour/permis",
        structure_id=by.structure_id,
    )
    return placed.placement.id


def _code_of(session: Session, placement: UUID) -> str:
    query = select(Code.shown).join(Link, Link.id == Code.link_id).where(Link.placement_id == placement)
    return session.scalars(query).one()


def _action(session: Session, by: Actor, campaign: UUID) -> UUID:
    slot = actions_to_test.slot(_yesterday())
    return actions_to_test.action(session, by, campaign, place=f"Marché {MARK}", slot=slot).id


def _series(session: Session, by: Actor, campaign: UUID) -> UUID:
    soon = _yesterday() + timedelta(days=7)
    text = f"{soon:%d/%m/%Y} Gare {MARK}\n{soon:%d/%m/%Y} Stade {MARK}"
    return actions_to_test.series(session, by, campaign, text, f"Le van {MARK}").id


def _round(session: Session, by: Actor, campaign: UUID) -> UUID:
    rounds.open_link(session, by, campaign, f"Tournée {MARK}", 7)
    return session.scalars(select(rounds.RoundLink.id)).one()


def _visit(session: Session, by: Actor, placement: UUID) -> UUID:
    told = Told(Seen.OTHER_CODE, remark=f"Autocollant {MARK}", photo="visits/0.jpg")
    return visits.note(session, rounds.hand_of(by), placement, told, _yesterday()).id


def _owned(session: Session, by: Actor, where: Place) -> dict[str, Any]:
    """The consortium's application on TikTok, an account whose owner agreed, one whose owner was asked."""
    administrator = people_to_test.actor(session, where, Role.ADMINISTRATOR)
    credentials.save(session, administrator, "tiktok", {"client_key": "c", "client_secret": MARK}, None)
    _another(session, by, f"Inès {MARK}", f"{MARK.lower()}.i")
    here = Account.consortium_id == where.consortium.id
    agreed, asked = session.scalars(
        select(Account).where(here, Account.network == Channel.TIKTOK).order_by(Account.handle.desc())
    )
    access.keep(session, agreed, Grant("acces", 86_400, "refresh", None))
    token = owners.ask(session, by, asked.id).rpartition("/")[2]
    return {"connected": agreed.id, "asked": asked.id, "consent_token": token}


def _another(session: Session, by: Actor, alias: str = f"Awa {MARK}", handle: str = "") -> Ambassador:
    owned = ((Channel.TIKTOK, handle),) if handle else ()
    made = ambassadors_to_test.adult(session, by, alias, networks=(Channel.TIKTOK,), accounts=owned)
    return ambassadors_to_test.with_own_agreement(session, by, made)


def _request(session: Session, part: str = "") -> UUID:
    contacts_to_test.request(session, landing.by_slug(session, "permis"), part)
    return contacts_to_test.last_id(session)


def _waiting_in(session: Session, structure: Structure) -> UUID:
    """A request that a structure holds and has not answered."""
    waiting = _request(session)
    table = Base.metadata.tables["first_contact"]
    session.execute(table.update().where(table.c.id == waiting).values(structure_id=structure.id))
    return waiting


def _colleague(session: Session, where: Place) -> Actor:
    return people_to_test.actor(session, where, Role.COUNSELLOR, where.school)


def _taken(session: Session, by: Actor) -> UUID:
    """A request that somebody looks after."""
    taken = _request(session)
    queue.take(session, by, taken)
    return taken


def _answered(session: Session, by: Actor) -> UUID:
    request = _taken(session, by)
    answering.answered(session, by, request)
    return request


def _relayed(session: Session, by: Actor, to: Structure) -> UUID:
    request = _answered(session, by)
    relays.propose(session, by, request, to.id)
    return request


def _closed(session: Session, by: Actor) -> UUID:
    request = _answered(session, by)
    answering.close(session, by, request)
    return request


def _member(session: Session, where: Place) -> str:
    member = people_to_test.actor(session, where, Role.READER)
    return session.get_one(people.User, member.user_id).login


def _variant(session: Session, post_id: UUID) -> UUID:
    return session.scalars(select(Variant.id).where(Variant.post_id == post_id)).one()


def _yesterday() -> date:
    return clock.today("Europe/Paris") - timedelta(days=1)
