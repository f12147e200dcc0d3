"""Commands that start, migrate, examine and fill an installation."""

from __future__ import annotations

import os
import runpy
import signal
import sys
import threading
from pathlib import Path

import click

from app import demo as demonstration
from app.commands.common import as_json, main, ready, show
from core import database, jobs, settings
from core.i18n import _

ROOT = Path(__file__).parents[2]


@main.command()
def migrate() -> None:
    """Bring the database to the tables of this version."""
    ready()
    click.echo(_("Base de données à jour : {where}", where=_without_password(database.current())))


@main.command()
def serve() -> None:
    """Start dashboard, public pages and jobs in one process (127.0.0.1 unless PORTE_VOIX_HOST is set)."""
    chosen = settings.current()
    ready()
    click.echo(_("Porte-Voix : {address}", address=chosen.public_url))
    sys.stdout.flush()
    os.chdir(ROOT)
    options = [f"--server.address={chosen.host}", f"--server.port={chosen.port}", "--server.headless=true"]
    sys.argv = ["streamlit", "run", str(ROOT / "streamlit_app.py"), *options]
    # Within this process: what it has imported by now is a third of the start.
    database.current().close()
    runpy.run_module("streamlit", run_name="__main__", alter_sys=True)


@main.command()
def public() -> None:
    """Start the public pages alone, without the dashboard (for several processes behind a proxy)."""
    chosen = settings.current()
    ready()
    command = [sys.executable, "-m", "uvicorn", "app.public:app", "--no-access-log", "--no-server-header"]
    options = ["--host", chosen.host, "--port", str(chosen.port)]
    os.execv(command[0], [*command, *options])  # noqa: S606


@main.command()
def worker() -> None:
    """Carry out the jobs, without any page (at scale; each process has its PORTE_VOIX_WORKER_NAME)."""
    ready()
    asked = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_sign: asked.set())
    jobs.start()
    click.echo(_("Tâches en marche : {name}", name=settings.current().worker_name))
    sys.stdout.flush()
    asked.wait()
    jobs.stop()


@main.command()
@as_json
def demo(*, as_json: bool) -> None:
    """Build the fictional consortium where there is none; leave an existing one as it is."""
    built = demonstration.ensure(ready())
    show(built, as_json=as_json, text=lambda: demonstration.summary(built))


@main.command()
@as_json
def doctor(*, as_json: bool) -> None:
    """Look at settings, folder, database, browser and packages, and say what to mend."""
    from app import doctor as examination  # noqa: PLC0415 (its words bring the tables of reach along)

    found = examination.examine()
    show([one.as_json() for one in found], as_json=as_json, text=lambda: examination.summary(found))
    if any(one.state == "broken" for one in found):
        raise SystemExit(1)


def _without_password(present: database.Database) -> str:
    return present.engine.url.render_as_string(hide_password=True)
