"""The database is full, damaged or gone: nothing is half taken, phones keep what they have, the watch sees red (F63)."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import psycopg
import pytest
from psycopg import errors
from sqlalchemy import event

from field_app.domain.repair.dispatch import NoteAdded
from sync.protocol import Offline
from tests.cast import SUPERVISOR, WANG, Company, company, company_at
from tests.faults import oracle
from tests.faults.ways import OverHttp
from tests.sync.serving import running


@contextmanager
def failing(here: Company, problem: Exception) -> Iterator[None]:
    """Every statement of a write ends like this, where the driver would say it."""

    def fail(*_: object) -> None:
        raise problem

    event.listen(here.office.database.writing, "do_execute", fail)
    try:
        yield
    finally:
        event.remove(here.office.database.writing, "do_execute", fail)


def test_f63_on_a_full_disk_nothing_is_taken_reading_goes_on_and_all_comes_in_once_there_is_room(tmp_path: Path):
    here = company_at(tmp_path)
    sheet, wang, boss = here.open_case(WANG), here.phone(WANG), here.phone(SUPERVISOR)
    before = here.rows("select count(*) from facts")
    with running(here) as origin, OverHttp(origin, wang), OverHttp(origin, boss):
        fill(here)
        wang.record(sheet, *(NoteAdded("长" * 5000) for _ in range(40)))
        with pytest.raises(Offline):
            wang.sync()
        assert here.rows("select count(*) from facts") == before
        assert wang.device.sending().unsent == 40
        make_room(here)
        oracle.quiet(wang, boss)
        assert oracle.findings(here, wang, boss) == []


def fill(here: Company) -> None:
    with here.office.database.writing.connect() as connection:
        raw = connection.connection.driver_connection
        pages = raw.execute("pragma page_count").fetchone()[0]
        raw.execute(f"pragma max_page_count = {pages + 1}")


def make_room(here: Company) -> None:
    with here.office.database.writing.connect() as connection:
        connection.connection.driver_connection.execute("pragma max_page_count = 1000000000")


PROBLEMS = {
    "a damaged page": {
        "sqlite": sqlite3.DatabaseError("database disk image is malformed"),
        "postgres": errors.DataCorrupted("invalid page"),
    },
    "no room": {"sqlite": sqlite3.OperationalError("database or disk is full"), "postgres": errors.DiskFull("No space left on device")},
}


@pytest.mark.parametrize("problem", PROBLEMS)
def test_f63_a_database_in_trouble_is_an_answer_phones_understand_and_health_turns_red(database: str, lasting: str, problem: str):
    here = company(lasting)
    sheet, wang = here.open_case(WANG), here.phone(WANG)
    wang.note(sheet)
    with running(here) as origin, OverHttp(origin, wang):
        with failing(here, PROBLEMS[problem]["sqlite" if database.startswith("sqlite") else "postgres"]):
            with pytest.raises(Offline, match="503"):
                wang.sync()
            assert wang.device.sending().unsent == 1
            health = httpx.get(f"{origin}/health", trust_env=False)
            assert (health.status_code, health.json()["database"]) == (503, False)
        oracle.quiet(wang)
        assert oracle.findings(here, wang) == []
    here.office.close()


def test_f63_when_postgresql_ends_every_session_the_next_request_gets_a_new_one(postgres: str):
    here = company(postgres)
    sheet, wang = here.open_case(WANG), here.phone(WANG)
    wang.sync()
    with running(here) as origin, OverHttp(origin, wang):
        for turn in range(3):
            wang.note(sheet, str(turn))
            end_every_session(postgres)
            wang.sync()
        oracle.quiet(wang)
        assert oracle.findings(here, wang) == []
    here.office.close()


def end_every_session(url: str) -> None:
    """What every client of a database sees when it is restarted."""
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where backend_type = 'client backend' and pid != pg_backend_pid()"
        )
