"""Whether a sheet still takes facts, and which visit is meant. The lowest of the chapters: it imports none of them.

Types are told apart by their names here, so that every chapter may ask without a circle of imports.
"""

from collections.abc import Iterator
from typing import Any

from field_app.domain.errors import Objection, say
from field_app.domain.sheets import Entry, Sheet


def last_of(sheet: Sheet, *types: str) -> Entry[Any] | None:
    """The newest counting entry of any of these fact types."""
    return next((e for e in reversed(sheet.entries) if e.counts and e.fact.type in types), None)


def is_closed(sheet: Sheet) -> bool:
    """Signed off, and nothing has reopened it."""
    last = last_of(sheet, "signed_off", "sent_back")
    return last is not None and last.fact.type == "signed_off"


def is_cancelled(sheet: Sheet) -> bool:
    return last_of(sheet, "cancelled") is not None


def still_open(sheet: Sheet) -> Iterator[Objection]:
    """A passable objection on a closed or cancelled sheet: work that was done is kept all the same (P10.2)."""
    if is_closed(sheet) or is_cancelled(sheet):
        yield Objection("P10.2", say("This sheet is closed. If it did happen, say why it is recorded now."), passable=True)


def visit_start(sheet: Sheet) -> int:
    """Where the visit in focus begins: after the last leaving that is followed by another visit, 0 for the first.

    A left site is still the visit in focus until something calls for another one: a visit agreed anew, another technician, work
    put off to another day (P5.1), work left unfinished, or a repair that had been quoted, taken back and now goes home.
    """
    start = 0
    for place, entry in enumerate(sheet.entries):
        if entry.counts and entry.fact.type == "left_site" and _another_follows(sheet, start, place):
            start = place + 1
    return start


def _another_follows(sheet: Sheet, start: int, left: int) -> bool:
    after = (e.fact.type for e in sheet.entries[left + 1 :] if e.counts)
    if any(kind in ("visit_agreed", "departed", "arrived", "assigned") for kind in after):
        return True
    visit = [e for e in sheet.entries[start:left] if e.counts]
    work = next((e for e in reversed(visit) if e.fact.type == "work_recorded"), None)
    if work is not None:
        return bool(work.body.result == "unfinished")
    diagnosis = next((e for e in reversed(visit) if e.fact.type == "diagnosed"), None)
    return diagnosis is not None and diagnosis.body.way == "another_day"


def in_visit(sheet: Sheet, type_name: str) -> Entry[Any] | None:
    """The newest counting entry of this type in the visit in focus."""
    return next((e for e in reversed(sheet.entries[visit_start(sheet) :]) if e.counts and e.fact.type == type_name), None)
