"""What laying facts on a sheet costs, beside copying a model for each fact: `python -m tests.bench.bench_fold`."""

import statistics
import time
from collections.abc import Callable
from datetime import datetime
from functools import partial
from itertools import pairwise

from pydantic import BaseModel

from field_app.domain.archive import DirectionsNoted
from field_app.domain.days import SHANGHAI
from field_app.domain.facts import DeviceId, Fact, SheetId, UserId
from field_app.domain.sheets import Sheet, Stamp, Voided, fold, new_sheet

AT = datetime(2026, 3, 2, 8, 30, tzinfo=SHANGHAI)
ROUNDS, GOAL_MICROS = 41, 5.0
SIZES = (25, 200, 2_000)
WANG, S1 = DeviceId("d1"), SheetId("s1")
EMPTY = new_sheet(S1, "archive")


Facts = list[tuple[Fact, Stamp]]
Step = Callable[[Facts], object]


class CopiedSheet(BaseModel):
    """The peer: a frozen model, copied with one entry more for each fact."""

    id: str
    version: int = 0
    entries: tuple[object, ...] = ()


def facts(count: int, *, corrected_every: int = 0) -> Facts:
    """Decoded facts with their stamps; each `corrected_every`th corrects the one before it."""
    made = [Fact(WANG, n, S1, "directions_noted", 1, AT, DirectionsNoted("左转"), None) for n in range(1, count + 1)]
    for before, fact in pairwise(list(made)):
        if corrected_every and fact.n % corrected_every == 0:
            made[fact.n - 1] = Fact(WANG, fact.n, S1, "voided", 1, AT, Voided((WANG, before.n), "typed twice"), None)
    return [(fact, Stamp(UserId("wang"), fact.n, AT)) for fact in made]


def copied(these: Facts) -> CopiedSheet:
    sheet = CopiedSheet(id=S1)
    for fact, stamp in these:
        sheet = sheet.model_copy(update={"version": stamp.seq, "entries": (*sheet.entries, (fact, stamp))})
    return sheet


def folded(these: Facts) -> Sheet:
    return fold(EMPTY, these)


def micros_a_fact(step: Step, these: Facts) -> float:
    start = time.perf_counter()
    step(these)
    return (time.perf_counter() - start) * 1e6 / len(these)


def main() -> None:
    contests: dict[str, tuple[Step, Callable[[int], Facts]]] = {
        "fold (ours)": (folded, facts),
        "fold, every tenth a correction": (folded, partial(facts, corrected_every=10)),
        "a model copied for each fact": (copied, facts),
    }
    prepared = {(name, size): (step, make(size)) for size in SIZES for name, (step, make) in contests.items()}
    times: dict[tuple[str, int], list[float]] = {key: [] for key in prepared}
    for _ in range(ROUNDS):
        for key, (step, these) in prepared.items():
            times[key].append(micros_a_fact(step, these))
    medians = {key: statistics.median(each) for key, each in times.items()}
    print(f"Laying decoded facts on a sheet, median of {ROUNDS}, in µs a fact:")
    print(f"  {'facts':32}" + "".join(f"{size:>10,}" for size in SIZES))
    for name in contests:
        print(f"  {name:32}" + "".join(f"{medians[name, size]:10.2f}" for size in SIZES))
    worst = max(median for (name, _), median in medians.items() if name.startswith("fold"))
    print(f"  fold: {worst:.2f} µs a fact at most (goal ≤ {GOAL_MICROS:.0f}){'' if worst <= GOAL_MICROS else '  MISSED'}")


if __name__ == "__main__":
    main()
