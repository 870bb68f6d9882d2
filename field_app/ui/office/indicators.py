"""Indicators: number, change, chart, definition, and the list behind each (P9.4)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import flet as ft

from field_app.domain.facts import UserId
from field_app.domain.followup import complaint
from field_app.domain.indicators import INDICATORS, Indicator
from field_app.domain.measures import exceptions_by_rule, measure, repeats
from field_app.domain.policy import POLICY_SHEET
from field_app.domain.repair.register import register
from field_app.domain.sheets import Sheet
from field_app.papers import figures
from field_app.ui import theme
from field_app.ui.components import (
    Across,
    Body,
    Caption,
    DeskPage,
    Down,
    EmptyState,
    Figure,
    Mark,
    Option,
    Pair,
    Pick,
    Quick,
    pad,
    screen,
)
from field_app.ui.hooks import Address, Field, use_address, use_now, use_services, use_sheet, use_sheets
from field_app.ui.office.figures import Asked, Picture, asked, picture, said, short
from field_app.ui.office.labels import RULES, word
from field_app.ui.office.parts.acts import Act
from field_app.ui.office.parts.charts import Bars, LineOver
from field_app.ui.office.parts.panel import Panel
from field_app.ui.office.parts.space import desk, wide
from field_app.ui.services import Services
from field_app.ui.shared.printing import ExportMenu, around
from field_app.ui.words import _, n_, speak

MONTHS = (1, 3, 6, 12)
MOST_BARS = 6


@screen
def IndicatorsScreen() -> ft.View:
    services, repairs, at = use_services(), use_sheets("repair"), use_address()
    complaints = use_sheets("complaint")
    use_now()
    wanted = asked(at.__getitem__)
    rules = use_sheet(POLICY_SHEET)
    every = [one for sheet in repairs if (one := measure(sheet, rules))]
    shown = picture(every, wanted, services.today())
    cards = [_card(services, at, one, shown, wanted) for one in INDICATORS]
    rest = [_exceptions(services, shown), _others(services, shown, repairs, complaints)]
    empty = EmptyState(_("No case in these months"), _("Cases count from the day they were reported; choose more months."))
    return DeskPage(
        _("Indicators"),
        _filters(services, at, wanted, every),
        _grid([*cards, *rest]) if shown.cases else empty,
        note=n_("{n} case", "{n} cases", len(shown.cases)),
        actions=[ExportMenu(lambda: figures.indicators(shown.now, shown.before, around(services)))],
    )


def _filters(services: Services, at: Address, wanted: Asked, every: Sequence[object]) -> ft.Control:
    months = [Option(str(n), n_("this month", "{n} months", n)) for n in MONTHS]
    by = [
        Option("", _("by month")),
        Option("technician", _("by technician")),
        Option("customer", _("by customer")),
        Option("equipment", _("by equipment")),
    ]
    people = [Option("", _("everyone")), *(Option(one.user, one.name) for one in services.people if "technician" in one.roles)]
    who = Pick(_("Technician"), _in_address(at, "technician", wanted.technician), people)
    return ft.Row(
        [
            Quick(_in_address(at, "months", str(wanted.months)), months),
            Quick(_in_address(at, "by", "" if wanted.by == "month" else wanted.by), by),
            ft.Container(who, width=theme.size(200), padding=pad(0, 6, 0, 0)),
        ],
        spacing=16,
        run_spacing=8,
        wrap=True,
    )


def _in_address(at: Address, name: str, value: str) -> Field:
    return Field(value, change=lambda chosen: at.set(**{name: chosen}))


def _grid(cards: Sequence[ft.Control]) -> ft.Control:
    across = 3 if desk() else 2 if wide() else 1
    rows = [cards[n : n + across] for n in range(0, len(cards), across)]
    return Down(*(_across(row, across) for row in rows), gap=16, stretch=True)


def _across(row: Sequence[ft.Control], across: int) -> ft.Control:
    filler = [ft.Container(expand=True) for _missing in range(across - len(row))]
    boxes: list[ft.Control] = [ft.Container(card, expand=True) for card in row]
    return ft.Row([*boxes, *filler], spacing=16, vertical_alignment=ft.CrossAxisAlignment.START)


def _card(services: Services, at: Address, one: Indicator, shown: Picture, wanted: Asked) -> ft.Control:
    value, count = one.value(shown.now), one.counts(shown.now)
    listed = n_("{n} case", "{n} cases", count)
    open_list = Act(listed, lambda: services.go(_list_address(at, one)), icon=ft.Icons.CHEVRON_RIGHT, small=True)
    see = open_list if count else Caption(listed)
    number = Across(Figure(said(value, one.unit), 28, expand=True), _change(one, shown), gap=8)
    return Panel(one.name, number, _chart(services, one, shown, wanted), Caption(one.definition), trail=see, gap=10)


def _list_address(at: Address, one: Indicator) -> str:
    query = "&".join(f"{name}={value}" for name, value in at.query.items() if name != "by")
    return f"/indicators/{one.code}?{query}" if query else f"/indicators/{one.code}"


def _change(one: Indicator, shown: Picture) -> ft.Control | None:
    """Against as many months before: better is green, worse amber."""
    now, before = one.value(shown.now), one.value(shown.before)
    if now is None or before is None or round(now, 2) == round(before, 2):
        return None
    better = (now < before) == (one.better == "lower")
    icon = ft.Icons.TRENDING_UP if now > before else ft.Icons.TRENDING_DOWN
    return Mark("green" if better else "amber", icon, _("before {value}", value=said(before, one.unit)))


def _chart(services: Services, one: Indicator, shown: Picture, wanted: Asked) -> ft.Control:
    policy = services.policy()
    target = one.target(policy.limits) if one.target and policy else None
    if wanted.by == "month":
        points = [(_month(name), one.value(sums)) for name, sums in shown.groups.items()]
        return LineOver(points, lambda value: short(value, one.unit), target=target, label=speak(one.name))
    values = ((name, one.value(sums)) for name, sums in shown.groups.items())
    rows = [(_name(services, wanted, name), value, said(value, one.unit)) for name, value in values if value is not None]
    return Bars(rows[:MOST_BARS])


def _month(name: str) -> str:
    return _("{month}/{year}", month=int(name[5:]), year=name[2:4])


def _name(services: Services, wanted: Asked, name: str) -> str:
    if wanted.by == "technician":
        return services.name_of(UserId(name)) if name else _("nobody yet")
    return name or _("not named")


def _exceptions(services: Services, shown: Picture) -> ft.Control:
    """By rule, with the person who has most of them (P10.1)."""
    rows = exceptions_by_rule(shown.cases)
    if not rows:
        return Panel(_("Rules passed with a reason"), Body(_("None in these months.")))
    bars = [(_rule(services, rule, who), float(count), str(count)) for rule, count, who in rows[:MOST_BARS]]
    total = sum(count for _rule_, count, _who in rows)
    definition = Caption(_("How often a rule was passed with a reason, and who did so most."))
    return Panel(_("Rules passed with a reason"), Figure(str(total), 28), Bars(bars, tone="red"), definition, gap=10)


def _rule(services: Services, rule: str, who: UserId | None) -> str:
    most = f" {services.name_of(who)}" if who else ""
    return f"{word(RULES, rule)}{most}"


def _others(services: Services, shown: Picture, repairs: Sequence[Sheet], complaints: Sequence[Sheet]) -> ft.Control:
    today = services.today()
    closed = shown.now.closed
    again = len(repeats(shown.cases))
    share = f"{100 * again / closed:.1f}%" if closed else "–"
    waiting = [sheet for sheet in complaints if complaint.status(sheet) != "closed"]
    late = sum(line.days_over(today) > 0 for line in register(repairs))
    told = _("Pieces here past the date the customer was told.")
    rows: list[tuple[str, str, str, Callable[[], None]]] = [
        (
            _("Repeat repairs within 30 days"),
            share,
            _("Same project and equipment reported again within 30 days of the sign-off, of closed cases."),
            lambda: services.go("/indicators/repeats"),
        ),
        (_("Complaints open"), str(len(waiting)), _("Complaints not closed yet."), lambda: services.go("/complaints")),
        (_("Pieces overdue"), str(late), told, lambda: services.go("/register?state=over")),
    ]
    return Panel(_("Others"), *(_other(*row) for row in rows), gap=12)


def _other(name: str, value: str, definition: str, go: Callable[[], None]) -> ft.Control:
    see = Act(_("See them"), go, small=True)
    return Down(Across(ft.Container(Pair(name, value, strong=True), expand=True), see), Caption(definition), gap=2, stretch=True)
