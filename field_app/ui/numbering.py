"""Numbers people can say on the phone, given by this device: none twice, also when the sheet that has it has left (P1.5)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, Literal

from field_app.domain.facts import Draft
from field_app.domain.followup import complaint
from field_app.domain.followup.complaint import ComplaintReceived
from field_app.domain.numbers import next_number as following
from field_app.domain.repair import intake
from field_app.domain.repair.intake import RequestTaken
from field_app.domain.sheets import Sheet
from field_app.store.door import DeviceStore

Numbered = Literal["repair", "complaint"]
_TAKEN: dict[type, Numbered] = {RequestTaken: "repair", ComplaintReceived: "complaint"}
_BEHIND_THE_TAG: dict[Numbered, str] = {"repair": "", "complaint": "C"}


def next_number(store: DeviceStore, kind: Numbered, today: date) -> str:
    """The next number of a sheet opened here today: after all that are here and the last one given."""
    numbers = map(_NUMBER[kind], store.sheets(kind))
    return following(today, store.identity.tag + _BEHIND_THE_TAG[kind], (*numbers, str(store.setting(_key(kind)) or "")))


def remember(store: DeviceStore, drafts: Iterable[Draft]) -> None:
    """Called before they are recorded: a number that is then never used is better than one used twice."""
    for draft in drafts:
        kind = _TAKEN.get(type(draft.body))
        if kind:
            store.keep_setting(_key(kind), draft.body.number)


def _key(kind: Numbered) -> str:
    return f"last_number:{kind}"


def _complaint_number(sheet: Sheet) -> str:
    known = complaint.received(sheet)
    return known.number if known else ""


_NUMBER: dict[Numbered, Callable[[Any], str]] = {"repair": intake.number, "complaint": _complaint_number}
