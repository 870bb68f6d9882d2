"""Every screen of the technician, at every stage of a visit, in both languages, with the text up to twice as large: everything on it has
a name, is drawn, and fits on a phone.
"""

import flet as ft
import pytest

from field_app.domain.repair.charges import ReplacementAdvised
from field_app.store.shelf import Shelf
from tests.domain.cases import Case
from tests.ui.harness import AppUnderTest, inside, running, topmost
from tests.ui.measuring import too_wide
from tests.ui.reading import colourless, doubled, unbounded, unnamed
from tests.ui.technician.scene import CASE, a_day, phone
from tests.ui.technician.visit_scene import inside as in_warranty
from tests.ui.technician.visit_scene import outside, phone_with, play, quoted, visit

SIZES = [("en", 1.0), ("zh", 1.3), ("en", 1.3), ("zh", 2.0), ("en", 2.0)]
PHONE = 390
ALWAYS = ("", "/archive", "/note", "/papers", "/photo", "/from-paper", "/agree", "/travel", "/check", "/diagnose", "/report")


def _to_pay() -> Case:
    return quoted().allotted().consented().worked().signed()


def _taken() -> Case:
    return visit().diagnosed("电梯门机", "take_back").decided("outside", "电梯门机").taken_back()


STAGES = {
    "on site": (visit, ALWAYS),
    "in warranty": (in_warranty, ("", "/warranty", "/work", "/replace", "/diagnose")),
    "outside": (outside, ("", "/warranty", "/quote", "/replace", "/consent")),
    "quoted": (quoted, ("", "/quote", "/consent", "/replace")),
    "bought new": (lambda: outside().does(ReplacementAdvised("电梯门机", "旧了", "replace")), ("", "/replace", "/report")),
    "worked": (lambda: in_warranty().worked(), ("", "/work", "/sign")),
    "to pay": (_to_pay, ("", "/sign", "/settle", "/quote", "/consent")),
    "taken back": (_taken, ("", "/take-back", "/return", "/report")),
}
AROUND = (
    "/today",
    "/today/week",
    "/today/search",
    "/pieces",
    "/money",
    "/money/handover",
    "/me",
    "/me/safety",
    "/me/calendar",
    "/me/log",
    "/data",
    "/tray",
)


def _can_be_read_and_drawn(app: AppUnderTest, where: str) -> None:
    app.see_not("can't be shown just now", "暂时显示不了")
    assert unnamed(app.controls()) == [], where
    assert colourless(app.controls()) == [], where
    assert unbounded(app.controls()) == [], where
    assert too_wide(topmost(app), PHONE) == [], where
    assert doubled(app.controls()) == [], where


@pytest.mark.parametrize(("language", "scale"), SIZES)
@pytest.mark.parametrize("stage", STAGES)
def test_every_page_of_a_case_can_be_read_out_and_drawn(stage: str, language: str, scale: float) -> None:
    told, pages = STAGES[stage]

    async def story() -> None:
        async with running(None, f"/case/{CASE}", shelf=_sized(phone_with(told()), scale), language=language) as app:
            for page in pages:
                await app.arrive(f"/case/{CASE}{page}")
                _can_be_read_and_drawn(app, page)

    play(story)


@pytest.mark.parametrize(("language", "scale"), SIZES)
def test_every_page_of_the_day_can_be_read_out_and_drawn(language: str, scale: float) -> None:
    async def story() -> None:
        shelf = _sized(phone(*a_day(), _to_pay().sheet, _taken().sheet), scale)
        async with running(None, "/today", shelf=shelf, language=language) as app:
            for page in AROUND:
                await app.arrive(page)
                _can_be_read_and_drawn(app, page)

    play(story)


def test_what_is_locked_can_be_chosen_by_name_in_a_special_case() -> None:
    async def story() -> None:
        async with running(None, f"/case/{CASE}", shelf=phone_with(visit())) as app:
            await app.tap("Special case")
            _can_be_read_and_drawn(app, "special")

    play(story)


def _sized(shelf: Shelf, scale: float) -> Shelf:
    shelf.keep_setting("scale", scale)
    return shelf


def test_what_has_no_name_or_cant_be_drawn_or_doesnt_fit_would_be_found() -> None:
    nameless, named = ft.IconButton(ft.Icons.ADD, on_click=print), ft.IconButton(ft.Icons.ADD, tooltip="More", on_click=print)
    assert unnamed(inside(ft.Row([nameless, named]))) == [f"IconButton {ft.Icons.ADD}"]
    greedy = ft.Container(ft.Text("two"), expand=False)
    black = ft.Text("black in the dark", style=ft.TextStyle(size=16))
    assert colourless(inside(ft.Row([black, ft.FilledButton(content=ft.Text("in the button's"))]))) == ["black in the dark"]
    assert too_wide([ft.Row([ft.Text("一二三四五六七八九十")])], 100) == ["'一二三四五六七八九十': 140 px in 100"]
    assert too_wide([ft.Row([ft.Text("一二三四五六七八九十", expand=True)])], 100) == []
    assert unbounded(inside(ft.Row([ft.Text("one"), greedy], wrap=True))) == ["Container ['two']"]
