"""Devices that were stopped because their records exist twice: who looks after the cases is told where they look anyway (F13)."""

from __future__ import annotations

import flet as ft

from field_app.domain.facts import Role
from field_app.ui.components import Banner, component
from field_app.ui.hooks import use_effect, use_now, use_services
from field_app.ui.office.parts.acts import Act
from field_app.ui.services import NotDone, OfficeTrouble, Stopped
from field_app.ui.words import _, n_

TOLD: frozenset[Role] = frozenset({"supervisor", "director"})
LOOK_AGAIN_SECONDS = 300
_NONE: tuple[Stopped, ...] = ()


@component
def StoppedDevices() -> ft.Control:
    """Nothing where none was stopped. What the office said last stays while it can't be asked."""
    services, now = use_services(), use_now()
    found, show = ft.use_state(_NONE)
    told = bool(TOLD & services.me.roles)

    async def look() -> None:
        if not told:
            return
        try:
            show(await services.office.stopped())
        except NotDone:
            show(())
        except OfficeTrouble:
            return

    use_effect(look, [told, int(now.timestamp()) // LOOK_AGAIN_SECONDS])
    if not found:
        return ft.Container(height=0)
    people = Act(_("To people and devices"), lambda: services.go("/people"), small=True) if "admin" in services.me.roles else None
    return Banner(
        "red",
        *(_("{name}, device {tag}", name=one.name, tag=one.tag) for one in found),
        _("Its records don't fit those of the office any more: it may have been copied whole, or set back. Nothing recorded is lost."),
        _("Ask what happened and have them sign in anew; an administrator then ends the old session under People."),
        title=n_("{n} device was stopped", "{n} devices were stopped", len(found)),
        actions=(people,),
    )
