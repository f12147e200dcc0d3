"""The porte-voix command: statuses 0, 1 (one sentence) and 2 (misused), and data as JSON."""

from __future__ import annotations

import getpass
import json
import logging
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from click.testing import CliRunner, Result
from PIL import Image
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from app.cli import main
from app.demo.building import login, password
from app.wiring import wire
from campaigns.models import Link
from campaigns.prints import checking
from connectors import registry
from core import people, sessions, settings
from core.audit import AuditEntry
from core.database import Database
from core.people import Consortium, Role, User
from tests.app.conftest import DEMO_DAY
from tests.factories import campaigns as links_to_test
from tests.factories import people as make

SECRET = "une phrase bien assez longue"
Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def _quiet_migrations() -> Iterator[None]:
    """Alembic tells its steps to whoever listens."""
    logging.getLogger("alembic").setLevel(logging.WARNING)
    yield
    logging.getLogger("alembic").setLevel(logging.NOTSET)


@pytest.fixture
def run() -> Run:
    """The command, in this process."""

    def ran(*words: str, typed: str | None = None, status: int = 0) -> Result:
        result = CliRunner().invoke(main, list(words), input=typed)
        assert result.exit_code == status, (result.output, result.exception)
        assert result.exception is None or isinstance(result.exception, SystemExit)
        return result

    return ran


@pytest.fixture
def refused(run: Run) -> Callable[..., str]:
    """A command that is refused: its one sentence."""

    def said(*words: str, typed: str | None = None) -> str:
        result = run(*words, typed=typed, status=1)
        assert result.stdout == ""
        (line,) = result.stderr.splitlines()
        assert line.endswith((".", ")")) or ": " in line.replace("\u00a0", " ")
        return line.replace("’", "'").replace("\u00a0", " ")

    return said


@pytest.fixture
def nour(session: Session) -> User:
    """An administrator in the only consortium."""
    where = make.place(session)
    made = people.create_user(session, "nour@exemple.test", "Nour", SECRET)
    people.add_member(session, made, where.consortium.id, Role.ADMINISTRATOR, where.club.id)
    session.commit()
    return made


def data(result: Result) -> Any:
    return json.loads(result.stdout)


@pytest.mark.parametrize(
    "words", [["--help"], ["user", "--help"], ["qr", "-h"], ["providers", "on", "--help"]]
)
def test_help_needs_no_database(words: list[str], run: Run) -> None:
    assert "Usage:" in run(*words).stdout
    assert not settings.current().data_dir.joinpath("porte-voix.sqlite").exists()


@pytest.mark.parametrize(
    "words",
    [
        ["inconnu"],
        ["qr"],
        ["qr", "NOUR3K"],
        ["qr", "NOUR3K", "--format", "gif", "--output", "x.gif"],
        ["reach", "--since", "hier"],
        ["user", "add", "nour@exemple.test"],
        ["user"],
        ["collect", "instagram"],
        ["demo", "--graine", "3"],
    ],
)
def test_a_misused_command_is_status_2(words: list[str], run: Run) -> None:
    assert "Usage:" in run(*words, status=2).stderr


def test_migrate_makes_the_database_and_can_be_repeated(run: Run) -> None:
    first = run("migrate").stdout
    assert "porte-voix.sqlite" in first
    assert run("migrate").stdout == first


def test_migrate_shows_no_password(
    run: Run, monkeypatch: pytest.MonkeyPatch, fresh_process: Callable[[], None]
) -> None:
    monkeypatch.setenv("PORTE_VOIX_DATABASE_URL", "postgresql://voix:tres-secret@127.0.0.1:1/voix")
    fresh_process()
    refused = run("migrate", status=1)
    assert "ne répond pas" in refused.stderr
    assert "tres-secret" not in refused.output


