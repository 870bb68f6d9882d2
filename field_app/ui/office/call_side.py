"""Beside the call: the same case first (it can end the call), then the archive: customer, equipment with warranty, earlier sheets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import flet as ft

from field_app.domain.archive import Equipment
from field_app.domain.days import day_of
from field_app.domain.repair import intake
from field_app.domain.repair.sheet import row
from field_app.domain.sheets import Sheet
from field_app.ui.components import Across, Banner, Caption, Down, Mark, Pair, TextInput, Wrapped
from field_app.ui.office import finding
from field_app.ui.office.finding import Found
from field_app.ui.office.labels import STATUS, dotted
from field_app.ui.office.parts.acts import Act
from field_app.ui.office.parts.panel import Panel
from field_app.ui.office.parts.table import Listed, Tile, Two
from field_app.ui.words import _, moment, n_, window

if TYPE_CHECKING:
    from field_app.ui.office.call import Call


def CallSide(call: Call, sheets: Sequence[Sheet], archives: Sequence[Sheet]) -> ft.Control:
    """The column beside the form."""
    parts = [*above(call, sheets, archives), *below(call, sheets, archives)]
    stretch = ft.CrossAxisAlignment.STRETCH
    return ft.Column(parts, spacing=12, expand=9, horizontal_alignment=stretch, scroll=ft.ScrollMode.AUTO)


def above(call: Call, sheets: Sequence[Sheet], archives: Sequence[Sheet]) -> list[ft.Control]:
    """What can end or shorten the call: the same case, the customer in the archive. On a phone it stands over the form."""
    duplicate = _duplicate(call, sheets)
    search = None if _found(call, archives) else _search(call, archives)
    return [part for part in (duplicate, search) if part]


def below(call: Call, sheets: Sequence[Sheet], archives: Sequence[Sheet]) -> list[ft.Control]:
    """What the archive knows. On a phone it stands under the form."""
    found, history = _found(call, archives), finding.earlier(call.request, sheets)
    known = [_customer(call, found), _equipment(call, found)] if found else []
    return [*known, *([_history(call, history)] if history else [])]


def _found(call: Call, archives: Sequence[Sheet]) -> Found | None:
    archived = next((sheet for sheet in archives if sheet.id == call.form["archive"]), None)
    return finding.look_up(archived) if archived else None


def same_case(call: Call, sheets: Sequence[Sheet]) -> Sheet | None:
    """The newest open sheet of the same project that wasn't said to be another fault."""
    same = intake.same_case(call.request, sheets)
    return next((sheet for sheet in same if sheet.id not in call.form["another"]), None)


def _duplicate(call: Call, sheets: Sequence[Sheet]) -> ft.Control | None:
    """An open sheet of the same project, until it was said to be another fault (P1.6)."""
    sheet = same_case(call, sheets)
    if sheet is None:
        return None
    at_a_glance = row(sheet)
    now = call.services.now()
    reported = moment(at_a_glance.reported_at, now) if at_a_glance.reported_at else ""
    title = _("Maybe the same case: {number}, reported {when}", number=at_a_glance.number, when=reported)
    others = [*call.form["another"], sheet.id]
    return Banner(
        "amber",
        _("“{fault}”, {standing}", fault=at_a_glance.fault or _("fault not written"), standing=_standing(call, sheet)),
        title=title,
        actions=(
            Act(_("Add to this sheet"), lambda: call.add_to(sheet.id), kind="primary", icon=ft.Icons.ADD_LINK, key="Alt 1"),
            Act(_("Another fault, go on"), lambda: call.form.change("another", others)),
        ),
    )


def _standing(call: Call, sheet: Sheet) -> str:
    at_a_glance = row(sheet)
    who = call.services.name_of(at_a_glance.assigned) if at_a_glance.assigned else ""
    if at_a_glance.starts_at and at_a_glance.ends_at:
        when = (
            f"{moment(at_a_glance.starts_at, call.services.now()).rsplit(' ', 1)[0]} {window(at_a_glance.starts_at, at_a_glance.ends_at)}"
        )
        return _("{name} goes {when}", name=who, when=when)
    return dotted(STATUS[at_a_glance.status][2](), who)


