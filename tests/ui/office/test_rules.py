"""The company's rules: read, drafted by the supervisor, decided by the director (P9.1)."""

import asyncio
import io
from collections.abc import Awaitable, Callable
from typing import Any

import flet as ft
from openpyxl import Workbook

from field_app.domain.policy import POLICY_SHEET, PolicyReturned, in_force, proposed
from field_app.domain.sheets import Sheet
from field_app.store.shelf import Shelf
from sync.demo_rules import SUMMER
from tests.ui.harness import AppUnderTest, running
from tests.ui.office.scene import DESK, DIRECTOR, PHONE, SUPERVISOR, DemoPerson, desk, more, sheet_on, told
from tests.ui.stand_ins import NOW

Story = Callable[[AppUnderTest], Awaitable[None]]
DRAFT = "2026 年 12 月版"


def at(who: DemoPerson, route: str, story: Story, *sheets: Sheet, size: tuple[int, int] = DESK, language: str = "en") -> Sheet:
    """Tell the story on this person's device; the rules as they are on it afterwards."""
    shelf: Shelf = desk(who, *sheets)

    async def run() -> None:
        async with running(None, route, shelf=shelf, width=size[0], height=size[1], language=language) as app:
            await story(app)

    asyncio.run(run())
    return sheet_on(shelf, POLICY_SHEET)


def returned() -> Sheet:
    return more(told()[POLICY_SHEET], DIRECTOR.id, PolicyReturned(DRAFT, "人工再议"))


def test_p9_1_the_rules_in_force_are_read_part_by_part_and_older_versions_too() -> None:
    async def story(app: AppUnderTest) -> None:
        app.see("2026 年 7 月版", "in force", "L-01", "400.00", f"{DRAFT} waits for approval")
        await app.tap("Cash limit")
        app.see("¥500.00")
        await app.tap("Show 2026 年 1 月版")
        app.see("not in force today", "¥500.00")

    at(DIRECTOR, "/rules", story)


def test_p9_1_a_link_opens_the_very_part_of_the_very_version() -> None:
    async def story(app: AppUnderTest) -> None:
        app.see("not in force today", "5 items")
        app.see_not("断电并挂牌")

    at(DIRECTOR, "/rules?part=checklist&version=2026+%E5%B9%B4+1+%E6%9C%88%E7%89%88", story)


def test_p9_1_the_director_sees_only_what_changes_and_what_it_would_have_meant() -> None:
    async def story(app: AppUnderTest) -> None:
        app.see("400.00", "425.00", "up 6.3%", "down 9.2%", "new", "dropped", "¥500.00", "¥600.00", "硬盘改 6 TB")
        app.see_not("L-02", "Shoe covers on before entering")
        app.see("Charged cases", "Where the difference comes from", "+25.00")

    at(DIRECTOR, "/rules/proposal", story)


def test_p9_1_the_director_approves_and_the_draft_comes_into_force_on_its_day() -> None:
    async def story(app: AppUnderTest) -> None:
        await app.tap("Approve, in force from 1 Dec")
        app.see(f"{DRAFT} approved")

    rules = at(DIRECTOR, "/rules/proposal", story)
    assert proposed(rules) is None
    assert in_force(rules, NOW.date()) == SUMMER
    assert in_force(rules, NOW.date().replace(month=12, day=1)).label == DRAFT  # type: ignore[union-attr]


def test_p9_1_the_director_may_let_it_begin_today() -> None:
    async def story(app: AppUnderTest) -> None:
        await app.tap("Today")
        await app.tap("Approve, in force from today")

    assert in_force(at(DIRECTOR, "/rules/proposal", story), NOW.date()).label == DRAFT  # type: ignore[union-attr]


def test_p9_1_a_draft_goes_back_only_with_a_reason() -> None:
    async def story(app: AppUnderTest) -> None:
        await app.tap("Return the draft")
        app.see("Say what is to be changed.")
        await app.type("What is to be changed", "人工再议")
        await app.tap("Return the draft")
        app.see(f"{DRAFT} returned")

    rules = at(DIRECTOR, "/rules/proposal", story)
    assert proposed(rules) is None
    assert rules.said(PolicyReturned) == PolicyReturned(DRAFT, "人工再议")


def test_p9_1_a_returned_draft_is_mended_and_sent_again() -> None:
    async def story(app: AppUnderTest) -> None:
        app.see("人工再议")
        await app.tap("Mend the draft")
        await app.tap("Change 维修人工")
        await app.type("Price", "410")
        await app.tap("Send to the director")
        app.see(f"{DRAFT} is with the director", "410.00")

    rules = at(SUPERVISOR, "/rules", story, returned())
    draft = proposed(rules)
    assert draft
    assert draft.fee("L-01").price_fen == 41_000  # type: ignore[union-attr]


