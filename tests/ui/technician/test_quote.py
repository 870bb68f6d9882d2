"""Making the quote on the phone (P5.3, P8.1, P8.2)."""

from attrs import evolve

from field_app.domain.archive import ContractRecorded
from field_app.domain.policy import Fee
from field_app.domain.repair.charges import Line, Quoted
from field_app.ui.technician.parts import quoting
from field_app.ui.technician.parts.quoting import Offer
from tests.cast_domain import CLERK
from tests.ui.technician.scene import archived
from tests.ui.technician.visit_scene import POLICY, inside, outside, phone_with, play, quoted, recorded, screen


def test_half_a_day_of_labour_is_proposed_from_the_fee_standard() -> None:
    async def story() -> None:
        async with screen("quote", outside()) as app:
            app.see("人工", "0.5 人天", "¥200.00", "The customer pays")

    play(story)


def test_a_line_from_the_standard_is_one_tap_and_its_quantity_another() -> None:
    async def story() -> None:
        async with screen("quote", outside()) as app:
            await app.tap("Door control board")
            await app.tap("More of 人工")
            app.see("门机控制板", "0.6 人天", "¥920.00")
            await app.tap("Show the customer, to sign")
            quote = recorded(app, Quoted)
            assert [(line.name, line.quantity, line.amount_fen) for line in quote.lines] == [
                ("人工", 60, 24_000),
                ("门机控制板", 100, 68_000),
            ]
            assert app.page.route == "/case/case-1/consent"

    play(story)


def test_in_warranty_labour_and_parts_are_proposed_free_and_wear_parts_charged() -> None:
    async def story() -> None:
        async with screen("quote", inside()) as app:
            await app.tap("Door control board")
            await app.tap("Belt")
            app.see("was ¥200.00", "was ¥680.00", "Wear part: charged in warranty too.")
            await app.tap("Show the customer, to sign")
            assert [(line.kind, line.free) for line in recorded(app, Quoted).lines] == [
                ("labour", "warranty"),
                ("part", "warranty"),
                ("wear_part", ""),
            ]

    play(story)


def test_the_words_typed_just_before_the_customer_sees_them_are_those_that_are_signed_p5_3() -> None:
    async def story() -> None:
        async with screen("quote", outside()) as app:
            await app.tap("Something that isn't in the standard")
            await app.type("What it is", "高空作业车")
            await app.type("Price of one", "600")
            await app.tap("Put it on the quote")
            await app.write("What is agreed", "高空作业车每次 600 元")
            await app.tap("Show the customer, to sign")
            assert recorded(app, Quoted).terms == "高空作业车每次 600 元"

    play(story)


def test_a_quote_of_nothing_is_refused_in_words_and_keeps_its_lines() -> None:
    async def story() -> None:
        async with screen("quote", inside()) as app:
            await app.tap("Show the customer, to sign")
            app.see("A quote must be above zero; for free work none is needed.", "人工")
            assert recorded(app, Quoted) is None

    play(story)


def test_the_standard_is_searched_by_name_in_both_languages() -> None:
    async def story() -> None:
        async with screen("quote", outside()) as app:
            await app.type("Search by name", "皮带")
            app.see("Belt")
            app.see_not("Door control board")
            await app.type("Search by name", "control")
            app.see("Door control board")
            await app.type("Search by name", "zzz")
            app.see("Nothing of that name in the fee standard.")

    play(story)


def test_something_outside_the_standard_is_an_agreement() -> None:
    async def story() -> None:
        async with screen("quote", outside()) as app:
            await app.tap("Something that isn't in the standard")
            await app.type("What it is", "高空作业车")
            await app.tap("Put it on the quote")
            app.see("Write a price above zero, like 440 or 440.50.", "高空作业车")
            await app.type("Price of one", "600")
            await app.type("Unit", "次")
            await app.tap("Put it on the quote")
            app.see("Service agreement", "the customer signs these words")
            await app.type("What is agreed", "高空作业车每次 600 元")
            await app.tap("Show the customer, to sign")
            assert recorded(app, Quoted).lines[1] == Line("part", "高空作业车", "次", 60_000, 100, "agreement", piece="电梯门机")
            assert recorded(app, Quoted).terms == "高空作业车每次 600 元"
            app.see("Service agreement", "高空作业车每次 600 元")

    play(story)


def test_a_line_is_made_free_with_its_price_still_shown() -> None:
    async def story() -> None:
        async with screen("quote", outside()) as app:
            await app.tap("Labour, ¥400.00 per 人天")
            await app.tap("Free out of goodwill")
            app.see("was ¥200.00", "¥200.00 of it free")
            await app.tap("Door control board")
            await app.tap("Show the customer, to sign")
            assert recorded(app, Quoted).lines[0].free == "goodwill"

    play(story)


def test_a_price_by_contract_is_typed_and_counted_in_the_total() -> None:
    async def story() -> None:
        async with screen("quote", outside()) as app:
            await app.tap("Labour, ¥400.00 per 人天")
            await app.tap("Contract")
            await app.type("Price of one", "300")
            await app.tap("That's it")
            app.see("¥150.00")
            await app.tap("Show the customer, to sign")
            line = recorded(app, Quoted).lines[0]
            assert (line.basis, line.price_fen, line.amount_fen) == ("contract", 30_000, 15_000)

    play(story)


def test_a_changed_quote_says_that_the_earlier_consent_no_longer_covers_it() -> None:
    async def story() -> None:
        async with screen("quote", quoted().consented()) as app:
            app.see_not("These need a new signature.")
            await app.tap("More of 人工")
            app.see("The customer signed other figures. These need a new signature.")

    play(story)


def test_a_draft_takes_the_prices_of_the_fee_standard_in_force() -> None:
    dearer = evolve(POLICY, fees=tuple(evolve(fee, price_fen=fee.price_fen * 2) for fee in POLICY.fees))
    lines = quoting.proposed(outside().sheet, Offer(POLICY))
    assert [line["price_fen"] for line in quoting.current(lines, Offer(dearer))] == [80_000]


def test_an_unchanged_quote_is_not_recorded_twice() -> None:
    async def story() -> None:
        async with screen("quote", quoted()) as app:
            await app.tap("Show the customer, to sign")
            sheet = app.services.sheet(app.services.store.sheets("repair")[0].id)
            assert len(sheet.live(Quoted)) == 1
            assert app.page.route == "/case/case-1/consent"

    play(story)


def test_the_lines_are_there_again_after_leaving_the_page() -> None:
    shelf = phone_with(outside())

    async def story() -> None:
        async with screen("quote", outside(), shelf=shelf) as app:
            await app.tap("Door control board")
            await app.put_away()
        async with screen("quote", outside(), shelf=shelf) as app:
            app.see("门机控制板", "¥880.00")

    play(story)


def test_the_contracts_prices_come_before_the_standards_and_name_the_contract_p5_3() -> None:
    async def story() -> None:
        terms = ContractRecorded("HT-2026-08", fees=(Fee("labour", "labour", "人工", "人天", 30_000),), wear_parts=("board",))
        async with screen("quote", inside(), archived((CLERK, terms))) as app:
            app.see("was ¥150.00")
            await app.tap("Door control board")
            app.see("Wear part: charged in warranty too.")
            await app.tap("Show the customer, to sign")
            labour, board = recorded(app, Quoted).lines
            assert (labour.basis, labour.price_fen, labour.free) == ("contract", 30_000, "warranty")
            assert (board.basis, board.kind, board.free) == ("standard", "wear_part", "")

    play(story)
