"""My taken-back pieces on the phone: dates, whom to tell, the way home, and the customer's copy (P6.1 to P6.4)."""

from datetime import date, timedelta

from attrs import evolve

from field_app.domain.repair.charges import fingerprint
from field_app.domain.repair.register import CustomerTold, PromiseMoved
from field_app.domain.repair.takeback import PieceReturned, TakenBack, TakenPiece, shown_return, slip_code, slips
from tests.cast_domain import LI, SUPERVISOR, WANG
from tests.domain.cases import Case, case
from tests.ui.harness import running
from tests.ui.technician.visit_scene import CASE, POLICY, REQUEST, inside, phone_with, play, recorded, screen, sign_by_hand, visit

DRIVE, CURTAIN = TakenPiece("门机", "左上角划痕", "DJ-0417", "电源线"), TakenPiece("光幕", "完好")
PROMISED = date(2026, 12, 7)


def taken() -> Case:
    return visit().diagnosed("电梯门机", "take_back").decided("inside", "电梯门机").taken_back(DRIVE, CURTAIN)


def moved() -> Case:
    return taken().does(PromiseMoved("DJ-0417", PROMISED + timedelta(days=4), "等皮带"), by=SUPERVISOR)


def pieces(told: Case, route: str = "/pieces", **how: object) -> object:
    return running(None, route, shelf=phone_with(told), **how)


def code(told: Case, place: int = 0) -> str:
    return f"{slips(told.sheet)[0].body.slip}~{place}"


def test_p6_2_my_pieces_are_listed_with_their_state_and_date() -> None:
    async def story() -> None:
        async with pieces(taken()) as app:  # type: ignore[attr-defined]
            app.see("2 pieces with us", "门机", "光幕", "On the way to us", "14 days left")

    play(story)


def test_p6_3_a_moved_date_comes_first_until_the_customer_is_told() -> None:
    async def story() -> None:
        async with pieces(moved()) as app:  # type: ignore[attr-defined]
            app.see("Tell the customer the new date", "not told yet")
            await app.tap("门机")
            assert app.page.route == f"/pieces/{code(moved())}"
            app.see("The date has moved, the customer isn't told", "周敏", "New date: 11 Dec", "Call")
            await app.tap("Note that the customer knows")
            app.see_not("The date has moved, the customer isn't told")
            assert recorded(app, CustomerTold) == CustomerTold("DJ-0417", date(2026, 12, 11))

    play(story)


def test_p6_3_the_technician_moves_a_date_on_the_phone_and_it_is_to_be_told() -> None:
    async def story() -> None:
        async with pieces(taken(), f"/pieces/{code(taken())}") as app:  # type: ignore[attr-defined]
            await app.tap("Another date")
            await app.tap("Tomorrow")
            await app.tap("Move the date")
            app.see("Say why it takes longer; the customer will ask.")
            await app.type("Why it takes longer", "等皮带")
            await app.tap("Move the date")
            app.see("The date has moved, the customer isn't told")
            await app.tap("Note that the customer knows")
            app.see_not("The date has moved, the customer isn't told")

    play(story)


def test_p6_4_from_a_piece_it_is_one_tap_to_giving_it_back() -> None:
    async def story() -> None:
        async with pieces(taken(), f"/pieces/{code(taken(), 1)}") as app:  # type: ignore[attr-defined]
            await app.tap("Give it back")
            assert app.page.route == f"/case/{CASE}/return"

    play(story)


def test_p6_4_the_signature_covers_just_the_list_of_what_went_home() -> None:
    told = taken()

    async def story() -> None:
        async with screen("return", told) as app:
            await app.tap("Have the customer sign")
            await sign_by_hand(app)
            await app.tap("Confirm the signature")
            await app.tap("Confirm the signature")
            back = recorded(app, PieceReturned)
            assert back.together == ("DJ-0417", "光幕")
            assert back.shown == fingerprint(shown_return(told.sheet, back.together))

    play(story)


def test_p6_1_the_customers_copy_is_a_code_that_opens_the_slip_at_the_office() -> None:
    told = taken()
    (slip,) = slips(told.sheet)

    async def story() -> None:
        async with screen("take-back", told) as app:
            app.see("The customer's copy", "Send the link")
            shares = [control.action for control in app.controls() if getattr(control, "action", None)]
            assert any(f"https://office.example/s/{slip_code(told.sheet.id, slip)}" in str(vars(share)) for share in shares)

    play(story)


def test_p6_1_a_phone_other_than_the_one_that_opened_the_sheet_puts_its_tag_into_the_slips_number() -> None:
    begun = evolve(case(CASE), policy=POLICY).later(hours=-3).taken(REQUEST, number="261123-C1-03").handed_over().analysed("urgent")
    other = begun.assigned().agreed().departed().arrived().checked().diagnosed("电梯门机", "take_back").decided("inside", "电梯门机")

    async def story() -> None:
        async with screen("take-back", other) as app:
            app.see("261123-C1-03-A7T1")

    play(story)


def test_a_colleagues_pieces_are_not_mine_and_without_any_the_page_says_what_will_stand_there() -> None:
    theirs = taken().assigned(LI)

    async def story() -> None:
        async with pieces(inside()) as app:  # type: ignore[attr-defined]
            app.see("Nothing of yours is with us.")
        async with pieces(theirs) as app:  # type: ignore[attr-defined]
            app.see("门机")  # I took it back: what becomes of it concerns me
        assert theirs.last(TakenBack).by == WANG.user

    play(story)
