"""Chapter 7, first half: the service record and the signature bound to it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from attrs import evolve

from field_app.domain.repair import record
from field_app.domain.repair.arrival import Arrived
from field_app.domain.repair.charges import Quoted, fingerprint
from field_app.domain.repair.diagnosis import Diagnosed
from field_app.domain.repair.record import PartUsed, RecordSigned, WorkRecorded, shown_record
from field_app.domain.repair.settlement import LeftSite
from tests.cast_domain import CLERK, LI, WANG
from tests.domain.cases import LABOUR, NO_SIGNATURE, SIGNATURE, SLIP_OF_THE_FINGER, Case, chargeable, in_warranty, ready, said

WORK = WorkRecorded("换主板", 50, "fixed", explained=True)
PART = PartUsed("主板", 100, "board", "SN-1", "SN-2")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"work": " "}, "work"),
        ({"person_days": 0}, "person_days"),
        ({"person_days": -50}, "person_days"),
        ({"person_days": 3001}, "person_days"),
        ({"parts": (PART, evolve(PART, name=" ", new_serial=""))}, "parts.1"),
        ({"parts": (evolve(PART, quantity=0),)}, "parts.0"),
    ],
)
def test_p7_1_what_is_missing_or_cant_be_is_refused_beside_its_field(wrong: dict[str, object], field: str) -> None:
    assert said(in_warranty().objections(evolve(WORK, **wrong))) == [("P7.1", field, False)]  # type: ignore[arg-type]


def test_p7_1_the_solution_is_explained_or_a_reason_given() -> None:
    silent = evolve(WORK, explained=False)
    assert said(in_warranty().objections(silent)) == [("P7.1", "explained", True)]
    assert in_warranty().objections(silent, passing="P7.1") == ()


def test_p7_1_work_before_arrival_needs_a_reason() -> None:
    assert said(ready().agreed().objections(WORK)) == [("P4.1", None, True), ("P5.1", None, True)]
    assert ready().agreed().objections(WORK, passing="P4.1 P5.1") == ()


def test_p7_1_several_visits_add_up_on_one_sheet() -> None:
    first = in_warranty().worked("unfinished").signed().left()
    second = first.on_site().worked()
    assert record.person_days(second.sheet) == 100
    assert len(shown_record(second.sheet)["work"]) == 2


def test_p7_2_the_customer_signs_exactly_what_was_shown() -> None:
    worked = in_warranty().worked()
    stale = RecordSigned(fingerprint(shown_record(worked.sheet)), SIGNATURE, "刘经理", "satisfied")
    assert worked.objections(stale) == ()
    assert said(worked.worked().objections(stale)) == [("P7.2", "shown", False)]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"signer": ""}, "signer"), ({"signature": NO_SIGNATURE}, "signature"), ({"signature": SLIP_OF_THE_FINGER}, "signature")],
)
def test_p7_2_a_signature_has_a_name_and_ink(wrong: dict[str, object], field: str) -> None:
    worked = in_warranty().worked()
    signed = RecordSigned(fingerprint(shown_record(worked.sheet)), SIGNATURE, "刘经理", "neutral")
    assert said(worked.objections(evolve(signed, **wrong))) == [("P7.2", field, False)]  # type: ignore[arg-type]


def test_p7_1_nothing_is_signed_before_work_is_recorded() -> None:
    covered = in_warranty()
    early = RecordSigned(fingerprint(shown_record(covered.sheet)), SIGNATURE, "刘经理", "neutral")
    assert said(covered.objections(early)) == [("P7.1", None, False)]


def test_p7_2_a_forgotten_signature_is_fetched_on_another_visit_without_new_work() -> None:
    back_again = in_warranty().worked().left(passing="P7.2").reported().sent_back("补签字").on_site()
    assert back_again.signed().last(RecordSigned).body.signer == "刘经理"


def _signed() -> Case:
    return chargeable().worked().signed()


@pytest.mark.parametrize(
    "change",
    [
        lambda case: case.worked(),
        lambda case: case.voided(WorkRecorded),
        lambda case: case.does(Diagnosed("道闸主板", "雷击", "on_site")),
        lambda case: case.quoted(LABOUR),
        lambda case: case.voided(Quoted),
        lambda case: case.quoted(LABOUR).refused(),
    ],
    ids=["more work", "work voided", "another cause", "another quote", "the quote voided", "the customer refused after all"],
)
def test_p7_2_any_later_change_voids_the_signature(change: Callable[[Case], Case]) -> None:
    signed = _signed()
    assert record.signed(signed.sheet) == signed.last(RecordSigned)
    changed = change(signed)
    assert record.signed(changed.sheet) is None


def test_p7_2_taking_the_change_back_makes_the_signature_stand_again() -> None:
    signed = _signed()
    assert record.signed(signed.worked().voided(WorkRecorded).sheet) == signed.last(RecordSigned)


@pytest.mark.parametrize(
    "change",
    [
        {"work": "换主板和电容"}, {"person_days": 51}, {"result": "limited"},
        {"parts": (PART,)}, {"parts": (evolve(PART, quantity=101),)}, {"parts": (evolve(PART, new_serial="SN-3"),)},
    ],
    ids=str,
)  # fmt: skip
def test_p7_2_every_word_and_figure_of_the_work_is_what_was_signed(change: dict[str, object]) -> None:
    one, other = in_warranty().arrives(WORK), in_warranty().arrives(evolve(WORK, **change))  # type: ignore[arg-type]
    assert fingerprint(shown_record(one.sheet)) != fingerprint(shown_record(other.sheet))


def test_p10_2_a_signature_outlives_a_name_the_office_spells_better_meanwhile() -> None:
    signed = _signed()
    assert record.signed(signed.amended(by=CLERK, project="地下车库道闸二号").sheet) == signed.last(RecordSigned)


def test_p7_2_leaving_without_the_signature_needs_a_reason() -> None:
    worked = in_warranty().worked()
    assert said(worked.objections(LeftSite())) == [("P7.2", None, True)]
    assert worked.objections(LeftSite(), passing="P7.2") == ()


def test_p5_3_what_was_refused_is_not_on_the_record_as_charged() -> None:
    refused = ready().on_site().diagnosed().decided("outside").quoted().refused()
    assert (shown_record(refused.sheet)["lines"], shown_record(refused.sheet)["total"]) == ([], "0.00")


def test_p7_2_what_was_signed_yesterday_stands_after_an_update_of_the_app() -> None:
    # The fingerprint of what is shown is in customers' signatures: changing what shown_record says makes all of them lapse.
    assert fingerprint(shown_record(_signed().sheet)) == "b07cd0d225d973bc687ed7b26f01af31ac51640731b6e2dc7b9666c6519f5a53"


def test_p10_2_on_a_closed_sheet_work_needs_a_reason() -> None:
    closed = in_warranty().worked().signed().left().reported().signed_off()
    assert said(closed.objections(WORK)) == [("P10.2", None, True)]


def days_of(case: Case, hundredths: int, reason: str = "") -> list[tuple[str, str | None, bool]]:
    return said(case.objections(evolve(WORK, person_days=hundredths, days_reason=reason)))


def test_p7_1_person_days_are_proposed_from_arrival_and_team() -> None:
    alone, two = in_warranty(), ready(WANG, LI).on_site().diagnosed().decided("inside")
    came = alone.last(Arrived).at
    assert record.present_days(alone.sheet, came + timedelta(hours=4)) == 50
    assert record.present_days(two.sheet, two.last(Arrived).at + timedelta(hours=4)) == 100
    assert record.present_days(alone.sheet, came) == 10
    assert record.present_days(alone.sheet, came + timedelta(hours=12)) == 100


def test_p7_1_person_days_beyond_the_hours_present_need_a_reason_beside_them() -> None:
    case = in_warranty()
    assert days_of(case, 50) == []
    assert days_of(case, 60) == [("P7.1", "days_reason", False)]
    assert days_of(case, 60, "路上两趟取配件") == []
    assert days_of(case.later(hours=5), 100) == []
    assert days_of(ready(WANG, LI).on_site().diagnosed().decided("inside"), 100) == []


def test_p7_1_after_leaving_the_hours_present_end_with_the_leaving() -> None:
    gone = in_warranty().worked().signed().left().reported().sent_back().later(days=1)
    assert days_of(gone, 100) == [("P7.1", "days_reason", False)]


def test_p7_1_a_serial_number_is_put_in_once_on_a_sheet_and_differs_from_the_old_one() -> None:
    case = in_warranty()
    assert said(case.objections(evolve(WORK, parts=(evolve(PART, new_serial="SN-1"),)))) == [("P7.1", "parts.0", False)]
    assert said(case.objections(evolve(WORK, parts=(PART, evolve(PART, old_serial="SN-9"))))) == [("P7.1", "parts.1", False)]
    assert said(case.does(evolve(WORK, parts=(PART,))).objections(evolve(WORK, parts=(PART,)))) == [("P7.1", "parts.0", False)]


def test_p7_1_several_visits_of_several_technicians_add_up_on_one_sheet() -> None:
    first = in_warranty().worked("unfinished").signed().left()
    second = first.assigned(LI).on_site(by=LI).diagnosed(by=LI).worked(by=LI).signed(by=LI)
    assert record.person_days(second.sheet) == 100
    assert [work["result"] for work in shown_record(second.sheet)["work"]] == ["unfinished", "fixed"]
    assert [entry.by for entry in second.sheet.live(WorkRecorded)] == [WANG.user, LI.user]
