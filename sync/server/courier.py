"""Tells others what is new: reads the log for news, keeps each in an outbox with the log's mark, sends it, tries again with growing delay.

At least once: a receiver that answered while the line broke is told again with the same `key`.
"""

import logging
import threading
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from itertools import islice
from typing import Any

import httpx
from sqlalchemy import Connection, insert, select, update

from field_app.domain.days import day_of
from field_app.domain.facts import DeviceId, UserId
from field_app.domain.sheets import Sheet
from sync.server import news, tables
from sync.server.documents import read_document
from sync.server.envelopes import body_of, refusal, sealed
from sync.server.migrations import only_one
from sync.server.news import News
from sync.server.receivers import Receivers, begin
from sync.server.sealing import Sealed

TIMEOUT_SECONDS = 10
# A minute, then longer and longer; given up after two days.
DELAYS = (60, 300, 1800, 7200, 21_600, 43_200, 86_400)
STEP = 500
AT_ONCE = 5  # taken together by one process: few, so that all are sent before another may try
HOLD_SECONDS = AT_ONCE * 6 * TIMEOUT_SECONDS
WORDS_KEPT_SECONDS = 30 * 86_400
PART, LONGEST_ANSWER = 4096, 64 * 1024  # bytes; whoever answers more has said enough
TICK_SECONDS = 30
WAIT_FOR_NEWS = 0.2

log = logging.getLogger(__name__)
_d, _w, _m, _s, _f = tables.deliveries.c, tables.webhooks.c, tables.news_marks.c, tables.sheets.c, tables.facts.c
_SHEET = (_s.id, _s.kind, _s.version, _s.entries)
Ask = Callable[[Sheet], Iterable[News | None]]


