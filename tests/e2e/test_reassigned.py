"""Story 5 of the spine: after reassignment (P2.4) the case leaves one phone and arrives whole on the other."""

from collections.abc import Callable

from playwright.sync_api import BrowserContext

from sync.demo import LI, SUPERVISOR, WANG
from tests.e2e.browser import DESK, PHONE
from tests.e2e.cable import Cable
from tests.e2e.conftest import Server
from tests.e2e.people import Person

CUSTOMER, PIECE, FAULT = "启航小学", "监控硬盘录像机 总务处", "录像机开机没画面"


def test_a_reassigned_case_leaves_one_phone_and_arrives_whole_on_the_other(
    demo: Server, cable: Cable, contexts: Callable[..., BrowserContext]
) -> None:
    supervisor = Person(contexts(DESK), demo.url, SUPERVISOR).sign_in()
    li = Person(contexts(PHONE), demo.url, LI).sign_in()
    wang = Person(contexts(PHONE), demo.url, WANG, cable).sign_in()
    wang.sees("今日")
    assert PIECE not in wang.reads()
    li.taps_on(f"约定上门、{CUSTOMER}、{PIECE}")
    li.sees("约好了")
    sheet = li.page.url.split("/case/")[1].split("/")[0]

    supervisor.go(f"/assign/{sheet}")
    supervisor.taps_on("选 王建军", "派给王建军")

    li.go(f"/case/{sheet}")
    li.sees("这张单子不在这部手机上了")
    li.go("/")
    li.sees("今日")
    assert PIECE not in li.reads()
    wang.sees(PIECE)
    wang.offline()
    wang.go(f"/case/{sheet}")
    wang.sees(FAULT)
    wang.taps_on("档案")
    wang.sees("NVR-A2209-0417")
