"""要带什么: receipts allotted, what the supervisor planned, parts quoted before, slips to collect, for the visits still ahead today."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import flet as ft
from attrs import frozen

from field_app.domain.money import hundredths
from field_app.domain.repair import charges, dispatch, intake, takeback
from field_app.domain.repair.closing import visit_start
from field_app.domain.sheets import Sheet
from field_app.ui.components import Across, Body, Card, Down, Glyph, Secondary, Section
from field_app.ui.components.layout import Part
from field_app.ui.office import labels
from field_app.ui.office.labels import word
from field_app.ui.technician.parts.board import Visit
from field_app.ui.technician.parts.settling import receipts_at_hand
from field_app.ui.technician.parts.visit import first_capital
from field_app.ui.technician.parts.working import to_put_in
from field_app.ui.words import _


@frozen
class Thing:
    """One thing to bring and for whom."""

    what: str
    customer: str
    icon: ft.IconData


def things(visits: Iterable[Visit]) -> tuple[Thing, ...]:
    """In order of the visits; those done need nothing any more."""
    return tuple(thing for visit in visits if visit.place != "done" for thing in _for(visit.sheet))


def _for(sheet: Sheet) -> Iterator[Thing]:
    customer = intake.request(sheet).customer
    for receipt in receipts_at_hand(sheet):
        kind = first_capital(word(labels.DOCUMENTS, receipt.document))
        yield Thing(_("{document} No. {number}", document=kind, number=receipt.number), customer, ft.Icons.RECEIPT_LONG_OUTLINED)
    analysed = sheet.said(dispatch.Analysed)
    if analysed and analysed.plan and not visit_start(sheet):
        yield Thing(analysed.plan, customer, ft.Icons.HANDYMAN_OUTLINED)
    for line in _parts(sheet):
        part = _("{name} {quantity}", name=line.name, quantity=f"{hundredths(line.quantity)} {line.unit}".strip())
        yield Thing(part, customer, ft.Icons.SETTINGS_OUTLINED)
    for piece in takeback.still_here(sheet):
        yield Thing(_("{piece}, to give back; collect the slip", piece=piece.piece), customer, ft.Icons.INVENTORY_2_OUTLINED)


def _parts(sheet: Sheet) -> tuple[charges.Line, ...]:
    """Parts agreed to in an earlier visit and not put in yet."""
    return to_put_in(sheet) if charges.consent(sheet) else ()


def ToBring(visits: Iterable[Visit]) -> tuple[Part, ...]:
    """Nothing where nothing is to be brought."""
    found = things(visits)
    if not found:
        return ()
    return Section(_("What to bring")), Card(*[_thing(thing) for thing in found], gap=10, padding=14)


def _thing(thing: Thing) -> ft.Control:
    words = Down(Body(thing.what, 15), Secondary(thing.customer), gap=0, expand=True)
    return Across(Glyph(thing.icon, 20), words, gap=12, top=True)
