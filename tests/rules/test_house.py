"""Rules of the house that no linter knows: sizes, who commits, who imports whom, no remote address."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("app", "reach", "ambassadors", "contacts", "campaigns", "connectors", "core")
LONGEST_FILE = 300
LONGEST_FUNCTION = 50
LONGEST_ROUTE = 15
LONGEST_PAGE = 60
# Charts and mappings may be long: they are one shape, said once.
LONG_BY_NATURE = {"reach/charts.py"}
OPERATIONS = {"contacts/api.py", "reach/api.py"}
# The two edges that commit by themselves: the scan writer thread, and (later) a publishing attempt.
COMMITS_BY_ITSELF = {"campaigns/store.py", "core/engine.py"}
SOURCES = [
    path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py")) if "versions" not in path.parts
]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def holds_routes(path: Path) -> bool:
    return path.name == "routes.py" or path.parent.name == "routes"


def lines_of(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_a_file_stays_short(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= LONGEST_FILE


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_a_function_stays_short(path: Path) -> None:
    limit = LONGEST_ROUTE if name_of(path) in OPERATIONS or holds_routes(path) else LONGEST_FUNCTION
    if name_of(path) in LONG_BY_NATURE:
        limit = 2 * LONGEST_FUNCTION
    assert [node.name for node in functions(path) if lines_of(node) > limit] == []


@pytest.mark.parametrize(
    "path",
    [path for path in SOURCES if path.parent.name == "pages" and path.name != "__init__.py"],
    ids=name_of,
)
def test_a_page_stays_thin(path: Path) -> None:
    # A file whose name begins with «_» holds the forms and dialogs of the pages beside it.
    limit = 2 * LONGEST_PAGE if path.name.startswith("_") else LONGEST_PAGE
    assert len(path.read_text().splitlines()) <= limit


def test_rooms_never_commit_nor_open_transactions() -> None:
    opened = re.compile(r"\.(commit|transaction)\(|\.begin\(\)")
    edges = {"api.py", "jobs.py"}
    guilty = [
        name_of(path)
        for path in SOURCES
        if opened.search(path.read_text())
        and path.name not in edges
        and not holds_routes(path)
        and path.parent.name != "pages"
        and not name_of(path).startswith(("app/", "core/database.py", "core/ui/"))
        and name_of(path) not in COMMITS_BY_ITSELF
    ]
    assert guilty == []


def test_nobody_imports_the_one_process() -> None:
    importing = re.compile(r"^\s*(from|import) streamlit_app\b", re.MULTILINE)
    assert [name_of(path) for path in SOURCES if importing.search(path.read_text())] == []


def test_time_comes_from_one_clock() -> None:
    asking = re.compile(r"datetime\.(now|utcnow|today)\(|date\.today\(|time\.time\(\)")
    asked = [name_of(path) for path in SOURCES if asking.search(path.read_text())]
    assert asked == ["core/clock.py"]


def test_pages_templates_and_styles_name_no_remote_address() -> None:
    remote = re.compile(r"(src|href|url)\s*[=(]\s*[\"']?(https?:)?//", re.IGNORECASE)
    files = [
        path for room in ROOMS for kind in ("*.html", "*.css", "*.js") for path in (ROOT / room).rglob(kind)
    ]
    assert files
    assert [name_of(path) for path in files if remote.search(path.read_text())] == []


def test_templates_are_never_marked_safe() -> None:
    files = [path for room in ROOMS for path in (ROOT / room).rglob("*.html")]
    assert [name_of(path) for path in files if "|safe" in path.read_text().replace(" ", "")] == []
