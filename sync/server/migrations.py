"""Tables of an older release are brought up to date when the server starts: one file of `alembic/versions/` a change.

A revision's number stands in its file's name. A new database gets today's tables at once and counts as up to date.
"""

from functools import cache
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from sync.server import tables

SCRIPTS = Path(__file__).parent / "alembic"
RELEASE_0_1_0 = "0001"  # kept no number yet
_ONE_AT_A_TIME = 7_203_114


class Newer(Exception):
    """These tables are of a later release than this server: nothing was changed in them."""


def only_one(connection: Connection) -> None:
    """Keep every other process from founding or migrating until this transaction ends. SQLite's writers are alone anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("select pg_advisory_xact_lock(:key)"), {"key": _ONE_AT_A_TIME})


def bring_up_to_date(connection: Connection) -> None:
    """All or nothing, and only once when several processes start. Raises Newer."""
    only_one(connection)
    present = set(inspect(connection).get_table_names())
    if "facts" not in present:
        tables.metadata.create_all(connection)
        _number(connection, newest())
        return
    if "alembic_version" not in present:
        _number(connection, RELEASE_0_1_0)
    here = number(connection)
    if here > newest():
        raise Newer(f"it is of a later release (tables {here}, this server knows {newest()}); start that one")
    if here != newest():
        _upgrade(connection)


@cache
def newest() -> str:
    """The number of the last revision."""
    return max(path.name[1:].partition("_")[0] for path in (SCRIPTS / "versions").glob("r*.py"))


def number(connection: Connection) -> str:
    """The revision these tables are at."""
    return str(connection.execute(text("select version_num from alembic_version")).scalar_one())


def _number(connection: Connection, revision: str) -> None:
    connection.execute(text("create table alembic_version (version_num varchar(32) not null primary key)"))
    connection.execute(text("insert into alembic_version values (:it)"), {"it": revision})


def _upgrade(connection: Connection) -> None:
    # Only needed now: it costs every start a third of a second.
    from alembic import command
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(SCRIPTS))
    command.upgrade(config, "head")
