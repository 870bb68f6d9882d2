"""What ours does beyond stock TinyDB: it is there after a kill, and hands the journal only what changed. And it agrees op by op."""

import json
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from tinydb import TinyDB, where
from tinydb.operations import increment
from tinydb.storages import MemoryStorage
from tinydb.table import Document

from field_app.store.door import StorageFull, StoreBroken
from field_app.store.memory import Faults, Killed
from field_app.store.tables import JournalDB
from tests.store.making import memory_slots, restarted


def test_everything_is_there_in_a_new_process():
    slots = memory_slots()
    db = JournalDB(slots)
    db.insert_multiple({"n": n} for n in range(5))
    db.remove(doc_ids=[2])
    db.update({"n": 9}, where("n") == 3)
    db.keyed("notes").insert(Document({"text": "记"}, "a"))
    db.table("empty", persist_empty=True)
    again = JournalDB(restarted(slots))
    assert again.all() == db.all()
    assert [doc.doc_id for doc in again.all()] == [1, 3, 4, 5]
    assert again.keyed("notes").row("a") == {"text": "记"}
    assert again.tables() == {"_default", "notes", "empty"}
    assert again.insert({}) == 6


def test_dropped_tables_stay_dropped():
    slots = memory_slots()
    db = JournalDB(slots)
    db.insert({"a": 1})
    db.table("other").insert({"a": 1})
    db.drop_table("other")
    assert JournalDB(restarted(slots)).tables() == {"_default"}
    db.drop_tables()
    assert JournalDB(restarted(slots)).tables() == set()


def test_what_cannot_be_written_as_json_is_refused_and_changes_nothing():
    slots = memory_slots()
    db = JournalDB(slots)
    db.insert({"a": 1})
    with pytest.raises(TypeError):
        db.insert({"a": {1, 2}})
    with pytest.raises(TypeError):
        db.update({"a": object()})
    assert db.all() == [{"a": 1}] == JournalDB(restarted(slots)).all()


def test_a_transform_that_fails_half_way_changes_nothing():
    db = JournalDB(memory_slots())
    db.insert_multiple([{"n": 1}, {"x": 1}])
    with pytest.raises(KeyError):
        db.update(increment("n"))
    assert db.all() == [{"n": 1}, {"x": 1}]


def test_a_write_that_finds_no_room_changes_nothing():
    slots = memory_slots()
    db = JournalDB(slots)
    db.insert({"a": 1})
    slots[0].faults.room = slots[0].size() + 5
    with pytest.raises(StorageFull):
        db.insert({"a": 2})
    assert db.all() == [{"a": 1}]
    slots[0].faults.room = None
    assert db.insert({"a": 3}) in (2, 3)
    assert JournalDB(restarted(slots)).all() == [{"a": 1}, {"a": 3}]


def test_a_write_whose_flush_fails_changes_nothing_and_no_other_follows():
    slots = memory_slots()
    db = JournalDB(slots)
    slots[0].faults.flush_fails = True
    with pytest.raises(StoreBroken):
        db.insert({"a": 2})
    slots[0].faults.flush_fails = False
    with pytest.raises(StoreBroken):
        db.insert({"a": 2})
    assert db.all() == []


@pytest.mark.parametrize("stored", [10, 3000])
def test_a_write_costs_what_it_changes(stored):
    slots = memory_slots()
    db = JournalDB(slots)
    db.insert_multiple({"n": n, "text": "x" * 100} for n in range(stored))
    for change in (
        lambda: db.insert({"n": -1}),
        lambda: db.update({"n": -2}, doc_ids=[3]),
        lambda: db.update({"n": -3}, where("n") == 5),
        lambda: db.upsert({"n": -4}, where("n") == -3),
        lambda: db.remove(doc_ids=[4]),
    ):
        before = slots[0].size()
        change()
        assert 0 < slots[0].size() - before < 200


def test_a_write_that_changes_nothing_writes_nothing():
    slots = memory_slots()
    db = JournalDB(slots)
    db.insert({"n": 1})
    before = slots[0].size()
    db.update({"n": 1})
    db.remove(where("n") == 2)
    db.insert_multiple([])
    assert slots[0].size() == before


def test_a_journal_mostly_of_the_past_is_rewritten():
    slots = memory_slots()
    db = JournalDB(slots)
    db.insert({"n": 0})
    for n in range(3000):
        db.update({"n": n, "text": "x" * 50}, doc_ids=[1])
    assert slots[0].size() + slots[1].size() < 128 * 1024
    assert JournalDB(restarted(slots)).all() == db.all()


def test_f12_killed_at_any_step_of_a_compaction_nothing_is_lost():
    finished = False
    for step in range(0, 3000, 7):
        slots = memory_slots()
        db = JournalDB(slots)
        db.insert_multiple({"n": n} for n in range(40))
        db.remove(where("n") > 30)
        slots[0].faults.dies_after = step
        try:
            finished = db.storage.compact()
        except Killed:
            assert JournalDB(restarted(slots)).all() == db.all()
        if finished:
            break
    assert finished
    assert JournalDB(restarted(slots)).all() == db.all()


def test_without_room_for_a_compaction_writing_goes_on():
    slots = memory_slots()
    db = JournalDB(slots)
    slots[1].faults = Faults(room=10)
    db.insert({"n": -1})
    for n in range(3000):
        db.update({"n": n, "text": "x" * 50}, doc_ids=[1])
    assert slots[0].size() > 128 * 1024
    assert JournalDB(restarted(slots)).all() == db.all()


