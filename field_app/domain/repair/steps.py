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
    warranty,
)
from field_app.domain.repair.closing import in_visit, is_cancelled, is_closed
from field_app.domain.sheets import Entry, Sheet

State = Literal["done", "now", "locked"]
Chapter = Literal["intake", "dispatch", "appointment", "arrival", "diagnosis", "charges", "takeback", "record", "settlement", "signoff"]
Found = Entry[Any] | None


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


def _assigned(sheet: Sheet) -> Found:
    return sheet.last(dispatch.Assigned) if dispatch.assigned_to(sheet) else None


def _set_out(sheet: Sheet) -> Found:
    return in_visit(sheet, "departed") or arrival.arrived(sheet)


def _warranty_done(sheet: Sheet) -> Found:
    return None if warranty.undecided(sheet) else sheet.last(warranty.WarrantyDecided)


def _settled(sheet: Sheet) -> Found:
    if settlement.unsettled_fen(sheet):
        return None
    return max((sheet.last(t) for t in _PAYMENTS), key=sheet.place)


def _works(sheet: Sheet) -> bool:
    way = diagnosis.diagnosed_now(sheet)
    return not charges.refused(sheet) and (way is None or way.body.way == "on_site" or record.worked(sheet) is not None)


def _takes_back(sheet: Sheet) -> bool:
    way = diagnosis.diagnosed_now(sheet)
    return way is not None and way.body.way == "take_back" and not charges.refused(sheet)


def _decides(sheet: Sheet) -> bool:
    way = diagnosis.diagnosed_now(sheet)
    return way is None or way.body.way in ("on_site", "take_back")


def _quotes(sheet: Sheet) -> bool:
    return _works(sheet) and charges.needs_quote(sheet)


def _owes(sheet: Sheet) -> bool:
    return settlement.due_fen(sheet) > 0


def _slip(sheet: Sheet) -> Found:
    return in_visit(sheet, "taken_back")


def _signed_off(sheet: Sheet) -> Found:
    return sheet.last(signoff.SignedOff) if is_closed(sheet) else None


_PAYMENTS = (settlement.CashReceived, settlement.PaidOtherwise, settlement.PaymentAgreed)

STEPS: tuple[Step, ...] = (
    Step("complete", "intake", "P1.2", "clerk", say("Complete the request"), _complete),
    Step("hand_over", "intake", "P1.3", "clerk", say("Hand over to the supervisor"), _last(intake.HandedOver), ("complete",)),
    Step("analyse", "dispatch", "P2.1", "supervisor", say("Analyse"), _last(dispatch.Analysed), ("hand_over",)),
    Step("assign", "dispatch", "P2.1", "supervisor", say("Assign"), _assigned, ("analyse",)),
    Step("agree", "appointment", "P3.1", "technician", say("Agree the visit"), appointment.agreed, ("assign",)),
    Step("depart", "appointment", "P3.4", "technician", say("Set out"), _set_out, ("agree",)),
    Step("arrive", "arrival", "P4.1", "technician", say("Arrive"), arrival.arrived, ("depart",)),
    Step("check", "arrival", "P4.1", "technician", say("Arrival checks"), arrival.checked, ("arrive",)),
    Step("diagnose", "diagnosis", "P5.1", "technician", say("Diagnose"), diagnosis.diagnosed_now, ("check",)),
    Step("warranty", "diagnosis", "P5.2", "technician", say("Decide the warranty"), _warranty_done, ("diagnose",), _decides),
    Step("quote", "charges", "P5.3", "technician", say("Make the quote"), _last(charges.Quoted), ("warranty",), _quotes),
    Step("consent", "charges", "P5.3", "technician", say("Customer's consent"), charges.consent, ("quote",), _quotes),
    Step("take_back", "takeback", "P6.1", "technician", say("Take back with a slip"), _slip, ("warranty",), _takes_back),
    Step("work", "record", "P7.1", "technician", say("Record the work"), record.worked, ("warranty", "quote", "consent"), _works),
    Step("sign", "record", "P7.2", "technician", say("Customer signs the record"), record.signed, ("work",), _works),
    Step("settle", "settlement", "P8.5", "technician", say("Settle the payment"), _settled, ("sign",), _owes),
    Step("leave", "settlement", "P8.5", "technician", say("Leave"), settlement.left, ("diagnose", "take_back", "sign", "settle")),
    Step("report", "signoff", "P7.3", "technician", say("Report to the supervisor"), signoff.reported, ("leave",)),
    Step("sign_off", "signoff", "P7.3", "supervisor", say("Sign off"), _signed_off, ("report",)),
)
BY_CODE = {step.code: step for step in STEPS}


def progress(sheet: Sheet) -> tuple[Stand, ...]:
    """Every step that applies, in order. A step whose needs were passed with a reason is open all the same (P10.1)."""
    applying = [step for step in STEPS if step.applies(sheet)]
    done = {step.code: step.done(sheet) for step in applying}
    return tuple(_stand(step, done) for step in applying)


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
