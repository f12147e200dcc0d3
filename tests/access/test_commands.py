"""Commands and jobs: what each reaches, with two consortia in the database."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from app.cli import main
from campaigns.prints.asking import Wish
from campaigns.prints.kit import Template
from campaigns.prints.making import Print
from connectors import registry
from core import jobs, sessions
from core.database import Database
from core.errors import NotFound
from core.people import Consortium, Role, User
from reach import providers, snapshots
from reach.models import Snapshot
from tests.access import import_calls, matrix
from tests.access.flat import flat
from tests.access.world import MARK, World
from tests.factories import reach as reach_to_test
from tests.factories.people import Place

COMMANDS = matrix.rows(matrix.COMMANDS)
WORDS: dict[str, list[str]] = {
    "migrate": ["migrate"],
    "demo": ["demo", "--json"],
    "doctor": ["doctor", "--json"],
    "export": ["export", "--receipt", "{receipt}"],
    "erase": ["erase", "--receipt", "{receipt}", "--yes", "--json"],
    "rotate-key": ["rotate-key"],
    "backup": ["backup", "{backup}", "--passphrase-file", "{passphrase}"],
    "restore": ["restore", "{backup}", "--passphrase-file", "{passphrase}"],
    "import": ["import", "{export}", "--downloaded", "2026-01-15", "--json"],
    "collect": ["collect", "instagram", "trois.rives", "--json"],
    "providers": ["providers", "--json"],
    "providers on": ["providers", "on", "instagram/instaloader"],
    "providers off": ["providers", "off", "instagram/instaloader"],
    "qr": ["qr", "{code}", "--output", "{file}"],
    "reach": ["reach", "--json"],
    "reconcile": ["reconcile", "--json"],
    "remap": ["remap", "instagram/instaloader", "--json"],
    "user add": ["user", "add", "n@x.test", "--name", "N", "--role", "reader", "--password-stdin"],
    "user list": ["user", "list", "--json"],
    "user disable": ["user", "disable", "{login}"],
    "token add": ["token", "add", "Portail", "--scope", "reach", "--json"],
    "token list": ["token", "list", "--json"],
    "token revoke": ["token", "revoke", "{token}"],
    "token hook": ["token", "hook", "{token}", "https://portail.exemple.fr/suites"],
    "token unhook": ["token", "unhook", "{token}"],
    "user password": ["user", "password", "{login}", "--password-stdin"],
}
# They become another program, or never end: nothing of them can be run here, and they ask for no consortium.
REPLACES_THE_PROCESS = {"serve", "public", "worker"}


@pytest.fixture(autouse=True)
def _quiet_migrations() -> Iterator[None]:
    logging.getLogger("alembic").setLevel(logging.WARNING)
    yield
    logging.getLogger("alembic").setLevel(logging.NOTSET)


def run(world: World, folder: Path, command: str, *more: str) -> Result:
    filled = {"{code}": world.code, "{file}": str(folder / "code.svg"), "{login}": world.things.member}
    filled |= {"{token}": str(world.api_token), "{receipt}": world.receipt}
    (folder / "passphrase").write_text("une phrase bien assez longue")
    filled |= {"{backup}": str(folder / "copie"), "{passphrase}": str(folder / "passphrase")}
    (folder / "export.csv").write_bytes(import_calls.POSTS)
    filled |= {"{export}": str(folder / "export.csv")}
    words = [filled.get(word, word) for word in WORDS[command]]
    return CliRunner().invoke(main, [*words, *more], input="une phrase bien assez longue\n")


def test_every_command_is_tried() -> None:
    assert set(WORDS) | REPLACES_THE_PROCESS == set(COMMANDS)
    assert {COMMANDS[name]["reaches"] for name in REPLACES_THE_PROCESS} == {"machine"}


@pytest.mark.parametrize("name", [name for name, row in COMMANDS.items() if row["reaches"] == "one"])
def test_a_command_about_one_consortium_asks_which_and_stays_in_it(
    name: str, world: World, tmp_path: Path
) -> None:
    unnamed = run(world, tmp_path, name)
    assert (unnamed.exit_code, "--consortium" in unnamed.stderr) == (1, True)
    assert unnamed.stdout == ""
    there = run(world, tmp_path, name, "--consortium", world.there.consortium.name)
    assert there.exit_code == 0, there.output
    assert MARK not in there.output
    assert world.things.member not in there.output
    here = run(world, tmp_path, name, "--consortium", world.here.consortium.name)
    assert (here.exit_code == 0) == (name != "user add")
    assert here.output != there.output


@pytest.mark.parametrize("name", [name for name, row in COMMANDS.items() if row["reaches"] == "person"])
def test_a_command_about_a_person_finds_them_in_the_consortium_that_is_named_only(
    name: str, world: World, database: Database, tmp_path: Path
) -> None:
    unnamed = run(world, tmp_path, name)
    assert (unnamed.exit_code, unnamed.stdout, "--consortium" in unnamed.stderr) == (1, "", True)
    there = run(world, tmp_path, name, "--consortium", world.there.consortium.name)
    assert (there.exit_code, there.stdout, MARK in there.stderr) == (1, "", False)
    here = run(world, tmp_path, name, "--consortium", world.here.consortium.name)
    assert here.exit_code == 0, here.output
    assert {one["room"] for one in json.loads(here.stdout)} == {"contacts"}


@pytest.mark.parametrize("name", [name for name, row in COMMANDS.items() if row["reaches"] == "machine"])
def test_a_command_about_the_machine_tells_nothing_of_a_consortium(
    name: str, world: World, database: Database, tmp_path: Path
) -> None:
    if name in REPLACES_THE_PROCESS:
        return
    result = run(world, tmp_path, name)
    assert result.exit_code in {0, 1}
    assert MARK not in result.output
    assert world.here.consortium.name not in result.output


@pytest.mark.parametrize("name", [name for name, row in COMMANDS.items() if row["reaches"] == "installation"])
def test_a_command_about_the_installation_names_no_consortium(
    name: str, world: World, database: Database, tmp_path: Path
) -> None:
    result = run(world, tmp_path, name)
    assert result.exit_code == (1 if name == "demo" else 0), result.output
    assert MARK not in result.output
    with database.snapshot() as session:
        assert len(session.scalars(select(Consortium)).all()) == 2


@pytest.mark.parametrize("name", [name for name, row in COMMANDS.items() if row["reaches"] == "code"])
def test_a_command_about_a_code_or_a_login_touches_that_one(
    name: str, world: World, database: Database, tmp_path: Path
) -> None:
    with database.transaction() as session:
        others = [
            sessions.open_session(session, session.get_one(User, world.actors[place, Role.READER].user_id))
            for place in ("own", "another consortium")
        ]
        member = session.scalars(select(User).where(User.login == world.things.member)).one()
        theirs = sessions.open_session(session, member)
    assert run(world, tmp_path, name).exit_code == 0
    with database.snapshot() as session:
        assert [sessions.user_of(session, token) is None for token in (theirs, *others)] == [
            name in {"user disable", "user password"},
            False,
            False,
        ]


def test_the_switch_of_the_installation_yields_to_the_one_of_a_consortium(
    world: World, database: Database, tmp_path: Path
) -> None:
    with database.transaction() as session:
        providers.switch(session, world.actors["own", Role.ADMINISTRATOR], "instagram/instaloader", on=False)
    run(world, tmp_path, "providers on")
    with database.snapshot() as session:
        assert not providers.switched_on(session, "instagram/instaloader", world.here.consortium.id)
        assert providers.switched_on(session, "instagram/instaloader", world.there.consortium.id)


def test_the_print_job_stays_in_the_consortium_that_asks(world: World) -> None:
    row = matrix.rows(matrix.JOBS)["campaigns.print"]
    assert (row["own consortium"], row["another consortium"]) == ("reads", "leaves alone")
    wanted = {"placement_ids": [str(world.things.placement)], "wish": Wish(Template.STICKER).plain()}

    def printed(where: Place) -> Print:
        which = {"consortium_id": str(where.consortium.id)}
        made: Print = jobs.run("campaigns.print", "somebody", wanted | which)
        return made

    assert printed(world.here).codes == 1
    with pytest.raises(NotFound):
        printed(world.there)


def test_the_list_of_people_is_the_consortiums_own(world: World, tmp_path: Path) -> None:
    found = json.loads(run(world, tmp_path, "user list", "--consortium", world.there.consortium.name).stdout)
    assert sorted(one["role"] for one in found) == sorted(Role)


def test_the_job_reads_for_the_consortium_that_asks_and_leaves_the_other_alone(
    world: World, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = matrix.rows(matrix.JOBS)["reach.collect"]
    assert (row["own consortium"], row["another consortium"]) == ("reads", "leaves alone")
    with database.transaction() as session:
        providers.switch_for_all(session, "test", "instagram/instaloader", on=True)
        there = Place(world.there.consortium, world.there.club, world.there.school)
        reach_to_test.account(session, there, handle="ailleurs")
    asked: list[str] = []

    def read(target: snapshots.Target, *_arguments: object, **_named: object) -> object:
        asked.append(target.address)
        return registry.read_account("fake", target.address, frozenset({"fake/memory"}))

    monkeypatch.setattr(snapshots, "read", read)
    progress: list[str] = []
    which = str(world.there.consortium.id)
    jobs.run(
        "reach.collect", which, {"consortium_id": which}, lambda _done, _all, text: progress.append(text)
    )
    assert asked == ["ailleurs"]
    assert MARK.lower() not in flat(progress).lower()
    with database.snapshot() as session:
        assert set(session.scalars(select(Snapshot.consortium_id))) == {world.there.consortium.id}
