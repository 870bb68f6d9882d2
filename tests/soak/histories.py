"""Seeded histories of three technicians' phones, the supervisor's and an office: work, bad weather, deaths, cases that change hands.

The same seed is the same history but for the ids it gives out. What must hold after it, the oracle says.
"""

import random
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from attrs import define, field

from field_app.domain.facts import FactKey, SheetId
from field_app.domain.repair.dispatch import Analysed, Assigned, NoteAdded, assigned_to
from field_app.domain.repair.intake import HandedOver, RequestTaken
from field_app.domain.repair.intake import Request as Asked
from field_app.domain.repair.settlement import CashReceived
from field_app.domain.sheets import Voided
from field_app.store.memory import Killed, MemoryPlaces
from field_app.store.shelf import Shelf
from sync.protocol import Offline, Reply, Request
from sync.round import Pace
from sync.server.app import Office
from sync.server.backup import back_up, restore
from sync.server.settings import Settings
from tests.cast import LI, QUICK, SUPERVISOR, WANG, ZHAO, Company, DirectOffice, Person, Phone, company, new_id
from tests.cluster import emptied, own
from tests.faults import oracle

TECHNICIANS = (WANG, LI, ZHAO)
FATES = ("request lost", "answer lost", "killed before keeping", "asked twice", "as it was asked before")
MOST_STEPS = 24
LONGEST_LIFE = 4000  # bytes of the journal a phone that is to die still writes
WITH_BACKUPS = 0.1  # of all histories


class Weather:
    """A way to the office. In bad weather every request meets a fate of its own."""

    def __init__(self, way: DirectOffice, luck: random.Random) -> None:
        self.way, self.luck, self.is_bad = way, luck, False
        self._before: Request | None = None

    async def sync(self, request: Request) -> Reply:
        fate = self.luck.choice((*FATES, "")) if self.is_bad else ""
        if fate == "request lost":
            raise Offline(fate)
        if fate == "as it was asked before" and self._before:
            await self.way.sync(self._before)
        reply = await self.way.sync(request)
        self._before = request
        if fate == "asked twice":
            reply = await self.way.sync(request)
        if fate == "answer lost":
            raise Offline(fate)
        if fate == "killed before keeping":
            raise Killed
        return reply


@define
class Carried:
    """Someone's phone with what its storage holds."""

    phone: Phone
    places: MemoryPlaces

    def restart(self, *, lost_power: bool = False) -> None:
        self.places = self.places.powered_up() if lost_power else self.places.restarted()
        self.phone.shelf = Shelf(self.places)
        device = self.phone.shelf.current()
        assert device is not None
        self.phone.device = device

    def doing(self, act: Callable[[], object], luck: random.Random) -> None:
        """One act, in which the phone may die at any byte it writes."""
        if luck.random() < 0.2:
            self.places.faults.dies_after = luck.randrange(LONGEST_LIFE)
        try:
            act()
        except Offline:
            pass
        except Killed:
            self.restart(lost_power=luck.random() < 0.5)
        self.places.faults.dies_after = None


