"""The customer's signatures, drawn, with what each covers and whether anything changed under it since."""

from __future__ import annotations

import flet as ft

from field_app.domain.sheets import Sheet
from field_app.ui.components import Across, Body, Caption, Down, Mark
from field_app.ui.components.signature import SignatureView
from field_app.ui.hooks import use_services
from field_app.ui.office.covering import Signed, signatures
from field_app.ui.office.parts.panel import Panel
from field_app.ui.words import _, moment


def Signatures(sheet: Sheet) -> ft.Control | None:
    """None where nobody has signed yet."""
    signed = signatures(sheet)
    if not signed:
        return None
    return Panel(_("Signatures"), *(_one(one) for one in signed), gap=10)


def _one(signed: Signed) -> ft.Control:
    when = moment(signed.at, use_services().now())
    view = SignatureView(signed.signature, width=150, height=64, label=_("Signature of {name}", name=signed.signer))
    words = Down(Body(_("Customer {name}", name=signed.signer), 14), Caption(signed.covers), _holding(signed, when), gap=2, expand=True)
    return Across(view, words, gap=12, top=True)


def _holding(signed: Signed, when: str) -> ft.Control:
    if signed.holds is None:
        return Mark("green", ft.Icons.CHECK_CIRCLE, when)
    if signed.holds:
        return Mark("green", ft.Icons.VERIFIED_OUTLINED, _("{when}, unchanged since", when=when))
    return Mark("red", ft.Icons.REPORT_OUTLINED, _("{when}, changed since: it doesn't cover this", when=when))
