"""owners agree"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "consent_link",
        sa.Column("consortium_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("asked_by", sa.String(length=120), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state_hash", sa.String(length=64), nullable=False),
        sa.Column("state_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_consent_link_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["consortium_id"], ["consortium.id"], name=op.f("fk_consent_link_consortium_id_consortium")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_consent_link_token_hash")),
    )
    with op.batch_alter_table("consent_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consent_link_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_consent_link_consortium_id"), ["consortium_id"], unique=False)

    with op.batch_alter_table("network_credential", schema=None) as batch_op:
        batch_op.add_column(sa.Column("account_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("access_ends_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("renewing_until", sa.DateTime(timezone=True), nullable=True))
        batch_op.drop_constraint(batch_op.f("uq_network_credential_consortium_id_network"), type_="unique")
        batch_op.create_index(batch_op.f("ix_network_credential_account_id"), ["account_id"], unique=False)
        batch_op.create_unique_constraint(
            batch_op.f("uq_network_credential_consortium_id_network_account_id"),
            ["consortium_id", "network", "account_id"],
        )
        batch_op.create_index(
            "uq_network_credential_of_all",
            ["consortium_id", "network"],
            unique=True,
            sqlite_where=sa.text("account_id IS NULL"),
            postgresql_where=sa.text("account_id IS NULL"),
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_network_credential_account_id_account"), "account", ["account_id"], ["id"]
        )


def downgrade() -> None:
    # What speaks for one account alone has no place before.
    op.execute("DELETE FROM network_credential WHERE account_id IS NOT NULL")
    with op.batch_alter_table("network_credential", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_network_credential_account_id_account"), type_="foreignkey")
        batch_op.drop_index(
            "uq_network_credential_of_all",
            sqlite_where=sa.text("account_id IS NULL"),
            postgresql_where=sa.text("account_id IS NULL"),
        )
        batch_op.drop_constraint(
            batch_op.f("uq_network_credential_consortium_id_network_account_id"), type_="unique"
        )
        batch_op.drop_index(batch_op.f("ix_network_credential_account_id"))
        batch_op.create_unique_constraint(
            batch_op.f("uq_network_credential_consortium_id_network"), ["consortium_id", "network"]
        )
        batch_op.drop_column("renewing_until")
        batch_op.drop_column("access_ends_at")
        batch_op.drop_column("account_id")

    with op.batch_alter_table("consent_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consent_link_consortium_id"))
        batch_op.drop_index(batch_op.f("ix_consent_link_account_id"))

    op.drop_table("consent_link")
