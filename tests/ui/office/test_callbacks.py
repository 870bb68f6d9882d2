"""The call-back list: incomplete requests until they are complete (P1.3)."""

import asyncio
from collections.abc import Awaitable, Callable

import flet as ft
from attrs import evolve

from field_app.domain.repair import intake
from field_app.domain.repair.intake import CallbackMade, HandedOver, RequestAmended
from field_app.domain.sheets import Sheet
from field_app.store.shelf import Shelf
from tests.ui.harness import AppUnderTest, running
from tests.ui.office.scene import CLERK, DESK, PHONE, SUPERVISOR, arrive, desk, more, sheet_on, told


def waits() -> Sheet:
    """The library's request, that lacks only the wanted time."""
    return next(s for s in told().values() if s.kind == "repair" and intake.missing(s) == ("wanted",))


def at(route: str, story: Callable[[AppUnderTest], Awaitable[None]], size: tuple[int, int] = DESK) -> Shelf:
    shelf = desk(CLERK)

    async def run() -> None:
        async with running(None, route, shelf=shelf, width=size[0], height=size[1]) as app:
            await story(app)

    asyncio.run(run())
    return shelf


def test_p1_3_the_list_says_what_is_missing_and_what_was_tried() -> None:
    async def story(app: AppUnderTest) -> None:
        app.see("Missing: wanted service time", "not called yet", intake.number(waits()))

    at("/callbacks", story, PHONE)


def test_p1_3_completing_it_records_the_amendment_the_call_and_the_handover_in_one_tap() -> None:
    async def story(app: AppUnderTest) -> None:
        await app.type("6 wanted service time", "下周一上午")
        await app.type("What the customer said", "可以等到下周一")
        await app.tap("Hand over to assign")

    sheet = sheet_on(at(f"/callbacks/{waits().id}", story), waits().id)
    assert [type(entry.body) for entry in sheet.entries[-3:]] == [RequestAmended, CallbackMade, HandedOver]
    assert intake.request(sheet).wanted == "下周一上午"


def test_p1_3_nobody_reached_is_an_attempt_and_what_was_typed_stays() -> None:
    async def story(app: AppUnderTest) -> None:
        await app.type("5 fault details", "门禁又坏了")
        await app.tap("Not reached")
        app.see("called 1 time")
        assert app.find(ft.TextField, "5 fault details").value == "门禁又坏了"

    attempt = sheet_on(at(f"/callbacks/{waits().id}", story), waits().id).said(CallbackMade)
    assert attempt
    assert attempt.outcome == "not_reached"


def test_p1_3_it_is_not_handed_over_while_something_is_missing() -> None:
    async def story(app: AppUnderTest) -> None:
        await app.tap("Hand over to assign")
        app.see("Missing: wanted service time. Ask the customer for it.")

    assert not intake.was_handed_over(sheet_on(at(f"/callbacks/{waits().id}", story), waits().id))


def test_nothing_changed_records_nothing() -> None:
    async def story(app: AppUnderTest) -> None:
        await app.tap("Keep")

    assert len(sheet_on(at(f"/callbacks/{waits().id}", story), waits().id).entries) == len(waits().entries)


def test_p10_3_keeping_half_of_it_leaves_the_rest_on_the_list() -> None:
    async def story(app: AppUnderTest) -> None:
        await app.type("3 contact person", "何馆长")
        await app.tap("Keep")
        app.see("Missing: wanted service time")

    sheet = sheet_on(at(f"/callbacks/{waits().id}", story), waits().id)
    assert intake.request(sheet).contact == "何馆长"
    assert intake.missing(sheet) == ("wanted",)


async def a_colleague_amends(app: AppUnderTest, **changes: str) -> None:
    sheet = app.services.sheet(waits().id)
    assert sheet
    known = intake.request(sheet)
    arrive(app.services.store, more(sheet, SUPERVISOR.id, *intake.amending(known, evolve(known, **changes))))
    await app.settle()


def test_p10_2_what_a_colleague_put_right_meanwhile_is_not_written_over_by_a_form_opened_before() -> None:
    async def story(app: AppUnderTest) -> None:
        await app.type("6 wanted service time", "下周一上午")
        await a_colleague_amends(app, phone="13900139000")
        await app.tap("Keep")

    known = intake.request(sheet_on(at(f"/callbacks/{waits().id}", story), waits().id))
    assert (known.wanted, known.phone) == ("下周一上午", "13900139000")


def test_p10_2_what_was_kept_is_not_kept_again_over_what_a_colleague_put_right_since() -> None:
    async def story(app: AppUnderTest) -> None:
        await app.type("5 fault details", "门禁又坏了")
        await app.type("What the customer said", "周三在")
        await app.tap("Keep")
        await a_colleague_amends(app, fault="门禁读卡器坏了")
        await app.type("6 wanted service time", "下周一上午")
        await app.tap("Keep")

    sheet = sheet_on(at(f"/callbacks/{waits().id}", story), waits().id)
    known = intake.request(sheet)
    assert (known.fault, known.wanted) == ("门禁读卡器坏了", "下周一上午")
    assert [entry.body.note for entry in sheet.live(CallbackMade)] == ["周三在"]
