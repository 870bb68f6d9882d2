"""A case told in sentences: `case().taken().handed_over().analysed().assigned(to=WANG).agreed()…`.

A `Case` is frozen; every step asks the gates as the app does, lays the fact on the sheet and lets ten minutes pass.
`case.does(body, by=…, passing="P4.2")` records any fact; `case.arrives(body, …)` is one that never asked a gate (P10.2);
`case.objections(body)` says what stands against it.
"""

from datetime import date, datetime, timedelta
from typing import Any

from attrs import evolve, frozen

from field_app.domain import catalog
from field_app.domain.days import SHANGHAI, day_of
from field_app.domain.errors import Objection
from field_app.domain.facts import Draft, Exception_, FactKey, SheetId
from field_app.domain.policy import Policy
from field_app.domain.repair.appointment import Departed, VisitAgreed
from field_app.domain.repair.arrival import Answer, ArrivalChecked, Arrived
from field_app.domain.repair.charges import Consented, ConsentRefused, Line, Quoted, fingerprint, shown_quote
from field_app.domain.repair.diagnosis import Diagnosed, WayOn
from field_app.domain.repair.dispatch import Analysed, Assigned
from field_app.domain.repair.intake import Cancelled, HandedOver, Request, RequestAmended, RequestTaken, request
from field_app.domain.repair.record import RecordSigned, Result, WorkRecorded, shown_record
from field_app.domain.repair.register import CustomerTold, PieceProgressed, PieceReceived, Progress, PromiseMoved
from field_app.domain.repair.settlement import (
    CashReceived,
    LeftSite,
    Method,
    PaidOtherwise,
    PaymentAgreed,
    ReceiptAllotted,
    shown_agreement,
)
from field_app.domain.repair.signoff import Reported, SentBack, SignedOff
from field_app.domain.repair.takeback import PieceReturned, TakenBack, TakenPiece, shown_slip, slip_number
from field_app.domain.repair.warranty import WarrantyDecided
from field_app.domain.repair.warranty_rule import Decision
from field_app.domain.sheets import Entry, Ground, Sheet, Stamp, Verdict, Voided, decide, fold, new_sheet, objections, provisional
from field_app.domain.signature import Signature, encode
from tests.cast_domain import ACCOUNTANT, BENCH, CLERK, POLICY, SUPERVISOR, WANG, Person

assert catalog.CHAPTERS  # every type is registered

MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=SHANGHAI)
SIGNATURE = Signature(640, 320, encode([[(0, 0, 0), (200, 40, 80), (220, 160, 160)], [(300, 20, 400), (300, 200, 480)]]))
SLIP_OF_THE_FINGER = Signature(640, 320, encode([[(10, 10, 0), (12, 14, 16)]]))
NO_SIGNATURE = Signature(640, 320, "")

REQUEST = Request(
    customer="海天酒店",
    project="地下车库道闸",
    contact="刘经理",
    phone="13800138000",
    fault="道闸不落杆",
    wanted="今天下午",
    accepted_on=date(2025, 6, 1),
    warranty_months=24,
    address="人民路 8 号",
)
LABOUR = Line("labour", "人工", "小时", 12_000, 200, "standard", "labour")
BOARD = Line("part", "主板", "块", 36_000, 100, "standard", "board")


