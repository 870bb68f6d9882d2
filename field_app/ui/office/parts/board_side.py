"""Beside the work schedule: what has no place on it yet, and the company cars asked for."""

from __future__ import annotations

from collections.abc import Sequence

import flet as ft

from field_app.domain.repair import dispatch, intake
from field_app.domain.repair.appointment import CarDecided, CarRequested, agreed
from field_app.domain.sheets import Entry, Sheet
from field_app.ui.components import Across, Body, Caption, Down, EmptyState, Glyph, Mark, Refusal, Wrapped, component, snack
from field_app.ui.hooks import use_attempt, use_services
from field_app.ui.office.labels import URGENCY, dotted
from field_app.ui.office.parts.acts import Act
from field_app.ui.office.parts.board_cells import GROUP, Hands, about
from field_app.ui.office.parts.panel import Panel
from field_app.ui.office.parts.reason import use_reason
from field_app.ui.safely import safely
from field_app.ui.services import Services
from field_app.ui.theme import CARD, LINE, PRIMARY, RADIUS_CHIP, TONES, W6
from field_app.ui.words import _, moment, n_

SHOWN = 40


def Loose(services: Services, sheets: Sequence[Sheet], chosen: str, hands: Hands, *, tall: bool) -> ft.Control:
    """Without a technician, or without an agreed time: sorted like the queue."""
    cards = [_card(services, sheet, hands, chosen=sheet.id == chosen) for sheet in sheets[:SHOWN]]
    empty = EmptyState(_("Everything has its place"), _("Requests handed over to assign, and cases without a time, appear here."))
    more = len(sheets) - len(cards)
    rest = Caption(n_("{n} more", "{n} more", more)) if more else None
    note = _note(len(sheets), draggable=tall)
    return Panel(_("No place yet"), *(cards or [empty]), rest, note=note, gap=8, expand=tall, scroll=tall)


def _note(many: int, *, draggable: bool) -> str:
    if not many:
        return ""
    return _("{n}, drag onto the schedule", n=many) if draggable else n_("{n} sheet", "{n} sheets", many)


def _card(services: Services, sheet: Sheet, hands: Hands, *, chosen: bool) -> ft.Control:
    tone, icon, urgency = URGENCY[dispatch.urgency(sheet)]
    known, who = intake.request(sheet), dispatch.assigned_to(sheet)
    number = Across(Caption(intake.number(sheet), weight=W6, expand=True), Glyph(ft.Icons.DRAG_INDICATOR, 16))
    held = _("{name}, no time agreed", name=services.name_of(who)) if who else _("nobody yet")
    words = dotted(known.fault, known.wanted)
    mark = Mark(tone, icon, urgency()) if dispatch.urgency(sheet) != "normal" else None
    fault = Caption(words, max_lines=2, overflow=ft.TextOverflow.ELLIPSIS)
    place = Body(about(sheet), 13, max_lines=1, overflow=ft.TextOverflow.ELLIPSIS)
    body = Down(number, place, fault, Wrapped(mark, Caption(held)), gap=2, stretch=True)
    red = dispatch.urgency(sheet) == "urgent"
    edge = ft.Border.all(2, PRIMARY) if chosen else ft.Border.all(1, TONES["red"][2] if red else LINE)
    tapped, lifted = safely(lambda: hands.open(sheet.id)), safely(lambda: hands.lift(sheet.id))
    box = ft.Container(body, padding=10, bgcolor=CARD, border=edge, border_radius=RADIUS_CHIP, on_click=tapped, ink=True)
    label = _("Find a place for {number}, {about}", number=intake.number(sheet), about=about(sheet))
    said = ft.Semantics(content=box, label=label, button=True, container=True)
    return ft.Draggable(group=GROUP, data=sheet.id, content=said, on_drag_start=lifted, key=sheet.id)


def Cars(asked: Sequence[tuple[Sheet, Entry[CarRequested]]]) -> ft.Control | None:
    """Company cars asked for, decided in place (P3.4)."""
    if not asked:
        return None
    return Panel(_("Company cars asked for"), *(_Car(sheet, entry, key=sheet.id) for sheet, entry in asked), gap=8)  # type: ignore[call-arg]


@component
def _Car(sheet: Sheet, asked: Entry[CarRequested]) -> ft.Control:
    services, attempt = use_services(), use_attempt()

    def give() -> None:
        attempt.record(sheet.id, CarDecided(True), then=lambda: snack(_("The company car is given")))

    refuse = use_reason(
        _("No company car for this visit"),
        label=_("Why, and how to go instead"),
        yes=_("No car"),
        on_reason=lambda reason: attempt.record(sheet.id, CarDecided(False, reason)),
    )
    window = agreed(sheet)
    when = moment(window.body.starts_at, services.now()) if window else ""
    who = Body(dotted(services.name_of(asked.by), when), 14)
    words = Down(who, Caption(dotted(about(sheet), asked.body.reason)), gap=1, expand=True)
    other = Act(_("Go another way"), refuse, small=True)
    acts = Wrapped(other, Act(_("Give the car"), give, kind="tonal", icon=ft.Icons.CHECK, small=True))
    row = Across(Glyph(ft.Icons.DIRECTIONS_CAR_OUTLINED, 20), words, gap=10)
    return Down(row, acts, Refusal(attempt) if attempt.refusals else None, gap=4, stretch=True)
