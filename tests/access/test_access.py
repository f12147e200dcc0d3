"""Every way in has its row in the matrix, and no row stands for a way in that is gone."""

from __future__ import annotations

import pytest

from core.people import ALLOWED, OWN_STRUCTURE_ONLY, Action, Role
from tests.access import finding, matrix

ROLES = [role.value for role in Role]


def compare(found: set[str], written: set[str]) -> None:
    assert sorted(found - written) == [], "a way in without a row in tests/access/matrix.py"
    assert sorted(written - found) == [], "a row of tests/access/matrix.py without its way in"


def test_every_page_has_its_row() -> None:
    compare(finding.pages(), set(matrix.rows(matrix.PAGES)))


def test_every_public_request_has_its_row() -> None:
    compare(finding.requests(), set(matrix.rows(matrix.ROUTES)))


def test_only_what_is_known_answers_before_the_routes() -> None:
    assert finding.middleware() == ["FastPath", "Speaking"]


def test_every_form_is_tried_with_its_token_too() -> None:
    fast = {"POST /r/{code}", "POST /R/{code}"}
    compare(
        {one for one in finding.requests() if not one.startswith("GET ")} - fast,
        set(matrix.rows(matrix.FORMS)),
    )


def test_every_command_has_its_row() -> None:
    compare(finding.commands(), set(matrix.rows(matrix.COMMANDS)))


def test_every_job_has_its_row() -> None:
    compare(finding.kinds(), set(matrix.rows(matrix.JOBS)))


def test_every_operation_of_the_api_has_its_row() -> None:
    compare(finding.operations(), set(matrix.rows(matrix.API)))


def test_every_act_of_somebody_has_its_row() -> None:
    compare(finding.acts(), set(matrix.rows(matrix.ACTS)) | set(matrix.rows(matrix.LISTS)))


def test_every_reading_of_a_consortium_has_its_row() -> None:
    compare(finding.readings(), set(matrix.rows(matrix.READINGS)))


@pytest.mark.parametrize("table", [matrix.ACTS, matrix.JOBS])
def test_a_row_names_a_right_that_exists(table: str) -> None:
    assert {row["right"] for row in matrix.rows(table).values()} <= {
        "–",
        *(action.value for action in Action),
    }


def test_pages_open_for_the_roles_that_have_their_right() -> None:
    from app.dashboard import PAGES

    rows = matrix.rows(matrix.PAGES)
    for page in PAGES:
        opens = {role for role in ROLES if rows[f"/{page.url}"][role] == "opens"}
        assert opens == {role.value for role in ALLOWED[page.action]}, page.url


def test_rights_that_stop_at_the_own_structure_are_refused_in_another_one() -> None:
    for name, row in matrix.rows(matrix.ACTS).items():
        # A right of its own may open what is of another structure: tried in test_rooms.
        if row["other structure"] != "–" and row["other structure"] not in set(Action):
            stops = Action(row["right"]) in OWN_STRUCTURE_ONLY
            assert row["other structure"] == ("forbidden" if stops else "done"), name
        assert row["another consortium"] in {"not found", "shows nothing", "–"}, name
