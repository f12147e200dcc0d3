"""Placements register: what hangs where since when, visits, round links"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "round_link",
        sa.Column("consortium_id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_round_link_campaign_id_campaign")
        ),
        sa.ForeignKeyConstraint(
            ["consortium_id"], ["consortium.id"], name=op.f("fk_round_link_consortium_id_consortium")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["user_account.id"], name=op.f("fk_round_link_created_by_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_round_link_token_hash")),
    )
    with op.batch_alter_table("round_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_round_link_consortium_id"), ["consortium_id"], unique=False)

    op.create_table(
        "visit",
        sa.Column("consortium_id", sa.Uuid(), nullable=False),
        sa.Column("placement_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen", sa.String(length=32), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("round_id", sa.Uuid(), nullable=True),
        sa.Column("who", sa.String(length=120), nullable=False),
        sa.Column("remark", sa.String(length=200), nullable=False),
        sa.Column("photo", sa.String(length=80), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consortium_id"], ["consortium.id"], name=op.f("fk_visit_consortium_id_consortium")
        ),
        sa.ForeignKeyConstraint(
            ["placement_id"], ["placement.id"], name=op.f("fk_visit_placement_id_placement")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["round_link.id"], name=op.f("fk_visit_round_id_round_link")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_visit_user_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
    )
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_visit_consortium_id"), ["consortium_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_visit_placement_id"), ["placement_id"], unique=False)

    with op.batch_alter_table("placement", schema=None) as batch_op:
        batch_op.add_column(sa.Column("size", sa.String(length=20), server_default="", nullable=False))
        batch_op.add_column(sa.Column("quantity", sa.Integer(), server_default="1", nullable=False))
        batch_op.add_column(sa.Column("put_up_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("seen_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("taken_down_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("taken_down_why", sa.String(length=32), nullable=True))

    # What was in the register before counted as up since it was noted there.
    day = "date(created_at)" if op.get_bind().dialect.name == "sqlite" else "CAST(created_at AS DATE)"
    op.execute(f"UPDATE placement SET put_up_on = {day} WHERE kind IN ('poster', 'flyer')")  # noqa: S608


def downgrade() -> None:
    with op.batch_alter_table("placement", schema=None) as batch_op:
        batch_op.drop_column("taken_down_why")
        batch_op.drop_column("taken_down_on")
        batch_op.drop_column("seen_on")
        batch_op.drop_column("put_up_on")
        batch_op.drop_column("quantity")
        batch_op.drop_column("size")

    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_visit_placement_id"))
        batch_op.drop_index(batch_op.f("ix_visit_consortium_id"))

    op.drop_table("visit")
    with op.batch_alter_table("round_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_round_link_consortium_id"))

    op.drop_table("round_link")
