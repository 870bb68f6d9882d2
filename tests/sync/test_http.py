"""The HTTP edge: sign-in, limits, live changes, and the lies a network tells (F15, F18, F45, F47, F49, F52)."""

import asyncio
import socket
import time
import tracemalloc
import zlib
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest

from field_app.domain.facts import dump_line
from sync.client import HttpOffice, connect, sign_in
from sync.protocol import MAX_PACKED, OfficeTrouble, Offline, Refused, Request, SignedOut, TooMuch
from sync.round import sync_round
from sync.server.app import create_app
from sync.wire import encode_request
from tests.bench.proxy import line_to
from tests.cast import LI, PASSWORD, SUPERVISOR, WANG, Company, Phone, company, company_at
from tests.sync.serving import running

ORIGIN = "http://office"


@pytest.fixture
def here() -> Company:
    here = company()
    here.office.access.set_password(WANG.user, PASSWORD)
    return here


@pytest.fixture
def either(lasting: str) -> Iterator[Company]:
    """The same company, in either database."""
    here = company(lasting)
    here.office.access.set_password(WANG.user, PASSWORD)
    yield here
    here.office.close()


@asynccontextmanager
async def client_of(here: Company) -> AsyncIterator[httpx.AsyncClient]:
    async with connect(httpx.ASGITransport(app=create_app(here.office.settings, here.office))) as client:
        yield client


def ask(here: Company, story: Callable[[httpx.AsyncClient], Coroutine[Any, Any, Any]]) -> Any:
    async def told() -> Any:
        async with client_of(here) as client:
            return await story(client)

    return asyncio.run(told())


def post(here: Company, path: str, body: bytes, **headers: str) -> httpx.Response:
    return ask(here, lambda client: client.post(ORIGIN + path, content=body, headers=headers))


def bearer(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}


def test_signing_in_gives_an_identity_that_syncs(here: Company):
    async def story(client: httpx.AsyncClient) -> Phone:
        identity = await sign_in(client, ORIGIN, "wang", PASSWORD, "Huawei P60")
        phone = Phone(WANG, identity, HttpOffice(client, ORIGIN, identity.token), here.clock)
        await sync_round(phone.way, phone.device)
        return phone

    phone = ask(here, story)
    assert phone.identity.roles == {"technician"}
    assert phone.identity.policy_sheet in phone.device.held()
    assert here.rows("select label from devices where device = ?", phone.identity.device) == [("Huawei P60",)]


def test_a_wrong_password_is_refused_in_a_word_the_screen_knows(here: Company):
    with pytest.raises(Refused, match="sign_in"):
        ask(here, lambda client: sign_in(client, ORIGIN, "wang", "wrong", "phone"))


def test_signing_out_ends_the_token(here: Company):
    identity = here.enrol(WANG)

    async def story(client: httpx.AsyncClient) -> None:
        office = HttpOffice(client, ORIGIN, identity.token)
        await office.sign_out()
        await office.sync(Request("", 0, ""))

    with pytest.raises(SignedOut):
        ask(here, story)


def test_a_password_is_changed_over_http(here: Company):
    identity = here.enrol(WANG)

    async def story(client: httpx.AsyncClient) -> str:
        await HttpOffice(client, ORIGIN, identity.token).change_password(PASSWORD, "another good one")
        return (await sign_in(client, ORIGIN, "wang", "another good one", "phone")).user

    assert ask(here, story) == WANG.user


@pytest.mark.parametrize(
    ("method", "path"), [("POST", "/v1/sync"), ("POST", "/v1/sign-out"), ("POST", "/v1/password"), ("GET", "/v1/live")]
)
@pytest.mark.parametrize("headers", [{}, {"authorization": "Bearer x"}, {"authorization": "Basic eDp4"}])
def test_f52_no_door_opens_without_a_token(here: Company, method: str, path: str, headers: dict[str, str]):
    body = b'{"old":"x","new":"y"}' if path == "/v1/password" else b'{"p":1,"c":"","n":0,"h":"","a":""}'
    headers = headers | {"content-type": "application/json"}
    answer = ask(here, lambda client: client.request(method, ORIGIN + path, content=body, headers=headers))
    assert (answer.status_code, answer.json()) == (401, {"p": 1, "error": "signed_out"})


