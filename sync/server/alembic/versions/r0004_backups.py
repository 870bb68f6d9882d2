"""When the last verified backup was made, the tags a restore doesn't know of, and whether all this has moved to another database."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Three columns of the counter."""
    for name in ("durable_at", "lost_tags", "closed_at"):
        op.add_column("counter", sa.Column(name, sa.BigInteger, nullable=False, server_default="0"))
