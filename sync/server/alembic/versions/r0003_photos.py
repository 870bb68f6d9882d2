"""Which facts name which photos, and which photos are here."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Two new tables; no fact of an older release names a photo."""
    op.create_table(
        "photo_names",
        sa.Column("company", sa.String(64), primary_key=True),
        sa.Column("seq", sa.BigInteger, primary_key=True),
        sa.Column("name", sa.String(64), primary_key=True),
        sa.Column("sheet", sa.String(64), nullable=False),
        sa.Column("user", sa.String(64), nullable=False),
        sa.Column("received_at", sa.BigInteger, nullable=False),
        sa.Column("shown", sa.Integer, nullable=False),
        sa.Index("photo_names_by_name", "company", "name"),
    )
    op.create_table(
        "blobs",
        sa.Column("company", sa.String(64), primary_key=True),
        sa.Column("name", sa.String(64), primary_key=True),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Index("blobs_by_state", "company", "state"),
    )
