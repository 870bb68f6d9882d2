"""After a fault the screen says what happened, what is safe and what to do; the words are those the real parts say (F2 to F65)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import flet as ft
import pytest
from attrs import define, evolve

from field_app.domain.errors import Words
from field_app.domain.repair.dispatch import NoteAdded
from field_app.domain.sheets import Ground, decide, new_sheet
from field_app.main import say_why_not
from field_app.store.device import JournalledDevice
from field_app.store.door import AlreadyOpen, Answer, Judged, LostTail, NoStorage, StoreTrouble
from field_app.store.memory import Faults, MemoryPlaces
from field_app.store.shelf import Shelf
from field_app.ui.services import TooManyTries
from sync.protocol import Frozen, Offline, Reply, Request, UpgradeNeeded
from sync.runner import SyncRunner
from tests.store.making import MORNING
from tests.ui import gallery
from tests.ui.harness import AppUnderTest, connect, running, shelf_with
from tests.ui.stand_ins import NOW, FakeNetwork, identity

WANG = identity("wang", "王工", "technician")
Story = Callable[[], Awaitable[None]]


def play(story: Story) -> None:
    asyncio.run(story())  # type: ignore[arg-type]


@define
class Troubled:
    """An office that answers every round with this trouble."""

    trouble: Exception

    async def sync(self, request: Request) -> Reply:
        raise self.trouble

    async def changes(self) -> AsyncIterator[int]:
        raise self.trouble
        yield 0


class TroubledNetwork(FakeNetwork):
    """The real runner, before an office in trouble."""

    def __init__(self, trouble: Exception) -> None:
        super().__init__(people={("wang", "open sesame"): evolve(WANG, device="D2")})
        self.trouble = trouble

    def runner(self, device: JournalledDevice) -> SyncRunner:
        return SyncRunner(lambda _: Troubled(self.trouble), device, sleep=lambda _: asyncio.Event().wait())


def noted(places: MemoryPlaces | None = None, count: int = 1) -> Shelf:
    """王工's journal with so many records, none of them at the office yet."""
    shelf = shelf_with(WANG, places)
    device = shelf.current()
    assert device
    for place in range(count):
        device.record(decide(new_sheet(gallery.SHEET, "repair"), NoteAdded(f"word {place}"), ground=Ground(NOW, WANG.user, WANG.roles)))
    return shelf


@pytest.mark.parametrize("trouble", [Frozen(), LostTail("5")], ids=["F13 a clone", "F65 a lost tail"])
def test_f13_f65_a_journal_that_no_longer_fits_is_told_with_the_way_on_and_what_still_waits(trouble: Exception) -> None:
    async def story() -> None:
        async with running(None, "/data", shelf=noted(), network=TroubledNetwork(trouble)) as app:
            app.see("1 record waiting, sign in again", "no longer fit the office's. Nothing is lost")
            await app.tap("Sign in again")
            app.see("1 record of yours is on this device and not yet at the office. Sign in again and it goes there.")

    play(story)


def test_f38_an_app_too_old_says_so_on_the_mark_and_keeps_what_it_has() -> None:
    async def story() -> None:
        async with running(None, "/data", shelf=noted(), network=TroubledNetwork(UpgradeNeeded(2))) as app:
            app.see("1 record waiting, needs a look", "This app is too old for the office.", "what you recorded is kept", "Try again now")

    play(story)


def test_f36_an_office_that_went_back_is_told_even_where_nothing_waits() -> None:
    lost = Words("The office has lost records it had. Yours are kept here and sent again; tell the administrator.")

    async def story() -> None:
        async with running(WANG, "/data") as app:
            app.network.runners[-1].turn("trouble", lost)
            await app.settle()
            app.see("Needs a look", lost.text)
            app.see_not("All at the office")

    play(story)


def test_f18_a_portal_in_the_offices_place_is_no_network_and_no_trouble() -> None:
    async def story() -> None:
        async with running(None, "/data", shelf=noted(), network=TroubledNetwork(Offline("<html>pay for the wifi</html>"))) as app:
            app.see("No network, work as usual", "1", "record on this device waits", "Everything is kept on this device.")

    play(story)


