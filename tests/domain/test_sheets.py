"""What a sheet is: its facts in order. Folding keeps every fact, corrects by naming, and never looks outside."""

import json
from collections.abc import Sequence
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from field_app.domain.errors import Objection, RuleBroken, say
from field_app.domain.facts import DeviceId, Exception_, Fact, FactKey, MalformedLine, Opaque, SheetId, encode
from field_app.domain.repair import record, settlement
from field_app.domain.repair.diagnosis import Diagnosed
from field_app.domain.repair.dispatch import NoteAdded
from field_app.domain.repair.record import WorkRecorded
from field_app.domain.repair.settlement import CashReceived, LeftSite
from field_app.domain.sheets import (
    MOST_BYTES,
    Sheet,
    Stamp,
    Voided,
    apply,
    decide,
    dump_sheet,
    fold,
    kind_of,
    load_sheet,
    new_sheet,
    way_past,
)
from tests.cast_domain import ACCOUNTANT, CLERK, LI, SUPERVISOR, WANG
from tests.domain.arbitrary import entries, quick
from tests.domain.cases import MORNING, Case, case, chargeable, in_warranty, ready, said, voids

Laid = Sequence[tuple[Fact, Stamp]]
EMPTY = new_sheet(SheetId("case-1"), "repair")


@quick
@given(entries())
def test_p10_2_folding_keeps_every_fact_whatever_it_is(laid: Laid) -> None:
    sheet = fold(EMPTY, laid)
    assert [(entry.fact, entry.stamp) for entry in sheet.entries] == list(laid)
    assert sheet == fold(EMPTY, laid)
    assert sheet.version == max((stamp.seq for _, stamp in laid if stamp.seq), default=0)


@quick
@given(entries(), st.integers(0, 14))
def test_folding_in_two_goes_is_folding_in_one(laid: Laid, cut: int) -> None:
    assert fold(fold(EMPTY, laid[:cut]), laid[cut:]) == fold(EMPTY, laid)


@quick
@given(entries())
def test_folding_one_by_one_is_folding_at_once(laid: Laid) -> None:
    sheet = EMPTY
    for one, stamp in laid:
        sheet = apply(sheet, one, stamp)
    assert sheet == fold(EMPTY, laid)


@quick
@given(entries())
def test_a_sheet_comes_back_from_its_document_as_it_was(laid: Laid) -> None:
    sheet = fold(EMPTY, laid)
    document = json.loads(encode(dump_sheet(sheet)))
    assert load_sheet(document) == sheet
    assert encode(dump_sheet(load_sheet(document))) == encode(dump_sheet(sheet))


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"id": "case-1", "kind": "repair", "version": 1, "entries": 5},
        {"id": "case-1", "kind": "repair", "version": 1, "entries": [[]]},
        {"id": "case-1", "kind": "repair", "version": 1, "entries": [["d", "u", 1, None, "ok", "line"]]},
        {"id": "case-1", "kind": "repair", "version": 1, "entries": [["d", "u", 1, 5, "ok", [1, "s", "x", 1, MORNING.isoformat(), {}]]]},
        {
            "id": "case-1",
            "kind": "repair",
            "version": 1,
            "entries": [["d", "u", 1, "noon", "ok", [1, "s", "x", 1, MORNING.isoformat(), {}]]],
        },
    ],
)
def test_a_document_that_is_no_sheet_is_named_as_one(document: dict[str, object]) -> None:
    with pytest.raises(MalformedLine):
        load_sheet(document)


def test_p10_3_a_correction_names_the_entry_and_both_stay_readable() -> None:
    before = in_warranty().worked()
    after = before.voided(WorkRecorded, "写错了机号")
    wrong = after.sheet.entry(before.last(WorkRecorded).key)
    assert wrong is not None
    assert wrong.voided_by == after.last(Voided).key
    assert wrong.body == before.last(WorkRecorded).body
    assert after.sheet.last(WorkRecorded) is None
    assert len(after.sheet.entries) == len(before.sheet.entries) + 1


def test_p10_3_every_total_follows_a_correction() -> None:
    paid = chargeable().worked().worked().signed().cash(40_000).cash(20_000, "0000102", passing="P8.4")
    assert (record.person_days(paid.sheet), settlement.received_fen(paid.sheet)) == (100, 60_000)
    assert settlement.unsettled_fen(paid.sheet) == 0
    corrected = paid.voided(WorkRecorded).voided(CashReceived)
    assert (record.person_days(corrected.sheet), settlement.received_fen(corrected.sheet)) == (50, 40_000)
    assert settlement.unsettled_fen(corrected.sheet) == 20_000


