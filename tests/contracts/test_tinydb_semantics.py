"""TinyDB's users feel at home: what TinyDB promises, asked of stock TinyDB, of ours, and of stock tables on our storage."""

from collections.abc import Callable

import pytest
from tinydb import TinyDB, where
from tinydb.middlewares import CachingMiddleware
from tinydb.operations import add, decrement, delete, increment, subtract
from tinydb.operations import set as set_to
from tinydb.storages import MemoryStorage
from tinydb.table import Document, Table

from field_app.store.rows import JournalStorage
from field_app.store.tables import JournalDB
from tests.store.making import memory_slots

MAKERS: dict[str, Callable[[], TinyDB]] = {
    "stock": lambda: TinyDB(storage=MemoryStorage),
    "ours": lambda: JournalDB(memory_slots()),
    "stock tables on our storage": lambda: TinyDB(memory_slots(), storage=JournalStorage),
    "cached on our storage": lambda: TinyDB(memory_slots(), storage=CachingMiddleware(JournalStorage)),
}


@pytest.fixture(params=MAKERS, ids=str)
def empty(request) -> TinyDB:
    return MAKERS[request.param]()


@pytest.fixture
def db(empty) -> TinyDB:
    empty.insert_multiple({"int": 1, "char": c} for c in "abc")
    return empty


def test_drop_tables_leaves_nothing(db):
    db.drop_tables()
    assert len(db) == 0
    assert db.tables() == set()
    assert db.insert({}) == 1


def test_drop_table_leaves_the_others(db):
    db.table("other").insert({"a": 1})
    db.drop_table("other")
    db.drop_table("never was")
    assert db.tables() == {"_default"}
    assert len(db) == 3
    assert len(db.table("other")) == 0


def test_an_empty_database_has_nothing(empty):
    assert empty.all() == []
    assert empty.tables() == set()
    assert empty.get(doc_id=1) is None
    empty.drop_table("anything")


def test_truncate_empties_one_table_and_starts_its_ids_anew(db):
    db.table("other").insert({"a": 1})
    db.truncate()
    assert len(db) == 0
    assert len(db.table("other")) == 1
    assert db.insert({}) == 1


def test_all_gives_documents_in_order_of_insertion(db):
    for n in range(10):
        db.insert({"n": n})
    assert [doc.get("n") for doc in db.all()[3:]] == list(range(10))
    assert [doc.doc_id for doc in db.all()] == list(range(1, 14))


def test_insert_gives_the_next_id(empty):
    assert [empty.insert({"int": 1, "char": c}) for c in "abc"] == [1, 2, 3]
    assert empty.count(where("int") == 1) == 3
    assert empty.count(where("char") == "a") == 1


def test_insert_takes_any_mapping(empty):
    class Lazy(dict):
        pass

    empty.insert(Lazy(a=1))
    assert empty.all() == [{"a": 1}]
    with pytest.raises(ValueError, match="not a Mapping"):
        empty.insert([1, 2])
    with pytest.raises(ValueError, match="not a Mapping"):
        empty.insert({"bark"})


def test_insert_takes_a_document_with_its_own_id(empty):
    assert empty.insert({"int": 1}) == 1
    assert empty.insert(Document({"int": 2}, 77)) == 77
    assert empty.get(doc_id=77) == {"int": 2}
    assert empty.insert({"int": 3}) == 78
    with pytest.raises(ValueError, match="already exists"):
        empty.insert(Document({}, 77))


def test_insert_multiple_gives_the_ids(empty):
    assert empty.insert_multiple([{"a": 1}, Document({"a": 2}, 9), {"a": 3}]) == [1, 9, 2]
    assert empty.insert_multiple({"a": n} for n in range(3)) == [3, 4, 5]
    assert empty.insert_multiple([]) == []
    assert len(empty) == 6