def _search(call: Call, archives: Sequence[Sheet]) -> ft.Control:
    """Looks in the archive while name or phone are typed; a field of its own for serials and addresses."""
    form = call.form
    typed = str(form["search"] or form["phone"] or form["customer"] or form["project"])
    hits = finding.find(typed, archives)
    field = TextInput(_("Search the archive: name, phone, address, serial"), form.field("search"), longest=60)
    tiles = [_hit(call, found) for found in hits]
    hint = Caption(_("What is typed of the request is looked for too."))
    none = Caption(_("Not in the archive. Go on typing: what you write is kept.")) if typed.strip() else hint
    note = n_("{n} found", "{n} found", len(hits)) if hits else ""
    inset = ft.Padding(left=16, top=0, right=16, bottom=12)
    below = Listed(*tiles) if tiles else ft.Container(none, padding=inset)
    return Panel(_("Look in the archive"), ft.Container(field, padding=inset), below, note=note, flush=True)


def _hit(call: Call, found: Found) -> ft.Control:
    known = found.project

    def pick() -> None:
        only = found.equipment[0].serial if len(found.equipment) == 1 else ""
        call.form.set(search="", **_unless_typed(call, finding.filled(found, only)))

    label = _("Take {customer}, {project}", customer=known.customer, project=known.project)
    return Tile(Two(dotted(known.customer, known.project), dotted(known.contact, known.phone, known.address)), on_open=pick, label=label)


def _unless_typed(call: Call, filled: dict[str, str]) -> dict[str, str]:
    """Who is on the phone now may be another than the archive's contact: what was typed of it stays."""
    typed = {name for name in ("contact", "phone") if str(call.form[name]).strip()}
    return {name: value for name, value in filled.items() if name not in typed}


def _customer(call: Call, found: Found) -> ft.Control:
    known = found.project
    forget = dict.fromkeys(("archive", "serial", "equipment"), "")
    facts = Down(
        Pair(_("Customer"), known.customer),
        Pair(_("Project"), known.project),
        Pair(_("Contact"), dotted(known.contact, known.phone)) if known.contact or known.phone else None,
        Pair(_("Contract"), known.contract) if known.contract else None,
        gap=6,
        stretch=True,
    )
    return Panel(_("Found in the archive"), facts, trail=Act(_("Another customer"), lambda: call.form.set(**forget), small=True))


def _equipment(call: Call, found: Found) -> ft.Control:
    today = call.services.today()
    tiles = [_piece(call, found, piece) for piece in found.equipment]
    empty = ft.Container(Caption(_("No equipment is recorded for this project yet.")), padding=16)
    return Panel(_("Installed here"), Listed(*tiles, empty=empty), note=_("reckoned for {day}", day=today), flush=True)


def _piece(call: Call, found: Found, piece: Equipment) -> ft.Control:
    chosen = call.form["serial"] == piece.serial

    def pick() -> None:
        filled = finding.filled(found, "" if chosen else piece.serial)
        call.form.set(**{name: filled[name] for name in ("serial", "equipment", "accepted_on", "warranty_months")})

    left = finding.days_left(found, piece, call.services.today())
    radio = ft.Icon(
        ft.Icons.RADIO_BUTTON_CHECKED if chosen else ft.Icons.RADIO_BUTTON_UNCHECKED, size=20, color=ft.Colors.PRIMARY if chosen else None
    )
    words = Across(
        radio, ft.Container(Two(dotted(piece.name, piece.model), dotted(piece.serial, piece.place)), expand=True), _cover_mark(left), gap=12
    )
    return Tile(words, on_open=pick, label=_("Take {piece}", piece=dotted(piece.name, piece.serial)), chosen=chosen)


def _cover_mark(left: int | None) -> ft.Control:
    if left is None:
        return Mark("plain", ft.Icons.HELP_OUTLINE, _("unknown"))
    if left < 0:
        return Mark("amber", ft.Icons.PAYMENTS_OUTLINED, _("out of warranty"))
    if left <= 30:
        return Mark("amber", ft.Icons.SCHEDULE, n_("{n} day left", "{n} days left", left))
    return Mark("green", ft.Icons.VERIFIED_USER_OUTLINED, _("in warranty"))


def _history(call: Call, sheets: Sequence[Sheet]) -> ft.Control:
    tiles = [_earlier(call, sheet) for sheet in sheets[:5]]
    return Panel(_("Earlier sheets"), Listed(*tiles), note=n_("{n} sheet", "{n} sheets", len(sheets)), flush=True)


def _earlier(call: Call, sheet: Sheet) -> ft.Control:
    known = row(sheet)
    tone, icon, status = STATUS[known.status]
    who = call.services.name_of(known.assigned) if known.assigned else ""
    day = day_of(known.reported_at).isoformat() if known.reported_at else ""
    words = Across(
        ft.Container(Two(known.fault or "–", dotted(known.number, day, who)), expand=True), Wrapped(Mark(tone, icon, status())), gap=8
    )
    return Tile(words, on_open=lambda: call.services.go(f"/sheets/{sheet.id}"), label=_("Open {number}", number=known.number))