@frozen
class Case:
    """One repair sheet and the clock on the wall. `n` counts the facts recorded so far, over all devices; `excuse` names the rules
    that the next tap goes past.
    """

    sheet: Sheet
    now: datetime = MORNING
    policy: Policy | None = POLICY
    n: int = 0
    excuse: str = ""

    def ground(self, by: Person = WANG) -> Ground:
        return Ground(self.now, by.user, by.roles, self.policy)

    def objections(self, body: object, by: Person = WANG, passing: str = "") -> tuple[Objection, ...]:
        """What stands against recording this now."""
        return objections(self.sheet, body, self.ground(by), Exception_(passing, "客户急用") if passing else None)

    def does(self, *bodies: object, by: Person = WANG, passing: str = "", because: str = "客户急用") -> "Case":
        """Record these in one tap, as the app does. Raises RuleBroken."""
        passed = Exception_(passing or self.excuse, because) if passing or self.excuse else None
        case = evolve(self, excuse="")
        for draft in decide(self.sheet, *bodies, ground=self.ground(by), exception=passed):
            case = case._lay(draft.body, by, draft.exception, "ok")
        return case.later(minutes=10)

    def arrives(self, *bodies: object, by: Person = WANG, verdict: Verdict = "ok") -> "Case":
        """These facts are on the sheet, whatever a gate would have said."""
        case = self
        for body in bodies:
            case = case._lay(body, by, None, verdict)
        return case

    def _lay(self, body: object, by: Person, passed: Exception_ | None, verdict: Verdict) -> "Case":
        draft_fact = provisional(Draft(self.sheet.id, body, self.now, passed), self.n + 1, by.device)
        stamp = Stamp(by.user, self.n + 1, self.now, verdict)
        return evolve(self, sheet=fold(self.sheet, [(draft_fact, stamp)]), n=self.n + 1)

    def later(self, **time: float) -> "Case":
        return evolve(self, now=self.now + timedelta(**time))

    def on(self, day: date, hour: int = 9) -> "Case":
        """The same case on another day."""
        return evolve(self, now=datetime(day.year, day.month, day.day, hour, tzinfo=SHANGHAI))

    def last(self, body: type) -> Entry[Any]:
        entry: Entry[Any] | None = self.sheet.last(body)
        assert entry is not None, f"no {body.__name__} on the sheet"
        return entry

    # The office

    def taken(self, known: Request = REQUEST, by: Person = CLERK, number: str = "261123-A7-01") -> "Case":
        return self.does(RequestTaken(number, "phone", known), by=by)

    def amended(self, by: Person = CLERK, **changes: Any) -> "Case":
        return self.does(RequestAmended(evolve(request(self.sheet), **changes)), by=by)

    def handed_over(self, by: Person = CLERK) -> "Case":
        return self.does(HandedOver(), by=by)

    def analysed(self, urgency: str = "normal", by: Person = SUPERVISOR) -> "Case":
        return self.does(Analysed("限位开关", urgency, "带一块主板"), by=by)  # type: ignore[arg-type]

    def assigned(self, to: Person = WANG, *others: Person, by: Person = SUPERVISOR) -> "Case":
        return self.does(Assigned(to.user, tuple(one.user for one in others)), by=by)

    def allotted(self, *numbers: str, by: Person = ACCOUNTANT) -> "Case":
        return self.does(*(ReceiptAllotted(number, "receipt") for number in numbers or ("0000101",)), by=by)

    def cancelled(self, reason: str = "客户自己修好了", by: Person = CLERK) -> "Case":
        return self.does(Cancelled(reason), by=by)

    def signed_off(self, comment: str = "", by: Person = SUPERVISOR, passing: str = "") -> "Case":
        return self.does(SignedOff(comment), by=by, passing=passing)

    def sent_back(self, reason: str = "请写清楚换了什么", by: Person = SUPERVISOR) -> "Case":
        return self.does(SentBack(reason), by=by)

    # The road

    def agreed(self, hours: float = 1, by: Person = WANG) -> "Case":
        """A window of an hour and a half that begins in `hours`."""
        starts_at = self.now + timedelta(hours=hours)
        return self.does(VisitAgreed(starts_at, starts_at + timedelta(minutes=90), warranty_told=True), by=by)

    def departed(self, by: Person = WANG) -> "Case":
        return self.does(Departed(), by=by)

    def arrived(self, by: Person = WANG) -> "Case":
        return self.later(hours=1).does(Arrived(), by=by)

    def checked(self, by: Person = WANG) -> "Case":
        return self.does(ArrivalChecked(POLICY.label, tuple(Answer(item.code, "yes") for item in POLICY.checklist)), by=by)

    def on_site(self, by: Person = WANG) -> "Case":
        """Agreed, on the way, arrived, checked."""
        return self.agreed(by=by).departed(by).arrived(by).checked(by)

    # The work

    def diagnosed(self, piece: str = "道闸主板", way: WayOn = "on_site", by: Person = WANG) -> "Case":
        return self.does(Diagnosed(piece, "电容鼓包", way, reason="" if way in ("on_site", "take_back") else "缺配件"), by=by)

    def decided(self, decision: Decision = "inside", piece: str = "道闸主板", by: Person = WANG) -> "Case":
        """In warranty by its dates, or outside by them."""
        accepted_on = date(2025, 6, 1) if decision == "inside" else date(2020, 6, 1)
        return self.does(WarrantyDecided(piece, decision, accepted_on, 24), by=by)

    def quoted(self, *lines: Line, by: Person = WANG) -> "Case":
        terms = "按约定的价格维修" if any(line.basis == "agreement" for line in lines) else ""
        return self.does(Quoted(lines or (LABOUR, BOARD), POLICY.label, terms), by=by)

    def consented(self, by: Person = WANG) -> "Case":
        return self.does(Consented(fingerprint(shown_quote(self.sheet)), SIGNATURE, "刘经理"), by=by)

    def refused(self, by: Person = WANG) -> "Case":
        return self.does(ConsentRefused("太贵了"), by=by)

    def worked(self, result: Result = "fixed", by: Person = WANG, passing: str = "") -> "Case":
        return self.does(WorkRecorded("换主板，试机正常", 50, result, explained=True), by=by, passing=passing)

    def signed(self, by: Person = WANG) -> "Case":
        return self.does(RecordSigned(fingerprint(shown_record(self.sheet)), SIGNATURE, "刘经理", "satisfied"), by=by)

    def taken_back(self, *pieces: TakenPiece, by: Person = WANG, promised_in: int = 14) -> "Case":
        listed = pieces or (TakenPiece("道闸主板", "外壳完好", "SN-1", "电源线"),)
        return self.does(slip(self.sheet, listed, day_of(self.now) + timedelta(days=promised_in)), by=by)

    def received(self, piece: str = "SN-1", bench: Person = BENCH, by: Person = BENCH) -> "Case":
        return self.does(PieceReceived(piece, bench.user), by=by)

    def progressed(self, state: Progress, piece: str = "SN-1", by: Person = BENCH) -> "Case":
        return self.does(PieceProgressed(piece, state, "换了电容", "电容 400 V"), by=by)

    def moved(self, to: date, piece: str = "SN-1", by: Person = BENCH) -> "Case":
        return self.does(PromiseMoved(piece, to, "等配件"), by=by)

    def told(self, on: date, piece: str = "SN-1", by: Person = WANG) -> "Case":
        return self.does(CustomerTold(piece, on), by=by)

    def returned(self, piece: str = "SN-1", by: Person = WANG) -> "Case":
        return self.does(PieceReturned(piece, True, SIGNATURE, "刘经理"), by=by)

    # The money

    def cash(self, amount_fen: int, receipt: str = "0000101", by: Person = WANG, passing: str = "") -> "Case":
        return self.does(CashReceived(amount_fen, amount_fen, receipt), by=by, passing=passing)

    def paid_otherwise(self, amount_fen: int, receipt: str = "0000101", by: Person = WANG, passing: str = "") -> "Case":
        return self.does(PaidOtherwise(amount_fen, "wechat", receipt), by=by, passing=passing)

    def payment_agreed(self, amount_fen: int, by: Person = WANG) -> "Case":
        return self.does(agreement(self.sheet, amount_fen, day_of(self.now) + timedelta(days=30)), by=by)

    def left(self, by: Person = WANG, passing: str = "") -> "Case":
        return self.does(LeftSite(), by=by, passing=passing)

    def reported(self, by: Person = WANG) -> "Case":
        return self.does(Reported("修好了", "客户满意"), by=by)

    def voided(self, body: type, reason: str = "记错了", by: Person = WANG) -> "Case":
        """The newest entry of this type is corrected."""
        return self.does(voids(self.last(body).key, reason), by=by)