def test_insert_multiple_is_all_or_none(db):
    with pytest.raises(ValueError, match="not a Mapping"):
        db.insert_multiple([{"a": 1}, "no mapping"])
    with pytest.raises(ValueError, match="already exists"):
        db.insert_multiple([{"a": 1}, Document({}, 1)])
    assert len(db) == 3


def test_remove_by_condition_and_by_ids(db):
    assert db.remove(where("char") == "b") == [2]
    assert db.remove(doc_ids=[1, 99]) == [1]
    assert db.remove(where("char") == "nowhere") == []
    assert db.all() == [{"int": 1, "char": "c"}]
    with pytest.raises(RuntimeError):
        db.remove()


def test_the_id_of_a_removed_document_is_not_given_again(db):
    db.remove(doc_ids=[3])
    assert db.insert({}) == 4


def test_update_sets_fields_of_those_that_match(db):
    assert db.update({"int": 2}, where("char") == "a") == [1]
    assert db.count(where("int") == 2) == 1
    assert db.update({"int": 7}) == [1, 2, 3]
    assert db.count(where("int") == 7) == 3
    assert db.update({"x": 1}, where("char") == "nowhere") == []


def test_update_by_ids_skips_unknown_ones(db):
    assert db.update({"int": 5}, doc_ids=[1, 3, 99]) == [1, 3]
    assert [doc["int"] for doc in db.all()] == [5, 1, 5]


def test_update_transforms_in_place(db):
    def shout(doc):
        doc["char"] = doc["char"].upper()
        del doc["int"]

    db.update(shout, where("char") == "a")
    assert db.get(doc_id=1) == {"char": "A"}


def test_update_keeps_the_order(db):
    db.update({"int": 9}, doc_ids=[2])
    assert [doc.doc_id for doc in db.all()] == [1, 2, 3]


@pytest.mark.parametrize(
    ("operation", "after"),
    [
        (delete("int"), {"char": "a"}),
        (increment("int"), {"int": 2, "char": "a"}),
        (decrement("int"), {"int": 0, "char": "a"}),
        (add("int", 5), {"int": 6, "char": "a"}),
        (add("char", "xyz"), {"int": 1, "char": "axyz"}),
        (subtract("int", 5), {"int": -4, "char": "a"}),
        (set_to("char", "xyz"), {"int": 1, "char": "xyz"}),
    ],
)
def test_operations(db, operation, after):
    db.update(operation, where("char") == "a")
    assert db.get(doc_id=1) == after
    assert db.get(doc_id=2) == {"int": 1, "char": "b"}


def test_update_multiple_applies_each_to_its_own(db):
    updated = db.update_multiple([({"int": 2}, where("char") == "a"), (increment("int"), where("char") == "b")])
    assert updated == [1, 2]
    assert [doc["int"] for doc in db.all()] == [2, 2, 1]


def test_upsert_updates_or_inserts(db):
    assert db.upsert({"int": 5, "char": "a"}, where("char") == "a") == [1]
    assert db.upsert({"int": 9, "char": "x"}, where("char") == "x") == [4]
    assert db.upsert({"int": 8}, where("int") == 1) == [2, 3]
    assert db.upsert(Document({"char": "z"}, 1)) == [1]
    assert db.get(doc_id=1) == {"int": 5, "char": "z"}
    assert db.upsert(Document({"char": "new"}, 50)) == [50]
    with pytest.raises(ValueError, match="doc_id"):
        db.upsert({"abc": 1})


def test_search_and_get(db):
    assert [doc.doc_id for doc in db.search(where("int") == 1)] == [1, 2, 3]
    assert db.search(where("char") == "x") == []
    assert db.get(where("char") == "b").doc_id == 2
    assert db.get(where("char") == "x") is None
    assert db.get(doc_id=2) == {"int": 1, "char": "b"}
    assert [doc.doc_id for doc in db.get(doc_ids=[3, 1, 99])] == [1, 3]
    assert isinstance(db.get(doc_id=1), Document)
    with pytest.raises(RuntimeError):
        db.get()


