"""The shelf: signing in and out, damage, and what only a damaged journal has."""

import asyncio

import pytest

from field_app.domain.archive import DirectionsNoted
from field_app.domain.facts import DeviceId, Draft, Exception_, SheetId, UserId
from field_app.store.door import AlreadyOpen, Damaged, NoStorage, StorageFull, StoreBroken, StoreTrouble, Unsent
from field_app.store.memory import Faults, Killed, MemoryPlaces, MemorySlot
from field_app.store.native import FilePlaces
from field_app.store.opfs import open_opfs
from field_app.store.shelf import Shelf, open_shelf
from tests.store.fake_opfs import FakeBrowser
from tests.store.making import MORNING, FakeOffice, directions, identity, texts

S1 = SheetId("s1")


@pytest.fixture
def places() -> MemoryPlaces:
    return MemoryPlaces()


def damaged(places: MemoryPlaces, number: int, at: int) -> MemoryPlaces:
    """What a new process finds when one byte of a journal has changed."""
    again = places.restarted()
    again.slots[number][0].data[at] ^= 0xFF
    return again


def test_before_anybody_signs_in_there_is_nobody_but_there_are_settings(places):
    shelf = Shelf(places)
    assert shelf.current() is None
    shelf.keep_setting("language", "zh")
    assert Shelf(places.restarted()).setting("language") == "zh"
    assert shelf.setting("unset") is None


def test_whoever_signed_in_last_is_current_after_a_restart(places):
    shelf = Shelf(places)
    shelf.create(identity("wang1"))
    shelf.create(identity("li1", "li"))
    again = Shelf(places.restarted())
    assert again.current().identity.device == "li1"
    assert [device.identity.device for device in again.aside()] == ["wang1"]


def test_a_device_id_is_never_used_for_a_second_journal(places):
    shelf = Shelf(places)
    shelf.create(identity("wang1"))
    with pytest.raises(StoreTrouble):
        shelf.create(identity("wang1"))


def test_signing_out_with_unsent_facts_is_refused_and_loses_nothing(places):
    shelf = Shelf(places)
    device = shelf.create(identity())
    device.record([directions("a")])
    with pytest.raises(Unsent):
        shelf.close_out(device)
    assert shelf.current() is device
    assert texts(Shelf(places.restarted()).current().sheet(S1)) == ["a"]


def test_signing_out_leaves_nothing_behind(places):
    shelf = Shelf(places)
    device = shelf.create(identity())
    device.record([directions("西湖区文三路")])
    FakeOffice().round(device)
    shelf.close_out(device)
    assert shelf.current() is None
    assert Shelf(places.restarted()).current() is None
    left = b"".join(bytes(slot.data) for pair in places.slots.values() for slot in pair)
    assert "西湖区文三路".encode() not in left
    assert b"token" not in left
    assert "王工".encode() not in left


def test_a_device_that_signed_out_takes_nothing_more(places):
    shelf = Shelf(places)
    device = shelf.create(identity())
    shelf.close_out(device)
    successor = shelf.create(identity("wang2"))
    with pytest.raises(StoreBroken):
        device.record([directions("late")])
    successor.record([directions("a")])
    assert texts(Shelf(places.restarted()).current().sheet(S1)) == ["a"]


def test_signing_out_does_not_bring_back_who_was_there_before(places):
    shelf = Shelf(places)
    shelf.create(identity("wang1")).record([directions("a")])
    later = shelf.create(identity("li1", "li"))
    shelf.close_out(later)
    assert shelf.current() is None
    again = Shelf(places.restarted())
    assert again.current() is None
    assert [device.identity.device for device in again.aside()] == ["wang1"]


def test_killed_at_any_step_of_signing_out_one_is_in_or_out():
    outcomes = set()
    for step in range(400):
        places = MemoryPlaces()
        shelf = Shelf(places)
        device = shelf.create(identity())
        device.record([directions("a")])
        FakeOffice().round(device)
        places.faults.dies_after = step
        try:
            shelf.close_out(device)
        except Killed:
            current = Shelf(places.restarted()).current()
            assert current is None or texts(current.sheet(S1)) == ["a"]
            outcomes.add(current is None)
        else:
            break
    assert outcomes == {True, False}


def test_killed_at_any_step_of_signing_in_one_is_in_or_out():
    outcomes = set()
    for step in range(1500):
        places = MemoryPlaces(Faults(dies_after=step))
        try:
            Shelf(places).create(identity())
        except Killed:
            again = Shelf(places.restarted())
            outcomes.add(again.current() is None)
            assert again.current() is None or again.current().identity == identity()
            again.create(identity("wang2")).record([directions("a")])
        else:
            break
    assert outcomes == {True, False}


