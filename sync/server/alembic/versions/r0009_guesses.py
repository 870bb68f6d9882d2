"""Guesses are counted for all processes together, and a sealed secret is longer than a plain one."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """A new table; a wider column."""
    op.create_table(
        "guesses",
        sa.Column("company", sa.String(64), primary_key=True),
        sa.Column("queue", sa.LargeBinary(32), primary_key=True),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("next_at", sa.BigInteger, nullable=False),
        sa.Column("tried_at", sa.BigInteger, nullable=False),
        sa.Index("guesses_by_time", "company", "tried_at"),
    )
    with op.batch_alter_table("second_factors") as changing:
        changing.alter_column("secret", existing_type=sa.String(64), type_=sa.Text, existing_nullable=False)
