"""诊断: the piece, the cause, and one of four ways on (P5.1)."""

import flet as ft
import pytest

from field_app.domain.archive import equipment
from field_app.domain.facts import SheetId
from field_app.domain.repair.diagnosis import Diagnosed
from field_app.domain.sheets import Voided
from tests.cast_domain import WANG
from tests.ui.technician.scene import (
    ARCHIVE,
    REQUEST,
    assigned,
    at,
    goes_on_with,
    nothing_recorded,
    on_phone,
    on_site,
    play,
    recorded,
    sheet_of,
    tick,
)
from tests.ui.technician.visit_scene import phone_with, visit

PAGE = "/case/case-1/diagnose"
CHECKED = assigned(REQUEST, *on_site(at(10)))


def test_the_piece_of_the_request_stands_there_and_the_suspected_cause_is_one_tap_p2_1() -> None:
    async def story() -> None:
        async with on_phone(PAGE, CHECKED) as app:
            await app.tap("Take over: 皮带打滑")
            await app.tap("Save the diagnosis")
            assert recorded(app, Diagnosed) == Diagnosed("电梯门机", "皮带打滑", "on_site", "DJ-0417")
            app.see("Next: Decide the warranty")

    play(story)


def test_a_piece_is_picked_from_the_archive_with_its_serial() -> None:
    async def story() -> None:
        async with on_phone(PAGE, CHECKED) as app:
            await app.tap("光幕 · 2 号客梯")
            await app.type("Cause", "被推车撞过")
            await app.tap("Save the diagnosis")
            assert recorded(app, Diagnosed) == Diagnosed("光幕", "被推车撞过", "on_site", "GM-0009")

    play(story)


def test_a_missing_piece_or_cause_is_said_beside_its_field_p5_1() -> None:
    async def story() -> None:
        async with on_phone(PAGE, CHECKED) as app:
            await app.type("Piece of equipment", " ")
            await app.tap("Save the diagnosis")
            assert app.find(ft.TextField, "Piece of equipment").error == "Name the piece of equipment."
            assert app.find(ft.TextField, "Cause").error == "Write the cause."
            assert nothing_recorded(app, Diagnosed)

    play(story)


def test_another_day_asks_why_so_that_the_next_visit_can_be_prepared_p5_1() -> None:
    async def story() -> None:
        async with on_phone(PAGE, CHECKED) as app:
            await app.type("Cause", "控制板烧了")
            await app.choose("How to go on", "another_day")
            await app.tap("Save the diagnosis")
            app.see("Say why, so that the next visit can be prepared.", "控制板烧了")
            await app.type("Why, and what the next visit needs", "没带控制板")
            await app.tap("Save the diagnosis")
            assert recorded(app, Diagnosed).reason == "没带控制板"

    play(story)


def test_several_pieces_are_diagnosed_one_after_the_other() -> None:
    async def story() -> None:
        async with on_phone(PAGE, CHECKED) as app:
            await app.type("Cause", "皮带断")
            await app.tap("Save, then another piece")
            app.see("Diagnosed already", "皮带断")
            await app.tap("光幕 · 2 号客梯")
            await app.type("Cause", "撞坏")
            await app.tap("Save the diagnosis")
            assert [entry.body.cause for entry in sheet_of(app).live(Diagnosed)] == ["皮带断", "撞坏"]
            app.see("2 pieces for you to confirm")

    play(story)


def test_no_diagnosis_before_the_arrival_checks_without_a_reason_p4_2() -> None:
    async def story() -> None:
        async with on_phone(PAGE, assigned(REQUEST, *on_site(at(10))[:4])) as app:
            await app.type("Cause", "皮带断")
            await app.tap("Save the diagnosis")
            app.see("Record the arrival checks before the diagnosis.", "Special case")
            assert nothing_recorded(app, Diagnosed)
            await goes_on_with(app, "电梯困人，先救人")
            told = sheet_of(app).last(Diagnosed)
            assert told and told.by == WANG.user and told.fact.exception and told.fact.exception.rule == "P4.2"

    play(story)


def test_a_serial_the_archive_knows_names_the_piece_and_tells_its_story_p2_2() -> None:
    with_serial = assigned(REQUEST, (WANG, Diagnosed("光幕", "受潮", "on_site", "GM-0009")), on=SheetId("older-2"), number="260301-C1-01")

    async def story() -> None:
        async with on_phone(PAGE, CHECKED, with_serial) as app:
            await app.write("Serial number", "GM-0009")
            app.see("accepted 2025-03-18 · warranty to 2027-03-18 · repaired 1 time")
            await app.tap("It is: 光幕 · 2 号客梯")
            await app.type("Cause", "又受潮")
            await app.tap("Save the diagnosis")
            assert recorded(app, Diagnosed) == Diagnosed("光幕", "又受潮", "on_site", "GM-0009")

    play(story)


@pytest.mark.parametrize("propose", [True, False])
def test_a_piece_the_archive_does_not_know_is_proposed_to_it_unless_unticked_p2_2(propose: bool) -> None:
    async def story() -> None:
        async with on_phone(PAGE, CHECKED) as app:
            await app.type("Piece of equipment", "地感线圈")
            await app.write("Serial number", "XQ-77")
            if not propose:
                await tick(app, "Not in the archive")
            await app.type("Cause", "断线")
            await app.tap("Save the diagnosis")
            added = [piece.serial for piece in equipment(sheet_of(app, ARCHIVE)) if piece.name == "地感线圈"]
            assert added == (["XQ-77"] if propose else [])

    play(story)


def test_one_serial_for_two_pieces_is_refused_beside_it_and_what_was_typed_stays_p5_1() -> None:
    async def story() -> None:
        async with on_phone(PAGE, CHECKED) as app:
            await app.type("Cause", "皮带断")
            await app.tap("Save, then another piece")
            await app.type("Piece of equipment", "光幕")
            await app.type("Serial number", "DJ-0417")
            await app.type("Cause", "被撞")
            await app.tap("Save the diagnosis")
            error = app.find(ft.TextField, "Serial number").error
            assert error == "This serial number stands on the sheet already, for 电梯门机."
            assert app.find(ft.TextField, "Cause").value == "被撞"
            assert len(sheet_of(app).live(Diagnosed)) == 1

    play(story)


def test_a_diagnosis_just_saved_is_taken_back_by_one_tap_and_stands_in_the_form_again_p10_3() -> None:
    async def story() -> None:
        async with on_phone(PAGE, CHECKED) as app:
            await app.type("Cause", "皮带断")
            await app.tap("Save the diagnosis")
            app.see("Diagnosis saved.")
            await app.event(app.find(ft.SnackBar).action, "click")
            assert sheet_of(app).last(Diagnosed) is None
            assert recorded(app, Voided).reason == "Taken back at once."
            await app.arrive(PAGE)
            assert app.find(ft.TextField, "Cause").value == "皮带断"

    play(story)


def test_a_second_visit_begins_with_the_piece_the_first_left_p5_1() -> None:
    left = visit().does(Diagnosed("光幕", "受潮", "another_day", "GM-0009", "缺件")).left().agreed().departed().arrived().checked()

    async def story() -> None:
        async with on_phone(PAGE, shelf=phone_with(left)) as app:
            assert app.find(ft.TextField, "Piece of equipment").value == "光幕"
            assert app.find(ft.TextField, "Serial number").value == "GM-0009"

    play(story)
