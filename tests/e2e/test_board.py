"""The supervisor's work schedule in a real browser: a visit moved by drag, another by keyboard (P2.4, P3.1)."""

import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Locator

from sync.demo import LI, SUPERVISOR, WANG
from tests.e2e.browser import WIDE, at_rest
from tests.e2e.conftest import Server
from tests.e2e.people import Person


def test_a_visit_is_moved_by_drag_and_by_keyboard(demo: Server, contexts: Callable[..., BrowserContext]) -> None:
    supervisor = Person(contexts(WIDE), demo.url, SUPERVISOR).sign_in()
    supervisor.go("/board")
    supervisor.sees("未排", LI.name, WANG.name)

    dragged = first_without_a_place(supervisor)
    drag(supervisor, card_of(supervisor, dragged), supervisor.page.get_by_text(LI.name).first)
    supervisor.sees(f"派给{LI.name}", "谁和客户说")
    supervisor.page.keyboard.press("Control+Enter")
    supervisor.sees(f"{dragged} 已派给{LI.name}")

    carried = first_without_a_place(supervisor)
    assert carried != dragged
    carried_by_keyboard(supervisor)
    supervisor.sees(f"派给{WANG.name}", "11:00", carried)


def first_without_a_place(supervisor: Person) -> str:
    """The number on the first card beside the schedule."""
    supervisor.sees("安排 ")
    number = re.search(r"安排 (\d{6}-[A-Z]\d-\d\d)", supervisor.reads())
    assert number
    return number[1]


def card_of(supervisor: Person, number: str) -> Locator:
    return supervisor.page.get_by_role("button", name=re.compile(f"安排 {number}")).first


def drag(supervisor: Person, what: Locator, row: Locator) -> None:
    """With the mouse, in steps as a hand does, to some hours right of the name of the row."""
    start, end = at_rest(what).bounding_box(), at_rest(row).bounding_box()
    assert start
    assert end
    mouse = supervisor.page.mouse
    mouse.move(start["x"] + 30, start["y"] + 20)
    mouse.down()
    for part in range(1, 11):
        x = start["x"] + 30 + (end["x"] + 520 - start["x"] - 30) * part / 10
        mouse.move(x, start["y"] + 20 + (end["y"] + 10 - start["y"] - 20) * part / 10)
    mouse.up()


def carried_by_keyboard(supervisor: Person) -> None:
    """Past the last hour lies what has no place yet: picked up, one row down, three hours on, dropped."""
    keyboard = supervisor.page.keyboard
    # However many hours the day has: past the last one, pressing on changes nothing.
    for _ in range(40):
        keyboard.press("ArrowRight")
    keyboard.press("Space")
    keyboard.press("ArrowDown")
    for _ in range(6):
        keyboard.press("ArrowRight")
    keyboard.press("Space")
