"""Work that takes longer than a page: kinds are registered once, and run by name.

Today a job runs on demand in the process that asks, one at a time per key, and tells its
progress. Rooms and pages know only these functions, so a durable engine can take over
behind them.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Any

from core.errors import Conflict, NotFound
from core.i18n import _

Progress = Callable[[int, int, str], None]
"""Called with (steps done, steps in all, a short French word on what is being done)."""
Work = Callable[[Mapping[str, Any], Progress], Any]
"""A job: its arguments (plain values), a way to tell progress; returns a plain result."""

_kinds: dict[str, Work] = {}
_every: dict[str, str] = {}
_running: set[tuple[str, str]] = set()
_lock = threading.Lock()


def register(kind: str, work: Work, every: str = "") -> None:
    """Give the kind «room.act» its work, and a time (cron, Europe/Paris) to one that comes back by itself.

    Done once, at start. A scheduled job is run without arguments.
    """
    _kinds[kind] = work
    if every:
        _every[kind] = every


def kinds() -> list[str]:
    """Every registered kind, sorted."""
    return sorted(_kinds)


def schedule() -> dict[str, str]:
    """The kinds that come back by themselves, each with its time."""
    return dict(_every)


def run(kind: str, key: str, arguments: Mapping[str, Any], progress: Progress | None = None) -> Any:
    """Run a job now and give back its result.

    Raises NotFound on an unknown kind, Conflict while the same kind and key is running.
    """
    if kind not in _kinds:
        raise NotFound(_("Cette tâche n'existe pas : {kind}.", kind=kind))
    ticket = (kind, key)
    with _lock:
        if ticket in _running:
            raise Conflict(_("Cette tâche est déjà en cours. Attendez sa fin."))
        _running.add(ticket)
    try:
        return _kinds[kind](arguments, progress or _silent)
    finally:
        with _lock:
            _running.discard(ticket)


def _silent(_done: int, _total: int, _text: str) -> None:
    """Progress that nobody watches."""
