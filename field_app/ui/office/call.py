"""Taking a call: the eight things in the order people talk, the archive filling in, duplicates pointed out first (P1.1 to P1.6)."""

from __future__ import annotations

from collections.abc import Callable

import flet as ft
from attrs import frozen

from field_app.domain.errors import say
from field_app.domain.facts import Exception_, SheetId
from field_app.domain.repair import intake
from field_app.domain.repair.dispatch import NoteAdded
from field_app.domain.repair.intake import HandedOver, Request, RequestTaken
from field_app.domain.sheets import Sheet
from field_app.ui.components import (
    Caption,
    DeskPage,
    Down,
    Heading,
    Option,
    Refusal,
    Segments,
    TextInput,
    Wrapped,
    confirm,
    safely,
    screen,
    snack,
)
from field_app.ui.hooks import Form, use_form, use_services, use_sheets
from field_app.ui.office import calling
from field_app.ui.office.call_side import CallSide, above, below, same_case
from field_app.ui.office.labels import WAYS_IN, word
from field_app.ui.office.parts.acts import Act, Acts
from field_app.ui.office.parts.keys import use_keys
from field_app.ui.office.parts.panel import Foot, Panel
from field_app.ui.office.parts.reason import use_reason
from field_app.ui.office.parts.request import MissingLine, RequestFields
from field_app.ui.office.parts.space import wide
from field_app.ui.services import Services
from field_app.ui.words import _

DRAFT = "call"
FIELDS = {**calling.EMPTY, "way": "phone", "relayed_by": "", "another": [], "search": "", "join": True}


@frozen
class Call:
    """One call being taken: what is known, and what can be done with it."""

    services: Services
    form: Form
    number: str

    @property
    def request(self) -> Request:
        return calling.heard(self.form.values)

    def keep(self) -> None:
        """Kept incomplete: it goes on the call-back list (P1.3)."""
        said = (
            _("{number} kept", number=self.number)
            if intake.missing_in(self.request)
            else _("{number} kept, not handed over yet", number=self.number)
        )
        self._take(lambda taken: (taken,), said)

    def hand_over(self, exception: Exception_ | None = None) -> None:
        """Taken and handed over in one tap; with a reason before it is complete (P10.1)."""
        said = _("{number} is with the supervisor", number=self.number)
        self._take(lambda taken: (taken, HandedOver()), said, exception)

    def _take(self, bodies: Callable[[RequestTaken], tuple[object, ...]], said: str, exception: Exception_ | None = None) -> None:
        sheet_id, archive_id = self.services.new_sheet_id(), self.services.new_sheet_id()
        joins = bool(self.form["join"]) and calling.may_join_archive(self.request)

        def build() -> tuple[object, ...]:
            values = {**self.form.values, "archive": archive_id} if joins else self.form.values
            return bodies(RequestTaken(self.number, self.form["way"], calling.read(values), self.relayed_by()))

        def archived() -> dict[SheetId, tuple[object, ...]]:
            return {archive_id: (calling.project_of(self.request),)} if joins else {}

        def after() -> None:
            self.form.reset()
            snack(said)

        self.form.submit(build, on=sheet_id, exception=exception, then=after, also=archived)

    def relayed_by(self) -> str:
        if self.form["way"] != "relayed":
            return ""
        return self.form.required("relayed_by", say("Write which colleague relayed it."))

    def add_to(self, sheet_id: SheetId) -> None:
        """The same fault again: said on the sheet it stands on, and no second one opened (P1.6)."""
        known = self.request
        who = " ".join(part for part in (known.contact, known.phone) if part)
        words = _("{who} called again: {fault}", who=who or _("The customer"), fault=known.fault or _("the same fault"))

        def after() -> None:
            self.form.reset()
            self.services.go(f"/sheets/{sheet_id}")

        self.form.submit(lambda: NoteAdded(words), on=sheet_id, then=after)

    def drop(self) -> None:
        """No sheet is opened; what was typed goes."""
        confirm(_("No sheet for this call?"), _("What is typed here will be cleared."), yes=_("Clear the call"), on_yes=self.form.reset)


