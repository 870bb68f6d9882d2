"""Collecting on site (P8.3, P8.4, P8.5)."""

from datetime import date

from field_app.domain.repair.charges import Line, Quoted, fingerprint
from field_app.domain.repair.settlement import CashReceived, PaidOtherwise, PaymentAgreed, agreed_fen, shown_agreement
from field_app.ui.technician.parts.settling import quick_amounts
from tests.domain.cases import Case
from tests.ui.technician.visit_scene import (
    CASE,
    LABOUR,
    POLICY,
    accountant,
    inside,
    outside,
    phone_with,
    play,
    quoted,
    recorded,
    screen,
    sign_by_hand,
)

REASON = "Why; the supervisor sees it"


def due(*receipts: str) -> Case:
    """200.00 are due after the customer signed the record."""
    told = quoted()
    told = told.allotted(*receipts) if receipts else told
    return told.consented().worked().signed()


def much() -> Case:
    """800.00 are due, above the limit of 500.00."""
    lifting = Line("travel", "高空作业车", "次", 60_000, 100, "contract", piece="电梯门机")
    return outside().allotted("0024817").does(Quoted((LABOUR, lifting), POLICY.label)).consented().worked().signed()


def test_quick_amounts_are_the_sum_and_the_notes_above_it() -> None:
    assert quick_amounts(44_000) == (44_000, 45_000, 50_000)
    assert quick_amounts(43_650) == (43_650, 45_000, 50_000)
    assert quick_amounts(50_000) == (50_000,)


def exception(app: object, body: type) -> object:
    entry = app.services.sheet(CASE).last(body)  # type: ignore[attr-defined]
    return entry.fact.exception


def test_what_is_due_stands_first_in_figures_and_capitals_with_the_receipt() -> None:
    async def story() -> None:
        async with screen("settle", due("0024817")) as app:
            app.see("¥200.00", "人民币贰佰元整", "Receipt No. 0024817")

    play(story)


def test_cash_shows_the_change_and_books_what_is_due() -> None:
    async def story() -> None:
        async with screen("settle", due("0024817")) as app:
            await app.tap("Other")
            await app.type("Received", "300")
            app.see("Change", "¥100.00", "Cash ¥200.00 taken, hand over receipt")
            await app.tap("Cash ¥200.00 taken, hand over receipt")
            app.see("Received ¥300.00, change ¥100.00.")
            await app.tap("Yes, book it")
            assert recorded(app, CashReceived) == CashReceived(20_000, 30_000, "0024817")
            assert exception(app, CashReceived) is None
            assert app.page.route == "/case/case-1"

    play(story)


def test_less_than_is_due_is_booked_as_a_part_and_says_what_is_missing() -> None:
    async def story() -> None:
        async with screen("settle", due("0024817")) as app:
            await app.tap("Other")
            await app.type("Received", "150")
            app.see("Still missing", "¥50.00", "Cash ¥150.00 taken, hand over receipt")
            await app.tap("Cash ¥150.00 taken, hand over receipt")
            await app.tap("Yes, book it")
            assert recorded(app, CashReceived).amount_fen == 15_000

    play(story)


def test_an_amount_that_is_none_is_refused_with_what_was_typed_still_there() -> None:
    async def story() -> None:
        async with screen("settle", due("0024817")) as app:
            await app.tap("Other")
            await app.type("Received", "两百")
            await app.tap("Cash ¥0.00 taken, hand over receipt")
            app.see("Write an amount above zero.", "两百")
            assert recorded(app, CashReceived) is None

    play(story)


def test_another_way_under_the_limit_asks_for_a_reason_on_the_page() -> None:
    async def story() -> None:
        async with screen("settle", due("0024817")) as app:
            await app.choose("How it is paid", "other")
            app.see("Up to 500.00 cash is the rule; another way needs a reason.")
            await app.tap("¥200.00 paid, hand over receipt")
            app.see("Choose how it was paid.")
            await app.tap("WeChat")
            await app.tap("¥200.00 paid, hand over receipt")
            app.see("Write why; the supervisor sees it.")
            await app.type(REASON, "客户没有现金")
            await app.tap("¥200.00 paid, hand over receipt")
            await app.tap("Yes, book it")
            assert recorded(app, PaidOtherwise) == PaidOtherwise(20_000, "wechat", "0024817")
            assert exception(app, PaidOtherwise).reason == "客户没有现金"  # type: ignore[attr-defined]

    play(story)


