"""A recording process killed for real, again and again: whatever it acknowledged is in the journal that is opened next (F1)."""

import os
import random
import signal
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NoReturn

from field_app.domain.archive import DirectionsNoted
from field_app.domain.facts import Draft, SheetId
from field_app.store.native import FilePlaces
from field_app.store.shelf import Shelf
from tests.store.making import MORNING, identity, texts

SHEET = SheetId("s1")
MOST_HEARD, LONGEST_GRACE = 6, 0.003  # records heard of, and seconds then, before the kill


def findings_of(seed: str, kills: int) -> list[str]:
    """What is wrong after so many kills of who writes one journal. Call it where no other threads run: it forks."""
    luck = random.Random(seed)  # noqa: S311 - moments of dying
    with TemporaryDirectory(prefix="field-app-soak-") as folder:
        shelf = Shelf(FilePlaces(Path(folder)))
        shelf.create(identity())
        shelf.close()
        found: list[str] = []
        known = 0
        for kill in range(kills):
            acknowledged = _killed(Path(folder), luck)
            wrong, known = _reopened(Path(folder), max([known, *acknowledged]))
            found += [f"kill {kill} of {seed}: {words}" for words in wrong]
        return found


def _killed(root: Path, luck: random.Random) -> list[int]:
    """One life of a recording process. Returns what it acknowledged."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        _record_for_ever(root, writing)
    os.close(writing)
    with open(reading, "rb") as told:
        heard = [told.readline() for _ in range(luck.randrange(MOST_HEARD))]
        time.sleep(luck.random() * LONGEST_GRACE)  # the moment it dies at is the point, and no condition
        os.kill(child, signal.SIGKILL)
        heard += told.read().splitlines()
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), "the recording process ended by itself"
    return [int(line) for line in heard]


def _record_for_ever(root: Path, writing: int) -> NoReturn:
    try:
        device = Shelf(FilePlaces(root)).current()
        assert device is not None
        while True:
            n = device.head()[0] + 1
            device.record([Draft(SHEET, DirectionsNoted(_text(n)), MORNING)])
            os.write(writing, b"%d\n" % n)
            device.keep_draft("form", {"step": n, "typed": "字" * (n % 50)})
    finally:
        os._exit(1)


def _reopened(root: Path, acknowledged: int) -> tuple[list[str], int]:
    """What is wrong with the journal, and how many records it has."""
    shelf = Shelf(FilePlaces(root))
    device = shelf.current()
    wrong: list[str] = []
    head = device.head()[0] if device else 0
    if device is None:
        wrong.append("lost the journal")
    elif texts(device.sheet(SHEET)) != [_text(n) for n in range(1, head + 1)]:
        wrong.append("reads otherwise than it was recorded")
    if not acknowledged <= head <= acknowledged + 1:
        wrong.append(f"lost: {acknowledged} records acknowledged, {head} in the journal")
    shelf.close()
    return wrong, head


def _text(n: int) -> str:
    return f"{n} " + "左转" * (n * 7 % 300)
