"""What a fact is: made once on a device, never changed, sent and stored as the very bytes it was journalled in.

A fact's line is a lean JSON array `[n, sheet, type, v, at, body]`, with `[rule, reason]` after it when a gate was passed (P10.1).
The device is known from the place a line stands in. Each line is hashed onto the one before it, from `chain_start(device)`.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, NewType, TypeVar

from attrs import field, frozen
from cattrs.errors import CattrsError

from field_app.domain.errors import Objection
from field_app.domain.exact import converter, exactly, moment, text, whole

if TYPE_CHECKING:
    from field_app.domain.sheets import Ground, Sheet

DeviceId = NewType("DeviceId", str)
SheetId = NewType("SheetId", str)
UserId = NewType("UserId", str)
B = TypeVar("B", bound=type)
SheetKind = Literal["repair", "person", "policy", "archive", "documents", "cash", "complaint", "return_visit"]
Role = Literal["clerk", "employee", "supervisor", "technician", "bench", "accountant", "director", "admin"]

OFFICE: frozenset[Role] = frozenset({"clerk", "supervisor", "accountant", "director", "admin"})
EVERYONE: frozenset[Role] = OFFICE | {"employee", "technician", "bench"}


class FactKey(NamedTuple):
    """A fact's identity: the journal it was recorded in and its place there."""

    device: DeviceId
    n: int


@frozen
class Exception_:
    """A gate passed with a reason (P10.1). `rule` may name several, spaced, where one tap meets several gates: `P7.2 P8.5`."""

    rule: str
    reason: str

    @property
    def rules(self) -> frozenset[str]:
        return frozenset(self.rule.split())


@frozen
class Opaque:
    """The body of a fact this version doesn't know or can't read: kept and passed on as it came."""

    raw: Mapping[str, Any]


@frozen
class Draft:
    """A fact that has been decided and not yet been recorded."""

    sheet: SheetId
    body: Any
    at: datetime
    exception: Exception_ | None = None


@frozen
class Fact:
    """One thing a person recorded. `at` is the device's wall clock with offset: evidence, never order.

    `v` is the version `body` is in: a body that was lifted when read has its type's newest.
    """

    device: DeviceId
    n: int
    sheet: SheetId
    type: str
    v: int
    at: datetime
    body: Any
    exception: Exception_ | None = None

    @property
    def key(self) -> FactKey:
        return FactKey(self.device, self.n)


Gate = Callable[["Sheet", Any, "Ground"], Iterable[Objection]]
Lift = Callable[[dict[str, Any]], dict[str, Any]]


def no_gate(_sheet: "Sheet", _body: object, _ground: "Ground") -> Iterable[Objection]:
    return ()


@frozen
class FactType:
    """`by` are the roles that may ever record it; `lifts[v]` turns a body of version v into one of v + 1."""

    name: str
    version: int
    kind: SheetKind
    body: type
    by: frozenset[Role]
    gate: Gate = no_gate
    lifts: Mapping[int, Lift] = field(factory=dict)


TYPES: dict[str, FactType] = {}
_TYPE_OF: dict[type, FactType] = {}


def fact(
    name: str, *, on: SheetKind, by: Iterable[Role], gate: Gate = no_gate, version: int = 1, lifts: Mapping[int, Lift] | None = None
) -> Callable[[B], B]:
    """Register the decorated frozen attrs class as the body of facts of type `name`."""

    def register(body: B) -> B:
        TYPES[name] = _TYPE_OF[body] = FactType(name, version, on, body, frozenset(by), gate, lifts or {})
        return body

    return register


def type_of(body: object) -> FactType:
    """The registered type of a body. KeyError for an object that is no fact's body."""
    return _TYPE_OF[type(body)]


def widened(raw: dict[str, Any]) -> dict[str, Any]:
    """The lift to a version that only brought fields which may be left out."""
    return raw


class MalformedLine(ValueError):
    """These bytes are no fact's line; the message says what was expected."""


# Levels of lists and objects in a body this version can't read: none of ours has more than six.
DEEPEST = 32

_STRICT = converter(strict=True)
_LENIENT = converter(strict=False)