def test_p10_3_a_correction_that_was_itself_a_mistake_is_taken_back_the_same_way() -> None:
    worked = in_warranty().worked()
    corrected = worked.voided(WorkRecorded)
    restored = corrected.voided(Voided)
    assert restored.sheet.last(WorkRecorded) == worked.last(WorkRecorded)
    again = restored.does(voids(worked.last(WorkRecorded).key))
    assert again.sheet.last(WorkRecorded) is None


def test_f35_a_correction_that_comes_up_before_what_it_corrects_holds_all_the_same() -> None:
    corrected = in_warranty().worked().voided(WorkRecorded)
    *others, work, voiding = [(entry.fact, entry.stamp) for entry in corrected.sheet.entries]
    restored = fold(corrected.sheet.__class__(corrected.sheet.id, "repair"), [*others, voiding, work])
    assert restored.last(WorkRecorded) is None


def test_a_correction_of_itself_or_of_nothing_changes_nothing() -> None:
    worked = in_warranty().worked()
    odd = worked.arrives(Voided((WANG.device, worked.n + 1), "自己"), Voided(("nobody", 1), "没有"))
    assert odd.sheet.last(WorkRecorded) == worked.last(WorkRecorded)
    assert len(odd.sheet.live(Voided)) == 2


def test_two_corrections_that_name_each_other_settle_the_same_way_on_every_device() -> None:
    start = in_warranty().worked()
    here = WANG.device
    knot = start.arrives(Voided((here, start.n + 2), "a"), Voided((here, start.n + 1), "b"))
    assert [entry.key.n for entry in knot.sheet.live(Voided)] == [start.n + 2]


def test_f54_a_correction_its_author_could_never_record_corrects_nothing() -> None:
    worked = in_warranty().worked()
    forged = worked.arrives(voids(worked.last(WorkRecorded).key), by=LI, verdict="refused")
    assert forged.sheet.last(WorkRecorded) == worked.last(WorkRecorded)


def test_f54_a_refused_fact_is_kept_and_doesnt_count() -> None:
    forged = ready().arrives(LeftSite(), by=ACCOUNTANT, verdict="refused")
    assert forged.sheet.last(LeftSite) is None
    assert isinstance(forged.sheet.entries[-1].body, LeftSite)


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        (Voided(("nobody", 1), "记错了"), ("P10.3", "fact", False)),
        (Voided(("phone-wang", 5), " "), ("P10.3", "reason", False)),
        (Voided(("phone-zhou", 4), "不想去"), ("P10.3", "fact", False)),
    ],
    ids=["an entry that isn't there", "without a reason", "the supervisor's assignment, by the technician"],
)
def test_p10_3_a_correction_that_cant_be_is_refused_in_words(body: Voided, wrong: tuple[str, str, bool]) -> None:
    assert wrong in said(ready().agreed().objections(body))


def test_p10_3_nobody_corrects_what_is_corrected_already() -> None:
    worked = in_warranty().worked()
    corrected = worked.voided(WorkRecorded)
    assert said(corrected.objections(voids(worked.last(WorkRecorded).key))) == [("P10.3", "fact", False)]


def test_p10_3_everyone_may_correct_what_they_recorded_themselves_and_a_supervisor_what_a_technician_did() -> None:
    noted = ready().does(NoteAdded("打错了"), by=CLERK).agreed()
    assert noted.objections(voids(noted.last(NoteAdded).key), by=CLERK) == ()
    worked = in_warranty().worked()
    assert worked.objections(voids(worked.last(WorkRecorded).key), by=SUPERVISOR) == ()


def test_p10_2_a_correction_on_a_closed_sheet_says_why_it_comes_now() -> None:
    closed = in_warranty().worked().signed().left().reported().signed_off()
    assert said(closed.objections(voids(closed.last(WorkRecorded).key))) == [("P10.2", None, True)]
    assert closed.objections(voids(closed.last(WorkRecorded).key), passing="P10.2") == ()


def test_several_facts_of_one_tap_ask_their_gates_as_the_ones_before_leave_the_sheet() -> None:
    at_work = in_warranty().worked()
    wrong, right = voids(at_work.last(WorkRecorded).key), WorkRecorded("换了电容", 20, "fixed", explained=True)
    drafts = decide(at_work.sheet, wrong, right, ground=at_work.ground())
    assert [draft.body for draft in drafts] == [wrong, right]
    with pytest.raises(RuleBroken) as refusal:
        decide(at_work.sheet, wrong, wrong, ground=at_work.ground())
    assert said(refusal.value.objections) == [("P10.3", "fact", False)]


