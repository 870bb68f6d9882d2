"""The customer's signature under the service record (P7.2)."""

import flet as ft

from field_app.domain.repair.charges import fingerprint
from field_app.domain.repair.record import RecordSigned, shown_record
from tests.domain.cases import Case
from tests.ui.technician.visit_scene import inside, phone_with, play, quoted, recorded, screen, sign_by_hand


def worked() -> Case:
    return quoted().consented().worked()


def test_the_customer_sees_what_was_done_and_the_total_in_figures_and_capitals() -> None:
    async def story() -> None:
        async with screen("sign", worked()) as app:
            app.see(
                "电梯门机: 电容鼓包",
                "换主板，试机正常",
                "Labour 0.5 person-days",
                "¥200.00",
                "人民币贰佰元整",
                "Very satisfied",
                "Dissatisfied",
            )

    play(story)


def test_free_work_says_that_nothing_is_to_be_paid() -> None:
    async def story() -> None:
        async with screen("sign", inside().worked()) as app:
            app.see("Free of charge, ¥0.00")

    play(story)


def test_the_signature_is_bound_to_what_was_shown_with_the_satisfaction() -> None:
    told = worked()

    async def story() -> None:
        async with screen("sign", told) as app:
            await app.tap("Very satisfied")
            await sign_by_hand(app)
            await app.tap("Confirm the signature")
            app.see("刘经理 signs for ¥200.00.")
            await app.tap("Confirm the signature")
            signed = recorded(app, RecordSigned)
            assert signed.shown == fingerprint(shown_record(told.sheet))
            assert (signed.satisfaction, signed.signer) == ("very_satisfied", "刘经理")
            assert app.page.route == "/case/case-1"

    play(story)


def test_the_customer_is_asked_for_a_face_before_signing() -> None:
    async def story() -> None:
        async with screen("sign", worked()) as app:
            await sign_by_hand(app)
            await app.tap("Confirm the signature")
            app.see("Ask the customer to tap one of the faces.")
            assert recorded(app, RecordSigned) is None

    play(story)


def test_a_slip_of_the_finger_is_no_signature() -> None:
    async def story() -> None:
        async with screen("sign", worked()) as app:
            await app.tap("Satisfied")
            await app.draw([(10.0, 10.0), (12.0, 11.0)])
            await app.tap("Confirm the signature")
            app.see("Please have the customer sign with the full name in the box.")

    play(story)


def test_without_a_record_the_way_leads_to_the_record() -> None:
    async def story() -> None:
        async with screen("sign", quoted().consented()) as app:
            await app.tap("Record the work")
            assert app.page.route == "/case/case-1/work"

    play(story)


def test_on_a_phone_on_its_side_the_pad_stands_beside_the_paper() -> None:
    async def story() -> None:
        async with screen("sign", worked(), width=844, height=390) as app:
            lists = [c for c in app.controls() if isinstance(c, ft.ListView)]
            assert len(lists) == 1
            app.see("换主板，试机正常")
            app.find(ft.GestureDetector)

    play(story)


def test_the_half_filled_page_is_there_again_after_rotation_and_reload() -> None:
    shelf = phone_with(worked())

    async def story() -> None:
        async with screen("sign", worked(), shelf=shelf) as app:
            await app.tap("Dissatisfied")
            await sign_by_hand(app)
        async with screen("sign", worked(), shelf=shelf, width=844, height=390) as app:
            await app.tap("Confirm the signature")
            await app.tap("Confirm the signature")
            assert recorded(app, RecordSigned).satisfaction == "dissatisfied"

    play(story)
