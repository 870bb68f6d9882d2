"""New rules drafted, approved and in force in the middle of a visit: the visit goes on by the old ones, the next goes by the new (P9.1)."""

from collections.abc import Callable

from playwright.sync_api import BrowserContext

from sync.demo import DIRECTOR, SUPERVISOR, WANG
from sync.demo_rules import SUMMER
from tests.e2e import visiting
from tests.e2e.browser import PHONE, WIDE
from tests.e2e.conftest import Server
from tests.e2e.people import Person
from tests.e2e.shots import OUT_OF_WARRANTY as AT_HAND
from tests.e2e.shots import WITH_LI as NEXT

NEW_CHECK = "动手前拍一张全景"


def test_rules_that_come_into_force_in_the_middle_of_a_visit_begin_with_the_next_one(
    demo: Server, contexts: Callable[..., BrowserContext]
) -> None:
    wang = Person(contexts(PHONE), demo.url, WANG).sign_in()
    supervisor, director = (Person(contexts(WIDE), demo.url, who).sign_in() for who in (SUPERVISOR, DIRECTOR))
    director.go("/rules/proposal")
    the_visit_begins(wang)

    label = the_supervisor_drafts(supervisor)
    the_director_approves_from_today(director, label)
    the_supervisor_gives_him_the_next_case(supervisor)
    the_new_price_is_told_for_the_next_case(wang)

    the_visit_goes_on_by_the_old_rules(wang)
    the_next_visit_begins_with_the_new_list(wang, label)
    supervisor.go(f"/sheets/{AT_HAND}")
    supervisor.sees("报价 ¥200.00", SUMMER.label)


def the_visit_begins(wang: Person) -> None:
    """P4.1: arrived, and the first check answered."""
    wang.go(f"/case/{AT_HAND}")
    visiting.sets_out_and_arrives(wang)
    wang.next_step("到场检查")
    wang.sees(f"清单 {SUMMER.label}", "还差 7 项")
    wang.taps_on("是")
    wang.sees("还差 6 项")


def the_supervisor_drafts(supervisor: Person) -> str:
    """The draft that waits gets another price and goes to the director again. Its name."""
    supervisor.go("/rules/draft")
    supervisor.taps_on("改 维修人工")
    supervisor.types("单价", "440")
    supervisor.taps_on("送技术副总批准")
    return supervisor.reads_off(r"(\d{4} 年 \d{1,2} 月版)已送批")


def the_director_approves_from_today(director: Person, label: str) -> None:
    """What the supervisor changed stands on the open page without reloading."""
    director.sees("440.00", NEW_CHECK)
    director.taps_on("今天", "批准，今天起用")
    director.sees(f"{label}已批准")


def the_supervisor_gives_him_the_next_case(supervisor: Person) -> None:
    supervisor.go(f"/assign/{NEXT}")
    supervisor.taps_on("选 王建军", "派给王建军")
    supervisor.sees("已派给王建军")


def the_new_price_is_told_for_the_next_case(wang: Person) -> None:
    """P3.1: on the phone, from where he stands."""
    wang.go(f"/case/{NEXT}")
    wang.next_step("约定上门")
    wang.sees("维修人工，¥440.00/人天")
    visiting.agrees(wang, "加上维修人工")


def the_visit_goes_on_by_the_old_rules(wang: Person) -> None:
    """P4.1, P5.3: the old list, with what was answered of it, and half a day of labour at the price the visit began with."""
    wang.go(f"/case/{AT_HAND}")
    wang.next_step("到场检查")
    wang.sees(f"清单 {SUMMER.label}", "还差 6 项")
    wang.taps_on("其余都选“是”", "保存检查")
    wang.back_on_case()
    visiting.diagnoses(wang, "按键面板进水")
    visiting.decides(wang, "报修时已过保")
    wang.next_step("报价")
    wang.taps_on("请客户看报价并签字")
    wang.sees("人民币贰佰元整")


def the_next_visit_begins_with_the_new_list(wang: Person, label: str) -> None:
    wang.go(f"/case/{NEXT}")
    visiting.sets_out_and_arrives(wang)
    wang.next_step("到场检查")
    wang.sees(f"清单 {label}", "还差 8 项")
