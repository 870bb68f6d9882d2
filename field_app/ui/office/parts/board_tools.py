"""Above the work schedule: which days, which people, and how many visits clash. All of it stands in the address."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

import flet as ft

from field_app.domain.person import Account
from field_app.ui.components import Heading, IconAct, Mark, Option, Pick, Segments
from field_app.ui.hooks import Address, Field
from field_app.ui.office import crew
from field_app.ui.office.boarding import DAYS, Board
from field_app.ui.office.parts.acts import Act
from field_app.ui.office.parts.space import wide
from field_app.ui.words import _, day, language, n_, short_day


def Tools(address: Address, board: Board, people: Sequence[Account]) -> ft.Control:
    step = timedelta(days=DAYS[board.view])
    back = IconAct(ft.Icons.CHEVRON_LEFT, _("The days before"), _to(address, board.first - step))
    on = IconAct(ft.Icons.CHEVRON_RIGHT, _("The days after"), _to(address, board.first + step))
    today = Act(_("Today"), lambda: address.set(day=""), kind="outlined", small=True)
    parts = [back, Heading(_span(board)), on, today]
    if wide():
        parts += [ft.Container(_views(address, board), width=276 if language() == "zh" else 372), *_people(address, people)]
    clashes, short = board.troubles()
    marks = [
        Mark("red", ft.Icons.ERROR, n_("{n} clash", "{n} clashes", clashes)) if clashes else None,
        Mark("amber", ft.Icons.SCHEDULE, n_("{n} way too short", "{n} ways too short", short)) if short else None,
    ]
    return ft.Row(
        [*parts, *[mark for mark in marks if mark]],
        spacing=8, run_spacing=8, wrap=True, vertical_alignment=ft.CrossAxisAlignment.CENTER,
    )  # fmt: skip


def _to(address: Address, on: date) -> Callable[[], None]:
    return lambda: address.set(day=on.isoformat())


def _span(board: Board) -> str:
    return day(board.first) if board.view == "day" else f"{short_day(board.days[0])}–{short_day(board.days[-1])}"


def _views(address: Address, board: Board) -> ft.Control:
    options = [Option("day", _("One day")), Option("week", _("Week")), Option("two", _("Two weeks"))]
    return Segments(_("How many days"), Field(board.view, None, lambda view: address.set(view=view or "day")), options, may_be_empty=False)


def _people(address: Address, people: Sequence[Account]) -> list[ft.Control]:
    every = crew.technicians(people)
    districts = sorted({one.district for one in every if one.district})
    skills = sorted({skill for one in every for skill in one.skills if skill})
    return [
        ft.Container(_pick(_("District"), "district", districts, address), width=132),
        ft.Container(_pick(_("Skill"), "skill", skills, address), width=132),
    ]


def _pick(label: str, name: str, values: Sequence[str], address: Address) -> ft.Control:
    options = [Option("", _("All")), *(Option(value, value) for value in values)]
    return Pick(label, Field(address[name], None, lambda value: address.set(**{name: value})), options)
