"""`porte-voix import`: a look or a keep, the day of the download, the same file once."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from click.testing import CliRunner, Result
from sqlalchemy import func, select

from app.cli import main
from connectors.exports import reading
from core import audit
from core.database import Database
from core.people import Role
from core.territory import Channel
from reach.imports.tables import ImportEntry
from reach.models import Snapshot
from tests.connectors import export_files as files
from tests.factories import people
from tests.factories import reach as made
from tests.factories.people import Place

PHOTO = "https://www.instagram.com/p/QnA1b2C3d4E/"


@pytest.fixture(autouse=True)
def _quiet_clock() -> Iterator[None]:
    logging.getLogger("alembic").setLevel(logging.WARNING)
    with time_machine.travel("2026-11-26T09:00:00+00:00", tick=False):
        yield
    logging.getLogger("alembic").setLevel(logging.NOTSET)


@pytest.fixture
def where(database: Database) -> Place:
    with database.transaction() as session:
        place = people.place(session)
        people.actor(session, place, Role.ADMINISTRATOR)
        made.published(session, place, PHOTO)
        made.account(session, place, Channel.TIKTOK, "quai.neuf")
        made.account(session, place, Channel.TIKTOK, "quai.vieux")
        return place


@pytest.fixture
def export(tmp_path: Path, where: Place) -> Path:
    """Written on 20 November, as its file says."""
    path = tmp_path / "export.csv"
    path.write_text(files.instagram())
    written = datetime(2026, 11, 20, 9, tzinfo=UTC).timestamp()
    os.utime(path, (written, written))
    return path


def run(*words: object) -> Result:
    return CliRunner().invoke(main, ["import", *map(str, words)])


def said(result: Result) -> dict[str, Any]:
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def count(database: Database) -> int:
    with database.snapshot() as session:
        return session.scalar(select(func.count()).select_from(Snapshot)) or 0


def test_a_dry_run_says_and_keeps_nothing(export: Path, database: Database) -> None:
    found = said(run(export, "--dry-run", "--json"))
    assert (found["kept"], found["new"], len(found["waiting"]), count(database)) == (False, 7, 1, 0)
    assert "Essai : rien n’est gardé." in run(export, "--dry-run").stdout.replace("\u00a0", " ")


def test_the_day_is_the_files_unless_it_is_given(export: Path, database: Database, where: Place) -> None:
    assert said(run(export, "--json"))["downloaded"] == "2026-11-20"
    assert count(database) == 7
    again = said(run(export, "--downloaded", "2026-11-25", "--json"))
    assert (again["new"], again["again"], again["downloaded"], count(database)) == (0, 7, "2026-11-20", 7)
    with database.snapshot() as session:
        assert session.scalar(select(ImportEntry.downloaded_on)) == date(2026, 11, 20)
        assert {row.what for row in audit.entries(session, where.consortium.id)} == {"reach.imported"}


def test_the_day_of_an_archive_goes_before_its_own(tmp_path: Path, where: Place) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(files.tiktok([["23 novembre", "10", "2", "1", "0", "0"]], [["23 novembre", "809", "0"]]))
    found = said(run(path, "--account", "@quai.neuf", "--json"))
    assert (found["downloaded"], found["new"]) == ("2026-11-24", 7)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--network", "tiktok"], "autre réseau"),
        (["--account", "@inconnu"], "Aucun compte"),
        (["--downloaded", "2026-12-01"], "avenir"),
    ],
)
def test_what_cannot_be_is_one_sentence(
    words: list[str], sentence: str, export: Path, database: Database
) -> None:
    result = run(export, *words)
    assert (result.exit_code, result.stdout, sentence in result.stderr) == (1, "", True)
    assert (result.stderr.count("\n"), count(database)) == (1, 0)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "vide"),
        (b"a" * (reading.LARGEST + 5), "dépasse 10"),
        (b"%PDF\0", "pas un tableau"),
        (files.table([["Lien", "Vues"], [PHOTO, "3"]]).encode(), "Titres de colonnes inconnus"),
        (files.meta_daily(("Reach", [("2026-11-01T00:00:00", "12")])), "--account"),
        (files.youtube(french=True), "--totals"),
    ],
)
def test_a_file_that_cannot_be_kept_says_what_to_do(
    data: bytes, sentence: str, tmp_path: Path, where: Place, database: Database
) -> None:
    path = tmp_path / "export.csv"
    path.write_bytes(data)
    result = run(path)
    assert (result.exit_code, sentence in result.stderr, count(database)) == (1, True, 0)


def test_a_path_that_leads_nowhere_is_one_sentence(tmp_path: Path, where: Place) -> None:
    result = run(tmp_path / "rien.csv")
    assert (result.exit_code, "Vérifiez son chemin" in result.stderr) == (1, True)
    assert run(tmp_path).exit_code == 1
