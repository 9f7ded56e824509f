"""The line: what a seat weighs, estimates and how they turned out, seats of callback slots."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

IN_LINE = "stage IN ('waiting', 'offered', 'deferred')"


def upgrade() -> None:
    op.add_column("seat", sa.Column("weight", sa.Integer(), server_default="100", nullable=False))
    op.add_column("seat", sa.Column("since", sa.BigInteger()))
    op.create_index(
        "conversation_line",
        "conversation",
        ["id"],
        unique=False,
        sqlite_where=sa.text(IN_LINE),
        postgresql_where=sa.text(IN_LINE),
    )
    op.create_table(
        "estimate",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("conversation", sa.Text(), nullable=False),
        sa.Column("handoff", sa.Text(), nullable=False),
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("low_ms", sa.BigInteger(), nullable=False),
        sa.Column("median_ms", sa.BigInteger(), nullable=False),
        sa.Column("high_ms", sa.BigInteger(), nullable=False),
        sa.Column("shown_low_s", sa.Integer()),
        sa.Column("shown_high_s", sa.Integer()),
        sa.Column("waited_ms", sa.BigInteger(), nullable=False),
        sa.Column("wait_ms", sa.BigInteger()),
        sa.Column("how", sa.Text(), server_default="", nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("estimate_pkey")),
        sqlite_autoincrement=True,
    )
    op.create_index("estimate_conversation", "estimate", ["conversation"], unique=False)
    op.create_index("estimate_at", "estimate", ["at"], unique=False)
    op.create_index("estimate_how_at", "estimate", ["how", "at"], unique=False)
    op.create_table(
        "learned",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("learned_pkey")),
    )
    op.create_table(
        "slot_seat",
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("conversation", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("team", "at", "n", name=op.f("slot_seat_pkey")),
        sa.UniqueConstraint("conversation", name=op.f("slot_seat_conversation_key")),
    )
