"""What a phone and the office say to each other, and its limits; `wire` has the bytes. Both sides import this, neither imports the other.

`POST /v1/sync` is the whole conversation of a round. NDJSON both ways, gzip where it pays; a header line, then lines:

    phone   {"p":1,"c":"k3x9mt:1234","n":31,"h":"0a1b2c3d","a":"0.1.0"}    then the exact lines of facts 32, 33, …
    office  {"p":1,"c":"k3x9mt:1240","head":33,"time":1795422158123, …}    then one sheet document a line

Every request carries all it needs and may be repeated: facts at or before the head are known already and only judged again.
`p` marks both the version and that it is the office who speaks: a page that answers 200 without it is a captive portal.

Troubles, each a status and a body `{"p":1,"error":…}`:

OfficeTrouble
  ├─ Offline         nothing that speaks our protocol answered; go on, try again later
  ├─ SignedOut       401: this token has ended (`wipe`: what is here belongs to a lost device)
  ├─ Frozen          409: the journal forked (a cloned phone); nothing of it is accepted any more
  ├─ EpochChanged    409: the office was restored; read down from the start, push again after its head
  ├─ WentBack        409: the office knows less than it said before, in the same epoch; read nothing, tell people
  ├─ TooMuch         413: send less at once
  ├─ UpgradeNeeded   426: this app is too old to understand the answer
  └─ Refused         any other refusal, with words of a rule (`reason`), and `wait_seconds` where waiting helps
"""

import json
from datetime import datetime, timedelta, timezone
from typing import Any, Protocol

from attrs import frozen

from field_app.domain.facts import encode

PROTOCOL_1 = 1  # the first: facts up, sheets down, one request a round
PROTOCOL = PROTOCOL_1

APP_VERSION = "0.1.0"

MAX_FACTS = 500
MAX_LINE = 64 * 1024
MAX_PACKED = 256 * 1024
MAX_UNPACKED = 1024 * 1024
WORTH_PACKING = 500
MARK_DIGITS = 8  # of the chain hash: enough to see a fork, short enough to say in every round

# A device whose clock is further from the office's is wrong: its records stand out, and it says so to its owner (F30).
CLOCK_TOLERANCE = timedelta(minutes=10)

# Sheets in one answer: by count and by bytes, so that a weak line gets a page through before it breaks.
MAX_SHEETS = 200
MAX_SHEET_BYTES = 768 * 1024


class OfficeTrouble(Exception):
    """The office did not take part in the round as asked; the kinds are drawn above."""

    status = 500
    kind = ""

    def told(self) -> dict[str, Any]:
        """What the body of the answer says beside the kind."""
        return {}


class Offline(OfficeTrouble):
    status, kind = 503, "offline"


class SignedOut(OfficeTrouble):
    status, kind = 401, "signed_out"

    def __init__(self, *, wipe: bool = False) -> None:
        super().__init__("wipe" if wipe else "ended")
        self.wipe = wipe

    def told(self) -> dict[str, Any]:
        return {"wipe": True} if self.wipe else {}


class Frozen(OfficeTrouble):
    status, kind = 409, "frozen"


class EpochChanged(OfficeTrouble):
    status, kind = 409, "epoch"

    def __init__(self, epoch: str, head: int) -> None:
        super().__init__(f"{epoch}, head {head}")
        self.epoch, self.head = epoch, head

    def told(self) -> dict[str, Any]:
        return {"epoch": self.epoch, "head": self.head}


class WentBack(OfficeTrouble):
    """`head` is the last fact of this journal the office knows, so `head + 1` is wanted next."""

    status, kind = 409, "behind"

    def __init__(self, head: int) -> None:
        super().__init__(f"head {head}")
        self.head = head

    def told(self) -> dict[str, Any]:
        return {"head": self.head}


class TooMuch(OfficeTrouble):
    status, kind = 413, "too_much"


class UpgradeNeeded(OfficeTrouble):
    status, kind = 426, "upgrade"


