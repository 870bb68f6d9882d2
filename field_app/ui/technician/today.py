"""今日: the day in order of time, read from the phone alone, so it is there at once and without network (P10.4)."""

from __future__ import annotations

import flet as ft

from field_app.domain.followup import complaint
from field_app.domain.sheets import Sheet
from field_app.ui.components import Banner, EmptyState, IconAct, Plain, Section, TabPage, screen, snack
from field_app.ui.components.layout import Part
from field_app.ui.components.timeline import DayRail
from field_app.ui.hooks import use_now, use_pull, use_services, use_sheets
from field_app.ui.office.labels import dotted
from field_app.ui.services import Services
from field_app.ui.technician.parts.board import Board, Visit, board
from field_app.ui.technician.parts.bring import ToBring
from field_app.ui.technician.parts.day_cards import ComingCard, ContactCard, InRepairCard, SentBackCard, VisitCard, WaitingCard
from field_app.ui.technician.parts.keyed import keyed
from field_app.ui.words import _, day, n_, short_day


@screen
def TodayScreen() -> ft.View:
    services, now = use_services(), use_now()
    mine = board(use_sheets("repair"), services.me.user, services.me.roles, now)
    last = len(mine.visits) - 1
    pull = use_pull(lambda: _ask_office(services))
    return TabPage(
        _("Today"),
        *[keyed(SentBackCard(sheet), sheet.id) for sheet in mine.sent_back],
        *_complaints(services, use_sheets("complaint")),
        *[keyed(DayRail(v.place, VisitCard(v), last=i == last), v.key) for i, v in enumerate(mine.visits)],
        *_to_contact(mine),
        *ToBring(mine.visits),
        *_others(_("Coming days"), mine.coming),
        *_in_repair(mine),
        *_waiting(mine),
        EmptyState(_("No cases yet."), _("A case the supervisor gives you appears here by itself.")) if mine.is_empty else None,
        note=day(services.today()),
        line=_counts(mine),
        actions=_ways(services),
        on_scroll=pull,
    )


def _ask_office(services: Services) -> None:
    services.sync.kick()
    snack(_("Asking the office for what is new."))


def _ways(services: Services) -> tuple[ft.Control, ...]:
    return (
        IconAct(ft.Icons.SEARCH, _("Search"), lambda: services.go("/today/search")),
        IconAct(ft.Icons.DATE_RANGE_OUTLINED, _("The week"), lambda: services.go("/today/week")),
        IconAct(ft.Icons.REFRESH, _("Ask the office now"), lambda: _ask_office(services)),
    )


def _counts(mine: Board) -> str:
    visits = n_("{n} visit", "{n} visits", len(mine.visits))
    done = _("{n} done", n=mine.done) if mine.done else ""
    contact = _("{n} to contact", n=len(mine.to_contact)) if mine.to_contact else ""
    return dotted(visits, done, contact)


def _complaints(services: Services, sheets: tuple[Sheet, ...]) -> tuple[Part, ...]:
    """Those I am to answer (P9.2)."""
    mine = [sheet for sheet in sheets if complaint.responsible(sheet) == services.me.user and complaint.status(sheet) == "to_answer"]
    return tuple(_complaint(services, sheet) for sheet in mine)


def _complaint(services: Services, sheet: Sheet) -> ft.Control:
    known, due = complaint.received(sheet), complaint.due_on(sheet)
    words = known.text if known else ""
    title = _("{customer} complains, answer by {day}", customer=known.customer if known else "", day=short_day(due) if due else "–")
    answer = Plain(_("Answer it"), lambda: services.go(f"/complaints/{sheet.id}"))
    return Banner("red" if complaint.is_overdue(sheet, services.today()) else "amber", words, title=title, actions=(answer,))


def _to_contact(mine: Board) -> tuple[Part, ...]:
    waiting = mine.to_contact
    if not waiting:
        return ()
    note = n_("{n} case without a time", "{n} cases without a time", len(waiting))
    return Section(_("Customers to contact"), note), *[keyed(ContactCard(sheet), sheet.id) for sheet in waiting]


def _others(title: str, visits: tuple[Visit, ...]) -> tuple[Part, ...]:
    if not visits:
        return ()
    return Section(title, n_("{n} visit", "{n} visits", len(visits))), *[keyed(ComingCard(visit), visit.key) for visit in visits]


def _in_repair(mine: Board) -> tuple[Part, ...]:
    if not mine.in_repair:
        return ()
    note = n_("{n} case", "{n} cases", len(mine.in_repair))
    return Section(_("In repair with us"), note), *[keyed(InRepairCard(sheet), sheet.id) for sheet in mine.in_repair]


def _waiting(mine: Board) -> tuple[Part, ...]:
    if not mine.waiting:
        return ()
    note = n_("{n} case", "{n} cases", len(mine.waiting))
    return Section(_("With the supervisor"), note), *[keyed(WaitingCard(sheet), sheet.id) for sheet in mine.waiting]
