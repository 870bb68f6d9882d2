"""The accountant's numbers: allotted before the visit, never reused, never skipped, void with a reason (P8.3)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import flet as ft

from field_app.domain.documents import RECEIPT_BOOK, Document, NumbersIssued, NumberVoided, free_numbers, printed
from field_app.domain.errors import Objection, RuleBroken, say
from field_app.domain.facts import SheetId
from field_app.domain.money import yuan
from field_app.domain.repair import intake, settlement
from field_app.domain.sheets import Sheet
from field_app.papers import books
from field_app.ui.components import (
    Across,
    Banner,
    Caption,
    DeskPage,
    Down,
    EmptyState,
    Mark,
    Option,
    Pair,
    Refusal,
    Segments,
    TextInput,
    component,
    screen,
    snack,
)
from field_app.ui.hooks import Form, use_form, use_now, use_services, use_sheet, use_sheets
from field_app.ui.office import book, waiting
from field_app.ui.office.book import KINDS, Gaps, Leaf, State, Written
from field_app.ui.office.labels import DOCUMENTS, dotted, word
from field_app.ui.office.parts.acts import Act
from field_app.ui.office.parts.panel import Panel
from field_app.ui.office.parts.space import wide
from field_app.ui.office.parts.table import Col, Line, Listed, Table, Tile, Two
from field_app.ui.office.todo import about
from field_app.ui.services import Services
from field_app.ui.shared.printing import ExportMenu
from field_app.ui.theme import Tone
from field_app.ui.words import _, moment, n_

SHOWN = 60


@screen
def ReceiptsScreen() -> ft.View:
    services, sheets = use_services(), use_sheets("repair")
    issued = use_sheet(RECEIPT_BOOK)
    use_now()
    wanted = ft.use_route_params().get("id")
    named = next((sheet for sheet in sheets if sheet.id == wanted), None)
    want = [item.sheet for item in waiting.waiting(sheets, {"accountant"})]
    queue = [named, *(sheet for sheet in want if sheet is not named)] if named else want
    found = book.leaves(issued, sheets) if issued else ()
    report = book.gap_report(issued, sheets)
    written = book.written(sheets)
    side = [_Stock(issued, written), _Void(issued)]
    listed = _table(services, found[:SHOWN])
    note = n_("{n} number", "{n} numbers", len(found))
    export = ExportMenu(lambda: books.receipts(_exported(services, leaf) for leaf in found)) if found else None
    return DeskPage(
        _("Receipts"),
        _gap_banner(report.unused) if report.unused else None,
        _wrong_banner(report),
        _queue(services, queue, issued, written),
        Panel(_("The book"), listed, note=note, flush=True, trail=export),
        side=side,
        back="/receipts" if wanted else None,
    )


def _gap_banner(gaps: Sequence[Leaf]) -> ft.Control:
    """Shown only while there is something to do."""
    numbers = _(", ").join(printed(leaf.number) for leaf in gaps)
    title = n_("{n} number is still out", "{n} numbers are still out", len(gaps))
    return Banner(
        "amber",
        _("{numbers}: the sheet has ended and nobody was given it. Take it back and void it with a reason.", numbers=numbers),
        title=title,
    )


def _wrong_banner(report: Gaps) -> ft.Control | None:
    """What can't be so in a book that is kept in order; it stays until it is put right (F59)."""
    skipped, twice, paid = (_(", ").join(map(printed, some)) for some in (report.skipped, report.twice, report.void_but_paid))
    said = [
        _("{numbers}: left out. Use them next, or void them with a reason.", numbers=skipped) if skipped else "",
        _("{numbers}: given to two sheets. Void one of the papers and allot another number.", numbers=twice) if twice else "",
        _("{numbers}: void, but money was taken against it. Ask the technician.", numbers=paid) if paid else "",
    ]
    strays, unheard, both = (_(", ").join(some) for some in (report.not_from_a_book, report.never_given, report.paid_twice))
    said += [
        _("{numbers}: on a sheet, but from none of our books.", numbers=strays) if strays else "",
        _("{numbers}: used on a sheet, but not given to it in the book. Allot it to that sheet.", numbers=unheard) if unheard else "",
        _("{numbers}: money was taken against it on two sheets. Ask the technicians.", numbers=both) if both else "",
    ]
    return Banner("red", *filter(None, said), title=_("Numbers that don't add up")) if any(said) else None