def dump_body(body: object) -> dict[str, Any]:
    """The JSON object of a body, defaults left out."""
    return dict(body.raw) if isinstance(body, Opaque) else _STRICT.unstructure(body)


def load_body(type_name: str, v: int, raw: dict[str, Any], *, strict: bool = False) -> Any:
    """The typed body, lifted from old versions. Opaque when type or version is newer than this app, or the body can't be read;
    with `strict` such a body is a MalformedLine, as are keys nobody knows.
    """
    known = TYPES.get(type_name)
    if known is None or v > known.version:
        return Opaque(raw)
    try:
        lifted = raw
        for step in range(v, known.version):
            lifted = known.lifts[step](dict(lifted))
        return (_STRICT if strict else _LENIENT).structure(lifted, known.body)
    except (CattrsError, ValueError, TypeError, KeyError, AttributeError, IndexError) as problem:
        if strict:
            raise MalformedLine(f"{type_name}: {problem}") from problem
        return Opaque(raw)


def as_array(fact: Fact) -> list[Any]:
    """The fact as its line's JSON array."""
    array = [fact.n, fact.sheet, fact.type, fact.v, fact.at.isoformat(), dump_body(fact.body)]
    if fact.exception:
        array.append([fact.exception.rule, fact.exception.reason])
    return array


def dump_line(fact: Fact) -> bytes:
    """The fact's line, without a line end."""
    return encode(as_array(fact))


# Made once: json.dumps with these settings makes an encoder for every fact, half of what encoding one costs.
_LEAN = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def encode(value: object) -> bytes:
    """Lean JSON: no spaces, UTF-8 as it is, no NaN."""
    return _LEAN.encode(value).encode()


def load_line(device: DeviceId, line: bytes, *, strict: bool = False) -> Fact:
    """The fact these bytes are. MalformedLine unless they are lean JSON, byte for byte."""
    try:
        array = json.loads(line)
        if encode(array) != line:
            raise MalformedLine("not in canonical form")
    except (ValueError, RecursionError) as problem:
        raise MalformedLine(str(problem)) from problem
    return from_array(device, array, strict=strict)


def from_array(device: DeviceId, array: Any, *, strict: bool = False) -> Fact:
    """The fact a line's array stands for. MalformedLine when it has another shape."""
    try:
        n, sheet, type_name, v, at, raw, *passed = exactly(list, array)
        if whole(n) < 1 or whole(v) < 1 or len(passed) > 1 or type(raw) is not dict:
            raise MalformedLine("[n, sheet, type, v, at, body] expected")
        exception = _passed(passed[0]) if passed else None
        body = load_body(text(type_name), v, raw, strict=strict)
        read = v if isinstance(body, Opaque) else TYPES[type_name].version
        return Fact(device, n, SheetId(text(sheet)), type_name, read, moment(at), _shallow(body), exception)
    except (ValueError, TypeError) as problem:
        raise MalformedLine(str(problem)) from problem


def _passed(pair: Any) -> Exception_:
    rule, reason = exactly(list, pair)
    return Exception_(text(rule), text(reason))


def _shallow(body: Any) -> Any:
    # A sheet wraps its facts some levels deeper; what could be read here must be writable there.
    if isinstance(body, Opaque) and not _nests_at_most(DEEPEST, body.raw):
        raise MalformedLine("nested too deeply")
    return body


def _nests_at_most(levels: int, value: object) -> bool:
    inside = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else None
    return inside is None or (levels > 0 and all(_nests_at_most(levels - 1, one) for one in inside))


def chain_start(device: DeviceId) -> bytes:
    """The hash before a device's first fact."""
    return hashlib.sha256(device.encode()).digest()


def chain(previous: bytes, line: bytes) -> bytes:
    """The hash of a line laid onto the one before it."""
    return hashlib.sha256(previous + line).digest()


def server_chain(before: bytes, device: DeviceId, n: int, fact_hash: bytes) -> bytes:
    """The server's own hash over the order it gave to facts, laid onto the one of the position before."""
    return hashlib.sha256(before + device.encode() + n.to_bytes(8, "big") + fact_hash).digest()
