"""What is recorded about a piece that is with us: who has it, how it stands, a new date, that the customer knows (P6.2, P6.3)."""

from __future__ import annotations

from collections.abc import Callable

import flet as ft

from field_app.domain.errors import Objection, RuleBroken, say
from field_app.domain.facts import Role, SheetId
from field_app.domain.repair.record import PartUsed
from field_app.domain.repair.register import CustomerTold, Line, PieceProgressed, PieceReceived, PromiseMoved
from field_app.ui.components import (
    Caption,
    DateInput,
    Down,
    Option,
    Pick,
    Refusal,
    Segments,
    Stepper,
    TextInput,
    component,
)
from field_app.ui.hooks import Form, use_form, use_services
from field_app.ui.office.labels import BENCH_STATES, HOW_TOLD, word
from field_app.ui.office.parts.acts import Act
from field_app.ui.services import Services
from field_app.ui.words import _, short_day

Done = Callable[[], object]
WORKED: tuple[str, ...] = ("in_repair", "waiting_parts", "repaired", "not_worth", "ready")
REACHED, IN_VAIN = "yes", "no"


def _saver(form: Form, on: SheetId, build: Callable[[], object], done: Done) -> Callable[[], None]:
    """Records, and shows by the page itself what came of it: a word floating over the next button would be in its way."""

    def after() -> None:
        form.reset()
        done()

    return lambda: form.submit(build, on=on, then=after)


def _refusal(form: Form) -> ft.Control | None:
    return Refusal(form) if form.refusals else None


@component
def ReceivePiece(line: Line, done: Done) -> ft.Control:
    """The piece is here and somebody repairs it; again: somebody else does."""
    services = use_services()
    menders = [one for one in services.people if "bench" in one.roles and not one.disabled]
    mine = services.me.user if "bench" in services.me.roles else ""
    form = use_form(f"receive:{line.code}", {"bench": line.bench or mine, "note": ""})
    save = _saver(form, line.sheet, lambda: PieceReceived(line.piece.key, form["bench"] or "", form.text("note")), done)
    return Down(
        Pick(_("Who repairs it"), form.field("bench"), [Option(one.user, one.name) for one in menders]),
        TextInput(_("How it came in"), form.field("note"), lines=2, longest=400),
        _refusal(form),
        Act(_("Confirm it came in"), save, kind="primary"),
        gap=10,
        stretch=True,
    )


@component
def ProgressPiece(line: Line, done: Done) -> ft.Control:
    """How it stands at the bench, and what was spent on it."""
    state = line.state if line.state in WORKED else "in_repair"
    form = use_form(
        f"progress:{line.code}",
        {"state": state, "note": "", "waits_for": line.waits_for, "person_days": 0, "part": "", "quantity": "1"},
    )
    notes = {
        "repaired": _("What was done"),
        "not_worth": _("Why it isn't worth repairing, and what to buy instead"),
        "ready": _("What to tell the customer"),
    }
    waits = TextInput(_("Which parts it waits for"), form.field("waits_for"), longest=200) if form["state"] == "waiting_parts" else None
    save = _saver(form, line.sheet, lambda: _progressed(form, line), done)
    return Down(
        Pick(_("How it stands"), form.field("state"), [Option(code, word(BENCH_STATES, code)) for code in WORKED]),
        waits,
        TextInput(notes.get(form["state"], _("What was found or done")), form.field("note"), lines=2, longest=1000),
        Stepper(_("Labour since the last note"), form.field("person_days")),
        TextInput(_("Part put in, where there was one"), form.field("part"), longest=80),
        TextInput(_("How many"), form.field("quantity"), keyboard=ft.KeyboardType.NUMBER, longest=4) if form.text("part") else None,
        Caption(_("The technician sees it and tells the customer.")) if form["state"] == "not_worth" else None,
        _refusal(form),
        Act(_("Note it"), save, kind="primary"),
        gap=10,
        stretch=True,
    )


def _progressed(form: Form, line: Line) -> PieceProgressed:
    waits_for = form.text("waits_for") if form["state"] == "waiting_parts" else ""
    return PieceProgressed(line.piece.key, form["state"], form.text("note"), waits_for, int(form["person_days"] or 0), _parts(form))


