"""/healthz: 200 only when the process has really started and can do its work."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app import migrate
from campaigns import routes
from core import database, jobs

_state = {"started": False}


def started() -> None:
    """Say that the lifespan's start is over."""
    _state["started"] = True


def stopped() -> None:
    """Say that the process is going down."""
    _state["started"] = False


async def healthz(_request: Request) -> Response:
    """What was looked at, each true or false; 503 when one is false."""
    found = await run_in_threadpool(checks)
    # Public pages alone go on answering when the jobs of another process have stopped.
    counted = [name for name, value in found.items() if isinstance(value, bool)]
    ok = all(found[name] for name in counted if name != "jobs" or jobs.started())
    return JSONResponse(found, 200 if ok else 503, {"Cache-Control": "no-store"})


def checks() -> dict[str, bool | int]:
    """Started, database, migrations, jobs, scan writer; and how many scans were lost since the start."""
    recorder = routes.redirects().recorder
    ready = _database_answers() and migrate.up_to_date(database.current())
    return {
        "started": _state["started"],
        "database": _database_answers(),
        "migrations": ready,
        "jobs": ready and _jobs_alive(),
        "scan_writer": recorder.alive,
        "scans_lost": recorder.lost,
    }


def _jobs_alive() -> bool:
    with database.current().snapshot() as session:
        return jobs.alive(session)


def _database_answers() -> bool:
    try:
        with database.current().snapshot() as session:
            return bool(session.scalar(text("SELECT 1")))
    except SQLAlchemyError:
        return False
