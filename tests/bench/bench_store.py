"""What it costs to record and to open, beside raw append, sqlite3 and TinyDB's own storage: `python -m tests.bench.bench_store`.

All contestants take turns within one loop on the same disk; medians are printed. Opening is measured in processes of its own, the
files dropped from the page cache before.
"""

import argparse
import json
import os
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from itertools import count
from pathlib import Path

from tinydb import TinyDB

from field_app.domain.archive import ProjectRecorded
from field_app.domain.days import SHANGHAI
from field_app.domain.facts import DeviceId, Draft, Fact, SheetId, UserId
from field_app.domain.sheets import Sheet, Stamp, dump_sheet, fold, new_sheet
from field_app.store.door import Answer, Identity
from field_app.store.journal import Slots
from field_app.store.native import FilePlaces, FileSlot
from field_app.store.shelf import Shelf

AT = datetime(2026, 3, 2, 8, 30, tzinfo=SHANGHAI)
ROUNDS, SLOW_ROUNDS, OPENINGS = 300, 3, 7
STORED = (100, 10_000, 50_000)
FACTS, SHEETS, ENTRIES = 50_000, 1_000, 30
BODY = ProjectRecorded(
    customer="杭州云栖酒店管理有限公司",
    project="西湖店中央空调改造工程二期",
    address="浙江省杭州市西湖区文三路 120 号十八层东侧机房",
    district="西湖区",
    contact="王经理",
    phone="13800138000",
    accepted_on=date(2025, 3, 1),
    warranty_months=24,
    contract="合同 HT-2025-0315：质保期内易损件按价目表收费，其余免费；每季度例行检查一次，费用已含在内；夜间抢修另计。",
)


def draft(n: int) -> Draft:
    return Draft(SheetId(f"0195a7c4-{n % SHEETS:04d}-7000-8000-000000000000"), BODY, AT)


class UnflushedSlot(FileSlot):
    """For filling a journal quickly; what is measured never uses it."""

    def flush(self) -> None:
        pass


class UnflushedPlaces(FilePlaces):
    def open(self, number: int) -> Slots:
        for slot in super().open(number):
            slot.close()
        return UnflushedSlot(self._root / f"{number}.a"), UnflushedSlot(self._root / f"{number}.b")


def shelf_with(root: Path, facts: int, places: type[FilePlaces] = FilePlaces) -> Shelf:
    """A shelf whose device holds this many own facts."""
    shelf = Shelf(places(root))
    device = shelf.create(Identity(DeviceId("d1"), UserId("wang"), "王工", frozenset({"technician"}), "W1", "t", SheetId("policy")))
    for start in range(0, facts, 500):
        device.record([draft(n) for n in range(start, min(facts, start + 500))])
    return shelf


