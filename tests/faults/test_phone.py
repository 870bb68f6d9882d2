"""A phone's storage is damaged or gone, it dies at any step of a round, or has next to no line (F4, F10, F11, F20)."""

import random
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest

from field_app.domain.repair.dispatch import NoteAdded
from field_app.store.memory import Killed, MemoryPlaces
from field_app.store.shelf import Shelf
from sync.protocol import Offline, Reply, Request
from sync.round import Pace
from tests.cast import LI, WANG, Company, Phone, company
from tests.databases import ON_SQLITE
from tests.faults import oracle
from tests.faults.thin_line import Cuts, ThinLine, any_three_of_ten, every_third, in_bursts


@pytest.fixture
def here(database: str) -> Iterator[Company]:
    here = company(database)
    yield here
    here.office.close()


def test_f4_whose_journal_is_damaged_reads_on_and_has_all_again_once_enrolled_anew(here: Company):
    sheet, phone = here.open_case(WANG), here.phone(WANG)
    places = carried(here, phone)
    phone.note(sheet, "发过的")
    oracle.quiet(phone)
    phone.note(sheet, "没发的")
    flip_in_the_middle_of(places)
    phone.shelf = Shelf(places.restarted())
    assert phone.shelf.current() is None
    (damaged,) = phone.shelf.aside()
    assert damaged.damage and damaged.sheet(sheet)
    here.enrol_again(phone)
    oracle.quiet(phone)
    assert oracle.findings(here, phone) == []
    assert {entry.body.text for entry in phone.sees(sheet).live(NoteAdded)} == {"发过的", "没发的"}


def flip_in_the_middle_of(places: MemoryPlaces) -> None:
    """One bit of an old record, in the journal of who enrolled."""
    slot = max(places.slots[1], key=lambda slot: len(slot.data))
    slot.data[len(slot.data) // 3] ^= 1


def test_f10_whose_storage_is_gone_gets_a_new_journal_and_everything_the_office_had(here: Company):
    sheet, phone = here.open_case(WANG), here.phone(WANG)
    phone.note(sheet, "已到场")
    oracle.quiet(phone)
    before = phone.identity.device
    phone.shelf = Shelf(MemoryPlaces())
    assert phone.shelf.current() is None
    here.enrol_again(phone)
    phone.note(sheet, "换了主板")
    oracle.quiet(phone)
    assert phone.identity.device != before
    assert oracle.findings(here, phone) == []
    assert [entry.body.text for entry in phone.sees(sheet).entries[-2:]] == ["已到场", "换了主板"]
    # How far the lost journal had come can still be read off at the office.
    assert [one.head for one in here.office.sessions.listed() if one.device == before] == [1]


def carried(here: Company, phone: Phone) -> MemoryPlaces:
    places = MemoryPlaces()
    phone.shelf = Shelf(places)
    phone.device = phone.shelf.create(phone.identity)
    return places


@ON_SQLITE
def test_f11_killed_at_any_byte_it_keeps_of_a_round_it_goes_on_without_a_double_or_a_hole(here: Company):
    dies_after, is_through = 0, False
    while not is_through:
        phone = here.phone(WANG)
        places = carried(here, phone)
        sheet = here.open_case(WANG)
        phone.pace = Pace(2)
        phone.sync()
        for text in ("一", "二", "三"):
            phone.note(sheet, text)
        places.faults.dies_after = dies_after
        try:
            phone.sync()
            is_through = True
        except Killed:
            phone.device = Shelf(places.restarted()).current()
        places.faults.dies_after = None
        oracle.quiet(phone)
        assert oracle.findings(here, phone) == [], dies_after
        here.assign(sheet, LI)  # so that the next phone has little to read
        dies_after += 7 if dies_after < 200 else 131


@pytest.mark.parametrize("step", ["before it is asked", "before it answers", "before the answer is kept"])
def test_f11_killed_between_the_steps_of_a_round_it_goes_on_without_a_double_or_a_hole(here: Company, step: str):
    sheet, phone = here.open_case(WANG), here.phone(WANG)
    places, way = carried(here, phone), phone.way
    phone.pace = Pace(2)
    for text in ("一", "二", "三", "四", "五"):
        phone.note(sheet, text)

    class Dying:
        asked = 0

        async def sync(self, request: Request) -> Reply:
            Dying.asked += 1
            if Dying.asked == 2 and step == "before it is asked":
                raise Killed
            reply = await way.sync(request)
            if Dying.asked == 2:
                raise Killed
            if Dying.asked == 1 and step == "before the answer is kept":
                places.faults.dies_after = 0
            return reply

    phone.way = Dying()
    with pytest.raises(Killed):
        phone.sync()
    phone.device, phone.way = Shelf(places.restarted()).current(), way
    oracle.quiet(phone)
    assert oracle.findings(here, phone) == []


FACTS = 10_000
MOST_SECONDS, MOST_BYTES = 13 * 60, 1_200_000
MODELS = [("sqlite", any_three_of_ten), ("postgres", in_bursts), ("sqlite", every_third)]


@pytest.mark.parametrize(("database", "model"), MODELS, indirect=["database"])
def test_f20_ten_thousand_facts_come_up_over_a_thin_line_that_cuts_three_of_ten(here: Company, model: Callable[[random.Random], Cuts]):
    luck = random.Random(2)  # noqa: S311 - the same cuts in every run
    cases, phone = [here.open_case(WANG) for _ in range(10)], here.phone(WANG)
    for place in range(FACTS // 10):
        phone.record(cases[place % 10], *(NoteAdded(f"{place}-{turn} {luck.randbytes(12).hex()}") for turn in range(10)))
    line = phone.way = ThinLine(phone.way, luck, model(luck))
    while phone.device.sending().unsent:
        with suppress(Offline):
            phone.sync()
    assert here.rows("select count(*), max(n) from facts where device = ?", phone.identity.device) == [(FACTS, FACTS)]
    assert line.cuts >= 10
    assert line.seconds < MOST_SECONDS
    assert line.up < MOST_BYTES