NO_SIGN_IN = [
    b"",
    b"{",
    b"[]",
    b"[" * 100_000,
    b'{"login":' + b"[" * 9 + b"]" * 9 + b"}",
    b'{"login":1,"password":"x"}',
    b'{"login":"a"}',
    b'{"login":"a","password":"b","admin":true}',
    b'{"login":"a","login":"a","password":"b"}',
    b'{"login":"a","password":NaN}',
    b'{"login":"a","password":"\\ud800"}',
    b'{"login":"a\\u0000","password":"b"}',
    b'{"login":1e999,"password":"b"}',
    b"\xff",
]
NO_ROUND = [
    b"",
    b"{",
    b"[]",
    b"\xff\xfe",
    b'{"p":1}',
    b'{"p":1,"c":"x","n":0,"h":"","a":""}',
    b'{"p":1,"c":"","n":-1,"h":"","a":""}',
    b'{"p":1,"c":"e:1:\\ud800","n":0,"h":"","a":""}',
]


def test_f45_nonsense_at_the_door_is_answered_with_400(either: Company):
    answers = {body: post(either, "/v1/sign-in", body, **{"content-type": "application/json"}).status_code for body in NO_SIGN_IN}
    assert {body: status for body, status in answers.items() if status not in (400, 413)} == {}


def test_f45_nonsense_in_a_round_is_answered_with_400(either: Company):
    headers = bearer(either.enrol(WANG).token)
    answers = {body: post(either, "/v1/sync", body, **headers).status_code for body in NO_ROUND}
    assert {body: status for body, status in answers.items() if status != 400} == {}


def test_f45_a_bad_line_is_named_by_its_place(either: Company):
    body = encode_request(Request("", 0, "", (b"[1]", b"[2")))
    answer = post(either, "/v1/sync", body, **bearer(either.enrol(WANG).token))
    assert (answer.status_code, answer.json()["reason"][:17]) == (400, "malformed: fact 2")


def test_f47_a_bomb_is_refused_and_the_memory_stays_flat(either: Company):
    bomb = a_bomb(256)
    headers = {**bearer(either.enrol(WANG).token), "content-encoding": "gzip"}
    tracemalloc.start()
    try:
        assert post(either, "/v1/sync", bomb, **headers).status_code == 413
        assert tracemalloc.get_traced_memory()[1] < 16 * 1024 * 1024
    finally:
        tracemalloc.stop()


def a_bomb(mebibytes: int) -> bytes:
    packing, nothing = zlib.compressobj(wbits=31), bytes(1024 * 1024)
    bomb = b"".join(packing.compress(nothing) for _ in range(mebibytes)) + packing.flush()
    assert len(bomb) < MAX_PACKED, "refused for its own size"
    return bomb


def test_f49_a_body_too_large_is_refused_with_and_without_its_length(either: Company):
    here, token = either, either.enrol(WANG).token

    async def parts() -> AsyncIterator[bytes]:
        for _ in range(40):
            yield b"x" * 10_000

    assert post(here, "/v1/sync", b"x" * (MAX_PACKED + 10_000), **bearer(token)).status_code == 413
    answer = ask(here, lambda client: client.post(ORIGIN + "/v1/sync", content=parts(), headers=bearer(token)))
    assert answer.status_code == 413


def test_f49_a_body_that_never_ends_is_cut_off(tmp_path):
    here = company_at(tmp_path, body_seconds=0.2)
    with running(here) as origin, socket.create_connection(("127.0.0.1", httpx.URL(origin).port)) as line:
        line.sendall(b"POST /v1/sync HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{")
        line.settimeout(20)
        assert line.recv(100).startswith(b"HTTP/1.1 408")


def test_answers_are_not_kept_by_anyone_on_the_way(here: Company):
    answer = post(here, "/v1/sync", encode_request(Request("", 0, "")), **bearer(here.enrol(WANG).token))
    assert answer.status_code == 200
    assert (answer.headers["cache-control"], answer.headers["x-content-type-options"]) == ("no-store", "nosniff")


