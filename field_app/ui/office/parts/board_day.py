"""One day of the work schedule by the hour: people in rows, hours across. Only the rows in sight are built."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

import flet as ft
from attrs import frozen

from field_app.domain.days import day_of
from field_app.domain.schedule import Gap, Visit
from field_app.ui import theme
from field_app.ui.components import Across, Caption, Glyph, pad
from field_app.ui.office.boarding import FIRST_HOUR, LAST_HOUR, Board, Day, minutes_of
from field_app.ui.office.crew import Whereabouts
from field_app.ui.office.parts.board_cells import GROUP, Block, Handle, Hands, PersonCell, read_out
from field_app.ui.safely import component, safely
from field_app.ui.theme import LINE, RAIL, SECONDARY, TONES, TRACK
from field_app.ui.words import n_

HEAD = 32


@frozen
class Hours:
    """The hours across and how wide each is; `row` is a row's height."""

    first: int
    last: int
    hour: float
    person: float
    row: float

    @property
    def width(self) -> float:
        return (self.last - self.first) * self.hour

    def left(self, minutes: float) -> float:
        return (minutes / 60 - self.first) * self.hour

    def minute(self, left: float, step: int) -> int:
        """The minute of the day at this distance from the left, on the next full step."""
        minutes = self.first * 60 + left / self.hour * 60
        return min(24 * 60 - step, max(0, round(minutes / step) * step))


