"""The order of things: which step is next, what is done, what is missing. One table; screens and cards read nothing else."""

from collections.abc import Callable, Iterable
from typing import Any, Literal

from attrs import frozen

from field_app.domain.errors import Words, say
from field_app.domain.facts import Role
from field_app.domain.repair import (
    appointment,
    arrival,
    charges,
    diagnosis,
    dispatch,
    intake,
    record,
    settlement,
    signoff,
    takeback,
    warranty,
)
from field_app.domain.repair.closing import given_up, in_visit, is_cancelled, is_closed, is_put_off, moves, pieces_here, visit_start
from field_app.domain.sheets import Entry, Sheet

State = Literal["done", "now", "locked"]
Chapter = Literal["intake", "dispatch", "appointment", "arrival", "diagnosis", "charges", "takeback", "record", "settlement", "signoff"]
Found = Entry[Any] | None
BOUGHT = "bought"


@frozen
class Step:
    """One step of the procedure: whose it is, the rule it comes from, and the entry that did it."""

    code: str
    chapter: Chapter
    rule: str
    role: Role
    words: Words
    done: Callable[[Sheet], Found]
    needs: tuple[str, ...] = ()
    applies: Callable[[Sheet], bool] = lambda _sheet: True


@frozen
class Stand:
    """How a step stands on a sheet; `missing` says in words what a locked one waits for."""

    step: Step
    state: State
    entry: Found
    missing: tuple[Words, ...] = ()


def _last(body: type) -> Callable[[Sheet], Found]:
    return lambda sheet: sheet.last(body)


def _complete(sheet: Sheet) -> Found:
    return None if intake.missing(sheet) else sheet.last(intake.RequestTaken)


def _handed_over(sheet: Sheet) -> Found:
    return sheet.last(intake.HandedOver) or sheet.last(dispatch.Assigned)


def _assigned(sheet: Sheet) -> Found:
    return sheet.last(dispatch.Assigned) if dispatch.assigned_to(sheet) and not diagnosis.passed_on(sheet) else None


def _agreed(sheet: Sheet) -> Found:
    # Who has arrived need not agree when to.
    return appointment.agreed(sheet) or arrival.arrived(sheet)


def _set_out(sheet: Sheet) -> Found:
    return in_visit(sheet, "departed") or arrival.arrived(sheet)


def _warranty_done(sheet: Sheet) -> Found:
    return None if warranty.undecided(sheet) else sheet.last(warranty.WarrantyDecided)


def _settled(sheet: Sheet) -> Found:
    if settlement.unsettled_fen(sheet):
        return None
    return max((sheet.last(t) for t in _PAYMENTS), key=sheet.place)


def _ways(sheet: Sheet) -> frozenset[str]:
    """How the pieces in hand go on; one the customer buys anew goes no further (P5.4)."""
    gone = given_up(sheet)
    return frozenset(BOUGHT if entry.body.key in gone else entry.body.way for entry in diagnosis.in_hand(sheet))


def _quoted(sheet: Sheet) -> Found:
    # What was done before the customer chose a new one stays charged as agreed.
    anew = charges.outdated(sheet) and record.worked(sheet) is None
    return None if anew else sheet.last(charges.Quoted)


def _decides(sheet: Sheet) -> bool:
    ways = _ways(sheet)
    to_do = ways.intersection(diagnosis.HERE) if ways else _gone_past(sheet, BY_CODE["diagnose"]) is None
    return bool(to_do or warranty.undecided(sheet))


def _works(sheet: Sheet) -> bool:
    ways = _ways(sheet)
    came_home = "take_back" in ways and not _takes_back(sheet)
    to_do = "on_site" in ways or came_home or _gives_back(sheet) or (not ways and settlement.left(sheet) is None)
    return record.worked(sheet) is not None or (to_do and not charges.refused(sheet))


