"""Ways in and out of the app: by code, with a second factor, on a shared computer, past the screen lock, cleared by the office."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import flet as ft
import pytest

from field_app.domain.repair.dispatch import NoteAdded
from field_app.domain.sheets import Ground, decide, new_sheet
from field_app.store.memory import MemoryPlaces
from field_app.store.shelf import Shelf
from field_app.ui.components.qr import _modules, runs
from tests.ui import gallery
from tests.ui.harness import AppUnderTest, running, shelf_with
from tests.ui.stand_ins import NOW, Clock, FakeNetwork, identity

WANG = identity("wang", "王工", "technician")
ZHOU = identity("zhou", "周会计", "accountant")
CODE = "k3x9m-4t7pq"
Story = Callable[[], Awaitable[None]]


def play(story: Story) -> None:
    asyncio.run(story())  # type: ignore[arg-type]


def note(shelf: Shelf) -> None:
    device = shelf.current()
    assert device
    device.record(decide(new_sheet(gallery.SHEET, "repair"), NoteAdded("a word"), ground=Ground(NOW, WANG.user, WANG.roles)))


def at_home(code: str = "") -> FakeNetwork:
    return FakeNetwork(people={("zhou", "open sesame"): ZHOU, ("wang", "open sesame"): WANG}, codes={CODE: WANG})


async def sign_in(app: AppUnderTest, login: str) -> None:
    await app.type("Account", login)
    await app.type("Password", "open sesame")
    await app.tap("Sign in")


def test_a_code_from_the_office_gets_in_without_a_password() -> None:
    async def story() -> None:
        async with running(None, network=at_home()) as app:
            await app.tap("Sign in with a code from the office")
            await app.type("Code from the office", "abcde-fghjk")
            await app.tap("Sign in")
            app.see("This code isn't valid")
            await app.type("Code from the office", CODE)
            await app.tap("Sign in")
            assert app.services.me == WANG

    play(story)


def test_the_scanned_address_opens_the_app_with_the_code_written_in() -> None:
    async def story() -> None:
        async with running(None, f"/in/{CODE}", network=at_home()) as app:
            assert app.find(ft.TextField, "Code from the office").value == CODE
            await app.tap("Sign in")
            assert app.services.me == WANG
            app.see("My page")

    play(story)


def test_a_code_opened_where_somebody_is_signed_in_says_so() -> None:
    async def story() -> None:
        async with running(ZHOU, f"/in/{CODE}") as app:
            app.see("周会计 is signed in on this device.")
            await app.tap("To My page")
            app.see("Sign out")

    play(story)


def test_who_has_a_second_factor_is_asked_for_it_after_the_password_and_nothing_typed_is_lost() -> None:
    async def story() -> None:
        network = at_home()
        network.second["zhou"] = "123456"
        async with running(None, network=network) as app:
            await sign_in(app, "zhou")
            app.see("One more step: write the code your authenticator app shows.")
            await app.type("Second code", "000000")
            await app.tap("Sign in")
            app.see("This code isn't right.")
            await app.type("Second code", "123456")
            await app.tap("Sign in")
            assert app.services.me == ZHOU

    play(story)


def test_the_second_factor_is_set_up_with_recovery_codes_and_switched_off_again() -> None:
    async def story() -> None:
        async with running(ZHOU, "/me/safety") as app:
            await app.tap("Set it up")
            app.see("JBSW Y3DP EHPK 3PXP")
            await app.type("Code from the app", "1")
            await app.tap("Switch the second factor on")
            app.see("This code isn't right.")
            await app.type("Code from the app", "123456")
            await app.tap("Switch the second factor on")
            app.see("abcd0-efghj")
            await app.tap("I have written them down")
            app.see_not("abcd0-efghj")
            await app.type("Code now, to switch it off", "123456")
            await app.tap("Switch the second factor off")
            app.see("Set it up")

    play(story)


def test_a_technician_is_not_offered_a_second_factor() -> None:
    async def story() -> None:
        async with running(WANG, "/me/safety") as app:
            app.see("Screen lock", "Password now")
            app.see_not("Second factor")

    play(story)


@pytest.mark.parametrize("offline", [True, False])
def test_a_password_is_changed_with_network_only_and_says_so(offline: bool) -> None:
    async def story() -> None:
        async with running(WANG, "/me/safety", network=FakeNetwork("offline" if offline else "idle")) as app:
            await app.type("Password now", "open sesame")
            await app.type("New password", "short")
            await app.tap("Change the password")
            app.see("A password has 8 to 256 characters.")
            await app.type("New password", "much longer")
            await app.tap("Change the password")
            if offline:
                app.see("The office was not reached. This can only be done with network")
                assert app.find(ft.TextField, "New password").value == "much longer"
            else:
                app.see("The password is changed")
                assert not app.find(ft.TextField, "New password").value

    play(story)


def test_on_a_shared_computer_nothing_is_kept_and_the_storage_is_left_as_it_was() -> None:
    places = MemoryPlaces()

    async def story() -> None:
        async with running(None, places=places, network=at_home()) as app:
            await app.event(app.find(ft.Checkbox, "Shared computer"), "change", True, value=True)
            app.see("Everything goes when this page is closed")
            await sign_in(app, "zhou")
            assert app.services.me == ZHOU
            assert app.services.keeps_nothing
            app.see("nothing is kept here")
            await app.arrive("/data")
            app.see("Nothing is kept on this computer", "Everything goes when this page is closed")
            app.see_not("Everything is kept on this device", "The storage")
            app.assembly.appearance.speak("zh")
        assert places.numbers() == []

    play(story)


def test_on_a_shared_computer_others_journals_stay_where_they_are() -> None:
    places = MemoryPlaces()

    async def story() -> None:
        shelf = shelf_with(WANG, places)
        async with running(None, shelf=shelf, network=FakeNetwork("signed_out", at_home().people)) as app:
            app.assembly.ask_to_sign_in()
            await app.settle()
            await app.event(app.find(ft.Checkbox, "Shared computer"), "change", True, value=True)
            await sign_in(app, "zhou")
            assert app.services.me == ZHOU
        current = Shelf(places.restarted()).current()
        assert current and current.identity == WANG

    play(story)


def test_on_a_shared_computer_signing_out_with_unsent_records_is_refused_as_anywhere() -> None:
    async def story() -> None:
        async with running(None, "/me", network=at_home()) as app:
            await app.event(app.find(ft.Checkbox, "Shared computer"), "change", True, value=True)
            await sign_in(app, "wang")
            note(app.assembly.shelf)
            await app.settle()
            await app.tap("Sign out")
            app.see("1 record is on this device only; signing out now would lose it.")

    play(story)


def test_f28_an_order_to_wipe_clears_the_device_says_so_and_confirms_it() -> None:
    places = MemoryPlaces()

    async def story() -> None:
        shelf = shelf_with(WANG, places)
        note(shelf)
        async with running(None, shelf=shelf) as app:
            app.network.runners[0].turn("wiped")
            await app.settle()
            app.see("The office had this device cleared.")
            assert app.network.wiped == ["token"]
        again = Shelf(places.restarted())
        assert again.is_empty
        assert not again.setting("wiped")
        assert all("王工".encode() not in bytes(slot.data) for pair in places.slots.values() for slot in pair)

    play(story)


def test_f28_a_wipe_that_could_not_be_confirmed_is_confirmed_at_the_next_start() -> None:
    places = MemoryPlaces()

    async def story() -> None:
        async with running(None, shelf=shelf_with(WANG, places), network=FakeNetwork("offline")) as app:
            app.network.runners[0].turn("wiped")
            await app.settle()
            assert app.network.wiped == []
        async with running(None, places=places.restarted()) as app:
            assert app.network.wiped == ["token"]

    play(story)


def test_a_wipe_leaves_other_peoples_journals_alone() -> None:
    async def story() -> None:
        shelf = shelf_with(ZHOU)
        shelf.create(identity("wang", "王工", "technician", device="D9"))
        async with running(None, shelf=shelf) as app:
            app.network.runners[0].turn("wiped")
            await app.settle()
        assert [device.identity.name for device in shelf.aside()] + [shelf.current() and shelf.current().identity.name] == ["周会计", None]

    play(story)


async def lock(app: AppUnderTest) -> None:
    await app.type("PIN, 4 to 8 digits", "2580")
    await app.type("The same PIN again", "2580")
    await app.tap("Switch the screen lock on")


def test_the_screen_lock_is_set_asked_for_at_the_start_and_opens_to_where_one_was() -> None:
    places = MemoryPlaces()

    async def story() -> None:
        async with running(WANG, "/me/safety", places=places) as app:
            await app.type("PIN, 4 to 8 digits", "25")
            await app.tap("Switch the screen lock on")
            app.see("A PIN is 4 to 8 digits.")
            await lock(app)
            app.see("Switch the screen lock off")
        async with running(None, "/data", places=places.restarted()) as app:
            app.see_not("Where the data is")
            await app.type("PIN", "1111")
            await app.tap("Unlock")
            app.see("This PIN isn't right.")
            await app.type("PIN", "2580")
            await app.tap("Unlock")
            app.see("Where the data is")

    play(story)


def test_after_long_absence_the_screen_is_locked_and_what_was_typed_is_still_there_behind_it() -> None:
    clock = Clock()

    async def story() -> None:
        async with running(WANG, "/me/safety", clock=clock) as app:
            await lock(app)
            await app.put_away()
            clock.later(minutes=6)
            await app.come_back()
            app.see("The screen is locked.")
            assert app.network.runners[0].kicks >= 1
            await app.type("PIN", "2580")
            await app.tap("Unlock")
            app.see("Switch the screen lock off")

    play(story)


def test_the_way_past_a_forgotten_pin_is_the_password_and_nothing_recorded_is_lost() -> None:
    places = MemoryPlaces()
    again = identity("wang", "王工", "technician", device="D2")

    async def story() -> None:
        shelf = shelf_with(WANG, places)
        note(shelf)
        async with running(None, "/me/safety", shelf=shelf) as app:
            await lock(app)
        network = FakeNetwork(people={("wang", "open sesame"): again})
        async with running(None, places=places.restarted(), network=network) as app:
            await app.tap("PIN forgotten: sign in with the password")
            app.see_not("Go on working without signing in")
            await sign_in(app, "wang")
            assert app.services.me == again
            assert app.services.store.sending().unsent == 1
            assert not app.services.lock.is_set

    play(story)


def test_a_qr_code_is_drawn_square_for_square() -> None:
    modules = _modules("https://office.example/#/in/k3x9m-4t7pq")
    drawn = [[0] * len(modules) for _ in modules]
    for x, y, length in runs(modules):
        drawn[y][x : x + length] = [1] * length
    assert drawn == [list(row) for row in modules]
    assert [row[:7] for row in drawn[:2]] == [[1] * 7, [1, 0, 0, 0, 0, 0, 1]]


def test_a_person_is_told_what_a_browser_can_and_cannot_protect() -> None:
    async def story() -> None:
        async with running(WANG, "/me/safety") as app:
            app.see("In a browser, whoever uses this computer unlocked can read what is kept here")
            app.see_not("keystore")

    play(story)
