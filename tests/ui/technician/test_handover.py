"""Handing the cash in on the phone (P8.6)."""

from field_app.domain.cash import CashCounted, CashHandedOver, cash_sheet
from field_app.domain.facts import SheetId
from field_app.domain.repair.settlement import CashReceived
from field_app.domain.sheets import Sheet, Voided
from field_app.store.door import Answer
from tests.cast_domain import ACCOUNTANT, WANG
from tests.domain.cases import Case
from tests.ui.harness import AppUnderTest, running
from tests.ui.stand_ins import NOW
from tests.ui.technician.scene import said, send_down
from tests.ui.technician.visit_scene import CASE, phone_with, play, quoted

PURSE = cash_sheet(WANG.user)


def holding() -> Case:
    """200.00 in cash, in two sums."""
    owing = quoted().allotted("0024817", "0024818").consented().worked().signed()
    return owing.cash(5_000, "0024817").cash(15_000, "0024818")


def handover(told: Case, *more: Sheet) -> object:
    return running(None, "/money/handover", shelf=phone_with(told, *more))


def handed(app: AppUnderTest) -> CashHandedOver | None:
    sheet = app.services.sheet(PURSE)
    return sheet.said(CashHandedOver) if sheet else None


def test_p8_6_all_cash_is_chosen_and_what_is_counted_is_handed_in() -> None:
    async def story() -> None:
        async with handover(holding()) as app:  # type: ignore[attr-defined]
            app.see("¥200.00", "receipt 0024817", "receipt 0024818")
            await app.type("What you counted", "200")
            await app.tap("Hand in ¥200.00")
            app.see("2 receipts to the accountant.")
            await app.tap("Yes, hand it in")
            assert app.page.route == "/money"
            app.see("Nothing to hand in", "Handed in", "not counted by the accountant yet")
            body = handed(app)
            assert body is not None
            assert (body.counted_fen, body.amount_fen, len(body.items)) == (20_000, 20_000, 2)

    play(story)


def test_p8_6_a_part_is_handed_in_and_the_rest_stays_in_hand() -> None:
    async def story() -> None:
        async with handover(holding()) as app:  # type: ignore[attr-defined]
            await app.tap("receipt 0024817")
            app.see("¥150.00")
            await app.type("What you counted", "150")
            await app.tap("Hand in ¥150.00")
            await app.tap("Yes, hand it in")
            app.see("1 payment, to hand in to the accountant", "¥50.00")

    play(story)


def test_p8_6_a_difference_wants_a_word_and_is_shown_red() -> None:
    async def story() -> None:
        async with handover(holding()) as app:  # type: ignore[attr-defined]
            await app.type("What you counted", "190")
            app.see("Counted -¥10.00 against the receipts")
            await app.tap("Hand in ¥190.00")
            app.see("You counted 190.00, the receipts say 200.00. Say why.")
            await app.type("Why it differs", "找零少算")
            await app.tap("Hand in ¥190.00")
            await app.tap("Yes, hand it in")
            app.see("difference -¥10.00")

    play(story)


def test_p8_6_nothing_counted_is_said_beside_the_field_and_the_choice_stays() -> None:
    async def story() -> None:
        async with handover(holding()) as app:  # type: ignore[attr-defined]
            await app.tap("receipt 0024817")
            await app.tap("Count it, then hand it in")
            app.see("Count the cash and write what you counted.", "¥150.00")
            assert handed(app) is None

    play(story)


def test_p8_6_what_the_accountant_counted_comes_back_to_the_phone() -> None:
    told = holding()

    async def story() -> None:
        async with handover(told) as app:  # type: ignore[attr-defined]
            await app.type("What you counted", "200")
            await app.tap("Hand in ¥200.00")
            await app.tap("Yes, hand it in")
            purse = app.services.sheet(PURSE)
            assert purse
            key = purse.entries[0].key
            counted = said((ACCOUNTANT, CashCounted((key.device, key.n), 19_000, "少十元")), on=PURSE, kind="cash")
            send_down(app.assembly.shelf, counted)
            await app.settle()
            app.see("difference -¥10.00")

    play(story)


def test_p8_6_cash_of_a_case_that_went_to_somebody_else_is_still_to_be_handed_in() -> None:
    told = quoted().allotted("0024817").consented().worked().signed()

    async def story() -> None:
        async with running(None, "/money", shelf=phone_with(told)) as app:
            app.services.record(CASE, CashReceived(20_000, 20_000, "0024817"))
            device = app.assembly.shelf.current()
            assert device
            device.take(Answer("epoch", device.head()[0], 99, "epoch:9", NOW, gone=(SheetId(CASE),)))
            await app.settle()
            assert device.sheet(CASE) is None
            app.see("¥200.00", "the case is with somebody else")
            await app.tap("Hand in the cash")
            await app.type("What you counted", "200")
            await app.tap("Hand in ¥200.00")
            await app.tap("Yes, hand it in")
            app.see("Nothing to hand in")

    play(story)


def test_p8_6_cash_struck_out_before_the_case_went_to_somebody_else_is_not_to_be_handed_in() -> None:
    told = quoted().allotted("0024817", "0024818").consented().worked().signed()

    async def story() -> None:
        async with running(None, "/money", shelf=phone_with(told)) as app:
            (wrong,) = app.services.record(CASE, CashReceived(20_000, 20_000, "0024817"))
            app.services.record(CASE, Voided((wrong.device, wrong.n), "只收了一百五"), CashReceived(15_000, 15_000, "0024818"))
            device = app.assembly.shelf.current()
            assert device
            device.take(Answer("epoch", device.head()[0], 99, "epoch:9", NOW, gone=(SheetId(CASE),)))
            await app.settle()
            app.see("¥150.00", "the case is with somebody else")
            app.see_not("¥350.00", "¥200.00")

    play(story)


def test_without_cash_the_page_says_what_will_stand_there() -> None:
    async def story() -> None:
        async with handover(quoted()) as app:  # type: ignore[attr-defined]
            app.see("You hold no cash.")
            await app.tap("Back to money")
            assert app.page.route == "/money"

    play(story)
