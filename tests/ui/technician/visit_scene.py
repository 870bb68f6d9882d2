"""王工's phone in the middle of a visit, told with the domain's cases on the scene's company rules."""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any

import flet.canvas as cv
from attrs import evolve

from field_app.domain.facts import SheetId
from field_app.domain.person import PersonAdded, RolesGiven
from field_app.domain.policy import POLICY_SHEET, Fee, PolicyApproved
from field_app.domain.repair.charges import Line, Quoted
from field_app.domain.sheets import Sheet
from field_app.store.shelf import Shelf
from tests.cast_domain import ACCOUNTANT, ADMIN, DIRECTOR
from tests.domain.cases import Case, case
from tests.ui.harness import AppUnderTest, running
from tests.ui.stand_ins import NOW
from tests.ui.technician import scene
from tests.ui.technician.scene import CASE, REQUEST, phone, said

LABOUR = Line("labour", "人工", "人天", 40_000, 50, "standard", "labour", "电梯门机")
BOARD = Line("part", "门机控制板", "块", 68_000, 100, "standard", "board", "电梯门机", "goodwill")
BELT = Fee("belt", "wear_part", "门机皮带", "条", 16_000, "Belt")
POLICY = evolve(scene.POLICY, fees=(*scene.POLICY.fees, BELT))
NAME = [(20.0, 40.0), (60.0, 42.0), (120.0, 48.0), (120.0, 120.0), (30.0, 150.0)]


def visit() -> Case:
    """On site at 海晟大厦 since half an hour, the arrival checks recorded."""
    begun = evolve(case(CASE), policy=POLICY).later(hours=-3).taken(REQUEST).handed_over().analysed("urgent").assigned()
    return begun.agreed().departed().arrived().checked()


def outside() -> Case:
    """The door operator is diagnosed and out of warranty."""
    return visit().diagnosed("电梯门机").decided("outside", "电梯门机")


def inside() -> Case:
    """The door operator is diagnosed and in warranty."""
    return visit().diagnosed("电梯门机").decided("inside", "电梯门机")


def quoted() -> Case:
    """200.00 for half a day of labour; the board is free."""
    return outside().does(Quoted((LABOUR, BOARD), POLICY.label))


def accountant() -> Sheet:
    joined = (ADMIN, PersonAdded("sun", "孙会计", "13800009999"))
    return said(joined, (ADMIN, RolesGiven(("accountant",))), on=SheetId(ACCOUNTANT.user), kind="person")


def phone_with(told: Case, *more: Sheet) -> Shelf:
    """王工's phone with this case and the rules of these tests."""
    return phone(told.sheet, policy(), *more)


def policy() -> Sheet:
    return said((DIRECTOR, PolicyApproved(POLICY)), on=POLICY_SHEET, kind="policy", at=NOW - timedelta(days=100))


def screen(page: str, told: Case, *more: Sheet, shelf: Shelf | None = None, **how: Any) -> Any:
    """`async with screen("quote", quoted()) as app`: the page of this step on the phone that has the case."""
    return running(None, f"/case/{CASE}/{page}", shelf=shelf or phone_with(told, *more), **how)


def recorded(app: AppUnderTest, body: type) -> Any:
    """What the newest fact of this type on the phone's sheet says; None when there is none."""
    sheet = app.services.sheet(CASE)
    assert sheet
    return sheet.said(body)


async def sign_by_hand(app: AppUnderTest) -> None:
    """The customer writes a name on the pad, which is as large as on a phone."""
    paper = next(control for control in app.controls() if isinstance(control, cv.Canvas) and control.on_resize)
    await app.event(paper, "resize", {"w": 358, "h": 280})
    await app.draw(NAME)


def play(story: Callable[[], Coroutine[Any, Any, None]]) -> None:
    asyncio.run(story())
