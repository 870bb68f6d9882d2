"""王工's phone with cases on it, as the office sent them down."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

import flet as ft
from attrs import evolve

from field_app.domain.archive import DirectionsNoted, Equipment, EquipmentInstalled, ProjectRecorded
from field_app.domain.days import SHANGHAI
from field_app.domain.facts import DeviceId, Draft, SheetId, SheetKind
from field_app.domain.policy import POLICY_SHEET, CheckItem, Exclusion, Fee, Policy, PolicyApproved
from field_app.domain.repair.appointment import ContactAttempted, Departed, TransportChosen, VisitAgreed
from field_app.domain.repair.arrival import Answer, ArrivalChecked, Arrived
from field_app.domain.repair.charges import fingerprint
from field_app.domain.repair.diagnosis import Diagnosed
from field_app.domain.repair.dispatch import Analysed, Assigned
from field_app.domain.repair.intake import HandedOver, Request, RequestTaken
from field_app.domain.repair.record import RecordSigned, WorkRecorded, shown_record
from field_app.domain.repair.settlement import LeftSite
from field_app.domain.repair.signoff import Reported, SentBack
from field_app.domain.repair.warranty import WarrantyDecided
from field_app.domain.sheets import Sheet, Stamp, dump_sheet, fold, new_sheet, provisional
from field_app.domain.signature import Signature, encode
from field_app.store.door import Answer as RoundAnswer
from field_app.store.shelf import Shelf
from tests.cast_domain import CLERK, DIRECTOR, SUPERVISOR, WANG, Person
from tests.ui.harness import AppUnderTest, running, shelf_with
from tests.ui.stand_ins import NOW, identity

B = TypeVar("B")
ARCHIVE = SheetId("archive-1")
CASE = SheetId("case-1")
OTHER = SheetId("case-2")
YESTERDAY = NOW - timedelta(days=1)

POLICY = Policy(
    label="2026 年 7 月版",
    effective_on=date(2026, 7, 1),
    checklist=(
        CheckItem("neat", "衣着整洁，戴工牌", "Clean clothes, badge worn"),
        CheckItem("covers", "进门前穿好鞋套", "Shoe covers on before entering"),
        CheckItem("asked", "再问一遍故障", "Fault asked for again"),
    ),
    fees=(
        Fee("labour", "labour", "人工", "人天", 40_000, "Labour"),
        Fee("travel", "travel", "市内交通", "次", 3_000, "Travel in town"),
        Fee("board", "part", "门机控制板", "块", 68_000, "Door control board"),
    ),
    exclusions=(Exclusion("misuse", "使用不当", "Misuse"), Exclusion("lightning", "雷击", "Lightning")),
    cash_limit_fen=50_000,
)
REQUEST = Request(
    customer="海晟大厦物业服务处",
    project="海晟大厦",
    contact="周敏",
    phone="13800001111",
    fault="关门到一半反弹，一上午好几次",
    wanted="今天上午",
    accepted_on=date(2025, 3, 18),
    warranty_months=24,
    address="滨江区海晟路 88 号 2 号楼",
    district="滨江区",
    archive=ARCHIVE,
    serial="DJ-0417",
    equipment="电梯门机",
)


def said(*words: tuple[Person, object], on: SheetId, kind: SheetKind = "repair", at: datetime = YESTERDAY) -> Sheet:
    """A sheet on which these people recorded these things, all of it at the office."""
    drafts = [(who, Draft(on, body, at + timedelta(minutes=n))) for n, (who, body) in enumerate(words)]
    facts = [
        (provisional(draft, n, DeviceId(f"{who.device}-{on}")), Stamp(who.user, n, draft.at)) for n, (who, draft) in enumerate(drafts, 1)
    ]
    return fold(new_sheet(on, kind), facts)


def assigned(request: Request = REQUEST, *more: tuple[Person, object], on: SheetId = CASE, number: str = "261122-C1-03") -> Sheet:
    """A case the supervisor gave to 王工 yesterday."""
    return said(
        (CLERK, RequestTaken(number, "phone", request)),
        (CLERK, HandedOver()),
        (SUPERVISOR, Analysed("皮带打滑", "urgent", "带皮带和控制板")),
        (SUPERVISOR, Assigned(WANG.user)),
        *more,
        on=on,
    )


def archived(*more: tuple[Person, object]) -> Sheet:
    return said(
        (CLERK, ProjectRecorded("海晟大厦物业服务处", "海晟大厦", "滨江区海晟路 88 号", accepted_on=date(2025, 3, 18), warranty_months=24)),
        (CLERK, EquipmentInstalled(Equipment("DJ-0417", "电梯门机", "DJ-210", "2 号客梯"))),
        (CLERK, EquipmentInstalled(Equipment("GM-0009", "光幕", "GM-1", "2 号客梯"))),
        (WANG, DirectionsNoted("从地库 B 口进，找门岗登记")),
        *more,
        on=ARCHIVE,
        kind="archive",
    )


def policy() -> Sheet:
    return said((DIRECTOR, PolicyApproved(POLICY)), on=POLICY_SHEET, kind="policy", at=NOW - timedelta(days=100))


def phone(*sheets: Sheet) -> Shelf:
    """王工's phone with these sheets, the archive and the policy on it."""
    shelf = shelf_with(identity(WANG.user, WANG.name, "technician"))
    send_down(shelf, archived(), policy(), *sheets)
    return shelf


def send_down(shelf: Shelf, *sheets: Sheet) -> None:
    """The office's sheets arrive."""
    documents: Sequence[dict[str, Any]] = [dump_sheet(sheet) for sheet in sheets]
    device = shelf.current()
    assert device, "nobody is signed in"
    device.take(RoundAnswer("epoch", 0, 0, "epoch:1", NOW, sheets=tuple(documents)))


