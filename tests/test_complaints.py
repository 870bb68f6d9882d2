"""The twenty-five complaints people have of systems like this, none of which may be possible here: each is a test, or a line why not.

The complaints are those of the public issue threads of such systems. A test named here must exist; the last tests here are those
that had no better place.
"""

import ast
from functools import cache
from pathlib import Path

import pytest

from field_app.domain.facts import SheetId
from field_app.domain.repair.arrival import Arrived
from field_app.domain.repair.intake import Request, RequestTaken
from field_app.ui import routes
from tests.domain.cases import ready
from tests.ui import gallery
from tests.ui.harness import running, shelf_with
from tests.ui.stand_ins import identity
from tests.ui.technician.scene import play

TESTS = Path(__file__).parent

COMPLAINTS: dict[str, tuple[str, ...]] = {
    "1 the same record stored several times, because it was sent until something was heard": (
        "sync/test_round.py::test_f14_a_lost_answer_is_asked_again_and_nothing_stands_twice",
        "sync/test_http.py::test_f15_an_answer_cut_at_any_byte_is_asked_again",
        "ui/test_components.py::test_a_second_tap_records_nothing_twice",
    ),
    "2 a signature or an image silently missing though it said submitted": (
        # A signature is its strokes inside the fact itself: where the fact is, it is.
        "sync/test_photos.py::test_f43_a_photo_that_was_told_of_and_never_comes_is_missing_for_who_sees_the_sheet",
        "ui/office/test_photos.py::test_f43_the_sheet_shows_its_photos_and_says_which_is_missing",
    ),
    "3 the text arrives, the photos never do": (
        "sync/test_photos.py::test_f41_a_photo_cut_off_fifty_times_goes_on_where_it_stopped_and_comes_once",
        "ui/test_photos.py::test_where_the_data_is_counts_photos_apart_from_records",
    ),
    "4 deleted after sending though the server had returned an error": (
        "contracts/test_device_store.py::test_a_durable_fact_that_its_sheet_does_not_show_yet_stays",
        "contracts/test_blobs.py::test_f44_a_photo_stays_until_a_backup_of_the_office_must_hold_it",
        "sync/test_protocol.py::test_f18_what_does_not_speak_our_protocol_is_offline",
    ),
    "5 drafts vanish": (
        "contracts/test_device_store.py::test_half_filled_forms_survive",
        "ui/office/test_call.py::test_what_the_customer_said_survives_the_end_of_the_app",
    ),
    "6 drafts lost with a broken or lost phone": (
        # What was saved goes to the office with the next contact; what is half typed is on the phone and in its backup file alone.
        "faults/test_rescue_file.py::test_what_only_a_dead_phone_had_is_at_the_office_with_its_photo",
        "faults/test_rescue_file.py::test_what_was_half_typed_on_a_dead_phone_is_told_to_be_written_down_anew",
        "faults/test_rescue_file.py::test_a_file_brought_in_twice_and_a_phone_that_comes_back_after_all_change_nothing",
    ),
    "7 everything in one request fails on a weak line": (
        "sync/test_round.py::test_a_batch_the_office_finds_too_big_goes_up_in_smaller_ones",
        "test_shrinking.py::test_a_photo_of_twelve_million_pixels_becomes_a_few_hundred_kilobytes",
    ),
    "8 a drawing lost on rotation": (
        "ui/test_components.py::test_a_signature_begun_on_a_large_pad_goes_on_on_a_small_one",
        "ui/technician/test_sign.py::test_the_half_filled_page_is_there_again_after_rotation_and_reload",
    ),
    "9 a signature can't be made mandatory, or one path skips it": (
        "domain/repair/test_takeback.py::test_p6_1_nothing_leaves_unsigned_unless_a_reason_is_given",
        "sync/test_verdicts.py::test_p10_1_a_gate_passed_without_a_reason_is_suspect_and_applied",
    ),
    "10 the document changes after signing and still shows the signature": (
        "ui/office/test_sheet_page.py::test_p5_3_a_signature_under_changed_figures_no_longer_covers_them",
        "papers/test_forms.py::test_a_record_changed_after_it_was_signed_says_so",
        "ui/technician/test_pieces.py::test_p6_4_the_signature_covers_just_the_list_of_what_went_home",
    ),
    "11 changes after signing can't be proved": (
        "papers/test_verify.py::test_a_fact_changed_and_sealed_anew_doesnt_fit_its_hash",
        "sync/test_truth.py::test_whatever_is_changed_behind_the_logs_back_is_found",
    ),
    "12 conflicts: the whole record, silently, or delete your change": (
        "domain/repair/test_intake.py::test_p10_2_of_two_who_amend_different_things_at_once_nothing_is_lost",
        "domain/test_archive.py::test_p10_2_a_proposal_from_the_field_takes_no_particulars_away_that_the_office_wrote_meanwhile",
        "ui/office/test_describe.py::test_p10_2_an_amendment_shows_what_it_put_in_place_of_what",
        "domain/repair/test_rival.py::test_p10_2_of_two_who_assign_at_once_the_first_stands",
        "ui/test_tray.py::test_p10_2_what_is_late_and_what_went_past_a_gate_is_listed_with_its_reason",
    ),
    "13 one bad item blocks everything behind it": (
        "sync/test_verdicts.py::test_f46_a_line_of_another_shape_is_refused_and_keeps_its_place",
        "sync/test_photos.py::test_f48_a_photo_that_is_none_is_refused_once_and_holds_nothing_up",
    ),
    "14 background sync dies on some phones": (
        # Nothing here counts on the background.
        "test_complaints.py::test_it_sends_on_opening_after_each_save_and_when_one_comes_back",
    ),
    "15 signed out without network, or signing out loses what is unsent": (
        "ui/test_shell.py::test_who_was_signed_out_by_the_office_may_go_on_working_without_it_p10_4",
        "store/test_shelf.py::test_signing_out_with_unsent_facts_is_refused_and_loses_nothing",
    ),
    "16 a wrong clock spoils dates and order": (
        "sync/test_verdicts.py::test_f30_a_clock_that_is_wrong_never_blocks_and_is_flagged",
        "faults/test_people.py::test_f30_a_wrong_clock_blocks_nothing_and_is_told",
        "sync/test_runner.py::test_f30_who_holds_a_device_with_a_wrong_clock_is_told_to_set_it_right",
    ),
    "17 a new version breaks unfinished work": (
        "domain/test_facts.py::test_an_old_version_is_lifted_when_read_and_written_as_the_new_one",
        "test_complaints.py::test_a_form_half_filled_in_an_older_version_opens_with_what_still_fits",
    ),
    "18 the supervisor can't return a record for correction": (
        "domain/repair/test_signoff.py::test_p7_3_sent_back_with_a_reason_it_is_open_again_and_waits_for_a_new_report",
        "ui/technician/test_case.py::test_a_sheet_sent_back_shows_the_reason_on_top_and_leads_to_a_new_report_p7_3",
    ),
    "19 no position indoors, and then nothing goes on": ("test_complaints.py::test_p4_1_no_position_is_needed_to_arrive",),
    "20 photos from the gallery as proof, or a camera that can't be demanded": (
        "domain/test_photo.py::test_p4_1_where_the_company_wants_it_taken_on_the_spot_one_from_the_gallery_needs_a_reason",
    ),
    "21 times must be typed": (
        "domain/repair/test_record.py::test_p7_1_person_days_are_proposed_from_arrival_and_team",
        "domain/repair/test_arrival.py::test_p3_6_who_comes_after_the_window_is_late_by_whole_minutes",
    ),
    "22 partly done work disappears from the plan": (
        "domain/repair/test_steps.py::test_the_story_of_another_day_keeps_what_was_found_and_asks_the_arrival_checks_anew",
        "domain/repair/test_settlement.py::test_p8_5_work_that_goes_on_another_day_is_settled_at_its_end",
    ),
    "23 large text overlaps": (
        "ui/test_components.py::test_every_component_is_drawn_at_every_text_size",
        "ui/technician/test_case.py::test_at_large_text_the_head_shrinks_and_what_is_done_is_one_row",
    ),
    "24 no usable paper; Chinese comes out as squares": (
        "papers/test_press.py::test_a_character_no_font_here_has_is_named_and_never_a_square",
        "web/test_build.py::test_the_font_has_the_whole_general_standard_and_rare_names",
    ),
    "25 warranty data unreliable, old and new serial not both kept, the request lost when it becomes an order": (
        "domain/repair/test_warranty.py::test_p5_2_the_proposal_says_its_basis_in_words",
        "domain/repair/test_record.py::test_p7_1_a_serial_number_is_put_in_once_on_a_sheet_and_differs_from_the_old_one",
        "domain/repair/test_intake.py::test_p10_2_a_request_amended_by_the_office_is_the_request_from_then_on",
    ),
}


