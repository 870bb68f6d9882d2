"""A short sound when something new for this person comes from the office while they are online: once, however much comes together."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from field_app.domain.repair import dispatch
from field_app.domain.repair.closing import is_cancelled
from field_app.store.door import Change
from field_app.ui.services import Services

_KEY = "sound"
# What comes in one breath is one thing to look at.
BREATH = timedelta(seconds=3)


def is_on(services: Services) -> bool:
    """Until this person switches it off."""
    return services.store.setting(_KEY) is not False


def switch(services: Services, *, on: bool) -> None:
    services.store.keep_setting(_KEY, on)
    if on:
        services.ring()


class Bell:
    """Compares what is new for a person with what was before. All that comes until the office was reached was there before."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._known: frozenset[str] | None = None
        self._rang: datetime | None = None
        self._contact = services.store.sending().last_contact

    def listen(self) -> Callable[[], None]:
        """Begin. What is returned ends it."""
        stops = (self._services.store.watch(self._hear), self._services.sync.watch(lambda _status: self._reach()))

        def stop() -> None:
            for each in stops:
                each()

        return stop

    def _reach(self) -> None:
        reached = self._services.sync.status.state == "idle" and self._services.store.sending().last_contact != self._contact
        if self._known is None and reached:
            self._known = news(self._services)

    def _hear(self, _change: Change) -> None:
        if self._known is None:
            return
        now = news(self._services)
        if now - self._known:
            self._ring()
        self._known |= now

    def _ring(self) -> None:
        now = self._services.now()
        if is_on(self._services) and (self._rang is None or now - self._rang >= BREATH):
            self._rang = now
            self._services.ring()


def news(services: Services) -> frozenset[str]:
    """What others have brought this person: what waits for their roles, cases that became theirs or were cancelled, own records
    that were refused.
    """
    from field_app.ui.components.news import waiting_now

    me = services.me.user
    cases = services.store.sheets("repair") if "technician" in services.me.roles else ()
    given = (sheet.last(dispatch.Assigned) for sheet in cases if dispatch.assigned_to(sheet) == me)
    mine = {f"mine:{entry.key}" for entry in given if entry and entry.by != me}
    cancelled = {f"cancelled:{case.id}" for case in cases if me in dispatch.team(case) and is_cancelled(case)}
    refused = {f"refused:{judged.key}" for judged in services.store.sending().refused}
    return frozenset({*waiting_now(services), *mine, *cancelled, *refused})
