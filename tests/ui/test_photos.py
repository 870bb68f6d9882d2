"""Photos on the screen: taken in, looked at, taken out again, and where each one is."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import flet as ft
import pytest
from attrs import evolve

from field_app.domain.photo import MOST_TOGETHER, photos
from field_app.exchange import NotYet
from field_app.store.door import Answer
from field_app.store.memory import Faults, MemoryPlaces
from field_app.store.shelf import Shelf
from field_app.ui import routes
from field_app.ui.services import provide
from tests.pictures import camera_exif, picture
from tests.ui import gallery
from tests.ui.harness import running
from tests.ui.stand_ins import identity

WANG = identity("wang", "王工", "technician", "clerk")


def play(story: Callable[[], Awaitable[None]]) -> None:
    asyncio.run(story())  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def _gallery_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(routes, "table", gallery.table)


def thumbs(app: Any) -> list[ft.Image]:
    return [control for control in app.controls() if isinstance(control, ft.Image)]


def test_photos_chosen_are_shown_small_and_recorded_with_time_and_source() -> None:
    async def story() -> None:
        async with running(WANG, "/photos") as app:
            await app.pick(picture(1, exif=camera_exif()), picture(2))
            await app.until("from the gallery, 8:15")
            await app.until("Photo, from the gallery")
            assert len(thumbs(app)) == 2
            await app.tap("Save it")
            recorded = [one for _, one in photos(app.services.sheet(gallery.SHEET))]
            assert [one.source for one in recorded] == ["gallery", "gallery"]
            assert [one.taken_at is not None for one in recorded] == [True, False]
            assert app.services.store.blobs.waiting() == tuple(one.sha256 for one in recorded)

    play(story)


def test_photos_of_a_half_filled_form_are_there_after_a_restart() -> None:
    places = MemoryPlaces()

    async def story() -> None:
        async with running(WANG, "/photos", places=places) as app:
            await app.pick(picture(1))
            await app.until("Photo, from the gallery")
            await app.put_away()
        async with running(None, "/photos", shelf=Shelf(places.restarted())) as app:
            await app.until("Photo, from the gallery")
            assert len(thumbs(app)) == 1
            await app.tap("Save it")
            assert len(photos(app.services.sheet(gallery.SHEET))) == 1

    play(story)


def test_what_is_no_photo_is_said_in_words_and_the_others_are_kept() -> None:
    async def story() -> None:
        async with running(WANG, "/photos") as app:
            await app.pick(b"%PDF-1.7 no photo", picture(1))
            await app.until("Photo, from the gallery")
            app.see("This isn't a photo this device can read")
            await app.pick(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (30_000).to_bytes(4, "big") * 2)
            await app.until("This picture is too large")
            assert len(thumbs(app)) == 1

    play(story)


def test_the_same_photo_twice_is_one_and_no_entry_takes_more_than_its_most() -> None:
    async def story() -> None:
        async with running(WANG, "/photos") as app:
            await app.pick(picture(0), picture(0), *(picture(n) for n in range(1, MOST_TOGETHER + 2)))
            await app.until(f"At most {MOST_TOGETHER} photos")
            assert len(thumbs(app)) == MOST_TOGETHER
            app.see_not("From the gallery")

    play(story)


def test_a_photo_opens_large_and_is_taken_out_again_with_a_way_back() -> None:
    async def story() -> None:
        async with running(WANG, "/photos") as app:
            await app.pick(picture(1))
            await app.until("Photo, from the gallery")
            await app.tap("Photo, from the gallery")
            app.see("Close")
            await app.tap("Remove the photo")
            app.see("Photo removed")
            assert not thumbs(app)
            await app.event(app.find(ft.SnackBar).action, "click")
            await app.until("Photo, from the gallery")
            assert len(thumbs(app)) == 1

    play(story)


def test_f7_without_room_it_says_so_and_nothing_typed_is_lost() -> None:
    faults = Faults()

    async def story() -> None:
        async with running(WANG, "/photos", places=MemoryPlaces(faults), troubled=True) as app:
            await app.pick(picture(1))
            await app.until("Photo, from the gallery")
            faults.room = 100
            await app.pick(picture(2))
            await app.until("full")
            assert len(thumbs(app)) == 1

    play(story)


def test_where_the_data_is_counts_photos_apart_from_records() -> None:
    async def story() -> None:
        async with running(WANG, "/photos") as app:
            await app.pick(picture(1), picture(2))
            await app.until("Photo, from the gallery")
            await app.tap("Save it")
            all_records_there(app)
            await app.settle()
            app.see("2 photos still to be sent")
            first, second = app.services.store.blobs.waiting()
            await app.arrive("/data")
            app.see("Photos are on the way", "records are at the office")
            runner = app.network.runners[-1]
            app.services.store.blobs.arrived(first, 1)
            runner.status = NotYet("idle", photos=(1, 2))
            for listener in tuple(runner.listeners):
                listener(runner.status)
            await app.settle()
            app.see("1 of 2 photos sent", "1 photo at the office")
            app.services.store.blobs.lost(second)
            await app.settle()
            app.see("1 photo can't be sent; take it again")
            app.see_not("photos sent")

    play(story)


def all_records_there(app: Any) -> None:
    store = app.services.store
    store.take(Answer("e", store.head()[0], 0, "e:1", app.services.now()))


def test_the_rescue_file_carries_the_photos_and_says_how_many_dont_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    saved: list[bytes] = []

    async def keep(name: str, data: bytes) -> None:
        saved.append(data)

    async def story() -> None:
        async with running(WANG, "/photos") as app:
            await app.pick(picture(1))
            await app.until("Photo, from the gallery")
            await app.tap("Save it")
            app.assembly.stage.services = evolve(app.services, save_file=keep)
            provide(app.page, app.assembly.stage.services)
            await app.arrive("/data")
            await app.tap("Save a backup")
            app.see("The backup file is saved. Keep it")
            monkeypatch.setattr("field_app.store.rescue.MOST_BYTES", 10)
            await app.tap("Save a backup")
            app.see("1 photo didn't fit into it")

    play(story)
    assert [len(json.loads(data)["photos"]) for data in saved] == [1, 0]


def test_who_signs_out_is_told_of_photos_that_are_here_only() -> None:
    async def story() -> None:
        async with running(WANG, "/photos") as app:
            await app.pick(picture(1))
            await app.until("Photo, from the gallery")
            await app.tap("Save it")
            all_records_there(app)
            await app.arrive("/me")
            await app.tap("Sign out")
            app.see("Not yet signed out", "1 photo is on this device only")
            assert app.services.store.blobs.waiting()

    play(story)
