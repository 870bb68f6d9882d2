"""What every place for photos promises: whole or not at all, until the office has them in a backup."""

import asyncio
import hashlib
import json
import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from attrs import evolve

from field_app.domain.facts import DeviceId, Draft, SheetId
from field_app.domain.photo import Photo, PhotoAdded
from field_app.store.door import BlobCount, DeviceStore, StorageFull, Unsent
from field_app.store.memory import Killed, MemoryPlaces
from field_app.store.shelf import Shelf
from tests.contracts.media import InBrowser, InFiles, InMemory, Medium
from tests.store.making import MORNING, FakeOffice, identity

A, B = b"\xff\xd8 photo a" * 500, b"\xff\xd8 photo b" * 300


def photo(data: bytes) -> Photo:
    return Photo(hashlib.sha256(data).hexdigest(), len(data), 1600, 1200, "camera", MORNING)


NAME_A, NAME_B = photo(A).sha256, photo(B).sha256


def keep(device: DeviceStore, *datas: bytes) -> list[str]:
    return [asyncio.run(device.blobs.keep(data)) for data in datas]


def read(device: DeviceStore, name: str) -> bytes | None:
    return asyncio.run(device.blobs.read(name))


def added(*datas: bytes) -> list[Draft]:
    return [Draft(SheetId("s1"), PhotoAdded(photo(data)), MORNING) for data in datas]


def again(medium: Medium) -> tuple[Shelf, DeviceStore]:
    """What a new start finds, tidied as a start does."""
    medium.kill()
    shelf = medium.open()
    asyncio.run(shelf.tidy())
    device = shelf.current()
    assert device is not None
    return shelf, device


def test_a_photo_is_named_by_its_bytes_and_comes_back_whole_after_a_kill(medium, device):
    assert keep(device, A, B, A) == [NAME_A, NAME_B, NAME_A]
    device.record(added(A))
    device.keep_draft("note:s1", {"photos": [NAME_B]})
    _, device = again(medium)
    assert (read(device, NAME_A), read(device, NAME_B)) == (A, B)
    assert read(device, "0" * 64) is None


def test_a_photo_waits_for_the_office_from_the_moment_a_fact_names_it(medium, device):
    keep(device, A, B)
    assert device.blobs.waiting() == ()
    device.record(added(B, A))
    assert device.blobs.waiting() == (NAME_A, NAME_B)
    _, device = again(medium)
    assert device.blobs.waiting() == (NAME_A, NAME_B)
    device.blobs.arrived(NAME_A, 7)
    assert device.blobs.waiting() == (NAME_B,)
    assert device.blobs.count() == BlobCount(waiting=1, arrived=1)


def test_listeners_hear_of_a_photo_that_arrived(device):
    keep(device, A)
    device.record(added(A))
    heard = []
    device.watch(heard.append)
    device.blobs.arrived(NAME_A, 7)
    assert [change.sending for change in heard] == [True]


def test_a_photo_of_a_half_filled_form_survives_and_one_taken_out_of_it_goes(medium, device):
    keep(device, A, B)
    device.keep_draft("note:s1", {"photos": [{"sha256": NAME_A}]})
    _, device = again(medium)
    assert read(device, NAME_A) == A
    assert read(device, NAME_B) is None


def test_f44_a_photo_stays_until_a_backup_of_the_office_must_hold_it(medium, device):
    office = FakeOffice()
    keep(device, A)
    device.record(added(A))
    office.round(device)
    device.blobs.arrived(NAME_A, len(office.log))
    office.durable = len(office.log)  # this backup may be older than the photo's arrival
    office.round(device)
    _, device = again(medium)
    assert read(device, NAME_A) == A
    office.log.append((DeviceId("li1"), b""))
    office.durable = len(office.log)
    device.take(office.answer(device))
    _, device = again(medium)
    assert read(device, NAME_A) is None
    assert device.blobs.count() == BlobCount()


def test_f44_a_photo_the_office_asks_for_again_is_sent_again(device):
    keep(device, A, B)
    device.record(added(A, B))
    device.blobs.arrived(NAME_A, 1)
    device.blobs.refused(NAME_B)
    device.blobs.wanted([NAME_A, "0" * 64])
    assert device.blobs.waiting() == (NAME_A,)
    assert device.blobs.count() == BlobCount(waiting=1, failed=1)


