"""What stays of a fact when its customer asks to be forgotten (F62)."""

from typing import Any, get_args

import attrs
from hypothesis import given
from hypothesis import strategies as st

from field_app.domain import catalog
from field_app.domain.erasure import ERASED, ERASURES, KEPT, PERSONAL, RepairErased, is_erased, without_person
from field_app.domain.facts import TYPES, DeviceId, Fact, FactType, SheetId, dump_line, load_line
from field_app.domain.photo import Photo, photos_in
from field_app.domain.repair.settlement import CashReceived
from field_app.domain.signature import Signature
from tests.cast_domain import DIRECTOR
from tests.domain.arbitrary import bodies, quick
from tests.domain.cases import MORNING, SIGNATURE, case, in_warranty, said


def holders(body: type, found: set[type]) -> set[type]:
    """This class and every one within it."""
    if body in found:
        return found
    found.add(body)
    attrs.resolve_types(body)
    for attribute in attrs.fields(body):
        for kind in (attribute.type, *get_args(attribute.type)):
            if isinstance(kind, type) and attrs.has(kind):
                holders(kind, found)
    return found


def said_in(kind: type) -> set[str]:
    """Fields that hold a text, or a photo or signature."""
    attrs.resolve_types(kind)
    telling = (str, str | None, tuple[str, ...], Photo, tuple[Photo, ...], Signature)
    return {attribute.name for attribute in attrs.fields(kind) if attribute.type in telling}


def test_every_text_a_fact_can_hold_is_either_personal_or_kept():
    assert catalog.CHAPTERS
    classes: set[type] = set()
    for known in TYPES.values():
        if known.kind in ERASURES:
            holders(known.body, classes)
    texts = set().union(*(said_in(kind) for kind in classes if kind not in (Photo, Signature)))
    assert texts - PERSONAL - KEPT == set()
    assert set() == PERSONAL & KEPT


@quick
@given(st.sampled_from(sorted(ERASURES)).flatmap(bodies))
def test_what_is_left_of_any_fact_is_read_as_the_same_fact_without_its_person(typed: tuple[FactType, Any]):
    known, body = typed
    before = Fact(DeviceId("desk"), 7, SheetId("case-1"), known.name, known.version, MORNING, body)
    after = load_line(before.device, without_person(dump_line(before)), strict=True)
    assert (type(after.body), after.n, after.sheet, after.at) == (type(body), before.n, before.sheet, before.at)
    assert not [photo for photo in photos_in(after.body) if photo.sha256]
    for name, value in attrs.asdict(after.body, recurse=False).items():
        if name in PERSONAL:
            assert value in (ERASED, "", None, ()) or isinstance(value, Photo | Signature)
        elif not attrs.has(type(value)) and not isinstance(value, tuple):
            assert value == getattr(body, name)


def test_money_stays_to_the_fen():
    fact = Fact(DeviceId("desk"), 1, SheetId("case-1"), "cash_received", 1, MORNING, CashReceived(38000, 40000, "0000101"))
    assert without_person(dump_line(fact)) == dump_line(fact)


def test_of_a_signature_nothing_can_be_drawn():
    signed = in_warranty().worked().signed()
    fact = signed.sheet.entries[-1].fact
    after = load_line(fact.device, without_person(dump_line(fact)))
    assert SIGNATURE.strokes.encode() not in dump_line(after)
    assert (after.body.signature.strokes, after.body.signer) == ("", ERASED)


def test_an_open_case_still_needs_its_customer():
    open_case = in_warranty()
    assert said(open_case.objections(RepairErased("客户来函"), by=DIRECTOR)) == [("P10.3", None, False)]
    cancelled = case().taken().cancelled()
    assert said(cancelled.objections(RepairErased(" "), by=DIRECTOR)) == [("P10.3", "reason", False)]
    assert is_erased(cancelled.does(RepairErased("客户来函"), by=DIRECTOR).sheet)
