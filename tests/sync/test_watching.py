"""What watches the server: health, figures, the description of its interface. None of them tells a stranger about the company."""

import itertools
import shutil
import socket
import sqlite3
from pathlib import Path
from types import SimpleNamespace

import httpx
import pytest
from sqlalchemy import update

from sync.server import tables
from sync.server.blob_routes import MOST_AT_ONCE
from sync.server.health import LOOKS_EVERY, Checks, Health
from sync.server.slow_heads import MOST_HEAD
from tests.cast import PASSWORD, SUPERVISOR, WANG, Company, company, company_at
from tests.sync.doors import Doors
from tests.sync.serving import running
from tests.sync.test_access import Seconds

TOKEN = "for the watcher only"


@pytest.fixture
def here() -> Company:
    return company(metrics_token=TOKEN)


def health_of(here: Company, folder: Path, enough: int = 0) -> tuple[Health, Seconds]:
    seconds = Seconds()
    return Health(here.office.database, here.office.settings.company, [folder], seconds, enough=enough), seconds


def test_a_server_that_is_well_says_so_and_nothing_else(here: Company):
    answer = Doors(here).get("/health")
    assert (answer.status_code, answer.json()) == (200, {"p": 1, "status": "ok", "database": True, "disk": True, "backups": True})


def test_f63_a_full_disk_is_red(here: Company, tmp_path: Path):
    health, _ = health_of(here, tmp_path, enough=2**62)
    assert health.checks() == Checks(database=True, disk=False)


@pytest.mark.parametrize("full", ["data", "photos", "backups", "logs"])
def test_f63_every_disk_that_is_written_to_is_looked_at(tmp_path: Path, full: str, monkeypatch: pytest.MonkeyPatch):
    looked_at = shutil.disk_usage

    def usage(folder: Path) -> object:
        return SimpleNamespace(free=0) if folder == tmp_path / full else looked_at(folder)

    for name in ("data", "photos", "backups", "logs"):
        (tmp_path / name).mkdir()
    monkeypatch.setattr(shutil, "disk_usage", usage)
    log = tmp_path / "logs" / "security.log"
    here = company_at(tmp_path / "data", photos=tmp_path / "photos", backups=tmp_path / "backups", security_log=log)
    answer = Doors(here).get("/health")
    assert (answer.status_code, answer.json()["disk"], answer.json()["database"]) == (503, False, True)


def test_f63_backups_that_stopped_are_red_until_one_is_made_again(here: Company, tmp_path: Path):
    office, monotonic, now = here.office, Seconds(), Seconds()
    health = Health(office.database, office.settings.company, [tmp_path], monotonic, enough=0, is_backed_up=True, now=now)

    def later(hours: float) -> Checks:
        now.now, monotonic.now = now.now + hours * 3600, monotonic.now + LOOKS_EVERY
        return health.checks()

    assert later(24).is_well, "the first one may still be under way"
    assert later(13) == Checks(database=True, disk=True, backups=False)
    with office.database.write() as connection:
        connection.execute(update(tables.counter).values(durable_at=int(now.now)))
    assert later(24).is_well
    assert not later(13).is_well


def test_f63_a_database_that_takes_no_write_is_red_and_well_again_when_it_does(tmp_path: Path):
    here = company_at(tmp_path)
    health, seconds = health_of(here, tmp_path)
    with sqlite3.connect(tmp_path / "office.sqlite") as other:
        other.execute("alter table counter rename to elsewhere")
        other.commit()
        assert not health.checks().database
        other.execute("alter table elsewhere rename to counter")
    other.close()
    assert not health.checks().database, "looked at again too soon"
    seconds.now += LOOKS_EVERY
    assert health.checks().is_well


def test_health_in_trouble_is_told_by_the_status(tmp_path: Path):
    here = company_at(tmp_path)
    with here.office.database.write() as connection:
        connection.exec_driver_sql("alter table counter rename to elsewhere")
    answer = Doors(here).get("/health")
    assert (answer.status_code, answer.json()["status"]) == (503, "trouble")


@pytest.mark.parametrize("token", ["", "wrong", TOKEN + " "])
def test_figures_are_for_the_watcher_alone(here: Company, token: str):
    assert Doors(here).by(token).get("/metrics").status_code == 404


def test_without_a_token_in_the_settings_nobody_sees_figures():
    assert Doors(company()).by("").get("/metrics").status_code == 404


def test_figures_count_by_route_and_name_nobody(here: Company):
    here.office.access.set_password(WANG.user, PASSWORD)
    doors = Doors(here)
    doors.post("/v1/sign-in", login="wang", password=PASSWORD)
    doors.post("/v1/sign-in", login="wang", password="wrong")
    doors.admin.post(f"/v1/people/{WANG.user}/code")
    doors.get("/v1/nowhere/at-all")
    shown = doors.by(TOKEN).get("/metrics").text
    assert 'field_app_requests_total{method="POST",route="/v1/sign-in",status="200"} 1.0' in shown
    assert 'field_app_requests_total{method="POST",route="/v1/sign-in",status="403"} 1.0' in shown
    assert 'route="/v1/people/{user}/code",status="200"} 1.0' in shown
    assert 'route="other",status="404"} 1.0' in shown
    assert 'field_app_request_seconds_bucket{le="0.005",route="/v1/sign-in"}' in shown
    assert WANG.user not in shown and "nowhere" not in shown and "wang" not in shown


