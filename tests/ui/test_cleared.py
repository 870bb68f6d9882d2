"""The browser cleared the app's storage to make room: the app says so, and what of it the office has (F10)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import flet as ft
import pytest
from attrs import define, evolve

from field_app.domain.facts import DeviceId
from field_app.domain.repair.dispatch import NoteAdded
from field_app.domain.sheets import Ground, decide, new_sheet
from field_app.store.door import Identity
from field_app.store.memory import MemoryPlaces
from tests.ui import gallery
from tests.ui.harness import AppUnderTest, running, shelf_with
from tests.ui.stand_ins import NOW, FakeNetwork, identity

WANG = identity("wang", "王工", "technician", device="D1")
ZHOU = identity("zhou", "周会计", "accountant", device="D5")
SAID = "The browser has cleared what this app kept here."


@define
class FakeWitness:
    """The page around the app, whose cookie outlives what the browser clears."""

    cookie: str = ""

    def last(self) -> DeviceId:
        return DeviceId(self.cookie)

    def keep(self, device: DeviceId) -> None:
        self.cookie = device


def play(story: Callable[[], Awaitable[None]]) -> None:
    asyncio.run(story())  # type: ignore[arg-type]


def office(*heads: tuple[str, int]) -> FakeNetwork:
    """Gives 王工 a new device, and says how far it has his earlier ones."""
    again = evolve(WANG, device=DeviceId("D2"), heads=tuple((DeviceId(device), head) for device, head in heads))
    return FakeNetwork(people={("wang", "open sesame"): again, ("zhou", "open sesame"): ZHOU})


async def sign_in(app: AppUnderTest, who: Identity = WANG) -> None:
    await app.type("Account", who.user)
    await app.type("Password", "open sesame")
    await app.tap("Sign in")


@pytest.mark.parametrize(
    ("heads", "words"),
    [
        ((("D1", 12), ("D0", 3)), "The office has what was recorded here up to record 12; anything after it is gone"),
        ((("D0", 3),), "What was recorded here and not yet at the office is gone"),
    ],
    ids=["of which the office has some", "of which the office has nothing"],
)
def test_f10_a_cleared_storage_is_said_at_the_start_and_again_with_what_the_office_has(
    heads: tuple[tuple[str, int], ...], words: str
) -> None:
    witness = FakeWitness()

    async def story() -> None:
        async with running(WANG, witness=witness):
            assert witness.cookie == "D1"
        async with running(None, witness=witness, places=MemoryPlaces(), network=office(*heads)) as app:
            app.see(SAID, "Sign in again: all that the office has comes back.")
            await sign_in(app)
            app.see(words, "look through your cases and record it again")
            await app.tap("Understood")
            app.see_not(words)
            assert witness.cookie == "D2"

    play(story)


def test_f10_it_is_said_in_chinese_on_a_phone_at_twice_the_text_size() -> None:
    async def story() -> None:
        async with running(None, language="zh", witness=FakeWitness("D1"), network=office(("D1", 12))) as app:
            app.assembly.appearance.scale = 2.0
            await app.settle()
            app.see("浏览器把本应用存在这台设备上的东西清掉了。")

    play(story)


def test_who_is_new_here_is_told_of_no_loss() -> None:
    async def story() -> None:
        async with running(None, witness=FakeWitness(), network=office(("D0", 3))) as app:
            app.see_not(SAID)
            await sign_in(app)
            app.see_not("is gone")

    play(story)


def test_who_signed_out_is_told_of_no_loss_at_the_next_start() -> None:
    witness = FakeWitness()

    async def story() -> None:
        async with running(WANG, "/me", witness=witness) as app:
            await app.tap("Sign out")
            await app.tap("Sign out")  # and yes
            assert witness.cookie == ""
            app.see_not(SAID)
        async with running(None, witness=witness) as app:
            app.see_not(SAID)

    play(story)


def test_of_two_people_on_a_device_the_one_who_stays_is_remembered_when_the_other_signs_out() -> None:
    witness = FakeWitness()

    async def story() -> None:
        shelf = shelf_with(WANG)
        device = shelf.current()
        assert device
        device.record(decide(new_sheet(gallery.SHEET, "repair"), NoteAdded("a word"), ground=Ground(NOW, WANG.user, WANG.roles)))
        shelf.create(ZHOU)
        async with running(None, "/me", shelf=shelf, witness=witness) as app:
            assert witness.cookie == "D5"
            await app.tap("Sign out")
            await app.tap("Sign out")  # and yes
            assert witness.cookie == "D1"

    play(story)


def test_a_device_the_office_had_cleared_is_told_of_that_and_of_no_loss() -> None:
    witness = FakeWitness()

    async def story() -> None:
        async with running(WANG, witness=witness) as app:
            app.network.runners[0].turn("wiped")
            await app.settle()
            app.see("The office had this device cleared.")
            assert witness.cookie == ""

    play(story)


def test_on_a_shared_computer_nobodys_journal_is_remembered() -> None:
    witness = FakeWitness()

    async def story() -> None:
        async with running(None, witness=witness, network=office()) as app:
            await app.event(app.find(ft.Checkbox, "Shared computer"), "change", True, value=True)
            await sign_in(app)
            assert app.services.keeps_nothing
            assert witness.cookie == ""

    play(story)
