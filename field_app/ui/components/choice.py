"""Choosing: cards to choose one of, answers side by side, a number step by step. All are real controls with roles and keyboard."""

from __future__ import annotations

from collections.abc import Sequence

import flet as ft

from field_app.ui import theme
from field_app.ui.components.inputs import Option
from field_app.ui.components.layout import Across, Card, Down, Part
from field_app.ui.components.text import Body, Caption, Glyph, Secondary, ems
from field_app.ui.hooks.form import Field
from field_app.ui.safely import safely
from field_app.ui.theme import CARD, LINE, OUTLINE, PRIMARY, RADIUS, SECONDARY, TONES, TOUCH, W6, Tone
from field_app.ui.words import Said, _, language, person_days, speak

YES, NO, NOT_APPLICABLE = "yes", "no", "na"


def RadioCards(label: Said, field: Field, options: Sequence[Option], *, inside: Part = None) -> ft.Control:
    """One card an option; the chosen one opens and shows `inside`."""
    cards = [_radio_card(field, option, inside if option.value == field.value else None) for option in options]
    group = ft.RadioGroup(
        value=str(field.value),
        on_change=safely(lambda e: field.change(next(o.value for o in options if str(o.value) == e.control.value))),
        content=Down(*cards, gap=12, stretch=True),
    )
    return ft.Semantics(content=Down(group, FieldError(field), stretch=True), label=speak(label), container=True)


def _radio_card(field: Field, option: Option, inside: Part) -> ft.Control:
    chosen = option.value == field.value
    words = Down(
        _radio(option, chosen),
        ft.Container(Secondary(option.help), padding=ft.Padding(left=40)) if option.help else None,
        gap=0,
        expand=True,
    )
    icon = Glyph(option.icon, 22, PRIMARY if chosen else SECONDARY) if option.icon else None
    padding = ft.Padding(left=4, top=8, right=16, bottom=12)
    within = ft.Container(inside, padding=ft.Padding(left=12)) if inside else None
    return Card(Across(words, icon), within, padding=padding, current=chosen, on_click=lambda: field.change(option.value))


def _radio(option: Option, chosen: bool) -> ft.Control:
    """A radio's own label is one line; with larger text the words stand beside it and are read out with it."""
    style = theme.style(16, W6 if chosen else None, theme.TEXT)
    if theme.scale() <= 1:
        return ft.Radio(value=str(option.value), label=speak(option.said), label_style=style, active_color=PRIMARY)
    return ft.MergeSemantics(
        ft.Row([ft.Radio(value=str(option.value), active_color=PRIMARY), ft.Text(speak(option.said), style=style, expand=True)], spacing=0)
    )


def Segments(
    label: Said,
    field: Field,
    options: Sequence[Option],
    *,
    tones: dict[object, Tone] | None = None,
    may_be_empty: bool = True,
    show_label: bool = False,
) -> ft.Control:
    """A few short answers side by side. `tones` colours an answer that needs a second look; the label is read out and, asked for, shown."""
    if _too_narrow_for(options):
        shown = Down(Caption(label) if show_label else None, Quick(field, options), FieldError(field), gap=8, stretch=True)
        return ft.Semantics(content=shown, label=speak(label), container=True)
    ground, ink, _line = TONES[(tones or {}).get(field.value, "next")]
    names = {str(option.value): option.value for option in options}
    chosen = [str(field.value)] if str(field.value) in names else []
    buttons = ft.SegmentedButton(
        segments=[ft.Segment(value=str(o.value), label=ft.Text(speak(o.said), style=theme.style(15, line=1.2))) for o in options],
        selected=chosen,
        allow_empty_selection=may_be_empty or not chosen,
        show_selected_icon=not theme.large(),
        expand=True,
        on_change=safely(lambda e: field.change(next((names[name] for name in e.control.selected), None))),
        style=ft.ButtonStyle(
            bgcolor={ft.ControlState.SELECTED: ground, ft.ControlState.DEFAULT: CARD},
            color={ft.ControlState.SELECTED: ink, ft.ControlState.DEFAULT: SECONDARY},
            icon_color=ink,
            shape=ft.RoundedRectangleBorder(radius=RADIUS),
            side=ft.BorderSide(1, OUTLINE),
            padding=ft.Padding.symmetric(horizontal=8, vertical=16),
        ),
    )
    shown = Down(Caption(label) if show_label else None, ft.Row([buttons]), FieldError(field), stretch=True)
    return ft.Semantics(content=shown, label=speak(label), container=True)


def _too_narrow_for(options: Sequence[Option]) -> bool:
    """Where a single word is wider than its share of a phone, the answers stand below each other."""
    longest = max(ems(word) for option in options for word in speak(option.said).split())
    return theme.large() and longest * theme.size(15) > 310 / len(options) - 16