def _parts(form: Form) -> tuple[PartUsed, ...]:
    if not form.text("part"):
        return ()
    typed = form.text("quantity")
    if not (typed.isascii() and typed.isdigit() and int(typed)):
        raise RuleBroken([Objection("P7.1", say("Write how many, like 2."), "quantity")])
    return (PartUsed(form.text("part"), int(typed) * 100),)


@component
def MoveDate(line: Line, done: Done) -> ft.Control:
    """It takes longer: another date, and why. The customer is told next."""
    services = use_services()
    form = use_form(f"move:{line.code}", {"expected_on": "", "reason": ""})
    save = _saver(
        form,
        line.sheet,
        lambda: PromiseMoved(line.piece.key, form.day("expected_on"), form.text("reason")),
        done,
    )
    return Down(
        DateInput(_("Ready by"), form.field("expected_on"), first=services.today(), quick=(1, 3, 7)),
        TextInput(_("Why it takes longer"), form.field("reason"), lines=2, longest=400),
        _refusal(form),
        Act(_("Move the date"), save, kind="primary"),
        gap=10,
        stretch=True,
    )


@component
def TellCustomer(line: Line, done: Done) -> ft.Control:
    """The customer was told the date, or could not be reached (P6.3)."""
    form = use_form(f"tell:{line.code}:{line.expected_on}", {"how": "phone", "reached": REACHED, "note": ""})
    reached = form["reached"] == REACHED

    def told() -> CustomerTold:
        return CustomerTold(line.piece.key, line.expected_on, form["how"], reached, form.text("note"))

    answers = [Option(REACHED, _("Told")), Option(IN_VAIN, _("Not reached"))]
    save = _saver(form, line.sheet, told, done)
    return Down(
        Caption(_("New date: {day}", day=short_day(line.expected_on))),
        Segments(_("Did the customer hear it?"), form.field("reached"), answers, may_be_empty=False),
        Pick(_("How"), form.field("how"), [Option(code, said()) for code, said in HOW_TOLD.items()]) if reached else None,
        TextInput(_("What the customer said") if reached else _("What was tried"), form.field("note"), lines=2, longest=400),
        _refusal(form),
        Act(_("Note that the customer knows") if reached else _("Note the call in vain"), save, kind="primary"),
        gap=10,
        stretch=True,
    )


BENCH_ROLES: frozenset[Role] = frozenset({"bench", "supervisor"})
MOVERS: frozenset[Role] = frozenset({"bench", "supervisor", "technician"})
TELLERS: frozenset[Role] = frozenset({"technician", "clerk", "supervisor"})


@component
def PieceActs(line: Line) -> ft.Control:
    """The acts of this person's roles; one at a time opens below the buttons. What is due next stands first and is open."""
    services = use_services()
    acts = _acts(services, line)
    first = next((code for code, _said, urgent in acts if urgent), "")
    chosen, choose = ft.use_state("")
    open_act = chosen or first
    forms = {"receive": ReceivePiece, "progress": ProgressPiece, "move": MoveDate, "tell": TellCustomer}
    buttons = [Act(said, lambda code=code: choose(code), kind="tonal" if code == open_act else "outlined") for code, said, _urgent in acts]
    form = forms[open_act](line, lambda: choose("")) if open_act in {code for code, _said, _urgent in acts} else None
    return Down(ft.Row(buttons, spacing=8, run_spacing=8, wrap=True), form, gap=12, stretch=True)


def _acts(services: Services, line: Line) -> list[tuple[str, str, bool]]:
    """Code, words, and whether it is what is due next for me."""
    roles = services.me.roles
    found: list[tuple[str, str, bool]] = []
    if roles & TELLERS and line.is_to_tell:
        found.append(("tell", _("Tell the customer"), True))
    if roles & BENCH_ROLES:
        found.append(("receive", _("Receive it") if line.bench is None else _("Someone else"), line.bench is None))
        if line.bench is not None:
            found.append(("progress", _("How it stands"), line.bench == services.me.user))
    if roles & MOVERS:
        found.append(("move", _("Another date"), False))
    return found
