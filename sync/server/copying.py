"""Every table of one database into another, as it stood at one moment: what backup, restore and move are made of.

Positions, hashes and the server's chain stay the same, whatever kind of database either is (F37).
"""

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import Connection, Table, func, select

from sync.server import migrations, tables
from sync.server.database import Database, insert_many

STEP = 1000  # rows at once


class NotEmpty(Exception):
    """The target holds facts already: nothing was copied."""


def copy_all(source: Connection, target: Database, settle: Callable[[Connection], None] = lambda _: None) -> int:
    """Fill an empty database with everything `source` sees, then let `settle` change what is to differ.

    All or nothing; returns how many facts there are.
    """
    with target.write() as connection:
        migrations.only_one(connection)
        if _count(connection):
            raise NotEmpty
        for table in tables.metadata.sorted_tables:
            # The start of a server may have founded the company already.
            connection.execute(table.delete())
            _copy(source, connection, table)
        settle(connection)
        return _count(connection)


def must_be_empty(target: Database) -> None:
    """Raises NotEmpty where facts are, before anything else is brought there."""
    with target.read() as connection:
        if _count(connection):
            raise NotEmpty


def _count(connection: Connection) -> int:
    return int(connection.execute(select(func.count()).select_from(tables.facts)).scalar_one())


def _copy(source: Connection, target: Connection, table: Table) -> None:
    names = [column.key for column in table.columns]
    for rows in _pages(source, table):
        insert_many(target, table, names, rows)
    _count_on(target, table)


def _count_on(target: Connection, table: Table) -> None:
    """Where the database gives numbers by itself, it goes on after those that came."""
    column = table.autoincrement_column
    if column is not None and target.dialect.name == "postgresql":
        sequence = func.pg_get_serial_sequence(table.name, column.name)
        target.execute(select(func.setval(sequence, func.coalesce(func.max(column), 0) + 1, False)))


def _pages(source: Connection, table: Table) -> Iterator[list[tuple[Any, ...]]]:
    rows = source.execute(select(table).order_by(*table.primary_key.columns).execution_options(yield_per=STEP))
    for page in rows.partitions():
        yield [tuple(row) for row in page]
