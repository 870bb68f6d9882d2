"""Whether a sheet still takes facts, and which visit is meant. The lowest of the chapters: it imports none of them.

Types are told apart by their names here, so that every chapter may ask without a circle of imports.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from field_app.domain.errors import Objection, say
from field_app.domain.facts import Opaque
from field_app.domain.sheets import Entry, Ground, Sheet, once

# Any of these is what a visit may have been for; a diagnosis alone isn't.
DEEDS = frozenset({"work_recorded", "record_signed", "taken_back", "piece_returned", "cash_received",
                   "paid_otherwise", "payment_agreed"})  # fmt: skip


def last_of(sheet: Sheet, *types: str) -> Entry[Any] | None:
    """The newest counting entry of any of these fact types."""
    places = sheet.counting(*types)
    return sheet.entries[places[-1]] if places else None


def decided(sheet: Sheet, *types: str) -> Entry[Any] | None:
    """The newest of these decisions that has effect: of two people deciding at once the first (P10.2)."""
    return newest(sheet, 0, len(sheet.entries), *types)


@once
def is_closed(sheet: Sheet) -> bool:
    """Signed off, and nothing has reopened it."""
    last = decided(sheet, "signed_off", "sent_back")
    return last is not None and last.fact.type == "signed_off"


def is_cancelled(sheet: Sheet) -> bool:
    return last_of(sheet, "cancelled") is not None


def still_open(sheet: Sheet) -> Iterator[Objection]:
    """A passable objection on a closed or cancelled sheet: work that was done is kept all the same (P10.2)."""
    if is_closed(sheet) or is_cancelled(sheet):
        yield Objection("P10.2", say("This sheet is closed. If it did happen, say why it is recorded now."), passable=True)


def clock_went_back(since: Entry[Any] | None, ground: Ground) -> Iterator[Objection]:
    """A passable objection where this moment lies before what the same person recorded earlier: times are counted from it (P3.6, P7.1)."""
    if since is not None and since.by == ground.by and ground.at < since.at:
        words = say("The clock of this device is wrong: it is earlier than what you recorded before. Set it right first.")
        yield Objection("P3.6", words, passable=True)


def visit_start(sheet: Sheet) -> int:
    """Where the visit in focus begins, 0 for the first.

    A left site is still the visit in focus until something calls for another visit: one is agreed anew or set out for, it was in
    vain, work was put off to another day (P5.1) or left unfinished. Once it is reported, so do a case handed to another technician
    and a piece that is still with us (P6.4). A visit takes its report with it. Another technician begins anew wherever the one
    before got to.
    """
    return visit_starts(sheet)[-1]


@once
def visit_starts(sheet: Sheet) -> tuple[int, ...]:
    """Where each visit begins, the first at 0."""
    starts = [0]
    for place in _places(sheet, 0, len(sheet.entries), "left_site", "assigned"):
        if place >= starts[-1]:
            ends = _left_for_good if sheet.entries[place].fact.type == "left_site" else _went_to_another
            next_start = ends(sheet, starts[-1], place)
            starts += [next_start] if next_start is not None else []
    return tuple(starts)


def goes_on(sheet: Sheet) -> bool:
    """True when the visit in focus, as it stands, is not the last: its money is settled at the end of the last (P8.4)."""
    start, end = visit_start(sheet), len(sheet.entries)
    return _put_off(sheet, start, end, reported=True) or _in_vain(sheet, start, end)


def is_put_off(sheet: Sheet) -> bool:
    """True when the visit in focus was said to be followed by another."""
    return _put_off(sheet, visit_start(sheet), len(sheet.entries), reported=True)


def in_visit(sheet: Sheet, type_name: str) -> Entry[Any] | None:
    """The newest entry of this type in the visit in focus that counts and is in time: what came late is the supervisor's to settle."""
    return newest(sheet, visit_start(sheet), len(sheet.entries), type_name)


def newest(sheet: Sheet, start: int, end: int, *types: str) -> Entry[Any] | None:
    """The newest entry of these types from place `start` to before `end` that counts and is in time."""
    for place in reversed(sheet.counting(*types)):
        if start <= place < end and moves(sheet.entries[place]):
            return sheet.entries[place]
    return None


