"""The return-repair register at the office and at the bench (P6.2, P6.3)."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date

import pytest

from field_app.domain.facts import SheetId
from field_app.domain.repair.register import CustomerTold, Line, PieceProgressed, PieceReceived, PromiseMoved, register
from field_app.store.shelf import Shelf
from tests.ui.harness import AppUnderTest, running
from tests.ui.office.scene import BENCH, CLERK, DESK, PHONE, SUPERVISOR, TABLET, DemoPerson, desk, sheet_on, told_returns


def line(state: str) -> Line:
    return next(one for one in register(s for s in told_returns().values() if s.kind == "repair") if one.state == state)


def at(
    story: Callable[[AppUnderTest], Awaitable[None]],
    who: DemoPerson = SUPERVISOR,
    route: str = "/returns",
    size: tuple[int, int] = DESK,
    language: str = "en",
) -> Shelf:
    shelf = desk(who, returns=True)

    async def run() -> None:
        async with running(None, route, shelf=shelf, width=size[0], height=size[1], language=language) as app:
            await story(app)

    asyncio.run(run())
    return shelf


@pytest.mark.parametrize("size", [DESK, TABLET, PHONE], ids=["desk", "tablet", "phone"])
@pytest.mark.parametrize("who", [SUPERVISOR, BENCH, CLERK], ids=["supervisor", "bench", "clerk"])
@pytest.mark.parametrize("route", ["/returns", "/returns?state=overdue", f"/returns?piece={line('waiting_parts').code}"])
def test_p6_2_the_register_draws_for_everybody_at_every_size(route: str, who: DemoPerson, size: tuple[int, int]) -> None:
    async def story(app: AppUnderTest) -> None:
        app.see("录像机" if route == "/returns" else "摄像机电源")

    at(story, who, route.replace("/returns", "/bench") if who is BENCH else route, size, "zh")


def test_p6_2_states_are_counts_and_filter_by_the_address() -> None:
    async def story(app: AppUnderTest) -> None:
        app.see("by promised date, 5 in all", "4 days over", "not told yet")
        await app.tap("Lacks parts")
        assert app.page.route == "/returns?state=waiting_parts"
        app.see("摄像机电源", "by promised date, 1 in all")
        app.see_not("对讲主机")

    at(story)


def test_p6_3_overdue_counts_from_the_date_the_customer_knows_and_the_history_says_so() -> None:
    async def story(app: AppUnderTest) -> None:
        app.see("The date has moved, the customer isn't told", "Until the customer knows, overdue counts from 19 Nov.")
        app.see("promised for 19 Nov", "moved to 24 Nov: 配件晚到, not told yet", "received by 郑立")

    at(story, route=f"/returns?state=overdue&piece={line('waiting_parts').code}")


def test_p6_3_the_clerk_notes_that_the_customer_knows() -> None:
    one = line("waiting_parts")

    async def story(app: AppUnderTest) -> None:
        await app.tap("Note that the customer knows")
        app.see_not("The date has moved, the customer isn't told")

    told = sheet_on(at(story, CLERK, f"/returns?piece={one.code}", PHONE), one.sheet).said(CustomerTold)
    assert told == CustomerTold(one.piece.key, one.expected_on)


def test_p6_3_a_call_in_vain_wants_a_word_beside_its_field() -> None:
    one = line("waiting_parts")

    async def story(app: AppUnderTest) -> None:
        await app.choose("Did the customer hear it?", "no")
        await app.tap("Note the call in vain")
        app.see("Write what was tried.")
        await app.type("What was tried", "响了没人接")
        await app.tap("Note the call in vain")
        app.see("not told yet, 1 call in vain")

    at(story, CLERK, f"/returns?state=tell&piece={one.code}")


def test_p6_2_the_bench_receives_a_piece_and_it_lies_on_its_bench() -> None:
    one = line("taken")

    async def story(app: AppUnderTest) -> None:
        app.see("nobody yet")
        await app.tap("Confirm it came in")
        app.see("received by 郑立")

    received = sheet_on(at(story, BENCH, f"/bench?piece={one.code}", PHONE), one.sheet).said(PieceReceived)
    assert received == PieceReceived(one.piece.key, BENCH.id)


def test_p6_2_the_bench_sees_its_own_pieces_first_and_all_on_demand() -> None:
    async def story(app: AppUnderTest) -> None:
        app.see("by promised date, 5 in all")
        await app.choose("Whose", "all")
        assert app.page.route == "/bench?whose=all"

    at(story, BENCH, "/bench")


def test_p6_2_a_piece_waits_for_parts_that_are_named() -> None:
    one = line("in_repair")

    async def story(app: AppUnderTest) -> None:
        await app.choose("How it stands", "waiting_parts")
        await app.tap("Note it")
        app.see("Say which parts it waits for.")
        await app.type("Which parts it waits for", "主板")
        await app.tap("Note it")

    noted = sheet_on(at(story, BENCH, f"/bench?piece={one.code}", PHONE), one.sheet).said(PieceProgressed)
    assert noted is not None
    assert (noted.state, noted.waits_for) == ("waiting_parts", "主板")


def test_p5_4_not_worth_repairing_wants_the_advice_and_what_was_typed_stays() -> None:
    one = line("in_repair")

    async def story(app: AppUnderTest) -> None:
        await app.choose("How it stands", "not_worth")
        await app.type("Part put in, where there was one", "主板")
        await app.type("How many", "x")
        await app.tap("Note it")
        app.see("Write how many, like 2.", "主板")
        await app.type("How many", "1")
        await app.tap("Note it")
        app.see("Say why it isn't worth repairing; the customer is told so.")
        await app.type("Why it isn't worth repairing, and what to buy instead", "修理费过半，建议换新")
        await app.tap("Note it")

    noted = sheet_on(at(story, BENCH, f"/bench?piece={one.code}"), one.sheet).said(PieceProgressed)
    assert noted is not None
    assert (noted.state, [(part.name, part.quantity) for part in noted.parts]) == ("not_worth", [("主板", 100)])


def test_p6_3_the_supervisor_moves_a_date_with_a_reason() -> None:
    one = line("ready")

    async def story(app: AppUnderTest) -> None:
        await app.tap("Another date")
        await app.tap("Tomorrow")
        await app.type("Why it takes longer", "客户出差")
        await app.tap("Move the date")

    on = SheetId(one.sheet)
    moved = sheet_on(at(story, SUPERVISOR, f"/returns?piece={one.code}"), on).said(PromiseMoved)
    assert moved == PromiseMoved(one.piece.key, date(2026, 11, 24), "客户出差")


def test_the_register_without_pieces_says_how_they_get_there() -> None:
    async def run() -> None:
        async with running(None, "/returns", shelf=desk(SUPERVISOR), width=DESK[0], height=DESK[1]) as app:
            app.see("No piece here", "What a technician takes back against a slip is on this register by itself.")

    asyncio.run(run())
