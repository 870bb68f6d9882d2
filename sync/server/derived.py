"""Tables that hold nothing of their own: one row a sheet for lists and search, and the pieces of text it is found by.

They are written in the log's own transaction and can be made anew from the sheets at any time, so they need no migration: another
shape gets another number in the names, and what is missing is filled in when a server starts.
"""

from sqlalchemy import BigInteger, Column, Connection, Index, Integer, MetaData, String, Table, Text, inspect, text

from sync.server.tables import Said

metadata = MetaData()
NAMES = ("listed_1", "grams_1")

# `text` is what the sheet is found by, `row` what a list shows of it. Times are in seconds, 0 for none.
listed = Table(
    "listed_1",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("company", String(64), nullable=False),
    Column("sheet", String(64), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("number", Said(64), nullable=False),
    Column("status", Said(64), nullable=False),
    Column("assigned", Said(64), nullable=False),
    Column("urgency", Integer, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("due", BigInteger, nullable=False),
    Column("text", Text, nullable=False),
    Column("row", Text, nullable=False),
    Index("listed_1_by_sheet", "company", "sheet", unique=True),
    Index("listed_1_by_number", "company", "kind", "number", "id"),
    Index("listed_1_by_at", "company", "kind", "at", "id"),
    Index("listed_1_by_due", "company", "kind", "due", "id"),
    Index("listed_1_by_status", "company", "kind", "status", "at", "id"),
    Index("listed_1_by_assigned", "company", "kind", "assigned", "at", "id"),
)

# SQLite's full-text index takes the pieces as words; PostgreSQL's inverted index takes them as a list.
_GRAMS = {
    "sqlite": ("create virtual table grams_1 using fts5(grams, content='', detail=none, tokenize='ascii')",),
    "postgresql": (
        "create table grams_1 (id bigint primary key, grams text[] not null)",
        "create index grams_1_by_gram on grams_1 using gin (grams) with (fastupdate = off)",
    ),
}


def found(connection: Connection) -> None:
    """Make these tables where they aren't yet. Only one process at a time may come here."""
    if inspect(connection).has_table("listed_1"):
        return
    metadata.create_all(connection)
    for statement in _GRAMS[connection.dialect.name]:
        connection.execute(text(statement))


def empty(connection: Connection) -> None:
    """Forget every row of every company."""
    everything = "insert into grams_1 (grams_1) values ('delete-all')" if connection.dialect.name == "sqlite" else "delete from grams_1"
    connection.execute(text(everything))
    connection.execute(listed.delete())


def settle(connection: Connection) -> None:
    """Have nothing left of what was taken out: SQLite's index only notes it until its parts are merged."""
    if connection.dialect.name == "sqlite":
        connection.execute(text("insert into grams_1 (grams_1) values ('optimize')"))
