"""Signing, and showing what was signed. Strokes lie on a half-pixel grid with their times; every finished stroke is kept in the draft."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from time import monotonic
from typing import Any

import flet as ft
import flet.canvas as cv

from field_app.domain.signature import Point, Signature, decode, encode
from field_app.ui import theme
from field_app.ui.components.choice import FieldError
from field_app.ui.components.layout import Down
from field_app.ui.components.notice import hush
from field_app.ui.hooks.form import Field
from field_app.ui.safely import component, safely, use_effect
from field_app.ui.theme import INK, OUTLINE, PAPER, PAPER_LINE, PAPER_NOTE, RADIUS, W6
from field_app.ui.words import Said, _, n_, speak

Stroke = tuple[Point, ...]
# What a light scheme's primary is: the paper stays light in the dark, so must what is written on it.
ON_PAPER = "#006A60"


def signature_of(value: Mapping[str, Any] | None) -> Signature:
    """A form's value as the domain's signature; empty where nothing was drawn."""
    held = value or {}
    return Signature(int(held.get("width", 0)), int(held.get("height", 0)), str(held.get("strokes", "")))


def _strokes(value: Mapping[str, Any] | None) -> tuple[Stroke, ...]:
    try:
        return decode(signature_of(value).strokes)
    except ValueError:
        return ()


@component
def SignaturePad(label: Said, field: Field, *, note: Said = "", expand: bool | int = True, height: float | None = None) -> ft.Control:
    """A sheet of paper to write on with a finger or a mouse. The value is `{"width", "height", "strokes"}` for `signature_of`, None when
    empty. Never put it into something that scrolls: `PhonePage(…, scroll=False)` gives it all the height that is left.
    """
    size, set_size = ft.use_state((0.0, 0.0))
    nothing: Stroke = ()
    live, set_live = ft.use_state(nothing)
    use_effect(hush, [])
    began: Any = ft.use_ref()
    # What was drawn last, also before the page around the pad was drawn again: a quick second stroke must not lose the first.
    held: Any = ft.use_ref()
    held.current = field.value
    strokes = _strokes(field.value)
    scale = _scale(field.value, size)

    def point(at: Any) -> Point:
        began.current = began.current or monotonic()
        return _point(at, scale, monotonic() - began.current)

    def begin(event: Any) -> None:
        set_live((point(event.local_position),))

    def move(event: Any) -> None:
        here = point(event.local_position)
        set_live(lambda drawn: (*drawn, here))

    def end(_event: Any = None) -> None:
        set_live(finish)

    def finish(drawn: tuple[Point, ...]) -> tuple[Point, ...]:
        if drawn:
            held.current = _with(held.current, drawn, size)
            field.change(held.current)
            field.keep()
        return ()

    def again() -> None:
        began.current = held.current = None
        field.change(None)
        field.keep()

    touch = ft.GestureDetector(
        drag_interval=10, on_pan_down=safely(begin), on_pan_update=safely(move), on_pan_end=safely(end), on_pan_cancel=safely(end),
        mouse_cursor=ft.MouseCursor.PRECISE,
    )  # fmt: skip
    done = _drawn(strokes, scale, resize_interval=0, on_resize=safely(lambda e: set_size((e.width, e.height))))
    current = _drawn([live] if live else [], scale, content=touch)
    paper = ft.Stack([_paper(), *_guide(label, note), done, current, _again(again)], expand=expand, height=height)
    # Whoever can't see the paper hears that it is written on, and that it is kept.
    name = n_("{pad}, {n} stroke", "{pad}, {n} strokes", len(strokes), pad=speak(label)) if strokes else speak(label)
    pad = ft.Semantics(content=paper, label=name, identifier="signature", container=True, expand=expand)
    return Down(pad, FieldError(field), gap=4, stretch=True, expand=expand) if not expand else _tall(pad, FieldError(field))


def _point(at: Any, scale: float, seconds: float) -> Point:
    """Half pixels of the pad the strokes were begun on, and milliseconds."""
    x, y = (round(position * 2 / scale) for position in (at.x, at.y))
    return x, y, round(seconds * 1000)


def _drawn(strokes: Sequence[Stroke], scale: float, **more: Any) -> cv.Canvas:
    return cv.Canvas(_shapes(strokes, scale), left=0, top=0, right=0, bottom=0, **more)


def _tall(pad: ft.Control, error: ft.Control | None) -> ft.Control:
    return ft.Column([pad, *([error] if error else [])], spacing=4, expand=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _with(value: Mapping[str, Any] | None, drawn: Sequence[Point], size: tuple[float, float]) -> dict[str, Any]:
    strokes = _strokes(value)
    held = signature_of(value)
    width, height = (held.width, held.height) if strokes else (round(size[0] * 2), round(size[1] * 2))
    return {"width": width, "height": height, "strokes": encode([*strokes, tuple(drawn)])}


def _scale(value: Mapping[str, Any] | None, size: tuple[float, float]) -> float:
    """Pixels of this pad for one pixel of the pad the strokes were begun on."""
    held = signature_of(value)
    if not (held.width and held.height and size[0] and size[1]):
        return 1.0
    return min(size[0] * 2 / held.width, size[1] * 2 / held.height)


def SignatureView(signature: Signature, *, width: float = 264, height: float = 108, label: Said = "") -> ft.Control:
    """Stored strokes, drawn into this box as large as they fit."""
    try:
        strokes = decode(signature.strokes)
    except ValueError:
        strokes = ()
    shapes = _shapes(*_fitted(strokes, width - 16, height - 16), thickness=2.2)
    paper = ft.Container(
        cv.Canvas(shapes, width=width - 16, height=height - 16),
        width=width, height=height, padding=8, bgcolor=PAPER, border_radius=theme.RADIUS_CHIP, border=ft.Border.all(1, theme.LINE),
        clip_behavior=ft.ClipBehavior.HARD_EDGE,
    )  # fmt: skip
    return ft.Semantics(content=paper, label=speak(label) or _("Signature"), image=True, container=True)


def _fitted(strokes: Sequence[Stroke], width: float, height: float) -> tuple[list[Stroke], float]:
    points = [point for stroke in strokes for point in stroke]
    if not points:
        return [], 1.0
    left, top = min(p[0] for p in points), min(p[1] for p in points)
    wide, tall = max(p[0] for p in points) - left, max(p[1] for p in points) - top
    moved = [tuple((x - left, y - top, t) for x, y, t in stroke) for stroke in strokes]
    return moved, min(width * 2 / max(wide, 1), height * 2 / max(tall, 1), 1.0)


def _shapes(strokes: Sequence[Sequence[Point]], scale: float, *, thickness: float = 3.2) -> list[cv.Shape]:
    pen = ft.Paint(
        color=INK, stroke_width=thickness, style=ft.PaintingStyle.STROKE, stroke_cap=ft.StrokeCap.ROUND, stroke_join=ft.StrokeJoin.ROUND
    )
    return [cv.Path(_path([(x * scale / 2, y * scale / 2) for x, y, _t in stroke]), paint=pen) for stroke in strokes if stroke]


def _path(points: Sequence[tuple[float, float]]) -> list[cv.Path.PathElement]:
    """A smooth line through the points (Catmull-Rom), which looks like a pen's."""
    first = points[0]
    elements: list[cv.Path.PathElement] = [cv.Path.MoveTo(*first)]
    if len(points) == 1:
        return [*elements, cv.Path.LineTo(first[0] + 0.1, first[1] + 0.1)]
    for place in range(len(points) - 1):
        before, here, there, after = (points[max(0, min(len(points) - 1, place + step))] for step in (-1, 0, 1, 2))
        elements.append(
            cv.Path.CubicTo(
                here[0] + (there[0] - before[0]) / 6,
                here[1] + (there[1] - before[1]) / 6,
                there[0] - (after[0] - here[0]) / 6,
                there[1] - (after[1] - here[1]) / 6,
                *there,
            )
        )
    return elements


def _paper() -> ft.Control:
    return ft.Container(bgcolor=PAPER, border_radius=RADIUS, border=ft.Border.all(1, OUTLINE), left=0, top=0, right=0, bottom=0)


def _guide(label: Said, note: Said) -> list[ft.Control]:
    words = ft.Text(speak(note) or speak(label), style=theme.style(12, color=PAPER_NOTE))
    return [ft.Container(height=1, bgcolor=PAPER_LINE, left=24, right=24, bottom=34), ft.Container(words, left=24, right=24, bottom=9)]


def _again(clear: Callable[[], None]) -> ft.Control:
    style = ft.ButtonStyle(color=ON_PAPER, icon_color=ON_PAPER, text_style=theme.style(15, W6))
    button = ft.TextButton(_("Write again"), icon=ft.Icons.UNDO, height=theme.height(theme.TOUCH), style=style, on_click=safely(clear))
    return ft.Container(button, right=2, top=2)
