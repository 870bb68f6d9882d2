"""The office's desks: the demo company's sheets as the office sends them down, for whoever sits there."""

from collections.abc import Sequence
from datetime import timedelta
from functools import cache
from typing import Any

from field_app.domain.documents import RECEIPT_BOOK
from field_app.domain.facts import DeviceId, Draft, Fact, Role, SheetId, UserId
from field_app.domain.repair import intake, signoff
from field_app.domain.sheets import Sheet, Stamp, Verdict, apply, dump_sheet, kind_of, new_sheet, provisional
from field_app.store.door import Answer, DeviceStore
from field_app.store.memory import MemoryPlaces
from field_app.store.shelf import Shelf
from sync.demo import ACCOUNTANT, BENCH, CLERK, LI, PEOPLE, SUPERVISOR, DemoPerson, tell_company
from sync.demo_returns import tell_returns
from tests.ui.harness import shelf_with
from tests.ui.stand_ins import NOW, identity

ADMIN, DIRECTOR = PEOPLE[0], PEOPLE[1]
DESK, TABLET, PHONE = (1440, 900), (1024, 768), (390, 844)
__all__ = ["ACCOUNTANT", "ADMIN", "BENCH", "CLERK", "DIRECTOR", "LI", "RECEIPT_BOOK", "SUPERVISOR", "DemoPerson"]


def told() -> dict[SheetId, Sheet]:
    """Every sheet of the demo company, each fact at the office a minute after it was recorded."""
    return _told(returns=False)


def told_returns() -> dict[SheetId, Sheet]:
    """The same with what was taken back, cash handed in and a customer who pays late."""
    return _told(returns=True)


@cache
def _told(*, returns: bool) -> dict[SheetId, Sheet]:
    sheets: dict[SheetId, Sheet] = {}
    recorded: dict[UserId, int] = {}

    def tell(user: UserId, drafts: tuple[Draft, ...]) -> list[Fact]:
        facts = []
        for draft in drafts:
            recorded[user] = recorded.get(user, 0) + 1
            facts.append(provisional(draft, recorded[user], DeviceId(f"phone-{user}")))
            lay(sheets, facts[-1], user, sum(recorded.values()))
        return facts

    story = tell_company(tell, NOW)
    if returns:
        tell_returns(story)
    return sheets


def lay(sheets: dict[SheetId, Sheet], fact: Fact, user: UserId, seq: int, verdict: Verdict = "ok") -> None:
    kind = kind_of(fact.type)
    assert kind
    before = sheets.get(fact.sheet) or new_sheet(fact.sheet, kind)
    sheets[fact.sheet] = apply(before, fact, Stamp(user, seq, fact.at + timedelta(minutes=1), verdict))


def more(sheet: Sheet, who: UserId, *bodies: Any, verdict: Verdict = "ok", hours_ago: float = 1, late: float = 0) -> Sheet:
    """The sheet with these recorded by someone, and at the office `late` hours after that."""
    for n, body in enumerate(bodies, 1000 + len(sheet.entries)):
        at = NOW - timedelta(hours=hours_ago)
        fact = provisional(Draft(sheet.id, body, at), n, DeviceId(f"phone-{who}"))
        sheet = apply(sheet, fact, Stamp(who, 5000 + n, at + timedelta(hours=late), verdict))
    return sheet


def with_status(status: signoff.Status) -> Sheet:
    """A demo case that stands like this."""
    return next(sheet for sheet in told().values() if sheet.kind == "repair" and signoff.status(sheet) == status)


def request_on(sheet: Sheet) -> intake.Request:
    return intake.request(sheet)


def desk(
    who: DemoPerson,
    *changed: Sheet,
    roles: Sequence[Role] = (),
    only: bool = False,
    places: MemoryPlaces | None = None,
    returns: bool = False,
) -> Shelf:
    """The device of this person with the whole company on it, or only these sheets and what isn't a case."""
    shelf = shelf_with(identity(who.id, who.name, *(roles or who.roles), device=f"desk-{who.id}"), places)
    base = {key: sheet for key, sheet in _told(returns=returns).items() if not (only and sheet.kind == "repair")}
    device = shelf.current()
    assert device
    arrive(device, *{**base, **{sheet.id: sheet for sheet in changed}}.values())
    return shelf


def arrive(device: DeviceStore, *sheets: Sheet) -> None:
    """The office's sheets come down."""
    device.take(Answer("epoch", 0, 0, "epoch:1", NOW, sheets=tuple(dump_sheet(sheet) for sheet in sheets)))


def sheet_on(shelf: Shelf, on: SheetId) -> Sheet:
    device = shelf.current()
    assert device
    found = device.sheet(on)
    assert found, f"{on} isn't on this device"
    return found


def repairs(shelf: Shelf) -> tuple[Sheet, ...]:
    device = shelf.current()
    assert device
    return device.sheets("repair")
