"""Where the tables lie: SQLite beside the server, or PostgreSQL, by one URL."""

import secrets
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, nullcontext
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Dialect, Engine, Table, bindparam, create_engine, event, insert, make_url, select, text
from sqlalchemy.pool import StaticPool

from sync.server import derived, migrations, tables

CHUNK = 500  # of ids in one statement, below every database's limit of parameters
EPOCH_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"

# A session that was left open in the middle, or a writer that waits too long, ends with an error instead of holding up all others (F34).
LIMITS = {"idle_in_transaction_session_timeout": "30s", "lock_timeout": "20s"}

# Every connection to SQLite has a cache of its own; what one reader leaves out of it is still in the system's.
WRITERS_CACHE_KIB, READERS_CACHE_KIB = 16 * 1024, 2 * 1024

T = TypeVar("T")


class Database:
    """Two ways in: `read()` sees one moment, `write()` is all or nothing and waits for other writers.

    Opening it makes the tables, or brings those of an older release up to date.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.is_shared = not url.startswith("sqlite")  # other processes may write to it, too
        self._alone = threading.RLock() if _in_memory(url) else None
        if self.is_shared:
            self.reading, self.writing = _postgres(url)
        else:
            self.reading = _sqlite(url, "BEGIN", READERS_CACHE_KIB, pool_size=8, max_overflow=8)
            self.writing = self.reading if self._alone else _sqlite(url, "BEGIN IMMEDIATE", WRITERS_CACHE_KIB, pool_size=1, max_overflow=0)
        with ExitStack() as unless_ready:
            unless_ready.callback(self.dispose)
            with self.write() as connection:
                migrations.bring_up_to_date(connection)
                derived.found(connection)
            unless_ready.pop_all()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        with self._alone or nullcontext(), self.reading.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        with self._alone or nullcontext(), self.writing.begin() as connection:
            yield connection

    def overwrite_free_space(self) -> None:
        """Leave nothing readable of what was deleted or rewritten. Takes its time, and nobody writes meanwhile."""
        if self.is_shared:
            with self.writing.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.execute(text("vacuum full"))
            return
        with self._alone or nullcontext(), self.writing.connect() as connection:
            raw: Any = connection.connection.driver_connection
            for step in ("vacuum", "pragma wal_checkpoint(truncate)"):
                raw.execute(step)

    def dispose(self) -> None:
        self.reading.dispose()
        self.writing.dispose()


def _in_memory(url: str) -> bool:
    return url.startswith("sqlite") and make_url(url).database in (None, "", ":memory:")


def _postgres(url: str) -> tuple[Engine, Engine]:
    limits = " ".join(f"-c {name}={value}" for name, value in LIMITS.items())
    given = make_url(url)
    # What the URL says for itself comes last, and so counts.
    said = f"{limits} {given.query.get('options', '')}".strip()
    engine = create_engine(given.update_query_dict({"options": said}), pool_size=20, max_overflow=20, pool_pre_ping=True)
    return engine.execution_options(isolation_level="REPEATABLE READ"), engine


def _sqlite(url: str, begin: str, cache_kib: int, **pool: int) -> Engine:
    if _in_memory(url):
        engine = create_engine(url, poolclass=StaticPool, connect_args={"check_same_thread": False})
    else:
        Path(make_url(url).database or "").parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(url, connect_args={"check_same_thread": False, "timeout": 10}, **pool)
    event.listen(engine, "connect", partial(_prepare, cache_kib))
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(begin))
    return engine


def _prepare(cache_kib: int, connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver must not begin transactions on its own: `begin` says which kind
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=10000", f"cache_size=-{cache_kib}"):
        connection.execute(f"PRAGMA {pragma}")


def chunks(ids: Iterable[T]) -> Iterable[list[T]]:
    wanted = list(ids)
    return (wanted[start : start + CHUNK] for start in range(0, len(wanted), CHUNK))


def insert_many(connection: Connection, table: Table, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Rows in bulk, in the order of `columns`. For thousands of rows at once: building a dict for each costs more than writing it."""
    statement, places = _positional(table, tuple(columns), connection.dialect)
    if not statement:
        connection.execute(insert(table), [dict(zip(columns, row, strict=True)) for row in rows])
        return
    if places != tuple(range(len(columns))):
        rows = [tuple(row[place] for place in places) for row in rows]
    connection.exec_driver_sql(statement, list(rows))


@lru_cache(maxsize=16)
def _positional(table: Table, columns: tuple[str, ...], dialect: Dialect) -> tuple[str, tuple[int, ...]]:
    """The statement that inserts one row, and which column goes into which place of it; empty where places have names."""
    statement = insert(table).values({name: bindparam(name) for name in columns}).compile(dialect=dialect)
    return (str(statement), tuple(columns.index(name) for name in statement.positiontup or ())) if statement.positional else ("", ())


def new_epoch() -> str:
    return "".join(secrets.choice(EPOCH_LETTERS) for _ in range(6))


def found(connection: Connection, company: str) -> None:
    """Give a company its counter, once."""
    migrations.only_one(connection)
    known = connection.execute(select(tables.counter.c.company).where(tables.counter.c.company == company)).first()
    if known is None:
        row = {"company": company, "epoch": new_epoch(), "seq": 0, "chain": bytes(32), "durable_seq": 0, "restored_at": 0}
        connection.execute(insert(tables.counter), row)
