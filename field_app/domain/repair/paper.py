"""The paper fallback: what was written on a paper form while a phone was dead, entered afterwards and marked as such."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from attrs import frozen

from field_app.domain.days import day_of
from field_app.domain.errors import Objection, say
from field_app.domain.facts import EVERYONE, DeviceId, FactKey, UserId, fact
from field_app.domain.photo import Photo, unlikely
from field_app.domain.sheets import Entry, Ground, Sheet


def _may_enter(sheet: Sheet, body: "PaperEntered", ground: Ground) -> Iterable[Objection]:
    if not body.form.strip():
        yield Objection("P10.4", say("Choose which form it was."), "form")
    if body.written_on > day_of(ground.at):
        yield Objection("P10.4", say("The paper can't be from the future. Check the date."), "written_on")
    if not body.photos:
        yield Objection("P10.4", say("Photograph the paper; the photo is kept with it."), "photos", passable=True)
    yield from unlikely(body.photos, "P10.4")
    if any(sheet.entry(key) is None for key in body.keys):
        yield Objection("P10.4", say("Choose entries of this sheet."), "entered")


@fact("paper_entered", on="repair", by=EVERYONE, gate=_may_enter)
@frozen
class PaperEntered:
    """A paper form stands behind entries of this sheet: which one (`form` is its number, FW-01), when it was written, its photo.

    `entered` names the facts recorded from it; their own time is when they were typed, `written_on` when it happened.
    """

    form: str
    written_on: date
    number: str = ""
    photos: tuple[Photo, ...] = ()
    entered: tuple[tuple[str, int], ...] = ()
    note: str = ""

    @property
    def keys(self) -> tuple[FactKey, ...]:
        return tuple(FactKey(DeviceId(device), n) for device, n in self.entered)


def papers_behind(sheet: Sheet) -> dict[FactKey, Entry[PaperEntered]]:
    """The paper each entry was recorded from, where there is one."""
    return {key: entry for entry in sheet.live(PaperEntered) for key in entry.body.keys}


def to_be_marked(sheet: Sheet, by: UserId, on: date) -> tuple[Entry[Any], ...]:
    """What a person recorded on a day and no paper stands behind yet: what they have just typed from one."""
    known = papers_behind(sheet)
    return tuple(e for e in sheet.entries if e.counts and e.by == by and day_of(e.at) == on and _is_typed(e) and e.key not in known)


def _is_typed(entry: Entry[Any]) -> bool:
    return not isinstance(entry.body, PaperEntered)
