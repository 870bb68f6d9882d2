"""The words of the protocol, and what nonsense gets instead (F45, F47)."""

import gzip
import json
import zlib
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from field_app.domain.facts import encode
from sync.protocol import (
    MAX_FACTS,
    MAX_LINE,
    MAX_UNPACKED,
    Cursor,
    EpochChanged,
    Frozen,
    Malformed,
    OfficeTrouble,
    Offline,
    Refused,
    Reply,
    Request,
    SignedOut,
    TooMuch,
    UpgradeNeeded,
    WentBack,
    read_cursor,
    trouble_body,
    trouble_said,
)
from sync.wire import decode_reply, decode_request, encode_reply, encode_request, pack, unpack
from tests.cast import WANG, company

NOON = datetime(2026, 11, 23, 4, 0, 0, 123000, tzinfo=UTC)
lines = st.lists(st.binary(max_size=50).filter(lambda line: b"\n" not in line), max_size=5).map(tuple)
whole = st.integers(0, 2**53 - 1)
words = st.text(max_size=20)
versions = words.filter(str.isprintable)


@given(st.builds(Request, words, whole, words, lines, whole, st.booleans(), st.booleans(), st.just(NOON) | st.none(), versions))
def test_a_request_is_read_as_it_was_written(request: Request):
    assert decode_request(encode_request(request)) == request


@given(
    st.builds(
        Reply,
        words,
        whole,
        st.just(NOON),
        whole,
        st.lists(st.tuples(whole, whole, whole), max_size=3).map(tuple),
        st.lists(st.tuples(whole, words, words), max_size=3).map(tuple),
        lines,
        st.lists(words, max_size=3).map(tuple),
        st.booleans(),
    )
)
def test_an_answer_is_read_as_it_was_written(reply: Reply):
    assert decode_reply(encode_reply(reply)) == reply


@given(st.builds(Cursor, st.text("abc123", min_size=1, max_size=6), st.integers(0, 10**18 - 1), st.text("abc-:", max_size=9)))
def test_a_cursor_is_read_as_it_was_written(cursor: Cursor):
    assert read_cursor(str(cursor)) == cursor


@pytest.mark.parametrize("text", ["x", "x:", ":3", "x:-3", "x:٣", "x:1e9", "x:" + "9" * 30])
def test_what_is_no_cursor_is_refused(text: str):
    with pytest.raises(Malformed):
        read_cursor(text)


@pytest.mark.parametrize(
    "trouble",
    [
        SignedOut(),
        SignedOut(wipe=True),
        Frozen(),
        EpochChanged("abc", 7),
        WentBack(3),
        TooMuch(),
        UpgradeNeeded(),
        Refused("wait", status=429, wait_seconds=9),
    ],
    ids=lambda trouble: type(trouble).__name__,
)
def test_a_trouble_is_understood_as_it_was_meant(trouble: OfficeTrouble):
    said = trouble_said(trouble.status, trouble_body(trouble))
    assert type(said) is type(trouble)
    assert said.told() == trouble.told()


NOT_OURS = [b"", b"<html>pay for the wifi</html>", b"[]", b"null", b'{"error":"frozen"}', b'{"p":0,"error":"frozen"}', b"{" * 9999]


@pytest.mark.parametrize("body", NOT_OURS)
def test_f18_what_does_not_speak_our_protocol_is_offline(body: bytes):
    assert type(trouble_said(409, body)) is Offline
    with pytest.raises(Malformed):
        decode_reply(body)


def test_an_answer_cut_after_any_line_is_no_answer():
    whole_answer = encode_reply(Reply("e:1", 0, NOON, documents=(b'{"a":1}', b'{"b":2}')))
    for size in range(len(whole_answer) - 1):
        try:
            reply = decode_reply(whole_answer[:size])
        except Malformed:
            continue
        # All that can be missing is the end of the last document, which is no JSON then.
        with pytest.raises(ValueError):
            json.loads(reply.documents[-1])


def test_what_does_not_get_smaller_is_not_packed():
    assert pack(b"x" * 100) == (b"x" * 100, False)
    body, packed = pack(b"x" * 10_000)
    assert packed and unpack(body) == b"x" * 10_000


def test_f47_a_bomb_is_refused_without_being_inflated():
    bomb = gzip.compress(b"\0" * (64 * 1024 * 1024))
    with pytest.raises(TooMuch):
        unpack(bomb)


