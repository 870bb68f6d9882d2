"""Devices say when they were last there, codes enrol them, office roles have a second factor."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Four new tables."""
    op.create_table(
        "contacts",
        sa.Column("company", sa.String(64), primary_key=True),
        sa.Column("device", sa.String(16), primary_key=True),
        sa.Column("seen_at", sa.BigInteger, nullable=False),
        sa.Column("app", sa.String(32), nullable=False),
        sa.Column("unsent", sa.BigInteger, nullable=False),
        sa.Column("wiped_at", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "codes",
        sa.Column("company", sa.String(64), primary_key=True),
        sa.Column("hash", sa.LargeBinary(32), primary_key=True),
        sa.Column("user", sa.String(64), nullable=False),
        sa.Column("made_by", sa.String(64), nullable=False),
        sa.Column("until", sa.BigInteger, nullable=False),
        sa.Column("used_at", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "second_factors",
        sa.Column("company", sa.String(64), primary_key=True),
        sa.Column("user", sa.String(64), primary_key=True),
        sa.Column("secret", sa.String(64), nullable=False),
        sa.Column("confirmed", sa.Integer, nullable=False),
        sa.Column("step", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "recovery_codes",
        sa.Column("company", sa.String(64), primary_key=True),
        sa.Column("user", sa.String(64), primary_key=True),
        sa.Column("hash", sa.LargeBinary(32), primary_key=True),
    )
