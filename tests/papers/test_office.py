"""Papers from the office over HTTP: who may have them, what they carry, the customer's page, the verifier's page, the calendar."""

import json
from datetime import timedelta

import pytest
from icalendar import Calendar

from field_app.domain.days import day_of
from field_app.domain.facts import SheetId, encode
from field_app.domain.person import PersonDisabled
from field_app.domain.repair.appointment import VisitAgreed
from field_app.domain.repair.arrival import Arrived
from field_app.domain.repair.charges import fingerprint
from field_app.domain.repair.diagnosis import Diagnosed
from field_app.domain.repair.dispatch import NoteAdded, Unassigned
from field_app.domain.repair.settlement import LeftSite
from field_app.domain.repair.takeback import PieceReturned, TakenBack, TakenPiece, shown_slip, slip_number
from field_app.domain.sheets import Sheet
from field_app.papers.export import dump, load, seal
from field_app.papers.pen import Fonts
from field_app.papers.reading import photos_in
from field_app.papers.slip import code
from field_app.papers.verify import verify
from sync.server.papers import FONT, sheet_of
from tests.cast import ADMIN, CLERK, SUPERVISOR, WANG, ZHAO, Company, company
from tests.domain.cases import SIGNATURE
from tests.papers.scene import read
from tests.pictures import named, scene
from tests.sync.doors import Doors


@pytest.fixture(scope="module")
def here() -> Company:
    return company()


@pytest.fixture(scope="module")
def case_(here: Company) -> SheetId:
    """王工's case with a visit agreed for tomorrow, and a piece taken back."""
    sheet = here.open_case(WANG)
    starts = here.clock() + timedelta(days=1)
    here.record(WANG, sheet, VisitAgreed(starts, starts + timedelta(hours=1), warranty_told=True))
    return sheet


@pytest.fixture(scope="module")
def slip(here: Company, case_: SheetId) -> str:
    sheet = known(here, case_)
    pieces = (TakenPiece("<b>门机</b>", "外壳有裂纹", "SN-7", "电源线"),)
    promised = day_of(here.clock()) + timedelta(days=10)
    number = slip_number(sheet)
    shown = fingerprint(shown_slip(sheet, number, pieces, promised))
    here.record(WANG, case_, TakenBack(number, pieces, promised, shown, SIGNATURE, "刘经理"))
    taken = known(here, case_).last(TakenBack)
    assert taken is not None
    return code(case_, taken)


def known(here: Company, sheet_id: SheetId) -> Sheet:
    with here.office.database.read() as connection:
        sheet = sheet_of(connection, here.office.settings.company, sheet_id)
    assert sheet is not None
    return sheet


def test_a_paper_from_the_office_carries_the_facts_as_its_log_holds_them(here: Company, case_: SheetId):
    answer = Doors(here).of(SUPERVISOR).get(f"/v1/papers/{case_}/record")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    report = verify(answer.content, Fonts(FONT))
    assert report.is_unchanged and report.export
    assert all(kept.hash and kept.chain for kept in report.export.facts)
    assert "王工" in read(answer.content)


def test_a_paper_from_the_office_shows_the_photos_that_have_come(here: Company):
    came, waits = scene(64, 48), scene(48, 64)
    sheet = here.open_case(WANG)
    photos = (named(came), named(waits))
    here.record(WANG, sheet, Diagnosed("门机", "皮带断", "on_site", "SN-9", photos=photos))
    here.office.blobs.folder.put(photos[0].sha256, came)
    content = Doors(here).of(SUPERVISOR).get(f"/v1/papers/{sheet}/record").content
    assert list(photos_in(content).values()) == [came]
    assert verify(content, Fonts(FONT)).is_unchanged


@pytest.mark.parametrize("person", [ZHAO, ADMIN], ids=["outsider", "admin"])
def test_who_may_not_see_a_sheet_gets_no_paper_of_it(here: Company, case_: SheetId, person):
    for path in (f"/v1/papers/{case_}/record", f"/v1/papers/{case_}/export"):
        forbidden, unknown = Doors(here).of(person).get(path), Doors(here).of(person).get(path.replace(case_, "nothing"))
        assert (forbidden.status_code, forbidden.content) == (404, unknown.content)


def test_a_stranger_gets_no_paper(here: Company, case_: SheetId):
    assert Doors(here).get(f"/v1/papers/{case_}/record").status_code == 401


def test_a_paper_nobody_knows_is_not_found(here: Company, case_: SheetId):
    assert Doors(here).of(SUPERVISOR).get(f"/v1/papers/{case_}/nonsense").status_code == 404


def exported(here: Company, sheet: SheetId) -> bytes:
    return Doors(here).of(CLERK).get(f"/v1/papers/{sheet}/export").content


def checked(here: Company, content: bytes, language: str = "zh") -> str:
    headers = {"accept-language": language}
    return Doors(here).ask("POST", "/verify", files={"file": ("sheet", content)}, headers=headers).text


