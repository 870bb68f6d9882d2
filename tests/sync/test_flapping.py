"""A network that comes and goes costs a phone's battery little, and what waits goes as soon as it stays (F21)."""

import asyncio
import random
from collections.abc import Awaitable, Callable

from attrs import define, field

from sync.protocol import OfficeTrouble, Offline
from sync.runner import BETWEEN_RETURNS, SyncRunner
from tests.cast import WANG, Phone, company
from tests.sync.test_runner import FakeOffice, settled


@define
class Hours:
    """Time that passes when a test says so."""

    now: float = 0
    naps: list[tuple[float, "asyncio.Future[None]"]] = field(factory=list)

    def seconds(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        nap = asyncio.get_running_loop().create_future()
        self.naps.append((self.now + seconds, nap))
        await nap

    async def passing(self, seconds: int) -> None:
        for _ in range(seconds):
            self.now += 1
            for due, nap in self.naps:
                if due <= self.now and not nap.done():
                    nap.set_result(None)
            self.naps = [(due, nap) for due, nap in self.naps if not nap.done()]
            await settled()


Story = Callable[[Phone, FakeOffice, SyncRunner, Hours], Awaitable[None]]


def told(story: Story, trouble: OfficeTrouble | None) -> None:
    """A runner that has just started, with one record that waits."""

    async def whole() -> None:
        here = company()
        phone = here.phone(WANG)
        office, hours, luck = FakeOffice(phone.way, trouble), Hours(), random.Random(21)  # noqa: S311 - the same waits in every run
        phone.note(here.open_case(WANG))
        naps = {"sleep": hours.sleep, "jitter": luck.uniform, "seconds": hours.seconds}
        runner = SyncRunner(lambda _: office, phone.device, **naps, now=phone.clock)
        runner.start()
        await settled()
        await story(phone, office, runner, hours)
        await runner.stop()

    asyncio.run(whole())


def test_f21_a_link_that_flaps_every_five_seconds_for_an_hour_is_tried_once_in_a_while_and_at_once_when_it_stays():
    async def story(phone: Phone, office: FakeOffice, runner: SyncRunner, hours: Hours) -> None:
        for _ in range(3600 // 5):
            runner.online()
            await hours.passing(5)
        assert office.asked <= 3600 / BETWEEN_RETURNS + 20
        office.trouble = None
        runner.online()
        await hours.passing(int(BETWEEN_RETURNS))
        assert phone.device.sending().unsent == 0

    told(story, Offline())


def test_f21_the_first_return_after_a_long_time_without_is_tried_at_once():
    async def story(phone: Phone, office: FakeOffice, runner: SyncRunner, hours: Hours) -> None:
        await hours.passing(3600)
        asked, office.trouble = office.asked, None
        runner.online()
        await settled()
        assert (office.asked, phone.device.sending().unsent) == (asked + 1, 0)

    told(story, Offline())


def test_f21_a_tap_is_tried_at_once_however_often_the_link_flaps():
    async def story(phone: Phone, office: FakeOffice, runner: SyncRunner, hours: Hours) -> None:
        for _ in range(20):
            runner.online()
            await hours.passing(5)
        asked = office.asked
        runner.kick()
        await settled()
        assert office.asked == asked + 1

    told(story, Offline())