@screen
def CallScreen() -> ft.View:
    services = use_services()
    sheets, archives = use_sheets("repair"), use_sheets("archive")
    form = use_form(DRAFT, FIELDS)
    call = Call(services, form, services.next_number("repair"))
    first_go = use_reason(
        _("Hand over before it is complete"),
        _("The supervisor can assign it at once and sees your reason."),
        label=_("Why it can't wait"),
        yes=_("Hand over with this reason"),
        on_reason=lambda reason: call.hand_over(Exception_("P1.3", reason)),
    )
    same = same_case(call, sheets)
    use_keys({"ctrl+enter": call.hand_over, "ctrl+s": call.keep, "alt+1": lambda: call.add_to(same.id) if same else None})
    panel = _panel(call, first_go, archives)
    if not wide():
        return DeskPage(_("Take a call"), *above(call, sheets, archives), panel, *below(call, sheets, archives), gap=12)
    columns = ft.Row([panel, CallSide(call, sheets, archives)], spacing=16, expand=True, vertical_alignment=ft.CrossAxisAlignment.STRETCH)
    return DeskPage(_("Take a call"), columns, fill=True)


def _panel(call: Call, first_go: Callable[[], None], archives: tuple[Sheet, ...]) -> ft.Control:
    archived = next((sheet for sheet in archives if sheet.id == call.form["archive"]), None)
    body = Down(_head(call), RequestFields(call.form, archived, focus="customer"), _joining(call), gap=14, stretch=True)
    return Panel("", ft.Container(height=1), body, foot=_foot(call, first_go), expand=11 if wide() else False, scroll=wide(), gap=12)


def _head(call: Call) -> ft.Control:
    ways = Segments(_("How it came in"), call.form.field("way"), [Option(code, _way(code)) for code in WAYS_IN], may_be_empty=False)
    name = Wrapped(Heading(_("New request")), Caption(call.number), Caption(_("Taken by {name}", name=call.services.me.name)), gap=10)
    relayed = TextInput(_("Relayed by"), call.form.field("relayed_by"), longest=40) if call.form["way"] == "relayed" else None
    return Down(name, ways, relayed, gap=10, stretch=True)


def _way(code: str) -> str:
    if not wide():
        return {"phone": lambda: _("By call"), "relayed": lambda: _("Told on"), "return_visit": lambda: _("Visited")}[code]()
    short = {"phone": lambda: _("Customer call"), "relayed": lambda: _("Relayed"), "return_visit": lambda: _("Return visit")}
    return short[code]() if code in short else word(WAYS_IN, code)


def _joining(call: Call) -> ft.Control | None:
    """A customer the archive doesn't know can be added to it with the same tap."""
    if not calling.may_join_archive(call.request):
        return None
    form = call.form
    return ft.Checkbox(
        label=_("New customer: add to the archive too"),
        value=bool(form["join"]),
        on_change=safely(lambda e: form.change("join", bool(e.control.value))),
    )


def _foot(call: Call, first_go: Callable[[], None]) -> ft.Control:
    complete = not intake.missing_in(call.request)
    leave = Act(_("No sheet"), call.drop)
    first = None if complete else Act(_("Hand over with a reason"), first_go)
    keep = Act(_("Keep, call back later"), call.keep, kind="outlined", icon=ft.Icons.PHONE_CALLBACK, key="Ctrl S")
    over = Act(
        _("Hand over to assign"),
        call.hand_over,
        kind="primary" if complete else "tonal",
        icon=ft.Icons.FORWARD_TO_INBOX if complete else ft.Icons.LOCK_OUTLINE,
        key="Ctrl Enter",
    )
    refusal = Refusal(call.form) if call.form.refusals else None
    return Foot(MissingLine(call.request), refusal, Acts(leave, first, keep, over))
