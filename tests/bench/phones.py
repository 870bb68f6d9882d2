"""Several hundred phones as one process, each with a line of its own to the office: `python -m tests.bench.phones PLANS ORIGIN …`.

A phone sends what was recorded as soon as it was, by the app's own client and protocol; what is recorded while it waits for an answer goes
along in its next push. It listens for news meanwhile, as the app does. The delay of a push counts from the moment its first fact was due.
"""

import argparse
import asyncio
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import httpx
from attrs import asdict, define, field, frozen

from field_app.domain.facts import DeviceId, chain, chain_start
from sync.client import HttpOffice, connect
from sync.protocol import MARK_DIGITS, Offline, Reply, Request, read_cursor, utc_now
from sync.round import CAP
from tests.bench.crowd import Plan, kept

TRY_AGAIN_SECONDS = 0.5
OPENED_AT_ONCE = 20
SETTLES_SECONDS = 3


@frozen
class Weather:
    """How much is recorded: so many facts a second by all phones together, so many of them at once, for so long."""

    rate: float
    seconds: float
    at_once: int = 1


def turns(weather: Weather) -> int:
    """How often some phone records."""
    return round(weather.rate * weather.seconds / weather.at_once)


@define
class Outcome:
    """What the phones came to. `places` are the positions the office said it gave, by device in the order of its facts."""

    delays: list[float] = field(factory=list)
    errors: Counter[str] = field(factory=Counter)
    facts: int = 0
    not_ok: int = 0
    rounds_for_news: int = 0
    seconds: float = 0
    cpu_seconds: float = 0
    places: dict[str, list[int]] = field(factory=dict)


@define
class Phone:
    plan: Plan
    office: HttpOffice
    outcome: Outcome
    sent: int = 0
    mark: bytes = b""
    cursor: str = ""
    lines: tuple[bytes, ...] = ()
    is_asking: asyncio.Lock = field(factory=asyncio.Lock)

    def __attrs_post_init__(self) -> None:
        self.lines = tuple(line.encode() for line in self.plan.lines)
        self.mark, self.cursor = chain_start(DeviceId(self.plan.device)), self.plan.cursor

    async def work(self, dues: Sequence[float], at_once: int) -> None:
        """Record so many facts at each of these moments, and bring them to the office."""
        loop, recorded, place = asyncio.get_running_loop(), self.sent, 0
        while place < len(dues):
            first = dues[place]
            await asyncio.sleep(first - loop.time())
            while place < len(dues) and dues[place] <= loop.time():
                place, recorded = place + 1, recorded + at_once
            while self.sent < recorded:
                await self.push(recorded)
            self.outcome.delays.append(loop.time() - first)

    async def push(self, recorded: int) -> None:
        async with self.is_asking:
            lines = self.lines[self.sent : min(recorded, self.sent + CAP)]
            try:
                self.answered(lines, await self.office.sync(self.request(lines, recorded - self.sent - len(lines))))
            except Offline as trouble:
                self.outcome.errors[str(trouble)[:80]] += 1
                await asyncio.sleep(TRY_AGAIN_SECONDS)

    def request(self, lines: tuple[bytes, ...], unsent: int) -> Request:
        mark = self.mark.hex()[:MARK_DIGITS]
        return Request(self.cursor, self.sent, mark, lines, unsent, pull=not unsent, sent_at=utc_now() if lines else None)

    def answered(self, lines: tuple[bytes, ...], reply: Reply) -> None:
        seqs = [seq + step for _, seq, count in reply.ranges for step in range(count)]
        if (reply.head, len(seqs)) != (self.sent + len(lines), len(lines)):
            self.outcome.errors["not all taken"] += 1
            return
        self.outcome.places.setdefault(self.plan.device, []).extend(seqs)
        self.outcome.facts += len(lines)
        self.outcome.not_ok += len(reply.notes)
        self.sent, self.cursor = reply.head, reply.cursor
        for line in lines:
            self.mark = chain(self.mark, line)

    async def listen(self) -> None:
        while True:
            try:
                async for seq in self.office.changes():
                    if read_cursor(self.cursor).seq < seq and not self.is_asking.locked():
                        self.outcome.rounds_for_news += 1
                        await self.push(self.sent)
            except Offline as trouble:
                self.outcome.errors[f"live: {trouble}"[:80]] += 1
                await asyncio.sleep(TRY_AGAIN_SECONDS)


async def story(plans: Sequence[Plan], origins: Sequence[str], weathers: Sequence[Weather]) -> list[Outcome]:
    """One outcome for each weather; the phones go on from where they were."""
    phones = [Phone(plan, _office(plan, origins[place % len(origins)]), Outcome()) for place, plan in enumerate(plans)]
    for few in range(0, len(phones), OPENED_AT_ONCE):
        # The app was opened before the day's work: it has made a round, and the office knows it is there.
        await asyncio.gather(*(phone.push(0) for phone in phones[few : few + OPENED_AT_ONCE]))
    listening = [asyncio.create_task(phone.listen()) for phone in phones]
    luck = random.Random(len(phones))  # noqa: S311 - the same moments in every run
    outcomes = [await under(weather, phones, luck) for weather in weathers]
    for task in listening:
        task.cancel()
    await asyncio.gather(*listening, return_exceptions=True)
    return outcomes


def _office(plan: Plan, origin: str) -> HttpOffice:
    return HttpOffice(connect(httpx.AsyncHTTPTransport(verify=False)), origin, plan.token)


async def under(weather: Weather, phones: Sequence[Phone], luck: random.Random) -> Outcome:
    outcome = Outcome(places={phone.plan.device: [] for phone in phones})
    for phone in phones:
        phone.outcome = outcome
    began, worked = asyncio.get_running_loop().time() + SETTLES_SECONDS, time.process_time()
    shares = [range(place, turns(weather), len(phones)) for place in range(len(phones))]
    moments = [sorted(began + luck.uniform(0, weather.seconds) for _ in share) for share in shares]
    await asyncio.gather(*(phone.work(its, weather.at_once) for phone, its in zip(phones, moments, strict=True)))
    outcome.seconds, outcome.cpu_seconds = asyncio.get_running_loop().time() - began, time.process_time() - worked
    return outcome


def weathers(texts: Sequence[str]) -> Iterator[Weather]:
    for text in texts:
        rate, seconds, at_once = text.split("/")
        yield Weather(float(rate), float(seconds), int(at_once))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.phones", description=__doc__)
    parser.add_argument("plans", type=Path)
    parser.add_argument("origins", help="addresses of the office, spaced; the phones are spread over them")
    parser.add_argument("weathers", nargs="+", help="rate/seconds/at once")
    asked = parser.parse_args()
    outcomes = asyncio.run(story(kept(asked.plans), asked.origins.split(), list(weathers(asked.weathers))))
    json.dump([asdict(outcome) for outcome in outcomes], sys.stdout)


if __name__ == "__main__":
    main()
