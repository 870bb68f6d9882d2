"""A customer asks to be forgotten, or years have passed: nothing of their person can be read any more, and the chains verify (F62)."""

import fcntl
import json
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select, update

from field_app.domain.facts import encode
from field_app.domain.photo import PhotoAdded
from field_app.domain.repair.intake import Cancelled
from field_app.domain.repair.settlement import CashReceived
from field_app.domain.repair.takeback import TakenBack, TakenPiece
from field_app.domain.sheets import dump_sheet
from field_app.domain.signature import Signature
from sync.__main__ import main
from sync.protocol import Request
from sync.server import derived, tables
from sync.server.backup import LOCK, forget_photos
from sync.server.folder import BlobFolder
from sync.server.measures import Wanted, report
from sync.server.truth import rebuild, verify
from tests.cast import CLERK, DIRECTOR, SUPERVISOR, WANG, ZHAO, Company, Phone, company, finished
from tests.faults import oracle
from tests.pictures import named, picture

PROJECT = "海晟大厦"
CUSTOMER, TELEPHONE, SAID = "周海燕", "13851506601", "问过周海燕，钥匙在门房"
PICTURE, OTHERS = picture(1), picture(2)


@pytest.fixture
def here(lasting: str, tmp_path: Path) -> Iterator[Company]:
    here = company(lasting, photos=tmp_path / "photos")
    yield here
    here.office.close()


def a_finished_case(here: Company) -> tuple[str, Phone, Phone]:
    sheet = here.open_case(WANG)
    wang, zhao = here.phone(WANG), here.phone(ZHAO)
    wang.note(sheet, SAID)
    wang.record(sheet, CashReceived(12000, 12000, "0000001"), PhotoAdded(named(PICTURE, here.clock()), "周海燕家门口"))
    zhao.note(sheet, SAID)  # refused, and in quarantine
    here.office.blobs.folder.keep(named(PICTURE, here.clock()).sha256, PICTURE)
    oracle.quiet(wang, zhao)
    here.record(CLERK, sheet, Cancelled("客户自己修好了"))
    wang.sync()
    return sheet, wang, zhao


def erase(here: Company, *which: str) -> int:
    asked = ["erase", *which, "--reason", "客户来函", "--yes", "--photos", str(here.office.settings.photo_folder)]
    done = main([*asked, "--database", here.office.settings.database])
    here.office.log.cache.clear()
    return done


def everything(here: Company) -> bytes:
    """Every byte the office keeps, as far as it can be looked at."""
    photos = files_in(here.office.settings.photo_folder)
    if not here.office.database.is_shared:
        return files_in(Path(here.office.settings.database.removeprefix("sqlite:///")).parent) + photos
    with here.office.database.read() as connection:
        kept = [*tables.metadata.sorted_tables, *derived.metadata.sorted_tables]
        rows = [row for table in kept for row in connection.execute(select(table))]
    return b"".join(value if isinstance(value, bytes) else str(value).encode() for row in rows for value in row) + photos


def files_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def traces(content: bytes) -> list[str]:
    personal = (CUSTOMER.encode(), TELEPHONE.encode(), PROJECT.encode(), PICTURE)
    return [trace.decode(errors="replace")[:20] for trace in personal if trace in content]


def test_f62_nothing_of_an_erased_customer_can_be_read_and_the_chains_verify(here: Company, tmp_path: Path):
    sheet, wang, zhao = a_finished_case(here)
    report(here.office.database, here.office.log.company, Wanted(date(2026, 1, 1), date(2026, 12, 31)))
    assert len(traces(everything(here))) == 4
    counted = here.rows("select seq, chain from counter")
    assert erase(here, "--mentions", TELEPHONE) == 0
    assert traces(everything(here)) == []
    assert verify(here.office.log) == []
    assert here.rows("select seq, chain from facts where seq = ?", counted[0][0]) == counted

    desk = here.phone(SUPERVISOR)
    oracle.quiet(wang, zhao, desk)
    assert oracle.findings(here, wang, zhao, desk) == []
    assert traces(encode(dump_sheet(wang.sees(sheet)))) == traces(encode(dump_sheet(desk.sees(sheet)))) == []
    assert [entry.body.amount_fen for entry in desk.sees(sheet).live(CashReceived)] == [12000]

    assert main(["backup", str(tmp_path / "later"), "--database", here.office.settings.database]) == 0
    assert traces(b"".join(path.read_bytes() for path in (tmp_path / "later").glob("*.sqlite"))) == []


def test_f62_what_was_still_to_be_told_of_an_erased_customer_is_told_to_nobody_and_other_news_is(here: Company):
    here.office.receivers.add("plain", "http://127.0.0.1:9/hook", "", "assigned,overdue", here.clock())
    sheet, piece = here.open_case(WANG), TakenPiece("录像机", "完好", "SN-1")
    here.record(WANG, sheet, TakenBack("T1", (piece,), date(2026, 11, 30), "shown", Signature(1, 1, ""), "刘经理"))
    here.clock.forward(days=9)
    other = here.open_case(WANG)
    here.office.courier.work()
    here.record(CLERK, sheet, Cancelled("客户自己修好了"))
    waiting = "select event from deliveries where next_at > 0 order by id"
    assert here.rows(waiting) == [("assigned",), ("assigned",), ("overdue",)]
    assert erase(here, "--mentions", sheet) == 0
    assert here.rows(waiting) == [("assigned",)]
    bodies = "".join(body for (body,) in here.rows("select body from deliveries"))
    assert other in bodies and sheet not in bodies