def test_above_the_limit_another_way_is_the_rule_and_cash_needs_the_reason() -> None:
    async def story() -> None:
        async with screen("settle", much()) as app:
            app.see("¥800.00 paid, hand over receipt")
            app.see_not(REASON)
            await app.choose("How it is paid", "cash")
            app.see("Above 500.00 cash needs a reason.", REASON)

    play(story)


def test_without_a_receipt_the_accountant_is_a_tap_away_and_payment_later_is_open() -> None:
    async def story() -> None:
        async with screen("settle", due(), accountant()) as app:
            app.see("No receipt is allotted to this case", "Show the acknowledgement, to sign")
            await app.tap("Call 孙会计")
            assert any("tel:13800009999" in str(args) for _name, args in app.connection.calls)

    play(story)


def test_cash_without_a_receipt_is_a_special_case_with_a_reason() -> None:
    async def story() -> None:
        async with screen("settle", due()) as app:
            await app.choose("How it is paid", "cash")
            app.see("There is no receipt for this; the accountant gives one out before the visit.")
            await app.type(REASON, "会计今天不在")
            await app.tap("Cash ¥200.00 taken")
            await app.tap("Yes, book it")
            assert recorded(app, CashReceived) == CashReceived(20_000, 20_000, "")
            assert exception(app, CashReceived).rules == {"P8.3"}  # type: ignore[attr-defined]

    play(story)


def test_a_later_payment_is_acknowledged_by_signature_on_what_is_shown() -> None:
    told = due("0024817")

    async def story() -> None:
        async with screen("settle", told) as app:
            await app.choose("How it is paid", "later")
            await app.type("Who pays", "物业财务")
            await app.tap("Show the acknowledgement, to sign")
            app.see("物业财务 pays by 2026-11-30, by bank transfer.", "人民币贰佰元整")
            await sign_by_hand(app)
            await app.tap("Confirm the signature")
            app.see("刘经理 signs that ¥200.00 will be paid.")
            await app.tap("Confirm the signature")
            agreed = recorded(app, PaymentAgreed)
            assert agreed.shown == fingerprint(shown_agreement(told.sheet, 20_000, "transfer", date(2026, 11, 30), "物业财务"))

    play(story)


def test_a_later_payment_by_nobody_is_refused_beside_the_field() -> None:
    async def story() -> None:
        async with screen("settle", due("0024817")) as app:
            await app.choose("How it is paid", "later")
            await app.type("Who pays", " ")
            await app.tap("Show the acknowledgement, to sign")
            app.see("Write who will pay.")

    play(story)


def test_what_the_technician_holds_then_is_said() -> None:
    async def story() -> None:
        async with screen("settle", due("0024817")) as app:
            app.see("With this you hold ¥200.00 in cash for the accountant.")

    play(story)


def test_with_nothing_due_there_is_a_way_back() -> None:
    async def story() -> None:
        async with screen("settle", inside().worked().signed()) as app:
            app.see("All settled.", "There is nothing to pay.")
            await app.tap("Back to the case")
            assert app.page.route == "/case/case-1"

    play(story)


def test_what_was_chosen_is_there_again_after_leaving_the_page() -> None:
    shelf = phone_with(due("0024817"))

    async def story() -> None:
        async with screen("settle", due("0024817"), shelf=shelf) as app:
            await app.choose("How it is paid", "later")
            await app.type("Who pays", "物业财务")
        async with screen("settle", due("0024817"), shelf=shelf) as app:
            app.see("物业财务", "To be paid by")

    play(story)


def test_p8_5_what_was_agreed_for_later_is_taken_when_the_customer_pays_it_after_all() -> None:
    async def story() -> None:
        async with screen("settle", due("0024817").payment_agreed(20_000)) as app:
            app.see("All settled.", "¥200.00 will be paid later, as agreed.")
            await app.tap("The customer pays it now")
            app.see("¥200.00", "Receipt No. 0024817")
            app.see_not("Not today")
            await app.tap("Cash ¥200.00 taken, hand over receipt")
            await app.tap("Yes, book it")
            assert recorded(app, CashReceived) == CashReceived(20_000, 20_000, "0024817")
            assert agreed_fen(app.services.sheet(CASE)) == 0

    play(story)


def test_where_nothing_is_owed_there_is_nothing_to_pay_now() -> None:
    async def story() -> None:
        async with screen("settle", due("0024817").cash(20_000, "0024817")) as app:
            app.see("All settled.")
            app.see_not("The customer pays it now")

    play(story)