class Lying(httpx.AsyncBaseTransport):
    """A network that answers by itself."""

    def __init__(self, status: int, body: bytes, kind: str = "text/html") -> None:
        self.status, self.body, self.kind = status, body, kind

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        return httpx.Response(self.status, content=self.body, headers={"content-type": self.kind}, request=request)


PORTAL = b"<html><body>Accept the terms to go on</body></html>"
LIES = [*(Lying(status, PORTAL) for status in (200, 302, 401, 409)), Lying(502, b"bad gateway"), Lying(500, b""), Lying(200, b"{}")]


@pytest.mark.parametrize("transport", LIES, ids=lambda lying: f"{lying.status} {lying.body[:12]!r}")
def test_f18_what_is_not_the_office_is_offline_and_nothing_is_marked_sent(here: Company, transport: Lying):
    sheet = here.open_case(WANG)
    phone = here.phone(WANG)
    phone.note(sheet)

    async def story() -> None:
        async with connect(transport) as client:
            for call in (
                lambda: sync_round(HttpOffice(client, ORIGIN, "x"), phone.device),
                lambda: sign_in(client, ORIGIN, "wang", PASSWORD, "phone"),
                lambda: anext(HttpOffice(client, ORIGIN, "x").changes()),
            ):
                with pytest.raises(Offline):
                    await call()

    asyncio.run(story())
    assert (phone.device.sending().unsent, phone.device.acknowledged()) == (1, 0)


BROKEN = [httpx.ConnectError, httpx.ReadTimeout, httpx.RemoteProtocolError, httpx.DecodingError, httpx.LocalProtocolError]


