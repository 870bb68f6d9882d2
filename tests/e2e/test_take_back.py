"""Equipment taken back, its date moved, told and handed back with no network, then on the office's register, or repaired on the bench
(P6.1 to P6.4).
"""

import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext

from sync.demo import BENCH, LI, SUPERVISOR
from tests.e2e.browser import PHONE, WIDE
from tests.e2e.cable import Cable
from tests.e2e.conftest import Server
from tests.e2e.people import Person

CUSTOMER, PIECE = "启航小学", "监控硬盘录像机"


def test_equipment_is_taken_back_and_given_back_without_network(
    demo: Server, cable: Cable, contexts: Callable[..., BrowserContext]
) -> None:
    """Story (c): wholly offline, then synced; the customer reads the slip at the office's address."""
    li = Person(contexts(PHONE), demo.url, LI, cable).sign_in()
    supervisor = Person(contexts(WIDE), demo.url, SUPERVISOR).sign_in()
    li.taps_on(f"约定上门、{CUSTOMER}")
    li.sees("约好了")
    sheet = li.page.url.split("/case/")[1].split("/")[0]

    li.offline()
    on_site(li, sheet)
    slip = the_slip_is_signed(li)
    li.reload()
    li.go(f"/case/{sheet}")
    li.next_step("离场")
    the_promise_moves_and_the_customer_is_told(li, slip)
    the_piece_goes_home(li, sheet)
    li.online()

    li.go("/data")
    li.sees("条记录全部到公司了")
    supervisor.go(f"/sheets/{sheet}")
    supervisor.sees(slip, "签后未改动")
    supervisor.go("/returns")
    supervisor.sees("摄像机电源")
    assert slip not in supervisor.reads()


def on_site(li: Person, sheet: str) -> None:
    li.taps_on("已告诉客户", role="checkbox")
    li.taps_on("加上维修人工", "保存约定")
    li.back_on_case()
    li.next_step("出发")
    li.taps_on("出发：公交")
    li.back_on_case()
    li.next_step("到场")
    li.next_step("到场检查")
    li.taps_on("其余都选“是”", "保存检查")
    li.back_on_case()
    li.next_step("诊断")
    li.taps_on("就是：硬盘损坏")
    li.taps_on("带回修理", role="radio")
    li.taps_on("保存诊断")
    li.back_on_case()
    li.next_step("判定保修")
    li.taps_on("确认 1 件")
    li.back_on_case()


def the_slip_is_signed(li: Person) -> str:
    """P6.1: listed with condition and accessories, signed, and a copy for the customer before anything leaves."""
    li.next_step("开处理单带回")
    li.types("外观：有无划痕、损坏、缺件", "左上角划痕，缺 1 颗螺丝")
    li.types("一起带走的附件", "电源线 1 根")
    li.taps_on("请客户看处理单并签字")
    li.sees("左上角划痕，缺 1 颗螺丝")
    li.signs()
    li.taps_on("确认签字")
    li.sees("签好了吗？")
    li.taps_on("确认签字")
    li.sees("客户的副本")
    found = re.search(r"\d{6}-[A-Z]\d-\d\d-[A-Z0-9]*T1", li.reads())
    assert found
    return found[0]


def the_promise_moves_and_the_customer_is_told(li: Person, slip: str) -> None:
    """P6.3."""
    li.go(f"/pieces/{slip}~0")
    li.sees("带回途中")
    li.taps_on("另定日期")
    li.sees("为什么要更久")
    li.types("为什么要更久", "等硬盘背板")
    li.taps_on("明天", "改日期")
    li.sees("改了日期，还没告诉客户")
    li.taps_on("记下已告知")
    li.waits_until_gone("改了日期，还没告诉客户")


def the_piece_goes_home(li: Person, sheet: str) -> None:
    """P6.4: signed for, and the customer's copy collected."""
    li.taps_on("送还")
    li.taps_on("请客户签收")
    li.signs()
    li.taps_on("确认签字")
    li.sees("签好了吗？")
    li.taps_on("确认签字")
    li.back_on_case()
    li.go("/pieces")
    li.sees("已送还")


def test_a_piece_goes_over_the_bench(demo: Server, contexts: Callable[..., BrowserContext]) -> None:
    """At the desk: received, looked at, and what was done kept with the piece."""
    bench = Person(contexts(WIDE), demo.url, BENCH).sign_in()
    bench.sees("门禁控制器")
    bench.taps_on("打开 门禁控制器")
    bench.taps_on("确认收到")
    bench.sees("郑立 收到")
    bench.types("查到什么、做了什么", "换通信芯片")
    bench.taps_on("记下")
    bench.sees("换通信芯片")
