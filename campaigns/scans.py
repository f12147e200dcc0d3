"""Scans: recorded by `Recorder`, told from bots by `classify`, counted by campaigns.rollups."""

from __future__ import annotations

from campaigns.agents import classify
from campaigns.recorder import Recorder
from campaigns.rollups import DayCount, LinkCount, counts, daily_counts

__all__ = ["DayCount", "LinkCount", "Recorder", "classify", "counts", "daily_counts"]
