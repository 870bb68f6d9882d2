"""`make soak`: bad weather, nonsense and death by the thousand, until the time is up. Exit 1 when anything was lost, leaked or wrong.

    python -m tests.soak --seed 7 --minutes 20 --histories 10000 --postgres 1000 --lines 1000000 --kills 10000

A finding begins with the seed of its piece: `python -c "from tests.soak.histories import findings_of; print(findings_of('7-40-3'))"`
"""

import argparse
import os
import random
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path

from tests.cluster import cluster
from tests.soak.table import HISTORIES, KILLS, LINES, ON_POSTGRES, PAIRS, PERMISSIONS, Tally, pairs_checked, table, with_a_test
from tests.soak.work import shares, soak

HOUSE = Path(__file__).parents[2]
SHOWN = 50


def check_permissions(tally: Tally) -> None:
    """Run the permission tests, and count what they checked."""
    command = [sys.executable, "-m", "pytest", "-q", "-n", "0", "--tb=no", "-rA", PERMISSIONS]
    said = subprocess.run(command, cwd=HOUSE, capture_output=True, text=True, check=False).stdout.splitlines()
    passed = [line for line in said if line.startswith("PASSED")]
    wrong = [f"permissions: {line}" for line in said if line.startswith(("FAILED", "ERROR"))]
    if not passed and not wrong:
        wrong = ["permissions: their tests did not run", *said]
    tally.add(PAIRS, sum(map(pairs_checked, passed)), wrong)


def main(given: Sequence[str]) -> int:
    asked = _arguments().parse_args(given)
    wanted = {HISTORIES: asked.histories, ON_POSTGRES: asked.postgres, LINES: asked.lines, KILLS: asked.kills}
    print(f"seed {asked.seed}, for {asked.minutes:g} minutes at most", flush=True)
    began = time.monotonic()
    with cluster() if asked.postgres else nullcontext("") as here:
        tally = soak(shares(asked.seed, wanted, here), asked.minutes * 60)
    if not asked.no_permissions:
        check_permissions(tally)
    print(f"took {(time.monotonic() - began) / 60:.1f} minutes on {os.cpu_count()} cores\n")
    print(table(tally, wanted if asked.no_permissions else wanted | {PAIRS: 1}, with_a_test()))
    print(*tally.findings[:SHOWN], sep="\n")
    return 1 if tally.findings else 0


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--histories", type=int, default=10_000)
    parser.add_argument("--postgres", type=int, default=1000, help="histories with the office in a PostgreSQL of their own")
    parser.add_argument("--lines", type=int, default=1_000_000)
    parser.add_argument("--kills", type=int, default=10_000)
    parser.add_argument("--no-permissions", action="store_true", help="leave out the permission tests, which `make test` runs anyway")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
