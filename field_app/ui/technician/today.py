"""今日: the day in order of time, read from the phone alone, so it is there at once and without network (P10.4)."""

from __future__ import annotations

import flet as ft

from field_app.ui.components import EmptyState, Section, TabPage, screen
from field_app.ui.components.layout import Part
from field_app.ui.components.timeline import DayRail
from field_app.ui.hooks import use_services, use_sheets, use_today
from field_app.ui.office.labels import dotted
from field_app.ui.technician.parts.board import Board, Visit, board
from field_app.ui.technician.parts.day_cards import ComingCard, ContactCard, SentBackCard, VisitCard, WaitingCard
from field_app.ui.technician.parts.keyed import keyed
from field_app.ui.words import _, day, n_


@screen
def TodayScreen() -> ft.View:
    services, today = use_services(), use_today()
    mine = board(use_sheets("repair"), services.me.user, services.me.roles, today)
    last = len(mine.visits) - 1
    return TabPage(
        _("Today"),
        *[keyed(SentBackCard(sheet), sheet.id) for sheet in mine.sent_back],
        *[keyed(DayRail(v.place, VisitCard(v), last=i == last), v.sheet.id) for i, v in enumerate(mine.visits)],
        *_to_contact(mine),
        *_others(_("Coming days"), mine.coming),
        *_waiting(mine),
        EmptyState(_("No cases yet."), _("A case the supervisor gives you appears here by itself.")) if mine.is_empty else None,
        note=day(today),
        line=_counts(mine),
    )


def _counts(mine: Board) -> str:
    visits = n_("{n} visit", "{n} visits", len(mine.visits))
    done = _("{n} done", n=mine.done) if mine.done else ""
    contact = _("{n} to contact", n=len(mine.to_contact)) if mine.to_contact else ""
    return dotted(visits, done, contact)


def _to_contact(mine: Board) -> tuple[Part, ...]:
    waiting = mine.to_contact
    if not waiting:
        return ()
    note = n_("{n} case without a time", "{n} cases without a time", len(waiting))
    return Section(_("Customers to contact"), note), *[keyed(ContactCard(sheet), sheet.id) for sheet in waiting]


def _others(title: str, visits: tuple[Visit, ...]) -> tuple[Part, ...]:
    if not visits:
        return ()
    return Section(title, n_("{n} visit", "{n} visits", len(visits))), *[keyed(ComingCard(visit), visit.sheet.id) for visit in visits]


def _waiting(mine: Board) -> tuple[Part, ...]:
    if not mine.waiting:
        return ()
    note = n_("{n} case", "{n} cases", len(mine.waiting))
    return Section(_("With the supervisor"), note), *[keyed(WaitingCard(sheet), sheet.id) for sheet in mine.waiting]
