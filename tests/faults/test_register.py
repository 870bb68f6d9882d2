"""Every fault of the list has a test that carries its number, on both databases where an office takes part."""

from pathlib import Path

from tests.faults import register

# Faults without one, each with one line why. It only ever shrinks.
OPEN: dict[int, str] = {}


def test_every_fault_of_the_list_has_a_test_of_its_number_or_a_reason_why_not():
    assert set(register.FAULTS) - register.tested() == set(OPEN)


def test_no_test_carries_the_number_of_a_fault_that_is_not_on_the_list():
    assert register.tested() <= set(register.FAULTS)


def test_every_fault_in_which_an_office_takes_part_is_injected_on_sqlite_and_on_postgresql():
    rooms = [file for file in register.carrying() if file.parent.name in ("faults", "sync", "contracts", "papers")]
    found = register.databases(rooms)
    missing = {fault: register.wanted(fault) - found.get(fault, set()) for fault in register.FAULTS}
    assert {fault: names for fault, names in missing.items() if names} == {}


def test_a_name_may_carry_several_numbers_and_a_call_is_no_test(tmp_path: Path):
    lines = ("def test_f16_f7_it():", "    test_f9_it()", "    def test_f02_inner(): ...", "def test_f8ight(): ...")
    (tmp_path / "test_it.py").write_text("\n".join(lines))
    assert register.tested(tmp_path) == {16, 7, 2}


def test_a_test_on_one_database_is_not_taken_for_one_on_both(tmp_path: Path):
    tests = ("def test_f14_a(database): ...", "def test_f15_b(postgres): ...", "def test_f16_c(): ...", "def test_d(database): ...")
    (tmp_path / "conftest.py").write_text("from tests.conftest import *\n")
    (tmp_path / "test_it.py").write_text("\n".join(tests))
    assert register.databases([tmp_path / "test_it.py"]) == {14: {"sqlite", "postgres"}, 15: {"postgres"}, 16: set()}
