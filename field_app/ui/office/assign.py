"""Assigning: queue, case, people, left to right in the order one thinks (P2.1 to P2.4)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import flet as ft
from attrs import frozen

from field_app.domain.facts import SheetId, UserId
from field_app.domain.repair import dispatch, intake, warranty_rule
from field_app.domain.repair.dispatch import Analysed, Assigned, Unassigned
from field_app.domain.repair.sheet import row
from field_app.domain.sheets import Sheet
from field_app.ui.components import (
    Across,
    Body,
    Caption,
    DeskPage,
    Down,
    EmptyState,
    FieldError,
    Heading,
    Mark,
    Option,
    Refusal,
    Segments,
    TextInput,
    screen,
    snack,
)
from field_app.ui.hooks import Form, use_form, use_services, use_sheets
from field_app.ui.office import crew, waiting
from field_app.ui.office.crew import Candidate
from field_app.ui.office.labels import URGENCY, dotted
from field_app.ui.office.parts.acts import Act, Acts
from field_app.ui.office.parts.keys import use_keys, use_queue_keys
from field_app.ui.office.parts.panel import Foot, Panel
from field_app.ui.office.parts.people import People
from field_app.ui.office.parts.reason import use_reason
from field_app.ui.office.parts.space import desk, wide
from field_app.ui.office.parts.table import Listed, Tile
from field_app.ui.office.parts.talk import Talk
from field_app.ui.services import Services
from field_app.ui.words import _, clock, moment, speak


@frozen
class Dispatching:
    """One case before the supervisor, and what can be decided on it."""

    services: Services
    form: Form
    sheet: Sheet
    next_id: SheetId | None

    @property
    def had(self) -> UserId | None:
        """Who has the sheet now; someone else chosen is a reassignment (P2.4)."""
        return dispatch.assigned_to(self.sheet)

    @property
    def chosen(self) -> UserId | None:
        return UserId(self.form["technician"]) if self.form["technician"] else None

    def analysed(self) -> Analysed:
        return Analysed(self.form.text("suspected_cause"), self.form["urgency"], self.form.text("plan"))

    def assign(self) -> None:
        """Analysis and assignment in one tap (P2.1); an analysis that says nothing new isn't recorded again."""
        name = self.services.name_of(self.chosen) if self.chosen else ""
        number = intake.number(self.sheet)

        def after() -> None:
            snack(_("{number} assigned to {name}", number=number, name=name))
            self.services.go(f"/assign/{self.next_id}" if self.next_id else "/assign")

        self.form.submit(self._bodies, on=self.sheet.id, then=after)

    def _bodies(self) -> tuple[object, ...]:
        analysed = self.analysed()
        others = tuple(user for user in self.form["accompanying"] if user != self.chosen)
        assigned = Assigned(self.chosen or "", others, self.form.text("reason"), self.services.earlier_of(self.sheet))
        return (assigned,) if analysed == self.sheet.said(Analysed) else (analysed, assigned)

    def keep(self) -> None:
        """The analysis alone; the sheet stays in the queue."""
        self.form.submit(self.analysed, on=self.sheet.id, then=lambda: snack(_("Analysis kept")))

    def take_back(self, reason: str) -> None:
        self.form.submit(lambda: Unassigned(reason), on=self.sheet.id, then=lambda: snack(_("Taken back; it waits in the queue again")))


@screen
def AssignScreen() -> ft.View:
    services, sheets = use_services(), use_sheets("repair")
    use_sheets("person")
    wanted = ft.use_route_params().get("id")
    queue = [item.sheet for item in waiting.waiting(sheets, {"supervisor"}) if item.queue == "assign"]
    sheet = next((s for s in sheets if s.id == wanted), None) or (queue[0] if queue and wide() else None)
    later = [one.id for one in queue if sheet and one.id != sheet.id]
    form = use_form(f"assign:{sheet.id if sheet else ''}", _initial(sheet))
    ranked = crew.candidates(services.people, sheets, sheet, services.today()) if sheet else ()
    case = Dispatching(services, form, sheet, later[0] if later else None) if sheet else None
    use_keys({"ctrl+enter": case.assign} if case else {})
    use_queue_keys([one.id for one in queue], sheet.id if sheet else "", lambda one: services.go(f"/assign/{one}"))
    back = use_reason(
        _("Take the sheet back"),
        _("It leaves the technician's phone; nothing recorded is lost."),
        label=_("Why"),
        yes=_("Take it back"),
        on_reason=lambda reason: case.take_back(reason) if case else None,
    )
    waiting_list = _queue(services, queue, sheet)
    if case is None:
        return DeskPage(_("Assign"), waiting_list)
    return _arranged(waiting_list, [_case(case), _analysis(case)], _choice(case, ranked, back), Talk(case.sheet))


def _arranged(queue: ft.Control, case: Sequence[ft.Control], choice: ft.Control, talk: ft.Control) -> ft.View:
    """Three columns on a desk, two on a tablet, one on a phone."""
    stretch = ft.CrossAxisAlignment.STRETCH
    if not wide():
        return DeskPage(_("Assign"), *case, choice, talk, back="/assign", gap=12)
    between = ft.Column([*case, talk], spacing=12, expand=10, horizontal_alignment=stretch, scroll=ft.ScrollMode.AUTO)
    if desk():
        columns: list[ft.Control] = [ft.Container(queue, width=248), between, ft.Container(choice, expand=11)]
    else:
        between.controls = [queue, *case, talk]
        columns = [between, ft.Container(choice, expand=11)]
    return DeskPage(_("Assign"), ft.Row(columns, spacing=16, expand=True, vertical_alignment=stretch), fill=True)


