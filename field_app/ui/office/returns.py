"""返修登记表: every piece taken back until it is with its owner again; for the bench, what lies there (P6.2 to P6.4)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

import flet as ft

from field_app.domain.repair.register import Line as Piece
from field_app.papers import registers
from field_app.ui.components import DeskPage, Down, EmptyState, Option, Quick, Segments, screen
from field_app.ui.hooks import Field, use_address, use_now, use_services, use_sheets
from field_app.ui.hooks.address import Address
from field_app.ui.office.labels import dotted
from field_app.ui.office.parts.acts import Act
from field_app.ui.office.parts.counts import Count, Counts
from field_app.ui.office.parts.panel import Panel
from field_app.ui.office.parts.piece import acts, piece_parts
from field_app.ui.office.parts.space import wide
from field_app.ui.office.parts.table import Col, Line, Listed, Table, Tile, Two
from field_app.ui.office.pieces import Found, due_mark, named, on_register, state_mark, told_mark
from field_app.ui.services import Services
from field_app.ui.shared.printing import ExportMenu, around
from field_app.ui.theme import Tone
from field_app.ui.words import _, short_day

Test = Callable[[Piece, date], bool]
Kind = tuple[Tone, ft.IconData, Callable[[], str], Test]

KINDS: Mapping[str, Kind] = {
    "here": ("plain", ft.Icons.INVENTORY_2_OUTLINED, lambda: _("With us"), lambda one, _today: one.is_here),
    "received": ("info", ft.Icons.MOVE_TO_INBOX, lambda: _("Come in"), lambda one, _today: one.state in ("taken", "received")),
    "in_repair": ("next", ft.Icons.HANDYMAN_OUTLINED, lambda: _("In repair"), lambda one, _today: one.state == "in_repair"),
    "waiting_parts": ("amber", ft.Icons.HOURGLASS_TOP, lambda: _("Lacks parts"), lambda one, _today: one.state == "waiting_parts"),
    "not_worth": ("plain", ft.Icons.REMOVE_CIRCLE_OUTLINE, lambda: _("Not worth it"), lambda one, _today: one.state == "not_worth"),
    "ready": ("green", ft.Icons.CHECK_CIRCLE_OUTLINE, lambda: _("To give back"), lambda one, _today: one.state in ("repaired", "ready")),
    "tell": ("red", ft.Icons.PHONE_MISSED_OUTLINED, lambda: _("To tell"), lambda one, _today: one.is_to_tell),
    "overdue": ("red", ft.Icons.ERROR_OUTLINE, lambda: _("Overdue"), lambda one, today: one.days_over(today) > 0),
}
SHOWN = 100
REGISTER_PAGE = "/returns"


@screen
def ReturnsScreen() -> ft.View:
    services, at = use_services(), use_address()
    every = on_register(use_sheets("repair"))
    use_now()
    today, whose = services.today(), _whose(at)
    mine = [found for found in every if whose == "all" or found[1].bench in (services.me.user, None)]
    kind = at["state"] if at["state"] in KINDS else "here"
    listed = [(sheet, line) for sheet, line in mine if KINDS[kind][3](line, today)]
    chosen = named(every, at["piece"])
    title = _("My bench") if _at_bench(at) else _("Return repairs")
    if chosen and not wide():
        return DeskPage(title, *_detail(services, chosen), back=f"{at.path}?state={kind}")
    return DeskPage(
        title,
        _kinds(at, [_count(code, mine, today) for code in KINDS], kind, narrow=bool(chosen)),
        _choice(at, whose),
        Panel(
            KINDS[kind][2](),
            _table(services, at, listed[:SHOWN], today),
            note=_("by promised date, {n} in all", n=len(listed)),
            trail=ExportMenu(lambda: registers.returns([line for _sheet, line in listed], around(services))),
            flush=True,
        ),
        side=[Panel("", ft.Container(height=1), Down(*_detail(services, chosen), gap=12, stretch=True))] if chosen else [],
    )


def _kinds(at: Address, counts: Sequence[Count], kind: str, *, narrow: bool) -> ft.Control:
    """Boxes on a desk; words side by side on a phone, where the list must be in reach, and beside an open piece."""

    def choose(code: str) -> None:
        at.set(state=code, piece="")

    if wide() and not narrow:
        return Counts(counts, kind, choose)
    return Quick(Field(kind, change=choose), [Option(one.code, f"{one.name} {one.n}") for one in counts])


def _at_bench(at: Address) -> bool:
    """The bench's page is also the first one of whoever works there, at the bare address."""
    return at.path != REGISTER_PAGE


