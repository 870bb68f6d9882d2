"""Forms that survive, gates that can be passed with a reason, signatures that come back."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta, timezone

import flet as ft
import pytest
from flet import canvas as cv

from field_app.domain.repair.dispatch import NoteAdded
from field_app.domain.repair.intake import HandedOver, Request, RequestTaken
from field_app.domain.sheets import Ground, decide, new_sheet
from field_app.domain.signature import decode
from field_app.store.memory import MemoryPlaces
from field_app.store.shelf import Shelf
from field_app.ui import routes
from field_app.ui.components.dates import instants, tapped_day
from field_app.ui.components.signature import signature_of
from tests.ui import gallery
from tests.ui.harness import running, shelf_with
from tests.ui.stand_ins import NOW, identity

WANG = identity("wang", "王工", "technician", "clerk")
Story = Callable[[], Awaitable[None]]


def play(story: Story) -> None:
    asyncio.run(story())  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def _gallery_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(routes, "table", gallery.table)


def test_what_was_typed_is_there_after_a_restart() -> None:
    places = MemoryPlaces()

    async def story() -> None:
        async with running(WANG, "/form", places=places) as app:
            await app.type("What happened", "皮带断")
            await app.choose("Shoe covers on", "no")
            await app.choose("Equipment", "b")
            await app.put_away()
        async with running(None, "/form", shelf=Shelf(places.restarted())) as app:
            assert app.find(ft.TextField, "What happened").value == "皮带断"
            assert app.find(ft.SegmentedButton).selected == ["no"]
            assert app.find(ft.Dropdown, "Equipment").value == "b"

    play(story)


def test_what_is_typed_is_kept_when_the_app_is_put_away_in_the_middle_of_a_word() -> None:
    places = MemoryPlaces()

    async def story() -> None:
        async with running(WANG, "/form", places=places) as app:
            await app.write("What happened", "the be")
            await app.put_away()
        assert Shelf(places.restarted()).current().draft("gallery")["text"] == "the be"  # type: ignore[union-attr,index]

    play(story)


def test_what_is_typed_is_kept_when_the_page_is_left() -> None:
    async def story() -> None:
        async with running(WANG, "/form") as app:
            await app.write("What happened", "the belt")
            await app.arrive("/me")
            await app.arrive("/form")
            assert app.find(ft.TextField, "What happened").value == "the belt"

    play(story)


def test_recording_drops_the_draft() -> None:
    async def story() -> None:
        async with running(WANG, "/form") as app:
            await app.type("What happened", "done")
            await app.type("Received", "440")
            await app.tap("Save it")
            sheet = app.services.store.sheet(gallery.SHEET)
            assert [entry.body for entry in sheet.entries] == [NoteAdded("done")]
            assert app.services.store.draft("gallery") is None

    play(story)


def test_what_is_refused_stands_beside_its_field_and_nothing_typed_is_lost() -> None:
    async def story() -> None:
        async with running(WANG, "/form") as app:
            await app.type("Received", "four hundred")
            await app.tap("Save it")
            received = app.find(ft.TextField, "Received")
            assert (received.value, received.error) == ("four hundred", "Write an amount in yuan, like 440 or 440.50.")
            await app.type("Received", "440")
            assert app.find(ft.TextField, "Received").error is None
            await app.tap("Save it")
            assert app.find(ft.TextField, "What happened").error == "Write something first."
            assert app.services.store.sheet(gallery.SHEET) is None

    play(story)


def test_a_second_tap_records_nothing_twice() -> None:
    async def story() -> None:
        async with running(WANG, "/gate", shelf=_with_request()) as app:
            button = app.find(ft.FilledButton, "Hand over")
            handler = button.on_click
            handler(None)
            handler(None)
            await app.settle()
            await app.tap("Special case")
            await app.type("Reason", "the customer insists")
            pass_on = app.find(ft.FilledButton, "Go on with this reason").on_click
            pass_on(None)
            pass_on(None)
            await app.settle()
            assert len(app.services.store.sheet(gallery.SHEET).live(HandedOver)) == 1

    play(story)


def test_a_gate_is_passed_with_a_reason_which_stands_on_the_fact_p10_1() -> None:
    async def story() -> None:
        async with running(WANG, "/gate", shelf=_with_request(), language="zh") as app:
            await app.tap("Hand over")
            assert not app.services.store.sheet(gallery.SHEET).live(HandedOver)
            await app.tap("特殊情况")
            await app.tap("按这个原因继续")
            app.see("写清原因才能继续。")
            await app.type("原因", "客户一直催")
            await app.tap("按这个原因继续")
            (entry,) = app.services.store.sheet(gallery.SHEET).live(HandedOver)
            assert (entry.fact.exception.rule, entry.fact.exception.reason) == ("P1.3", "客户一直催")
            app.see_not("特殊情况")

    play(story)


def test_a_half_drawn_signature_is_there_after_a_restart() -> None:
    places = MemoryPlaces()

    async def story() -> None:
        async with running(WANG, "/sign", places=places) as app:
            await app.event(_paper(app), "resize", {"w": 340, "h": 200})
            await app.draw([(10, 10), (60, 40), (120, 20)], [(30, 90), (90, 95)])
        async with running(None, "/sign", shelf=Shelf(places.restarted())) as app:
            kept = signature_of(app.services.store.draft("gallery-sign")["signature"])
            assert (kept.width, kept.height) == (680, 400)
            assert [[point[:2] for point in stroke] for stroke in decode(kept.strokes)] == [
                [(20, 20), (120, 80), (240, 40)],
                [(60, 180), (180, 190)],
            ]
            assert len(_paper(app).shapes) == 2

    play(story)


def test_a_signature_begun_on_a_large_pad_goes_on_on_a_small_one() -> None:
    async def story() -> None:
        async with running(WANG, "/sign") as app:
            await app.event(_paper(app), "resize", {"w": 400, "h": 400})
            await app.draw([(100, 100), (200, 200)])
            await app.event(_paper(app), "resize", {"w": 200, "h": 200})
            await app.draw([(100, 100), (150, 150)])
            kept = signature_of(app.services.store.draft("gallery-sign")["signature"])
            assert [point[:2] for stroke in decode(kept.strokes) for point in stroke] == [(200, 200), (400, 400), (400, 400), (600, 600)]

    play(story)


def test_writing_again_clears_the_paper_and_the_draft() -> None:
    async def story() -> None:
        async with running(WANG, "/sign") as app:
            await app.draw([(10, 10), (60, 40)])
            await app.tap("Write again")
            assert _paper(app).shapes == []
            assert app.services.store.draft("gallery-sign")["signature"] is None

    play(story)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_every_component_is_drawn_at_every_text_size(language: str, scale: float) -> None:
    async def story() -> None:
        shelf = shelf_with(WANG)
        shelf.keep_setting("scale", scale)
        for page in ("/form", "/sign", "/show"):
            async with running(None, page, shelf=shelf, language=language) as app:
                assert not app.assembly.log.text(), app.assembly.log.text()

    play(story)


def test_person_days_are_counted_in_tenths_of_a_day() -> None:
    async def story() -> None:
        async with running(WANG, "/form") as app:
            for _ in range(3):
                await app.event(app.find(ft.IconButton, "More"), "click")
            app.see("0.3 person-days")

    play(story)


@pytest.mark.parametrize("hours", [-11, -5, 0, 8, 11])
def test_a_picked_day_is_the_day_that_was_tapped_wherever_the_device_thinks_it_is(hours: int) -> None:
    midnight = datetime(2026, 11, 25, tzinfo=timezone(timedelta(hours=hours)))
    assert tapped_day(midnight.astimezone(UTC)) == date(2026, 11, 25)


def test_a_window_is_two_instants_in_shanghai() -> None:
    start, end = instants(date(2026, 11, 23), {"from": "10:00", "to": "11:30"})
    assert (start.isoformat(), end.isoformat()) == ("2026-11-23T10:00:00+08:00", "2026-11-23T11:30:00+08:00")


def _paper(app: object) -> cv.Canvas:
    return next(control for control in app.controls() if isinstance(control, cv.Canvas) and control.on_resize)  # type: ignore[attr-defined]


def _with_request() -> Shelf:
    shelf = shelf_with(WANG)
    device = shelf.current()
    assert device
    taken = RequestTaken(way="passive", number="1123-A7-01", request=Request(customer="启航小学", fault="录像机不开机"))
    device.record(decide(new_sheet(gallery.SHEET, "repair"), taken, ground=Ground(NOW, WANG.user, WANG.roles)))
    return shelf


def test_an_amount_is_typed_on_keys_that_have_a_point_on_every_phone() -> None:
    async def story() -> None:
        async with running(WANG, "/form") as app:
            assert app.find(ft.TextField, "Received").keyboard_type == ft.KeyboardType.NUMBER
            app.page.session.apply_page_patch({"platform": "ios", "web": False})
            app.services.go("/photos")
            await app.settle()
            app.services.go("/form")
            await app.settle()
            assert app.find(ft.TextField, "Received").keyboard_type == ft.KeyboardType.DATETIME

    play(story)