def test_p9_1_the_price_typed_just_before_the_draft_is_sent_is_the_price_that_is_sent() -> None:
    async def story(app: AppUnderTest) -> None:
        await app.tap("Change 维修人工")
        await app.write("Price", "410")
        await app.tap("Send to the director")
        app.see("410.00")

    draft = proposed(at(SUPERVISOR, "/rules/draft", story))
    assert draft
    assert draft.fee("L-01").price_fen == 41_000  # type: ignore[union-attr]


def test_p9_1_a_name_emptied_just_before_the_draft_is_sent_is_asked_for() -> None:
    async def story(app: AppUnderTest) -> None:
        await app.write("Name of the version", "")
        await app.tap("Send to the director")
        app.see("Give this version a name.")

    draft = proposed(at(SUPERVISOR, "/rules/draft", story))
    assert draft
    assert draft.label == DRAFT


def test_p9_1_what_contradicts_itself_stands_beside_its_place_and_is_not_sent() -> None:
    async def story(app: AppUnderTest) -> None:
        await app.tap("Change 维修人工")
        await app.type("Code", "T-01")
        await app.type("Price", "many")
        app.see("Write an amount in yuan, like 440 or 440.50.", "To mend before it can be sent", "This code stands twice")
        await app.tap("Time limits")
        await app.type("From the report to the close", "1")
        app.see("No case is closed before somebody has arrived")
        await app.tap("Send to the director")
        app.see("To mend before it can be sent")

    rules = at(SUPERVISOR, "/rules/draft", story, returned())
    assert proposed(rules) is None


def test_p9_1_what_is_half_changed_is_still_there_after_a_restart() -> None:
    shelf = desk(SUPERVISOR)

    async def run() -> None:
        async with running(None, "/rules/draft?part=money", shelf=shelf, width=1440, height=900) as app:
            await app.type("Cash is the rule up to", "750")
        async with running(None, "/rules/draft?part=money", shelf=shelf, width=1440, height=900) as app:
            assert app.find(ft.TextField, "Cash is the rule up to").value == "750"

    asyncio.run(run())


def test_p9_1_a_check_is_added_moved_and_taken_out() -> None:
    async def story(app: AppUnderTest) -> None:
        await app.tap("Add a check")
        await app.type("In Chinese", "核对序列号")
        await app.tap("Up")
        await app.tap("Done")
        await app.tap("Change 工作服整齐，工牌佩戴好")
        await app.tap("Take the line out")
        await app.tap("Send to the director")

    draft = proposed(at(SUPERVISOR, "/rules/draft?part=checklist", story, size=PHONE))
    assert draft
    assert draft.checklist[0].text == "进门前穿好鞋套"
    assert [item.text for item in draft.checklist][-2:] == ["核对序列号", "动手前拍一张全景"]


def test_p9_1_a_fee_standard_comes_whole_from_a_spreadsheet() -> None:
    async def story(app: AppUnderTest) -> None:
        choose(app, "收费标准.xlsx", book(("编号", "类别", "项目", "单位", "单价（元）"), ("L-01", "人工", "维修人工", "人天", 430.5)))
        await app.tap("Take prices from XLSX or CSV")
        app.see("1 price taken into the draft", "430.50 / 人天")

    at(SUPERVISOR, "/rules/draft", story)


def test_p9_1_a_wrong_line_is_named_and_nothing_of_the_file_is_taken() -> None:
    async def story(app: AppUnderTest) -> None:
        choose(app, "收费标准.xlsx", book(("编号", "类别", "项目", "单位", "单价"), ("X-1", "人工", "新人工", "时", "四百")))
        await app.tap("Take prices from XLSX or CSV")
        app.see("Nothing was taken from this file", "收费标准.xlsx, line 2, 单价: “四百” is no amount", "维修人工")
        app.see_not("新人工")

    at(SUPERVISOR, "/rules/draft", story)


def choose(app: AppUnderTest, name: str, data: bytes) -> None:
    """What the person will choose in the system's dialog."""

    async def chosen(_endings: tuple[str, ...]) -> tuple[str, bytes]:
        return name, data

    object.__setattr__(app.services, "pick_file", chosen)


def book(*rows: tuple[Any, ...]) -> bytes:
    workbook = Workbook()
    for row in rows:
        workbook.active.append(row)
    packed = io.BytesIO()
    workbook.save(packed)
    return packed.getvalue()
