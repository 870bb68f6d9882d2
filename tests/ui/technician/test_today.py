"""今日: the day in order of time, from the phone alone (P10.4)."""

from datetime import timedelta

import flet as ft
from attrs import evolve

from field_app.domain.facts import SheetId
from field_app.domain.repair.appointment import ContactAttempted
from field_app.domain.repair.dispatch import Analysed, Assigned
from field_app.domain.repair.intake import Cancelled
from field_app.domain.repair.register import PieceProgressed
from field_app.domain.repair.settlement import ReceiptAllotted
from field_app.ui.technician.parts.board import Board, board
from tests.cast_domain import ACCOUNTANT, CLERK, LI, SUPERVISOR, WANG
from tests.domain.cases import Case
from tests.ui.harness import running
from tests.ui.stand_ins import NOW, Clock, FakeNetwork
from tests.ui.technician.scene import (
    REQUEST,
    a_day,
    assigned,
    at,
    finished,
    on_phone,
    on_site,
    phone,
    play,
    visit,
)
from tests.ui.technician.visit_scene import phone_with
from tests.ui.technician.visit_scene import visit as begun


def places(*sheets: object) -> list[tuple[str, str]]:
    day = board(sheets, WANG.user, WANG.roles, NOW)  # type: ignore[arg-type]
    return [(str(v.sheet.id), v.place) for v in day.visits]


def test_the_day_shows_visits_in_order_of_time_whatever_order_they_came_in() -> None:
    late = assigned(REQUEST, (WANG, visit(at(15, 30))), on=SheetId("late"))
    early = assigned(REQUEST, (WANG, visit(at(10))), on=SheetId("early"))
    assert places(late, early) == [("early", "now"), ("late", "later")]


def test_the_case_worked_on_is_the_current_one_even_if_another_was_to_begin_earlier() -> None:
    missed = assigned(REQUEST, (WANG, visit(at(8, 30))), on=SheetId("missed"))
    there = assigned(REQUEST, *on_site(at(10)), on=SheetId("there"))
    assert places(missed, there) == [("missed", "later"), ("there", "now")]


def test_a_visit_of_yesterday_that_was_not_finished_stays_on_the_rail() -> None:
    assert places(assigned(REQUEST, (WANG, visit(at(10, days=-1))))) == [("case-1", "now")]


def test_what_is_reported_is_done_and_tomorrows_visit_is_below() -> None:
    done = finished(start=at(8, 30), on=SheetId("done"))
    tomorrow = assigned(REQUEST, (WANG, visit(at(9, days=1))), on=SheetId("tomorrow"))
    day = board((done, tomorrow), WANG.user, WANG.roles, NOW)
    assert [v.place for v in day.visits] == ["done"]
    assert [str(v.sheet.id) for v in day.coming] == ["tomorrow"]


def test_a_case_cancelled_meanwhile_is_shown_as_such_and_not_lost_from_the_day() -> None:
    async def story() -> None:
        async with on_phone("/today", assigned(REQUEST, (WANG, visit(at(10))), (CLERK, Cancelled("客户自己修好了")))) as app:
            app.see("Cancelled", REQUEST.customer)

    play(story)


def test_a_colleagues_case_is_no_part_of_my_day_but_one_i_go_along_to_is() -> None:
    his = assigned(REQUEST, (SUPERVISOR, Assigned(LI.user)), (LI, visit(at(10))), on=SheetId("his"))
    along = assigned(REQUEST, (SUPERVISOR, Assigned(LI.user, (WANG.user,))), (LI, visit(at(14))), on=SheetId("along"))
    assert [sheet for sheet, _place in places(his, along)] == ["along"]


def test_only_the_current_visit_has_the_big_button_worded_as_its_next_step() -> None:
    async def story() -> None:
        async with on_phone("/today", *a_day()) as app:
            app.see("Go on: Decide the warranty")
            assert sum("Next:" in text or "Go on:" in text for text in app.texts()) == 1
            await app.tap("Go on: Decide the warranty")
            assert app.page.route == "/case/case-1/warranty"

    play(story)


def test_what_was_sent_back_stands_first_with_the_supervisors_reason() -> None:
    async def story() -> None:
        async with on_phone("/today", *a_day(), language="zh") as app:
            app.see("被退回：东方印刷厂", "没写换下来的零件号，补上再报。")
            texts = app.texts()
            assert texts.index("被退回：东方印刷厂") < texts.index("10:00–11:30")

    play(story)


def test_customers_to_contact_stand_below_with_the_last_attempt_and_a_call_button_p3_3() -> None:
    async def story() -> None:
        async with on_phone("/today", *a_day(), language="zh") as app:
            app.see("待联系客户", "2 件，还没约时间", "城南物流园·UPS", "没打通", "16:00 再打", "打电话")

    play(story)


def test_chips_stand_in_a_fixed_order_warranty_urgency_time_to_leave() -> None:
    async def story() -> None:
        async with on_phone("/today", assigned(REQUEST, (WANG, visit(at(13, 30)))), language="zh") as app:
            texts = app.texts()
            assert texts.index("保修期内") < texts.index("紧急") < texts.index("13:00 前出发")

    play(story)


def test_a_warranty_that_ends_within_a_month_is_told_with_its_day() -> None:
    async def story() -> None:
        soon = evolve(REQUEST, accepted_on=REQUEST.accepted_on.replace(year=2024, month=12, day=1))  # type: ignore[union-attr]
        async with on_phone("/today", assigned(soon, (WANG, visit(at(13, 30)))), language="zh") as app:
            app.see("保修期内，12月1日到期")

    play(story)


def test_an_empty_day_says_how_cases_get_here() -> None:
    async def story() -> None:
        async with on_phone("/today") as app:
            app.see("No cases yet.", "appears here by itself")

    play(story)


