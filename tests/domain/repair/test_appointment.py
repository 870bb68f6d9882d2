"""Chapter 3: the visit is agreed."""

from datetime import date, timedelta

import pytest
from attrs import evolve

from field_app.domain.archive import DirectionsNoted
from field_app.domain.errors import RuleBroken
from field_app.domain.facts import SheetId
from field_app.domain.policy import TransportRule
from field_app.domain.repair import appointment
from field_app.domain.repair.appointment import CarDecided, CarRequested, ContactAttempted, Departed, TransportChosen, VisitAgreed
from field_app.domain.repair.dispatch import Urgency
from field_app.domain.repair.signoff import status
from field_app.domain.repair.warranty import WarrantyDecided
from field_app.domain.sheets import new_sheet
from tests.cast_domain import LI, SUPERVISOR
from tests.domain.cases import MORNING, Case, case, ready, said

NOW = ready().now
GOOD = VisitAgreed(NOW + timedelta(hours=1), NOW + timedelta(hours=2), warranty_told=True)


def _wrong(body: object, case: Case | None = None) -> list[tuple[str, str | None, bool]]:
    return said((case or ready()).objections(body))


def test_p3_1_a_window_agreed_with_the_warranty_told_is_an_appointment() -> None:
    agreed = ready().does(GOOD)
    window = appointment.agreed(agreed.sheet)
    assert window is not None
    assert window.body == GOOD
    assert status(agreed.sheet) == "agreed"


def test_p3_1_out_of_warranty_by_its_dates_the_charges_are_told_or_a_reason_given() -> None:
    old = ready().amended(accepted_on=date(2020, 1, 1))
    assert _wrong(GOOD, old) == [("P3.1", "charges_expected", True)]
    assert _wrong(evolve(GOOD, charges_expected=True, expected_fen=40_000), old) == []
    assert old.does(GOOD, passing="P3.1", because="签了全保协议").last(VisitAgreed).body == GOOD


def test_p3_1_unknown_dates_and_a_decided_warranty_ask_for_no_charges() -> None:
    assert _wrong(GOOD, ready().amended(accepted_on=None)) == []
    decided = ready().amended(accepted_on=date(2020, 1, 1)).arrives(WarrantyDecided("SN-1", "inside", reason="延保两年"))
    assert _wrong(GOOD, decided) == []


@pytest.mark.parametrize(
    ("starts", "ends", "field"),
    [
        (timedelta(0), timedelta(hours=1), "starts_at"),
        (timedelta(hours=-1), timedelta(hours=1), "starts_at"),
        (timedelta(days=367), timedelta(days=367, hours=1), "starts_at"),
        (timedelta(hours=2), timedelta(hours=2), "ends_at"),
        (timedelta(hours=2), timedelta(hours=1), "ends_at"),
        (timedelta(hours=1), timedelta(hours=13, minutes=1), "ends_at"),
    ],
    ids=["now", "in the past", "more than a year ahead", "no time at all", "backwards", "more than twelve hours"],
)
def test_p3_1_a_window_that_cant_be_is_refused_beside_its_field(starts: timedelta, ends: timedelta, field: str) -> None:
    assert _wrong(evolve(GOOD, starts_at=NOW + starts, ends_at=NOW + ends)) == [("P3.1", field, False)]


def test_p3_1_a_window_of_twelve_hours_is_the_longest() -> None:
    assert _wrong(evolve(GOOD, ends_at=GOOD.starts_at + timedelta(hours=12))) == []


def test_p3_1_the_warranty_status_is_told_before_or_a_reason_given() -> None:
    untold = evolve(GOOD, warranty_told=False)
    assert _wrong(untold) == [("P3.1", "warranty_told", True)]
    assert ready().does(untold, passing="P3.1").last(VisitAgreed).body == untold


def test_p3_1_expected_charges_are_told_beforehand_with_their_figure_or_a_reason_given() -> None:
    silent = evolve(GOOD, charges_expected=True)
    assert _wrong(silent) == [("P3.1", "expected_fen", True)]
    assert ready().objections(silent, passing="P3.1") == ()
    assert _wrong(evolve(silent, expected_fen=44_000)) == []


