"""What a sheet is: its facts in order, each with the office's stamp. Everything else is read from them, chapter by chapter.

Keeping the facts themselves makes `apply` total (a fact is always kept, P10.2), voiding one flip that every total follows (P10.3),
and the timeline the same thing as the state.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any, Generic, Literal, TypeVar

from attrs import evolve, frozen

from field_app.domain.errors import Objection, RuleBroken, say
from field_app.domain.facts import (
    TYPES,
    DeviceId,
    Draft,
    Exception_,
    Fact,
    FactKey,
    Role,
    SheetId,
    SheetKind,
    UserId,
    as_array,
    aware,
    fact,
    from_array,
    type_of,
)

B = TypeVar("B")
Verdict = Literal["ok", "late", "suspect", "refused"]


@frozen(slots=False)
class Stamp:
    """Who acted and what the office made of it; `seq` and `received_at` are None while only the own device has the fact."""

    by: UserId
    seq: int | None = None
    received_at: datetime | None = None
    verdict: Verdict = "ok"


@frozen(slots=False)
class Entry(Generic[B]):
    """One fact as it stands on a sheet."""

    fact: Fact
    stamp: Stamp
    voided_by: FactKey | None = None

    @property
    def body(self) -> B:
        return self.fact.body  # type: ignore[no-any-return]

    @property
    def at(self) -> datetime:
        return self.fact.at

    @property
    def key(self) -> FactKey:
        return self.fact.key

    @property
    def by(self) -> UserId:
        return self.stamp.by

    @property
    def counts(self) -> bool:
        """True unless it was voided (P10.3) or its author could never record such a thing."""
        return self.voided_by is None and self.stamp.verdict != "refused"


@frozen(slots=False)
class Sheet:
    """A document folded from facts. `version` is the position of the last fact the office applied, 0 for none."""

    id: SheetId
    kind: SheetKind
    version: int = 0
    entries: tuple[Entry[Any], ...] = ()

    @cached_property
    def _by_type(self) -> dict[type, list[Entry[Any]]]:
        index: dict[type, list[Entry[Any]]] = {}
        for entry in self.entries:
            if entry.counts:
                index.setdefault(type(entry.fact.body), []).append(entry)
        return index

    def live(self, body: type[B]) -> Sequence[Entry[B]]:
        """The entries of this type that count, oldest first."""
        return self._by_type.get(body, ())

    def last(self, body: type[B]) -> Entry[B] | None:
        """The newest entry of this type that counts."""
        found = self._by_type.get(body)
        return found[-1] if found else None

    def said(self, body: type[B]) -> B | None:
        """What the newest entry of this type says."""
        found = self._by_type.get(body)
        return found[-1].body if found else None

    def entry(self, key: FactKey) -> Entry[Any] | None:
        return next((e for e in self.entries if e.key == key), None)

    def place(self, entry: Entry[Any] | None) -> int:
        """Where an entry stands, -1 for None: what comes later is greater."""
        return -1 if entry is None else self._places[entry.key]

    @cached_property
    def _places(self) -> dict[FactKey, int]:
        return {entry.key: place for place, entry in enumerate(self.entries)}


@frozen
class Ground:
    """What a rule may look at beside the sheet: the moment, who acts, and the policy in force (None before one was approved)."""

    at: datetime
    by: UserId
    roles: frozenset[Role]
    policy: Any = None


def _no_such_entry(sheet: Sheet, body: "Voided", _ground: Ground) -> Iterable[Objection]:
    if sheet.entry(body.key) is None:
        yield Objection("P10.3", say("Choose the entry to correct; this one isn't on the sheet."), "fact")
    if not body.reason.strip():
        yield Objection("P10.3", say("Say why it is corrected."), "reason")


@fact("voided", on="repair", by=("clerk", "supervisor", "technician", "accountant", "bench"), gate=_no_such_entry)
@frozen
class Voided:
    """A mistake named and explained; both stay readable (P10.3)."""

    fact: tuple[str, int]
    reason: str

    @property
    def key(self) -> FactKey:
        return FactKey(DeviceId(self.fact[0]), self.fact[1])


def fold(sheet: Sheet, facts: Iterable[tuple[Fact, Stamp]]) -> Sheet:
    """The sheet with these facts laid on, in order. Pure, total, deterministic: never refuses, never looks outside."""
    entries = list(sheet.entries)
    version = sheet.version
    for one, stamp in facts:
        entries.append(Entry(one, stamp))
        if stamp.seq is not None and stamp.seq > version:
            version = stamp.seq
        if type(one.body) is Voided and stamp.verdict != "refused":
            _flip(entries, one)
    return Sheet(sheet.id, sheet.kind, version, tuple(entries))


def apply(sheet: Sheet, one: Fact, stamp: Stamp) -> Sheet:
    """The sheet with one more fact."""
    return fold(sheet, [(one, stamp)])


def _flip(entries: list[Entry[Any]], voiding: Fact) -> None:
    for place, entry in enumerate(entries):
        if entry.key == voiding.body.key:
            entries[place] = Entry(entry.fact, entry.stamp, voiding.key)


def new_sheet(sheet_id: SheetId, kind: SheetKind) -> Sheet:
    return Sheet(sheet_id, kind)


def objections(sheet: Sheet, body: object, ground: Ground, exception: Exception_ | None = None) -> tuple[Objection, ...]:
    """What stands against recording `body` now, less the gate that `exception` passes (P10.1)."""
    found = type_of(body).gate(sheet, body, ground)
    return tuple(o for o in found if not (exception and o.passable and o.rule == exception.rule and exception.reason.strip()))


def decide(sheet: Sheet, *bodies: object, ground: Ground, exception: Exception_ | None = None) -> tuple[Draft, ...]:
    """The facts of one tap, each asked its gate on the sheet as the ones before it leave it.

    Raises RuleBroken with every objection of the first body that has one. The exception goes to the body whose gate it passes.
    """
    drafts: list[Draft] = []
    for place, body in enumerate(bodies):
        against = objections(sheet, body, ground, exception)
        if against:
            raise RuleBroken(against)
        passed = exception if exception and objections(sheet, body, ground) else None
        drafts.append(Draft(sheet.id, body, ground.at, passed))
        sheet = apply(sheet, provisional(drafts[-1], place + 1), Stamp(ground.by))
    return tuple(drafts)


def provisional(draft: Draft, n: int, device: DeviceId | None = None) -> Fact:
    """A draft as the fact it would become, recorded by `device`."""
    known = type_of(draft.body)
    return Fact(device or DeviceId(""), n, draft.sheet, known.name, known.version, draft.at, draft.body, draft.exception)


def dump_entry(entry: Entry[Any]) -> list[Any]:
    """`[device, by, seq, received_at, verdict, line array]`."""
    stamp = entry.stamp
    received = stamp.received_at.isoformat() if stamp.received_at else None
    return [entry.fact.device, stamp.by, stamp.seq, received, stamp.verdict, as_array(entry.fact)]


def dump_sheet(sheet: Sheet) -> dict[str, Any]:
    """The document that goes down to phones: `{id, kind, version, entries}`."""
    return {"id": sheet.id, "kind": sheet.kind, "version": sheet.version, "entries": [dump_entry(e) for e in sheet.entries]}


def _load_entry(array: list[Any]) -> tuple[Fact, Stamp]:
    device, by, seq, received, verdict, line = array
    return from_array(DeviceId(device), line), Stamp(UserId(by), seq, aware(received) if received else None, verdict)


def load_sheet(document: dict[str, Any]) -> Sheet:
    """The sheet a document holds. MalformedLine (a ValueError) or KeyError when it is none."""
    facts = (
        (from_array(DeviceId(e[0]), e[5]), Stamp(UserId(e[1]), e[2], aware(e[3]) if e[3] else None, e[4])) for e in document["entries"]
    )
    sheet = fold(Sheet(SheetId(document["id"]), document["kind"]), facts)
    return evolve(sheet, version=document["version"])


def kind_of(type_name: str) -> SheetKind | None:
    """The kind of sheet a fact of this type stands on, None for a type newer than this app."""
    known = TYPES.get(type_name)
    return known.kind if known else None
