"""The registers as tables: return-repair 返修登记表, work schedule 工作安排表 by day and week, cash handover 现金交接登记表.

Each is made from the sheets it is given, so what a screen shows filtered is exported as filtered.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from attrs import frozen

from field_app.domain import cash
from field_app.domain.days import SHANGHAI, day_of
from field_app.domain.errors import Words, say
from field_app.domain.facts import UserId
from field_app.domain.repair import dispatch, intake, register
from field_app.domain.repair.appointment import VisitAgreed
from field_app.domain.sheets import Entry, Sheet
from field_app.papers import labels
from field_app.papers.around import Around
from field_app.papers.form import Code
from field_app.papers.table import Column, Table, Value
from field_app.papers.visits import visits as visits_of
from field_app.papers.words import word

RETURNS = Code(say("Return-repair register"), "FW-10")
DAY = Code(say("Technicians' work schedule (day)"), "FW-11")
WEEK = Code(say("Technicians' work schedule (week)"), "FW-12")
CASH = Code(say("Cash handover register"), "FW-13")
WEEKDAYS: tuple[Words, ...] = (say("Mon"), say("Tue"), say("Wed"), say("Thu"), say("Fri"), say("Sat"), say("Sun"))


def returns(lines: Iterable[register.Line], around: Around) -> Table:
    """Every piece taken back (P6.2); overdue counts from the date the customer was told (P6.3)."""
    columns = (
        Column(say("Slip"), width=8),
        Column(say("Customer"), width=9),
        Column(say("Equipment piece"), width=7),
        Column(say("Serial"), width=6),
        Column(say("Condition"), width=8),
        Column(say("Taken back on"), "day", 6),
        Column(say("Bench technician"), width=5),
        Column(say("State"), width=5),
        Column(say("Promised back by"), "day", 6),
        Column(say("Expected"), "day", 6),
        Column(say("Given back"), "day", 6),
        Column(say("Days over"), "count", 3),
    )
    today = day_of(around.made_at)
    rows = tuple(
        (
            line.slip,
            line.customer,
            line.piece.piece,
            line.piece.serial,
            line.piece.condition,
            line.taken_on,
            around.name(line.bench),
            word(labels.PIECES, line.state),
            line.promised_on,
            line.expected_on,
            line.returned_on,
            line.days_over(today) or None,
        )
        for line in lines
    )
    return Table(RETURNS.title, columns, rows, code=RETURNS)


@frozen
class Planned:
    """A visit on the schedule, whether still ahead or long done."""

    sheet: Sheet
    technician: UserId
    window: VisitAgreed

    @property
    def on(self) -> date:
        return day_of(self.window.starts_at)


def planned(sheets: Iterable[Sheet]) -> tuple[Planned, ...]:
    """Every agreed visit by its start: whose it was is whoever agreed it, or has the sheet now."""
    found = []
    for sheet in sheets:
        for visit in visits_of(sheet):
            window = visit.last(VisitAgreed)
            if window:
                found.append(Planned(sheet, _whose(sheet, window), window.body))
    return tuple(sorted(found, key=lambda one: (one.window.starts_at, one.technician)))


def _whose(sheet: Sheet, window: Entry[VisitAgreed]) -> UserId:
    return window.by if window.by in dispatch.ever_assigned(sheet) else dispatch.assigned_to(sheet) or window.by


def _times(window: VisitAgreed) -> str:
    return f"{window.starts_at.astimezone(SHANGHAI):%H:%M}–{window.ends_at.astimezone(SHANGHAI):%H:%M}"


def schedule_of_day(sheets: Iterable[Sheet], on: date, around: Around) -> Table:
    """Who is where on a day (P3.2)."""
    columns = (
        Column(say("Technician"), width=5),
        Column(say("Time"), width=6),
        Column(say("Customer"), width=9),
        Column(say("Address"), width=11),
        Column(say("Contact person"), width=5),
        Column(say("Contact phone"), width=7),
        Column(say("Fault details"), width=11),
        Column(say("Service sheet"), width=7),
    )
    rows = []
    for one in planned(sheets):
        if one.on == on:
            known = intake.request(one.sheet)
            rows.append(
                (
                    around.name(one.technician),
                    _times(one.window),
                    known.customer,
                    known.address,
                    known.contact,
                    known.phone,
                    known.fault,
                    intake.number(one.sheet),
                )
            )
    return Table(DAY.title, columns, tuple(sorted(rows)), on.isoformat(), DAY)


def schedule_of_week(sheets: Iterable[Sheet], monday: date, people: Sequence[UserId], around: Around) -> Table:
    """A technician a row, a day a column, from `monday` on (P3.2); `people` have a row though nothing is planned."""
    week = [monday + timedelta(days=n) for n in range(7)]
    cells: dict[tuple[UserId, date], list[str]] = {}
    for one in planned(sheets):
        if one.on in week:
            cells.setdefault((one.technician, one.on), []).append(f"{_times(one.window)} {intake.request(one.sheet).customer}")
    who = dict.fromkeys((*people, *(person for person, _ in cells)))
    heads = (say("{weekday} {day}", weekday=WEEKDAYS[on.weekday()], day=f"{on:%m-%d}") for on in week)
    columns = (Column(say("Technician"), width=5), *(Column(head, width=8) for head in heads))
    rows = tuple((around.name(person), *("\n".join(cells.get((person, on), ())) for on in week)) for person in who)
    return Table(WEEK.title, columns, rows, f"{week[0]} – {week[-1]}", WEEK)


def handovers(sheets: Iterable[Sheet], around: Around) -> Table:
    """Cash handed to the accountant, with both counts and what became of a difference (P8.6)."""
    columns = (
        Column(say("Handed over on"), "moment", 8),
        Column(say("Technician"), width=5),
        Column(say("By the receipts"), "money", 5),
        Column(say("Technician counted"), "money", 5),
        Column(say("Accountant counted"), "money", 5),
        Column(say("Difference"), "money", 5),
        Column(say("Confirmed by"), width=5),
        Column(say("Confirmed on"), "moment", 8),
        Column(say("Note"), width=14),
    )
    every = [one for sheet in sheets for one in cash.handovers(sheet)]
    rows = tuple(_handover(one, around) for one in sorted(every, key=lambda one: one.entry.at))
    return Table(CASH.title, columns, rows, code=CASH)


def _handover(one: cash.Handover, around: Around) -> tuple[Value, ...]:
    counted = one.counted
    notes = (one.entry.body.note, counted.body.note if counted else "", *(told.body.text for told in one.explained))
    return (
        one.entry.at,
        around.name(one.entry.by),
        one.due_fen,
        one.entry.body.counted_fen,
        counted.body.counted_fen if counted else None,
        one.difference_fen,
        around.name(counted.by) if counted else "",
        counted.at if counted else None,
        "\n".join(filter(None, notes)),
    )
