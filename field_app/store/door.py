"""The one door to what the device remembers. Screens and sync know this and nothing behind it.

StoreTrouble
  ├─ StorageFull      nothing was recorded; free some space, then save again
  ├─ StoreBroken      the medium failed a write or a flush: this journal takes nothing more until it is opened again
  ├─ AlreadyOpen      another tab or process holds this journal
  ├─ Damaged          damage in the middle of the journal; what could be read is kept aside and healed from the office
  ├─ LostTail         the office has facts of this journal that are gone here: the device must be enrolled anew
  ├─ NoStorage        no place to keep anything: no secure page, a browser without a private file system, storage refused
  └─ Unsent           signing out would lose what is recorded here only
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, Protocol

from attrs import field, frozen

from field_app.domain.facts import DeviceId, Draft, Fact, FactKey, Role, SheetId, SheetKind, UserId
from field_app.domain.sheets import Sheet, Verdict


class StoreTrouble(Exception):
    """The device could not keep something. Never swallowed: the screen says so and keeps what was typed."""


class StorageFull(StoreTrouble):
    pass


class StoreBroken(StoreTrouble):
    pass


class AlreadyOpen(StoreTrouble):
    pass


class Damaged(StoreTrouble):
    pass


class NoStorage(StoreTrouble):
    pass


class LostTail(StoreTrouble):
    pass


class Unsent(StoreTrouble):
    pass


@frozen
class Identity:
    """Whose journal this is, as the office gave it out. `tag` stands in the sheet numbers made here (P1.5).

    `heads` is the last n the office had of each of this person's earlier journals: what it has is not rescued a second time.
    `marks` begin the chain hash there: where another stands here, the journal was cloned, and the office has the other's facts.
    """

    device: DeviceId
    user: UserId
    name: str
    roles: frozenset[Role]
    tag: str
    token: str
    policy_sheet: SheetId
    heads: tuple[tuple[DeviceId, int], ...] = ()
    marks: tuple[tuple[DeviceId, str], ...] = ()


@frozen
class Judged:
    """What the office made of one of our facts."""

    key: FactKey
    seq: int
    verdict: Verdict
    reason: str = ""


@frozen
class Change:
    """What has changed: sheets by id, or the state of sending (unsent count, verdicts, cursor)."""

    sheets: frozenset[SheetId] = frozenset()
    sending: bool = False


@frozen
class Answer:
    """The body of one round's answer, as far as the device keeps it. All of it is one journal record: all or none."""

    epoch: str
    head: int
    durable_seq: int
    cursor: str
    at: datetime
    judged: tuple[Judged, ...] = ()
    sheets: tuple[Mapping[str, Any], ...] = ()
    gone: tuple[SheetId, ...] = ()


@frozen
class BlobCount:
    """How many of this journal's photos stand how; `failed` are those that can't come to the office any more."""

    waiting: int = 0
    arrived: int = 0
    failed: int = 0


@frozen
class Sending:
    """Where what was recorded here is: still only here, or at the office."""

    unsent: int
    sent: int
    last_contact: datetime | None
    refused: tuple[Judged, ...] = field(default=())
    photos: BlobCount = BlobCount()


# kept: in a half-filled form · waiting: named by a fact, not yet at the office · arrived · refused by the office · lost on this device
BlobState = Literal["kept", "waiting", "arrived", "refused", "lost"]


class BlobStore(Protocol):
    """The photos of one journal, by the SHA-256 of their bytes. Kept until the office has them in a verified backup."""

    async def keep(self, data: bytes) -> str:
        """Its name; durable when it returns. Raises StoreTrouble; then nothing was kept."""

    async def read(self, name: str) -> bytes | None:
        """The whole photo, or None: it isn't here, or is damaged."""

    def state(self, name: str) -> BlobState | None:
        """None for a photo of another device, or one let go of since."""

    def waiting(self) -> tuple[str, ...]:
        """What is to be sent, oldest first."""

    def count(self) -> BlobCount: ...

    def arrived(self, name: str, seq: int) -> None:
        """The office has it; its log stood at `seq`."""

    def refused(self, name: str) -> None:
        """The office can't take it: it isn't offered again unless it is asked for."""

    def lost(self, name: str) -> None:
        """It was to be sent and can't be read here any more."""

    def wanted(self, names: Iterable[str]) -> None:
        """The office asks for these again."""


class DeviceStore(Protocol):
    """Everything on one device of one person. Single-threaded; every call that changes something is on disk before it returns."""

    @property
    def identity(self) -> Identity: ...

    @property
    def blobs(self) -> BlobStore: ...

    def record(self, drafts: Sequence[Draft]) -> tuple[Fact, ...]:
        """All of these facts or none, in one flush. Raises StoreTrouble; then nothing was recorded."""

    def sheet(self, sheet_id: SheetId) -> Sheet | None:
        """The office's sheet with own facts laid on that it has not in it yet. Cached until either changes."""

    def sheets(self, kind: SheetKind) -> tuple[Sheet, ...]:
        """Every sheet of this kind on the device."""

    def sending(self) -> Sending: ...

    def draft(self, key: str) -> Mapping[str, Any] | None:
        """A half-filled form, as it was last kept."""

    def keep_draft(self, key: str, values: Mapping[str, Any]) -> None: ...

    def drop_draft(self, key: str) -> None: ...

    def setting(self, key: str) -> Any: ...

    def keep_setting(self, key: str, value: Any) -> None: ...

    def watch(self, listener: Callable[[Change], None]) -> Callable[[], None]:
        """Tell `listener` of every change after it is on disk, until the returned function is called."""

    def cursor(self) -> str:
        """How far down this device has read, `epoch:seq`, empty at first."""

    def unsent_lines(self, after: int, limit: int) -> list[bytes]:
        """The exact lines of own facts n > `after`, oldest first, at most `limit`."""

    def head(self) -> tuple[int, bytes]:
        """The last own fact's n and chain hash: (0, chain_start) before the first."""

    def chain_at(self, n: int) -> bytes | None:
        """The chain hash after own fact `n`; None when it is no longer kept."""

    def acknowledged(self) -> int:
        """The n up to which the office said it has our facts."""

    def take(self, answer: Answer) -> None:
        """Keep one round's answer: mark, verdicts, sheets, cursor; drop sheets that are gone and own facts that are durable."""

    def hold(self, document: Mapping[str, Any]) -> None:
        """Keep a sheet that was asked for by itself, unless a newer one is here. From now on it follows like all others."""

    def reset_cursor(self, epoch: str) -> None:
        """A restored office: read down from the start again; own facts and sheets stay until the answers replace them."""

    def held(self) -> Mapping[SheetId, int]:
        """The office's version of every sheet that came down and is still here."""

    def export(self) -> bytes:
        """What was recorded and half-filled here, as one JSON document to be carried to the office by hand. No token in it."""

    async def rescue(self) -> bytes:
        """`export` with the photos the office doesn't have, as far as they fit into one file, and the names of those left out."""

    def close(self) -> None: ...
