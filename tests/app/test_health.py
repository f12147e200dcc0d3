"""/healthz says 200 only when the process has really started and can do its work."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import text
from starlette.applications import Starlette

from app import health, public
from campaigns import routes
from core.database import Database
from tests.asgi import Visitor

FINE = {
    "started": True,
    "database": True,
    "migrations": True,
    "jobs": False,
    "scan_writer": True,
    "scans_lost": 0,
}


def test_a_started_process_is_healthy(visitor: Visitor) -> None:
    answer = visitor.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, FINE)
    assert answer.headers["cache-control"] == "no-store"


def test_a_process_that_has_not_started_is_not_healthy(database: Database) -> None:
    with Visitor(Starlette(routes=public.ROUTES)) as before:
        answer = before.get("/healthz")
    assert answer.status_code == 503
    assert answer.json() == {**FINE, "started": False, "scan_writer": False}


def test_a_process_that_went_down_is_not_healthy(database: Database) -> None:
    with Visitor(public.app) as visitor:
        assert visitor.get("/healthz").status_code == 200
    assert health.checks() == {**FINE, "started": False, "scan_writer": False}


def test_a_database_of_another_version_is_not_healthy(database: Database, visitor: Visitor) -> None:
    with database.transaction() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    answer = visitor.get("/healthz")
    assert (answer.status_code, answer.json()) == (503, {**FINE, "migrations": False})


def test_a_scan_writer_that_stopped_is_not_healthy(visitor: Visitor) -> None:
    visitor.aside(routes.redirects().recorder.stop)
    answer = visitor.get("/healthz")
    assert (answer.status_code, answer.json()) == (503, {**FINE, "scan_writer": False})


def test_a_database_that_does_not_answer_is_said_and_is_no_crash(
    database: Database, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "engine", Database("sqlite:////nulle/part/base.sqlite").engine)
    answer = visitor.get("/healthz")
    assert answer.status_code == 503
    assert answer.json() == {**FINE, "database": False, "migrations": False}
    assert "nulle" not in json.dumps(answer.json())


def test_jobs_that_have_stopped_make_the_process_ill_that_should_carry_them_out(database: Database) -> None:
    with Visitor(Starlette(routes=public.ROUTES, lifespan=public.lifespan_with_jobs)) as visitor:
        answer = visitor.get("/healthz")
        assert (answer.status_code, answer.json()) == (200, {**FINE, "jobs": True})
        with database.transaction() as session:
            session.execute(text("UPDATE job_worker SET beat_at = '2026-01-01'"))
        assert visitor.get("/healthz").status_code == 503
    with Visitor(public.app) as elsewhere:
        answer = elsewhere.get("/healthz")
        assert (answer.status_code, answer.json()) == (200, FINE)
