"""The marks of a case, always in the same order: warranty, urgency, time to leave, going along."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import flet as ft

from field_app.domain.days import day_of
from field_app.domain.facts import UserId
from field_app.domain.policy import Policy
from field_app.domain.repair import appointment, dispatch, intake, warranty, warranty_rule
from field_app.domain.repair.closing import in_visit
from field_app.domain.sheets import Sheet
from field_app.ui.components.layout import Chip, Part
from field_app.ui.technician.parts.wording import URGENCIES
from field_app.ui.theme import Tone
from field_app.ui.words import _, clock, short_day

ENDS_SOON = timedelta(days=30)


def warranty_chip(sheet: Sheet, today: date) -> Part:
    """What the pieces were decided to be, or what the rule expects before that (P5.2)."""
    decided = warranty.decisions(sheet)
    if decided:
        return _covered() if not warranty.chargeable(sheet) else _uncovered(sheet)
    expected = warranty_rule.expected(sheet)
    if expected is None or expected.cover is None:
        return None
    if expected.decision != "inside":
        return _uncovered(sheet)
    ends_on = expected.cover.ends_on
    if today <= ends_on <= today + ENDS_SOON:
        return Chip("amber", ft.Icons.SCHEDULE, _("In warranty, ends {day}", day=short_day(ends_on)))
    return _covered()


def _covered() -> ft.Control:
    return Chip("info", ft.Icons.SHIELD_OUTLINED, _("In warranty"))


def _uncovered(sheet: Sheet) -> ft.Control:
    window = appointment.agreed(sheet)
    told = window is not None and window.body.charges_expected and window.body.expected_fen is not None
    return Chip("info", ft.Icons.PAYMENTS_OUTLINED, _("Out of warranty · charges told") if told else _("Out of warranty"))


def warranty_end_chip(sheet: Sheet) -> Part:
    """The warranty's last day, as the case page shows it, unless a piece was decided otherwise (P5.2)."""
    expected, decided = warranty_rule.expected(sheet), bool(warranty.decisions(sheet))
    if decided and warranty.chargeable(sheet):
        return _uncovered(sheet)
    if expected is None or expected.cover is None:
        return _covered() if decided else Chip("plain", ft.Icons.SHIELD_OUTLINED, _("Warranty unknown"))
    day = expected.cover.ends_on.isoformat()
    if expected.decision == "inside":
        return Chip("info", ft.Icons.SHIELD_OUTLINED, _("In warranty to {day}", day=day))
    if decided:
        return _covered()
    return Chip("info", ft.Icons.PAYMENTS_OUTLINED, _("Warranty ended {day}", day=day))


def urgency_chip(sheet: Sheet) -> Part:
    how = dispatch.urgency(sheet)
    if how == "normal":
        return None
    tone: Tone = "amber" if how == "urgent" else "plain"
    return Chip(tone, ft.Icons.PRIORITY_HIGH, URGENCIES[how])


def leave_by(sheet: Sheet, policy: Policy | None, now: datetime) -> datetime | None:
    """When to set out for the agreed window, by the company's travel time; None once under way."""
    window = appointment.agreed(sheet)
    if window is None or in_visit(sheet, "departed") or in_visit(sheet, "arrived"):
        return None
    by = window.body.starts_at - timedelta(minutes=policy.travel_minutes if policy else 30)
    return by if day_of(by) == day_of(now) else None


def leave_chip(sheet: Sheet, policy: Policy | None, now: datetime) -> Part:
    by = leave_by(sheet, policy, now)
    if by is None:
        return None
    tone: Tone = "plain" if now <= by else "amber"
    return Chip(tone, ft.Icons.DIRECTIONS_BUS_OUTLINED, _("Set out by {time}", time=clock(by)))


def along_chip(sheet: Sheet, me: UserId) -> Part:
    if dispatch.assigned_to(sheet) == me:
        return None
    return Chip("plain", ft.Icons.GROUP_OUTLINED, _("Going along"))


def equipment_of(known: intake.Request) -> str:
    """The equipment of the request, or the project where none is named."""
    return known.equipment or known.project
