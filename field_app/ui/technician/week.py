"""一周: who is to be visited on which of the next seven days."""

from __future__ import annotations

from datetime import date, timedelta

import flet as ft

from field_app.ui.components import PhonePage, Secondary, Section, screen
from field_app.ui.components.layout import Part
from field_app.ui.hooks import use_now, use_services, use_sheets
from field_app.ui.technician.parts.board import Board, Visit, board
from field_app.ui.technician.parts.day_cards import ComingCard
from field_app.ui.technician.parts.keyed import keyed
from field_app.ui.words import _, day, n_

DAYS = 7


@screen
def WeekScreen() -> ft.View:
    services, now = use_services(), use_now()
    mine = board(use_sheets("repair"), services.me.user, services.me.roles, now)
    today = services.today()
    days = [today + timedelta(days=n) for n in range(DAYS)]
    return PhonePage(_("The week"), *[part for on in days for part in _day(on, visits_on(mine, on, today))], *_beyond(mine, days[-1]))


def visits_on(mine: Board, on: date, today: date) -> tuple[Visit, ...]:
    """The visits of a day; today's are those on its rail, with whatever earlier ones aren't finished."""
    return mine.visits if on == today else tuple(visit for visit in mine.coming if visit.day == on)


def _day(on: date, visits: tuple[Visit, ...]) -> tuple[Part, ...]:
    note = n_("{n} visit", "{n} visits", len(visits)) if visits else _("No visit")
    return Section(day(on), note), *[keyed(ComingCard(visit), visit.key) for visit in visits]


def _beyond(mine: Board, last: date) -> tuple[Part, ...]:
    later = [visit for visit in mine.coming if visit.day and visit.day > last]
    if not later:
        return (Secondary(_("Nothing is agreed for later.")),)
    return Section(_("Later"), n_("{n} visit", "{n} visits", len(later))), *[keyed(ComingCard(visit), visit.key) for visit in later]
