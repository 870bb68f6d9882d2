"""The screen lock against guessing, restarts and changed clocks (F58), and what it asks of the person who set it."""

from __future__ import annotations

import pytest

from field_app.store.memory import MemoryPlaces
from field_app.store.seal import Seal
from field_app.store.shelf import Shelf
from field_app.ui.state.lock import FREE_TRIES, LONGEST_WAIT, PinLock
from tests.ui.stand_ins import Clock, identity

WANG = identity("wang", "王工", "technician")


class Watch:
    """Seconds since the device was switched on."""

    def __init__(self) -> None:
        self.seconds = 50.0

    def __call__(self) -> float:
        return self.seconds


class Phone:
    """An app with a lock that can be closed and opened again."""

    def __init__(self) -> None:
        self.places, self.watch, self.clock = MemoryPlaces(), Watch(), Clock()
        Shelf(self.places).create(WANG)
        self.open_app()
        self.lock.set("2580")

    def open_app(self) -> None:
        self.places = self.places.restarted()
        device = Shelf(self.places).current()
        assert device
        self.lock = PinLock(device, self.watch, self.clock)

    def passes(self, seconds: int) -> None:
        """Time with the app open."""
        for _ in range(seconds):
            self.watch.seconds += 1
            self.lock.tick()

    def guess(self, times: int) -> None:
        for _ in range(times):
            self.passes(self.lock.wait_seconds)
            assert not self.lock.open_with("0000")


@pytest.fixture
def phone() -> Phone:
    return Phone()


def test_it_is_asked_for_when_the_app_starts(phone: Phone) -> None:
    assert not phone.lock.is_locked
    phone.open_app()
    assert phone.lock.is_locked
    assert phone.lock.open_with("2580")
    assert not phone.lock.is_locked


def test_without_a_pin_nothing_is_asked(phone: Phone) -> None:
    phone.lock.clear()
    phone.open_app()
    assert not phone.lock.is_locked


@pytest.mark.parametrize(("minutes", "is_locked"), [(4, False), (5, True), (60 * 24, True)])
def test_it_is_asked_for_after_five_minutes_away(phone: Phone, minutes: float, is_locked: bool) -> None:
    phone.lock.leave()
    phone.clock.later(minutes=minutes)
    phone.lock.come_back()
    assert phone.lock.is_locked == is_locked


def test_f58_setting_the_clock_back_while_away_does_not_keep_it_open(phone: Phone) -> None:
    phone.lock.leave()
    phone.clock.later(hours=-1)
    phone.lock.come_back()
    assert phone.lock.is_locked


def test_f58_stopping_the_wall_clock_while_away_does_not_keep_it_open(phone: Phone) -> None:
    phone.lock.leave()
    phone.watch.seconds += 400
    phone.lock.come_back()
    assert phone.lock.is_locked


def test_f58_each_wrong_pin_costs_more_waiting(phone: Phone) -> None:
    phone.open_app()
    waits = []
    for _ in range(9):
        phone.guess(1)
        waits.append(phone.lock.wait_seconds)
    assert waits == [0, 0, 30, 60, 120, 240, 480, LONGEST_WAIT, LONGEST_WAIT]


def test_f58_while_one_waits_not_even_the_right_pin_is_looked_at(phone: Phone) -> None:
    phone.open_app()
    phone.guess(FREE_TRIES)
    assert not phone.lock.open_with("2580")
    phone.passes(30)
    assert phone.lock.open_with("2580")


def test_f58_the_wait_survives_a_restart_and_is_not_shortened_by_the_time_between(phone: Phone) -> None:
    phone.open_app()
    phone.guess(6)
    assert phone.lock.wait_seconds == 240
    phone.passes(100)
    phone.watch.seconds += 3600
    phone.clock.later(days=300)
    phone.open_app()
    assert phone.lock.wait_seconds == 140


def test_f58_the_wait_survives_a_device_that_was_switched_off(phone: Phone) -> None:
    phone.open_app()
    phone.guess(FREE_TRIES)
    phone.watch.seconds = 0
    phone.open_app()
    assert phone.lock.wait_seconds == 30


def test_f58_ending_the_app_at_a_wrong_pin_does_not_forgive_it(phone: Phone) -> None:
    for _ in range(FREE_TRIES):
        phone.open_app()
        assert not phone.lock.open_with("1111")
    assert phone.lock.wait_seconds == 30


def test_a_right_pin_forgives_the_wrong_ones_before(phone: Phone) -> None:
    phone.open_app()
    phone.guess(2)
    assert phone.lock.open_with("2580")
    phone.guess(2)
    assert phone.lock.wait_seconds == 0


def test_the_pin_is_not_kept(phone: Phone) -> None:
    assert all(b"2580" not in bytes(slot.data) for pair in phone.places.slots.values() for slot in pair)


def test_f58_with_a_keystore_the_storage_alone_is_nothing_to_try_pins_against(phone: Phone) -> None:
    device, pepper = Shelf(phone.places).current(), Seal(bytes(range(32))).pepper
    assert device
    PinLock(device, phone.watch, phone.clock, pepper).set("2468")
    assert not PinLock(device, phone.watch, phone.clock).open_with("2468")
    assert PinLock(device, phone.watch, phone.clock, pepper).open_with("2468")


def test_a_pin_from_before_there_was_a_keystore_still_opens(phone: Phone) -> None:
    device = Shelf(phone.places).current()
    assert device
    assert PinLock(device, phone.watch, phone.clock, Seal(bytes(range(32))).pepper).open_with("2580")
