"""The prices to choose from, the contract's and the fee standard's: searched by name, grouped as on the paper."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import flet as ft

from field_app.domain.policy import FeeKind
from field_app.domain.repair.pricing import Price
from field_app.ui import theme
from field_app.ui.components import Across, Caption, Card, Down, Glyph, Row, Rows, Secondary, TextInput, pad
from field_app.ui.components.text import Body
from field_app.ui.hooks import Field
from field_app.ui.office import labels
from field_app.ui.office.labels import word
from field_app.ui.technician.parts.quoting import KINDS, found
from field_app.ui.theme import PRIMARY, RAIL, TEXT, W6
from field_app.ui.words import _, language, money

Pick = Callable[[Price], None]


def FeeList(offered: Sequence[Price], search: Field, pick: Pick, kinds: Sequence[FeeKind] = KINDS) -> ft.Control:
    """Tapping a row takes it."""
    groups = {kind: fees for kind, fees in found(offered, str(search.value or "")).items() if kind in kinds}
    rows = [row for kind, fees in groups.items() for row in (_head(kind), *[_fee(fee, pick) for fee in fees])]
    listed = Rows(*rows) if rows else Card(Secondary(_("Nothing of that name in the fee standard.")))
    return Down(TextInput(_("Search by name"), search, longest=60), listed, gap=8, stretch=True)


def _head(kind: FeeKind) -> ft.Control:
    return ft.Container(Caption(word(labels.FEES, kind), weight=W6), padding=pad(16, 8, 16, 2), bgcolor=RAIL)


def _fee(price: Price, pick: Pick) -> ft.Control:
    fee = price.fee
    name = fee.english if language() == "en" and fee.english else fee.name
    each = Secondary(_("{price} per {unit}", price=money(fee.price_fen), unit=fee.unit), color=TEXT)
    plus = Glyph(ft.Icons.ADD, 22, PRIMARY)
    basis = Caption(_("By the contract")) if price.basis == "contract" else None
    beside, detail = (plus, Down(each, basis, gap=0)) if theme.large() else (Across(each, plus, gap=6), basis)
    return Row(Body(name, 15), detail, trail=beside, on_click=lambda: pick(price), label=_("Add {name}", name=name), key=f"fee-{fee.code}")
