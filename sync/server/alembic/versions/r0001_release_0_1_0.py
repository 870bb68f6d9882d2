"""The tables of release 0.1.0, which kept no revision: what is found without one counts as this."""

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Where every database starts from."""