def damaged(count: int = 3) -> MemoryPlaces:
    """What is found of 王工's journal after an old record of it went bad."""
    places = MemoryPlaces()
    noted(places, count)
    slot = max(places.slots[1], key=lambda slot: len(slot.data))
    slot.data[len(slot.data) // 2] ^= 1
    return places.restarted()


def test_f4_a_damaged_journal_is_told_at_the_start_and_what_could_be_read_goes_on() -> None:
    async def story() -> None:
        shelf = Shelf(damaged())
        async with running(None, shelf=shelf, network=TroubledNetwork(Offline(""))) as app:
            app.see("A part of this device's storage is damaged. Sign in again: what could be read goes on.")
            await app.type("Account", "wang")
            await app.type("Password", "open sesame")
            await app.tap("Sign in")
            device = shelf.current()
            assert device and 0 < device.sending().unsent < 3
            await app.arrive("/data")
            app.see("No network, work as usual")

    play(story)


FULL, FAILS = "The storage of this device is full. Free some space", "This device could not write to its storage."


@pytest.mark.parametrize("fault", ["F7 no room", "F6 the flush fails"])
def test_f6_f7_what_could_not_be_kept_is_not_called_saved_and_stays_in_the_form(gallery_pages: None, fault: str) -> None:
    faults = Faults()

    async def story() -> None:
        async with running(WANG, "/form", places=MemoryPlaces(faults), troubled=True) as app:
            await app.type("What happened", "the belt is torn")
            await app.type("Received", "440")
            faults.room, faults.flush_fails = (0, False) if fault.startswith("F7") else (None, True)
            await app.tap("Save it")
            app.see(FULL if fault.startswith("F7") else FAILS, "Nothing was saved. What you typed is still here.")
            assert app.find(ft.TextField, "What happened").value == "the belt is torn"
            assert app.services.store.sending().unsent == 0

    play(story)


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        (AlreadyOpen(), "这个应用已经在另一个标签页或窗口里打开了。请到那边继续"),
        (NoStorage(), "这个浏览器不给应用存储空间。"),
        (StoreTrouble(), "腾出一些空间再打开，什么都没有删。"),
    ],
    ids=["F9 opened twice", "no storage", "unreadable"],
)
def test_f9_an_app_that_cannot_start_says_why_and_what_to_do(trouble: StoreTrouble, words: str) -> None:
    async def story() -> None:
        connection = connect("/", 390, 844)
        page = connection.session.page
        say_why_not(page, trouble)
        app = AppUnderTest(page, connection, None, FakeNetwork())  # type: ignore[arg-type]  # there is none to assemble
        await app.settle()
        app.see(words)
        app.stop()

    play(story)


@pytest.mark.parametrize(
    ("reason", "words"),
    [("role", "your role can't record this"), ("clock", "the clock of this device was wrong"), ("body: text", "it doesn't fit the rules")],
)
def test_f46_f54_a_record_that_was_sent_back_is_told_with_its_reason_and_that_it_is_kept(reason: str, words: str) -> None:
    async def story() -> None:
        shelf = noted()
        device = shelf.current()
        assert device
        (key,) = [entry.key for entry in device.sheet(gallery.SHEET).entries]
        device.take(Answer("e", 1, 0, "e:1", MORNING, (Judged(key, 1, "refused", reason),)))
        async with running(None, "/data", shelf=shelf) as app:
            app.see("1 sent back to you", "Sent back, needs you", words, "The record is kept, it isn't lost.")

    play(story)


class Slowed(FakeNetwork):
    async def sign_in(self, proof: object, known_token: str) -> object:
        raise TooManyTries(75)


def test_f57_who_guessed_too_often_is_told_how_long_to_wait_and_what_was_typed_stays() -> None:
    async def story() -> None:
        async with running(None, network=Slowed()) as app:
            await app.type("Account", "wang")
            await app.type("Password", "wrong")
            await app.tap("Sign in")
            app.see("Too many tries. Wait 75 seconds, then try again.")
            assert app.find(ft.TextField, "Account").value == "wang"

    play(story)