class Refused(OfficeTrouble):
    status, kind = 400, "refused"

    def __init__(self, reason: str, *, status: int = 400, wait_seconds: int = 0) -> None:
        super().__init__(reason)
        self.reason, self.status, self.wait_seconds = reason, status, wait_seconds

    def told(self) -> dict[str, Any]:
        return {"reason": self.reason} | ({"wait": self.wait_seconds} if self.wait_seconds else {})


def trouble_body(trouble: OfficeTrouble) -> bytes:
    """The answer's body for a trouble."""
    return encode({"p": PROTOCOL, "error": trouble.kind, **trouble.told()})


def trouble_said(status: int, body: bytes) -> OfficeTrouble:
    """The trouble an answer tells of; Offline when it isn't our office who speaks."""
    try:
        said = json.loads(body)
        kind = said["error"] if said["p"] else ""
    except (ValueError, TypeError, KeyError, RecursionError):
        return Offline(f"status {status}")
    match kind:
        case "signed_out":
            return SignedOut(wipe=bool(said.get("wipe")))
        case "frozen":
            return Frozen()
        case "epoch":
            return EpochChanged(str(said.get("epoch")), whole(said.get("head")))
        case "behind":
            return WentBack(whole(said.get("head")))
        case "too_much":
            return TooMuch()
        case "upgrade":
            return UpgradeNeeded()
        case "refused":
            return Refused(str(said.get("reason")), status=status, wait_seconds=whole(said.get("wait")))
    return Offline(f"status {status}")


def whole(value: Any) -> int:
    """The number that was said, 0 for anything else."""
    return value if type(value) is int else 0


class Malformed(ValueError):
    """These bytes are not what the protocol says; the message tells the line."""


@frozen
class Cursor:
    """How far down a device has read: everything at or before `seq`, of position `seq` itself up to sheet `within`."""

    epoch: str = ""
    seq: int = 0
    within: str = ""

    def __str__(self) -> str:
        if not self.epoch:
            return ""
        return f"{self.epoch}:{self.seq}" + (f":{self.within}" if self.within else "")


def read_cursor(text: str) -> Cursor:
    """The cursor a text stands for. Malformed when it is none."""
    if not text:
        return Cursor()
    epoch, _, rest = text.partition(":")
    seq, _, within = rest.partition(":")
    if not (epoch and text.isascii() and text.isprintable() and seq.isdigit() and len(seq) < 19):
        raise Malformed("cursor: epoch:seq expected")
    return Cursor(epoch, int(seq), within)


@frozen
class Request:
    """One round's question. `lines` are the facts after `after`; `mark` begins the chain hash there.

    `pull` is False while more facts follow: sheets come down once, with the last of them. `holding` says that there are
    sheets here although it reads from the start (after a restore), so that it must be told of those it may not keep.
    """

    cursor: str
    after: int
    mark: str
    lines: tuple[bytes, ...] = ()
    unsent: int = 0
    pull: bool = True
    holding: bool = False
    sent_at: datetime | None = None
    app: str = APP_VERSION
    photos: int = 0  # still to be sent after the facts


@frozen
class Reply:
    """One round's answer. `ranges` are (n, seq, count) of facts judged, `notes` (n, verdict, reason) of those not ok."""

    cursor: str
    head: int
    time: datetime
    durable_seq: int = 0
    ranges: tuple[tuple[int, int, int], ...] = ()
    notes: tuple[tuple[int, str, str], ...] = ()
    documents: tuple[bytes, ...] = ()
    gone: tuple[str, ...] = ()
    more: bool = False
    wanted: tuple[str, ...] = ()  # photos the office had and asks for again


class Office(Protocol):
    """The office as a phone sees it."""

    async def sync(self, request: Request) -> Reply:
        """One round trip. Raises OfficeTrouble; then nothing is known of what the office did with the facts."""


def utc_now() -> datetime:
    return datetime.now(timezone.utc)  # noqa: UP017 - datetime.UTC and this are one object; this reads as what it is


def millis(at: datetime) -> int:
    return round(at.timestamp() * 1000)


def instant(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, timezone.utc)  # noqa: UP017
