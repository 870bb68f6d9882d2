"""The exchange with the office as the app holds it: begun after the first screen, ended when somebody signs out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any, Protocol, cast

from attrs import frozen

from field_app.domain.days import SHANGHAI
from field_app.domain.errors import Words
from field_app.domain.facts import DeviceId, MalformedLine, SheetId, UserId, load_line
from field_app.domain.sheets import Entry, Stamp
from field_app.store.device import JournalledDevice
from field_app.store.door import Identity
from field_app.ui.doors import Doors, Proof
from field_app.ui.lines import Filter, Lines, read_lines, search_path
from field_app.ui.services import MissingPhotos, Offline, SetApart, Stopped, Sync, SyncState, SyncStatus


class Runner(Sync, Protocol):
    def start(self) -> None: ...

    async def stop(self) -> None: ...

    def online(self) -> None: ...


class Network(Protocol):
    """The office over the wire. `address` is where it is looked for, None where the page itself came from there."""

    address: str | None

    def origin(self) -> str:
        """Where the office is, as an address people can open."""

    async def sign_in(self, proof: Proof, known_token: str) -> Identity: ...

    async def sign_out(self, identity: Identity) -> None:
        """End the token. Quiet when the office can't be reached: the journal is gone all the same."""

    async def change_password(self, identity: Identity, old: str, new: str) -> None: ...

    async def confirm_wiped(self, token: str) -> bool:
        """Tell the office that nothing is left here. False when it couldn't be told; try again later."""

    def doors(self, identity: Identity) -> Doors: ...

    async def photo(self, identity: Identity, name: str) -> bytes: ...

    async def missing_photos(self, identity: Identity) -> tuple[MissingPhotos, ...]: ...

    async def read(self, identity: Identity, path: str) -> Mapping[str, Any]:
        """What the office says at this address."""

    def runner(self, device: JournalledDevice) -> Runner: ...


@frozen
class NotYet:
    """How things stand before the first round was tried."""

    state: SyncState = "idle"
    problem: Words | None = None
    photos: tuple[int, int] = (0, 0)


class Exchange:
    """The runner, begun after the first screen is drawn: what is imported for it must not delay local data."""

    def __init__(self, network: Network, device: JournalledDevice, wipe: Callable[[], object]) -> None:
        self._network, self._device, self._wipe = network, device, wipe
        self._runner: Runner | None = None
        self._listeners: list[Callable[[Any], None]] = []

    @property
    def status(self) -> SyncStatus:
        return self._runner.status if self._runner else NotYet()

    def watch(self, listener: Callable[[Any], None]) -> Callable[[], None]:
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def kick(self) -> None:
        if self._runner:
            self._runner.kick()

    def online(self) -> None:
        """The network is said to be back."""
        if self._runner:
            self._runner.online()

    def begin(self) -> None:
        self._runner = self._network.runner(self._device)
        self._runner.watch(self._tell)
        self._runner.start()
        self._tell(self._runner.status)

    async def end(self) -> None:
        if self._runner:
            await self._runner.stop()

    def _tell(self, status: object) -> None:
        for listener in tuple(self._listeners):
            listener(status)
        if self.status.state == "wiped":
            self._wipe()


@frozen(eq=False)
class PasswordDesk:
    """What only the office can do for who is signed in."""

    network: Network
    identity: Identity

    async def change_password(self, old: str, new: str) -> None:
        await self.network.change_password(self.identity, old, new)

    async def photo(self, name: str) -> bytes:
        return await self.network.photo(self.identity, name)

    async def search(self, typed: str) -> Lines:
        return _lines(await self.network.read(self.identity, search_path(typed)))

    async def list(self, wanted: Filter) -> Lines:
        return _lines(await self.network.read(self.identity, wanted.path()))

    async def document(self, sheet: SheetId) -> Mapping[str, Any]:
        said = await self.network.read(self.identity, f"/v1/sheets/{sheet}")
        if not isinstance(said.get("sheet"), dict):
            raise Offline("no answer of our office")
        return cast("Mapping[str, Any]", said["sheet"])

    async def missing_photos(self) -> tuple[MissingPhotos, ...]:
        return await self.network.missing_photos(self.identity)

    async def stopped(self) -> tuple[Stopped, ...]:
        said = await self.network.read(self.identity, "/v1/stopped-devices")
        try:
            return tuple(Stopped(UserId(one["user"]), str(one["name"]), str(one["tag"])) for one in said["stopped"])
        except (TypeError, LookupError) as problem:
            raise Offline("no answer of our office") from problem

    async def set_apart(self) -> tuple[SetApart, ...]:
        said = await self.network.read(self.identity, "/v1/set-apart")
        try:
            return tuple(map(_record, said["records"]))
        except (TypeError, ValueError, LookupError, OverflowError, OSError) as problem:
            raise Offline("no answer of our office") from problem


def _record(said: Mapping[str, Any]) -> SetApart:
    by, device, at = UserId(said["user"]), DeviceId(said["device"]), datetime.fromtimestamp(said["received_at"], SHANGHAI)
    entry: Entry[Any] | None = None
    with suppress(MalformedLine):  # nobody can read it: it is shown as it came
        entry = Entry(load_line(device, str(said["line"]).encode()), Stamp(by, int(said["seq"]), at, "refused"))
    number, sheet = str(said["number"]), SheetId(said["sheet"])
    return SetApart(int(said["seq"]), by, str(said["name"]), device, at, str(said["reason"]), sheet, number, str(said["line"]), entry)


def _lines(said: Mapping[str, Any]) -> Lines:
    try:
        return read_lines(said)
    except (ValueError, TypeError, LookupError) as problem:
        raise Offline("no answer of our office") from problem