@pytest.mark.parametrize("path", ["nulle/part/base.sqlite", "notes.txt"])
def test_a_database_that_cannot_be_opened_is_one_sentence(
    path: str,
    refused: Callable[..., str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    fresh_process: Callable[[], None],
) -> None:
    (tmp_path / "notes.txt").write_text("Des notes, pas une base. " * 100)
    monkeypatch.setenv("PORTE_VOIX_DATABASE_URL", f"sqlite:///{tmp_path / path}")
    fresh_process()
    assert "PORTE_VOIX_DATABASE_URL" in refused("migrate")
    assert "PORTE_VOIX_DATABASE_URL" in refused("user", "list")
    assert (tmp_path / "notes.txt").read_text().startswith("Des notes")


@pytest.mark.parametrize("words", [["migrate"], ["doctor"], ["demo"], ["user", "list"], ["reach"]])
def test_a_wrong_setting_stops_every_command_with_one_sentence(
    words: list[str], refused: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORTE_VOIX_PORT", "beaucoup")
    assert "PORTE_VOIX_PORT" in refused(*words)


def test_a_folder_that_cannot_be_written_is_one_sentence(
    refused: Callable[..., str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    fresh_process: Callable[[], None],
) -> None:
    (tmp_path / "fichier").write_text("")
    monkeypatch.setenv("PORTE_VOIX_DATA_DIR", str(tmp_path / "fichier"))
    fresh_process()
    assert "PORTE_VOIX_DATA_DIR" in refused("migrate")


@pytest.mark.parametrize("words", [["migrate"], ["demo"], ["user", "list"], ["providers"], ["reach"]])
def test_a_newer_database_is_refused_and_left_alone(
    words: list[str], refused: Callable[..., str], database: Database
) -> None:
    with database.transaction() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert "version plus récente" in refused(*words)
    with database.snapshot() as session:
        assert people.empty(session)


def test_doctor_says_what_it_looked_at(run: Run, database: Database) -> None:
    found = {one["name"]: one for one in data(run("doctor", "--json"))}
    assert list(found) == [
        "settings",
        "database",
        "secret",
        "jobs",
        "night",
        "backup",
        "fonts",
        "browser",
        "packages",
    ]
    assert {one["state"] for one in found.values()} <= {"fine", "warning"}
    assert found["database"]["state"] == "fine"
    assert "bon  database" in run("doctor").stdout


def test_doctor_is_status_1_when_something_is_broken(run: Run, database: Database) -> None:
    run("doctor")
    (settings.current().data_dir / "secret-key").chmod(0o644)
    with database.transaction() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    found = {one["name"]: one for one in data(run("doctor", "--json", status=1))}
    assert {name for name, one in found.items() if one["state"] == "broken"} == {"database", "secret"}
    assert "chmod 600" in found["secret"]["text"]


def test_doctor_warns_of_a_service_open_without_https(
    run: Run, database: Database, monkeypatch: pytest.MonkeyPatch, fresh_process: Callable[[], None]
) -> None:
    monkeypatch.setenv("PORTE_VOIX_HOST", "0.0.0.0")
    fresh_process()
    found = {one["name"]: one for one in data(run("doctor", "--json"))}
    assert (found["settings"]["state"], "https" in found["settings"]["text"]) == ("warning", True)


def test_doctor_survives_a_database_that_does_not_answer(
    run: Run, monkeypatch: pytest.MonkeyPatch, fresh_process: Callable[[], None]
) -> None:
    monkeypatch.setenv("PORTE_VOIX_DATABASE_URL", "postgresql://voix@127.0.0.1:1/voix")
    fresh_process()
    found = {one["name"]: one for one in data(run("doctor", "--json", status=1))}
    assert found["database"]["state"] == "broken"


def test_people_are_added_listed_and_closed(run: Run, database: Database, nour: User) -> None:
    words = [
        "user",
        "add",
        "awa@exemple.test",
        "--name",
        "Awa",
        "--role",
        "counsellor",
        "--structure",
        "École",
    ]
    assert "Awa peut se connecter." in run(*words, "--password-stdin", typed=f"{SECRET}\n").stdout
    with database.transaction() as session:
        awa = sessions.check_password(session, "awa@exemple.test", SECRET)
        assert awa is not None
        token = sessions.open_session(session, awa)
    run("user", "disable", "AWA@exemple.test")
    found = data(run("user", "list", "--json"))
    assert [{key: one[key] for key in one if key != "id"} for one in found] == [
        {
            "login": "awa@exemple.test",
            "name": "Awa",
            "role": "counsellor",
            "structure": "École",
            "state": "disabled",
        },
        {
            "login": "nour@exemple.test",
            "name": "Nour",
            "role": "administrator",
            "structure": "Club",
            "state": "active",
        },
    ]
    assert "nour@exemple.test" in run("user", "list").stdout
    with database.transaction() as session:
        assert sessions.user_of(session, token) is None
        assert sessions.check_password(session, "awa@exemple.test", SECRET) is None
        acts = session.scalars(select(AuditEntry).order_by(AuditEntry.at))
        assert [(one.who, one.what) for one in acts] == [
            ("porte-voix user", "people.added"),
            ("porte-voix user", "people.disabled"),
        ]


def test_a_password_can_be_asked_for_without_showing_it(run: Run, nour: User) -> None:
    words = ("user", "add", "awa@exemple.test", "--name", "Awa", "--role", "reader")
    result = run(*words, typed=f"{SECRET}\n{SECRET}\n")
    assert SECRET not in result.output


def test_a_new_password_signs_out_everywhere(run: Run, database: Database, nour: User) -> None:
    with database.transaction() as session:
        token = sessions.open_session(session, nour)
    run("user", "password", nour.login, "--password-stdin", typed="une tout autre phrase\n")
    with database.transaction() as session:
        assert sessions.user_of(session, token) is None
        assert sessions.check_password(session, nour.login, SECRET) is None
        assert sessions.check_password(session, nour.login, "une tout autre phrase") is not None


@pytest.mark.parametrize(
    ("words", "typed", "said"),
    [
        (["add", "a@x.test", "--name", "A", "--role", "chef"], SECRET, "administrator, communications"),
        (["add", "a@x.test", "--name", "A", "--role", "counsellor"], SECRET, "structure"),
        (["add", "a@x.test", "--name", "A", "--role", "reader", "--structure", "?"], SECRET, "structure"),
        (["add", "a@x.test", "--name", "A", "--role", "reader"], "court", "12 signes"),
        (["add", "a@x.test", "--name", "", "--role", "reader"], SECRET, "vide"),
        (["add", "deux mots", "--name", "A", "--role", "reader"], SECRET, "sans espace"),
        (["add", "nour@exemple.test", "--name", "A", "--role", "reader"], SECRET, "déjà pris"),
        (["add", "a@x.test", "--name", "A", "--role", "reader", "--consortium", "?"], SECRET, "consortium"),
        (["password", "personne@x.test"], SECRET, "personne@x.test"),
        (["password", "nour@exemple.test"], "court", "12 signes"),
    ],
)
def test_a_person_who_cannot_be_written_is_one_sentence_and_nothing_is_written(
    words: list[str], typed: str, said: str, refused: Callable[..., str], database: Database, nour: User
) -> None:
    assert said in refused("user", *words, "--password-stdin", typed=f"{typed}\n")
    with database.transaction() as session:
        assert len(session.scalars(select(User)).all()) == 1
        assert sessions.check_password(session, nour.login, SECRET) is not None


def test_closing_an_unknown_account_is_refused(refused: Callable[..., str], nour: User) -> None:
    assert "personne@x.test" in refused("user", "disable", "personne@x.test")


def test_where_there_are_several_consortia_one_has_to_be_named(
    run: Run, refused: Callable[..., str], session: Session
) -> None:
    make.place(session, "Trois-Rives")
    make.place(session, "Deux-Vallées")
    session.commit()
    assert "--consortium" in refused("reach", "--json")
    assert data(run("user", "list", "--consortium", "Deux-Vallées", "--json")) == []


def test_without_a_consortium_the_next_step_is_named(refused: Callable[..., str], database: Database) -> None:
    assert "porte-voix demo" in refused("reach")


def test_providers_are_listed_and_those_that_scrape_are_off(run: Run) -> None:
    found = data(run("providers", "--json"))
    keys = [one.key for network in registry.networks() for one in registry.providers(network)]
    assert [one["provider"] for one in found] == keys
    assert all(set(one) == {"provider", "scraping", "on", "version"} for one in found)
    assert not any(one["on"] for one in found if one["scraping"])
    assert "instagram/instaloader" in run("providers").stdout


def test_a_switch_of_a_provider_is_recorded_with_who(run: Run, database: Database) -> None:
    warned = run("providers", "on", "instagram/instaloader")
    assert registry.provider("instagram/instaloader").warning in warned.stderr
    assert "allumé" in warned.stdout
    assert "instagram/instaloader" in [
        one["provider"] for one in data(run("providers", "--json")) if one["on"]
    ]
    assert "éteint" in run("providers", "off", "instagram/instaloader").stdout
    assert not any(one["on"] for one in data(run("providers", "--json")) if one["scraping"])
    with database.snapshot() as session:
        acts = session.scalars(select(AuditEntry).order_by(AuditEntry.at)).all()
    assert [(one.what, one.thing) for one in acts] == [
        ("reach.provider_on", "instagram/instaloader"),
        ("reach.provider_off", "instagram/instaloader"),
    ]
    assert {one.who for one in acts} == {f"porte-voix ({getpass.getuser()})"}
    assert acts[0].at <= acts[1].at


def test_an_unknown_provider_changes_nothing(refused: Callable[..., str], database: Database) -> None:
    assert "facebook/graal" in refused("providers", "on", "facebook/graal")
    with database.snapshot() as session:
        assert session.scalars(select(AuditEntry)).all() == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["instagram", "trois.rives"], "allumé"),
        (["instagram", "https://www.instagram.com/p/C9abcdEFGHI/"], "allumé"),
        (["minitel", "3615"], "minitel"),
    ],
)
def test_nothing_is_collected_while_no_provider_is_on(
    words: list[str], said: str, refused: Callable[..., str]
) -> None:
    assert said in refused("collect", *words, "--json")


