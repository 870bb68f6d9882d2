"""P1.5: a number made on a device is never made again, also when the sheet that has it has left; several sheets, one flush."""

from datetime import timedelta

import pytest

from field_app.domain.archive import ProjectRecorded
from field_app.domain.documents import RECEIPT_BOOK, NumberVoided
from field_app.domain.errors import RuleBroken
from field_app.domain.facts import SheetId
from field_app.domain.followup.complaint import ComplaintReceived
from field_app.domain.repair.dispatch import NoteAdded
from field_app.domain.repair.intake import Request, RequestTaken
from field_app.store.device import JournalledDevice
from field_app.store.door import Answer
from field_app.store.memory import MemoryPlaces
from field_app.store.shelf import Shelf
from field_app.ui.numbering import next_number
from tests.ui.harness import AppUnderTest, running, shelf_with
from tests.ui.stand_ins import NOW, identity
from tests.ui.technician.scene import play

WHO = identity("chen", "陈静", "clerk", "supervisor")
OPENED = SheetId("opened-here")


def opens(app: AppUnderTest, on: SheetId = OPENED) -> str:
    number = app.services.next_number("repair")
    app.services.record(on, RequestTaken(number, "phone", Request(customer="海晟大厦", fault="门不开")))
    return number


def leaves(device: JournalledDevice, on: SheetId = OPENED) -> None:
    """The office has the sheet, and it is no longer for this person."""
    device.take(Answer("epoch", device.head()[0], 1_000, "epoch:9", NOW, gone=(on,)))


def test_p1_5_the_number_of_a_sheet_that_left_is_not_given_again() -> None:
    async def story() -> None:
        async with running(WHO, "/call") as app:
            first = opens(app)
            device = app.assembly.shelf.current()
            assert device
            leaves(device)
            assert device.sheet(OPENED) is None
            assert (first, app.services.next_number("repair")) == ("261123-A7-01", "261123-A7-02")

    play(story)


def test_p1_5_it_is_remembered_over_a_restart_and_begins_anew_the_next_day() -> None:
    places = MemoryPlaces()

    async def story() -> None:
        async with running(WHO, "/call", places=places) as app:
            opens(app)
            device = app.assembly.shelf.current()
            assert device
            leaves(device)

    play(story)
    again = Shelf(places).current()
    assert again
    today = NOW.date()
    assert next_number(again, "repair", today) == "261123-A7-02"
    assert next_number(again, "repair", today + timedelta(days=1)) == "261124-A7-01"
    assert next_number(again, "complaint", today) == "261123-A7C-01"


def test_p1_5_complaints_count_by_themselves() -> None:
    async def story() -> None:
        async with running(WHO, "/call") as app:
            number = app.services.next_number("complaint")
            app.services.record(SheetId("c1"), ComplaintReceived(number, "海晟大厦", "delay", "等了一上午"))
            opens(app)
            assert app.services.next_number("complaint") == "261123-A7C-02"

    play(story)


def test_facts_on_several_sheets_are_one_flush() -> None:
    shelf = shelf_with(WHO)
    device = shelf.current()
    assert device
    heard: list[frozenset[SheetId]] = []

    async def story() -> None:
        async with running(None, "/call", shelf=shelf) as app:
            device.watch(lambda change: heard.append(change.sheets))
            project = ProjectRecorded("海晟大厦", "海晟大厦")
            app.services.record_all({OPENED: (RequestTaken("n", "phone", Request(customer="海晟大厦")),), SheetId("a1"): (project,)})

    play(story)
    assert [sheets for sheets in heard if sheets] == [frozenset({OPENED, SheetId("a1")})]


def test_where_one_sheet_refuses_nothing_is_recorded_on_any() -> None:
    async def story() -> None:
        async with running(WHO, "/call") as app:
            opens(app)
            unsent = app.services.store.sending().unsent
            with pytest.raises(RuleBroken):
                app.services.record_all({OPENED: (NoteAdded("好"),), RECEIPT_BOOK: (NumberVoided(1, "写坏了"),)})
            assert app.services.store.sending().unsent == unsent

    play(story)
