"""The supervisor is told of records that were not accepted, and reads them (F27, F54)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from field_app.domain.facts import encode
from field_app.domain.repair import intake
from sync.demo import WANG
from tests.ui.harness import AppUnderTest, running
from tests.ui.office.scene import ACCOUNTANT, DESK, PHONE, SUPERVISOR, DemoPerson, desk, with_status
from tests.ui.stand_ins import NOW, FakeNetwork

CASE = with_status("agreed")
Story = Callable[[AppUnderTest], Awaitable[None]]


def record(seq: int, text: str, reason: str = "foreign", line: str = "") -> dict[str, Any]:
    written = encode([seq, CASE.id, "note_added", 1, "2026-11-23T08:30:00+08:00", {"text": text}]).decode()
    return {
        "seq": seq, "device": "d1", "user": WANG.id, "name": WANG.name, "received_at": int(NOW.timestamp()), "reason": reason,
        "sheet": CASE.id, "number": intake.number(CASE), "line": line or written,
    }  # fmt: skip


def at(story: Story, *records: dict[str, Any], route: str = "/todo", who: DemoPerson = SUPERVISOR, size: tuple[int, int] = DESK) -> None:
    async def told() -> None:
        network = FakeNetwork()
        network.said["/v1/set-apart"] = {"records": list(records)}
        async with running(None, route, shelf=desk(who), network=network, width=size[0], height=size[1]) as app:
            await story(app)

    asyncio.run(told())


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_f54_the_supervisor_is_told_and_reads_what_who_recorded_and_why_it_was_not_accepted(size: tuple[int, int]) -> None:
    async def story(app: AppUnderTest) -> None:
        app.see("2 records were not accepted", f"From {WANG.name}.")
        await app.tap("Records not accepted")
        app.see("换了门机", "看了一眼", WANG.name, "the sheet isn't theirs", "their role can't record this", intake.number(CASE))
        await app.tap(f"Open {intake.number(CASE)}")
        app.see("Service record")

    at(story, record(9, "换了门机"), record(8, "看了一眼", "role"), size=size)


def test_f54_what_was_looked_at_stands_out_no_more_and_what_is_new_does() -> None:
    async def story(app: AppUnderTest) -> None:
        await app.tap("Records not accepted")
        await app.arrive("/todo")
        app.see_not("not accepted until", "was not accepted")
        app.see("Records not accepted")
        app.network.said["/v1/set-apart"] = {"records": [record(12, "新的"), record(9, "旧的")]}
        await app.arrive("/set-apart?x=1")
        app.see("新的", "旧的")

    at(story, record(9, "旧的"))


def test_f46_what_no_app_can_read_is_shown_as_it_came() -> None:
    async def story(app: AppUnderTest) -> None:
        app.see("A record no app can read", "[1,2", "it has not the shape of a record")

    at(story, record(3, "", "body: text, and more", "[1,2"), route="/set-apart")


def test_without_any_the_page_says_what_would_be_there_and_the_first_page_nothing() -> None:
    async def nothing(app: AppUnderTest) -> None:
        app.see("Nothing was set apart")

    async def quiet(app: AppUnderTest) -> None:
        app.see_not("not accepted")

    at(nothing, route="/set-apart")
    at(quiet)


def test_who_does_not_look_after_the_cases_does_not_ask() -> None:
    async def story(app: AppUnderTest) -> None:
        app.see_not("not accepted")
        assert "/v1/set-apart" not in app.network.read_paths

    at(story, record(9, "换了门机"), who=ACCOUNTANT)
