"""The steps of a case: what is done, what is next, what is locked and why."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

import flet as ft
from attrs import frozen

from field_app.ui import theme
from field_app.ui.components.layout import START, Apart, AtLeast, Down, Part, pad
from field_app.ui.components.text import Body, Glyph, Secondary
from field_app.ui.safely import safely
from field_app.ui.theme import CHOSEN, LINE, ON_CHOSEN, OUTLINE, PRIMARY, SECONDARY, TEXT, TICK, W6
from field_app.ui.words import Said, _, listed, speak

State = Literal["done", "now", "locked", "later"]
_DOTS: dict[State, tuple[ft.IconData, str]] = {
    "done": (ft.Icons.CHECK_CIRCLE, TICK),
    "now": (ft.Icons.RADIO_BUTTON_CHECKED, PRIMARY),
    "locked": (ft.Icons.LOCK_OUTLINED, SECONDARY),
    "later": (ft.Icons.RADIO_BUTTON_UNCHECKED, OUTLINE),
}


@frozen
class Step:
    """One step. `note` is its result or what it asks, `missing` what a locked one waits for, `when` the time it was done."""

    state: State
    title: Said
    note: Said = ""
    when: str = ""
    missing: tuple[Said, ...] = ()
    on_open: Callable[[], Any] | None = None


def Dot(state: State) -> ft.Icon:
    icon, color = _DOTS[state]
    return Glyph(icon, 22, color)


def StepRow(step: Step) -> ft.Control:
    """A step; the whole row opens it where it may be opened."""
    now = step.state == "now"
    quiet = step.state in ("locked", "later")
    ink = ON_CHOSEN if now else SECONDARY if quiet else TEXT
    note = _missing(step) if step.missing else step.note
    when = Secondary(step.when) if step.when else None
    words = Down(
        Body(step.title, 16, weight=W6 if now else None, color=ink, line=1.3),
        # Beside it a large title would be squeezed to a letter or two.
        when if theme.large() else None,
        Secondary(note, color=ON_CHOSEN if now else SECONDARY, line=1.3) if note else None,
        gap=0,
        expand=True,
    )
    parts: list[Part] = [
        ft.Container(Dot(step.state), padding=pad(top=1)),
        AtLeast(24 if note else 32, words),
        None if theme.large() else when,
    ]
    row = ft.Row([p for p in parts if p], spacing=12, vertical_alignment=START if note else ft.CrossAxisAlignment.CENTER)
    box = ft.Container(
        row,
        padding=pad(12, 10 if now else 8, 12, 10 if now else 8),
        border_radius=10,
        bgcolor=CHOSEN if now else None,
        margin=ft.Margin(left=4, top=0, right=4, bottom=0),
        on_click=safely(step.on_open),
        ink=step.on_open is not None,
    )
    return ft.Semantics(content=box, button=True, selected=now, container=True) if step.on_open else box


def _missing(step: Step) -> str:
    return _("Missing: {things}", things=listed(step.missing))


def DayRail(state: State, card: ft.Control, *, last: bool = False) -> ft.Control:
    """A card of the day with its dot on a line to the left: done, now, later."""
    line = ft.Container(
        left=9, top=0 if state != "done" else 22, width=2, bgcolor=LINE, bottom=None if last else -12, height=22 if last else None
    )
    dot = ft.Container(Glyph(_DOTS[state][0], 20, _DOTS[state][1]), left=0, top=13, bgcolor=theme.PAGE)
    body = ft.Container(card, margin=ft.Margin(left=30, top=0, right=0, bottom=0))
    return ft.Stack([body, line, dot], clip_behavior=ft.ClipBehavior.NONE)


def Progress(done: int, of: int, words: Said, note: Said = "") -> ft.Control:
    """How many of how many, as a figure and a bar."""
    figure = ft.Row([Body(str(done), 28, weight=W6, line=1.1), Secondary(f"/ {of} {speak(words)}", line=1.1)], spacing=4, tight=True)
    bar = ft.ProgressBar(
        value=done / of if of else 0, color=PRIMARY, bgcolor=theme.TRACK, bar_height=6, border_radius=3,
        semantics_label=speak(words), semantics_value=round(100 * done / of) if of else 0,
    )  # fmt: skip
    return Down(Apart(figure, Secondary(note) if note else None, wrap=theme.large()), bar, gap=8, stretch=True)
