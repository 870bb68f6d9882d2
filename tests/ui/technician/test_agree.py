"""约定上门: a time that fits, the warranty told, the charges told (P3.1 to P3.3)."""

from datetime import date

import flet as ft
from attrs import evolve

from field_app.domain.archive import DirectionsNoted
from field_app.domain.facts import SheetId
from field_app.domain.repair.appointment import ContactAttempted, VisitAgreed
from field_app.domain.repair.charges import Quoted
from field_app.domain.repair.dispatch import NoteAdded
from field_app.domain.repair.intake import request
from field_app.domain.repair.warranty import WarrantyDecided
from tests.cast_domain import WANG
from tests.ui.harness import running
from tests.ui.stand_ins import Clock
from tests.ui.technician.scene import (
    ARCHIVE,
    CASE,
    REQUEST,
    assigned,
    at,
    goes_on_with,
    nothing_recorded,
    on_phone,
    play,
    recorded,
    sheet_of,
    tick,
    visit,
)
from tests.ui.technician.visit_scene import BOARD, LABOUR, phone_with
from tests.ui.technician.visit_scene import POLICY as CHARGED
from tests.ui.technician.visit_scene import visit as visit_begun

PAGE = "/case/case-1/agree"
IN_WARRANTY = (date(2025, 3, 18), 24)
OUT_OF_WARRANTY = evolve(REQUEST, accepted_on=REQUEST.accepted_on.replace(year=2023))  # type: ignore[union-attr]


def test_in_warranty_two_taps_agree_the_visit_in_the_next_window_that_can_be_reached() -> None:
    async def story() -> None:
        async with on_phone(PAGE, assigned()) as app:
            await tick(app, "Told: in warranty until 2027-03-18")
            await app.tap("Save the appointment")
            assert recorded(app, VisitAgreed) == VisitAgreed(at(13, 30), at(15), warranty_told=True)
            app.see("Next: Set out")

    play(story)


def test_the_warranty_untold_is_refused_beside_its_box_and_possible_with_a_reason_p3_1() -> None:
    async def story() -> None:
        async with on_phone(PAGE, assigned()) as app:
            await app.tap("Save the appointment")
            app.see("Tell the customer whether the equipment is in warranty.")
            assert nothing_recorded(app, VisitAgreed)
            await goes_on_with(app, "是物业值班接的")
            agreed = sheet_of(app).last(VisitAgreed)
            assert agreed and agreed.fact.exception and agreed.fact.exception.reason == "是物业值班接的"

    play(story)


def test_out_of_warranty_the_figures_of_the_fee_standard_are_shown_and_added_up_by_taps_p3_1() -> None:
    async def story() -> None:
        async with on_phone(PAGE, assigned(OUT_OF_WARRANTY), language="zh") as app:
            app.see("人工", "¥400.00/人天", "市内交通", "¥30.00/次")
            await app.tap("人工")
            await app.tap("市内交通")
            await tick(app, "过保")
            await app.tap("保存约定")
            agreed = recorded(app, VisitAgreed)
            assert (agreed.charges_expected, agreed.expected_fen) == (True, 43_000)

    play(story)


def test_p3_1_out_of_warranty_nobody_leaves_the_charges_untold_without_a_reason() -> None:
    async def story() -> None:
        async with on_phone(PAGE, assigned(OUT_OF_WARRANTY)) as app:
            await tick(app, "Told: out of warranty")
            await tick(app, "Charges are to be expected")
            await app.tap("Save the appointment")
            app.see("By its dates this is out of warranty: tell the customer what it will cost.")
            assert nothing_recorded(app, VisitAgreed)
            await goes_on_with(app, "客户签了全保协议")
            agreed = sheet_of(app).last(VisitAgreed)
            assert agreed and agreed.fact.exception and agreed.fact.exception.rule == "P3.1"

    play(story)


def test_charges_expected_without_a_figure_are_refused_beside_the_amount_p3_1() -> None:
    async def story() -> None:
        async with on_phone(PAGE, assigned(OUT_OF_WARRANTY)) as app:
            await tick(app, "Told: out of warranty")
            await app.tap("Save the appointment")
            app.see("Tell the customer what it will cost, from the fee standard.")
            assert nothing_recorded(app, VisitAgreed)

    play(story)


def test_an_amount_that_is_none_is_said_beside_its_field_and_stays_there() -> None:
    async def story() -> None:
        async with on_phone(PAGE, assigned(OUT_OF_WARRANTY)) as app:
            await tick(app, "Told: out of warranty")
            await app.type("Expected amount told", "四百")
            await app.tap("Save the appointment")
            app.see("Write an amount in yuan, like 440 or 440.50.", "四百")
            assert nothing_recorded(app, VisitAgreed)

    play(story)


def test_a_time_in_the_past_is_refused_beside_the_time_p3_1() -> None:
    async def story() -> None:
        async with on_phone(PAGE, assigned()) as app:
            await tick(app, "Told: in warranty")
            await app.tap("8:30–10:00")
            await app.tap("Save the appointment")
            app.see("The visit can't begin in the past. Choose a later time.")
            assert nothing_recorded(app, VisitAgreed)

    play(story)


