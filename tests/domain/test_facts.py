"""What a line is and what it isn't: one codec, exact both ways, and nothing that comes in can trip it."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from attrs import fields, frozen
from hypothesis import given
from hypothesis import strategies as st

from field_app.domain import catalog, facts
from field_app.domain.days import SHANGHAI
from field_app.domain.facts import (
    EVERYONE,
    TYPES,
    DeviceId,
    Exception_,
    Fact,
    FactType,
    MalformedLine,
    Opaque,
    SheetId,
    chain,
    chain_start,
    dump_line,
    fact,
    load_body,
    load_line,
    no_gate,
    type_of,
)
from field_app.domain.repair.arrival import Arrived
from field_app.domain.repair.dispatch import Assigned, NoteAdded
from tests.domain.arbitrary import BODIES, DEVICES, EXCEPTIONS, JSON, MOMENTS, OPAQUE, quick

PHONE = DeviceId("phone-wang")
AT = datetime(2026, 11, 23, 9, 30, tzinfo=SHANGHAI)
NOTE = Fact(PHONE, 7, SheetId("case-1"), "note_added", 1, AT, NoteAdded("客户说下午在"))
LINE = '[7,"case-1","note_added",1,"2026-11-23T09:30:00+08:00",{"text":"客户说下午在"}]'.encode()
ALL_TYPES = sorted(TYPES.values(), key=lambda known: known.name)


def _line(*parts: object) -> bytes:
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode()


def test_a_fact_is_a_lean_json_array() -> None:
    assert dump_line(NOTE) == LINE
    assert load_line(PHONE, LINE) == NOTE


def test_p10_1_a_reason_for_passing_a_gate_stands_at_the_end_of_the_line() -> None:
    passed = Fact(PHONE, 7, SheetId("case-1"), "note_added", 1, AT, NoteAdded("好"), Exception_("P8.5", "客户不在"))
    assert dump_line(passed).endswith('{"text":"好"},["P8.5","客户不在"]]'.encode())
    assert load_line(PHONE, dump_line(passed), strict=True) == passed


def test_what_is_left_at_its_default_takes_no_room() -> None:
    assert dump_line(Fact(PHONE, 1, SheetId("case-1"), "arrived", 1, AT, Arrived())).endswith(b",{}]")


@quick
@given(st.data())
def test_every_fact_of_every_type_comes_back_as_it_was(data: st.DataObject) -> None:
    known = data.draw(st.sampled_from(ALL_TYPES))
    one = Fact(
        data.draw(DEVICES), data.draw(st.integers(1, 2**40)), SheetId("case-1"), known.name, known.version,
        data.draw(MOMENTS), data.draw(BODIES[known.name]), data.draw(EXCEPTIONS),
    )  # fmt: skip
    line = dump_line(one)
    assert load_line(one.device, line, strict=True) == one
    assert load_line(one.device, line) == one
    assert dump_line(load_line(one.device, line)) == line


@pytest.mark.parametrize("known", ALL_TYPES, ids=lambda known: known.name)
def test_every_type_has_a_body_that_survives_the_codec(known: FactType) -> None:
    @quick
    @given(BODIES[known.name])
    def survives(body: Any) -> None:
        raw = json.loads(json.dumps(facts.dump_body(body)))
        assert load_body(known.name, known.version, raw, strict=True) == body

    survives()


@quick
@given(OPAQUE, st.sampled_from(["drone_sent", "note_added"]))
def test_a_type_or_version_newer_than_this_app_is_kept_as_it_came(body: Opaque, name: str) -> None:
    one = Fact(PHONE, 1, SheetId("case-1"), name, 99, AT, body)
    read = load_line(PHONE, dump_line(one), strict=True)
    assert read == one
    assert dump_line(read) == dump_line(one)


def test_keys_nobody_knows_are_refused_from_people_and_let_by_from_newer_apps() -> None:
    raw = {"text": "好", "mood": "sunny"}
    with pytest.raises(MalformedLine, match="mood"):
        load_body("note_added", 1, raw, strict=True)
    assert load_body("note_added", 1, raw) == NoteAdded("好")


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("note_added", {}),
        ("note_added", {"text": 5}),
        ("note_added", {"text": None}),
        ("note_added", {"text": "a\0b"}),
        ("request_amended", {"request": ""}),
        ("request_amended", {"request": []}),
        ("assigned", {"technician": "wang", "accompanying": "li"}),
        ("assigned", {"technician": "wang", "accompanying": {"li": 1}}),
        ("arrived", {"place": [1, 2]}),
        ("arrived", {"place": [1, 2, 3, 4]}),
        ("arrived", {"place": [1, 2, True]}),
        ("analysed", {"suspected_cause": "x", "urgency": "soon"}),
        ("analysed", {"suspected_cause": "x", "urgency": ["urgent"]}),
        ("cash_received", {"amount_fen": 1.0, "tendered_fen": 1, "receipt": ""}),
        ("cash_received", {"amount_fen": True, "tendered_fen": 1, "receipt": ""}),
        ("cash_received", {"amount_fen": 2**53, "tendered_fen": 1, "receipt": ""}),
        ("visit_agreed", {"starts_at": "2026-11-23T09:30:00", "ends_at": "2026-11-23T10:30:00+08:00"}),
        ("visit_agreed", {"starts_at": "9999-12-31T23:59:59+00:00", "ends_at": "2026-11-23T10:30:00+08:00"}),
        ("visit_agreed", {"starts_at": "2026-11-23 09:30:00+08:00", "ends_at": "2026-11-23T10:30:00+08:00"}),
        ("warranty_decided", {"piece": "x", "decision": "inside", "accepted_on": "2026-02-30"}),
        ("warranty_decided", {"piece": "x", "decision": "inside", "accepted_on": "20260223"}),
        ("warranty_decided", {"piece": "x", "decision": "inside", "accepted_on": "2026-W09-1"}),
        ("quoted", {"lines": [5], "policy": ""}),
        ("quoted", {"lines": 5, "policy": ""}),
        ("voided", {"fact": ["phone"], "reason": ""}),
    ],
)
def test_a_body_that_isnt_what_its_type_says_is_refused_from_people_and_kept_unread_otherwise(name: str, raw: dict[str, Any]) -> None:
    with pytest.raises(MalformedLine):
        load_body(name, 1, raw, strict=True)
    assert load_body(name, 1, raw) == Opaque(raw)


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"null", id="null"),
        pytest.param(b"{}", id="an object"),
        pytest.param(b"[]", id="an empty array"),
        pytest.param(LINE + b"\n", id="a line end"),
        pytest.param(b" " + LINE, id="a space before"),
        pytest.param(LINE.replace(b",1,", b", 1,"), id="a space inside"),
        pytest.param(LINE.replace("客".encode(), rb"\u5ba2"), id="an escape nobody needs"),
        pytest.param(LINE.replace(b"[7,", b"[7.0,"), id="a fraction"),
        pytest.param(LINE.replace(b"[7,", b"[-7,"), id="a negative n"),
        pytest.param(LINE.replace(b"[7,", b"[0,"), id="n of zero"),
        pytest.param(LINE.replace(b"[7,", b"[true,"), id="a truth for n"),
        pytest.param(LINE.replace(b"[7,", b"[1e999,"), id="infinity"),
        pytest.param(LINE.replace(b"[7,", b"[NaN,"), id="NaN"),
        pytest.param(LINE.replace(b"[7,", b"[" + b"9" * 5000 + b","), id="a number of 5,000 digits"),
        pytest.param(LINE.replace(b"[7,", b"[9007199254740992,"), id="n beyond 2^53"),
        pytest.param(LINE.replace(b'{"text"', b'{"text":"x","text"'), id="a key twice"),
        pytest.param(LINE.replace("客".encode(), b"\xff"), id="no UTF-8"),
        pytest.param(LINE.replace("客".encode(), rb"\ud800"), id="half a surrogate pair"),
        pytest.param(LINE.replace("客".encode(), b"\0"), id="a bare NUL"),
        pytest.param(LINE.decode().encode("utf-16"), id="UTF-16"),
        pytest.param(b"\xef\xbb\xbf" + LINE, id="a byte order mark"),
        pytest.param(LINE[:-1], id="cut short"),
        pytest.param(b"[" * 100_000, id="100,000 brackets"),
        pytest.param(
            _line(7, "case-1", "drone_sent", 1, "2026-11-23T09:30:00+08:00", {"a": json.loads("[" * 60 + "]" * 60)}), id="60 deep"
        ),
        pytest.param(_line(7, "case-1", "note_added", 1, "2026-11-23T09:30:00", {"text": "x"}), id="no offset"),
        pytest.param(_line(7, "case-1", "note_added", 1, "2026-11-23T09:30+08:00", {"text": "x"}), id="a time written otherwise"),
        pytest.param(_line(7, "case-1", "note_added", 1, "0001-01-01T00:00:00+14:00", {"text": "x"}), id="before the calendar"),
        pytest.param(_line(7, "case-1", "note_added", 1, 5, {"text": "x"}), id="a number for the time"),
        pytest.param(_line(7, "case-1", "note_added", 0, "2026-11-23T09:30:00+08:00", {"text": "x"}), id="version zero"),
        pytest.param(_line(7, "case\0", "note_added", 1, "2026-11-23T09:30:00+08:00", {"text": "x"}), id="NUL in the sheet's id"),
        pytest.param(_line(7, "case-1", ["note_added"], 1, "2026-11-23T09:30:00+08:00", {"text": "x"}), id="a list for the type"),
        pytest.param(_line(7, "case-1", "note_added", 1, "2026-11-23T09:30:00+08:00", []), id="a list for the body"),
        pytest.param(_line(7, "case-1", "note_added", 1, "2026-11-23T09:30:00+08:00", {"text": "x"}, "P8"), id="a text for the exception"),
        pytest.param(_line(7, "case-1", "note_added", 1, "2026-11-23T09:30:00+08:00", {"text": "x"}, ["P8"]), id="a rule without reason"),
        pytest.param(_line(7, "case-1", "note_added", 1, "2026-11-23T09:30:00+08:00", {"text": "x"}, None), id="null for the exception"),
        pytest.param(
            _line(7, "case-1", "note_added", 1, "2026-11-23T09:30:00+08:00", {"text": "x"}, ["P8", "x"], 1), id="one part too many"
        ),
    ],
)
@pytest.mark.parametrize("strict", [True, False])
def test_a_malformed_line_is_named_as_one(line: bytes, strict: bool) -> None:
    with pytest.raises(MalformedLine):
        load_line(PHONE, line, strict=strict)


@quick
@given(st.integers(0, len(LINE) - 1), st.integers(1, 255))
def test_a_line_with_one_byte_changed_is_malformed_or_another_fact(place: int, flip: int) -> None:
    flipped = LINE[:place] + bytes([LINE[place] ^ flip]) + LINE[place + 1 :]
    try:
        read = load_line(PHONE, flipped)
    except MalformedLine:
        return
    assert read != NOTE
    assert dump_line(read) == flipped


@quick
@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_no_bytes_at_all_do_more_than_be_malformed(line: bytes) -> None:
    with pytest.raises(MalformedLine):
        load_line(PHONE, line, strict=True)


@quick
@given(st.data())
def test_no_json_in_place_of_a_body_does_more_than_be_malformed(data: st.DataObject) -> None:
    known = data.draw(st.sampled_from(ALL_TYPES))
    keys = st.sampled_from([attribute.name for attribute in fields(known.body)] or ["x"])
    raw = data.draw(st.dictionaries(keys, JSON, max_size=4))
    assert type(load_body(known.name, known.version, raw)) in (known.body, Opaque)
    try:
        assert type_of(load_body(known.name, known.version, raw, strict=True)) == known
    except MalformedLine as refusal:
        assert known.name in str(refusal)


@pytest.fixture
def second_version() -> Iterator[type]:
    """A type whose version 1 called `text` by another name."""
    registered = dict(TYPES)

    @fact("weather_told", on="repair", by=EVERYONE, version=2, lifts={1: lambda raw: {"text": raw["said"]}})
    @frozen
    class WeatherTold:
        text: str

    yield WeatherTold
    TYPES.clear()
    TYPES.update(registered)


def test_an_old_version_is_lifted_when_read_and_written_as_the_new_one(second_version: type) -> None:
    old = _line(1, "case-1", "weather_told", 1, "2026-11-23T09:30:00+08:00", {"said": "晴"})
    read = load_line(PHONE, old)
    assert read.body == second_version("晴")
    assert load_line(PHONE, dump_line(read)) == read


def test_an_old_version_that_cant_be_lifted_is_kept_as_it_came(second_version: type) -> None:
    old = _line(1, "case-1", "weather_told", 1, "2026-11-23T09:30:00+08:00", {"spoke": "晴"})
    assert load_line(PHONE, old).body == Opaque({"spoke": "晴"})
    assert dump_line(load_line(PHONE, old)) == old
    assert second_version is TYPES["weather_told"].body


@pytest.mark.parametrize("known", ALL_TYPES, ids=lambda known: known.name)
def test_every_type_says_who_may_record_it_and_where_it_stands(known: FactType) -> None:
    assert known.version >= 1
    assert known.by
    assert known.by <= EVERYONE
    assert set(known.lifts) == set(range(1, known.version))
    assert TYPES[known.name].body is known.body


@pytest.mark.parametrize("known", ALL_TYPES, ids=lambda known: known.name)
def test_every_type_with_anything_to_get_wrong_has_a_gate(known: FactType) -> None:
    assert known.gate is not no_gate


def test_no_two_types_share_a_name_or_a_body() -> None:
    bodies = [known.body for known in TYPES.values()]
    assert len(set(bodies)) == len(bodies)
    registered = {body for chapter in catalog.CHAPTERS for body in vars(chapter).values() if body in bodies}
    assert registered == set(bodies)


def test_a_chain_knows_its_device_its_order_and_every_byte() -> None:
    start = chain_start(PHONE)
    assert start != chain_start(DeviceId("phone-li"))
    one, two = chain(start, b"one"), chain(start, b"two")
    assert one != two
    assert chain(one, b"two") != chain(two, b"one")
    assert chain(one, b"two") == chain(chain(chain_start(PHONE), b"one"), b"two")


def test_a_body_is_known_by_its_class() -> None:
    assert type_of(Assigned("wang")).name == "assigned"
    with pytest.raises(KeyError):
        type_of(Opaque({}))