def test_f35_a_restored_office_is_offered_every_photo_again(device):
    keep(device, A)
    device.record(added(A))
    device.blobs.arrived(NAME_A, 1)
    device.reset_cursor("e2")
    assert device.blobs.waiting() == (NAME_A,)


def test_who_signs_out_is_not_parted_from_a_photo_that_waits(medium, device):
    shelf, device = again(medium)
    keep(device, A)
    device.record(added(A))
    office = FakeOffice()
    office.round(device)
    with pytest.raises(Unsent):
        shelf.close_out(device)
    device.blobs.arrived(NAME_A, 1)
    shelf.close_out(device)
    asyncio.run(shelf.tidy())
    medium.kill()
    assert asyncio.run(medium.open()._places.photos.names()) == frozenset()


def test_who_enrols_anew_keeps_unsent_photos_and_those_of_half_filled_forms(medium, device):
    keep(device, A, B)
    device.record(added(A))
    device.keep_draft("note:s1", {"photos": [NAME_B]})
    shelf, _ = again(medium)
    fresh = shelf.create(identity("wang2"))
    shelf.rescue()
    asyncio.run(shelf.tidy())
    assert fresh.blobs.waiting() == (NAME_A,)
    assert (read(fresh, NAME_A), read(fresh, NAME_B)) == (A, B)


def test_the_rescue_file_holds_the_photos_the_office_lacks_or_names_them(device, monkeypatch):
    monkeypatch.setattr("field_app.store.rescue.MOST_BYTES", len(A) + 10)
    keep(device, A, B)
    device.record(added(A, B))
    document = json.loads(asyncio.run(device.rescue()))
    assert list(document["photos"]) == [NAME_A]
    assert document["photos_left_out"] == [NAME_B]
    assert len(document["lines"]) == 2


@pytest.mark.parametrize("cut", [0, 1, 11, len(A) - 1])
def test_f1_half_a_photo_is_none(medium, device, cut):
    keep(device, A)
    device.record(added(A))
    medium.kill()
    damage(medium, NAME_A, cut)
    device = medium.open().current()
    assert read(device, NAME_A) is None
    keep(device, A)
    assert read(device, NAME_A) == A


def damage(medium: Medium, name: str, cut: int) -> None:
    """Leave of a photo's bytes only the first ones."""
    if isinstance(medium, InMemory):
        medium.places.photos.held[name] = A[:cut]
    elif isinstance(medium, InFiles):
        (medium._root / "photos" / name).write_bytes(A[:cut])
    elif isinstance(medium, InBrowser):
        del medium.browser.root.directories["journals"].directories["photos"].files[name].data[cut:]


def test_f1_killed_at_any_byte_a_photo_is_whole_or_not_there():
    steps = 0
    while True:
        places = MemoryPlaces()
        device = Shelf(places).create(identity())
        places.faults.dies_after = steps
        try:
            keep(device, b"\xff\xd8" * 40)
            device.record([evolve(added(A)[0], at=MORNING + timedelta(minutes=1))])
            died = False
        except Killed:
            died = True
        found = Shelf(places.restarted()).current()
        name = hashlib.sha256(b"\xff\xd8" * 40).hexdigest()
        assert read(found, name) in (None, b"\xff\xd8" * 40)
        if found.blobs.state(name):
            assert read(found, name)
        if not died:
            return
        steps += 7


def test_f7_without_room_nothing_is_kept_and_the_form_stays(medium, device):
    device.keep_draft("note:s1", {"text": "主板烧了"})
    with without_room(medium), pytest.raises(StorageFull):
        keep(device, A)
    assert device.blobs.count() == BlobCount()
    assert device.draft("note:s1") == {"text": "主板烧了"}
    assert keep(device, A) == [NAME_A]
    assert read(device, NAME_A) == A


@contextmanager
def without_room(medium: Medium) -> Iterator[None]:
    """Until the block ends there is room for a few bytes more, not for a photo."""
    if isinstance(medium, InBrowser):
        medium.browser.quota = medium.browser.used() + 100
        yield
        medium.browser.quota = 10**9
    elif isinstance(medium, InMemory):
        medium.places.faults.room = 100
        yield
        medium.places.faults.room = None
    else:
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (2000, before[1]))
        yield
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)