def test_a_clash_with_another_visit_counting_the_way_is_shown_before_saving_p3_2() -> None:
    async def story() -> None:
        other = assigned(evolve(REQUEST, customer="启航小学"), (WANG, visit(at(15, 15))), on=SheetId("other"))
        async with on_phone(PAGE, assigned(), other) as app:
            app.see_not("Clashes with another visit")
            await app.tap("Today")
            await app.tap("13:30–15:00")
            app.see("Clashes with another visit", "15:15–16:45 启航小学")
            await app.tap("10:00–11:30")
            app.see_not("Clashes with another visit")

    play(story)


def test_not_reached_is_recorded_with_a_reminder_and_no_visit_p3_3() -> None:
    async def story() -> None:
        async with on_phone(PAGE, assigned()) as app:
            await app.choose("The call", "missed")
            await app.choose("Why not", "postponed")
            await app.type("What was said", "下周再说")
            await app.tap("Save and remind me")
            assert recorded(app, ContactAttempted) == ContactAttempted("postponed", "下周再说", at(9, days=1))
            assert nothing_recorded(app, VisitAgreed)
            app.see("Next: Agree the visit")

    play(story)


def test_a_wrong_number_is_recorded_with_the_right_one_where_somebody_knew_it() -> None:
    async def story() -> None:
        async with on_phone(PAGE, assigned()) as app:
            await app.choose("The call", "missed")
            await app.choose("Why not", "wrong_number")
            await app.type("The right number, if you know it", "12345")
            await app.tap("Save and remind me")
            app.see("This is no phone number.")
            assert nothing_recorded(app, ContactAttempted)
            await app.type("The right number, if you know it", "13922223333")
            await app.tap("Save and remind me")
            assert recorded(app, ContactAttempted).outcome == "wrong_number"
            assert request(sheet_of(app)).phone == "13922223333"

    play(story)


def test_a_reminder_in_the_past_is_refused_beside_its_time_p3_3() -> None:
    async def story() -> None:
        async with on_phone(PAGE, assigned()) as app:
            await app.choose("The call", "missed")
            await app.tap("Today")
            await app.tap("Save and remind me")
            app.see("The reminder must be later than now.")
            assert nothing_recorded(app, ContactAttempted)

    play(story)


def test_directions_given_on_the_phone_are_kept_for_the_next_visit_p3_5() -> None:
    async def story() -> None:
        async with on_phone(PAGE, assigned()) as app:
            await tick(app, "Told: in warranty")
            await app.type("Way there, for the next visit too", "走东门，找保安拿卡")
            await app.tap("Save the appointment")
            assert recorded(app, DirectionsNoted, ARCHIVE).text == "走东门，找保安拿卡"
            app.see("Way there: 走东门，找保安拿卡")

    play(story)


def test_directions_to_a_project_without_a_record_stand_on_the_case_p3_5() -> None:
    async def story() -> None:
        async with on_phone(PAGE, assigned(evolve(REQUEST, archive=""))) as app:
            await tick(app, "Told: in warranty")
            await app.type("Way there, for the next visit too", "走东门，找保安拿卡")
            await app.tap("Save the appointment")
            app.see("Way there: 走东门，找保安拿卡")
            assert recorded(app, NoteAdded).text == "Way there: 走东门，找保安拿卡"

    play(story)


def test_a_visit_agreed_before_stands_in_the_form_when_it_is_moved() -> None:
    async def story() -> None:
        async with on_phone(PAGE, assigned(REQUEST, (WANG, visit(at(10, days=1))))) as app:
            await tick(app, "Told: in warranty")
            await app.tap("15:30–17:00")
            await app.tap("Save the appointment")
            moved = recorded(app, VisitAgreed, CASE)
            assert (moved.starts_at, moved.ends_at) == (at(15, 30, days=1), at(17, days=1))

    play(story)


def test_every_try_before_stands_below_newest_first_p3_3() -> None:
    missed, put_off = ContactAttempted("not_reached", "响铃没人接", at(15)), ContactAttempted("postponed", "下周再说", at(9, days=3))

    async def story() -> None:
        async with on_phone(PAGE, assigned(REQUEST, (WANG, missed), (WANG, put_off))) as app:
            app.see("Tried before", "2 times", "响铃没人接")
            texts = app.texts()
            assert texts.index("下周再说") < texts.index("响铃没人接")

    play(story)


def test_before_another_visit_the_customer_is_told_what_was_decided_and_quoted_on_site_p3_1() -> None:
    found = visit_begun().diagnosed("电梯门机").does(WarrantyDecided("电梯门机", "excluded", *IN_WARRANTY, "使用不当", "被推车撞过"))
    quote = found.does(Quoted((LABOUR, evolve(BOARD, free="")), CHARGED.label)).consented()
    again = quote.worked("unfinished").signed().left()

    async def story() -> None:
        async with running(None, PAGE, shelf=phone_with(again), clock=Clock(again.now)) as app:
            app.see_not("in warranty", "repair is free")
            await tick(app, "Told: charged, as decided on site")
            assert app.find(ft.TextField, "Expected amount told").value == "880.00"
            await app.tap("Tomorrow")
            await app.tap("Save the appointment")
            agreed = recorded(app, VisitAgreed)
            assert (agreed.charges_expected, agreed.expected_fen) == (True, 88_000)

    play(story)
