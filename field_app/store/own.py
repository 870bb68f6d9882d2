"""Own facts: what was recorded on this device and is kept, with its chain hash and what the office made of it.

A row of `facts` is `{"hash": …, "line": […]}` with the line's exact bytes in it, so that what is sent is what was journalled.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from field_app.domain.facts import DeviceId, Draft, Fact, FactKey, SheetId, chain, chain_start, dump_line, from_array
from field_app.domain.sheets import provisional
from field_app.store.door import Judged
from field_app.store.rows import Batch, dump_row
from field_app.store.tables import JournalDB

FACTS, VERDICTS, META, MARKS = "facts", "verdicts", "meta", "marks"
_BEFORE_HASH, _BEFORE_LINE = b'{"hash":"', b'","line":'
_HASH = slice(len(_BEFORE_HASH), len(_BEFORE_HASH) + 64)
_LINE = slice(_HASH.stop + len(_BEFORE_LINE), -1)


class OwnFacts:
    """`by_sheet` holds the n of every own fact that is kept, ascending. Reads follow the tables."""

    def __init__(self, db: JournalDB, device: DeviceId) -> None:
        self._db = db
        self._device = device
        self._refused_at = -1
        self._refused: tuple[Judged, ...] = ()
        self.by_sheet = _index(db.raw(FACTS))
        marks: dict[str, str] = dict(db.keyed(META).row(MARKS) or {})
        self._marks = {0: chain_start(device)} | {int(n): bytes.fromhex(hashed) for n, hashed in marks.items()}
        self.last = max([*self._marks, *(ns[-1] for ns in self.by_sheet.values())])

    def head(self) -> tuple[int, bytes]:
        """The last fact's n and hash, also when the fact itself is no longer kept."""
        hashed = self.chain_at(self.last)
        assert hashed is not None  # noqa: S101 -- the last one is either a row or a mark
        return self.last, hashed

    def chain_at(self, n: int) -> bytes | None:
        row = self._db.raw(FACTS).get(str(n))
        return bytes.fromhex(row[_HASH].decode()) if row else self._marks.get(n)

    def lines(self, after: int, limit: int) -> list[bytes]:
        rows = self._db.raw(FACTS)
        wanted = range(after + 1, min(self.last, after + limit) + 1)
        return [rows[key][_LINE] for key in map(str, wanted) if key in rows]

    def fact(self, n: int) -> Fact:
        return from_array(self._device, json.loads(self._db.raw(FACTS)[str(n)][_LINE]))

    def sheet_of(self, n: int) -> SheetId | None:
        row = self._db.raw(FACTS).get(str(n))
        return _sheet_in(row) if row else None

    def judged(self, n: int) -> Judged | None:
        raw = self._db.raw(VERDICTS).get(str(n))
        if raw is None:
            return None
        row = json.loads(raw)
        return Judged(FactKey(self._device, n), row["seq"], row["verdict"], row.get("reason", ""))

    def record(self, drafts: Iterable[Draft], batch: Batch | None = None) -> tuple[Fact, ...]:
        """All of them or none, in one flush, together with what the batch already holds."""
        batch = batch or Batch()
        facts: list[Fact] = []
        last, hashed = self.head()
        for n, draft in enumerate(drafts, last + 1):
            facts.append(provisional(draft, n, self._device))
            line = dump_line(facts[-1])
            hashed = chain(hashed, line)
            batch.put(FACTS, str(n), _row(line, hashed))
        self._db.storage.commit(batch)
        for fact in facts:
            if fact.sheet not in self.by_sheet:
                self.by_sheet[fact.sheet] = []
            self.by_sheet[fact.sheet].append(fact.n)
        self.last += len(facts)
        return tuple(facts)

    def judge(self, batch: Batch, judged: Iterable[Judged], void: range) -> None:
        """What the office made of these; of those in `void` it knows nothing any more."""
        for n in void:
            batch.remove(VERDICTS, str(n))
        for one in judged:
            reason = {"reason": one.reason} if one.reason else {}
            batch.put(VERDICTS, str(one.key.n), dump_row({"seq": one.seq, "verdict": one.verdict, **reason}))

    def refused(self) -> tuple[Judged, ...]:
        """The facts the office did not accept; looked for anew only when verdicts have changed."""
        rows = self._db.storage.rows(VERDICTS)
        if rows and rows.changed != self._refused_at:
            found = (self.judged(int(n)) for n, row in rows.raw.items() if b'"refused"' in row)
            self._refused_at, self._refused = rows.changed, tuple(one for one in found if one and one.verdict == "refused")
        return self._refused

    def drop(self, ready: Mapping[SheetId, Collection[int]], acknowledged: int) -> None:
        """Let go of these facts, but not of the hashes that the next one and the office's head stand on."""
        batch = Batch()
        hashes = {n: self.chain_at(n) for n in (acknowledged, self.last)}
        marks = {n: hashed for n, hashed in hashes.items() if hashed}
        batch.put(META, MARKS, dump_row({str(n): hashed.hex() for n, hashed in marks.items()}))
        for n in (n for ns in ready.values() for n in ns):
            batch.remove(FACTS, str(n))
            batch.remove(VERDICTS, str(n))
        self._db.storage.commit(batch)
        self._marks |= marks
        for sheet_id, ns in ready.items():
            kept = [n for n in self.by_sheet.pop(sheet_id) if n not in ns]
            if kept:
                self.by_sheet[sheet_id] = kept


def _row(line: bytes, hashed: bytes) -> bytes:
    return b"".join((_BEFORE_HASH, hashed.hex().encode(), _BEFORE_LINE, line, b"}"))


def _index(rows: Mapping[str, bytes]) -> dict[SheetId, list[int]]:
    # Thousands of rows at every start: the sheet is cut out of the bytes, nothing else of the line is looked at.
    found: defaultdict[bytes, list[int]] = defaultdict(list)
    after_bracket = _LINE.start + 1
    for n, row in rows.items():
        start = row.index(b'"', after_bracket)
        found[row[start : row.index(b'"', start + 1) + 1]].append(int(n))
    if any(b"\\" in sheet for sheet in found):
        return _index_by_parsing(rows)
    return {SheetId(sheet[1:-1].decode()): ns for sheet, ns in found.items()}


def _index_by_parsing(rows: Mapping[str, bytes]) -> dict[SheetId, list[int]]:
    found: dict[SheetId, list[int]] = {}
    for n, row in rows.items():
        found.setdefault(_sheet_in(row), []).append(int(n))
    return found


def _sheet_in(row: bytes) -> SheetId:
    return SheetId(json.loads(row[_LINE])[1])
