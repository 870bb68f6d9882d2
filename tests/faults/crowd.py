"""Many phones that write at once, from threads of their own, and readers who follow meanwhile."""

import random
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from attrs import define, field
from sqlalchemy import text

from field_app.domain.facts import SheetId
from field_app.domain.repair.dispatch import NoteAdded
from tests.cast import LI, WANG, ZHAO, Company, Phone
from tests.faults.ways import OverHttp

TECHNICIANS = (WANG, LI, ZHAO)


@define
class Writer:
    """A phone with a case of its own for each batch it is going to send."""

    phone: Phone
    cases: Sequence[SheetId]

    def write(self, origins: Sequence[str], batch: int, luck: random.Random) -> None:
        for place, sheet in enumerate(self.cases):
            self.phone.record(sheet, *(NoteAdded(f"{place}-{turn}") for turn in range(batch)))
            with OverHttp(luck.choice(origins), self.phone):
                self.phone.sync()


def writers(here: Company, count: int, batches: int) -> list[Writer]:
    people = [TECHNICIANS[place % len(TECHNICIANS)] for place in range(count)]
    return [Writer(here.phone(who), [here.open_case(who) for _ in range(batches)]) for who in people]


def all_write(crowd: Sequence[Writer], origins: Sequence[str], batch: int) -> None:
    """Everyone at once, each to any of the servers; raises what any of them raised."""
    with ThreadPoolExecutor(len(crowd)) as pool:
        done = [pool.submit(one.write, origins, batch, random.Random(place)) for place, one in enumerate(crowd)]  # noqa: S311 - no secret
    for one in done:
        one.result()


@define
class Poller:
    """Follows the log by `seq > cursor`, as fast as it can, until it is told that no more will come."""

    here: Company
    seen: list[int] = field(factory=list)
    _is_over: threading.Event = field(factory=threading.Event)

    def follow(self) -> None:
        while True:
            was_over = self._is_over.is_set()
            after = self.seen[-1] if self.seen else 0
            with self.here.office.database.read() as connection:
                self.seen += connection.execute(text("select seq from facts where seq > :after order by seq"), {"after": after}).scalars()
            if was_over:
                return

    def during(self, story: Callable[[], None]) -> list[int]:
        """What it saw, in the order it saw it, while the story went on."""
        thread = threading.Thread(target=self.follow)
        thread.start()
        try:
            story()
        finally:
            self._is_over.set()
            thread.join()
        return self.seen