def hours_of(board: Board, room: float, person: float, row: float) -> Hours:
    """The working day, wider where a visit is outside it."""
    visits = [visit for one in board.rows for visit in one.on(board.first).visits]
    first = min([FIRST_HOUR, *(minutes_of(visit.starts_at) // 60 for visit in visits)])
    ends = (24 if day_of(visit.ends_at) > visit.day else -(-minutes_of(visit.ends_at) // 60) for visit in visits)
    last = max([LAST_HOUR, *ends])
    return Hours(first, last, (room - person) / (last - first), person, row)


def Head(hours: Hours, title: str, now_minutes: int | None) -> ft.Control:
    every = 1 if hours.hour >= theme.size(40) else 2
    marks: list[ft.Control] = [
        ft.Container(Caption(f"{hour}:00"), left=hours.left(hour * 60), top=7, padding=pad(4))
        for hour in range(hours.first, hours.last, every)
        if now_minutes is None or not _covers(now_minutes, hour, hours)
    ]
    if now_minutes is not None and hours.first * 60 <= now_minutes < hours.last * 60:
        said = Caption(f"{now_minutes // 60}:{now_minutes % 60:02d}", color=TONES["red"][0])
        left = hours.left(now_minutes) - 18
        marks.append(ft.Container(said, left=left, top=6, bgcolor=TONES["red"][2], border_radius=4, padding=pad(3, 1, 3, 1)))
    across = ft.Stack(marks, width=hours.width, height=HEAD)
    person = ft.Container(Caption(title), width=hours.person, padding=pad(12, 8, 0, 0), height=HEAD)
    return ft.Container(ft.Row([person, across], spacing=0), height=HEAD, bgcolor=RAIL, border=ft.Border(bottom=ft.BorderSide(1, LINE)))


def _covers(now_minutes: int, hour: int, hours: Hours) -> bool:
    """Whether the mark of the moment lies over the hour's."""
    return -18 < hours.left(now_minutes) - hours.left(hour * 60) < 54


def Ground(hours: Hours, height: float, now_minutes: int | None) -> list[ft.Control]:
    """Behind all rows: the hours, lunch shaded, and the present moment, so that it never cuts through words."""
    at = hours.person
    parts: list[ft.Control] = [ft.Container(left=at + hours.left(12 * 60), width=hours.hour, top=0, height=height, bgcolor=RAIL)]
    lines = (at + hours.left(hour * 60) for hour in range(hours.first, hours.last))
    parts += [ft.Container(left=left, width=1, top=0, height=height, bgcolor=LINE) for left in lines]
    if now_minutes is not None and hours.first * 60 <= now_minutes < hours.last * 60:
        parts.append(ft.Container(left=at + hours.left(now_minutes), width=2, top=0, height=height, bgcolor=TONES["red"][2]))
    return parts


@component
def DayRow(who: Whereabouts, day: Day, on: date, hours: Hours, now: datetime, chosen: str, hands: Hands) -> ft.Control:
    """One technician's day: a target to drop visits on, with the visits on it."""
    lanes, name = _lanes(day.visits), who.who.name
    placed = [_placed(visit, lane, hours, now, chosen, name, day.gaps, hands) for visit, lane in zip(day.visits, lanes, strict=True)]
    items = [*placed, *_ways(day.gaps, hours), *_clash_words(day.gaps, hours)]
    track = ft.Stack(items, width=hours.width, height=hours.row, clip_behavior=ft.ClipBehavior.HARD_EDGE)
    dropped = safely(lambda e: hands.drop(who.who.user, on, e.local_position.x))
    return ft.Container(
        ft.Row(
            [
                PersonCell(who, day.hours, now, hours.person, hours.row),
                ft.DragTarget(group=GROUP, content=track, on_accept=dropped),
            ],
            spacing=0,
        ),
        height=hours.row,
        border=ft.Border(bottom=ft.BorderSide(1, LINE)),
    )


def _lanes(visits: Sequence[Visit]) -> list[tuple[int, int]]:
    """Which lane of how many each visit lies in: a clash splits the row in two."""
    split = [any(one is not two and one.starts_at < two.ends_at and two.starts_at < one.ends_at for two in visits) for one in visits]
    turn, found = 0, []
    for is_split in split:
        found.append((turn % 2, 2) if is_split else (0, 1))
        turn = turn + 1 if is_split else 0
    return found


def _placed(
    visit: Visit, lane: tuple[int, int], hours: Hours, now: datetime, chosen: str, name: str, gaps: Sequence[Gap], hands: Hands
) -> ft.Control:
    left = hours.left(minutes_of(visit.starts_at))
    width = max(28.0, visit.hours * hours.hour - 3)
    place, of = lane
    high = (hours.row - 8) / of - (0 if of == 1 else 1)
    clash = any(gap.clashes and gap.after is visit for gap in gaps)
    block = Block(visit, now, width, high, clash=clash, chosen=visit.sheet == chosen)
    handle = Handle(visit, block, read_out(visit, name, now), hands)
    # By a key of its own: a tap on its way would else open what has come into its place.
    key = f"{visit.sheet}:{visit.starts_at}"
    return ft.Container(handle, left=left + 2, top=4 + place * (high + 2), width=width, height=high, key=key)


def _ways(gaps: Sequence[Gap], hours: Hours) -> list[ft.Control]:
    """The way between two visits, so that "no gap" is seen before it is read."""
    return [_way(gap, hours) for gap in gaps if gap.travel and gap.minutes >= 0]


def _way(gap: Gap, hours: Hours) -> ft.Control:
    width = min(gap.travel, max(gap.minutes, 6)) / 60 * hours.hour
    left = hours.left(minutes_of(gap.after.starts_at)) - width
    tone = TONES["amber"] if gap.too_short else None
    bus: ft.Control = Glyph(ft.Icons.DIRECTIONS_BUS, 13, tone[1] if tone else SECONDARY)
    if tone and width > 48:
        bus = Across(bus, Caption(n_("{n} min", "{n} min", gap.minutes), color=tone[1]), gap=2, alignment=ft.MainAxisAlignment.CENTER)
    return ft.Container(bus, left=left, width=width, top=hours.row / 2 - 9, height=18, bgcolor=tone[0] if tone else TRACK)


def _clash_words(gaps: Sequence[Gap], hours: Hours) -> list[ft.Control]:
    """Beside the clash, how long it is, where there is room for words."""
    found: list[ft.Control] = []
    for gap in gaps:
        left = hours.left(minutes_of(max(gap.before.ends_at, gap.after.ends_at))) + 6
        if gap.clashes and left + 96 < hours.width:
            words = Caption(n_("clash, {n} min", "clash, {n} min", min(-gap.minutes, 24 * 60)), color=TONES["red"][2])
            mark = Across(Glyph(ft.Icons.ERROR, 15, TONES["red"][2]), words, gap=4)
            found.append(ft.Container(mark, left=left, top=hours.row / 2 - 10))
    return found
