"""A lifelike demo company, told as the facts its people recorded. Invented; any likeness is chance.

Nothing here bypasses a gate: every fact is decided on the sheet as the ones before it left it, as the app does.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from attrs import frozen

from field_app.domain.archive import Equipment, EquipmentInstalled, ProjectRecorded
from field_app.domain.days import SHANGHAI, day_of
from field_app.domain.documents import RECEIPT_BOOK, NumberAllotted, NumbersIssued, free_numbers, printed
from field_app.domain.facts import Draft, Exception_, Fact, Role, SheetId, SheetKind, UserId
from field_app.domain.numbers import next_number
from field_app.domain.person import PersonAdded, RolesGiven
from field_app.domain.policy import POLICY_SHEET, Policy, PolicyApproved, PolicyProposed
from field_app.domain.repair.appointment import ContactAttempted, Departed, TransportChosen, VisitAgreed
from field_app.domain.repair.arrival import Answer, ArrivalChecked, Arrived
from field_app.domain.repair.charges import Consented, Line, Quoted, fingerprint, shown_quote
from field_app.domain.repair.diagnosis import Diagnosed
from field_app.domain.repair.dispatch import Analysed, Assigned, NoteAdded, Urgency
from field_app.domain.repair.intake import HandedOver, Request, RequestTaken
from field_app.domain.repair.record import PartUsed, RecordSigned, Satisfaction, WorkRecorded, shown_record
from field_app.domain.repair.settlement import CashReceived, LeftSite, ReceiptAllotted, cash_limit, due_fen
from field_app.domain.repair.signoff import Reported, SignedOff
from field_app.domain.repair.warranty import WarrantyDecided
from field_app.domain.repair.warranty_rule import cover_of, proposal
from field_app.domain.sheets import Ground, Sheet, Stamp, apply, decide, new_sheet
from field_app.domain.signature import Signature, encode
from sync.demo_rules import CONTRACTS, DOCUMENTS, POLICIES, draft_of

PASSWORD = "demo-2026"  # noqa: S105  printed at every start: nothing behind it is real


@frozen
class DemoPerson:
    """One of the demo people; the sheet id is the user id."""

    id: UserId
    login: str
    name: str
    roles: tuple[Role, ...]
    phone: str
    skills: tuple[str, ...] = ()
    district: str = ""


def demo_id(family: int, n: int) -> str:
    return f"00000000-0000-7000-8{family:03x}-{n:012x}"


PEOPLE: tuple[DemoPerson, ...] = (
    DemoPerson(UserId(demo_id(1, 1)), "admin", "孙浩", ("admin",), "13900010001"),
    DemoPerson(UserId(demo_id(1, 2)), "director", "赵立新", ("director",), "13900010002"),
    DemoPerson(UserId(demo_id(1, 3)), "supervisor", "周敏", ("supervisor",), "13900010003"),
    DemoPerson(UserId(demo_id(1, 4)), "clerk", "林晓燕", ("clerk",), "13900010004"),
    DemoPerson(UserId(demo_id(1, 5)), "wang", "王建军", ("technician",), "13900010005", ("电梯门机", "门禁", "充电桩"), "滨江"),
    DemoPerson(UserId(demo_id(1, 6)), "li", "李志强", ("technician",), "13900010006", ("监控", "楼宇对讲", "UPS"), "城东"),
    DemoPerson(UserId(demo_id(1, 7)), "accountant", "陈静", ("accountant",), "13900010007"),
)
ADMIN, DIRECTOR, SUPERVISOR, CLERK, WANG, LI, ACCOUNTANT = PEOPLE
BENCH = DemoPerson(UserId(demo_id(1, 8)), "bench", "郑立", ("bench",), "13900010008", ("电路板", "电源"))
EMPLOYEE = DemoPerson(UserId(demo_id(1, 9)), "employee", "唐玉梅", ("employee",), "13900010009")
EVERYBODY = (*PEOPLE, BENCH, EMPLOYEE)


@frozen
class DemoProject:
    """A customer's project; `accepted` counts days back from the demo's day, so that warranties end when they should."""

    customer: str
    project: str
    address: str
    district: str
    contact: str
    phone: str
    accepted: int
    months: int
    pieces: tuple[tuple[str, str, str, str], ...]


PROJECTS: tuple[DemoProject, ...] = (
    DemoProject("海晟大厦物业服务处", "海晟大厦客梯改造", "滨江区海晟路 88 号 2 号楼", "滨江", "周海燕", "13851506601", 610, 24,
                (("DM25-01187", "电梯门机", "DO-3200", "1 号客梯"), ("DM25-01188", "电梯门机", "DO-3200", "2 号客梯"))),
    DemoProject("城南人民医院", "门诊楼电梯与门禁改造", "城南区建康路 155 号", "城南", "蒋国平", "13851506622", 615, 24,
                (("DM25-00931", "电梯门机", "DO-3200", "1 号客梯"), ("AC22-40316", "门禁控制器", "AC-804", "1 层弱电井"))),
    DemoProject("启航小学", "校园监控", "城东区启航路 6 号", "城东", "陈伟", "13851506633", 1500, 24,
                (("NVR-A2209-0417", "监控硬盘录像机", "NVR-16", "总务处"), ("PS-0093", "摄像机电源", "PS-12", "西门岗亭"))),
    DemoProject("绿洲停车场管理处", "停车场充电桩", "城东区绿洲大道 20 号", "城东", "徐海峰", "13851506644", 722, 24,
                (("EVC60-2207", "充电桩", "EVC-60", "7 号位"), ("EVC60-2208", "充电桩", "EVC-60", "8 号位"))),
    DemoProject("城南物流园", "机房 UPS", "城南区物流园 C 区", "城南", "方喆", "02584456677", 980, 36,
                (("UPS-33-1120", "UPS", "UPS-20K", "C 区机房"),)),
    DemoProject("锦和花园物业", "楼宇对讲", "滨江区锦和路 12 号", "滨江", "黄珺", "13851506655", 1240, 24,
                (("DT24-00512", "楼宇对讲主机", "DT-88", "3 栋大门"),)),
    DemoProject("万和商业管理", "万和广场地下车库道闸与充电桩", "雨花区万和路 1 号", "雨花", "徐海燕", "13851506666", 870, 24,
                (("EVC60-1802", "充电桩", "EVC-60", "3 号位"), ("BG-1120", "车牌道闸", "BG-6", "东出口"))),
    DemoProject("江北图书馆", "门禁与通道闸", "江北区文汇路 3 号", "江北", "吴堃", "13851506677", 330, 36,
                (("GT26-0021", "通道闸", "GT-3", "正门"), ("AC26-0102", "门禁控制器", "AC-804", "书库"))),
    DemoProject("云栖酒店", "客房门锁与监控", "滨江区云栖街 9 号", "滨江", "林珂", "13851506688", 95, 24,
                (("NVR-B2608-0033", "监控硬盘录像机", "NVR-32", "监控室"),)),
    DemoProject("宏达机械厂", "厂区监控与道闸", "江宁区宏达路 77 号", "江宁", "马胜利", "02552118899", 2200, 24,
                (("BG-0417", "车牌道闸", "BG-6", "北门"), ("NVR-A2005-0110", "监控硬盘录像机", "NVR-16", "门卫室"))),
)  # fmt: skip


# Records the drafts of one tap as this person and returns the facts they became.
Tell = Callable[[UserId, tuple[Draft, ...]], Sequence[Fact]]


class Storyteller:
    """Tells facts in the order they happened, each past its gate."""

    def __init__(self, tell: Tell, today: datetime) -> None:
        self._tell = tell
        self.now = today
        self.today = today.astimezone(SHANGHAI).replace(hour=0, minute=0, second=0, microsecond=0)
        self.sheets: dict[SheetId, Sheet] = {}
        self._told = 0

    def at(self, day: int, clock: str) -> datetime:
        hour, minute = clock.split(":")
        return self.today + timedelta(days=day, hours=int(hour), minutes=int(minute))

    def later(self, starts: datetime) -> datetime:
        """A window that would have passed, moved on: whoever starts the demo late still finds visits ahead today."""
        ahead = self.now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=2 if starts.hour < 15 else 4)
        return ahead if ahead.astimezone(SHANGHAI).hour >= self.now.astimezone(SHANGHAI).hour else starts + timedelta(days=1)

    def policy(self, at: datetime) -> Policy:
        return max((p for p in POLICIES if p.effective_on <= day_of(at)), key=lambda p: p.effective_on, default=POLICIES[0])

    def record(
        self, who: DemoPerson, sheet: SheetId, kind: SheetKind, at: datetime, *bodies: Any, because: Exception_ | None = None
    ) -> None:
        """Decide these bodies on the sheet as it stands and tell them."""
        ground = Ground(at, who.id, frozenset(who.roles), self.policy(at))
        before = self.sheets.get(sheet, new_sheet(sheet, kind))
        drafts = decide(before, *bodies, ground=ground, exception=because)
        for fact in self._tell(who.id, drafts):
            self._told += 1
            before = apply(before, fact, Stamp(who.id, self._told))
        self.sheets[sheet] = before


def tell_company(tell: Tell, now: datetime) -> Storyteller:
    """Tell the demo company as facts up to `now`, in the order a company grows: people, rules, archive, cases. Others may tell on."""
    story = Storyteller(tell, now)
    _people(story)
    _rules(story)
    _archive(story)
    for case in _cases():
        tell_case(story, case)
    # Found on site beside the broken recorder; the clerk compares it with the delivery papers.
    found = EquipmentInstalled(Equipment("PS-0094", "摄像机电源", "PS-12", "东门岗亭"))
    story.record(LI, archive_sheet(2), "archive", story.now - timedelta(minutes=15), found)
    return story


def _people(story: Storyteller) -> None:
    for person in PEOPLE:
        added = PersonAdded(person.login, person.name, person.phone, person.skills, person.district)
        story.record(ADMIN, SheetId(person.id), "person", story.at(-400, "8:30"), added, RolesGiven(tuple(person.roles)))


def _rules(story: Storyteller) -> None:
    for policy in POLICIES:
        in_time = datetime.combine(policy.effective_on, time(10), SHANGHAI) - timedelta(days=7)
        story.record(DIRECTOR, POLICY_SHEET, "policy", min(story.at(-390, "10:00"), in_time), PolicyApproved(policy))
    note = "铜价下降，接触器进价降了 9%；人工两年没调，周边同行都在 420 以上；硬盘改 6 TB，旧型号停产。"
    story.record(SUPERVISOR, POLICY_SHEET, "policy", story.at(-1, "17:20"), PolicyProposed(draft_of(day_of(story.today)), note))
    story.record(ACCOUNTANT, RECEIPT_BOOK, "documents", story.at(-60, "9:00"), NumbersIssued("receipt", 24801, 24900))
    story.record(ACCOUNTANT, RECEIPT_BOOK, "documents", story.at(-60, "9:05"), NumbersIssued("invoice", 61201, 61250))


def archive_sheet(place: int) -> SheetId:
    return SheetId(demo_id(2, place + 1))


def _archive(story: Storyteller) -> None:
    for place, p in enumerate(PROJECTS):
        accepted = day_of(story.today) - timedelta(days=p.accepted)
        known = ProjectRecorded(p.customer, p.project, p.address, p.district, p.contact, p.phone, accepted, p.months)
        pieces = (EquipmentInstalled(Equipment(serial, name, model, where)) for serial, name, model, where in p.pieces)
        more = (*CONTRACTS.get(p.project, ()), *DOCUMENTS.get(p.project, ()))
        story.record(CLERK, archive_sheet(place), "archive", story.at(-min(380, p.accepted - 1), "14:00"), known, *pieces, *more)


@frozen
class DemoCase:
    """One case: which project and piece, when it came in, how far it got, and who has it."""

    project: int
    piece: int
    fault: str
    day: int
    clock: str
    wanted: str
    stage: str
    technician: DemoPerson | None = None
    cause: str = ""
    urgency: Urgency = "normal"
    window: tuple[int, str, int] = (0, "10:00", 90)
    charge: tuple[tuple[str, int], ...] = ()
    work: str = ""
    lacks: tuple[str, ...] = ()
    way_in: tuple[str, str] = ("phone", "")
    late: int = 0
    fare_fen: int = 200
    face: Satisfaction = "very_satisfied"


def _cases() -> Iterator[DemoCase]:
    yield DemoCase(9, 0, "北门道闸抬杆一半就停，要用手扶", -34, "8:50", "当天", "closed", LI, "限位开关松动", "normal", (-33, "9:00", 60),
                   (("L-01", 50), ("T-02", 100)), "调整限位开关并紧固，抬落杆各试 20 次正常。")  # fmt: skip
    yield DemoCase(0, 0, "1 号客梯开门慢，有异响", -75, "10:10", "两天内", "closed", WANG, "门滑块磨损", "normal", (-74, "14:00", 60),
                   (), "更换门滑块，清洁地坎，开关门正常。")  # fmt: skip
    yield DemoCase(6, 0, "3 号位充电桩插枪没反应", -2, "10:12", "今天下午", "reported", WANG, "交流接触器触点烧蚀", "important",
                   (-1, "14:00", 60), (("P-201", 100), ("L-01", 60)), "更换接触器 CJX2-6511 一只，试充 20 分钟正常。")  # fmt: skip
    yield DemoCase(
        5, 0, "3 栋大门主机按键失灵，住户进不了门", -1, "9:20", "尽快", "agreed", WANG, "按键面板进水", "normal", (0, "16:30", 60)
    )
    yield DemoCase(
        3, 0, "7 号充电桩充一会儿就停，屏上报过温", -1, "15:40", "明天", "agreed", WANG, "风扇停转或滤网堵", "normal", (0, "14:00", 90)
    )
    yield DemoCase(7, 1, "书库刷卡后不开门，绿灯亮", -1, "16:05", "这两天都行", "agreed", LI, "电锁线路", "normal", (1, "9:30", 90))
    yield DemoCase(4, 0, "UPS 一直响，屏上显示电池故障", -1, "14:30", "尽快，别断电", "not_reached", WANG, "蓄电池老化", "important")
    yield DemoCase(2, 0, "录像机开机没画面，里面有咔咔声", -1, "11:25", "上课前后都可以", "assigned", LI, "硬盘损坏", "normal")
    yield DemoCase(0, 1, "关门到一半反弹，一上午好几次", 0, "8:05", "今天上午", "analysed", None, "光幕被撞或皮带松", "urgent")
    yield DemoCase(1, 0, "1 号客梯门机反复开合，已停用，病人多", 0, "8:20", "尽快", "handed_over", None, urgency="urgent")
    yield DemoCase(8, 0, "监控室 4 个画面黑屏", 0, "8:35", "今天下午", "handed_over")
    yield DemoCase(9, 1, "门卫室录像查不到三天前的", -1, "17:10", "", "taken", lacks=("wanted", "phone"), way_in=("relayed", "王建军"))
    yield DemoCase(7, 0, "正门通道闸有一道不放行", 0, "8:40", "", "taken", lacks=("wanted",))


ORDER = ("taken", "handed_over", "analysed", "assigned", "not_reached", "agreed", "reported", "closed")


def tell_case(story: Storyteller, case: DemoCase) -> None:
    """One case as far as its stage."""
    sheet = SheetId(demo_id(3, len(story.sheets)))
    reach = ORDER.index(case.stage)
    began = min(story.at(case.day, case.clock), story.now - timedelta(minutes=20))
    _take(story, case, sheet, began, reach)
    if reach >= ORDER.index("analysed"):
        analysed = Analysed(case.cause, case.urgency, "带齐备件，先电话确认现场情况。")
        bodies = (analysed, Assigned(case.technician.id)) if case.technician else (analysed,)
        story.record(SUPERVISOR, sheet, "repair", began + timedelta(minutes=8), *bodies)
    if case.stage == "not_reached":
        again = max(story.at(0, "16:00"), began + timedelta(hours=2))
        story.record(WANG, sheet, "repair", began + timedelta(minutes=40), ContactAttempted("not_reached", "响铃没人接", again))
    if reach >= ORDER.index("agreed"):
        _agree(story, case, sheet, began)
    if reach >= ORDER.index("reported"):
        _visit(story, case, sheet)
    if case.stage == "closed":
        story.record(SUPERVISOR, sheet, "repair", story.at(case.window[0] + 1, "9:10"), SignedOff("处理及时。"))


def _take(story: Storyteller, case: DemoCase, sheet: SheetId, began: datetime, reach: int) -> None:
    p = PROJECTS[case.project]
    serial, name, _model, where = p.pieces[case.piece]
    values = {"contact": p.contact, "phone": p.phone, "fault": case.fault, "wanted": case.wanted} | dict.fromkeys(case.lacks, "")
    accepted = day_of(story.today) - timedelta(days=p.accepted)
    request = Request(
        customer=p.customer, project=p.project, accepted_on=accepted, warranty_months=p.months, address=p.address, district=p.district,
        archive=archive_sheet(case.project), serial=serial, equipment=f"{name} {where}", **values,
    )  # fmt: skip
    number = next_number(day_of(began), "A2", (s.entries[0].body.number for s in story.sheets.values() if s.kind == "repair"))
    way, relayed_by = case.way_in
    taken = RequestTaken(number, way, request, relayed_by)  # type: ignore[arg-type]
    story.record(CLERK, sheet, "repair", began, *((taken, HandedOver()) if reach else (taken,)))


def _agree(story: Storyteller, case: DemoCase, sheet: SheetId, began: datetime) -> None:
    assert case.technician  # noqa: S101  told for the type checker: agreed cases have one
    day, clock, minutes = case.window
    starts = story.at(day, clock)
    if case.stage == "agreed" and starts < story.now + timedelta(minutes=30):
        starts = story.later(starts)
    known = story.sheets[sheet].entries[0].body.request
    covered = proposal(cover_of(known.accepted_on, known.warranty_months), day_of(began)).decision == "inside"
    told = VisitAgreed(starts, starts + timedelta(minutes=minutes), True, not covered, None if covered else 40000)
    agreed_at = min(began + timedelta(minutes=30), starts - timedelta(hours=1))
    story.record(case.technician, sheet, "repair", agreed_at, told)
    if case.stage == "agreed":
        story.record(SUPERVISOR, sheet, "repair", agreed_at + timedelta(minutes=5), NoteAdded("车可以停南门，找门卫登记。"))


def _visit(story: Storyteller, case: DemoCase, sheet: SheetId) -> None:
    assert case.technician  # noqa: S101  told for the type checker: visited cases have one
    who, start = case.technician, story.at(case.window[0], case.window[1])
    step = Steps(story, who, sheet, start + timedelta(minutes=case.late))
    step(-25, TransportChosen("bus", fare_fen=case.fare_fen), Departed())
    step(-3, Arrived())
    policy = story.policy(start)
    step(2, ArrivalChecked(policy.label, tuple(Answer(item.code, "yes") for item in policy.checklist)))
    known = story.sheets[sheet].entries[0].body.request
    step(15, Diagnosed(known.equipment, case.cause, "on_site", known.serial))
    outcome = proposal(cover_of(known.accepted_on, known.warranty_months), day_of(story.sheets[sheet].entries[0].at)).decision
    step(18, WarrantyDecided(known.serial, outcome, known.accepted_on, known.warranty_months))
    if case.charge:
        _quote(story, case, step, policy)
    parts = tuple(PartUsed(fee.name, quantity, code) for code, quantity in case.charge if (fee := policy.fee(code)) and fee.kind == "part")
    step(70, WorkRecorded(case.work, 50, "fixed", parts=parts, explained=True))
    signature = scribble(len(known.contact))
    step(75, RecordSigned(fingerprint(shown_record(step.sheet)), signature, known.contact, case.face, "现场负责人"))
    if case.charge:
        _collect(story, step)
    step(85, LeftSite())
    step(95, Reported("已修好，试用正常。", "客户满意。"))


class Steps:
    """One technician's records on one sheet, timed from the start of the window."""

    def __init__(self, story: Storyteller, who: DemoPerson, sheet: SheetId, start: datetime) -> None:
        self._story, self.who, self.id, self.start = story, who, sheet, start

    @property
    def sheet(self) -> Sheet:
        return self._story.sheets[self.id]

    def __call__(self, minute: int, *bodies: Any, because: Exception_ | None = None) -> None:
        self._story.record(self.who, self.id, "repair", self.start + timedelta(minutes=minute), *bodies, because=because)


