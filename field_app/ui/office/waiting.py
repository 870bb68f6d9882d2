"""What waits for a person now, by the roles they have: the first page, the counts in the rail. Pure: sheets in, rows out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, Literal

from attrs import frozen

from field_app.domain.facts import Role, SheetId
from field_app.domain.repair import appointment, charges, closing, dispatch, intake, settlement, signoff, warranty, warranty_rule
from field_app.domain.repair.dispatch import Urgency
from field_app.domain.sheets import Entry, Sheet, once
from field_app.ui.office.labels import RANK
from field_app.ui.office.remembered import remembered

Queue = Literal["call_back", "hand_over", "assign", "sign_off", "sent_back", "oddity", "exception", "allot"]

# Whose queue it is, in the order the queues stand on the page.
QUEUES: tuple[tuple[Queue, Role], ...] = (
    ("call_back", "clerk"),
    ("hand_over", "clerk"),
    ("assign", "supervisor"),
    ("sign_off", "supervisor"),
    ("oddity", "supervisor"),
    ("exception", "supervisor"),
    ("sent_back", "supervisor"),
    ("allot", "accountant"),
)


@frozen
class Item:
    """One thing that waits. `since` is when it began to; `entries` are the facts it is about, where it is about some."""

    queue: Queue
    sheet: Sheet
    urgency: Urgency
    since: datetime
    entries: tuple[Entry[Any], ...] = ()

    @property
    def id(self) -> SheetId:
        return self.sheet.id


def waiting(sheets: Iterable[Sheet], roles: Iterable[Role]) -> tuple[Item, ...]:
    """Everything that waits for these roles: the most urgent first, then what has waited longest."""
    return _waiting(tuple(sheets), frozenset(roles))


@remembered
def _waiting(sheets: tuple[Sheet, ...], mine: frozenset[Role]) -> tuple[Item, ...]:
    wanted = {queue for queue, role in QUEUES if role in mine}
    items = [item for sheet in sheets for item in _items(sheet) if item.queue in wanted]
    return tuple(sorted(items, key=lambda item: (RANK[item.urgency], item.since, item.sheet.id)))


def queues(items: Sequence[Item], roles: Iterable[Role]) -> tuple[tuple[Queue, tuple[Item, ...]], ...]:
    """The items queue by queue, in the order of the page; a role's main queues are there when empty too."""
    mine = frozenset(roles)
    seldom: frozenset[Queue] = frozenset({"oddity", "exception", "sent_back"})
    sorted_in = {queue: tuple(item for item in items if item.queue == queue) for queue, role in QUEUES if role in mine}
    return tuple((queue, found) for queue, found in sorted_in.items() if found or queue not in seldom)


def to_sign(sheets: Iterable[Sheet]) -> tuple[Sheet, ...]:
    """The reports that wait for the supervisor's word, the most urgent first."""
    return tuple(item.sheet for item in waiting(sheets, {"supervisor"}) if item.queue == "sign_off")


def next_after(queue: Sequence[Sheet], sheet: SheetId) -> SheetId | None:
    """The one to go on with: the next in the queue, after the last the first; None when this is the only one."""
    ids = [one.id for one in queue]
    place = ids.index(sheet) if sheet in ids else -1
    return next((one for one in (*ids[place + 1 :], *ids[: max(place, 0)]) if one != sheet), None)


PLACES: dict[Queue, str] = {
    "call_back": "/callbacks",
    "hand_over": "/callbacks",
    "assign": "/assign",
    "sign_off": "/signoff",
    "allot": "/receipts",
}


def counts(sheets: Iterable[Sheet], roles: Iterable[Role]) -> dict[str, int]:
    """What waits behind each place of the rail, by route; `/todo` is all of it. Places where nothing waits are left out."""
    items = waiting(sheets, roles)
    behind = Counter(PLACES[item.queue] for item in items if item.queue in PLACES)
    return {**behind, "/todo": len(items)} if items else {}


@once
def _items(sheet: Sheet) -> tuple[Item, ...]:
    return tuple(_of(sheet))


def _of(sheet: Sheet) -> Iterator[Item]:
    if not sheet.entries:
        return
    status = signoff.status(sheet)
    urgency = dispatch.urgency(sheet)
    if status == "incomplete":
        yield _item("call_back" if intake.missing(sheet) else "hand_over", sheet, urgency, sheet.last(intake.RequestTaken))
    elif status == "to_assign":
        yield _item("assign", sheet, urgency, sheet.last(dispatch.Unassigned) or sheet.last(intake.HandedOver))
    elif status == "to_sign_off":
        yield _item("sign_off", sheet, urgency, signoff.reported(sheet), signoff.exceptions(sheet))
    elif status == "sent_back":
        yield _item("sent_back", sheet, urgency, signoff.sent_back(sheet))
    unsettled = signoff.unsettled(sheet)
    if odd := tuple(entry for entry in unsettled if entry.stamp.verdict != "ok"):
        yield _item("oddity", sheet, urgency, odd[-1], odd)
    passed = tuple(entry for entry in unsettled if entry.fact.exception and entry.stamp.verdict == "ok")
    if passed and status not in ("to_sign_off", "sent_back", "closed", "cancelled"):
        yield _item("exception", sheet, urgency, passed[-1], passed)
    if wants_receipt(sheet):
        yield _item("allot", sheet, urgency, sheet.last(charges.Quoted) or appointment.agreed(sheet) or sheet.last(dispatch.Assigned))


def _item(queue: Queue, sheet: Sheet, urgency: Urgency, since: Entry[Any] | None, entries: tuple[Entry[Any], ...] = ()) -> Item:
    return Item(queue, sheet, urgency, (since or sheet.entries[0]).at, entries)


def wants_receipt(sheet: Sheet) -> bool:
    """True where money is expected and the accountant has allotted nothing yet (P8.3)."""
    if closing.is_closed(sheet) or closing.is_cancelled(sheet) or settlement.allotted(sheet):
        return False
    if warranty.decisions(sheet) or sheet.last(charges.Quoted):
        return settlement.due_fen(sheet) > 0 or charges.charged(sheet)
    window = appointment.agreed(sheet)
    if window is not None:
        return window.body.charges_expected
    return dispatch.assigned_to(sheet) is not None and _out_of_warranty(sheet)


def _out_of_warranty(sheet: Sheet) -> bool:
    """What the rule says of the request alone: the technician may agree the visit without a network."""
    expected = warranty_rule.expected(sheet)
    return expected is not None and expected.decision != "inside"
