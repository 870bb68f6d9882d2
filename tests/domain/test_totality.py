"""Whatever lies on a sheet, everything that is read from it has an answer: no fact can break a list, a card or the server (P10.2)."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from field_app.domain import archive, audience, cash, documents, listing, person, photo, policy, schedule
from field_app.domain.errors import Objection
from field_app.domain.facts import EVERYONE, Draft, Role, SheetId, UserId
from field_app.domain.followup import complaint, planning, return_visit
from field_app.domain.indicators import sums_of
from field_app.domain.measures import measure
from field_app.domain.repair import (
    appointment,
    arrival,
    charges,
    closing,
    diagnosis,
    dispatch,
    intake,
    record,
    register,
    settlement,
    signoff,
    steps,
    takeback,
    warranty,
    warranty_rule,
)
from field_app.domain.repair.sheet import row
from field_app.domain.sheets import Ground, Sheet, Stamp, fold, new_sheet, objections, provisional
from tests.cast_domain import POLICY
from tests.domain.arbitrary import MOMENTS, bodies, quick, sheets
from tests.domain.cases import MORNING, REQUEST

READINGS: tuple[Callable[[Sheet], object], ...] = (
    row, signoff.status, signoff.reported, signoff.sent_back, signoff.exceptions, signoff.oddities,
    steps.progress, lambda sheet: steps.next_steps(sheet, EVERYONE),
    audience.audience, audience.columns, audience.links, lambda sheet: audience.was_assigned(sheet, UserId("wang")),
    intake.request, intake.requests, intake.number, intake.missing, intake.taken, lambda sheet: tuple(intake.incomplete(sheet)),
    dispatch.assigned_to, dispatch.team, dispatch.ever_assigned, dispatch.urgency,
    appointment.agreed, appointment.reminder, arrival.arrived, arrival.checked, arrival.minutes_late,
    diagnosis.diagnoses, diagnosis.in_hand, diagnosis.diagnosed_now, diagnosis.passed_on,
    warranty_rule.expected, warranty_rule.reported_on, warranty.decisions, warranty.undecided, warranty.chargeable,
    charges.shown_quote, charges.consent, charges.lapsed_consent, charges.refused, charges.needs_quote,
    record.shown_record, record.worked, record.signed, record.person_days,
    takeback.still_here, takeback.slips, takeback.slip_number,
    lambda sheet: [takeback.slip_code(sheet.id, slip) for slip in takeback.slips(sheet)],
    register.lines, register.bench_days, lambda sheet: [register.promises(sheet, line) for line in register.lines(sheet)],
    settlement.owed, settlement.owed_fen, settlement.booked_fen,
    settlement.due_fen, settlement.received_fen, settlement.agreed_fen, settlement.unsettled_fen, settlement.overpaid_fen,
    settlement.left, settlement.allotted, settlement.used_receipts, closing.visit_starts, closing.goes_on,
    lambda sheet: schedule.slots([sheet]), lambda sheet: schedule.load(UserId("wang"), [sheet], date(2026, 11, 23), REQUEST),
    lambda sheet: intake.same_case(REQUEST, [sheet]), photo.photos,
    listing.listed, listing.searchable, lambda sheet: (one := measure(sheet)) and sums_of(one),
)  # fmt: skip


@quick
@given(sheets())
def test_p10_2_a_repair_sheet_can_be_read_whatever_lies_on_it(sheet: Sheet) -> None:
    for reading in READINGS:
        assert reading(sheet) == reading(sheet)
    assert settlement.unsettled_fen(sheet) >= 0
    assert settlement.overpaid_fen(sheet) >= 0
    assert (settlement.unsettled_fen(sheet) == 0) or (settlement.overpaid_fen(sheet) == 0)


@quick
@given(sheets())
def test_a_step_is_done_by_an_entry_open_or_waits_for_something_it_names(sheet: Sheet) -> None:
    for stand in steps.progress(sheet):
        assert (stand.state == "done") == (stand.entry is not None)
        assert (stand.state == "locked") == bool(stand.missing)


@quick
@given(sheets())
def test_visits_begin_one_after_the_other(sheet: Sheet) -> None:
    starts = closing.visit_starts(sheet)
    assert starts[0] == 0
    assert list(starts) == sorted(set(starts))
    assert starts[-1] <= len(sheet.entries)


@quick
@given(sheets(), bodies("repair"), MOMENTS, st.sets(st.sampled_from(sorted(EVERYONE))), st.sampled_from([POLICY, None]))
def test_a_gate_answers_on_any_sheet_for_any_body(
    sheet: Sheet, drawn: tuple[object, object], at: object, roles: set[Role], rules: object
) -> None:
    _, body = drawn
    found = objections(sheet, body, Ground(at, UserId("wang"), frozenset(roles), rules))  # type: ignore[arg-type]
    assert all(isinstance(objection, Objection) and str(objection.words) for objection in found)


@quick
@given(st.data())
@pytest.mark.parametrize("kind", ["archive", "documents", "person", "policy"])
def test_the_other_sheets_can_be_read_whatever_lies_on_them(kind: str, data: st.DataObject) -> None:
    sheet = data.draw(sheets(kind))  # type: ignore[arg-type]
    day = data.draw(st.dates())
    policy.in_force(sheet, day)
    policy.version(sheet, "2026-1")
    archive.project(sheet)
    archive.equipment(sheet)
    archive.acceptance(sheet, "SN-1")
    person.account(sheet)
    assert audience.columns(sheet)["status"] is None
    assert "user:wang" not in audience.audience(sheet)
    _, body = data.draw(bodies(kind))  # type: ignore[arg-type]
    ground = Ground(data.draw(MOMENTS), UserId("wang"), EVERYONE, POLICY)
    assert all(str(objection.words) for objection in objections(sheet, body, ground))


@quick
@given(st.data())
@pytest.mark.parametrize("kind", ["cash", "complaint", "return_visit"])
def test_custody_complaints_and_return_visits_can_be_read_whatever_lies_on_them(kind: str, data: st.DataObject) -> None:
    sheet, day = data.draw(sheets(kind)), data.draw(st.dates())  # type: ignore[arg-type]
    cash.held(UserId("wang"), [], sheet)
    assert all(handover.due_fen == handover.entry.body.amount_fen for handover in cash.handovers(sheet))
    complaint.is_overdue(sheet, day)
    assert complaint.status(sheet) and return_visit.status(sheet)
    planning.plan([], [], [sheet], POLICY.return_visits, date(2026, 11, 23))
    audience.audience(sheet)
    audience.columns(sheet)
    audience.links(sheet)
    _, body = data.draw(bodies(kind))  # type: ignore[arg-type]
    ground = Ground(data.draw(MOMENTS), UserId("wang"), EVERYONE, POLICY)
    assert all(str(objection.words) for objection in objections(sheet, body, ground))


@quick
@given(sheets())
def test_p6_2_every_line_of_the_register_is_a_piece_once_taken(sheet: Sheet) -> None:
    taken = {piece.key for entry in takeback.slips(sheet) for piece in entry.body.pieces}
    assert {line.piece.key for line in register.lines(sheet)} == taken
    assert all(line.days_over(date(2026, 11, 23)) >= 0 for line in register.register([sheet]))


def test_free_numbers_are_told_without_counting_a_book_nobody_could_print() -> None:
    absurd = Draft(documents.RECEIPT_BOOK, documents.NumbersIssued("receipt", 1, 2**50), MORNING)
    book = fold(new_sheet(SheetId("book"), "documents"), [(provisional(absurd, 1), Stamp(UserId("sun")))])
    assert documents.free_numbers(book, "receipt") == ()
