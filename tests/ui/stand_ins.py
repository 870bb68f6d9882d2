"""What stands in for the office, the network and the clock while the app runs without a browser."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from attrs import evolve

from field_app.domain.days import SHANGHAI
from field_app.domain.errors import Words
from field_app.domain.facts import DeviceId, Role, UserId
from field_app.domain.policy import POLICY_SHEET
from field_app.exchange import NotYet
from field_app.store.device import JournalledDevice
from field_app.store.door import Identity
from field_app.ui import doors
from field_app.ui import services as ui
from field_app.ui.services import SyncState

NOW = datetime(2026, 11, 23, 9, 42, tzinfo=SHANGHAI)


def identity(user: str, name: str, *roles: Role, device: str = "D1", tag: str = "A7") -> Identity:
    return Identity(DeviceId(device), UserId(user), name, frozenset(roles), tag, "token", POLICY_SHEET)


class Clock:
    """Time that moves when it is told to."""

    def __init__(self, at: datetime = NOW) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def later(self, **by: float) -> None:
        self.at += timedelta(**by)


class FakeRunner:
    """An exchange with an office that is as reachable as the test says."""

    def __init__(self, state: SyncState) -> None:
        self.status = NotYet(state)
        self.kicks = 0
        self.listeners: list[Callable[[object], None]] = []

    def start(self) -> None:
        self.kick()

    async def stop(self) -> None:
        self.listeners.clear()

    def kick(self) -> None:
        self.kicks += 1

    online = kick

    def watch(self, listener: Callable[[object], None]) -> Callable[[], None]:
        self.listeners.append(listener)
        return lambda: self.listeners.remove(listener)

    def turn(self, state: SyncState, problem: Words | None = None) -> None:
        self.status = NotYet(state, problem)
        for listener in tuple(self.listeners):
            listener(self.status)


class FakeDoors:
    """What the office knows of sessions and second factors; the code it takes is 123456."""

    def __init__(self, network: FakeNetwork) -> None:
        self._network = network
        self.known: list[doors.Session] = []
        self.second: set[str] = set()
        self.is_set = False
        self.ordered: list[tuple[str, str]] = []
        self.who: Identity | None = None  # who asked last

    def _reached(self) -> None:
        if self._network.state == "offline":
            raise ui.Offline

    async def has_second_factor(self) -> bool:
        self._reached()
        return self.is_set

    async def begin_second_factor(self) -> doors.SecondFactor:
        self._reached()
        return doors.SecondFactor("JBSWY3DPEHPK3PXP", "otpauth://totp/field-app:zhou?secret=JBSWY3DPEHPK3PXP&issuer=field-app")

    async def confirm_second_factor(self, code: str) -> tuple[str, ...]:
        self._right(code)
        self.is_set = True
        return tuple(f"abcd{place}-efghj" for place in range(10))

    async def remove_second_factor(self, code: str) -> None:
        self._right(code)
        self.is_set = False

    def _right(self, code: str) -> None:
        self._reached()
        if code != "123456":
            raise ui.SecondFactorNeeded

    async def make_calendar(self) -> str:
        self._reached()
        self.calendars = getattr(self, "calendars", 0) + 1
        return f"https://office.example/calendar/secret-{self.calendars}.ics"

    async def end_calendar(self) -> None:
        self._reached()

    async def sessions(self) -> doors.Sessions:
        self._reached()
        return doors.Sessions(tuple(self.known), frozenset(self.second))

    async def end(self, device: str, how: doors.End) -> None:
        self._reached()
        self.ordered.append((device, how))
        self.known = [evolve(one, state=how) if one.device == device else one for one in self.known]

    async def my_sessions(self) -> doors.MySessions:
        self._reached()
        return doors.MySessions("here", tuple(one for one in self.known if self.who and one.user == self.who.user))

    async def sign_out_elsewhere(self) -> int:
        ended = (await self.my_sessions()).elsewhere
        for one in ended:
            await self.end(one.device, "signed_out")
        return len(ended)

    async def sign_out_there(self, device: str) -> None:
        await self.end(device, "signed_out")

    async def sign_out_everywhere(self, user: str) -> int:
        self._reached()
        living = [one.device for one in self.known if one.user == user and one.state == "active"]
        for device in living:
            await self.end(device, "signed_out")
        return len(living)

    async def make_code(self, user: str) -> doors.CodeMade:
        self._reached()
        return doors.CodeMade("k3x9m-4t7pq", NOW + timedelta(minutes=10), "https://office.example/#/in/k3x9m-4t7pq")

    async def drop_second_factor(self, user: str) -> None:
        self._reached()
        self.second.discard(user)


class FakeNetwork:
    """The office's door: people by account and password, or by code, reachable or not. `second` is whose second code it asks for."""

    def __init__(
        self, state: SyncState = "idle", people: dict[tuple[str, str], Identity] | None = None, codes: dict[str, Identity] | None = None
    ) -> None:
        self.address: str | None = None
        self.state, self.people, self.codes = state, people or {}, codes or {}
        self.second: dict[str, str] = {}
        self.runners: list[FakeRunner] = []
        self.signed_out: list[Identity] = []
        self.photos: dict[str, bytes] = {}
        self.missing: tuple[ui.MissingPhotos, ...] = ()
        self.wiped: list[str] = []
        self.asked: list[doors.Proof] = []
        self.door = FakeDoors(self)
        self.said: dict[str, Mapping[str, Any]] = {}
        self.read_paths: list[str] = []

    def origin(self) -> str:
        return "https://office.example"

    async def sign_in(self, proof: doors.Proof, known_token: str) -> Identity:
        self.asked.append(proof)
        if self.state == "offline":
            raise ui.Offline
        if proof.code and proof.code not in self.codes:
            raise ui.WrongCode
        if not proof.code and (proof.login, proof.password) not in self.people:
            raise ui.WrongPassword
        if self.second.get(proof.login, "") != proof.second:
            raise ui.SecondFactorNeeded
        return self.codes[proof.code] if proof.code else self.people[proof.login, proof.password]

    async def confirm_wiped(self, token: str) -> bool:
        if self.state == "offline":
            return False
        self.wiped.append(token)
        return True

    def doors(self, who: Identity) -> FakeDoors:
        self.door.who = who
        return self.door

    async def sign_out(self, who: Identity) -> None:
        self.signed_out.append(who)

    async def change_password(self, who: Identity, old: str, new: str) -> None:
        if self.state == "offline":
            raise ui.Offline

    async def photo(self, who: Identity, name: str) -> bytes:
        if self.state == "offline":
            raise ui.Offline
        if name not in self.photos:
            raise ui.PhotoMissing(name)
        return self.photos[name]

    async def read(self, who: Identity, path: str) -> Mapping[str, Any]:
        if self.state == "offline":
            raise ui.Offline
        self.read_paths.append(path)
        if path.split("?")[0] not in self.said:
            raise ui.NotDone
        return self.said[path.split("?")[0]]

    async def missing_photos(self, who: Identity) -> tuple[ui.MissingPhotos, ...]:
        if self.state == "offline":
            raise ui.Offline
        return self.missing

    def runner(self, device: JournalledDevice) -> FakeRunner:
        self.runners.append(FakeRunner(self.state))
        return self.runners[-1]
