"""The service record of a visit: what was done, parts, person-days, quality, result (P7.1)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import flet as ft

from field_app.domain.repair import dispatch, intake, record
from field_app.domain.repair.pricing import Price, prices
from field_app.domain.repair.record import WorkRecorded
from field_app.domain.sheets import Sheet
from field_app.ui.components import (
    Across,
    Banner,
    Body,
    Caption,
    Card,
    Down,
    Option,
    Outlined,
    PhonePage,
    PhotoStrip,
    Plain,
    Primary,
    Refusal,
    Row,
    Rows,
    Secondary,
    Section,
    Segments,
    Stepper,
    Strong,
    TextInput,
    Tonal,
    Wrapped,
    pad,
    screen,
)
from field_app.ui.components.inputs import fractions
from field_app.ui.components.layout import Part
from field_app.ui.hooks import Field, Form, use_form
from field_app.ui.hooks.photos import photos_of
from field_app.ui.office import labels
from field_app.ui.services import Services
from field_app.ui.technician.parts import listing
from field_app.ui.technician.parts.archived import contract_of
from field_app.ui.technician.parts.fee_list import FeeList
from field_app.ui.technician.parts.gone import GonePage
from field_app.ui.technician.parts.tick import Tick
from field_app.ui.technician.parts.undoing import undoable
from field_app.ui.technician.parts.visit import first_capital, live, mine, use_visit
from field_app.ui.technician.parts.working import offered_work, part_used, quoted_parts
from field_app.ui.words import _

MOST_PARTS = 16
# `parts` is the name: the rule's words about a part come back under that name.
NAMES = ("parts", "quantity", "code", "old", "new")


@screen
def WorkScreen() -> ft.View:
    services, sheet = use_visit()
    offered = {"work": "", "person_days": record.present_days(sheet, services.now()), "result": "fixed", "quality": "good"}
    listed = listing.fields(NAMES, MOST_PARTS, quoted_parts(sheet))
    key = f"work:{sheet.id}:{mine(sheet, WorkRecorded, services)}"
    begun = {"days_reason": "", "explained": False, "photos": None, "open": None, "adding": False, "search": ""}
    form = use_form(key, {**offered, **begun, **listed})
    if not sheet.entries:
        return GonePage()

    def save() -> None:
        form.submit(lambda: worked(form), on=sheet.id, then=undoable(services, sheet.id, form, _("Record saved.")))

    return PhonePage(
        _("Work record"),
        _again(sheet),
        TextInput(_("What was done"), form.field("work"), lines=3),
        _offer(sheet, form),
        Section(_("Parts used")),
        _parts(form),
        _adding(form, prices(services.policy_for(sheet), contract_of(sheet, services))),
        Section(_("Result")),
        _answers(_("Result"), form.field("result"), labels.RESULTS, "unfinished"),
        Secondary(_("You agree the next visit after leaving.")) if form["result"] == "unfinished" else None,
        _answers(_("Quality"), form.field("quality"), labels.QUALITY, "watch"),
        _time(sheet, form, services),
        PhotoStrip(form.field("photos"), label=_("Photos of the work")),
        Tick(_("I explained the solution to the customer"), form.field("explained")),
        number=intake.number(sheet),
        above=Refusal(form),
        primary=Primary(_("Save the record"), save, icon=ft.Icons.CHECK),
    )


def worked(form: Form) -> WorkRecorded:
    parts = tuple(part_used(thing) for thing in listing.listed(form, NAMES))
    photos = photos_of(form["photos"])
    answers = (form["result"], form["quality"], parts, form["explained"])
    return WorkRecorded(form.text("work"), form["person_days"], *answers, photos, form.text("days_reason"))


def _again(sheet: Sheet) -> Part:
    """A record written anew is one more of this visit, and wants a new signature (P7.2)."""
    if record.worked(sheet) is None:
        return None
    return Banner("amber", _("This visit has a record already. What you save here is added to it; the customer signs anew."))


def _offer(sheet: Sheet, form: Form) -> ft.Control:
    names = [thing["parts"] for thing in listing.listed(form, NAMES)]

    def take() -> None:
        form.set(work=_("{one} {two}", one=form.text("work"), two=offered_work(sheet, names)).strip())

    return Wrapped(Tonal(_("Fill in from the diagnosis"), take, icon=ft.Icons.EDIT_NOTE))


def _parts(form: Form) -> Part:
    """One row a part; the opened one is edited."""
    listed = listing.listed(form, NAMES)
    return Rows(*[_part(form, place, thing) for place, thing in enumerate(listed)]) if listed else None


def _part(form: Form, place: int, thing: dict[str, Any]) -> ft.Control:
    if form["open"] == place or f"parts.{place}" in form.errors:
        return _open_part(form, place)
    serials = [said for said in (thing["old"], thing["new"]) if said]
    detail = Secondary(" → ".join(serials)) if serials else Caption(_("Tap to write serial numbers or change it"))
    quantity = Strong(_("× {quantity}", quantity=thing["quantity"]))
    label = _("{name}, change", name=thing["parts"])
    return Row(Body(thing["parts"]), detail, trail=quantity, on_click=lambda: form.set(open=place), label=label, key=f"part-{place}")


def _open_part(form: Form, place: int) -> ft.Control:
    def remove() -> None:
        listed = listing.listed(form, NAMES)
        listing.put(form, NAMES, [thing for n, thing in enumerate(listed) if n != place], open=None)

    name = TextInput(_("Part"), form.field(f"parts.{place}"), longest=80, expand=3)
    quantity = TextInput(_("Quantity"), form.field(f"quantity.{place}"), keyboard=fractions(), longest=8, expand=1)
    old = TextInput(_("Old serial number"), form.field(f"old.{place}"), longest=60, expand=True)
    new = TextInput(_("New serial number"), form.field(f"new.{place}"), longest=60, expand=True)
    acts = Wrapped(Tonal(_("That's it"), lambda: form.set(open=None)), Plain(_("Take it off"), remove, ink="danger"))
    inside = Down(Across(name, quantity, top=True), Across(old, new, top=True), acts, gap=12, stretch=True)
    return ft.Container(inside, padding=pad(16, 16, 16, 8), key=f"part-{place}")


def _adding(form: Form, offered: tuple[Price, ...]) -> ft.Control:
    listed = listing.listed(form, NAMES)

    def add(thing: dict[str, str]) -> None:
        opened = None if thing else len(listed)
        listing.put(form, NAMES, [*listed, {"quantity": "1", **thing}], adding=False, search="", open=opened)

    def pick(price: Price) -> None:
        add({"parts": price.fee.name, "code": price.fee.code})

    if len(listed) >= MOST_PARTS:
        return Secondary(_("One record holds {n} parts. Save it, then record the others in another.", n=MOST_PARTS))
    if not form["adding"]:
        return Outlined(_("Add a part"), lambda: form.set(adding=True), icon=ft.Icons.ADD)
    own = Wrapped(Outlined(_("Type another part"), lambda: add({})), Plain(_("Cancel"), lambda: form.set(adding=False)))
    return Down(FeeList(offered, live(form, "search"), pick, ("part", "wear_part")), own, gap=8, stretch=True)


def _answers(label: str, field: Field, words: Mapping[str, labels.Word], second_look: str) -> ft.Control:
    options = [Option(code, first_capital(said())) for code, said in words.items()]
    return Segments(label, field, options, tones={second_look: "amber", "limited": "amber"}, may_be_empty=False)


def _time(sheet: Sheet, form: Form, services: Services) -> ft.Control:
    """Proposed from the recorded times; more than they allow asks for a reason (P7.1)."""
    days = Stepper(_("Person-days"), form.field("person_days"), step=10, least=10)
    most = record.most_days(sheet, services.now())
    beyond = most is not None and form["person_days"] > most
    reason = TextInput(_("Why more than the recorded times"), form.field("days_reason")) if beyond or form["days_reason"] else None
    return Card(days, Caption(_counted(sheet)), reason, gap=8)


def _counted(sheet: Sheet) -> str:
    people = len(dispatch.team(sheet))
    if people < 2:
        return _("Counted from your arrival; 8 hours are one person-day.")
    return _("Counted from your arrival for {n} people; 8 hours are one person-day each.", n=people)
