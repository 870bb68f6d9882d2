"""Chapter 2: the supervisor decides: suspected cause, urgency, plan, and one technician responsible (P2.1 to P2.4)."""

from collections.abc import Iterable
from typing import Any, Literal

from attrs import frozen

from field_app.domain.errors import Objection, say
from field_app.domain.facts import EVERYONE, SheetId, UserId, fact, widened
from field_app.domain.repair.closing import decided, is_closed, still_open
from field_app.domain.repair.intake import HandedOver, incomplete, number, request, same_project
from field_app.domain.sheets import Entry, Ground, Sheet, once

MOST_EARLIER = 10

Urgency = Literal["normal", "important", "urgent"]


def _may_analyse(sheet: Sheet, body: "Analysed", _ground: Ground) -> Iterable[Objection]:
    yield from still_open(sheet)
    if not body.suspected_cause.strip():
        yield Objection("P2.1", say("Write the suspected cause, or that it must be looked at on site."), "suspected_cause")


@fact("analysed", on="repair", by=("supervisor",), gate=_may_analyse)
@frozen
class Analysed:
    """The supervisor's view of the case before the visit (P2.1)."""

    suspected_cause: str
    urgency: Urgency
    plan: str = ""


def _may_assign(sheet: Sheet, body: "Assigned", _ground: Ground) -> Iterable[Objection]:
    yield from still_open(sheet)
    if not body.technician:
        yield Objection("P2.1", say("Choose the technician responsible."), "technician")
    if body.technician in body.accompanying:
        yield Objection("P2.1", say("The technician responsible can't also accompany."), "accompanying")
    if not _sent_on_incomplete(sheet):
        yield from incomplete(sheet)
    if sheet.last(Analysed) is None and sheet.last(Assigned) is None:
        yield Objection("P2.1", say("Record suspected cause and urgency first."), "suspected_cause", passable=True)


def _sent_on_incomplete(sheet: Sheet) -> bool:
    """Somebody has said already why this case goes on without all that is needed (P1.3, P10.1)."""
    before: tuple[Entry[Any], ...] = (*sheet.live(HandedOver), *sheet.live(Assigned))
    return any(entry.fact.exception and "P1.3" in entry.fact.exception.rules for entry in before)


@fact("assigned", on="repair", by=("supervisor",), gate=_may_assign, version=2, lifts={1: widened})
@frozen
class Assigned:
    """The sheet is handed to one technician responsible; others may accompany (P2.1). Again: reassigned (P2.4).

    `earlier` are sheets of the same project that go along to be read, whoever had them (P2.2).
    """

    technician: str
    accompanying: tuple[str, ...] = ()
    reason: str = ""
    earlier: tuple[str, ...] = ()


def earlier_of(sheet: Sheet, sheets: Iterable[Sheet]) -> tuple[SheetId, ...]:
    """The newest finished sheets of the same project, to go along when this one is assigned (P2.2)."""
    known = request(sheet)
    finished = (one for one in sheets if one.id != sheet.id and is_closed(one) and same_project(known, request(one)))
    return tuple(one.id for one in sorted(finished, key=number, reverse=True)[:MOST_EARLIER])


def _may_take_away(sheet: Sheet, body: "Unassigned", _ground: Ground) -> Iterable[Objection]:
    yield from still_open(sheet)
    if assigned_to(sheet) is None:
        yield Objection("P2.4", say("Nobody has this sheet."))
    if not body.reason.strip():
        yield Objection("P2.4", say("Say why the sheet is taken back."), "reason")


@fact("unassigned", on="repair", by=("supervisor",), gate=_may_take_away)
@frozen
class Unassigned:
    """The supervisor takes the sheet back (P2.4); nothing recorded is lost."""

    reason: str


def _has_text(_sheet: Sheet, body: "NoteAdded", _ground: Ground) -> Iterable[Objection]:
    if not body.text.strip():
        yield Objection("P2.2", say("Write something first."), "text")


@fact("note_added", on="repair", by=EVERYONE, gate=_has_text)
@frozen
class NoteAdded:
    """A word in the discussion on the sheet (P2.2)."""

    text: str


@once
def assignment(sheet: Sheet) -> Assigned | None:
    """Who has the sheet now, None when nobody has."""
    last = decided(sheet, "assigned", "unassigned")
    return last.body if last and isinstance(last.body, Assigned) else None


def assigned_to(sheet: Sheet) -> UserId | None:
    """The technician responsible now."""
    now = assignment(sheet)
    return UserId(now.technician) if now else None


def team(sheet: Sheet) -> frozenset[UserId]:
    """The technician responsible and those who accompany."""
    now = assignment(sheet)
    return frozenset(map(UserId, (now.technician, *now.accompanying))) if now else frozenset()


def ever_assigned(sheet: Sheet) -> frozenset[UserId]:
    """Everyone who has had the sheet (their late facts are kept as `late`, P10.2)."""
    return frozenset(UserId(user) for entry in sheet.live(Assigned) for user in (entry.body.technician, *entry.body.accompanying))


def urgency(sheet: Sheet) -> Urgency:
    analysed = sheet.said(Analysed)
    return analysed.urgency if analysed else "normal"
