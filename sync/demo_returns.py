"""What the demo company has taken back, the cash its technicians handed in, and a customer who pays late. Invented, and past every gate."""

from datetime import timedelta
from typing import Any

from attrs import frozen

from field_app.domain.cash import CashCounted, CashHandedOver, cash_sheet, held
from field_app.domain.days import day_of
from field_app.domain.facts import SheetId
from field_app.domain.person import PersonAdded, RolesGiven
from field_app.domain.repair.appointment import Departed, TransportChosen, VisitAgreed
from field_app.domain.repair.arrival import Answer, ArrivalChecked, Arrived
from field_app.domain.repair.charges import Consented, Line, Quoted, fingerprint, shown_quote
from field_app.domain.repair.diagnosis import Diagnosed
from field_app.domain.repair.intake import request
from field_app.domain.repair.record import RecordSigned, WorkRecorded, shown_record
from field_app.domain.repair.register import CustomerTold, PieceProgressed, PieceReceived, PromiseMoved
from field_app.domain.repair.settlement import DebtChased, LeftSite, PaymentAgreed, due_fen, shown_agreement
from field_app.domain.repair.signoff import Reported, SignedOff
from field_app.domain.repair.takeback import TakenBack, TakenPiece, shown_slip, slip_number
from field_app.domain.repair.warranty import WarrantyDecided
from field_app.domain.repair.warranty_rule import cover_of, proposal
from sync.demo import (
    ACCOUNTANT,
    ADMIN,
    BENCH,
    EMPLOYEE,
    LI,
    SUPERVISOR,
    WANG,
    DemoCase,
    DemoPerson,
    Steps,
    Storyteller,
    scribble,
    tell_case,
)


@frozen
class Taken:
    """One piece taken back: which project's, when, in what state it left, and what became of it at the bench, by days since."""

    project: int
    piece: int
    fault: str
    cause: str
    day: int
    who: DemoPerson
    condition: str
    accessories: str
    promised_in: int
    bench: tuple[tuple[float, Any], ...] = ()


def tell_returns(story: Storyteller) -> None:
    """The bench, pieces in every state, a debt and two handovers."""
    _people(story)
    for taken in _taken():
        _take(story, taken)
    _debt(story)
    _handed_in(story)


def _people(story: Storyteller) -> None:
    for person in (BENCH, EMPLOYEE):
        added = PersonAdded(person.login, person.name, person.phone, person.skills, person.district)
        story.record(ADMIN, SheetId(person.id), "person", story.at(-399, "8:30"), added, RolesGiven(tuple(person.roles)))


def _taken() -> tuple[Taken, ...]:
    return (
        Taken(2, 1, "西门岗亭摄像机没电", "电源无输出", -12, LI, "外壳完好，无输出", "", 8,
              ((1, "received"), (2, "in_repair"), (4, "parts"), (5, "move"))),
        Taken(8, 0, "录像机反复重启", "主板电容鼓包", -9, LI, "机壳左角凹，缺电源线", "硬盘 4 块（有录像）", 7,
              ((1, "received"), (2, "in_repair"), (5, "move"), (5.2, "told"))),
        Taken(5, 0, "对讲主机无声音", "功放板损坏", -7, WANG, "面板有划痕", "", 10, ((1, "received"), (3, "in_repair"), (5, "ready"))),
        Taken(4, 0, "UPS 报整流故障", "功率模块击穿，机龄八年", -5, WANG, "外壳锈蚀", "通信卡 1 块", 9,
              ((1, "received"), (3, "not_worth"))),
        Taken(7, 1, "门禁控制器死机", "通信口烧毁", -1, LI, "外壳完好", "安装支架 1 个", 7),
    )  # fmt: skip


def _take(story: Storyteller, taken: Taken) -> None:
    case = DemoCase(taken.project, taken.piece, taken.fault, taken.day - 1, "9:00", "尽快", "analysed", taken.who, taken.cause)
    tell_case(story, case)
    step = Steps(story, taken.who, list(story.sheets)[-1], story.at(taken.day, "9:30"))
    _visit(story, step, taken.cause, "take_back")
    known = request(step.sheet)
    piece = TakenPiece(known.equipment, taken.condition, known.serial, taken.accessories)
    promised = day_of(step.start) + timedelta(days=taken.promised_in)
    slip = slip_number(step.sheet)
    shown = fingerprint(shown_slip(step.sheet, slip, (piece,), promised))
    step(40, TakenBack(slip, (piece,), promised, shown, scribble(len(known.contact)), known.contact, "现场负责人"))
    step(45, LeftSite())
    step(60, Reported("现场修不了，带回返修。", "客户同意带回。"))
    for after, what in taken.bench:
        _at_the_bench(story, step, after, what, promised)


