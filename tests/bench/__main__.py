"""`make bench`: every figure beside its peer or goal, measured in the same run.

python -m tests.bench --only store sync     some of it
python -m tests.bench --only load -- --minutes 1     what stands behind `--` goes to the one that is named
"""

import argparse
import subprocess
import sys
import time

BENCHES = ("fold", "store", "sync", "thin_line", "load", "reports", "papers", "start", "board", "board_browser", "lists")


def main() -> int:
    as_it_stands = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__, formatter_class=as_it_stands)
    parser.add_argument("--only", nargs="+", choices=BENCHES, default=BENCHES, metavar="NAME", help="of " + ", ".join(BENCHES))
    parser.add_argument("given", nargs="*", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    return max(run(name, asked.given) for name in asked.only)


def run(name: str, given: list[str]) -> int:
    """In a process of its own: what one leaves in memory must not slow the next."""
    print(f"== {name} ==", flush=True)
    began = time.monotonic()
    done = subprocess.run([sys.executable, "-m", f"tests.bench.bench_{name}", *given], check=False)
    ended = "" if done.returncode == 0 else f", ended with {done.returncode}"
    print(f"({name}: {(time.monotonic() - began) / 60:.1f} min{ended})\n", flush=True)
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
