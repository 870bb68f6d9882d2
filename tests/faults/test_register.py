"""Every fault of the list has a test that carries its number."""

from pathlib import Path

from tests.faults import register

# Faults without one, each with one line why. It only ever shrinks.
OPEN: dict[int, str] = {}


def test_every_fault_of_the_list_has_a_test_of_its_number_or_a_reason_why_not():
    assert set(register.FAULTS) - register.tested() == set(OPEN)


def test_no_test_carries_the_number_of_a_fault_that_is_not_on_the_list():
    assert register.tested() <= set(register.FAULTS)


def test_a_name_may_carry_several_numbers_and_a_call_is_no_test(tmp_path: Path):
    lines = ("def test_f16_f7_it():", "    test_f9_it()", "    def test_f02_inner(): ...", "def test_f8ight(): ...")
    (tmp_path / "test_it.py").write_text("\n".join(lines))
    assert register.tested(tmp_path) == {16, 7, 2}
