"""我带回的设备: the pieces I took back, their dates, whom to tell, and the way home (P6.2 to P6.4)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import flet as ft

from field_app.domain.facts import UserId
from field_app.domain.repair import dispatch, intake
from field_app.domain.repair.register import Line
from field_app.domain.sheets import Sheet
from field_app.ui.components import (
    Body,
    Card,
    Down,
    EmptyState,
    Glyph,
    PhonePage,
    Primary,
    Row,
    Rows,
    Secondary,
    Section,
    TabPage,
    screen,
)
from field_app.ui.components.layout import Part, Wrapped
from field_app.ui.hooks import use_services, use_sheets, use_today
from field_app.ui.office.labels import dotted
from field_app.ui.office.parts.piece import acts, piece_parts
from field_app.ui.office.pieces import Found, due_mark, named, on_register, state_mark, told_mark
from field_app.ui.services import Services
from field_app.ui.technician.parts.gone import GonePage
from field_app.ui.technician.parts.links import CallButton
from field_app.ui.technician.parts.paths import below
from field_app.ui.words import _, n_

# Pieces that went home stay listed for this many days.
LATELY = 14


def mine(sheets: Sequence[Sheet], me: UserId) -> tuple[Found, ...]:
    """What I took back, and what is with us of the cases I have now."""
    return tuple((sheet, line) for sheet, line in on_register(sheets) if line.taken_by == me or me in dispatch.team(sheet))


@screen
def PiecesScreen() -> ft.View:
    services, today = use_services(), use_today()
    found = mine(use_sheets("repair"), services.me.user)
    here = [(sheet, line) for sheet, line in found if line.is_here]
    tell = [one for one in here if one[1].is_to_tell]
    rest = [one for one in here if not one[1].is_to_tell]
    back = [one for one in found if one[1].returned_on and (today - one[1].returned_on).days <= LATELY]
    nothing = EmptyState(_("Nothing of yours is with us."), _("What you take back against a slip is listed here until it is home again."))
    return TabPage(
        _("Taken back"),
        *_group(services, _("Tell the customer the new date"), tell, today),
        *_group(services, _("With us"), rest, today),
        *_group(services, _("Back with the customer"), back, today),
        nothing if not (here or back) else None,
        line=n_("{n} piece with us", "{n} pieces with us", len(here)),
    )


def _group(services: Services, title: str, found: Sequence[Found], today: date) -> tuple[Part, ...]:
    if not found:
        return ()
    return Section(title), Rows(*[_row(services, line, today) for _sheet, line in found])


def _row(services: Services, line: Line, today: date) -> ft.Control:
    marks = Wrapped(state_mark(line), due_mark(line, today), told_mark(line, today) if line.is_to_tell else None, gap=10)
    return Row(
        Body(line.piece.piece, 16),
        Down(Secondary(dotted(line.customer, line.slip)), marks, gap=2),
        trail=Glyph(ft.Icons.CHEVRON_RIGHT, 20),
        on_click=lambda: services.go(f"/pieces/{line.code}"),
        label=_("Open {piece}, {customer}", piece=line.piece.piece, customer=line.customer),
        key=line.code,
    )


@screen
def PieceScreen() -> ft.View:
    services = use_services()
    found = named(on_register(use_sheets("repair")), ft.use_route_params().get("code", ""))
    if found is None:
        return GonePage()
    sheet, line = found
    call = CallButton(intake.request(sheet)) if line.is_to_tell else None
    head, to_tell, *about = piece_parts(services, sheet, line)
    return PhonePage(
        _("Piece taken back"),
        Card(head, gap=4),
        to_tell,
        ft.Row([call]) if call else None,
        Card(acts(line), gap=10) if line.is_here else None,
        Card(*about, gap=10),
        number=line.slip,
        back="/pieces",
        primary=Primary(_("Give it back"), _home(services, sheet), icon=ft.Icons.ARROW_FORWARD) if _may_go(services, sheet, line) else None,
    )


def _may_go(services: Services, sheet: Sheet, line: Line) -> bool:
    return line.is_here and services.me.user in dispatch.team(sheet)


def _home(services: Services, sheet: Sheet) -> Callable[[], None]:
    return lambda: services.go(below(sheet.id, "return"))


def waiting(services: Services) -> int:
    """How many of my customers are to be called: they don't know the new date, or wait beyond the one they know (P6.3)."""
    today = services.today()
    return sum(line.is_to_tell or line.days_over(today) > 0 for _sheet, line in mine(services.store.sheets("repair"), services.me.user))
