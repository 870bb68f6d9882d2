"""The line repeats, reorders and breaks what it carries, servers come and go; each record is at the office once (F14, F17, F19)."""

import random
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest

from field_app.domain.facts import dump_line
from field_app.domain.repair.dispatch import NoteAdded
from sync.protocol import MARK_DIGITS, Offline, Reply, Request
from tests.cast import LI, WANG, Company, DirectOffice, Phone, company, finished
from tests.faults import oracle
from tests.faults.ways import OverHttp
from tests.sync.serving import served


@pytest.fixture
def here(database: str) -> Iterator[Company]:
    here = company(database)
    yield here
    here.office.close()


def test_f14_eight_times_the_same_push_at_once_is_one_push(here: Company):
    sheet, wang = here.open_case(WANG), here.phone(WANG)
    facts = wang.record(sheet, *(NoteAdded(str(place)) for place in range(100)))
    mark = (wang.device.chain_at(0) or b"").hex()[:MARK_DIGITS]
    same = Request("", 0, mark, tuple(map(dump_line, facts)), sent_at=here.clock())
    together = threading.Barrier(8)

    def push(_: int) -> Reply:
        together.wait()
        return finished(DirectOffice(here.office, wang.identity.token).sync(same))

    with ThreadPoolExecutor(8) as pool:
        replies = list(pool.map(push, range(8)))
    assert {(reply.head, reply.ranges, reply.notes) for reply in replies} == {(100, replies[0].ranges, ())}
    assert here.rows("select count(*), min(n), max(n) from facts where device = ?", wang.identity.device) == [(100, 1, 100)]
    oracle.quiet(wang)
    assert oracle.findings(here, wang) == []


def test_f17_servers_that_are_replaced_under_way_lose_nothing_and_repeat_nothing(lasting: str):
    here = company(lasting)
    sheets, phones = [here.open_case(WANG), here.open_case(LI)], [here.phone(WANG), here.phone(LI)]
    for turn in range(4):
        with served(lasting) as (port, process):
            for batch in range(4):
                if batch == 3:
                    process.send_signal(signal.SIGTERM if turn % 2 else signal.SIGKILL)
                for sheet, phone in zip(sheets, phones, strict=True):
                    phone.record(sheet, *(NoteAdded(f"{turn}-{batch}-{place}") for place in range(20)))
                    try_over(port, phone)
    here.office.log.cache.clear()
    oracle.quiet(*phones)
    assert oracle.findings(here, *phones) == []
    here.office.close()


def try_over(port: int, phone: Phone) -> None:
    with OverHttp(f"http://127.0.0.1:{port}", phone), suppress(Offline):  # it was being replaced: the next turn sends it
        phone.sync()


class Weather:
    """A line that keeps every request and brings old ones again, late and out of order, between the new."""

    def __init__(self, way: DirectOffice, luck: random.Random) -> None:
        self.way, self.luck, self.kept = way, luck, []

    async def sync(self, request: Request) -> Reply:
        self.kept.append(request)
        for old in self.luck.sample(self.kept, min(2, len(self.kept))):
            await self.way.sync(old)
        if self.luck.random() < 0.3:
            raise Offline("answer lost")
        return await self.way.sync(request)


@pytest.mark.parametrize("seed", range(4))
def test_f19_old_requests_that_come_again_in_any_order_change_nothing(seed: int):
    here, luck = company(), random.Random(seed)  # noqa: S311 - only to choose
    sheet, phones = here.open_case(WANG), [here.phone(WANG), here.phone(WANG)]
    for phone in phones:
        phone.way = Weather(phone.way, luck)
    for _ in range(30):
        phone = luck.choice(phones)
        phone.note(sheet, str(luck.random()))
        try_sync(phone)
    for phone in phones:
        phone.way = phone.way.way
    oracle.quiet(*phones)
    assert oracle.findings(here, *phones) == []
    here.office.close()


def try_sync(phone: Phone) -> None:
    with suppress(Offline):
        phone.sync()
