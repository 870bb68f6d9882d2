"""The journal against power cuts, kills, damage, failing flushes and full disks: F1 to F7, F9 and F12."""

from collections.abc import Iterator
from contextlib import suppress
from itertools import product

import pytest

from field_app.store.door import Damaged, StorageFull, StoreBroken
from field_app.store.journal import erase, is_blank, open_journal
from field_app.store.memory import Faults, Killed, MemorySlot
from tests.store.making import memory_slots, opened, restarted

SECTOR = 16


def journal_of(count: int) -> tuple[bytes, list[bytes], list[int]]:
    """The bytes of a journal with this many records, its payloads, and where each record ends."""
    slots = memory_slots()
    journal, _ = opened(slots)
    payloads, ends = [], []
    for n in range(count):
        payloads.append(f'{{"n":{n},"说":"记"}}'.encode())
        journal.append(payloads[-1])
        ends.append(journal.size)
    return slots[0].read(), payloads, ends


def test_what_was_appended_is_read_again_in_order():
    data, payloads, _ = journal_of(50)
    assert opened(memory_slots(data))[1] == payloads


def test_every_append_is_flushed_before_it_returns():
    faults = Faults()
    journal, _ = opened(memory_slots(faults=faults))
    before = faults.flushes
    for _ in range(5):
        journal.append(b"one")
    assert faults.flushes == before + 5


def test_an_empty_journal_opens_empty_again():
    data, _, _ = journal_of(0)
    assert opened(memory_slots(data))[1] == []
    assert is_blank(memory_slots(data))


def test_f2_a_journal_cut_at_any_byte_keeps_its_longest_whole_prefix():
    data, payloads, ends = journal_of(200)
    whole = 0
    for size in range(len(data) + 1):
        while whole < len(ends) and ends[whole] <= size:
            whole += 1
        slots = memory_slots(data[:size])
        journal, read = opened(slots)
        assert read == payloads[:whole]
        assert slots[0].size() == journal.size


@pytest.mark.parametrize("flip", [0x01, 0x80, 0xFF])
def test_f3_a_changed_byte_is_always_seen_and_costs_one_record_at_most(flip):
    data, payloads, ends = journal_of(200)
    for place in range(len(data)):
        garbled = bytearray(data)
        garbled[place] ^= flip
        _, contents = open_journal(memory_slots(bytes(garbled)))
        read = [contents.data[start:end] for start, end in contents.spans]
        hit = next((n for n, end in enumerate(ends) if place < end), 0)
        without = payloads[:hit] + payloads[hit + 1 :]
        assert read in (payloads, without)
        assert contents.damage or (hit == 199 and contents.torn)


@pytest.mark.parametrize("tail", [bytes(4096), b"\xff" * 300, b"\xfeREC" * 40], ids=["zeros", "ones", "marks"])
def test_f3_a_tail_that_is_no_record_is_cut(tail):
    data, payloads, _ = journal_of(20)
    slots = memory_slots(data + tail)
    assert opened(slots)[1] == payloads
    assert slots[0].read() == data


def test_f3_a_repeated_tail_is_not_read_twice():
    data, payloads, ends = journal_of(20)
    slots = memory_slots(data + data[ends[16] :])
    assert opened(slots)[1] == payloads
    assert slots[0].read() == data


def test_after_a_cut_the_journal_goes_on():
    data, payloads, _ = journal_of(20)
    slots = memory_slots(data[:-1])
    opened(slots)[0].append(b"next")
    assert opened(restarted(slots))[1] == [*payloads[:-1], b"next"]


def test_f4_a_record_missing_from_the_middle_is_damage():
    data, payloads, ends = journal_of(20)
    _, contents = open_journal(memory_slots(data[: ends[4]] + data[ends[5] :]))
    assert contents.damage
    assert [contents.data[start:end] for start, end in contents.spans] == payloads[:5] + payloads[6:]


def test_f4_a_damaged_journal_takes_nothing_and_is_left_as_it_is():
    data, _, ends = journal_of(20)
    garbled = data[: ends[4] + 20] + b"?" + data[ends[4] + 21 :]
    slots = memory_slots(garbled)
    journal, _ = opened(slots)
    with pytest.raises(Damaged):
        journal.append(b"more")
    with pytest.raises(Damaged):
        journal.rewrite([b"all"])
    assert slots[0].read() == garbled


def test_f4_records_missing_from_a_rewritten_journal_are_damage_even_at_its_end():
    slots = memory_slots()
    journal, _ = opened(slots)
    journal.rewrite([b"one", b"two", b"three"])
    data = slots[1].read()
    assert open_journal(memory_slots(b"", data[:-3]))[1].damage


def test_f1_killed_at_any_byte_of_an_append_all_before_is_there():
    data, payloads, _ = journal_of(10)
    for bytes_written in range(200):
        slots = memory_slots(data, faults=Faults())
        journal, _ = opened(slots)
        slots[0].faults.dies_after = bytes_written
        try:
            journal.append(b"the last one" * 8)
        except Killed:
            found = opened(restarted(slots))[1]
            assert found in (payloads, [*payloads, b"the last one" * 8])
        else:
            assert bytes_written > 96
            break
    else:
        pytest.fail("the append never finished")


