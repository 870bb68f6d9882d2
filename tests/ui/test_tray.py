"""What the office sees differently, told to whoever recorded it (P10.1, P10.2)."""

from field_app.domain.repair.dispatch import NoteAdded
from field_app.domain.repair.settlement import LeftSite
from field_app.domain.repair.signoff import OddSettled
from tests.cast_domain import LI, SUPERVISOR
from tests.domain.cases import Case
from tests.ui.harness import running
from tests.ui.technician.visit_scene import CASE, phone_with, play, quoted


def odd() -> Case:
    """A note that came late, and a leaving without the money, for a reason."""
    owing = quoted().consented().worked().signed()
    return owing.arrives(NoteAdded("钥匙在门卫"), verdict="late").left(passing="P8.5")


def test_p10_2_what_is_late_and_what_went_past_a_gate_is_listed_with_its_reason() -> None:
    async def story() -> None:
        async with running(None, "/data", shelf=phone_with(odd())) as app:
            await app.tap("The office sees 2 records differently")
            assert app.page.route == "/tray"
            app.see("钥匙在门卫", "Recorded after the sheet had left", "Left the site", "Left without payment: 客户急用")
            await app.tap("钥匙在门卫")
            assert app.page.route == f"/case/{CASE}"

    play(story)


def test_p10_2_the_supervisors_word_stands_with_it_and_it_is_counted_no_longer() -> None:
    told = odd()
    key = told.last(LeftSite).key
    settled = told.does(OddSettled((key.device, key.n), "下次先打电话"), by=SUPERVISOR)

    async def story() -> None:
        async with running(None, "/data", shelf=phone_with(settled)) as app:
            app.see("The office sees 1 record differently")
            await app.arrive("/tray")
            app.see("Settled", "Supervisor: 下次先打电话")

    play(story)


def test_p10_2_without_any_the_page_says_so_and_a_colleagues_are_not_mine() -> None:
    theirs = quoted().arrives(NoteAdded("他的"), by=LI, verdict="late")

    async def story() -> None:
        async with running(None, "/tray", shelf=phone_with(theirs)) as app:
            app.see("The office sees all of it as you do.")

    play(story)
