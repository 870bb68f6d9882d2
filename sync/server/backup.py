"""Backup, restore and move. A backup is one SQLite file of everything, whatever the office runs on; it counts once it is verified.

Only then `durable_seq` moves, and only then phones let go of their own facts up to there. A restored office begins a new epoch, so
phones send again what it lost. A move keeps the epoch: for phones nothing has happened.
"""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime, timezone
from pathlib import Path

from attrs import frozen
from sqlalchemy import Connection, Row, select, text, update

from sync.server import tables
from sync.server.copying import copy_all, must_be_empty
from sync.server.database import Database, new_epoch
from sync.server.folder import BlobFolder
from sync.server.log import Log
from sync.server.truth import verify

SUFFIX, PHOTOS, UNFINISHED, LOCK = ".sqlite", "photos", ".unfinished-", ".lock"
LOST_TAGS = 100  # devices that may have been enrolled after the backup: their tags stand in sheet numbers and aren't given again (P1.5)

_c = tables.counter.c


class Unsound(Exception):
    """What was copied is not what its hashes say; the findings tell. The copy was not kept."""

    def __init__(self, findings: Iterable[str]) -> None:
        super().__init__("\n".join(findings))


@frozen
class Backup:
    """A verified backup, with how many facts it holds."""

    file: Path
    facts: int


def back_up(database: Database, photos: Path, folder: Path, now: Callable[[], datetime]) -> Backup:
    """Copy everything as it stands into a new file of `folder` while the server goes on, verify it, then tell that it is durable.

    Photos lie beside it, once for all backups of this folder.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with _alone_in(folder), tempfile.TemporaryDirectory(dir=folder, prefix=UNFINISHED) as unfinished:
        copy = Path(unfinished) / "copy.sqlite"
        with database.read() as connection:
            counters = connection.execute(select(tables.counter)).all()
            facts = _copied(connection, copy)
        # After the tables: a photo they say is here was here before them.
        _copy_photos(photos, folder / PHOTOS)
        at = now()
        positions = "-".join(str(counter.seq) for counter in counters)
        file = folder / f"field-app-{at.astimezone(timezone.utc):%Y%m%dT%H%M%SZ}-{positions}{SUFFIX}"  # noqa: UP017
        _flush(copy)
        copy.rename(file)
        _flush(folder)
    with database.write() as connection:
        for counter in counters:
            _note_durable(connection, counter, at)
    return Backup(file, facts)


def _copied(source: Connection, file: Path) -> int:
    target = Database(f"sqlite:///{file}")
    try:
        facts = copy_all(source, target)
        _must_be_sound(target)
        _into_one_file(target)
    finally:
        target.dispose()
    return facts


def _copy_photos(source: Path, target: Path, only: Collection[str] | None = None) -> None:
    for of_company in source.iterdir() if source.is_dir() else ():
        BlobFolder(of_company).copy_to(target / of_company.name, only)


def _into_one_file(database: Database) -> None:
    database.reading.dispose()
    with database.writing.connect() as connection:
        raw = connection.connection.driver_connection
        if raw:
            raw.execute("pragma journal_mode=delete")


def _must_be_sound(database: Database) -> None:
    with database.read() as connection:
        companies = connection.execute(select(_c.company)).scalars().all()
    findings = [finding for company in companies for finding in verify(Log(database, company))]
    if findings:
        raise Unsound(findings)


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _note_durable(connection: Connection, counter: Row[tuple[object, ...]], at: datetime) -> None:
    # Of the same epoch only: positions of another one are other facts.
    same = (_c.company == counter.company, _c.epoch == counter.epoch, _c.durable_seq <= counter.seq)
    values = {"durable_seq": counter.seq, "durable_at": int(at.timestamp())}
    connection.execute(update(tables.counter).where(*same).values(values))


def forget_old(folder: Path, keep: int) -> list[Path]:
    """Delete all but the newest `keep` backups. Returns those deleted."""
    old = sorted(folder.glob(f"field-app-*{SUFFIX}"))[:-keep]
    for file in old:
        file.unlink()
    return old


def forget_photos(folder: Path) -> int:
    """Delete the photos none of the backups here knows of: they were erased, and the last backup from before has gone (F62).

    Returns how many.
    """
    gone = 0
    with _alone_in(folder):
        known = {name for file in folder.glob(f"field-app-*{SUFFIX}") for name in _named_in(file)}
        for of_company in (folder / PHOTOS).iterdir() if (folder / PHOTOS).is_dir() else ():
            photos = BlobFolder(of_company)
            for name in set(photos.names()) - known:
                photos.erase(name)
                gone += 1
    return gone


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """One at a time in a folder of backups: none may delete a photo that another is about to count on."""
    try:
        import fcntl
    except ImportError:  # Windows has other locks; there one must not make two backups at once
        yield
        return
    with (folder / LOCK).open("w") as lock:
        with suppress(OSError):  # a disk of the network may know no locks; a backup there is better than none
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _named_in(file: Path) -> set[str]:
    """Looked up without bringing an older backup up to date: it stays as it is."""
    with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as backup:
        tables_there = {name for (name,) in backup.execute("select name from sqlite_master where type = 'table'")}
        asked = [f"select name from {table}" for table in ("photo_names", "blobs") if table in tables_there]  # noqa: S608 - two names of ours
        return {name for question in asked for (name,) in backup.execute(question)}


def restore(file: Path, database: Database, photos: Path, now: Callable[[], datetime]) -> int:
    """Fill an empty database from a backup and its photos, in a new epoch. The backup stays as it is. Returns how many facts it brought."""
    with tempfile.TemporaryDirectory() as folder:
        # Opening it brings it up to date, when it is of an older release.
        copy = shutil.copy(file, folder)
        source = Database(f"sqlite:///{copy}")
        try:
            _must_be_sound(source)
            must_be_empty(database)
            # Before the facts: once those are there, nothing more is restored. Those of older backups may have been erased since (F62).
            _copy_photos(file.parent / PHOTOS, photos, _named_in(Path(copy)))
            with source.read() as connection:
                facts = copy_all(connection, database, lambda target: _begin_epoch(target, now()))
        finally:
            source.dispose()
    _must_be_sound(database)
    return facts


def _begin_epoch(connection: Connection, at: datetime) -> None:
    for company in connection.execute(select(_c.company)).scalars().all():
        # What came from a backup is durable by it.
        values = {"epoch": new_epoch(), "restored_at": int(at.timestamp()), "durable_seq": _c.seq, "closed_at": 0}
        values |= {"lost_tags": _c.lost_tags + LOST_TAGS}
        connection.execute(update(tables.counter).where(_c.company == company).values(values))


def move(source: Database, target: Database, now: Callable[[], datetime]) -> int:
    """Copy everything into an empty database and close the source: its servers take nothing more. Returns how many facts moved."""
    with source.write() as connection:
        _hold(connection)
        facts = copy_all(connection, target)
        _must_be_sound(target)
        connection.execute(update(tables.counter).values(closed_at=int(now().timestamp())))
    return facts


def move_photos(source: Path, target: Path) -> None:
    """Bring photos along when they are to lie elsewhere."""
    if source.resolve() != target.resolve():
        _copy_photos(source, target)


def _hold(connection: Connection) -> None:
    """Keep everyone else from writing until this transaction ends. On SQLite it does that anyway."""
    if connection.dialect.name == "postgresql":
        for table in tables.metadata.sorted_tables:
            connection.execute(text(f'lock table "{table.name}" in exclusive mode'))
