"""What a sheet is: its facts in order, each with the office's stamp. Everything else is read from them, chapter by chapter.

Keeping the facts themselves makes `apply` total (a fact is always kept, P10.2), voiding one flip that every total follows (P10.3),
and the timeline the same thing as the state.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import cached_property, wraps
from typing import Any, Generic, Literal, TypeVar

from attrs import evolve, frozen

from field_app.domain.errors import Objection, RuleBroken, say
from field_app.domain.exact import moment
from field_app.domain.facts import (
    TYPES,
    DeviceId,
    Draft,
    Exception_,
    Fact,
    FactKey,
    MalformedLine,
    Role,
    SheetId,
    SheetKind,
    UserId,
    as_array,
    dump_body,
    encode,
    fact,
    from_array,
    type_of,
)

B = TypeVar("B")
R = TypeVar("R")
K = TypeVar("K")
V = TypeVar("V")
Verdict = Literal["ok", "late", "suspect", "refused"]

# A line may have 64 KiB, its sheet, type and reason included.
MOST_BYTES = 60_000


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

    @cached_property
    def _by_name(self) -> dict[str, list[int]]:
        index: dict[str, list[int]] = {}
        for place, entry in enumerate(self.entries):
            if entry.counts:
                index.setdefault(entry.fact.type, []).append(place)
        return index

    def counting(self, *types: str) -> list[int]:
        """The places of entries of these fact types that count, oldest first."""
        if len(types) == 1:
            return self._by_name.get(types[0], [])
        return sorted(place for name in types for place in self._by_name.get(name, ()))

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
    def answers(self) -> dict[object, Any]:
        """What `once` has read from this sheet."""
        return {}

    @cached_property
    def _places(self) -> dict[FactKey, int]:
        return {entry.key: place for place, entry in enumerate(self.entries)}


def once(read: Callable[[Sheet], R]) -> Callable[[Sheet], R]:
    """Read it from each sheet once only: a sheet never changes, so neither does the answer."""

    @wraps(read)
    def reading(sheet: Sheet) -> R:
        if read not in sheet.answers:
            sheet.answers[read] = read(sheet)
        return sheet.answers[read]  # type: ignore[no-any-return]

    return reading


@frozen
class Ground:
    """What a rule may look at beside the sheet: the moment, who acts, and the policy in force (None before one was approved)."""

    at: datetime
    by: UserId
    roles: frozenset[Role]
    policy: Any = None


def _may_void(sheet: Sheet, body: "Voided", ground: Ground) -> Iterable[Objection]:
    from field_app.domain.repair.closing import still_open  # closing reads sheets, so it can't be read before them

    yield from still_open(sheet)
    wrong = sheet.entry(body.key)
    if wrong is None:
        yield Objection("P10.3", say("Choose the entry to correct; this one isn't on the sheet."), "fact")
    elif wrong.voided_by:
        yield Objection("P10.3", say("This entry is corrected already."), "fact")
    elif not _may_correct(wrong, ground):
        yield Objection("P10.3", say("This isn't yours to correct; ask whoever recorded it."), "fact")
    if not body.reason.strip():
        yield Objection("P10.3", say("Say why it is corrected."), "reason")


def _may_correct(wrong: Entry[Any], ground: Ground) -> bool:
    """Whoever may record such a thing may correct it, and everyone their own."""
    known = TYPES.get(wrong.fact.type)
    return wrong.by == ground.by or (known is not None and bool(known.by & ground.roles))


@fact("voided", on="repair", by=("clerk", "supervisor", "technician", "accountant", "bench"), gate=_may_void)
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
    added: list[Entry[Any]] = [Entry(one, stamp) for one, stamp in facts]
    version = max((entry.stamp.seq for entry in added if entry.stamp.seq is not None), default=0)
    entries = (*sheet.entries, *added)
    if any(type(entry.fact.body) is Voided for entry in entries):
        entries = _flipped(entries)
    return Sheet(sheet.id, sheet.kind, max(sheet.version, version), entries)


def apply(sheet: Sheet, one: Fact, stamp: Stamp) -> Sheet:
    """The sheet with one more fact."""
    if type(one.body) is Voided or sheet.live(Voided):
        return fold(sheet, [(one, stamp)])
    entry: Entry[Any] = Entry(one, stamp)
    grown = Sheet(sheet.id, sheet.kind, max(sheet.version, stamp.seq or 0), (*sheet.entries, entry))
    # Its indexes grow with it: made anew at every fact, they were most of what a long sheet costs.
    vars(grown)["_by_type"] = _grown(sheet._by_type, type(one.body), entry) if entry.counts else sheet._by_type
    vars(grown)["_by_name"] = _grown(sheet._by_name, one.type, len(sheet.entries)) if entry.counts else sheet._by_name
    return grown


def _grown(index: dict[K, list[V]], key: K, value: V) -> dict[K, list[V]]:
    return {**index, key: [*index.get(key, ()), value]}


def _flipped(entries: tuple[Entry[Any], ...]) -> tuple[Entry[Any], ...]:
    """What each entry is voided by: the newest counting correction that names it, also one that came up before it (F35).

    A correction is itself taken back by a later one only; so read from the end, each is settled before it is used.
    """
    by: dict[FactKey, FactKey] = {}
    settled: set[FactKey] = set()
    for entry in reversed(entries):
        if type(entry.fact.body) is not Voided:
            continue
        settled.add(entry.key)
        if entry.stamp.verdict != "refused" and entry.key not in by and entry.fact.body.key not in settled:
            by.setdefault(entry.fact.body.key, entry.key)
    return tuple(_with(entry, by.get(entry.key)) for entry in entries)


def _with(entry: Entry[Any], voided_by: FactKey | None) -> Entry[Any]:
    return entry if entry.voided_by == voided_by else Entry(entry.fact, entry.stamp, voided_by)


def new_sheet(sheet_id: SheetId, kind: SheetKind) -> Sheet:
    return Sheet(sheet_id, kind)


def objections(sheet: Sheet, body: object, ground: Ground, exception: Exception_ | None = None) -> tuple[Objection, ...]:
    """What stands against recording `body` now, less the gates that `exception` passes (P10.1)."""
    passed = exception.rules if exception and exception.reason.strip() else frozenset()
    return tuple(o for o in type_of(body).gate(sheet, body, ground) if not (o.passable and o.rule in passed))


def way_past(against: Iterable[Objection], reason: str) -> Exception_ | None:
    """The exception that passes all of these gates at once; None where something can't be passed at all."""
    met = tuple(against)
    rules = dict.fromkeys(o.rule for o in met)
    return Exception_(" ".join(rules), reason) if met and all(o.passable for o in met) else None


