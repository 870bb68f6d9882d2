"""When a fact happened and when it reached the office: the two times of the timeline (F30: clocks are evidence, never order)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from field_app.domain.facts import DeviceId
from field_app.domain.sheets import Entry
from field_app.ui.theme import Tone
from field_app.ui.words import _, moment

AT_ONCE = timedelta(minutes=2)
LATER = timedelta(minutes=15)


def arrived(entry: Entry[Any], now: datetime) -> tuple[str, Tone]:
    """When the office had it, in words: at once, at a time, or still on the device."""
    at = entry.stamp.received_at
    if at is None:
        return _("still on the device"), "amber"
    delay = at - entry.at
    if delay < -AT_ONCE:
        return _("{when}; its clock is ahead", when=moment(at, now)), "amber"
    if delay <= AT_ONCE:
        return _("at once"), "plain"
    if delay <= LATER:
        return moment(at, now), "plain"
    return _("{when} caught up", when=moment(at, now)), "amber"


def device_name(device: DeviceId, mine: DeviceId) -> str:
    """Where it was recorded: this device, or the last of another one's id."""
    return _("this device") if device == mine else _("device {id}", id=device[-4:])
