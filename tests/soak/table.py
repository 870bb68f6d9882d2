"""What a soak, or a run of all tests, came to, as a table."""

from collections import Counter
from collections.abc import Mapping

from attrs import define, field

from field_app.domain.facts import TYPES
from tests.faults.register import FAULTS, tested

HISTORIES, ON_POSTGRES, LINES, KILLS, PAIRS = (
    "histories of four phones and an office",
    "the same with PostgreSQL",
    "inputs fuzzed",
    "kills of a recording process",
    "permission pairs",
)
COUNTED = (HISTORIES, ON_POSTGRES, LINES, KILLS, PAIRS)
PERMISSIONS = "tests/sync/test_permissions.py"
OF_ALL_TYPES = "a_fact_of_another_role"  # the one test that checks every type of fact for its role
LEAKED = "isn't theirs to see"
LOST = ("times at the office", "still unsent", "lost")


@define
class Tally:
    """How much was done of each kind, and what was wrong."""

    done: Counter[str] = field(factory=Counter)
    findings: list[str] = field(factory=list)

    def add(self, kind: str, amount: int, findings: list[str]) -> None:
        self.done[kind] += amount
        self.findings += findings

    @property
    def leaked(self) -> int:
        return sum(LEAKED in finding for finding in self.findings)

    @property
    def lost(self) -> int:
        return sum(LEAKED not in finding and any(words in finding for words in LOST) for finding in self.findings)


def pairs_checked(test: str) -> int:
    """How many pairs a permission test checks, by its id: a role or stranger at a door, or a role with each type of fact."""
    if PERMISSIONS not in test:
        return 0
    return len(TYPES) if OF_ALL_TYPES in test else 1


def with_a_test() -> tuple[str, str]:
    return "faults of the list with a test of their number", f"{len(tested() & set(FAULTS))}/{len(FAULTS)}"


def table(tally: Tally, wanted: Mapping[str, int], first: tuple[str, str]) -> str:
    """`wanted` is how much of each kind was asked for; `first` is what the table begins with."""
    rows = [first, *((kind, _of(tally.done[kind], amount)) for kind, amount in wanted.items())]
    others = len(tally.findings) - tally.lost - tally.leaked
    rows += [("lost", str(tally.lost)), ("leaked", str(tally.leaked)), ("wrong otherwise", str(others))]
    width = max(len(name) for name, _ in rows)
    return "\n".join(f"{name:<{width}}  {figure:>24}" for name, figure in rows)


def _of(done: int, wanted: int) -> str:
    return f"{done:,}" if done >= wanted else f"{done:,} of {wanted:,}, time was up"
