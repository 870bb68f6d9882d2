"""The protocol as bytes: requests and answers written and read, packed where that pays. Read strictly: anything else is Malformed."""

import gzip
import json
import zlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from field_app.domain.facts import encode
from sync.protocol import (
    MAX_FACTS,
    MAX_LINE,
    MAX_UNPACKED,
    PROTOCOL,
    WORTH_PACKING,
    Malformed,
    Reply,
    Request,
    TooMuch,
    UpgradeNeeded,
    instant,
    millis,
    whole,
)


def encode_request(request: Request) -> bytes:
    """Header line and fact lines. What is at its default isn't said: an idle round is to cost less than a text message."""
    header: dict[str, Any] = {"p": PROTOCOL, "c": request.cursor, "n": request.after, "h": request.mark, "a": request.app}
    if request.unsent:
        header["u"] = request.unsent
    if not request.pull:
        header["up"] = 1
    if request.holding:
        header["held"] = 1
    if request.photos:
        header["ph"] = request.photos
    if request.sent_at:
        header["t"] = millis(request.sent_at)
    return b"\n".join((encode(header), *request.lines))


def decode_request(body: bytes) -> Request:
    """The request these bytes are. Malformed, TooMuch, or UpgradeNeeded when the phone speaks a version we don't."""
    head, *lines = body.split(b"\n")
    header = read_object(head)
    if header.get("p") != PROTOCOL:
        raise UpgradeNeeded
    if len(lines) > MAX_FACTS or any(len(line) > MAX_LINE for line in lines):
        raise TooMuch
    sent = header.get("t")
    return Request(
        cursor=_of(header, "c", str),
        after=_of(header, "n", int),
        mark=_of(header, "h", str),
        lines=tuple(lines),
        unsent=whole(header.get("u")),
        pull=not header.get("up"),
        holding=bool(header.get("held")),
        sent_at=_instant(sent) if sent is not None else None,
        app="".join(letter for letter in _of(header, "a", str)[:32] if letter.isprintable()),
        photos=whole(header.get("ph")),
    )


def encode_reply(reply: Reply) -> bytes:
    header: dict[str, Any] = {"p": PROTOCOL, "c": reply.cursor, "head": reply.head, "time": millis(reply.time)}
    if reply.durable_seq:
        header["durable"] = reply.durable_seq
    if reply.ranges:
        header["seqs"] = reply.ranges
    if reply.notes:
        header["notes"] = reply.notes
    if reply.documents:
        header["sheets"] = len(reply.documents)
    if reply.gone:
        header["gone"] = reply.gone
    if reply.more:
        header["more"] = 1
    if reply.wanted:
        header["want"] = reply.wanted
    return b"\n".join((encode(header), *reply.documents))


def decode_reply(body: bytes) -> Reply:
    """The answer these bytes are. Malformed for anything else, a truncated one too."""
    head, *documents = body.split(b"\n")
    header = read_object(head)
    if header.get("p") != PROTOCOL or len(documents) != header.get("sheets", 0):
        raise Malformed("not a whole answer of this protocol")
    try:
        return Reply(
            cursor=_of(header, "c", str),
            head=_of(header, "head", int),
            time=_instant(header["time"]),
            durable_seq=whole(header.get("durable")),
            ranges=tuple((_exact(n), _exact(seq), _exact(count)) for n, seq, count in header.get("seqs", ())),
            notes=tuple((_exact(n), str(verdict), str(reason)) for n, verdict, reason in header.get("notes", ())),
            documents=tuple(documents),
            gone=tuple(str(sheet) for sheet in header.get("gone", ())),
            more=bool(header.get("more")),
            wanted=tuple(str(name) for name in header.get("want", ())),
        )
    except (TypeError, KeyError, ValueError) as problem:
        raise Malformed(f"answer: {problem}") from problem


def read_object(line: bytes) -> Mapping[str, Any]:
    """The object a header line is. Malformed when it is none."""
    try:
        header = json.loads(line)
    except (ValueError, RecursionError) as problem:
        raise Malformed(f"line 1: {problem}") from problem
    if not isinstance(header, dict):
        raise Malformed("line 1: an object expected")
    return header


def _of(header: Mapping[str, Any], key: str, kind: type) -> Any:
    value: Any = header.get(key)
    if type(value) is not kind or (isinstance(value, int) and not 0 <= value < 2**53):
        raise Malformed(f"line 1: {key} is no {kind.__name__}")
    return value


def _exact(value: Any) -> int:
    if type(value) is not int:
        raise Malformed("a whole number expected")
    return value


def _instant(value: Any) -> datetime:
    try:
        return instant(_exact(value))
    except (OverflowError, OSError, ValueError) as problem:
        raise Malformed(f"time: {problem}") from problem


def pack(body: bytes) -> tuple[bytes, bool]:
    """The body, packed where that pays, and whether it is."""
    if len(body) <= WORTH_PACKING:
        return body, False
    packed = gzip.compress(body, compresslevel=6, mtime=0)
    return (packed, True) if len(packed) < len(body) else (body, False)


def unpack(packed: bytes, cap: int = MAX_UNPACKED) -> bytes:
    """What a gzip member holds, never inflating more than `cap` bytes of it. TooMuch beyond, Malformed when it is none or is cut."""
    inflater = zlib.decompressobj(wbits=31)
    try:
        body = inflater.decompress(packed, cap + 1)
    except zlib.error as problem:
        raise Malformed(f"gzip: {problem}") from problem
    if len(body) > cap:
        raise TooMuch
    if not inflater.eof:
        raise Malformed("gzip: cut short")
    return body