def test_the_largest_allowed_is_inflated():
    assert len(unpack(gzip.compress(b"x" * MAX_UNPACKED))) == MAX_UNPACKED


@given(st.binary(max_size=200), st.integers(0, 60))
def test_packed_nonsense_is_malformed(nonsense: bytes, cut: int):
    whole = gzip.compress(b"a fact, and another one, and a third that is not the last")
    for body in (nonsense, whole[:cut]):
        try:
            unpack(body)
        except (Malformed, TooMuch):
            continue
        assert zlib.decompress(body, 31) is not None


def test_more_facts_or_longer_lines_than_agreed_are_too_much():
    with pytest.raises(TooMuch):
        decode_request(encode_request(Request("", 0, "", (b"x",) * (MAX_FACTS + 1))))
    with pytest.raises(TooMuch):
        decode_request(encode_request(Request("", 0, "", (b"x" * (MAX_LINE + 1),))))


def test_a_phone_of_another_version_is_told_to_upgrade():
    with pytest.raises(UpgradeNeeded):
        decode_request(encode({"p": 99, "c": "", "n": 0, "h": "", "a": "9"}))


OFFICE = company()
SHEET = OFFICE.open_case(WANG)
GOOD = encode([1, SHEET, "note_added", 1, "2026-11-23T08:30:00+08:00", {"text": "好"}])
SECOND = GOOD.replace(b"[1,", b"[2,", 1)
BAD_LINES = [
    b"",
    b"null",
    b"{}",
    b"[2",
    b"[" * 60_000,
    b'[2,"' + b"\xff" + b'"]',
    SECOND + b" ",
    SECOND.replace("好".encode(), rb"\u597d"),
    SECOND.replace(b'{"text"', b'{"text":"x","text"'),
    SECOND.replace(b'"2026', b'NaN,"2026'),
    SECOND.replace(b"[2,", b"[2.0,"),
    SECOND.replace(b"[2,", b"[true,"),
    SECOND.replace(b"[2,", b"[3,"),
    SECOND.replace(b'"text":', b'"text":' + b"9" * 5000 + b',"t":'),
    GOOD,
]


@pytest.mark.parametrize("line", BAD_LINES, ids=range(len(BAD_LINES)))
def test_f45_a_line_that_is_none_is_refused_by_its_place_and_nothing_of_the_batch_is_taken(line: bytes):
    identity = OFFICE.enrol(WANG)
    assert OFFICE.office.exchange.answer(OFFICE.enrol(WANG).token, Request("", 0, "", (GOOD, SECOND))).head == 2, "only the line is wrong"
    with pytest.raises(Malformed, match="fact 2"):
        OFFICE.office.exchange.answer(identity.token, Request("", 0, "", (GOOD, line)))
    assert OFFICE.rows("select head from devices where device = ?", identity.device) == [(0,)]


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_f45_a_fuzzed_line_is_judged_or_refused_and_never_breaks_anything(data: st.DataObject):
    identity = OFFICE.enrol(WANG)
    line = bytearray(GOOD)
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(line) - 1))
        line[place : place + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3).filter(lambda part: b"\n" not in part))
    try:
        reply = OFFICE.office.exchange.answer(identity.token, Request("", 0, "", (bytes(line),)))
    except Malformed:
        assert OFFICE.rows("select count(*) from facts where device = ?", identity.device) == [(0,)]
        return
    assert reply.head == 1


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**30), 10**30) | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
types = st.sampled_from(
    ["note_added", "request_taken", "assigned", "quoted", "record_signed", "cash_received", "voided", "warranty_decided", "holograph_taken"]
)
bodies = st.dictionaries(st.sampled_from(["text", "fact", "reason", "request", "lines", "number"]), json_values)
times = st.sampled_from(
    ["2026-11-23T08:30:00+08:00", "1970-01-01T00:00:00+00:00", "9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+14:00", "soon"]
)


@settings(max_examples=150, deadline=None)
@given(types, bodies, times)
def test_f45_any_body_at_any_time_gets_a_verdict_and_the_sheet_still_reads(kind: str, body: dict[str, object], at: str):
    identity = OFFICE.enrol(WANG)
    line = encode([1, SHEET, kind, 1, at, body])
    reply = OFFICE.office.exchange.answer(identity.token, Request("", 0, "", (line,)))
    assert reply.head == 1
    phone = OFFICE.phone(WANG)
    phone.sync()
    assert phone.sees(SHEET) is not None
