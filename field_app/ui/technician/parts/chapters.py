"""The case page's plan: the procedure's steps in chapters, folded where they are finished."""

from __future__ import annotations

from typing import Any, Literal

from attrs import frozen

from field_app.domain.errors import Words, say
from field_app.domain.repair import steps
from field_app.domain.repair.dispatch import NoteAdded
from field_app.domain.repair.steps import Stand
from field_app.domain.sheets import Entry, Sheet

State = Literal["done", "now", "later"]

_PLAN: tuple[tuple[str, Words, tuple[str, ...]], ...] = (
    ("appointment", say("The appointment"), ("appointment",)),
    ("arrival", say("On site"), ("arrival",)),
    ("diagnosis", say("Diagnosis and warranty"), ("diagnosis", "warranty", "charges")),
    ("repair", say("Repair and record"), ("takeback", "record")),
    ("ending", say("Payment and leaving"), ("settlement", "signoff")),
    # What came before the technician's turn stands last: the next step must be on the first screen.
    ("office", say("Reported and assigned"), ("intake", "dispatch")),
)


@frozen
class Chapter:
    """Some steps that belong together."""

    code: str
    title: Words
    members: tuple[str, ...]
    stands: tuple[Stand, ...]

    @property
    def state(self) -> State:
        if all(stand.state == "done" for stand in self.stands):
            return "done"
        return "now" if any(stand.state == "now" for stand in self.stands) else "later"

    @property
    def last_entry(self) -> Entry[Any] | None:
        """What finished it."""
        return next((stand.entry for stand in reversed(self.stands) if stand.entry), None)


def chapters(sheet: Sheet) -> tuple[Chapter, ...]:
    """The chapters that apply to this case, in order."""
    stands = steps.progress(sheet)
    found = (Chapter(code, title, members, tuple(s for s in stands if s.step.chapter in members)) for code, title, members in _PLAN)
    return tuple(chapter for chapter in found if chapter.stands)


def is_of(entry: Entry[Any], chapter: Chapter) -> bool:
    """True for what was recorded in this chapter, whichever visit it was. Notes stand in the discussion."""
    known = type(entry.body)
    return known is not NoteAdded and known.__module__.rpartition(".")[2] in chapter.members
