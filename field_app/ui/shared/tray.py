"""公司另有看法: what I recorded that the office sees differently, gates I passed with a reason, and what became of it (P10.1, P10.2)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import flet as ft
from attrs import frozen

from field_app.domain.facts import UserId
from field_app.domain.repair import intake, signoff
from field_app.domain.repair.signoff import OddSettled
from field_app.domain.sheets import Entry, Sheet
from field_app.ui.components import Body, Down, EmptyState, Mark, PhonePage, Row, Rows, Secondary, Section, screen
from field_app.ui.components.layout import Part
from field_app.ui.hooks import use_services, use_sheets
from field_app.ui.office.labels import RULES, VERDICT, comma, dotted, word
from field_app.ui.routes import sheet_address
from field_app.ui.services import Services
from field_app.ui.words import _, moment


@frozen
class Seen:
    """One entry of mine, and the supervisor's word on it where there is one."""

    sheet: Sheet
    entry: Entry[Any]
    settled: str


def seen_differently(sheets: Iterable[Sheet], me: UserId) -> tuple[Seen, ...]:
    """Mine that are late, suspect or refused, or went past a gate; what is open first, then the newest."""
    found = [one for sheet in sheets for one in _of(sheet, me)]
    newest = sorted(found, key=lambda one: one.entry.at, reverse=True)
    return tuple(sorted(newest, key=lambda one: bool(one.settled)))


def _of(sheet: Sheet, me: UserId) -> Iterable[Seen]:
    said = {entry.body.key: entry.body.note for entry in sheet.live(OddSettled)}
    odd = {entry.key: entry for entry in (*signoff.exceptions(sheet), *signoff.oddities(sheet)) if entry.by == me}
    return (Seen(sheet, entry, said.get(key, "")) for key, entry in odd.items())


@screen
def TrayScreen() -> ft.View:
    services = use_services()
    found = seen_differently(use_sheets("repair"), services.me.user)
    nothing = EmptyState(
        _("The office sees all of it as you do."), _("What doesn't fit, and rules you passed with a reason, would be listed here.")
    )
    return PhonePage(
        _("What the office sees differently"),
        *_group(services, _("With the supervisor"), [one for one in found if not one.settled]),
        *_group(services, _("Settled"), [one for one in found if one.settled]),
        nothing if not found else None,
        back="/data",
    )


def _group(services: Services, title: str, found: list[Seen]) -> tuple[Part, ...]:
    return (Section(title), Rows(*[_row(services, one) for one in found])) if found else ()


def _row(services: Services, one: Seen) -> ft.Control:
    from field_app.ui.office.describe import describe

    number = intake.number(one.sheet)
    where = Secondary(dotted(intake.request(one.sheet).customer, number, moment(one.entry.at, services.now())))
    answer = Body(_("Supervisor: {note}", note=one.settled), 14) if one.settled else None
    return Row(
        Body(describe(one.entry, one.sheet, services.name_of).sentence, 16),
        Down(where, *_why(one.entry), answer, gap=2),
        on_click=lambda: services.go(sheet_address(services, one.sheet.id)),
        label=_("Open {number}", number=number),
        key=f"{one.entry.key.device}-{one.entry.key.n}",
    )


def _why(entry: Entry[Any]) -> list[ft.Control]:
    marks: list[ft.Control] = []
    if entry.stamp.verdict != "ok":
        tone, icon, said = VERDICT[entry.stamp.verdict]
        marks.append(Mark(tone, icon, said()))
    if passed := entry.fact.exception:
        rules = comma(*(word(RULES, rule) for rule in sorted(passed.rules)))
        marks.append(Mark("amber", ft.Icons.FLAG_OUTLINED, _("{rules}: {reason}", rules=rules, reason=passed.reason)))
    return marks