def test_a_qr_file_says_the_address_of_its_code(run: Run, session: Session, tmp_path: Path) -> None:
    _link, code = links_to_test.spoken_link(session)
    session.commit()
    image = tmp_path / "code.png"
    assert str(image) in run("qr", code.shown.lower(), "--format", "png", "--output", str(image)).stdout
    (found,) = zxingcpp.read_barcodes(Image.open(image))
    assert found.text == f"HTTP://127.0.0.1:8501/R/{code.shown}"
    drawing = tmp_path / "code.svg"
    run("qr", code.shown, "--output", str(drawing))
    assert drawing.read_text().startswith("<svg")


def test_a_whole_print_says_the_same_and_how_far_it_reads(
    run: Run, refused: Callable[..., str], session: Session, tmp_path: Path
) -> None:
    wire()
    _link, code = links_to_test.link(session)
    session.commit()
    for template, name in (("poster", "a.pdf"), ("story", "a.png")):
        said = run("qr", code.shown, "--template", template, "--output", str(tmp_path / name)).stdout
        assert ("il se lit jusqu’à" in said) == (template == "poster")
        (page,) = checking.pictures((tmp_path / name).read_bytes())
        assert checking.read(page) == [f"HTTP://127.0.0.1:8501/R/{code.shown}"]
    run("qr", code.shown, "--format", "pdf", "--output", str(tmp_path / "plain.pdf"))
    assert (tmp_path / "plain.pdf").read_bytes().startswith(b"%PDF")
    poster = ("qr", code.shown, "--template", "poster", "--output", str(tmp_path / "no.pdf"))
    assert "--format pdf" in refused(*poster, "--format", "png")
    assert "trop proches" in refused(*poster, "--ink", "#CCCCCC")
    assert not (tmp_path / "no.pdf").exists()


