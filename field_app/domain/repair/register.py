"""Chapter 6, second half: the return-repair register 返修登记表. Every piece taken back, until it is back with its owner (P6.2, P6.3)."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Literal

from attrs import evolve, frozen

from field_app.domain.days import day_of
from field_app.domain.errors import Objection, say
from field_app.domain.facts import Role, SheetId, UserId, fact
from field_app.domain.repair.closing import pieces_here, still_open
from field_app.domain.repair.intake import number, request
from field_app.domain.repair.record import MOST_PERSON_DAYS, PartUsed
from field_app.domain.repair.takeback import PieceReturned, TakenBack, TakenPiece
from field_app.domain.sheets import Entry, Ground, Sheet, once

State = Literal["taken", "received", "in_repair", "waiting_parts", "repaired", "not_worth", "ready", "returned"]
Progress = Literal["in_repair", "waiting_parts", "repaired", "not_worth", "ready"]
How = Literal["phone", "message", "in_person"]

BENCH: tuple[Role, ...] = ("bench", "supervisor")


def _with_us(sheet: Sheet, piece: str, rule: str) -> Iterator[Objection]:
    yield from still_open(sheet)
    if piece not in pieces_here(sheet):
        yield Objection(rule, say("This piece isn't with us."), "piece")


def _may_receive(sheet: Sheet, body: "PieceReceived", _ground: Ground) -> Iterable[Objection]:
    yield from _with_us(sheet, body.piece, "P6.2")
    if not body.bench.strip():
        yield Objection("P6.2", say("Choose who repairs it."), "bench")


@fact("piece_received", on="repair", by=BENCH, gate=_may_receive)
@frozen
class PieceReceived:
    """A piece has come in and a bench technician has it (P6.2). Again: another one has it."""

    piece: str
    bench: str
    note: str = ""


def _may_progress(sheet: Sheet, body: "PieceProgressed", _ground: Ground) -> Iterable[Objection]:
    yield from _with_us(sheet, body.piece, "P6.2")
    if body.state == "waiting_parts" and not body.waits_for.strip():
        yield Objection("P6.2", say("Say which parts it waits for."), "waits_for")
    if body.state == "repaired" and not body.note.strip():
        yield Objection("P6.2", say("Write what was done."), "note")
    if body.state == "not_worth" and not body.note.strip():
        yield Objection("P5.4", say("Say why it isn't worth repairing; the customer is told so."), "note")
    if not 0 <= body.person_days <= MOST_PERSON_DAYS:
        yield Objection("P7.1", say("Person-days must be from zero to 30."), "person_days")
    for place, part in enumerate(body.parts):
        if not part.name.strip() or part.quantity <= 0:
            yield Objection("P7.1", say("Write name and quantity of every part."), f"parts.{place}")


@fact("piece_progressed", on="repair", by=BENCH, gate=_may_progress)
@frozen
class PieceProgressed:
    """How a piece stands at the bench (P6.2). `person_days` counts hundredths spent since the last such word."""

    piece: str
    state: Progress
    note: str = ""
    waits_for: str = ""
    person_days: int = 0
    parts: tuple[PartUsed, ...] = ()


def _may_move(sheet: Sheet, body: "PromiseMoved", ground: Ground) -> Iterable[Objection]:
    yield from _with_us(sheet, body.piece, "P6.3")
    if body.expected_on < day_of(ground.at):
        yield Objection("P6.3", say("The new date can't be in the past."), "expected_on")
    if not body.reason.strip():
        yield Objection("P6.3", say("Say why it takes longer; the customer will ask."), "reason")


@fact("promise_moved", on="repair", by=("bench", "supervisor", "technician"), gate=_may_move)
@frozen
class PromiseMoved:
    """A piece will be ready on another day than promised; the customer is still to be told (P6.3)."""

    piece: str
    expected_on: date
    reason: str


def _may_tell(sheet: Sheet, body: "CustomerTold", _ground: Ground) -> Iterable[Objection]:
    yield from _with_us(sheet, body.piece, "P6.3")
    if not body.reached and not body.note.strip():
        yield Objection("P6.3", say("Write what was tried."), "note")
    line = line_here(sheet, body.piece)
    if body.reached and line and body.expected_on not in (promise.expected_on for promise in promises(sheet, line)):
        yield Objection("P6.3", say("Tell a date that was set for this piece; move the date first."), "expected_on")


@fact("customer_told", on="repair", by=("technician", "clerk", "supervisor"), gate=_may_tell)
@frozen
class CustomerTold:
    """The customer was told the expected date, or was called and not reached (P6.3)."""

    piece: str
    expected_on: date
    how: How = "phone"
    reached: bool = True
    note: str = ""


@frozen
class Line:
    """One piece on the register. `promised_on` is the date the customer was last told, `expected_on` the one the company expects;
    `told_on` is when that was, None while the slip says it; `tries` counts calls in vain since the date last moved; `place` is that on
    the slip, from 0.
    """

    sheet: SheetId
    number: str
    customer: str
    slip: str
    piece: TakenPiece
    state: State
    taken_on: date
    taken_by: UserId
    promised_on: date
    expected_on: date
    bench: UserId | None = None
    waits_for: str = ""
    returned_on: date | None = None
    told_on: date | None = None
    tries: int = 0
    place: int = 0

    @property
    def code(self) -> str:
        """What this line is called in an address: its slip, and its place on it."""
        return f"{self.slip}~{self.place}"

    @property
    def is_here(self) -> bool:
        return self.state != "returned"

    @property
    def is_to_tell(self) -> bool:
        """The date has moved and the customer doesn't know yet (P6.3)."""
        return self.is_here and self.expected_on != self.promised_on

    def days_over(self, today: date) -> int:
        """Days past the date the customer was told, 0 while it is kept (P6.3)."""
        return max(0, (today - self.promised_on).days) if self.is_here else 0