@define
class History:
    luck: random.Random
    folder: Path
    here: Company = field(factory=company)
    backup: Path | None = None
    carried: list[Carried] = field(factory=list)
    sheets: list[SheetId] = field(factory=list)
    count: int = 0

    def run(self) -> list[str]:
        """What is wrong after it, in words."""
        self.sheets = [self.here.open_case(WANG), self.here.open_case(LI)]
        self.carried = [self._carry(person) for person in (*TECHNICIANS, SUPERVISOR)]
        with_backups = self.luck.random() < WITH_BACKUPS
        acts = [self.record, self.record, self.sync, self.sync, self.restart, self.reassign, self.open_another, self.boss_syncs]
        acts += [self.back_up, self.restore] if with_backups else []
        for _ in range(self.luck.randrange(4, MOST_STEPS)):
            # Two facts that say the same at the same moment couldn't be told apart.
            self.here.clock.forward(minutes=1)
            self.luck.choice(acts)()
        return self._judged()

    def record(self) -> None:
        one = self._technician()
        mine = sorted(sheet.id for sheet in one.phone.device.sheets("repair"))
        if mine:
            sheet, bodies = self.luck.choice(mine), [self._body(one.phone) for _ in range(self.luck.randrange(1, 4))]
            one.doing(lambda: one.phone.record(sheet, *bodies), self.luck)

    def sync(self) -> None:
        one = self._technician()
        one.doing(one.phone.sync, self.luck)

    def restart(self) -> None:
        self._technician().restart(lost_power=self.luck.random() < 0.5)

    def reassign(self) -> None:
        boss = self.carried[-1]
        known = sorted(sheet.id for sheet in boss.phone.device.sheets("repair"))
        if known:
            sheet, person = self.luck.choice(known), self.luck.choice(TECHNICIANS)
            boss.doing(lambda: boss.phone.record(sheet, Assigned(person.user)), self.luck)

    def open_another(self) -> None:
        # At a phone, so that the case comes back when the office is restored from before it.
        boss, sheet, person = self.carried[-1], new_id(), self.luck.choice(TECHNICIANS)
        self.count += 1
        asked = Asked("海晟大厦", "客梯", "周海燕", "13851506601")
        taken = RequestTaken(f"261123-{boss.phone.identity.tag}-{self.count:02}", "phone", asked)
        boss.doing(lambda: boss.phone.record(sheet, taken, HandedOver(), Analysed("皮带松", "normal"), Assigned(person.user)), self.luck)

    def boss_syncs(self) -> None:
        self.carried[-1].doing(self.carried[-1].phone.sync, self.luck)

    def back_up(self) -> None:
        office = self.here.office
        self.backup = back_up(office.database, office.settings.photo_folder, self.folder / "backups", self.here.clock).file

    def restore(self) -> None:
        """The office is lost, and comes back as its last backup has it."""
        if self.backup is None:
            return
        self.count += 1
        self.here.office.close()
        settings = Settings(database=self._another_database())
        office = Office(settings, self.here.clock, QUICK)
        restore(self.backup, office.database, settings.photo_folder, self.here.clock)
        office.close()
        self.here = Company(Office(settings, self.here.clock, QUICK), self.here.clock)
        for one in self.carried:
            one.phone.way.way = DirectOffice(self.here.office, one.phone.identity.token)

    def _another_database(self) -> str:
        """Empty, and of the same kind."""
        lost = self.here.office.settings.database
        return emptied(lost) if lost.startswith("postgresql") else f"sqlite:///{self.folder / f'{self.count}' / 'office.sqlite'}"

    def _carry(self, person: Person) -> Carried:
        phone, places = self.here.phone(person), MemoryPlaces()
        phone.shelf = Shelf(places)
        phone.device = phone.shelf.create(phone.identity)
        phone.way, phone.pace = Weather(phone.way, self.luck), Pace(2)
        phone.sync()
        phone.way.is_bad = True
        return Carried(phone, places)

    def _technician(self) -> Carried:
        return self.carried[self.luck.randrange(len(TECHNICIANS))]

    def _body(self, phone: Phone) -> object:
        self.count += 1
        cash: list[FactKey] = [fact.key for fact in phone.saved if isinstance(fact.body, CashReceived)]
        if cash and self.luck.random() < 0.1:
            return Voided(self.luck.choice(cash), f"写错 {self.count}")
        if self.luck.random() < 0.2:
            amount = self.luck.randrange(1, 100_000)
            return CashReceived(amount, amount, f"{self.count:07}")
        return NoteAdded(f"{phone.person.login} {self.count}")

    def _judged(self) -> list[str]:
        phones = [one.phone for one in self.carried]
        for phone in phones:
            phone.way.is_bad = False
        oracle.quiet(*phones)
        for one in self.carried:
            # What counts is what a phone finds when it is next started.
            one.restart(lost_power=True)
        found = [*oracle.findings(self.here, *phones), *self._held_otherwise()]
        self.here.office.close()
        return found

    def _held_otherwise(self) -> Iterator[str]:
        """The oracle asks the office who may see a sheet; here it is asked what the supervisor decided (P2.2)."""
        *technicians, boss = (one.phone for one in self.carried)
        holders = {sheet.id: assigned_to(sheet) for sheet in boss.device.sheets("repair")}
        for phone in technicians:
            held = {sheet.id for sheet in phone.device.sheets("repair")}
            its = {sheet for sheet, user in holders.items() if user == phone.person.user}
            yield from (f"{phone.person.login}: holds {sheet}, which isn't theirs to see: assigned to another" for sheet in held - its)
            yield from (f"{phone.person.login}: lacks {sheet}, which is assigned to them" for sheet in its - held)


def findings_of(seed: str, cluster: str = "") -> list[str]:
    """What is wrong after the history of this seed, with an office on SQLite or in this cluster of PostgreSQL."""
    with TemporaryDirectory(prefix="field-app-soak-") as folder:
        here = company(own(cluster) if cluster else "sqlite://", photos=Path(folder) / "photos")
        return History(random.Random(seed), Path(folder), here).run()  # noqa: S311 - the same history for the same seed
