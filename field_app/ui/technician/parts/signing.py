"""Having the customer sign what is on the screen (P5.3, P6.1, P7.2, P8.5). The pad never stands in something that scrolls: where paper
and pad don't fit on one page, the paper is read first and the pad has the next page to itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import flet as ft

from field_app.domain.errors import Objection
from field_app.domain.repair import charges, intake, record, settlement, takeback
from field_app.domain.sheets import Entry, Ground, Sheet, objections
from field_app.ui import theme
from field_app.ui.components import (
    Across,
    Body,
    Caption,
    Down,
    FieldError,
    IconAct,
    Option,
    Outlined,
    PhonePage,
    Plain,
    Primary,
    Quick,
    Refusal,
    Secondary,
    SyncMark,
    TextInput,
    confirm,
)
from field_app.ui.components.choice import faces_in_two_rows
from field_app.ui.components.layout import Part
from field_app.ui.components.signature import SignaturePad
from field_app.ui.hooks import Form
from field_app.ui.services import Services
from field_app.ui.technician.parts.paper import TITLES, Paper, Shown, Total, height_needed, total_fen
from field_app.ui.words import Said, _, speak

Act = Callable[..., Any]
# What stands on the page beside paper and pad, and the least a name can be written on, in pixels.
_AROUND, _QUESTION, _LEAST_PAD = 240, 96, 160
_SIGNED = (charges.Consented, takeback.TakenBack, record.RecordSigned, settlement.PaymentAgreed)


def signing(sheet: Sheet) -> dict[str, Any]:
    """The fields of a form that has somebody sign: whoever signed last signs again, else the contact person."""
    entries: list[Entry[Any] | None] = [sheet.last(body) for body in _SIGNED]
    last = max(entries, key=sheet.place)
    signer, relation = (last.body.signer, last.body.relation) if last else (intake.request(sheet).contact, "")
    return {"signature": None, "signer": signer, "relation": relation, "page": ""}


def SigningPage(
    shown: Shown,
    form: Form,
    *,
    wide: bool,
    sign: Act,
    yes: Said = "",
    question: Part = None,
    beside: Part = None,
    back: Act | None = None,
) -> ft.View:
    """The paper, a question to the customer, the pad, who signs, and the button. `question` and `beside` stand where the paper is read.

    A frame: use it once, as the last thing of a screen. `form` has the fields of `signing`; `wide` is a window wider than a phone.
    """
    apart = not wide and not fits(shown, question is not None, ft.context.page.height)
    if form["page"] == "who":
        return _who_page(form, shown)
    title = _("Please sign") if theme.large() else _("Please check and sign")
    if apart and form["page"] != "pad":
        return _reading_page(title, shown, form, question, beside, back)
    if wide:
        body: tuple[Part, ...] = (_side_by_side(shown, form, question),)
    else:
        body = (*((_summary(form, shown),) if apart else (_paper(shown), question)), _pad(form), _signer(form))
    return PhonePage(
        title,
        *body,
        number=_number(shown),
        close=True,
        sync=False,
        scroll=False,
        gap=10,
        actions=_corner(back),
        above=Refusal(form),
        beside=None if apart else beside,
        # Beside another button there is room for the words alone.
        primary=Primary(yes or _("Confirm the signature"), sign, icon=None if beside else ft.Icons.DRAW_OUTLINED),
    )


def fits(shown: Shown, asks: bool, height: float | None) -> bool:
    """True where paper and pad stand on one page without anything scrolling."""
    question = _QUESTION * (2 if faces_in_two_rows() else 1)
    needed = height_needed(shown) + _AROUND + _LEAST_PAD + (question if asks else 0)
    return not theme.large() and needed * theme.scale() <= (height or 844)


def impossible(sheet: Sheet, body: object, ground: Ground) -> tuple[Objection, ...]:
    """What no reason passes: it must be put right before it is worth asking whether they are sure."""
    return tuple(objection for objection in objections(sheet, body, ground) if not objection.passable)


def unready(sheet: Sheet, body: object, ground: Ground) -> Objection | None:
    """What must be put right before the paper is shown to be signed."""
    return next((o for o in impossible(sheet, body, ground) if o.field not in ("signature", "signer")), None)


def ask_and_save(services: Services, sheet: Sheet, bodies: Sequence[object], words: Said, save: Act, title: Said = "") -> None:
    """Ask whether the customer has signed, and save. What stands against it is told first: `save` shows it beside its field."""
    ground = services.ground(sheet)
    if any(objections(sheet, body, ground) for body in bodies):
        save()
    else:
        confirm(title or _("Signed by the customer?"), words, yes=_("Confirm the signature"), on_yes=save)


def _paper(shown: Shown) -> ft.Control:
    return Paper(shown, titled=theme.large())


def _number(shown: Shown) -> str:
    """What is signed; with large text the number alone, as the paper says the rest."""
    if theme.large():
        return str(shown.get("slip") or shown["number"])
    return f"{speak(TITLES[shown['paper']])} {shown.get('slip') or shown['number']}"


def _corner(back: Act | None) -> list[ft.Control]:
    """To the customer no words about sending: the cloud alone."""
    edit = [IconAct(ft.Icons.EDIT_OUTLINED, _("Change it"), back)] if back else []
    return [*edit, SyncMark(words=False), ft.Container(width=12)]


def _reading_page(title: Said, shown: Shown, form: Form, question: Part, beside: Part, back: Act | None) -> ft.View:
    go = Primary(_("Read it? Then sign"), lambda: form.set(page="pad"), icon=ft.Icons.ARROW_FORWARD)
    return PhonePage(
        title,
        _paper(shown),
        question,
        number=_number(shown),
        close=True,
        sync=False,
        actions=_corner(back),
        above=Down(Refusal(form), _full(beside) if theme.large() else None, gap=8, stretch=True),
        beside=None if theme.large() else beside,
        primary=go,
    )


def _full(beside: Part) -> Part:
    """With large text the second button has a line of its own, as wide as the first."""
    return ft.Row([ft.Container(beside, expand=True)]) if beside else None


def _who_page(form: Form, shown: Shown) -> ft.View:
    relations = (_("In charge"), _("Staff"), _("Uses the equipment"), _("Property management"), _("Family"))
    done = Primary(_("That's it"), lambda: form.set(page="pad"), icon=ft.Icons.CHECK)
    return PhonePage(
        _("Who signs"),
        TextInput(_("Name of the person signing"), form.field("signer"), longest=40),
        TextInput(_("What they are to the customer"), form.field("relation"), longest=40),
        Quick(form.field("relation"), [Option(said, said) for said in relations]),
        number=_number(shown),
        close=True,
        sync=False,
        primary=done,
    )


def _summary(form: Form, shown: Shown) -> ft.Control:
    """Above a pad of its own: the sum once more, and the way back to the whole paper."""
    reread = Plain(_("Read it again"), lambda: form.set(page=""), icon=ft.Icons.ARROW_BACK)
    return Down(Total(shown) if total_fen(shown) else None, reread, gap=2, stretch=True)


def _pad(form: Form) -> ft.Control:
    note = _("Sign here by hand") if theme.large() else _("Sign here by hand; you sign what stands above")
    return SignaturePad(_("Customer's signature"), form.field("signature"), note=note)


def _signer(form: Form) -> ft.Control:
    field = form.field("signer")
    name = Body(field.value or _("Who signs?"), 16, weight=theme.W5)
    relation = Secondary(form["relation"]) if form["relation"] else None
    words = Down(Caption(_("Signs here")), Across(name, relation, gap=8, wrap=True), FieldError(field), gap=0, expand=True)
    return Across(words, Outlined(_("Someone else"), lambda: form.set(page="who")), gap=8)


def _side_by_side(shown: Shown, form: Form, question: Part) -> ft.Control:
    """A phone on its side, or a desk: the paper scrolls by itself on the left, the pad stands on the right."""
    parts: Iterable[Part] = (_paper(shown), question, _signer(form))
    paper = ft.ListView([part for part in parts if part], expand=1, spacing=10)
    return ft.Row([paper, _pad(form)], spacing=12, expand=True, vertical_alignment=ft.CrossAxisAlignment.STRETCH)
