"""Taking equipment back against a signed slip, of which the customer gets a copy before anything leaves (P6.1)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import flet as ft

from field_app.domain.days import day_of
from field_app.domain.repair.charges import fingerprint
from field_app.domain.repair.closing import in_visit
from field_app.domain.repair.diagnosis import diagnoses
from field_app.domain.repair.takeback import TakenBack, TakenPiece, shown_slip, slip_number
from field_app.domain.sheets import Entry, Sheet
from field_app.papers.catalog import Wanted
from field_app.ui import theme
from field_app.ui.components import (
    Across,
    Card,
    Down,
    Heading,
    Outlined,
    PhonePage,
    PhotoStrip,
    Plain,
    Primary,
    Refusal,
    TextInput,
    screen,
)
from field_app.ui.components.signature import signature_of
from field_app.ui.hooks import Form, use_form, use_width
from field_app.ui.hooks.photos import photos_of
from field_app.ui.services import Services
from field_app.ui.shared.printing import CopyButton
from field_app.ui.technician.parts import listing
from field_app.ui.technician.parts.copy import CustomersCopy
from field_app.ui.technician.parts.gone import GonePage
from field_app.ui.technician.parts.signed import SignedPage
from field_app.ui.technician.parts.signing import SigningPage, ask_and_save, signing, unready
from field_app.ui.technician.parts.visit import DayInput, to_case, use_visit
from field_app.ui.words import _, n_

PROMISED_AFTER = timedelta(days=7)
MOST_PIECES = 12
# `pieces` is the condition: the rule's words about a piece come back under that name.
NAMES = ("piece", "serial", "pieces", "accessories", "photos")


@screen
def TakeBackScreen() -> ft.View:
    services, sheet = use_visit()
    wide = use_width() != "phone"
    promised = (services.today() + PROMISED_AFTER).isoformat()
    form = use_form(
        f"take_back:{sheet.id}:{slip_number(sheet, services.me.tag)}",
        {
            **listing.fields(NAMES, MOST_PIECES, _diagnosed(sheet)),
            "promised_on": promised,
            "ready": False,
            "another": False,
            **signing(sheet),
        },
    )
    if not sheet.entries:
        return GonePage()
    slip = in_visit(sheet, "taken_back")
    if slip and not form["another"]:
        return _slip(services, sheet, form, slip)
    return _signing(services, sheet, form, wide) if form["ready"] else _listing(services, sheet, form)


def _slip(services: Services, sheet: Sheet, form: Form, slip: Entry[TakenBack]) -> ft.View:
    """The signed slip, for the customer's copy, before anything leaves (P6.1)."""
    shown = shown_slip(sheet, slip.body.slip, slip.body.pieces, slip.body.promised_on)
    more = Outlined(_("One more slip"), lambda: form.set(another=True), height=theme.TALL, ink="plain")
    copy = _("Give the customer a copy before anything leaves, or let them photograph this page.")
    button, code = CopyButton(sheet, Wanted("slip", slip.body.slip)), CustomersCopy(services, sheet.id, slip)
    both = Down(button, code, gap=12, stretch=True)
    return SignedPage(_("Take-back slip"), shown, slip, on=to_case(services, sheet), copy=both, note=copy, beside=more)


def _diagnosed(sheet: Sheet) -> list[dict[str, str]]:
    """The pieces diagnosed to be taken back; all of them where none was (P6.1)."""
    found = [entry.body for entry in diagnoses(sheet)]
    wanted = [one for one in found if one.way == "take_back"] or found
    return [{"piece": one.piece, "serial": one.serial} for one in wanted] or [{}]


def _pieces(form: Form) -> tuple[TakenPiece, ...]:
    found = listing.listed(form, NAMES)
    return tuple(_piece_of(one) for one in found)


def _piece_of(one: Mapping[str, Any]) -> TakenPiece:
    piece, condition, serial, accessories = (one[name].strip() for name in ("piece", "pieces", "serial", "accessories"))
    return TakenPiece(piece, condition, serial, accessories, photos_of(one["photos"]))


def _taken(sheet: Sheet, form: Form, tag: str) -> TakenBack:
    """The slip as it stands, bound to just what is shown."""
    slip, listed = slip_number(sheet, tag), _pieces(form)
    promised_on = date.fromisoformat(form["promised_on"])
    shown = fingerprint(shown_slip(sheet, slip, listed, promised_on))
    return TakenBack(slip, listed, promised_on, shown, signature_of(form["signature"]), form.text("signer"), form.text("relation"))


def _listing(services: Services, sheet: Sheet, form: Form) -> ft.View:
    def show() -> None:
        wrong = unready(sheet, _taken(sheet, form, services.me.tag), services.ground(sheet))
        if wrong:
            form.refuse(str(wrong.field or ""), wrong.words)
        else:
            form.set(ready=True, signature=None, page="")

    count = form["count"]
    return PhonePage(
        n_("Take back {n} piece", "Take back {n} pieces", count),
        *[_piece(form, place) for place in range(count)],
        Outlined(_("One more piece"), lambda: _add(form), icon=ft.Icons.ADD) if count < MOST_PIECES else None,
        DayInput(_("Promised back by"), form.field("promised_on"), first=day_of(services.now()), quick=(3, 7, 14)),
        number=slip_number(sheet, services.me.tag),
        above=Refusal(form),
        primary=Primary(_("Show the slip, to sign"), show),
    )


def _add(form: Form) -> None:
    listing.put(form, NAMES, [*listing.listed(form, NAMES), {}])


def _piece(form: Form, place: int) -> ft.Control:
    def remove() -> None:
        listed = listing.listed(form, NAMES)
        listing.put(form, NAMES, [one for n, one in enumerate(listed) if n != place])

    away = Plain(_("Take it off"), remove, ink="danger") if form["count"] > 1 else None
    return Card(
        Across(Heading(_("Piece {n}", n=place + 1), expand=True), away),
        TextInput(_("What it is"), form.field(f"piece.{place}"), longest=80),
        TextInput(_("Serial number"), form.field(f"serial.{place}"), longest=60),
        TextInput(_("Condition: looks, damage, missing parts"), form.field(f"pieces.{place}"), lines=2, longest=400),
        TextInput(_("Accessories that go along"), form.field(f"accessories.{place}"), hint=_("none"), longest=400),
        PhotoStrip(form.field(f"photos.{place}"), label=_("Photos of the condition")),
        gap=12,
        key=f"piece-{place}",
    )


def _signing(services: Services, sheet: Sheet, form: Form, wide: bool) -> ft.View:
    slip = _taken(sheet, form, services.me.tag)
    shown = shown_slip(sheet, slip.slip, slip.pieces, slip.promised_on)

    def save() -> None:
        form.submit(lambda: _taken(sheet, form, services.me.tag), on=sheet.id)

    def sign() -> None:
        words = n_("{name} hands over {n} piece.", "{name} hands over {n} pieces.", len(slip.pieces), name=form.text("signer"))
        ask_and_save(services, sheet, (_taken(sheet, form, services.me.tag),), words, save)

    return SigningPage(
        shown,
        form,
        wide=wide,
        sign=sign,
        back=lambda: form.set(ready=False, signature=None),
    )