def _queue(services: Services, queue: Sequence[Sheet], issued: Sheet | None, written: Written) -> ft.Control:
    rows = [_Wanting(sheet, issued, written) for sheet in queue]
    empty = EmptyState(_("No sheet waits for a receipt"), _("Sheets appear here when charges are expected or quoted."))
    return Panel(_("To allot before the visit"), Listed(*rows, empty=empty), note=str(len(queue)) if queue else "", flush=True)


@component
def _Wanting(sheet: Sheet, issued: Sheet | None, written: Written) -> ft.Control:
    """A sheet that wants a number, and the numbers that would be next."""
    services = use_services()
    given = settlement.allotted(sheet)

    def giver(document: Document) -> ft.Control | None:
        number = book.next_free(issued, document, written, sheet.id)
        if number is None:
            return None
        words = _("Allot {document} {number}", document=word(DOCUMENTS, document), number=printed(number))
        return Act(words, lambda: _give(services, sheet, document), kind="tonal" if document == "receipt" else "outlined", small=True)

    acts = [act for act in map(giver, KINDS) if act]
    detail = _(", ").join(f"{word(DOCUMENTS, one.document)} {one.number}" for one in given)
    request = intake.request(sheet)
    upper = dotted(intake.number(sheet), request.customer, request.project)
    lower = _("Has {what}", what=detail) if given else about(services, _item(sheet))
    none = None if acts else Mark("amber", ft.Icons.ERROR_OUTLINE, _("The book is used up; enter a new one"))
    words = ft.Container(Two(upper, lower), expand=True)
    if wide():
        return Tile(Across(words, *acts, none, gap=8))
    return Tile(words.content, ft.Row([*acts, *([none] if none else [])], wrap=True))


def _item(sheet: Sheet) -> waiting.Item:
    return waiting.Item("allot", sheet, "normal", sheet.entries[0].at)


def _give(services: Services, sheet: Sheet, document: Document) -> None:
    number = book.allot(services, sheet.id, document)
    if number is not None:
        what = f"{word(DOCUMENTS, document)} {printed(number)}"
        snack(_("{what} allotted to {sheet}", what=what, sheet=intake.number(sheet)))


_FACES: dict[State, tuple[Tone, ft.IconData]] = {
    "carried": ("info", ft.Icons.BACKPACK_OUTLINED),
    "used": ("green", ft.Icons.CHECK_CIRCLE),
    "unused": ("amber", ft.Icons.ERROR_OUTLINE),
    "void": ("plain", ft.Icons.BLOCK),
}


def _state(services: Services, leaf: Leaf) -> ft.Control:
    return Mark(*_FACES[leaf.state], _stands(services, leaf))


def _stands(services: Services, leaf: Leaf) -> str:
    return {
        "carried": lambda: _("with {name}", name=services.name_of(leaf.carrier)) if leaf.carrier else _("with the technician"),
        "used": lambda: _("handed over"),
        "unused": lambda: _("sheet ended, not used"),
        "void": lambda: _("void"),
    }[leaf.state]()


def _exported(services: Services, leaf: Leaf) -> books.Number:
    kind, stands = word(DOCUMENTS, leaf.document), _stands(services, leaf)
    return books.Number(leaf.number, kind, stands, leaf.at, leaf.sheet_number, leaf.customer, leaf.reason, leaf.amount_fen)


def _table(services: Services, found: Sequence[Leaf]) -> ft.Control:
    empty = EmptyState(_("No number has left the book yet"), _("Allot one to a sheet above; it goes to the technician's phone with it."))
    if not wide():
        return Listed(*(_tile(services, leaf) for leaf in found), empty=empty)
    cols = [
        Col(_("Number"), 96),
        Col(_("Kind"), 64),
        Col(_("For"), 5),
        Col(_("Stands"), 168),
        Col(_("Amount"), 96, right=True),
        Col(_("When"), 112, right=True),
    ]
    return Table(cols, [_line(services, leaf) for leaf in found], empty=empty)