class Courier:
    """One process's courier. Several may run: none tells a thing twice but after a broken line."""

    def __init__(self, receivers: Receivers, now: Callable[[], datetime], address: str = "") -> None:
        self._receivers, self._database, self._company = receivers, receivers.database, receivers.company
        self._now, self._address = now, address
        self._client = httpx.Client(timeout=TIMEOUT_SECONDS, follow_redirects=False, headers={"accept-encoding": "identity"})
        self._awake, self._over = threading.Event(), threading.Event()
        self._thread: threading.Thread | None = None
        self._looked_on = ""

    def start(self) -> None:
        self._thread = threading.Thread(target=self._run, name="courier", daemon=True)
        self._thread.start()

    def wake(self, *_news: object) -> None:
        """Facts were committed."""
        self._awake.set()

    def close(self) -> None:
        self._over.set()
        self._awake.set()
        if self._thread:
            self._thread.join(TIMEOUT_SECONDS + 5)
        self._client.close()

    def _run(self) -> None:
        while not self._over.is_set():
            try:
                self.work()
            except Exception:
                # A database that is away must not end the telling for good.
                log.exception("the courier stumbled")
            self._awake.wait(TICK_SECONDS)
            self._over.wait(WAIT_FOR_NEWS)
            self._awake.clear()

    def work(self) -> int:
        """Look for news and send what is due. Returns how many were told."""
        if not self._is_wanted():
            return 0
        while self._read_on():
            pass
        self._look_at_dates()
        self._look_at_devices()
        return sum(self._send(row) for row in self._taken())

    def _is_wanted(self) -> bool:
        with self._database.read() as connection:
            return connection.execute(select(_w.id).where(_w.company == self._company).limit(1)).first() is not None

    def _read_on(self) -> bool:
        """Put the news of the next facts into the outbox, in one transaction with the mark."""
        with self._database.write() as connection:
            only_one(connection)
            mark = connection.execute(select(_m.seq).where(_m.company == self._company)).scalar()
            if mark is None:
                begin(connection, self._company)
                return False
            rows = list(connection.execute(_next_facts(self._company, mark)))
            for row in rows:
                self._note(connection, row)
            if rows:
                here = tables.news_marks.c.company == self._company
                connection.execute(update(tables.news_marks).where(here).values(seq=rows[-1].seq))
        return len(rows) == STEP

    def _note(self, connection: Connection, row: Any) -> None:
        if row.verdict == "refused":
            name = _names(connection, self._company)(UserId(row.user))
            self._post(connection, news.not_accepted(DeviceId(row.device), day_of(self._now()), name))
            return
        kept = connection.execute(select(*_SHEET).where(_s.company == self._company, _s.id == row.sheet)).first()
        for found in _told_by(kept, _of_fact(row.seq, _names(connection, self._company))) if kept else ():
            self._post(connection, found)

    def _look_at_dates(self) -> None:
        """What a date made news, once a day."""
        today = day_of(self._now())
        if self._looked_on == today.isoformat():
            return
        with self._database.write() as connection:
            only_one(connection)
            for kept in _open_ones(connection, self._company):
                for found in _told_by(kept, _of_day(today)):
                    self._post(connection, found)
            self._forget_words(connection)
        self._looked_on = today.isoformat()

    def _look_at_devices(self) -> None:
        """Those that were stopped; the outbox knows which of them were told."""
        d = tables.devices.c
        with self._database.write() as connection:
            only_one(connection)
            names = _names(connection, self._company)
            for row in connection.execute(select(d.device, d.tag, d.user).where(d.company == self._company, d.state == "frozen")):
                self._post(connection, news.stopped(DeviceId(row.device), row.tag, names(UserId(row.user))))

    def _forget_words(self, connection: Connection) -> None:
        """The log keeps what was told when; what was said in it, people's names included, only for a month."""
        old = int(self._now().timestamp()) - WORDS_KEPT_SECONDS
        done = (_d.company == self._company, _d.next_at == 0, _d.made_at < old, _d.body != "")
        connection.execute(update(tables.deliveries).where(*done).values(body=""))

    def _post(self, connection: Connection, found: News) -> None:
        """One row for each address that wants it and doesn't have it."""
        known = select(_d.webhook).where(_d.company == self._company, _d.key == found.key)
        has_it = set(connection.execute(known).scalars())
        at = int(self._now().timestamp())
        for hook in connection.execute(select(tables.webhooks).where(_w.company == self._company)):
            if found.event in hook.events.split(",") and hook.id not in has_it:
                row = {"company": self._company, "webhook": hook.id, "key": found.key, "event": found.event, "made_at": at}
                body = body_of(hook.kind, found, self._address)
                connection.execute(insert(tables.deliveries), row | {"body": body, "tries": 0, "next_at": at, "told_at": 0, "problem": ""})

    def _taken(self) -> Iterator[Any]:
        """What is to be sent now, a few after the other; after so many it is looked for news again."""
        for _ in range(STEP // AT_ONCE):
            rows = [] if self._over.is_set() else self._due()
            if not rows:
                return
            yield from rows

    def _due(self) -> list[Any]:
        """What is to be sent now, taken for ourselves."""
        now = int(self._now().timestamp())
        with self._database.write() as connection:
            only_one(connection)
            joined = tables.deliveries.join(tables.webhooks, _w.id == _d.webhook)
            wanted = (_d.company == self._company, _d.next_at > 0, _d.next_at <= now)
            question = select(_d.id, _d.body, _d.tries, _w.kind, _w.url, _w.secret).select_from(joined).where(*wanted)
            rows = list(connection.execute(question.order_by(_d.next_at, _d.id).limit(AT_ONCE)))
            held = update(tables.deliveries).where(_d.id.in_([row.id for row in rows])).values(next_at=now + HOLD_SECONDS)
            if rows:
                connection.execute(held)
        return rows

    def _send(self, row: Any) -> bool:
        seconds = int(self._now().timestamp())
        problem = self._deliver(row, seconds)
        given_up = row.tries + 1 > len(DELAYS)
        later = 0 if problem is None or given_up else seconds + DELAYS[row.tries]
        kept = {"tries": row.tries + 1, "next_at": later, "told_at": 0 if problem else seconds, "problem": problem or ""}
        with self._database.write() as connection:
            connection.execute(update(tables.deliveries).where(_d.id == row.id).values(kept))
        return problem is None

    def _deliver(self, row: Any, seconds: int) -> str | None:
        try:
            envelope = sealed(row.kind, *self._receivers.opened(row.url, row.secret), row.body, seconds)
            with self._client.stream("POST", envelope.url, content=envelope.body, headers=dict(envelope.headers)) as answer:
                said = b"".join(islice(answer.iter_raw(PART), LONGEST_ANSWER // PART))
        except Sealed:
            return "sealed by a key that isn't here"
        except httpx.HTTPError as error:
            # Without the address: a robot's key stands in it.
            return f"not reached: {type(error).__name__}"
        return refusal(row.kind, answer.status_code, said)


def _next_facts(company: str, mark: int) -> Any:
    return select(_f.seq, _f.sheet, _f.verdict, _f.device, _f.user).where(_f.company == company, _f.seq > mark).order_by(_f.seq).limit(STEP)


def _told_by(kept: Any, ask: Ask) -> list[News]:
    """What a sheet has to tell."""
    try:
        sheet = read_document(kept)
        return [found for found in ask(sheet) if found]
    except Exception:
        # An odd sheet must not keep back the news of all the others.
        log.exception("no news of sheet %s", kept.id)
        return []


def _of_fact(seq: int, names: news.NameOf) -> Ask:
    return lambda sheet: (news.of_entry(sheet, entry, names) for entry in sheet.entries if entry.stamp.seq == seq)


def _of_day(today: date) -> Ask:
    return lambda sheet: news.overdue(sheet, today) if sheet.kind == "repair" else [news.late_complaint(sheet, today)]


def _open_ones(connection: Connection, company: str) -> Iterable[Any]:
    """Sheets a date may make news of."""
    open_repair = (_s.kind == "repair") & _s.status.not_in(("closed", "cancelled"))
    open_complaint = (_s.kind == "complaint") & (_s.status != "closed")
    return connection.execute(select(*_SHEET).where(_s.company == company, open_repair | open_complaint))


def _names(connection: Connection, company: str) -> news.NameOf:
    people = {row.user: row.name for row in connection.execute(select(tables.people).where(tables.people.c.company == company))}
    return lambda user: str(people.get(UserId(user), user))
