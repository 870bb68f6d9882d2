"""The report to the supervisor (P7.3)."""

from field_app.domain.repair.charges import Quoted
from field_app.domain.repair.signoff import Reported
from field_app.ui import words
from field_app.ui.technician.parts.summary import case_summary
from tests.domain.cases import Case
from tests.ui.technician.visit_scene import LABOUR, POLICY, inside, outside, phone_with, play, quoted, recorded, screen, visit


def finished() -> Case:
    return inside().worked().signed().left()


def test_the_report_is_drafted_from_what_was_recorded() -> None:
    async def story() -> None:
        async with screen("report", finished()) as app:
            app.see("电梯门机: 电容鼓包. 换主板，试机正常. Result: works again.", "刘经理 signed: satisfied.")
            await app.tap("Send the report")
            assert recorded(app, Reported).case == "电梯门机: 电容鼓包. 换主板，试机正常. Result: works again."
            assert app.page.route == "/case/case-1"

    play(story)


def test_the_draft_may_be_corrected_but_not_be_empty() -> None:
    async def story() -> None:
        async with screen("report", finished()) as app:
            await app.type("How the case stands", "  ")
            await app.tap("Send the report")
            app.see("Write how the case stands.")
            await app.type("How the case stands", "修好了，建议换皮带")
            await app.tap("The customer wants to hear from you.")
            await app.tap("Send the report")
            assert recorded(app, Reported) == Reported(
                "修好了，建议换皮带", "刘经理 signed: satisfied. The customer wants to hear from you."
            )

    play(story)


def test_special_cases_are_shown_with_their_reasons() -> None:
    async def story() -> None:
        told = visit().diagnosed("电梯门机").decided("outside", "电梯门机").worked(passing="P5.3").signed().left()
        async with screen("report", told) as app:
            app.see("Special cases the supervisor will see", "P5.3", "客户急用")

    play(story)


def test_a_refused_quote_is_reported_with_the_customers_words() -> None:
    async def story() -> None:
        told = outside().does(Quoted((LABOUR,), POLICY.label)).refused().left()
        async with screen("report", told) as app:
            app.see("Not repaired, the customer said: 太贵了.", "The customer does not agree to the quote.")

    play(story)


def test_a_report_that_was_sent_back_says_why() -> None:
    async def story() -> None:
        async with screen("report", finished().reported().sent_back("请写清楚换了什么")) as app:
            app.see("请写清楚换了什么", "Send the report")

    play(story)


def test_after_the_report_the_page_says_who_is_next() -> None:
    async def story() -> None:
        async with screen("report", finished().reported()) as app:
            app.see("The supervisor signs off or sends it back.")

    play(story)


def test_a_corrected_draft_is_there_again_after_leaving_the_page() -> None:
    shelf = phone_with(finished())

    async def story() -> None:
        async with screen("report", finished(), shelf=shelf) as app:
            await app.type("How the case stands", "皮带下月再换")
        async with screen("report", finished(), shelf=shelf) as app:
            app.see("皮带下月再换")

    play(story)


def test_the_draft_says_of_an_agreed_payment_only_what_is_still_to_come() -> None:
    agreed = quoted().allotted("0024817").consented().worked().signed().payment_agreed(20_000)
    words.use("en")
    assert "¥200.00 to be paid by" in case_summary(agreed.sheet)
    assert "¥50.00 to be paid by" in case_summary(agreed.cash(15_000, "0024817").sheet)
    assert "to be paid by" not in case_summary(agreed.cash(20_000, "0024817").sheet)
