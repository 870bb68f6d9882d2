"""Tables: header 36, rows 44, numbers to the right. On a phone a row is a card of two lines instead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import flet as ft
from attrs import evolve, field, frozen

from field_app.ui import theme
from field_app.ui.components.layout import STRETCH, Across, Down, Part, pad
from field_app.ui.components.text import Body, Caption
from field_app.ui.office.parts.keys import use_row_keys
from field_app.ui.safely import component, safely
from field_app.ui.theme import CHOSEN, LINE, RAIL
from field_app.ui.words import Said, speak

ROW, HEAD = 44, 36


@frozen
class Col:
    """`width` in pixels from 20 up, below that a share of what is left; `right` for numbers."""

    said: Said
    width: int = 1
    right: bool = False


@frozen
class Line:
    """One row: a part a column, or text. `label` is read out where the row opens something."""

    cells: tuple[Part | str, ...]
    on_open: Callable[..., Any] | None = None
    label: str = ""
    chosen: bool = False
    key: str | None = None
    high: float = field(default=ROW)


def Table(cols: Sequence[Col], lines: Sequence[Line], *, empty: Part = None) -> ft.Control:
    """The whole table; in its place `empty` where there is nothing to show. J, K and Enter go through it and open."""
    if not lines and empty is not None:
        return empty
    return _Rows(cols, lines)


@component
def _Rows(cols: Sequence[Col], lines: Sequence[Line]) -> ft.Control:
    keys = once_each(line.key or line.label for line in lines)
    here = use_row_keys([(key or "", line.on_open) for line, key in zip(lines, keys, strict=True)])
    shown = [evolve(line, chosen=True) if place == here else line for place, line in enumerate(lines)]
    rows = [_row(cols, line, key, last=place == len(lines) - 1) for place, (line, key) in enumerate(zip(shown, keys, strict=True))]
    return ft.Column([_header(cols), *rows], spacing=0, tight=True, horizontal_alignment=STRETCH)


def _header(cols: Sequence[Col]) -> ft.Control:
    cells = [_cell(Caption(col.said, max_lines=1), col) for col in cols]
    return ft.Container(ft.Row(cells, spacing=0), height=theme.height(HEAD), bgcolor=RAIL, padding=pad(8, 0, 8, 0), border=_below())


def _row(cols: Sequence[Col], line: Line, key: str | None, *, last: bool) -> ft.Control:
    cells = [_cell(_shown(cell, col), col) for cell, col in zip(line.cells, cols, strict=True)]
    box = ft.Container(
        ft.Row([Strut(line.high - 4), *cells], spacing=0, vertical_alignment=ft.CrossAxisAlignment.CENTER),
        padding=pad(8, 2, 8, 2),
        bgcolor=CHOSEN if line.chosen else None,
        border=None if last else _below(),
        on_click=safely(line.on_open),
        ink=line.on_open is not None,
        key=ft.ScrollKey(key) if key else None,  # type: ignore[call-arg]
    )
    if not line.label:
        return box
    opens = line.on_open is not None
    return ft.Semantics(content=box, label=line.label, button=opens, selected=line.chosen or None, container=True, key=key)


def _cell(content: Part, col: Col) -> ft.Control:
    side = ft.Alignment.CENTER_RIGHT if col.right else ft.Alignment.CENTER_LEFT
    fixed = col.width >= 20
    return ft.Container(
        content, alignment=side, padding=pad(8, 0, 8, 0), width=col.width * max(1, theme.scale() * 0.9) if fixed else None,
        expand=False if fixed else col.width,
    )  # fmt: skip


def _shown(cell: Part | str, col: Col) -> Part:
    if not isinstance(cell, str):
        return cell
    align = ft.TextAlign.RIGHT if col.right else None
    return Body(cell, 14, max_lines=2, overflow=ft.TextOverflow.ELLIPSIS, text_align=align)


def _below() -> ft.Border:
    return ft.Border(bottom=ft.BorderSide(1, LINE))


def Strut(high: float) -> ft.Container:
    """Keeps a row at least this high."""
    return ft.Container(width=0, height=theme.height(high))


def Two(upper: Said, lower: Said, *, right: bool = False, weight: ft.FontWeight | None = None) -> ft.Column:
    """Two lines (14 + 12) in place of two columns."""
    cut: dict[str, Any] = {"max_lines": 1, "overflow": ft.TextOverflow.ELLIPSIS}
    words = [Body(upper, 14, weight=weight, line=1.25, **cut), Caption(lower, line=1.25, **cut) if speak(lower) else None]
    column = Down(*words, gap=1)
    if right:
        column.horizontal_alignment = ft.CrossAxisAlignment.END
    return column


def once_each(names: Iterable[str]) -> list[str | None]:
    """Keys for the rows of one list, no two the same; None for a row without a name.

    Without keys Flet takes the row in a place for the row that stood there before: a tap on its way while a colleague's change moves the
    rows would open another one.
    """
    seen: Counter[str] = Counter()
    keys: list[str | None] = []
    for name in names:
        keys.append((f"{name} {seen[name]}" if seen[name] else name) if name else None)
        seen[name] += 1
    return keys


def Listed(*rows: Part, empty: Part = None) -> ft.Control:
    """Rows with lines between them, for phones and narrow columns."""
    shown = [row for row in rows if row is not None]
    if not shown and empty is not None:
        return empty
    keys = once_each(str(row.key or "") for row in shown)
    line = ft.Border(top=ft.BorderSide(1, LINE))
    parts = [ft.Container(row, border=line if place else None, key=key) for place, (row, key) in enumerate(zip(shown, keys, strict=True))]
    return ft.Column(list[ft.Control](parts), spacing=0, tight=True, horizontal_alignment=STRETCH)


def Tile(*parts: Part, on_open: Callable[..., Any] | None = None, label: str = "", chosen: bool = False, trail: Part = None) -> ft.Control:
    """One row of a list in a narrow column: the whole of it the target."""
    box = ft.Container(
        Across(Down(*parts, gap=2, expand=True, stretch=True), trail, Strut(theme.TOUCH - 20), gap=8 if trail else 0),
        padding=pad(16, 10, 12, 10),
        bgcolor=CHOSEN if chosen else None,
        on_click=safely(on_open),
        ink=on_open is not None,
    )
    if not label:
        return box
    return ft.Semantics(content=box, label=label, button=on_open is not None, selected=chosen or None, container=True, key=label)
