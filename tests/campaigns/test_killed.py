"""kill -9 under load: what was answered was stored."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Event, Lock

import pytest

from campaigns import keeping
from core.database import Database
from tests.campaigns.serving import PHONE, stored
from tests.factories import campaigns

ROOT = Path(__file__).parents[2]
CLIENTS = 16
# Killed after so many answers: early, late, and never at the same point of a batch.
KILLED_AFTER = (1, 50, 101, 202, 303, 404, 505, 606, 707, 808)


class Load:
    """Phones that open one address without pause until the server is gone; whole answers are counted."""

    def __init__(self, port: int, path: str, enough: int) -> None:
        self.answered = 0
        self.reached = Event()
        self._port = port
        self._request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: {PHONE}\r\n\r\n".encode()
        self._enough = enough
        self._lock = Lock()

    def run(self) -> None:
        """One phone."""
        with suppress(OSError), socket.create_connection(("127.0.0.1", self._port), timeout=20) as phone:
            while True:
                phone.sendall(self._request)
                answer = b""
                while not answer.endswith(b"\r\n\r\n"):
                    part = phone.recv(4096)
                    if not part:
                        return
                    answer += part
                assert answer.startswith(b"HTTP/1.1 302")
                self._count()

    def _count(self) -> None:
        with self._lock:
            self.answered += 1
            if self.answered >= self._enough:
                self.reached.set()


@pytest.fixture
def servers(database_address: str) -> Iterator[subprocess.Popen[str]]:
    """Forks a server for each line that it is told."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.campaigns.redirect_server"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PORTE_VOIX_DATABASE_URL": database_address},
    )
    with process:
        yield process
        assert process.stdin is not None
        process.stdin.close()


def killed_under_load(servers: subprocess.Popen[str], path: str, enough: int) -> int:
    """How many phones were answered by a server killed after `enough` answers."""
    assert servers.stdin is not None
    assert servers.stdout is not None
    servers.stdin.write("another\n")
    servers.stdin.flush()
    process, port = (int(number) for number in servers.stdout.readline().split())
    load = Load(port, path, enough)
    with ThreadPoolExecutor(CLIENTS) as pool:
        phones = [pool.submit(load.run) for _ in range(CLIENTS)]
        assert load.reached.wait(30)
        os.kill(process, signal.SIGKILL)
        for phone in phones:
            phone.result()
    assert servers.stdout.readline() == "gone\n"
    return load.answered


@pytest.mark.database
def test_no_answered_scan_is_lost_when_the_process_is_killed(
    database: Database, engine_kind: str, servers: subprocess.Popen[str]
) -> None:
    with database.transaction() as session:
        _link, code = campaigns.link(session)
    answered = 0
    for enough in KILLED_AFTER:
        before = stored(database)
        now = killed_under_load(servers, f"/r/{code.shown}", enough)
        assert now >= enough
        assert stored(database) - before >= now
        answered += now
    with database.snapshot() as session:
        assert keeping.differences(session) == []
    # A batch may have been stored whose phones were not answered: never more than the phones there were.
    assert answered <= stored(database) <= answered + CLIENTS * len(KILLED_AFTER)
