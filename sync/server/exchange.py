"""The office's half of a round: what came up is kept, then what this person may see comes down. No HTTP in it; blocking."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select

from sync.protocol import Cursor, EpochChanged, Frozen, Reply, Request, SignedOut, WentBack, read_cursor
from sync.server import feed, tables
from sync.server.access import Access, Principal
from sync.server.batch import still_here
from sync.server.blobs import wanted_of
from sync.server.log import Log
from sync.server.pushes import Appended, Judged, Push, hashes_agree
from sync.server.sessions import Sessions
from sync.server.verdicts import read_line


class Exchange:
    """Answers rounds of one company."""

    def __init__(self, log: Log, access: Access, sessions: Sessions, now: Callable[[], datetime], sheets_per_answer: int) -> None:
        self.log, self.access, self.sessions, self.now = log, access, sessions, now
        self._limit = sheets_per_answer
        self.company = log.company

    def answer(self, token: str, request: Request) -> Reply:
        """One round. Raises OfficeTrouble (or Malformed); what was taken up before that stays and is known when asked again."""
        cursor = read_cursor(request.cursor)
        with self.log.database.read() as connection:
            who = self.access.who(connection, token)
            counter = self._counter(connection)
            still_here(counter)
            _same_epoch(cursor, counter, who)
            reads_only = not request.lines and self._fits(connection, who, request)
            reply = self._look(connection, who, request, cursor, Appended(who.head, ())) if reads_only else None
        self.sessions.note(who.device, request.app, request.unsent, comes_again=bool(request.lines) and not request.pull)
        if reply:
            return reply
        # With nothing in it, it comes here to be frozen.
        pushed = self.log.append(self._push(who, request, seen=cursor.seq if cursor.epoch else None))
        if _is_empty(who, request):
            raise SignedOut(wipe=True)
        with self.log.database.read() as connection:
            return self._look(connection, who, request, cursor, pushed)

    def _counter(self, connection: Connection) -> Row[Any]:
        return connection.execute(_COUNTER, {"of": self.company}).one()

    def _push(self, who: Principal, request: Request, *, seen: int | None) -> Push:
        lines = tuple(read_line(who.device, request.after + place, raw) for place, raw in enumerate(request.lines, 1))
        return Push(who.device, request.after, request.mark, lines, self.now(), request.sent_at, seen)

    def _fits(self, connection: Connection, who: Principal, request: Request) -> bool:
        """False when this journal's past is another than the one we know."""
        if who.state == "frozen":
            raise Frozen
        if _is_empty(who, request):
            raise SignedOut(wipe=True)
        if request.after > who.head:
            raise WentBack(who.head)
        asked = Push(who.device, request.after, request.mark, (), self.now())
        return hashes_agree(connection, self.company, asked, who.head, who.hash)

    def _look(self, connection: Connection, who: Principal, request: Request, cursor: Cursor, pushed: Appended) -> Reply:
        counter = self._counter(connection)
        if not request.pull or who.state == "drain":
            page = feed.Page((), (), Cursor(counter.epoch, cursor.seq, cursor.within), more=False)
        elif cursor.seq > counter.seq:
            raise WentBack(pushed.head)
        else:
            reader = feed.reader(connection, self.company, who.user)
            page = feed.page(connection, reader, cursor, Cursor(counter.epoch, counter.seq), holding=request.holding, limit=self._limit)
        return Reply(
            cursor=str(page.cursor),
            head=pushed.head,
            time=self.now(),
            durable_seq=counter.durable_seq,
            ranges=ranges(pushed.judged),
            notes=tuple((fact.n, fact.verdict, fact.reason) for fact in pushed.judged if fact.verdict != "ok"),
            documents=page.documents,
            gone=page.gone,
            more=page.more,
            wanted=wanted_of(connection, who) if request.pull else (),
        )


_COUNTER = select(tables.counter).where(tables.counter.c.company == bindparam("of"))


def _is_empty(who: Principal, request: Request) -> bool:
    """A device that was to hand over what is unsent has nothing more (F27)."""
    return who.state == "drain" and not request.unsent and not request.photos


def _same_epoch(cursor: Cursor, counter: Row[Any], who: Principal) -> None:
    if cursor.epoch and cursor.epoch != counter.epoch:
        raise EpochChanged(counter.epoch, who.head)


def ranges(judged: Iterable[Judged]) -> tuple[tuple[int, int, int], ...]:
    """Runs of facts whose n and seq go up together: (n, seq, count)."""
    runs: list[tuple[int, int, int]] = []
    for fact in judged:
        if runs and (runs[-1][0] + runs[-1][2], runs[-1][1] + runs[-1][2]) == (fact.n, fact.seq):
            n, seq, count = runs[-1]
            runs[-1] = (n, seq, count + 1)
        else:
            runs.append((fact.n, fact.seq, 1))
    return tuple(runs)
