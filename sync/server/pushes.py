"""A push: facts of one journal as they come, what is made of them, and what the log says already of that journal."""

from datetime import datetime
from typing import NamedTuple

from attrs import frozen
from sqlalchemy import Connection, select

from field_app.domain.facts import DeviceId, chain, chain_start
from sync.protocol import MARK_DIGITS
from sync.server import tables
from sync.server.verdicts import Line


@frozen
class Push:
    """The facts of one request after `after`, parsed. `mark` begins the chain hash there, empty where the phone keeps it no longer.

    `by_hand`: an administrator brings what a phone could not send; that its session has ended is no reason against it.
    """

    device: DeviceId
    after: int
    mark: str
    lines: tuple[Line, ...]
    received_at: datetime
    sent_at: datetime | None = None
    seen: int | None = None
    by_hand: bool = False


class Judged(NamedTuple):
    n: int
    seq: int
    verdict: str
    reason: str


@frozen
class Appended:
    """The device's head after a push, and what was made of each fact in it, those known before included."""

    head: int
    judged: tuple[Judged, ...]


@frozen
class Committed:
    """What a commit changed: up to `seq`, for these readers, by these devices."""

    seq: int
    readers: frozenset[str]
    devices: frozenset[DeviceId]


def hash_at(connection: Connection, company: str, device: DeviceId, n: int) -> bytes:
    """The chain hash after fact n of a journal, which must be known."""
    if n == 0:
        return chain_start(device)
    f = tables.facts.c
    return bytes(connection.execute(select(f.hash).where(f.company == company, f.device == device, f.n == n)).scalar_one())


def hashes_agree(connection: Connection, company: str, push: Push, head_n: int, head_hash: bytes) -> bool:
    """True unless what this journal says of facts we know differs from what it said before."""
    here = head_hash if push.after == head_n else hash_at(connection, company, push.device, push.after)
    if push.mark and here.hex()[:MARK_DIGITS] != push.mark:
        return False
    known = push.lines[: head_n - push.after]
    if not known:
        return True
    for line in known:
        here = chain(here, line.raw)
    return here == (head_hash if known[-1].n == head_n else hash_at(connection, company, push.device, known[-1].n))


def judged_before(connection: Connection, company: str, device: DeviceId, after: int, until: int) -> tuple[Judged, ...]:
    """What was made of facts after < n <= until when they came the first time."""
    f = tables.facts.c
    question = select(f.n, f.seq, f.verdict, f.reason).where(f.company == company, f.device == device, f.n > after, f.n <= until)
    return tuple(Judged(row.n, row.seq, row.verdict, row.reason) for row in connection.execute(question.order_by(f.n)))