def test_a_qr_that_cannot_be_made_writes_nothing(
    refused: Callable[..., str], session: Session, tmp_path: Path
) -> None:
    _link, code = links_to_test.spoken_link(session)
    session.commit()
    path = tmp_path / "code.svg"
    assert refused("qr", "PERSONNE9", "--output", str(path))
    assert not path.exists()
    assert "nulle" in refused("qr", code.shown, "--output", "/nulle/part/code.svg")


def test_the_demonstration_refuses_a_database_with_real_data(
    refused: Callable[..., str], database: Database, nour: User
) -> None:
    assert "PORTE_VOIX_DATA_DIR" in refused("demo", "--json")
    with database.snapshot() as session:
        assert [one.name for one in session.scalars(select(Consortium))] == ["Trois-Rives"]
        assert session.scalars(select(Link)).all() == []


def test_the_demonstration_says_how_to_look_round(run: Run, demo_database: Database) -> None:
    found = data(run("demo", "--json"))
    assert list(found) == ["base_url", "users", "codes", "ambassadors", "api_token"]
    assert found["base_url"] == "http://127.0.0.1:8501"
    assert [one["role"] for one in found["users"]] == list(Role)
    assert found["users"][0] == {
        "role": "administrator",
        "login": login("administration"),
        "password": password("administration"),
    }
    assert all(set(one) == {"code", "channel", "placement", "url"} for one in found["codes"])
    assert all(one["url"] == f"http://127.0.0.1:8501/r/{one['code']}" for one in found["codes"])
    assert all(set(one) == {"alias", "code", "space_url"} for one in found["ambassadors"])
    shown = run("demo").stdout
    assert login("lecture") in shown
    assert found["codes"][0]["url"] in shown


