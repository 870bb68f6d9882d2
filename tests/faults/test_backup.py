"""The office is lost and comes back from a backup, or moves; nothing a living phone recorded is missing (F35, F36, F37, F62, F63)."""

import resource
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from field_app.domain.facts import dump_line
from field_app.domain.repair.dispatch import Analysed, Assigned, NoteAdded
from field_app.domain.repair.intake import HandedOver, Request, RequestTaken
from sync.__main__ import main
from sync.protocol import Offline, SignedOut
from sync.server import backing_up, tables
from sync.server.app import Office
from sync.server.backing_up import Plan, seconds_until_due
from sync.server.backup import LOCK
from sync.server.database import Database
from sync.server.settings import Settings
from sync.server.truth import verify
from tests.cast import CLERK, LI, QUICK, SUPERVISOR, WANG, Company, DirectOffice, Phone, company, new_id
from tests.faults import oracle
from tests.faults.crowd import all_write, writers
from tests.sync.serving import running, served


@pytest.fixture
def here(lasting: str) -> Iterator[Company]:
    here = company(lasting)
    yield here
    here.office.close()


def backed_up(here: Company, folder: Path) -> Path:
    assert main(["backup", str(folder), "--database", here.office.settings.database]) == 0
    return max(folder.glob("*.sqlite"))


def reopened(here: Company, url: str, *phones: Phone) -> Company:
    """A new server on this database, for the same phones."""
    here.office.close()
    again = Company(Office(Settings(database=url), here.clock, QUICK), here.clock)
    for phone in phones:
        phone.way = DirectOffice(again.office, phone.identity.token)
    return again


def restored(here: Company, file: Path, *phones: Phone) -> Company:
    """The server is lost for good; what comes back, comes from this file."""
    url = f"sqlite:///{file.parent.parent / 'restored' / 'office.sqlite'}"
    assert main(["restore", str(file), "--database", url]) == 0
    return reopened(here, url, *phones)


def opened_at_a_desk(desk: Phone) -> str:
    """A complete case from a device of the clerk's, so that a living device has it."""
    sheet = new_id()
    request = Request("海晟大厦", "客梯改造", "周海燕", "13851506601", "门不开", "今天", date(2025, 6, 1), 24)
    desk.record(sheet, RequestTaken(f"261123-{desk.identity.tag}-01", "phone", request), HandedOver())
    return sheet


def test_f35_what_any_living_phone_recorded_is_back_after_the_server_is_lost(here: Company, tmp_path: Path):
    desk, boss, wang, li = (here.phone(person) for person in (CLERK, SUPERVISOR, WANG, LI))
    first = opened_at_a_desk(desk)
    desk.sync()
    boss.sync()
    boss.record(first, Analysed("皮带松", "normal"), Assigned(WANG.user))
    boss.sync()
    wang.note(first, "备份之前")
    wang.sync()
    file = backed_up(here, tmp_path / "backups")
    oracle.quiet(desk, boss, wang, li)
    assert kept_only_here(wang) == 0

    wang.note(first, "备份之后")
    second = opened_at_a_desk(desk)
    late = here.phone(LI)  # enrolled after the backup: the restored server has never heard of it
    desk.sync()
    boss.sync()
    boss.record(second, Analysed("皮带松", "normal"), Assigned(LI.user))
    for phone in (boss, wang, late):
        phone.sync()
    late.note(second, "新手机记的")
    late.sync()
    wang.note(first, "还没发")
    here.clock.forward(hours=1)

    again = restored(here, file, desk, boss, wang, li, late)
    with pytest.raises(SignedOut):
        late.sync()
    lost_tag = late.identity.tag
    again.enrol_again(late)
    oracle.quiet(desk, boss, wang, li, late)
    assert oracle.findings(again, desk, boss, wang, li, late) == []
    assert [entry.body.text for entry in boss.sees(first).live(NoteAdded)] == ["备份之前", "备份之后", "还没发"]
    assert [entry.body.text for entry in late.sees(second).live(NoteAdded)] == ["新手机记的"]
    assert late.identity.tag != lost_tag
    again.office.close()


def kept_only_here(phone: Phone) -> int:
    """Own facts the phone still holds on to."""
    return len(phone.device.unsent_lines(0, 1000))


@pytest.mark.parametrize("waiting", [(), ("还没发",)], ids=["nothing new to send", "something to send"])
def test_f36_a_copy_put_back_without_a_word_is_noticed_and_what_it_lacks_sent_again(tmp_path: Path, waiting: tuple[str, ...]):
    here = company(f"sqlite:///{tmp_path / 'office.sqlite'}")
    sheet, wang = here.open_case(WANG), here.phone(WANG)
    wang.sync()
    here.office.close()
    shutil.copy(tmp_path / "office.sqlite", tmp_path / "old.sqlite")
    here = reopened(here, here.office.settings.database, wang)
    wang.note(sheet, "之后")
    wang.sync()
    again = reopened(here, f"sqlite:///{tmp_path / 'old.sqlite'}", wang)
    for text in waiting:
        wang.note(sheet, text)
    assert wang.sync().office_went_back
    assert oracle.lines_of(again, wang) == [dump_line(fact) for fact in wang.saved]
    again.office.close()


