"""The porte-voix command. Exit status: 0 done, 1 refused (a sentence says why), 2 misused."""

from __future__ import annotations

from app.commands import counters, imports, keeping, people, running, scans, showing
from app.commands.common import main

__all__ = ["counters", "imports", "keeping", "main", "people", "running", "scans", "showing"]
