"""What waits for whom, and in which order."""

from datetime import date, timedelta

from attrs import evolve

from field_app.domain.repair import dispatch, intake
from field_app.domain.repair.appointment import VisitAgreed
from field_app.domain.repair.dispatch import Analysed, Assigned, NoteAdded, Unassigned
from field_app.domain.repair.settlement import ReceiptAllotted
from field_app.domain.repair.signoff import OddSettled, SentBack, SignedOff
from field_app.domain.sheets import Sheet
from field_app.ui.office.waiting import counts, waiting
from sync.demo import WANG
from tests.ui.office.scene import ACCOUNTANT, SUPERVISOR, more, told, with_status
from tests.ui.stand_ins import NOW


def company() -> list[Sheet]:
    return [sheet for sheet in told().values() if sheet.kind == "repair"]


def queues(sheets: list[Sheet], role: str) -> list[str]:
    return [item.queue for item in waiting(sheets, [role])]


def test_p1_3_the_clerk_has_the_incomplete_ones_to_call_back() -> None:
    assert set(queues(company(), "clerk")) == {"call_back"}
    assert all(item.sheet.id in {s.id for s in company()} for item in waiting(company(), ["clerk"]))


def test_the_most_urgent_stands_first_then_what_waits_longest() -> None:
    items = waiting(company(), ["supervisor"])
    assert items[0].urgency == "urgent"
    normal = [item.since for item in items if item.urgency == "normal"]
    assert normal == sorted(normal)


def test_p2_4_a_sheet_taken_back_waits_to_be_assigned_again() -> None:
    back = more(with_status("agreed"), SUPERVISOR.id, Unassigned("ill"))
    assert "assign" in queues([back], "supervisor")


def test_p7_3_a_signed_off_sheet_waits_for_nobody() -> None:
    done = more(with_status("to_sign_off"), SUPERVISOR.id, SignedOff("fine"))
    assert queues([done], "supervisor") == []


def test_p7_3_a_sheet_sent_back_stays_in_sight_of_the_supervisor() -> None:
    back = more(with_status("to_sign_off"), SUPERVISOR.id, SentBack("photo is missing"))
    assert queues([back], "supervisor") == ["sent_back"]


def test_p10_2_a_late_fact_waits_until_the_supervisor_has_settled_it() -> None:
    late = more(with_status("agreed"), WANG.id, NoteAdded("was there"), verdict="late")
    assert "oddity" in queues([late], "supervisor")
    talked = more(late, SUPERVISOR.id, NoteAdded("what was that?"))
    assert "oddity" in queues([talked], "supervisor")
    settled = more(talked, SUPERVISOR.id, OddSettled(late.entries[-1].key, "counted in"))
    assert "oddity" not in queues([settled], "supervisor")


def test_p8_3_charges_expected_wait_for_a_receipt_until_one_is_allotted() -> None:
    wanting = [item.sheet for item in waiting(company(), ["accountant"])]
    assert wanting
    given = more(wanting[0], ACCOUNTANT.id, ReceiptAllotted("0024803", "receipt"))
    assert "allot" not in queues([given], "accountant")


def test_p8_3_an_assigned_sheet_out_of_warranty_waits_for_a_receipt_before_the_visit_is_agreed() -> None:
    outside = with_status("to_assign")
    request = evolve(intake.request(outside), accepted_on=date(2015, 1, 1), warranty_months=12)
    old = more(outside, SUPERVISOR.id, intake.RequestAmended(request))
    assert "allot" not in queues([old], "accountant")
    given = more(old, SUPERVISOR.id, Assigned(WANG.id))
    assert "allot" in queues([given], "accountant")
    free = more(given, WANG.id, VisitAgreed(NOW + timedelta(hours=2), NOW + timedelta(hours=3), warranty_told=True))
    assert "allot" not in queues([free], "accountant")


def test_the_counts_of_the_rail_are_what_waits_for_these_roles_only() -> None:
    assert counts(company(), ["director"]) == {}
    both = counts(company(), ["clerk", "supervisor"])
    assert both["/todo"] == counts(company(), ["clerk"])["/todo"] + counts(company(), ["supervisor"])["/todo"]
    assert both["/assign"] == len([i for i in waiting(company(), ["supervisor"]) if i.queue == "assign"])


def test_what_waits_follows_a_change_of_the_sheet() -> None:
    sheet = with_status("to_assign")
    before = waiting([sheet], ["supervisor"])[0].urgency
    after = waiting([more(sheet, SUPERVISOR.id, Analysed("?", "important"))], ["supervisor"])[0].urgency
    assert (before, after) == (dispatch.urgency(sheet), "important")
