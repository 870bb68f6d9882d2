"""The log: every fact once, in one order, with the bytes it came in; sheets are folded in the same transaction.

Append: lock the counter → the device's head, the person's roles → judge → facts in bulk → counter, heads, sheets, readers → commit →
only then answer. Pushes that wait for the lock share one transaction.
"""

import threading
from collections.abc import Callable
from itertools import accumulate, takewhile

from attrs import define
from sqlalchemy import Connection

from sync.protocol import OfficeTrouble
from sync.server.batch import Batch
from sync.server.database import Database, found
from sync.server.pushes import Appended, Committed, Push
from sync.server.shelf import Cache

MAX_GROUP = 2000  # facts in one transaction: enough to share a flush, few enough to answer soon


@define(eq=False)
class _Waiting:
    push: Push
    result: Appended | OfficeTrouble | None = None
    failure: Exception | None = None

    @property
    def is_done(self) -> bool:
        return self.result is not None or self.failure is not None


class Log:
    """The one way facts come in. Safe to call from many threads."""

    def __init__(self, database: Database, company: str) -> None:
        self.database, self.company = database, company
        self.before_commit: Callable[[Connection, Committed], None] = lambda *_: None
        self.on_commit: Callable[[Committed], None] = lambda _: None
        self.cache = Cache()
        self._queue: list[_Waiting] = []
        self._queue_lock = threading.Lock()
        self._turn = threading.Lock()
        with database.write() as connection:
            found(connection, company)

    def append(self, push: Push) -> Appended:
        """Judge and keep these facts; they are on disk when this returns. Raises OfficeTrouble, then none of them was taken."""
        waiting = _Waiting(push)
        with self._queue_lock:
            self._queue.append(waiting)
        # Whoever gets the turn writes for all who wait: one flush for them together.
        with self._turn:
            while not waiting.is_done:
                self._write_group()
        if waiting.failure:
            raise waiting.failure
        if not isinstance(waiting.result, Appended):
            raise waiting.result or AssertionError
        return waiting.result

    def append_then(self, push: Push, then: Callable[[Connection, Appended], None]) -> None:
        """Append, and do something more in the same transaction: all of it or nothing. Raises OfficeTrouble."""
        with self._turn:
            with self.database.write() as connection:
                batch = Batch(connection, self.company, self.cache, [push])
                result = batch.take(push)
                if not isinstance(result, Appended):
                    raise result
                committed = batch.finish()
                then(connection, result)
                self.before_commit(connection, committed)
            self.cache.clear()
        self.on_commit(committed)

    def _next_group(self) -> list[_Waiting]:
        with self._queue_lock:
            sizes = accumulate(len(waiting.push.lines) for waiting in self._queue)
            taken = 1 + sum(1 for _ in takewhile(lambda size: size < MAX_GROUP, sizes))
            group, self._queue = self._queue[:taken], self._queue[taken:]
            return group

    def _write_group(self) -> None:
        group = self._next_group()
        try:
            with self.database.write() as connection:
                batch = Batch(connection, self.company, self.cache, [waiting.push for waiting in group])
                results = [batch.take(waiting.push) for waiting in group]
                committed = batch.finish()
                if committed.devices:
                    self.before_commit(connection, committed)
        except Exception as failure:  # noqa: BLE001 - told to everyone who waits; each raises it
            for waiting in group:
                waiting.failure = failure
            return
        self.cache.keep(batch.shelf.kept())
        for waiting, result in zip(group, results, strict=True):
            waiting.result = result
        if committed.devices:
            self.on_commit(committed)
