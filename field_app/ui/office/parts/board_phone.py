"""The work schedule on a phone: one day, person after person, each visit a row to tap."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import flet as ft

from field_app.domain.facts import UserId
from field_app.domain.schedule import Gap, Visit
from field_app.ui.components import Caption, Down, EmptyState, Mark, Wrapped
from field_app.ui.office.boarding import Board, Row
from field_app.ui.office.crew import Whereabouts
from field_app.ui.office.labels import dotted
from field_app.ui.office.parts.board_cells import Hands, face, read_out, whereabouts
from field_app.ui.office.parts.panel import Panel
from field_app.ui.office.parts.table import Listed, Tile, Two
from field_app.ui.words import _, n_, window

SHOWN = 30


def PhoneDay(board: Board, where: Mapping[UserId, Whereabouts], now: datetime, hands: Hands) -> ft.Control:
    rows = sorted(board.rows, key=lambda row: not row.on(board.first).visits)
    people = [_person(row, board, where[row.who.user], now, hands) for row in rows[:SHOWN]]
    more = len(rows) - len(people)
    rest = Caption(n_("{n} more without a visit that day", "{n} more without a visit that day", more)) if more else None
    empty = EmptyState(_("No technicians fit"), _("Choose another district or skill; the administrator gives people the role."))
    return Down(*(people or [empty]), rest, gap=8, stretch=True)


def _person(row: Row, board: Board, who: Whereabouts, now: datetime, hands: Hands) -> ft.Control:
    day, name = row.on(board.first), row.who.name
    tiles = [_tile(visit, day.gaps, name, now, hands) for visit in day.visits]
    empty = ft.Container(Caption(_("No visit that day.")), padding=ft.Padding(left=16, top=0, right=16, bottom=12))
    return Panel(name, Listed(*tiles, empty=empty), note=dotted(row.who.district, whereabouts(who, now)[0]), flush=True)


def _tile(visit: Visit, gaps: Sequence[Gap], name: str, now: datetime, hands: Hands) -> ft.Control:
    look = face(visit, now)
    clash = next((gap for gap in gaps if gap.clashes and visit in (gap.before, gap.after)), None)
    marks = Wrapped(
        Mark(look.tone, look.icon, look.word),
        Mark("red", ft.Icons.ERROR, n_("clash, {n} min", "clash, {n} min", -clash.minutes)) if clash else None,
    )
    words = Two(f"{window(visit.starts_at, visit.ends_at)} {visit.project or visit.customer}", visit.fault)
    return Tile(words, marks, on_open=lambda: hands.open(visit.sheet), label=read_out(visit, name, now))
