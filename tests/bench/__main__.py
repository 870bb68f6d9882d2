"""`make bench`: every figure beside its peer, measured in the same run."""

import subprocess
import sys

BENCHES = ("bench_fold", "bench_store", "bench_sync", "bench_reports", "bench_papers", "bench_start", "bench_board", "bench_lists")


def main() -> int:
    # A process each: what one leaves in memory must not slow the next.
    return max(subprocess.run([sys.executable, "-m", f"tests.bench.{name}"], check=False).returncode for name in BENCHES)


if __name__ == "__main__":
    sys.exit(main())
