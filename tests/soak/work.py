"""The pieces a soak is made of, and doing as many of them as the time allows, on every core."""

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures import TimeoutError as TimeIsUp

from attrs import frozen

from tests.soak import fuzz, histories, kills
from tests.soak.table import HISTORIES, KILLS, LINES, ON_POSTGRES, Tally

SHARES = {HISTORIES: 10, ON_POSTGRES: 5, LINES: 5000, KILLS: 50}  # of each kind in one piece of work: a few seconds


@frozen
class Share:
    """A piece of work. `place` says how far along its kind it is, from 0 to 1; `cluster` is where PostgreSQL runs for all of them."""

    kind: str
    seed: str
    amount: int
    place: float
    cluster: str = ""

    def findings(self) -> list[str]:
        if self.kind in (HISTORIES, ON_POSTGRES):
            seeds = [f"{self.seed}-{one}" for one in range(self.amount)]
            found = ((seed, whatever(histories.findings_of, seed, self.cluster)) for seed in seeds)
            return [f"history {seed}: {finding}" for seed, findings in found for finding in findings]
        judge = fuzz.findings_of if self.kind == LINES else kills.findings_of
        return [f"{self.kind} {self.seed}: {finding}" for finding in whatever(judge, self.seed, self.amount)]


def whatever(judge: Callable[..., list[str]], *given: object) -> list[str]:
    """Its findings; what it raises is one."""
    try:
        return judge(*given)
    except Exception as broken:  # noqa: BLE001 - it is told in the table, and the soak goes on
        return [repr(broken)]


def shares(seed: int, wanted: dict[str, int], cluster: str = "") -> list[Share]:
    """All of the work, the kinds side by side, so that a soak cut short had some of each."""
    every = [share for kind, amount in wanted.items() for share in _shares_of(kind, seed, amount, cluster)]
    return sorted(every, key=lambda share: share.place)


def _shares_of(kind: str, seed: int, amount: int, cluster: str) -> Iterator[Share]:
    for first in range(0, amount, SHARES[kind]):
        where = cluster if kind == ON_POSTGRES else ""
        yield Share(kind, f"{seed}-{first}", min(SHARES[kind], amount - first), first / amount, where)


def soak(work: Sequence[Share], seconds: float) -> Tally:
    """As much of the work as the time allows, on every core; what is begun is finished."""
    tally = Tally()
    # Not forked: the pieces fork processes of their own, and a fork wants no threads beside it.
    with ProcessPoolExecutor(os.cpu_count(), multiprocessing.get_context("spawn")) as pool:
        given = {pool.submit(share.findings): share for share in work}
        try:
            for done in as_completed(given, timeout=seconds):
                _add(tally, given.pop(done), done)
        except TimeIsUp:
            pool.shutdown(cancel_futures=True)
            for late in [future for future in given if not future.cancelled()]:
                _add(tally, given[late], late)
    return tally


def _add(tally: Tally, share: Share, done: "Future[list[str]]") -> None:
    tally.add(share.kind, share.amount, done.result())
