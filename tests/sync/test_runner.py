"""When the device talks to the office, and what it says of it (F21)."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest
from attrs import define, field

from field_app.domain.photo import PhotoAdded
from field_app.store.door import StorageFull
from sync.blobs import Stands
from sync.protocol import Frozen, OfficeTrouble, Offline, Refused, Reply, Request, SignedOut, UpgradeNeeded
from sync.round import _beyond
from sync.runner import LONGEST_WAIT, Status, SyncRunner
from tests.cast import WANG, Company, Phone, company
from tests.pictures import named, picture


@define
class FakeOffice:
    """The real office behind a network that a test switches off, with a stream that says what a test says."""

    way: object
    trouble: OfficeTrouble | None = None
    asked: int = 0
    news: asyncio.Queue[int] = field(factory=asyncio.Queue)

    async def sync(self, request: Request) -> Reply:
        self.asked += 1
        await asyncio.sleep(0)
        if self.trouble:
            raise self.trouble
        return await self.way.sync(request)

    async def changes(self) -> AsyncIterator[int]:
        if self.trouble:
            raise self.trouble
        while True:
            yield await self.news.get()


@define
class Naps:
    """Sleep that lasts until a test ends it. `longest` notes how long each might have been."""

    waiting: list[asyncio.Future[None]] = field(factory=list)
    longest: list[float] = field(factory=list)

    def jitter(self, low: float, high: float) -> float:
        assert low == 0
        self.longest.append(high)
        return high

    async def sleep(self, _seconds: float) -> None:
        nap = asyncio.get_running_loop().create_future()
        self.waiting.append(nap)
        await nap

    def wake(self) -> None:
        for nap in self.waiting:
            if not nap.done():
                nap.set_result(None)
        self.waiting.clear()


@define
class World:
    here: Company
    phone: Phone
    office: FakeOffice
    naps: Naps
    runner: SyncRunner
    statuses: list[Status] = field(factory=list)

    @property
    def states(self) -> list[str]:
        return [status.state for status in self.statuses]


def told(story: Callable[[World], Awaitable[None]], trouble: OfficeTrouble | None = None) -> World:
    """Run a story with a runner that has just started, then stop it."""

    async def whole() -> World:
        here = company()
        phone = here.phone(WANG)
        office, naps = FakeOffice(phone.way, trouble), Naps()
        runner = SyncRunner(lambda _: office, phone.device, sleep=naps.sleep, jitter=naps.jitter, now=lambda: phone.clock())
        world = World(here, phone, office, naps, runner)
        runner.watch(world.statuses.append)
        runner.start()
        await settled()
        await story(world)
        await runner.stop()
        return world

    return asyncio.run(whole())


async def settled() -> None:
    for _ in range(30):
        await asyncio.sleep(0)


def test_a_round_is_made_at_the_start():
    async def story(world: World) -> None:
        assert (world.office.asked, world.runner.status.state) == (1, "idle")
        assert world.states == ["sending", "idle"]
        assert world.runner.status.last_contact is not None

    told(story)


@pytest.mark.parametrize(
    ("off", "told_as"),
    [
        (timedelta(minutes=9), None),
        (timedelta(minutes=-9), None),
        (timedelta(minutes=-25), "25 minutes wrong"),
        (timedelta(days=3), "72 hours wrong"),
        (timedelta(days=-365), "8760 hours wrong"),
    ],
)
def test_f30_who_holds_a_device_with_a_wrong_clock_is_told_to_set_it_right(off: timedelta, told_as: str | None):
    async def story(world: World) -> None:
        world.phone.clock = lambda: world.here.clock() + off
        world.phone.note(world.here.open_case(WANG))
        await settled()
        status = world.runner.status
        assert (status.unsent, status.state) == (0, "trouble" if told_as else "idle")
        assert (told_as or "None") in str(status.problem)
        world.phone.clock = world.here.clock
        world.runner.kick()
        await settled()
        assert (world.runner.status.state, world.runner.status.problem) == ("idle", None)

    told(story)


def test_f30_a_slow_answer_makes_no_clock_wrong():
    asked = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    assert _beyond(asked + timedelta(minutes=12), asked, asked + timedelta(minutes=15)) == timedelta(0)
    assert _beyond(asked - timedelta(minutes=12), asked, asked) == timedelta(minutes=12)
    assert _beyond(asked + timedelta(minutes=27), asked, asked + timedelta(minutes=15)) == timedelta(minutes=-12)


def test_what_is_recorded_is_sent_at_once():
    async def story(world: World) -> None:
        world.phone.note(world.here.open_case(WANG))
        assert world.runner.status.unsent == 1
        await settled()
        assert (world.office.asked, world.runner.status.unsent) == (2, 0)

    told(story)


def test_what_is_recorded_while_a_round_is_under_way_goes_with_it():
    async def story(world: World) -> None:
        sheet = world.here.open_case(WANG)
        for place in range(450):
            world.phone.note(sheet, str(place))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        world.phone.note(sheet, "还有一条")
        await settled()
        assert (world.office.asked, world.runner.status.unsent) == (1 + 3, 0)

    told(story)


def test_news_from_the_office_start_a_round_and_old_news_do_not():
    async def story(world: World) -> None:
        seq = int(world.phone.device.cursor().rpartition(":")[2])
        world.office.news.put_nowait(seq)
        await settled()
        assert world.office.asked == 1
        sheet = world.here.open_case(WANG)
        world.office.news.put_nowait(seq + 4)
        await settled()
        assert world.phone.sees(sheet) and world.office.asked == 2

    told(story)


def test_nothing_is_asked_while_there_is_nothing_to_ask():
    async def story(world: World) -> None:
        for _ in range(50):
            await settled()
        assert world.office.asked == 1

    told(story)


def test_offline_is_a_state_and_no_problem():
    async def story(world: World) -> None:
        assert (world.runner.status.state, world.runner.status.problem) == ("offline", None)

    told(story, Offline())


def test_f21_tries_wait_longer_each_time_up_to_ten_minutes():
    async def story(world: World) -> None:
        for _ in range(14):
            world.naps.wake()
            await settled()

    world = told(story, Offline())
    assert world.naps.longest[:4] == [2, 4, 8, 16]
    assert world.naps.longest[-1] == LONGEST_WAIT
    assert world.office.asked == len(world.naps.longest)


def test_the_state_does_not_flicker_while_it_tries_in_vain():
    async def story(world: World) -> None:
        for _ in range(5):
            world.naps.wake()
            await settled()

    assert told(story, Offline()).states == ["sending", "offline"]


def test_a_tap_tries_now_and_starts_the_waiting_over():
    async def story(world: World) -> None:
        for _ in range(5):
            world.naps.wake()
            await settled()
        asked = world.office.asked
        world.runner.kick()
        await settled()
        assert world.office.asked == asked + 1
        assert world.naps.longest[-1] == 2

    told(story, Offline())


def test_the_networks_return_sends_what_waits():
    async def story(world: World) -> None:
        world.phone.note(world.here.open_case(WANG))
        await settled()
        assert (world.runner.status.state, world.runner.status.unsent) == ("offline", 1)
        world.office.trouble = None
        world.runner.online()
        await settled()
        assert (world.runner.status.state, world.runner.status.unsent) == ("idle", 0)

    told(story, Offline())


def test_recording_offline_tries_once_and_does_not_start_the_waiting_over():
    async def story(world: World) -> None:
        for _ in range(4):
            world.naps.wake()
            await settled()
        asked, waits = world.office.asked, world.naps.longest[-1]
        world.phone.note(world.here.open_case(WANG))
        await settled()
        assert world.office.asked == asked + 1
        assert world.naps.longest[-1] > waits

    told(story, Offline())


@pytest.mark.parametrize(("trouble", "state"), [(SignedOut(), "signed_out"), (Frozen(), "frozen")])
def test_an_end_is_told_in_words_and_nothing_more_is_tried(trouble: OfficeTrouble, state: str):
    async def story(world: World) -> None:
        assert world.runner.status.state == state and world.runner.status.problem
        world.runner.kick()
        world.phone.note(world.here.open_case(WANG))
        await settled()
        assert world.office.asked == 1
        assert world.runner.status.unsent == 1

    told(story, trouble)


@pytest.mark.parametrize("trouble", [UpgradeNeeded(), Refused("malformed")])
def test_trouble_is_told_in_words_and_tried_again_later(trouble: OfficeTrouble):
    async def story(world: World) -> None:
        assert world.runner.status.state == "trouble" and world.runner.status.problem
        world.office.trouble = None
        world.naps.wake()
        await settled()
        assert (world.runner.status.state, world.runner.status.problem) == ("idle", None)

    told(story, trouble)


def test_a_device_that_cannot_keep_the_answer_says_so(monkeypatch: pytest.MonkeyPatch):
    async def story(world: World) -> None:
        def full(_answer: object) -> None:
            raise StorageFull

        monkeypatch.setattr(world.phone.device, "take", full)
        world.runner.kick()
        await settled()
        assert world.runner.status.state == "trouble" and world.runner.status.problem

    told(story)


def test_a_listener_that_left_hears_nothing_more():
    async def story(world: World) -> None:
        heard: list[Status] = []
        leave = world.runner.watch(heard.append)
        leave()
        world.runner.kick()
        await settled()
        assert heard == []

    told(story)


@define
class PhotoOffice(FakeOffice):
    """It takes a photo when it is told to, and not before."""

    brought: list[str] = field(factory=list)
    takes: asyncio.Event = field(factory=asyncio.Event)
    fails: OfficeTrouble | None = None
    fails_after: list[int] = field(factory=list)

    async def photo_stands(self, name: str) -> Stands:
        await self.takes.wait()
        if self.fails:
            raise self.fails
        if self.fails_after:
            return Stands(self.fails_after[0], done=False)
        return Stands(0, done=False)

    async def bring_photo(self, name: str, offset: int, length: int, data: bytes) -> Stands:
        if self.fails_after:
            self.fails_after.pop(0)
            raise Offline("cut")
        self.brought.append(name)
        return Stands(length, done=True, seq=1)


def told_of_photos(story: Callable[[World, PhotoOffice], Awaitable[None]]) -> World:
    async def with_photos(world: World) -> None:
        office = PhotoOffice(world.phone.way)
        world.runner._office = office
        await story(world, office)

    return told(with_photos)


async def photographed(world: World, *pictures: bytes) -> None:
    for data in pictures:
        await world.phone.device.blobs.keep(data)
    world.phone.record(world.here.open_case(WANG), *(PhotoAdded(named(data)) for data in pictures))
    await settled()


def test_photos_go_after_their_facts_and_are_counted():
    async def story(world: World, office: PhotoOffice) -> None:
        office.takes.set()
        await photographed(world, picture(1), picture(2), picture(3))
        assert len(office.brought) == 3
        counted = [status.photos for status in world.statuses]
        assert [one for place, one in enumerate(counted) if counted[place - 1 : place] != [one]] == [(0, 0), (0, 3), (1, 3), (2, 3), (3, 3)]
        assert world.runner.status.state == "idle"

    told_of_photos(story)


def test_a_photo_that_takes_its_time_holds_up_no_fact():
    async def story(world: World, office: PhotoOffice) -> None:
        await photographed(world, picture(1))
        assert world.runner.status.photos == (0, 1)
        world.phone.note(world.here.open_case(WANG))
        await settled()
        assert world.phone.device.sending().unsent == 0
        assert office.brought == []

    told_of_photos(story)


def test_f41_a_photo_that_was_cut_off_is_tried_again_later_and_the_facts_go_on_meanwhile():
    async def story(world: World, office: PhotoOffice) -> None:
        office.takes.set()
        office.fails = Offline("cut")
        await photographed(world, picture(1))
        assert world.naps.longest[-1] > 0
        world.phone.note(world.here.open_case(WANG))
        await settled()
        assert world.phone.device.sending().unsent == 0
        assert (office.brought, world.runner.status.state) == ([], "idle")
        office.fails = None
        world.naps.wake()
        await settled()
        assert len(office.brought) == 1

    told_of_photos(story)


def test_a_tap_tries_a_photo_that_failed_at_once():
    async def story(world: World, office: PhotoOffice) -> None:
        office.takes.set()
        office.fails = Offline("cut")
        await photographed(world, picture(1))
        office.fails = None
        world.runner.kick()
        await settled()
        assert len(office.brought) == 1

    told_of_photos(story)


def test_f27_a_drained_device_hands_over_its_photos_before_it_is_wiped():
    async def story(world: World, office: PhotoOffice) -> None:
        world.here.office.sessions.end(world.phone.identity.device, "drain")
        await photographed(world, picture(1))
        assert world.runner.status.state != "wiped"
        office.takes.set()
        await settled()
        assert len(office.brought) == 1
        assert world.runner.status.state == "wiped"

    told_of_photos(story)


def test_f41_a_photo_that_gets_on_each_time_doesnt_wait_longer_each_time():
    async def story(world: World, office: PhotoOffice) -> None:
        office.takes.set()
        office.fails_after = [1000, 2000, 3000, 3000, 3000]
        await photographed(world, picture(1, width=300, height=300))
        before = len(world.naps.longest)
        for _ in range(4):
            world.naps.wake()
            await settled()
        first, *later = world.naps.longest[before - 1 :]
        assert later == [first, first, 2 * first, 4 * first]

    told_of_photos(story)