def _line(services: Services, leaf: Leaf) -> Line:
    two = Two(leaf.reason or dotted(leaf.sheet_number, leaf.customer), dotted(leaf.sheet_number, leaf.customer) if leaf.reason else "")
    amount = yuan(leaf.amount_fen) if leaf.amount_fen else ""
    when = Caption(moment(leaf.at, services.now()))
    opens = _opener(services, leaf.sheet)
    label = _("Open {number}", number=leaf.sheet_number) if opens else ""
    cells = (printed(leaf.number), word(DOCUMENTS, leaf.document), two, _state(services, leaf), amount, when)
    return Line(cells, on_open=opens, label=label)


def _tile(services: Services, leaf: Leaf) -> ft.Control:
    head = Across(ft.Container(Caption(f"{word(DOCUMENTS, leaf.document)} {printed(leaf.number)}"), expand=True), _state(services, leaf))
    opens = _opener(services, leaf.sheet)
    label = _("Open {number}", number=leaf.sheet_number) if opens else ""
    return Tile(head, Two(leaf.reason or leaf.customer or "–", leaf.sheet_number), on_open=opens, label=label)


def _opener(services: Services, sheet_id: SheetId | None) -> Callable[[], None] | None:
    return (lambda: services.go(f"/sheets/{sheet_id}")) if sheet_id else None


@component
def _Stock(issued: Sheet | None, written: Written) -> ft.Control:
    """How many numbers are left, and a new book."""
    form = use_form("book", {"document": "receipt", "first": "", "last": ""})

    def enter() -> None:
        form.submit(
            lambda: NumbersIssued(form["document"], _number(form, "first"), _number(form, "last")), on=RECEIPT_BOOK, then=form.reset
        )

    left = {kind: len(free_numbers(issued, kind)) if issued else 0 for kind in KINDS}
    pairs = [Pair(word(DOCUMENTS, kind), _left(book.next_free(issued, kind, written), left[kind])) for kind in KINDS]
    kinds = Segments(_("Kind of book"), form.field("document"), [Option(kind, word(DOCUMENTS, kind)) for kind in KINDS], may_be_empty=False)
    edges = Across(
        TextInput(_("First number"), form.field("first"), longest=7, expand=True),
        TextInput(_("Last number"), form.field("last"), longest=7, expand=True),
        top=True,
    )
    return Panel(
        _("Numbers left"),
        Down(*pairs, gap=6, stretch=True),
        Caption(_("A new book from the printer:")),
        kinds,
        edges,
        Refusal(form) if form.refusals else None,
        Act(_("Enter the book"), enter, kind="outlined"),
        gap=10,
    )


def _left(following: int | None, left: int) -> str:
    if following is None:
        return _("none left")
    return _("{n} left, next {number}", n=left, number=printed(following))


@component
def _Void(issued: Sheet | None) -> ft.Control:
    """A number that won't be used: it stays in the book with the reason, and leaves the sheet it was allotted to."""
    services = use_services()
    form = use_form("void", {"number": "", "reason": ""})

    def voided() -> NumberVoided:
        return NumberVoided(_number(form, "number"), form.text("reason"))

    def on_sheets() -> Mapping[SheetId, tuple[object, ...]]:
        reason = form.text("reason")
        return book.voiding(services.store.sheets("repair"), _number(form, "number"), reason) if reason else {}

    def void() -> None:
        form.submit(voided, on=RECEIPT_BOOK, then=form.reset, also=on_sheets)

    return Panel(
        _("Void a number"),
        Caption(_("Numbers are never deleted or used again. A void one stays in the book.")),
        TextInput(_("Number"), form.field("number"), longest=7),
        TextInput(_("Why"), form.field("reason"), lines=2),
        Refusal(form) if form.refusals else None,
        Act(_("Void it"), void, kind="danger"),
        gap=10,
    )


def _number(form: Form, name: str) -> int:
    """The number typed; what is none is said beside its field."""
    typed = form.text(name)
    if not (typed.isascii() and typed.isdigit()):
        raise RuleBroken([Objection("P8.3", say("Write the number as it stands on the paper."), name)])
    return int(typed)