def _quote(story: Storyteller, case: DemoCase, step: Steps, policy: Policy) -> None:
    fees = ((policy.fee(code), quantity) for code, quantity in case.charge)
    lines = tuple(Line(fee.kind, fee.name, fee.unit, fee.price_fen, quantity, "standard", fee.code) for fee, quantity in fees if fee)
    step(22, Quoted(lines, policy.label))
    step(26, Consented(fingerprint(shown_quote(step.sheet)), scribble(3), step.sheet.entries[0].body.request.contact, "现场负责人"))


def _collect(story: Storyteller, step: Steps) -> None:

    number = free_numbers(story.sheets[RECEIPT_BOOK], "receipt")[0]
    before = step.start - timedelta(hours=2)
    story.record(ACCOUNTANT, RECEIPT_BOOK, "documents", before, NumberAllotted("receipt", number, step.sheet.id))
    story.record(ACCOUNTANT, step.sheet.id, "repair", before, ReceiptAllotted(printed(number), "receipt"))
    due = due_fen(step.sheet)
    limit = cash_limit(Ground(step.start, ACCOUNTANT.id, frozenset(), story.policy(step.start)))
    because = Exception_("P8.4", "客户财务下班，当日无法转账") if due > limit else None
    step(80, CashReceived(due, (due + 9999) // 10000 * 10000, printed(number)), because=because)


def scribble(letters: int) -> Signature:
    """A signature as a hand would draw it: a few loops a letter."""
    strokes = []
    for letter in range(letters):
        left = 60 + letter * 180
        across = (left + round(70 * math.sin(t / 3)) + t * 2 for t in range(36))
        strokes.append([(x, 130 + round(60 * math.cos(t / 2.3)), letter * 900 + t * 16) for t, x in enumerate(across)])
    return Signature(680, 300, encode(strokes))