def test_f4_a_damaged_journal_is_read_but_not_written(places):
    device = Shelf(places).create(identity())
    device.record([directions("a")])
    place = len(places.slots[1][0].data)
    device.record([directions("b")])
    device.record([directions("c")])
    shelf = Shelf(damaged(places, 1, place + 30))
    (old,) = shelf.aside()
    assert shelf.current() is None
    assert old.damage
    assert old.identity == identity()
    assert texts(old.sheet(S1)) == ["a", "c"]
    assert b"directions_noted" in old.export()
    with pytest.raises(Damaged):
        old.record([directions("d")])


def test_f4_after_enrolling_anew_what_only_the_damaged_journal_has_is_recorded_again(places):
    device = Shelf(places).create(identity())
    office = FakeOffice()
    device.record([directions("at the office")])
    office.round(device)
    place = len(places.slots[1][0].data)
    device.record([directions("lost")])
    device.record([Draft(S1, DirectionsNoted("kept"), MORNING, Exception_("P4.2", "dark"))])
    device.keep_draft("f", {"x": 1})
    found = damaged(places, 1, place + 30)
    shelf = Shelf(found)
    anew = shelf.create(identity("wang2"))
    assert shelf.rescue() == 1
    assert shelf.rescue() == 0
    assert texts(anew.sheet(S1)) == ["kept"]
    assert anew.sheet(S1).entries[0].fact.exception == Exception_("P4.2", "dark")
    assert anew.sheet(S1).entries[0].fact.key == (DeviceId("wang2"), 1)
    assert anew.draft("f") == {"x": 1}
    again = Shelf(found.restarted())
    assert again.current().identity.device == "wang2"
    assert again.rescue() == 0


def test_f4_what_the_office_says_it_has_is_not_recorded_again(places):
    shelf = Shelf(places)
    shelf.create(identity()).record([directions("arrived, the answer did not"), directions("only here")])
    anew = shelf.create(identity("wang2"))
    assert shelf.rescue({DeviceId("wang1"): 1}) == 1
    assert texts(anew.sheet(S1)) == ["only here"]


def test_a_restored_office_that_lost_a_whole_journal_gets_back_what_it_once_had_of_it(places):
    shelf = Shelf(places)
    device = shelf.create(identity())
    device.record([directions("the office had it")])
    FakeOffice().round(device)
    anew = shelf.create(identity("wang2"))
    assert shelf.rescue({}) == 1
    assert texts(anew.sheet(S1)) == ["the office had it"]


def test_what_was_rescued_into_one_journal_is_not_rescued_again_into_the_next(places):
    shelf = Shelf(places)
    shelf.create(identity("wang1")).record([directions("a")])
    second = shelf.create(identity("wang2"))
    assert shelf.rescue({}) == 1
    FakeOffice().round(second)
    third = shelf.create(identity("wang3"))
    assert shelf.rescue({DeviceId("wang2"): 1}) == 0
    assert third.sheet(S1) is None
    fourth = shelf.create(identity("wang4"))
    assert shelf.rescue({}) == 1
    assert texts(fourth.sheet(S1)) == ["a"]


def test_what_another_person_left_is_not_carried_over(places):
    shelf = Shelf(places)
    shelf.create(identity("wang1")).record([directions("wang's")])
    anew = shelf.create(identity("li1", "li"))
    assert shelf.rescue() == 0
    assert anew.sheet(S1) is None


def test_killed_at_any_step_of_a_rescue_nothing_is_carried_over_twice():
    for step in range(0, 3000, 3):
        places = MemoryPlaces()
        shelf = Shelf(places)
        shelf.create(identity("wang1")).record([directions("a"), directions("b")])
        shelf.create(identity("wang2"))
        places.faults.dies_after = step
        try:
            shelf.rescue()
        except Killed:
            again = Shelf(places.restarted())
            again.rescue()
            assert texts(again.current().sheet(S1)) == ["a", "b"]
        else:
            break
    else:
        pytest.fail("the rescue never finished")


def test_f4_even_with_its_first_record_gone_it_is_known_whose_journal_it_was(places):
    Shelf(places).create(identity()).record([directions("a")])
    shelf = Shelf(damaged(places, 1, 60))
    assert shelf.aside()[0].identity.user == "wang"
    assert shelf.aside()[0].identity.token == ""


