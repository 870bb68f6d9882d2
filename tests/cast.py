"""The people every permission test is about, their phones, and the office they sync with.

王工 owns the job · 李工 his colleague · 赵工 an outsider to it · supervisor · clerk · accountant · director · admin · employee.
"""

from collections.abc import Coroutine
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any, TypeVar

from attrs import define, field, frozen
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import text
from uuid6 import uuid7

from field_app.domain.archive import ProjectRecorded
from field_app.domain.facts import Draft, Fact, Role, SheetId, UserId
from field_app.domain.person import PersonAdded, RolesGiven
from field_app.domain.policy import POLICY_SHEET, CheckItem, Exclusion, Fee, Policy, PolicyApproved
from field_app.domain.repair.dispatch import Analysed, Assigned, NoteAdded
from field_app.domain.repair.intake import HandedOver, Request, RequestTaken
from field_app.domain.sheets import Sheet
from field_app.store.device import JournalledDevice
from field_app.store.door import Identity
from field_app.store.memory import MemoryPlaces
from field_app.store.shelf import Shelf
from sync import protocol, wire
from sync.round import Pace, RoundOutcome, sync_round
from sync.server.app import Office
from sync.server.people import record_as
from sync.server.settings import Settings

PASSWORD = "open sesame 8"
MORNING = datetime(2026, 11, 23, 8, 30, tzinfo=timezone(timedelta(hours=8)))
POLICY = Policy(
    "第一版",
    date(2026, 1, 1),
    (CheckItem("shoe_covers", "进门前穿好鞋套"), CheckItem("fault_asked", "再问一遍故障")),
    (Fee("L-01", "labour", "人工", "人天", 40000), Fee("P-01", "part", "接触器", "只", 38000)),
    (Exclusion("misuse", "使用不当"),),
    50_000,
)
QUICK = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),))  # the real one takes its time on purpose
T = TypeVar("T")


@frozen
class Person:
    login: str
    name: str
    role: Role
    user: UserId


def _person(place: int, login: str, name: str, role: Role) -> Person:
    return Person(login, name, role, UserId(f"00000000-0000-7000-8111-{place:012x}"))


ADMIN = _person(1, "admin", "管理员", "admin")
DIRECTOR = _person(2, "director", "总经理", "director")
SUPERVISOR = _person(3, "supervisor", "主管", "supervisor")
CLERK = _person(4, "clerk", "客服", "clerk")
ACCOUNTANT = _person(5, "accountant", "会计", "accountant")
WANG = _person(6, "wang", "王工", "technician")
LI = _person(7, "li", "李工", "technician")
ZHAO = _person(8, "zhao", "赵工", "technician")
EMPLOYEE = _person(9, "chen", "职工陈", "employee")
CAST = (ADMIN, DIRECTOR, SUPERVISOR, CLERK, ACCOUNTANT, WANG, LI, ZHAO, EMPLOYEE)


class Clock:
    """The office's clock, moved by hand."""

    def __init__(self, at: datetime = MORNING) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def forward(self, **span: float) -> datetime:
        self.at += timedelta(**span)
        return self.at


