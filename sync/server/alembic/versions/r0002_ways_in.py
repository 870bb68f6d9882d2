"""What devices last said, one-time codes, second factors and their recovery codes."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def _of() -> sa.Column[str]:
    return sa.Column("company", sa.String(64), primary_key=True)


def upgrade() -> None:
    """Four new tables; nothing that was there changes."""
    op.create_table(
        "contacts",
        _of(),
        sa.Column("device", sa.String(16), primary_key=True),
        sa.Column("seen_at", sa.BigInteger, nullable=False),
        sa.Column("app", sa.String(32), nullable=False),
        sa.Column("unsent", sa.BigInteger, nullable=False),
        sa.Column("wiped_at", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "codes",
        _of(),
        sa.Column("hash", sa.LargeBinary(32), primary_key=True),
        sa.Column("user", sa.String(64), nullable=False),
        sa.Column("made_by", sa.String(64), nullable=False),
        sa.Column("until", sa.BigInteger, nullable=False),
        sa.Column("used_at", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "second_factors",
        _of(),
        sa.Column("user", sa.String(64), primary_key=True),
        sa.Column("secret", sa.String(64), nullable=False),
        sa.Column("confirmed", sa.Integer, nullable=False),
        sa.Column("step", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "recovery_codes",
        _of(),
        sa.Column("user", sa.String(64), primary_key=True),
        sa.Column("hash", sa.LargeBinary(32), primary_key=True),
    )
