"""Whether a right is still open stands in the index of rights by sheet.

Without it SQLite took the index of one reader's open rights instead, and read all of them for every sheet it was asked about.
"""

from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """One index in another shape; no row changes."""
    op.drop_index("readers_by_sheet", table_name="readers")
    op.create_index("readers_by_sheet", "readers", ["company", "sheet", "reader", "until_seq"])
