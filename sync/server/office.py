"""Everything one server process is made of, built once."""

import logging
import time
from collections.abc import Callable
from datetime import datetime

from pwdlib import PasswordHash

from sync.protocol import utc_now
from sync.server import lists, seclog
from sync.server.access import Access, Principal
from sync.server.blobs import Blobs
from sync.server.courier import Courier
from sync.server.database import Database
from sync.server.exchange import Exchange
from sync.server.live import Live
from sync.server.log import Log
from sync.server.neighbours import Neighbours
from sync.server.pushes import Committed
from sync.server.receivers import Receivers
from sync.server.sealing import Seal
from sync.server.sessions import Sessions
from sync.server.settings import Settings

log = logging.getLogger(__name__)
HOW_TO_KEY = "make one by `python -m sync key FILE`"


class Office:
    """The parts of a server. Blocking: call them from a thread."""

    def __init__(self, settings: Settings, now: Callable[[], datetime] = utc_now, hasher: PasswordHash | None = None) -> None:
        self.settings = settings
        self.now = now
        self._written: logging.Handler | None = None
        self._seal = Seal(settings.keys)
        self.database = Database(settings.database)
        self.log = Log(self.database, settings.company)
        lists.fill(self.database, settings.company)
        self.access = Access(self.database, settings.company, time.time, hasher, self._seal)
        self.sessions = Sessions(self.database, settings.company, time.time)
        self.exchange = Exchange(self.log, self.access, self.sessions, now, settings.sheets_per_answer)
        self.blobs = Blobs(self.database, settings.company, settings.photo_folder, now)
        self.live = Live(heartbeat_seconds=settings.heartbeat_seconds, streams_per_user=settings.streams_per_user)
        self.receivers = Receivers(self.database, settings.company, self._seal)
        self.courier = Courier(self.receivers, now, settings.address)
        self.log.on_commit = self._tell
        self.neighbours = Neighbours(self.database, settings.company)
        self.neighbours.on_news, self.neighbours.on_gap = self.live.publish, self.live.stir
        self.log.before_commit = self.neighbours.tell
        self.sessions.on_end = self.live.end

    def principal(self, token: str) -> Principal:
        """Whose token this is. Raises SignedOut for one that has ended."""
        with self.database.read() as connection:
            return self.access.who(connection, token)

    def _tell(self, committed: Committed) -> None:
        """Who is online hears of it at once, who isn't by the courier."""
        self.live.publish(committed)
        self.courier.wake()

    def open(self) -> None:
        """Begin to hear of what other processes of this company do, and to tell others."""
        self._seal_all()
        if self.settings.security_log:
            self._written = seclog.write_to(self.settings.security_log)
        self.neighbours.start()
        self.courier.start()

    def _seal_all(self) -> None:
        if not self._seal.has_key:
            log.warning("no key: second factors lie open in the database and its backups, webhooks' secrets too; %s", HOW_TO_KEY)
            return
        self.access.second.seal_all()
        for one in self.receivers.seal_all():
            log.error("the secret of webhook %s was sealed by a key that isn't here: it is told nothing; add it anew", one)

    def close(self) -> None:
        self.live.close()
        self.neighbours.close()
        self.courier.close()
        if self._written:
            seclog.no_longer(self._written)
        self.database.dispose()
