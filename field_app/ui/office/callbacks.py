"""The call-back list: incomplete requests with what is missing and what was tried, until they are complete (P1.3)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import flet as ft
from attrs import frozen

from field_app.domain.facts import Exception_
from field_app.domain.repair import intake
from field_app.domain.repair.intake import CallbackMade, HandedOver
from field_app.domain.repair.sheet import row
from field_app.domain.sheets import Entry, Sheet
from field_app.ui.components import Across, Body, Caption, DeskPage, Down, EmptyState, Mark, Pair, Refusal, TextInput, screen, snack
from field_app.ui.hooks import Form, use_form, use_services, use_sheets
from field_app.ui.office import calling, waiting
from field_app.ui.office.labels import dotted
from field_app.ui.office.parts.acts import Act, Acts
from field_app.ui.office.parts.keys import use_keys, use_queue_keys
from field_app.ui.office.parts.panel import Foot, Panel
from field_app.ui.office.parts.reason import use_reason
from field_app.ui.office.parts.request import MissingLine, RequestFields
from field_app.ui.office.parts.space import desk, wide
from field_app.ui.office.parts.table import Listed, Tile
from field_app.ui.services import Services
from field_app.ui.words import _, moment, n_, speak


@frozen
class Completing:
    """One request being completed on the phone."""

    services: Services
    form: Form
    sheet: Sheet

    @property
    def request(self) -> intake.Request:
        return calling.heard(self.form.values)

    def _amended(self) -> list[object]:
        """The amendment where something changed, and the call-back where something was noted."""
        note = self.form.text("note")
        return [*self._amending(calling.read(self.form.values)), *([CallbackMade("reached", note)] if note else [])]

    def _amending(self, now: intake.Request) -> tuple[object, ...]:
        # Against what stood in the form when it was opened: what a colleague changed since isn't this person's to undo (P10.2).
        return intake.amending(intake.request(self.sheet), now, calling.heard(self.form["was"]))

    def keep(self) -> None:
        if not self._changed():
            snack(_("Nothing was changed"))
            return
        self.form.submit(self._amended, on=self.sheet.id, then=lambda: snack(_("Kept")))

    def _changed(self) -> bool:
        return bool(self._amending(self.request) or self.form.text("note"))

    def hand_over(self, exception: Exception_ | None = None) -> None:
        def after() -> None:
            snack(_("{number} is with the supervisor", number=intake.number(self.sheet)))
            self.services.go("/callbacks")

        self.form.submit(lambda: [*self._amended(), HandedOver()], on=self.sheet.id, exception=exception, then=after)

    def not_reached(self) -> None:
        note = self.form.text("note")
        self.form.submit(lambda: CallbackMade("not_reached", note), on=self.sheet.id, then=lambda: snack(_("Noted: not reached")))


@screen
def CallbacksScreen() -> ft.View:
    services, sheets, archives = use_services(), use_sheets("repair"), use_sheets("archive")
    wanted = ft.use_route_params().get("id")
    queue = [item.sheet for item in waiting.waiting(sheets, {"clerk"})]
    sheet = next((s for s in sheets if s.id == wanted), None) or (queue[0] if queue and wide() else None)
    known = calling.values_of(intake.request(sheet)) if sheet else calling.EMPTY
    form = use_form(_draft(sheet, services), {**known, "was": known, "note": ""})
    case = Completing(services, form, sheet) if sheet else None
    first_go = use_reason(
        _("Hand over before it is complete"),
        _("The supervisor can assign it at once and sees your reason."),
        label=_("Why it can't wait"),
        yes=_("Hand over with this reason"),
        on_reason=lambda reason: case.hand_over(Exception_("P1.3", reason)) if case else None,
    )
    use_keys({"ctrl+enter": case.hand_over, "ctrl+s": case.keep} if case else {})
    use_queue_keys([one.id for one in queue], sheet.id if sheet else "", lambda one: services.go(f"/callbacks/{one}"))
    listed = _queue(services, queue, sheet)
    if case is None:
        return DeskPage(_("Call back"), listed)
    archived = next((a for a in archives if a.id == form["archive"]), None)
    return _arranged(listed, [_story(case), _completing(case, archived, first_go)])


def _draft(sheet: Sheet | None, services: Services) -> str:
    """Begun anew with everything this person has kept of it. The first has the name it had in release 0.1.0, so that it survives."""
    if sheet is None:
        return "complete:"
    me = services.me.user
    reached = (call for call in sheet.live(CallbackMade) if call.body.outcome == "reached")
    mine = sum(entry.by == me for entry in sheet.live(intake.RequestAmended)) + sum(call.by == me for call in reached)
    return f"complete:{sheet.id}:{mine}" if mine else f"complete:{sheet.id}"


def _arranged(listed: ft.Control, case: Sequence[ft.Control]) -> ft.View:
    if not wide():
        return DeskPage(_("Call back"), *case, back="/callbacks", gap=12)
    stretch = ft.CrossAxisAlignment.STRETCH
    right = ft.Column(list(case), spacing=12, expand=True, horizontal_alignment=stretch)
    row_ = ft.Row([ft.Container(listed, width=320 if desk() else 260), right], spacing=16, expand=True, vertical_alignment=stretch)
    return DeskPage(_("Call back"), row_, fill=True)


def _queue(services: Services, queue: Sequence[Sheet], current: Sheet | None) -> ft.Control:
    tiles = [_queued(services, sheet, chosen=current is not None and current.id == sheet.id) for sheet in queue]
    empty = EmptyState(_("Nobody has to be called back"), _("Requests kept incomplete appear here, with what is missing."))
    count = str(len(queue)) if queue else ""
    return Panel(_("To call back"), Listed(*tiles, empty=empty), note=count, flush=True, expand=wide(), scroll=wide())


def _queued(services: Services, sheet: Sheet, *, chosen: bool) -> ft.Control:
    known = row(sheet)
    cut: dict[str, Any] = {"max_lines": 1, "overflow": ft.TextOverflow.ELLIPSIS}
    missing = [speak(intake.NEEDED[name]) for name in intake.missing(sheet)]
    said = _("Missing: {what}", what=_(", ").join(missing)) if missing else _("Complete, not handed over yet")
    when = moment(known.reported_at, services.now()) if known.reported_at else ""
    attempts = len(sheet.live(CallbackMade))
    tried = n_("called {n} time", "called {n} times", attempts) if attempts else _("not called yet")
    return Tile(
        Across(Body(known.number, 13, weight=ft.FontWeight.W_600, expand=True), Caption(when)),
        Body(dotted(known.customer, known.project) or intake.request(sheet).phone or "–", 14, **cut),
        Mark("amber" if missing else "next", ft.Icons.ERROR_OUTLINE if missing else ft.Icons.CHECK_CIRCLE_OUTLINE, said),
        Caption(tried),
        on_open=lambda: services.go(f"/callbacks/{sheet.id}"),
        label=_("Open {number}", number=known.number),
        chosen=chosen,
    )


def _story(case: Completing) -> ft.Control:
    """Who called, when, and what was tried since."""
    taken, request = case.sheet.last(intake.RequestTaken), intake.request(case.sheet)
    now = case.services.now()
    first = _("Taken by {name} {when}", name=case.services.name_of(taken.by), when=moment(taken.at, now)) if taken else ""
    relayed = _("Relayed by {name}", name=taken.body.relayed_by) if taken and taken.body.relayed_by else ""
    phone = Act(
        _("Call {phone}", phone=request.phone), lambda: case.services.launch(f"tel:{request.phone}"), kind="tonal", icon=ft.Icons.PHONE
    )
    tries = [_tried(case, entry) for entry in case.sheet.live(CallbackMade)]
    return Panel(
        intake.number(case.sheet),
        Caption(dotted(first, relayed)),
        Down(*tries, gap=4, stretch=True) if tries else Caption(_("Nobody has called back yet.")),
        note=dotted(request.customer, request.project),
        trail=phone if request.phone else None,
        gap=8,
    )


def _tried(case: Completing, entry: Entry[CallbackMade]) -> ft.Control:
    reached = entry.body.outcome == "reached"
    when = f"{moment(entry.at, case.services.now())} {case.services.name_of(entry.by)}"
    words = entry.body.note or (_("reached") if reached else _("not reached"))
    return Pair(when, words)


def _completing(case: Completing, archived: Sheet | None, first_go: Callable[[], None]) -> ft.Control:
    complete = not intake.missing_in(case.request)
    missing = intake.missing(case.sheet)
    note = TextInput(_("What the customer said"), case.form.field("note"), lines=2)
    acts = [
        Act(_("Not reached"), case.not_reached, icon=ft.Icons.PHONE_MISSED),
        None if complete else Act(_("Hand over with a reason"), first_go),
        Act(_("Keep"), case.keep, kind="outlined", key="Ctrl S"),
        Act(
            _("Hand over to assign"),
            case.hand_over,
            kind="primary" if complete else "tonal",
            icon=ft.Icons.FORWARD_TO_INBOX,
            key="Ctrl Enter",
        ),
    ]
    if intake.was_handed_over(case.sheet):
        acts = acts[2:3]
    body = Down(RequestFields(case.form, archived, focus=missing[0] if missing else ""), note, gap=14, stretch=True)
    refusal = Refusal(case.form) if case.form.refusals else None
    return Panel(
        _("Complete the request"),
        body,
        foot=Foot(MissingLine(case.request), refusal, Acts(*acts)),
        expand=wide(),
        scroll=wide(),
    )
