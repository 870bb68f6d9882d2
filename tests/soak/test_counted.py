"""The table at the end of a run counts what passed in it, and nothing else."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.counted import Counted
from tests.soak.table import HISTORIES, PAIRS, pairs_checked

HOUSE = Path(__file__).parents[2]


def report(outcome: str, *said: tuple[str, object], when: str = "call", why: str = "") -> pytest.TestReport:
    return pytest.TestReport("tests/test_it.py::test_it", ("", 0, ""), {}, outcome, why or None, when, user_properties=list(said))


def counted(*reports: pytest.TestReport) -> Counted:
    seen = Counted()
    for one in reports:
        seen.see(one)
    return seen


def test_a_fault_is_survived_once_its_tests_passed_on_both_databases():
    on_sqlite = report("passed", ("fault", 14), ("database", "sqlite"))
    on_postgres = report("passed", ("fault", 14), ("database", "postgres"))
    assert [counted(on_sqlite).survived, counted(on_sqlite, on_postgres).survived] == [0, 1]


def test_a_fault_without_an_office_needs_no_database():
    assert counted(report("passed", ("fault", 2))).survived == 1


@pytest.mark.parametrize(("outcome", "when"), [("failed", "call"), ("failed", "setup"), ("skipped", "setup"), ("failed", "teardown")])
def test_one_test_that_did_not_pass_and_the_fault_is_not_survived(outcome: str, when: str):
    assert counted(report("passed", ("fault", 2)), report(outcome, ("fault", 2), when=when)).survived == 0


def test_only_what_passed_is_counted_and_once():
    phases = [report("passed", (HISTORIES, 30), when=when) for when in ("setup", "call", "teardown")]
    seen = counted(*phases, report("failed", (HISTORIES, 7)), report("passed", (PAIRS, 5)))
    assert (seen.tally.done[HISTORIES], seen.tally.done[PAIRS]) == (30, 5)


def test_what_failing_tests_found_lost_and_leaked_is_counted():
    lost = report("failed", why="assert ['wang: recorded 1 times, 0 times at the office: …'] == []")
    leaked = report("failed", why='assert ["li: holds s1, which isn\'t theirs to see"] == []')
    seen = counted(lost, leaked, report("failed", why="assert 1 == 2"))
    assert (seen.tally.lost, seen.tally.leaked, len(seen.tally.findings)) == (1, 1, 3)


def test_a_permission_test_is_worth_the_pairs_it_checks():
    assert pairs_checked("tests/sync/test_permissions.py::test_f54_a_fact_of_another_role_is_refused[clerk]") > 40
    assert pairs_checked("tests/sync/test_permissions.py::test_f52_a_stranger_gets_one_answer_from_every_door[-GET /v1/live]") == 1
    assert pairs_checked("tests/sync/test_http.py::test_it") == 0


def test_the_table_is_printed_by_a_whole_run_on_several_processes_and_by_no_other(tmp_path: Path):
    tests = ("def test_f2_it(record_property): record_property('inputs fuzzed', 1200)", "def test_f7_it(): assert False, 'lost'")
    (tmp_path / "conftest.py").write_text("pytest_plugins = ['tests.counted']\n")
    (tmp_path / "test_it.py").write_text("\n".join(tests))
    whole = printed("-n", "2", "-o", f"testpaths={tmp_path}")
    assert all(row in whole for row in ("1/65", "inputs fuzzed", "1,200"))
    assert [line.split()[-1] for line in whole.splitlines() if line.startswith(("lost ", "leaked "))] == ["1", "0"]
    assert "1/65" not in printed("-n", "0", str(tmp_path))


def printed(*more: str) -> str:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *more]
    return subprocess.run(command, cwd=HOUSE, capture_output=True, text=True, check=False).stdout
