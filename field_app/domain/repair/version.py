"""Which version of the company's rules a case goes by (P9.1): what comes into force in the middle of a visit changes nothing in it."""

from datetime import datetime

from field_app.domain.days import day_of
from field_app.domain.policy import Policy, in_force, version
from field_app.domain.repair.arrival import ArrivalChecked, Arrived, arrived, checked, minutes_late
from field_app.domain.repair.charges import Quoted, consent
from field_app.domain.repair.closing import in_visit
from field_app.domain.sheets import Sheet


def applied(case: Sheet, rules: Sheet | None, at: datetime) -> Policy | None:
    """The rules for what is done on a case now: those of the figures the customer has agreed to, else those this visit began with, else
    those in force at that moment.
    """
    if rules is None:
        return None
    came = arrived(case) if case.last(Arrived) else None
    began = came.at if came else at
    return version(rules, _named(case)) or in_force(rules, day_of(began), began)


def _named(case: Sheet) -> str:
    """The version the case itself names, empty while it names none."""
    if not case.last(ArrivalChecked) and not case.last(Quoted):
        return ""
    quote = case.said(Quoted)
    if quote and consent(case):
        return quote.policy
    begun = in_visit(case, "quoted") or checked(case)
    return begun.body.policy if begun else ""


def late_by(case: Sheet, rules: Sheet | None) -> int | None:
    """How late a visit counts: its minutes after the agreed window, 0 for those its rules tolerate (P3.6, P9.1). None before arrival or
    without a window.
    """
    late, came = minutes_late(case), arrived(case)
    by = applied(case, rules, came.at) if late and came else None
    return 0 if by and late and late <= by.limits.late_minutes else late
