"""The whole drill: back up, work on, lose the server with its database and photos, restore, and the phones come back (F35).

With all that is at stake: photos, receipts and their numbers, numbers of sheets, a customer who was erased, a device reported lost.
"""

import asyncio
import shutil
from pathlib import Path

import pytest
from attrs import define

from field_app.domain.documents import RECEIPT_BOOK, NumberAllotted, NumbersIssued, printed
from field_app.domain.facts import SheetId, encode
from field_app.domain.photo import PhotoAdded
from field_app.domain.repair import intake
from field_app.domain.repair.intake import Cancelled, HandedOver, Request, RequestTaken
from field_app.domain.repair.settlement import CashReceived, ReceiptAllotted
from field_app.domain.sheets import dump_sheet
from field_app.ui.office import book
from sync.__main__ import main
from sync.client import HttpOffice, connect
from sync.photos import send_photos
from sync.protocol import SignedOut
from sync.round import sync_round
from sync.server.app import Office
from tests.cast import ACCOUNTANT, CLERK, QUICK, SUPERVISOR, WANG, ZHAO, Company, DirectOffice, Phone, company, new_id
from tests.cluster import emptied
from tests.faults import oracle
from tests.faults.test_erasure import CUSTOMER, everything
from tests.pictures import named, picture
from tests.sync.serving import running

SAID_OF_HER = f"问过{CUSTOMER}，钥匙在门房"
BEFORE, AFTER, WAITING = picture(1), picture(2), picture(3)


@define
class Drill:
    """A company, its people's phones, and where all of the office lies."""

    here: Company
    folder: Path
    phones: dict[str, Phone]

    @property
    def everybody(self) -> tuple[Phone, ...]:
        return tuple(self.phones.values())

    def command(self, name: str, *more: str) -> int:
        settings = self.here.office.settings
        return main([name, *more, "--database", settings.database, "--photos", str(settings.photo_folder)])

    def backed_up(self) -> Path:
        assert self.command("backup", str(self.folder / "backups")) == 0
        return max((self.folder / "backups").glob("*.sqlite"))

    def lose_everything(self) -> None:
        """Nothing is left of the server but its backups."""
        settings = self.here.office.settings
        self.here.office.close()
        shutil.rmtree(settings.photo_folder)
        if settings.database.startswith("postgresql"):
            emptied(settings.database)
        else:
            shutil.rmtree(Path(settings.database.removeprefix("sqlite:///")).parent)

    def restored(self, file: Path) -> None:
        assert self.command("restore", str(file)) == 0
        self.here = Company(Office(self.here.office.settings, self.here.clock, QUICK), self.here.clock)
        for phone in self.everybody:
            phone.way = DirectOffice(self.here.office, phone.identity.token)

    def send_photos(self, phone: Phone) -> None:
        async def story(origin: str) -> None:
            async with connect() as client:
                way = HttpOffice(client, origin, phone.identity.token)
                await sync_round(way, phone.device)
                await send_photos(way, phone.device)

        with running(self.here) as origin:
            asyncio.run(story(origin))

    def shown(self, phone: Phone, data: bytes) -> bytes:
        who = self.here.office.principal(phone.identity.token)
        return self.here.office.blobs.read(who, named(data).sha256)


@pytest.fixture
def drill(lasting: str, tmp_path: Path) -> Drill:
    here = company(lasting, photos=tmp_path / "photos")
    here.record(ACCOUNTANT, RECEIPT_BOOK, NumbersIssued("receipt", 101, 110))
    people = (CLERK, SUPERVISOR, ACCOUNTANT, WANG)
    return Drill(here, tmp_path, {person.login: here.phone(person) for person in people})


def take(phone: Phone, sheet: SheetId, data: bytes) -> None:
    asyncio.run(phone.device.blobs.keep(data))
    phone.record(sheet, PhotoAdded(named(data, phone.clock())))


def taken_at(desk: Phone, count: int) -> SheetId:
    sheet = new_id()
    desk.record(sheet, RequestTaken(f"261123-{desk.identity.tag}-{count:02}", "phone", Request("海晟大厦", "客梯", "刘经理")), HandedOver())
    return sheet


def erase_a_customer(drill: Drill) -> SheetId:
    """王工's phone holds a finished case of hers, and his own words about her, when she asks to be forgotten."""
    old = drill.here.open_case(WANG)
    drill.phones["wang"].note(old, SAID_OF_HER)
    drill.phones["wang"].sync()
    drill.here.record(CLERK, old, Cancelled("客户自己修好了"))
    assert drill.command("erase", "--mentions", CUSTOMER, "--reason", "客户来函", "--yes") == 0
    drill.here.office.log.cache.clear()
    return old


def allot(drill: Drill, sheet: SheetId, number: int) -> None:
    """At a desk of the office: no phone has it."""
    drill.here.record(ACCOUNTANT, RECEIPT_BOOK, NumberAllotted("receipt", number, sheet))
    drill.here.record(ACCOUNTANT, sheet, ReceiptAllotted(printed(number), "receipt"))


