"""Whether this server can do its work, for whoever watches it. Says which part is in trouble and nothing else of the company."""

import logging
import shutil
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from attrs import frozen
from fastapi import FastAPI, Response
from fastapi.concurrency import run_in_threadpool
from sqlalchemy import select, update
from sqlalchemy.exc import SQLAlchemyError

from field_app.domain.facts import encode
from sync.server import tables
from sync.server.database import Database
from sync.server.edge import GUARDED, Done
from sync.server.office import Office
from sync.server.settings import Settings, data_folder

ENOUGH_BYTES = 200 * 1024 * 1024
BACKUP_LATE_SECONDS = 36 * 3600  # one a day is made, and a try that failed is made again
LOOKS_EVERY = 5.0  # seconds: asking often must not cost a flush each time

log = logging.getLogger(__name__)


@frozen
class Checks:
    database: bool
    disk: bool
    backups: bool = True

    @property
    def is_well(self) -> bool:
        return self.database and self.disk and self.backups


class Told(Done):
    status: str
    database: bool
    disk: bool
    backups: bool


class Health:
    """`folders` are all that are written to: data, photos, backups, logs. Blocking: call it from a thread."""

    def __init__(
        self,
        database: Database,
        company: str,
        folders: Iterable[Path],
        monotonic: Callable[[], float] = time.monotonic,
        *,
        enough: int = ENOUGH_BYTES,
        is_backed_up: bool = False,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._database, self._company, self._folders = database, company, tuple(folders)
        self._monotonic, self._enough = monotonic, enough
        self._is_backed_up, self._now, self._began = is_backed_up, now, now()
        self._lock = threading.Lock()
        self._seen: tuple[float, Checks] | None = None

    def checks(self) -> Checks:
        """How things stand, looked at no more often than every five seconds."""
        with self._lock:
            if self._seen is None or self._monotonic() - self._seen[0] >= LOOKS_EVERY:
                self._seen = self._monotonic(), self._looked()
            return self._seen[1]

    def _looked(self) -> Checks:
        return Checks(self._database_writes(), all(map(self._has_room, self._folders)), self._backups_are_made())

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

    def _has_room(self, folder: Path) -> bool:
        try:
            # Nothing may have been written there yet.
            there = next(above for above in (folder, *folder.parents) if above.exists())
            return shutil.disk_usage(there).free >= self._enough
        except OSError:
            log.exception("the disk can't be looked at")
            return False

    def _backups_are_made(self) -> bool:
        """Where backups were asked for, the last verified one isn't old: until there is one, phones keep all they have."""
        if not self._is_backed_up:
            return True
        c = tables.counter.c
        try:
            with self._database.read() as connection:
                made = connection.execute(select(c.durable_at).where(c.company == self._company)).scalar_one()
        except SQLAlchemyError:
            log.exception("when the last backup was made can't be read")
            return False
        return self._now() - max(int(made), self._began) < BACKUP_LATE_SECONDS


def add_health(app: FastAPI, here: Office) -> None:
    health = Health(here.database, here.settings.company, _written_to(here.settings), is_backed_up=here.settings.backups is not None)

    @app.get("/health", responses={200: {"model": Told}, 503: {"model": Told}})
    async def look() -> Response:
        checks = await run_in_threadpool(health.checks)
        words = {
            "p": 1,
            "status": "ok" if checks.is_well else "trouble",
            "database": checks.database,
            "disk": checks.disk,
            "backups": checks.backups,
        }
        return Response(encode(words), 200 if checks.is_well else 503, headers=GUARDED, media_type="application/json")


def _written_to(settings: Settings) -> list[Path]:
    log_folder = settings.security_log.parent if settings.security_log else None
    folders = (data_folder(settings.database), settings.photo_folder, settings.backups, log_folder)
    return [folder.absolute() for folder in folders if folder]
