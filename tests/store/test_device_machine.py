"""Whatever happens to a device, in whatever order: nothing it acknowledged to its user is ever lost, and nothing is there twice."""

import contextlib

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from field_app.domain.facts import DeviceId, SheetId, load_line
from field_app.store.door import StorageFull, StoreBroken
from field_app.store.memory import Killed, MemoryPlaces
from field_app.store.shelf import Shelf
from tests.store.making import FakeOffice, directions, identity, texts

SHEETS = st.sampled_from(["s1", "s2", "s3"])
WANG = DeviceId("wang1")


class DeviceLife(RuleBasedStateMachine):
    @initialize()
    def enrol(self):
        self.places = MemoryPlaces()
        self.shelf = Shelf(self.places)
        self.device = self.shelf.create(identity())
        self.office = FakeOffice()
        self.saved: dict[str, str] = {}  # text → sheet, of every fact record() returned for
        self.unsure: dict[str, str] = {}  # killed while recording: there or not there, but whole
        self.forms: dict[str, dict] = {}
        self.count = 0

    def restart(self):
        self.places = self.places.restarted()
        self.shelf = Shelf(self.places)
        self.device = self.shelf.current()
        assert self.device is not None
        self.settle()

    def settle(self):
        """A batch that was being recorded when the process died is there whole or not at all."""
        held = self.held()
        there = [text for text in self.unsure if text in held]
        assert there in ([], list(self.unsure))
        self.saved |= {text: self.unsure[text] for text in there}
        self.unsure = {}

    def held(self) -> dict[str, str]:
        """Every text on the device or at the office, with its sheet."""
        lines = [(WANG, line) for line in self.device.unsent_lines(0, 10**6)] + self.office.log
        facts = [load_line(device, line) for device, line in lines]
        return {fact.body.text: fact.sheet for fact in facts}

    def drafts(self, sheets):
        drafts = []
        for sheet in sheets:
            self.count += 1
            drafts.append(directions(f"t{self.count}", sheet))
        return drafts, {draft.body.text: draft.sheet for draft in drafts}

    @rule(sheets=st.lists(SHEETS, min_size=1, max_size=4))
    def record(self, sheets):
        drafts, recorded = self.drafts(sheets)
        self.device.record(drafts)
        self.saved |= recorded

    @rule(sheets=st.lists(SHEETS, min_size=1, max_size=3), after=st.integers(0, 900))
    def record_and_be_killed(self, sheets, after):
        drafts, recorded = self.drafts(sheets)
        self.places.faults.dies_after = after
        try:
            self.device.record(drafts)
            self.saved |= recorded
        except Killed:
            self.unsure = recorded
        self.restart()

    @rule(sheets=st.lists(SHEETS, min_size=1, max_size=2))
    def record_with_a_failing_flush(self, sheets):
        drafts, recorded = self.drafts(sheets)
        self.places.faults.flush_fails = True
        try:
            self.device.record(drafts)
        except StoreBroken:
            self.unsure = recorded
        self.restart()

    @rule(sheets=st.lists(SHEETS, min_size=1, max_size=2), room=st.integers(0, 200))
    def record_on_a_full_disk(self, sheets, room):
        drafts, recorded = self.drafts(sheets)
        self.places.faults.room = max(slot.size() for slot in self.places.slots[1]) + room
        try:
            self.device.record(drafts)
            self.saved |= recorded
        except StorageFull:
            pass
        self.places.faults.room = None

    @rule()
    def kill(self):
        self.restart()

    @rule()
    def cut_the_power(self):
        self.places = self.places.powered_up()
        self.restart()

    @rule()
    def sync(self):
        self.office.round(self.device)
        for sheet_id, sheet in self.office.sheets.items():
            assert self.device.sheet(sheet_id) == (None if sheet_id in self.office.taken_away else sheet)
        assert self.device.sending().unsent == 0

    @rule(after=st.integers(0, 2500))
    def sync_and_be_killed(self, after):
        self.places.faults.dies_after = after
        with contextlib.suppress(Killed):
            self.office.round(self.device)
        self.restart()

    @rule()
    def lose_the_answer(self):
        self.office.receive(WANG, self.device.unsent_lines(self.office.head(WANG), 100))

    @rule(share=st.floats(0, 1))
    def back_up(self, share):
        self.office.durable = max(self.office.durable, int(len(self.office.log) * share))

    @rule(sheet=SHEETS)
    def take_away(self, sheet):
        self.office.taken_away.add(SheetId(sheet))

    @rule()
    def give_back(self):
        # Given back is a change like any other, so the sheet is sent down again.
        self.office.taken_away.clear()
        self.device.reset_cursor(self.office.epoch)

    @precondition(lambda self: self.office.durable < len(self.office.log))
    @rule()
    def restore_from_the_backup(self):
        restored = FakeOffice(self.office.epoch + "'")
        restored.receive(WANG, [line for _, line in self.office.log[: self.office.durable]])
        restored.durable = self.office.durable
        self.office = restored
        self.device.reset_cursor(restored.epoch)

    @rule(form=st.sampled_from("fg"), value=st.integers())
    def keep_form(self, form, value):
        self.device.keep_draft(form, {"value": value})
        self.forms[form] = {"value": value}

    @rule(form=st.sampled_from("fg"))
    def drop_form(self, form):
        self.device.drop_draft(form)
        self.forms.pop(form, None)

    @rule()
    def compact(self):
        self.device._db.storage.compact()

    @invariant()
    def nothing_acknowledged_is_lost(self):
        if not hasattr(self, "device"):
            return
        held = self.held()
        assert held == self.saved
        assert {form: self.device.draft(form) for form in "fg"} == {form: self.forms.get(form) for form in "fg"}
        assert self.device.chain_at(self.office.head(WANG)) in (None, self.office.chain_of(WANG))
        assert self.device.chain_at(self.device.acknowledged()) is not None

    @invariant()
    def everything_unsent_is_shown_once(self):
        if not hasattr(self, "device"):
            return
        for sheet_id in {SheetId(sheet) for sheet in self.saved.values()} - self.office.taken_away:
            shown = texts(self.device.sheet(sheet_id))
            mine = [text for text, sheet in self.saved.items() if sheet == sheet_id]
            unsent = [load_line(WANG, line).body.text for line in self.device.unsent_lines(self.device.acknowledged(), 10**6)]
            assert len(shown) == len(set(shown))
            assert set(unsent) & set(mine) <= set(shown)

    @invariant()
    def the_list_shows_what_the_sheets_do(self):
        if not hasattr(self, "device"):
            return
        listed = {sheet.id: texts(sheet) for sheet in self.device.sheets("archive")}
        assert listed == {sheet_id: texts(self.device.sheet(sheet_id)) for sheet_id in listed}
        known = {SheetId(sheet) for sheet in self.saved.values()}
        assert {sheet_id for sheet_id in known if self.device.sheet(sheet_id)} <= listed.keys()


DeviceLife.TestCase.settings = settings(max_examples=70, stateful_step_count=40, deadline=None)
TestDeviceLife = DeviceLife.TestCase
