"""The end: the technician reports, the supervisor signs off or sends back (P7.3), answering every exception (P10.1)."""

from collections.abc import Iterable
from typing import Any, Literal

from attrs import frozen

from field_app.domain.errors import Objection, say
from field_app.domain.facts import DeviceId, FactKey, fact
from field_app.domain.repair.appointment import FIELD, agreed
from field_app.domain.repair.arrival import arrived
from field_app.domain.repair.closing import decided, in_visit, is_cancelled, is_closed, still_open
from field_app.domain.repair.diagnosis import passed_on
from field_app.domain.repair.dispatch import assigned_to
from field_app.domain.repair.intake import missing, was_handed_over
from field_app.domain.repair.settlement import LeftSite, left
from field_app.domain.repair.takeback import still_here
from field_app.domain.sheets import Entry, Ground, Sheet, once

Status = Literal["incomplete", "to_assign", "to_agree", "agreed", "on_site", "to_report", "to_sign_off", "sent_back", "closed", "cancelled"]


def _may_report(sheet: Sheet, body: "Reported", _ground: Ground) -> Iterable[Objection]:
    yield from still_open(sheet)
    if sheet.last(LeftSite) is None:
        yield Objection("P7.3", say("Finish the visit first: record that you left."), passable=True)
    if not body.case.strip():
        yield Objection("P7.3", say("Write how the case stands."), "case")


@fact("reported", on="repair", by=FIELD, gate=_may_report)
@frozen
class Reported:
    """How the case and the customer stand (P7.3)."""

    case: str
    customer: str = ""


def _may_sign_off(sheet: Sheet, body: "SignedOff", _ground: Ground) -> Iterable[Objection]:
    yield from still_open(sheet)
    if reported(sheet) is None:
        yield Objection("P7.3", say("The technician hasn't reported yet."), passable=True)
    if still_here(sheet):
        yield Objection("P6.4", say("Equipment of this sheet is still with us; it goes back first."), passable=True)
    if exceptions(sheet) and not body.comment.strip():
        yield Objection("P10.1", say("Rules were passed with a reason; write what you think of it."), "comment")


@fact("signed_off", on="repair", by=("supervisor",), gate=_may_sign_off)
@frozen
class SignedOff:
    """The supervisor closes the sheet (P7.3)."""

    comment: str = ""


def _may_send_back(sheet: Sheet, body: "SentBack", _ground: Ground) -> Iterable[Objection]:
    if sheet.last(Reported) is None:
        yield Objection("P7.3", say("The technician hasn't reported yet."))
    if not body.reason.strip():
        yield Objection("P7.3", say("Say what is to be done, so that the technician can."), "reason")


@fact("sent_back", on="repair", by=("supervisor",), gate=_may_send_back)
@frozen
class SentBack:
    """The supervisor sends the sheet back with a reason; it opens again on the phone (P7.3)."""

    reason: str


def _may_settle(sheet: Sheet, body: "OddSettled", _ground: Ground) -> Iterable[Objection]:
    entry = sheet.entry(body.key)
    if entry is None or not (entry.stamp.verdict != "ok" or entry.fact.exception):
        yield Objection("P10.2", say("Choose the entry to settle; this one needs none."), "fact")
    if not body.note.strip():
        yield Objection("P10.2", say("Write what is decided about it."), "note")


@fact("odd_settled", on="repair", by=("supervisor",), gate=_may_settle)
@frozen
class OddSettled:
    """The supervisor's word on a late, suspect or refused fact, or on a gate passed with a reason (P10.1, P10.2)."""

    fact: tuple[str, int]
    note: str

    @property
    def key(self) -> FactKey:
        return FactKey(DeviceId(self.fact[0]), self.fact[1])


def reported(sheet: Sheet) -> Entry[Reported] | None:
    """The report waiting for or answered by sign-off: None after the sheet was sent back, or the site left again, before the next."""
    report = in_visit(sheet, "reported")
    return report if sheet.place(report) > max(sheet.place(decided(sheet, "sent_back")), sheet.place(left(sheet))) else None


def sent_back(sheet: Sheet) -> Entry[SentBack] | None:
    """The sending back still to be answered by a new report."""
    back = decided(sheet, "sent_back")
    return back if sheet.place(back) > sheet.place(sheet.last(Reported)) else None


def _is_to_mend(sheet: Sheet) -> bool:
    """Sent back, and nobody has yet called for another visit by which it is to be mended."""
    last = decided(sheet, "sent_back", "reported", "assigned", "visit_agreed", "departed", "arrived")
    return last is not None and last.fact.type == "sent_back"


def exceptions(sheet: Sheet) -> tuple[Entry[Any], ...]:
    """Every gate passed with a reason (P10.1)."""
    return tuple(entry for entry in sheet.entries if entry.counts and entry.fact.exception)


def oddities(sheet: Sheet) -> tuple[Entry[Any], ...]:
    """What doesn't fit and is the supervisor's to settle: late, suspect or refused facts (P10.2)."""
    return tuple(entry for entry in sheet.entries if entry.stamp.verdict != "ok" and entry.voided_by is None)


def unsettled(sheet: Sheet) -> tuple[Entry[Any], ...]:
    """What is odd or went past a gate and the supervisor has said nothing about yet (P10.1, P10.2)."""
    said = {entry.body.key for entry in sheet.live(OddSettled)}
    odd = {entry.key: entry for entry in (*exceptions(sheet), *oddities(sheet))}
    return tuple(sorted((entry for key, entry in odd.items() if key not in said), key=sheet.place))


@once
def status(sheet: Sheet) -> Status:
    """Where the case stands, in one word."""
    if is_cancelled(sheet):
        return "cancelled"
    if is_closed(sheet):
        return "closed"
    if assigned_to(sheet) is None:
        return "to_assign" if was_handed_over(sheet) or not missing(sheet) else "incomplete"
    return "to_assign" if passed_on(sheet) else _on_the_road(sheet)


def _on_the_road(sheet: Sheet) -> Status:
    if _is_to_mend(sheet):
        return "sent_back"
    if left(sheet):
        return "to_sign_off" if reported(sheet) else "to_report"
    if arrived(sheet):
        return "on_site"
    return "agreed" if agreed(sheet) else "to_agree"
