"""Which faults of the list have a test that carries their number, and where a server takes part, on which databases it runs."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import database_of, faults_of

FAULTS = range(1, 66)
BOTH = frozenset({"sqlite", "postgres"})
# No office takes part: the device's storage, its line, its clock, its screen lock, and the shell of the web build.
WITHOUT_OFFICE = frozenset({1, 2, 3, 5, 6, 7, 8, 9, 18, 21, 58, 64})
# Those that are about one database, and the one about moving from either to the other.
OF_ONE = {32: {"postgres"}, 33: {"sqlite"}, 37: {"postgres"}}

TESTS = Path(__file__).parents[1]
_FOUND = "databases of the faults: "
_NAMED = re.compile(r"^\s*(?:async )?def test((?:_f\d+)+)_", re.MULTILINE)


def wanted(fault: int) -> frozenset[str]:
    """The databases a fault must be survived on."""
    return frozenset() if fault in WITHOUT_OFFICE else frozenset(OF_ONE.get(fault, BOTH))


def tested(under: Path = TESTS) -> set[int]:
    """The numbers of all tests named test_f<number>_…; a name may carry several."""
    return {number for file in carrying(under) for number in _numbers(file.read_text())}


def carrying(under: Path = TESTS) -> list[Path]:
    """The files that have such a test."""
    return [file for file in sorted(under.rglob("test_*.py")) if _NAMED.search(file.read_text())]


def _numbers(source: str) -> Iterator[int]:
    for named in _NAMED.findall(source):
        yield from map(int, re.findall(r"\d+", named))


def databases(files: list[Path]) -> dict[int, set[str]]:
    """On which databases the tests of each fault would run, as pytest itself collects them."""
    command = [sys.executable, "-m", "pytest", "-qq", "-n", "0", "--collect-only", "-p", __name__, *map(str, files)]
    said = subprocess.run(command, cwd=TESTS.parent, capture_output=True, text=True, check=True).stdout
    found = next(line for line in said.splitlines() if line.startswith(_FOUND))
    return {int(fault): set(names) for fault, names in json.loads(found.removeprefix(_FOUND)).items()}


def pytest_collection_finish(session: pytest.Session) -> None:
    """As a plugin of that run: say what was collected."""
    found: dict[int, set[str]] = {}
    for test in session.items:
        for fault in faults_of(test):
            found.setdefault(fault, set()).add(database_of(test))
    print("", _FOUND + json.dumps({fault: sorted(names - {""}) for fault, names in found.items()}), sep="\n")
