"""When the device talks to the office: at the start, after each record, when the office has news, when the network returns, on a tap.

Between failures it waits with full jitter, longer each time up to ten minutes; a tap or the network's return starts over.
Pure asyncio, one task for rounds and one that listens; it sleeps whenever there is nothing to do.
"""

import asyncio
import logging
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime, timedelta
from typing import Literal, Protocol

from attrs import evolve, frozen

from field_app.domain.errors import Words, say
from field_app.store.door import Change, DeviceStore, Identity, LostTail, StoreTrouble
from sync.photos import PhotoOffice, Progress, send_photos
from sync.protocol import CLOCK_TOLERANCE, Frozen, OfficeTrouble, Offline, Reply, Request, SignedOut, UpgradeNeeded, read_cursor, utc_now
from sync.round import Pace, RoundOutcome, sync_round

log = logging.getLogger(__name__)

FIRST_WAIT, LONGEST_WAIT = 2.0, 600.0
BETWEEN_RETURNS = 30.0  # seconds: a network that comes and goes is tried at its return no more often
NO_PHOTOS = Progress()

State = Literal["idle", "sending", "offline", "signed_out", "wiped", "frozen", "trouble"]
Listener = Callable[["Status"], None]


@frozen
class Status:
    """How things stand with the office. `idle` is reached and nothing under way; `wiped` is the order to forget everything here;
    `problem` is a sentence for people.
    """

    state: State
    unsent: int
    last_contact: datetime | None
    problem: Words | None = None
    photos: Progress = NO_PHOTOS


class LiveOffice(PhotoOffice, Protocol):
    """The office as the runner needs it."""

    async def sync(self, request: Request) -> Reply: ...

    def changes(self) -> AsyncIterator[int]: ...


