"""Two people decide the same thing at once: the first stands, the second is asked (P10.2).

A decision made without having seen that somebody else decided already is `late`: kept, shown, and without effect until it is made
again.
"""

from collections.abc import Iterable
from typing import Any

from field_app.domain.facts import Fact, UserId
from field_app.domain.repair.closing import moves
from field_app.domain.sheets import Entry, Sheet

# The types that answer one question.
QUESTIONS: tuple[frozenset[str], ...] = (
    frozenset({"assigned", "unassigned"}),
    frozenset({"signed_off", "sent_back"}),
    frozenset({"car_decided"}),
)


def answers_same(type_name: str) -> frozenset[str]:
    """The types that answer the question this one answers; empty for what is no decision."""
    return next((question for question in QUESTIONS if type_name in question), frozenset())


def overtaken(sheet: Sheet, fact: Fact, by: UserId, seen: int) -> bool:
    """True for a decision whose author, who had read up to position `seen`, hadn't read that another person decided the same."""
    return any(entry.by != by and (entry.stamp.seq or 0) > seen for entry in _decisions(sheet.entries, fact.type))


def first_instead(sheet: Sheet, second: Entry[Any]) -> Entry[Any] | None:
    """The decision that stands in place of a late one; None where it isn't late or answers no such question."""
    if second.stamp.verdict != "late":
        return None
    before = [entry for entry in _decisions(sheet.entries[: sheet.place(second)], second.fact.type) if entry.by != second.by]
    return before[-1] if before else None


def _decisions(entries: Iterable[Entry[Any]], type_name: str) -> Iterable[Entry[Any]]:
    same = answers_same(type_name)
    return (entry for entry in entries if entry.fact.type in same and moves(entry))
