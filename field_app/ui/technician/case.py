"""工单: one case on the phone. Who and where, what was done, what is missing, and the next step as one big button."""

from __future__ import annotations

from collections.abc import Callable

import flet as ft

from field_app.domain.facts import SheetId
from field_app.domain.repair import intake, settlement, signoff, takeback
from field_app.domain.repair.steps import Step, next_steps, progress
from field_app.domain.sheets import Sheet
from field_app.ui import theme
from field_app.ui.components import Banner, Outlined, PhonePage, Plain, Primary, Refusal, screen
from field_app.ui.components.layout import Part
from field_app.ui.hooks import Attempt, use_attempt, use_services
from field_app.ui.office.labels import VERDICT, comma
from field_app.ui.services import Services
from field_app.ui.technician.arrive import arrive, leave
from field_app.ui.technician.parts.customer import AboutTheCase, CustomerCard, CustomerInBrief
from field_app.ui.technician.parts.discussion import Discussion
from field_app.ui.technician.parts.gone import GonePage
from field_app.ui.technician.parts.here import use_case
from field_app.ui.technician.parts.paths import below, step_path
from field_app.ui.technician.parts.special import SpecialCase
from field_app.ui.technician.parts.steps_card import StepsCard
from field_app.ui.words import _, language, money, n_


@screen
def CaseScreen() -> ft.View:
    services = use_services()
    sheet_id, sheet = use_case()
    attempt = use_attempt()
    asking, ask = ft.use_state(False)
    if sheet is None:
        return GonePage()
    do = _doer(sheet_id, attempt, services)
    step = next(iter(next_steps(sheet, ("technician",))), None)
    head, steps = CustomerCard(sheet), StepsCard(sheet, step, do)
    body = (CustomerInBrief(sheet), steps, AboutTheCase(sheet)) if theme.large() else (head, steps)
    locked = tuple(s.step for s in progress(sheet) if s.state == "locked" and s.step.role == "technician")
    return PhonePage(
        _("Case"),
        *_notices(sheet),
        *body,
        Discussion(sheet),
        SpecialCase(sheet_id, locked, do, asking, lambda: ask(False)),
        number=intake.number(sheet),
        above=Refusal(attempt),
        secondary=_always(sheet_id, services, lambda: ask(True)),
        beside=_give_back(sheet, step, services),
        primary=_next(sheet, step, do),
    )


def _always(on: SheetId, services: Services, ask: Callable[[], None]) -> tuple[Part, ...]:
    """What stays in reach at every step. Four stand on one line: longer words leave no room for icons."""
    roomy = language() == "zh" and theme.scale() <= 1

    def act(said: str, icon: ft.IconData, page: str) -> ft.Control:
        return Plain(said, lambda: services.go(below(on, page)) if page else ask(), icon=icon if roomy else None)

    return (
        act(_("Note"), ft.Icons.EDIT_NOTE, "note"),
        act(_("Photo"), ft.Icons.PHOTO_CAMERA_OUTLINED, "photo"),
        act(_("Papers"), ft.Icons.DESCRIPTION_OUTLINED, "papers"),
        act(_("Special case"), ft.Icons.FLAG_OUTLINED, ""),
    )


def _doer(sheet_id: SheetId, attempt: Attempt, services: Services) -> Callable[[Step], None]:
    """Arriving and leaving are recorded right here, by one tap; every other step has its page."""

    def do(step: Step) -> None:
        if step.code == "arrive":
            arrive(sheet_id, attempt, services)
        elif step.code == "leave":
            leave(sheet_id, attempt, services)
        else:
            services.go(step_path(sheet_id, step.code))

    return do


def _next(sheet: Sheet, step: Step | None, do: Callable[[Step], None]) -> Part:
    if step is None:
        return None
    if step.code == "report" and signoff.sent_back(sheet):
        return Primary(_("Done: report again"), lambda: do(step), icon=ft.Icons.ARROW_FORWARD)
    return Primary(_("Next: {step}", step=step.words), lambda: do(step), icon=ft.Icons.ARROW_FORWARD)


def _give_back(sheet: Sheet, step: Step | None, services: Services) -> Part:
    """While equipment of this case is with us its way home stands beside the next step (P6.4)."""
    if not takeback.still_here(sheet) or (step and step.code == "give_back"):
        return None
    return Outlined(_("Give back"), lambda: services.go(below(sheet.id, "return")), height=theme.TALL, ink="plain")


def _notices(sheet: Sheet) -> tuple[Part, ...]:
    """What must be read before anything else."""
    status = signoff.status(sheet)
    back = signoff.sent_back(sheet)
    return (
        Banner("red", back.body.reason, title=_("Sent back by the supervisor")) if back else None,
        Banner("amber", _cancelled_words(sheet), title=_("This case was cancelled")) if status == "cancelled" else None,
        Banner("green", _("The supervisor signed off. Nothing is left to do.")) if status == "closed" else None,
        Banner("info", _("Reported. The supervisor signs off or sends it back.")) if status == "to_sign_off" else None,
        Banner("info", _("Handed on. The supervisor chooses another technician.")) if status == "to_assign" else None,
        _overpaid(sheet),
        _oddities(sheet),
    )


def _overpaid(sheet: Sheet) -> Part:
    """Money that belongs to the customer again, since what is due became less (P8.6)."""
    over = settlement.overpaid_fen(sheet)
    if not over:
        return None
    title = _("{amount} too much received", amount=money(over))
    return Banner("red", _("The accountant gives it back; the sheet shows what became less."), title=title)


def _cancelled_words(sheet: Sheet) -> str:
    cancelled = sheet.said(intake.Cancelled)
    reason = cancelled.reason if cancelled else ""
    return _("{reason} What you did record is kept for the supervisor.", reason=reason)


def _oddities(sheet: Sheet) -> Part:
    """What the office found odd; the supervisor settles it, nothing is lost (P10.2)."""
    odd = signoff.oddities(sheet)
    if not odd:
        return None
    verdicts = {entry.stamp.verdict: VERDICT[entry.stamp.verdict][2]() for entry in odd}
    title = n_("The office looks at {n} entry", "The office looks at {n} entries", len(odd))
    return Banner("amber", comma(*verdicts.values()), title=title)
