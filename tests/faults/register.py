"""Which faults of the list have a test that carries their number."""

import re
from collections.abc import Iterator
from pathlib import Path

FAULTS = range(1, 66)
TESTS = Path(__file__).parents[1]
_NAMED = re.compile(r"^\s*(?:async )?def test((?:_f\d+)+)_", re.MULTILINE)


def tested(under: Path = TESTS) -> set[int]:
    """The numbers of all tests named test_f<number>_…; a name may carry several."""
    return {number for file in sorted(under.rglob("test_*.py")) for number in _numbers(file.read_text())}


def _numbers(source: str) -> Iterator[int]:
    for named in _NAMED.findall(source):
        yield from map(int, re.findall(r"\d+", named))