def test_damaged_settings_go_on_with_what_could_be_read(places):
    shelf = Shelf(places)
    shelf.keep_setting("language", "zh")
    place = len(places.slots[0][0].data)
    shelf.keep_setting("server", "https://example.org")
    shelf.keep_setting("size", 2)
    found = damaged(places, 0, place + 30)
    mended = Shelf(found)
    assert (mended.setting("language"), mended.setting("server"), mended.setting("size")) == ("zh", None, 2)
    mended.keep_setting("server", "https://example.net")
    assert Shelf(found.restarted()).setting("server") == "https://example.net"


def test_f9_a_second_process_is_refused(tmp_path):
    first = asyncio.run(open_shelf(tmp_path / "journals"))
    with pytest.raises(AlreadyOpen):
        asyncio.run(open_shelf(tmp_path / "journals"))
    first.close()
    asyncio.run(open_shelf(tmp_path / "journals")).close()


def test_f9_a_second_tab_is_refused(monkeypatch):
    browser = FakeBrowser()
    browser.install(monkeypatch)
    monkeypatch.setattr("field_app.store.opfs._MOMENT_SECONDS", 0)
    Shelf(asyncio.run(open_opfs("journals"))).create(identity())
    with pytest.raises(AlreadyOpen):
        asyncio.run(open_opfs("journals"))
    browser.page_gone()
    assert Shelf(asyncio.run(open_opfs("journals"))).current().identity == identity()


def test_in_the_browser_one_can_sign_in_and_out_and_in_without_a_restart(monkeypatch):
    browser = FakeBrowser()
    browser.install(monkeypatch)
    shelf = Shelf(asyncio.run(open_opfs("journals")))
    for n in range(6):
        shelf.close_out(shelf.create(identity(f"wang{n}")))
    assert shelf.current() is None


@pytest.mark.parametrize("writes_what_fits", [True, False])
def test_f7_a_full_quota_says_so_and_works_again_with_room(monkeypatch, writes_what_fits):
    browser = FakeBrowser()
    browser.writes_what_fits = writes_what_fits
    browser.install(monkeypatch)
    device = Shelf(asyncio.run(open_opfs("journals"))).create(identity())
    device.record([directions("a")])
    browser.quota = browser.used() + 20
    with pytest.raises(StorageFull):
        device.record([directions("b")])
    assert texts(device.sheet(S1)) == ["a"]
    browser.quota *= 2
    device.record([directions("c")])
    browser.page_gone()
    assert texts(Shelf(asyncio.run(open_opfs("journals"))).current().sheet(S1)) == ["a", "c"]


def test_a_page_without_private_storage_says_so(monkeypatch):
    browser = FakeBrowser()
    browser.secure = False
    browser.install(monkeypatch)
    with pytest.raises(NoStorage):
        asyncio.run(open_opfs("journals"))


def test_f8_what_is_read_into_memory_is_only_ever_the_journal(tmp_path):
    device = Shelf(FilePlaces(tmp_path)).create(identity())
    device.record([directions("a")])
    exported = device.export()
    files = {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}
    device.close()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    for name, data in files.items():
        (elsewhere / name).write_bytes(data)
    assert Shelf(FilePlaces(elsewhere)).current().export() == exported


def test_memory_slots_are_no_softer_than_files():
    slot = MemorySlot()
    slot.write(b"abc", 2)
    slot.truncate(4)
    assert slot.read() == b"\0\0ab"
    slot.close()
    with pytest.raises(StoreBroken):
        slot.write(b"x", 0)


def test_an_order_to_wipe_removes_every_journal_of_a_person_with_what_is_unsent_and_damaged_ones(places):
    shelf = Shelf(places)
    shelf.create(identity("wang1")).record([directions("a")])
    shelf.create(identity("wang2")).record([directions("b")])
    shelf.create(identity("li1", "li"))
    again = Shelf(damaged(places, 1, 40))
    again.wipe_all_of(UserId("wang"))
    assert [device.identity.device for device in (again.current(), *again.aside())] == ["li1"]
    assert not again.is_empty


def test_a_shelf_that_vanishes_leaves_no_file_behind(tmp_path, monkeypatch):
    asyncio.run(Shelf(FilePlaces(tmp_path / "journals")).vanish())
    assert not list(tmp_path.iterdir())
    browser = FakeBrowser()
    browser.install(monkeypatch)

    async def story() -> None:
        await Shelf(await open_opfs("journals")).vanish()

    asyncio.run(story())
    assert not browser.root.directories
