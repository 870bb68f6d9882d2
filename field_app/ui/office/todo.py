"""The first page: everything that waits for me, the most urgent first, each with its verb (what now, not which box)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import flet as ft

from field_app.domain.repair import appointment, intake, settlement, signoff
from field_app.domain.repair.sheet import row
from field_app.ui import theme
from field_app.ui.components import Across, Body, Caption, DeskPage, Down, EmptyState, Mark, screen
from field_app.ui.hooks import use_every_sheet, use_now, use_services, use_sheets
from field_app.ui.office import waiting
from field_app.ui.office.describe import describe
from field_app.ui.office.labels import URGENCY, dotted
from field_app.ui.office.parts.acts import Act, Kind
from field_app.ui.office.parts.alerts import NotAccepted, StoppedDevices
from field_app.ui.office.parts.counts import Count, Counts
from field_app.ui.office.parts.elsewhere import Elsewhere, elsewhere
from field_app.ui.office.parts.keys import use_keys
from field_app.ui.office.parts.missing_photos import PhotosAwaited
from field_app.ui.office.parts.panel import Panel
from field_app.ui.office.parts.space import desk, wide
from field_app.ui.office.parts.table import Col, Line, Listed, Table, Tile, Two
from field_app.ui.office.parts.where import DayFigures, Where
from field_app.ui.office.waiting import Item, Queue
from field_app.ui.services import Services
from field_app.ui.theme import TONES, Tone
from field_app.ui.words import _, clock, day, moment, money, n_, speak

SHOWN = 50

# name of the queue, its icon, the tone of its mark, the verb of its rows
FACES: Mapping[Queue, tuple[Callable[[], str], ft.IconData, Tone, Callable[[], str]]] = {
    "call_back": (lambda: _("To call back"), ft.Icons.PHONE_CALLBACK, "amber", lambda: _("Ring back")),
    "hand_over": (lambda: _("To hand over"), ft.Icons.FORWARD_TO_INBOX, "next", lambda: _("Hand over")),
    "assign": (lambda: _("To assign"), ft.Icons.ASSIGNMENT_IND, "next", lambda: _("Assign it")),
    "sign_off": (lambda: _("To sign off"), ft.Icons.DRAW_OUTLINED, "next", lambda: _("Sign it off")),
    "sent_back": (lambda: _("Sent back, awaited"), ft.Icons.UNDO, "info", lambda: _("Follow it")),
    "oddity": (lambda: _("To settle"), ft.Icons.SYNC_PROBLEM, "amber", lambda: _("Settle")),
    "exception": (lambda: _("Special cases"), ft.Icons.REPORT_OUTLINED, "red", lambda: _("See why")),
    "allot": (lambda: _("Receipt to allot"), ft.Icons.RECEIPT_LONG, "next", lambda: _("Allot")),
}


@screen
def TodoScreen() -> ft.View:
    services, sheets, now = use_services(), use_sheets("repair"), use_now()
    use_every_sheet()
    chosen, choose = ft.use_state("")
    roles = services.me.roles
    items = waiting.waiting(sheets, roles)
    boxes = waiting.queues(items, roles)
    shown = [item for item in items if not chosen or item.queue == chosen]
    use_keys({str(place): _turned(choose, chosen, queue) for place, (queue, _found) in enumerate(boxes, 1)})
    counts = Counts([_count(services, queue, found) for queue, found in boxes], chosen, lambda one: _turned(choose, chosen, one)())
    others = elsewhere(services)
    listed = _list(services, shown, of=len(items), others=bool(others))
    side = [Where(services, sheets), DayFigures(services, sheets)] if {"supervisor", "clerk", "director"} & roles else []
    note = f"{day(services.today())} {clock(now)}"
    # Each of these brings the room below it, so that nothing is left open where there is none.
    head = Down(StoppedDevices(), NotAccepted(), PhotosAwaited(), counts, gap=0, stretch=True)
    return DeskPage(_("To do"), head, Elsewhere(services, others), listed, side=side, note=note)


def _turned(choose: Callable[[str], None], chosen: str, queue: str) -> Callable[[], None]:
    return lambda: choose("" if chosen == queue else queue)


def _count(services: Services, queue: Queue, items: Sequence[Item]) -> Count:
    name, icon, tone, _verb = FACES[queue]
    worst, worst_tone = _worst(services, items)
    return Count(queue, name(), icon, tone, len(items), worst, worst_tone, n_("sheet", "sheets", len(items)))


def _worst(services: Services, items: Sequence[Item]) -> tuple[str, Tone]:
    urgent = sum(item.urgency == "urgent" for item in items)
    if urgent:
        return n_("{n} urgent", "{n} urgent", urgent), "red"
    days = max(((services.now() - item.since).days for item in items), default=0)
    return (n_("for {n} day", "for {n} days", days), "amber") if days else ("", "amber")


def _list(services: Services, items: Sequence[Item], *, of: int, others: bool) -> ft.Control:
    note = _("by urgency, then by how long it waits")
    empty = EmptyState(
        _("No case waits for you") if others else _("Nothing waits for you"), _("What others hand to you appears here by itself.")
    )
    shown = items[:SHOWN]
    if wide():
        number = [Col(_("Sheet number"), 124)] if desk() else []
        cols = [
            Col(_("Kind"), 150),
            *number,
            Col(_("Customer, what about"), 5),
            Col(_("Since"), 112 if desk() else 128, right=True),
            Col("", 120, right=True),
        ]
        body = Table(cols, [_line(services, item, first=place == 0) for place, item in enumerate(shown)], empty=empty)
    else:
        body = Listed(*(_tile(services, item) for item in shown), empty=empty)
    more = Caption(_("{all} in all, the first {shown} shown", all=len(items), shown=len(shown))) if len(items) > len(shown) else None
    foot = ft.Container(more, padding=12) if more else None
    count = n_("{n} sheet", "{n} sheets", of)
    return Panel(_("Now"), body, note=note, trail=Caption(count) if of else None, flush=True, foot=foot)


def _line(services: Services, item: Item, *, first: bool) -> Line:
    go, known = _opener(services, item), row(item.sheet)
    kind: Kind = "primary" if first else "tonal" if item.urgency == "urgent" else "plain"
    verb = Act(FACES[item.queue][3](), go, kind=kind, small=True)
    two = Two(dotted(known.customer, known.project) or "–", about(services, item))
    since = moment(item.since, services.now())
    label, key = _("Open {number}", number=known.number), f"{item.queue}:{item.id}"
    cells: tuple[ft.Control | str, ...]
    if desk():
        cells = (_kind(item), known.number, two, Body(since, 13, text_align=ft.TextAlign.RIGHT), verb)
    else:
        cells = (_kind(item), two, Two(since, known.number, right=True), verb)
    return Line(cells, on_open=go, label=label, key=key)


def _tile(services: Services, item: Item) -> ft.Control:
    go, known = _opener(services, item), row(item.sheet)
    head = Across(_kind(item), ft.Container(expand=True), Caption(moment(item.since, services.now())))
    two = Two(dotted(known.customer, known.project) or "–", about(services, item))
    verb = Act(FACES[item.queue][3](), go, kind="plain")
    below, beside = (verb, None) if theme.large() else (None, verb)
    label = _("Open {number}", number=known.number)
    return Tile(head, two, Caption(known.number), below, on_open=go, label=label, trail=beside)


def _kind(item: Item) -> ft.Control:
    name, icon, tone, _verb = FACES[item.queue]
    if item.urgency == "normal":
        return Mark(tone, icon, name())
    urgent_tone, urgent_icon, urgency = URGENCY[item.urgency]
    if not wide():
        return Mark(urgent_tone, urgent_icon, f"{urgency()} {name()}")
    return Down(Mark(urgent_tone, urgent_icon, name()), Caption(urgency(), color=TONES[urgent_tone][2]), gap=1)


def _opener(services: Services, item: Item) -> Callable[[], None]:
    place = waiting.PLACES.get(item.queue, "/sheets")
    return lambda: services.go(f"{place}/{item.id}")


def about(services: Services, item: Item) -> str:
    """What it is about, in one line: what is missing, the fault, the report, the reason."""
    sheet = item.sheet
    fault = intake.request(sheet).fault
    if item.queue == "call_back":
        return _("Missing: {what}", what=_(", ").join(speak(intake.NEEDED[name]) for name in intake.missing(sheet)))
    if item.queue in ("exception", "oddity"):
        newest = item.entries[-1]
        passed = newest.fact.exception
        told = describe(newest, sheet, services.name_of).sentence
        return _("{what}, reason: {reason}", what=told, reason=passed.reason) if passed else told
    if item.queue == "sign_off":
        report = signoff.reported(sheet)
        return report.body.case if report else fault
    if item.queue == "sent_back":
        back = signoff.sent_back(sheet)
        return back.body.reason if back else fault
    if item.queue == "allot":
        due = settlement.due_fen(sheet)
        if due:
            return _("{amount} to be charged", amount=money(due))
        return _("Charges are expected on this visit") if appointment.agreed(sheet) else _("Out of warranty by the rule")
    return fault