def _initial(sheet: Sheet | None) -> dict[str, object]:
    analysed = sheet.said(Analysed) if sheet else None
    return {
        "suspected_cause": analysed.suspected_cause if analysed else "",
        "urgency": analysed.urgency if analysed else "normal",
        "plan": analysed.plan if analysed else "",
        "technician": "",
        "accompanying": [],
        "reason": "",
    }


def _queue(services: Services, queue: Sequence[Sheet], current: Sheet | None) -> ft.Control:
    tiles = [_queued(services, sheet, chosen=current is not None and sheet.id == current.id) for sheet in queue]
    empty = EmptyState(_("Nothing waits to be assigned"), _("Requests the clerk hands over appear here by themselves."))
    tall = wide() and desk()
    return Panel(_("To assign"), Listed(*tiles, empty=empty), note=str(len(queue)) if queue else "", flush=True, expand=tall, scroll=tall)


def _queued(services: Services, sheet: Sheet, *, chosen: bool) -> ft.Control:
    known = row(sheet)
    tone, icon, urgency = URGENCY[known.urgency]
    back = sheet.last(Unassigned) is not None
    mark = Mark("amber", ft.Icons.UNDO, _("taken back")) if back else Mark(tone, icon, urgency())
    when = moment(known.reported_at, services.now()) if known.reported_at else ""
    cut: dict[str, Any] = {"max_lines": 1, "overflow": ft.TextOverflow.ELLIPSIS}
    return Tile(
        Across(Body(known.number, 13, weight=ft.FontWeight.W_600, expand=True), mark),
        Body(known.customer or known.project, 14, **cut),
        Across(Caption(known.fault, expand=True, **cut), Caption(when)),
        on_open=lambda: services.go(f"/assign/{sheet.id}"),
        label=_("Open {number}", number=known.number),
        chosen=chosen,
    )


def _case(case: Dispatching) -> ft.Control:
    request = intake.request(case.sheet)
    known = row(case.sheet)
    tone, icon, urgency = URGENCY[case.form["urgency"]]
    expected = warranty_rule.expected(case.sheet)
    facts = _beside(
        _fact(_("Equipment"), request.equipment or "–", request.serial),
        _fact(_("Contact"), request.contact or "–", request.phone),
        _fact(_("Wanted"), request.wanted or "–", _("reported {when}", when=clock(known.reported_at)) if known.reported_at else ""),
    )
    missing = intake.missing(case.sheet)
    lacking = _("Handed over without: {what}", what=_(", ").join(speak(intake.NEEDED[name]) for name in missing))
    return Panel(
        known.number,
        Body(dotted(request.customer, request.project) or "–", 15),
        Caption(_("Fault, in the customer's words")),
        Body(request.fault or "–", 15),
        facts,
        Caption(_("rule: {basis}", basis=expected.basis)) if expected else None,
        Caption(dotted(request.address, request.district)) if request.address or request.district else None,
        Mark("amber", ft.Icons.ERROR_OUTLINE, lacking) if missing else None,
        trail=Across(Mark(tone, icon, urgency()), Act(_("Sheet"), lambda: case.services.go(f"/sheets/{case.sheet.id}"), small=True)),
        gap=8,
    )


def _fact(name: str, value: str, note: str) -> ft.Control:
    return Down(Caption(name), Body(value, 14), Caption(note) if note else None, gap=1)


def _beside(*facts: ft.Control) -> ft.Control:
    if not wide():
        return Down(*facts, gap=8, stretch=True)
    for fact in facts:
        fact.expand = True
    return Across(*facts, gap=12, top=True)


def _analysis(case: Dispatching) -> ft.Control:
    form = case.form
    urgencies = [Option(code, URGENCY[code][2]()) for code in ("normal", "important", "urgent")]
    return Panel(
        _("Analysis"),
        TextInput(_("Suspected cause"), form.field("suspected_cause"), lines=2, hint=_("Or: must be looked at on site")),
        Down(Caption(_("Urgency")), Segments(_("Urgency"), form.field("urgency"), urgencies, may_be_empty=False), gap=4, stretch=True),
        TextInput(_("What to do, what to take along"), form.field("plan"), lines=2),
        note=_("goes to the technician with the assignment"),
    )


def _choice(case: Dispatching, ranked: Sequence[Candidate], take_back: Callable[[], None]) -> ft.Control:
    name = case.services.name_of(case.chosen) if case.chosen else ""
    had = case.services.name_of(case.had) if case.had else ""
    words = _("Assign to {name}", name=name) if name else _("Choose a technician")
    moved = case.had is not None and case.chosen is not None and case.chosen != case.had
    foot = Foot(
        Heading(_("Now with {name}", name=had)) if had else None,
        TextInput(_("Why it moves to someone else"), case.form.field("reason")) if moved else None,
        FieldError(case.form.field("technician")) or FieldError(case.form.field("accompanying")),
        Refusal(case.form) if case.form.refusals else None,
        Acts(
            Act(_("Take the sheet back"), take_back, kind="danger") if had else Act(_("Keep, don't assign"), case.keep),
            Act(words, case.assign, kind="primary", icon=ft.Icons.SEND, key="Ctrl Enter"),
        ),
    )
    listed = People(case.services, case.form, ranked)
    return Panel(_("Whom to send"), listed, note=_("load today, last visit there"), flush=True, foot=foot, expand=wide(), scroll=wide())