def _quotes(sheet: Sheet) -> bool:
    wanted = sheet.last(charges.Quoted) is not None or (_works(sheet) and charges.needs_quote(sheet))
    to_do = record.worked(sheet) is not None or _ways(sheet) != {BOUGHT} or _gives_back(sheet)
    return wanted and to_do and not charges.refused(sheet)


def _takes_back(sheet: Sheet) -> bool:
    """A piece is to be taken back, and no earlier visit did."""
    to_do = "take_back" in _ways(sheet) and (in_visit(sheet, "taken_back") is not None or _slip(sheet) is None)
    return to_do and not charges.refused(sheet)


def _slip(sheet: Sheet) -> Found:
    """The slip after the newest diagnosis that called for one."""
    called = max((e for e in diagnosis.in_hand(sheet) if e.body.way == "take_back"), key=sheet.place, default=None)
    slip = sheet.last(takeback.TakenBack)
    return slip if sheet.place(slip) > sheet.place(called) else None


def _gives_back(sheet: Sheet) -> bool:
    """A visit to somebody whose equipment an earlier visit took."""
    start = visit_start(sheet)
    given = {entry.body.piece for entry in sheet.live(takeback.PieceReturned) if sheet.place(entry) >= start}
    return bool(_taken_earlier(sheet) & (pieces_here(sheet).keys() | given))


def _taken_earlier(sheet: Sheet) -> frozenset[str]:
    start = visit_start(sheet)
    return frozenset(p.key for entry in takeback.slips(sheet) if sheet.place(entry) < start for p in entry.body.pieces)


def _given_back(sheet: Sheet) -> Found:
    return None if _taken_earlier(sheet) & pieces_here(sheet).keys() else in_visit(sheet, "piece_returned")


def _signed(sheet: Sheet) -> Found:
    """The signature of this visit; an earlier one says nothing of the work this visit is still to do."""
    signature = record.signed(sheet)
    return signature if record.worked(sheet) or sheet.place(signature) >= visit_start(sheet) else None


def _owes(sheet: Sheet) -> bool:
    return settlement.due_fen(sheet) > 0 and not is_put_off(sheet)


def _may_close(sheet: Sheet) -> bool:
    return is_closed(sheet) or not pieces_here(sheet)


def _signed_off(sheet: Sheet) -> Found:
    return sheet.last(signoff.SignedOff) if is_closed(sheet) else None


_PAYMENTS = (settlement.CashReceived, settlement.PaidOtherwise, settlement.PaymentAgreed, settlement.PaymentBooked)

STEPS: tuple[Step, ...] = (
    Step("complete", "intake", "P1.2", "clerk", say("Complete the request"), _complete),
    Step("hand_over", "intake", "P1.3", "clerk", say("Hand over to the supervisor"), _handed_over, ("complete",)),
    Step("analyse", "dispatch", "P2.1", "supervisor", say("Analyse"), _last(dispatch.Analysed), ("hand_over",)),
    Step("assign", "dispatch", "P2.1", "supervisor", say("Assign"), _assigned, ("analyse",)),
    Step("agree", "appointment", "P3.1", "technician", say("Agree the visit"), _agreed, ("assign",)),
    Step("depart", "appointment", "P3.4", "technician", say("Set out"), _set_out, ("agree",)),
    Step("arrive", "arrival", "P4.1", "technician", say("Arrive"), arrival.arrived, ("depart",)),
    Step("check", "arrival", "P4.1", "technician", say("Arrival checks"), arrival.checked, ("arrive",)),
    Step("diagnose", "diagnosis", "P5.1", "technician", say("Diagnose"), diagnosis.diagnosed_now, ("check",)),
    Step("warranty", "diagnosis", "P5.2", "technician", say("Decide the warranty"), _warranty_done, ("diagnose",), _decides),
    Step("quote", "charges", "P5.3", "technician", say("Make the quote"), _quoted, ("warranty",), _quotes),
    Step("consent", "charges", "P5.3", "technician", say("Customer's consent"), charges.consent, ("check", "quote"), _quotes),
    Step("take_back", "takeback", "P6.1", "technician", say("Take back with a slip"), _slip, ("check", "warranty"), _takes_back),
    Step("give_back", "takeback", "P6.4", "technician", say("Give the equipment back"), _given_back, ("check",), _gives_back),
    Step("work", "record", "P7.1", "technician", say("Record the work"), record.worked, ("check", "warranty", "quote", "consent"), _works),
    Step("sign", "record", "P7.2", "technician", say("Customer signs the record"), _signed, ("work",), _works),
    Step("settle", "settlement", "P8.5", "technician", say("Settle the payment"), _settled, ("sign",), _owes),
    Step("leave", "settlement", "P8.5", "technician", say("Leave"), settlement.left, ("arrive", "diagnose", "take_back", "sign", "settle")),
    Step("report", "signoff", "P7.3", "technician", say("Report to the supervisor"), signoff.reported, ("leave",)),
    Step("sign_off", "signoff", "P7.3", "supervisor", say("Sign off"), _signed_off, ("report",), _may_close),
)
BY_CODE = {step.code: step for step in STEPS}

