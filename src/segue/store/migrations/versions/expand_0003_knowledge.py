"""Knowledge: sources, items, their versions, what they answered. One-time codes by mail."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "knowledge_source",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("sync", sa.LargeBinary(), nullable=False),
        sa.Column("failures", sa.LargeBinary(), nullable=False),
        sa.Column("leased_by", sa.Text(), server_default="", nullable=False),
        sa.Column("leased_until", sa.BigInteger()),
        sa.PrimaryKeyConstraint("id", name=op.f("knowledge_source_pkey")),
    )
    op.create_table(
        "knowledge_item",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("knowledge_item_pkey")),
    )
    op.create_index(op.f("knowledge_item_source"), "knowledge_item", ["source"], unique=False)
    op.create_table(
        "knowledge_version",
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("item", "version", name=op.f("knowledge_version_pkey")),
    )
    op.create_table(
        "knowledge_use",
        sa.Column("conversation", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("turn", sa.BigInteger(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("failed", sa.SmallInteger(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("conversation", "seq", "item", name=op.f("knowledge_use_pkey")),
    )
    op.create_index("knowledge_use_item_at", "knowledge_use", ["item", "at"], unique=False)
    op.create_table(
        "identity_code",
        sa.Column("conversation", sa.Text(), nullable=False),
        sa.Column("email_key", sa.Text(), nullable=False),
        sa.Column("code_hash", sa.Text(), nullable=False),
        sa.Column("salt", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("made", sa.BigInteger(), nullable=False),
        sa.Column("expires", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("conversation", name=op.f("identity_code_pkey")),
    )
