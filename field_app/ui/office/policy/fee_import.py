"""Taking a whole fee standard into the draft from a spreadsheet."""

from __future__ import annotations

import flet as ft

from field_app.imports.tables import Trouble
from field_app.ui.components import Down, component, snack
from field_app.ui.hooks import Form
from field_app.ui.office.parts.choosing import ChooseFile, Troubles
from field_app.ui.office.policy.drafting import fee_rows
from field_app.ui.words import _, n_

NONE: tuple[Trouble, ...] = ()


@component
def FeeImport(form: Form) -> ft.Control:
    """Replaces the draft's prices by those of a file, or says where the file is wrong and changes nothing."""
    wrong, tell = ft.use_state(NONE)

    def take(file: str, data: bytes) -> None:
        from field_app.imports.fees import read_fees

        found = read_fees(file, data)
        tell(found.troubles)
        if not found.troubles:
            form.change("fees", fee_rows(found.fees))
            snack(n_("{n} price taken into the draft", "{n} prices taken into the draft", len(found.fees)))

    return Down(Troubles(wrong, lambda: tell(NONE)), ChooseFile(_("Take prices from XLSX or CSV"), take), gap=8, stretch=True)