def test_reach_prints_rows_that_others_can_script_against(run: Run, demo_database: Database) -> None:
    rows = data(run("reach", "--json"))["rows"]
    assert rows
    for row in rows:
        assert list(row) == ["channel", "placement", "ambassador", "scans_total", "scans_human", "contacts"]
        assert list(row["contacts"]) == ["traced", "said", "declared", "unknown"]
    assert rows[0]["channel"] == "word_of_mouth"
    assert sum(row["scans_total"] or 0 for row in rows) == 40_000
    assert run("reach").stdout.count("\n") == len(rows)


def test_reach_keeps_to_a_campaign_and_to_days(
    run: Run, refused: Callable[..., str], demo_database: Database
) -> None:
    everything = data(run("reach", "--json"))["rows"]
    campaign = data(run("reach", "--json", "--campaign", "Ton permis sans galère"))["rows"]
    lately = data(run("reach", "--json", "--since", "2026-11-01", "--until", DEMO_DAY[:10]))["rows"]
    scans = [sum(row["scans_total"] or 0 for row in rows) for rows in (campaign, lately, everything)]
    assert 0 < scans[0] < scans[2]
    assert 0 < scans[1] < scans[2]
    assert "Minitel" in refused("reach", "--campaign", "Minitel")


def test_words_that_are_no_text_for_a_terminal_are_no_crash(refused: Callable[..., str], nour: User) -> None:
    assert refused("user", "disable", "👩🏽‍🚀\u202e" * 50)
    assert refused("reach", "--campaign", "مرحبا" * 2000)


def test_a_command_that_needs_no_table_starts_without_the_packages_of_tables() -> None:
    """They are two thirds of what a start would take, and of the server's too."""
    asked = "import sys, app.cli; print({'pandas', 'scipy', 'openpyxl', 'streamlit'} & set(sys.modules))"
    line = [sys.executable, "-c", asked]
    assert subprocess.run(line, capture_output=True, text=True, check=True).stdout == "set()\n"
