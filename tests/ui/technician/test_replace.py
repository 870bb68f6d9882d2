"""建议换新: the rule's reasons, the figures, and what the customer chose (P5.4)."""

from datetime import timedelta

from attrs import evolve

from field_app.domain.facts import SheetId
from field_app.domain.policy import POLICY_SHEET, PolicyApproved, ReplacementRule
from field_app.domain.repair.charges import ConsentRefused, Quoted, ReplacementAdvised
from field_app.domain.sheets import Sheet
from tests.cast_domain import DIRECTOR
from tests.ui.stand_ins import NOW
from tests.ui.technician import visit_scene
from tests.ui.technician.scene import CASE, phone, said
from tests.ui.technician.visit_scene import LABOUR, POLICY, outside, play, quoted, recorded, screen


def strict() -> Sheet:
    """A company that finds a piece of a year and a half too old."""
    policy = evolve(visit_scene.POLICY, replacement=ReplacementRule(years=1, repairs=3, percent_of_new=50))
    return said((DIRECTOR, PolicyApproved(policy)), on=POLICY_SHEET, kind="policy", at=NOW - timedelta(days=99))


def test_the_quote_says_that_a_piece_is_not_worth_repairing_and_leads_to_the_advice_p5_4() -> None:
    async def story() -> None:
        async with screen("quote", quoted(), shelf=phone(quoted().sheet, strict())) as app:
            app.see("By the rule not worth repairing", "电梯门机: In use since 2025-03-18, 1 years or more.")
            await app.tap("Tell the customer")
            assert app.page.route == f"/case/{CASE}/replace"

    play(story)


def test_a_piece_worth_repairing_is_not_spoken_of_and_may_be_advised_on_all_the_same_p5_4() -> None:
    async def story() -> None:
        async with screen("quote", quoted()) as app:
            app.see_not("By the rule not worth repairing")
            await app.arrive(f"/case/{CASE}/replace")
            app.see("By the company's rule it is worth repairing", "This repair", "¥880.00")
            await app.type("A new one costs, if known", "1500")
            app.see("The repair costs 880.00, a new one 1,500.00: 50 % of it or more.")

    play(story)


def test_choosing_a_new_one_records_the_figures_and_refuses_the_open_quote_in_one_tap_p5_4() -> None:
    async def story() -> None:
        async with screen("replace", quoted()) as app:
            await app.type("A new one costs, if known", "1500")
            await app.tap("Save the customer's choice")
            app.see("Say why a new one is better, in words the customer understands.", "1500")
            assert recorded(app, ReplacementAdvised) is None
            await app.type("Why a new one is better", "修理费过半，用了多年")
            await app.choose("What the customer chose", "replace")
            await app.type("What the customer said", "那就换新的")
            await app.tap("Save the customer's choice")
            advice = ReplacementAdvised("电梯门机", "修理费过半，用了多年", "replace", 88_000, 150_000, "那就换新的")
            assert recorded(app, ReplacementAdvised) == advice
            assert recorded(app, ConsentRefused) == ConsentRefused("那就换新的")
            app.see("Next: Leave")

    play(story)


def test_a_new_one_chosen_before_any_quote_ends_the_visit_without_one_p5_4() -> None:
    async def story() -> None:
        async with screen("replace", outside()) as app:
            await app.type("Why a new one is better", "用了多年")
            await app.choose("What the customer chose", "replace")
            await app.tap("Save the customer's choice")
            assert recorded(app, ConsentRefused) is None
            app.see("Next: Leave")

    play(story)


def test_of_two_quoted_pieces_the_one_bought_new_leaves_the_quote_p5_4() -> None:
    two = outside().diagnosed("光幕").decided("outside", "光幕").does(Quoted((LABOUR, evolve(LABOUR, piece="光幕")), POLICY.label))

    async def story() -> None:
        async with screen("replace", two) as app:
            await app.type("Why a new one is better", "用了多年")
            await app.choose("What the customer chose", "replace")
            await app.tap("Save the customer's choice")
            assert recorded(app, ConsentRefused) is None
            await app.tap("Next: Make the quote")
            app.see("¥200.00")
            await app.tap("Show the customer, to sign")
            assert [line.piece for line in recorded(app, Quoted).lines] == ["光幕"]

    play(story)


def test_a_repair_wanted_all_the_same_goes_on_as_quoted_p5_4() -> None:
    async def story() -> None:
        async with screen("replace", quoted()) as app:
            await app.type("Why a new one is better", "用了多年")
            await app.choose("What the customer chose", "repair")
            await app.tap("Save the customer's choice")
            assert recorded(app, ConsentRefused) is None
            app.see("Next: Customer's consent")

    play(story)


def test_a_price_that_is_no_amount_is_said_beside_it_and_nothing_typed_is_lost() -> None:
    async def story() -> None:
        async with screen("replace", quoted()) as app:
            await app.type("Why a new one is better", "用了多年")
            await app.type("A new one costs, if known", "约三千")
            await app.tap("Save the customer's choice")
            app.see("Write an amount in yuan, like 440 or 440.50.", "用了多年", "约三千")
            assert recorded(app, ReplacementAdvised) is None

    play(story)


def test_a_customer_who_disagrees_can_be_led_to_a_new_one() -> None:
    async def story() -> None:
        async with screen("consent", quoted()) as app:
            await app.tap("Customer disagrees")
            await app.tap("Buys a new one instead")
            assert app.page.route == f"/case/{CASE}/replace"

    play(story)


def test_repairs_before_are_counted_over_the_earlier_cases_on_the_phone_p5_4() -> None:
    async def story() -> None:
        before = evolve(visit_scene.inside().worked().signed().sheet, id=SheetId("older"))
        async with screen("replace", outside(), before) as app:
            app.see("Repaired before", "1")

    play(story)