def test_the_day_is_there_without_network_p10_4() -> None:
    async def story() -> None:
        network = FakeNetwork(state="offline")
        async with running(None, "/today", shelf=phone(*a_day()), network=network, language="zh") as app:
            app.see("10:00–11:30", "继续：")

    play(story)


def test_what_to_bring_names_receipts_plan_and_slips_for_the_visits_ahead() -> None:
    allotted = (ACCOUNTANT, ReceiptAllotted("0024817", "receipt"))
    ahead = assigned(REQUEST, (WANG, visit(at(13, 30))), allotted)

    async def story() -> None:
        async with on_phone("/today", ahead) as app:
            app.see("What to bring", "Receipt No. 0024817", "带皮带和控制板", REQUEST.customer)

    play(story)


def test_for_a_visit_that_is_done_nothing_is_brought() -> None:
    async def story() -> None:
        async with on_phone("/today", finished(start=at(8, 30))) as app:
            app.see_not("What to bring")

    play(story)


def test_a_reminder_whose_time_has_come_stands_first_and_says_so_p3_3() -> None:
    waiting = assigned(REQUEST, (WANG, ContactAttempted("not_reached", again_at=at(15))), on=SheetId("waiting"))
    calm, missed = (SUPERVISOR, Analysed("皮带打滑", "normal")), (WANG, ContactAttempted("not_reached", again_at=at(9)))
    due = assigned(REQUEST, calm, missed, on=SheetId("due"))
    day = board((waiting, due), WANG.user, WANG.roles, NOW)
    assert [str(sheet.id) for sheet in day.to_contact] == ["due", "waiting"]

    async def story() -> None:
        async with on_phone("/today", due) as app:
            app.see("Call again now")

    play(story)


def test_the_week_shows_seven_days_and_says_where_nothing_is_agreed() -> None:
    tomorrow = assigned(REQUEST, (WANG, visit(at(9, days=1))), on=SheetId("tomorrow"))
    later = assigned(evolve(REQUEST, customer="启航小学"), (WANG, visit(at(9, days=9))), on=SheetId("later"))

    async def story() -> None:
        async with on_phone("/today", tomorrow, later) as app:
            await app.tap("The week")
            app.see("Tue 24 Nov", "1 visit", "No visit", "Sun 29 Nov", "Later", "启航小学")
            await app.tap(REQUEST.customer)
            assert app.page.route == "/case/tomorrow"

    play(story)


def test_pulling_the_day_down_asks_the_office_once_a_pull() -> None:
    async def story() -> None:
        async with on_phone("/today", assigned(REQUEST, (WANG, visit(at(10))))) as app:
            kicks = app.network.runners[-1].kicks

            async def scrolled(kind: str, beyond: float) -> None:
                edges = {"min_scroll_extent": 0.0, "max_scroll_extent": 500.0, "viewport_dimension": 600.0, "pixels": 0.0}
                await app.event(app.find(ft.ListView), "scroll", {"event_type": kind, **edges, "overscroll": beyond})

            await scrolled("start", 0)
            await scrolled("overscroll", -30)
            assert app.network.runners[-1].kicks == kicks
            await scrolled("overscroll", -40)
            await scrolled("overscroll", -40)
            assert app.network.runners[-1].kicks == kicks + 1
            app.see("Asking the office for what is new.")

    play(story)


def test_equipment_still_in_repair_asks_nobody_to_call_until_it_is_ready_p6_2() -> None:
    away = begun().diagnosed("电梯门机", "take_back").decided("inside", "电梯门机").taken_back().left().reported()
    assert [len(found) for found in (_day(away).in_repair, _day(away).to_contact)] == [1, 0]
    ready = away.does(PieceProgressed("SN-1", "ready"), by=SUPERVISOR)
    assert [len(found) for found in (_day(ready).in_repair, _day(ready).to_contact)] == [0, 1]


def test_p6_3_equipment_promised_for_a_day_that_is_over_stands_out_and_is_counted() -> None:
    away = begun().diagnosed("电梯门机", "take_back").decided("inside", "电梯门机").taken_back().left().reported()

    async def story() -> None:
        async with running(None, "/today", shelf=phone_with(away), clock=Clock(NOW + timedelta(days=14))) as app:
            app.see_not("day over", "days over")
        async with running(None, "/today", shelf=phone_with(away), clock=Clock(NOW + timedelta(days=16))) as app:
            app.see("2 days over")
            bar = next(control for control in app.controls() if isinstance(control, ft.NavigationBar))
            assert {str(one.label): found for one in bar.destinations if (found := badge_of(one))} == {"Taken back": "1"}

    play(story)


def badge_of(one: ft.NavigationBarDestination) -> str | None:
    assert isinstance(one.icon, ft.Icon)
    return str(one.icon.badge.label) if isinstance(one.icon.badge, ft.Badge) else None


def test_a_visit_that_is_over_stands_among_the_days_as_done_though_the_case_goes_on() -> None:
    away = begun().diagnosed("电梯门机", "take_back").decided("inside", "电梯门机").taken_back().left()
    assert [(v.place, v.is_earlier) for v in _day(away).visits] == [("now", False)]
    day = _day(away.reported())
    assert [(v.place, v.is_earlier) for v in day.visits] == [("done", True)]
    assert (day.done, len(day.in_repair)) == (1, 1)
    assert board((away.reported().sheet,), WANG.user, WANG.roles, NOW + timedelta(days=1)).visits == ()

    async def story() -> None:
        async with running(None, "/today", shelf=phone_with(away.reported())) as app:
            app.see("1 visit · 1 done", "In repair with us")

    play(story)


def _day(told: Case) -> Board:
    return board((told.sheet,), WANG.user, WANG.roles, NOW)
