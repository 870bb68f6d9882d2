"""出发: by bus unless there is a reason (P3.4)."""

from field_app.domain.repair.appointment import Departed, TransportChosen
from tests.cast_domain import WANG
from tests.ui.technician.scene import REQUEST, assigned, at, nothing_recorded, on_phone, play, recorded, visit

PAGE = "/case/case-1/travel"
AGREED = assigned(REQUEST, (WANG, visit(at(13, 30))))


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
        async with on_phone(PAGE, assigned()) as app:
            await app.tap("Set out: Bus")
            app.see("Agree a time with the customer first.", "Special case")
            assert nothing_recorded(app, Departed)

    play(story)
