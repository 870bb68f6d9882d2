"""Where people are, by what each recorded last and when, so that nobody reads an old position as a live one; and the day in figures."""

from __future__ import annotations

from collections.abc import Sequence

import flet as ft

from field_app.domain.days import day_of
from field_app.domain.policy import POLICY_SHEET
from field_app.domain.repair import intake
from field_app.domain.sheets import Sheet
from field_app.ui import theme
from field_app.ui.components import Across, Avatar, Body, Caption, Down, Mark, Wrapped
from field_app.ui.office import crew
from field_app.ui.office.crew import Doing, Whereabouts
from field_app.ui.office.parts.acts import Act
from field_app.ui.office.parts.panel import Panel
from field_app.ui.office.parts.table import Listed, Tile
from field_app.ui.services import Services
from field_app.ui.theme import Tone
from field_app.ui.words import _, clock, n_, near_day

SHOWN = 25

_FACES: dict[Doing, tuple[Tone, ft.IconData]] = {
    "on_site": ("next", ft.Icons.HANDYMAN),
    "on_the_way": ("info", ft.Icons.DIRECTIONS_BUS),
    "late": ("amber", ft.Icons.SCHEDULE),
    "free": ("green", ft.Icons.CHECK_CIRCLE),
}


def Where(services: Services, sheets: Sequence[Sheet]) -> ft.Control:
    people = crew.whereabouts(services.people, sheets, services.now())
    out = sum(one.doing in ("on_site", "on_the_way") for one in people)
    # Of a large crew those who are somewhere; the schedule has them all.
    shown = sorted(people, key=lambda one: one.doing == "free")[:SHOWN] if len(people) > SHOWN else people
    tiles = [_one(services, one) for one in shown]
    empty = ft.Container(Caption(_("No technicians are known here yet.")), padding=16)
    note = _("{all} people, {out} out", all=len(people), out=out)
    return Panel(_("Where people are"), Listed(*tiles, empty=empty), note=note, flush=True, foot=_rest(services, len(people) - len(shown)))


def _rest(services: Services, more: int) -> ft.Control | None:
    if not more:
        return None
    schedule = Act(_("To the schedule"), lambda: services.go("/board"), small=True) if "supervisor" in services.me.roles else None
    return ft.Container(
        Across(Caption(n_("{n} more", "{n} more", more)), schedule, gap=12), padding=ft.Padding.symmetric(horizontal=16, vertical=8)
    )


def _one(services: Services, one: Whereabouts) -> ft.Control:
    tone, icon = _FACES[one.doing]
    name = Wrapped(Body(one.who.name, 14), Mark(tone, icon, _doing(services, one)), gap=8)
    after = _next(services, one)
    below, beside = (after, None) if theme.large() else (None, after)
    words = Down(name, Caption(_place(one), max_lines=1, overflow=ft.TextOverflow.ELLIPSIS), below, gap=1, expand=True)
    sheet = one.sheet
    opens = (lambda: services.go(f"/sheets/{sheet.id}")) if sheet else None
    label = _("Open the sheet of {name}", name=one.who.name) if opens else ""
    return Tile(Across(Avatar(one.who.name), words, beside, gap=10), on_open=opens, label=label)


def _doing(services: Services, one: Whereabouts) -> str:
    if one.doing == "late" and one.since:
        minutes = int((services.now() - one.since).total_seconds() // 60)
        return n_("{n} minute overdue", "{n} minutes overdue", minutes)
    return {
        "on_site": lambda: _("on site"),
        "on_the_way": lambda: _("on the way"),
        "late": lambda: _("overdue"),
        "free": lambda: _("free"),
    }[one.doing]()


def _place(one: Whereabouts) -> str:
    if one.sheet is None or one.since is None:
        return one.who.district or ""
    where = intake.request(one.sheet).project or intake.request(one.sheet).customer
    if one.doing == "on_site":
        return _("{where}, arrived {time}", where=where, time=clock(one.since))
    if one.doing == "on_the_way":
        return _("to {where}, left {time}", where=where, time=clock(one.since))
    return _("{where}, due by {time}, no arrival known", where=where, time=clock(one.since))


def _next(services: Services, one: Whereabouts) -> ft.Control | None:
    slot = one.next_slot
    if slot is None or (one.sheet and slot.sheet == one.sheet.id):
        return None
    local = near_day(day_of(slot.starts_at), services.today())
    when = Caption(_("next {day} {time}", day=local, time=clock(slot.starts_at)))
    place = Caption(slot.customer, max_lines=1, overflow=ft.TextOverflow.ELLIPSIS, width=110, text_align=ft.TextAlign.RIGHT)
    return ft.Column([when, place], spacing=1, tight=True, horizontal_alignment=ft.CrossAxisAlignment.END)


def DayFigures(services: Services, sheets: Sequence[Sheet]) -> ft.Control:
    figures = crew.today(sheets, services.today(), services.store.sheet(POLICY_SHEET))
    on_time = f"{figures.on_time} / {figures.arrived}"
    first = _figures((_("Visits today"), str(figures.agreed)), (_("Arrived"), str(figures.arrived)), (_("On time"), on_time))
    second = _figures((_("Requests today"), str(figures.taken)), (_("Assigned"), str(figures.assigned)), (_("Closed"), str(figures.closed)))
    return Panel(_("Today in figures"), first, second, gap=10)


def _figures(*pairs: tuple[str, str]) -> ft.Control:
    return ft.Row([Down(Caption(name), Body(value, 16), gap=1, expand=True) for name, value in pairs], spacing=8)
