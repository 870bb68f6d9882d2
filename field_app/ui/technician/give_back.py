"""Giving equipment back: the customer signs for each piece, and the customer's copy of the slip is collected again (P6.4)."""

from __future__ import annotations

import flet as ft

from field_app.domain.errors import say
from field_app.domain.repair import intake, register
from field_app.domain.repair.charges import fingerprint
from field_app.domain.repair.takeback import PieceReturned, TakenPiece, shown_return, still_here
from field_app.domain.sheets import Sheet
from field_app.ui import theme
from field_app.ui.components import (
    Body,
    Caption,
    Card,
    Down,
    EmptyState,
    FieldError,
    PhonePage,
    PhotoStrip,
    Primary,
    Refusal,
    Row,
    Rows,
    Secondary,
    TextInput,
    YesNo,
    safely,
    screen,
)
from field_app.ui.components.signature import signature_of
from field_app.ui.hooks import Form, use_form, use_width
from field_app.ui.hooks.photos import photos_of
from field_app.ui.services import Services
from field_app.ui.technician.parts.gone import GonePage
from field_app.ui.technician.parts.signing import SigningPage, ask_and_save, signing
from field_app.ui.technician.parts.visit import to_case, use_visit
from field_app.ui.words import _, n_


@screen
def ReturnScreen() -> ft.View:
    services, sheet = use_visit()
    wide = use_width() != "phone"
    here = still_here(sheet)
    first = {"kept": [], "collected": "yes", "reason": "", "photos": None, "ready": False, **signing(sheet)}
    form = use_form(f"return:{sheet.id}:{len(here)}", first)
    if not sheet.entries:
        return GonePage()
    if not here:
        return _nothing_here(services, sheet)
    return _giving_back(services, sheet, form, wide) if form["ready"] else _choosing(services, sheet, form)


def _going_home(sheet: Sheet, form: Form) -> tuple[TakenPiece, ...]:
    """The pieces that go back now: all that are here but those left out by hand."""
    return tuple(piece for piece in still_here(sheet) if piece.key not in form["kept"])


def _returned(sheet: Sheet, form: Form) -> list[PieceReturned]:
    signature, collected = signature_of(form["signature"]), form["collected"] == "yes"
    signer, reason = form.text("signer"), "" if collected else form.text("reason")
    photos, together = photos_of(form["photos"]), tuple(piece.key for piece in _going_home(sheet, form))
    shown = fingerprint(shown_return(sheet, together))
    return [PieceReturned(key, collected, signature, signer, reason, photos, shown, together) for key in together]


def _choosing(services: Services, sheet: Sheet, form: Form) -> ft.View:
    def show() -> None:
        if not _going_home(sheet, form):
            form.refuse("kept", say("Choose at least one piece to give back."))
        elif form["collected"] != "yes" and not form.text("reason"):
            form.refuse("reason", say("Collect the customer's copy of the slip, or say how it was lost."))
        else:
            form.set(ready=True, signature=None, page="")

    lost = TextInput(_("How the slip was lost"), form.field("reason"), lines=2, longest=400) if form["collected"] != "yes" else None
    copies = ", ".join(_slips_of(sheet, _going_home(sheet, form) or still_here(sheet)))
    return PhonePage(
        _("Give back"),
        Rows(*[_choice(form, piece) for piece in still_here(sheet)]),
        FieldError(form.field("kept")),
        Card(
            Body(_("Customer's copy of slip {slip} collected?", slip=copies), 15),
            YesNo(_("Customer's copy collected"), form.field("collected"), not_applicable=False),
            lost,
            gap=10,
        ),
        PhotoStrip(form.field("photos"), label=_("Photos as it was handed over")),
        number=intake.number(sheet),
        above=Refusal(form),
        primary=Primary(_("Have the customer sign"), show),
    )


def _slips_of(sheet: Sheet, going: tuple[TakenPiece, ...]) -> tuple[str, ...]:
    """The slips these pieces came on: a copy of any other is not to be asked for."""
    keys = {piece.key for piece in going}
    return tuple(dict.fromkeys(line.slip for line in register.lines(sheet) if line.is_here and line.piece.key in keys))


def _choice(form: Form, piece: TakenPiece) -> ft.Control:
    chosen = piece.key not in form["kept"]

    def turn() -> None:
        kept = [key for key in form["kept"] if key != piece.key]
        form.set(kept=[*kept, piece.key] if chosen else kept)

    about = _("{condition}, {accessories}", condition=piece.condition, accessories=piece.accessories or _("no accessories"))
    serial = Caption(piece.serial) if piece.serial else None
    detail = Down(Secondary(about), serial if theme.large() else None, gap=0)
    tick = ft.Checkbox(value=chosen, on_change=safely(turn), semantics_label=piece.piece)
    return Row(Body(piece.piece), detail, icon=tick, trail=None if theme.large() else serial, on_click=turn)


def _giving_back(services: Services, sheet: Sheet, form: Form, wide: bool) -> ft.View:
    going = _going_home(sheet, form)

    def save() -> None:
        form.submit(lambda: _returned(sheet, form), on=sheet.id, then=to_case(services, sheet))

    def sign() -> None:
        words = n_("{name} has {n} piece back.", "{name} has {n} pieces back.", len(going), name=form.text("signer"))
        ask_and_save(services, sheet, _returned(sheet, form), words, save)

    return SigningPage(
        shown_return(sheet, [piece.key for piece in going]),
        form,
        wide=wide,
        sign=sign,
        back=lambda: form.set(ready=False, signature=None),
    )


def _nothing_here(services: Services, sheet: Sheet) -> ft.View:
    nothing = EmptyState(_("Nothing of this case is with us."), _("What was taken back is with its owner again."))
    return PhonePage(_("Give back"), nothing, primary=Primary(_("Back to the case"), to_case(services, sheet)))
