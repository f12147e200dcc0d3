"""Links and scans: destinations with versions, scans that say how, sums kept by triggers"""

# ruff: noqa: S608 (names of ours only)

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_ALL = [f"all_{hour:02}" for hour in range(24)]
_HUMAN = [f"human_{hour:02}" for hour in range(24)]
_DAY_COUNTS = ["total", "human", *_ALL, *_HUMAN]
_KIND = "link_id, version, scan_class, device, app"


def upgrade() -> None:
    _links()
    _new_tables()
    _scans()
    for statement in _sums() + (_sqlite_triggers() if _sqlite() else _postgresql_triggers()):
        op.execute(statement)


def downgrade() -> None:
    if _sqlite():
        op.execute("DROP TRIGGER scan_counted_by_day")
        op.execute("DROP TRIGGER scan_counted_by_kind")
    else:
        op.execute("DROP TRIGGER scan_counted ON scan")
        op.execute("DROP FUNCTION scan_counted()")
    with op.batch_alter_table("scan") as batch_op:
        batch_op.drop_index("ix_scan_quarter")
        for column in ("version", "device", "app"):
            batch_op.drop_column(column)
        batch_op.create_index("ix_scan_link_quarter", ["link_id", "quarter"])
    for table in ("scan_sum", "scan_day", "link_version", "daily_visitors", "known_host", "lost_scans"):
        op.drop_table(table)
    with op.batch_alter_table("link") as batch_op:
        for column in ("version", "turns_at", "utm", "announced_at"):
            batch_op.drop_column(column)
    with op.batch_alter_table("code") as batch_op:
        batch_op.drop_column("alias")


