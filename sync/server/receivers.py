"""Addresses that are told what is new, as they are kept. What would let others speak in our name, or into somebody's chat, is sealed:
the secret, and the query of the address, where a robot's key stands.
"""

from collections.abc import Callable
from datetime import datetime

from attrs import frozen
from sqlalchemy import Connection, delete, insert, select, update

from sync.server import tables
from sync.server.database import Database
from sync.server.migrations import only_one
from sync.server.sealing import Seal, Sealed

_w, _d, _m = tables.webhooks.c, tables.deliveries.c, tables.news_marks.c


@frozen
class Receiver:
    """An address as people may see it: `place` is it without its query."""

    id: int
    kind: str
    place: str
    events: str


class Receivers:
    """The addresses of one company. Blocking: call it from a thread."""

    def __init__(self, database: Database, company: str, seal: Seal) -> None:
        self.database, self.company, self._seal = database, company, seal

    def add(self, kind: str, url: str, secret: str, events: str, at: datetime) -> None:
        """From now on it is told. What was recorded before is no news to it."""
        row = {"company": self.company, "kind": kind, "events": events, "made_at": int(at.timestamp())}
        closed = {"url": _each(self._seal.close, url), "secret": self._seal.close(secret)}
        with self.database.write() as connection:
            only_one(connection)
            if not connection.execute(select(_w.id).where(_w.company == self.company)).first():
                begin(connection, self.company)
            connection.execute(insert(tables.webhooks), row | closed)

    def remove(self, id: int) -> bool:
        """With what it was told and what it was still to be told: another one may get its number. False for one that nobody has."""
        with self.database.write() as connection:
            gone = connection.execute(delete(tables.webhooks).where(_w.company == self.company, _w.id == id)).rowcount
            connection.execute(delete(tables.deliveries).where(_d.company == self.company, _d.webhook == id))
        return bool(gone)

    def listed(self) -> tuple[Receiver, ...]:
        question = select(_w.id, _w.kind, _w.url, _w.events).where(_w.company == self.company).order_by(_w.id)
        with self.database.read() as connection:
            return tuple(Receiver(row.id, row.kind, row.url.partition("?")[0], row.events) for row in connection.execute(question))

    def opened(self, url: str, secret: str) -> tuple[str, str]:
        """Address and secret as they are needed to tell something. Raises Sealed where the key is missing or another one."""
        return _each(self._seal.open, url), self._seal.open(secret)

    def seal_all(self) -> list[int]:
        """Seal by today's key what lies open or was sealed by an older one. Returns those that no key here opens; they stay as they are."""
        unknown = []
        with self.database.write() as connection:
            for row in connection.execute(select(_w.id, _w.url, _w.secret).where(_w.company == self.company)).all():
                try:
                    kept = {"url": _each(self._seal.renewed, row.url), "secret": self._seal.renewed(row.secret)}
                except Sealed:
                    unknown.append(row.id)
                    continue
                if kept != {"url": row.url, "secret": row.secret}:
                    connection.execute(update(tables.webhooks).where(_w.id == row.id).values(kept))
        return unknown


def begin(connection: Connection, company: str) -> None:
    """What was recorded until now is no news: while nobody is told anything, the log isn't read on for it."""
    connection.execute(delete(tables.news_marks).where(_m.company == company))
    seq = connection.execute(select(tables.counter.c.seq).where(tables.counter.c.company == company)).scalar_one()
    connection.execute(insert(tables.news_marks), {"company": company, "seq": seq})


def _each(way: Callable[[str], str], url: str) -> str:
    place, _, query = url.partition("?")
    return f"{place}?{way(query)}" if query else url