def _whose(at: Address) -> str:
    """A bench technician begins with what lies on the own bench and what nobody has yet."""
    return at["whose"] or ("mine" if _at_bench(at) else "all")


def _choice(at: Address, whose: str) -> ft.Control | None:
    if not _at_bench(at):
        return None
    field = Field(whose, change=lambda value: at.set(whose=value or "all", piece=""))
    return Segments(_("Whose"), field, [Option("mine", _("On my bench")), Option("all", _("All of them"))], may_be_empty=False)


def _count(code: str, found: Sequence[Found], today: date) -> Count:
    tone, icon, name, test = KINDS[code]
    return Count(code, name(), icon, tone, sum(test(line, today) for _sheet, line in found))


def _detail(services: Services, found: Found) -> list[ft.Control]:
    sheet, line = found
    look = Act(_("Open the sheet"), lambda: services.go(f"/sheets/{sheet.id}"), kind="seldom") if "bench" not in services.me.roles else None
    return [part for part in (*piece_parts(services, sheet, line), acts(line), look) if part]


def _table(services: Services, at: Address, listed: Sequence[Found], today: date) -> ft.Control:
    empty = EmptyState(_("No piece here"), _("What a technician takes back against a slip is on this register by itself."))
    if not wide():
        return Listed(*(_tile(at, line, today) for _sheet, line in listed), empty=empty)
    cols = [
        Col(_("Equipment, customer"), 5),
        Col(_("Who repairs it"), 80),
        Col(_("State"), 150),
        Col(_("Promised"), 84, right=True),
        Col(_("Remaining"), 116),
        Col(_("Customer knows"), 132),
    ]
    return Table(cols, [_line(services, at, line, today) for _sheet, line in listed], empty=empty)


def _line(services: Services, at: Address, line: Piece, today: date) -> Line:
    bench = services.name_of(line.bench) if line.bench else _("nobody yet")
    return Line(
        (
            Two(line.piece.piece, dotted(line.customer, line.slip)),
            bench,
            state_mark(line),
            short_day(line.promised_on),
            due_mark(line, today),
            told_mark(line, today),
        ),
        on_open=lambda: at.turn("piece", line.code),
        label=_("Open {piece}, {customer}", piece=line.piece.piece, customer=line.customer),
        chosen=at["piece"] == line.code,
        key=line.code,
    )


def _tile(at: Address, line: Piece, today: date) -> ft.Control:
    marks = ft.Row([state_mark(line), due_mark(line, today)], wrap=True, spacing=12, run_spacing=2)
    return Tile(
        Two(line.piece.piece, dotted(line.customer, line.slip)),
        marks,
        told_mark(line, today) if line.is_to_tell else None,
        on_open=lambda: at.turn("piece", line.code),
        label=_("Open {piece}, {customer}", piece=line.piece.piece, customer=line.customer),
    )


def waiting(services: Services) -> int:
    """What the register has for this person: to receive for the bench, to tell and overdue for the others."""
    today = services.today()
    lines = [line for _sheet, line in on_register(services.store.sheets("repair")) if line.is_here]
    if "supervisor" in services.me.roles:
        return sum(line.is_to_tell or line.days_over(today) > 0 for line in lines)
    if "bench" in services.me.roles:
        return sum(line.bench in (None, services.me.user) and line.state not in ("ready", "not_worth") for line in lines)
    return sum(line.is_to_tell for line in lines)
