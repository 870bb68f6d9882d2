"""Days and instants. Days are Asia/Shanghai days, which has had no daylight saving time since 1991."""

import calendar
from datetime import date, datetime, timedelta, timezone

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")


def day_of(at: datetime) -> date:
    """The Shanghai day an aware instant falls on."""
    return at.astimezone(SHANGHAI).date()


def after_months(start: date, months: int) -> date:
    """The same day of the month `months` later, or that month's last day where it has none (Civil Code art. 202).

    The calendar's own first and last day where it would go beyond them.
    """
    years, month0 = divmod(start.month - 1 + months, 12)
    year, month = start.year + years, month0 + 1
    if not date.min.year <= year <= date.max.year:
        return date.min if months < 0 else date.max
    return date(year, month, min(start.day, calendar.monthrange(year, month)[1]))