def test_a_backup_taken_while_phones_write_is_whole(here: Company, tmp_path: Path):
    crowd = writers(here, 4, batches=2)
    with running(here) as origin:
        writing = threading.Thread(target=all_write, args=(crowd, [origin], 50))
        writing.start()
        files = [backed_up(here, tmp_path / "backups") for _ in range(3)]
        writing.join()
    for file in files:
        kept = Office(Settings(database=f"sqlite:///{file}"))
        assert verify(kept.log) == []
        kept.close()


def test_durable_is_what_the_last_verified_backup_holds(here: Company, tmp_path: Path):
    sheet = here.open_case(WANG)
    seq = here.rows("select seq from counter")[0][0]
    assert here.rows("select durable_seq from counter") == [(0,)]
    backed_up(here, tmp_path / "backups")
    here.record(SUPERVISOR, sheet, NoteAdded("之后"))
    assert here.rows("select durable_seq from counter") == [(seq,)]


def test_f63_a_damaged_office_is_not_backed_up_and_nothing_is_called_durable(
    here: Company, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    backed_up(here, tmp_path / "backups")
    durable = here.rows("select durable_seq from counter")
    sheet = here.open_case(WANG)
    with here.office.database.write() as connection:
        connection.execute(update(tables.sheets).where(tables.sheets.c.id == sheet).values(version=1))
    assert main(["backup", str(tmp_path / "backups"), "--database", here.office.settings.database]) == 1
    assert f"sheet {sheet}" in capsys.readouterr().err
    assert here.rows("select durable_seq from counter") == durable
    assert len(list((tmp_path / "backups").iterdir())) == len(["the one before", LOCK])


SAYS = {"backup": "No backup was made", "restore": "Nothing was restored", "move": "Nothing was moved"}


@pytest.mark.parametrize("command", SAYS)
def test_f63_without_room_nothing_is_backed_up_restored_or_moved_and_it_says_so(here: Company, tmp_path: Path, command: str):
    folder, elsewhere = tmp_path / "backups", f"sqlite:///{tmp_path / 'elsewhere' / 'office.sqlite'}"
    file, facts = backed_up(here, folder), here.rows("select count(*) from facts")
    here.open_case(WANG)
    durable, mine = here.rows("select durable_seq from counter"), ["--database", here.office.settings.database]
    asked = {"backup": [str(folder), *mine], "restore": [str(file), "--database", elsewhere], "move": [elsewhere, *mine]}
    done = without_room(command, *asked[command])
    assert (done.returncode, SAYS[command] in done.stderr, "Traceback" in done.stderr) == (1, True, False), done.stderr
    assert here.rows("select durable_seq, closed_at from counter") == [(*durable[0], 0)]
    assert [path.name for path in folder.iterdir() if path.name not in (LOCK, file.name)] == []
    if command == "backup":
        return
    # What lies there now stops nobody from trying again once there is room.
    assert main([command, *asked[command]]) == 0
    arrived = Database(elsewhere)
    with arrived.read() as connection:
        assert connection.execute(select(func.count()).select_from(tables.facts)).scalar_one() >= facts[0][0]
    arrived.dispose()


def without_room(*asked: str) -> "subprocess.CompletedProcess[str]":
    """A command for which every file is full at 100 kB."""

    def fill() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))

    command = [sys.executable, "-m", "sync", *asked]
    return subprocess.run(command, capture_output=True, text=True, preexec_fn=fill, check=False)


def test_only_the_newest_backups_are_kept(here: Company, tmp_path: Path):
    files = []
    for _ in range(3):
        here.open_case(WANG)
        files.append(backed_up(here, tmp_path / "backups"))
    here.open_case(WANG)
    assert main(["backup", str(tmp_path / "backups"), "--keep", "2", "--database", here.office.settings.database]) == 0
    left = sorted((tmp_path / "backups").glob("*.sqlite"))
    assert len(left) == 2 and files[2] in left


