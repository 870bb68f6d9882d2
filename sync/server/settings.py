"""What a server is told when it starts."""

from pathlib import Path

from attrs import frozen

from sync.protocol import MAX_SHEETS

COMPANY = "company"


@frozen
class Settings:
    """`database` is an SQLAlchemy URL; `web` the folder of the static web build, None for a server of the protocol alone."""

    database: str = "sqlite:///data/field-app.sqlite"
    company: str = COMPANY
    web: Path | None = None
    heartbeat_seconds: float = 25.0
    streams_per_user: int = 5
    body_seconds: float = 120.0
    sheets_per_answer: int = MAX_SHEETS
