"""Which time to offer for a visit."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from field_app.domain.days import SHANGHAI, day_of
from field_app.domain.repair.appointment import VisitAgreed
from field_app.ui.components import instants

Window = dict[str, str]
USUAL = (("08:30", "10:00"), ("10:00", "11:30"), ("13:30", "15:00"), ("15:30", "17:00"))
OFFERED_DAYS = 7
CALLS = (("09:00", "10:00"), ("14:00", "15:00"), ("16:00", "17:00"))


def window_of(visit: VisitAgreed) -> tuple[date, Window]:
    """Day and window of a visit agreed before."""
    start, end = visit.starts_at.astimezone(SHANGHAI), visit.ends_at.astimezone(SHANGHAI)
    return start.date(), {"from": f"{start:%H:%M}", "to": f"{end:%H:%M}"}


def next_window(now: datetime, is_taken: Callable[[datetime, datetime], bool] = lambda _start, _end: False) -> tuple[date, Window]:
    """The first usual window of the coming days that begins in half an hour or later and isn't taken; tomorrow's first where all are."""
    today = day_of(now)
    for on in (today + timedelta(days=n) for n in range(OFFERED_DAYS)):
        for start, end in USUAL:
            hours = {"from": start, "to": end}
            starts_at, ends_at = instants(on, hours)
            if starts_at >= now + timedelta(minutes=30) and not is_taken(starts_at, ends_at):
                return on, hours
    return today + timedelta(days=1), {"from": USUAL[0][0], "to": USUAL[0][1]}
