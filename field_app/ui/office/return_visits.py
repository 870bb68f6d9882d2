"""Return visits: whom the rule wants asked, whom to call today, what came of it (P9.3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import flet as ft

from field_app.domain.followup import return_visit
from field_app.domain.followup.planning import Proposal, plan
from field_app.domain.followup.return_visit import ReturnVisitPlanned, Status
from field_app.domain.policy import Policy
from field_app.domain.sheets import Sheet
from field_app.papers import lists
from field_app.ui.components import Body, Caption, DeskPage, EmptyState, Mark, screen, snack
from field_app.ui.hooks import Attempt, use_address, use_attempt, use_now, use_services, use_sheets
from field_app.ui.office.labels import VISIT_CAUSES, Word, dotted, word
from field_app.ui.office.parts.acts import Act
from field_app.ui.office.parts.counts import Count, Counts
from field_app.ui.office.parts.panel import Panel
from field_app.ui.office.parts.space import wide
from field_app.ui.office.parts.table import Col, Line, Listed, Table, Tile, Two
from field_app.ui.services import Services
from field_app.ui.shared.printing import ExportMenu, around
from field_app.ui.theme import Tone
from field_app.ui.words import _, n_, short_day

STATES: Mapping[Status, tuple[Tone, ft.IconData, Word]] = {
    "planned": ("next", ft.Icons.EVENT, lambda: _("To call")),
    "to_try_again": ("amber", ft.Icons.PHONE_MISSED, lambda: _("To try again")),
    "done": ("green", ft.Icons.CHECK_CIRCLE, lambda: _("Customer asked")),
    "dropped": ("plain", ft.Icons.EVENT_BUSY, lambda: _("Dropped")),
}
SHOWN = 100


@screen
def ReturnVisitsScreen() -> ft.View:
    services, visits, at = use_services(), use_sheets("return_visit"), use_address()
    repairs, archives = use_sheets("repair"), use_sheets("archive")
    attempt = use_attempt()
    use_now()
    today, policy, chosen = services.today(), services.policy(), at["state"]
    wanted = plan(repairs, archives, visits, policy.return_visits, today) if policy and _plans(services) else ()
    listed = in_order([sheet for sheet in visits if _wanted(sheet, chosen)])
    return DeskPage(
        _("Return visits"),
        Counts(_counts(visits, today), chosen, lambda code: at.turn("state", code)),
        _proposed(services, wanted, attempt) if wanted else None,
        Panel(
            _("Call list"),
            _list(services, listed[:SHOWN], today),
            note=n_("{n} customer", "{n} customers", len(listed)),
            trail=ExportMenu(lambda: lists.return_visit_list(listed, around(services))),
            flush=True,
        ),
        side=[_rule(policy)],
    )


def _plans(services: Services) -> bool:
    return bool(services.me.roles & {"clerk", "supervisor"})


def _wanted(sheet: Sheet, chosen: str) -> bool:
    status = return_visit.status(sheet)
    return status == chosen if chosen else status in ("planned", "to_try_again")


def in_order(sheets: Sequence[Sheet]) -> list[Sheet]:
    """By the day to call."""
    return sorted(sheets, key=lambda sheet: (return_visit.due_on(sheet) or date.max, sheet.id))


def _counts(sheets: Sequence[Sheet], today: date) -> list[Count]:
    found = []
    for status, (tone, icon, name) in STATES.items():
        here = [sheet for sheet in sheets if return_visit.status(sheet) == status]
        over = sum(is_late(sheet, today) for sheet in here)
        found.append(Count(status, name(), icon, tone, len(here), _("{n} overdue", n=over) if over else ""))
    return found


def is_late(sheet: Sheet, today: date) -> bool:
    due = return_visit.due_on(sheet)
    return due is not None and due < today and return_visit.status(sheet) in ("planned", "to_try_again")


def _proposed(services: Services, proposals: Sequence[Proposal], attempt: Attempt) -> ft.Control:
    """What the rule calls for; one tap plans them all."""

    def plan_all() -> None:
        services.record_all({proposal.id: (proposal.visit,) for proposal in proposals})
        snack(n_("{n} return visit planned", "{n} return visits planned", len(proposals)))

    rows = [_proposal(services, proposal, attempt) for proposal in proposals[:SHOWN]]
    every = Act(n_("Plan {n} return visit", "Plan all {n} return visits", len(proposals)), plan_all, kind="primary")
    return Panel(_("The rule wants these asked"), Listed(*rows), trail=every, flush=True)


def _proposal(services: Services, proposal: Proposal, attempt: Attempt) -> ft.Control:
    def one() -> None:
        attempt.record(proposal.id, proposal.visit, then=lambda: snack(_("Planned")))

    visit = proposal.visit
    words = Two(dotted(visit.customer, visit.project), dotted(word(VISIT_CAUSES, visit.cause), _("by {day}", day=short_day(visit.due_on))))
    return Tile(words, trail=Act(_("Plan it"), one, small=True))


def _list(services: Services, sheets: Sequence[Sheet], today: date) -> ft.Control:
    empty = EmptyState(_("Nobody has to be asked"), _("Customers to ask appear here when a visit is planned, by rule or by hand."))
    if not wide():
        return Listed(*(_tile(services, sheet, today) for sheet in sheets), empty=empty)
    cols = [Col(_("Customer, project"), 5), Col(_("Why"), 3), Col(_("Contact"), 108), Col(_("Call by"), 120), Col(_("State"), 120)]
    return Table(cols, [_line(services, sheet, today) for sheet in sheets], empty=empty)


def _line(services: Services, sheet: Sheet, today: date) -> Line:
    visit = return_visit.planned(sheet)
    cells = (_who(visit), word(VISIT_CAUSES, visit.cause), Two(visit.contact, visit.phone)) if visit else ("–", "–", "–")
    return Line(
        (*cells, due(sheet, today), state(sheet)),
        on_open=lambda: services.go(f"/return-visits/{sheet.id}"),
        label=_("Open {name}", name=visit.customer if visit else ""),
        key=sheet.id,
    )


def _tile(services: Services, sheet: Sheet, today: date) -> ft.Control:
    visit = return_visit.planned(sheet)
    return Tile(
        _who(visit) if visit else None,
        Caption(word(VISIT_CAUSES, visit.cause)) if visit else None,
        due(sheet, today),
        on_open=lambda: services.go(f"/return-visits/{sheet.id}"),
        label=_("Open {name}", name=visit.customer if visit else ""),
    )


def _who(visit: ReturnVisitPlanned) -> ft.Control:
    return Two(visit.customer, visit.project)


def state(sheet: Sheet) -> ft.Control:
    tone, icon, name = STATES[return_visit.status(sheet)]
    return Mark(tone, icon, name())


def due(sheet: Sheet, today: date) -> ft.Control:
    """The day to call; how long it is past, where it is."""
    day = return_visit.due_on(sheet)
    if day and is_late(sheet, today):
        over = (today - day).days
        return Mark("red", ft.Icons.ERROR_OUTLINE, n_("{n} day over", "{n} days over", over))
    return Caption(short_day(day) if day else "–")


def _rule(policy: Policy | None) -> ft.Control:
    """The rule in words, so that a proposal can be understood."""
    if policy is None:
        return Panel(_("The rule"), Caption(_("No rules are in force yet.")))
    rule = policy.return_visits
    before = rule.before_warranty_days
    lines = [
        n_("every closed case", "one in {n} closed cases", rule.every_nth) if rule.every_nth else "",
        _("always after a charged repair") if rule.after_charges else "",
        _("always after a take-back") if rule.after_takeback else "",
        n_("{n} day before a warranty ends", "{n} days before a warranty ends", before) if before else "",
        _("each project in months {months}", months=_(", ").join(map(str, rule.season_months))) if rule.season_months else "",
    ]
    after = n_("asked {n} day after the sign-off", "asked {n} days after the sign-off", rule.after_days)
    return Panel(_("The rule"), *[Body(f"{line}", 14) for line in lines if line], Caption(after), note=policy.label, gap=6)