def test_the_write_that_asked_for_a_compaction_does_not_fail_with_it():
    slots = memory_slots()
    db = JournalDB(slots)
    slots[1].faults = Faults(flush_fails=True)
    written = [db.insert({"text": "x"})]
    with pytest.raises(StoreBroken):
        for n in range(5000):
            db.update({"text": "x" * 60, "n": n}, doc_ids=[1])
            written.append(n)
    assert len(written) > 100
    assert JournalDB(restarted(slots)).get(doc_id=1)["n"] == written[-1]


def test_changes_made_past_a_table_are_seen_by_it():
    db = JournalDB(memory_slots())
    db.insert({"n": 1})
    assert db.count(where("n") == 1) == 1
    TinyDB.table_class(db.storage, "_default").insert(Document({"n": 1}, 50))
    assert db.count(where("n") == 1) == 2
    assert db.insert({}) == 51


VALUES = st.one_of(st.integers(-3, 3), st.text(max_size=3), st.booleans(), st.none(), st.lists(st.integers(0, 2), max_size=2))
DOCUMENTS = st.dictionaries(st.sampled_from("abc"), VALUES, max_size=3)
QUERIES = st.one_of(
    st.builds(lambda key, value: where(key) == value, st.sampled_from("abc"), st.integers(-3, 3)),
    st.builds(lambda key: where(key).exists(), st.sampled_from("abc")),
    st.builds(lambda key: ~(where(key).exists()), st.sampled_from("abc")),
)
IDS = st.integers(1, 8)
TABLES = st.sampled_from(["_default", "other"])


class Agreement(RuleBasedStateMachine):
    """Whatever is done to both, stock TinyDB and ours answer and hold the same; ours also after a kill."""

    @initialize()
    def begin(self):
        self.stock: Any = TinyDB(storage=MemoryStorage)
        self.slots = memory_slots()
        self.ours: Any = JournalDB(self.slots)

    def both(self, table, act):
        answers = []
        for db in (self.stock, self.ours):
            try:
                answers.append(act(db.table(table)))
            except (ValueError, KeyError, RuntimeError) as refused:
                answers.append(type(refused))
        assert answers[0] == answers[1]

    @rule(table=TABLES, document=DOCUMENTS)
    def insert(self, table, document):
        self.both(table, lambda t: t.insert(document))

    @rule(table=TABLES, document=DOCUMENTS, doc_id=IDS)
    def insert_with_id(self, table, document, doc_id):
        self.both(table, lambda t: t.insert(Document(document, doc_id)))

    @rule(table=TABLES, documents=st.lists(DOCUMENTS, max_size=4))
    def insert_multiple(self, table, documents):
        self.both(table, lambda t: t.insert_multiple(documents))

    @rule(table=TABLES, fields=DOCUMENTS, cond=st.none() | QUERIES)
    def update(self, table, fields, cond):
        self.both(table, lambda t: t.update(fields, cond))

    @rule(table=TABLES, fields=DOCUMENTS, ids=st.lists(IDS, max_size=3, unique=True))
    def update_ids(self, table, fields, ids):
        self.both(table, lambda t: t.update(fields, doc_ids=ids))

    @rule(table=TABLES, key=st.sampled_from("abc"), cond=QUERIES)
    def transform(self, table, key, cond):
        self.both(table, lambda t: t.update(lambda doc: doc.update({key: [key]}), cond))

    @rule(table=TABLES, updates=st.lists(st.tuples(DOCUMENTS, QUERIES), max_size=3))
    def update_multiple(self, table, updates):
        self.both(table, lambda t: t.update_multiple(updates))

    @rule(table=TABLES, document=DOCUMENTS, cond=QUERIES)
    def upsert(self, table, document, cond):
        self.both(table, lambda t: t.upsert(document, cond))

    @rule(table=TABLES, cond=QUERIES)
    def remove(self, table, cond):
        self.both(table, lambda t: t.remove(cond))

    @rule(table=TABLES, ids=st.lists(IDS, max_size=3))
    def remove_ids(self, table, ids):
        # Stock TinyDB fails on an id named twice after it has already removed it from memory.
        self.both(table, lambda t: t.remove(doc_ids=list(dict.fromkeys(ids))))

    @rule(table=TABLES)
    def truncate(self, table):
        self.both(table, lambda t: t.truncate())

    @rule(table=TABLES)
    def drop_table(self, table):
        self.stock.drop_table(table)
        self.ours.drop_table(table)

    @rule()
    def drop_tables(self):
        self.stock.drop_tables()
        self.ours.drop_tables()

    @rule(table=TABLES, cond=QUERIES)
    def search(self, table, cond):
        self.both(table, lambda t: (t.search(cond), t.count(cond), t.contains(cond), t.get(cond)))

    @rule()
    def compact(self):
        self.ours.storage.compact()

    @rule()
    def kill_and_reopen(self):
        held = self.stock.storage.read()
        self.stock = TinyDB(storage=MemoryStorage)
        if held is not None:
            self.stock.storage.write(json.loads(json.dumps(held)))
        self.slots = restarted(self.slots)
        self.ours = JournalDB(self.slots)

    @invariant()
    def same_everywhere(self):
        if not hasattr(self, "ours"):
            return
        assert self.ours.tables() == self.stock.tables()
        for name in self.stock.tables():
            stock, ours = self.stock.table(name).all(), self.ours.table(name).all()
            assert [(doc.doc_id, doc) for doc in ours] == [(doc.doc_id, doc) for doc in stock]


Agreement.TestCase.settings = settings(max_examples=120, stateful_step_count=30, deadline=None)
TestAgreement = Agreement.TestCase
