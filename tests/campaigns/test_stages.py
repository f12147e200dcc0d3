"""Stages of a post: the table of moves, and that no sequence of acts leads round a review."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from campaigns import outcomes, planning, stages
from campaigns.models import Campaign, Post, PostChange, Stage
from campaigns.planning import PostState
from campaigns.stages import Move
from campaigns.writing import history
from core import audit
from core.errors import Conflict, Forbidden, InvalidInput
from core.people import Actor, Role
from core.territory import Channel
from tests.factories import people as people_to_test
from tests.factories import planning as made

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
WEDNESDAY, THURSDAY = date(2026, 11, 25), date(2026, 11, 26)
REEL = "https://www.instagram.com/reel/C9abcdEFGHI/"


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    """Monday 23 November 2026, 10:00 in Paris."""
    with time_machine.travel(MONDAY, tick=False):
        yield


@pytest.fixture
def team(session: Session) -> tuple[Actor, Actor, Campaign]:
    """An officer, a coordinator, a campaign."""
    place = people_to_test.place(session)
    officer, reader = (
        people_to_test.actor(session, place, role) for role in (Role.COMMUNICATIONS, Role.COORDINATOR)
    )
    return officer, reader, made.campaign(session, officer)


def changes(session: Session, post: Post) -> list[PostChange]:
    return history.of_post(session, post.consortium_id, post.id)


def state(session: Session, post: Post) -> PostState:
    (row,) = [row for row in planning.posts(session, post.consortium_id) if row.post_id == post.id]
    return row.state


@given(
    start=st.sampled_from([Stage.DRAFT]),
    moves=st.lists(st.sampled_from(Move), max_size=12),
    required=st.booleans(),
)
def test_in_the_table_a_post_is_scheduled_only_through_an_approval_of_its_last_words(
    start: Stage, moves: list[Move], required: bool
) -> None:
    stage, approved = start, False
    for move in moves:
        target = stages.after(stage, move, required=required, approved=approved)
        if target is None:
            continue
        approved = move is Move.APPROVE or (
            approved and move not in (Move.EDIT, Move.WITHDRAW, Move.ASK_CHANGES)
        )
        stage = target
        assert not (required and stage is Stage.SCHEDULED) or approved
        assert stage is not Stage.APPROVED or approved


def test_a_post_goes_from_draft_to_scheduled_with_each_step_kept(
    session: Session, team: tuple[Actor, Actor, Campaign]
) -> None:
    officer, reader, campaign = team
    post = made.post(session, officer, campaign.id, draft=True)
    assert state(session, post) is PostState.DRAFT
    stages.send(session, officer, post.id, post.revision)
    assert state(session, post) is PostState.IN_REVIEW
    stages.withdraw(session, reader, post.id, post.revision)
    stages.schedule(session, officer, post.id, post.revision)
    assert state(session, post) is PostState.SCHEDULED
    told = {(one.field, one.before, one.after, one.who) for one in changes(session, post)}
    assert told == {
        ("stage", "draft", "in_review", officer.name),
        ("stage", "in_review", "draft", reader.name),
        ("stage", "draft", "scheduled", officer.name),
    }
    (entry,) = audit.entries(session, officer.consortium_id, "campaigns.post_scheduled")
    assert (entry.thing, entry.user_id) == (f"{post.id} draft>scheduled r4", officer.user_id)


def test_a_post_that_is_not_scheduled_is_never_due_and_cannot_be_noted_as_published(
    session: Session, team: tuple[Actor, Actor, Campaign]
) -> None:
    officer, _reader, campaign = team
    post = made.post(session, officer, campaign.id, day=date(2026, 11, 20), draft=True)
    assert state(session, post) is PostState.DRAFT
    variant = made.variant(session, post)
    for act in (
        lambda: outcomes.mark_published(session, officer, variant.id, REEL),
        lambda: outcomes.skip(session, officer, variant.id, "Pas le temps"),
        lambda: outcomes.put_off(
            session, officer, variant.id, day=THURSDAY, wall=time(9), timezone=made.PARIS
        ),
    ):
        with pytest.raises(Conflict, match="n’est pas programmée"):
            act()
    with pytest.raises(InvalidInput, match="passée"):
        stages.schedule(session, officer, post.id, post.revision)


def test_the_second_of_two_who_act_on_one_post_is_told(
    session: Session, team: tuple[Actor, Actor, Campaign]
) -> None:
    officer, reader, campaign = team
    post = made.post(session, officer, campaign.id, draft=True)
    seen = post.revision
    stages.send(session, officer, post.id, seen)
    with pytest.raises(Conflict, match="entre-temps"):
        stages.schedule(session, reader, post.id, seen)


def test_a_change_of_words_asks_again_and_a_change_of_time_does_not(
    session: Session, team: tuple[Actor, Actor, Campaign]
) -> None:
    officer, _reader, campaign = team
    post = made.post(session, officer, campaign.id)
    before = post.revision
    stages.after_edit(session, officer, post)
    assert post.stage is Stage.SCHEDULED, "nobody agreed to it, nobody has to"
    post.approved_at = MONDAY
    stages.after_move(session, officer, post)
    assert [post.stage, post.approved_at] == [Stage.SCHEDULED, MONDAY]
    stages.after_edit(session, officer, post)
    assert [post.stage, post.approved_at] == [Stage.IN_REVIEW, None]
    assert post.words_revision == post.revision == before + 3


def test_what_is_out_is_not_taken_back(session: Session, team: tuple[Actor, Actor, Campaign]) -> None:
    officer, _reader, campaign = team
    post = made.post(session, officer, campaign.id)
    outcomes.mark_published(session, officer, made.variant(session, post).id, REEL)
    with pytest.raises(Conflict, match="déjà en ligne"):
        stages.withdraw(session, officer, post.id, post.revision)
    assert state(session, post) is PostState.PUBLISHED


def test_only_the_stages_module_writes_a_stage() -> None:
    root = Path(stages.__file__).parents[1]
    writers = {
        path.relative_to(root).as_posix()
        for room in ("campaigns", "reach", "contacts", "ambassadors", "app")
        for path in (root / room).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if (isinstance(node, ast.Attribute) and node.attr == "stage" and isinstance(node.ctx, ast.Store))
        or (
            (isinstance(node, ast.keyword) and node.arg == "stage" and "Stage." in ast.unparse(node.value))
            and ast.unparse(node.value) != "Stage.DRAFT"
        )
    }
    assert writers - {"app/demo/year.py"} == {"campaigns/stages.py"}


def test_the_rule_is_the_coordinations_to_switch_and_takes_back_what_nobody_read(
    session: Session, team: tuple[Actor, Actor, Campaign]
) -> None:
    officer, coordinator, campaign = team
    read = made.post(session, officer, campaign.id, title="Lue")
    read.approved_at = MONDAY
    unread = made.post(session, officer, campaign.id, title="Pas lue")
    late = made.post(session, officer, campaign.id, title="En retard", day=date(2026, 11, 20))
    session.flush()
    with pytest.raises(Forbidden):
        stages.settle(session, officer, required=True)
    assert stages.settle(session, coordinator, required=True) == 1
    assert stages.settle(session, coordinator, required=True) == 0
    assert [one.stage for one in (read, unread, late)] == [Stage.SCHEDULED, Stage.IN_REVIEW, Stage.SCHEDULED]
    assert made.post(session, officer, campaign.id, title="Nouvelle").stage is Stage.DRAFT
    (entry,) = audit.entries(session, officer.consortium_id, "campaigns.review_rule_settled")
    assert entry.thing == "False>True"


def test_not_done_is_undone_and_a_published_one_cannot_be_skipped(
    session: Session, team: tuple[Actor, Actor, Campaign]
) -> None:
    officer, _reader, campaign = team
    post = made.post(session, officer, campaign.id, day=date(2026, 11, 20))
    variant = made.variant(session, post)
    with pytest.raises(InvalidInput, match="pourquoi"):
        outcomes.skip(session, officer, variant.id, "  ")
    outcomes.skip(session, officer, variant.id, "Le marché est annulé")
    assert state(session, post) is PostState.SKIPPED
    outcomes.unskip(session, officer, variant.id)
    assert (state(session, post), variant.skipped_why) == (PostState.MISSED, "")
    outcomes.skip(session, officer, variant.id, "Le marché est annulé")
    outcomes.mark_published(session, officer, variant.id, REEL)
    assert (state(session, post), variant.skipped_at) == (PostState.PUBLISHED, None)
    with pytest.raises(Conflict, match="déjà publié"):
        outcomes.skip(session, officer, variant.id, "Trop tard")


def test_a_late_post_is_by_hand_for_two_hours_and_missed_after(
    session: Session, team: tuple[Actor, Actor, Campaign]
) -> None:
    officer, _reader, campaign = team
    post = made.post(session, officer, campaign.id)
    for hour, minute, expected in (
        (16, 59, PostState.SCHEDULED),
        (17, 0, PostState.BY_HAND),
        (19, 0, PostState.BY_HAND),
        (19, 1, PostState.MISSED),
    ):
        with time_machine.travel(datetime(2026, 11, 25, hour, minute, tzinfo=UTC), tick=False):
            assert state(session, post) is expected


def test_what_is_put_off_moves_alone_once_the_rest_is_out(
    session: Session, team: tuple[Actor, Actor, Campaign]
) -> None:
    officer, _reader, campaign = team
    networks = (Channel.INSTAGRAM, Channel.TIKTOK)
    post = made.post(session, officer, campaign.id, *networks, day=date(2026, 11, 20))
    rows = {row.network: row for row in planning.posts(session, officer.consortium_id)}
    with pytest.raises(InvalidInput, match="passée"):
        outcomes.put_off(
            session,
            officer,
            rows[networks[0]].variant_id,
            day=MONDAY.date(),
            wall=time(9),
            timezone=made.PARIS,
        )
    outcomes.put_off(
        session, officer, rows[networks[0]].variant_id, day=THURSDAY, wall=time(9), timezone=made.PARIS
    )
    assert {row.wall for row in planning.posts(session, officer.consortium_id)} == {"2026-11-26T09:00"}
    outcomes.mark_published(session, officer, rows[networks[0]].variant_id, REEL)
    own = outcomes.put_off(
        session, officer, rows[networks[1]].variant_id, day=THURSDAY, wall=time(18), timezone=made.PARIS
    )
    now = {row.network: row for row in planning.posts(session, officer.consortium_id)}
    assert (now[networks[0]].post_id, now[networks[0]].wall) == (post.id, "2026-11-26T09:00")
    assert (now[networks[1]].post_id, now[networks[1]].wall) == (own.id, "2026-11-26T18:00")
    assert (own.text, own.stage) == (post.text, Stage.SCHEDULED)
    assert stages.authors(session, own) == {officer.user_id}
