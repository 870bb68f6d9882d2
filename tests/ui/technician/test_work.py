"""The service record on the phone (P7.1)."""

import flet as ft

from field_app.domain.repair.record import PartUsed, WorkRecorded
from field_app.ui.technician.work import MOST_PARTS
from tests.cast_domain import LI
from tests.ui.technician.scene import goes_on_with, send_down
from tests.ui.technician.visit_scene import inside, outside, phone_with, play, quoted, recorded, screen

EXPLAINED = "I explained the solution to the customer"


def test_person_days_are_proposed_from_the_time_since_arrival() -> None:
    async def story() -> None:
        async with screen("work", inside()) as app:
            app.see("0.2 person-days")

    play(story)


def test_the_text_is_offered_from_the_diagnosis_and_the_record_is_kept() -> None:
    async def story() -> None:
        async with screen("work", inside()) as app:
            await app.tap("Fill in from the diagnosis")
            await app.tap("More")
            await app.tap(EXPLAINED)
            await app.tap("Save the record")
            work = recorded(app, WorkRecorded)
            assert work == WorkRecorded("Repaired 电梯门机. Tested, works normally.", 30, "fixed", "good", (), True)
            assert app.page.route == "/case/case-1"

    play(story)


def test_what_is_missing_is_said_beside_the_field() -> None:
    async def story() -> None:
        async with screen("work", inside()) as app:
            await app.tap("Save the record")
            app.see("Write what was done.", "Explain the solution to the customer, then tick it.")
            assert recorded(app, WorkRecorded) is None

    play(story)


def test_quoted_parts_are_listed_already_and_others_are_taken_from_the_standard() -> None:
    async def story() -> None:
        async with screen("work", quoted().consented()) as app:
            await app.tap("门机控制板")
            await app.type("Old serial number", "C-1")
            await app.type("New serial number", "C-2")
            await app.tap("Add a part")
            await app.tap("Belt")
            await app.type("What was done", "换皮带和控制板")
            await app.tap(EXPLAINED)
            await app.tap("Save the record")
            assert recorded(app, WorkRecorded).parts == (
                PartUsed("门机控制板", 100, "board", "C-1", "C-2"),
                PartUsed("门机皮带", 100, "belt"),
            )

    play(story)


def test_a_part_without_quantity_is_refused_with_what_was_typed_still_there() -> None:
    async def story() -> None:
        async with screen("work", quoted().consented()) as app:
            await app.tap("门机控制板")
            await app.type("Quantity", "许多")
            await app.tap("That's it")
            await app.type("What was done", "换控制板")
            await app.tap(EXPLAINED)
            await app.tap("Save the record")
            app.see("Write name and quantity of every part.", "许多", "换控制板")

    play(story)


def test_a_part_is_taken_off_again() -> None:
    async def story() -> None:
        async with screen("work", quoted().consented()) as app:
            await app.tap("门机控制板")
            await app.tap("Take it off")
            await app.type("What was done", "调整了一下")
            await app.tap(EXPLAINED)
            await app.tap("Save the record")
            assert recorded(app, WorkRecorded).parts == ()

    play(story)


def test_unfinished_work_calls_for_another_visit() -> None:
    async def story() -> None:
        async with screen("work", inside()) as app:
            await app.choose("Result", "unfinished")
            app.see("You agree the next visit after leaving.")
            await app.type("What was done", "等配件")
            await app.tap(EXPLAINED)
            await app.tap("Save the record")
            assert recorded(app, WorkRecorded).result == "unfinished"

    play(story)


def test_chargeable_work_without_consent_is_a_special_case_with_a_reason() -> None:
    async def story() -> None:
        async with screen("work", outside()) as app:
            await app.type("What was done", "先关了门机")
            await app.tap(EXPLAINED)
            await app.tap("Save the record")
            app.see("Chargeable work needs the customer's signature on the quote first.")
            await goes_on_with(app, "有人被困")
            entry = app.services.sheet(app.services.store.sheets("repair")[0].id).last(WorkRecorded)
            assert (entry.fact.exception.rule, entry.fact.exception.reason) == ("P5.3", "有人被困")

    play(story)


def test_what_was_typed_is_there_again_after_leaving_the_page() -> None:
    shelf = phone_with(inside())

    async def story() -> None:
        async with screen("work", inside(), shelf=shelf) as app:
            await app.type("What was done", "换了皮带")
        async with screen("work", inside(), shelf=shelf) as app:
            app.see("换了皮带")

    play(story)


def test_more_person_days_than_the_recorded_times_ask_why_p7_1() -> None:
    async def story() -> None:
        async with screen("work", inside()) as app:
            await app.type("What was done", "换皮带")
            await app.tap(EXPLAINED)
            for _tap in range(4):
                await app.tap("More")
            await app.tap("Save the record")
            app.see("By the recorded times it is at most 0.5 person-days; say why it is more.", "换皮带")
            assert recorded(app, WorkRecorded) is None
            await app.type("Why more than the recorded times", "回公司取过一趟皮带")
            await app.tap("Save the record")
            work = recorded(app, WorkRecorded)
            assert (work.person_days, work.days_reason) == (60, "回公司取过一趟皮带")

    play(story)


def test_parts_an_earlier_record_has_put_in_are_not_listed_again_p7_1() -> None:
    board = PartUsed("门机控制板", 100, "board")
    told = quoted().consented().does(WorkRecorded("换控制板，等皮带", 20, "unfinished", parts=(board,), explained=True))

    async def story() -> None:
        async with screen("work", told) as app:
            app.see_not("门机控制板")
            await app.type("What was done", "试机")
            await app.tap(EXPLAINED)
            await app.tap("Save the record")
            assert recorded(app, WorkRecorded).parts == ()

    play(story)


def test_what_is_half_typed_stays_when_a_colleagues_record_of_the_same_case_comes_in() -> None:
    colleague = inside().does(WorkRecorded("换了皮带", 20, "fixed", explained=True), by=LI)

    async def story() -> None:
        async with screen("work", inside()) as app:
            await app.type("What was done", "调好门刀间隙")
            send_down(app.assembly.shelf, colleague.sheet)
            await app.settle()
            app.see("This visit has a record already.")
            assert app.find(ft.TextField, "What was done").value == "调好门刀间隙"

    play(story)


def test_with_as_many_parts_as_a_record_holds_the_page_says_how_to_go_on() -> None:
    async def story() -> None:
        async with screen("work", inside()) as app:
            for _part in range(MOST_PARTS):
                app.see_not("One record holds")
                await app.tap("Add a part")
                await app.tap("Belt")
            app.see("One record holds 16 parts. Save it, then record the others in another.")
            app.see_not("Add a part")

    play(story)
