"""The customer's consent on the phone (P5.3)."""

import flet as ft

from field_app.domain.repair.charges import Consented, ConsentRefused, Quoted, fingerprint, shown_quote
from field_app.store.memory import MemoryPlaces
from field_app.store.shelf import Shelf
from tests.cast_domain import WANG
from tests.ui.harness import shelf_with
from tests.ui.stand_ins import identity
from tests.ui.technician.scene import CASE, send_down
from tests.ui.technician.visit_scene import LABOUR, POLICY, outside, phone_with, play, policy, quoted, recorded, screen, sign_by_hand


def test_the_customer_sees_exactly_the_figures_of_the_quote() -> None:
    async def story() -> None:
        async with screen("consent", quoted()) as app:
            app.see("人工 0.5 人天", "¥400.00 each", "¥200.00", "门机控制板 1 块", "was ¥680.00", "人民币贰佰元整", "周敏")

    play(story)


def test_consent_is_bound_to_the_figures_shown() -> None:
    told = quoted()

    async def story() -> None:
        async with screen("consent", told) as app:
            await sign_by_hand(app)
            await app.tap("I agree, confirm")
            app.see("周敏 agrees to ¥200.00.")
            await app.tap("Confirm the signature")
            consent = recorded(app, Consented)
            assert consent.shown == fingerprint(shown_quote(told.sheet))
            assert consent.signer == "周敏"
            assert app.page.route == "/case/case-1"

    play(story)


def test_a_missing_signature_is_asked_for_in_words_before_anything_is_confirmed() -> None:
    async def story() -> None:
        async with screen("consent", quoted()) as app:
            await app.tap("I agree, confirm")
            app.see("Please have the customer sign with the full name in the box.")
            assert recorded(app, Consented) is None

    play(story)


def test_a_refusal_keeps_what_the_customer_said() -> None:
    async def story() -> None:
        async with screen("consent", quoted()) as app:
            await app.tap("Customer disagrees")
            await app.tap("Record the refusal")
            app.see("Write what the customer said.")
            await app.type("What the customer said", "太贵了，先问领导")
            await app.tap("Record the refusal")
            assert recorded(app, ConsentRefused).reason == "太贵了，先问领导"

    play(story)


def test_someone_else_can_sign() -> None:
    async def story() -> None:
        async with screen("consent", quoted()) as app:
            await app.tap("Someone else")
            await app.type("Name of the person signing", "吴强")
            await app.tap("Property management")
            await app.tap("That's it")
            app.see("吴强", "Property management")
            await sign_by_hand(app)
            await app.tap("I agree, confirm")
            await app.tap("Confirm the signature")
            assert (recorded(app, Consented).signer, recorded(app, Consented).relation) == ("吴强", "Property management")

    play(story)


def test_a_consent_that_stands_is_shown_with_its_signature() -> None:
    async def story() -> None:
        async with screen("consent", quoted().consented()) as app:
            app.see("刘经理", "Signed", "Back to the case")
            app.see_not("I agree, confirm")

    play(story)


def test_without_a_quote_the_way_leads_to_the_quote() -> None:
    async def story() -> None:
        async with screen("consent", outside()) as app:
            await app.tap("Make the quote")
            assert app.page.route == "/case/case-1/quote"

    play(story)


def test_the_pad_is_never_inside_something_that_scrolls() -> None:
    async def story() -> None:
        async with screen("consent", quoted()) as app:
            app.find(ft.GestureDetector)
            scrolling = [c for c in app.controls() if isinstance(c, ft.ListView)]
            assert not scrolling

    play(story)


def test_a_half_drawn_signature_is_there_after_a_restart() -> None:
    places = MemoryPlaces()
    shelf = shelf_with(identity(WANG.user, WANG.name, "technician"), places)
    send_down(shelf, policy(), quoted().sheet)

    async def story() -> None:
        async with screen("consent", quoted(), shelf=shelf) as app:
            await sign_by_hand(app)
        async with screen("consent", quoted(), shelf=Shelf(places.restarted())) as app:
            await app.tap("I agree, confirm")
            app.see("周敏 agrees to ¥200.00.")

    play(story)


def test_strokes_drawn_under_other_figures_are_no_signature_of_these() -> None:
    told = quoted()
    shelf = phone_with(told)

    async def story() -> None:
        async with screen("consent", told, shelf=shelf) as app:
            await sign_by_hand(app)
            app.services.record(CASE, Quoted((LABOUR,), POLICY.label))
            await app.settle()
            await app.tap("I agree, confirm")
            app.see("Please have the customer sign with the full name in the box.")

    play(story)


def test_with_large_text_the_paper_is_read_first_and_the_pad_has_a_page_of_its_own() -> None:
    async def story() -> None:
        shelf = phone_with(quoted())
        shelf.keep_setting("scale", 1.8)
        async with screen("consent", quoted(), shelf=shelf) as app:
            app.see("门机控制板 1 块", "Customer disagrees")
            await app.tap("Read it? Then sign")
            app.see("人民币贰佰元整", "Read it again")
            await sign_by_hand(app)
            await app.tap("I agree, confirm")
            app.see("周敏 agrees to ¥200.00.")

    play(story)
