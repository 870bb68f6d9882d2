"""What screens may ask for. `field_app.main` builds it; screens get it with `use_services()`.

OfficeTrouble
  ├─ Offline         the office was not reached, or something else answered in its place
  ├─ WrongPassword   account and password don't go together
  ├─ WrongCode       no such one-time code, or it is used or over
  ├─ SecondFactorNeeded  the code of the authenticator app is missing or wrong
  ├─ PasswordTooShort
  ├─ NotDone         the office knows nobody or nothing of the kind any more, or not for this person
  └─ TooManyTries    wait, then try again
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal, Protocol

import flet as ft
from attrs import field, frozen

from field_app.domain.days import day_of
from field_app.domain.errors import Words
from field_app.domain.facts import DeviceId, Draft, Exception_, Fact, SheetId, SheetKind, UserId, type_of
from field_app.domain.person import Account, account
from field_app.domain.policy import Policy, in_force
from field_app.domain.repair.arrival import Place
from field_app.domain.repair.dispatch import earlier_of
from field_app.domain.repair.version import applied
from field_app.domain.sheets import Entry, Ground, Sheet, decide, new_sheet
from field_app.store.door import DeviceStore, Identity
from field_app.ui import till
from field_app.ui.doors import Doors, Proof
from field_app.ui.lines import Filter, Lines
from field_app.ui.numbering import Numbered, next_number, remember
from field_app.ui.state.appearance import Appearance
from field_app.ui.state.lock import PinLock
from field_app.ui.state.log import Log
from field_app.ui.state.notices import Notices
from field_app.ui.state.window import Window

_KEY = "services"


class OfficeTrouble(Exception):
    """The office could not do what was asked; nothing is lost by it."""


class Offline(OfficeTrouble):
    pass


class WrongPassword(OfficeTrouble):
    pass


class WrongCode(OfficeTrouble):
    pass


class SecondFactorNeeded(OfficeTrouble):
    pass


class PasswordTooShort(OfficeTrouble):
    pass


class NotDone(OfficeTrouble):
    pass


class TooManyTries(OfficeTrouble):
    """`wait_seconds` until the next try is looked at."""

    def __init__(self, wait_seconds: int) -> None:
        super().__init__(f"wait {wait_seconds} s")
        self.wait_seconds = wait_seconds


class PhotoMissing(OfficeTrouble):
    """The office doesn't have this photo, or no longer shows it to this person."""


class NoPicture(Exception):
    """What was chosen is no photo this device can read, or too `large` a one."""

    def __init__(self, *, large: bool = False) -> None:
        super().__init__("large" if large else "kind")
        self.large = large


@frozen
class Shrunk:
    """A picture made small enough to keep and send. `taken_at` is what its file said."""

    data: bytes
    width: int
    height: int
    taken_at: datetime | None = None


SyncState = Literal["idle", "sending", "offline", "signed_out", "wiped", "frozen", "trouble"]


class SyncStatus(Protocol):
    """How things stand with the office. `idle` is reached and nothing under way; `problem` is a sentence for people."""

    @property
    def state(self) -> SyncState: ...

    @property
    def problem(self) -> Words | None: ...

    @property
    def photos(self) -> tuple[int, int]:
        """How many are sent of how many since the queue was last empty."""


class Sync(Protocol):
    """The exchange with the office, which goes on by itself."""

    @property
    def status(self) -> SyncStatus: ...

    def watch(self, listener: Callable[[Any], None]) -> Callable[[], None]:
        """Tell `listener` of every new status until the returned function is called."""

    def kick(self) -> None:
        """A person asked: make a round now."""


@frozen
class MissingPhotos:
    """Photos one person's phones still hold, or have lost."""

    sheet: SheetId
    user: UserId
    count: int
    since: datetime


@frozen
class Stopped:
    """A device whose records no longer fit those at the office: it was copied, or set back (F13)."""

    user: UserId
    name: str
    tag: str


@frozen
class SetApart:
    """A record the office did not accept. `entry` is None for what no app can read: `raw` is
    how it came. `number` is its sheet's, empty where there is none."""

    seq: int
    by: UserId
    name: str
    device: DeviceId
    received_at: datetime
    reason: str
    sheet: SheetId
    number: str
    raw: str
    entry: Entry[Any] | None


class Office(Protocol):
    """What can only be asked while the network is there. Raises OfficeTrouble."""

    async def change_password(self, old: str, new: str) -> None: ...

    async def photo(self, name: str) -> bytes:
        """A photo of a sheet in sight. Raises PhotoMissing while it hasn't come."""

    async def search(self, typed: str) -> Lines:
        """The newest sheets of everything one may see in which every word typed occurs."""

    async def list(self, wanted: Filter) -> Lines:
        """One page of the service records one may see."""

    async def document(self, sheet: SheetId) -> Mapping[str, Any]:
        """A sheet as the office has it, for `store.hold`. Raises NotDone for one that isn't, or isn't for this person."""

    async def missing_photos(self) -> tuple[MissingPhotos, ...]:
        """What was told of long ago and hasn't come, of every sheet in sight (F43)."""

    async def stopped(self) -> tuple[Stopped, ...]:
        """Devices that may not go on until their people sign in anew, for who looks after the cases. Raises NotDone for anybody else."""

    async def set_apart(self) -> tuple[SetApart, ...]:
        """What was not accepted, the newest first, for who looks after the cases. Raises NotDone for anybody else."""


