"""What whoever looks after the cases is told where they look anyway: stopped devices (F13), records that were not accepted (F27, F54)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

import flet as ft

from field_app.domain.facts import Role
from field_app.ui.components import Banner, component, pad
from field_app.ui.hooks import use_effect, use_now, use_services
from field_app.ui.office.labels import comma
from field_app.ui.office.parts.acts import Act
from field_app.ui.services import NotDone, OfficeTrouble, Services, SetApart, Stopped
from field_app.ui.words import _, n_

TOLD: frozenset[Role] = frozenset({"supervisor", "director"})
LOOK_AGAIN_SECONDS = 300
BELOW = pad(bottom=16)
SEEN = "set_apart_seen"
NO_STOPPED: tuple[Stopped, ...] = ()
NO_SET_APART: tuple[SetApart, ...] = ()

T = TypeVar("T")


def _use_told(ask: Callable[[], Awaitable[tuple[T, ...]]], none: tuple[T, ...]) -> tuple[T, ...]:
    """What the office says, asked again every five minutes. What it said last stays while it can't be asked."""
    services, now = use_services(), use_now()
    found, show = ft.use_state(none)
    is_told = bool(TOLD & services.me.roles)

    async def look() -> None:
        if not is_told:
            return
        try:
            show(await ask())
        except NotDone:
            show(none)
        except OfficeTrouble:
            return

    use_effect(look, [is_told, int(now.timestamp()) // LOOK_AGAIN_SECONDS])
    return found


@component
def StoppedDevices() -> ft.Control:
    """Nothing where none was stopped."""
    services = use_services()
    found = _use_told(services.office.stopped, NO_STOPPED)
    if not found:
        return ft.Container(height=0)
    people = Act(_("To people and devices"), lambda: services.go("/people"), small=True) if "admin" in services.me.roles else None
    banner = Banner(
        "red",
        *(_("{name}, device {tag}", name=one.name, tag=one.tag) for one in found),
        _("Its records don't fit those of the office any more: it may have been copied whole, or set back. Nothing recorded is lost."),
        _("Ask what happened and have them sign in anew; an administrator then ends the old session under People."),
        title=n_("{n} device was stopped", "{n} devices were stopped", len(found)),
        actions=(people,),
    )
    return ft.Container(banner, padding=BELOW)


@component
def NotAccepted() -> ft.Control:
    """A banner for what is new since somebody looked on this device, a way to the page for what isn't, nothing where there is none."""
    services = use_services()
    found = _use_told(services.office.set_apart, NO_SET_APART)
    fresh = [one for one in found if one.seq > _seen(services)]
    if not found:
        return ft.Container(height=0)
    look = Act(_("Records not accepted"), lambda: services.go("/set-apart"), small=True)
    if not fresh:
        return ft.Container(ft.Row([look]), padding=BELOW)
    words = _("From {names}. They are kept as they came and count for nothing: have a look.", names=_names(fresh))
    title = n_("{n} record was not accepted", "{n} records were not accepted", len(fresh))
    return ft.Container(Banner("amber", words, title=title, actions=(look,)), padding=BELOW)


def _names(records: Sequence[SetApart]) -> str:
    return comma(*dict.fromkeys(one.name for one in records))


def _seen(services: Services) -> int:
    return int(services.store.setting(SEEN) or 0)


def note_seen(services: Services, records: Sequence[SetApart]) -> None:
    """They were looked at: only newer ones stand out from now on."""
    newest = max((one.seq for one in records), default=0)
    if newest > _seen(services):
        services.store.keep_setting(SEEN, newest)
