"""The warranty as a line: acceptance, report, end (P5.2), so that the technician can show it."""

from __future__ import annotations

from datetime import date

import flet as ft

from field_app.ui import theme
from field_app.ui.components.layout import Across, Down, Yielding, pad
from field_app.ui.components.text import Body, Caption, Glyph, Strong
from field_app.ui.theme import PRIMARY, RADIUS, TEXT, TONES, TRACK, W6
from field_app.ui.words import Said, _


def WarrantyBar(verdict: Said, accepted_on: date, reported_on: date, ends_on: date, *, term: Said = "") -> ft.Control:
    """`verdict` says in words what the line shows; a report after the end stands at the right edge."""
    ground, ink, _line = TONES["info"]
    share = _share(accepted_on, reported_on, ends_on)
    inside = reported_on <= ends_on
    known = Across(Glyph(ft.Icons.SHIELD_OUTLINED, 22, ink), Body(verdict, 16, weight=W6, color=ink, expand=True))
    head = Yielding(known, Body(term, 14, color=ink) if term else None, gap=4 if theme.large() else 8)
    line = ft.Stack([ft.Container(_line_of(share), padding=pad(top=5, bottom=5)), _marker(share)])
    start, middle, end = ft.CrossAxisAlignment.START, ft.CrossAxisAlignment.CENTER, ft.CrossAxisAlignment.END
    report, finish = (reported_on, _("reported")), (ends_on, _("ends"))
    second, third = (report, finish) if inside else (finish, report)
    accepted = (accepted_on, _("accepted"))
    ends = [_label(*accepted, start), _label(*second, middle), _label(*third, end)]
    labels = Down(*map(_row, (accepted, second, third)), gap=0) if theme.large() else ft.Row(_spread(ends, share), spacing=0)
    return ft.Container(
        Down(head, ft.Container(height=4), line, labels, stretch=True), bgcolor=ground, border_radius=RADIUS, padding=pad(16, 12, 16, 10)
    )


def _share(accepted_on: date, reported_on: date, ends_on: date) -> int:
    """Where the report lies between acceptance and the last of the two, in hundredths."""
    whole = max((max(ends_on, reported_on) - accepted_on).days, 1)
    mark = min(reported_on, ends_on) if reported_on <= ends_on else ends_on
    return min(99, max(1, round(100 * (mark - accepted_on).days / whole)))


def _line_of(share: int) -> ft.Row:
    def part(expand: int, color: str) -> ft.Container:
        return ft.Container(height=6, expand=expand, bgcolor=color, border_radius=3)

    return ft.Row([part(share, PRIMARY), part(100 - share, TRACK)], spacing=2)


def _marker(share: int) -> ft.Row:
    mark = ft.Container(width=4, height=16, border_radius=2, bgcolor=TEXT)
    return ft.Row([ft.Container(expand=share), mark, ft.Container(expand=100 - share)], spacing=0)


def _spread(labels: list[ft.Column], share: int) -> list[ft.Control]:
    """The middle one roughly under the mark, never over its neighbours."""
    first, middle, last = labels
    before, after = ft.Container(expand=share), ft.Container(expand=100 - share)
    return [first, before, ft.Container(width=8), middle, ft.Container(width=8), after, last]


def _row(named: tuple[date, str]) -> ft.Control:
    on, word = named
    ink = TONES["info"][1]
    return Across(Strong(on.isoformat(), 12, color=ink, line=1.25), Caption(word, color=ink, line=1.25, expand=True))


def _label(on: date, word: str, align: ft.CrossAxisAlignment) -> ft.Column:
    ink = TONES["info"][1]
    words: list[ft.Control] = [Strong(on.isoformat(), 12, color=ink, line=1.25), Caption(word, color=ink, line=1.25)]
    return ft.Column(words, spacing=0, tight=True, horizontal_alignment=align)
