"""Cash custody and debts at the office (P8.6, P8.7)."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from field_app.domain.cash import CashCounted, CashHandedOver, DifferenceExplained, cash_sheet, held
from field_app.domain.repair import settlement
from field_app.domain.repair.settlement import CashReceived, DebtChased, PaymentBooked
from field_app.domain.sheets import Sheet, Voided, new_sheet
from field_app.store.shelf import Shelf
from sync.demo import WANG
from tests.ui.harness import AppUnderTest, running
from tests.ui.office.scene import ACCOUNTANT, DESK, LI, PHONE, SUPERVISOR, TABLET, DemoPerson, desk, more, sheet_on, told_returns


def at(
    story: Callable[[AppUnderTest], Awaitable[None]],
    *changed: Sheet,
    who: DemoPerson = ACCOUNTANT,
    route: str = "/cash",
    size: tuple[int, int] = DESK,
    language: str = "en",
) -> Shelf:
    shelf = desk(who, *changed, returns=True)

    async def run() -> None:
        async with running(None, route, shelf=shelf, width=size[0], height=size[1], language=language) as app:
            await story(app)

    asyncio.run(run())
    return shelf


def repairs() -> list[Sheet]:
    return [sheet for sheet in told_returns().values() if sheet.kind == "repair"]


def handed_in(counted_fen: int | None = None, note: str = "") -> Sheet:
    """王建军 has handed in what he holds."""
    mine = held(WANG.id, repairs(), None)
    due = sum(item.amount_fen for item in mine)
    body = CashHandedOver(mine, due if counted_fen is None else counted_fen, note)
    return more(new_sheet(cash_sheet(WANG.id), "cash"), WANG.id, body)


def code(sheet: Sheet) -> str:
    key = sheet.entries[0].key
    return f"{sheet.id}~{key.device}~{key.n}"


def debt() -> Sheet:
    return next(sheet for sheet in repairs() if settlement.owed(sheet))


@pytest.mark.parametrize("size", [DESK, TABLET, PHONE], ids=["desk", "tablet", "phone"])
@pytest.mark.parametrize(
    "route", ["/cash", f"/cash?handover={code(handed_in())}", "/owed", "/owed?state=overdue", f"/owed?sheet={debt().id}"]
)
@pytest.mark.parametrize("who", [ACCOUNTANT, SUPERVISOR], ids=["accountant", "supervisor"])
def test_p8_6_the_pages_draw_at_every_size(route: str, size: tuple[int, int], who: DemoPerson) -> None:
    async def story(app: AppUnderTest) -> None:
        app.see("王建军" if "cash" in route else "万和商业管理")

    at(story, handed_in(), who=who, route=route, size=size, language="zh")


def test_p8_6_who_holds_how_much_is_known_at_any_moment() -> None:
    async def story(app: AppUnderTest) -> None:
        app.see("王建军", "¥620.00", "All together", "holds nothing", "difference -¥10.00")

    at(story)


def test_p8_6_the_accountant_counts_again_and_the_cash_is_handed_over() -> None:
    given = handed_in()

    async def story(app: AppUnderTest) -> None:
        app.see("to be counted")
        await app.type("What you counted", "620")
        await app.tap("Confirm the count")
        app.see("陈静 counted")

    counted = sheet_on(at(story, given, route=f"/cash?handover={code(given)}"), given.id).said(CashCounted)
    assert counted is not None
    assert (counted.counted_fen, counted.key) == (62_000, given.entries[0].key)


def test_p8_6_a_different_count_wants_a_word_and_shows_large_until_it_is_explained() -> None:
    given = handed_in()

    async def story(app: AppUnderTest) -> None:
        await app.type("What you counted", "600")
        await app.tap("Confirm the count")
        app.see("The two counts differ. Count again together, then write what you found.")
        await app.type("Why it differs, where it does", "少一张二十元")
        await app.tap("Confirm the count")
        app.see("-¥20.00", "少一张二十元")
        await app.type("What became of the difference", "王建军补交")
        await app.tap("Keep it with the handover")
        app.see("王建军补交", "-¥20.00")

    told = sheet_on(at(story, given, route=f"/cash?handover={code(given)}", size=PHONE), given.id)
    assert told.said(DifferenceExplained) is not None


def test_f59_a_receipt_corrected_after_it_was_handed_in_stands_out() -> None:
    given = handed_in()
    item = given.entries[0].body.items[0]
    repair = next(sheet for sheet in repairs() if sheet.id == item.sheet)
    voided = more(repair, WANG.id, Voided(item.fact, "记错了"))

    async def story(app: AppUnderTest) -> None:
        app.see("look at the receipts", "corrected after it was handed in")

    at(story, given, voided, route=f"/cash?handover={code(given)}")


def test_p8_6_a_supervisor_sees_the_cash_and_counts_nothing() -> None:
    given = handed_in()

    async def story(app: AppUnderTest) -> None:
        app.see("The accountant counts it again.")
        app.see_not("Confirm the count")

    at(story, given, who=SUPERVISOR, route=f"/cash?handover={code(given)}")


def test_p8_7_overdue_debts_are_counted_and_say_what_comes_next() -> None:
    async def story(app: AppUnderTest) -> None:
        await app.tap("Overdue")
        assert app.page.route == "/owed?state=overdue"
        app.see("万和商业管理", "11 days over", "财务说这周排款", "¥660.00 in all")

    at(story, route="/owed")


def test_p8_7_a_reminder_is_noted_and_a_payment_booked_until_nothing_is_owed() -> None:
    sheet = debt()

    async def story(app: AppUnderTest) -> None:
        await app.tap("Note the reminder")
        app.see("Write what the customer said.")
        await app.type("What the customer said", "明天转账")
        await app.tap("Note the reminder")
        await app.type("Came in", "700")
        await app.tap("Book the payment")
        app.see("Only 660.00 is still due.")
        await app.type("Came in", "660")
        await app.tap("Book the payment")
        app.see("Nothing is owed here")

    told = sheet_on(at(story, route=f"/owed?sheet={sheet.id}"), sheet.id)
    chased, booked = told.said(DebtChased), told.said(PaymentBooked)
    assert chased is not None
    assert booked is not None
    assert (chased.note, booked.amount_fen, booked.method) == ("明天转账", 66_000, "transfer")


def test_p8_6_what_was_paid_too_much_is_listed_with_what_is_owed() -> None:
    paid = next(sheet for sheet in repairs() if sheet.last(CashReceived) and LI.id in {e.by for e in sheet.live(CashReceived)})
    quote = next(entry for entry in paid.entries if entry.fact.type == "quoted")
    less = more(paid, SUPERVISOR.id, Voided((quote.key.device, quote.key.n), "报错价"))

    async def story(app: AppUnderTest) -> None:
        app.see("Paid too much", "a quote was made smaller or voided after it was paid")

    at(story, less, route="/owed")
