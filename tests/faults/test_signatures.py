"""A customer's signature on another document than was shown: the log, an export and the verifier's page all say so (F61)."""

import json
from collections.abc import Iterator

import pytest
from sqlalchemy import select, update

from field_app.domain.days import day_of
from field_app.domain.facts import SheetId, encode
from field_app.domain.repair.charges import fingerprint
from field_app.domain.repair.takeback import TakenBack, TakenPiece, shown_slip, slip_number
from field_app.papers.export import seal
from sync.server import tables
from sync.server.truth import verify
from tests.cast import SUPERVISOR, WANG, Company, company
from tests.domain.cases import SIGNATURE
from tests.sync.doors import Doors

SIGNED, OTHERS = "外壳有裂纹", "外壳完好"


@pytest.fixture
def here(database: str) -> Iterator[Company]:
    here = company(database)
    yield here
    here.office.close()


def signed_slip(here: Company, condition: str) -> SheetId:
    """A case with a slip that the customer has signed as it was shown."""
    sheet, phone = here.open_case(WANG), here.phone(WANG)
    phone.sync()
    number, promised = slip_number(phone.sees(sheet)), day_of(here.clock())
    pieces = (TakenPiece("门机", condition, "SN-7", ""),)
    shown = fingerprint(shown_slip(phone.sees(sheet), number, pieces, promised))
    phone.record(sheet, TakenBack(number, pieces, promised, shown, SIGNATURE, "刘经理"))
    phone.sync()
    return sheet


def exported(here: Company, sheet: SheetId) -> bytes:
    return Doors(here).of(SUPERVISOR).get(f"/v1/papers/{sheet}/export").content


def checked(here: Company, content: bytes) -> str:
    return Doors(here).ask("POST", "/verify", files={"file": ("sheet", content)}, headers={"accept-language": "zh"}).text


def test_f61_an_export_whose_signature_stands_under_other_words_is_told_by_the_verifiers_page(here: Company):
    content = exported(here, signed_slip(here, SIGNED))
    assert "没有改动，和服务中心的记录一致。" in checked(here, content)
    document = json.loads(content.replace(SIGNED.encode(), OTHERS.encode()))
    resealed = checked(here, encode(document | {"seal": seal(document)}))
    assert "有对不上的地方" in resealed and "签" in resealed


def test_f61_a_signature_moved_within_the_log_breaks_its_chain_and_the_sheet(here: Company):
    sheet, other = signed_slip(here, SIGNED), signed_slip(here, OTHERS)
    f = tables.facts
    with here.office.database.write() as connection:
        lines = {
            row.sheet: row
            for row in connection.execute(select(f.c.sheet, f.c.seq, f.c.line).where(f.c.sheet.in_([sheet, other])))
            if b"taken_back" in row.line
        }
        moved = lines[other].line.replace(other.encode(), sheet.encode())
        connection.execute(update(f).where(f.c.seq == lines[sheet].seq).values(line=moved))
    found = verify(here.office.log)
    assert any(f"position {lines[sheet].seq}" in finding for finding in found)
    assert "有对不上的地方" in checked(here, exported(here, sheet))
