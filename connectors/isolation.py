"""A reader in a process of its own: its deadline holds, and it sees nothing but its question.

Packages that read pages sleep, hang, print and change; a browser forgets to end. So each reading runs
in a child with an empty home folder and four environment variables: no secret of ours reaches it, the
outbound proxy and authority apply to it alone, and when the deadline comes it is killed with whatever
it started.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from connectors import readings
from connectors.errors import TimedOut, Unknown, by_name
from core import settings

ROOT = Path(__file__).resolve().parents[1]
# A browser needs about this long to close by itself; what is still there at the deadline is killed.
TIME_TO_CLOSE = 1.5


def ask(module: str, task: str, target: str, deadline: float, chromium: str = "") -> readings.Reading:
    """What `python -m module` answers to `task` on `target` within `deadline` seconds.

    Raises the ConnectorError that the child names, TimedOut at the deadline, Unknown when it dies.
    """
    plain = _asked(module, task, target, deadline, {"chromium": chromium})
    try:
        return readings.from_plain(plain)
    except (ValueError, TypeError, KeyError):
        raise Unknown from None


def ask_list(module: str, task: str, target: str, deadline: float, most: int) -> list[readings.Listed]:
    """The posts, at most `most`, that the child lists. Raises like `ask`."""
    plain = _asked(module, task, target, deadline, {"chromium": "", "most": most})
    try:
        return [readings.Listed(str(name), readings.from_plain(one)) for name, one in plain["listed"]]
    except (ValueError, TypeError, KeyError):
        raise Unknown from None


def _asked(module: str, task: str, target: str, deadline: float, more: dict[str, object]) -> dict[str, Any]:
    ours = settings.current()
    question = {
        "task": task,
        "target": target,
        "proxy": ours.outbound_proxy,
        "ca": str(ours.outbound_ca.resolve()) if ours.outbound_ca else "",
        "seconds": max(deadline - TIME_TO_CLOSE, 0.5),
        **more,
    }
    with TemporaryDirectory(prefix="porte-voix-", ignore_cleanup_errors=True) as home:
        return _plain(_run(module, json.dumps(question).encode(), home, deadline))


def _run(module: str, question: bytes, home: str, deadline: float) -> bytes:
    with subprocess.Popen(  # noqa: S603 (our own module under our own interpreter)
        [sys.executable, "-P", "-W", "ignore", "-m", module],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(home),
        cwd=home,
        start_new_session=True,
    ) as child:
        try:
            return child.communicate(question, timeout=deadline)[0]
        except subprocess.TimeoutExpired:
            raise TimedOut from None
        finally:
            if child.poll() is None:
                _kill_with_descendants(child.pid)


def _environment(home: str) -> dict[str, str]:
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "PYTHONPATH": str(ROOT),
        "HOME": home,
        "TMPDIR": home,
    }


def _plain(answer: bytes) -> dict[str, Any]:
    try:
        plain = json.loads(answer)
    except ValueError:
        raise Unknown from None
    if not isinstance(plain, dict):
        raise Unknown
    if "error" in plain:
        raise by_name(plain["error"], plain.get("retry_after"))
    return plain


def _kill_with_descendants(pid: int) -> None:
    """SIGKILL to a process and all it started: a browser lives in a session of its own."""
    for victim in (*_descendants(pid), pid):
        try:
            os.kill(victim, signal.SIGKILL)
        except ProcessLookupError:
            continue


def _descendants(pid: int) -> Iterator[int]:
    """Children, their children and so on, from /proc; none where there is no /proc."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        children.setdefault(int(fields[1]), []).append(int(stat.parent.name))
    waiting = [pid]
    while waiting:
        found = children.get(waiting.pop(), [])
        yield from found
        waiting += found
