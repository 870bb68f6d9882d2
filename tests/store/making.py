"""What the store's tests are made of: a person's identity, small facts, an office that answers, and journals to break."""

from collections.abc import Iterable
from datetime import datetime, timedelta, timezone

from field_app.domain.archive import DirectionsNoted
from field_app.domain.facts import DeviceId, Draft, FactKey, SheetId, UserId, chain, chain_start, load_line
from field_app.domain.sheets import Sheet, Stamp, apply, dump_sheet, new_sheet
from field_app.store.door import Answer, DeviceStore, Identity, Judged
from field_app.store.journal import Journal, Slots, open_journal
from field_app.store.memory import Faults, MemorySlot

MORNING = datetime(2026, 3, 2, 8, 30, tzinfo=timezone(timedelta(hours=8)))
POLICY = SheetId("policy")


def identity(device: str = "wang1", user: str = "wang") -> Identity:
    return Identity(DeviceId(device), UserId(user), "王工", frozenset({"technician"}), "W1", "token", POLICY)


def directions(text: str = "左转", sheet: str = "s1") -> Draft:
    return Draft(SheetId(sheet), DirectionsNoted(text), MORNING)


def texts(sheet: Sheet | None) -> list[str]:
    return [entry.body.text for entry in sheet.live(DirectionsNoted)] if sheet else []


def memory_slots(a: bytes = b"", b: bytes = b"", faults: Faults | None = None) -> tuple[MemorySlot, MemorySlot]:
    faults = faults or Faults()
    return MemorySlot(a, faults), MemorySlot(b, faults)


def restarted(slots: tuple[MemorySlot, MemorySlot]) -> tuple[MemorySlot, MemorySlot]:
    return memory_slots(slots[0].read(), slots[1].read())


def opened(slots: Slots) -> tuple[Journal, list[bytes]]:
    journal, contents = open_journal(slots)
    return journal, [contents.data[start:end] for start, end in contents.spans]


class FakeOffice:
    """Keeps lines in the order they come, folds them into sheets, and answers rounds the way the server does."""

    def __init__(self, epoch: str = "e1") -> None:
        self.epoch = epoch
        self.log: list[tuple[DeviceId, bytes]] = []
        self.sheets: dict[SheetId, Sheet] = {}
        self.durable = 0
        self.taken_away: set[SheetId] = set()

    def head(self, device: DeviceId) -> int:
        return sum(1 for known, _ in self.log if known == device)

    def chain_of(self, device: DeviceId) -> bytes:
        hashed = chain_start(device)
        for known, line in self.log:
            if known == device:
                hashed = chain(hashed, line)
        return hashed

    def receive(self, device: DeviceId, lines: Iterable[bytes], by: str = "wang", refuse: bool = False) -> tuple[Judged, ...]:
        """Append lines that follow the head, judge them all."""
        judged = []
        for line in lines:
            fact = load_line(device, line)
            if fact.n <= self.head(device):
                continue
            assert fact.n == self.head(device) + 1
            self.log.append((device, line))
            seq, verdict = len(self.log), "refused" if refuse else "ok"
            judged.append(Judged(FactKey(device, fact.n), seq, verdict, "not yours to record" if refuse else ""))
            if not refuse:
                before = self.sheets.get(fact.sheet, new_sheet(fact.sheet, "archive"))
                self.sheets[fact.sheet] = apply(before, fact, Stamp(UserId(by), seq, MORNING))
        return tuple(judged)

    def answer(self, device: DeviceStore, judged: Iterable[Judged] = (), pull: bool = True) -> Answer:
        known = device.cursor()
        since = int(known.partition(":")[2]) if known.startswith(self.epoch + ":") else 0
        seen = [sheet for sheet in self.sheets.values() if sheet.version > since and sheet.id not in self.taken_away]
        return Answer(
            epoch=self.epoch,
            head=self.head(device.identity.device),
            durable_seq=self.durable,
            cursor=f"{self.epoch}:{len(self.log)}" if pull else known,
            at=MORNING,
            judged=tuple(judged),
            sheets=tuple(map(dump_sheet, seen)) if pull else (),
            gone=tuple(sorted(self.taken_away)) if pull else (),
        )

    def round(self, device: DeviceStore, *, refuse: bool = False) -> None:
        """A whole round: everything unsent up, everything new down."""
        device_id = device.identity.device
        lines = device.unsent_lines(self.head(device_id), 10_000)
        device.take(self.answer(device, self.receive(device_id, lines, refuse=refuse)))