def case(sheet_id: str = "case-1", at: datetime = MORNING) -> Case:
    """An empty repair sheet on a Monday morning."""
    return Case(new_sheet(SheetId(sheet_id), "repair"), at)


def ready(to: Person = WANG, *others: Person) -> Case:
    """Taken, handed over, analysed and assigned."""
    return case().taken().handed_over().analysed().assigned(to, *others)


def in_warranty() -> Case:
    """On site, with a piece in warranty to repair."""
    return ready().on_site().diagnosed().decided("inside")


def chargeable() -> Case:
    """On site, with a piece out of warranty, quoted at 600.00 and agreed to; two receipts at hand."""
    return ready().allotted("0000101", "0000102").on_site().diagnosed().decided("outside").quoted().consented()


def slip(sheet: Sheet, pieces: tuple[TakenPiece, ...], promised_on: date) -> TakenBack:
    """A take-back slip as the customer was shown and signed it."""
    number = slip_number(sheet)
    return TakenBack(number, pieces, promised_on, fingerprint(shown_slip(sheet, number, pieces, promised_on)), SIGNATURE, "刘经理")


def agreement(sheet: Sheet, amount_fen: int, due_on: date, method: Method = "transfer", payer: str = "海天酒店财务") -> PaymentAgreed:
    """An invoice acknowledgement as the customer was shown and signed it."""
    shown = fingerprint(shown_agreement(sheet, amount_fen, method, due_on, payer))
    return PaymentAgreed(amount_fen, method, due_on, payer, shown, SIGNATURE, "刘经理")


def voids(key: FactKey, reason: str = "记错了") -> Voided:
    return Voided((key.device, key.n), reason)


def said(found: tuple[Objection, ...]) -> list[tuple[str, str | None, bool]]:
    """Objections without their words: rule, field, passable."""
    return [(o.rule, o.field, o.passable) for o in found]
