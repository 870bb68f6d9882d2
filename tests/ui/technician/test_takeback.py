"""Taking equipment back and giving it back on the phone (P6.1, P6.4)."""

from datetime import date

from field_app.domain.repair.charges import fingerprint
from field_app.domain.repair.takeback import PieceReturned, TakenBack, TakenPiece, shown_slip
from tests.domain.cases import Case
from tests.ui.technician.scene import goes_on_with
from tests.ui.technician.visit_scene import CASE, phone_with, play, recorded, screen, sign_by_hand, visit


def to_take() -> Case:
    return visit().diagnosed("电梯门机", "take_back").decided("inside", "电梯门机")


def taken() -> Case:
    return to_take().taken_back(TakenPiece("门机", "左上角划痕", "DJ-0417", "电源线"), TakenPiece("光幕", "完好"))


def test_the_diagnosed_piece_is_listed_and_a_week_is_promised() -> None:
    async def story() -> None:
        async with screen("take-back", to_take()) as app:
            app.see("Take back 1 piece", "电梯门机", "261123-A7-01-T1", "Mon 30 Nov")

    play(story)


def test_the_slip_is_bound_to_what_the_customer_was_shown() -> None:
    told = to_take()

    async def story() -> None:
        async with screen("take-back", told) as app:
            await app.type("Condition: looks, damage, missing parts", "左上角划痕")
            await app.type("Accessories that go along", "电源线 1 根")
            await app.tap("Show the slip, to sign")
            app.see("Condition: 左上角划痕", "Accessories: 电源线 1 根", "Promised back by 2026-11-30")
            await sign_by_hand(app)
            await app.tap("Confirm the signature")
            await app.tap("Confirm the signature")
            app.see("Give the customer a copy before anything leaves", "Signed", "周敏")
            slip = recorded(app, TakenBack)
            assert slip.shown == fingerprint(shown_slip(told.sheet, slip.slip, slip.pieces, date(2026, 11, 30)))
            assert slip.pieces == (TakenPiece("电梯门机", "左上角划痕", "", "电源线 1 根"),)

    play(story)


def test_a_piece_without_condition_is_refused_beside_the_piece() -> None:
    async def story() -> None:
        async with screen("take-back", to_take()) as app:
            await app.type("Accessories that go along", "电源线 1 根")
            await app.tap("Show the slip, to sign")
            app.see("Write name and condition of every piece.", "电源线 1 根")
            app.see_not("Promised back by 2026-11-30")

    play(story)


def test_one_more_piece_is_listed_and_taken_off() -> None:
    async def story() -> None:
        async with screen("take-back", to_take()) as app:
            await app.tap("One more piece")
            app.see("Take back 2 pieces", "Piece 2")
            await app.tap("Take it off")
            app.see("Take back 1 piece")

    play(story)


def test_a_second_slip_of_the_same_visit_has_its_own_number() -> None:
    async def story() -> None:
        async with screen("take-back", taken()) as app:
            await app.tap("One more slip")
            app.see("261123-A7-01-T2")

    play(story)


def test_changing_the_slip_clears_the_signature() -> None:
    async def story() -> None:
        async with screen("take-back", to_take()) as app:
            await app.type("Condition: looks, damage, missing parts", "完好")
            await app.tap("Show the slip, to sign")
            await sign_by_hand(app)
            await app.tap("Change it")
            await app.tap("Show the slip, to sign")
            await app.tap("Confirm the signature")
            app.see("Please have the customer sign with the full name in the box.")
            assert recorded(app, TakenBack) is None

    play(story)


def test_an_unsigned_slip_is_a_special_case_with_a_reason() -> None:
    async def story() -> None:
        async with screen("take-back", to_take()) as app:
            await app.type("Condition: looks, damage, missing parts", "完好")
            await app.tap("Show the slip, to sign")
            await app.tap("Confirm the signature")
            await goes_on_with(app, "客户赶车，口头同意")
            assert recorded(app, TakenBack).pieces[0].condition == "完好"

    play(story)


def test_pieces_go_home_against_a_signature_and_the_slip() -> None:
    async def story() -> None:
        async with screen("return", taken()) as app:
            app.see("门机", "光幕", "261123-A7-01-T1")
            await app.tap("Have the customer sign")
            app.see("I have these back, in order and complete.")
            await sign_by_hand(app)
            await app.tap("Confirm the signature")
            app.see("刘经理 has 2 pieces back.")
            await app.tap("Confirm the signature")
            back = [entry.body for entry in app.services.sheet(CASE).live(PieceReturned)]
            assert [(one.piece, one.slip_collected, one.signer) for one in back] == [("DJ-0417", True, "刘经理"), ("光幕", True, "刘经理")]

    play(story)


def test_a_lost_slip_is_explained() -> None:
    async def story() -> None:
        async with screen("return", taken()) as app:
            await app.choose("Customer's copy collected", "no")
            await app.tap("Have the customer sign")
            app.see("Collect the customer's copy of the slip, or say how it was lost.")
            await app.type("How the slip was lost", "搬家时丢了")
            await app.tap("Have the customer sign")
            await sign_by_hand(app)
            await app.tap("Confirm the signature")
            await app.tap("Confirm the signature")
            assert (recorded(app, PieceReturned).slip_collected, recorded(app, PieceReturned).reason) == (False, "搬家时丢了")

    play(story)


def test_one_piece_may_stay() -> None:
    async def story() -> None:
        async with screen("return", taken()) as app:
            await app.tap("光幕")
            await app.tap("Have the customer sign")
            await sign_by_hand(app)
            await app.tap("Confirm the signature")
            await app.tap("Confirm the signature")
            assert [entry.body.piece for entry in app.services.sheet(CASE).live(PieceReturned)] == ["DJ-0417"]

    play(story)


def test_p6_4_only_the_copy_of_a_slip_whose_pieces_go_home_is_asked_for() -> None:
    told = taken().returned("DJ-0417").returned("光幕").taken_back(TakenPiece("门机", "新换的皮带断了", "DJ-0417"))
    first, second = (entry.body.slip for entry in told.sheet.live(TakenBack))

    async def story() -> None:
        async with screen("return", told) as app:
            app.see(f"Customer's copy of slip {second} collected?")
            app.see_not(first)

    play(story)


def test_with_nothing_here_the_way_leads_back() -> None:
    async def story() -> None:
        async with screen("return", to_take()) as app:
            app.see("Nothing of this case is with us.")
            await app.tap("Back to the case")
            assert app.page.route == "/case/case-1"

    play(story)


def test_what_was_typed_is_there_again_after_leaving_the_page() -> None:
    shelf = phone_with(to_take())

    async def story() -> None:
        async with screen("take-back", to_take(), shelf=shelf) as app:
            await app.type("Condition: looks, damage, missing parts", "左上角划痕")
        async with screen("take-back", to_take(), shelf=shelf) as app:
            app.see("左上角划痕")

    play(story)
