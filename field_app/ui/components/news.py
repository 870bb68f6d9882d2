"""What is new for me, said as it comes: who is working on something else hears of it and isn't moved (word gets around)."""

from __future__ import annotations

from collections.abc import Mapping

import flet as ft
from attrs import evolve, frozen

from field_app.domain.facts import UserId
from field_app.domain.repair import intake
from field_app.ui.components.buttons import Plain
from field_app.ui.components.layout import pad
from field_app.ui.components.notice import Banner
from field_app.ui.hooks.sheets import use_sheets
from field_app.ui.safely import component, use_effect
from field_app.ui.services import Services, use_services
from field_app.ui.words import _, n_

_KEY = "news"
Waiting = Mapping[str, tuple[str, str]]


@component
def News() -> ft.Control:
    """One line on top of the page for what has come since the person last looked, with the way there."""
    services = use_services()
    use_sheets("repair")
    _drawn, draw = ft.use_state(0)
    kept = ft.context.page.session.store
    now = waiting_now(services)
    seen = _seen(services, kept.get(_KEY), now)
    use_effect(lambda: kept.set(_KEY, seen), [seen])
    fresh = [key for key in now if key not in seen.keys]

    def understood() -> None:
        kept.set(_KEY, evolve(seen, keys=frozenset(now)))
        draw(lambda times: times + 1)

    def open_() -> None:
        goes = now[fresh[-1]][1]
        understood()
        services.go(goes)

    if not fresh:
        return ft.Container(height=0)
    words = n_("{n} new thing waits for you: {what}", "{n} new things wait for you, the last: {what}", len(fresh), what=now[fresh[-1]][0])
    acts = (Plain(_("Look at it"), open_), Plain(_("Later on"), understood))
    return ft.Container(Banner("info", words, actions=acts, icon=ft.Icons.NOTIFICATIONS_ACTIVE_OUTLINED), padding=pad(16, 4, 16, 4))


@frozen
class Seen:
    """What this person knows of. Until the office has been reached once, all that comes is what was there before."""

    user: UserId
    keys: frozenset[str]
    caught_up: bool = False


def _seen(services: Services, before: Seen | None, now: Waiting) -> Seen:
    caught_up = services.sync.status.state == "idle" and services.store.sending().last_contact is not None
    if before is None or before.user != services.me.user or not before.caught_up:
        return Seen(services.me.user, frozenset(now), caught_up)
    return before


def waiting_now(services: Services) -> dict[str, tuple[str, str]]:
    """What waits for this person that others have brought: its words and its place, by a key that is never used again."""
    from field_app.ui.office import waiting
    from field_app.ui.office.todo import FACES

    found: dict[str, tuple[str, str]] = {}
    for item in waiting.waiting(services.store.sheets("repair"), services.me.roles):
        if item.sheet.entries[-1].by != services.me.user:
            words = f"{FACES[item.queue][0]()} {intake.number(item.sheet)} {intake.request(item.sheet).customer}".strip()
            found[f"{item.queue}:{item.id}:{item.since.isoformat()}"] = (words, f"{waiting.PLACES.get(item.queue, '/sheets')}/{item.id}")
    return found