@once
def pieces_here(sheet: Sheet) -> Mapping[str, Any]:
    """The pieces taken back and not yet returned, by key (P6.4)."""
    here: dict[str, Any] = {}
    for entry in sheet.entries:
        if entry.counts and not isinstance(entry.fact.body, Opaque):
            if entry.fact.type == "taken_back":
                here.update({piece.key: piece for piece in entry.body.pieces})
            elif entry.fact.type == "piece_returned":
                here.pop(entry.body.piece, None)
    return here


@once
def given_up(sheet: Sheet) -> frozenset[str]:
    """The pieces the customer buys anew (P5.4), by key. One diagnosed or quoted again after that is to be repaired after all."""
    found: frozenset[str] = frozenset()
    for entry in filter(moves, sheet.entries):
        if entry.fact.type == "replacement_advised":
            found = found | {entry.body.piece} if entry.body.choice == "replace" else found - {entry.body.piece}
        elif entry.fact.type == "diagnosed":
            found -= {entry.body.key}
        elif entry.fact.type == "quoted":
            named = {line.piece for line in entry.body.lines if line.piece}
            found = found - named if named else frozenset()
    return found


def moves(entry: Entry[Any]) -> bool:
    """A late fact keeps its money and its words, but doesn't move the case of whoever has it now (P10.2)."""
    return entry.counts and entry.stamp.verdict != "late" and not isinstance(entry.fact.body, Opaque)


def _places(sheet: Sheet, start: int, end: int, *types: str) -> list[int]:
    return [place for place in sheet.counting(*types) if start <= place < end and moves(sheet.entries[place])]


def _left_for_good(sheet: Sheet, start: int, left: int) -> int | None:
    end = len(sheet.entries)
    call = next(iter(_places(sheet, left + 1, end, "visit_agreed", "departed", "arrived")), None)
    rest = _places(sheet, left, end if call is None else call, "left_site", "reported")
    reported = sheet.entries[rest[-1]].fact.type == "reported"
    follows = call is not None or _agreed_on_site(sheet, start, left) or _in_vain(sheet, start, left)
    return rest[-1] + 1 if follows or _put_off(sheet, start, left, reported=reported) else None


def _agreed_on_site(sheet: Sheet, start: int, left: int) -> bool:
    came = _places(sheet, start, left, "arrived")
    return bool(came and _places(sheet, came[0], left, "visit_agreed"))


def _put_off(sheet: Sheet, start: int, end: int, *, reported: bool) -> bool:
    work = newest(sheet, start, end, "work_recorded")
    ways = _ways(sheet, start, end)
    if "another_day" in ways or (work is not None and work.body.result == "unfinished"):
        return True
    return reported and ("another_technician" in ways or bool(pieces_here(sheet)))


def _ways(sheet: Sheet, start: int, end: int) -> frozenset[str]:
    pieces = (sheet.entries[place].body for place in _places(sheet, start, end, "diagnosed"))
    return frozenset({piece.key: piece.way for piece in pieces}.values())


def _in_vain(sheet: Sheet, start: int, end: int) -> bool:
    """Nobody was there, or what was found could not be begun. A deed voided afterwards was one: it is put right from the desk."""
    done = DEEDS.intersection(entry.fact.type for entry in sheet.entries[start:end])
    ended = _refused(sheet) or _all_given_up(sheet)
    return not done and not ended and "another_technician" not in _ways(sheet, start, end)


def _all_given_up(sheet: Sheet) -> bool:
    """Nothing that was diagnosed is left to be repaired, since the customer buys anew."""
    gone = given_up(sheet)
    return bool(gone) and all(entry.body.key in gone for entry in sheet.entries if moves(entry) and entry.fact.type == "diagnosed")


def _refused(sheet: Sheet) -> bool:
    answer = last_of(sheet, "quoted", "consented", "consent_refused")
    return answer is not None and answer.fact.type == "consent_refused"


def _went_to_another(sheet: Sheet, start: int, assigned: int) -> int | None:
    before = newest(sheet, 0, assigned, "assigned")
    changed = before is not None and before.body.technician != sheet.entries[assigned].body.technician
    return assigned + 1 if changed and _places(sheet, start, assigned, "departed", "arrived") else None
