"""What is worth telling somebody who isn't looking: assignments, refusals, complaints, overdue pieces, stopped devices.

Pure: what is known in, news out.
"""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, Literal

from attrs import frozen

from field_app.domain.facts import DeviceId, SheetId, UserId
from field_app.domain.followup import complaint
from field_app.domain.followup.complaint import ComplaintReceived
from field_app.domain.repair import dispatch, intake, register
from field_app.domain.repair.charges import ConsentRefused
from field_app.domain.repair.dispatch import Assigned
from field_app.domain.sheets import Entry, Sheet

Event = Literal["assigned", "refused", "record_refused", "complaint", "overdue", "stopped"]
EVENTS: tuple[Event, ...] = ("assigned", "refused", "record_refused", "complaint", "overdue", "stopped")
NameOf = Callable[[UserId], str]


@frozen
class News:
    """`key` is the same each time the same thing is found. `title` and `text` are what a chat shows; `address` opens it in the app."""

    event: Event
    key: str
    title: str
    text: str
    sheet: str
    address: str


def of_entry(sheet: Sheet, entry: Entry[Any], name_of: NameOf) -> News | None:
    """What one fact is worth telling, None for most."""
    key = key_of(entry.key.device, entry.key.n)
    body = entry.body
    if isinstance(body, Assigned):
        fault = intake.request(sheet).fault
        urgent = {"urgent": "【紧急】", "important": "【重要】"}.get(dispatch.urgency(sheet), "")
        return _on_case(sheet, "assigned", key, f"{urgent}新派工：{name_of(UserId(body.technician))}", fault)
    if isinstance(body, ConsentRefused):
        return _on_case(sheet, "refused", key, "客户不同意报价", body.reason)
    if isinstance(body, ComplaintReceived):
        text = f"{body.customer}：{body.text}"
        return News("complaint", key, f"新投诉 {body.number}", text, sheet.id, f"/complaints/{sheet.id}")
    return None


def not_accepted(device: DeviceId, day: date, name: str) -> News:
    """Records of a device that were set apart, told once a day: a device that is handed over may have many (F27, F54)."""
    text = f"{name} 的设备有记录没有被接受（岗位不符、工单不是他的，或设备已停用）。记录原样留着，请到系统里查看。"
    return News("record_refused", f"set_apart:{device}:{day}", "有记录没有被接受", text, "", "/set-apart")


def key_of(device: str, n: int) -> str:
    """The key of what one fact is worth telling."""
    return f"{device}:{n}"


def is_of_a_date(key: str, sheet: SheetId) -> bool:
    """Whether a date made it news of this sheet."""
    return key.startswith((_dated("overdue", sheet), _dated("late", sheet)))


def _dated(why: str, sheet: SheetId) -> str:
    return f"{why}:{sheet[-12:]}:"


def overdue(sheet: Sheet, today: date) -> Iterator[News]:
    """Pieces past the date the customer was told, each told once a date (P6.3)."""
    for line in register.lines(sheet):
        days = line.days_over(today)
        if days:
            key = f"{_dated('overdue', sheet.id)}{line.piece.key[:60]}:{line.promised_on}"
            text = f"{line.piece.piece} 答应 {line.promised_on} 送回，已超 {days} 天。"
            yield _on_case(sheet, "overdue", key, "设备超期未送回", text)


def late_complaint(sheet: Sheet, today: date) -> News | None:
    """A complaint past its due date, told once a date (P9.2)."""
    known = complaint.received(sheet)
    if known is None or not complaint.is_overdue(sheet, today):
        return None
    key = f"{_dated('late', sheet.id)}{complaint.due_on(sheet)}"
    return News("complaint", key, f"投诉超期 {known.number}", f"{known.customer}：{known.text}", sheet.id, f"/complaints/{sheet.id}")


def stopped(device: DeviceId, tag: str, name: str) -> News:
    """A journal that turned out to exist twice, told once (F13)."""
    text = f"{name} 的设备 {tag} 上的记录和公司的对不上，可能整台复制过。记录没有丢，请核实后让他重新登录。"
    return News("stopped", f"stopped:{device}", "有一台设备停了", text, "", "/people")


def _on_case(sheet: Sheet, event: Event, key: str, title: str, text: str) -> News:
    known = intake.request(sheet)
    where = " ".join(filter(None, (intake.number(sheet), known.customer, known.project)))
    return News(event, key[:160], title, f"{where}\n{text}".strip(), sheet.id, f"/sheets/{sheet.id}")
