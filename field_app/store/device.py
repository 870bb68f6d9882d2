"""The device store: TinyDB tables on one journal. `facts` and `verdicts` (own.py), `sheets` (bases.py), `meta`, `drafts`.

Every call that changes something is one journal record and one flush; only letting go of what is durable elsewhere is a second.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from attrs import asdict, evolve, frozen

from field_app.domain.facts import DeviceId, Draft, Fact, Opaque, SheetId, SheetKind, encode
from field_app.domain.sheets import Sheet, Stamp, fold, kind_of, load_sheet, new_sheet
from field_app.store.bases import Bases
from field_app.store.blobs import BlobPlace, Blobs
from field_app.store.door import Answer, Change, Identity, LostTail, Sending, StorageFull
from field_app.store.identity import keep_identity
from field_app.store.own import META, OwnFacts
from field_app.store.rescue import with_photos
from field_app.store.rows import Batch, dump_row
from field_app.store.seal import Seal
from field_app.store.tables import JournalDB

DRAFTS, SYNC, GONE, SETTING, ADOPTED = "drafts", "sync", "gone", "setting:", "adopted:"


@frozen
class _Mark:
    """How far the office and this device know of each other."""

    epoch: str = ""
    acknowledged: int = 0
    durable: int = 0
    cursor: str = ""
    at: str | None = None


class JournalledDevice:
    """One person's journal on this device. Listeners are told after the flush and must not raise."""

    def __init__(self, db: JournalDB, identity: Identity, photos: BlobPlace) -> None:
        self._db = db
        self._identity = identity
        self._own = OwnFacts(db, identity.device)
        self._bases = Bases(db)
        self.blobs = Blobs(db, photos, lambda: self._tell(Change(sending=True)))
        self._mark = _Mark(**(self._meta(SYNC) or {}))
        self._gone: dict[SheetId, SheetKind | None] = {SheetId(sheet): kind for sheet, kind in (self._meta(GONE) or {}).items()}
        self._sheets: dict[SheetId, Sheet] = {}
        self._of_kind: dict[SheetKind, tuple[Sheet, ...]] = {}
        self._listeners: list[Callable[[Change], None]] = []

    @property
    def identity(self) -> Identity:
        return self._identity

    @property
    def damage(self) -> str | None:
        """What is wrong with the journal: then it can be read and exported, not written."""
        return self._db.storage.damage

    def record(self, drafts: Sequence[Draft]) -> tuple[Fact, ...]:
        if not drafts:
            return ()
        batch = Batch()
        self.blobs.name(batch, (draft.body for draft in drafts))
        facts = self._own.record(drafts, batch)
        for sheet_id in {fact.sheet for fact in facts} & self._sheets.keys():
            mine = [(fact, self._stamp(fact.n)) for fact in facts if fact.sheet == sheet_id]
            self._sheets[sheet_id] = fold(self._sheets[sheet_id], mine)
        self._tell(Change(frozenset(fact.sheet for fact in facts), sending=True))
        return facts

    def sheet(self, sheet_id: SheetId) -> Sheet | None:
        if sheet_id not in self._sheets:
            folded = self._folded(sheet_id)
            if folded is None:
                return None
            self._sheets[sheet_id] = folded
        return self._sheets[sheet_id]

    def sheets(self, kind: SheetKind) -> tuple[Sheet, ...]:
        # The same tuple until something changes: who has read it all once need not look again.
        if kind not in self._of_kind:
            self._of_kind[kind] = self._every(kind)
        return self._of_kind[kind]

    def _every(self, kind: SheetKind) -> tuple[Sheet, ...]:
        down = (sheet_id for sheet_id, its in self._bases.kinds.items() if its == kind)
        only_here = (sheet_id for sheet_id in self._own.by_sheet if sheet_id not in self._bases.kinds and self._kind(sheet_id) == kind)
        return tuple(sheet for sheet in map(self.sheet, (*down, *only_here)) if sheet)

    def sending(self) -> Sending:
        at = datetime.fromisoformat(self._mark.at) if self._mark.at else None
        return Sending(self._own.last - self._mark.acknowledged, self._mark.acknowledged, at, self._own.refused(), self.blobs.count())

    def draft(self, key: str) -> Mapping[str, Any] | None:
        return self._db.keyed(DRAFTS).row(key)

    def keep_draft(self, key: str, values: Mapping[str, Any]) -> None:
        self._keep(DRAFTS, key, values)

    def drop_draft(self, key: str) -> None:
        if key in self._db.raw(DRAFTS):
            self._db.keyed(DRAFTS).remove(doc_ids=[key])  # type: ignore[list-item]

    def setting(self, key: str) -> Any:
        return (self._meta(SETTING + key) or {}).get("value")

    def keep_setting(self, key: str, value: Any) -> None:
        self._keep(META, SETTING + key, {"value": value})

    def watch(self, listener: Callable[[Change], None]) -> Callable[[], None]:
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener) if listener in self._listeners else None

    def cursor(self) -> str:
        return self._mark.cursor

    def unsent_lines(self, after: int, limit: int) -> list[bytes]:
        return self._own.lines(after, limit)

    def head(self) -> tuple[int, bytes]:
        return self._own.head()

    def chain_at(self, n: int) -> bytes | None:
        return self._own.chain_at(n)

    def acknowledged(self) -> int:
        return self._mark.acknowledged

    def held(self) -> Mapping[SheetId, int]:
        return dict(self._bases.versions)

    def take(self, answer: Answer) -> None:
        if answer.head > self._own.last:
            raise LostTail(f"the office has {answer.head} facts of this journal, here are {self._own.last}")
        before, mark = self._mark, self._after(answer)
        void = range(answer.head + 1, before.acknowledged + 1)
        gone = self._gone_after(answer)
        batch = Batch()
        batch.put(META, SYNC, dump_row(asdict(mark)))
        self._own.judge(batch, answer.judged, void)
        self._bases.put(batch, answer.sheets, answer.gone)
        if gone != self._gone:
            batch.put(META, GONE, dump_row({str(sheet): kind for sheet, kind in gone.items()}))
        self._db.storage.commit(batch)
        self._mark, self._gone = mark, gone
        self._bases.was_put(answer.sheets, answer.gone)
        came = {SheetId(document["id"]) for document in answer.sheets} | set(answer.gone)
        newly_there = range(before.acknowledged + 1, mark.acknowledged + 1)
        changed = came | self._sheets_of((*(one.key.n for one in answer.judged), *void, *newly_there))
        self._forget(changed)
        self._let_go(self._own.by_sheet.keys() if mark.durable > before.durable else came | gone.keys())
        self._tell(Change(frozenset(changed), sending=True))

    def hold(self, document: Mapping[str, Any]) -> None:
        sheet_id = SheetId(document["id"])
        if document["version"] <= self._bases.versions.get(sheet_id, -1):
            return
        load_sheet(dict(document))
        batch = Batch()
        self._bases.put(batch, [document], ())
        self._db.storage.commit(batch)
        self._bases.was_put([document], ())
        self._forget({sheet_id})
        self._tell(Change(frozenset({sheet_id})))

    def reset_cursor(self, epoch: str) -> None:
        mark = evolve(self._mark, epoch=epoch, cursor="", durable=0)
        self._keep(META, SYNC, asdict(mark))
        self._mark = mark
        self.blobs.offer_all_again()
        self._tell(Change(sending=True))

    def adopt(self, old: "JournalledDevice", already_there: int | None, its_mark: str = "") -> int:
        """Record anew what neither the office nor this journal has of `old`. Returns how many facts.

        The mark of an adopted journal is the n up to which the office had it then: what came after it is in here.
        """
        key, mark = ADOPTED + old.identity.device, self._adopted().get(old.identity.device)
        if mark is not None and already_there is None:
            return 0
        # The office knows best: restored, it has less than it once said; an answer lost on the way, more than we heard.
        here = old.chain_at(already_there or 0)
        is_fork = bool(here and its_mark and not here.hex().startswith(its_mark))
        after = old.acknowledged() if already_there is None or is_fork else already_there
        again = old._drafts_between(after, old._own.last if mark is None else mark)
        if mark is not None and not again:
            return 0
        batch = Batch()
        if mark is None:
            self._take_over(batch, old)
        batch.put(META, key, dump_row({"acknowledged": after}))
        self.blobs.adopt(batch, old.blobs)
        self.blobs.name(batch, (draft.body for draft in again))
        facts = self._own.record(again, batch)
        self._tell(Change(frozenset(fact.sheet for fact in facts), sending=True))
        return len(facts)

    def export(self) -> bytes:
        identity = self._identity
        return encode(
            {
                "format": 1,
                "device": identity.device,
                "user": identity.user,
                "name": identity.name,
                "acknowledged": self._mark.acknowledged,
                "hash": self._own.head()[1].hex(),
                "lines": [line.decode() for line in self._own.lines(0, self._own.last)],
                "drafts": {str(row.doc_id): dict(row) for row in self._db.keyed(DRAFTS)},
            }
        )

    async def rescue(self) -> bytes:
        return await with_photos(self.export(), self.blobs)

    def tidy(self) -> None:
        """Forget the photos that are no longer needed here."""
        if not self.damage:
            self.blobs.let_go(self._mark.durable)

    def retire(self) -> None:
        """Nothing more can be recorded here; the place is for another journal."""
        self._db.storage.retire()

    def close(self) -> None:
        self._db.close()

    def _folded(self, sheet_id: SheetId) -> Sheet | None:
        own = self._own.by_sheet.get(sheet_id, [])
        base = self._bases.sheet(sheet_id) or self._begun_here(sheet_id, own)
        if base is None:
            return None
        mine = self._identity.device
        there = {entry.key.n for entry in base.entries if entry.key.device == mine}
        return fold(base, ((self._own.fact(n), self._stamp(n)) for n in own if n not in there))

    def _begun_here(self, sheet_id: SheetId, own: Sequence[int]) -> Sheet | None:
        """A sheet of which nothing came down: opened here, or gone with facts that are still to be sent."""
        if not own or (sheet_id in self._gone and own[-1] <= self._mark.acknowledged):
            return None
        kind = self._kind(sheet_id)
        return new_sheet(sheet_id, kind) if kind else None

    def _kind(self, sheet_id: SheetId) -> SheetKind | None:
        """Of a sheet with own facts; None when only a newer app knows what it is."""
        return self._bases.kinds.get(sheet_id) or self._gone.get(sheet_id) or kind_of(self._own.fact(self._own.by_sheet[sheet_id][0]).type)

    def _stamp(self, n: int) -> Stamp:
        judged = self._own.judged(n)
        return Stamp(self._identity.user, judged.seq, None, judged.verdict) if judged else Stamp(self._identity.user)

    def _after(self, answer: Answer) -> _Mark:
        return _Mark(answer.epoch, answer.head, answer.durable_seq, answer.cursor, answer.at.isoformat())

    def _gone_after(self, answer: Answer) -> dict[SheetId, SheetKind | None]:
        came = {document["id"] for document in answer.sheets}
        gone = (self._gone.keys() - came) | set(answer.gone)
        return {sheet_id: self._kind(sheet_id) for sheet_id in sorted(gone) if sheet_id in self._own.by_sheet}

    def _let_go(self, sheets: Iterable[SheetId]) -> None:
        ready = {sheet_id: ns for sheet_id in sheets if (ns := self._durable(sheet_id))}
        if not ready:
            return
        with suppress(StorageFull):  # it can wait for the next answer
            self._own.drop(ready, self._mark.acknowledged)
            self._forget(ready)

    def _durable(self, sheet_id: SheetId) -> set[int]:
        """Own facts that the office has in a verified backup and this device no longer needs to show the sheet."""
        known = [n for n in self._own.by_sheet.get(sheet_id, ()) if n <= self._mark.acknowledged]
        if not known:
            return set()
        there = self._bases.positions(sheet_id, self._identity.device)
        if sheet_id in self._gone:
            there = {n: judged.seq for n in known if (judged := self._own.judged(n))}
        return {n for n in known if n in there and there[n] <= self._mark.durable}

    def _sheets_of(self, ns: Iterable[int]) -> set[SheetId]:
        return {sheet_id for n in ns if (sheet_id := self._own.sheet_of(n))}

    def _drafts_between(self, after: int, until: int) -> list[Draft]:
        facts = (self._own.fact(n) for n in sorted(n for ns in self._own.by_sheet.values() for n in ns) if after < n <= until)
        # What this version can't read it can't record either; it stays in the old journal and in its export.
        return [Draft(fact.sheet, fact.body, fact.at, fact.exception) for fact in facts if not isinstance(fact.body, Opaque)]

    def _take_over(self, batch: Batch, old: "JournalledDevice") -> None:
        """Half-filled forms, and what is known to be in `old` of journals before it."""
        for form, raw in old._db.raw(DRAFTS).items():
            batch.put(DRAFTS, form, raw)
        for device, mark in {**old._adopted(), **self._adopted()}.items():
            batch.put(META, ADOPTED + device, dump_row({"acknowledged": mark}))

    def _adopted(self) -> dict[DeviceId, int]:
        """The marks of journals adopted here. Of a damaged one none: it may have lost what it adopted."""
        keys = () if self.damage else [key for key in map(str, self._db.raw(META)) if key.startswith(ADOPTED)]
        return {DeviceId(key.removeprefix(ADOPTED)): (self._meta(key) or {})["acknowledged"] for key in keys}

    def _forget(self, sheets: Iterable[SheetId]) -> None:
        self._of_kind.clear()
        for sheet_id in sheets:
            self._sheets.pop(sheet_id, None)

    def _meta(self, key: str) -> dict[str, Any] | None:
        return self._db.keyed(META).row(key)

    def _keep(self, table: str, key: str, values: Mapping[str, Any]) -> None:
        raw = dump_row(values)
        if raw != self._db.raw(table).get(key):
            batch = Batch()
            batch.put(table, key, raw)
            self._db.storage.commit(batch)

    def _tell(self, change: Change) -> None:
        if change.sheets:
            self._of_kind.clear()
        for listener in tuple(self._listeners):
            listener(change)


def begin_device(db: JournalDB, identity: Identity, turn: int, photos: BlobPlace, seal: Seal) -> JournalledDevice:
    """A new journal's first record: whose it is, and that it comes after all others on this installation."""
    keep_identity(db, identity, turn, seal)
    return JournalledDevice(db, identity, photos)
