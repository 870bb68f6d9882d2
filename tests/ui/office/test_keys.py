"""Keys all the way for who sits at a desk: they go where a click goes, and letters are letters while one types."""

import asyncio
from collections.abc import Awaitable, Callable

import flet as ft

from field_app.domain.repair import intake
from field_app.domain.repair.signoff import SentBack, SignedOff
from field_app.store.shelf import Shelf
from tests.ui.harness import AppUnderTest, running
from tests.ui.office.scene import ACCOUNTANT, CLERK, DESK, SUPERVISOR, DemoPerson, desk, sheet_on, with_status

Story = Callable[[AppUnderTest], Awaitable[None]]


def at(route: str, story: Story, who: DemoPerson = SUPERVISOR) -> Shelf:
    shelf = desk(who)

    async def run() -> None:
        async with running(None, route, shelf=shelf, width=DESK[0], height=DESK[1]) as app:
            await story(app)

    asyncio.run(run())
    return shelf


async def press(app: AppUnderTest, *keys: str, **held: bool) -> None:
    for key in keys:
        pressed = {"key": key, "shift": False, "ctrl": False, "alt": False, "meta": False, **held}
        await app.page.session.dispatch_event(app.page._i, "keyboard_event", pressed)
        await app.settle()


def route_of(app: AppUnderTest) -> str:
    return app.page.route.split("?")[0]


def test_letters_lead_to_the_pages_of_ones_roles_from_anywhere() -> None:
    async def story(app: AppUnderTest) -> None:
        await press(app, "N")
        assert route_of(app) == "/call"
        await press(app, "/")
        assert route_of(app) == "/search"
        await press(app, "T")
        assert route_of(app) == "/todo"

    at("/board", story)


def test_who_takes_no_calls_has_no_key_for_them() -> None:
    async def story(app: AppUnderTest) -> None:
        await press(app, "N")
        assert route_of(app) == "/todo"
        await press(app, "?", shift=True)
        app.see("Search everything")
        app.see_not("Take a call")

    at("/todo", story, ACCOUNTANT)


def test_while_one_types_letters_are_letters_and_afterwards_keys_again() -> None:
    async def story(app: AppUnderTest) -> None:
        field = app.find(ft.TextField, "Number, customer")
        await app.event(field, "focus")
        await press(app, "N", "T", "J", "Enter", "/", "?")
        assert route_of(app) == "/sheets"
        app.see_not("These keys")
        await app.event(app.find(ft.TextField, "Number, customer"), "blur")
        await press(app, "T")
        assert route_of(app) == "/todo"

    at("/sheets", story)


def test_a_field_that_went_with_its_page_holds_the_keys_no_longer() -> None:
    async def story(app: AppUnderTest) -> None:
        await app.event(app.find(ft.TextField, "Number, customer"), "focus")
        await app.arrive("/board")
        await press(app, "T")
        assert route_of(app) == "/todo"

    at("/sheets", story)


def test_a_question_mark_shows_the_keys_and_escape_puts_them_away() -> None:
    async def story(app: AppUnderTest) -> None:
        await press(app, "?", shift=True)
        app.see("These keys", "The next, the one before", "Send a report back", "Take a call")
        await press(app, "N")
        assert route_of(app) == "/board"
        await press(app, "Escape")
        app.see_not("These keys")

    at("/board", story)


def test_the_keys_are_a_tap_away_for_who_never_heard_of_them() -> None:
    async def story(app: AppUnderTest) -> None:
        await app.tap("Keys (?)")
        app.see("These keys")

    at("/todo", story, CLERK)


def test_j_and_k_go_through_a_list_and_enter_opens_the_row() -> None:
    async def story(app: AppUnderTest) -> None:
        numbers = [text.removeprefix("Open ") for text in rows(app)]
        assert chosen(app) == []
        await press(app, "J", "J", "K", "J")
        assert chosen(app) == [f"Open {numbers[1]}"]
        await press(app, "Enter")
        app.see(numbers[1])
        assert route_of(app) == f"/sheets/{id_of(app, numbers[1])}"

    at("/sheets", story)


def rows(app: AppUnderTest) -> list[str]:
    return [c.label for c in app.controls() if isinstance(c, ft.Semantics) and c.label and c.label.startswith("Open ")]


def chosen(app: AppUnderTest) -> list[str]:
    return [c.label or "" for c in app.controls() if isinstance(c, ft.Semantics) and c.selected and (c.label or "").startswith("Open ")]


def id_of(app: AppUnderTest, number: str) -> str:
    return next(sheet.id for sheet in app.services.store.sheets("repair") if intake.number(sheet) == number)


def test_escape_leads_from_a_sheet_back_to_the_list() -> None:
    async def story(app: AppUnderTest) -> None:
        await press(app, "Escape")
        assert route_of(app) == "/sheets"

    at(f"/sheets/{with_status('closed').id}", story)


def test_what_waits_for_me_is_gone_through_by_keys_and_a_number_picks_the_queue() -> None:
    async def story(app: AppUnderTest) -> None:
        before = rows(app)
        await press(app, "2")
        assert 0 < len(rows(app)) < len(before)
        await press(app, "J", "Enter")
        assert route_of(app).startswith("/signoff/")

    at("/todo", story)


def test_in_a_queue_the_case_beside_it_changes_with_the_key() -> None:
    async def story(app: AppUnderTest) -> None:
        first = chosen(app)
        await press(app, "J")
        assert chosen(app) != first
        await press(app, "K")
        assert chosen(app) == first

    at("/assign", story)


def test_p7_3_ctrl_enter_in_the_dialog_that_sends_back_sends_back_and_never_signs_off() -> None:
    sheet = with_status("to_sign_off")

    async def story(app: AppUnderTest) -> None:
        await press(app, "R")
        await press(app, "Enter", ctrl=True)
        app.see("Write why, then go on.")
        await app.write("What is to be done", "补一张铭牌照片")
        await press(app, "Enter", ctrl=True)

    found = sheet_on(at(f"/signoff/{sheet.id}", story), sheet.id)
    assert found.said(SentBack) == SentBack("补一张铭牌照片")
    assert found.said(SignedOff) is None


def test_the_row_the_keys_are_on_stays_in_sight() -> None:
    async def story(app: AppUnderTest) -> None:
        await press(app, *["J"] * 8)
        asked = [args for name, args in app.connection.calls if name == "scroll_to"]
        assert asked[0]["scroll_key"] is None
        assert str(asked[-1]["scroll_key"]) in {str(sheet.id) for sheet in app.services.store.sheets("repair")}

    at("/sheets?status=all", story)


def test_any_table_of_the_office_is_gone_through_by_keys() -> None:
    async def story(app: AppUnderTest) -> None:
        await press(app, "J", "Enter")
        assert app.page.route.startswith("/archive/")

    at("/archive", story, CLERK)
