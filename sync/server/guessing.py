"""Guessing is slowed, never locked out: the delay grows with the failures of one queue, and nobody's failures fill another's.

Kept in the database, so that every process which serves the company counts the same tries, and a restart forgives none.
"""

import hashlib
import math
from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from sync.protocol import Refused
from sync.server import tables
from sync.server.database import Database

FREE_TRIES = 3
FIRST_WAIT, LONGEST_WAIT = 150, 900  # seconds: with these an account stands fewer than ten guesses an hour (F57)
FORGOTTEN_AFTER = 86_400  # seconds without a try: a slip of last week makes nobody wait today
REMEMBERED_QUEUES = 20_000

_g = tables.guesses


class Throttle:
    """Slows down guessing, queue by queue. Blocking: call it from a thread."""

    def __init__(self, database: Database, company: str, seconds_now: Callable[[], float], remembered: int = REMEMBERED_QUEUES) -> None:
        self._database, self._company, self._now, self._remembered = database, company, seconds_now, remembered

    def enter(self, queue: str) -> None:
        """Raises Refused with the seconds to wait while this queue has to."""
        name, now = _hashed(queue), self._now()
        with self._database.write() as connection:
            row = self._of(connection, name)
            wait = row.next_at - now
            if wait <= 0:
                # Counted before the answer is known: many tries at once are many tries.
                failures = row.failures if row.tried_at > now - FORGOTTEN_AFTER else 0
                connection.execute(update(_g).where(*self._its(name)).values(_after(failures + 1, now)))
        if wait > 0:
            raise Refused("wait", status=429, wait_seconds=math.ceil(wait))

    def succeeded(self, queue: str) -> None:
        with self._database.write() as connection:
            connection.execute(delete(_g).where(*self._its(_hashed(queue))))

    def _of(self, connection: Connection, name: bytes) -> Any:
        """What is known of this queue, nobody else changing it until we are done."""
        blank = {"company": self._company, "queue": name, "failures": 0, "next_at": 0, "tried_at": int(self._now())}
        insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
        made = connection.execute(insert(_g).values(blank).on_conflict_do_nothing().returning(_g.c.queue)).first()
        if made:
            self._forget(connection)
        return connection.execute(select(_g).where(*self._its(name)).with_for_update()).one()

    def _forget(self, connection: Connection) -> None:
        """Keep the memory bounded. Whoever has failed least goes first, so that nobody is made forgotten by a flood of new names."""
        here = _g.c.company == self._company
        connection.execute(delete(_g).where(here, _g.c.tried_at < int(self._now()) - FORGOTTEN_AFTER))
        over = connection.execute(select(func.count()).select_from(_g).where(here)).scalar_one() - self._remembered
        if over > 0:
            least = select(_g.c.queue).where(here, _g.c.failures > 0).order_by(_g.c.failures, _g.c.tried_at).limit(over)
            connection.execute(delete(_g).where(here, _g.c.queue.in_(least)))

    def _its(self, name: bytes) -> tuple[Any, ...]:
        return _g.c.company == self._company, _g.c.queue == name


def _after(failures: int, now: float) -> dict[str, int]:
    late = failures - FREE_TRIES
    wait = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(late - 1, 10)) if late > 0 else 0
    return {"failures": failures, "next_at": math.ceil(now) + wait if wait else 0, "tried_at": int(now)}


def _hashed(queue: str) -> bytes:
    """Who tries to come in is nobody's business, and may say a name as long as they like."""
    return hashlib.sha256(queue.encode()).digest()
