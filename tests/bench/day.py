"""A made-up technician's day as its facts, each lawful when it is recorded: eight cases, about two hundred facts, two signatures."""

import math
import random
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from field_app.domain.facts import DeviceId, Draft, Role, UserId
from field_app.domain.policy import Policy
from field_app.domain.repair.appointment import ContactAttempted, Departed, TransportChosen, VisitAgreed
from field_app.domain.repair.arrival import Answer, ArrivalChecked, Arrived
from field_app.domain.repair.charges import Consented, Line, Quoted, fingerprint, shown_quote
from field_app.domain.repair.diagnosis import Diagnosed
from field_app.domain.repair.dispatch import NoteAdded
from field_app.domain.repair.record import RecordSigned, WorkRecorded, shown_record
from field_app.domain.repair.settlement import LeftSite
from field_app.domain.repair.signoff import Reported
from field_app.domain.repair.warranty import WarrantyDecided
from field_app.domain.repair.warranty_rule import Decision
from field_app.domain.sheets import Ground, Sheet, Stamp, apply, decide, provisional
from field_app.domain.signature import Signature, encode

ROLES: frozenset[Role] = frozenset({"technician"})
SAID = (
    "客户说下午三点以后在家", "门卫要登记，从南门进", "备件库里有同型号的", "试运行二十分钟正常", "客户要求下次提前半天联系",
    "现场灯光不足，带了头灯", "旧件已交客户看过", "地坎里有石子，已清理", "控制柜门锁坏了，提醒客户", "等物业开配电间",
    "电话里又问了一遍故障", "同楼另一台也有轻微异响",
)  # fmt: skip
NOTES_A_CASE = 15


def hand(seed: int, points: int = 400) -> Signature:
    """A signature as a hand draws it: it speeds up, slows down, turns, and leaves the pad between letters."""
    luck = random.Random(seed)  # noqa: S311 - only to draw with
    strokes, at = [], 0
    x, y = 80.0, 150.0
    for _ in range(8):
        stroke, heading, speed = [], luck.uniform(0, 6.3), 4.0
        for _ in range(points // 8):
            heading += luck.gauss(0.15, 0.25)
            speed = min(11.0, max(1.0, speed + luck.gauss(0, 0.8)))
            x, y, at = x + speed * math.cos(heading) + 0.6, y + speed * math.sin(heading), at + luck.choice((8, 8, 9, 16))
            stroke.append((round(x), round(y), at))
        strokes.append(stroke)
        x, at = x + 20, at + 180
    return Signature(680, 300, encode(strokes))


class CaseOfADay:
    """One case told fact by fact on the sheet as it stands."""

    def __init__(self, sheet: Sheet, who: UserId, policy: Policy, start: datetime, luck: random.Random) -> None:
        self.sheet, self._who, self._policy, self._at, self._luck = sheet, who, policy, start, luck
        self.drafts: list[Draft] = []

    def record(self, *bodies: Any) -> None:
        self._at += timedelta(minutes=self._luck.randint(1, 9), seconds=self._luck.randint(0, 59))
        ground = Ground(self._at, self._who, ROLES, self._policy)
        for draft in decide(self.sheet, *bodies, ground=ground):
            self.sheet = apply(self.sheet, provisional(draft, len(self.drafts) + 1, DeviceId("day")), Stamp(self._who))
            self.drafts.append(draft)

    def tell(self, *, chargeable: bool) -> None:
        notes = iter(self._luck.sample(SAID, len(SAID)) * 2)
        policy = self._policy
        known = self.sheet.entries[0].body.request
        self.record(ContactAttempted("not_reached", "响铃没人接", self._at + timedelta(hours=1)))
        starts = self._at + timedelta(hours=2)
        self.record(VisitAgreed(starts, starts + timedelta(hours=1), True, chargeable, 40000 if chargeable else None))
        self.record(TransportChosen("bus"), Departed())
        self.record(Arrived())
        self.record(ArrivalChecked(policy.label, tuple(Answer(item.code, "yes") for item in policy.checklist)))
        for _ in range(NOTES_A_CASE // 2):
            self.record(NoteAdded(next(notes)))
        self.record(Diagnosed("电梯门机", "皮带松，滑块磨损", "on_site", f"DM25-{self._luck.randint(1000, 9999)}"))
        serial = self.sheet.entries[-1].body.serial
        decision: Decision = "outside" if chargeable else "inside"
        reason = "外力撞坏，客户认可" if chargeable else ""
        self.record(WarrantyDecided(serial, decision, known.accepted_on, known.warranty_months, reason=reason))
        if chargeable:
            self._quote()
        self.record(WorkRecorded("调整皮带张力，更换滑块，清洁地坎，开关门二十次正常。", 50, "fixed", explained=True))
        for _ in range(NOTES_A_CASE - NOTES_A_CASE // 2):
            self.record(NoteAdded(next(notes)))

    def _quote(self) -> None:
        fee = self._policy.fees[0]
        self.record(Quoted((Line(fee.kind, fee.name, fee.unit, fee.price_fen, 50, "standard", fee.code),), self._policy.label))
        self.record(Consented(fingerprint(shown_quote(self.sheet)), hand(1), "周海燕", "现场负责人"))

    def sign(self) -> None:
        self.record(RecordSigned(fingerprint(shown_record(self.sheet)), hand(2), "周海燕", "very_satisfied", "现场负责人"))
        self.record(LeftSite())
        self.record(Reported("已修好，试用正常。", "客户满意。"))


def day(sheets: Sequence[Sheet], who: UserId, policy: Policy, start: datetime, seed: int = 7) -> Iterator[list[Draft]]:
    """The facts of each case of a day, case by case."""
    luck = random.Random(seed)  # noqa: S311 - only to vary the story
    for place, sheet in enumerate(sheets):
        case = CaseOfADay(sheet, who, policy, start + timedelta(hours=place), luck)
        case.tell(chargeable=place == 0)
        if place == 1:
            case.sign()
        yield case.drafts
