"""Two phones and an office as a state machine: answers get lost, phones die at any moment, cases change hands.

After every quiet round all know the same; everything recorded is at the office exactly once; nobody holds what isn't theirs.
"""

from collections.abc import Callable

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from field_app.domain.facts import SheetId
from field_app.domain.repair.dispatch import NoteAdded
from field_app.domain.sheets import dump_sheet
from field_app.store.memory import MemoryPlaces
from field_app.store.shelf import Shelf
from sync.protocol import Offline, Reply, Request
from sync.round import Pace
from sync.server.truth import verify
from tests.cast import LI, SUPERVISOR, WANG, Company, DirectOffice, Phone, company
from tests.cluster import emptied

PEOPLE = (WANG, LI)
who = st.sampled_from([0, 1])
fate = st.sampled_from(["request lost", "answer lost", "killed before keeping"])


class Weather:
    """A way to the office on which the next requests meet their fates."""

    def __init__(self, way: DirectOffice) -> None:
        self.way, self.fates = way, []

    async def sync(self, request: Request) -> Reply:
        if not self.fates:
            return await self.way.sync(request)
        fate = self.fates.pop(0)
        if fate != "request lost":
            await self.way.sync(request)
        raise Offline(fate)


class TwoPhonesAndAnOffice(RuleBasedStateMachine):
    def __init__(self, new_database: Callable[[], str] = lambda: "sqlite://") -> None:
        super().__init__()
        self.new_database = new_database

    @initialize()
    def begin(self) -> None:
        self.here: Company = company(self.new_database())
        self.places = [MemoryPlaces(), MemoryPlaces()]
        self.phones = [self._phone(turn) for turn in (0, 1)]
        self.sheets: list[SheetId] = [self.here.open_case(WANG), self.here.open_case(LI)]
        self.recorded: list[list[str]] = [[], []]
        self.count = 0

    def _phone(self, turn: int) -> Phone:
        phone = self.here.phone(PEOPLE[turn])
        phone.device = Shelf(self.places[turn]).create(phone.identity)
        phone.way, phone.pace = Weather(phone.way), Pace(2)
        return phone

    @rule(turn=who, place=st.integers(0, 3), many=st.integers(1, 4))
    def record(self, turn: int, place: int, many: int) -> None:
        mine = [sheet.id for sheet in self.phones[turn].device.sheets("repair")]
        if not mine:
            return
        texts = [f"{turn}-{self.count + step}" for step in range(many)]
        self.count += many
        self.phones[turn].record(mine[place % len(mine)], *(NoteAdded(text) for text in texts))
        self.recorded[turn] += texts

    @rule(turn=who, fates=st.lists(fate, max_size=3))
    def sync(self, turn: int, fates: list[str]) -> None:
        phone = self.phones[turn]
        phone.way.fates = list(fates)
        try:
            phone.sync()
        except Offline as lost:
            if "killed" in str(lost):
                self.restart(turn)
        phone.way.fates = []

    @rule(turn=who)
    def restart(self, turn: int) -> None:
        self.places[turn] = self.places[turn].restarted()
        device = Shelf(self.places[turn]).current()
        assert device is not None
        self.phones[turn].device = device

    @rule(place=st.integers(0, 3), turn=who)
    def reassign(self, place: int, turn: int) -> None:
        self.here.assign(self.sheets[place % len(self.sheets)], PEOPLE[turn])

    @rule(turn=who)
    def open_another(self, turn: int) -> None:
        if len(self.sheets) < 4:
            self.sheets.append(self.here.open_case(PEOPLE[turn]))

    @rule()
    def quiet_round(self) -> None:
        for phone in self.phones * 2:
            phone.sync()
        desk = self.here.phone(SUPERVISOR)
        desk.sync()
        for phone, person in zip(self.phones, PEOPLE, strict=True):
            assert phone.device.sending().unsent == 0
            held = {sheet.id for sheet in phone.device.sheets("repair")}
            assert held == {sheet for sheet in self.sheets if desk.sees(sheet).entries and assigned(desk, sheet) == person.user}
            for sheet in held:
                assert dump_sheet(phone.sees(sheet)) == dump_sheet(desk.sees(sheet))
        said = [entry.body.text for sheet in self.sheets for entry in desk.sees(sheet).entries if entry.fact.type == "note_added"]
        assert sorted(said) == sorted(self.recorded[0] + self.recorded[1])
        assert verify(self.here.office.log) == []

    def teardown(self) -> None:
        if hasattr(self, "here"):
            self.quiet_round()
            self.here.office.close()


def assigned(desk: Phone, sheet: SheetId) -> str:
    from field_app.domain.repair.dispatch import assigned_to

    return assigned_to(desk.sees(sheet)) or ""


TwoPhonesAndAnOffice.TestCase.settings = settings(max_examples=30, stateful_step_count=25, deadline=None)
TestTwoPhonesAndAnOffice = TwoPhonesAndAnOffice.TestCase


def test_two_phones_and_an_office_on_postgresql(postgres_here: str):
    few = settings(max_examples=6, stateful_step_count=20, deadline=None)
    run_state_machine_as_test(lambda: TwoPhonesAndAnOffice(lambda: emptied(postgres_here)), settings=few)
