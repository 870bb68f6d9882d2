"""A visit as a technician walks it on the phone, a step a sentence; the words are those of the Chinese screen."""

from tests.e2e.browser import PHONE
from tests.e2e.people import Person

UPRIGHT = PHONE["viewport"]
ON_ITS_SIDE = {"width": UPRIGHT["height"], "height": UPRIGHT["width"]}


def agrees(who: Person, *also: str) -> None:
    """P3.1, P3.3: called, the warranty told, the first window that is offered."""
    who.taps_on("已告诉客户", role="checkbox")
    who.taps_on(*also, "保存约定")
    who.back_on_case()


def sets_out_and_arrives(who: Person) -> None:
    """P3.4, P3.6: by what the rule proposes; arriving is one tap."""
    who.next_step("出发")
    who.taps_on("出发：")
    who.back_on_case()
    who.next_step("到场")


def checks(who: Person) -> None:
    """P4.1, P4.2."""
    who.next_step("到场检查")
    who.taps_on("其余都选“是”", "保存检查")
    who.back_on_case()


def diagnoses(who: Person, cause: str) -> None:
    """P5.1: the supervisor's suspicion taken over by a tap."""
    who.next_step("诊断")
    who.taps_on(f"就是：{cause}", "保存诊断")
    who.back_on_case()


def decides(who: Person, basis: str) -> None:
    """P5.2: by rule, with its basis."""
    who.next_step("判定保修")
    who.sees(basis)
    who.taps_on("确认 1 件")
    who.back_on_case()


def records_the_work(who: Person) -> None:
    """P7.1."""
    who.next_step("记录修理")
    who.taps_on("按诊断填好")
    who.taps_on("已向客户讲清楚", role="checkbox")
    who.ticked("已向客户讲清楚")
    who.taps_on("保存记录")
    who.back_on_case()


def has_it_signed(who: Person, shown: str, *, interrupted: bool = False) -> None:
    """P7.2: the customer reads, says how satisfied, signs; the phone may be turned and die in the middle of it."""
    who.next_step("客户签字")
    who.sees(shown)
    who.taps_on("很满意")
    if interrupted:
        half_signs_then_turns_and_dies(who, shown)
    else:
        who.signs()
    who.taps_on("确认签字")
    who.sees("签好了吗？")
    who.taps_on("确认签字")
    who.back_on_case()


def half_signs_then_turns_and_dies(who: Person, shown: str) -> None:
    """The first stroke is there again after the phone was turned twice and the app was killed; it is enough of a signature."""
    who.half_signs()
    who.page.set_viewport_size(ON_ITS_SIDE)
    who.sees(shown)
    who.page.set_viewport_size(UPRIGHT)
    who.reload()
    who.sees(shown)


def leaves_and_reports(who: Person) -> None:
    """P7.3."""
    who.next_step("离场")
    who.next_step("向主管汇报")
    who.taps_on("发给主管")
    who.back_on_case()


def is_all_at_the_office(who: Person) -> None:
    who.go("/data")
    who.sees("条记录全部到公司了")
