"""What a soak came to, as a table."""

from collections import Counter
from collections.abc import Mapping

from attrs import define, field

from tests.faults.register import FAULTS, tested

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


def table(tally: Tally, wanted: Mapping[str, int]) -> str:
    """`wanted` is how much of each kind was asked for."""
    rows = [("faults of the list with a test of their number", f"{len(tested() & set(FAULTS))}/{len(FAULTS)}")]
    rows += [(kind, _of(tally.done[kind], amount)) for kind, amount in wanted.items()]
    others = len(tally.findings) - tally.lost - tally.leaked
    rows += [("lost", str(tally.lost)), ("leaked", str(tally.leaked)), ("wrong otherwise", str(others))]
    width = max(len(name) for name, _ in rows)
    return "\n".join(f"{name:<{width}}  {figure:>24}" for name, figure in rows)


def _of(done: int, wanted: int) -> str:
    return f"{done:,}" if done >= wanted else f"{done:,} of {wanted:,}, time was up"
