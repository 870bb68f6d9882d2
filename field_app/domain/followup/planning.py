"""Whom to ask on a return visit: a sample of the closed cases, some always, and projects by warranty and season (P9.3)."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from attrs import frozen

from field_app.domain.archive import merged_into, project
from field_app.domain.days import after_months, day_of
from field_app.domain.facts import SheetId
from field_app.domain.followup.return_visit import Cause, ReturnVisitPlanned, planned, planned_id
from field_app.domain.policy import ReturnVisitRule
from field_app.domain.repair.closing import is_closed
from field_app.domain.repair.intake import request
from field_app.domain.repair.settlement import due_fen
from field_app.domain.repair.signoff import SignedOff
from field_app.domain.repair.takeback import TakenBack
from field_app.domain.repair.warranty_rule import cover_of
from field_app.domain.sheets import Sheet

# How far ahead visits are proposed, and how old a closed case may be to be asked about at all.
AHEAD = timedelta(days=14)
TOO_OLD = timedelta(days=30)


@frozen
class Proposal:
    """A return visit the rule calls for. `id` is the same on every device, so two people planning at once plan one."""

    id: SheetId
    visit: ReturnVisitPlanned


def plan(
    repairs: Iterable[Sheet], archives: Iterable[Sheet], visits: Iterable[Sheet], rule: ReturnVisitRule, today: date
) -> tuple[Proposal, ...]:
    """What the rule calls for and nobody has planned yet, the earliest first (P9.3)."""
    known = tuple(visits)
    ids = {sheet.id for sheet in known}
    asked = {plan.repair for sheet in known if (plan := planned(sheet)) and plan.repair}
    cases = (_of_case(sheet, rule, today) for sheet in repairs if sheet.id not in asked)
    projects = (proposal for sheet in archives if merged_into(sheet) is None for proposal in _of_project(sheet, rule, today))
    wanted = (proposal for proposal in (*cases, *projects) if proposal and proposal.id not in ids)
    return tuple(sorted(wanted, key=lambda proposal: (proposal.visit.due_on, proposal.visit.customer, proposal.id)))


def _of_case(sheet: Sheet, rule: ReturnVisitRule, today: date) -> Proposal | None:
    signed = sheet.last(SignedOff)
    if signed is None or not is_closed(sheet):
        return None
    closed_on = day_of(signed.at)
    cause, due_on = _why(sheet, rule), closed_on + timedelta(days=rule.after_days)
    if cause is None or due_on > today + AHEAD or closed_on < today - TOO_OLD:
        return None
    known = request(sheet)
    visit = ReturnVisitPlanned(known.customer, due_on, cause, known.project, known.contact, known.phone, known.archive, repair=sheet.id)
    return Proposal(planned_id(cause, sheet.id, due_on), visit)


def _why(sheet: Sheet, rule: ReturnVisitRule) -> Cause | None:
    if rule.after_takeback and sheet.last(TakenBack):
        return "taken_back"
    if rule.after_charges and due_fen(sheet):
        return "charged"
    return "sample" if in_sample(sheet.id, rule.every_nth) else None


def in_sample(sheet_id: SheetId, every_nth: int) -> bool:
    """True for one in `every_nth` sheets, chosen by the id alone: the same choice on every device, and nobody can steer it."""
    drawn = int.from_bytes(hashlib.sha256(sheet_id.encode()).digest()[:8], "big")
    return every_nth > 0 and drawn % every_nth == 0


def _of_project(sheet: Sheet, rule: ReturnVisitRule, today: date) -> Iterator[Proposal]:
    known = project(sheet)
    if known is None:
        return
    for cause, due_on in (*_warranty(known.accepted_on, known.warranty_months, rule, today), *_season(rule, today)):
        visit = ReturnVisitPlanned(known.customer, due_on, cause, known.project, known.contact, known.phone, archive=sheet.id)
        yield Proposal(planned_id(cause, sheet.id, due_on), visit)


def _warranty(accepted_on: date | None, months: int | None, rule: ReturnVisitRule, today: date) -> Iterator[tuple[Cause, date]]:
    cover = cover_of(accepted_on, months)
    if cover is None or not cover.months or not rule.before_warranty_days or cover.ends_on < today:
        return
    due_on = cover.ends_on - timedelta(days=rule.before_warranty_days)
    if due_on <= today + AHEAD:
        yield "warranty_ends", due_on


def _season(rule: ReturnVisitRule, today: date) -> Iterator[tuple[Cause, date]]:
    if today.month in rule.season_months:
        yield "season", after_months(today.replace(day=1), 1) - timedelta(days=1)
