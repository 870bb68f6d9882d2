"""Private addresses of calendars."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """One new table."""
    op.create_table(
        "calendars",
        sa.Column("company", sa.String(64), primary_key=True),
        sa.Column("user", sa.String(64), primary_key=True),
        sa.Column("hash", sa.LargeBinary(32), nullable=False),
        sa.Index("calendars_by_hash", "company", "hash", unique=True),
    )
