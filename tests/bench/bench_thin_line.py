"""A backlog of 10,000 facts over 30 kbit/s where three requests of ten are cut: `python -m tests.bench.bench_thin_line`.

The server is a process of its own; the line's time is counted, not waited for. Every run has its seed and its way of cutting.
"""

import argparse
import random
import statistics
import tempfile
from collections import Counter
from contextlib import suppress
from pathlib import Path

from attrs import frozen

from field_app.domain.facts import dump_line
from sync.protocol import Offline, utc_now
from tests.bench.bench_sync import free_port, running, serve_command, shares
from tests.bench.watch import Watch
from tests.cast import WANG, Company, Phone, company_at
from tests.faults.thin_line import ThinLine, any_three_of_ten, every_third, in_bursts
from tests.faults.ways import OverHttp

MODELS = {"any three of ten": any_three_of_ten, "in bursts": in_bursts, "every third": every_third}
FACTS, RUNS = 10_000, 9
MOST_MINUTES, MOST_UP_MB, MOST_MEGABYTES = 13, 1.2, 300


@frozen
class Crossed:
    """What it took to bring the backlog across."""

    minutes: float
    up: int
    down: int
    tries: int
    cuts: int
    lost: int
    twice: int
    megabytes: float


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.bench_thin_line", description=__doc__)
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--seed", type=int, default=20)
    asked = parser.parse_args()
    runs = []
    for place in range(asked.runs):
        name = list(MODELS)[place % len(MODELS)]
        with tempfile.TemporaryDirectory() as folder:
            runs.append(crossed(Path(folder), asked.seed + place, name))
        print(f"  seed {asked.seed + place}, {name}: {said(runs[-1])}", flush=True)
    print(f"{FACTS:,} facts of backlog, real days with signatures, over 30 kbit/s, {len(runs)} runs: {in_all(runs)}")


def said(run: Crossed) -> str:
    return f"{run.minutes:.1f} min of line, {run.up / 1e6:.2f} MB up, {run.down / 1e6:.2f} MB down, {run.cuts} of {run.tries} requests cut"


def in_all(runs: list[Crossed]) -> str:
    minutes, up = (statistics.median(each) for each in ([run.minutes for run in runs], [run.up / 1e6 for run in runs]))
    lost, twice = sum(run.lost for run in runs), sum(run.twice for run in runs)
    return (
        f"median {minutes:.1f} min of line (goal < {MOST_MINUTES}), {up:.2f} MB up (goal < {MOST_UP_MB}), "
        f"{lost} lost, {twice} twice (goal 0), server's memory {max(run.megabytes for run in runs):.0f} MB (goal < {MOST_MEGABYTES})"
    )


def crossed(folder: Path, seed: int, model: str) -> Crossed:
    here = company_at(folder)
    phone, luck, port = here.phone(WANG), random.Random(seed), free_port()  # noqa: S311 - the same cuts whenever this seed is run
    phone.clock = utc_now
    for draft in shares(here, 1)[0][:FACTS]:
        phone.saved += phone.device.record([draft])
    with running(serve_command(folder, port), port) as pid, Watch(pid) as watch, OverHttp(f"http://127.0.0.1:{port}", phone):
        line = phone.way = ThinLine(phone.way, luck, MODELS[model](luck))
        while phone.device.sending().unsent:
            with suppress(Offline):
                phone.sync()
    recorded, there = Counter(map(dump_line, phone.saved)), Counter(in_log(here, phone))
    here.office.close()
    lost, twice = (recorded - there).total(), (there - recorded).total()
    return Crossed(line.seconds / 60, line.up, line.down, line.tries, line.cuts, lost, twice, watch.most_megabytes)


def in_log(here: Company, phone: Phone) -> list[bytes]:
    return [bytes(line) for (line,) in here.rows("select line from facts where device = ?", phone.identity.device)]


if __name__ == "__main__":
    main()