@pytest.mark.parametrize("amount_fen", [0, -1])
def test_p3_1_an_expected_charge_of_nothing_is_none(amount_fen: int) -> None:
    assert _wrong(evolve(GOOD, charges_expected=True, expected_fen=amount_fen)) == [("P3.1", "expected_fen", False)]


def test_p3_1_setting_out_without_an_appointment_needs_a_reason() -> None:
    with pytest.raises(RuleBroken, match=r"P3\.1"):
        ready().departed()
    hurried = ready().does(Departed(), passing="P3.1")
    assert hurried.last(Departed).fact.exception is not None


def test_p3_2_a_visit_agreed_again_is_moved() -> None:
    moved = ready().does(GOOD).does(evolve(GOOD, starts_at=NOW + timedelta(hours=5), ends_at=NOW + timedelta(hours=6)))
    window = appointment.agreed(moved.sheet)
    assert window is not None
    assert window.body.starts_at == NOW + timedelta(hours=5)


@pytest.mark.parametrize("outcome", ["not_reached", "postponed"])
def test_p3_3_who_wasnt_reached_or_put_it_off_is_tried_again_at_a_time(outcome: str) -> None:
    assert _wrong(ContactAttempted(outcome)) == [("P3.3", "again_at", False)]  # type: ignore[arg-type]
    assert _wrong(ContactAttempted(outcome, again_at=NOW + timedelta(hours=2))) == []  # type: ignore[arg-type]


def test_p3_3_a_wrong_number_need_not_be_tried_again() -> None:
    assert _wrong(ContactAttempted("wrong_number", "空号")) == []


def test_p3_3_a_reminder_is_for_later() -> None:
    assert _wrong(ContactAttempted("not_reached", again_at=NOW)) == [("P3.3", "again_at", False)]


def test_p3_3_a_reminder_stands_until_a_visit_is_agreed() -> None:
    tried = ready().does(ContactAttempted("not_reached", again_at=NOW + timedelta(hours=2)))
    reminder = appointment.reminder(tried.sheet)
    assert reminder is not None
    assert reminder.again_at == NOW + timedelta(hours=2)
    assert appointment.reminder(tried.agreed().sheet) is None


def test_p3_3_a_customer_who_puts_it_off_has_no_appointment_any_more() -> None:
    off = ready().agreed().does(ContactAttempted("postponed", again_at=MORNING + timedelta(days=3)))
    assert appointment.agreed(off.sheet) is None
    assert appointment.reminder(off.sheet) is not None
    assert status(off.sheet) == "to_agree"
    assert status(off.agreed().sheet) == "agreed"


def test_p3_3_a_customer_not_reached_once_more_still_has_the_appointment() -> None:
    unanswered = ready().agreed().does(ContactAttempted("not_reached", again_at=MORNING + timedelta(days=3)))
    assert appointment.agreed(unanswered.sheet) is not None
    assert appointment.reminder(unanswered.sheet) is not None


def test_p3_4_the_bus_needs_no_reason_and_anything_else_does() -> None:
    assert _wrong(TransportChosen("bus", fare_fen=200)) == []
    assert _wrong(TransportChosen("taxi", fare_fen=3_000)) == [("P3.4", "reason", True)]
    assert _wrong(TransportChosen("taxi", "带着主板", 3_000)) == []
    assert ready().objections(TransportChosen("taxi"), passing="P3.4") == ()


def test_p3_4_a_fare_below_zero_is_none() -> None:
    assert _wrong(TransportChosen("bus", fare_fen=-1)) == [("P3.4", "fare_fen", False)]


def test_p2_4_a_colleague_who_gets_the_case_before_the_visit_keeps_its_appointment() -> None:
    moved = ready().agreed().assigned(LI)
    assert appointment.agreed(moved.sheet) is not None
    assert status(moved.sheet) == "agreed"


@pytest.mark.parametrize("body", [ContactAttempted("wrong_number"), GOOD, TransportChosen("bus")])
def test_p10_2_on_a_cancelled_sheet_the_road_needs_a_reason(body: object) -> None:
    cancelled = evolve(ready().cancelled(), now=NOW)
    assert _wrong(body, cancelled) == [("P10.2", None, True)]
    assert cancelled.objections(body, passing="P10.2") == ()


