"""Charts people would rather look at than read: a line over months with its target dashed, or bars beside names. Read out as words."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import flet as ft
import flet_charts as fc

from field_app.ui import theme
from field_app.ui.components import Across, Body, Caption, Down, pad
from field_app.ui.theme import LINE, OUTLINE, PRIMARY, TONES, TRACK

Point = tuple[str, float | None]
Say = Callable[[float], str]

HIGH = 168
# Empty room at the right, or the client cuts the last label.
_ROOM = 0.35


def LineOver(points: Sequence[Point], spoken: Say, *, target: float | None = None, label: str = "") -> ft.Control:
    """One value a month; months without one leave no point."""
    low, high, step = _scale([y for _name, y in points if y is not None], target)
    shown = [fc.LineChartDataPoint(x, y) for x, (_month, y) in enumerate(points) if y is not None]
    series = [
        fc.LineChartData(
            points=shown,
            color=PRIMARY,
            stroke_width=3,
            rounded_stroke_cap=True,
            point=fc.ChartCirclePoint(radius=4, color=PRIMARY, stroke_width=0),
        )
    ]
    if target is not None:
        ends = [fc.LineChartDataPoint(0, target), fc.LineChartDataPoint(max(1, len(points) - 1), target)]
        series.append(fc.LineChartData(points=ends, color=OUTLINE, stroke_width=1, dash_pattern=[5, 4], point=False))
    steps = [low + step * n for n in range(round((high - low) / step) + 1)]
    chart = fc.LineChart(
        data_series=series,
        min_x=0,
        max_x=max(1, len(points) - 1) + _ROOM,
        min_y=low,
        max_y=high,
        bottom_axis=fc.ChartAxis(labels=[_label(x, name) for x, (name, _y) in enumerate(points)], label_size=24),
        left_axis=fc.ChartAxis(labels=[_label(y, spoken(y)) for y in steps], label_size=52),
        horizontal_grid_lines=fc.ChartGridLines(interval=step, color=LINE, width=1),
        height=HIGH,
        interactive=False,
    )
    read_out = ", ".join(f"{name} {spoken(y)}" for name, y in points if y is not None)
    # The topmost label reaches above the chart's edge.
    roomy = ft.Container(chart, padding=pad(0, 10, 0, 0))
    return ft.Semantics(content=roomy, label=f"{label}: {read_out}", image=True, exclude_semantics=True)


def _label(at: float, words: str) -> fc.ChartAxisLabel:
    return fc.ChartAxisLabel(value=at, label=Caption(words))


def _scale(values: Sequence[float], target: float | None) -> tuple[float, float, float]:
    """From where to where the axis goes, and its step: four round steps that hold every value and the target."""
    held = [*values, *([target] if target is not None else [])] or [0]
    low, high = min(0.0, *held), max(*held, 1e-9)
    rough = (high - low) / 4
    magnitude = 10.0 ** math.floor(math.log10(rough)) if rough else 1.0
    step = next(m * magnitude for m in (1, 2, 2.5, 5, 10) if m * magnitude >= rough * 0.999)
    return low, low + step * math.ceil((high - low) / step * 0.999), step


def Bars(rows: Sequence[tuple[str, float, str]], *, tone: theme.Tone = "next") -> ft.Control:
    """Names with a bar and a word behind it, the longest bar full."""
    most = max((abs(value) for _name, value, _word in rows), default=0) or 1
    return Down(*(_bar(name, abs(value) / most, word, tone) for name, value, word in rows), gap=10, stretch=True)


def _bar(name: str, share: float, word: str, tone: theme.Tone) -> ft.Control:
    filled = max(1, round(share * 100))
    full = ft.Container(expand=filled, height=8, border_radius=4, bgcolor=TONES[tone][2])
    rest = ft.Container(expand=101 - filled, height=8)
    bar = ft.Container(ft.Row([full, rest], spacing=0), bgcolor=TRACK, border_radius=4, expand=2)
    words = Body(name, 14, expand=2, max_lines=1, overflow=ft.TextOverflow.ELLIPSIS)
    line = Across(words, bar, Body(word, 14, expand=1, text_align=ft.TextAlign.RIGHT, max_lines=1), gap=12)
    return ft.Semantics(content=line, label=f"{name} {word}", container=True, exclude_semantics=True)