@pytest.mark.parametrize("problem", BROKEN)
def test_every_failure_of_the_network_is_offline(problem: type[httpx.RequestError]):
    class Failing(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            raise problem("no", request=request)

    async def story() -> None:
        async with connect(Failing()) as client:
            await HttpOffice(client, ORIGIN, "x").sync(Request("", 0, ""))

    with pytest.raises(Offline):
        asyncio.run(story())


def test_f15_a_request_cut_at_any_byte_leaves_no_part_of_its_batch(either: Company):
    here = either
    sheet = here.open_case(WANG)
    phone = here.phone(WANG)
    facts = [phone.record(sheet, note)[0] for note in notes(5)]
    body = encode_request(Request("", 0, "", tuple(map(dump_line, facts)), sent_at=here.clock()))
    with running(here) as origin:
        for cut in range(0, len(body), 40):
            half_sent(origin, phone.identity.token, body, cut)
        assert here.rows("select head from devices where device = ?", phone.identity.device) == [(0,)]
        asyncio.run(round_at(origin, phone))
    assert here.rows("select count(*) from facts where device = ?", phone.identity.device) == [(5,)]


def test_f15_an_answer_cut_at_any_byte_is_asked_again(either: Company):
    here = either
    sheet = here.open_case(WANG)
    phone = here.phone(WANG)

    async def story(origin: str) -> None:
        async with line_to(httpx.URL(origin).port) as line:
            for cut in (0, 1, 17, 60, 150, 250, 400, 700):
                phone.note(sheet, str(cut))
                line.cut_down_after = cut
                with pytest.raises(OfficeTrouble):
                    await round_at(f"http://127.0.0.1:{line.port}", phone)
            line.cut_down_after = None
            await round_at(f"http://127.0.0.1:{line.port}", phone)

    with running(here) as origin:
        asyncio.run(story(origin))
    assert here.rows("select count(*) from facts where device = ?", phone.identity.device) == [(8,)]
    assert phone.device.sending().unsent == 0


def test_live_tells_those_it_concerns_and_nobody_else(tmp_path):
    here = company_at(tmp_path)
    sheet = here.open_case(WANG)
    wang, li, desk = here.phone(WANG), here.phone(LI), here.phone(SUPERVISOR)

    async def story(origin: str) -> dict[str, list[int]]:
        heard: dict[str, list[int]] = {"wang": [], "li": [], "desk": []}
        async with connect() as client:
            offices = {name: HttpOffice(client, origin, p.identity.token) for name, p in (("wang", wang), ("li", li), ("desk", desk))}
            tasks = [asyncio.create_task(listen(office, heard[name])) for name, office in offices.items()]
            await until(lambda: all(heard.values()))
            wang.note(sheet)
            await sync_round(offices["wang"], wang.device)
            await until(lambda: len(heard["desk"]) == 2)
            desk.note(sheet)
            await sync_round(offices["desk"], desk.device)
            await until(lambda: len(heard["wang"]) == 2)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        return heard

    with running(here) as origin:
        heard = asyncio.run(story(origin))
    assert [len(heard[name]) for name in ("wang", "li", "desk")] == [2, 1, 2]


def test_live_tells_a_technician_of_a_case_that_becomes_theirs(tmp_path):
    here = company_at(tmp_path)
    li = here.enrol(LI)

    async def story(origin: str) -> None:
        heard: list[int] = []
        async with connect() as client:
            task = asyncio.create_task(listen(HttpOffice(client, origin, li.token), heard))
            await until(lambda: bool(heard))
            await asyncio.to_thread(here.open_case, LI)
            await until(lambda: len(heard) == 2)
            task.cancel()

    with running(here) as origin:
        asyncio.run(story(origin))


def test_live_ends_when_the_token_does(tmp_path):
    here = company_at(tmp_path, heartbeat_seconds=0.05)
    identity = here.enrol(WANG)

    async def story(origin: str) -> None:
        async with connect() as client:
            office = HttpOffice(client, origin, identity.token)
            heard: list[int] = []
            task = asyncio.create_task(listen(office, heard))
            await until(lambda: bool(heard))
            here.office.sessions.end(identity.device, "signed_out")
            with pytest.raises(Offline):
                await task
            with pytest.raises(SignedOut):
                await listen(office, heard)

    with running(here) as origin:
        asyncio.run(story(origin))


def test_one_person_has_only_so_many_streams(tmp_path):
    here = company_at(tmp_path, streams_per_user=2)
    token = here.enrol(WANG).token

    async def story(origin: str) -> None:
        async with connect() as client:
            heard: list[list[int]] = [[], [], []]
            tasks = []
            for mine in heard:
                tasks.append(asyncio.create_task(listen(HttpOffice(client, origin, token), mine)))
                await until(lambda mine=mine: bool(mine))
            with pytest.raises(Offline):
                await tasks[0]
            assert not any(task.done() for task in tasks[1:])
            for task in tasks[1:]:
                task.cancel()

    with running(here) as origin:
        asyncio.run(story(origin))


def test_the_server_stops_while_people_listen(tmp_path):
    here = company_at(tmp_path)
    token = here.enrol(WANG).token

    async def story(origin: str, heard: list[int]) -> None:
        async with connect() as client:
            with pytest.raises(OfficeTrouble):
                await listen(HttpOffice(client, origin, token), heard)

    from threading import Thread

    heard: list[int] = []
    with running(here) as origin:
        listener = Thread(target=lambda: asyncio.run(story(origin, heard)))
        listener.start()
        while not heard:
            time.sleep(0.01)
    listener.join(20)
    assert not listener.is_alive()


def test_a_batch_too_big_for_the_office_is_told_as_such(here: Company):
    identity = here.enrol(WANG)

    async def story(client: httpx.AsyncClient) -> None:
        await HttpOffice(client, ORIGIN, identity.token).sync(Request("", 0, "", (b"x" * 70_000,)))

    with pytest.raises(TooMuch):
        ask(here, story)


async def listen(office: HttpOffice, heard: list[int]) -> None:
    async for seq in office.changes():
        heard.append(seq)


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not holds():
            await asyncio.sleep(0.01)


async def round_at(origin: str, phone: Phone) -> None:
    async with connect() as client:
        await sync_round(HttpOffice(client, origin, phone.identity.token), phone.device, now=phone.clock)


def half_sent(origin: str, token: str, body: bytes, cut: int) -> None:
    with socket.create_connection(("127.0.0.1", httpx.URL(origin).port)) as line:
        head = f"POST /v1/sync HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\nContent-Length: {len(body)}\r\n\r\n"
        line.sendall(head.encode() + body[:cut])


def notes(count: int):
    from field_app.domain.repair.dispatch import NoteAdded

    return [NoteAdded(str(place)) for place in range(count)]
