"""Whole days on the phone without network, then synced: in warranty, charged with a wear part, refused, handed on (P3 to P8). And the cash
of such a day from the book of receipts to the accountant's count (P8.3, P8.6).
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext

from field_app.domain.money import Fen, yuan
from sync.demo import ACCOUNTANT, LI, SUPERVISOR, WANG
from tests.e2e import visiting
from tests.e2e.browser import DESK, PHONE, WIDE
from tests.e2e.cable import Cable
from tests.e2e.conftest import Server
from tests.e2e.people import Person

MOST_TAPS = 45
SHORT = Fen(500)
AGREED_TO_COST = "这次上门预计要收费"
IN_WARRANTY, CHARGED, REFUSED, HANDED_ON = "城南物流园", "锦和花园物业", "启航小学", "江北图书馆"


def test_a_repair_in_warranty_and_one_charged_with_a_wear_part_and_cash(
    demo: Server, cable: Cable, contexts: Callable[..., BrowserContext], capsys: pytest.CaptureFixture[str]
) -> None:
    accountant = Person(contexts(WIDE), demo.url, ACCOUNTANT).sign_in()
    wang = Person(contexts(PHONE), demo.url, WANG, cable).sign_in()
    a_book_is_entered(accountant)
    receipt = receipt_for(accountant, AGREED_TO_COST)
    wang.go("/money")
    wang.sees(receipt)
    wang.go("/today")
    wang.sees("今日")

    wang.offline()
    wang.taps = 0
    in_warranty(wang)
    with capsys.disabled():
        print(f"\na full visit in warranty, from the call to the report: {wang.taps} taps and entries (at most {MOST_TAPS})")
    assert wang.taps <= MOST_TAPS
    charged_with_a_wear_part(wang)
    wang.online()
    visiting.is_all_at_the_office(wang)
    handed = the_cash_is_handed_in(wang, receipt)
    the_count_differs(accountant, handed)
    wang.sees("差额 -¥5.00")
    no_number_is_missing(accountant, receipt)


def a_book_is_entered(accountant: Person) -> None:
    """P8.3: as it comes from the printer, before anything is allotted from it."""
    accountant.go("/receipts")
    left = int(accountant.reads_off(r"(\d+) 张，下一张 00"))
    accountant.types("起号", "0030001")
    accountant.types("止号", "0030050")
    accountant.taps_on("登记这一本")
    accountant.sees(f"{left + 50} 张，下一张 00")
    accountant.go("/todo")


def the_cash_is_handed_in(wang: Person, receipt: str) -> int:
    """P8.6: counted by the one who hands it in. How much it was."""
    wang.go("/money/handover")
    # Sheets that are still coming down bring cash with them: a sum read before they are here is another sum a moment later.
    wang.sees("按收据应交", f"收据 {receipt}", "已全部到公司")
    due = wang.reads_off(r"按收据应交\s+¥([\d,]+\.\d\d)").replace(",", "")
    wang.types("你点的数", due)
    wang.taps_on("交款 ¥")
    wang.taps_on("对，交款")
    wang.sees("会计还没点")
    return int(due.replace(".", ""))


def the_count_differs(accountant: Person, handed: int) -> None:
    """P8.6: counted again with another result, which wants a word and stays."""
    accountant.go("/cash")
    accountant.taps_on("打开 王建军 的交款")
    accountant.types("你点的数", yuan(Fen(handed - SHORT)).replace(",", ""))
    accountant.taps_on("确认点款")
    accountant.sees("两边点的数不一样。请一起再点一遍，写下结果。")
    accountant.types("对不上的话，写明为什么", "少一张五元，他明天补")
    accountant.taps_on("确认点款")
    accountant.sees("差额 -¥5.00", "少一张五元，他明天补")


def no_number_is_missing(accountant: Person, receipt: str) -> None:
    """P8.3: the receipt is with the customer, and the report of gaps has nothing to say."""
    accountant.go("/receipts")
    accountant.sees(receipt, "已交客户")
    read = accountant.reads()
    assert "还在外面" not in read
    assert "号码对不上" not in read


def receipt_for(accountant: Person, case: str) -> str:
    """P8.3: allotted before the visit. The number on it."""
    accountant.taps_on(case)
    accountant.taps_on("配收据")
    return accountant.reads_off(r"收据 (\d{7}) 已配给")


def in_warranty(wang: Person) -> None:
    wang.taps_on(f"约定上门、{IN_WARRANTY}")
    wang.sees("尽快，别断电")
    visiting.agrees(wang)
    visiting.sets_out_and_arrives(wang)
    visiting.checks(wang)
    visiting.diagnoses(wang, "蓄电池老化")
    visiting.decides(wang, "报修时在保修期内")
    visiting.records_the_work(wang)
    visiting.has_it_signed(wang, "蓄电池老化", interrupted=True)
    visiting.leaves_and_reports(wang)
    wang.sees("已汇报")


def charged_with_a_wear_part(wang: Person) -> None:
    """P5.3, P8.1, P8.2, P8.4: half a day of labour and the key overlay, agreed to by signature, paid in cash."""
    wang.go("/today/week")  # only agreed visits stand here, whichever day the demo could still put them on
    wang.sees("一周安排")
    wang.taps_on(CHARGED)
    visiting.sets_out_and_arrives(wang)
    visiting.checks(wang)
    visiting.diagnoses(wang, "按键面板进水")
    visiting.decides(wang, "报修时已过保")
    wang.next_step("报价")
    wang.pulls_up_to("加上对讲按键面板贴")
    wang.taps_on("加上对讲按键面板贴", "请客户看报价并签字")
    wang.sees("对讲按键面板贴", "人民币贰佰贰拾伍元整")
    visiting.half_signs_then_turns_and_dies(wang, "人民币贰佰贰拾伍元整")
    wang.taps_on("同意，确认签字")
    wang.sees("客户同意并签好了吗？")
    wang.taps_on("确认签字")
    wang.back_on_case()
    visiting.records_the_work(wang)
    visiting.has_it_signed(wang, "对讲按键面板贴")
    wang.next_step("收款")
    wang.taps_on("已收现金 ¥225.00", "对，入账")
    wang.back_on_case()
    visiting.leaves_and_reports(wang)


def test_a_refusal_with_the_advice_to_replace(demo: Server, cable: Cable, contexts: Callable[..., BrowserContext]) -> None:
    li = Person(contexts(PHONE), demo.url, LI, cable).sign_in()
    li.offline()
    refused_with_advice(li)
    li.online()
    visiting.is_all_at_the_office(li)


def refused_with_advice(li: Person) -> None:
    """P5.3, P5.4: not worth repairing; the customer buys a new one and the visit ends politely."""
    li.taps_on(f"约定上门、{REFUSED}")
    visiting.agrees(li, "加上维修人工")
    visiting.sets_out_and_arrives(li)
    visiting.checks(li)
    visiting.diagnoses(li, "硬盘损坏")
    visiting.decides(li, "报修时已过保")
    li.next_step("报价")
    li.taps_on("加上硬盘", "请客户看报价并签字")
    li.taps_on("客户不同意", "客户想换新的")
    li.types("新的要多少钱", "1600")
    li.sees("修一次要 890.00，新的 1,600.00")
    li.types("为什么换新更好", "修理费超过新价一半，又用了四年")
    li.taps_on("换新的", role="radio")
    li.taps_on("保存客户的选择")
    li.back_on_case()
    visiting.leaves_and_reports(li)


def test_a_case_of_two_visits_and_two_technicians(demo: Server, cable: Cable, contexts: Callable[..., BrowserContext]) -> None:
    li = Person(contexts(PHONE), demo.url, LI, cable).sign_in()
    li.offline()
    sheet = handed_on(li)
    li.online()
    visiting.is_all_at_the_office(li)

    supervisor = Person(contexts(DESK), demo.url, SUPERVISOR).sign_in()
    the_supervisor_sends_another(supervisor, sheet)
    cable_to_wang = Cable(demo.port)
    try:
        wang = Person(contexts(PHONE), demo.url, WANG, cable_to_wang).sign_in()
        wang.sees(HANDED_ON)
        wang.offline()
        the_second_visit_finishes_it(wang)
        wang.online()
        visiting.is_all_at_the_office(wang)
    finally:
        cable_to_wang.close()


def handed_on(li: Person) -> str:
    """P5.1: to another technician, with the reason; nothing of the first visit is lost."""
    li.go("/today")
    li.taps_on(HANDED_ON)
    visiting.sets_out_and_arrives(li)
    visiting.checks(li)
    li.next_step("诊断")
    li.taps_on("就是：电锁线路")
    li.pulls_up_to("转给别人")
    li.taps_on("转给别人", role="radio")
    li.sees("原因，下次要准备什么")
    li.types("原因，下次要准备什么", "要查门禁控制器，王建军熟")
    li.taps_on("保存诊断")
    li.back_on_case()
    visiting.leaves_and_reports(li)
    li.sees("等主管另派人")
    return li.page.url.rsplit("/", 1)[-1]


def the_supervisor_sends_another(supervisor: Person, sheet: str) -> None:
    """P2.4, P5.1."""
    supervisor.go(f"/assign/{sheet}")
    supervisor.taps_on("选 王建军", "派给王建军")


def the_second_visit_finishes_it(wang: Person) -> None:
    """P7.1, P7.2: several visits add up on one sheet."""
    wang.taps_on(f"约定上门、{HANDED_ON}")
    visiting.agrees(wang)
    visiting.sets_out_and_arrives(wang)
    visiting.checks(wang)
    visiting.diagnoses(wang, "电锁线路")
    visiting.decides(wang, "报修时在保修期内")
    visiting.records_the_work(wang)
    visiting.has_it_signed(wang, "电锁线路", interrupted=True)
    visiting.leaves_and_reports(wang)