class Ours:
    name = "journal (ours)"

    def __init__(self, root: Path, stored: int) -> None:
        self._shelf = shelf_with(root, stored)
        self._device = self._shelf.current()
        self._next = count(stored)

    def one(self) -> None:
        assert self._device
        self._device.record([draft(next(self._next))])

    def tap(self) -> None:
        """25 facts of one sheet at once."""
        assert self._device
        self._device.record([draft(next(self._next) // 25) for _ in range(25)])


TAP = "25 facts of one tap (ours)"
Key = tuple[str, int]


class Raw:
    name = "raw append + fdatasync"

    def __init__(self, root: Path, stored: int, line: bytes) -> None:
        self._line = line + b"\n"
        self._fd = os.open(root / "raw", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.write(self._fd, self._line * stored)
        os.fsync(self._fd)

    def one(self) -> None:
        os.write(self._fd, self._line)
        os.fdatasync(self._fd)


class Sqlite:
    name = "sqlite3 (WAL, FULL)"

    def __init__(self, root: Path, stored: int, line: bytes) -> None:
        self._line = line
        self._db = sqlite3.connect(root / "peer.db", isolation_level=None)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=FULL")
        self._db.execute("CREATE TABLE facts (n INTEGER PRIMARY KEY, sheet TEXT, line BLOB)")
        self._db.execute("CREATE INDEX by_sheet ON facts (sheet)")
        self._db.execute("BEGIN")
        self._db.executemany("INSERT INTO facts (sheet, line) VALUES (?, ?)", ((draft(n).sheet, line) for n in range(stored)))
        self._db.execute("COMMIT")
        self._next = count(stored)

    def one(self) -> None:
        self._db.execute("INSERT INTO facts (sheet, line) VALUES (?, ?)", (draft(next(self._next)).sheet, self._line))


class Stock:
    name = "TinyDB JSONStorage"

    def __init__(self, root: Path, stored: int, line: bytes) -> None:
        self._document = {"line": json.loads(line)}
        self._db = TinyDB(root / "peer.json")
        self._db.insert_multiple(self._document for _ in range(stored))

    def one(self) -> None:
        self._db.insert(self._document)


def micros(step: Callable[[], object]) -> float:
    start = time.perf_counter()
    step()
    return (time.perf_counter() - start) * 1e6


def line_of_a_fact(root: Path) -> bytes:
    shelf = shelf_with(root, 1)
    device = shelf.current()
    assert device
    (line,) = device.unsent_lines(0, 1)
    shelf.close()
    return line


def bench_recording(root: Path) -> None:
    line = line_of_a_fact(root / "line")
    contestants = {stored: contest(root / str(stored), stored, line) for stored in STORED}
    quick = {(name, stored): step for stored, steps in contestants.items() for name, step in steps.items() if name != Stock.name}
    slow = {(Stock.name, stored): contestants[stored][Stock.name] for stored in STORED}
    medians = take_turns(quick) | take_turns(slow, SLOW_ROUNDS)
    print(f"One durable fact of {len(line)} bytes, median of {ROUNDS} (JSONStorage: {SLOW_ROUNDS}), in µs:")
    print(f"  {'stored':28}" + "".join(f"{stored:>12,}" for stored in STORED))
    for name in contestants[STORED[0]]:
        print(f"  {name:28}" + "".join(f"{medians[name, stored]:12,.0f}" for stored in STORED))
    said("ours / raw append", max(medians[Ours.name, stored] / medians[Raw.name, stored] for stored in STORED), 1.5)
    said("ours at 50,000 / at 100", medians[Ours.name, STORED[-1]] / medians[Ours.name, STORED[0]], 1.2)
    said("25 facts of one tap / one", max(medians[TAP, stored] / medians[Ours.name, stored] for stored in STORED), 2.0)
    for peer in (Sqlite.name, Stock.name):
        print(f"  {peer} / raw append: " + ", ".join(f"{medians[peer, stored] / medians[Raw.name, stored]:,.1f}" for stored in STORED))


def contest(root: Path, stored: int, line: bytes) -> dict[str, Callable[[], object]]:
    root.mkdir(parents=True)
    ours = Ours(root / "ours", stored)
    return {
        Raw.name: Raw(root, stored, line).one,
        Ours.name: ours.one,
        TAP: ours.tap,
        Sqlite.name: Sqlite(root, stored, line).one,
        Stock.name: Stock(root, stored, line).one,
    }


def take_turns(steps: Mapping[Key, Callable[[], object]], rounds: int = ROUNDS) -> dict[Key, float]:
    """The median of each in µs; each round begins with another, for the disk remembers who was before."""
    times: dict[Key, list[float]] = {key: [] for key in steps}
    keys = list(steps)
    for turn in range(rounds):
        for key in keys[turn % len(keys) :] + keys[: turn % len(keys)]:
            times[key].append(micros(steps[key]))
    return {key: statistics.median(each) for key, each in times.items()}


def bench_opening(root: Path) -> None:
    log = prepare_opening(root)
    times: dict[str, list[float]] = {"open": [], "parse": []}
    for _ in range(OPENINGS):
        for what, path in (("open", root / "journals"), ("parse", log)):
            forget_pages(root)
            out = subprocess.run([sys.executable, "-m", __spec__.name, "--measure", what, path], capture_output=True, check=True)
            times[what].append(float(out.stdout))
    ours, peer = statistics.median(times["open"]), statistics.median(times["parse"])
    size = log.stat().st_size / 2**20
    print(f"Open {FACTS:,} own facts and {SHEETS:,} sheets of {ENTRIES} facts, cold ({size:.0f} MiB), median of {OPENINGS}, in ms:")
    print(f"  journal (ours)              {ours:12,.0f}")
    print(f"  read and parse it as JSON   {peer:12,.0f}")
    said("ours / reading and parsing", ours / peer, 0.5)


def prepare_opening(root: Path) -> Path:
    """The journal, its facts recorded one by one as in life, and the same as lines of JSON."""
    shelf = shelf_with(root / "journals", 0, UnflushedPlaces)
    device = shelf.current()
    assert device
    for n in range(FACTS):
        device.record([draft(n)])
    documents = [dump_sheet(base(n)) for n in range(SHEETS)]
    for start in range(0, SHEETS, 100):
        device.take(Answer("e1", 0, 0, "e1:1", AT, (), tuple(documents[start : start + 100])))
    lines = device.unsent_lines(0, FACTS)
    shelf.close()
    log = root / "log.ndjson"
    log.write_bytes(b"\n".join([*lines, *(json.dumps(document, ensure_ascii=False).encode() for document in documents)]))
    return log


def base(n: int) -> Sheet:
    sheet_id = SheetId(f"0195a7c4-{n:04d}-7000-9000-000000000000")
    facts = (Fact(DeviceId("d2"), n * ENTRIES + k + 1, sheet_id, "project_recorded", 1, AT, BODY) for k in range(ENTRIES))
    return fold(new_sheet(sheet_id, "archive"), ((fact, Stamp(UserId("li"), fact.n, AT)) for fact in facts))


def forget_pages(root: Path) -> None:
    for path in (path for path in root.rglob("*") if path.is_file()):
        fd = os.open(path, os.O_RDONLY)
        os.posix_fadvise(fd, 0, 0, os.POSIX_FADV_DONTNEED)
        os.close(fd)


def measure(what: str, path: Path) -> float:
    return micros((lambda: Shelf(FilePlaces(path)).current()) if what == "open" else (lambda: parse(path))) / 1000


def parse(log: Path) -> list[object]:
    return [json.loads(line) for line in log.read_bytes().split(b"\n")]


def said(what: str, ratio: float, goal: float) -> None:
    print(f"  {what}: {ratio:.2f} (goal ≤ {goal}){'' if ratio <= goal else '  MISSED'}")


def main(arguments: Iterable[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--measure", nargs=2, metavar=("WHAT", "PATH"), help="one opening, in this process; prints ms")
    parser.add_argument("--only", choices=["recording", "opening"])
    asked = parser.parse_args(None if arguments is None else list(arguments))
    if asked.measure:
        print(measure(asked.measure[0], Path(asked.measure[1])))
        return
    root = Path(tempfile.mkdtemp(prefix="bench-store-"))
    try:
        if asked.only != "opening":
            bench_recording(root)
        if asked.only != "recording":
            bench_opening(root / "opening")
    finally:
        shutil.rmtree(root)


if __name__ == "__main__":
    main()
