"""Anything a device might send: bodies of every registered type made from their own annotations, and sheets folded from them."""

import types
from datetime import date, datetime, timedelta, timezone
from typing import Any, Literal, Union, get_args, get_origin

from attrs import fields, has, resolve_types
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from field_app.domain import catalog
from field_app.domain.exact import MOST
from field_app.domain.facts import TYPES, DeviceId, Exception_, Fact, FactType, Opaque, SheetId, SheetKind, UserId
from field_app.domain.sheets import Sheet, Stamp, Voided, fold, new_sheet

assert catalog.CHAPTERS  # every type is registered
quick = settings(
    max_examples=40, deadline=None, report_multiple_bugs=False, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)

# Few names, so that pieces, people and numbers meet again on one sheet.
_NAMES = st.sampled_from(["", " ", "wang", "li", "道闸主板", "SN-1", "0000101", "case-1-T1", "P8.5", "2026-1"])
_TEXT = _NAMES | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
_WHOLE = st.integers(-200, 200) | st.sampled_from([24, 100, 12_000, 50_000, MOST, -MOST])
_DAYS = st.dates(date(2024, 1, 1), date(2027, 12, 31)) | st.sampled_from([date.min, date.max, date(2024, 2, 29)])
_OFFSETS = st.sampled_from([timedelta(hours=8), timedelta(0), timedelta(hours=-11, minutes=-30), timedelta(hours=14)])
_ZONES = _OFFSETS.map(timezone)
_USUAL = st.datetimes(datetime(2026, 11, 1), datetime(2026, 12, 1), timezones=_ZONES)
MOMENTS = _USUAL | st.datetimes(datetime(2, 1, 1), datetime(9998, 12, 31), timezones=_ZONES)
_PLAIN: dict[Any, SearchStrategy[Any]] = {
    str: _TEXT,
    int: _WHOLE,
    bool: st.booleans(),
    date: _DAYS,
    datetime: MOMENTS,
    types.NoneType: st.none(),
}


def of(kind: Any) -> SearchStrategy[Any]:
    """Any value of an annotated type."""
    if kind in _PLAIN:
        return _PLAIN[kind]
    if has(kind):
        resolve_types(kind)
        return st.builds(kind, **{attribute.name: of(attribute.type) for attribute in fields(kind)})
    origin, parts = get_origin(kind), get_args(kind)
    if origin is Literal:
        return st.sampled_from(parts)
    if origin in (Union, types.UnionType):
        return st.one_of(*map(of, parts))
    if origin is tuple and parts[-1] is ...:
        return st.lists(of(parts[0]), max_size=3).map(tuple)
    if origin is tuple:
        return st.tuples(*map(of, parts))
    raise TypeError(f"no strategy for {kind}")


JSON = st.recursive(
    st.none() | st.booleans() | _WHOLE | _TEXT, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXT, inner, max_size=3)
)
OPAQUE = st.dictionaries(_TEXT, JSON, max_size=3).map(Opaque)
DEVICES = st.sampled_from([DeviceId("phone-wang"), DeviceId("phone-li"), DeviceId("desk")])
EXCEPTIONS = st.none() | st.builds(Exception_, st.sampled_from(["P8.5", "P7.2 P8.5", "P4.2", ""]), _TEXT)
STAMPS = st.builds(
    Stamp,
    st.sampled_from([UserId("wang"), UserId("li"), UserId("zhou")]),
    st.none() | st.integers(1, 500),
    st.none() | MOMENTS,
    st.sampled_from(["ok", "ok", "ok", "late", "suspect", "refused"]),
)
_VOIDED = st.builds(Voided, st.tuples(DEVICES, st.integers(0, 12)), _TEXT)
BODIES: dict[str, SearchStrategy[Any]] = {name: of(known.body) for name, known in sorted(TYPES.items())} | {"voided": _VOIDED}


def bodies(kind: SheetKind) -> SearchStrategy[tuple[FactType, Any]]:
    """A type that may stand on such a sheet and a body of it."""
    names = [name for name, known in TYPES.items() if known.kind == kind]
    return st.sampled_from(names).flatmap(lambda name: st.tuples(st.just(TYPES[name]), BODIES[name]))


@st.composite
def facts(draw: st.DrawFn, kind: SheetKind, n: int) -> Fact:
    """A typed fact, or one of a newer version or of a type unknown here."""
    known, body = draw(bodies(kind))
    newer = draw(st.integers(0, 9)) == 0
    name = draw(st.sampled_from([known.name, "drone_sent"])) if newer else known.name
    v, body = (known.version + 1, draw(OPAQUE)) if newer else (known.version, body)
    return Fact(draw(DEVICES), n, SheetId("case-1"), name, v, draw(MOMENTS), body, draw(EXCEPTIONS))


@st.composite
def entries(draw: st.DrawFn, kind: SheetKind = "repair", most: int = 14) -> list[tuple[Fact, Stamp]]:
    """Facts with stamps, in any order; the same key may come twice."""
    count = draw(st.integers(0, most))
    return [(draw(facts(kind, draw(st.integers(1, 12)))), draw(STAMPS)) for _ in range(count)]


def sheets(kind: SheetKind = "repair") -> SearchStrategy[Sheet]:
    return entries(kind).map(lambda laid: fold(new_sheet(SheetId("case-1"), kind), laid))
