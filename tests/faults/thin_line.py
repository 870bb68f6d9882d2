"""A line of 30 kbit/s that cuts three requests of ten, by a clock that is counted and not waited for (F20).

The pauses between tries are the runner's and not in it.
"""

import random
from collections.abc import Callable
from typing import Any

from attrs import define

from sync.protocol import Offline, Reply, Request
from sync.wire import encode_reply, encode_request, pack

BITS_A_SECOND, THERE_AND_BACK = 30_000, 0.7
HEAD_BYTES = 150  # of HTTP, each way

Cuts = Callable[[], bool]


def any_three_of_ten(luck: random.Random) -> Cuts:
    return lambda: luck.random() < 0.3


def in_bursts(luck: random.Random) -> Cuts:
    """Three of ten in the long run; after one that was cut, the next is more likely cut, too."""
    was_cut = [False]

    def is_cut() -> bool:
        was_cut[0] = luck.random() < (0.65 if was_cut[0] else 0.15)
        return was_cut[0]

    return is_cut


def every_third(luck: random.Random) -> Cuts:
    count = [luck.randrange(3)]

    def is_cut() -> bool:
        count[0] += 1
        return count[0] % 3 == 0

    return is_cut


@define
class ThinLine:
    """A way to the office that counts what went over it, and loses requests on their way and answers on theirs."""

    way: Any
    luck: random.Random
    is_cut: Cuts
    up: int = 0
    down: int = 0
    tries: int = 0
    cuts: int = 0

    @property
    def seconds(self) -> float:
        return self.tries * THERE_AND_BACK + (self.up + self.down) * 8 / BITS_A_SECOND

    async def sync(self, request: Request) -> Reply:
        size = len(pack(encode_request(request))[0]) + HEAD_BYTES
        cut = self.is_cut()
        arrives = not cut or self.luck.random() < 0.5
        self.tries, self.cuts = self.tries + 1, self.cuts + cut
        self.up += size if arrives else self.luck.randrange(size)
        if not arrives:
            raise Offline("cut on its way")
        reply: Reply = await self.way.sync(request)
        size = len(pack(encode_reply(reply))[0]) + HEAD_BYTES
        self.down += self.luck.randrange(size) if cut else size
        if cut:
            raise Offline("its answer was cut")
        return reply
