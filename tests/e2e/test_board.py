"""The supervisor's work schedule in a real browser: a visit moved by drag, another by keyboard (P2.4, P3.1)."""

import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Locator

from sync.demo import LI, SUPERVISOR, WANG
from tests.e2e.conftest import Server
from tests.e2e.people import Person

WIDE = {"viewport": {"width": 1440, "height": 900}}


def test_a_visit_is_moved_by_drag_and_by_keyboard(demo: Server, contexts: Callable[..., BrowserContext]) -> None:
    supervisor = Person(contexts(WIDE), demo.url, SUPERVISOR).sign_in()
    supervisor.go("/board")
    supervisor.sees("未排", LI.name, WANG.name)

    number = a_request_is_dragged_onto_a_row(supervisor)
    supervisor.types("疑似原因", "门机皮带松")
    supervisor.taps_on(f"派给{LI.name}")
    supervisor.sees(f"{number} 已派给{LI.name}")

    supervisor.page.keyboard.press("Escape")
    carried_by_keyboard(supervisor)
    supervisor.sees("谁和客户说")
    supervisor.taps_on("请")
    supervisor.sees("打电话")


def a_request_is_dragged_onto_a_row(supervisor: Person) -> str:
    """The first card beside the schedule, dropped on the row of 李志强; the panel that opens names both."""
    card = supervisor.page.get_by_label(re.compile("^安排 ")).first
    card.wait_for(state="attached")
    label = card.get_attribute("aria-label") or ""
    number = re.search(r"\d{6}-[A-Z]\d-\d\d", label)
    assert number, label
    row = supervisor.page.get_by_text(LI.name).first
    drag(supervisor, card, row)
    supervisor.sees(f"派给{LI.name}")
    return number[0]


def drag(supervisor: Person, what: Locator, row: Locator) -> None:
    """With the mouse, in steps as a hand does, to some hours right of the name of the row."""
    start, end = what.bounding_box(), row.bounding_box()
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
    """From the last hour on to what has no place yet: picked up, one row down, three hours on, dropped."""
    keyboard = supervisor.page.keyboard
    for _ in range(20):
        keyboard.press("ArrowRight")
    supervisor.page.wait_for_timeout(300)
    keyboard.press("Space")
    keyboard.press("ArrowDown")
    for _ in range(6):
        keyboard.press("ArrowRight")
    keyboard.press("Space")
