"""Papers made on this device, offline too: a sheet's papers to be handed over, lists as XLSX, CSV or PDF.

What papers are made with is heavy, so it is imported when somebody wants one.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import TYPE_CHECKING

import flet as ft
from attrs import evolve

from field_app.domain.policy import versions
from field_app.domain.sheets import Sheet
from field_app.papers.around import Around
from field_app.papers.catalog import KINDS, Wanted, photos_for
from field_app.papers.form import Paper, Said
from field_app.papers.table import Table, as_csv, as_paper
from field_app.papers.words import speaker
from field_app.ui import theme
from field_app.ui.components import Outlined, component, snack
from field_app.ui.components.buttons import Plain
from field_app.ui.hooks import use_services
from field_app.ui.safely import safely
from field_app.ui.services import OfficeTrouble, PhotoMissing, Services
from field_app.ui.words import _, language, speak

if TYPE_CHECKING:
    from field_app.papers.pen import Fonts, Size

Work = Callable[[], Awaitable[tuple[str, bytes]]]
FORBIDDEN = str.maketrans(dict.fromkeys('/\\:*?"<>|', "-"))


def around(services: Services) -> Around:
    """What papers need beside the sheet, as this device knows it."""
    people = {str(person.user): person.name for person in services.people} | {str(services.me.user): services.me.name}
    policy = services.sheet(services.me.policy_sheet)
    return Around(services.now(), people, versions(policy) if policy else (), services.origin(), language())


def file_name(*parts: Said, ending: str) -> str:
    """A name every system takes."""
    said = "-".join(speak(part) for part in parts if part)
    return f"{said.translate(FORBIDDEN)}.{ending}"


async def _fonts(services: Services) -> Fonts:
    font = await services.paper_font()
    from field_app.papers.pen import Fonts

    return Fonts(font)


async def paper_of(services: Services, sheet: Sheet, wanted: Wanted, size: Size = "A4") -> tuple[str, bytes]:
    """A paper of a sheet with its facts inside: the file's name and bytes."""
    fonts = await _fonts(services)
    from field_app.papers.printing import paper

    name = file_name(KINDS[wanted.name].code.title, wanted.which or _number(sheet), ending="pdf")
    beside = evolve(around(services), photos=await _photos(services, photos_for(wanted, sheet)))
    return name, paper(wanted, sheet, beside, fonts, size=size)


async def _photos(services: Services, names: Iterable[str]) -> dict[str, bytes]:
    """Those on this device, and from the office while it is reached: a paper is made without the others."""
    found: dict[str, bytes] = {}
    reached = True
    for name in names:
        data = await services.store.blobs.read(name)
        if data is None and reached:
            try:
                data = await services.office.photo(name)
            except PhotoMissing:
                continue
            except OfficeTrouble:
                reached = False
        if data:
            found[name] = data
    return found


def _number(sheet: Sheet) -> str:
    from field_app.domain.repair.intake import number

    return number(sheet)


async def drawn(services: Services, paper: Paper) -> tuple[str, bytes]:
    """A form that belongs to no sheet: blank, or the fee standard."""
    fonts = await _fonts(services)
    from field_app.papers.press import pdf

    name = file_name(paper.code.title, paper.number, ending="pdf")
    return name, pdf([paper], fonts, made_at=services.now(), language=language())


async def exported(services: Services, table: Table, ending: str) -> tuple[str, bytes]:
    """A list as XLSX, CSV or PDF."""
    name = file_name(table.title, services.today().isoformat(), ending=ending)
    if ending == "csv":
        return name, as_csv(table, speaker(language()))
    if ending == "pdf":
        return name, (await drawn(services, as_paper(table)))[1]
    await services.paper_font()
    from field_app.papers.xlsx import as_xlsx

    return name, as_xlsx(table, speaker(language()), services.now())


def use_making() -> tuple[bool, Callable[[Callable[[], Awaitable[None]]], Callable[[], Awaitable[None]]]]:
    """Whether a paper is being made, and what turns the making of one into a handler that shows it meanwhile."""
    busy, set_busy = ft.use_state(False)

    def making(work: Callable[[], Awaitable[None]]) -> Callable[[], Awaitable[None]]:
        async def make() -> None:
            set_busy(True)
            # So that it is on screen before the work begins: in the browser nothing is drawn meanwhile.
            await asyncio.sleep(0.05)
            try:
                await work()
            except OfficeTrouble:
                snack(_("Papers need the network once, the first time. Try again when it is there."))
            finally:
                set_busy(False)

        return make

    return busy, making


@component
def CopyButton(sheet: Sheet, wanted: Wanted) -> ft.Control:
    """Hands the customer their copy: a page small enough to be read on a phone, to the system's share sheet."""
    services = use_services()
    busy, making = use_making()

    async def give() -> None:
        await services.share_file(*await paper_of(services, sheet, wanted, "A5"))

    said = _("Making the copy …") if busy else _("Copy for the customer")
    return ft.Container(Outlined(said, making(give), icon=ft.Icons.IOS_SHARE, height=theme.TALL))


@component
def PaperButton(what: Said, said: Said, work: Work, icon: ft.IconData = ft.Icons.PICTURE_AS_PDF) -> ft.Control:
    """Makes a file and saves it: `said` is the kind of file, `what` is read out and shown on a long press."""
    services = use_services()
    busy, making = use_making()

    async def save() -> None:
        await services.save_file(*await work())

    button = Plain(_("Making it …") if busy else said, making(save), icon=icon)
    button.tooltip = speak(what)
    return button


@component
def ExportMenu(table: Callable[[], Table], what: Said = "") -> ft.Control:
    """The list as it is filtered on screen, as a file. `table` is asked when somebody wants one."""
    services = use_services()
    busy, making = use_making()

    def saving(ending: str) -> Callable[[], Awaitable[None]]:
        async def save() -> None:
            await services.save_file(*await exported(services, table(), ending))

        return making(save)

    kinds = (("xlsx", _("Excel (XLSX)"), ft.Icons.GRID_ON), ("csv", _("CSV"), ft.Icons.NOTES), ("pdf", _("PDF to print"), ft.Icons.PRINT))
    items = [ft.PopupMenuItem(content=said, icon=icon, on_click=safely(saving(ending)), height=theme.TOUCH) for ending, said, icon in kinds]
    name = _("Making it …") if busy else f"{_('Export')} {speak(what)}".strip()
    button = ft.PopupMenuButton(items=items, icon=ft.Icons.DOWNLOAD, tooltip=name, size_constraints=_touchable(), disabled=busy)
    return ft.Semantics(content=button, label=name, identifier="export", container=True)


def _touchable() -> ft.BoxConstraints:
    return ft.BoxConstraints(min_width=theme.TOUCH, min_height=theme.TOUCH)
