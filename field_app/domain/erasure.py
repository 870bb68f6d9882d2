"""What the law lets a customer ask for: that nothing of their person stays, while the work, the money and the days do.

The line of a fact is rewritten without what is personal in it; its hash stays, so that the chain it is in goes on (F62). That a sheet was
erased, by whom and why, is a fact like any other, and the last word on what was there before it.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from attrs import frozen

from field_app.domain.errors import Objection, say
from field_app.domain.facts import Role, SheetKind, encode, fact
from field_app.domain.followup import complaint, return_visit
from field_app.domain.repair import signoff
from field_app.domain.sheets import Ground, Sheet

ERASED = "***"

# By the name of the field, wherever it stands in a body: who the customer is, and what was written in free words about or by them.
PERSONAL = frozenset({
    "address", "caption", "comment", "contact", "customer", "effect", "note", "pages", "payer", "phone", "photo",
    "photos", "place", "project", "reference", "relation", "signature", "signer", "text", "title", "wanted", "words",
})  # fmt: skip

# What was done, with what, for how much, by which colleague and why a rule was passed; names of customers don't belong there.
KEPT = frozenset({
    "accessories", "accompanying", "archive", "earlier", "form",
    "bench", "caller", "case", "cause", "changed", "code", "complaint", "condition", "contract", "days_reason", "district", "english",
    "equipment", "exclusion", "fault", "into", "model", "name", "new_serial", "number", "old_serial", "opened", "piece", "plan", "policy",
    "prevention", "reason", "receipt", "relayed_by", "repair", "responsible", "serial", "shown", "slip", "solution", "suspected_cause",
    "technician", "terms", "together", "unit", "visit", "waits_for", "wear_parts", "work",
})  # fmt: skip

_BY: tuple[Role, ...] = ("director", "supervisor")


def _may_erase(sheet: Sheet, body: "Erasure", _ground: Ground) -> Iterable[Objection]:
    if not body.reason.strip():
        yield Objection("P10.3", say("Say who asked for it, and why."), "reason")
    if not is_finished(sheet):
        yield Objection("P10.3", say("Work on this sheet isn't finished: it still needs its customer."))


@frozen
class Erasure:
    """From here on nothing personal is readable in what was recorded before."""

    reason: str


@fact("repair_erased", on="repair", by=_BY, gate=_may_erase)
@frozen
class RepairErased(Erasure):
    """A case without its customer."""


@fact("archive_erased", on="archive", by=_BY, gate=_may_erase)
@frozen
class ArchiveErased(Erasure):
    """An archive without its customer; the equipment stays."""


@fact("complaint_erased", on="complaint", by=_BY, gate=_may_erase)
@frozen
class ComplaintErased(Erasure):
    """A complaint without the one who complained."""


@fact("return_visit_erased", on="return_visit", by=_BY, gate=_may_erase)
@frozen
class ReturnVisitErased(Erasure):
    """A return visit without the one who was asked."""


ERASURES: Mapping[SheetKind, type[Erasure]] = {
    "repair": RepairErased,
    "archive": ArchiveErased,
    "complaint": ComplaintErased,
    "return_visit": ReturnVisitErased,
}


def is_finished(sheet: Sheet) -> bool:
    """True when nobody needs the customer of this sheet any more."""
    match sheet.kind:
        case "repair":
            return signoff.status(sheet) in ("closed", "cancelled")
        case "complaint":
            return complaint.status(sheet) == "closed"
        case "return_visit":
            return return_visit.status(sheet) in ("done", "dropped")
    return True


def is_erased(sheet: Sheet) -> bool:
    """True while nothing was recorded after it was erased; what comes late may bring a name again (P10.2)."""
    return bool(sheet.entries) and isinstance(sheet.entries[-1].body, Erasure)


def without_person(line: bytes) -> bytes:
    """The fact's line with nothing personal in it: same place, type, time and shape, so that it is read as before."""
    array = json.loads(line)
    array[5] = _without(array[5])
    return encode(array)


def _without(value: Any) -> Any:
    if isinstance(value, list):
        return [_without(one) for one in value]
    if not isinstance(value, dict):
        return value
    return {key: its for key, old in value.items() if (its := _erased(old) if key in PERSONAL else _without(old)) is not None}


def _erased(value: Any) -> Any:
    """None to leave it out."""
    if isinstance(value, dict):
        # A signature or a photo keeps its shape.
        return {key: "" if key in ("strokes", "sha256") else its for key, its in value.items()}
    return ERASED if isinstance(value, str) else None
