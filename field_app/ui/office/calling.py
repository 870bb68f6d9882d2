"""From the call's form to a request and its facts: what was typed becomes dates and numbers, or words beside the field."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from field_app.domain.archive import ProjectRecorded
from field_app.domain.errors import Objection, RuleBroken, say
from field_app.domain.repair.intake import Request

TEXTS = ("customer", "project", "contact", "phone", "fault", "wanted", "address", "district", "archive", "serial", "equipment")
EMPTY: dict[str, Any] = {
    **dict.fromkeys(TEXTS, ""),
    "accepted_on": "",
    "warranty_months": "",
}
_DAY = re.compile(r"(\d{4})\D?(\d{1,2})\D?(\d{1,2})\D?")


def read_day(text: str) -> date | None:
    """A day as people type it: `2025-03-18`, `2025.3.18`, `20250318`, `2025年3月18日`. None when it is none."""
    found = _DAY.fullmatch(text.strip())
    if not found:
        return None
    try:
        return date(*map(int, found.groups()))
    except ValueError:
        return None


def read_months(text: str) -> int | None:
    """A warranty period in months: `24`, `24 个月`, and years as `2年`, `2 years`. None when it is none."""
    found = re.fullmatch(r"(\d{1,4})\s*(个月|月|months?|年|years?)?", text.strip())
    if not found:
        return None
    return int(found[1]) * (12 if found[2] and found[2][0] in "年y" else 1)


def values_of(request: Request) -> dict[str, Any]:
    """A request as the form's values."""
    months = request.warranty_months
    texts = {name: getattr(request, name) for name in TEXTS}
    accepted = request.accepted_on.isoformat() if request.accepted_on else ""
    return {**texts, "accepted_on": accepted, "warranty_months": "" if months is None else str(months)}


def heard(values: Mapping[str, Any]) -> Request:
    """The request as far as it can be read: what can't be read yet counts as missing."""
    texts = {name: str(values[name] or "").strip() for name in TEXTS}
    return Request(**texts, accepted_on=read_day(values["accepted_on"]), warranty_months=read_months(values["warranty_months"]))


def read(values: Mapping[str, Any]) -> Request:
    """The request. RuleBroken, with words beside the field, where a date or a period was typed that is none."""
    request = heard(values)
    wrong = []
    if values["accepted_on"].strip() and request.accepted_on is None:
        wrong.append(Objection("P1.2", say("Write the day like 2025-03-18."), "accepted_on"))
    if values["warranty_months"].strip() and request.warranty_months is None:
        wrong.append(Objection("P1.2", say("Write the warranty period in months, like 24."), "warranty_months"))
    if wrong:
        raise RuleBroken(wrong)
    return request


def project_of(request: Request) -> ProjectRecorded:
    """What a call taught about a customer the archive didn't know."""
    return ProjectRecorded(
        customer=request.customer,
        project=request.project,
        address=request.address,
        district=request.district,
        contact=request.contact,
        phone=request.phone,
        accepted_on=request.accepted_on,
        warranty_months=request.warranty_months,
    )


def may_join_archive(request: Request) -> bool:
    """A new customer with a name and a project can be added to the archive."""
    return not request.archive and bool(request.customer and request.project)