def test_p10_1_a_reason_stands_on_the_fact_whose_gate_it_passed_and_on_no_other() -> None:
    on_road = ready().agreed().departed().arrived()
    hurried = on_road.does(NoteAdded("客户很急"), Diagnosed("道闸主板", "电容鼓包", "on_site"), passing="P4.2")
    noted, diagnosed = hurried.sheet.entries[-2:]
    assert noted.fact.exception is None
    assert diagnosed.fact.exception == Exception_("P4.2", "客户急用")


def test_p10_1_one_reason_may_pass_all_the_gates_of_one_tap_and_names_only_those() -> None:
    owing = chargeable().worked()
    met = owing.objections(LeftSite())
    assert [o.rule for o in met] == ["P7.2", "P8.5"]
    passed = way_past(met, "客户接电话走了")
    assert passed == Exception_("P7.2 P8.5", "客户接电话走了")
    gone = owing.does(LeftSite(), passing="P8.5 P4.2 P7.2")
    assert gone.last(LeftSite).fact.exception == Exception_("P7.2 P8.5", "客户急用")


def test_p10_1_no_reason_passes_what_cant_be_true() -> None:
    mixed = [Objection("P8.5", say("Leave"), passable=True), Objection("P8.4", say("Arrive"))]
    assert way_past(mixed, "急") is None
    assert way_past([], "急") is None


def test_p10_1_an_empty_reason_passes_nothing() -> None:
    owing = chargeable().worked().signed()
    with pytest.raises(RuleBroken):
        owing.does(LeftSite(), passing="P8.5", because="  ")


def test_a_fact_too_large_for_any_line_is_refused_before_it_holds_up_the_others() -> None:
    long_talk = NoteAdded("说" * (MOST_BYTES // 3))
    with pytest.raises(RuleBroken) as refusal:
        decide(ready().sheet, long_talk, ground=ready().ground())
    assert said(refusal.value.objections) == [("P10.2", None, False)]
    decide(ready().sheet, NoteAdded("说" * 4000), ground=ready().ground())


def test_the_newest_counting_entry_is_what_a_sheet_says() -> None:
    noted = ready().does(NoteAdded("一")).does(NoteAdded("二"))
    assert noted.sheet.said(NoteAdded) == NoteAdded("二")
    assert [entry.body.text for entry in noted.sheet.live(NoteAdded)] == ["一", "二"]
    assert noted.sheet.said(LeftSite) is None
    assert noted.sheet.place(None) == -1
    assert noted.sheet.entry(FactKey(DeviceId("nobody"), 1)) is None


def test_own_facts_not_yet_at_the_office_leave_the_version_alone() -> None:
    agreed = ready().agreed()
    unsent = apply(agreed.sheet, _note(99), Stamp(WANG.user))
    assert unsent.version == agreed.sheet.version == agreed.n


def _note(n: int) -> Fact:
    return Fact(WANG.device, n, SheetId("case-1"), "note_added", 1, MORNING + timedelta(days=1), NoteAdded("好"))


def test_a_type_newer_than_this_app_has_no_kind_here() -> None:
    assert kind_of("note_added") == "repair"
    assert kind_of("policy_approved") == "policy"
    assert kind_of("drone_sent") is None


def test_a_fact_this_app_cant_read_stays_on_the_sheet_unread() -> None:
    newer = Fact(WANG.device, 99, SheetId("case-1"), "visit_agreed", 2, MORNING, Opaque({"drone": True}))
    sheet: Sheet = apply(ready().sheet, newer, Stamp(WANG.user, 99))
    assert sheet.entries[-1].fact == newer


def test_a_case_is_told_by_its_entries_alone() -> None:
    told: Case = case().taken()
    assert told.sheet == fold(case().sheet, [(entry.fact, entry.stamp) for entry in told.sheet.entries])


@quick
@given(entries())
def test_facts_laid_one_by_one_make_the_sheet_they_make_together(laid: list[tuple[Fact, Stamp]]):
    empty = new_sheet(SheetId("case-1"), "repair")
    grown = empty
    for fact, stamp in laid:
        grown = apply(grown, fact, stamp)
        grown.counting("note_added")
    together = fold(empty, laid)
    assert grown == together
    names = {entry.fact.type for entry in together.entries}
    assert {name: grown.counting(name) for name in names} == {name: together.counting(name) for name in names}
    assert all(list(grown.live(type(e.body))) == list(together.live(type(e.body))) for e in together.entries)
