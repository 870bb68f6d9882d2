"""The visits of a sheet one by one: what each agreed, how it went there, what it did (P7.1: several add up on one sheet)."""

from itertools import pairwise
from typing import Any, TypeVar

from attrs import frozen

from field_app.domain.repair.appointment import Departed, VisitAgreed
from field_app.domain.repair.arrival import Arrived
from field_app.domain.repair.closing import moves, visit_starts
from field_app.domain.sheets import Entry, Sheet

B = TypeVar("B")


@frozen
class Visit:
    """The entries of one visit that count and are in time, oldest first."""

    place: int
    entries: tuple[Entry[Any], ...]

    def last(self, body: type[B]) -> Entry[B] | None:
        return next((entry for entry in reversed(self.entries) if isinstance(entry.body, body)), None)

    @property
    def was_begun(self) -> bool:
        """True once it was agreed, set out for or arrived at."""
        return any(isinstance(entry.body, VisitAgreed | Departed | Arrived) for entry in self.entries)

    def all(self, body: type[B]) -> tuple[Entry[B], ...]:
        return tuple(entry for entry in self.entries if isinstance(entry.body, body))


def visits(sheet: Sheet) -> tuple[Visit, ...]:
    """Every visit; one that has only begun to be agreed too."""
    starts = (*visit_starts(sheet), len(sheet.entries))
    slices = pairwise(starts)
    return tuple(Visit(n, tuple(e for e in sheet.entries[a:b] if moves(e))) for n, (a, b) in enumerate(slices, 1))
