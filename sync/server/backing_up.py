"""Backups by themselves while the server runs, in a process of their own: verifying a large office must slow nobody down."""

import logging
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from attrs import frozen
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from sync.server import tables
from sync.server.backup import UNFINISHED
from sync.server.database import Database
from sync.server.settings import Settings

log = logging.getLogger(__name__)

TRY_AGAIN_SECONDS = 1800.0


@frozen
class Plan:
    """A verified backup into `folder` every so many hours, the newest `keep` of them kept."""

    folder: Path
    hours: float = 24.0
    keep: int = 14


@contextmanager
def backing_up(settings: Settings, plan: Plan | None) -> Iterator[None]:
    """Make backups by this plan until the block ends; one that is under way then is left unfinished and counts for nothing."""
    if plan is None:
        yield
        return
    over = threading.Event()
    thread = threading.Thread(target=_keep_on, args=(settings, plan, over), name="backups")
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _keep_on(settings: Settings, plan: Plan, over: threading.Event) -> None:
    wait = 0.0
    while not over.wait(wait):
        wait = _next_wait(settings, plan, over)


def _next_wait(settings: Settings, plan: Plan, over: threading.Event) -> float:
    """Make a backup if one is due. Seconds until the next may be."""
    try:
        due_in = seconds_until_due(settings, plan)
        if due_in or _back_up(settings, plan, over):
            return due_in or plan.hours * 3600
    except (OSError, SQLAlchemyError):
        # A machine without memory for another program, a database that is away: it must not end the backups for good.
        log.exception("the backup was not begun")
    log.error("no backup was made; phones keep all they have, the next try is in half an hour")
    return TRY_AGAIN_SECONDS


def seconds_until_due(settings: Settings, plan: Plan) -> float:
    """Counted from the last verified backup, so that a server started often doesn't back up often."""
    database = Database(settings.database)
    with database.read() as connection:
        last = connection.execute(select(func.min(tables.counter.c.durable_at))).scalar() or 0
    database.dispose()
    return max(0.0, last + plan.hours * 3600 - time.time())


def _back_up(settings: Settings, plan: Plan, over: threading.Event) -> bool:
    command = [sys.executable, "-m", "sync", "backup", str(plan.folder), "--keep", str(plan.keep)]
    command += ["--database", settings.database, "--photos", str(settings.photo_folder)]
    with subprocess.Popen(command) as process:  # noqa: S603 - our own program, as this server was told
        while process.poll() is None:
            if over.wait(0.2):
                _leave_off(process, plan.folder)
        return process.returncode == 0


def _leave_off(process: "subprocess.Popen[bytes]", folder: Path) -> None:
    process.terminate()
    process.wait()
    for unfinished in folder.glob(f"{UNFINISHED}*"):
        shutil.rmtree(unfinished)
