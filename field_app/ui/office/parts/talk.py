"""The discussion on a sheet (P2.2): words of everyone on the case, newest below, with a field to say something."""

from __future__ import annotations

import flet as ft

from field_app.domain.repair.dispatch import NoteAdded
from field_app.domain.sheets import Entry, Sheet
from field_app.ui.components import Across, Avatar, Body, Caption, Down, IconAct, Refusal, TextInput, component, safely
from field_app.ui.hooks import use_form, use_now, use_services
from field_app.ui.office.labels import dotted
from field_app.ui.office.parts.panel import Panel
from field_app.ui.services import Services
from field_app.ui.words import _, moment, n_

SHOWN = 6


@component
def Talk(sheet: Sheet) -> ft.Control:
    services, now = use_services(), use_now()
    form = use_form(f"note:{sheet.id}", {"text": ""})
    all_shown, show_all = ft.use_state(False)
    notes = sheet.live(NoteAdded)
    shown = notes if all_shown else notes[-SHOWN:]

    def say_it() -> None:
        form.submit(lambda: NoteAdded(form.text("text")), on=sheet.id, then=form.reset)

    older = len(notes) - len(shown)
    more = ft.TextButton(n_("{n} earlier", "{n} earlier", older), on_click=safely(lambda: show_all(True))) if older else None
    field = TextInput(_("Say something on the sheet"), form.field("text"), on_submit=say_it, expand=True)
    rows = [_said(entry, services, moment(entry.at, now)) for entry in shown]
    empty = None if notes else Caption(_("Nobody has said anything yet. The technician reads it on the phone."))
    send = Across(field, IconAct(ft.Icons.SEND, _("Say it"), say_it), gap=4, top=True)
    return Panel(_("Discussion"), more, *rows, empty, Refusal(form) if form.refusals else None, send, gap=10)


def _said(entry: Entry[NoteAdded], services: Services, when: str) -> ft.Control:
    name = services.name_of(entry.by)
    return Across(Avatar(name), Down(Caption(dotted(name, when)), Body(entry.body.text, 14), gap=1, expand=True), gap=10, top=True)
