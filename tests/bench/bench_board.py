"""The work schedule with 200 technicians × 14 days × 4 visits: time from a tap to the drawing it causes, beside an empty schedule's.

`python -m tests.bench.bench_board`: the app's own drawing, comparing and encoding, without a browser, in processor time: others on the
machine count for nothing. bench_board_browser is the same in Chromium.
"""

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import flet as ft

from field_app.domain.facts import DeviceId, Draft, SheetId, UserId
from field_app.domain.person import PersonAdded, RolesGiven
from field_app.domain.repair.appointment import VisitAgreed
from field_app.domain.repair.dispatch import Assigned
from field_app.domain.repair.intake import HandedOver, Request, RequestTaken
from field_app.domain.sheets import Sheet, Stamp, fold, kind_of, new_sheet, provisional
from field_app.store.shelf import Shelf
from tests.ui.harness import AppUnderTest, running, shelf_with
from tests.ui.office.scene import arrive
from tests.ui.stand_ins import NOW, Clock, identity

PEOPLE, DAYS, VISITS, ROUNDS = 200, 14, 4, 5
HOURS = (8, 10, 13, 15)
Told = tuple[str, tuple[Any, ...]]
Tap = Callable[[AppUnderTest, int], Awaitable[None]]


def sheet_of(sheet_id: str, *bodies: Any) -> Sheet:
    kind = kind_of(provisional(Draft(SheetId(sheet_id), bodies[0], NOW), 1).type)
    assert kind
    facts = [provisional(Draft(SheetId(sheet_id), body, NOW), n, DeviceId("d1")) for n, body in enumerate(bodies, 1)]
    return fold(new_sheet(SheetId(sheet_id), kind), [(fact, Stamp(UserId("zhou"), fact.n, NOW)) for fact in facts])


def people() -> Iterator[Told]:
    for n in range(PEOPLE):
        yield f"person-{n:03d}", (PersonAdded(f"tech{n}", f"维修{n:03d}", district="滨江"), RolesGiven(("technician",)))


def visits(midnight: datetime, days: int = DAYS) -> Iterator[Told]:
    for n in range(PEOPLE):
        for day in range(days):
            for place, hour in enumerate(HOURS[:VISITS]):
                starts_at = midnight + timedelta(days=day, hours=hour)
                number = f"261123-{n:03d}-{day:02d}{place}"
                request = Request(f"客户{n % 60}", f"工程{day}-{place}", "周海燕", "13851506601", "门不开", "今天")
                agreed = VisitAgreed(starts_at, starts_at + timedelta(minutes=75), warranty_told=True)
                yield number, (RequestTaken(number, "phone", request), HandedOver(), Assigned(UserId(f"person-{n:03d}")), agreed)


def company(*, empty: bool) -> Shelf:
    shelf = shelf_with(identity("zhou", "周敏", "supervisor", device="D2"))
    device = shelf.current()
    assert device
    if not empty:
        told = [*people(), *visits(NOW.replace(hour=0, minute=0))]
        arrive(device, *(sheet_of(sheet_id, *bodies) for sheet_id, bodies in told))
    return shelf


async def key(app: AppUnderTest, name: str) -> None:
    pressed = {"key": name, "shift": False, "ctrl": False, "alt": False, "meta": False}
    await app.page.session.dispatch_event(app.page._i, "keyboard_event", pressed)
    await app.settle()


async def scroll(app: AppUnderTest, turn: int) -> None:
    column = next((c for c in app.controls() if isinstance(c, ft.Column) and c.on_scroll), None)
    if column:
        edges = {"min_scroll_extent": 0.0, "max_scroll_extent": 12_400.0, "viewport_dimension": 800.0, "scroll_delta": 62.0}
        row = {"event_type": "update", "pixels": 62.0 * 8 * (turn + 1), **edges}
        await app.page.session.dispatch_event(column._i, "scroll", row)
    await app.settle()


TAPS: dict[str, Tap] = {
    "move the cell by an arrow": lambda app, turn: key(app, "Arrow Right" if turn % 2 else "Arrow Left"),
    "scroll eight rows on": scroll,
    "the day after": lambda app, turn: app.arrive(f"/board?day={NOW.date() + timedelta(days=turn + 1)}"),
    "a week, and a day again": lambda app, turn: app.arrive(f"/board?view={'day' if turn % 2 else 'week'}"),
    "two weeks, and a day again": lambda app, turn: app.arrive(f"/board?view={'day' if turn % 2 else 'two'}"),
    "the week after in two": lambda app, turn: app.arrive(f"/board?view=two&day={NOW.date() + timedelta(days=7 * (turn % 2))}"),
}


async def timed(shelf: Shelf) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {}
    async with running(None, "/board", shelf=shelf, width=1440, height=900, clock=Clock()) as app:
        for name, tap in TAPS.items():
            await app.arrive("/board")
            found[name] = []
            for turn in range(ROUNDS):
                began = time.process_time()
                await tap(app, turn)
                found[name].append((time.process_time() - began) * 1000)
    return found


def main() -> None:
    full, empty = company(empty=False), company(empty=True)
    print(f"{PEOPLE} technicians × {DAYS} days × {VISITS} visits; median of {ROUNDS}, ms of work from tap to drawing sent:")
    print(f"  {'':28}{'full':>10}{'empty':>10}")
    ours, peer = asyncio.run(timed(full)), asyncio.run(timed(empty))
    for name in TAPS:
        print(f"  {name:28}{statistics.median(ours[name]):10.1f}{statistics.median(peer[name]):10.1f}")


if __name__ == "__main__":
    main()