def at(hour: int, minute: int = 0, days: int = 0) -> datetime:
    """A moment of the day the tests play on, or of one after it."""
    return datetime(2026, 11, 23, hour, minute, tzinfo=SHANGHAI) + timedelta(days=days)


def visit(start: datetime, hours: float = 1.5, *, told: bool = True, charged_fen: int | None = None) -> VisitAgreed:
    return VisitAgreed(start, start + timedelta(hours=hours), told, charged_fen is not None, charged_fen)


def a_day() -> tuple[Sheet, ...]:
    """A day like the one in the pictures: done, on site, two to come, two to contact, one sent back, one for tomorrow."""
    school = evolve(
        REQUEST, customer="启航小学", project="启航小学监控", equipment="监控硬盘录像机", district="城东区", serial="", archive="",
        accepted_on=date(2023, 3, 1), fault="画面卡住不动", address="城东区学院路 5 号",
    )  # fmt: skip
    parking = evolve(school, customer="绿洲停车场管理处", project="绿洲停车场", equipment="7 号充电桩", accepted_on=date(2024, 12, 1))
    ups = evolve(school, customer="城南物流园", project="城南物流园机房", equipment="UPS", phone="02088001122")
    garden = evolve(school, customer="锦和花园物业", project="锦和花园", equipment="楼宇对讲主机")
    return (
        finished(garden, start=at(8, 30), on=SheetId("case-0"), number="261122-C1-01"),
        assigned(REQUEST, *on_site(at(10), diagnosed=True), number="261122-C1-03"),
        assigned(school, (WANG, visit(at(13, 30), 1, charged_fen=40_000)), on=SheetId("case-3"), number="261122-C1-04"),
        assigned(parking, (WANG, visit(at(15, 30))), on=SheetId("case-4"), number="261122-C1-05"),
        assigned(ups, (WANG, ContactAttempted("not_reached", "", at(16))), on=SheetId("case-5"), number="261122-C1-06"),
        assigned(evolve(ups, customer="河畔公寓", project="河畔公寓"), on=SheetId("case-6"), number="261123-C1-01"),
        finished(
            evolve(garden, customer="东方印刷厂", project="东方印刷厂"),
            (SUPERVISOR, SentBack("没写换下来的零件号，补上再报。")),
            start=at(8, 30, days=-1),
            on=SheetId("case-7"),
            number="261121-C1-02",
        ),
        assigned(
            evolve(ups, customer="城北医院", project="城北医院"), (WANG, visit(at(9, days=1))), on=SheetId("case-8"), number="261123-C1-02"
        ),
    )


def on_site(start: datetime, *, diagnosed: bool = False) -> tuple[tuple[Person, object], ...]:
    answers = tuple(Answer(item.code, "yes") for item in POLICY.checklist)
    found = ((WANG, Diagnosed("电梯门机", "皮带断", "on_site", "DJ-0417")),) if diagnosed else ()
    return (
        (WANG, visit(start)),
        (WANG, TransportChosen("bus")),
        (WANG, Departed()),
        (WANG, Arrived()),
        (WANG, ArrivalChecked(POLICY.label, answers)),
        *found,
    )


def finished(
    request: Request = REQUEST, *more: tuple[Person, object], start: datetime, on: SheetId = CASE, number: str = "261122-C1-03"
) -> Sheet:
    """A visit in warranty from the appointment to the report, signed on exactly what was shown."""
    until_signed = (
        *on_site(start),
        (WANG, Diagnosed(request.equipment, "电源坏", "on_site")),
        (WANG, WarrantyDecided(request.equipment, "inside")),
        (WANG, WorkRecorded("换电源", 30, "fixed", explained=True)),
    )
    shown = fingerprint(shown_record(assigned(request, *until_signed, on=on, number=number)))
    signed = RecordSigned(shown, Signature(600, 300, encode([[(0, 0, 0), (300, 0, 50)]])), "周敏", "satisfied")
    after = ((WANG, signed), (WANG, LeftSite()), (WANG, Reported("修好了", "满意")))
    return assigned(request, *until_signed, *after, *more, on=on, number=number)


@asynccontextmanager
async def on_phone(route: str, *sheets: Sheet, shelf: Shelf | None = None, language: str = "en") -> AsyncIterator[AppUnderTest]:
    """王工 at this address, with these sheets. Whatever our guards caught fails the test."""
    async with running(None, route, shelf=shelf or phone(*sheets), language=language) as app:
        yield app
        assert not app.assembly.log.text()


def recorded(app: AppUnderTest, body: type[B], on: SheetId = CASE) -> B:
    """What was last recorded of this kind."""
    said_last = sheet_of(app, on).said(body)
    assert said_last is not None, f"no {body.__name__} was recorded"
    return said_last


def nothing_recorded(app: AppUnderTest, body: type, on: SheetId = CASE) -> bool:
    return sheet_of(app, on).last(body) is None


def sheet_of(app: AppUnderTest, on: SheetId = CASE) -> Sheet:
    found = app.services.sheet(on)
    assert found, f"{on} isn't on the phone"
    return found


async def tick(app: AppUnderTest, sentence: str) -> None:
    """Tick the sentence's box."""
    box = next(c for c in app.controls() if isinstance(c, ft.Checkbox) and sentence in str(c.semantics_label))
    await app.event(box, "change", not box.value, value=not box.value)


async def goes_on_with(app: AppUnderTest, reason: str) -> None:
    """Past the gate that has just refused, with this reason (P10.1)."""
    await app.tap("Special case")
    await app.write("Reason; the supervisor sees it", reason)
    await app.tap("Go on with this reason")


def play(story: Callable[[], Coroutine[Any, Any, None]]) -> None:
    asyncio.run(story())
