"""Records the office did not accept, as they came: of another role, on another's sheet, of a device that was ended (F27, F54)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import flet as ft

from field_app.ui.components import Banner, Caption, DeskPage, EmptyState, Plain, Secondary, Waiting, screen
from field_app.ui.hooks import use_effect, use_services
from field_app.ui.hooks.asking import use_asking
from field_app.ui.office.describe import describe
from field_app.ui.office.labels import comma, dotted
from field_app.ui.office.parts.alerts import note_seen
from field_app.ui.office.parts.panel import Panel
from field_app.ui.office.parts.table import Listed, Tile, Two
from field_app.ui.routes import sheet_address
from field_app.ui.services import Services, SetApart
from field_app.ui.words import _, moment, n_

NOT_ASKED: tuple[SetApart, ...] | None = None
LONGEST_RAW = 400


@screen
def SetApartScreen() -> ft.View:
    services, asking = use_services(), use_asking()
    found, show = ft.use_state(NOT_ASKED)

    async def look() -> None:
        async def ask() -> None:
            told = await services.office.set_apart()
            show(told)
            note_seen(services, told)

        await asking.ask(ask)

    use_effect(look, [])
    again = (Plain(_("Try again"), look),)
    return DeskPage(
        _("Records not accepted"),
        Banner("amber", asking.problem, actions=again) if asking.problem else None,
        Secondary(_("They are kept as they came and count for nothing. What is true of them, have recorded again by whoever may.")),
        _list(services, found) if found is not None else Waiting(_("Asking the office")) if asking.busy else None,
        back="/todo",
    )


def _list(services: Services, found: Sequence[SetApart]) -> ft.Control:
    empty = EmptyState(
        _("Nothing was set apart"),
        _("What somebody records without the right to, or hands over when they leave, would be listed here."),
    )
    note = n_("{n} record", "{n} records", len(found))
    return Panel(_("Set apart"), Listed(*(_tile(services, one) for one in found), empty=empty), note=note if found else "", flush=True)


def _tile(services: Services, one: SetApart) -> ft.Control:
    now = services.now()
    when = moment(one.entry.at, now) if one.entry else ""
    who = dotted(one.name, when, one.number)
    why = Caption(_("Not accepted: {reason}", reason=comma(*_reasons(one.reason))))
    came = Caption(_("at the office {when}", when=moment(one.received_at, now)))
    go = _opener(services, one)
    label = _("Open {number}", number=one.number) if go else ""
    return Tile(Two(*_words(services, one)), Caption(who), why, came, on_open=go, label=label)


def _words(services: Services, one: SetApart) -> tuple[str, str]:
    if one.entry is None:
        return _("A record no app can read"), one.raw[:LONGEST_RAW]
    told = describe(one.entry, services.sheet(one.sheet), services.name_of)
    return told.sentence, told.detail


def _opener(services: Services, one: SetApart) -> Callable[[], None] | None:
    return (lambda: services.go(sheet_address(services, one.sheet))) if one.number else None


def _reasons(said: str) -> list[str]:
    """The office's reasons, said of somebody else."""
    return [_("it has not the shape of a record")] if said.startswith("body") else [_reason(code) for code in said.split(",")]


def _reason(code: str) -> str:
    known = {
        "role": lambda: _("their role can't record this"),
        "foreign": lambda: _("the sheet isn't theirs"),
        "kind": lambda: _("it doesn't fit the sheet"),
        "revoked": lambda: _("the device had been ended"),
    }
    return known[code]() if code in known else _("rule {rule}", rule=code)
