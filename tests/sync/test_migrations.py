"""Tables of every release, with data in them, become today's; nothing in them is lost."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, event, select, text

from field_app.domain.repair.dispatch import NoteAdded
from sync.server import derived, migrations, tables
from sync.server.app import Office
from sync.server.database import Database
from sync.server.settings import Settings
from sync.server.truth import verify
from tests.cast import PASSWORD, QUICK, SUPERVISOR, WANG, Clock, Company

RELEASES = sorted(Path(__file__).parent.joinpath("released").glob("*.sql"))


@pytest.fixture(params=RELEASES, ids=lambda path: path.stem)
def released(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a company as this release left it."""
    file = tmp_path / "office.sqlite"
    with sqlite3.connect(file) as connection:
        connection.executescript(request.param.read_text())
    connection.close()
    return f"sqlite:///{file}"


def count(url: str) -> int:
    file = url.removeprefix("sqlite:///")
    connection = sqlite3.connect(file)
    try:
        return int(connection.execute("select count(*) from facts").fetchone()[0])
    finally:
        connection.close()


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


def differences(database: Database) -> list[object]:
    with database.read() as connection:
        asked = {"compare_type": True, "compare_server_default": True, "include_name": is_kept}
        context = MigrationContext.configure(connection, opts=asked)
        return list(compare_metadata(context, tables.metadata))


def test_a_migrated_database_has_the_tables_of_a_new_one(released: str):
    database = Database(released)
    assert differences(database) == []
    database.dispose()


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
    before, statement = schema(released), 0
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


def schema(url: str) -> list[object]:
    connection = sqlite3.connect(url.removeprefix("sqlite:///"))
    try:
        return connection.execute("select sql from sqlite_master order by name").fetchall()
    finally:
        connection.close()


def test_a_second_start_changes_nothing(database: str, tmp_path: Path):
    url = database if database.startswith("postgresql") else f"sqlite:///{tmp_path / 'office.sqlite'}"
    Database(url).dispose()
    again = Database(url)
    with again.read() as connection:
        assert connection.execute(text("select version_num from alembic_version")).scalars().all() == [migrations.newest()]
        assert connection.execute(select(tables.facts)).all() == []
    again.dispose()
