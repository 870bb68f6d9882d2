"""Visits of 王建军 halted at every step, told past every gate into a demo company: what pictures of the later screens are taken of."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from field_app.domain.days import day_of
from field_app.domain.documents import RECEIPT_BOOK, NumberAllotted, free_numbers, printed
from field_app.domain.facts import Draft, Fact, SheetId, UserId
from field_app.domain.policy import Policy
from field_app.domain.repair.appointment import Departed, TransportChosen, VisitAgreed
from field_app.domain.repair.arrival import Answer, ArrivalChecked, Arrived
from field_app.domain.repair.charges import Consented, Line, Quoted, fingerprint, shown_quote
from field_app.domain.repair.diagnosis import Diagnosed
from field_app.domain.repair.dispatch import Analysed, Assigned
from field_app.domain.repair.intake import HandedOver, Request, RequestTaken, request
from field_app.domain.repair.record import PartUsed, RecordSigned, WorkRecorded, shown_record
from field_app.domain.repair.settlement import LeftSite, ReceiptAllotted
from field_app.domain.repair.signoff import Reported, SentBack
from field_app.domain.repair.takeback import TakenBack, TakenPiece, shown_slip, slip_code, slip_number
from field_app.domain.repair.warranty import WarrantyDecided
from field_app.domain.repair.warranty_rule import cover_of, proposal
from sync.demo import ACCOUNTANT, CLERK, PROJECTS, SUPERVISOR, WANG, Steps, Storyteller, archive_sheet, demo_id, scribble
from sync.protocol import utc_now
from sync.server.app import Office
from sync.server.papers import sheet_of
from sync.server.people import push_as
from sync.server.settings import Settings

CHARGED, GUARDED = 5, 0  # projects out of and in warranty
STAGES = ("arrived", "checked", "diagnosed", "decided", "quoted", "worked", "signed", "to_take", "taken", "left", "sent_back")
CAUSE, PARTS = "按键面板进水", (("L-01", 50), ("P-101", 100), ("W-202", 200))


def sheet_at(stage: str) -> SheetId:
    """The visit that stands there."""
    return SheetId(demo_id(9, STAGES.index(stage) + 1))


def case_of(page: str) -> str:
    """The address of a page of the visit at this stage: `case_of("quoted/consent")`."""
    stage, _slash, step = page.partition("/")
    return "/".join(filter(None, ("/case", sheet_at(stage), step)))


class Halted:
    """Tells the visits, each with a number of its own."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._story = Storyteller(self._tell, utc_now())
        with office.database.read() as connection:
            book = sheet_of(connection, office.settings.company, RECEIPT_BOOK)
        assert book, "the demo company issues receipts"
        self._story.sheets[RECEIPT_BOOK] = book

    def _tell(self, user: UserId, drafts: Sequence[Draft]) -> Sequence[Fact]:
        push = push_as(self._office.log, user, drafts)
        self._office.log.append(push)
        return [line.fact for line in push.lines if line.fact]

    def tell(self, stage: str, project: int, *deeds: Callable[[Steps, Policy], None]) -> Steps:
        step = _on_the_way(self._story, stage, project)
        for deed in deeds:
            deed(step, self._story.policy(step.start))
        return step

    def allot(self, step: Steps) -> None:
        number = free_numbers(self._story.sheets[RECEIPT_BOOK], "receipt")[0]
        at = step.start + timedelta(minutes=1)
        self._story.record(ACCOUNTANT, RECEIPT_BOOK, "documents", at, NumberAllotted("receipt", number, step.id))
        self._story.record(ACCOUNTANT, step.id, "repair", at, ReceiptAllotted(printed(number), "receipt"))

    def send_back(self, step: Steps) -> None:
        words = "没写换下来的零件号，照片也少一张，补上再报。"
        self._story.record(SUPERVISOR, step.id, "repair", step.start + timedelta(minutes=55), SentBack(words))

    def slip(self, stage: str) -> str:
        """The private address of its slip."""
        sheet = self._story.sheets[sheet_at(stage)]
        entry = sheet.last(TakenBack)
        assert entry
        return slip_code(sheet.id, entry)


def halt(database: str) -> Halted:
    """Tells the visits into this demo company."""
    told = Halted(Office(Settings(database=database)))
    told.tell("arrived", GUARDED, _arrive)
    told.tell("checked", CHARGED, _arrive, _check)
    told.tell("diagnosed", GUARDED, _arrive, _check, _diagnose)
    told.tell("decided", CHARGED, _arrive, _check, _diagnose, _decide)
    told.tell("quoted", CHARGED, _arrive, _check, _diagnose, _decide, _quote)
    told.tell("worked", CHARGED, _arrive, _check, _diagnose, _decide, _quote, _work)
    told.allot(told.tell("signed", CHARGED, _arrive, _check, _diagnose, _decide, _quote, _work, _sign))
    told.tell("to_take", CHARGED, _arrive, _check, _diagnose_to_take, _decide)
    told.tell("taken", CHARGED, _arrive, _check, _diagnose_to_take, _decide, _take)
    told.tell("left", GUARDED, _arrive, _check, _diagnose, _decide, _work, _sign, _leave)
    told.send_back(told.tell("sent_back", GUARDED, _arrive, _check, _diagnose, _decide, _work, _sign, _leave, _report))
    return told