@cache
def _tests_in(file: str) -> frozenset[str]:
    tree = ast.parse((TESTS / file).read_text(encoding="utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def test_all_twenty_five_are_here() -> None:
    assert [int(complaint.split()[0]) for complaint in COMPLAINTS] == list(range(1, 26))


@pytest.mark.parametrize("node", [node for nodes in COMPLAINTS.values() for node in nodes])
def test_what_a_complaint_is_answered_by_is_a_test(node: str) -> None:
    file, name = node.split("::")
    assert name in _tests_in(file)


def test_it_sends_on_opening_after_each_save_and_when_one_comes_back() -> None:
    async def story() -> None:
        async with running(identity("chen", "陈静", "clerk"), "/call") as app:
            (runner,) = app.network.runners
            opened = runner.kicks
            app.services.record(SheetId("s"), RequestTaken("n", "phone", Request(customer="海晟大厦")))
            saved = runner.kicks
            await app.put_away()
            await app.come_back()
            assert 0 < opened < saved < runner.kicks

    play(story)


def test_a_form_half_filled_in_an_older_version_opens_with_what_still_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(routes, "table", gallery.table)
    shelf = shelf_with(identity("wang", "王工", "technician"))
    device = shelf.current()
    assert device
    device.keep_draft("gallery", {"text": "门锁换过", "a field of long ago": ["x"]})

    async def story() -> None:
        async with running(None, "/form", shelf=shelf) as app:
            app.see("门锁换过", "In cash")

    play(story)


def test_p4_1_no_position_is_needed_to_arrive() -> None:
    case = ready().agreed().departed()
    assert case.objections(Arrived()) == ()
    assert case.does(Arrived()).last(Arrived).body.place is None
