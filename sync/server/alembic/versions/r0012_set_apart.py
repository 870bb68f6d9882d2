"""What was not accepted is shown, newest first: it is found without reading all facts."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """One index over few rows."""
    few = sa.text("quarantine is not null")
    op.create_index("facts_set_apart", "facts", ["company", "seq"], sqlite_where=few, postgresql_where=few)
