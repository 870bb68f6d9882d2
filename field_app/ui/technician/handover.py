"""交款: the cash goes to the accountant, counted by both; a difference is said, never hidden (P8.6)."""

from __future__ import annotations

import flet as ft

from field_app.domain.cash import CashHandedOver, cash_sheet, handovers
from field_app.domain.errors import say
from field_app.domain.money import capitals, parse_yuan
from field_app.domain.sheets import objections
from field_app.ui.components import (
    Amount,
    Banner,
    Body,
    Caption,
    Down,
    EmptyState,
    FieldError,
    Figure,
    MoneyInput,
    PhonePage,
    Primary,
    Refusal,
    Row,
    Rows,
    Secondary,
    TextInput,
    confirm,
    safely,
    screen,
)
from field_app.ui.components.layout import Part
from field_app.ui.hooks import Form, use_form, use_services, use_sheet, use_sheets
from field_app.ui.office.labels import dotted
from field_app.ui.services import Services
from field_app.ui.technician.parts.visit import live
from field_app.ui.till import Held, in_hand
from field_app.ui.words import _, moment, money, n_


@screen
def HandoverScreen() -> ft.View:
    services = use_services()
    use_sheets("repair")
    custody = use_sheet(cash_sheet(services.me.user))
    every = in_hand(services.store)
    before = len(handovers(custody)) if custody else 0
    form = use_form(f"handover:{before}", {"kept": [], "counted_fen": "", "note": "", "items": ""})
    if not every:
        return _nothing(services)
    chosen = tuple(held for held in every if _code(held) not in form["kept"])
    total = sum(held.item.amount_fen for held in chosen)
    return PhonePage(
        _("Hand in the cash"),
        Down(Secondary(_("By the receipts")), Figure(money(total), 40), Body(capitals(total), 15), gap=2),
        Rows(*[_choice(services, form, held) for held in every]),
        FieldError(form.field("items")),
        MoneyInput(_("What you counted"), live(form, "counted_fen")),
        _difference(form, total),
        Caption(_("The accountant counts it again and confirms; both counts stay on record.")),
        back="/money",
        above=Refusal(form),
        primary=Primary(_button(form), lambda: _hand_in(services, form, chosen)),
    )


def _button(form: Form) -> str:
    if not form.text("counted_fen"):
        return _("Count it, then hand it in")
    return _("Hand in {amount}", amount=money(_counted(form)))


def _code(held: Held) -> str:
    return f"{held.item.fact[0]}~{held.item.fact[1]}"


def _counted(form: Form) -> int:
    return int(parse_yuan(form.text("counted_fen")) or 0)


def _choice(services: Services, form: Form, held: Held) -> ft.Control:
    code = _code(held)
    chosen = code not in form["kept"]

    def turn() -> None:
        others = [one for one in form["kept"] if one != code]
        form.set(kept=[*others, code] if chosen else others)

    receipt = _("receipt {number}", number=held.receipt) if held.receipt else _("without a receipt")
    detail = Secondary(dotted(moment(held.at, services.now()), receipt))
    tick = ft.Checkbox(value=chosen, on_change=safely(turn), semantics_label=held.customer)
    return Row(Body(held.customer or held.number), detail, icon=tick, trail=Amount(money(held.item.amount_fen)), on_click=turn, key=code)


def _difference(form: Form, total: int) -> Part:
    """Asked here where the rule will ask for it anyway."""
    if not form.text("counted_fen") or _counted(form) == total:
        return None
    words = _("Counted {difference} against the receipts", difference=_signed(_counted(form) - total))
    why = TextInput(_("Why it differs"), form.field("note"), lines=2, longest=400)
    return Down(Banner("red", words), why, gap=8, stretch=True)


def _signed(fen: int) -> str:
    return f"+{money(fen)}" if fen > 0 else money(fen)


def _body(form: Form, chosen: tuple[Held, ...]) -> CashHandedOver:
    return CashHandedOver(tuple(held.item for held in chosen), form.money("counted_fen"), form.text("note"))


def _hand_in(services: Services, form: Form, chosen: tuple[Held, ...]) -> None:
    on = cash_sheet(services.me.user)

    def save() -> None:
        form.submit(lambda: _body(form, chosen), on=on, then=lambda: services.go("/money"))

    sheet = services.sheet_or_new(on, "cash")
    if not form.text("counted_fen"):
        form.refuse("counted_fen", say("Count the cash and write what you counted."))
    elif objections(sheet, _body(form, chosen), services.ground(sheet)):
        save()
    else:
        words = n_("{n} receipt to the accountant.", "{n} receipts to the accountant.", len(chosen))
        confirm(_("Hand in {amount}?", amount=money(_counted(form))), words, yes=_("Yes, hand it in"), on_yes=save)


def _nothing(services: Services) -> ft.View:
    nothing = EmptyState(_("You hold no cash."), _("Cash you take on site is listed here until you hand it in."))
    return PhonePage(_("Hand in the cash"), nothing, back="/money", primary=Primary(_("Back to money"), lambda: services.go("/money")))
