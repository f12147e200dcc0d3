"""Loads beside wrk's: so many requests a second whatever the answers, and a second writer of the file."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
import time
from pathlib import Path

HELD = 0.05
TIMES_A_SECOND = 5


def p99_milliseconds(port: int, path: str, agent: str, rate: int, seconds: int, phones: int = 32) -> float:
    """The 99th percentile at a steady rate; a late answer counts from when it was due to be asked."""
    taken = asyncio.run(_steady(port, path, agent, rate, seconds, phones))
    return sorted(taken)[int(len(taken) * 0.99)] * 1000


async def _steady(port: int, path: str, agent: str, rate: int, seconds: int, phones: int) -> list[float]:
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: {agent}\r\n\r\n".encode()
    start, taken = time.perf_counter() + 0.5, []

    async def phone(number: int) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for turn in range(number, rate * seconds, phones):
            due = start + turn / rate
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            writer.write(request)
            answer = await reader.readuntil(b"\r\n\r\n")
            if not answer.startswith(b"HTTP/1.1 302"):
                raise SystemExit(f"not a redirect: {answer[:60]!r}")
            taken.append(time.perf_counter() - due)
        writer.close()

    await asyncio.gather(*(phone(number) for number in range(phones)))
    return taken


class SecondWriter(threading.Thread):
    """A dashboard that saves: holds the file 50 ms, five times a second; `longest` is its longest wait."""

    def __init__(self, file: Path) -> None:
        super().__init__(daemon=True)
        self.longest = 0.0
        self._file = file
        self._over = threading.Event()

    def run(self) -> None:
        """Until `stop`."""
        connection = sqlite3.connect(self._file, isolation_level=None, timeout=30)
        while not self._over.wait(1 / TIMES_A_SECOND - HELD):
            asked = time.perf_counter()
            connection.execute("BEGIN IMMEDIATE")
            self.longest = max(self.longest, time.perf_counter() - asked)
            connection.execute("UPDATE consortium SET programme = 'x'")
            time.sleep(HELD)
            connection.execute("COMMIT")
        connection.close()

    def stop(self) -> None:
        """End, and wait for the end."""
        self._over.set()
        self.join()