def test_nothing_is_restored_over_facts_nor_from_a_damaged_file(here: Company, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    file = backed_up(here, tmp_path / "backups")
    assert main(["restore", str(file), "--database", here.office.settings.database]) == 1
    assert "has facts already" in capsys.readouterr().err
    damaged = Database(f"sqlite:///{file}")
    with damaged.write() as connection:
        connection.execute(update(tables.facts).where(tables.facts.c.seq == 3).values(line=b"[1]"))
    damaged.dispose()
    empty = f"sqlite:///{tmp_path / 'empty' / 'office.sqlite'}"
    assert main(["restore", str(file), "--database", empty]) == 1
    assert main(["restore", str(tmp_path / "nowhere"), "--database", empty]) == 1
    untouched = Database(empty)
    with untouched.read() as connection:
        assert connection.execute(select(tables.facts)).first() is None
    untouched.dispose()


def test_f37_a_company_moves_to_postgresql_and_phones_notice_nothing(tmp_path: Path, postgres: str):
    here = company(f"sqlite:///{tmp_path / 'office.sqlite'}")
    sheet, wang, desk = here.open_case(WANG), here.phone(WANG), here.phone(SUPERVISOR)
    wang.note(sheet, "搬家前")
    oracle.quiet(wang, desk)
    counter = here.rows("select epoch, seq, chain from counter")
    facts = here.rows("select seq, device, n, hash, chain, line from facts order by seq")
    assert main(["move", postgres, "--database", here.office.settings.database]) == 0

    wang.note(sheet, "搬家时")
    with pytest.raises(Offline):
        wang.sync()
    with pytest.raises(Offline):
        desk.sync()
    with pytest.raises(Offline):
        here.phone(LI)

    again = reopened(here, postgres, wang, desk)
    assert again.rows("select epoch, seq, chain from counter") == counter
    assert again.rows("select seq, device, n, hash, chain, line from facts order by seq") == facts
    assert wang.sync().requests == 1
    oracle.quiet(wang, desk)
    assert oracle.findings(again, wang, desk) == []
    again.open_case(WANG)
    assert verify(again.office.log) == []
    again.office.close()


def test_f37_a_move_back_from_postgresql_is_the_same(tmp_path: Path, postgres: str):
    here = company(postgres)
    sheet, wang = here.open_case(WANG), here.phone(WANG)
    wang.note(sheet)
    oracle.quiet(wang)
    target = f"sqlite:///{tmp_path / 'office.sqlite'}"
    assert main(["move", target, "--database", postgres]) == 0
    assert main(["move", target, "--database", postgres]) == 1
    again = reopened(here, target, wang)
    wang.note(sheet, "之后")
    oracle.quiet(wang)
    assert oracle.findings(again, wang) == []
    again.office.close()


def test_f37_whom_the_office_tells_its_news_is_known_after_a_move(tmp_path: Path, postgres: str):
    here = company(f"sqlite:///{tmp_path / 'office.sqlite'}")
    hook = {"company": here.office.log.company, "kind": "plain", "url": "https://example.com/a", "secret": "", "events": "", "made_at": 1}
    with here.office.database.write() as connection:
        connection.execute(tables.webhooks.insert(), [hook, hook | {"url": "https://example.com/b"}])
        connection.execute(tables.webhooks.delete().where(tables.webhooks.c.id == 1))
    assert main(["move", postgres, "--database", here.office.settings.database]) == 0
    again = reopened(here, postgres)
    with again.office.database.write() as connection:
        connection.execute(tables.webhooks.insert(), hook)
    assert again.rows("select id, url from webhooks order by id") == [(2, "https://example.com/b"), (3, "https://example.com/a")]
    again.office.close()


def test_a_server_told_where_backs_up_by_itself_and_what_is_in_it_is_durable(here: Company, tmp_path: Path):
    here.open_case(WANG)
    seq = here.rows("select seq from counter")[0][0]
    folder = tmp_path / "backups"
    with served(here.office.settings.database, "--backups", str(folder)) as (_, process):
        wait_until(lambda: here.rows("select durable_seq from counter") == [(seq,)])
        assert process.poll() is None
    assert len(list(folder.glob("*.sqlite"))) == 1


def test_f63_a_backup_that_could_not_even_begin_is_tried_again(
    here: Company, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    monkeypatch.setattr(backing_up, "TRY_AGAIN_SECONDS", 0.01)
    program, folder = sys.executable, tmp_path / "backups"
    monkeypatch.setattr(sys, "executable", str(tmp_path / "no program"))
    with backing_up.backing_up(here.office.settings, Plan(folder)):
        wait_until(lambda: caplog.text.count("no backup was made") > 1)
        monkeypatch.setattr(sys, "executable", program)
        wait_until(lambda: any(folder.glob("*.sqlite")))


def test_a_server_started_again_waits_until_the_next_backup_is_due(here: Company, tmp_path: Path):
    plan = Plan(tmp_path / "backups", hours=24)
    assert seconds_until_due(here.office.settings, plan) == 0
    backed_up(here, plan.folder)
    assert 23 * 3600 < seconds_until_due(here.office.settings, plan) <= 24 * 3600


def wait_until(happens: Callable[[], bool]) -> None:
    give_up = time.monotonic() + 60
    while not happens():
        assert time.monotonic() < give_up
        time.sleep(0.05)
