"""Tables of every release, with data in them, become today's; nothing in them is lost."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from cryptography.fernet import Fernet
from sqlalchemy import Engine, MetaData, String, create_engine, event, inspect, select, text
from sqlalchemy.types import TypeEngine

from field_app.domain.repair.dispatch import NoteAdded
from sync.server import derived, migrations, tables
from sync.server.app import Office
from sync.server.database import Database
from sync.server.settings import Settings
from sync.server.truth import verify
from tests.cast import PASSWORD, QUICK, SUPERVISOR, WANG, Clock, Company

RELEASES = sorted(Path(__file__).parent.joinpath("released").glob("*.sql"))


@pytest.fixture(params=RELEASES, ids=lambda path: path.stem)
def released(request: pytest.FixtureRequest, tmp_path: Path, database: str) -> str:
    """The URL of a company as this release left it, in either database."""
    file = tmp_path / "office.sqlite"
    with sqlite3.connect(file) as connection:
        connection.executescript(request.param.read_text())
    connection.close()
    url = f"sqlite:///{file}"
    return url if database.startswith("sqlite") else carried_over(url, database)


def carried_over(source: str, target: str) -> str:
    """The same tables with the same rows in another database."""
    old, new, known = create_engine(source), create_engine(target), MetaData()
    event.listen(known, "column_reflect", lambda _inspector, _table, column: column.update(type=column["type"].as_generic()))
    known.reflect(old)
    known.create_all(new)
    with old.begin() as reading, new.begin() as writing:
        for table in known.sorted_tables:
            if rows := [row._asdict() for row in reading.execute(select(table))]:
                writing.execute(table.insert(), rows)
    old.dispose()
    new.dispose()
    return target


def count(url: str) -> int:
    engine = create_engine(url)
    with engine.connect() as connection:
        found = connection.execute(text("select count(*) from facts")).scalar_one()
    engine.dispose()
    return int(found)


def test_every_release_left_a_company_to_start_from():
    assert [path.stem for path in RELEASES][:1] == ["0.1.0"]


def test_a_released_database_is_brought_up_to_date_and_work_goes_on(released: str):
    before = count(released)
    clock = Clock()
    here = Company(Office(Settings(database=released), clock, QUICK), clock)
    assert verify(here.office.log) == []
    assert here.rows("select count(*) from facts") == [(before,)]
    assert here.office.access.sign_in(WANG.login, PASSWORD, "phone").user == WANG.user
    desk = here.phone(SUPERVISOR)
    desk.sync()
    case = desk.device.sheets("repair")[0]
    desk.record(case.id, NoteAdded("升级之后"))
    desk.sync()
    assert desk.sees(case.id).entries[-1].stamp.verdict == "ok"
    assert verify(here.office.log) == []
    here.office.close()


def is_kept(name: str | None, kind: str, _parents: object) -> bool:
    """False for tables that hold nothing of their own."""
    return kind != "table" or not str(name).startswith(derived.NAMES)


def is_another_type(_context: object, _column: object, _named: object, found: TypeEngine[Any], named: TypeEngine[Any]) -> bool | None:
    """False for two texts without a limit, which PostgreSQL calls by two names; None to be compared as Alembic does."""
    return False if isinstance(found, String) and isinstance(named, (String, tables.Said)) and not (found.length or named.length) else None


def differences(database: Database) -> list[object]:
    with database.read() as connection:
        asked = {"compare_type": is_another_type, "compare_server_default": True, "include_name": is_kept}
        context = MigrationContext.configure(connection, opts=asked)
        return list(compare_metadata(context, tables.metadata))


def test_a_migrated_database_has_the_tables_of_a_new_one(released: str):
    database = Database(released)
    assert differences(database) == []
    database.dispose()


def test_a_webhook_added_before_they_were_sealed_is_sealed_at_the_first_start_with_a_key(released: str):
    engine, key = create_engine(released), Fernet.generate_key().decode()
    with engine.begin() as connection:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(migrations.SCRIPTS))
        command.stamp(config, migrations.RELEASE_0_1_0)
        command.upgrade(config, "0010")
        hook = "'company', 'plain', 'https://example.com/hook?key=open', 'open secret', 'assigned', 1"
        connection.execute(text(f"insert into webhooks (company, kind, url, secret, events, made_at) values ({hook})"))  # noqa: S608
    engine.dispose()
    clock = Clock()
    here = Company(Office(Settings(database=released, keys=(key,)), clock, QUICK), clock)
    here.office.open()
    ((url, secret),) = here.rows("select url, secret from webhooks")
    assert "open" not in url + secret
    assert here.office.receivers.opened(url, secret) == ("https://example.com/hook?key=open", "open secret")
    here.office.close()


def test_a_new_database_has_the_tables_the_code_names(database: str):
    made = Database(database)
    assert differences(made) == []
    made.dispose()


def test_the_newest_revision_is_the_head_of_one_line():
    config = Config()
    config.set_main_option("script_location", str(migrations.SCRIPTS))
    assert ScriptDirectory.from_config(config).get_heads() == [migrations.newest()]


class PowerCut(Exception):
    pass


@contextmanager
def cut_at(statement: int) -> Iterator[None]:
    """Power is cut when a database is about to run its `statement`th statement."""
    left = [statement]

    def cut(*_args: object) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise PowerCut

    event.listen(Engine, "before_cursor_execute", cut)
    try:
        yield
    finally:
        event.remove(Engine, "before_cursor_execute", cut)


def test_f12_a_migration_cut_off_at_any_statement_leaves_the_old_tables_whole(released: str):
    before, facts, statement = schema(released), count(released), 0
    while True:
        try:
            with cut_at(statement):
                Database(released).dispose()
            break
        except PowerCut:
            assert schema(released) == before
            statement += 1
    assert statement > 5
    assert schema(released) != before
    assert count(released) == facts


def test_f12_a_first_start_cut_off_at_any_statement_leaves_nothing_and_the_next_makes_all(lasting: str):
    statement = 0
    while True:
        try:
            with cut_at(statement):
                Database(lasting).dispose()
            break
        except PowerCut:
            assert schema(lasting) == []
            statement += 5
    assert statement > 20
    assert ("facts", "erased_by") in schema(lasting)


def schema(url: str) -> list[tuple[str, str]]:
    """Every column of every table, looked up without bringing anything up to date."""
    engine = create_engine(url)
    seen = inspect(engine)
    found = [(table, column["name"]) for table in sorted(seen.get_table_names()) for column in seen.get_columns(table)]
    engine.dispose()
    return found


def test_a_second_start_changes_nothing(database: str, tmp_path: Path):
    url = database if database.startswith("postgresql") else f"sqlite:///{tmp_path / 'office.sqlite'}"
    Database(url).dispose()
    again = Database(url)
    with again.read() as connection:
        assert connection.execute(text("select version_num from alembic_version")).scalars().all() == [migrations.newest()]
        assert connection.execute(select(tables.facts)).all() == []
    again.dispose()
