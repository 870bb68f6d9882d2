"""The work schedule: what stands on it, moved by drag and by keyboard, and the honest facts a move becomes (P2.4, P3.1, P3.2)."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import flet as ft
import pytest

from field_app.domain.days import day_of
from field_app.domain.facts import SheetId, UserId
from field_app.domain.money import parse_yuan
from field_app.domain.person import PersonAdded, RolesGiven
from field_app.domain.repair import appointment, dispatch, intake, signoff
from field_app.domain.repair.appointment import CarDecided, CarRequested, Departed, VisitAgreed
from field_app.domain.repair.dispatch import Analysed, Assigned, NoteAdded
from field_app.domain.sheets import Sheet, new_sheet
from field_app.store.shelf import Shelf
from field_app.ui.office.moving import Move, first
from sync.demo import LI, WANG
from tests.ui.harness import AppUnderTest, running
from tests.ui.office.scene import DESK, PHONE, SUPERVISOR, arrive, desk, more, sheet_on, told, with_status
from tests.ui.stand_ins import NOW


def at(route: str, story: Callable[[AppUnderTest], Awaitable[None]], *changed: Sheet, size: tuple[int, int] = DESK) -> Shelf:
    shelf = desk(SUPERVISOR, *changed)

    async def run() -> None:
        async with running(None, route, shelf=shelf, width=size[0], height=size[1]) as app:
            await story(app)

    asyncio.run(run())
    return shelf


def agreed_today(who: str = WANG.id, hour: float = 4, sheet: Sheet | None = None) -> Sheet:
    """A case of this technician with a window of an hour, some hours from now."""
    plain = sheet or with_status("to_assign")
    start = NOW.replace(minute=0) + timedelta(hours=hour)
    given = more(plain, SUPERVISOR.id, Analysed("皮带松", "normal"), Assigned(who))
    return more(given, who, VisitAgreed(start, start + timedelta(hours=1), warranty_told=True))


def two_to_assign() -> tuple[Sheet, Sheet]:
    first, second, *_rest = [s for s in told().values() if s.kind == "repair" and signoff.status(s) == "to_assign"]
    return first, second


async def drop(app: AppUnderTest, sheet: Sheet, row: int, left: float) -> None:
    """Drag this sheet onto the row of a person, counted from the top, at this distance from its left."""
    await let_go(app, await lift(app, sheet), row, left)


async def lift(app: AppUnderTest, sheet: Sheet) -> int:
    """Begin to drag. Returns which control is in the hand."""
    dragged = next(c for c in app.controls() if isinstance(c, ft.Draggable) and c.data == sheet.id)
    await app.event(dragged, "drag_start")
    return dragged._i


async def let_go(app: AppUnderTest, dragged: int, row: int, left: float) -> None:
    target = rows(app)[row]
    here: Any = {"x": left, "y": 10}
    await app.page.session.dispatch_event(target._i, "accept", {"src_id": dragged, "l": here, "g": here})
    await app.settle()


def rows(app: AppUnderTest) -> list[ft.DragTarget]:
    """The rows of people that are drawn."""
    return [c for c in app.controls() if isinstance(c, ft.DragTarget)]


async def press(app: AppUnderTest, *keys: str) -> None:
    for key in keys:
        pressed = {"key": key, "shift": False, "ctrl": False, "alt": False, "meta": False}
        await app.page.session.dispatch_event(app.page._i, "keyboard_event", pressed)
        await app.settle()


def test_p3_2_an_agreed_visit_stands_in_the_row_of_its_technician() -> None:
    visit = agreed_today()

    async def story(app: AppUnderTest) -> None:
        app.see("王建军", "李志强", f"王建军, 13:00–14:00, {intake.request(visit).customer}")

    at("/board", story, visit)


def test_p3_2_two_visits_at_once_are_said_to_clash() -> None:
    first, second = two_to_assign()

    async def story(app: AppUnderTest) -> None:
        app.see("1 clash", "clash, 30 min")

    at("/board?day=2026-11-25", story, agreed_today(hour=52, sheet=first), agreed_today(hour=52.5, sheet=second))


def test_p3_2_too_little_time_for_the_way_is_said() -> None:
    first, second = two_to_assign()

    async def story(app: AppUnderTest) -> None:
        app.see("1 way too short")
        app.see_not("clash,")

    at("/board?day=2026-11-25", story, agreed_today(hour=52, sheet=first), agreed_today(hour=53.25, sheet=second))


def test_p2_4_a_visit_dragged_to_a_colleague_keeps_its_time_and_is_reassigned() -> None:
    visit = agreed_today()

    async def story(app: AppUnderTest) -> None:
        await drop(app, visit, 0, hour_left(app, 13))
        app.see("Now: 王建军, today 13:00–14:00", "The agreed time stays")
        await app.type("Why it moves to someone else", "王工病了")
        await app.tap("Assign to 李志强")
        app.see("李志强, 13:00–14:00")

    sheet = sheet_on(at("/board", story, visit), visit.id)
    assigned = sheet.entries[-1].body
    assert (assigned.technician, assigned.reason) == (LI.id, "王工病了")
    assert len(sheet.entries) == len(visit.entries) + 1


def hour_left(app: AppUnderTest, hour: int) -> float:
    """How far from the left of a row this hour begins."""
    return track_width(app) / 10 * (hour - 8)


def day_left(app: AppUnderTest, place: int) -> float:
    """How far from the left of a row of seven days this one begins, and a little on."""
    return track_width(app) / 7 * place + 5


def track_width(app: AppUnderTest) -> float:
    track = rows(app)[0].content
    assert isinstance(track, ft.Stack)
    assert isinstance(track.width, (int, float))
    return float(track.width)


def test_p3_1_a_visit_dragged_to_another_hour_stays_until_somebody_has_called_the_customer() -> None:
    visit = agreed_today()
    before = appointment.agreed(visit)

    async def story(app: AppUnderTest) -> None:
        await drop(app, visit, 1, hour_left(app, 15))
        app.see("Who calls the customer", "王建军 will call", "15:00")
        await app.tap("Ask 王建军 to call")
        app.see("王建军, 13:00–14:00")

    sheet = sheet_on(at("/board", story, visit), visit.id)
    asked = sheet.entries[-1].body
    assert isinstance(asked, NoteAdded)
    assert "23 Nov 15:00–16:00" in asked.text
    now = appointment.agreed(sheet)
    assert now
    assert before
    assert now.body == before.body


def test_what_is_lifted_is_what_is_dropped_whatever_comes_into_its_row_meanwhile() -> None:
    first, second = two_to_assign()
    visit = agreed_today(sheet=first)

    async def story(app: AppUnderTest) -> None:
        in_hand = await lift(app, visit)
        arrive(app.services.store, agreed_today(hour=2, sheet=second))
        await app.settle()
        app.see("王建军, 11:00–12:00")
        await let_go(app, in_hand, 0, hour_left(app, 13))
        app.see("Now: 王建军, today 13:00–14:00", "Assign to 李志强")

    at("/board", story, visit)


def test_of_two_hundred_technicians_those_in_sight_are_drawn_and_the_others_when_they_come_into_it() -> None:
    crowd = [a_technician(n) for n in range(200)]

    async def story(app: AppUnderTest) -> None:
        assert len(rows(app)) < 30
        app.see("维修000")
        app.see_not("维修150")
        column = next(c for c in app.controls() if isinstance(c, ft.Column) and c.on_scroll)
        edges = {"min_scroll_extent": 0.0, "max_scroll_extent": 12_400.0, "viewport_dimension": 600.0, "scroll_delta": 62.0}
        await app.event(column, "scroll", {"event_type": "update", "pixels": 62.0 * 150, **edges})
        assert len(rows(app)) < 30
        app.see("维修150")

    at("/board", story, *crowd)


def test_of_a_large_crew_the_first_page_shows_who_is_somewhere_and_leads_on_to_the_schedule() -> None:
    crowd = [a_technician(n) for n in range(200)]
    out = more(agreed_today(hour=-1), WANG.id, Departed())

    async def story(app: AppUnderTest) -> None:
        app.see("on the way", WANG.name, "177 more")
        app.see_not("维修150")
        await app.tap("To the schedule")
        assert app.page.route == "/board"

    at("/todo", story, out, *crowd)


def a_technician(n: int) -> Sheet:
    plain = new_sheet(SheetId(f"crowd-{n:03d}"), "person")
    return more(plain, SUPERVISOR.id, PersonAdded(f"crowd{n}", f"维修{n:03d}", district="滨江"), RolesGiven(("technician",)))


def test_p3_1_who_has_called_records_the_new_window_with_what_was_told() -> None:
    visit = agreed_today()

    async def story(app: AppUnderTest) -> None:
        await drop(app, visit, 1, hour_left(app, 15))
        await app.choose("Who calls the customer", "called")
        await app.tap("Agree this time")
        app.see("Tell the customer whether the equipment is in warranty.")
        told_it = app.find(ft.Checkbox, "")
        await app.event(told_it, "change", True, value=True)
        await app.tap("Agree this time")
        app.see("王建军, 15:00–16:00")

    now = appointment.agreed(sheet_on(at("/board", story, visit), visit.id))
    assert now
    assert (now.by, now.body.starts_at.hour, now.body.warranty_told) == (SUPERVISOR.id, 15, True)


@pytest.mark.parametrize("fen", [0, 1, 44_000, 12_345_67, 100_000_000])
def test_p3_1_a_moved_visit_keeps_the_amount_the_customer_was_told_to_the_fen(fen: int) -> None:
    start = NOW + timedelta(hours=4)
    visit = VisitAgreed(start, start + timedelta(hours=1), warranty_told=True, charges_expected=True, expected_fen=fen)
    sheet = more(agreed_today(), WANG.id, visit)
    told = first(Move(sheet.id, UserId(LI.id), day_of(NOW), 15 * 60), sheet)["expected_fen"]
    assert parse_yuan(told) == fen


def test_p3_2_what_the_move_would_clash_with_is_shown_before_it_is_saved() -> None:
    first, second = two_to_assign()
    visit, other = agreed_today(sheet=first), agreed_today(LI.id, hour=4.5, sheet=second)

    async def story(app: AppUnderTest) -> None:
        await drop(app, visit, 0, hour_left(app, 13))
        app.see("Clashes for 30 minutes")
        await app.tap("Leave it")
        app.see_not("Clashes for")

    shelf = at("/board", story, visit, other)
    assert sheet_on(shelf, visit.id).entries == visit.entries


def test_p2_1_a_request_dragged_onto_a_row_wants_a_cause_and_is_assigned() -> None:
    loose = next(s for s in told().values() if s.kind == "repair" and intake.was_handed_over(s) and not s.live(Analysed))

    async def story(app: AppUnderTest) -> None:
        await drop(app, loose, 1, hour_left(app, 10))
        await app.tap("Assign to 王建军")
        app.see("Write the suspected cause")
        await app.type("Suspected cause", "皮带松")
        await app.tap("Assign to 王建军")

    sheet = sheet_on(at("/board", story, loose), loose.id)
    assert [type(entry.body) for entry in sheet.entries[-3:]] == [Analysed, Assigned, NoteAdded]
    assert dispatch.assigned_to(sheet) == WANG.id
    assert appointment.agreed(sheet) is None


def test_the_keyboard_carries_a_visit_as_the_mouse_drags_it() -> None:
    visit = agreed_today()

    async def story(app: AppUnderTest) -> None:
        await press(app, "Arrow Down", *["Arrow Right"] * 10, " ", "Arrow Up", "Arrow Right", "Arrow Right", " ")
        app.see("Assign to 李志强", "14:00")
        await press(app, "Escape")
        app.see_not("Assign to 李志强")

    assert sheet_on(at("/board", story, visit), visit.id).entries == visit.entries


def test_escape_puts_back_what_the_keyboard_carries() -> None:
    visit = agreed_today()

    async def story(app: AppUnderTest) -> None:
        await press(app, "Arrow Down", *["Arrow Right"] * 10, " ", "Escape", "Arrow Up", " ")
        app.see_not("Assign to")

    at("/board", story, visit)


def test_past_the_last_hour_the_keyboard_reaches_what_has_no_place() -> None:
    async def story(app: AppUnderTest) -> None:
        await press(app, *["Arrow Right"] * 20, " ", "Arrow Down", " ")
        app.see("Assign to 王建军")

    at("/board", story)


def test_p3_4_a_company_car_is_given_in_place() -> None:
    asking = more(agreed_today(), WANG.id, CarRequested("UPS 主机 38 公斤"))

    async def story(app: AppUnderTest) -> None:
        app.see("Company cars asked for", "UPS 主机 38 公斤")
        await app.tap("Give the car")
        app.see_not("Company cars asked for")

    decided = sheet_on(at("/board", story, asking), asking.id).said(CarDecided)
    assert decided == CarDecided(True)


def test_p3_4_who_gives_no_car_says_how_to_go_instead() -> None:
    asking = more(agreed_today(), WANG.id, CarRequested("下雨"))

    async def story(app: AppUnderTest) -> None:
        await app.tap("Go another way")
        await app.write("Why, and how to go instead", "打车去")
        await app.tap("No car")

    assert sheet_on(at("/board", story, asking), asking.id).said(CarDecided) == CarDecided(False, "打车去")


def test_what_a_colleague_changes_appears_without_touching_what_is_typed() -> None:
    first, second = two_to_assign()
    visit = agreed_today(sheet=first)

    async def story(app: AppUnderTest) -> None:
        await drop(app, visit, 0, hour_left(app, 13))
        await app.write("Why it moves to someone else", "王工病")
        arrive(app.services.store, agreed_today(LI.id, hour=6, sheet=second))
        await app.settle()
        app.see("李志强, 15:00–16:00")
        assert app.find(ft.TextField, "Why it moves to someone else").value == "王工病"

    at("/board", story, visit)


def test_the_days_shown_stand_in_the_address() -> None:
    async def story(app: AppUnderTest) -> None:
        await app.choose("How many days", "week")
        assert "view=week" in app.page.route
        app.see("23 Nov–29 Nov", "Planned hours")

    at("/board", story)


def test_a_visit_dragged_to_another_day_keeps_its_hour() -> None:
    visit = agreed_today()

    async def story(app: AppUnderTest) -> None:
        await drop(app, visit, 1, day_left(app, 3))
        app.see("13:00", "Who calls the customer")
        await app.tap("Ask 王建军 to call")

    asked = sheet_on(at("/board?view=week", story, visit), visit.id).entries[-1].body
    assert "26 Nov 13:00–14:00" in asked.text


def test_on_a_phone_a_visit_is_tapped_and_moved_in_a_form() -> None:
    visit = agreed_today()

    async def story(app: AppUnderTest) -> None:
        await app.tap(f"王建军, 13:00–14:00, {intake.request(visit).customer}")
        await app.choose("Technician", LI.id)
        await app.tap("Assign to 李志强")

    assert dispatch.assigned_to(sheet_on(at("/board", story, visit, size=PHONE), visit.id)) == LI.id


def test_an_address_nobody_can_mean_is_todays() -> None:
    async def story(app: AppUnderTest) -> None:
        app.see("23 Nov")

    at("/board?day=gestern&view=year", story)
