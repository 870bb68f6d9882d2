"""Journals in real files: a real kill, a real lock, a real full disk."""

import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from field_app.store.door import AlreadyOpen, StorageFull, StoreBroken
from field_app.store.native import FileSlot, open_files
from tests.store.making import opened

HOUSE = Path(__file__).parents[2]
WRITER = """
import sys
from pathlib import Path
from field_app.store.journal import open_journal
from field_app.store.native import open_files
journal, contents = open_journal(open_files(Path(sys.argv[1])))
for n in range(len(contents.spans), 10**6):
    journal.append(b"%d:" % n + b"x" * (n % 700))
    print(n, flush=True)
"""


def writer(stem: Path) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", WRITER, stem], cwd=HOUSE, stdout=subprocess.PIPE, text=True)


def test_f1_killed_for_real_everything_acknowledged_is_there(tmp_path):
    acknowledged = -1
    for lines in (40, 3, 150, 1, 77, 20):
        with writer(tmp_path / "1") as child:
            for _ in range(lines):
                acknowledged = int(child.stdout.readline())
            child.send_signal(signal.SIGKILL)
            acknowledged = max([acknowledged, *map(int, child.stdout.read().split())])
        slots = open_files(tmp_path / "1")
        journal, found = opened(slots)
        journal.close()
        assert len(found) in (acknowledged + 1, acknowledged + 2)
        assert found == [b"%d:" % n + b"x" * (n % 700) for n in range(len(found))]
        acknowledged = len(found) - 1


def test_f9_a_journal_another_process_holds_is_not_opened(tmp_path):
    with writer(tmp_path / "1") as child:
        child.stdout.readline()
        with pytest.raises(AlreadyOpen):
            open_files(tmp_path / "1")
        child.kill()
        child.stdout.read()
    for slot in open_files(tmp_path / "1"):
        slot.close()


def test_f7_a_disk_without_room_says_so_and_works_again(tmp_path):
    journal, _ = opened(open_files(tmp_path / "1"))
    journal.append(b"one")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (journal.size + 50, before[1]))
        with pytest.raises(StorageFull):
            journal.append(b"x" * 500)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)
    journal.append(b"two")
    journal.close()
    assert opened(open_files(tmp_path / "1"))[1] == [b"one", b"two"]


def test_f6_a_file_that_cannot_be_flushed_is_broken(tmp_path):
    slot = FileSlot(tmp_path / "1.a")
    os.close(slot._fd)
    reader, slot._fd = os.pipe()
    with pytest.raises(StoreBroken):
        slot.flush()
    slot.close()
    os.close(reader)


def test_what_is_not_ours_in_the_directory_is_left_alone(tmp_path):
    (tmp_path / "notes.a").write_text("mine")
    from field_app.store.native import FilePlaces

    places = FilePlaces(tmp_path)
    places.open(3)
    assert places.numbers() == [3]
    assert (tmp_path / "notes.a").read_text() == "mine"


def test_journals_are_for_their_owner_only(tmp_path):
    for slot in open_files(tmp_path / "1"):
        slot.close()
    assert (tmp_path / "1.a").stat().st_mode & 0o077 == 0
