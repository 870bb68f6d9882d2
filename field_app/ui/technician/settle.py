"""Settling on site: cash against a receipt allotted beforehand, another way, or an agreement the customer acknowledges (P8.3 to P8.5)."""

from __future__ import annotations

from collections.abc import Callable

import flet as ft

from field_app.domain.errors import say
from field_app.domain.money import capitals, yuan
from field_app.domain.repair import intake, settlement
from field_app.domain.sheets import Sheet, way_past
from field_app.ui import theme
from field_app.ui.components import (
    Across,
    Banner,
    Body,
    Caption,
    Card,
    Down,
    EmptyState,
    FieldError,
    Figure,
    Gap,
    Glyph,
    Heading,
    MoneyInput,
    Option,
    PhonePage,
    Pick,
    Plain,
    Primary,
    Quick,
    RadioCards,
    Refusal,
    Secondary,
    TextInput,
    Tonal,
    confirm,
    screen,
)
from field_app.ui.components.layout import Part
from field_app.ui.hooks import Form, use_form, use_sheets, use_width
from field_app.ui.office import labels
from field_app.ui.office.labels import word
from field_app.ui.services import Services
from field_app.ui.technician.parts.acknowledging import Acknowledging, show
from field_app.ui.technician.parts.gone import GonePage
from field_app.ui.technician.parts.links import phone_link
from field_app.ui.technician.parts.purse import purse
from field_app.ui.technician.parts.settling import Till, accountants, begun, change_fen, quick_amounts, receipts_at_hand
from field_app.ui.technician.parts.signing import impossible, signing
from field_app.ui.technician.parts.visit import DayInput, first_capital, live, to_case, use_visit
from field_app.ui.theme import LINE, PRIMARY, TICK, W5
from field_app.ui.words import _, money


@screen
def SettleScreen() -> ft.View:
    services, sheet = use_visit()
    wide = use_width() != "phone"
    use_sheets("cash")
    held = purse(services.store).held_fen
    ground = services.ground(sheet)
    started = {**begun(sheet, ground, services.today()), **signing(sheet)}
    form = use_form(f"settle:{sheet.id}:{len(settlement.payments(sheet))}", started)
    if not sheet.entries:
        return GonePage()
    till = Till(sheet, form.values, ground)
    if not till.due_fen:
        return _settled(services, sheet, form)
    if form["ready"]:
        return Acknowledging(services, sheet, form, wide)
    return _choosing(services, till, form, held)


def _choosing(services: Services, till: Till, form: Form, held: int) -> ft.View:
    ways = {"cash": _cash, "other": _other, "later": _later}
    inside = ways[form["way"]](services, till, form)
    return PhonePage(
        _("Collect"),
        _due(till),
        _receipt(services, till, form),
        RadioCards(_("How it is paid"), form.field("way"), _ways(till), inside=inside),
        _reminder(till, form, held),
        number=intake.number(till.sheet),
        above=Refusal(form),
        primary=_button(services, till, form),
    )


def _due(till: Till) -> ft.Control:
    who = _("Due from {customer}", customer=intake.request(till.sheet).customer)
    return Down(Secondary(who), Figure(money(till.due_fen), 40), Body(capitals(till.due_fen), 16, weight=W5), gap=2)


def _ways(till: Till) -> list[Option]:
    limit = money(settlement.cash_limit(till.ground))
    later = Option("later", _("Not today"), _("Agree how and when; the customer signs the acknowledgement"), ft.Icons.DRAW_OUTLINED)
    return [
        Option("cash", _("Cash"), _("The rule up to {limit}", limit=limit), ft.Icons.PAYMENTS_OUTLINED),
        Option("other", _("Another way: WeChat, transfer"), _("The rule above {limit}", limit=limit), ft.Icons.QR_CODE_2),
        *([] if till.is_agreed else [later]),
    ]


def _receipt(services: Services, till: Till, form: Form) -> ft.Control:
    """The receipt allotted beforehand, or what to do without one (P8.3)."""
    at_hand, receipt = receipts_at_hand(till.sheet), till.receipt
    if receipt is None:
        return _no_receipt(services)
    named = [Option(one.number, _titled(one)) for one in at_hand]
    words: ft.Control = Heading(_titled(receipt)) if len(at_hand) == 1 else Pick(_("Which receipt"), form.field("receipt"), named)
    note = Secondary(_("Allotted to this case, in your hands"))
    row = Across(
        Glyph(ft.Icons.RECEIPT_LONG_OUTLINED, 24), Down(words, note, gap=0, expand=True), Glyph(ft.Icons.CHECK_CIRCLE, 22, TICK), gap=12
    )
    return Card(
        row, FieldError(form.field("receipt")) if len(at_hand) == 1 else None, padding=ft.Padding(left=16, top=11, right=16, bottom=11)
    )


def _titled(receipt: settlement.ReceiptAllotted) -> str:
    kind = first_capital(word(labels.DOCUMENTS, receipt.document))
    return _("{document} No. {number}", document=kind, number=receipt.number)


def _no_receipt(services: Services) -> ft.Control:
    calls = [
        Tonal(_("Call {name}", name=one.name), _caller(services, one.phone), icon=ft.Icons.CALL) for one in accountants(services.people)
    ]
    return Banner(
        "amber",
        _("Call the accountant: one allotted now arrives with the next sync. Or agree a later payment, which needs none."),
        _("Taking money without one is a special case: you write why."),
        title=_("No receipt is allotted to this case"),
        actions=tuple(calls),
    )


def _caller(services: Services, phone: str) -> Callable[[], object]:
    async def call() -> None:
        await services.launch(phone_link(phone))

    return call


