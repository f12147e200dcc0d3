"""How many forms a second are kept, as a share of a bare insert measured beside it, and what redirects feel.

`python -m benchmarks.intake [--json] [--rounds N] [--seconds S]`. The bare insert is one FastAPI
operation that writes one row and commits, on the same kind of database (SQLite, WAL,
synchronous=FULL). Each is served by uvicorn (uvloop, httptools, log off, one process) and loaded
over 16 connections, in turn; the ratio is the median over the rounds. Then redirects are asked for
one after the other while forms arrive over 4 connections. Every form has a token and an address of
its own and is written whole: contact, origins, encrypted way to answer, hash, receipt. Exit status
1 where a target is missed.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import asdict
from functools import cache
from itertools import count
from pathlib import Path
from urllib.parse import urlencode

from fastapi import FastAPI
from sqlalchemy import Column, DateTime, Engine, Integer, MetaData, String, Table, text
from starlette.responses import RedirectResponse

from benchmarks.serving import PHONE, Case, served
from core import clock, database

CONNECTIONS, BESIDE = 16, 4
RATIO, SLOWEST = 0.05, 400.0
BARE, OURS = "benchmarks.intake:bare", "app.public:app"
FOLDER = "PORTE_VOIX_DATA_DIR"
ROWS = Table(
    "row", MetaData(), Column("id", Integer, primary_key=True), Column("at", DateTime), Column("text", String)
)
bare = FastAPI()


@bare.api_route("/r/{code}", methods=["GET", "HEAD"])
def _redirect(code: str) -> RedirectResponse:
    return RedirectResponse(f"/bonjour/{code}", 302)


@bare.post("/insert")
def _insert() -> dict[str, bool]:
    with _engine().begin() as connection:
        connection.execute(ROWS.insert(), {"at": clock.now(), "text": "06 39 98 12 34"})
    return {"kept": True}


@cache
def _engine() -> Engine:
    engine = database.Database(f"sqlite:///{Path(os.environ[FOLDER]) / 'bare.sqlite'}").engine
    ROWS.metadata.create_all(engine)
    return engine


def main() -> int:
    """Measure, print, and say by the exit status whether every target is met."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.intake", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print a JSON list")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=4)
    chosen = parser.parse_args()
    cases = measured(chosen.rounds, chosen.seconds)
    if chosen.json:
        print(json.dumps([asdict(case) for case in cases], indent=2))
    else:
        for case in cases:
            print(f"{case.case}: {case.value} (target {case.target}){'' if case.met else ' MISSED'}")
    return 0 if all(case.met for case in cases) else 1


def measured(rounds: int, seconds: float) -> list[Case]:
    """Every case; forms against the bare insert of the same round."""
    with ExitStack() as stack:
        # An own data folder, for the servers too: never the database of an installation.
        os.environ[FOLDER] = stack.enter_context(tempfile.TemporaryDirectory(prefix="porte-voix-bench-"))
        os.environ.pop("PORTE_VOIX_DATABASE_URL", None)
        os.environ["PORTE_VOIX_TRUSTED_PROXIES"] = "1"
        path = f"/r/{_prepared()}"
        made = _forms()
        ports = {name: stack.enter_context(served(name, path)) for name in (BARE, OURS)}
        asked = {BARE: _inserts(), OURS: made}
        time.sleep(2.1)  # a form that comes back faster is asked for a tap
        rates: dict[str, list[float]] = {name: [] for name in ports}
        for _round in range(rounds):
            for name, port in ports.items():
                kept = asyncio.run(_loaded(port, asked[name], seconds, CONNECTIONS))
                rates[name].append(kept / seconds)
        quiet, busy = asyncio.run(_redirected(ports[OURS], path, made, seconds))
        _all_kept(made)
    for name, seen in rates.items():
        print(f"# {name}: {sorted(round(rate) for rate in seen)} a second", file=sys.stderr)
    print(f"# redirects alone: p99 {quiet} ms", file=sys.stderr)
    ratio = statistics.median(one / base for one, base in zip(rates[OURS], rates[BARE], strict=True))
    return [
        Case("forms kept to a bare insert with commit", round(ratio, 3), RATIO, ratio >= RATIO),
        Case("redirect p99 while forms arrive, ms", busy, SLOWEST, busy <= SLOWEST),
    ]


