"""Whether this server can do its work, for whoever watches it. Says which part is in trouble and nothing else of the company."""

import logging
import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path

from attrs import frozen
from fastapi import FastAPI, Response
from fastapi.concurrency import run_in_threadpool
from sqlalchemy import update
from sqlalchemy.exc import SQLAlchemyError

from field_app.domain.facts import encode
from sync.server import tables
from sync.server.database import Database
from sync.server.edge import GUARDED, Done
from sync.server.office import Office
from sync.server.settings import data_folder

ENOUGH_BYTES = 200 * 1024 * 1024
LOOKS_EVERY = 5.0  # seconds: asking often must not cost a flush each time

log = logging.getLogger(__name__)


@frozen
class Checks:
    database: bool
    disk: bool

    @property
    def is_well(self) -> bool:
        return self.database and self.disk


class Told(Done):
    status: str
    database: bool
    disk: bool


class Health:
    """`disk` looks at the folder the data lies in. Blocking: call it from a thread."""

    def __init__(
        self, database: Database, company: str, folder: Path, monotonic: Callable[[], float] = time.monotonic, enough: int = ENOUGH_BYTES
    ) -> None:
        self._database, self._company, self._folder, self._monotonic, self._enough = database, company, folder, monotonic, enough
        self._lock = threading.Lock()
        self._seen: tuple[float, Checks] | None = None

    def checks(self) -> Checks:
        """How things stand, looked at no more often than every five seconds."""
        with self._lock:
            if self._seen is None or self._monotonic() - self._seen[0] >= LOOKS_EVERY:
                self._seen = self._monotonic(), Checks(self._database_writes(), self._disk_has_room())
            return self._seen[1]

    def _database_writes(self) -> bool:
        """A write that changes nothing reaches the disk as any other does."""
        c = tables.counter
        try:
            with self._database.write() as connection:
                same = update(c).where(c.c.company == self._company).values(restored_at=c.c.restored_at)
                return connection.execute(same).rowcount == 1
        except SQLAlchemyError:
            log.exception("the database does not take a write")
            return False

    def _disk_has_room(self) -> bool:
        try:
            # Nothing may have been written there yet.
            there = next(folder for folder in (self._folder, *self._folder.parents) if folder.exists())
            return shutil.disk_usage(there).free >= self._enough
        except OSError:
            log.exception("the disk can't be looked at")
            return False


def add_health(app: FastAPI, here: Office) -> None:
    health = Health(here.database, here.settings.company, data_folder(here.settings.database).absolute())

    @app.get("/health", responses={200: {"model": Told}, 503: {"model": Told}})
    async def look() -> Response:
        checks = await run_in_threadpool(health.checks)
        words = {"p": 1, "status": "ok" if checks.is_well else "trouble", "database": checks.database, "disk": checks.disk}
        return Response(encode(words), 200 if checks.is_well else 503, headers=GUARDED, media_type="application/json")