def test_f5_any_subset_of_unflushed_sectors_leaves_all_acknowledged_records():
    data, payloads, _ = journal_of(4)
    slots = memory_slots(data)
    journal, _ = opened(slots)
    journal.append(b"acknowledged" * 8)
    acknowledged = [*payloads, b"acknowledged" * 8]
    slots[0].faults.flush_fails = True
    with pytest.raises(StoreBroken):
        journal.append(b"n" * 90)
    sectors = [(at + skip, part[skip : skip + SECTOR]) for at, part in slots[0].unflushed for skip in range(0, len(part), SECTOR)]
    for kept in product((True, False), repeat=len(sectors)):
        disk = bytearray(slots[0].durable.ljust(slots[0].size(), b"\0"))
        for (at, sector), stays in zip(sectors, kept, strict=True):
            if stays:
                disk[at : at + len(sector)] = sector
        assert opened(memory_slots(bytes(disk)))[1] == ([*acknowledged, b"n" * 90] if all(kept) else acknowledged)


def test_f6_after_a_failed_flush_nothing_more_is_tried_on_the_file():
    slots = memory_slots()
    journal, _ = opened(slots)
    journal.append(b"one")
    slots[0].faults.flush_fails = True
    with pytest.raises(StoreBroken):
        journal.append(b"two")
    slots[0].faults.flush_fails = False
    held = slots[0].read()
    with pytest.raises(StoreBroken):
        journal.append(b"three")
    with pytest.raises(StoreBroken):
        journal.rewrite([b"all"])
    assert slots[0].read() == held


def test_f6_opened_anew_after_a_failed_flush_the_last_record_is_written_and_flushed_again():
    data, payloads, ends = journal_of(3)
    slots = memory_slots(data)
    opened(slots)
    assert slots[0].unflushed == []
    assert slots[0].durable == data
    lost_page = memory_slots(data)
    lost_page[0].durable = data[: ends[1]]
    assert opened(lost_page)[1] == payloads
    assert lost_page[0].durable == data


def test_f7_on_a_full_disk_nothing_half_written_stays_and_it_works_again_with_room():
    slots = memory_slots()
    journal, _ = opened(slots)
    journal.append(b"one")
    for room in range(journal.size, journal.size + 30):
        slots[0].faults.room = room
        with pytest.raises(StorageFull):
            journal.append(b"two" * 10)
        assert slots[0].size() == journal.size
        assert opened(restarted(slots))[1] == [b"one"]
    slots[0].faults.room = None
    journal.append(b"two")
    assert opened(restarted(slots))[1] == [b"one", b"two"]


def test_a_rewrite_replaces_everything_and_goes_on_in_the_other_slot():
    slots = memory_slots()
    journal, _ = opened(slots)
    for text in (b"one", b"two", b"three"):
        journal.append(text)
    assert journal.rewrite([b"three"])
    journal.append(b"four")
    assert slots[0].size() == 0
    assert opened(restarted(slots))[1] == [b"three", b"four"]


def test_a_rewrite_without_room_changes_nothing():
    slots = memory_slots()
    journal, _ = opened(slots)
    journal.append(b"one")
    slots[0].faults.room = 40
    assert not journal.rewrite([b"one" * 20])
    assert slots[1].size() == 0
    slots[0].faults.room = None
    journal.append(b"two")
    assert opened(restarted(slots))[1] == [b"one", b"two"]


def test_f12_killed_at_any_step_of_a_rewrite_it_is_the_old_or_the_new():
    old, new = [b"one", b"two", b"three"], [b"one", b"three"]
    outcomes = set()
    for step in range(300):
        slots = memory_slots()
        journal, _ = opened(slots)
        for payload in old:
            journal.append(payload)
        slots[0].faults.dies_after = step
        try:
            journal.rewrite(new)
        except Killed:
            after = restarted(slots)
            again, found = opened(after)
            assert found in (old, new)
            assert 0 in (after[0].size(), after[1].size())
            outcomes.add(len(found))
            again.append(b"next")
            assert opened(restarted(after))[1] == [*found, b"next"]
        else:
            break
    assert outcomes == {2, 3}


def survivals(slot: MemorySlot) -> Iterator[bytes]:
    """What a power cut may leave: any of the writes since the last flush, or none."""
    yield bytes(slot.data)
    for kept in product((True, False), repeat=len(slot.unflushed)):
        left = bytearray(slot.durable)
        for at, data in (write for write, stays in zip(slot.unflushed, kept, strict=True) if stays):
            left.extend(bytes(max(0, at - len(left))))
            left[at : at + len(data)] = data
        yield bytes(left)


def test_f12_the_power_cut_at_any_step_of_a_rewrite_leaves_the_old_or_the_new_whatever_reached_the_disk():
    old, new = [b"one", b"two"], [b"new"]
    outcomes = set()
    for step in range(200):
        slots = memory_slots()
        journal, _ = opened(slots)
        for payload in old:
            journal.append(payload)
        slots[0].faults.dies_after = step
        with suppress(Killed):
            journal.rewrite(new)
        for a, b in product(survivals(slots[0]), survivals(slots[1])):
            found = opened(memory_slots(a, b))[1]
            assert found in (old, new)
            outcomes.add(len(found))
    assert outcomes == {1, 2}


def test_a_failing_flush_during_a_rewrite_loses_nothing():
    slots = memory_slots()
    journal, _ = opened(slots)
    journal.append(b"one")
    slots[0].faults.flush_fails = True
    with pytest.raises(StoreBroken):
        journal.rewrite([b"one"])
    assert opened(restarted(slots))[1] == [b"one"]


def test_an_erased_journal_is_blank():
    slots = memory_slots(journal_of(3)[0])
    erase(slots)
    assert is_blank(slots)
    assert opened(slots)[1] == []
