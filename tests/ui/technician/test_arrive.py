"""到场: one tap; with the place where company and person want it, and never refused or kept waiting for want of one (P3.6)."""

from datetime import timedelta
from typing import Any

import flet as ft
import pytest
from attrs import evolve

from field_app import whereabouts
from field_app.domain.policy import POLICY_SHEET, PolicyApproved
from field_app.domain.repair.appointment import Departed, TransportChosen
from field_app.domain.repair.arrival import Arrived
from field_app.domain.sheets import Sheet
from field_app.store.shelf import Shelf
from tests.cast_domain import DIRECTOR, WANG
from tests.ui import harness
from tests.ui.harness import AppUnderTest, inside, words_of
from tests.ui.stand_ins import NOW
from tests.ui.technician.scene import CASE, POLICY, REQUEST, assigned, at, on_phone, phone, play, recorded, said, sheet_of, visit

MAP = "https://uri.amap.com/marker?position=120.212000,30.208446&coordinate=wgs84"
HERE: dict[str, Any] = {"latitude": 30.2084456, "longitude": 120.2119999, "accuracy": 12.4, "mocked": False}


@pytest.fixture
def device(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the device answers when it is asked where it is."""
    answers = {**harness.ANSWERED, "request_permission": "whileInUse", "get_current_position": HERE}
    monkeypatch.setattr(harness, "ANSWERED", answers)
    return answers


def allowed() -> Sheet:
    policy = evolve(POLICY, arrival_place=True)
    return said((DIRECTOR, PolicyApproved(policy)), on=POLICY_SHEET, kind="policy", at=NOW - timedelta(days=99))


def on_the_way(*more: Sheet) -> Shelf:
    road = ((WANG, visit(at(10))), (WANG, TransportChosen("bus")), (WANG, Departed()))
    return phone(assigned(REQUEST, *road), *more)


def asked(app: AppUnderTest) -> bool:
    return any(name == "request_permission" for name, _arguments in app.connection.calls)


def _says(control: ft.Control, words: str) -> bool:
    return any(words in said for part in inside(control) for said in words_of(part))


def test_p3_6_the_place_is_recorded_with_the_arrival_and_opens_on_the_map(device: dict[str, Any]) -> None:
    async def story() -> None:
        async with on_phone(f"/case/{CASE}", shelf=on_the_way(allowed())) as app:
            await app.tap("Next: Arrive")
            assert recorded(app, Arrived) == Arrived((30_208_446, 120_212_000, 12))
            await app.tap("On site")
            app.see("Place recorded, to within 12 m")
            assert app.find(ft.TextButton, "On the map").action.url == MAP

    play(story)


@pytest.mark.parametrize(
    "answer",
    [{"request_permission": "denied"}, {"get_current_position": {**HERE, "mocked": True}}, {"get_current_position": {}}],
    ids=["refused", "made up by an app", "unknown"],
)
def test_p3_6_without_a_place_the_arrival_counts_just_the_same(device: dict[str, Any], answer: dict[str, Any]) -> None:
    device |= answer

    async def story() -> None:
        async with on_phone(f"/case/{CASE}", shelf=on_the_way(allowed())) as app:
            await app.tap("Next: Arrive")
            assert recorded(app, Arrived) == Arrived()
            app.see("Next: Arrival checks")

    play(story)


def test_p3_6_nobody_waits_longer_than_a_few_seconds_to_have_arrived(device: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whereabouts, "LONGEST_SECONDS", 0.0)

    async def story() -> None:
        async with on_phone(f"/case/{CASE}", shelf=on_the_way(allowed())) as app:
            await app.tap("Next: Arrive")
            assert recorded(app, Arrived) == Arrived()

    play(story)


def test_p3_6_two_taps_while_the_device_looks_are_one_arrival(device: dict[str, Any]) -> None:
    async def story() -> None:
        async with on_phone(f"/case/{CASE}", shelf=on_the_way(allowed())) as app:
            button = app.find(ft.FilledButton, "Next: Arrive")
            for _tap in range(2):
                await app.page.session.dispatch_event(button._i, "click", None)
            await app.settle()
            assert len(sheet_of(app).live(Arrived)) == 1
            app.see("Next: Arrival checks")

    play(story)


def test_p3_6_where_the_company_doesnt_allow_it_the_device_is_never_asked(device: dict[str, Any]) -> None:
    async def story() -> None:
        async with on_phone(f"/case/{CASE}", shelf=on_the_way()) as app:
            await app.tap("Next: Arrive")
            assert recorded(app, Arrived) == Arrived()
            assert not asked(app)
            await app.arrive("/me")
            app.see_not("Record where I arrive")

    play(story)


def test_p3_6_who_switches_it_off_is_never_asked(device: dict[str, Any]) -> None:
    async def story() -> None:
        async with on_phone("/me", shelf=on_the_way(allowed())) as app:
            card = next(c for c in app.controls() if isinstance(c, ft.MergeSemantics) and _says(c, "Record where I arrive"))
            switch = next(part for part in inside(card) if isinstance(part, ft.Switch))
            assert switch.value
            await app.event(switch, "change", "false", value=False)
            await app.arrive(f"/case/{CASE}")
            await app.tap("Next: Arrive")
            assert recorded(app, Arrived) == Arrived()
            assert not asked(app)

    play(story)
