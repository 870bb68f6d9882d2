"""What the rule says of a warranty from its dates alone, before anybody has looked (P3.1, P5.2)."""

from datetime import date
from typing import Literal

from attrs import frozen

from field_app.domain.days import after_months, day_of
from field_app.domain.errors import Words, say
from field_app.domain.repair.intake import RequestTaken, request
from field_app.domain.sheets import Sheet

Decision = Literal["inside", "outside", "excluded"]


@frozen
class Cover:
    """A warranty by the calendar. The day of acceptance isn't counted, the last day is the same day of the month at the end,
    or that month's last day where it has none, and that day is inside (Civil Code arts. 201, 202).
    """

    accepted_on: date
    months: int

    @property
    def ends_on(self) -> date:
        return after_months(self.accepted_on, self.months)

    def covers(self, day: date) -> bool:
        return day <= self.ends_on and self.months > 0


@frozen
class Proposal:
    """What the rule proposes, and its basis in words."""

    decision: Decision
    basis: Words
    reported_on: date
    cover: Cover | None


def reported_on(sheet: Sheet) -> date | None:
    """The day the fault was reported: what the warranty is measured against (P5.2)."""
    first = sheet.last(RequestTaken)
    return day_of(first.at) if first else None


def proposal(cover: Cover | None, reported: date) -> Proposal:
    """The rule: acceptance plus period against the day the fault was reported. Without dates it proposes to charge."""
    if cover is None:
        return Proposal("outside", say("Acceptance date or warranty period is unknown, so cover can't be shown."), reported, None)
    values = {"accepted": cover.accepted_on, "months": cover.months, "ends": cover.ends_on, "reported": reported}
    if cover.covers(reported):
        words = say("Accepted {accepted}, {months} months, to {ends} inclusive; reported {reported}: in warranty.", **values)
        return Proposal("inside", words, reported, cover)
    words = say("Accepted {accepted}, {months} months, to {ends} inclusive; reported {reported}: out of warranty.", **values)
    return Proposal("outside", words, reported, cover)


def expected(sheet: Sheet) -> Proposal | None:
    """What the rule says from the request alone, for the call before the visit (P3.1). None without a request."""
    reported, known = reported_on(sheet), request(sheet)
    return proposal(cover_of(known.accepted_on, known.warranty_months), reported) if reported else None


def cover_of(accepted_on: date | None, months: int | None) -> Cover | None:
    return Cover(accepted_on, months) if accepted_on and months is not None else None
