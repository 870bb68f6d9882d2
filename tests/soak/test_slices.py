"""A slice of `make soak` in every run of the suite, and that it would see what it looks for."""

import random
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from field_app.domain.facts import SheetId
from field_app.store.native import FilePlaces
from field_app.store.shelf import Shelf
from tests.cast import DirectOffice
from tests.soak import fuzz, histories, kills
from tests.soak.table import HISTORIES, KILLS, LINES, ON_POSTGRES, Tally, table, with_a_test
from tests.soak.work import SHARES, shares
from tests.store.making import directions, identity

HOUSE = Path(__file__).parents[2]
AMOUNTS = {HISTORIES: 30, ON_POSTGRES: 5, LINES: 2000, KILLS: 40}


def luck(seed: str) -> random.Random:
    return random.Random(seed)  # noqa: S311 - the same in every run


def test_a_small_soak_finds_nothing_and_says_what_it_did(record_property: Callable[[str, object], None]):
    given = [
        "--histories",
        "30",
        "--postgres",
        "5",
        "--lines",
        "2000",
        "--kills",
        "40",
        "--seed",
        "1",
        "--minutes",
        "10",
        "--no-permissions",
    ]
    run = subprocess.run(
        [sys.executable, "-m", "tests.soak", "--no-permissions", *given], cwd=HOUSE, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr
    figures = dict(re.findall(r"^(\S.*?)  +(\S.*)$", run.stdout, re.MULTILINE))
    assert {kind: figures[kind] for kind in AMOUNTS} == {HISTORIES: "30", ON_POSTGRES: "5", LINES: "2,000", KILLS: "40"}
    assert (figures["lost"], figures["leaked"], figures["wrong otherwise"]) == ("0", "0", "0")
    for kind in AMOUNTS:
        record_property(kind, int(figures[kind].replace(",", "")))


def test_a_history_with_backups_comes_through_restores(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(histories, "WITH_BACKUPS", 1)
    restored = 0
    for seed in range(12):
        history = histories.History(luck(f"restored-{seed}"), tmp_path / f"{seed}")
        assert history.run() == []
        restored += history.here.office.settings.database != "sqlite://"
    assert restored >= 2


def begun(folder: Path) -> tuple[histories.History, SheetId]:
    """A history before its first step, in which 王工 has a case."""
    history = histories.History(luck("1"), folder)
    sheet = history.here.open_case(histories.WANG)
    history.carried = [history._carry(person) for person in (*histories.TECHNICIANS, histories.SUPERVISOR)]
    return history, sheet


def test_a_history_sees_a_record_that_was_called_saved_and_is_gone(tmp_path: Path):
    history, sheet = begun(tmp_path)
    wang = history.carried[0].phone
    wang.note(sheet)
    # Signed in anew without carrying over what the journal before it has.
    wang.identity = history.here.enrol(histories.WANG)
    wang.device, wang.way.way = wang.shelf.create(wang.identity), DirectOffice(history.here.office, wang.identity.token)
    tally = Tally(findings=history._judged())
    assert (tally.lost, tally.leaked, len(tally.findings)) == (1, 0, 1)


def test_a_history_sees_a_sheet_held_by_who_no_longer_has_the_case(tmp_path: Path):
    history, sheet = begun(tmp_path)
    history.here.assign(sheet, histories.LI)
    boss = history.carried[-1].phone
    boss.way.is_bad = False
    boss.sync()
    tally = Tally(findings=list(history._held_otherwise()))
    assert (tally.leaked, len(tally.findings)) == (1, 2)


def test_a_kill_that_lost_an_acknowledged_record_is_seen(tmp_path: Path):
    shelf = Shelf(FilePlaces(tmp_path))
    shelf.create(identity()).record([directions(kills._text(1), kills.SHEET)])
    shelf.close()
    assert kills._reopened(tmp_path, acknowledged=1) == ([], 1)
    (lost,), _ = kills._reopened(tmp_path, acknowledged=2)
    assert "lost" in lost


def test_fuzzing_sees_an_office_that_breaks():
    fuzzing = fuzz.Fuzz(luck("1"))
    fuzzing.here.office.exchange.log = None
    fuzzing._batch(fuzz.BATCH)
    assert any("AttributeError" in finding for finding in fuzzing.findings)


def test_some_fuzzed_lines_are_still_lines_and_some_are_not():
    fuzzing, chance = fuzz.Fuzz(luck("1")), luck("2")
    are_lines = {fuzzing._is_line(1, fuzz.changed(line, chance).replace(b"\n", b" ")) for line in fuzzing._lines("s") for _ in range(60)}
    assert are_lines == {True, False} and not fuzzing.findings


def test_a_soak_cut_short_had_some_of_each_kind():
    work = shares(1, {kind: 20 * amount for kind, amount in SHARES.items()})
    assert {share.kind for share in work[: len(SHARES)]} == set(SHARES)
    tally = Tally()
    tally.add(HISTORIES, 5, [])
    assert "5 of 10, time was up" in table(tally, {HISTORIES: 10}, with_a_test())
