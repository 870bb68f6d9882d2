"""A card with a head, as the office draws it: title, a note beside it, something at the right end."""

from __future__ import annotations

from collections.abc import Sequence

import flet as ft

from field_app.ui import theme
from field_app.ui.components.layout import STRETCH, Across, Part, Wrapped, pad, there
from field_app.ui.components.text import Caption, Heading
from field_app.ui.office.parts.table import Strut
from field_app.ui.theme import CARD, LINE, RADIUS
from field_app.ui.words import Said


def Panel(
    title: Said,
    *parts: Part,
    note: Said = "",
    trail: Part = None,
    flush: bool = False,
    gap: float = 12,
    foot: Part = None,
    expand: bool | int = False,
    scroll: bool = False,
) -> ft.Container:
    """`flush` lets the body touch the card's edges, as tables do. `expand` fills the height; then `scroll` scrolls the body alone."""
    body = _body(there(parts), gap, flush, expand=bool(expand), scroll=scroll)
    rows: list[ft.Control] = there([_head(title, note, trail) if title else None, body, foot])
    return ft.Container(
        ft.Column(rows, spacing=0, tight=not expand, horizontal_alignment=STRETCH),
        bgcolor=CARD,
        border=ft.Border.all(1, LINE),
        border_radius=RADIUS,
        clip_behavior=ft.ClipBehavior.ANTI_ALIAS,
        expand=expand,
    )


def _head(title: Said, note: Said, trail: Part) -> ft.Control:
    quiet = Caption(note, expand=True, max_lines=1, overflow=ft.TextOverflow.ELLIPSIS) if note else ft.Container(expand=True)
    if theme.large():
        return ft.Container(Wrapped(Heading(title), Caption(note) if note else None, trail), padding=pad(16, 8, 12, 8))
    return ft.Container(
        Across(Heading(title), quiet, trail, Strut(theme.TOUCH - 8)),
        padding=pad(16, 4, 12, 4),
    )


def _body(parts: Sequence[ft.Control], gap: float, flush: bool, *, expand: bool, scroll: bool) -> ft.Control:
    mode = ft.ScrollMode.AUTO if scroll else None
    # What scrolls is cut off at its edge: the label of a field that stood there would be.
    above = [ft.Container(height=0)] if scroll and not flush else []
    column = ft.Column(
        [*above, *parts], spacing=0 if flush else gap, tight=not expand, horizontal_alignment=STRETCH, scroll=mode, expand=expand and flush
    )
    return column if flush else ft.Container(column, padding=pad(16, 0, 16, 16), expand=expand)


def Foot(*parts: Part, gap: float = 10) -> ft.Container:
    """The tinted lower end of a panel, where the acts are."""
    return ft.Container(
        ft.Column(there(parts), spacing=gap, tight=True, horizontal_alignment=STRETCH),
        bgcolor=theme.RAIL,
        padding=pad(16, 12, 16, 12),
        border=ft.Border(top=ft.BorderSide(1, LINE)),
    )
