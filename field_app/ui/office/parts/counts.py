"""How many there are of each kind, in a row of boxes; a tap shows only these."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import flet as ft
from attrs import frozen

from field_app.ui import theme
from field_app.ui.components import Across, Body, Caption, Down, Figure, Mark, safely
from field_app.ui.office.parts.space import desk, wide
from field_app.ui.theme import CARD, LINE, PRIMARY, RADIUS, TONES, Tone
from field_app.ui.words import _

ON_A_TABLET = 4  # in one row


@frozen
class Count:
    """One kind: its code, its word, how many, of what, and the worst thing among them where there is one."""

    code: str
    name: str
    icon: ft.IconData
    tone: Tone
    n: int
    worst: str = ""
    worst_tone: Tone = "red"
    of: str = ""


def Counts(counts: Sequence[Count], chosen: str, turn: Callable[[str], None]) -> ft.Control:
    boxes = [_box(one, one.code == chosen, turn) for one in counts]
    if wide() and (desk() or len(counts) <= ON_A_TABLET):
        stretch = ft.CrossAxisAlignment.STRETCH
        return ft.Row([ft.Container(box, expand=True) for box in boxes], spacing=12, vertical_alignment=stretch, intrinsic_height=True)
    if theme.large():
        return Down(*boxes, gap=8, stretch=True)
    return ft.Row([ft.Container(box, width=168 if not wide() else 180) for box in boxes], spacing=8, run_spacing=8, wrap=True)


def _box(one: Count, chosen: bool, turn: Callable[[str], None]) -> ft.Control:
    head = Across(ft.Icon(one.icon, size=18, color=TONES[one.tone][2]), Body(one.name, 14, expand=True, max_lines=2))
    sign = ft.Icons.ERROR_OUTLINE if one.worst_tone == "red" else ft.Icons.SCHEDULE
    worst = Mark(one.worst_tone, sign, one.worst) if one.worst else None
    figure = Across(Figure(str(one.n), 28), Caption(one.of) if one.of else None, gap=6)
    box = ft.Container(
        ft.Column([head, Across(figure, ft.Container(expand=True), worst)], spacing=6, alignment=ft.MainAxisAlignment.SPACE_BETWEEN),
        bgcolor=CARD,
        border=ft.Border.all(2, PRIMARY) if chosen else ft.Border.all(1, LINE),
        border_radius=RADIUS,
        padding=ft.Padding.symmetric(horizontal=16, vertical=12),
        on_click=safely(lambda: turn(one.code)),
        ink=True,
    )
    label = _("{queue}, {n}; show only these", queue=one.name, n=one.n)
    return ft.Semantics(content=box, label=label, button=True, selected=chosen, container=True)
