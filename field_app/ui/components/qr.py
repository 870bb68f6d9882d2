"""A QR code, drawn as lines of squares: sharp at any size, black on white also in the dark."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import flet as ft
import flet.canvas as cv

from field_app.ui.theme import INK, PAPER
from field_app.ui.words import Said, speak

QUIET = 4  # modules of white around it, without which scanners don't find it


def QrCode(text: str, said: Said, *, side: float = 232) -> ft.Control:
    """`said` is read out in its place."""
    modules = _modules(text)
    step = side / (len(modules) + 2 * QUIET)
    bars = [cv.Rect((x + QUIET) * step, (y + QUIET) * step, length * step, step + 0.3, paint=_ink()) for x, y, length in runs(modules)]
    drawn = ft.Container(cv.Canvas(list[cv.Shape](bars), width=side, height=side), bgcolor=PAPER, width=side, height=side, border_radius=8)
    return ft.Semantics(content=ft.Row([drawn]), label=speak(said), image=True, container=True)


def _modules(text: str) -> Sequence[Sequence[int]]:
    import segno  # wanted on few pages

    return [list(row) for row in segno.make_qr(text, error="m").matrix]


def _ink() -> ft.Paint:
    return ft.Paint(color=INK, anti_alias=False)


def runs(modules: Sequence[Sequence[int]]) -> Iterator[tuple[int, int, int]]:
    """Dark squares beside each other as one bar: x, y, length."""
    for y, row in enumerate(modules):
        x = 0
        while x < len(row):
            length = 0
            while x + length < len(row) and row[x + length]:
                length += 1
            if length:
                yield x, y, length
            x += length + 1
