"""How much memory a process and those it started take, looked at while a block runs."""

import re
import threading
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

LOOKS_EVERY_SECONDS = 0.25


class Watch:
    """`most_megabytes` is the most that lay in memory at once, of all of them together."""

    def __init__(self, pid: int) -> None:
        self._pid, self._is_over = pid, threading.Event()
        self._thread = threading.Thread(target=self._look)
        self.most_megabytes = 0.0

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None) -> None:
        self._is_over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._is_over.wait(LOOKS_EVERY_SECONDS):
            self.most_megabytes = max(self.most_megabytes, sum(map(megabytes, family(self._pid))))


def family(pid: int) -> Iterator[int]:
    """The process and all it started, as far as they still are."""
    yield pid
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in _read(path).split():
            yield from family(int(child))


def megabytes(pid: int) -> float:
    """What of a process lies in memory; what it shares with others counts for each."""
    found = re.search(r"^VmRSS:\s+(\d+) kB", _read(Path(f"/proc/{pid}/status")), re.MULTILINE)
    return int(found[1]) / 1024 if found else 0.0


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""  # it has ended since
