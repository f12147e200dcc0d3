"""Reviews: who may say yes, what a link opens, and that no sequence of acts leads round a review."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest
import time_machine
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import select
from sqlalchemy.orm import Session

from campaigns import editing, outcomes, reviews, stages
from campaigns.models import Campaign, Post, PostRemark, Reader, ReviewLink, Stage, Variant, Verdict
from campaigns.reviews import Answer
from campaigns.writing import history
from core import audit
from core.database import Database
from core.errors import Conflict, Forbidden, InvalidInput, NotFound, PorteVoixError, TooMany
from core.people import Actor, Role
from tests.factories import people as people_to_test
from tests.factories import planning as made

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
REEL = "https://www.instagram.com/reel/C9abcdEFGHI/"
Team = tuple[Actor, Actor, Campaign]


@pytest.fixture(autouse=True)
def monday() -> Iterator[time_machine.Traveller]:
    """Monday 23 November 2026, 10:00 in Paris."""
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


def a_team(session: Session) -> Team:
    """An officer, a coordinator, a campaign."""
    place = people_to_test.place(session)
    officer, reader = (
        people_to_test.actor(session, place, role) for role in (Role.COMMUNICATIONS, Role.COORDINATOR)
    )
    return officer, reader, made.campaign(session, officer)


@pytest.fixture
def team(session: Session) -> Team:
    return a_team(session)


def token_for(session: Session, actor: Actor, post: Post, *, then_schedule: bool = True) -> str:
    """The token of a new link for the post."""
    address = reviews.open_link(
        session, actor, [post.id], "Club L'Ancre", Reader.PARTNER, 7, then_schedule=then_schedule
    )
    return address.rpartition("/")[2]


def yes(post: Post, text: str = "") -> Answer:
    return Answer(Verdict.FINE, post.words_revision, text)


def no(post: Post, text: str = "«Galère» sonne faux") -> Answer:
    return Answer(Verdict.CHANGE, post.words_revision, text)


def reworded(session: Session, actor: Actor, post: Post, text: str, seen: int | None = None) -> Post:
    standing = editing.wording_of(editing.sheet(session, actor.consortium_id, post.id))
    wording = replace(standing, text=text)
    return editing.edit(session, actor, post.id, post.revision if seen is None else seen, wording)


def test_nobody_approves_what_they_wrote_and_a_colleagues_yes_schedules_it(
    session: Session, team: Team
) -> None:
    officer, coordinator, campaign = team
    post = made.post(session, officer, campaign.id, draft=True)
    stages.send(session, officer, post.id, post.revision)
    with pytest.raises(Forbidden, match="par son auteur"):
        reviews.say(session, officer, post.id, yes(post))
    reviews.say(session, coordinator, post.id, yes(post, "Très bien"))
    assert [post.stage, post.approved_at] == [Stage.SCHEDULED, MONDAY]
    for what, thing in (
        ("campaigns.post_approved", "in_review>approved r3"),
        ("campaigns.post_scheduled", "approved>scheduled r4"),
    ):
        (entry,) = audit.entries(session, officer.consortium_id, what)
        assert (entry.thing, entry.user_id) == (f"{post.id} {thing}", coordinator.user_id)


def test_whoever_mends_a_comma_can_no_longer_approve(session: Session, team: Team) -> None:
    officer, coordinator, campaign = team
    post = made.post(session, officer, campaign.id, draft=True)
    stages.send(session, officer, post.id, post.revision)
    reworded(session, coordinator, post, "Tu galères avec le code, toi ?")
    for actor in (officer, coordinator):
        with pytest.raises(Forbidden):
            reviews.say(session, actor, post.id, yes(post))


def test_a_link_approves_as_another_person_and_is_named_with_its_maker(session: Session, team: Team) -> None:
    officer, _coordinator, campaign = team
    post = made.post(session, officer, campaign.id, draft=True)
    token = token_for(session, officer, post)
    assert post.stage == "in_review"
    reviews.answered_by_link(session, token, post.id, Answer(Verdict.FINE, 1, "", "Sam"), None)
    assert post.stage == "scheduled"
    (said,) = reviews.remarks(session, officer.consortium_id, post.id)
    assert (said.who, said.name) == ("Club L'Ancre, lien donné par communications", "Sam")
    (entry,) = audit.entries(session, officer.consortium_id, "campaigns.post_approved")
    assert (entry.who, entry.user_id) == (said.who, None)
    (link,) = reviews.listed(session, officer.consortium_id)
    assert (link.answered, link.titles) == (1, (post.title,))


def test_an_author_who_is_signed_in_does_not_approve_through_their_own_link(
    session: Session, team: Team
) -> None:
    officer, coordinator, campaign = team
    post = made.post(session, officer, campaign.id, draft=True)
    token = token_for(session, officer, post)
    with pytest.raises(Forbidden):
        reviews.answered_by_link(session, token, post.id, yes(post), officer.user_id)
    reviews.answered_by_link(session, token, post.id, yes(post), coordinator.user_id)
    assert post.stage is Stage.SCHEDULED


def test_a_remark_stays_with_the_words_it_was_made_of(session: Session, team: Team) -> None:
    officer, _coordinator, campaign = team
    post = made.post(session, officer, campaign.id, draft=True)
    token = token_for(session, officer, post)
    with pytest.raises(InvalidInput, match="que faut-il changer"):
        reviews.answered_by_link(session, token, post.id, no(post, "  "), None)
    reviews.answered_by_link(session, token, post.id, no(post), None)
    assert post.stage is Stage.CHANGES_REQUESTED
    old = yes(post)
    reworded(session, officer, post, "Le code te fatigue ?")
    stages.send(session, officer, post.id, post.revision)
    with pytest.raises(Conflict, match="le voici"):
        reviews.answered_by_link(session, token, post.id, old, None)
    reviews.answered_by_link(session, token, post.id, yes(post), None)
    told = [
        (one.verdict, one.words_revision) for one in reviews.remarks(session, officer.consortium_id, post.id)
    ]
    assert set(told) == {(Verdict.CHANGE, 1), (Verdict.FINE, post.words_revision)}
    assert post.words_revision > 1


def test_who_asks_for_a_change_late_stops_the_post(session: Session, team: Team) -> None:
    officer, _coordinator, campaign = team
    post = made.post(session, officer, campaign.id, draft=True)
    token = token_for(session, officer, post)
    reviews.answered_by_link(session, token, post.id, yes(post), None)
    reviews.answered_by_link(session, token, post.id, no(post), None)
    assert [post.stage, post.approved_at] == [Stage.CHANGES_REQUESTED, None]


def test_an_approval_of_a_post_whose_hour_is_over_schedules_nothing(
    session: Session, team: Team, monday: time_machine.Traveller
) -> None:
    officer, _coordinator, campaign = team
    post = made.post(session, officer, campaign.id, draft=True)
    token = token_for(session, officer, post)
    monday.shift(timedelta(days=3))
    reviews.answered_by_link(session, token, post.id, yes(post), None)
    assert post.stage is Stage.APPROVED


def test_a_link_ends_with_its_last_day_or_at_once_and_only_its_hash_is_kept(
    session: Session, team: Team, monday: time_machine.Traveller
) -> None:
    officer, _coordinator, campaign = team
    post = made.post(session, officer, campaign.id, draft=True)
    token, other = token_for(session, officer, post), token_for(session, officer, post)
    assert token not in {one.token_hash for one in session.scalars(select(ReviewLink))}
    link = reviews.holder(session, other)
    reviews.revoke(session, officer, link.id)
    reviews.revoke(session, officer, link.id)
    for wrong, words in ((other, "fermé par l’équipe"), ("inconnu", "n’existe pas")):
        with pytest.raises(NotFound, match=words):
            reviews.holder(session, wrong)
    monday.shift(timedelta(days=7))
    with pytest.raises(NotFound, match="est fini"):
        reviews.answered_by_link(session, token, post.id, yes(post), None)


def test_a_link_opens_its_own_posts_only_and_a_flood_waits(session: Session, team: Team) -> None:
    officer, _coordinator, campaign = team
    post = made.post(session, officer, campaign.id, draft=True)
    other = made.post(session, officer, campaign.id, title="Autre", draft=True)
    token = token_for(session, officer, post)
    with pytest.raises(NotFound):
        reviews.answered_by_link(session, token, other.id, yes(other), None)
    for _time in range(reviews.MOST_ANSWERS):
        reviews.answered_by_link(session, token, post.id, yes(post), None)
    with pytest.raises(TooMany, match="dix minutes"):
        reviews.answered_by_link(session, token, post.id, yes(post), None)


def test_names_that_outsiders_gave_are_forgotten(
    session: Session, team: Team, monday: time_machine.Traveller
) -> None:
    officer, _coordinator, campaign = team
    post = made.post(session, officer, campaign.id, draft=True)
    token = token_for(session, officer, post)
    reviews.answered_by_link(session, token, post.id, Answer(Verdict.FINE, 1, "Bien", "Sam"), None)
    assert reviews.forget_names(session, MONDAY) == 0
    assert reviews.forget_names(session, MONDAY + timedelta(seconds=1)) == 1
    session.expire_all()
    (said,) = session.scalars(select(PostRemark))
    assert (said.name, said.text) == ("", "Bien")


@pytest.mark.database
def test_of_an_edit_and_a_yes_at_once_no_unread_word_is_scheduled(
    database: Database, engine_kind: str
) -> None:
    with database.transaction() as session:
        officer, coordinator, campaign = a_team(session)
        stages.settle(session, coordinator, required=True)
        ids = [made.post(session, officer, campaign.id, text=f"{n}", draft=True).id for n in range(4)]
        for post_id in ids:
            stages.send(session, officer, post_id, 1)

    def edit(post_id: object) -> None:
        with suppress(Conflict), database.transaction() as session:
            post = session.get_one(Post, post_id)
            reworded(session, officer, post, f"{post.text} bis")

    def agree(post_id: object) -> None:
        with suppress(Conflict), database.transaction() as session:
            reviews.say(session, coordinator, post_id, Answer(Verdict.FINE, 1))  # type: ignore[arg-type]

    threads = [Thread(target=act, args=(one,)) for one in ids for act in (edit, agree)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    with database.snapshot() as session:
        for post in session.scalars(select(Post)):
            if post.stage is Stage.SCHEDULED:
                assert not post.text.endswith("bis")
            assert (post.approved_at is not None) == (post.stage in (Stage.APPROVED, Stage.SCHEDULED))


class Desk(RuleBasedStateMachine):
    """Three people, a link and the rule: no path leads round the review, and no edit is lost."""

    session: Session
    """Of the whole run: each act is a savepoint of it, so that no example waits for the disk."""

    def __init__(self) -> None:
        super().__init__()
        place = people_to_test.place(self.session)
        self.people = [
            people_to_test.actor(self.session, place, role)
            for role in (Role.COMMUNICATIONS, Role.COORDINATOR, Role.ADMINISTRATOR)
        ]
        campaign = made.campaign(self.session, self.people[0])
        post = made.post(self.session, self.people[0], campaign.id, text="mot 0", draft=True)
        self.post_id = post.id
        self.variant_id = made.variant(self.session, post).id
        self.token = token_for(self.session, self.people[0], post)
        self.words, self.older = 0, 1
        self.authors = {self.people[0].user_id}
        self.agreed: set[str] = set()
        """The texts to which somebody who wrote none of the post has said yes."""

    @contextmanager
    def trying(self) -> Iterator[tuple[Session, Post]]:
        """One transaction; a refusal undoes it."""
        with suppress(PorteVoixError), self.session.begin_nested():
            yield self.session, self.session.get_one(Post, self.post_id)

    @rule(who=st.integers(0, 2), old=st.sampled_from([False, False, True]))
    def edit(self, who: int, old: bool) -> None:
        """Somebody saves words, having seen the present or an older revision."""
        with self.trying() as (session, post):
            seen = self.older if old else post.revision
            stale = seen != post.revision
            reworded(session, self.people[who], post, f"mot {self.words + 1}", seen)
            assert not stale, "an edit of an older revision would have lost what came between"
            self.words, self.older = self.words + 1, seen
            self.authors.add(self.people[who].user_id)
            self.agreed.clear()

    @rule(who=st.integers(0, 2), act=st.sampled_from([stages.send, stages.withdraw, stages.schedule]))
    def staff(self, who: int, act: object) -> None:
        """Somebody of the team moves it on."""
        with self.trying() as (session, post):
            act(session, self.people[who], post.id, post.revision)  # type: ignore[operator]

    @rule(who=st.integers(0, 2), fine=st.booleans(), late=st.sampled_from([False, False, True]))
    def say(self, who: int, fine: bool, late: bool) -> None:
        """Somebody of the team says yes or no, to the present words or to earlier ones."""
        with self.trying() as (session, post):
            words = post.words_revision - (1 if late else 0)
            answer = Answer(Verdict.FINE if fine else Verdict.CHANGE, words, "" if fine else "Non")
            reviews.say(session, self.people[who], post.id, answer)
            assert not late
            if fine:
                assert self.people[who].user_id not in self.authors
                self.agreed.add(post.text)

    @rule(fine=st.sampled_from([True, True, False]), signed_in=st.sampled_from([3, 3, 3, 0, 1]))
    def by_link(self, fine: bool, signed_in: int) -> None:
        """The holder of the link says yes or no, in a browser where somebody may be signed in."""
        user = self.people[signed_in].user_id if signed_in < 3 else None
        with self.trying() as (session, post):
            answer = Answer(
                Verdict.FINE if fine else Verdict.CHANGE, post.words_revision, "" if fine else "Non"
            )
            reviews.answered_by_link(session, self.token, post.id, answer, user)
            if fine:
                assert user not in self.authors
                self.agreed.add(post.text)

    @rule(required=st.booleans())
    def settle(self, required: bool) -> None:
        """The coordinator switches the rule."""
        with self.trying() as (session, _post):
            stages.settle(session, self.people[1], required=required)

    @rule(hours=st.integers(0, 3))
    def move(self, hours: int) -> None:
        """It is put off, where it is scheduled at all."""
        with self.trying() as (session, post):
            day = post.due_at.date()
            hour = (MONDAY + timedelta(hours=hours)).time()
            before = post.stage
            outcomes.put_off(
                session, self.people[0], self.variant_id, day=day, wall=hour, timezone=made.PARIS
            )
            assert before is post.stage is Stage.SCHEDULED

    @rule()
    def publish(self) -> None:
        """The officer says that it is out; what is out starts a new post, so that the play goes on."""
        with self.trying() as (session, post):
            before = post.stage
            outcomes.mark_published(session, self.people[0], self.variant_id, REEL)
            assert before is Stage.SCHEDULED
            session.get_one(Variant, self.variant_id).published_at = None
            session.get_one(Variant, self.variant_id).published_url = None

    @invariant()
    def no_path_around(self) -> None:
        """Scheduled under the rule: somebody who wrote none of it agreed to these very words."""
        session = self.session
        post = session.get_one(Post, self.post_id)
        assert post.text == f"mot {self.words}"
        assert self.authors == stages.authors(session, post)
        told = [one for one in history.of_post(session, post.consortium_id, post.id) if one.field == "text"]
        assert {one.after for one in told} == {f"mot {n}" for n in range(1, self.words + 1)}
        if post.stage is Stage.APPROVED or post.approved_at is not None:
            assert post.text in self.agreed
        if post.stage is Stage.SCHEDULED and stages.required(session, post.consortium_id):
            assert post.text in self.agreed


@pytest.mark.database
def test_no_path_leads_round_the_review_and_no_edit_is_lost(database: Database, engine_kind: str) -> None:
    examples = 24 if engine_kind == "sqlite" else 6
    with database.transaction() as session:
        Desk.session = session
        run_state_machine_as_test(Desk, settings=settings(max_examples=examples, stateful_step_count=18))