def YesNo(label: Said, field: Field, *, not_applicable: bool = True) -> ft.Control:
    """Yes, no (which asks for a second look) and not applicable; the value is "yes", "no" or "na" (P4.1)."""
    answers = [Option(YES, _("Yes")), Option(NO, _("No"))]
    if not_applicable:
        answers.append(Option(NOT_APPLICABLE, _("Not applicable")))
    return Segments(label, field, answers, tones={NO: "amber"})


def Quick(field: Field, options: Sequence[Option]) -> ft.Row:
    """Quick answers under a field that can also be typed into or picked."""
    return ft.Row([_quick(field, option) for option in options], spacing=8, run_spacing=8, wrap=True)


def _quick(field: Field, option: Option) -> ft.Control:
    chosen = option.value == field.value
    word = Body(option.said, 15, weight=W6 if chosen else None, color=theme.ON_CHOSEN if chosen else theme.TEXT, line=1.2)
    box = ft.Container(
        word,
        # As high as a button where it has one line; longer words have more.
        padding=ft.Padding.symmetric(horizontal=14, vertical=(theme.height(TOUCH) - theme.size(15) * 1.2) / 2),
        border_radius=RADIUS,
        bgcolor=theme.CHOSEN if chosen else CARD,
        border=ft.Border.all(2, PRIMARY) if chosen else ft.Border.all(1, OUTLINE),
        on_click=safely(lambda: field.change(option.value)),
        ink=True,
    )
    return ft.Semantics(content=box, label=speak(option.said), button=True, selected=chosen, container=True, exclude_semantics=False)


def Faces(label: Said, field: Field, options: Sequence[Option]) -> ft.Control:
    """Answers with a face and a word, side by side."""
    faces, across = [_face(field, option) for option in options], 2 if faces_in_two_rows() else len(options)
    rows = [ft.Row(faces[first : first + across], spacing=8) for first in range(0, len(faces), across)]
    return ft.Semantics(content=Down(Secondary(label), *rows, FieldError(field), gap=6, stretch=True), container=True)


def faces_in_two_rows() -> bool:
    """English words are too long to stand side by side once they are larger."""
    return theme.scale() > 1 and language() == "en"


def _face(field: Field, option: Option) -> ft.Control:
    chosen = option.value == field.value
    ink = theme.ON_CHOSEN if chosen else SECONDARY
    word = Caption(option.said, color=ink, weight=W6 if chosen else None, text_align=ft.TextAlign.CENTER)
    box = ft.Container(
        ft.Column(
            [*([Glyph(option.icon, 26, ink)] if option.icon else []), word],
            spacing=2,
            tight=True,
            alignment=ft.MainAxisAlignment.CENTER,
            horizontal_alignment=ft.CrossAxisAlignment.CENTER,
        ),
        bgcolor=theme.CHOSEN if chosen else None,
        border_radius=RADIUS,
        border=ft.Border.all(2 if chosen else 1, PRIMARY if chosen else LINE),
        height=theme.height(62),
        on_click=safely(lambda: field.change(option.value)),
        ink=True,
    )
    return ft.Semantics(content=box, label=speak(option.said), button=True, selected=chosen, container=True, expand=True)


def Stepper(label: Said, field: Field, *, step: int = 10, least: int = 0, most: int = 3000) -> ft.Control:
    """Person-days, a tenth of a day at a tap (P7.1); the value is a whole number of hundredths."""
    now = int(field.value or 0)

    def turn(by: int) -> None:
        field.change(min(most, max(least, now + by)))

    def knob(icon: ft.IconData, said: str, by: int) -> ft.IconButton:
        return ft.IconButton(icon, tooltip=said, on_click=safely(lambda: turn(by)), width=TOUCH, height=TOUCH, icon_color=PRIMARY)

    larger = theme.scale() > 1
    value = Body(person_days(now), 18, weight=W6, text_align=ft.TextAlign.CENTER)
    value.width, value.expand = (None, True) if larger else (130, None)
    knobs = Across(knob(ft.Icons.REMOVE, _("Less"), -step), value, knob(ft.Icons.ADD, _("More"), step), gap=0)
    head = Down(Body(label), knobs, stretch=True) if larger else Across(Body(label, expand=True), knobs)
    return Down(head, FieldError(field), stretch=True)


def FieldError(field: Field) -> ft.Control | None:
    """The words of a field's error, for inputs that don't show it themselves."""
    if not field.error:
        return None
    ink = TONES["red"][2]
    return Across(Glyph(ft.Icons.ERROR_OUTLINE, 16, ink), Caption(field.error, color=ink, expand=True), gap=6)