def _on_the_way(story: Storyteller, stage: str, project: int) -> Steps:
    p = PROJECTS[project]
    serial, name, _model, where = p.pieces[0]
    accepted = day_of(story.today) - timedelta(days=p.accepted)
    known = Request(
        customer=p.customer, project=p.project, accepted_on=accepted, warranty_months=p.months, address=p.address, district=p.district,
        archive=archive_sheet(project), serial=serial, equipment=f"{name} {where}", contact=p.contact, phone=p.phone,
        fault="3 栋大门主机按键失灵，住户进不了门，只能从车库绕，老人意见很大", wanted="尽快",
    )  # fmt: skip
    start = story.now - timedelta(minutes=60)
    step = Steps(story, WANG, sheet_at(stage), start)
    number = f"{day_of(story.today):%y%m%d}-A9-{STAGES.index(stage) + 1:02d}"
    story.record(CLERK, step.id, "repair", start - timedelta(hours=5), RequestTaken(number, "phone", known), HandedOver())
    story.record(SUPERVISOR, step.id, "repair", start - timedelta(hours=4), Analysed(CAUSE, "urgent"), Assigned(WANG.id))
    step(-120, VisitAgreed(start, start + timedelta(minutes=90), True, True, 40_000))
    step(-25, TransportChosen("bus", fare_fen=200), Departed())
    return step


def _arrive(step: Steps, _policy: Policy) -> None:
    step(3, Arrived())


def _check(step: Steps, policy: Policy) -> None:
    answers = [Answer(item.code, "yes") for item in policy.checklist]
    answers[-1] = Answer(policy.checklist[-1].code, "no", "值班室没人，贴了告示")
    step(6, ArrivalChecked(policy.label, tuple(answers)))


def _diagnose(step: Steps, _policy: Policy) -> None:
    known = request(step.sheet)
    step(15, Diagnosed(known.equipment, CAUSE, "on_site", known.serial))


def _diagnose_to_take(step: Steps, _policy: Policy) -> None:
    known = request(step.sheet)
    step(15, Diagnosed(known.equipment, CAUSE, "take_back", known.serial))


def _decide(step: Steps, _policy: Policy) -> None:
    known = request(step.sheet)
    outcome = proposal(cover_of(known.accepted_on, known.warranty_months), day_of(step.sheet.entries[0].at)).decision
    step(18, WarrantyDecided(known.serial, outcome, known.accepted_on, known.warranty_months))


def _quote(step: Steps, policy: Policy) -> None:
    known = request(step.sheet)
    fees = ((policy.fee(code), quantity) for code, quantity in PARTS)
    lines = tuple(Line(f.kind, f.name, f.unit, f.price_fen, quantity, "standard", f.code, known.serial) for f, quantity in fees if f)
    step(22, Quoted(lines, policy.label))


def _work(step: Steps, policy: Policy) -> None:
    if step.sheet.said(Quoted):
        step(26, Consented(fingerprint(shown_quote(step.sheet)), scribble(3), request(step.sheet).contact, "现场负责人"))
    part = policy.fee("P-101")
    assert part
    parts = (PartUsed(part.name, 100, part.code),)
    step(40, WorkRecorded("换按键面板和控制板，吹干端子，试呼叫 20 次正常。", 50, "fixed", parts=parts, explained=True))


def _sign(step: Steps, _policy: Policy) -> None:
    shown: dict[str, Any] = shown_record(step.sheet)
    step(44, RecordSigned(fingerprint(shown), scribble(3), request(step.sheet).contact, "satisfied", "现场负责人"))


def _take(step: Steps, _policy: Policy) -> None:
    known = request(step.sheet)
    piece = TakenPiece(known.equipment, "面板有划痕，左下角缺 1 颗螺丝", known.serial, "电源线 1 根，门禁卡 2 张")
    slip, promised = slip_number(step.sheet), day_of(step.start) + timedelta(days=7)
    shown = fingerprint(shown_slip(step.sheet, slip, (piece,), promised))
    step(30, TakenBack(slip, (piece,), promised, shown, scribble(3), known.contact, "现场负责人"))


def _leave(step: Steps, _policy: Policy) -> None:
    step(48, LeftSite())


def _report(step: Steps, _policy: Policy) -> None:
    step(52, Reported("已修好，试用正常。", "客户满意。"))