def test_the_verifiers_page_knows_its_own(here: Company, case_: SheetId):
    assert "没有改动，和服务中心的记录一致。" in checked(here, exported(here, case_))
    assert "office&#x27;s own" in checked(here, exported(here, case_), "en-GB,en;q=0.9")


def test_the_verifiers_page_notices_facts_left_out_by_somebody_who_seals_anew(here: Company, case_: SheetId):
    document = json.loads(exported(here, case_))
    short = document | {"facts": document["facts"][:1] + document["facts"][2:]}
    content = encode(short | {"seal": seal(short)})
    assert verify(content, Fonts(FONT)).is_unchanged
    assert "文件里少了这张单的 1 条记录。" in checked(here, content)


def test_the_verifiers_page_notices_a_case_that_is_all_invented(here: Company, case_: SheetId):
    content = exported(here, case_).replace(case_.encode(), SheetId("00000000-0000-7000-8000-0000000000ff").encode())
    document = json.loads(content)
    invented = load(encode(document | {"seal": seal(document)}))
    assert "服务中心没有这张单。" in checked(here, dump(invented))


def test_an_older_export_stays_right_after_more_was_recorded(here: Company, case_: SheetId):
    before = exported(here, case_)
    here.record(SUPERVISOR, case_, NoteAdded("又记了一笔"))
    assert "没有改动" in checked(here, before)


def test_the_verifiers_page_takes_anything_for_what_it_is(here: Company):
    assert "有对不上的地方" in checked(here, b"\x00\x01 nonsense")
    assert Doors(here).get("/verify").status_code == 200


def test_the_customers_page_shows_the_slip_and_nothing_else_of_the_case(here: Company, case_: SheetId, slip: str):
    """P6.1."""
    answer = Doors(here).get(f"/s/{slip}")
    assert answer.status_code == 200
    assert all(word in answer.text for word in ("外壳有裂纹", "SN-7", "电源线", "2026-12-03", "在我们这里", "&lt;b&gt;"))
    assert all(word not in answer.text for word in ("刘经理", "王工", "<b>门机", "signature"))
    assert "script" not in answer.headers["content-security-policy"]


def test_the_customers_page_says_when_the_piece_is_home(here: Company, case_: SheetId, slip: str):
    here.record(WANG, case_, PieceReturned("SN-7", True, SIGNATURE, "刘经理"))
    text = Doors(here).get(f"/s/{slip}").text
    assert "在我们这里" not in text and "2026-11-23" in text


@pytest.mark.parametrize("wrong", ["nothing", "a.b", "..", "00000000-0000-7000-8000-000000000001.0123456789abcdef0123"])
def test_a_guessed_address_shows_nothing(here: Company, slip: str, wrong: str):
    sheet = slip.rpartition(".")[0]
    for path in (wrong, f"{sheet}.0123456789abcdef0123", sheet, f"{slip}0"):
        assert Doors(here).get(f"/s/{path}").status_code == 404


def test_a_calendar_has_the_agreed_visits_and_moves_with_them(here: Company):
    sheet = here.open_case(WANG)
    starts = here.clock() + timedelta(days=2)
    here.record(WANG, sheet, VisitAgreed(starts, starts + timedelta(hours=1), warranty_told=True))
    path = Doors(here).of(WANG).post("/v1/calendar").json()["path"]
    events = events_at(here, path)
    assert starts in [event.decoded("dtstart") for event in events]
    here.record(WANG, sheet, Arrived(), LeftSite())
    assert sheet not in "".join(str(event["uid"]) for event in events_at(here, path))


def events_at(here: Company, path: str) -> list:
    return Calendar.from_ical(Doors(here).get(path).content).walk("VEVENT")


def test_a_calendars_address_ends_when_taken_back_or_made_anew(here: Company):
    wang = Doors(here).of(WANG)
    first = wang.post("/v1/calendar").json()["path"]
    second = wang.post("/v1/calendar").json()["path"]
    assert [Doors(here).get(path).status_code for path in (first, second)] == [404, 200]
    wang.ask("DELETE", "/v1/calendar")
    assert Doors(here).get(second).status_code == 404


def test_a_calendar_ends_with_its_person_and_with_the_case(here: Company):
    sheet = here.open_case(ZHAO)
    starts = here.clock() + timedelta(days=3)
    here.record(ZHAO, sheet, VisitAgreed(starts, starts + timedelta(hours=1), warranty_told=True))
    path = Doors(here).of(ZHAO).post("/v1/calendar").json()["path"]
    assert len(events_at(here, path)) == 1
    here.record(SUPERVISOR, sheet, Unassigned("换人"))
    assert not events_at(here, path)
    here.record(ADMIN, SheetId(ZHAO.user), PersonDisabled("离职"))
    assert Doors(here).get(path).status_code == 404


def test_a_calendar_is_for_who_is_signed_in(here: Company):
    assert Doors(here).post("/v1/calendar").status_code == 401
