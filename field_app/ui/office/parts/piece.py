"""One piece of the register whole: where it comes from, how its date has moved, what is to be done (P6.2, P6.3)."""

from __future__ import annotations

from collections.abc import Iterator

import flet as ft

from field_app.domain.days import day_of
from field_app.domain.money import hundredths
from field_app.domain.repair import intake
from field_app.domain.repair.register import Line, PieceProgressed, PieceReceived, Promise, promises
from field_app.domain.sheets import Entry, Sheet
from field_app.ui.components import Across, Apart, Banner, Body, Caption, Down, Heading, Pair, Secondary
from field_app.ui.components.layout import Part
from field_app.ui.office.labels import BENCH_STATES, dotted, word
from field_app.ui.office.parts.piece_forms import PieceActs
from field_app.ui.office.pieces import due_mark, state_mark
from field_app.ui.services import Services
from field_app.ui.theme import TONES
from field_app.ui.words import _, short_day


def piece_parts(services: Services, sheet: Sheet, line: Line) -> tuple[Part, ...]:
    """What every page about one piece shows, in order."""
    return (
        _head(services, sheet, line),
        _to_tell(sheet, line),
        _known(services, line),
        *_dates(sheet, line),
        *_story(services, sheet, line),
    )


def acts(line: Line) -> Part:
    """What may be recorded while the piece is with us."""
    return PieceActs(line) if line.is_here else None


def _head(services: Services, sheet: Sheet, line: Line) -> ft.Control:
    project = intake.request(sheet).project
    where = dotted(line.customer, project if project != line.customer else "")
    return Down(
        Apart(Heading(line.piece.piece, expand=True), due_mark(line, services.today())),
        Secondary(where),
        state_mark(line),
        gap=2,
        stretch=True,
    )


def _to_tell(sheet: Sheet, line: Line) -> Part:
    """The one thing that fails in practice (P6.3)."""
    if not line.is_to_tell:
        return None
    known = intake.request(sheet)
    words = _("Until the customer knows, overdue counts from {day}.", day=short_day(line.promised_on))
    return Banner(
        "red", dotted(known.contact, known.phone), words, title=_("The date has moved, the customer isn't told"), icon=ft.Icons.PHONE_MISSED
    )


def _known(services: Services, line: Line) -> ft.Control:
    bench = services.name_of(line.bench) if line.bench else _("nobody yet")
    return Down(
        Pair(_("Slip"), line.slip),
        Pair(_("Serial"), line.piece.serial) if line.piece.serial else None,
        Pair(_("Condition"), line.piece.condition),
        Pair(_("Accessories"), line.piece.accessories or _("none")),
        Pair(_("Taken back"), dotted(services.name_of(line.taken_by), short_day(line.taken_on))),
        Pair(_("Who repairs it"), bench),
        Pair(_("Waits for"), line.waits_for) if line.state == "waiting_parts" else None,
        gap=4,
        stretch=True,
    )


def _dates(sheet: Sheet, line: Line) -> tuple[Part, ...]:
    rows = [_date(place, promise) for place, promise in enumerate(promises(sheet, line))]
    return Caption(_("How the date has moved")), Down(*rows, gap=4, stretch=True)


def _date(place: int, promise: Promise) -> ft.Control:
    """`11-20  moved to 25 Nov, parts late, not told yet`."""
    on = short_day(promise.expected_on)
    if place == 0:
        return _dated(short_day(promise.set_on), _("promised for {day}", day=on), "plain")
    told = _("told {day}", day=short_day(promise.told_on)) if promise.told_on else _("not told yet")
    words = _("moved to {day}: {reason}, {told}", day=on, reason=promise.reason, told=told)
    return _dated(short_day(promise.set_on), words, "plain" if promise.told_on else "red")


def _dated(on: str, words: str, tone: str) -> ft.Control:
    ink = TONES["red"][2] if tone == "red" else None
    body = Body(words, 14, color=ink, expand=True) if ink else Body(words, 14, expand=True)
    return Across(ft.Container(Caption(on), width=72), body, gap=8, top=True)


def _story(services: Services, sheet: Sheet, line: Line) -> tuple[Part, ...]:
    """What happened at the bench; of a piece taken twice all of it."""
    rows = [_dated(short_day(day_of(entry.at)), told, "plain") for entry, told in _bench(services, sheet, line)]
    return (Caption(_("At the bench")), Down(*rows, gap=4, stretch=True)) if rows else ()


def _bench(services: Services, sheet: Sheet, line: Line) -> Iterator[tuple[Entry[object], str]]:
    for entry in sheet.entries:
        body = entry.body
        if not entry.counts or getattr(body, "piece", "") != line.piece.key:
            continue
        if isinstance(body, PieceReceived):
            yield entry, dotted(_("received by {name}", name=services.name_of(body.bench)), body.note)  # type: ignore[arg-type]
        elif isinstance(body, PieceProgressed):
            parts = ", ".join(f"{part.name} × {hundredths(part.quantity)}" for part in body.parts)
            yield entry, dotted(word(BENCH_STATES, body.state), body.waits_for, body.note, parts)