class SyncRunner:
    """Keeps one device and the office in step until `stop()`. Everything on one event loop; photos go beside the rounds, never before them.

    `signed_out`, `wiped` and `frozen` end the rounds: what is unsent stays, and a new runner is made after signing in again.
    """

    def __init__(
        self,
        office_for: Callable[[Identity], LiveOffice],
        device: DeviceStore,
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        jitter: Callable[[float, float], float] = random.uniform,
        seconds: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._office, self._device = office_for(device.identity), device
        self._sleep, self._jitter, self._seconds, self._clock = sleep, jitter, seconds, now
        self._pace = Pace()
        self._failures = 0
        self._next_return = 0.0
        self._return: asyncio.Task[None] | None = None
        self._is_asking = False
        self._wanted = asyncio.Event()
        self._reached = asyncio.Event()
        self._photos_wanted = asyncio.Event()
        self._hurry = asyncio.Event()
        self._photo_failures = 0
        self._photo_at = ("", 0)
        self._listeners: list[Listener] = []
        self._tasks: list[asyncio.Task[None]] = []
        self._unwatch: Callable[[], None] | None = None
        sending = device.sending()
        self.status = Status("idle", sending.unsent, sending.last_contact)

    def start(self) -> None:
        """Begin with a round at once."""
        self._unwatch = self._device.watch(self._recorded)
        self._wanted.set()
        self._tasks = [asyncio.ensure_future(self._rounds()), asyncio.ensure_future(self._listen()), asyncio.ensure_future(self._photos())]

    async def stop(self) -> None:
        """Leave a round where it is; any round may be left and repeated."""
        if self._unwatch:
            self._unwatch()
        tasks = [*self._tasks, *([self._return] if self._return else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def kick(self) -> None:
        """A person asked: try now, and be quick about the next tries."""
        self._failures = 0
        self._next_return = 0.0
        self._try_now()

    def online(self) -> None:
        """The network is said to be back: try now, or in a moment when it was back in vain just before. The waits go on growing (F21)."""
        rest = self._next_return - self._seconds()
        if rest <= 0:
            self._next_return = self._seconds() + BETWEEN_RETURNS
            self._try_now()
        elif self._return is None or self._return.done():
            self._return = asyncio.ensure_future(self._return_in(rest))

    async def _return_in(self, seconds: float) -> None:
        await self._sleep(seconds)
        self._return = None
        self.online()

    def _try_now(self) -> None:
        self._wanted.set()
        self._hurry.set()

    def watch(self, listener: Listener) -> Callable[[], None]:
        """Tell `listener` of every new status until the returned function is called."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def _recorded(self, change: Change) -> None:
        unsent = self._device.sending().unsent
        if unsent != self.status.unsent:
            self._tell(evolve(self.status, unsent=unsent))
        # A round under way sends what is recorded meanwhile by itself.
        if unsent and change.sheets and not self._is_asking:
            self._wanted.set()

    async def _rounds(self) -> None:
        while True:
            await self._wanted.wait()
            self._wanted.clear()
            if not await self._round():
                return
            if self._failures:
                await self._wait_for_better_times()

    async def _round(self) -> bool:
        """One round; False when there is no use in another."""
        if self.status.state != "offline" or not self._failures:
            self._now("sending", None)
        try:
            outcome = await self._ask()
        except Offline as trouble:
            log.info("offline: %s", trouble)
            self._failed()
            self._now("offline", None)
        except SignedOut as ended:
            if ended.wipe:
                self._now("wiped", say("The office has ordered this device to be cleared."))
            else:
                self._now("signed_out", say("This device has been signed out. Sign in again; what you recorded is kept."))
            return False
        except (Frozen, LostTail):
            self._now("frozen", say("This device's records no longer fit the office's. Nothing is lost: tell the office, sign in again."))
            return False
        except (OfficeTrouble, StoreTrouble) as trouble:
            log.warning("round: %r", trouble)
            self._failed()
            self._now("trouble", _words(trouble))
        else:
            self._succeeded(outcome)
        return True

    async def _ask(self) -> RoundOutcome:
        self._is_asking = True
        try:
            return await sync_round(self._office, self._device, self._pace, self._clock)
        finally:
            self._is_asking = False

    def _succeeded(self, outcome: RoundOutcome) -> None:
        self._failures = 0
        self._next_return = 0.0
        self._reached.set()
        if self._device.blobs.waiting():
            self._photos_wanted.set()
        if outcome.office_went_back:
            self._now("trouble", say("The office has lost records it had. Yours are kept here and sent again; tell the administrator."))
        elif abs(outcome.skew) > CLOCK_TOLERANCE:
            self._now("trouble", _wrong_clock(outcome.skew))
        else:
            self._now("idle", None)

    def _failed(self) -> None:
        self._failures += 1
        self._reached.clear()

    async def _wait_for_better_times(self) -> None:
        await self._nap(self._failures - 1, self._wanted)
        self._wanted.set()

    async def _nap(self, failures: int, until: asyncio.Event) -> None:
        """The longer the more often it failed, or until somebody asks."""
        longest = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(failures, 10))
        waiting = asyncio.ensure_future(self._sleep(self._jitter(0, longest)))
        asked = asyncio.ensure_future(until.wait())
        try:
            await asyncio.wait({waiting, asked}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            waiting.cancel()
            asked.cancel()

    async def _photos(self) -> None:
        while True:
            await self._photos_wanted.wait()
            self._photos_wanted.clear()
            try:
                sent = await send_photos(self._office, self._device, self._progressed, self._moved)
            except (OfficeTrouble, StoreTrouble) as trouble:
                log.info("photos: %r", trouble)
                self._photo_failures += 1
                self._hurry.clear()
                await self._nap(self._photo_failures, self._hurry)
            else:
                self._photo_failures = 0
                if not sent:
                    continue
            # A round tells the office what still waits here, and finds out whether it is there at all.
            self._wanted.set()

    def _moved(self, name: str, offset: int) -> None:
        # A line that breaks often and gets on each time is no reason to wait longer.
        if self._photo_at != (name, offset):
            self._photo_at, self._photo_failures = (name, offset), 0

    def _progressed(self, progress: Progress) -> None:
        self._tell(evolve(self.status, photos=progress))

    async def _listen(self) -> None:
        failures = 0
        while True:
            await self._reached.wait()
            try:
                async for seq in self._office.changes():
                    failures = 0
                    if read_cursor(self._device.cursor()).seq < seq:
                        self._wanted.set()
            except OfficeTrouble as trouble:
                log.info("live: %s", trouble)
            failures += 1
            # The round finds out whether the office is really away; the stream may just have been cut.
            self._wanted.set()
            await self._sleep(self._jitter(0, min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(failures, 10))))

    def _now(self, state: State, problem: Words | None) -> None:
        sending = self._device.sending()
        self._tell(evolve(self.status, state=state, unsent=sending.unsent, last_contact=sending.last_contact, problem=problem))

    def _tell(self, status: Status) -> None:
        if status == self.status:
            return
        self.status = status
        for listener in tuple(self._listeners):
            listener(status)


def _wrong_clock(skew: timedelta) -> Words:
    """Said to who can set it right: at the office every record of this device stands out until then (F30)."""
    minutes = round(abs(skew) / timedelta(minutes=1))
    if minutes < 120:
        return say("The clock of this device is {n} minutes wrong. Set it right in its settings; what you recorded is kept.", n=minutes)
    hours = round(minutes / 60)
    return say("The clock of this device is {n} hours wrong. Set it right in its settings; what you recorded is kept.", n=hours)


def _words(trouble: Exception) -> Words:
    if isinstance(trouble, UpgradeNeeded):
        return say("This app is too old for the office. Load it again to get the new one; what you recorded is kept.")
    if isinstance(trouble, StoreTrouble):
        return say("This device could not keep what the office sent. Free some space, then try again.")
    return say("The office did not take what was sent. It is kept here; tell the administrator.")
