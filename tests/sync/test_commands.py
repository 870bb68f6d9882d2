"""The server by command: people, the demo company, checks, serving plain and to phones, and being killed (F16, F17)."""

import asyncio
import os
import random
import signal
import sqlite3
import ssl
import subprocess
import time
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from field_app.domain.repair.dispatch import NoteAdded
from sync.__main__ import main
from sync.client import HttpOffice, connect, sign_in
from sync.protocol import OfficeTrouble
from sync.round import sync_round
from sync.server.app import Office
from sync.server.settings import Settings
from sync.server.truth import verify
from tests.cast import PASSWORD, WANG, Company, Phone, company_at
from tests.pictures import named, picture
from tests.sync.serving import served


@pytest.fixture
def database(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'office.sqlite'}"


def run(*arguments: str, database: str) -> int:
    return main([*arguments, "--database", database])


def test_the_first_person_is_the_administrator_and_adds_the_others(database: str, capsys: pytest.CaptureFixture[str]):
    assert run("user", "add", "--login", "boss", "--name", "老板", "--password", PASSWORD, database=database) == 0
    assert run("user", "add", "--login", "wang", "--name", "王工", "--role", "technician", "--password", PASSWORD, database=database) == 0
    assert run("user", "add", "--login", "wang", "--password", PASSWORD, database=database) == 1
    assert run("user", "password", "--login", "nobody", "--password", PASSWORD, database=database) == 1
    assert run("user", "password", "--login", "wang", "--password", "short", database=database) == 1
    assert "8 to 256" in capsys.readouterr().err
    assert run("verify", database=database) == 0


def test_an_account_is_written_as_it_is_typed_when_signing_in(database: str):
    assert run("user", "add", "--login", " Boss ", "--name", "老板", "--password", PASSWORD, database=database) == 0
    assert run("user", "password", "--login", "BOSS", "--password", PASSWORD + "!", database=database) == 0
    office = Office(Settings(database=database))
    assert office.access.sign_in("Boss", PASSWORD + "!", "desk").name == "老板"
    office.close()


