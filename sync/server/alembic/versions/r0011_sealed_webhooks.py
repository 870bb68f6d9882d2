"""A sealed secret is longer than a plain one. What lies open in the rows is sealed at the next start of a server that has a key."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """A wider column."""
    with op.batch_alter_table("webhooks") as changing:
        changing.alter_column("secret", existing_type=sa.String(128), type_=sa.Text, existing_nullable=False)
