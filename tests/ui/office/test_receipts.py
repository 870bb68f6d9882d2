"""The accountant's book (P8.3)."""

import asyncio
from collections.abc import Awaitable, Callable

import flet as ft

from field_app.domain.documents import RECEIPT_BOOK, NumberAllotted, NumbersIssued, NumberVoided, printed
from field_app.domain.repair import dispatch, settlement
from field_app.domain.repair.settlement import CashReceived, ReceiptAllotted
from field_app.domain.repair.signoff import SignedOff
from field_app.domain.sheets import Sheet
from field_app.store.shelf import Shelf
from field_app.ui.office import book
from field_app.ui.office.waiting import waiting
from sync.demo import WANG
from tests.ui.harness import AppUnderTest, running
from tests.ui.office.scene import ACCOUNTANT, DESK, PHONE, SUPERVISOR, desk, more, sheet_on, told, with_status


def wanting() -> Sheet:
    return waiting([s for s in told().values() if s.kind == "repair"], ["accountant"])[0].sheet


def at(
    story: Callable[[AppUnderTest], Awaitable[None]],
    *changed: Sheet,
    route: str = "/receipts",
    size: tuple[int, int] = DESK,
    only: bool = False,
) -> Shelf:
    shelf = desk(ACCOUNTANT, *changed, only=only)

    async def run() -> None:
        async with running(None, route, shelf=shelf, width=size[0], height=size[1]) as app:
            await story(app)

    asyncio.run(run())
    return shelf


def test_p8_3_allotting_writes_the_next_number_in_the_book_and_on_the_sheet() -> None:
    following = book.next_free(told()[RECEIPT_BOOK], "receipt")
    assert following

    async def story(app: AppUnderTest) -> None:
        await app.tap(f"Allot receipt {printed(following)}")
        app.see("No sheet waits for a receipt", printed(following))

    shelf = at(story, wanting(), only=True)
    in_book = sheet_on(shelf, RECEIPT_BOOK).said(NumberAllotted)
    on_sheet = sheet_on(shelf, wanting().id).said(ReceiptAllotted)
    assert in_book
    assert on_sheet
    assert (in_book.number, in_book.sheet, on_sheet.number) == (following, wanting().id, printed(following))


def test_p8_3_an_invoice_can_be_allotted_to_a_named_sheet_on_a_phone() -> None:
    async def story(app: AppUnderTest) -> None:
        await app.tap("Allot invoice")

    sheet = wanting()
    shelf = at(story, sheet, route=f"/receipts/{sheet.id}", size=PHONE, only=True)
    assert [given.document for given in settlement.allotted(sheet_on(shelf, sheet.id))] == ["invoice"]


def test_p8_3_a_number_is_void_with_a_reason_and_stays_in_the_book() -> None:
    async def story(app: AppUnderTest) -> None:
        await app.type("Number", "0024805")
        await app.type("Why", "写错了")
        await app.tap("Void it")
        app.see("0024805", "写错了", "void")

    void = sheet_on(at(story), RECEIPT_BOOK).said(NumberVoided)
    assert void
    assert (void.number, void.reason) == (24805, "写错了")


def test_p8_3_a_number_made_void_is_taken_from_the_technicians_hands_too() -> None:
    case = with_status("agreed")
    number = book.next_free(told()[RECEIPT_BOOK], "receipt")
    assert number
    given = more(case, ACCOUNTANT.id, ReceiptAllotted(printed(number), "receipt"))
    in_book = more(told()[RECEIPT_BOOK], ACCOUNTANT.id, NumberAllotted("receipt", number, case.id))

    async def story(app: AppUnderTest) -> None:
        await app.type("Number", printed(number))
        await app.type("Why", "撕坏了")
        await app.tap("Void it")
        app.see("撕坏了")

    shelf = at(story, given, in_book)
    assert printed(number) not in {receipt.number for receipt in settlement.allotted(sheet_on(shelf, case.id))}
    assert sheet_on(shelf, RECEIPT_BOOK).said(NumberVoided) == NumberVoided(number, "撕坏了")


def test_p8_3_a_number_of_a_sheet_that_has_ended_is_void_in_the_book_alone() -> None:
    case = next(s for s in told().values() if s.kind == "repair" and s.last(SignedOff) and not settlement.allotted(s))
    given = more(case, ACCOUNTANT.id, ReceiptAllotted("0024850", "receipt"))
    in_book = more(told()[RECEIPT_BOOK], ACCOUNTANT.id, NumberAllotted("receipt", 24850, case.id))
    assert book.voiding([given], 24850, "没用上") == {}
    paid = next(s for s in told().values() if s.kind == "repair" and s.last(CashReceived))
    assert book.voiding([paid], int(settlement.payments(paid)[0].receipt), "写坏了") == {}
    assert [leaf.state for leaf in book.leaves(in_book, [given]) if leaf.number == 24850] == ["unused"]


def test_p8_3_a_void_number_wants_a_reason_beside_the_field_and_keeps_what_was_typed() -> None:
    async def story(app: AppUnderTest) -> None:
        await app.type("Number", "0024805")
        await app.tap("Void it")
        assert "Say why the number is void." in str(app.find(ft.TextField, "Why").error)
        assert app.find(ft.TextField, "Number").value == "0024805"

    assert not sheet_on(at(story), RECEIPT_BOOK).live(NumberVoided)


def test_p8_3_what_is_no_number_is_said_beside_the_field() -> None:
    async def story(app: AppUnderTest) -> None:
        await app.type("Number", "No. five")
        await app.type("Why", "?")
        await app.tap("Void it")
        assert "as it stands on the paper" in str(app.find(ft.TextField, "Number").error)

    at(story)


