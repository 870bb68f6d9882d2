"""What a server is told when it starts."""

from pathlib import Path

from attrs import field, frozen
from sqlalchemy import make_url

from sync.protocol import MAX_SHEETS

COMPANY = "company"


@frozen
class Settings:
    """`database` is an SQLAlchemy URL; `web` the folder of the static web build, None for a server of the protocol alone.

    `metrics_token` shows the figures to whoever says it, nobody where it is empty; `head_seconds` is how long a request may take to say
    what it wants. A photo that hasn't come `photos_due_seconds` after it was told of is said to be missing.
    `address` is where people open the app, for links in what others are told. `keys` seal secrets in the database, see `sealing`;
    `security_log` is the file that who came to which door is written to, `backups` the folder a backup is made into every day.
    """

    database: str = "sqlite:///data/field-app.sqlite"
    company: str = COMPANY
    web: Path | None = None
    heartbeat_seconds: float = 25.0
    streams_per_user: int = 5
    head_seconds: float = 15.0
    body_seconds: float = 120.0
    metrics_token: str = field(default="", repr=False)
    sheets_per_answer: int = MAX_SHEETS
    photos: Path | None = None
    photos_due_seconds: int = 24 * 3600
    address: str = ""
    keys: tuple[str, ...] = field(default=(), repr=False)
    security_log: Path | None = None
    backups: Path | None = None

    @property
    def photo_folder(self) -> Path:
        """`photos`, or beside the SQLite file, else below `data`."""
        return self.photos or data_folder(self.database) / "photos"


def data_folder(database: str) -> Path:
    """Beside the SQLite file, else `data`."""
    file = make_url(database).database if database.startswith("sqlite") else None
    return Path(file).parent if file else Path("data")
