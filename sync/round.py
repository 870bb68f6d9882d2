"""One round of sync, step by step, with no network in it: what is only here goes up, what changed at the office comes down."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta

from attrs import define, field

from field_app.domain.facts import FactKey, SheetId
from field_app.store.door import Answer, DeviceStore, Judged
from sync.protocol import (
    MARK_DIGITS,
    Cursor,
    EpochChanged,
    Frozen,
    Office,
    Offline,
    Reply,
    Request,
    TooMuch,
    WentBack,
    read_cursor,
    utc_now,
)

FLOOR, START, CAP = 25, 100, 200
MAX_DETOURS = 4
MAX_BATCH_BYTES = 240 * 1024  # below the packed limit even where packing gains nothing
WENT_BACK = "sync.office_went_back"  # the setting that remembers it over restarts, until a new epoch settles it


@define
class Pace:
    """How many facts go up at once: halved after two failures in a row, doubled on success."""

    size: int = START
    failures: int = 0

    def succeeded(self) -> None:
        self.failures = 0
        self.size = min(CAP, self.size * 2)

    def failed(self) -> None:
        self.failures += 1
        if self.failures >= 2:
            self.failures = 0
            self.size = max(FLOOR, self.size // 2)

    def refused(self) -> None:
        """The office said it was too much at once: no second try of the same size."""
        self.size = max(1, self.size // 2)


@define
class RoundOutcome:
    """What a round did. `office_went_back`: the office lost records it had; nothing was read down (F36). `skew`: how far this device's
    clock is before the office's, at least (F30).
    """

    requests: int = 0
    pushed: int = 0
    sheets: int = 0
    gone: int = 0
    office_went_back: bool = False
    skew: timedelta = timedelta(0)


@define
class _Round:
    office: Office
    device: DeviceStore
    pace: Pace
    now: Callable[[], datetime]
    outcome: RoundOutcome = field(factory=RoundOutcome)
    detours: int = 0

    def detour(self) -> None:
        """One more answer that sent us elsewhere; an office that does nothing else isn't asked for ever."""
        self.detours += 1
        if self.detours > MAX_DETOURS:
            raise Offline("the office contradicts itself")


async def sync_round(office: Office, device: DeviceStore, pace: Pace | None = None, now: Callable[[], datetime] = utc_now) -> RoundOutcome:
    """Ask until everything recorded here is at the office and everything it had for us is here.

    Raises OfficeTrouble or StoreTrouble where it stopped; what was answered until then is kept, and the next round goes on from there.
    """
    this = _Round(office, device, pace or Pace(), now)
    head = device.acknowledged()
    while True:
        request = _next_request(this, head)
        try:
            reply = await _ask(this, request)
        except EpochChanged as change:
            this.detour()
            # A restored office: nothing is deleted here; what it lost goes up again, then everything is read anew.
            device.reset_cursor(change.epoch)
            head = change.head
            continue
        except WentBack as back:
            this.detour()
            _note_going_back(device, request)
            head = back.head
            continue
        except TooMuch:
            if len(request.lines) <= 1:
                raise
            continue
        _keep(this, request, reply)
        head = reply.head
        if request.pull and not reply.more and not device.unsent_lines(head, 1):
            return this.outcome
        if _stopped_pulling(device) and not device.unsent_lines(head, 1):
            this.outcome.office_went_back = True
            return this.outcome


def _next_request(this: _Round, head: int) -> Request:
    device = this.device
    lines = _fitting(head, device.unsent_lines(head, this.pace.size))
    hash_there = device.chain_at(head)
    unsent = device.head()[0] - head
    return Request(
        cursor=device.cursor(),
        after=head,
        mark=hash_there.hex()[:MARK_DIGITS] if hash_there else "",
        holding=not device.cursor() and bool(device.held()),
        lines=lines,
        unsent=unsent - len(lines),
        photos=len(device.blobs.waiting()),
        pull=unsent <= len(lines) and not _stopped_pulling(device),
        sent_at=this.now() if lines else None,
    )


def _fitting(after: int, lines: list[bytes]) -> tuple[bytes, ...]:
    """As many of these lines as one request takes. Raises Frozen when the first that is wanted is no longer kept here."""
    size = 0
    for place, line in enumerate(lines):
        size += len(line) + 1
        is_next = line.startswith(b"[%d," % (after + 1 + place))
        if not is_next and not place:
            raise Frozen("the office lost what it had in its backup")
        if not is_next or (size > MAX_BATCH_BYTES and place):
            return tuple(lines[:place])
    return tuple(lines)


async def _ask(this: _Round, request: Request) -> Reply:
    this.outcome.requests += 1
    asked_at = this.now()
    try:
        reply = await this.office.sync(request)
    except Offline:
        this.pace.failed()
        raise
    except TooMuch:
        this.pace.refused()
        raise
    if request.lines:
        this.pace.succeeded()
    this.outcome.skew = _beyond(reply.time, asked_at, this.now())
    return reply


def _beyond(office: datetime, asked_at: datetime, answered_at: datetime) -> timedelta:
    """How far the office's time lies outside the one we waited: a slow line makes no clock wrong."""
    return max(asked_at - office, timedelta(0)) or min(answered_at - office, timedelta(0))


def _note_going_back(device: DeviceStore, request: Request) -> None:
    cursor = read_cursor(request.cursor)
    # Right after a restore the head is behind until all is pushed again; that was told by the epoch and is no news.
    if cursor.seq or cursor.within:
        device.keep_setting(WENT_BACK, cursor.epoch)


def _stopped_pulling(device: DeviceStore) -> bool:
    epoch = read_cursor(device.cursor()).epoch
    return bool(epoch) and device.setting(WENT_BACK) == epoch


def _keep(this: _Round, request: Request, reply: Reply) -> None:
    device, outcome = this.device, this.outcome
    device.take(_answer(device, request, reply))
    device.blobs.wanted(reply.wanted)
    outcome.pushed += max(0, reply.head - request.after)
    outcome.sheets += len(reply.documents)
    outcome.gone += len(reply.gone)


def _answer(device: DeviceStore, request: Request, reply: Reply) -> Answer:
    cursor = reply.cursor if request.pull else (request.cursor or str(Cursor(read_cursor(reply.cursor).epoch, 0)))
    return Answer(
        epoch=read_cursor(reply.cursor).epoch,
        head=reply.head,
        durable_seq=reply.durable_seq,
        cursor=cursor,
        at=reply.time,
        judged=_judged(device, reply),
        sheets=tuple(json.loads(document) for document in reply.documents),
        gone=tuple(SheetId(sheet) for sheet in reply.gone),
    )


def _judged(device: DeviceStore, reply: Reply) -> tuple[Judged, ...]:
    journal = device.identity.device
    notes = {n: (verdict, reason) for n, verdict, reason in reply.notes}
    return tuple(
        Judged(FactKey(journal, n + step), seq + step, *notes.get(n + step, ("ok", "")))  # type: ignore[arg-type]
        for n, seq, count in reply.ranges
        for step in range(count)
    )
