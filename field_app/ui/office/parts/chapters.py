"""The chapters as a line of dots, and on a phone as a few rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import flet as ft

from field_app.ui import theme
from field_app.ui.components import Across, Body, Caption, Down, Glyph, pad
from field_app.ui.office.chapters import NAMES, Mark
from field_app.ui.office.parts.space import desk, wide
from field_app.ui.theme import LINE, OUTLINE, PRIMARY, SECONDARY, TEXT, TICK, TONES, W6
from field_app.ui.words import _, moment, speak


def ChapterLine(marks: Sequence[Mark], now: datetime) -> ft.Control:
    cells = [_cell(mark, now, last=place == len(marks) - 1) for place, mark in enumerate(marks)]
    if wide() and not theme.large():
        return ft.Row([ft.Container(cell, expand=True) for cell in cells], spacing=4, vertical_alignment=ft.CrossAxisAlignment.START)
    return Down(*(_row(mark, now) for mark in marks), gap=6, stretch=True)


def _cell(mark: Mark, now: datetime, *, last: bool) -> ft.Control:
    line = ft.Container(height=2, expand=True, bgcolor=TICK if mark.state == "done" else LINE)
    head = Across(_dot(mark), ft.Container(expand=True) if last else line, gap=4)
    return ft.Semantics(
        content=Down(head, _name(mark), _note(mark, now), gap=1, stretch=True), label=f"{speak(NAMES[mark.chapter])} {_state(mark)}"
    )


def _row(mark: Mark, now: datetime) -> ft.Control:
    name = ft.Container(_name(mark), width=112)
    return ft.Container(Across(_dot(mark), name, ft.Container(_note(mark, now), expand=True)), padding=pad(0, 1))


def _dot(mark: Mark) -> ft.Control:
    if mark.tone == "red":
        return Glyph(ft.Icons.REPORT, 20, TONES["red"][2])
    icon, color = {
        "done": (ft.Icons.CHECK_CIRCLE, TICK),
        "now": (ft.Icons.RADIO_BUTTON_CHECKED, PRIMARY),
        "later": (ft.Icons.RADIO_BUTTON_UNCHECKED, OUTLINE),
    }[mark.state]
    return Glyph(icon, 20, color)


def _name(mark: Mark) -> ft.Control:
    now = mark.state == "now"
    color = PRIMARY if now else TEXT if mark.state == "done" else SECONDARY
    return Body(
        speak(NAMES[mark.chapter]), 14 if desk() or not wide() else 12, weight=W6 if now else None, color=color, line=1.25, max_lines=1
    )


def _note(mark: Mark, now: datetime) -> ft.Control:
    when = moment(mark.at, now) if mark.at else ""
    words = " ".join(part for part in (when, mark.note) if part)
    color = TONES[mark.tone][2] if mark.tone != "plain" else PRIMARY if mark.state == "now" else SECONDARY
    return Caption(words or (_("now") if mark.state == "now" else ""), color=color, max_lines=2)


def _state(mark: Mark) -> str:
    return {"done": _("done"), "now": _("now"), "later": _("not yet")}[mark.state]
