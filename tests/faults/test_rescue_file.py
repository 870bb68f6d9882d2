"""A phone dies with records only it had; its rescue file brings them in by hand, exactly once whatever happens after."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from field_app.domain.photo import PhotoAdded
from field_app.domain.repair.dispatch import NoteAdded
from sync.__main__ import main
from tests.cast import LI, SUPERVISOR, WANG, Company, Phone, company
from tests.databases import ON_SQLITE
from tests.faults import oracle
from tests.pictures import named, picture


@pytest.fixture
def here(lasting: str, tmp_path: Path) -> Iterator[Company]:
    here = company(lasting, photos=tmp_path / "photos")
    yield here
    here.office.close()


def rescue_file(phone: Phone, folder: Path, **changed: object) -> Path:
    file = folder / "rescue.json"
    said = json.loads(asyncio.run(phone.device.rescue()))
    file.write_text(json.dumps(said | changed, ensure_ascii=False), encoding="utf-8")
    return file


def bring_in(here: Company, file: Path) -> int:
    done = main(["import", str(file), "--database", here.office.settings.database, "--photos", str(here.office.settings.photo_folder)])
    here.office.log.cache.clear()
    return done


def a_phone_that_dies(here: Company) -> tuple[str, Phone]:
    sheet, wang = here.open_case(WANG), here.phone(WANG)
    wang.note(sheet, "发过的")
    wang.sync()
    photo = picture(1)
    asyncio.run(wang.device.blobs.keep(photo))
    wang.record(sheet, NoteAdded("没发的一"), NoteAdded("没发的二"), PhotoAdded(named(photo, here.clock())))
    return sheet, wang


def test_what_only_a_dead_phone_had_is_at_the_office_with_its_photo(here: Company, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    sheet, wang = a_phone_that_dies(here)
    assert bring_in(here, rescue_file(wang, tmp_path)) == 0
    assert "3 records imported, 1 were here already, 1 photos" in capsys.readouterr().out
    desk = here.phone(SUPERVISOR)
    desk.sync()
    assert [entry.body.text for entry in desk.sees(sheet).live(NoteAdded)] == ["发过的", "没发的一", "没发的二"]
    assert [path.read_bytes() for path in here.office.blobs.folder.root.rglob("*") if path.is_file()] == [picture(1)]


def test_what_was_half_typed_on_a_dead_phone_is_told_to_be_written_down_anew(
    here: Company, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    sheet, wang = a_phone_that_dies(here)
    wang.device.keep_draft(f"work:{sheet}:0", {"work": "换了皮带，还差张紧轮", "person_days": 20, "photos": None, "search": ""})
    before = here.rows("select count(*) from facts")
    assert bring_in(here, rescue_file(wang, tmp_path)) == 0
    assert f"Half-filled and never saved, work:{sheet}:0: work: 换了皮带，还差张紧轮\n" in capsys.readouterr().out
    assert here.rows("select count(*) from facts")[0][0] == before[0][0] + 3


def test_a_file_brought_in_twice_and_a_phone_that_comes_back_after_all_change_nothing(here: Company, tmp_path: Path):
    _, wang = a_phone_that_dies(here)
    file = rescue_file(wang, tmp_path)
    bring_in(here, file)
    facts = here.rows("select seq, device, n from facts")
    assert bring_in(here, file) == 0
    oracle.quiet(wang)
    assert here.rows("select seq, device, n from facts") == facts
    assert oracle.findings(here, wang) == []


def test_a_phone_that_went_on_after_its_file_sends_the_rest(here: Company, tmp_path: Path):
    sheet, wang = a_phone_that_dies(here)
    file = rescue_file(wang, tmp_path)
    wang.note(sheet, "后来的")
    bring_in(here, file)
    oracle.quiet(wang)
    assert oracle.findings(here, wang) == []


def test_a_person_who_enrols_anew_on_the_phone_after_the_import_records_nothing_twice(here: Company, tmp_path: Path):
    _, wang = a_phone_that_dies(here)
    here.office.sessions.end(wang.identity.device, "signed_out")
    assert bring_in(here, rescue_file(wang, tmp_path)) == 0
    here.enrol_again(wang)
    oracle.quiet(wang)
    assert oracle.findings(here, wang) == []


def test_of_a_phone_reported_lost_nothing_is_taken(here: Company, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    _, wang = a_phone_that_dies(here)
    here.office.sessions.end(wang.identity.device, "wipe")
    assert bring_in(here, rescue_file(wang, tmp_path)) == 1
    assert "reported lost" in capsys.readouterr().err


def changed_line(phone: Phone, place: int) -> list[str]:
    lines = [line.decode() for line in phone.device.unsent_lines(0, 100)]
    lines[place] = lines[place].replace("发", "改")
    return lines


@ON_SQLITE
@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda phone: {"lines": changed_line(phone, 0)}, "Record 1 is another one"),
        (lambda phone: {"lines": changed_line(phone, 1)}, "damaged"),
        (lambda phone: {"lines": changed_line(phone, 1)[:1] + changed_line(phone, 1)[2:]}, "Record 2 is neither"),
        (lambda phone: {"device": "nobody"}, "doesn't know this device"),
        (lambda phone: {"user": LI.user}, "someone else"),
        (lambda phone: {"lines": "none"}, "no rescue file"),
        (lambda phone: {"lines": ["[x]"]}, "no rescue file"),
        (lambda phone: {"lines": [*changed_line(phone, 0)[:1], '[2,"a" ]'], "hash": ""}, "another one"),
    ],
)
def test_a_file_that_was_changed_is_not_taken(here: Company, tmp_path: Path, change, words: str, capsys: pytest.CaptureFixture[str]):
    _, wang = a_phone_that_dies(here)
    before = here.rows("select count(*) from facts")
    assert bring_in(here, rescue_file(wang, tmp_path, **change(wang))) == 1
    assert words in capsys.readouterr().err
    assert here.rows("select count(*) from facts") == before


@ON_SQLITE
def test_a_file_that_is_none_is_not_taken(here: Company, tmp_path: Path):
    (tmp_path / "x").write_bytes(b"\xff{")
    assert bring_in(here, tmp_path / "x") == 1
    assert bring_in(here, tmp_path / "nowhere") == 1