@define
class Company:
    """An office with the whole cast enrolled and a policy in force."""

    office: Office
    clock: Clock

    def give(self, person: Person, *roles: Role) -> None:
        """The administrator gives someone other roles."""
        self.record(ADMIN, SheetId(person.user), RolesGiven(roles))

    def record(self, person: Person, sheet: SheetId, *bodies: object) -> None:
        """Facts recorded at a desk of the office, without a phone."""
        record_as(self.office.log, person.user, [Draft(sheet, body, self.clock()) for body in bodies], self.clock())

    def enrol(self, person: Person, label: str = "phone") -> Identity:
        return self.office.access.enrol(person.user, label)

    def phone(self, person: Person) -> "Phone":
        """A phone this person is signed in on, that talks to the office without HTTP."""
        identity = self.enrol(person)
        return Phone(person, identity, DirectOffice(self.office, identity.token), self.clock)

    def enrol_again(self, phone: "Phone") -> None:
        """Its person signs in anew on the same phone, as the app does it."""
        phone.identity = self.enrol(phone.person)
        phone.device = phone.shelf.create(phone.identity)
        phone.shelf.rescue(dict(phone.identity.heads), dict(phone.identity.marks))
        phone.way = DirectOffice(self.office, phone.identity.token)

    def open_case(self, technician: Person | None = WANG, archive: SheetId | None = None) -> SheetId:
        """A complete request, handed over, analysed and assigned."""
        sheet = new_id()
        request = Request("海晟大厦", "客梯改造", "周海燕", "13851506601", "门不开", "今天", date(2025, 6, 1), 24, archive=archive or "")
        self.record(CLERK, sheet, RequestTaken(f"261123-A1-{sheet[-6:]}", "phone", request), HandedOver())
        self.record(SUPERVISOR, sheet, Analysed("皮带松", "normal"))
        if technician:
            self.record(SUPERVISOR, sheet, Assigned(technician.user))
        return sheet

    def open_archive(self) -> SheetId:
        sheet = new_id()
        self.record(CLERK, sheet, ProjectRecorded("海晟大厦", "客梯改造", accepted_on=date(2025, 6, 1), warranty_months=24))
        return sheet

    def assign(self, sheet: SheetId, technician: Person) -> None:
        self.record(SUPERVISOR, sheet, Assigned(technician.user))

    def rows(self, question: str, *values: object) -> list[Any]:
        """What a question to the database finds, for looking behind the protocol."""
        named = question.replace("?", "{}").format(*(f":v{place}" for place in range(len(values))))
        with self.office.database.read() as connection:
            found = connection.execute(text(named), {f"v{place}": value for place, value in enumerate(values)})
            return [tuple(row) for row in found]

    def verdicts_of(self, phone: "Phone") -> list[tuple[str, str]]:
        return self.rows("select verdict, reason from facts where device = ? order by n", phone.identity.device)


def new_id() -> SheetId:
    return SheetId(str(uuid7()))


def company(database: str = "sqlite://", **settings: Any) -> Company:
    """A new office where everybody of the cast works."""
    clock = Clock()
    here = Company(Office(Settings(database=database, **settings), clock, QUICK), clock)
    for person in CAST:
        here.record(ADMIN, SheetId(person.user), PersonAdded(person.login, person.name), RolesGiven((person.role,)))
    here.record(DIRECTOR, POLICY_SHEET, PolicyApproved(POLICY))
    return here


def company_at(folder: Path, **settings: Any) -> Company:
    return company(f"sqlite:///{folder / 'office.sqlite'}", **settings)


class DirectOffice:
    """The office without HTTP, but in its very bytes."""

    def __init__(self, office: Office, token: str) -> None:
        self._office, self._token = office, token

    async def sync(self, request: protocol.Request) -> protocol.Reply:
        asked = wire.decode_request(wire.encode_request(request))
        return wire.decode_reply(wire.encode_reply(self._office.exchange.answer(self._token, asked)))


@define
class Phone:
    """Someone's phone: a device store in memory and a way to the office. `saved` is all the screen ever called saved."""

    person: Person
    identity: Identity
    way: Any
    clock: Clock
    shelf: Shelf = field(init=False)
    device: JournalledDevice = field(init=False)
    pace: Pace = field(factory=Pace)
    saved: list[Fact] = field(factory=list)

    def __attrs_post_init__(self) -> None:
        self.shelf = Shelf(MemoryPlaces())
        self.device = self.shelf.create(self.identity)

    def record(self, sheet: SheetId, *bodies: object) -> tuple[Fact, ...]:
        facts = self.device.record([Draft(sheet, body, self.clock()) for body in bodies])
        self.saved += facts
        return facts

    def note(self, sheet: SheetId, text: str = "知道了") -> None:
        self.record(sheet, NoteAdded(text))

    def sync(self) -> RoundOutcome:
        return finished(sync_round(self.way, self.device, self.pace, self.clock))

    def sees(self, sheet: SheetId) -> Sheet | None:
        return self.device.sheet(sheet)


def finished(story: Coroutine[Any, Any, T]) -> T:
    """The result of a coroutine that waits for nothing outside, without the cost of an event loop."""
    try:
        story.send(None)
    except StopIteration as end:
        return end.value  # type: ignore[no-any-return]
    raise AssertionError("it waits for something")