def test_contains_and_count(db):
    assert db.contains(where("char") == "a")
    assert not db.contains(where("char") == "x")
    assert db.contains(doc_id=1)
    assert not db.contains(doc_id=99)
    assert db.count(where("int") == 1) == 3
    with pytest.raises(RuntimeError):
        db.contains()


def test_nested_queries(empty):
    empty.insert({"who": {"name": "王工", "skills": ["freon", "电"]}})
    assert empty.contains(where("who").name == "王工")
    assert empty.contains(where("who").skills.any(["电"]))
    assert not empty.contains(where("who").skills.all(["电", "水"]))
    assert empty.contains(where("who").name.test(lambda name: len(name) == 2))


def test_iteration_and_length(db):
    assert len(db) == 3
    assert [doc["char"] for doc in db] == ["a", "b", "c"]


def test_tables_are_apart(db):
    other = db.table("other")
    other.insert({"int": 2})
    assert len(other) == 1
    assert len(db) == 3
    assert other.count(where("int") == 1) == 0
    assert db.tables() == {"_default", "other"}
    assert db.table("other") is other


def test_a_table_that_was_only_asked_is_none_yet(empty):
    empty.table("asked").all()
    assert empty.tables() == set()
    empty.table("kept", persist_empty=True)
    assert empty.tables() == {"kept"}


def test_a_search_is_remembered_until_something_changes(db):
    table = db.table("cached", cache_size=2)
    table.insert({"int": 1})
    query = where("int") == 1
    assert table.count(query) == 1
    table.insert({"int": 1})
    assert table.count(query) == 2
    table.update({"int": 0}, doc_ids=[1])
    assert table.count(query) == 1
    table.truncate()
    assert table.count(query) == 0


def test_the_cache_holds_as_many_searches_as_asked_for(db):
    table = db.table("cached", cache_size=2)
    table.insert({"a": 1})
    for n in range(4):
        table.search(where("a") == n)
    assert len(table._query_cache) == 2
    table.clear_cache()
    assert len(table._query_cache) == 0
    uncached = db.table("uncached", cache_size=0)
    uncached.search(where("a") == 1)
    assert len(uncached._query_cache) == 0


def test_changing_a_found_list_does_not_change_the_next(db):
    found = db.search(where("int") == 1)
    found.clear()
    assert len(db.search(where("int") == 1)) == 3


def test_changing_a_found_document_does_not_change_the_stored(db):
    db.get(doc_id=1)["int"] = 99
    assert db.get(doc_id=1)["int"] == 1


def test_unicode_and_emptiness(empty):
    empty.insert({"": "", "喆": "堃 珺 \u0000 \U0001f527"})
    assert empty.all() == [{"": "", "喆": "堃 珺 \u0000 \U0001f527"}]


def test_custom_ids_and_documents(empty):
    class Code(str):
        pass

    class Note(Document):
        pass

    class Notes(type(empty.table("x"))):
        document_id_class = Code
        document_class = Note

        def _get_next_id(self):
            return Code(f"code{len(self) + 1}")

    table = Notes(empty.storage, "notes")
    assert table.insert({"a": 1}) == "code1"
    assert table.insert(Note({"a": 2}, Code("own"))) == "own"
    assert isinstance(table.get(doc_id=Code("own")), Note)
    assert isinstance(table.all()[0].doc_id, Code)
    assert table.remove(doc_ids=[Code("code1")]) == ["code1"]
    assert table.update({"a": 3}, doc_ids=[Code("own")]) == ["own"]
    assert table.all() == [{"a": 3}]


def test_it_shows_what_it_is(db):
    assert "_default" in repr(db)
    assert "total=3" in repr(db.table("_default"))
    assert isinstance(db.table("_default"), Table)
    assert db.table("_default").name == "_default"


def test_leaving_the_context_closes(empty):
    with empty as db:
        db.insert({"a": 1})
        assert len(db) == 1
