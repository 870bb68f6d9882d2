"""News between the processes that serve one company from one PostgreSQL: LISTEN and NOTIFY carry what each has committed.

A notice goes out with the commit that it tells of, so it is never heard before the change can be read. Whoever's line was down
meanwhile tells everybody that something may have changed: hearing too much costs an idle round, hearing too little a person's wait.
"""

import json
import logging
import secrets
import selectors
import socket
import threading
from collections.abc import Callable
from typing import Any

import psycopg
from sqlalchemy import Connection, make_url, select, text
from sqlalchemy.exc import DBAPIError

from field_app.domain.facts import DeviceId
from sync.server import tables
from sync.server.database import Database
from sync.server.pushes import Committed

log = logging.getLogger(__name__)

CHANNEL = "field_app_changes"
LONGEST_NOTICE = 7900  # bytes; PostgreSQL carries 8000
TRY_AGAIN_SECONDS = 1.0


class Neighbours:
    """`on_news` hears what other processes committed, `on_gap` up to where something may have changed unheard."""

    def __init__(self, database: Database, company: str) -> None:
        self.on_news: Callable[[Committed], None] = lambda _: None
        self.on_gap: Callable[[int], None] = lambda _: None
        self._database, self._company = database, company
        self._me = secrets.token_hex(8)
        self._closing = threading.Event()
        self._listening: threading.Thread | None = None

    def tell(self, connection: Connection, committed: Committed) -> None:
        """Have the neighbours hear of this once `connection` commits."""
        if self._database.is_shared:
            connection.execute(text("select pg_notify(:channel, :said)"), {"channel": CHANNEL, "said": self._notice(committed)})

    def start(self) -> None:
        """Begin to listen, where there can be neighbours at all."""
        if self._database.is_shared:
            self._near, self._far = socket.socketpair()
            self._listening = threading.Thread(target=self._listen, name="neighbours", daemon=True)
            self._listening.start()

    def close(self) -> None:
        listening, self._listening = self._listening, None
        if listening:
            self._closing.set()
            self._far.send(b"x")  # it waits for either: a notice or this
            listening.join()
            self._near.close()
            self._far.close()

    def _notice(self, committed: Committed) -> str:
        whole = {"by": self._me, "of": self._company, "seq": committed.seq}
        said = json.dumps(whole | {"readers": sorted(committed.readers), "devices": sorted(committed.devices)})
        return said if len(said) <= LONGEST_NOTICE else json.dumps(whole)

    def _listen(self) -> None:
        while not self._closing.is_set():
            try:
                with psycopg.connect(self._address(), autocommit=True) as line:
                    line.execute(f"listen {CHANNEL}")
                    self.on_gap(self._seq())
                    self._hear(line)
            except (psycopg.Error, DBAPIError) as trouble:
                log.warning("no line to the neighbours: %s", trouble)
                self._closing.wait(TRY_AGAIN_SECONDS)

    def _hear(self, line: "psycopg.Connection[Any]") -> None:
        with selectors.DefaultSelector() as waiting:
            waiting.register(line.fileno(), selectors.EVENT_READ)
            waiting.register(self._near, selectors.EVENT_READ)
            while not self._closing.is_set():
                waiting.select()
                for notice in line.notifies(timeout=0):
                    self._heard(json.loads(notice.payload))

    def _heard(self, said: dict[str, Any]) -> None:
        if said["of"] != self._company or said["by"] == self._me:
            return
        if "readers" in said:
            self.on_news(Committed(said["seq"], frozenset(said["readers"]), frozenset(map(DeviceId, said["devices"]))))
        else:
            self.on_gap(said["seq"])

    def _seq(self) -> int:
        with self._database.read() as connection:
            return int(connection.execute(select(tables.counter.c.seq).where(tables.counter.c.company == self._company)).scalar_one())

    def _address(self) -> str:
        return make_url(self._database.url).set(drivername="postgresql").render_as_string(hide_password=False)
