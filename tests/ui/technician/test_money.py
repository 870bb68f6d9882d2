"""The technician's money page (P8.3, P8.6)."""

from attrs import evolve

from field_app.domain.repair.charges import Quoted
from field_app.domain.repair.dispatch import Assigned
from field_app.domain.sheets import Sheet
from tests.cast_domain import LI, SUPERVISOR
from tests.domain.cases import Case
from tests.ui.harness import running
from tests.ui.technician.visit_scene import LABOUR, POLICY, inside, phone_with, play, quoted


def money(told: Case, *more: Sheet) -> object:
    return running(None, "/money", shelf=phone_with(told, *more))


def owing() -> Case:
    return quoted().allotted("0024817", "0024818").consented().worked().signed()


def test_receipts_allotted_and_what_is_not_settled_are_listed_by_case() -> None:
    async def story() -> None:
        async with money(owing()) as app:  # type: ignore[attr-defined]
            app.see("Receipt No. 0024817", "Receipt No. 0024818", "Not settled yet", "¥200.00", "海晟大厦物业服务处", "Nothing to hand in")

    play(story)


def test_cash_is_summed_and_shown_by_case() -> None:
    async def story() -> None:
        async with money(owing().cash(20_000, "0024817")) as app:  # type: ignore[attr-defined]
            app.see("1 payment, to hand in to the accountant", "Cash by case", "receipt 0024817")
            app.see_not("Not settled yet", "Receipt No. 0024817")

    play(story)


def test_an_agreed_payment_is_shown_with_its_day_and_payer() -> None:
    async def story() -> None:
        async with money(owing().payment_agreed(20_000)) as app:  # type: ignore[attr-defined]
            app.see("To be paid later", "海天酒店财务")
            app.see_not("Not settled yet")

    play(story)


def test_a_colleagues_cash_is_not_mine() -> None:
    async def story() -> None:
        told = owing().cash(20_000, "0024817", by=LI)
        async with money(told) as app:  # type: ignore[attr-defined]
            app.see("Nothing to hand in", "¥0.00")

    play(story)


def test_cash_stays_with_whoever_took_it_when_the_case_goes_to_another() -> None:
    async def story() -> None:
        told = owing().cash(20_000, "0024817").does(Assigned(LI.user), by=SUPERVISOR)
        async with money(told) as app:  # type: ignore[attr-defined]
            app.see("1 payment, to hand in to the accountant")
            app.see_not("Receipt No. 0024818")

    play(story)


def test_p8_6_what_was_paid_too_much_stands_there_though_nothing_is_held() -> None:
    async def story() -> None:
        paid = quoted().allotted("0024817").consented().paid_otherwise(20_000, "0024817", passing="P8.4")
        async with money(paid.does(Quoted((evolve(LABOUR, quantity=40),), POLICY.label))) as app:  # type: ignore[attr-defined]
            app.see("¥40.00", "海晟大厦物业服务处")
            app.see_not("No money and no receipts.")

    play(story)


def test_a_row_opens_its_case() -> None:
    async def story() -> None:
        async with money(owing()) as app:  # type: ignore[attr-defined]
            await app.tap("海晟大厦物业服务处")
            assert app.page.route == "/case/case-1"

    play(story)


def test_without_money_the_page_says_what_will_stand_there() -> None:
    async def story() -> None:
        async with money(inside()) as app:  # type: ignore[attr-defined]
            app.see("No money and no receipts.")

    play(story)