def _cash(_services: Services, till: Till, form: Form) -> Part:
    amounts = [Option(yuan(fen), yuan(fen).removesuffix(".00")) for fen in quick_amounts(till.due_fen)]
    field = live(form, "tendered_fen")
    typed = MoneyInput(_("Received"), field) if form["typing"] else None
    other = Tonal(_("Other"), lambda: form.set(typing=True, tendered_fen=""))
    quick = ft.Row([*Quick(field, amounts).controls, other], spacing=8, run_spacing=8, wrap=True)
    return Down(Gap(0), quick, typed, _change(till), _reason(till, form), gap=10, stretch=True)


def _change(till: Till) -> ft.Control:
    """What was handed over, and what goes back, side by side."""
    cash = till.cash
    short = till.due_fen - cash.amount_fen
    back = money(short) if short else money(change_fen(cash))
    gives = Down(Secondary(_("Received")), Figure(money(cash.tendered_fen)), gap=2, expand=True)
    gets = Down(Secondary(_("Still missing") if short else _("Change")), Figure(back, color=PRIMARY), gap=2, expand=True)
    if theme.large():
        return Down(gives, gets, gap=8)
    return Across(gives, ft.Container(width=1, height=48, bgcolor=LINE), gets, gap=16)


def _other(_services: Services, till: Till, form: Form) -> Part:
    method = form.field("method")
    return Down(Gap(0), Quick(method, _methods()), FieldError(method), _reason(till, form), gap=10, stretch=True)


def _methods() -> list[Option]:
    return [Option(code, first_capital(said())) for code, said in labels.METHODS.items() if code != "cash"]


def _reason(till: Till, form: Form) -> Part:
    """Asked here where the rule will ask for it anyway (P8.3, P8.4)."""
    if not till.gates:
        return None
    words = [Caption(gate.words) for gate in till.gates]
    return Down(*words, TextInput(_("Why; the supervisor sees it"), form.field("reason"), longest=400), gap=6, stretch=True)


def _later(_services: Services, _till: Till, form: Form) -> Part:
    return Down(
        Gap(0),
        Quick(form.field("how"), _methods()),
        DayInput(_("To be paid by"), form.field("due_on"), quick=(7, 15, 30)),
        TextInput(_("Who pays"), form.field("payer"), longest=80),
        gap=12,
        stretch=True,
    )


def _reminder(till: Till, form: Form, held: int) -> ft.Control:
    """The three ways out (P8.5), and what lies in the technician's pocket then (P8.6)."""
    cash = till.cash.amount_fen if form["way"] == "cash" else 0
    rule = _("Before you leave: nothing to pay, paid, or the acknowledgement signed.")
    holds = _("With this you hold {amount} in cash for the accountant.", amount=money(held + cash)) if held + cash else ""
    words = _("{one} {two}", one=rule, two=holds) if holds else rule
    return Across(Glyph(ft.Icons.INFO_OUTLINE, 18), Caption(words, expand=True), top=True)


def _button(services: Services, till: Till, form: Form) -> ft.Control:
    """Names what is booked: the sum that counts, not the note handed over."""
    if form["way"] == "later":
        return Primary(_("Show the acknowledgement, to sign"), lambda: show(services, till.sheet, form))
    amount = money(till.body.amount_fen)
    said = _("Cash {amount} taken", amount=amount) if form["way"] == "cash" else _("{amount} paid", amount=amount)
    if till.receipt and not theme.large():
        said = _("{paid}, hand over receipt", paid=said)
    return Primary(said, lambda: _book(services, till, form), icon=ft.Icons.CHECK)


def _book(services: Services, till: Till, form: Form) -> None:
    gates, body, reason = till.gates, till.body, form.text("reason")

    def save() -> None:
        passing = way_past(gates, reason) if reason else None
        form.submit(lambda: body, on=till.sheet.id, exception=passing, then=to_case(services, till.sheet))

    if form["way"] == "other" and form["method"] is None:
        form.refuse("method", say("Choose how it was paid."))
    elif gates and not reason:
        form.refuse("reason", say("Write why; the supervisor sees it."))
    elif impossible(till.sheet, body, till.ground):
        save()
    else:
        confirm(_("Book {amount}?", amount=money(body.amount_fen)), *_figures(till, form), yes=_("Yes, book it"), on_yes=save)


def _figures(till: Till, form: Form) -> list[str]:
    receipt = till.receipt
    handed = [_("{document} goes to the customer.", document=_titled(receipt))] if receipt else []
    if form["way"] == "other":
        return [_("Paid by {method}.", method=word(labels.METHODS, form["method"])), *handed]
    given = {"received": money(till.cash.tendered_fen), "change": money(change_fen(till.cash))}
    return [_("Received {received}, change {change}.", **given), *handed]


def _settled(services: Services, sheet: Sheet, form: Form) -> ft.View:
    received, later = settlement.received_fen(sheet), settlement.agreed_fen(sheet)
    took = _("Received {amount}.", amount=money(received)) if received else ""
    owed = _("{amount} will be paid later, as agreed.", amount=money(later)) if later else ""
    nothing = _("There is nothing to pay.") if not (took or owed) else ""
    done = EmptyState(_("All settled."), " ".join(part for part in (took, owed, nothing) if part))
    back = Primary(_("Back to the case"), to_case(services, sheet))

    def take() -> None:
        form.set(after_all=True, way="cash", tendered_fen=yuan(later))

    pays = Plain(_("The customer pays it now"), take, icon=ft.Icons.PAYMENTS_OUTLINED)
    return PhonePage(_("Collect"), done, number=intake.number(sheet), secondary=(pays,) if later else (), primary=back)