@frozen(eq=False)
class Entrance:
    """What the sign-in page may ask for. `address` is the office's, None where the page itself came from there; `code` is a one-time
    code the app was opened with; `go_on` leads back to the journal that is still here, without the office; `was_wiped` tells that the
    office had this device cleared, `was_cleared` that the browser did (F10).
    """

    appearance: Appearance
    notices: Notices
    log: Log
    sign_in: Callable[[Proof, str | None], Awaitable[None]]
    device_label: str
    login: str = ""
    code: str = ""
    address: str | None = None
    unsent: int = 0
    damaged: bool = False
    was_wiped: bool = False
    was_cleared: bool = False
    go_on: Callable[[], None] | None = None


@frozen(eq=False)
class Locked:
    """What the lock screen may ask for: whose journal it is, its lock, and the two ways on."""

    name: str
    lock: PinLock
    appearance: Appearance
    open: Callable[[], None]
    sign_in: Callable[[], None]


@frozen(eq=False)
class Services:
    """One signed-in person's app."""

    store: DeviceStore
    sync: Sync
    office: Office
    appearance: Appearance
    notices: Notices
    log: Log
    window: Window
    clock: Callable[[], datetime]
    make_id: Callable[[], SheetId]
    go: Callable[[str], None]
    launch: Callable[[str], Awaitable[None]]
    save_file: Callable[[str, bytes], Awaitable[None]]
    pick_file: Callable[[tuple[str, ...]], Awaitable[tuple[str, bytes] | None]]
    share_file: Callable[[str, bytes], Awaitable[None]]
    paper_font: Callable[[], Awaitable[Path]]
    origin: Callable[[], str]
    sign_out: Callable[[], Awaitable[None]]
    sign_in_again: Callable[[], None]
    protected: Callable[[], Awaitable[bool | None]]
    doors: Doors
    lock: PinLock
    shrink: Callable[[bytes], Awaitable[Shrunk]]
    whereabouts: Callable[[], Awaitable[Place | None]]
    ring: Callable[[], None]
    keeps_nothing: bool = False
    version: str = ""
    flushes: set[Callable[[], None]] = field(factory=set)

    @property
    def me(self) -> Identity:
        return self.store.identity

    def now(self) -> datetime:
        return self.clock()

    def today(self) -> date:
        return day_of(self.clock())

    def policy(self, on: date | None = None) -> Policy | None:
        """The company's rules in force on a day, today's where none is named (P9.1)."""
        sheet = self.store.sheet(self.me.policy_sheet)
        return in_force(sheet, on or self.today()) if sheet else None

    def policy_for(self, case: Sheet) -> Policy | None:
        """The company's rules a case goes by: those it began with, today's where it hasn't begun (P9.1)."""
        return applied(case, self.store.sheet(self.me.policy_sheet), self.now())

    def ground(self, case: Sheet) -> Ground:
        return Ground(self.now(), self.me.user, self.me.roles, self.policy_for(case))

    def record(self, sheet_id: SheetId, *bodies: object, exception: Exception_ | None = None) -> tuple[Fact, ...]:
        """Ask the gates, keep the facts on this device, then let them go to the office. Raises RuleBroken and StoreTrouble."""
        return self.record_all({sheet_id: bodies}, exception=exception)

    def record_all(self, bodies: Mapping[SheetId, Sequence[object]], *, exception: Exception_ | None = None) -> tuple[Fact, ...]:
        """One tap that writes on several sheets: all of these facts or none, in one flush. Raises RuleBroken and StoreTrouble."""
        drafts = [draft for sheet_id, some in bodies.items() for draft in self._decided(sheet_id, some, exception)]
        remember(self.store, drafts)
        facts = self.store.record(drafts)
        till.remember(self.store, facts)
        self.sync.kick()
        return facts

    def _decided(self, sheet_id: SheetId, bodies: Sequence[object], exception: Exception_ | None) -> tuple[Draft, ...]:
        sheet = self.store.sheet(sheet_id) or new_sheet(sheet_id, type_of(bodies[0]).kind)
        return decide(sheet, *bodies, ground=self.ground(sheet), exception=exception)

    def next_number(self, kind: Numbered) -> str:
        """The number of the next sheet opened here (P1.5)."""
        return next_number(self.store, kind, self.today())

    def earlier_of(self, sheet: Sheet) -> tuple[SheetId, ...]:
        """Finished sheets of the same project, to go along with this one (P2.2)."""
        return earlier_of(sheet, self.store.sheets("repair"))

    def new_sheet_id(self) -> SheetId:
        return self.make_id()

    @property
    def people(self) -> tuple[Account, ...]:
        """Everyone this device knows, by name."""
        found = (account(sheet) for sheet in self.store.sheets("person"))
        return tuple(sorted((one for one in found if one), key=lambda one: one.name))

    def person(self, user: UserId) -> Account | None:
        sheet = self.store.sheet(SheetId(user))
        return account(sheet) if sheet else None

    def name_of(self, user: UserId) -> str:
        """A person's name, or the id where this device doesn't know the person."""
        if user == self.me.user:
            return self.me.name
        known = self.person(user)
        return known.name if known else user

    def sheet(self, sheet_id: SheetId) -> Sheet | None:
        return self.store.sheet(sheet_id)

    def sheet_or_new(self, sheet_id: SheetId, kind: SheetKind) -> Sheet:
        """The sheet, an empty one where it isn't begun."""
        return self.store.sheet(sheet_id) or new_sheet(sheet_id, kind)

    def flush(self) -> None:
        """Keep every half-filled form now: the app may be about to be put away."""
        for keep in tuple(self.flushes):
            keep()


def provide(page: ft.Page, services: Services) -> None:
    """The services of everything drawn on this page from now on."""
    page.session.store.set(_KEY, services)


def use_services() -> Services:
    """What this page's screens may ask for. Also works in handlers."""
    found = ft.context.page.session.store.get(_KEY)
    assert isinstance(found, Services)  # noqa: S101  (the shell provides them before any screen is drawn)
    return found
