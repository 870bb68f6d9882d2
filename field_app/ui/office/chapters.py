"""A case's chapters across the top of its page: where it stands, when each was done, and where life differed from the rule."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

from attrs import frozen

from field_app.domain.errors import Words, say
from field_app.domain.repair import arrival, charges, settlement, steps
from field_app.domain.repair.steps import Chapter, Stand
from field_app.domain.sheets import Entry, Sheet
from field_app.ui.theme import Tone
from field_app.ui.words import _, money, n_

State = Literal["done", "now", "later"]

NAMES: Mapping[Chapter, Words] = {
    "intake": say("Request"),
    "dispatch": say("Assigning"),
    "appointment": say("Visit agreed"),
    "arrival": say("On site"),
    "diagnosis": say("Diagnosis"),
    "charges": say("Consent"),
    "takeback": say("Take-back"),
    "record": say("Repair"),
    "settlement": say("Payment"),
    "signoff": say("Sign-off"),
}
# The chapter a fact belongs to, by the module it is written in.
_HOME: Mapping[str, Chapter] = {"warranty": "diagnosis", **{name: name for name in NAMES}}


@frozen
class Mark:
    """One chapter. `note` says what differed; `tone` is amber for late, red for a gate passed with a reason."""

    chapter: Chapter
    state: State
    at: datetime | None
    note: str = ""
    tone: Tone = "plain"


def marks(sheet: Sheet) -> tuple[Mark, ...]:
    """The chapters that apply, in order."""
    stands = steps.progress(sheet)
    names = list(dict.fromkeys(stand.step.chapter for stand in stands))
    return tuple(_mark(sheet, name, [stand for stand in stands if stand.step.chapter == name]) for name in names)


def chapter_of(entry: Entry[Any]) -> Chapter | None:
    """Where a fact belongs; None for notes and corrections, which belong everywhere."""
    module = type(entry.body).__module__.rsplit(".", 1)[-1]
    return _HOME.get(module)


def _mark(sheet: Sheet, chapter: Chapter, stands: Sequence[Stand]) -> Mark:
    found = [stand.entry.at for stand in stands if stand.entry]
    state: State = "done" if all(s.state == "done" for s in stands) else "now" if any(s.state == "now" for s in stands) else "later"
    passed = _passed(chapter, sheet.entries)
    note, tone = _NOTES[chapter](sheet) if chapter in _NOTES else _nothing()
    if passed:
        return Mark(chapter, state, max(found, default=None), note or _("rule {rule} passed", rule=passed[-1]), "red")
    return Mark(chapter, state, max(found, default=None), note, tone)


def _nothing() -> tuple[str, Tone]:
    return "", "plain"


def _passed(chapter: Chapter, entries: Iterable[Entry[Any]]) -> list[str]:
    """The rules passed with a reason in this chapter."""
    return [e.fact.exception.rule for e in entries if e.counts and e.fact.exception and chapter_of(e) == chapter]


def _on_site(sheet: Sheet) -> tuple[str, Tone]:
    late = arrival.minutes_late(sheet)
    return (n_("{n} minute late", "{n} minutes late", late), "amber") if late else ("", "plain")


def _consent(sheet: Sheet) -> tuple[str, Tone]:
    if charges.refused(sheet):
        return _("refused"), "amber"
    if charges.lapsed_consent(sheet):
        return _("figures changed"), "amber"
    return (_("signed"), "plain") if charges.consent(sheet) else ("", "plain")


def _payment(sheet: Sheet) -> tuple[str, Tone]:
    received, agreed = settlement.received_fen(sheet), settlement.agreed_fen(sheet)
    if received:
        return money(received), "plain"
    if agreed:
        return _("{amount} later", amount=money(agreed)), "amber"
    return (_("nothing to pay"), "plain") if settlement.left(sheet) and not settlement.due_fen(sheet) else ("", "plain")


_NOTES: Mapping[Chapter, Callable[[Sheet], tuple[str, Tone]]] = {"arrival": _on_site, "charges": _consent, "settlement": _payment}
