"""The demonstration: one invented year, the same for the same seed and day, never mixed with real data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import time_machine
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from ambassadors import ages, agreements
from ambassadors.models import AgreementKind, Ambassador, Standing
from app import demo, public
from app.demo import year as invented_year
from app.demo.building import login, password
from campaigns import checks
from campaigns.models import Account, Campaign, Code, Link, Placement, Post, Stage, Variant
from campaigns.scan_tables import SCANS, ScanClass
from contacts import origins
from core import clock, database, people, sessions, territory
from core.database import Database
from core.errors import Conflict
from core.people import Consortium, Role
from core.territory import Channel, Voice
from reach import funnel
from tests.app.conftest import DEMO_DAY, Template, build_demo
from tests.asgi import Visitor
from tests.factories import people as make

EVENING = "2026-11-23T19:40:00+01:00"
NEXT_DAY = "2026-11-24T10:00:00+01:00"
YEAR = {
    "campaigns": "SELECT name, need, starts_on, ends_on FROM campaign",
    "placements": "SELECT p.kind, p.channel, p.place, p.held_on, c.shown FROM placement p "
    "JOIN link l ON l.placement_id = p.id JOIN code c ON c.link_id = l.id",
    "codes": "SELECT shown FROM code",
    "scans": "SELECT c.shown, s.scan_class, count(*), min(s.quarter) FROM scan s "
    "JOIN code c ON c.link_id = s.link_id GROUP BY c.shown, s.scan_class",
    "posts": "SELECT p.title, p.text, p.due_wall, v.network, v.published_url FROM post p "
    "JOIN variant v ON v.post_id = p.id",
    "ambassadors": "SELECT alias, birth_year, birth_month, paused_at IS NULL FROM ambassador",
    "contacts": "SELECT l.channel, f.code_evidence, f.caller, f.need, f.age_band, f.entry, count(*) "
    "FROM first_contact f LEFT JOIN link l ON l.id = f.link_id GROUP BY 1, 2, 3, 4, 5, 6",
    "origins": "SELECT channel, voice, count(*) FROM contact_origin GROUP BY channel, voice",
    "measures": "SELECT measure, value, state, provider, count(*) FROM snapshot GROUP BY 1, 2, 3, 4",
    "structures": "SELECT name FROM structure",
    "zones": "SELECT code, name FROM zone",
    "people": "SELECT login, name FROM user_account",
}


def seen(present: Database) -> dict[str, Counter[str]]:
    """All that a person can see of the year, identifiers and secrets aside."""
    with present.snapshot() as session:
        return {
            name: Counter(str(tuple(row)) for row in session.execute(text(query)))
            for name, query in YEAR.items()
        }


def count(session: Session, what: Any, *where: Any) -> int:
    return session.scalar(select(func.count()).select_from(what).where(*where)) or 0


@pytest.fixture
def elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fresh_process: Callable[[], None]
) -> Callable[[], Database]:
    """Another, empty data folder."""

    def moved() -> Database:
        monkeypatch.setenv("PORTE_VOIX_DATA_DIR", str(tmp_path / "ailleurs"))
        fresh_process()
        return database.current()

    return moved


def test_the_same_day_builds_the_same_year_at_any_hour(
    demo_template: Template, demo_database: Database, elsewhere: Callable[[], Database]
) -> None:
    morning = seen(demo_database)
    second = elsewhere()
    again = build_demo(EVENING)
    evening = seen(second)
    assert [name for name in YEAR if morning[name] != evening[name]] == []
    assert again["codes"] == demo_template.built["codes"]
    spaces = [[one["space_url"] for one in built["ambassadors"]] for built in (again, demo_template.built)]
    assert not set(spaces[0]) & set(spaces[1])


def test_it_has_the_size_that_was_promised(demo_database: Database) -> None:
    with demo_database.snapshot() as session:
        consortium = session.scalars(select(Consortium)).one()
        assert consortium.demo
        assert len(people.structures(session, consortium.id)) == 12
        assert count(session, Campaign) == 10
        assert count(session, Post) == 300
        assert 140 <= count(session, Placement) <= 160
        assert count(session, Ambassador) == 12
        assert count(session, SCANS) == 40_000
        assert session.scalar(text("SELECT count(*) FROM first_contact")) == 180
        assert [zone.code for zone in territory.zones(session, consortium.id)] == [
            f"DEMO-{number:02d}" for number in range(1, 7)
        ]


def test_word_of_mouth_comes_first_and_a_quarter_of_origins_is_unknown(demo_database: Database) -> None:
    with demo_database.snapshot() as session:
        consortium = session.scalars(select(Consortium)).one()
        found = origins.counted(session, consortium.id, None, None)
        frame = funnel.rows(session, consortium.id, timezone="Europe/Paris")
    named = Counter(channel for one in found for channel, _voice in one.declared)
    assert named.most_common(1)[0][0] is Channel.WORD_OF_MOUTH
    voices = Counter(voice for one in found for channel, voice in one.declared if voice is not None)
    assert set(voices) == set(Voice)
    unknown = sum(not one.declared and one.code_evidence is None for one in found)
    assert 0.18 <= unknown / len(found) <= 0.32
    assert frame.iloc[0]["channel"] is Channel.WORD_OF_MOUTH


def test_two_ambassadors_are_17_and_their_guardians_agreement_is_recorded(demo_database: Database) -> None:
    with demo_database.snapshot() as session:
        found = list(session.scalars(select(Ambassador)))
        minors = [one for one in found if agreements.minor(one, ages.today())]
        assert len(minors) == 2
        for one in minors:
            assert ages.sure_age(one.birth_year, one.birth_month, ages.today()) == 17
            given = agreements.standing_agreement(session, one, AgreementKind.GUARDIAN)
            assert given is not None
            assert agreements.given_by(given) == f"Parent de {one.alias} (inventé)"
        standings = Counter(agreements.standing_of(session, one) for one in found)
        assert standings == {Standing.ACTIVE: 11, Standing.PAUSED: 1}
        assert all(
            agreements.standing_agreement(session, one, AgreementKind.OWN) is not None for one in found
        )


def test_its_scans_hold_people_bots_and_previews(demo_database: Database) -> None:
    with demo_database.snapshot() as session:
        kinds = {
            ScanClass(kind): number
            for kind, number in session.execute(
                select(SCANS.c.scan_class, func.count()).group_by(SCANS.c.scan_class)
            )
        }
        assert set(kinds) >= {ScanClass.HUMAN, ScanClass.BOT, ScanClass.PREVIEW}
        assert 0.8 < kinds[ScanClass.HUMAN] / 40_000 < 0.95
        silent = select(func.count()).select_from(SCANS).join(Link).where(~Link.answers)
        assert session.scalar(silent) == 0


def test_nothing_of_it_happens_before_it_could(demo_database: Database) -> None:
    with demo_database.snapshot() as session:
        early = (
            "SELECT count(*) FROM scan s JOIN link l ON l.id = s.link_id "
            "WHERE s.quarter * 900 < CAST(strftime('%s', l.created_at) AS INTEGER) - 900 "
            "OR s.quarter * 900 > CAST(strftime('%s', l.retired_at) AS INTEGER)"
        )
        assert session.scalar(text(early)) == 0
        now = database.UtcDateTime().process_bind_param(clock.now(), demo_database.engine.dialect)
        assert count(session, Link, Link.created_at > now) == 0
        assert count(session, Variant, Variant.published_at > now) == 0
        late = "SELECT count(*) FROM first_contact WHERE at > :now OR answered_at < at OR answered_at > :now"
        assert session.scalar(text(late), {"now": str(now).split("+")[0]}) == 0


def test_a_few_posts_are_late_and_some_are_to_come(demo_database: Database) -> None:
    with demo_database.snapshot() as session:
        now = clock.now()
        waiting = select(func.count(Post.id.distinct())).join(Variant).where(Variant.published_at.is_(None))
        assert session.scalar(waiting.where(Post.due_at <= now)) == 3
        assert session.scalar(waiting.where(Post.due_at > now)) == 21


def test_every_page_of_the_officer_has_something_to_show(demo_database: Database) -> None:
    for table, least in (
        ("media", 7),
        ("signature", 3),
        ("hashtag_set", 4),
        ("post_template", 2),
        ("weekly_slot", 5),
        ("post_series", 1),
        ("action_series", 1),
        ("review_link", 2),
        ("post_remark", 4),
        ("import_entry", 1),
    ):
        with demo_database.snapshot() as session:
            found = session.scalar(text(f"SELECT count(*) FROM {table}"))
        assert (table, found >= least) == (table, True)


def test_what_is_scheduled_in_it_passed_the_checks(demo_database: Database) -> None:
    with demo_database.snapshot() as session:
        coming = select(Post).where(Post.due_at > clock.now(), Post.stage == Stage.SCHEDULED)
        found = session.scalars(coming).all()
        assert len(found) > 8
        for post in found:
            checks.require(session, post)


def test_its_first_code_leads_to_a_page_of_ours_that_says_it_is_invented(
    demo_database: Database, demo_template: Template
) -> None:
    with Visitor(public.app) as visitor:
        first = demo_template.built["codes"][0]
        answer = visitor.get(first["url"])
        assert answer.status_code == 302
        page = visitor.get(answer.headers["location"])
        assert page.status_code == 200
        assert "invent" in page.text
        for one in demo_template.built["codes"][1:20]:
            assert visitor.get(one["url"]).status_code == 302


def test_its_people_may_sign_in(demo_database: Database) -> None:
    with demo_database.transaction() as session:
        user = sessions.check_password(session, login("lecture"), password("lecture"))
        assert user is not None
        ((member, consortium),) = people.memberships(session, user.id)
        assert (member.role, consortium.demo) == (Role.READER, True)


def test_its_accounts_and_measures_come_from_the_invented_reader_a_hand_and_an_export(
    demo_database: Database,
) -> None:
    with demo_database.snapshot() as session:
        providers = set(session.scalars(text("SELECT DISTINCT provider FROM snapshot")))
        networks = ("facebook", "instagram", "snapchat", "tiktok", "youtube")
        assert providers == {"manual", "instagram/export", *(f"{network}/demo" for network in networks)}
        assert count(session, Account, Account.own) == len(networks)
        hidden = "SELECT count(*) FROM snapshot WHERE value IS NULL AND state <> 'absent'"
        assert session.scalar(text(hidden)) == 0


def test_its_numbers_are_reserved_for_fiction_and_sealed(
    demo_database: Database, demo_template: Template
) -> None:
    with demo_database.snapshot() as session:
        assert session.scalar(text("SELECT count(*) FROM contact_detail")) == 8
    assert b"+336399800" not in (demo_template.folder / "porte-voix.sqlite").read_bytes()


def test_a_second_demonstration_leaves_the_first_as_it_is(
    demo_database: Database, demo_template: Template
) -> None:
    before = seen(demo_database)
    with time_machine.travel(NEXT_DAY):
        again = demo.ensure(demo_database)
        other_seed = demo.ensure(demo_database, seed=7)
    assert seen(demo_database) == before
    assert again["codes"] == other_seed["codes"] == demo_template.built["codes"]
    assert again["users"] == demo_template.built["users"]


def test_another_seed_builds_another_year(demo_database: Database, elsewhere: Callable[[], Database]) -> None:
    first = seen(demo_database)
    second = elsewhere()
    build_demo(DEMO_DAY, seed=7)
    other = seen(second)
    assert other["structures"] == first["structures"]
    assert other["codes"] != first["codes"]
    assert other["scans"] != first["scans"]


def test_real_data_is_never_mixed_with_it(database: Database) -> None:
    with database.transaction() as session:
        make.place(session, "Un vrai consortium")
    with pytest.raises(Conflict, match="vraies données"):
        demo.ensure(database)
    with database.snapshot() as session:
        assert count(session, Consortium) == 1
        assert count(session, Code) == 0


def test_a_demonstration_beside_real_data_is_refused_too(demo_database: Database) -> None:
    with demo_database.transaction() as session:
        make.place(session, "Un vrai consortium")
    with pytest.raises(Conflict):
        demo.ensure(demo_database)


def test_a_demonstration_that_fails_halfway_leaves_nothing(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_arguments: object) -> None:
        raise RuntimeError("halfway")

    monkeypatch.setattr(invented_year, "posts", broken)
    with pytest.raises(RuntimeError, match="halfway"):
        build_demo(DEMO_DAY)
    with database.snapshot() as session:
        assert people.empty(session)
        assert count(session, Placement) == 0
