"""Choosing a file to be imported, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import flet as ft

from field_app.imports.tables import Trouble
from field_app.ui.components import Banner, Plain
from field_app.ui.office.parts.acts import Act
from field_app.ui.services import use_services
from field_app.ui.words import Said, _, n_, speak

SHOWN = 12


def ChooseFile(said: Said, taken: Callable[[str, bytes], Any]) -> ft.Control:
    """A button that asks for an XLSX or CSV file and hands its name and content on."""
    services = use_services()

    async def choose() -> None:
        chosen = await services.pick_file(("xlsx", "csv"))
        if chosen:
            taken(*chosen)

    return Act(said, choose, kind="outlined", icon=ft.Icons.UPLOAD_FILE)


def Troubles(found: Sequence[Trouble], close: Callable[[], None]) -> ft.Control | None:
    """Where a file is wrong and what was expected, line by line. Nothing of it was taken."""
    if not found:
        return None
    lines = [where(one) for one in found[:SHOWN]]
    more = len(found) - SHOWN
    rest = [n_("and {n} place more", "and {n} places more", more)] if more > 0 else []
    return Banner("red", *lines, *rest, title=_("Nothing was taken from this file"), actions=(Plain(_("Close"), close),))


def where(one: Trouble) -> str:
    """`收费标准.xlsx，第 7 行，单价：…`."""
    if not one.line:
        return _("{file}: {what}", file=one.file, what=speak(one.words))
    return _("{file}, line {line}, {column}: {what}", file=one.file, line=one.line, column=one.column, what=speak(one.words))
