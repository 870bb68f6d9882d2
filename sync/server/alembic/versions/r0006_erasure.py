"""Which facts were erased, and by which."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """One column of the facts."""
    op.add_column("facts", sa.Column("erased_by", sa.BigInteger))