@once
def lines(sheet: Sheet) -> tuple[Line, ...]:
    """Every piece ever taken back on this sheet, in order; taken again is a line of its own."""
    found: dict[str, Line] = {}
    done: list[Line] = []
    for entry in sheet.entries:
        if not entry.counts:
            continue
        if isinstance(entry.body, TakenBack):
            fresh = {piece.key: _line(sheet, entry, piece, place) for place, piece in enumerate(entry.body.pieces)}
            done += [found[key] for key in fresh if key in found]
            found |= fresh
        elif (piece := getattr(entry.body, "piece", None)) in found:
            found[piece] = _on(found[piece], entry)
    return (*done, *found.values())


def _line(sheet: Sheet, entry: Entry[TakenBack], piece: TakenPiece, place: int) -> Line:
    body = entry.body
    return Line(
        sheet.id,
        number(sheet),
        request(sheet).customer,
        body.slip,
        piece,
        "taken",
        day_of(entry.at),
        entry.by,
        body.promised_on,
        body.promised_on,
        place=place,
    )


def _on(line: Line, entry: Entry[object]) -> Line:
    if not line.is_here:  # what comes late doesn't bring a piece back that is with its owner
        return line
    body = entry.body
    if isinstance(body, PieceReceived):
        return evolve(line, state="received" if line.state == "taken" else line.state, bench=UserId(body.bench))
    if isinstance(body, PieceProgressed):
        return evolve(line, state=body.state, waits_for=body.waits_for)
    if isinstance(body, PromiseMoved):
        return evolve(line, expected_on=body.expected_on, tries=0)
    if isinstance(body, CustomerTold) and not body.reached:
        return evolve(line, tries=line.tries + 1)
    if isinstance(body, CustomerTold):
        return evolve(line, promised_on=body.expected_on, told_on=day_of(entry.at), tries=0)
    if isinstance(body, PieceReturned):
        return evolve(line, state="returned", returned_on=day_of(entry.at))
    return line


def line_here(sheet: Sheet, piece: str) -> Line | None:
    """The line of a piece that is with us, by its key."""
    return next((line for line in lines(sheet) if line.is_here and line.piece.key == piece), None)


@frozen
class Promise:
    """One date set for a piece: on which day, by whom, why; `told_on` is when the customer was told, None: not yet (P6.3)."""

    set_on: date
    by: UserId
    expected_on: date
    reason: str = ""
    told_on: date | None = None


def promises(sheet: Sheet, line: Line) -> tuple[Promise, ...]:
    """How the date of a piece has moved, the slip's own first."""
    found: list[Promise] = []
    for entry in sheet.entries:
        body = entry.body
        if not entry.counts or getattr(body, "piece", line.piece.key) != line.piece.key:
            continue
        if isinstance(body, TakenBack) and body.slip == line.slip:
            found = [Promise(day_of(entry.at), entry.by, body.promised_on, told_on=day_of(entry.at))]
        elif found and isinstance(body, PromiseMoved):
            found.append(Promise(day_of(entry.at), entry.by, body.expected_on, body.reason))
        elif isinstance(body, CustomerTold) and body.reached:
            found = _heard(found, body.expected_on, day_of(entry.at))
        elif found and isinstance(body, PieceReturned):
            break
    return tuple(found)


def _heard(found: list[Promise], expected_on: date, on: date) -> list[Promise]:
    """The newest of these with the date the customer was told."""
    place = next((n for n in reversed(range(len(found))) if found[n].expected_on == expected_on), None)
    return [evolve(one, told_on=one.told_on or on) if n == place else one for n, one in enumerate(found)]


def register(sheets: Iterable[Sheet]) -> tuple[Line, ...]:
    """The whole register, the pieces that are here first, by promised date."""
    every = (line for sheet in sheets for line in lines(sheet))
    return tuple(sorted(every, key=lambda line: (not line.is_here, line.promised_on, line.number)))


def bench_days(sheet: Sheet) -> int:
    """Person-days spent at the bench, in hundredths."""
    return sum(entry.body.person_days for entry in sheet.live(PieceProgressed))
