"""Hard edges that belong to no one door: what is said never becomes SQL, pages run nothing but our own, and stopping drops nobody."""

import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from field_app.domain.facts import SheetId
from field_app.domain.repair.dispatch import NoteAdded
from tests.cast import ADMIN, PASSWORD, SUPERVISOR, WANG, Company, company
from tests.sync.doors import Doors
from tests.sync.serving import reachable, served

MARK = "x7q'; drop table facts; --"


@contextmanager
def statements() -> Iterator[list[str]]:
    """Every statement that reaches a database meanwhile."""
    heard: list[str] = []

    def hear(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        heard.append(statement)

    event.listen(Engine, "before_cursor_execute", hear)
    try:
        yield heard
    finally:
        event.remove(Engine, "before_cursor_execute", hear)


def test_f50_what_anybody_says_reaches_the_database_beside_the_statement_and_never_in_it(here: Company):
    doors, sheet = Doors(here), here.open_case()
    desk, admin = doors.of(SUPERVISOR), doors.admin
    phone = here.phone(WANG)
    with statements() as heard:
        doors.post("/v1/sign-in", login=MARK, password=MARK, label=MARK, second=MARK[:32])
        doors.post("/v1/enrol", code=MARK, label=MARK)
        phone.record(sheet, NoteAdded(MARK))
        phone.sync()
        for path in ("/v1/search?q=", "/v1/sheets?status=", "/v1/sheets?assigned=", "/v1/sheets?q="):
            desk.get(path + MARK)
        for name in ("technician", "customer", "equipment"):
            desk.get(f"/v1/indicators?since=2026-01-01&until=2026-12-31&{name}={MARK}")
        desk.get(f"/s/{sheet}.{MARK}")
        desk.get(f"/calendar/{MARK}.ics")
        admin.ask("DELETE", f"/v1/people/{MARK}/second-factor")
    assert heard
    assert [statement for statement in heard if "x7q" in statement or "drop table" in statement] == []
    assert here.rows("select count(*) from facts where sheet = ?", sheet)[0][0] > 1


def policy_of(csp: str) -> dict[str, set[str]]:
    return {name: set(sources) for name, *sources in (part.split() for part in csp.split(";"))}


@pytest.mark.parametrize("path", ["/", "/missing", "/verify", "/s/nobody"])
def test_no_page_runs_a_script_of_its_text_or_fetches_from_elsewhere(tmp_path: Path, path: str):
    (tmp_path / "index.html").write_text("<!doctype html>")
    policy = policy_of(Doors(company(web=tmp_path)).get(path).headers["content-security-policy"])
    assert policy["default-src"] == {"'none'"} and policy["frame-ancestors"] == {"'none'"}
    scripts = policy.get("script-src", policy["default-src"])
    assert scripts <= {"'self'", "'none'", "'wasm-unsafe-eval'"}
    own = {"'self'", "'none'", "'unsafe-inline'", "'wasm-unsafe-eval'", "blob:", "data:"}  # styles may stand in the page, scripts not
    assert set().union(*policy.values()) <= own


def test_nothing_the_server_says_lets_another_origin_read_it(here: Company):
    here.office.access.set_password(ADMIN.user, PASSWORD)
    doors = Doors(here)
    for method, path in (("GET", "/health"), ("POST", "/v1/sign-in"), ("OPTIONS", "/v1/sync"), ("GET", "/v1/devices")):
        answer = doors.admin.ask(method, path, headers={"origin": "https://elsewhere.example", "access-control-request-method": "POST"})
        assert [name for name in answer.headers if name.startswith("access-control-")] == []


def test_f17_a_request_that_has_begun_is_answered_while_the_server_stops(tmp_path: Path):
    with served(f"sqlite:///{tmp_path / 'office.sqlite'}") as (port, process):
        with socket.create_connection(("127.0.0.1", port)) as line:
            line.settimeout(30)
            body = b'{"login":"nobody","password":"wrong"}'
            head = f"POST /v1/sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
            line.sendall(head.encode() + body[:10])
            # Answered on a second line: the first has been read by now.
            with socket.create_connection(("127.0.0.1", port)) as other:
                other.settimeout(30)
                other.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                assert other.recv(100).startswith(b"HTTP/1.1 200")
            process.send_signal(signal.SIGTERM)
            while reachable(port):
                assert process.poll() is None
            line.sendall(body[10:])
            assert line.recv(100).startswith(b"HTTP/1.1 403")
        assert process.wait(30) in (0, -signal.SIGTERM)  # told so by itself, or by the signal that ended it


def test_sheets_and_people_are_named_in_paths_by_what_can_be_a_name_alone(here: Company):
    doors = Doors(here)
    for name in ("..", "%2e%2e", "a" * 65, "%00", "x y", SheetId(MARK)):
        assert doors.of(SUPERVISOR).get(f"/v1/sheets/{name}").status_code == 404
