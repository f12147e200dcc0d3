"""Docs kept true: what they name exists, and what exists is named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from app.cli import main
from app.dashboard import PAGES
from app.public import ROUTES
from connectors import registry
from core.people import ALLOWED, Action, Role
from core.settings import PREFIX, Settings

ROOT = Path(__file__).parents[2]
DOCS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def read(name: str) -> str:
    return (ROOT / name).read_text()


def commands(group: click.Group, before: str = "") -> Iterator[str]:
    for name, command in group.commands.items():
        yield f"{before}{name}"
        if isinstance(command, click.Group):
            yield from commands(command, f"{before}{name} ")


def test_every_setting_is_in_the_operations_page_and_the_reverse() -> None:
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    named = set(re.findall(rf"{PREFIX}[A-Z_]+", read("docs/operations.md")))
    assert named - {f"{PREFIX}TEST_DSN"} == known


def test_every_command_is_in_the_operations_page() -> None:
    text = read("docs/operations.md")
    assert [name for name in commands(main) if f"porte-voix {name}" not in text] == []


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_commands_named_in_the_docs_exist(path: Path) -> None:
    known = set(commands(main))
    named = re.findall(r"`porte-voix ([a-z][a-z-]*)(?: ([a-z]+))?", path.read_text())
    unknown = [
        " ".join(filter(None, words))
        for words in named
        if words[0] not in known
        or (words[1] and f"{words[0]} {words[1]}" not in known and words[0] in {"user", "token"})
    ]
    assert unknown == []


def test_every_page_and_route_is_in_the_access_page() -> None:
    text = read("docs/access.md")
    paths = [f"/{page.url}" for page in PAGES] + [getattr(route, "path", "") for route in ROUTES]
    assert [path for path in paths if f"`{path}`" not in text] == []


def test_the_table_of_rights_in_the_docs_is_the_one_in_the_code() -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \|(.+)\|$", read("docs/access.md"), re.MULTILINE))
    assert set(rows) == {action.value for action in Action}
    for action, cells in rows.items():
        marked = [cell.strip() != "" for cell in cells.split("|")]
        assert marked == [role in ALLOWED[Action(action)] for role in Role], action


def test_every_network_that_can_be_read_is_in_the_operations_page() -> None:
    text = read("docs/operations.md")
    keys = [one.key for network in registry.networks() for one in registry.providers(network)]
    assert [key for key in keys if f"`{key}`" not in text] == []


def test_links_between_docs_lead_somewhere() -> None:
    for path in DOCS:
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", path.read_text()):
            assert (path.parent / target).exists(), f"{path.name}: {target}"


def test_no_file_names_a_package_registry() -> None:
    hosts = re.compile(
        "|".join((r"pypi\." + "org", r"registry\.npmjs\." + "org", r"files\.python" + "hosted"))
    )
    skipped = {".git", ".venv", "node_modules", "var", "static", ".mypy_cache", ".ruff_cache", ".hypothesis"}
    for path in ROOT.rglob("*"):
        if path.is_file() and not skipped & set(path.relative_to(ROOT).parts) and path.suffix != ".png":
            text = path.read_bytes()
            assert not hosts.search(text.decode("utf-8", "ignore")), path


@pytest.mark.parametrize(
    "path", [*DOCS, ROOT / "CHANGELOG.md", ROOT / "pyproject.toml"], ids=lambda path: path.name
)
def test_no_page_holds_the_marks_of_an_unfinished_merge(path: Path) -> None:
    assert re.findall(r"^(?:<{7}|>{7}) .*", path.read_text(), re.MULTILINE) == []


def test_every_page_has_an_address_of_its_own() -> None:
    """A merge can put a page in twice, and Streamlit then draws none at all."""
    urls = [page.url for page in PAGES]
    assert sorted(urls) == sorted(set(urls))