class _Forms:
    """Requests ready to be sent, each used once; `kept` counts those that were thanked."""

    def __init__(self, requests: Iterator[bytes], said: bytes) -> None:
        self.requests = requests
        self.said = said
        self.kept = 0


def _forms() -> _Forms:
    from contacts import flood  # noqa: PLC0415
    from contacts.routes import form  # noqa: PLC0415
    from core import web  # noqa: PLC0415

    early = [flood.stamp() for _form in range(40_000)]

    def requests() -> Iterator[bytes]:
        for number, part in enumerate(early):
            way = f"06 39 98 {number // 100 % 100:02} {number % 100:02}"
            fields = {"token": web.form_token(form.FORM, part), "way": way, "kind": "phone", "need": "permis"}
            body = urlencode({**fields, "origin": ["friend", "tiktok"]}, doseq=True).encode()
            address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
            yield _request("/bonjour/permis/rappel", body, f"X-Forwarded-For: {address}\r\n")

    return _Forms(requests(), "C’est noté".encode())


def _inserts() -> _Forms:
    return _Forms((_request("/insert", b"", "") for _number in count()), b"kept")


def _request(path: str, body: bytes, more: str) -> bytes:
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{more}Content-Length: {len(body)}\r\n"
    return f"{head}Content-Type: application/x-www-form-urlencoded\r\n\r\n".encode() + body


async def _loaded(port: int, forms: _Forms, seconds: float, connections: int) -> int:
    """How many were kept within that time."""
    until, before = time.perf_counter() + seconds, forms.kept

    async def one() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while time.perf_counter() < until:
            writer.write(next(forms.requests))
            if forms.said not in await _answer(reader):
                raise SystemExit("a form was not kept: the measure would say nothing")
            forms.kept += 1
        writer.close()

    await asyncio.gather(*(one() for _connection in range(connections)))
    return forms.kept - before


async def _redirected(port: int, path: str, forms: _Forms, seconds: float) -> tuple[float, float]:
    """The p99 of redirects in milliseconds: alone, and while forms arrive."""
    quiet = await _latencies(port, path, seconds)
    arriving = asyncio.create_task(_loaded(port, forms, seconds, BESIDE))
    busy = await _latencies(port, path, seconds)
    await arriving
    return tuple(round(statistics.quantiles(seen, n=100)[98], 1) for seen in (quiet, busy))  # type: ignore[return-value]


async def _latencies(port: int, path: str, seconds: float) -> list[float]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    asked = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: {PHONE}\r\n\r\n".encode()
    until, seen = time.perf_counter() + seconds, []
    while time.perf_counter() < until:
        begun = time.perf_counter()
        writer.write(asked)
        if not (await _answer(reader)).startswith(b"HTTP/1.1 302"):
            raise SystemExit("a code did not redirect")
        seen.append((time.perf_counter() - begun) * 1000)
        await asyncio.sleep(0.005)
    writer.close()
    return seen


async def _answer(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    length = next(
        (int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")), 0
    )
    return head + await reader.readexactly(length)


def _prepared() -> str:
    """A consortium with the page «permis» and a poster's code."""
    from app import migrate, tables  # noqa: F401, PLC0415
    from campaigns import links  # noqa: PLC0415
    from contacts import landing  # noqa: PLC0415
    from core import people  # noqa: PLC0415
    from core.territory import Channel  # noqa: PLC0415

    migrate.migrate(database.current())
    with database.current().transaction() as session:
        consortium = people.create_consortium(session, "Mesure")
        landing.ensure_defaults(session, consortium.id)
        _link, code = links.create(
            session, consortium_id=consortium.id, channel=Channel.POSTER, destination="/bonjour/permis"
        )
        return code.shown


def _all_kept(forms: _Forms) -> None:
    with database.current().snapshot() as session:
        stored = session.scalar(text("SELECT count(*) FROM first_contact")) or 0
    if stored < forms.kept:
        raise SystemExit(f"{forms.kept} forms were thanked and {stored} are stored")


if __name__ == "__main__":
    sys.exit(main())
