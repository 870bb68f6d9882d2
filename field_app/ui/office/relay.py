"""Telling the clerk what a customer said: two fields, sent at once with the colleague's own name (P1.1, P1.4)."""

from __future__ import annotations

import re

import flet as ft

from field_app.domain.errors import say
from field_app.domain.repair import intake, signoff
from field_app.domain.repair.intake import Request, RequestTaken
from field_app.domain.sheets import Sheet
from field_app.ui.components import Caption, Primary, Refusal, TabPage, TextInput, screen, snack
from field_app.ui.hooks import use_form, use_services, use_sheets
from field_app.ui.office.labels import dotted, status_face
from field_app.ui.office.parts.panel import Panel
from field_app.ui.office.parts.table import Listed, Tile, Two
from field_app.ui.services import Services
from field_app.ui.words import _, moment

SHOWN = 10
_NUMBER = re.compile(r"\+?\d[\d\s()（）-]{5,}\d")


def heard(who: str, what: str) -> Request:
    """The request in these two fields: a phone number among the words of who it was is one."""
    found = next((match for match in _NUMBER.finditer(who) if intake.is_phone(match[0])), None)
    if found is None:
        return Request(customer=who.strip(), fault=what.strip())
    name = " ".join((who[: found.start()] + " " + who[found.end() :]).split()).strip(" ,，、:：")
    return Request(customer=name, phone=found[0].strip(), fault=what.strip())


@screen
def RelayScreen() -> ft.View:
    services, sheets = use_services(), use_sheets("repair")
    form = use_form("relay", {"customer": "", "fault": ""})

    def send() -> None:
        number = services.next_number("repair")

        def build() -> RequestTaken:
            who = form.required("customer", say("Write who the customer is and how to reach them."))
            what = form.required("fault", say("Write what is broken, in the customer's words."))
            return RequestTaken(number, "relayed", heard(who, what), services.me.name)

        def after() -> None:
            form.reset()
            snack(_("{number} is with the clerk", number=number))

        form.submit(build, on=services.new_sheet_id(), then=after)

    return TabPage(
        _("A customer told me"),
        TextInput(_("Customer and phone number"), form.field("customer"), lines=2, hint=_("like: Wang, Hongda Machinery, 138 0013 8000")),
        TextInput(_("What is broken"), form.field("fault"), lines=3),
        Refusal(form) if form.refusals else None,
        Primary(_("Tell the clerk"), send, icon=ft.Icons.SEND, expand=False),
        _told(services, sheets),
        line=_("The clerk rings the customer back for the rest"),
    )


def _told(services: Services, sheets: tuple[Sheet, ...]) -> ft.Control:
    """What I told of and still see: once it is assigned it is others' work."""
    mine = [sheet for sheet in reversed(sheets) if sheet.entries and sheet.entries[0].by == services.me.user and intake.taken(sheet)]
    empty = ft.Container(Caption(_("What you tell the clerk stands here until somebody is sent.")), padding=16)
    return Panel(_("Told by me"), Listed(*(_tile(services, sheet) for sheet in mine[:SHOWN]), empty=empty), flush=True)


def _tile(services: Services, sheet: Sheet) -> ft.Control:
    known, face = intake.request(sheet), status_face(signoff.status(sheet))
    when = moment(sheet.entries[0].at, services.now())
    stands = Caption(dotted(intake.number(sheet), when, face[2]() if face else ""))
    return Tile(Two(dotted(known.customer, known.phone), known.fault), stands)