WRONG = {
    "too short a password": (["--login", "boss", "--name", "老板", "--password", "short"], "8 to 256"),
    "no name": (["--login", "boss", "--password", PASSWORD], "Write the person's name."),
    "no account": (["--login", "", "--name", "老板", "--password", PASSWORD], "An account name is"),
    "an account nobody can type": (["--login", "老板", "--name", "老板", "--password", PASSWORD], "An account name is"),
    "nobody to administrate": (["--login", "boss", "--name", "老板", "--role", "technician", "--password", PASSWORD], "administrator"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_person_who_can_not_be_added_is_not_half_added(database: str, wrong: str, capsys: pytest.CaptureFixture[str]):
    arguments, words = WRONG[wrong]
    assert run("user", "add", *arguments, database=database) == 1
    assert words in capsys.readouterr().err
    assert run("user", "add", "--login", "boss", "--name", "老板", "--password", PASSWORD, database=database) == 0


LOOKED_AFTER = [
    ["verify"], ["scrub"], ["rebuild"], ["backup", "FOLDER"], ["move", "sqlite:///FOLDER/new.sqlite"], ["import", "FOLDER/file"],
    ["erase", "--mentions", "x", "--reason", "x"], ["webhook", "list"], ["user", "password", "--login", "x", "--password", PASSWORD],
]  # fmt: skip


@pytest.mark.parametrize("command", LOOKED_AFTER, ids=lambda command: command[0])
def test_an_address_with_a_slip_of_the_pen_is_no_empty_office(tmp_path: Path, command: list[str], capsys: pytest.CaptureFixture[str]):
    asked = [part.replace("FOLDER", str(tmp_path / "folder")) for part in command]
    assert run(*asked, database=f"sqlite:///{tmp_path / 'offcie.sqlite'}") == 1
    assert "offcie.sqlite" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_database_that_is_away_or_of_a_later_release_is_told_in_words(tmp_path: Path, database: str, capsys: pytest.CaptureFixture[str]):
    company_at(tmp_path).office.close()
    with sqlite3.connect(tmp_path / "office.sqlite") as connection:
        connection.execute("update alembic_version set version_num = '9999'")
    before = (tmp_path / "office.sqlite").read_bytes()
    assert run("verify", database=database) == 1
    assert "later release" in capsys.readouterr().err
    assert (tmp_path / "office.sqlite").read_bytes() == before
    for away in ("postgresql+psycopg://nobody@127.0.0.1:1/nothing", "no address"):
        assert run("verify", database=away) == 1
        assert "This can't be done with the database" in capsys.readouterr().err


def test_the_demo_company_passes_every_gate_and_every_check(database: str, capsys: pytest.CaptureFixture[str]):
    assert run("demo", database=database) == 0
    assert "demo-2026" in capsys.readouterr().out
    assert run("demo", database=database) == 1
    assert run("verify", database=database) == 0
    assert run("rebuild", database=database) == 0
    assert run("verify", database=database) == 0
    from sync.server.app import Office
    from sync.server.settings import Settings

    demo = Company(Office(Settings(database=database)), lambda: datetime.now(UTC))
    assert demo.rows("select verdict, reason from facts where verdict != 'ok'") == []


def test_a_log_that_was_tampered_with_fails_the_check(tmp_path: Path, database: str, capsys: pytest.CaptureFixture[str]):
    here = company_at(tmp_path)
    with here.office.database.write() as connection:
        connection.exec_driver_sql("delete from facts where seq = 3")
    here.office.close()
    assert run("verify", database=database) == 1
    assert "position 3 is missing" in capsys.readouterr().out


def test_the_server_says_where_it_is_and_stops_in_order_while_someone_listens(tmp_path: Path, database: str):
    here = company_at(tmp_path)
    identity = here.enrol(WANG)

    async def listen(port: int, process: "subprocess.Popen[str]") -> None:
        async with connect() as client:
            with pytest.raises(OfficeTrouble):
                async for _ in HttpOffice(client, f"http://127.0.0.1:{port}", identity.token).changes():
                    process.send_signal(signal.SIGTERM)

    with served(database) as (port, process):
        asyncio.run(listen(port, process))
        assert process.wait(20) in (0, -signal.SIGTERM)
        assert process.stdout
        assert f"http://localhost:{port}/" in process.stdout.read()


def test_a_phone_of_the_network_gets_tls_it_can_come_to_trust(tmp_path: Path, database: str):
    here = company_at(tmp_path)
    here.office.access.set_password(WANG.user, PASSWORD)
    here.office.close()
    with served(database, "--phone") as (port, process):
        offered = wait_for(f"http://127.0.0.1:{port + 1}/ca.pem")
        assert offered == (tmp_path / "ca.pem").read_bytes()

        async def story() -> str:
            async with connect(verify=ssl.create_default_context(cafile=str(tmp_path / "ca.pem"))) as client:
                return (await sign_in(client, f"https://127.0.0.1:{port}", "wang", PASSWORD, "phone")).user

        assert asyncio.run(story()) == WANG.user
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) in (0, -signal.SIGTERM)
    assert os.stat(tmp_path / "ca-key.pem").st_mode & 0o077 == 0


def wait_for(url: str) -> bytes:
    for _ in range(500):
        try:
            return httpx.get(url, trust_env=False).content
        except httpx.TransportError:
            time.sleep(0.02)
    raise AssertionError(url)


def test_f16_f17_a_server_killed_again_and_again_loses_nothing_it_answered_for(tmp_path: Path, database: str):
    here = company_at(tmp_path)
    sheet, phone = here.open_case(WANG), here.phone(WANG)
    phone.clock = lambda: datetime.now(UTC)
    luck = random.Random(5)  # noqa: S311 - only to choose moments
    for _ in range(4):
        with served(database) as (port, process):
            asyncio.run(push_until_killed(phone, sheet, port, process, luck.uniform(0, 0.03)))
        answered = phone.device.acknowledged()
        kept = [n for (n,) in here.rows("select n from facts where device = ? order by seq", phone.identity.device)]
        assert kept == list(range(1, len(kept) + 1)) and len(kept) >= answered
    with served(database) as (port, _):
        asyncio.run(a_round(phone, port))
    assert phone.device.sending().unsent == 0
    here.office.log.cache.clear()
    assert verify(here.office.log) == []


async def push_until_killed(phone: Phone, sheet: str, port: int, process: "subprocess.Popen[str]", after: float) -> None:
    asyncio.get_running_loop().call_later(0.15 + after, process.kill)
    with pytest.raises(OfficeTrouble):
        while True:
            phone.record(sheet, *(NoteAdded(str(place)) for place in range(20)))
            await a_round(phone, port)


async def a_round(phone: Phone, port: int) -> None:
    async with connect() as client:
        await sync_round(HttpOffice(client, f"http://127.0.0.1:{port}", phone.identity.token), phone.device)


def test_f44_scrub_names_the_damaged_photos_and_says_so_by_its_exit(database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    folder = Office(Settings(database=database)).blobs.folder
    assert run("scrub", database=database) == 0
    name = named(picture(1)).sha256
    folder.keep(name, picture(1))
    (tmp_path / "photos" / "company" / name[:2] / name).write_bytes(b"rot")
    assert run("scrub", database=database) == 1
    assert name in capsys.readouterr().out
    assert run("scrub", database=database) == 1, "until a phone has brought it again"
    folder.keep(name, picture(1))
    assert run("scrub", database=database) == 0
