"""Exports kept: once, dated by their download, matched by address; what belongs nowhere waits and says why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as draw
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from connectors.exports import reading
from connectors.exports.rows import Column, Export, Unknown
from connectors.records import MeasureName
from core import audit
from core.errors import Forbidden, InvalidInput
from core.people import Actor, Role
from core.territory import Channel
from reach import snapshots
from reach.imports import keeping, meanings, said, uploads
from reach.imports.looking import Outlook, Wish
from reach.imports.tables import AccountDay, ImportEntry, ImportUpload
from reach.models import Snapshot
from tests.connectors import export_files as files
from tests.factories import people
from tests.factories import reach as made
from tests.factories.people import Place

pytestmark = pytest.mark.database
NOW = "2026-11-26T09:00:00+00:00"
DAY = date(2026, 11, 25)
PHOTO = "https://www.instagram.com/p/QnA1b2C3d4E/"
REEL = "https://www.instagram.com/p/QnF5g6H7i8J/"
CLIP = "https://www.tiktok.com/@quai.neuf/video/7412345678901234567"
M = MeasureName
TIKTOK = files.tiktok(
    [["23 novembre", "10", "2", "1", "0", "0"], ["24 novembre", "11", "undefined", "1", "0", "0"]],
    [["23 novembre", "809", "0"], ["24 novembre", "812", "3"]],
)


@pytest.fixture
def place(session: Session) -> Place:
    return people.place(session)


@pytest.fixture
def officer(session: Session, place: Place) -> Actor:
    return people.actor(session, place, Role.COMMUNICATIONS)


@pytest.fixture(autouse=True)
def _now() -> object:
    with time_machine.travel(NOW, tick=False):
        yield


def read(data: bytes | str, session: Session, actor: Actor, day: date = DAY) -> Export:
    known = meanings.known(session, actor.consortium_id)
    return reading.read(data.encode() if isinstance(data, str) else data, day, known)


def keep(session: Session, actor: Actor, data: bytes | str, day: date = DAY, **wish: object) -> Outlook:
    return keeping.keep(session, actor, read(data, session, actor, day), Wish(day, **wish))  # type: ignore[arg-type]


def kept(session: Session) -> set[tuple[object, ...]]:
    """Every value of the register, whole."""
    rows = session.scalars(select(Snapshot))
    return {(row.variant_id, row.account_id, row.measure, row.value, row.at, row.provider) for row in rows}


def days(session: Session) -> dict[tuple[str, date], int]:
    return {(row.measure, row.day): row.value for row in session.scalars(select(AccountDay))}


def test_an_import_is_a_snapshot_of_its_download(session: Session, place: Place, officer: Actor) -> None:
    photo = made.published(session, place, PHOTO)
    found = keep(session, officer, files.instagram())
    noon = datetime(2026, 11, 25, 11, tzinfo=UTC)
    values = {
        "views": 15204,
        "reach": 9810,
        "likes": 412,
        "shares": 120,
        "follows": 14,
        "comments": 20,
        "saves": 55,
    }
    assert kept(session) == {
        (photo.id, None, name, value, noon, "instagram/export") for name, value in values.items()
    }
    assert (found.new, found.posts, len(found.waiting)) == (7, 1, 1)
    known = {one.measure: one.value for one in snapshots.latest(session, place.consortium.id)}
    assert known[M.REACH] == 9810
    assert [row.what for row in audit.entries(session, place.consortium.id)] == ["reach.imported"]


def test_the_same_file_twice_changes_nothing(session: Session, place: Place, officer: Actor) -> None:
    made.published(session, place, PHOTO)
    keep(session, officer, files.instagram())
    before = kept(session)
    # A day later, and said to be downloaded later: it is the same file all the same.
    with time_machine.travel("2026-11-27T09:00:00+00:00", tick=False):
        again = keep(session, officer, files.instagram(), date(2026, 11, 27))
    assert (kept(session), again.new, again.again) == (before, 0, 7)
    assert session.scalar(select(func.count()).select_from(ImportEntry)) == 1


def test_the_same_rows_saved_again_by_a_spreadsheet_change_nothing(
    session: Session, place: Place, officer: Actor
) -> None:
    made.published(session, place, CLIP, Channel.TIKTOK)
    keep(session, officer, files.table(files.TIKTOK_CONTENT))
    before = kept(session)
    again = keep(session, officer, files.workbook(files.TIKTOK_CONTENT), date(2026, 11, 26))
    assert (kept(session), again.new, again.downloaded) == (before, 0, DAY)


def test_the_next_download_stands_beside_the_first(session: Session, place: Place, officer: Actor) -> None:
    made.published(session, place, PHOTO)
    keep(session, officer, files.instagram(), date(2026, 11, 20))
    later = files.instagram().replace("15,204", "15,999")
    keep(session, officer, later)
    query = select(Snapshot.value).where(Snapshot.measure == "views").order_by(Snapshot.at)
    assert list(session.scalars(query)) == [15204, 15999]


def test_a_line_of_a_post_that_is_not_entered_waits_and_is_kept_once_it_is(
    session: Session, place: Place, officer: Actor
) -> None:
    made.published(session, place, PHOTO)
    found = keep(session, officer, files.instagram())
    assert [(one.line, one.url) for one in found.waiting] == [
        (4, "https://www.instagram.com/reel/QnF5g6H7i8J/")
    ]
    assert "importez à nouveau" in found.waiting[0].why
    (entry,) = keeping.entries(session, place.consortium.id)
    assert (entry.waits, entry.waiting[0]["line"], entry.numbers) == (1, "4", 7)
    reel = made.published(session, place, REEL)
    again = keep(session, officer, files.instagram())
    assert (again.new, again.waiting) == (6, ())
    assert {row[0] for row in kept(session)} >= {reel.id}
    assert (entry.waits, entry.waiting, entry.numbers) == (0, [], 13)


def test_ids_that_a_spreadsheet_has_ruined_are_never_used(
    session: Session, place: Place, officer: Actor
) -> None:
    reel = made.published(session, place, REEL)
    keep(session, officer, files.instagram())
    views = {row[0]: row[3] for row in kept(session) if row[2] == "views"}
    assert views == {reel.id: 873}


@pytest.mark.parametrize(
    ("network", "ours", "data"),
    [
        (Channel.FACEBOOK, "https://facebook.com/quaineuf/posts/882", files.facebook(french=True)),
        (Channel.YOUTUBE, "https://www.youtube.com/watch?v=Zx9y8W7v6U5", files.youtube(french=True)),
        (Channel.TIKTOK, "https://www.tiktok.com/@_/video/7412345678901234567", TIKTOK),
    ],
)
def test_addresses_are_matched_however_they_are_written(
    network: Channel, ours: str, data: str | bytes, session: Session, place: Place, officer: Actor
) -> None:
    variant = made.published(session, place, ours, network)
    account = made.account(session, place, Channel.TIKTOK, "quai.neuf")
    keep(session, officer, data, account_id=account.id, totals=True)
    assert variant.id in {row[0] for row in kept(session)}


def test_of_an_account_in_pause_nothing_is_kept_and_the_line_says_so(
    session: Session, place: Place, officer: Actor
) -> None:
    account = made.account(session, place, own=False, collectable=False)
    made.published(session, place, PHOTO, account_id=account.id)
    found = keep(session, officer, files.instagram())
    assert (kept(session), found.new) == (set(), 0)
    assert "pause" in found.waiting[0].why
    account.collectable = True
    assert keep(session, officer, files.instagram()).new == 7


def test_days_and_followers_go_to_the_account_that_the_links_name(
    session: Session, place: Place, officer: Actor
) -> None:
    made.account(session, place, Channel.TIKTOK, "autre.compte")
    account = made.account(session, place, Channel.TIKTOK, "quai.neuf")
    found = keep(session, officer, TIKTOK)
    assert days(session) == {
        ("views", date(2026, 11, 23)): 10, ("views", date(2026, 11, 24)): 11,
        ("profile_views", date(2026, 11, 23)): 2,
        ("likes", date(2026, 11, 23)): 1, ("likes", date(2026, 11, 24)): 1,
        ("comments", date(2026, 11, 23)): 0, ("comments", date(2026, 11, 24)): 0,
        ("shares", date(2026, 11, 23)): 0, ("shares", date(2026, 11, 24)): 0,
        ("followers", date(2026, 11, 23)): 809, ("followers", date(2026, 11, 24)): 812,
    }  # fmt: skip
    assert {(row[1], row[2], row[3]) for row in kept(session)} == {(account.id, "followers", 812)}
    assert len(found.waiting) == 2


def test_a_later_download_says_a_day_anew_and_an_earlier_one_does_not(
    session: Session, place: Place, officer: Actor
) -> None:
    made.account(session, place, Channel.TIKTOK, "quai.neuf")
    head = ["Date", "Followers", "Difference in followers from previous day"]
    keep(session, officer, files.table([head, ["23 novembre", "809", "0"]]), date(2026, 11, 24))
    keep(session, officer, files.table([head, ["23 novembre", "811", "2"]]), DAY)
    assert days(session) == {("followers", date(2026, 11, 23)): 811}
    keep(session, officer, files.table([head, ["23 novembre", "700", "0"]]), date(2026, 11, 24))
    assert days(session) == {("followers", date(2026, 11, 23)): 811}


def test_whose_days_they_are_is_asked_where_nothing_says_it(
    session: Session, place: Place, officer: Actor
) -> None:
    first = made.account(session, place, Channel.INSTAGRAM, "quai.neuf")
    made.account(session, place, Channel.INSTAGRAM, "quai.neuf.bis")
    data = files.meta_daily(("Couverture Instagram", [("2026-11-01T00:00:00", "12")]))
    with pytest.raises(InvalidInput) as asked:
        keep(session, officer, data)
    assert asked.value.field == "account"
    keep(session, officer, data, account_id=first.id)
    assert days(session) == {("reach", date(2026, 11, 1)): 12}


def test_days_of_an_ambassadors_account_are_never_kept(
    session: Session, place: Place, officer: Actor
) -> None:
    theirs = made.account(session, place, Channel.TIKTOK, "quai.neuf", own=False)
    with pytest.raises(InvalidInput):
        keep(session, officer, TIKTOK, account_id=theirs.id)
    assert days(session) == {}


def test_youtube_over_a_period_is_no_total(session: Session, place: Place, officer: Actor) -> None:
    made.published(session, place, "https://www.youtube.com/watch?v=Zx9y8W7v6U5", Channel.YOUTUBE)
    with pytest.raises(InvalidInput) as asked:
        keep(session, officer, files.youtube(french=True))
    assert asked.value.field == "totals"
    keep(session, officer, files.youtube(french=True), totals=True)
    values = {row[2]: row[3] for row in kept(session)}
    assert values == {"views": 476, "engaged_views": 320, "watch_seconds": 36_900}


def test_a_post_that_is_there_twice_with_two_values_is_told(
    session: Session, place: Place, officer: Actor
) -> None:
    made.published(session, place, PHOTO)
    lines = files.instagram().splitlines(keepends=True)
    again = "".join(lines[1:3]).replace("15,204", "15,300")
    found = keep(session, officer, files.instagram() + again)
    assert "views" not in {row[2] for row in kept(session)}
    assert "deux fois" in found.problems[0].sentence
    assert len(kept(session)) == 6


@pytest.mark.parametrize("day", [date(2026, 11, 27), date(2009, 1, 1)])
def test_a_day_that_cannot_be_is_refused(day: date, session: Session, officer: Actor) -> None:
    with pytest.raises(InvalidInput) as refused:
        keep(session, officer, files.instagram(), day)
    assert refused.value.field == "downloaded"


def test_today_is_the_present_instant_and_never_the_future(
    session: Session, place: Place, officer: Actor
) -> None:
    made.published(session, place, PHOTO)
    keep(session, officer, files.instagram(), date(2026, 11, 26))
    assert {row[4] for row in kept(session)} == {datetime(2026, 11, 26, 9, tzinfo=UTC)}


def test_headers_are_explained_once_and_for_one_consortium(
    session: Session, place: Place, officer: Actor
) -> None:
    made.published(session, place, PHOTO)
    text = files.table([["Lien", "Portée", "Divers"], [PHOTO, "1 204", "x"]], ";")
    (table,) = read(text, session, officer).unknown
    meanings.explain(
        session,
        officer,
        table,
        Channel.INSTAGRAM,
        {"Lien": Column.LINK, "Portée": M.REACH, "Ailleurs": M.LIKES},
    )
    keep(session, officer, text)
    assert {(row[2], row[3]) for row in kept(session)} == {("reach", 1204)}
    elsewhere = people.actor(session, people.place(session, "Ailleurs"), Role.COMMUNICATIONS)
    assert read(text, session, elsewhere).unknown == (table,)


@pytest.mark.parametrize(
    ("network", "roles"),
    [
        (Channel.INSTAGRAM, {}),
        (Channel.INSTAGRAM, {"A": Column.LINK}),
        (Channel.INSTAGRAM, {"A": M.VIEWS}),
        (Channel.INSTAGRAM, {"A": Column.LINK, "B": Column.DAY, "C": M.VIEWS}),
        (Channel.INSTAGRAM, {"A": Column.LINK, "B": M.VIEWS, "C": M.VIEWS}),
        (Channel.VAN, {"A": Column.LINK, "B": M.VIEWS}),
    ],
)
def test_an_answer_that_is_none_is_refused(
    network: Channel, roles: dict[str, object], session: Session, officer: Actor
) -> None:
    with pytest.raises(InvalidInput):
        meanings.explain(session, officer, Unknown("", ("A", "B", "C"), "s", ()), network, roles)  # type: ignore[arg-type]


def test_a_file_on_its_way_is_its_senders_and_gone_after_an_hour(
    session: Session, place: Place, officer: Actor
) -> None:
    other = people.actor(session, place, Role.COORDINATOR)
    uploads.put(session, officer, b"a")
    uploads.put(session, officer, b"b")
    uploads.put(session, other, b"c")
    found = uploads.mine(session, officer)
    assert found is not None
    assert found[1] == b"b"
    with time_machine.travel(datetime(2026, 11, 26, 10, 1, tzinfo=UTC), tick=False):
        assert uploads.mine(session, officer) is None
        assert uploads.forget(session) == 2
    assert session.scalar(select(func.count()).select_from(ImportUpload)) == 0


@pytest.mark.parametrize("act", [uploads.mine, uploads.drop])
def test_who_may_not_collect_sends_nothing(
    act: Callable[[Session, Actor], object], session: Session, place: Place
) -> None:
    reader = people.actor(session, place, Role.READER)
    with pytest.raises(Forbidden):
        act(session, reader)
    with pytest.raises(Forbidden):
        uploads.put(session, reader, b"a")
    with pytest.raises(Forbidden):
        keep(session, reader, files.instagram())


def test_what_exports_have_said_is_shown_with_its_source(
    session: Session, place: Place, officer: Actor
) -> None:
    made.published(session, place, PHOTO, title="Le code")
    made.account(session, place, Channel.TIKTOK, "quai.neuf")
    keep(session, officer, files.instagram())
    keep(session, officer, TIKTOK)
    (row,) = said.posts_table(session, place.consortium.id).rows
    assert row[:7] == ["Le code", "Instagram", "15\u202f204", "9\u202f810", "55", "120", "14"]
    shown = {tuple(row[2:6]) for row in said.days_table(session, place.consortium.id).rows}
    assert ("abonnés", "2", "24/11/2026", "812") in shown


ROW = draw.tuples(
    draw.sampled_from([PHOTO, REEL, "https://www.instagram.com/p/Inconnu1/"]), draw.integers(0, 3)
)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(draw.lists(draw.tuples(draw.lists(ROW, max_size=4), draw.integers(0, 9)), min_size=1, max_size=5))
def test_whatever_is_imported_a_second_round_changes_nothing(
    session: Session, place: Place, officer: Actor, rounds: list[tuple[list[tuple[str, int]], int]]
) -> None:
    head = ["Post ID", "Account username", "Permalink", "Post type", "Date", "Views"]
    with session.begin_nested() as undone:
        made.published(session, place, PHOTO)
        made.published(session, place, REEL)
        for again in (False, True):
            before = kept(session)
            for rows, back in rounds:
                lines = [["1", "quai.neuf", url, "IG reel", "Lifetime", str(views)] for url, views in rows]
                keep(session, officer, files.table([head, *lines]), DAY - timedelta(days=back))
            if again:
                assert kept(session) == before
        undone.rollback()
