"""What the indicators page shows, worked out from the cases on this device: which months, which groups, how a value is said. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta

from attrs import frozen

from field_app.domain.days import after_months
from field_app.domain.indicators import Sums, Unit, added
from field_app.domain.measures import By, Measure, groups
from field_app.ui.words import _, money

LONGEST, USUAL = 24, 6


@frozen
class Asked:
    """What was chosen, as it stands in the address."""

    months: int = USUAL
    by: By = "month"
    technician: str = ""
    customer: str = ""
    equipment: str = ""

    def fits(self, one: Measure) -> bool:
        wanted = ((self.technician, one.technician or ""), (self.customer, one.customer), (self.equipment, one.equipment))
        return all(not want or want == has for want, has in wanted)


def asked(query: Callable[[str], str]) -> Asked:
    """What an address asks for; what can't be read is as if it weren't there."""
    months, by = query("months"), query("by")
    return Asked(
        months=int(months) if months.isascii() and months.isdigit() and 0 < int(months) <= LONGEST else USUAL,
        by=by if by in ("technician", "customer", "equipment") else "month",  # type: ignore[arg-type]
        technician=query("technician"),
        customer=query("customer"),
        equipment=query("equipment"),
    )


@frozen
class Span:
    """Whole months, `first` to `last`, both inside."""

    first: date
    last: date

    def holds(self, one: Measure) -> bool:
        return self.first <= one.reported_on <= self.last

    def before(self) -> Span:
        """As many months before these."""
        count = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1
        return Span(after_months(self.first, -count), self.first - timedelta(days=1))

    def months(self) -> list[str]:
        found, month = [], self.first
        while month <= self.last:
            found.append(f"{month:%Y-%m}")
            month = after_months(month, 1)
        return found


def span(months: int, today: date) -> Span:
    """The last so many months, this one included, to its end."""
    this = today.replace(day=1)
    return Span(after_months(this, 1 - months), after_months(this, 1) - timedelta(days=1))


@frozen
class Picture:
    """The cases asked for, added up: in all, as many months before, and group by group."""

    cases: tuple[Measure, ...]
    now: Sums
    before: Sums
    groups: Mapping[str, Sums]


def picture(measures: Iterable[Measure], wanted: Asked, today: date) -> Picture:
    fitting = [one for one in measures if wanted.fits(one)]
    now = span(wanted.months, today)
    cases = tuple(one for one in fitting if now.holds(one))
    before = added(one for one in fitting if now.before().holds(one))
    sums = {name: added(found) for name, found in groups(cases, wanted.by).items()}
    if wanted.by == "month":
        sums = {month: sums.get(month, Sums()) for month in now.months()}
    return Picture(cases, added(cases), before, sums)


def said(value: float | None, unit: Unit) -> str:
    """A value with its unit, as people say it."""
    if value is None:
        return "–"
    if unit == "fen":
        return money(round(value))
    if unit == "percent":
        return f"{value:.1f}%"
    if unit == "hours":
        return _("{n} h", n=f"{value:.1f}") if value < 72 else _("{n} days", n=f"{value / 24:.1f}")
    return _("{n} person-days", n=f"{value:.2f}") if unit == "days" else f"{value:.1f} / 5"


def short(value: float, unit: Unit) -> str:
    """As it stands on an axis, without the unit's words."""
    if unit == "fen":
        return f"{value / 100:,.0f}"
    return f"{value:g}%" if unit == "percent" else f"{value:g}"
