"""Many who write at once, several servers on one database: no position is missed or given twice (F32, F33, F34)."""

import asyncio
import os
import signal
import sqlite3
import subprocess
import time
from collections.abc import AsyncIterator
from contextlib import ExitStack, closing
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import select

from field_app.domain.repair.dispatch import NoteAdded
from sync.client import HttpOffice, connect
from sync.protocol import Offline
from sync.server import database, tables
from sync.server.app import Office
from sync.server.database import Database
from sync.server.settings import Settings
from tests.cast import QUICK, SUPERVISOR, WANG, Company, company
from tests.databases import ON_SQLITE
from tests.faults import oracle
from tests.faults.crowd import Poller, all_write, writers
from tests.faults.ways import OverHttp
from tests.sync.serving import reachable, running, served


def test_f32_many_writers_and_several_servers_on_postgresql_leave_no_gap_for_a_reader(postgres: str):
    here = company(postgres)
    crowd = writers(here, 32, batches=3)
    with ExitStack() as servers:
        origins = [f"http://127.0.0.1:{servers.enter_context(served(postgres))[0]}" for _ in range(2)]
        seen = Poller(here).during(lambda: all_write(crowd, origins, batch=100))
    assert seen == list(range(1, here.rows("select seq from counter")[0][0] + 1))
    assert len(seen) > 32 * 300
    oracle.quiet(*(one.phone for one in crowd[:3]))
    assert oracle.findings(here, *(one.phone for one in crowd[:3])) == []
    here.office.close()


@ON_SQLITE
def test_f33_writers_of_two_servers_on_one_sqlite_file_wait_for_each_other(lasting: str):
    here = company(lasting)
    crowd = writers(here, 8, batches=3)
    with ExitStack() as servers:
        origins = [f"http://127.0.0.1:{servers.enter_context(served(here.office.settings.database))[0]}" for _ in range(2)]
        seen = Poller(here).during(lambda: all_write(crowd, origins, batch=50))
    assert seen == list(range(1, here.rows("select seq from counter")[0][0] + 1))
    here.office.log.cache.clear()
    oracle.quiet(*(one.phone for one in crowd))
    assert oracle.findings(here, *(one.phone for one in crowd)) == []


def beside(here: Company) -> Company:
    """Another server process's office on the same database."""
    return Company(Office(Settings(database=here.office.settings.database), here.clock, QUICK), here.clock)


def test_f34_a_transaction_left_open_stops_no_reader_and_is_ended_for_the_writers(postgres: str, monkeypatch: pytest.MonkeyPatch):
    here = company(postgres)
    sheet, wang = here.open_case(WANG), here.phone(WANG)
    wang.note(sheet)
    monkeypatch.setitem(database.LIMITS, "idle_in_transaction_session_timeout", "300ms")
    stuck = beside(here)
    with stuck.office.database.writing.connect() as left_open:
        left_open.execute(select(tables.counter).with_for_update())
        desk = here.phone(SUPERVISOR)
        desk.sync()
        assert desk.sees(sheet)
        wang.sync()
        assert here.verdicts_of(wang) == [("ok", "")]
        left_open.invalidate()
    for office in (here.office, stuck.office):
        office.close()


@ON_SQLITE
def test_f34_a_reading_left_open_on_sqlite_stops_nobody_and_a_writing_left_open_loses_nothing(lasting: str):
    here = company(lasting)
    sheet, wang, desk = here.open_case(WANG), here.phone(WANG), here.phone(SUPERVISOR)
    file = lasting.removeprefix("sqlite:///")
    with closing(sqlite3.connect(file, isolation_level=None)) as reading:
        reading.execute("begin")
        before = reading.execute("select count(*) from facts").fetchone()
        wang.note(sheet, "有人在读")
        oracle.quiet(wang, desk)
        assert reading.execute("select count(*) from facts").fetchone() == before, "it wasn't left open"
    shorten_the_wait(here)
    with running(here) as origin, OverHttp(origin, wang), closing(sqlite3.connect(file, isolation_level=None)) as writing:
        writing.execute("begin immediate")
        wang.note(sheet, "有人在写")
        with pytest.raises(Offline):
            wang.sync()
        desk.sync()
        writing.execute("rollback")
        oracle.quiet(wang, desk)
        assert oracle.findings(here, wang, desk) == []
    here.office.close()


