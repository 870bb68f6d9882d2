"""Photos at the office: on the sheet's story, and those that never came (F43)."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import flet as ft

from field_app.domain.facts import UserId
from field_app.domain.photo import PhotoAdded
from field_app.ui.services import MissingPhotos
from sync.demo import WANG
from tests.pictures import named, picture
from tests.ui.harness import AppUnderTest, running
from tests.ui.office.scene import DESK, SUPERVISOR, desk, more, with_status
from tests.ui.stand_ins import NOW, FakeNetwork

CAME, AWAITED = picture(1), picture(2)


def at_the_office(page: str, story: Callable[[AppUnderTest], Awaitable[None]], network: FakeNetwork, *sheets: object) -> None:
    shelf = desk(SUPERVISOR, *sheets)  # type: ignore[arg-type]

    async def run() -> None:
        async with running(None, page, shelf=shelf, network=network, width=DESK[0], height=DESK[1]) as app:
            await story(app)

    asyncio.run(run())


def test_f43_the_sheet_shows_its_photos_and_says_which_is_missing() -> None:
    sheet = more(with_status("agreed"), WANG.id, PhotoAdded(named(CAME), "控制箱"), PhotoAdded(named(AWAITED)))
    network = FakeNetwork()
    network.photos[named(CAME).sha256] = CAME

    async def story(app: AppUnderTest) -> None:
        await app.until("Photo missing")
        app.see("控制箱")
        assert len([one for one in app.controls() if isinstance(one, ft.Image)]) == 1
        await app.tap("Photo, camera")
        app.see("Close")
        app.see_not("Remove the photo")

    at_the_office(f"/sheets/{sheet.id}", story, network, sheet)


def test_f43_who_looks_after_the_case_is_told_whose_photos_are_awaited() -> None:
    sheet = with_status("agreed")
    network = FakeNetwork()
    network.missing = (MissingPhotos(sheet.id, UserId(WANG.id), 3, NOW - timedelta(days=2)),)

    async def story(app: AppUnderTest) -> None:
        app.see("Photos awaited", "3 photos of 王建军", "ask them to open the app with network")
        await app.tap("3 photos of 王建军")
        app.see("Service record")

    at_the_office("/todo", story, network)


def test_nothing_is_said_while_none_is_missing_or_the_office_cant_be_asked() -> None:
    async def story(app: AppUnderTest) -> None:
        app.see("To do")
        app.see_not("Photos awaited")

    at_the_office("/todo", story, FakeNetwork())
    at_the_office("/todo", story, FakeNetwork("offline"))
