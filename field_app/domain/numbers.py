"""Sheet numbers people can say on the phone: `261123-A7-03` is the third sheet opened on 23 November 2026 on the device tagged A7.

The office gives every device a tag of its own, so a number made offline is unique too (P1.5).
"""

import re
from collections.abc import Iterable
from datetime import date

_RUNNING = re.compile(r"[0-9]{1,6}")


def next_number(day: date, tag: str, taken: Iterable[str]) -> str:
    """The number after the highest of this day and device among `taken`."""
    prefix = f"{day:%y%m%d}-{tag}-"
    used = [int(number[len(prefix) :]) for number in taken if number.startswith(prefix) and _RUNNING.fullmatch(number[len(prefix) :])]
    return f"{prefix}{max(used, default=0) + 1:02d}"