# What isn't asked for any more once the site is left.
ROAD = frozenset({"agree", "depart", "arrive", "check", "diagnose"})

# Steps that may be gone past with a reason: under which rule, by recording what (P10.1).
GONE_PAST: dict[str, tuple[str, tuple[type, ...]]] = {
    "analyse": ("P2.1", (dispatch.Assigned,)),
    "agree": ("P3.1", (appointment.Departed, arrival.Arrived)),
    "check": ("P4.2", (diagnosis.Diagnosed,)),
    "diagnose": ("P5.1", (record.WorkRecorded,)),
    "warranty": ("P5.2", (record.WorkRecorded,)),
    "quote": ("P5.3", (record.WorkRecorded,)),
    "consent": ("P5.3", (record.WorkRecorded,)),
    "sign": ("P7.2", (settlement.LeftSite,)),
    "settle": ("P8.5", (settlement.LeftSite,)),
}


def progress(sheet: Sheet) -> tuple[Stand, ...]:
    """Every step that applies, in order. A step gone past with a reason is done by the entry that went past it (P10.1)."""
    applying = [step for step in STEPS if step.applies(sheet)]
    done = {step.code: step.done(sheet) or _gone_past(sheet, step) for step in applying}
    return tuple(_stand(step, done) for step in applying)


def _gone_past(sheet: Sheet, step: Step) -> Found:
    if step.code in ROAD and (gone := settlement.left(sheet)):
        return gone
    # What is charged can't be quoted before it is known which pieces are (P5.2).
    if step.code == "warranty" and _quotes(sheet) and _quoted(sheet) is None:
        return None
    rule, by = GONE_PAST.get(step.code, ("", ()))
    start = visit_start(sheet) if step.role == "technician" else 0
    past = (e for e in reversed(sheet.entries[start:]) if type(e.body) in by and moves(e))
    return next((e for e in past if e.fact.exception and rule in e.fact.exception.rules), None)


def _stand(step: Step, done: dict[str, Found]) -> Stand:
    entry = done[step.code]
    if entry is not None:
        return Stand(step, "done", entry)
    missing = tuple(BY_CODE[code].words for code in step.needs if done.get(code, entry) is None and code in done)
    return Stand(step, "locked" if missing else "now", None, missing)


def next_steps(sheet: Sheet, roles: Iterable[Role]) -> tuple[Step, ...]:
    """What these roles are to do now, the first being the next step; nothing on a closed or cancelled sheet."""
    if is_closed(sheet) or is_cancelled(sheet):
        return ()
    mine = frozenset(roles)
    return tuple(stand.step for stand in progress(sheet) if stand.state == "now" and stand.step.role in mine)