def decide(sheet: Sheet, *bodies: object, ground: Ground, exception: Exception_ | None = None) -> tuple[Draft, ...]:
    """The facts of one tap, each asked its gate on the sheet as the ones before it leave it.

    Raises RuleBroken with every objection of the first body that has one. The exception goes to the bodies whose gates it passes.
    """
    drafts: list[Draft] = []
    for place, body in enumerate(bodies):
        against = objections(sheet, body, ground, exception) or too_long(body, exception)
        if against:
            raise RuleBroken(against)
        drafts.append(Draft(sheet.id, body, ground.at, _used(exception, objections(sheet, body, ground))))
        sheet = apply(sheet, provisional(drafts[-1], place + 1), Stamp(ground.by))
    return tuple(drafts)


def _used(exception: Exception_ | None, passed: Iterable[Objection]) -> Exception_ | None:
    """The exception, less the rules it wasn't needed for."""
    needed = " ".join(dict.fromkeys(objection.rule for objection in passed))
    return Exception_(needed, exception.reason) if exception and needed else None


def too_long(body: object, exception: Exception_ | None = None) -> tuple[Objection, ...]:
    """An objection to a fact that no line could carry to the office; it would hold up everything behind it."""
    reason = exception.reason if exception else ""
    if len(encode([dump_body(body), reason])) <= MOST_BYTES:
        return ()
    return (Objection("P10.2", say("This is too much for one entry; write less, or in two entries.")),)


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


def load_sheet(document: dict[str, Any]) -> Sheet:
    """The sheet a document holds. MalformedLine when it is none."""
    try:
        sheet = fold(Sheet(SheetId(document["id"]), document["kind"]), map(_load_entry, document["entries"]))
        return evolve(sheet, version=document["version"])
    except (ValueError, TypeError, LookupError) as problem:
        raise MalformedLine(f"no sheet: {problem}") from problem


def _load_entry(array: list[Any]) -> tuple[Fact, Stamp]:
    device, by, seq, received, verdict, line = array
    return from_array(DeviceId(device), line), Stamp(UserId(by), seq, moment(received) if received else None, verdict)


def kind_of(type_name: str) -> SheetKind | None:
    """The kind of sheet a fact of this type stands on, None for a type newer than this app."""
    known = TYPES.get(type_name)
    return known.kind if known else None
