"""What a visit moved on the schedule would mean, before anything is recorded: whom, when, what gets in the way, who calls the customer."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import flet as ft

from field_app.domain.days import day_of
from field_app.domain.facts import UserId
from field_app.domain.person import Account
from field_app.domain.repair import dispatch, intake
from field_app.domain.repair.appointment import agreed
from field_app.domain.schedule import Gap
from field_app.domain.sheets import Sheet
from field_app.ui.components import (
    Banner,
    Caption,
    DateInput,
    Down,
    Option,
    Pick,
    Refusal,
    Segments,
    TextInput,
    TimeWindowInput,
    component,
    snack,
)
from field_app.ui.hooks import Field, use_form, use_services
from field_app.ui.office.boarding import Board
from field_app.ui.office.labels import URGENCY, dotted
from field_app.ui.office.moving import ASK, CALLED, Move, Moving, first
from field_app.ui.office.parts.acts import Act, Acts
from field_app.ui.office.parts.board_cells import about
from field_app.ui.office.parts.keys import use_keys
from field_app.ui.office.parts.panel import Foot, Panel
from field_app.ui.technician.parts.told import Told
from field_app.ui.words import _, n_, near_day, window


@component
def MovePanel(move: Move, sheet: Sheet, board: Board, people: Sequence[Account], close: Callable[[], None], tall: bool) -> ft.Control:
    services = use_services()
    form = use_form(move.key, first(move, sheet))
    moving = Moving(services, form, sheet)

    def leave() -> None:
        form.drop()
        close()

    def record() -> None:
        if not moving.changes_person and not moving.changes_time:
            leave()
            return
        form.submit(moving.facts, on=sheet.id, then=done)

    def done() -> None:
        snack(_done(moving))
        close()

    # DateInput calls a hook: made whatever is shown.
    day = DateInput(_("Day"), form.field("day"), first=services.today(), quick=(0, 1, 2))
    use_keys({"ctrl+enter": record, "escape": leave})
    start = form.field("starts_at")
    hours = Field(start.value, start.error or form.errors.get("ends_at"), start.change, start.keep)
    who = Pick(_("Technician"), form.field("technician"), [Option(one.user, one.name) for one in people], expand=True)
    body = Down(
        Caption(dotted(intake.request(sheet).fault, intake.request(sheet).wanted)),
        _now(moving),
        ft.Row([who]),
        day,
        TimeWindowInput(_("Time"), hours),
        *(_trouble(gap, moving) for gap in moving.in_the_way(board)),
        *_cause(moving),
        TextInput(_("Why it moves to someone else"), form.field("reason")) if _reassigns(moving) else None,
        *_call(moving),
        gap=12,
        stretch=True,
    )
    acts = Acts(
        Act(_("Leave it"), leave, key="Esc"),
        Act(_("Open the sheet"), lambda: services.go(f"/sheets/{sheet.id}"), kind="outlined"),
        Act(_verb(moving), record, kind="primary", key="Ctrl Enter"),
    )
    foot = Foot(Refusal(form) if form.refusals else None, acts)
    return Panel(intake.number(sheet), body, note=about(sheet), foot=foot, expand=tall, scroll=tall)


def _now(moving: Moving) -> ft.Control:
    """How it stands before the move."""
    had, when = dispatch.assigned_to(moving.sheet), agreed(moving.sheet)
    name = moving.services.name_of(had) if had else _("nobody yet")
    if when is None:
        return Caption(_("Now: {name}, no time agreed", name=name))
    near = near_day(day_of(when.body.starts_at), moving.services.today())
    return Caption(_("Now: {name}, {when}", name=name, when=f"{near} {window(when.body.starts_at, when.body.ends_at)}"))


def _trouble(gap: Gap, moving: Moving) -> ft.Control:
    """Another visit that clashes, or leaves less than the way takes, shown before it is saved (P3.2)."""
    other = gap.before if gap.after == moving.visit() else gap.after
    words = f"{window(other.starts_at, other.ends_at)} {dotted(other.customer, other.project)}"
    if gap.clashes:
        return Banner("red", words, title=n_("Clashes for {n} minute", "Clashes for {n} minutes", -gap.minutes))
    title = _("{n} minutes between them, the way takes {travel}", n=gap.minutes, travel=gap.travel)
    return Banner("amber", words, title=title)


def _reassigns(moving: Moving) -> bool:
    return dispatch.assigned_to(moving.sheet) is not None and moving.changes_person


def _cause(moving: Moving) -> tuple[ft.Control, ...]:
    if not moving.wants_cause:
        return ()
    options = [Option(code, words()) for code, (_tone, _icon, words) in URGENCY.items()]
    cause = TextInput(_("Suspected cause"), moving.form.field("suspected_cause"), lines=2)
    return cause, Segments(_("Urgency"), moving.form.field("urgency"), options, may_be_empty=False)


def _call(moving: Moving) -> tuple[ft.Control, ...]:
    """Who tells the customer of the new time: nothing is agreed before somebody has called (P3.1)."""
    if not moving.changes_time:
        return (Caption(_("The agreed time stays: the customer needs no call for it.")),)
    options = [Option(ASK, _("{name} will call", name=moving.name)), Option(CALLED, _("I have called"))]
    choice = Segments(_("Who calls the customer"), moving.form.field("call"), options, may_be_empty=False, show_label=True)
    if moving.form["call"] == ASK:
        return choice, Caption(_("Until then the time stays as it is; this stands on the sheet: “{words}”", words=moving.asks()))
    return choice, Told(moving.sheet, moving.form, moving.services)


def _verb(moving: Moving) -> str:
    if moving.changes_person:
        return _("Assign to {name}", name=moving.name)
    if not moving.changes_time:
        return _("Keep it as it is")
    return _("Agree this time") if moving.form["call"] == CALLED else _("Ask {name} to call", name=moving.name)


def _done(moving: Moving) -> str:
    number = intake.number(moving.sheet)
    if moving.changes_person:
        return _("{number} assigned to {name}", number=number, name=moving.services.name_of(UserId(moving.form["technician"])))
    return _("{number} moved", number=number) if moving.form["call"] == CALLED else _("{name} is asked to call", name=moving.name)
