"""The API against its own description: what fits it is answered as it says, what does not is refused as it says."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import checks
from starlette.applications import Starlette

from app import api
from core.database import Database
from tests.factories import api as portal
from tests.factories import people

CHECKS = [
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]
OPERATIONS = ["POST /first-contacts", "GET /reach"]
bounded = settings(
    max_examples=30,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def bearer(database: Database) -> dict[str, str]:
    """The token of a partner with every right."""
    with database.transaction() as session:
        return portal.bearer(portal.token(session, people.place(session).consortium.id))


@pytest.fixture
def described(database: Database) -> dict[str, Any]:
    """Every operation of the description, as partners read it, in front of the API itself."""
    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", Starlette(routes=[api.ROUTE]))
    operations: list[Any] = [found.ok() for found in schema.get_all_operations()]  # type: ignore[union-attr]
    return {operation.label.replace("/api/v1", ""): operation for operation in operations}


def test_every_operation_is_tried(described: dict[str, Any]) -> None:
    assert sorted(described) == sorted(OPERATIONS)


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_operation_keeps_its_word(name: str, described: dict[str, Any], bearer: dict[str, str]) -> None:
    seen: set[int] = set()

    @bounded
    @given(case=described[name].as_strategy())
    def holds(case: Any) -> None:
        seen.add(case.call_and_validate(headers=bearer, checks=CHECKS).status_code)

    holds()
    assert seen & {200, 201}
    assert max(seen) < 500


@pytest.mark.parametrize("name", OPERATIONS)
def test_what_does_not_fit_is_refused_in_the_shape_it_says(
    name: str, described: dict[str, Any], bearer: dict[str, str]
) -> None:
    strategy = described[name].as_strategy(generation_mode=schemathesis.GenerationMode.NEGATIVE)

    @bounded
    @given(case=strategy)
    def holds(case: Any) -> None:
        case.call_and_validate(headers=bearer, checks=CHECKS)

    holds()
