"""Pages for trying the shell itself: a form with a signature, a page that fails, a handler that fails."""

from __future__ import annotations

from datetime import date
from typing import Any

import flet as ft

from field_app.domain.errors import RuleBroken, Words, say
from field_app.domain.facts import SheetId
from field_app.domain.photo import PhotoAdded
from field_app.domain.repair import dispatch, intake
from field_app.ui import routes
from field_app.ui.components import (
    Body,
    DateInput,
    DeskPage,
    Faces,
    MoneyInput,
    Option,
    PhonePage,
    PhotoStrip,
    Pick,
    Primary,
    RadioCards,
    Refusal,
    Segments,
    Stepper,
    TextInput,
    TimeWindowInput,
    YesNo,
    component,
    screen,
)
from field_app.ui.components.signature import SignaturePad
from field_app.ui.components.timeline import Progress, Step, StepRow
from field_app.ui.components.warranty import WarrantyBar
from field_app.ui.hooks import use_attempt, use_form, use_services
from field_app.ui.hooks.photos import photos_of
from field_app.ui.routes import Nav, Page

SHEET = SheetId("s1")
ROOM = "tests.ui.gallery"
FIELDS: dict[str, Any] = {
    "text": "",
    "way": "cash",
    "amount": "",
    "check": None,
    "day": None,
    "window": None,
    "part": None,
    "days": 0,
    "face": None,
    "signature": None,
}


@screen
def FormScreen() -> ft.View:
    form = use_form("gallery", FIELDS)

    def save() -> None:
        form.submit(lambda: (form.money("amount"), dispatch.NoteAdded(form.text("text")))[1:], on=SHEET, then=form.reset)

    return PhonePage(
        "A form",
        TextInput("What happened", form.field("text"), lines=2),
        RadioCards("How paid", form.field("way"), [Option("cash", "In cash"), Option("later", "Not today")], inside=Body("inside")),
        MoneyInput("Received", form.field("amount")),
        YesNo("Shoe covers on", form.field("check")),
        DateInput("Promised", form.field("day")),
        TimeWindowInput("When", form.field("window")),
        Pick("Equipment", form.field("part"), [Option("a", "Door drive"), Option("b", "Belt")]),
        Stepper("Labour", form.field("days")),
        Faces("Content?", form.field("face"), [Option(4, "very"), Option(1, "not at all")]),
        above=Refusal(form),
        primary=Primary("Save it", save),
    )


@screen
def SignScreen() -> ft.View:
    form = use_form("gallery-sign", {"signature": None})
    return PhonePage("Sign", SignaturePad("Signature", form.field("signature")), scroll=False, primary=Primary("Done", form.reset))


@screen
def GateScreen() -> ft.View:
    attempt = use_attempt()
    return PhonePage(
        "Gate",
        above=Refusal(attempt),
        primary=Primary("Hand over", lambda: attempt.record(SHEET, intake.HandedOver())),
        number="1123-A7-01",
    )


@screen
def FailingScreen() -> ft.View:
    raise KeyError("nothing here")


@component
def FailingPart() -> ft.Control:
    raise KeyError("nothing here either")


@screen
def TroubleScreen() -> ft.View:
    services = use_services()

    def refuse() -> None:
        raise RuleBroken([_objection(say("Write the cause."))])

    def fall() -> None:
        raise KeyError("a slip")

    async def fall_later() -> None:
        raise KeyError("a later slip")

    return DeskPage(
        "Trouble",
        FailingPart(),
        Primary("Break a rule", refuse),
        Primary("Fall", fall),
        Primary("Fall later", fall_later),
        Primary("Go on", lambda: services.notices.dismiss()),
    )


@screen
def ShowScreen() -> ft.View:
    steps = [Step("done", "Arrive", when="9:56"), Step("now", "Decide the warranty"), Step("locked", "Quote", missing=("the decision",))]
    bar = WarrantyBar("In warranty", date(2025, 3, 18), date(2026, 11, 22), date(2027, 3, 18), term="24 months")
    two = Segments("Way", use_form("gallery-show", {"way": "a"}).field("way"), [Option("a", "A"), Option("b", "B")])
    return PhonePage("Shown", *map(StepRow, steps), Progress(5, 7, "answered"), bar, two)


@screen
def PhotosScreen() -> ft.View:
    form = use_form("gallery-photos", {"photos": None})

    def save() -> None:
        form.submit(lambda: [PhotoAdded(one) for one in photos_of(form["photos"])], on=SHEET, then=form.reset)

    return PhonePage("Photos", PhotoStrip(form.field("photos"), label="Condition"), above=Refusal(form), primary=Primary("Save it", save))


def _objection(said: Words) -> Any:
    from field_app.domain.errors import Objection

    return Objection("P5.1", said)


def _page(path: str, name: str, order: int) -> Page:
    nav = Nav(order, ft.Icons.STAR_OUTLINE, ft.Icons.STAR, count=lambda services: order)
    return Page(path, f"{ROOM}:{name}", say("Log"), nav=nav)


PAGES = (
    _page("form", "FormScreen", 1),
    _page("sign", "SignScreen", 2),
    _page("failing", "FailingScreen", 3),
    _page("trouble", "TroubleScreen", 4),
    _page("show", "ShowScreen", 5),
    _page("gate", "GateScreen", 6),
    Page("photos", f"{ROOM}:PhotosScreen", say("Log")),
)


def table() -> tuple[Page, ...]:
    from field_app.ui.shared.routes import ROUTES

    return (*PAGES, *ROUTES)


__all__ = ["SHEET", "routes", "table"]
