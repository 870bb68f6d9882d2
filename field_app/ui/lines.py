"""Lists and search as screens ask for them: the office answers over everything, the device over what it holds while the office is away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Literal, cast
from urllib.parse import urlencode

from attrs import frozen

from field_app.domain import listing
from field_app.domain.days import SHANGHAI
from field_app.domain.facts import SheetId, SheetKind
from field_app.domain.listing import Listed, from_values, listed, searchable
from field_app.domain.sheets import Sheet
from field_app.store.door import DeviceStore

Sort = Literal["at", "-at", "due", "-due", "number", "-number"]
SORTS: tuple[Sort, ...] = ("at", "-at", "due", "-due", "number", "-number")
KINDS: tuple[SheetKind, ...] = ("repair", "archive", "complaint", "return_visit", "person")
FOUND, PAGE = 20, 50
_NEVER = datetime.min.replace(tzinfo=SHANGHAI)


@frozen
class Line:
    """One sheet in a list."""

    id: SheetId
    kind: SheetKind
    known: Listed


@frozen
class Lines:
    """One page of a list. `count` is how many there are, counted no further than needed; `whole` unless only this device was asked."""

    lines: tuple[Line, ...] = ()
    count: int = 0
    more: bool = False
    whole: bool = True


@frozen
class Filter:
    """What a list shows. `status` may be `open`; `skip` is how many come before the page."""

    typed: str = ""
    status: str = ""
    assigned: str = ""
    sort: Sort = "-at"
    skip: int = 0

    def path(self) -> str:
        values = {"q": self.typed, "status": self.status, "assigned": self.assigned, "sort": self.sort, "skip": str(self.skip)}
        return "/v1/sheets?" + urlencode({name: value for name, value in values.items() if value} | {"limit": PAGE})


def search_path(typed: str) -> str:
    return "/v1/search?" + urlencode({"q": typed, "limit": FOUND})


def read_lines(said: Mapping[str, Any]) -> Lines:
    """The office's answer. Raises ValueError, TypeError or LookupError for anything else."""
    lines = tuple(Line(SheetId(row["id"]), cast(SheetKind, row["kind"]), from_values(row)) for row in said["rows"])
    return Lines(lines, int(said["count"]), bool(said["more"]))


def found_here(store: DeviceStore, typed: str) -> Lines:
    """What this device alone finds."""
    wanted = listing.words(typed)
    held = (sheet for kind in KINDS for sheet in store.sheets(kind))
    hits = sorted((sheet for sheet in held if wanted and listing.matches(searchable(sheet), wanted)), key=_newest, reverse=True)
    return Lines(tuple(map(_line, hits[:FOUND])), len(hits), len(hits) > FOUND, whole=False)


def listed_here(sheets: Iterable[Sheet], wanted: Filter) -> Lines:
    """The page as this device knows it."""
    fits = fitting(sheets, wanted)
    shown = tuple(map(_line, fits[wanted.skip : wanted.skip + PAGE]))
    return Lines(shown, len(fits), wanted.skip + PAGE < len(fits), whole=False)


def fitting(sheets: Iterable[Sheet], wanted: Filter) -> list[Sheet]:
    """All of these sheets a list would show, in its order."""
    words = listing.words(wanted.typed)
    fits = (sheet for sheet in sheets if listing.matches(searchable(sheet), words) and _is_wanted(listed(sheet), wanted))
    return sorted(fits, key=lambda sheet: _sorted_by(listed(sheet), wanted.sort), reverse=wanted.sort.startswith("-"))


def _is_wanted(known: Listed, wanted: Filter) -> bool:
    of_status = wanted.status in ("", known.status) or (wanted.status == "open" and known.status not in ("closed", "cancelled"))
    return of_status and wanted.assigned in ("", known.assigned)


def _sorted_by(known: Listed, sort: Sort) -> tuple[Any, str]:
    column = sort.removeprefix("-")
    return (known.number if column == "number" else getattr(known, column) or _NEVER), known.number


def _line(sheet: Sheet) -> Line:
    return Line(sheet.id, sheet.kind, listed(sheet))


def _newest(sheet: Sheet) -> datetime:
    return listed(sheet).at or _NEVER
