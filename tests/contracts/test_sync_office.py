"""What every way to the office promises a phone: without HTTP, over HTTP in process, and through a real server."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import httpx
import pytest

from field_app.domain.facts import dump_line
from sync.client import HttpOffice, connect
from sync.protocol import EpochChanged, Frozen, Reply, Request, SignedOut, TooMuch, WentBack
from sync.round import RoundOutcome, sync_round
from sync.server.app import create_app
from tests.cast import LI, WANG, Company, DirectOffice, Person, Phone, company, company_at
from tests.sync.serving import running

Way = Callable[[str], AbstractAsyncContextManager[Any]]


def over_http(origin: str, transport: Callable[[], httpx.AsyncBaseTransport | None]) -> Way:
    @asynccontextmanager
    async def way(token: str) -> AsyncIterator[HttpOffice]:
        async with connect(transport()) as client:
            yield HttpOffice(client, origin, token)

    return way


def without_http(here: Company) -> Way:
    @asynccontextmanager
    async def way(token: str) -> AsyncIterator[DirectOffice]:
        yield DirectOffice(here.office, token)

    return way


@pytest.fixture(params=["direct", "in process", "real server", "real server on postgresql"])
def world(request: pytest.FixtureRequest, tmp_path) -> Iterator[tuple[Company, Way]]:
    if request.param == "direct":
        here = company()
        yield here, without_http(here)
    elif request.param == "in process":
        here = company()
        app = create_app(here.office.settings, here.office)
        yield here, over_http("http://office", lambda: httpx.ASGITransport(app=app))
    else:
        here = company(request.getfixturevalue("postgres")) if "postgresql" in request.param else company_at(tmp_path)
        with running(here) as origin:
            yield here, over_http(origin, lambda: None)


class Calls:
    """One phone and its way, each call a loop of its own."""

    def __init__(self, world: tuple[Company, Way], person: Person) -> None:
        self.here, self.way = world
        identity = self.here.enrol(person)
        self.token = identity.token
        self.phone = Phone(person, identity, None, self.here.clock)

    def round(self) -> RoundOutcome:
        async def story() -> RoundOutcome:
            async with self.way(self.token) as office:
                return await sync_round(office, self.phone.device, self.phone.pace, self.here.clock)

        return asyncio.run(story())

    def ask(self, request: Request, token: str | None = None) -> Reply:
        async def story() -> Reply:
            async with self.way(token or self.token) as office:
                return await office.sync(request)

        return asyncio.run(story())


@pytest.fixture
def wang(world: tuple[Company, Way]) -> Calls:
    return Calls(world, WANG)


def test_facts_go_up_and_sheets_come_down_in_one_request(wang: Calls):
    sheet = wang.here.open_case(WANG)
    wang.phone.note(sheet)
    outcome = wang.round()
    assert (outcome.requests, outcome.pushed) == (1, 1)
    assert wang.phone.sees(sheet).entries[-1].stamp.seq is not None


def test_an_idle_round_says_that_nothing_changed(wang: Calls):
    wang.round()
    reply = wang.ask(Request(wang.phone.device.cursor(), 0, ""))
    assert (reply.documents, reply.gone, reply.more) == ((), (), False)
    assert reply.cursor == wang.phone.device.cursor()


def test_a_request_may_be_repeated(wang: Calls):
    sheet = wang.here.open_case(WANG)
    facts = wang.phone.record(sheet, *two_notes())
    request = Request("", 0, "", tuple(map(dump_line, facts)), sent_at=wang.here.clock())
    first, second = wang.ask(request), wang.ask(request)
    assert (first.head, first.ranges) == (second.head, second.ranges) == (2, first.ranges)


def test_a_part_that_is_known_already_is_judged_again_and_the_rest_is_taken(wang: Calls):
    sheet = wang.here.open_case(WANG)
    facts = wang.phone.record(sheet, *two_notes())
    lines = tuple(map(dump_line, facts))
    wang.ask(Request("", 0, "", lines[:1], sent_at=wang.here.clock()))
    reply = wang.ask(Request("", 0, "", lines, sent_at=wang.here.clock()))
    assert reply.head == 2
    assert sum(count for _, _, count in reply.ranges) == 2


def test_a_hole_is_answered_with_what_is_wanted(wang: Calls):
    with pytest.raises(WentBack) as told:
        wang.ask(Request("", 5, ""))
    assert told.value.head == 0


def test_another_past_of_the_same_journal_freezes_it(wang: Calls):
    with pytest.raises(Frozen):
        wang.ask(Request("", 0, "00000000"))
    with pytest.raises(Frozen):
        wang.round()


def test_another_epoch_is_told_with_the_head(wang: Calls):
    with pytest.raises(EpochChanged) as told:
        wang.ask(Request("older:7", 0, ""))
    assert told.value.head == 0


def test_a_token_that_never_was_is_signed_out(wang: Calls):
    with pytest.raises(SignedOut):
        wang.ask(Request("", 0, ""), token="not a token")


def test_a_token_that_ended_is_signed_out(wang: Calls):
    wang.here.office.sessions.end(wang.phone.identity.device, "signed_out")
    with pytest.raises(SignedOut):
        wang.round()


def test_too_many_facts_are_too_much(wang: Calls):
    with pytest.raises(TooMuch):
        wang.ask(Request("", 0, "", (b"x",) * 501))


def test_f52_a_sheet_of_someone_else_is_as_unknown_as_none(world: tuple[Company, Way]):
    li = Calls(world, LI)
    sheet = li.here.open_case(WANG)
    li.round()
    reply = li.ask(Request(li.phone.device.cursor(), 0, ""))
    assert sheet not in li.phone.device.held()
    assert sheet not in reply.gone


def two_notes():
    from field_app.domain.repair.dispatch import NoteAdded

    return NoteAdded("一"), NoteAdded("二")
