"""500 phones at once: 100 facts a second for minutes, and 1,000 a second for a moment: `python -m tests.bench.bench_load`.

The office, the phones and the database are processes of their own, all on this machine's cores. A fact is on disk before it is answered.
What every phone was told is compared with the log afterwards, fact by fact.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from sqlalchemy import select

from sync.server import tables
from sync.server.database import Database
from tests.bench.bench_sync import free_port, running
from tests.bench.crowd import Plan, crowd, keep
from tests.bench.phones import Outcome, Weather, turns
from tests.bench.watch import Watch
from tests.cluster import cluster

PHONES = 500
BURST = Weather(1000, 10, at_once=10)  # as after a cell that was down: each phone has ten
STEADY_RATE = 100
LONGEST_MS, MOST_MEGABYTES = 300, 300


def main() -> None:
    asked = _arguments()
    steady = Weather(STEADY_RATE, asked.minutes * 60)
    print(f"{asked.phones} phones on {os.cpu_count()} cores, each listening for news:")
    for database in asked.databases.split(","):
        with tempfile.TemporaryDirectory() as folder, _database(database, Path(folder)) as url:
            bench(database, url, Path(folder), asked.phones, 1 if database == "sqlite" else asked.workers, (steady, BURST))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.bench_load", description=__doc__)
    parser.add_argument("--minutes", type=float, default=5, help="of the steady load, for each database")
    parser.add_argument("--phones", type=int, default=PHONES)
    parser.add_argument("--workers", type=int, default=1, help="processes of the office, where its database is PostgreSQL")
    parser.add_argument("--databases", default="sqlite,postgresql", help="of these, commas between")
    return parser.parse_args()


def _database(name: str, folder: Path) -> AbstractContextManager[str]:
    return nullcontext(f"sqlite:///{folder / 'office.sqlite'}") if name == "sqlite" else cluster(is_durable=True)


def bench(name: str, url: str, folder: Path, phones: int, workers: int, weathers: Sequence[Weather]) -> None:
    each = sum(-(-turns(weather) // phones) * weather.at_once for weather in weathers)
    plans = crowd(url, phones, each)
    keep(plans, folder / "plans.json")
    port = free_port()
    command = [sys.executable, "-m", "sync", "serve", "--database", url, "--port", str(port), "--workers", str(workers)]
    with running(command, port) as pid, Watch(pid) as watch:
        outcomes = phones_at_work(folder / "plans.json", port, weathers)
    for weather, outcome in zip(weathers, outcomes, strict=True):
        print(said(f"{name}, {workers} worker(s)", weather, outcome))
    print(f"  the office's memory: {watch.most_megabytes:.0f} MB at most (goal < {MOST_MEGABYTES})", judged(url, plans, outcomes), sep="; ")


def phones_at_work(plans: Path, port: int, weathers: Sequence[Weather]) -> list[Outcome]:
    texts = [f"{weather.rate}/{weather.seconds}/{weather.at_once}" for weather in weathers]
    command = [sys.executable, "-m", "tests.bench.phones", str(plans), f"http://127.0.0.1:{port}", *texts]
    said = subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout
    return [Outcome(**{**one, "errors": Counter(one["errors"])}) for one in json.loads(said)]


def said(name: str, weather: Weather, outcome: Outcome) -> str:
    half, most, nearly_all = (statistics.quantiles(outcome.delays, n=100)[place - 1] * 1000 for place in (50, 95, 99))
    figures = (
        f"{outcome.facts:,} facts in {len(outcome.delays):,} pushes",
        f"push p50 {half:.0f} ms, p95 {most:.0f} ms (goal < {LONGEST_MS}), p99 {nearly_all:.0f} ms, "
        f"longest {max(outcome.delays) * 1000:.0f} ms",
        f"{outcome.errors.total()} errors (goal 0)",
        f"{outcome.not_ok} not ok",
        f"the phones' own CPU {outcome.cpu_seconds / outcome.seconds:.0%} of a core",
    )
    errors = "".join(f"\n    {count} × {error}" for error, count in outcome.errors.most_common(5))
    return f"{name}: {weather.rate:g} facts/s for {weather.seconds:g} s: {'; '.join(figures)}{errors}"


def judged(url: str, plans: Sequence[Plan], outcomes: Sequence[Outcome]) -> str:
    """What was acknowledged against what is in the log: the same line at the very place the phone was told, once."""
    told = {(plan.device, n): seq for plan in plans for n, seq in enumerate(_seqs(plan, outcomes), 1)}
    lines = {plan.device: plan.lines for plan in plans}
    f = tables.facts.c
    database = Database(url)
    with database.read() as connection:
        rows = connection.execute(select(f.device, f.n, f.seq, f.line).where(f.device.in_(list(lines)))).all()
    database.dispose()
    log = Counter((row.device, row.n) for row in rows)
    lost = sum(key not in log for key in told)
    twice = sum(log.values()) - len({(row.device, bytes(row.line)) for row in rows})
    wrong = sum(bytes(row.line).decode() != lines[row.device][row.n - 1] or told.get((row.device, row.n)) != row.seq for row in rows)
    return f"{len(told):,} acknowledged facts: {lost} lost, {twice} twice, {wrong} otherwise than told (goal 0)"


def _seqs(plan: Plan, outcomes: Sequence[Outcome]) -> list[int]:
    return [seq for outcome in outcomes for seq in outcome.places[plan.device]]


if __name__ == "__main__":
    main()
