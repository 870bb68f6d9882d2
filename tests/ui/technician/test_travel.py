"""出发: by bus unless there is a reason (P3.4)."""

import flet as ft

from field_app.domain.repair.appointment import CarDecided, CarRequested, Departed, TransportChosen, fares_fen
from field_app.domain.repair.dispatch import Analysed
from tests.cast_domain import SUPERVISOR, WANG
from tests.ui.technician.scene import REQUEST, assigned, at, nothing_recorded, on_phone, play, recorded, sheet_of, visit

PAGE = "/case/case-1/travel"
URGENT = assigned(REQUEST, (WANG, visit(at(13, 30))))
CALM = (SUPERVISOR, Analysed("皮带打滑", "normal"))
AGREED = assigned(REQUEST, CALM, (WANG, visit(at(13, 30))))


def test_one_tap_sets_out_by_bus_p3_4() -> None:
    async def story() -> None:
        async with on_phone(PAGE, AGREED) as app:
            app.see("23 Nov 13:30–15:00", "Set out by 13:00")
            await app.tap("Set out: Bus")
            assert recorded(app, TransportChosen) == TransportChosen("bus")
            assert recorded(app, Departed) == Departed()
            app.see("Next: Arrive")

    play(story)


def test_a_taxi_asks_why_not_by_bus_and_keeps_reason_and_fare_p3_4() -> None:
    async def story() -> None:
        async with on_phone(PAGE, AGREED) as app:
            await app.choose("How you go", "taxi")
            await app.type("Fare, if known", "23.5")
            await app.tap("Set out: Taxi")
            app.see("Say why not by bus.", "23.5")
            assert nothing_recorded(app, Departed)
            await app.type("Why not by bus", "带着控制板，太重")
            await app.tap("Set out: Taxi")
            assert recorded(app, TransportChosen) == TransportChosen("taxi", "带着控制板，太重", 2350)

    play(story)


def test_a_fare_that_is_no_amount_is_said_beside_it_and_nobody_has_left() -> None:
    async def story() -> None:
        async with on_phone(PAGE, AGREED) as app:
            await app.type("Fare, if known", "两块")
            await app.tap("Set out: Bus")
            app.see("Write an amount in yuan, like 440 or 440.50.", "两块")
            assert nothing_recorded(app, Departed)

    play(story)


def test_setting_out_without_an_agreed_visit_needs_a_reason_p3_1() -> None:
    async def story() -> None:
        async with on_phone(PAGE, assigned(REQUEST, CALM)) as app:
            await app.tap("Set out: Bus")
            app.see("Agree a time with the customer first.", "Special case")
            assert nothing_recorded(app, Departed)

    play(story)


def test_an_urgent_case_is_proposed_a_taxi_with_the_reason_written_already_p3_4() -> None:
    async def story() -> None:
        async with on_phone(PAGE, URGENT) as app:
            app.see("Proposed: The case is urgent.")
            await app.tap("Set out: Taxi")
            assert recorded(app, TransportChosen) == TransportChosen("taxi", "The case is urgent.")

    play(story)


def test_a_company_car_is_asked_for_and_the_waiting_shown_p3_4() -> None:
    async def story() -> None:
        async with on_phone(PAGE, AGREED) as app:
            await app.choose("How you go", "company_car")
            await app.tap("Ask for the car")
            app.see("Say what the car is needed for.")
            await app.type("What the car is needed for", "带 40 公斤电池")
            await app.tap("Ask for the car")
            assert recorded(app, CarRequested) == CarRequested("带 40 公斤电池")
            app.see("带 40 公斤电池. The supervisor decides.")
            await app.type("Why not by bus", "电池重")
            await app.tap("Set out: Company car")
            app.see("The supervisor hasn't given you a company car yet.")
            assert nothing_recorded(app, Departed)

    play(story)


def test_the_supervisors_answer_stands_where_the_car_was_asked_for_p3_4() -> None:
    asked = (WANG, CarRequested("带电池"))
    no = assigned(REQUEST, CALM, (WANG, visit(at(13, 30))), asked, (SUPERVISOR, CarDecided(False, "车都出去了，打车吧")))
    yes = assigned(REQUEST, CALM, (WANG, visit(at(13, 30))), asked, (SUPERVISOR, CarDecided(True)))

    async def story() -> None:
        async with on_phone(PAGE, no) as app:
            await app.choose("How you go", "company_car")
            app.see("No company car this time", "车都出去了，打车吧")
        async with on_phone(PAGE, yes) as app:
            app.see("You have the company car")
            await app.tap("Set out: Company car")
            assert recorded(app, TransportChosen).mode == "company_car"

    play(story)


def test_a_fare_known_only_afterwards_is_added_and_counts_once_p3_4() -> None:
    under_way = assigned(REQUEST, CALM, (WANG, visit(at(13, 30))), (WANG, TransportChosen("taxi", "赶时间", 2000)), (WANG, Departed()))

    async def story() -> None:
        async with on_phone(PAGE, under_way) as app:
            assert app.find(ft.TextField, "Fare").value == "20.00"
            await app.type("Fare, if known", "23.5")
            await app.tap("Save way and fare")
            assert fares_fen(sheet_of(app)) == 2350
            assert len(sheet_of(app).live(Departed)) == 1

    play(story)
