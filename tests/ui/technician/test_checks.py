"""到场检查: the company's list, answered before anything else (P4.1, P4.2)."""

from datetime import date, timedelta

import flet as ft
import pytest
from attrs import evolve

from field_app.domain.policy import POLICY_SHEET, PolicyApproved
from field_app.domain.repair.arrival import Answer, ArrivalChecked
from tests.cast_domain import DIRECTOR, WANG
from tests.ui import harness
from tests.ui.stand_ins import NOW
from tests.ui.technician.scene import (
    POLICY,
    REQUEST,
    assigned,
    at,
    nothing_recorded,
    on_phone,
    on_site,
    phone,
    play,
    recorded,
    said,
    send_down,
)

PAGE = "/case/case-1/check"
THERE = assigned(REQUEST, *on_site(at(10))[:4])


def test_all_items_of_the_companys_list_stand_there_with_its_version_p9_1() -> None:
    async def story() -> None:
        async with on_phone(PAGE, THERE, language="zh") as app:
            app.see(*(item.text for item in POLICY.checklist), "清单 2026 年 7 月版", "/ 3 已答", "准时")

    play(story)


def test_in_english_the_companys_english_words_are_shown() -> None:
    async def story() -> None:
        async with on_phone(PAGE, THERE) as app:
            app.see("Shoe covers on before entering")
            app.see_not("进门前穿好鞋套")

    play(story)


def test_all_others_yes_answers_the_rest_in_one_tap_and_shows_each() -> None:
    async def story() -> None:
        async with on_phone(PAGE, THERE) as app:
            await app.choose("Shoe covers on", "na")
            await app.tap("All others: yes")
            app.see("1. Clean clothes, badge worn: Yes", "2. Shoe covers on before entering: Not applicable")
            await app.tap("Save the checks")
            answers = (Answer("neat", "yes"), Answer("covers", "na"), Answer("asked", "yes"))
            assert recorded(app, ArrivalChecked) == ArrivalChecked("2026 年 7 月版", answers)
            app.see("Next: Diagnose")

    play(story)


def test_the_button_says_how_many_are_left_and_where_to_go_on() -> None:
    async def story() -> None:
        async with on_phone(PAGE, THERE) as app:
            await app.choose("Clean clothes", "yes")
            await app.tap("2 items left: to item 2")
            app.see("Not answered yet: 进门前穿好鞋套")
            assert nothing_recorded(app, ArrivalChecked)

    play(story)


def test_a_no_asks_why_beside_its_note_and_is_recorded_with_it_p4_1() -> None:
    async def story() -> None:
        async with on_phone(PAGE, THERE) as app:
            await app.tap("All others: yes")
            await app.tap("2. Shoe covers on before entering: Yes")
            await app.choose("Shoe covers on", "no")
            await app.tap("1 item left: to item 2")
            assert "Say why not" in app.find(ft.TextField, "Why not?").error
            assert nothing_recorded(app, ArrivalChecked)
            await app.type("Why not?", "机房门口没有地方换")
            await app.tap("Save the checks")
            assert recorded(app, ArrivalChecked).answers[1] == Answer("covers", "no", "机房门口没有地方换")

    play(story)


def test_half_answered_checks_are_there_again_after_a_restart() -> None:
    async def story() -> None:
        async with on_phone(PAGE, THERE) as app:
            await app.choose("Clean clothes", "yes")
            await app.put_away()
            shelf = app.assembly.shelf
        async with on_phone(PAGE, shelf=shelf) as again:
            again.see("1. Clean clothes, badge worn: Yes", "2 items left")

    play(story)


def test_checks_before_arrival_are_recorded_only_with_a_reason_p4_1() -> None:
    async def story() -> None:
        async with on_phone(PAGE, assigned(REQUEST, *on_site(at(10))[:3])) as app:
            await app.tap("All others: yes")
            await app.tap("Save the checks")
            app.see("Record your arrival first.", "Special case")
            assert nothing_recorded(app, ArrivalChecked)

    play(story)


def test_a_no_stays_open_while_its_reason_is_written() -> None:
    async def story() -> None:
        async with on_phone(PAGE, THERE) as app:
            await app.choose("Clean clothes", "no")
            await app.write("Why not?", "下")
            await app.write("Why not?", "下雨")
            await app.choose("Shoe covers on", "yes")
            app.see("1. Clean clothes, badge worn: No", "2. Shoe covers on before entering: Yes")

    play(story)


def test_recorded_checks_are_read_in_the_words_of_their_own_list_p9_1() -> None:
    newer = evolve(POLICY, label="2026 年 9 月版", effective_on=date(2026, 9, 1), checklist=POLICY.checklist[:1])
    rules = said(
        (DIRECTOR, PolicyApproved(POLICY)), (DIRECTOR, PolicyApproved(newer)), on=POLICY_SHEET, kind="policy", at=NOW - timedelta(days=99)
    )
    answered = (WANG, ArrivalChecked(POLICY.label, (Answer("neat", "yes"), Answer("covers", "no", "门口没地方"))))

    async def story() -> None:
        async with on_phone(PAGE, rules, assigned(REQUEST, *on_site(at(10))[:4], answered)) as app:
            app.see("2  Shoe covers on before entering", "门口没地方", "list 2026 年 7 月版")
            await app.tap("Answer them anew")
            app.see("answered")

    play(story)


def test_p4_1_where_the_camera_refuses_the_gallery_is_offered_though_the_company_wants_it_taken_on_the_spot(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(harness.ANSWERED, "get_available_cameras", [])
    strict = evolve(POLICY, checklist=(evolve(POLICY.checklist[0], camera_only=True),))
    rules = said((DIRECTOR, PolicyApproved(strict)), on=POLICY_SHEET, kind="policy", at=NOW - timedelta(days=100))

    async def story() -> None:
        shelf = phone(THERE)
        send_down(shelf, rules)
        async with on_phone(PAGE, shelf=shelf) as app:
            await app.choose("Clean clothes", "no")
            app.see_not("From the gallery")
            await app.tap("Take a photo")
            app.see("The camera can't be used.")
            await app.tap("Close")
            app.see("From the gallery")

    play(story)
