"""Taking a call at the clerk's desk (P1.1 to P1.6)."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import flet as ft

from field_app.domain.archive import ProjectRecorded
from field_app.domain.facts import SheetId
from field_app.domain.repair import intake
from field_app.domain.repair.dispatch import NoteAdded
from field_app.domain.repair.intake import HandedOver, RequestTaken
from field_app.domain.sheets import Sheet
from field_app.store.memory import MemoryPlaces
from field_app.store.shelf import Shelf
from tests.ui.harness import AppUnderTest, running
from tests.ui.office.scene import CLERK, DESK, PHONE, desk, repairs, told, with_status

PICK = "Take 海晟大厦物业服务处, 海晟大厦客梯改造"


def calling(story: Callable[[AppUnderTest], Awaitable[None]], shelf: Shelf | None = None, size: tuple[int, int] = DESK) -> Shelf:
    """The clerk at the call page, with the company on the device."""
    here = shelf or desk(CLERK)

    async def run() -> None:
        async with running(None, "/call", shelf=here, width=size[0], height=size[1]) as app:
            await story(app)

    asyncio.run(run())
    return here


def taken(shelf: Shelf) -> Sheet:
    """The sheet that was opened in the test."""
    (new,) = [sheet for sheet in repairs(shelf) if sheet.id not in told()]
    return new


async def a_minute_passes(app: AppUnderTest) -> None:
    """What was typed is drawn a moment later; a new minute draws the page too."""
    app.assembly.window.minute += timedelta(minutes=1)
    await app.settle()


async def pick(app: AppUnderTest) -> None:
    await app.type("1 customer name", "海晟")
    await a_minute_passes(app)
    await app.tap(PICK)


async def all_eight(app: AppUnderTest) -> None:
    for label, text in (
        ("1 customer name", "新客户公司"),
        ("2 project name", "新楼"),
        ("3 contact person", "钱先生"),
        ("4 contact phone", "13912345678"),
        ("5 fault details", "灯不亮"),
        ("6 wanted service time", "明天"),
        ("7 acceptance date", "2025.3.18"),
        ("8 warranty period", "2年"),
    ):
        await app.type(label, text)
    await a_minute_passes(app)


def test_p1_2_the_archive_fills_in_what_it_knows_and_the_foot_names_the_rest() -> None:
    async def story(app: AppUnderTest) -> None:
        await pick(app)
        app.see("Found in the archive", "周海燕", "6 of 8 are there. Missing: fault details, wanted service time")

    calling(story)


def test_p1_2_a_complete_request_is_taken_and_handed_over_in_one_tap() -> None:
    async def story(app: AppUnderTest) -> None:
        await pick(app)
        await app.type("5 fault details", "门不开")
        await app.tap("As soon as possible")
        await app.tap("Hand over to assign")
        app.see("Type while the customer speaks")

    sheet = taken(calling(story))
    assert [type(entry.body) for entry in sheet.entries] == [RequestTaken, HandedOver]
    request = intake.request(sheet)
    assert (request.fault, request.wanted, request.contact) == ("门不开", "As soon as possible", "周海燕")
    assert request.archive in told()


def test_p1_3_an_incomplete_request_is_kept_and_cannot_be_handed_over_without_a_reason() -> None:
    async def story(app: AppUnderTest) -> None:
        await app.type("1 customer name", "新客户公司")
        await app.tap("Hand over to assign")
        app.see("Missing: project name", "Special case")
        assert app.find(ft.TextField, "1 customer name").value == "新客户公司"
        await app.tap("Keep, call back later")

    sheet = taken(calling(story))
    assert [type(entry.body) for entry in sheet.entries] == [RequestTaken]
    assert "project" in intake.missing(sheet)


def test_p1_3_a_reason_hands_an_incomplete_request_over_and_stands_on_the_fact() -> None:
    async def story(app: AppUnderTest) -> None:
        await app.type("1 customer name", "新客户公司")
        await a_minute_passes(app)
        await app.tap("Hand over with a reason")
        await app.write("Why it can't wait", "有人被困")
        await app.tap("Hand over with this reason")

    handed = taken(calling(story)).last(HandedOver)
    assert handed
    assert handed.fact.exception
    assert (handed.fact.exception.rule, handed.fact.exception.reason) == ("P1.3", "有人被困")


def test_p1_5_the_number_shown_is_the_number_recorded_and_the_next_call_gets_the_next() -> None:
    async def story(app: AppUnderTest) -> None:
        app.see("261123-A7-01")
        await app.type("1 customer name", "新客户公司")
        await app.tap("Keep, call back later")
        app.see("261123-A7-02")

    assert intake.number(taken(calling(story))) == "261123-A7-01"


def test_p1_6_the_same_open_case_is_pointed_out_and_the_call_added_to_it() -> None:
    same = with_status("to_assign")

    async def story(app: AppUnderTest) -> None:
        await pick(app)
        app.see("Maybe the same case: 261123-A2-01")
        await app.type("5 fault details", "还是关不上")
        await app.tap("Add to this sheet")
        assert app.page.route == f"/sheets/{same.id}"

    shelf = calling(story)
    assert not [sheet for sheet in repairs(shelf) if sheet.id not in told()]
    note = next(sheet for sheet in repairs(shelf) if sheet.id == same.id).said(NoteAdded)
    assert note
    assert "还是关不上" in note.text


def test_p1_6_another_fault_of_the_same_project_is_a_sheet_of_its_own() -> None:
    async def story(app: AppUnderTest) -> None:
        await pick(app)
        await app.tap("Another fault, go on")
        app.see_not("Maybe the same case")
        await app.tap("Keep, call back later")

    assert intake.request(taken(calling(story))).customer == "海晟大厦物业服务处"


def test_p1_1_a_relayed_request_names_the_colleague() -> None:
    async def story(app: AppUnderTest) -> None:
        await app.choose("How it came in", "relayed")
        await app.type("1 customer name", "新客户公司")
        await app.tap("Keep, call back later")
        app.see("Write which colleague relayed it.")
        await app.type("Relayed by", "钱师傅")
        await app.tap("Keep, call back later")

    said = taken(calling(story)).said(RequestTaken)
    assert said
    assert (said.way, said.relayed_by) == ("relayed", "钱师傅")


def test_a_new_customer_is_added_to_the_archive_with_the_same_tap() -> None:
    async def story(app: AppUnderTest) -> None:
        await all_eight(app)
        app.see("New customer: add to the archive too")
        await app.tap("Hand over to assign")

    shelf = calling(story)
    request = intake.request(taken(shelf))
    device = shelf.current()
    assert device
    project = device.sheet(SheetId(request.archive))
    assert project
    known = project.said(ProjectRecorded)
    assert known
    assert (known.customer, known.phone, known.warranty_months) == ("新客户公司", "13912345678", 24)


def test_p1_2_a_wrong_phone_number_is_said_beside_the_field_and_nothing_typed_is_lost() -> None:
    async def story(app: AppUnderTest) -> None:
        await all_eight(app)
        await app.type("4 contact phone", "139")
        await app.tap("Keep, call back later")
        assert "no phone number" in str(app.find(ft.TextField, "4 contact phone").error)
        assert app.find(ft.TextField, "5 fault details").value == "灯不亮"

    shelf = calling(story)
    assert not [sheet for sheet in repairs(shelf) if sheet.id not in told()]


def test_p1_2_a_day_that_is_none_is_said_beside_the_field() -> None:
    async def story(app: AppUnderTest) -> None:
        await all_eight(app)
        await app.type("7 acceptance date", "去年春天")
        await app.tap("Keep, call back later")
        assert "2025-03-18" in str(app.find(ft.TextField, "7 acceptance date").error)

    shelf = calling(story)
    assert not [sheet for sheet in repairs(shelf) if sheet.id not in told()]


def test_what_the_customer_said_survives_the_end_of_the_app() -> None:
    async def first(app: AppUnderTest) -> None:
        await app.type("5 fault details", "半夜报警")

    async def second(app: AppUnderTest) -> None:
        assert app.find(ft.TextField, "5 fault details").value == "半夜报警"

    places = MemoryPlaces()
    shelf = calling(first, desk(CLERK, places=places))
    calling(second, Shelf(places.restarted()))
    assert shelf


def test_a_call_that_needs_no_sheet_is_cleared_after_a_question() -> None:
    async def story(app: AppUnderTest) -> None:
        await app.type("1 customer name", "打错了")
        await app.tap("No sheet")
        await app.tap("Clear the call")
        assert app.find(ft.TextField, "1 customer name").value == ""

    shelf = calling(story)
    assert not [sheet for sheet in repairs(shelf) if sheet.id not in told()]


def test_ctrl_enter_and_ctrl_s_do_what_the_buttons_do() -> None:
    async def story(app: AppUnderTest) -> None:
        await app.type("1 customer name", "新客户公司")
        await press(app, "S", ctrl=True)

    assert taken(calling(story))


async def press(app: AppUnderTest, key: str, **held: Any) -> None:
    down = {"key": key, "shift": False, "ctrl": False, "alt": False, "meta": False, **held}
    await app.page.session.dispatch_event(app.page._i, "keyboard_event", down)
    await app.settle()


def test_the_call_can_be_taken_on_a_phone_too() -> None:
    async def story(app: AppUnderTest) -> None:
        await pick(app)
        await app.type("5 fault details", "门不开")
        await app.tap("Phone first")
        await app.tap("Hand over to assign")

    assert taken(calling(story, size=PHONE)).last(HandedOver)
