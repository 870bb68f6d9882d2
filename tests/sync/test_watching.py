"""What watches the server: health, figures, the description of its interface. None of them tells a stranger about the company."""

import socket
import sqlite3
from pathlib import Path

import httpx
import pytest

from sync.server.health import LOOKS_EVERY, Checks, Health
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
    return Health(here.office.database, here.office.settings.company, folder, seconds, enough), seconds


def test_a_server_that_is_well_says_so_and_nothing_else(here: Company):
    answer = Doors(here).get("/health")
    assert (answer.status_code, answer.json()) == (200, {"p": 1, "status": "ok", "database": True, "disk": True})


def test_f63_a_full_disk_is_red(here: Company, tmp_path: Path):
    health, _ = health_of(here, tmp_path, enough=2**62)
    assert health.checks() == Checks(database=True, disk=False)


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


def ended(line: socket.socket) -> bool:
    try:
        return line.recv(100) == b""
    except ConnectionResetError:
        return True