RULE = TransportRule(far_districts=("江宁",))


@pytest.mark.parametrize(
    ("urgency", "district", "mode"),
    [
        ("normal", "滨江", "bus"),
        ("important", "滨江", "motorcycle_taxi"),
        ("urgent", "滨江", "taxi"),
        ("urgent", "江宁区", "company_car"),
        ("normal", "", "bus"),
    ],
)
def test_p3_4_the_cheapest_way_that_serves_customer_and_day_is_proposed(urgency: Urgency, district: str, mode: str) -> None:
    assert appointment.proposed_transport(RULE, urgency, district)[0] == mode


def test_p3_4_a_rule_that_names_a_mode_unknown_here_proposes_the_bus() -> None:
    assert appointment.proposed_transport(TransportRule(urgent="helicopter"), "urgent", "滨江")[0] == "bus"


def test_p3_4_a_company_car_is_asked_for_once_and_used_when_the_supervisor_gave_it() -> None:
    asked = ready().agreed().does(CarRequested("要拉 40 公斤电池"))
    assert _wrong(CarRequested("再问一次"), asked) == [("P3.4", "reason", False)]
    assert _wrong(TransportChosen("company_car", "电池重"), asked) == [("P3.4", "mode", True)]
    refused = asked.does(CarDecided(False, "车都出去了，打车吧"), by=SUPERVISOR)
    answer = appointment.car_answer(refused.sheet)
    assert answer is not None and answer.body.note == "车都出去了，打车吧"
    assert _wrong(TransportChosen("company_car", "电池重"), refused) == [("P3.4", "mode", True)]
    granted = refused.does(CarRequested("打车装不下")).does(CarDecided(True), by=SUPERVISOR)
    assert _wrong(TransportChosen("company_car", "电池重"), granted) == []


def test_p3_4_asking_for_a_car_and_refusing_one_both_say_why() -> None:
    assert _wrong(CarRequested(" "), ready().agreed()) == [("P3.4", "reason", False)]
    asked = ready().agreed().does(CarRequested("电池重"))
    assert said(asked.objections(CarDecided(False, " "), by=SUPERVISOR)) == [("P3.4", "note", False)]
    assert said(ready().agreed().objections(CarDecided(True), by=SUPERVISOR)) == [("P3.4", None, False)]
    assert said(asked.does(CarDecided(True), by=SUPERVISOR).objections(CarDecided(True), by=SUPERVISOR)) == [("P3.4", None, False)]


def test_p3_4_a_car_given_for_one_visit_is_not_given_for_the_next() -> None:
    granted = ready().agreed().does(CarRequested("电池重")).does(CarDecided(True), by=SUPERVISOR)
    again = granted.departed().arrived().checked().diagnosed(way="another_day").left().agreed()
    assert not appointment.car_granted(again.sheet)


def test_p3_3_every_attempt_since_the_last_visit_is_kept_in_order() -> None:
    first = ContactAttempted("not_reached", again_at=NOW + timedelta(hours=2))
    case = ready().does(first).does(ContactAttempted("postponed", "下周", NOW + timedelta(days=7)))
    assert [entry.body.outcome for entry in appointment.attempts(case.sheet)] == ["not_reached", "postponed"]
    assert appointment.attempts(case.on_site().diagnosed(way="another_day").left().agreed().sheet) == ()


def test_p3_5_directions_belong_to_the_project_and_the_newest_are_the_next_visits() -> None:
    place = evolve(case("archive-1"), sheet=new_sheet(SheetId("archive-1"), "archive"))
    assert said(place.objections(DirectionsNoted(" "))) == [("P3.5", "text", False)]
    told = place.does(DirectionsNoted("走东门")).does(DirectionsNoted("东门封了，走地库 B 口"), by=LI)
    assert [entry.body.text for entry in told.sheet.live(DirectionsNoted)] == ["走东门", "东门封了，走地库 B 口"]
    assert told.last(DirectionsNoted).body.text == "东门封了，走地库 B 口"