def test_p8_3_a_new_book_is_entered_once() -> None:
    async def story(app: AppUnderTest) -> None:
        await app.type("First number", "0030001")
        await app.type("Last number", "0030050")
        await app.tap("Enter the book")
        await app.type("First number", "0030050")
        await app.type("Last number", "0030060")
        await app.tap("Enter the book")
        assert "never reused" in str(app.find(ft.TextField, "First number").error)

    issued = sheet_on(at(story), RECEIPT_BOOK).live(NumbersIssued)
    assert [entry.body.first for entry in issued][-1] == 30001


def test_p8_3_a_number_whose_sheet_ended_without_it_is_a_gap() -> None:
    done = with_status("to_sign_off")
    number = book.next_free(told()[RECEIPT_BOOK], "receipt")
    assert number
    given = more(done, ACCOUNTANT.id, ReceiptAllotted(printed(number), "receipt"))
    ended = more(given, SUPERVISOR.id, SignedOff("ok"))
    in_book = more(told()[RECEIPT_BOOK], ACCOUNTANT.id, NumberAllotted("receipt", number, done.id))

    async def story(app: AppUnderTest) -> None:
        app.see("1 number is still out", printed(number), "sheet ended, not used")

    at(story, ended, in_book)


def test_p8_3_every_number_that_left_the_book_says_what_became_of_it() -> None:
    async def story(app: AppUnderTest) -> None:
        app.see("0024801", "0024802", "handed over", "620.00")
        app.see_not("still out")

    at(story)


def test_f59_numbers_left_out_given_twice_void_but_paid_or_of_no_book_stand_on_the_page_in_red() -> None:
    paid, other = (sheet for sheet in [*told().values()] if sheet.kind == "repair" and sheet.last(CashReceived))
    receipt = int(settlement.payments(paid)[0].receipt)
    in_book = more(
        told()[RECEIPT_BOOK],
        ACCOUNTANT.id,
        NumberAllotted("receipt", 24850, paid.id),
        NumberAllotted("receipt", 24850, other.id),
        NumberVoided(receipt, "写坏了"),
    )
    strange = more(paid, ACCOUNTANT.id, ReceiptAllotted("9999999", "receipt"))
    report = book.gap_report(in_book, [strange, other])
    assert (report.twice, report.void_but_paid, report.not_from_a_book) == ((24850,), (receipt,), ("9999999",))
    assert report.skipped == tuple(range(24803, 24850))

    async def story(app: AppUnderTest) -> None:
        app.see("Numbers that don't add up", "0024850: given to two sheets", f"{printed(receipt)}: void, but money was taken", "9999999")

    at(story, in_book, strange)


def test_p8_3_a_book_in_order_has_an_empty_gap_report() -> None:
    repairs = [sheet for sheet in told().values() if sheet.kind == "repair"]
    assert book.gap_report(told()[RECEIPT_BOOK], repairs).count == 0
    assert book.gap_report(None, repairs).count == 0


def test_f60_numbers_a_lost_phone_may_have_used_stay_open_under_its_persons_name() -> None:
    case = with_status("agreed")
    number = book.next_free(told()[RECEIPT_BOOK], "receipt")
    assert number
    given = more(case, ACCOUNTANT.id, ReceiptAllotted(printed(number), "receipt"))
    in_book = more(told()[RECEIPT_BOOK], ACCOUNTANT.id, NumberAllotted("receipt", number, case.id))
    found = book.leaves(in_book, [given])
    carrier = dispatch.assigned_to(case)
    assert carrier
    assert [(leaf.number, leaf.state) for leaf in found if leaf.carrier == carrier and leaf.state != "used"] == [(number, "carried")]

    async def story(app: AppUnderTest) -> None:
        app.see(printed(number), "with 王建军")

    at(story, given, in_book)


def as_restored() -> tuple[Sheet, int]:
    """A case on which money was taken against the next number, of whose giving out the book knows nothing: its page was lost."""
    number = book.next_free(told()[RECEIPT_BOOK], "receipt")
    assert number
    return more(with_status("agreed"), WANG.id, CashReceived(12000, 12000, printed(number))), number


def test_f59_a_number_money_was_taken_against_is_given_to_no_other_sheet_and_to_its_own_first() -> None:
    case, number = as_restored()
    written = book.written([case])
    assert book.next_free(told()[RECEIPT_BOOK], "receipt", written) == number + 1
    assert book.next_free(told()[RECEIPT_BOOK], "receipt", written, case.id) == number


def test_f59_a_number_used_but_not_in_the_book_stands_on_the_page_in_red_until_it_is_allotted_to_its_sheet() -> None:
    case, number = as_restored()

    async def story(app: AppUnderTest) -> None:
        app.see(f"{printed(number)}: used on a sheet, but not given to it in the book.", f"next {printed(number + 1)}")
        await app.tap(f"Allot receipt {printed(number)}")
        app.see_not("used on a sheet, but not given to it in the book")

    at(story, case, route=f"/receipts/{case.id}")


def test_f59_money_taken_against_one_number_on_two_sheets_stands_on_the_page_in_red() -> None:
    first, second = [sheet for sheet in told().values() if sheet.kind == "repair" and sheet.last(CashReceived)][:2]
    receipt = settlement.payments(first)[0].receipt
    doubled = more(second, WANG.id, CashReceived(12000, 12000, receipt))

    async def story(app: AppUnderTest) -> None:
        app.see(f"{receipt}: money was taken against it on two sheets.")

    at(story, doubled)
