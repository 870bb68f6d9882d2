"""Every fact is told in words: icon, sentence, detail."""

import pytest
from attrs import evolve
from hypothesis import given

from field_app.domain import catalog
from field_app.domain.facts import TYPES, Exception_, Opaque
from field_app.domain.repair.dispatch import NoteAdded
from field_app.domain.repair.intake import amending, request
from field_app.domain.repair.record import PartUsed, WorkRecorded
from field_app.domain.repair.settlement import LeftSite
from field_app.domain.sheets import Entry, Sheet, Voided
from field_app.ui import words
from field_app.ui.office.describe import describe
from field_app.ui.office.telling import TELLERS, Told
from tests.domain.arbitrary import quick, sheets
from tests.ui.office.scene import SUPERVISOR, more, told, with_status

KNOWN = catalog.CHAPTERS


def test_every_type_of_fact_has_words() -> None:
    assert {known.body for known in TYPES.values()} <= TELLERS.keys()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_fact_of_the_company_is_told_without_gaps(language: words.Language) -> None:
    words.use(language)
    for sheet in told().values():
        for entry in sheet.entries:
            line = describe(entry, sheet, str)
            assert line.sentence.strip()
            assert "{" not in line.sentence + line.detail


@quick
@given(sheets())
def test_f40_whatever_lies_on_a_case_is_told(sheet: Sheet) -> None:
    assert all(isinstance(describe(entry, sheet, str), Told) for entry in sheet.entries)


def test_p10_2_corrections_that_name_themselves_or_each_other_are_told() -> None:
    words.use("en")
    case = with_status("agreed")
    twice = more(case, SUPERVISOR.id, NoteAdded("one"), NoteAdded("two"))
    one, two = twice.entries[-2].key, twice.entries[-1].key
    each_other = more(case, SUPERVISOR.id, Voided((two.device, two.n), "a"), Voided((one.device, one.n), "b"))
    assert [entry.key for entry in each_other.entries[-2:]] == [one, two]
    itself = more(case, SUPERVISOR.id, Voided((one.device, one.n), "c"))
    for sheet in (each_other, itself):
        assert "no longer counts" in describe(sheet.entries[-1], sheet).sentence


def test_a_fact_of_a_newer_app_is_told_as_such() -> None:
    words.use("en")
    entry = with_status("agreed").entries[0]
    newer = Entry(evolve(entry.fact, type="hologram_taken", body=Opaque({"a": 1})), entry.stamp)
    assert "newer version" in describe(newer).sentence


def test_p7_1_a_long_length_of_cable_is_told_as_it_was_written() -> None:
    words.use("en")
    worked = more(with_status("agreed"), SUPERVISOR.id, WorkRecorded("new cable", 150, "fixed", parts=(PartUsed("cable", 1_234_567),)))
    detail = describe(worked.entries[-1], worked).detail
    assert "cable × 12345.67" in detail
    assert "1.5 person-days" in detail


def test_p10_3_a_correction_says_what_it_corrects() -> None:
    words.use("en")
    noted = more(with_status("agreed"), SUPERVISOR.id, NoteAdded("Bring the long ladder"))
    key = noted.entries[-1].key
    corrected = more(noted, SUPERVISOR.id, Voided((key.device, key.n), "wrong sheet"))
    line = describe(corrected.entries[-1], corrected)
    assert "Bring the long ladder" in line.sentence
    assert line.detail == "wrong sheet"


def test_p10_1_a_passed_gate_is_told_in_red() -> None:
    entry = next(e for e in with_status("to_sign_off").entries if isinstance(e.body, LeftSite))
    passed = Entry(evolve(entry.fact, exception=Exception_("P8.5", "locked out")), entry.stamp)
    assert describe(passed).tone == "red"
    assert describe(entry).tone == "plain"


def test_p10_2_an_amendment_shows_what_it_put_in_place_of_what() -> None:
    words.use("en")
    asked = with_status("agreed")
    known = request(asked)
    line = describe((twice := more(asked, SUPERVISOR.id, *amending(known, evolve(known, phone="13900139000")))).entries[-1], twice)
    assert line.sentence == "Request completed: contact phone"
    assert f"contact phone {known.phone} → 13900139000" in line.detail
