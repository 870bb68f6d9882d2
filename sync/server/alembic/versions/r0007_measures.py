"""Repair sheets in numbers, for the indicators."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

SUMMED = (
    "cases", "agreed", "agree_minutes", "arrived", "arrive_minutes", "closed", "close_minutes", "with_window", "on_time", "visited",
    "one_visit", "person_days", "cost_fen", "paying", "income_fen", "owing", "owed_fen", "decided", "inside", "marked", "marks",
    "past_rules",
)  # fmt: skip


def upgrade() -> None:
    """Two new tables; they fill from the sheets when somebody first asks."""
    op.create_table(
        "measures",
        sa.Column("company", sa.String(64), primary_key=True),
        sa.Column("sheet", sa.String(64), primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("number", sa.String(64), nullable=False),
        sa.Column("month", sa.String(7), nullable=False),
        sa.Column("reported", sa.Integer, nullable=False),
        sa.Column("ended", sa.Integer, nullable=False),
        sa.Column("customer", sa.Text, nullable=False),
        sa.Column("project", sa.Text, nullable=False),
        sa.Column("equipment", sa.Text, nullable=False),
        sa.Column("technician", sa.String(64), nullable=False),
        *(sa.Column(name, sa.BigInteger, nullable=False) for name in SUMMED),
        sa.Index("measures_by_day", "company", "reported"),
        sa.Index("measures_by_version", "company", "version"),
    )
    op.create_table(
        "measured_exceptions",
        sa.Column("company", sa.String(64), primary_key=True),
        sa.Column("sheet", sa.String(64), primary_key=True),
        sa.Column("place", sa.Integer, primary_key=True),
        sa.Column("rule", sa.String(16), nullable=False),
        sa.Column("user", sa.String(64), nullable=False),
    )