def before_the_backup(drill: Drill) -> SheetId:
    """Two cases of 王工's, a receipt, cash and an arrived photo on the first, one more case from a clerk's device. Returns the second."""
    wang, first, second = drill.phones["wang"], drill.here.open_case(WANG), drill.here.open_case(WANG)
    taken_at(drill.phones["clerk"], 1)
    allot(drill, first, 101)
    take(wang, first, BEFORE)
    wang.record(first, CashReceived(12000, 12000, printed(101)))
    drill.send_photos(wang)
    oracle.quiet(*drill.everybody)
    return second


def after_the_backup(drill: Drill, second: SheetId) -> Phone:
    """A number given out, cash taken against it, a photo that arrives and one that doesn't, a case from a clerk's new device."""
    wang = drill.phones["wang"]
    allot(drill, second, 102)
    take(wang, second, AFTER)
    wang.record(second, CashReceived(34000, 34000, printed(102)))
    drill.send_photos(wang)
    take(wang, second, WAITING)
    late = drill.here.phone(CLERK)
    taken_at(late, 1)
    oracle.quiet(late, drill.phones["clerk"], drill.phones["accountant"])
    taken_at(drill.phones["clerk"], 2)
    return late


def comes_back(drill: Drill, late: Phone) -> None:
    """The restored office has never heard of the new device: its person signs in again on it."""
    late.way = DirectOffice(drill.here.office, late.identity.token)
    with pytest.raises(SignedOut):
        late.sync()
    drill.here.enrol_again(late)
    drill.phones["late"] = late
    drill.send_photos(drill.phones["wang"])
    oracle.quiet(*drill.everybody)


def test_f35_the_whole_company_comes_back_with_photos_numbers_and_what_was_ended_or_erased(
    drill: Drill, capsys: pytest.CaptureFixture[str]
):
    erased = erase_a_customer(drill)
    lost = drill.here.phone(ZHAO)
    drill.here.office.sessions.end(lost.identity.device, "wipe")
    second = before_the_backup(drill)
    file = drill.backed_up()
    oracle.quiet(*drill.everybody)
    late = after_the_backup(drill, second)
    drill.here.clock.forward(hours=1)

    drill.lose_everything()
    drill.restored(file)
    assert "end the sessions of lost devices again" in capsys.readouterr().out
    comes_back(drill, late)

    wang, boss, counter = (drill.phones[login] for login in ("wang", "supervisor", "accountant"))
    assert oracle.findings(drill.here, *drill.everybody) == []
    assert [drill.shown(boss, data) for data in (BEFORE, AFTER, WAITING)] == [BEFORE, AFTER, WAITING]
    assert wang.device.blobs.waiting() == ()
    assert oracle.cash_in_log(drill.here) == 46000
    # The page of the book that was lost says nothing of 102; the cash taken against it does.
    cases, numbers = counter.device.sheets("repair"), counter.sees(RECEIPT_BOOK)
    assert book.gap_report(numbers, cases).never_given == (printed(102),)
    assert book.next_free(numbers, "receipt", book.written(cases)) == 103
    assert len({intake.number(sheet) for sheet in cases}) == len(cases) == 6
    assert SAID_OF_HER.encode() not in everything(drill.here) and CUSTOMER.encode() not in encode(dump_sheet(boss.sees(erased)))
    lost.way = DirectOffice(drill.here.office, lost.identity.token)
    with pytest.raises(SignedOut) as told:
        lost.sync()
    assert told.value.wipe
    drill.here.office.close()


def test_a_restore_that_finds_no_room_for_the_photos_restores_nothing_and_can_be_done_again(
    drill: Drill, capsys: pytest.CaptureFixture[str]
):
    wang, case = drill.phones["wang"], drill.here.open_case(WANG)
    take(wang, case, BEFORE)
    drill.send_photos(wang)
    file, photos = drill.backed_up(), drill.here.office.settings.photo_folder
    drill.lose_everything()
    photos.write_text("no folder")
    assert drill.command("restore", str(file)) == 1
    assert "Nothing was restored" in capsys.readouterr().err
    photos.unlink()
    drill.restored(file)
    assert drill.shown(wang, BEFORE) == BEFORE
    drill.here.office.close()


def test_a_backup_is_not_mixed_into_an_office_that_has_facts_nor_its_photos_into_theirs(drill: Drill):
    wang, case = drill.phones["wang"], drill.here.open_case(WANG)
    take(wang, case, BEFORE)
    drill.send_photos(wang)
    file = drill.backed_up()
    drill.here.office.blobs.folder.erase(named(BEFORE).sha256)
    assert drill.command("restore", str(file)) == 1
    assert not drill.here.office.blobs.folder.has(named(BEFORE).sha256)
    drill.here.office.close()
