"""rests with an end"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_HEALTH = sa.table(
    "provider_health",
    sa.column("owner", sa.String()),
    sa.column("provider", sa.String()),
    sa.column("open_on", sa.Date()),
    sa.column("open_until", sa.DateTime(timezone=True)),
    sa.column("openings", sa.Integer()),
)


def upgrade() -> None:
    with op.batch_alter_table("collection_lane", schema=None) as batch_op:
        batch_op.add_column(sa.Column("canary_by", sa.String(length=60), server_default="", nullable=False))
    with op.batch_alter_table("collection_watch", schema=None) as batch_op:
        batch_op.add_column(sa.Column("by_itself_until", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("provider_health", schema=None) as batch_op:
        batch_op.add_column(sa.Column("open_until", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("openings", sa.Integer(), server_default="0", nullable=False))
    _carry_over()
    with op.batch_alter_table("provider_health", schema=None) as batch_op:
        batch_op.drop_column("open_on")


def _carry_over() -> None:
    """Who rested for a day rests to its end."""
    here, known = op.get_bind(), _HEALTH.c
    resting = sa.select(known.owner, known.provider, known.open_on).where(known.open_on.is_not(None))
    for owner, provider, day in here.execute(resting).all():
        until = datetime.combine(day + timedelta(days=1), time(), UTC)
        this = sa.update(_HEALTH).where(known.owner == owner, known.provider == provider)
        here.execute(this.values(open_until=until, openings=1))


def downgrade() -> None:
    with op.batch_alter_table("provider_health", schema=None) as batch_op:
        batch_op.add_column(sa.Column("open_on", sa.Date(), nullable=True))
        batch_op.drop_column("openings")
        batch_op.drop_column("open_until")
    with op.batch_alter_table("collection_watch", schema=None) as batch_op:
        batch_op.drop_column("by_itself_until")
    with op.batch_alter_table("collection_lane", schema=None) as batch_op:
        batch_op.drop_column("canary_by")