def test_the_description_is_for_administrators(here: Company):
    doors = Doors(here)
    assert "/v1/sign-in" in doors.admin.get("/v1/openapi.json").json()["paths"]
    assert doors.of(SUPERVISOR).get("/v1/openapi.json").status_code == 404
    assert doors.get("/v1/openapi.json").status_code == 401


@pytest.mark.parametrize("said", [b"", b"POST /v1/sync HTTP/1.1\r\nHost: x\r\nX-Slow: "], ids=["nothing", "half a head"])
def test_f49_a_connection_that_never_says_what_it_wants_is_closed(tmp_path: Path, said: bytes):
    here = company_at(tmp_path, head_seconds=0.2)
    with running(here) as origin, socket.create_connection(("127.0.0.1", httpx.URL(origin).port)) as line:
        line.sendall(said)
        line.settimeout(20)
        assert ended(line)


def test_f49_a_second_request_on_a_line_has_no_more_time_than_the_first(tmp_path: Path):
    here = company_at(tmp_path, head_seconds=0.2)
    with running(here) as origin, socket.create_connection(("127.0.0.1", httpx.URL(origin).port)) as line:
        line.settimeout(20)
        line.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n")
        assert line.recv(4000).startswith(b"HTTP/1.1 200")
        line.sendall(b"GET /health HTTP/1.1\r\n")
        assert ended(line)


HEADS = {
    "one header": lambda: itertools.chain([b"GET /health HTTP/1.1\r\nHost: x\r\nX: "], itertools.repeat(b"a" * 16_384, 256)),
    "many headers": lambda: itertools.chain([b"GET /health HTTP/1.1\r\nHost: x\r\n"], itertools.repeat(b"x: y\r\n" * 2_000, 400)),
    "an address": lambda: itertools.chain([b"GET /health?"], itertools.repeat(b"a" * 16_384, 256)),
}


@pytest.mark.parametrize("kind", HEADS)
def test_f49_a_head_that_weighs_too_much_is_cut_off_before_it_is_all_there(tmp_path: Path, kind: str):
    sent = 0
    with running(company_at(tmp_path)) as origin, socket.create_connection(("127.0.0.1", httpx.URL(origin).port)) as line:
        line.settimeout(20)
        try:
            for part in HEADS[kind]():
                line.sendall(part)
                sent += len(part)
            assert ended(line)
        except (ConnectionResetError, BrokenPipeError):
            pass
    # What the two systems hold between them on the way may be sent before the end is seen, and no more.
    assert sent < 4_000_000


def test_f49_a_head_that_weighs_too_much_is_answered_so_where_it_comes_slowly(tmp_path: Path):
    with running(company_at(tmp_path)) as origin, socket.create_connection(("127.0.0.1", httpx.URL(origin).port)) as line:
        line.settimeout(20)
        line.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\nX: " + b"a" * MOST_HEAD)
        assert line.recv(100).startswith(b"HTTP/1.1 431")


@pytest.mark.parametrize("pieces", [2, 32])
def test_a_body_that_comes_on_after_its_answer_is_no_head(tmp_path: Path, pieces: int):
    too_much, behind = MOST_AT_ONCE + 1, pieces * MOST_HEAD
    head = f"PATCH /v1/blobs/{'0' * 64} HTTP/1.1\r\nHost: x\r\nContent-Length: {too_much + behind}\r\n\r\n".encode()
    with running(company_at(tmp_path)) as origin, socket.create_connection(("127.0.0.1", httpx.URL(origin).port)) as line:
        line.settimeout(20)
        for _ in range(10):
            line.sendall(head + b"x" * too_much)
            assert line.recv(4_000).startswith(b"HTTP/1.1 413")
            line.sendall(b"x" * behind)
            line.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n")
            assert line.recv(4_000).startswith(b"HTTP/1.1 200")


def test_a_head_as_large_as_browsers_make_them_is_fine_with_a_large_body_behind_it(tmp_path: Path):
    here = company_at(tmp_path)
    with running(here) as origin, httpx.Client() as client:
        headers = {"x-cookies": "a" * 16_384, "authorization": f"Bearer {here.enrol(WANG).token}"}
        for _ in range(3):
            assert client.post(f"{origin}/v1/sync", content=b"x" * 200_000, headers=headers).status_code in (400, 413)
            assert client.get(f"{origin}/health", headers=headers).status_code == 200


def ended(line: socket.socket) -> bool:
    try:
        return line.recv(100) == b""
    except ConnectionResetError:
        return True
