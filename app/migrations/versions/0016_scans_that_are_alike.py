"""Scans that are alike come in once, with how many there are; the database counts them (SQLite)"""

# ruff: noqa: S608 (names of ours only)

from __future__ import annotations

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_ALL = [f"all_{hour:02}" for hour in range(24)]
_HUMAN = [f"human_{hour:02}" for hour in range(24)]
_DAY_COUNTS = ["total", "human", *_ALL, *_HUMAN]
_ROW = ["link_id", "quarter", "version", "scan_class", "device", "app"]
_KIND = "link_id, version, scan_class, device, app"


def upgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        return
    op.execute("DROP VIEW scan_batch")
    op.execute("CREATE VIEW scan_batch AS SELECT '' AS scans, '' AS visitors")
    op.execute(_by_batch())


def downgrade() -> None:
    raise NotImplementedError("Restore the backup made before the update")


def _added(table: str) -> str:
    names = _DAY_COUNTS if table == "scan_day" else ["scans"]
    return ", ".join(f"{name} = {table}.{name} + excluded.{name}" for name in names)


def _values(names: list[str]) -> str:
    return ", ".join(f"json_extract(value, '$[{place}]') AS {name}" for place, name in enumerate(names))


def _by_batch() -> str:
    # A limit keeps SQLite from reading the text anew for each value. «copies» holds a number for each scan.
    alike = f"(SELECT {_values([*_ROW, 'times', 'copies'])} FROM json_each(NEW.scans) LIMIT -1) AS alike"
    spread = [f"SUM(CASE quarter / 4 % 24 WHEN {hour} THEN times ELSE 0 END)" for hour in range(24)]
    spread += [
        f"SUM(CASE quarter / 4 % 24 WHEN {hour} THEN (scan_class = 0) * times ELSE 0 END)"
        for hour in range(24)
    ]
    return (
        "CREATE TRIGGER scans_entered INSTEAD OF INSERT ON scan_batch BEGIN"
        f" INSERT INTO scan ({', '.join(_ROW)}) SELECT {', '.join(f'alike.{name}' for name in _ROW)}"
        f" FROM {alike}, json_each(alike.copies);"
        f" INSERT INTO scan_day (link_id, day, {', '.join(_DAY_COUNTS)})"
        f" SELECT link_id, quarter / 96, SUM(times), SUM((scan_class = 0) * times), {', '.join(spread)}"
        f" FROM {alike} WHERE scan_class <> 3 GROUP BY 1, 2"
        f" ON CONFLICT (link_id, day) DO UPDATE SET {_added('scan_day')};"
        f" INSERT INTO scan_sum ({_KIND}, scans) SELECT {_KIND}, times FROM {alike} WHERE true"
        f" ON CONFLICT ({_KIND}) DO UPDATE SET {_added('scan_sum')};"
        f" INSERT INTO daily_visitors (link_id, day, visitors)"
        f" SELECT {_values(['link_id', 'day', 'visitors'])} FROM json_each(NEW.visitors) WHERE true"
        " ON CONFLICT (link_id, day) DO UPDATE SET visitors = daily_visitors.visitors + excluded.visitors;"
        " END"
    )