def test_f34_a_writer_that_waits_too_long_for_others_gives_up_and_its_phone_tries_again(postgres: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(database.LIMITS, "lock_timeout", "300ms")
    here = company(postgres)
    sheet, wang = here.open_case(WANG), here.phone(WANG)
    wang.note(sheet)
    with running(here) as origin, OverHttp(origin, wang):
        with psycopg.connect(postgres.replace("+psycopg", "")) as left_open:
            left_open.execute("select * from counter for update")
            with pytest.raises(Offline):
                wang.sync()
        wang.sync()
    assert here.verdicts_of(wang) == [("ok", "")]
    here.office.close()


def test_what_the_url_says_of_the_limits_counts(postgres: str):
    own = Database(f"{postgres}?options=-c%20lock_timeout%3D7s")
    with own.read() as connection:
        limits = [connection.exec_driver_sql(f"show {name}").scalar() for name in database.LIMITS]
    assert limits == [database.LIMITS["idle_in_transaction_session_timeout"], "7s"]
    own.dispose()


def shorten_the_wait(here: Company) -> None:
    """Writers give up after a tenth of a second, instead of ten."""
    with here.office.database.writing.connect() as connection:
        connection.connection.driver_connection.execute("pragma busy_timeout = 100")


async def next_seq(changes: AsyncIterator[int]) -> int:
    return await asyncio.wait_for(anext(changes), 20)


def test_whoever_listens_at_one_server_hears_of_what_another_one_took(postgres: str):
    here = company(postgres)
    other = beside(here)
    sheet, wang = here.open_case(WANG), here.phone(WANG)

    async def listen(origin: str) -> None:
        async with connect() as client:
            changes = HttpOffice(client, origin, wang.identity.token).changes()
            seq = await next_seq(changes)
            await asyncio.to_thread(other.record, SUPERVISOR, sheet, NoteAdded("在别处记的"))
            while seq < (now := here.rows("select seq from counter")[0][0]):
                seq = await next_seq(changes)
            assert seq == now
            await asyncio.to_thread(cut_lines_of_neighbours, postgres)
            await asyncio.to_thread(other.record, SUPERVISOR, sheet, NoteAdded("线路断时记的"))
            while seq < now + 1:
                seq = await next_seq(changes)

    with running(here) as origin:
        asyncio.run(listen(origin))
    other.office.close()


def cut_lines_of_neighbours(url: str) -> None:
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        cut = connection.execute("select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen %'").fetchall()
        assert cut


def test_a_worker_that_dies_is_replaced_while_the_others_serve_and_all_end_together(postgres: str):
    here = company(postgres)
    sheet, phone = here.open_case(WANG), here.phone(WANG)
    with served(postgres, "--workers", "2") as (port, process), OverHttp(f"http://127.0.0.1:{port}", phone):
        first, second = children(process, 2)
        os.kill(first, signal.SIGKILL)
        for turn in range(5):
            phone.note(sheet, str(turn))
            phone.sync()
        replaced = children(process, 2, but={first})
        assert second in replaced
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
        assert not reachable(port)
    assert oracle.findings(here, phone) == []
    here.office.close()


def children(process: "subprocess.Popen[str]", count: int, but: frozenset[int] | set[int] = frozenset()) -> list[int]:
    """The workers of a server, once there are so many."""
    give_up = time.monotonic() + 60
    while True:
        found = [pid for pid in workers_of(process.pid) if pid not in but]
        if len(found) == count:
            return found
        assert time.monotonic() < give_up, found
        time.sleep(0.02)


def workers_of(pid: int) -> list[int]:
    named = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(child) for child in named if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()]