def _sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _links() -> None:
    with op.batch_alter_table("code") as batch_op:
        batch_op.add_column(sa.Column("alias", sa.Boolean(), server_default=sa.false(), nullable=False))
    with op.batch_alter_table("link") as batch_op:
        batch_op.add_column(
            sa.Column("version", sa.SmallInteger(), server_default=sa.text("1"), nullable=False)
        )
        batch_op.add_column(sa.Column("turns_at", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("utm", sa.String(length=200), server_default="", nullable=False))
        batch_op.add_column(sa.Column("announced_at", sa.Integer(), nullable=True))
    op.create_table(
        "link_version",
        _of_link("link_version"),
        sa.Column("number", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("destination", sa.String(length=1000), nullable=False),
        sa.Column("from_quarter", sa.Integer(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "set_by", sa.Uuid(), sa.ForeignKey("user_account.id", name="fk_link_version_set_by_user_account")
        ),
        sa.Column("called_off_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("link_id", "number", name="pk_link_version"),
    )
    op.execute(
        "INSERT INTO link_version (link_id, number, destination, from_quarter, set_at)"
        " SELECT id, 1, destination, 0, created_at FROM link"
    )


def _of_link(table: str) -> sa.Column[int]:
    key = sa.ForeignKey("link.id", name=f"fk_{table}_link_id_link")
    return sa.Column("link_id", sa.Integer(), key, autoincrement=False, nullable=False)


def _new_tables() -> None:
    op.create_table(
        "known_host",
        sa.Column(
            "consortium_id",
            sa.Uuid(),
            sa.ForeignKey("consortium.id", name="fk_known_host_consortium_id_consortium"),
            nullable=False,
        ),
        sa.Column("host", sa.String(length=253), nullable=False),
        sa.PrimaryKeyConstraint("consortium_id", "host", name="pk_known_host"),
    )
    op.create_table(
        "lost_scans",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("scans", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", name="pk_lost_scans"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "daily_visitors",
        _of_link("daily_visitors"),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("visitors", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("link_id", "day", name="pk_daily_visitors"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "scan_day",
        _of_link("scan_day"),
        sa.Column("day", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("human", sa.Integer(), nullable=False),
        *(
            sa.Column(name, sa.Integer(), server_default=sa.text("0"), nullable=False)
            for name in _ALL + _HUMAN
        ),
        sa.PrimaryKeyConstraint("link_id", "day", name="pk_scan_day"),
        sqlite_with_rowid=False,
    )
    small = [
        sa.Column(name, sa.SmallInteger(), autoincrement=False, nullable=False)
        for name in ("version", "scan_class", "device", "app")
    ]
    op.create_table(
        "scan_sum",
        _of_link("scan_sum"),
        *small,
        sa.Column("scans", sa.Integer(), nullable=False),
        sa.Column("purged", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint(*_KIND.split(", "), name="pk_scan_sum"),
        sqlite_with_rowid=False,
    )


def _scans() -> None:
    op.rename_table("scan", "scan_before")
    op.create_table(
        "scan",
        _of_link("scan"),
        sa.Column("quarter", sa.Integer(), nullable=False),
        sa.Column("version", sa.SmallInteger(), server_default=sa.text("1"), nullable=False),
        sa.Column("scan_class", sa.SmallInteger(), nullable=False),
        sa.Column("device", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("app", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
    )
    op.execute(
        "INSERT INTO scan (link_id, quarter, scan_class)"
        " SELECT link_id, quarter, scan_class FROM scan_before ORDER BY quarter"
    )
    op.drop_table("scan_before")
    op.create_index("ix_scan_quarter", "scan", ["quarter"])


def _day_values(of: str) -> list[str]:
    """What one scan adds to each count of its day; `of` names its row."""
    human, here = f"{of}scan_class = 0", f"{of}quarter / 4 % 24 = "
    conditions = [human, *(f"{here}{hour}" for hour in range(24))]
    conditions += [f"{human} AND {here}{hour}" for hour in range(24)]
    return conditions


def _sums() -> list[str]:
    """Count what there is."""
    counts = ", ".join(f"SUM(CASE WHEN {value} THEN 1 ELSE 0 END)" for value in _day_values(""))
    return [
        (
            f"INSERT INTO scan_day (link_id, day, {', '.join(_DAY_COUNTS)})"
            f" SELECT link_id, quarter / 96, COUNT(*), {counts}"
            " FROM scan WHERE scan_class <> 3 GROUP BY link_id, quarter / 96"
        ),
        f"INSERT INTO scan_sum ({_KIND}, scans) SELECT {_KIND}, COUNT(*) FROM scan GROUP BY {_KIND}",
    ]


def _added(table: str) -> str:
    names = _DAY_COUNTS if table == "scan_day" else ["scans"]
    return ", ".join(f"{name} = {table}.{name} + excluded.{name}" for name in names)


def _sqlite_triggers() -> list[str]:
    values = ", ".join(_day_values("NEW."))
    kind = ", ".join(f"NEW.{name}" for name in _KIND.split(", "))
    return [
        (
            "CREATE TRIGGER scan_counted_by_day AFTER INSERT ON scan WHEN NEW.scan_class <> 3 BEGIN"
            f" INSERT INTO scan_day (link_id, day, {', '.join(_DAY_COUNTS)})"
            f" VALUES (NEW.link_id, NEW.quarter / 96, 1, {values})"
            f" ON CONFLICT (link_id, day) DO UPDATE SET {_added('scan_day')}; END"
        ),
        (
            "CREATE TRIGGER scan_counted_by_kind AFTER INSERT ON scan BEGIN"
            f" INSERT INTO scan_sum ({_KIND}, scans) VALUES ({kind}, 1)"
            f" ON CONFLICT ({_KIND}) DO UPDATE SET {_added('scan_sum')}; END"
        ),
    ]


def _postgresql_triggers() -> list[str]:
    # Once for each statement, in the order of the keys: two writers never wait for each other in a ring.
    counts = ", ".join(f"COUNT(*) FILTER (WHERE {value})" for value in _day_values(""))
    return [
        (
            "CREATE FUNCTION scan_counted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            f" INSERT INTO scan_day (link_id, day, {', '.join(_DAY_COUNTS)})"
            f" SELECT link_id, quarter / 96, COUNT(*), {counts}"
            " FROM added WHERE scan_class <> 3 GROUP BY 1, 2 ORDER BY 1, 2"
            f" ON CONFLICT (link_id, day) DO UPDATE SET {_added('scan_day')};"
            f" INSERT INTO scan_sum ({_KIND}, scans) SELECT {_KIND}, COUNT(*) FROM added"
            " GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5"
            f" ON CONFLICT ({_KIND}) DO UPDATE SET {_added('scan_sum')};"
            " RETURN NULL; END $$"
        ),
        (
            "CREATE TRIGGER scan_counted AFTER INSERT ON scan REFERENCING NEW TABLE AS added"
            " FOR EACH STATEMENT EXECUTE FUNCTION scan_counted()"
        ),
    ]