def test_f62_backups_hold_an_erased_customers_photos_no_longer_than_the_last_backup_from_before(here: Company, tmp_path: Path):
    folder = tmp_path / "backups"

    def back_up(*more: str) -> bytes:
        here.clock.forward(seconds=1)
        where = ["--database", here.office.settings.database, "--photos", str(here.office.settings.photo_folder)]
        assert main(["backup", str(folder), *where, *more]) == 0
        return files_in(folder / "photos")

    sheet, wang, _ = a_finished_case(here)
    kept = here.open_case(WANG)
    wang.record(kept, PhotoAdded(named(OTHERS, here.clock())))
    wang.sync()
    here.office.blobs.folder.keep(named(OTHERS, here.clock()).sha256, OTHERS)
    assert PICTURE in back_up()
    assert erase(here, "--mentions", sheet) == 0
    assert PICTURE in back_up(), "the backup before still needs it"
    restored = tmp_path / "restored"
    where = ["--database", f"sqlite:///{restored / 'office.sqlite'}", "--photos", str(restored / "photos")]
    assert main(["restore", str(max(folder.glob("*.sqlite"))), *where]) == 0
    assert PICTURE not in files_in(restored / "photos") and OTHERS in files_in(restored / "photos")
    left = back_up("--keep", "1")
    assert PICTURE not in left and OTHERS in left


def test_photos_are_deleted_from_no_folder_a_backup_is_being_written_to(tmp_path: Path):
    photos = BlobFolder(tmp_path / "photos" / "company")
    photos.keep(named(PICTURE).sha256, PICTURE)
    with (tmp_path / LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        forgetting = threading.Thread(target=forget_photos, args=(tmp_path,))
        forgetting.start()
        forgetting.join(0.3)
        assert photos.has(named(PICTURE).sha256)
    forgetting.join()
    assert not photos.has(named(PICTURE).sha256)


def test_f62_sheets_made_anew_stay_without_their_customer(here: Company):
    a_finished_case(here)
    erase(here, "--mentions", TELEPHONE)
    rebuild(here.office.log)
    assert traces(everything(here)) == []
    assert verify(here.office.log) == []


def test_f62_a_phone_whose_answer_was_lost_may_send_an_erased_fact_again(here: Company):
    _, wang, _ = a_finished_case(here)
    erase(here, "--mentions", TELEPHONE)
    lines = tuple(wang.device.unsent_lines(0, 100))
    mark = wang.device.chain_at(0) or b""
    reply = finished(wang.way.sync(Request("", 0, mark.hex()[:8], lines, sent_at=here.clock())))
    assert reply.head == len(lines) == 3
    assert verify(here.office.log) == []
    assert traces(everything_said(here)) == []


def test_f62_a_name_that_comes_late_can_be_erased_again(here: Company):
    sheet, wang, _ = a_finished_case(here)
    erase(here, "--mentions", TELEPHONE)
    wang.note(sheet, SAID)
    wang.sync()
    assert traces(everything_said(here)) == [CUSTOMER]
    assert erase(here, "--mentions", CUSTOMER) == 0
    assert traces(everything_said(here)) == []
    assert verify(here.office.log) == []
    assert erase(here, "--mentions", CUSTOMER) == 1


def test_f62_an_open_case_keeps_its_customer(here: Company, capsys: pytest.CaptureFixture[str]):
    here.open_case(WANG)
    assert erase(here, "--mentions", TELEPHONE) == 1
    assert "not finished" in capsys.readouterr().out
    assert TELEPHONE in traces(everything_said(here))


def test_f62_what_was_finished_years_ago_is_erased_and_what_is_younger_stays(here: Company):
    here.clock.at = here.clock.at.replace(year=2020)
    old = here.open_case(WANG)
    here.record(CLERK, old, Cancelled("客户自己修好了"))
    here.clock.at = here.clock.at.replace(year=2026)
    a_finished_case(here)
    assert erase(here, "--years", "3") == 0
    erased = here.rows("select distinct sheet from facts where erased_by is not null")
    assert erased == [(old,)]
    assert here.rows('select "user" from facts order by seq desc limit 1') == [(DIRECTOR.user,)]


def test_calling_a_fact_erased_hides_no_tampering(here: Company):
    a_finished_case(here)
    erase(here, "--mentions", TELEPHONE)
    other = here.open_case(WANG)
    f = tables.facts
    with here.office.database.write() as connection:
        erasing = connection.execute(select(f.c.erased_by).where(f.c.erased_by.is_not(None)).limit(1)).scalar_one()
        row = connection.execute(select(f).where(f.c.sheet == other).limit(1)).one()
        line = row.line.replace("门不开".encode(), "门开了".encode())
        connection.execute(update(f).where(f.c.seq == row.seq).values(line=line, erased_by=erasing))
    assert any(f"position {row.seq}" in finding for finding in verify(here.office.log))


def everything_said(here: Company) -> bytes:
    f, s = tables.facts.c, tables.sheets.c
    with here.office.database.read() as connection:
        lines = connection.execute(select(f.line, f.quarantine)).all()
        entries = connection.execute(select(s.entries)).scalars().all()
    return b"".join(part for row in lines for part in row if part) + json.dumps(entries, ensure_ascii=False).encode()
