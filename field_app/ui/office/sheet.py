"""The service record's page: where it stands, what happened, what it costs, who signed, and the supervisor's word on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import flet as ft

from field_app.domain.days import day_of
from field_app.domain.facts import SheetId, UserId
from field_app.domain.repair import dispatch, intake, signoff, warranty_rule
from field_app.domain.repair.closing import is_cancelled, is_closed
from field_app.domain.repair.intake import Cancelled
from field_app.domain.sheets import Sheet
from field_app.ui.components import Caption, Chip, DeskPage, Down, EmptyState, Heading, Pair, Refusal, Waiting, Wrapped, screen, snack
from field_app.ui.hooks import use_attempt, use_now, use_services, use_sheets
from field_app.ui.office.chapters import marks
from field_app.ui.office.labels import STATUS, URGENCY, WAYS_IN, comma, dotted, word
from field_app.ui.office.parts.acts import Act
from field_app.ui.office.parts.chapters import ChapterLine
from field_app.ui.office.parts.charges import Charges
from field_app.ui.office.parts.closing import SignOff
from field_app.ui.office.parts.held import Absent, use_held
from field_app.ui.office.parts.panel import Panel
from field_app.ui.office.parts.reason import use_reason
from field_app.ui.office.parts.settling import Settling, unsettled_here
from field_app.ui.office.parts.signatures import Signatures
from field_app.ui.office.parts.space import desk, wide
from field_app.ui.office.parts.talk import Talk
from field_app.ui.office.parts.timeline import History
from field_app.ui.office.waiting import next_after, to_sign
from field_app.ui.routes import not_found
from field_app.ui.services import Services
from field_app.ui.words import _, n_, speak


@screen
def SheetScreen() -> ft.View:
    sheet_id = SheetId(ft.use_route_params()["id"])
    services, (sheet, absent) = use_services(), use_held(sheet_id)
    sheets = use_sheets("repair")
    use_now()
    attempt = use_attempt()
    cancel = use_reason(
        _("Cancel this sheet"),
        _("The case ends without a visit. What is recorded stays readable."),
        label=_("Why"),
        yes=_("Cancel the sheet"),
        on_reason=lambda reason: attempt.record(sheet_id, Cancelled(reason), then=lambda: snack(_("Sheet cancelled"))),
    )
    if sheet is None:
        return _absent(absent)
    after = next_after(to_sign(sheets), sheet_id)
    signs = "supervisor" in services.me.roles and signoff.status(sheet) == "to_sign_off"
    head = Standing(sheet, services, _acts(sheet, services, services.me.roles, cancel))
    settle = Settling(sheet) if unsettled_here(sheet) else None
    right = [SignOff(sheet, after) if signs else None, settle, Signatures(sheet), _request(sheet, services), Talk(sheet)]
    left = [History(sheet), Charges(sheet)]
    return _arranged(sheet, [head, *([Refusal(attempt)] if attempt.refusals else [])], left, [part for part in right if part], signs=signs)


def _absent(why: Absent) -> ft.View:
    if why == "unknown":
        return not_found()
    words = _("The office can't be reached, and this sheet isn't on this device.")
    body = EmptyState(words, _("It opens by itself once the office is there.")) if why == "offline" else Waiting(_("Asking the office"))
    return DeskPage(_("Service record"), body, back="/sheets")


def _arranged(sheet: Sheet, top: Sequence[ft.Control], left: Sequence[ft.Control], right: Sequence[ft.Control], *, signs: bool) -> ft.View:
    """Beside each other on a desk; on a phone what wants an answer comes first."""
    title, number = _("Service record"), intake.number(sheet)
    if not wide():
        first, rest = (right[:1], right[1:]) if signs else ((), right)
        return DeskPage(title, *top, *first, *left, *rest, note=number, back="/sheets", gap=12)
    stretch = ft.CrossAxisAlignment.STRETCH
    columns = ft.Row(
        [
            ft.Column(list(left), spacing=12, expand=3, tight=True, horizontal_alignment=stretch),
            ft.Column(list(right), spacing=12, expand=2, tight=True, horizontal_alignment=stretch),
        ],
        spacing=16,
        vertical_alignment=ft.CrossAxisAlignment.START,
    )
    if not desk():
        columns.controls = [ft.Column([*right[:1], *left, *right[1:]], spacing=12, expand=True, tight=True, horizontal_alignment=stretch)]
    return DeskPage(title, *top, columns, back="/signoff" if signs else "/sheets", gap=12)


def Standing(sheet: Sheet, services: Services, acts: ft.Control) -> ft.Control:
    """Which case it is, where it stands, and what can be done with it."""
    request = intake.request(sheet)
    tone, icon, status = STATUS[signoff.status(sheet)]
    passed = len(signoff.exceptions(sheet))
    urgency = URGENCY[dispatch.urgency(sheet)]
    chips = Wrapped(
        Chip(tone, icon, status()),
        Chip(urgency[0], urgency[1], urgency[2]()) if dispatch.urgency(sheet) != "normal" else None,
        Chip("red", ft.Icons.REPORT_OUTLINED, n_("{n} special case", "{n} special cases", passed)) if passed else None,
    )
    title = Wrapped(Heading(intake.number(sheet) or "–"), Caption(dotted(request.customer, request.project)), chips, gap=10)
    return Panel(
        "",
        ft.Container(height=2),
        title,
        Wrapped(*(Caption(words) for words in _facts(sheet, services)), gap=16),
        ft.Container(ChapterLine(marks(sheet), services.now()), padding=ft.Padding(top=4)),
        acts,
        gap=8,
    )


def _acts(sheet: Sheet, services: Services, roles: frozenset[str], cancel: Callable[[], None]) -> ft.Control:
    papers = Act(_("Papers"), lambda: services.go(f"/papers/{sheet.id}"), icon=ft.Icons.DESCRIPTION_OUTLINED, small=True)
    about = f"/complaints?repair={sheet.id}"
    hear = Act(_("Write down a complaint"), lambda: services.go(about), icon=ft.Icons.CAMPAIGN_OUTLINED, small=True)
    complain = hear if {"clerk", "supervisor"} & roles else None
    if is_closed(sheet) or is_cancelled(sheet):
        return Wrapped(papers, complain)
    now = signoff.status(sheet)
    moved = _("Assign") if dispatch.assigned_to(sheet) is None else _("Reassign, take back")
    assign = Act(moved, lambda: services.go(f"/assign/{sheet.id}"), icon=ft.Icons.SWAP_HORIZ, small=True)
    amend = Act(_("Complete the request"), lambda: services.go(f"/callbacks/{sheet.id}"), icon=ft.Icons.EDIT_NOTE, small=True)
    receipt = Act(_("Allot a receipt"), lambda: services.go(f"/receipts/{sheet.id}"), icon=ft.Icons.RECEIPT_LONG, small=True)
    stop = Act(_("Cancel the sheet"), cancel, kind="seldom", small=True)
    takes = bool({"clerk", "supervisor"} & roles)
    return Wrapped(
        assign if "supervisor" in roles and now != "incomplete" else None,
        amend if takes else None,
        receipt if "accountant" in roles else None,
        papers,
        complain,
        stop if takes else None,
    )


def _facts(sheet: Sheet, services: Services) -> list[str]:
    request, who = intake.request(sheet), dispatch.assignment(sheet)
    team = _("Responsible {name}", name=services.name_of(UserId(who.technician))) if who else _("Nobody assigned")
    along = _("with {names}", names=comma(*(services.name_of(UserId(one)) for one in who.accompanying))) if who and who.accompanying else ""
    proposal = warranty_rule.expected(sheet)
    ends = _("warranty to {day}", day=proposal.cover.ends_on) if proposal and proposal.cover else ""
    equipment = _("Equipment {name}", name=dotted(request.equipment, request.serial)) if request.equipment else ""
    return [words for words in (equipment, ends, f"{team} {along}".strip()) if words]


def _request(sheet: Sheet, services: Services) -> ft.Control:
    """The eight things as they are known now, and the way they came in."""
    request, taken = intake.request(sheet), sheet.last(intake.RequestTaken)
    months = n_("{n} month", "{n} months", request.warranty_months) if request.warranty_months is not None else ""
    shown = {**{name: getattr(request, name) for name in intake.NEEDED}, "warranty_months": months}
    pairs = [Pair(speak(words), str(shown[name] or "") or _("missing")) for name, words in intake.NEEDED.items()]
    place = Pair(_("Address"), request.address) if request.address else None
    how = _("{way}, taken by {name} {day}", way=_way(taken.body), name=services.name_of(taken.by), day=day_of(taken.at)) if taken else ""
    call = Act(_("Call {phone}", phone=request.phone), lambda: services.launch(f"tel:{request.phone}"), icon=ft.Icons.PHONE, small=True)
    return Panel(_("Request"), Down(*pairs, place, gap=6, stretch=True), Caption(how), trail=call if request.phone else None, gap=10)


def _way(taken: intake.RequestTaken) -> str:
    return _("Relayed by {name}", name=taken.relayed_by) if taken.relayed_by else word(WAYS_IN, taken.way)