def _at_the_bench(story: Storyteller, step: Steps, after: float, what: str, promised: Any) -> None:
    key = request(step.sheet).serial
    later = promised + timedelta(days=5)
    deeds: dict[str, tuple[DemoPerson, Any]] = {
        "received": (BENCH, PieceReceived(key, BENCH.id)),
        "in_repair": (BENCH, PieceProgressed(key, "in_repair", "拆机检测", person_days=30)),
        "parts": (BENCH, PieceProgressed(key, "waiting_parts", waits_for="电源模块，厂家周五发货")),
        "move": (BENCH, PromiseMoved(key, later, "配件晚到")),
        "told": (step.who, CustomerTold(key, later, note="客户说可以等")),
        "ready": (BENCH, PieceProgressed(key, "ready", "换功放板，老化四小时正常", person_days=50)),
        "not_worth": (BENCH, PieceProgressed(key, "not_worth", "修理费超过新机一半，建议换 UPS-20K 新机")),
    }
    who, body = deeds[what]
    story.record(who, step.id, "repair", step.start + timedelta(days=after), body)


def _visit(story: Storyteller, step: Steps, cause: str, way: Any) -> None:
    """Agreed, on the way, there, checked, diagnosed, warranty decided."""
    start = step.start
    step(-60, VisitAgreed(start, start + timedelta(minutes=90), True, True, 40000))
    step(-25, TransportChosen("bus"), Departed())
    step(-3, Arrived())
    policy = story.policy(start)
    step(2, ArrivalChecked(policy.label, tuple(Answer(item.code, "yes") for item in policy.checklist)))
    known = request(step.sheet)
    step(15, Diagnosed(known.equipment, cause, way, known.serial))
    outcome = proposal(cover_of(known.accepted_on, known.warranty_months), day_of(step.sheet.entries[0].at)).decision
    step(18, WarrantyDecided(known.serial, outcome, known.accepted_on, known.warranty_months))


def _debt(story: Storyteller) -> None:
    """A charged repair whose customer signed to pay within ten days, three weeks ago."""
    case = DemoCase(6, 1, "东出口道闸撞坏", -22, "8:40", "当天", "analysed", LI, "闸杆机构变形")
    tell_case(story, case)
    step = Steps(story, LI, list(story.sheets)[-1], story.at(-21, "14:00"))
    _visit(story, step, case.cause, "on_site")
    policy = story.policy(step.start)
    fees = ((policy.fee(code), quantity) for code, quantity in (("L-01", 50), ("P-401", 100)))
    lines = tuple(Line(fee.kind, fee.name, fee.unit, fee.price_fen, quantity, "standard", fee.code) for fee, quantity in fees if fee)
    step(22, Quoted(lines, policy.label))
    known = request(step.sheet)
    step(26, Consented(fingerprint(shown_quote(step.sheet)), scribble(3), known.contact, "现场负责人"))
    step(80, WorkRecorded("校正闸杆机构，换控制主板，抬落杆 30 次正常。", 50, "fixed", explained=True))
    step(85, RecordSigned(fingerprint(shown_record(step.sheet)), scribble(3), known.contact, "satisfied", "现场负责人"))
    due, by, payer = due_fen(step.sheet), day_of(step.start) + timedelta(days=10), "万和商业管理财务部"
    shown = fingerprint(shown_agreement(step.sheet, due, "transfer", by, payer))
    step(88, PaymentAgreed(due, "transfer", by, payer, shown, scribble(3), known.contact, "现场负责人"))
    step(90, LeftSite())
    step(99, Reported("已修好。", "客户满意，款项月结。"))
    story.record(SUPERVISOR, step.id, "repair", story.at(-20, "9:00"), SignedOff("跟进付款。"))
    chased = DebtChased("财务说这周排款", day_of(story.today) + timedelta(days=2))
    story.record(ACCOUNTANT, step.id, "repair", story.at(-4, "10:00"), chased)


def _handed_in(story: Storyteller) -> None:
    """李志强's cash is counted and 10 yuan short; some of 王建军's waits to be counted."""
    repairs = [sheet for sheet in story.sheets.values() if sheet.kind == "repair"]
    mine = held(LI.id, repairs, None)
    on, due = cash_sheet(LI.id), sum(item.amount_fen for item in mine)
    if not mine:
        return
    story.record(LI, on, "cash", story.at(-3, "17:30"), CashHandedOver(mine, due))
    key = story.sheets[on].entries[-1].key
    story.record(ACCOUNTANT, on, "cash", story.at(-3, "17:40"), CashCounted((key.device, key.n), due - 1_000, "两人点了两遍，少一张十元"))
