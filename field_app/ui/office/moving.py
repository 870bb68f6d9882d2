"""Moving a visit on the work schedule: what a drop proposes, and the honest facts it becomes.

Nobody's time moves without the customer (P3.1): who has called records a newly agreed window, who hasn't asks the technician to call.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from attrs import evolve, frozen

from field_app.domain import schedule
from field_app.domain.days import day_of
from field_app.domain.errors import say
from field_app.domain.facts import SheetId, UserId
from field_app.domain.money import yuan
from field_app.domain.repair import dispatch, intake, warranty_rule
from field_app.domain.repair.appointment import VisitAgreed, agreed
from field_app.domain.repair.dispatch import Analysed, Assigned, NoteAdded
from field_app.domain.schedule import Gap, Visit
from field_app.domain.sheets import Sheet
from field_app.ui.components import instants
from field_app.ui.hooks import Form
from field_app.ui.office.boarding import Board, instant
from field_app.ui.services import Services
from field_app.ui.words import _, clock, short_day, window

ASK, CALLED = "ask", "called"
USUAL_MINUTES = 90
STEP = 15


@frozen
class Move:
    """Where a sheet was dropped. `minute` of that day is None where only a day was meant, or no time at all."""

    sheet: SheetId
    technician: UserId
    day: date
    minute: int | None = None

    @property
    def key(self) -> str:
        return f"move:{self.sheet}:{self.technician}:{self.day}:{self.minute}"


def proposed(move: Move, sheet: Sheet) -> tuple[datetime, datetime]:
    """The window a move means: as long as the agreed one, at the hour it was dropped, or the agreed hour on another day."""
    window = agreed(sheet)
    long = window.body.ends_at - window.body.starts_at if window else timedelta(minutes=USUAL_MINUTES)
    if move.minute is not None:
        start = instant(move.day, move.minute)
    elif window:
        start = window.body.starts_at + (move.day - day_of(window.body.starts_at))
    else:
        start = instant(move.day, 9 * 60)
    return start, start + long


def first(move: Move, sheet: Sheet) -> dict[str, Any]:
    """What the form of a move begins with. Its fields are named as the rules' words name them."""
    starts_at, ends_at = proposed(move, sheet)
    window, expected = agreed(sheet), warranty_rule.expected(sheet)
    charges = window.body.charges_expected if window else expected is not None and expected.decision != "inside"
    fen = window.body.expected_fen if window else None
    return {
        "technician": move.technician,
        "day": day_of(starts_at).isoformat(),
        "starts_at": {"from": _hhmm(starts_at), "to": _hhmm(ends_at)},
        "ends_at": None,
        "call": ASK,
        "suspected_cause": "",
        "urgency": dispatch.urgency(sheet),
        "reason": "",
        "warranty_told": False,
        "charges_expected": charges,
        "expected_fen": yuan(fen) if fen is not None else "",
    }


def _hhmm(at: datetime) -> str:
    hours, minutes = clock(at).split(":")
    return f"{int(hours):02d}:{minutes}"


@frozen
class Moving:
    """A move before the supervisor, and what it would change."""

    services: Services
    form: Form
    sheet: Sheet

    @property
    def technician(self) -> UserId:
        return UserId(self.form["technician"])

    @property
    def name(self) -> str:
        return self.services.name_of(self.technician)

    @property
    def wanted(self) -> tuple[datetime, datetime] | None:
        hours = self.form["starts_at"]
        return instants(date.fromisoformat(self.form["day"]), hours) if hours and self.form["day"] else None

    @property
    def changes_person(self) -> bool:
        return dispatch.assigned_to(self.sheet) != self.technician

    @property
    def changes_time(self) -> bool:
        before = agreed(self.sheet)
        return before is None or self.wanted != (before.body.starts_at, before.body.ends_at)

    @property
    def wants_cause(self) -> bool:
        """Nobody has looked at the case yet (P2.1)."""
        return dispatch.assigned_to(self.sheet) is None and self.sheet.last(Analysed) is None

    def visit(self) -> Visit | None:
        """The visit as it would stand on the schedule."""
        if self.wanted is None:
            return None
        known = intake.request(self.sheet)
        number, urgency = intake.number(self.sheet), dispatch.urgency(self.sheet)
        return Visit(self.sheet.id, number, self.technician, *self.wanted, known.customer, known.project, known.fault, "agreed", urgency)

    def in_the_way(self, board: Board) -> tuple[Gap, ...]:
        visit = self.visit()
        return schedule.in_the_way(visit, board.visits_of(visit.technician), board.travel) if visit else ()

    def facts(self) -> tuple[object, ...]:
        """What is recorded: the analysis where there was none, the person, and the time or the wish to have it agreed."""
        found: list[object] = []
        if self.wants_cause:
            found.append(Analysed(self.form.text("suspected_cause"), self.form["urgency"]))
        if self.changes_person:
            found.append(self._assigned())
        if self.changes_time:
            found.append(self._agreed() if self.form["call"] == CALLED else NoteAdded(self.asks()))
        return tuple(found)

    def _assigned(self) -> Assigned:
        before = dispatch.assignment(self.sheet)
        along = tuple(user for user in before.accompanying if user != self.technician) if before else ()
        return Assigned(self.technician, along, self.form.text("reason"), self.services.earlier_of(self.sheet))

    def _agreed(self) -> VisitAgreed:
        starts_at, ends_at = instants(self.form.day("day"), self.form.chosen("starts_at", say("Choose a time.")))
        charges = bool(self.form["charges_expected"])
        before = agreed(self.sheet)
        agreed_now = VisitAgreed(starts_at, ends_at, self.form["warranty_told"], charges, note=before.body.note if before else "")
        told = charges and self.form.text("expected_fen")
        return evolve(agreed_now, expected_fen=self.form.money("expected_fen")) if told else agreed_now

    def asks(self) -> str:
        """The word on the sheet that asks the technician to call the customer about this time (P3.1)."""
        if self.wanted is None:
            return _("{name}, please agree a time with the customer.", name=self.name)
        # By its date: it is read on other days than it was written.
        when = f"{short_day(day_of(self.wanted[0]))} {window(*self.wanted)}"
        return _("{name}, please call the customer and agree {when} if it suits.", name=self.name, when=when)
