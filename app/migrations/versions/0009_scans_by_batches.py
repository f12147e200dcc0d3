"""Scans come in by two doors: one row at a time, or whole batches that are counted already (SQLite)"""

# ruff: noqa: S608 (names of ours only)

from __future__ import annotations

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_ALL = [f"all_{hour:02}" for hour in range(24)]
_HUMAN = [f"human_{hour:02}" for hour in range(24)]
_DAY_COUNTS = ["total", "human", *_ALL, *_HUMAN]
_ROW = "link_id, quarter, version, scan_class, device, app"
_KIND = "link_id, version, scan_class, device, app"


def upgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        # The trigger on the table counts a statement at a time, whichever door it came by.
        op.execute(f"CREATE VIEW scan_entry AS SELECT {_ROW} FROM scan")
        return
    op.execute("DROP TRIGGER scan_counted_by_day")
    op.execute("DROP TRIGGER scan_counted_by_kind")
    op.execute(f"CREATE VIEW scan_entry AS SELECT {_ROW} FROM scan")
    op.execute(_by_row())
    op.execute("CREATE VIEW scan_batch AS SELECT '' AS scans, '' AS hours, '' AS kinds, '' AS visitors")
    op.execute(_by_batch())


def downgrade() -> None:
    op.execute("DROP VIEW scan_entry")
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP VIEW scan_batch")


def _added(table: str) -> str:
    names = _DAY_COUNTS if table == "scan_day" else ["scans"]
    return ", ".join(f"{name} = {table}.{name} + excluded.{name}" for name in names)


def _by_row() -> str:
    human, here = "NEW.scan_class = 0", "NEW.quarter / 4 % 24 = "
    counts = [human, *(f"{here}{hour}" for hour in range(24))]
    counts += [f"{human} AND {here}{hour}" for hour in range(24)]
    kind = (
        "NEW.link_id, COALESCE(NEW.version, 1), NEW.scan_class, COALESCE(NEW.device, 0), COALESCE(NEW.app, 0)"
    )
    row = kind.replace("NEW.link_id,", "NEW.link_id, NEW.quarter,")
    return (
        "CREATE TRIGGER scan_entered INSTEAD OF INSERT ON scan_entry BEGIN"
        f" INSERT INTO scan ({_ROW}) VALUES ({row});"
        f" INSERT INTO scan_day (link_id, day, {', '.join(_DAY_COUNTS)})"
        f" SELECT NEW.link_id, NEW.quarter / 96, 1, {', '.join(counts)} WHERE NEW.scan_class <> 3"
        f" ON CONFLICT (link_id, day) DO UPDATE SET {_added('scan_day')};"
        f" INSERT INTO scan_sum ({_KIND}, scans) VALUES ({kind}, 1)"
        f" ON CONFLICT ({_KIND}) DO UPDATE SET {_added('scan_sum')}; END"
    )


def _by_batch() -> str:
    def values(columns: int) -> str:
        return ", ".join(f"json_extract(value, '$[{column}]')" for column in range(columns))

    # «hours»: link, hour since 1970, all, people; they are the batch's own sums.
    hour, all_, people = (f"json_extract(value, '$[{column}]')" for column in (1, 2, 3))
    spread = [f"SUM(CASE {hour} % 24 WHEN {one} THEN {all_} ELSE 0 END)" for one in range(24)]
    spread += [f"SUM(CASE {hour} % 24 WHEN {one} THEN {people} ELSE 0 END)" for one in range(24)]
    return (
        "CREATE TRIGGER scans_entered INSTEAD OF INSERT ON scan_batch BEGIN"
        f" INSERT INTO scan ({_ROW}) SELECT {values(6)} FROM json_each(NEW.scans);"
        f" INSERT INTO scan_day (link_id, day, {', '.join(_DAY_COUNTS)})"
        f" SELECT json_extract(value, '$[0]'), {hour} / 24, SUM({all_}), SUM({people}), {', '.join(spread)}"
        " FROM json_each(NEW.hours) WHERE true GROUP BY 1, 2"
        f" ON CONFLICT (link_id, day) DO UPDATE SET {_added('scan_day')};"
        f" INSERT INTO scan_sum ({_KIND}, scans) SELECT {values(6)} FROM json_each(NEW.kinds) WHERE true"
        f" ON CONFLICT ({_KIND}) DO UPDATE SET {_added('scan_sum')};"
        f" INSERT INTO daily_visitors (link_id, day, visitors) SELECT {values(3)}"
        " FROM json_each(NEW.visitors) WHERE true"
        " ON CONFLICT (link_id, day) DO UPDATE SET visitors = daily_visitors.visitors + excluded.visitors;"
        " END"
    )
