"""A collection in a process that is killed twice: a small one of benchmarks.collecting, judged the same way."""

from __future__ import annotations

from pathlib import Path

from benchmarks.collecting import measured


def test_everything_is_read_once_within_budgets_over_two_kills(tmp_path: Path) -> None:
    found = {case.case: case for case in measured(tmp_path, accounts=8, posts=24, kills=2)}
    assert next(iter(found)).startswith("kills survived: 2;")
    for name in (
        "targets without a number",
        "values kept twice for a slot",
        "requests beyond a day's budget",
        "requests beyond a minute's pace",
        "requests asked again",
        "memory, MB",
    ):
        assert found[name].met, found[name]
