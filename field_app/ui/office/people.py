"""Who works here and as what, on which devices, and how they come in. Nobody sets or sees another's password."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import flet as ft

from field_app.domain.errors import say
from field_app.domain.facts import Role, SheetId
from field_app.domain.person import Account, PersonAdded, RolesGiven
from field_app.ui.components import (
    Across,
    Avatar,
    Caption,
    DeskPage,
    Down,
    FieldError,
    Mark,
    PhoneInput,
    Refusal,
    TextInput,
    component,
    safely,
    screen,
    snack,
)
from field_app.ui.hooks import Form, use_form, use_services, use_sheets
from field_app.ui.office.devices import Devices
from field_app.ui.office.entering import Entering
from field_app.ui.office.labels import ROLES, comma, dotted
from field_app.ui.office.parts.acts import Act
from field_app.ui.office.parts.panel import Panel
from field_app.ui.office.parts.space import wide
from field_app.ui.office.parts.table import Col, Line, Listed, Table, Tile, Two
from field_app.ui.words import _, n_

NOBODY: frozenset[str] = frozenset()
NEW = {"login": "", "name": "", "phone": "", "skills": "", "district": "", "roles": []}


@screen
def PeopleScreen() -> ft.View:
    services = use_services()
    use_sheets("person")
    chosen, choose = ft.use_state("")
    turn, ask_anew = ft.use_state(0)
    second, hear = ft.use_state(NOBODY)
    people = services.people
    person = next((one for one in people if one.user == chosen), None)
    note = n_("{n} person", "{n} people", len(people))

    def opener(user: str) -> Callable[[], None]:
        return lambda: choose(user)

    def changed() -> None:
        ask_anew(lambda before: before + 1)

    body = _table(people, chosen, opener) if wide() else Listed(*(_tile(one, opener(one.user)) for one in people))
    return DeskPage(
        _("People"),
        Panel(_("People"), body, note=note, flush=True),
        Devices(chosen, turn, lambda told: hear(told.second_factor)),
        side=[
            _Person(person, lambda: choose("")),
            Entering(person, person.user in second, changed, key=person.user) if person else None,  # type: ignore[call-arg]
        ],
    )


def _table(people: Sequence[Account], chosen: str, opener: Callable[[str], Callable[[], None]]) -> ft.Control:
    cols = [Col(_("Name"), 3), Col(_("Account"), 104), Col(_("Roles"), 5), Col(_("Skills, district"), 5), Col(_("Phone"), 128, right=True)]
    return Table(cols, [_line(one, chosen, opener) for one in people])


def _line(one: Account, chosen: str, opener: Callable[[str], Callable[[], None]]) -> Line:
    name = Across(Avatar(one.name), ft.Container(Two(one.name, _("may no longer sign in") if one.disabled else ""), expand=True), gap=10)
    skills = dotted(comma(*one.skills), one.district)
    return Line(
        (name, one.login, _roles(one), skills, one.phone),
        on_open=opener(one.user),
        label=_("Open {name}", name=one.name),
        chosen=one.user == chosen,
    )


def _tile(one: Account, on_open: Callable[[], None]) -> ft.Control:
    words = Across(Avatar(one.name), ft.Container(Two(dotted(one.name, one.login), _roles(one)), expand=True), gap=10)
    gone = Mark("amber", ft.Icons.PERSON_OFF, _("may no longer sign in")) if one.disabled else None
    return Tile(words, gone, on_open=on_open, label=_("Open {name}", name=one.name))


def _roles(one: Account) -> str:
    return comma(*(ROLES[role]() for role in ROLES if role in one.roles)) or _("no role")


@component
def _Person(person: Account | None, leave: Callable[[], None]) -> ft.Control:
    """A new person, or the particulars and roles of one there is."""
    services = use_services()
    form = use_form(f"person:{person.user if person else 'new'}", _initial(person))

    def is_free(login: str) -> bool:
        others = (one for one in services.people if person is None or one.user != person.user)
        return all(one.disabled or one.login != login for one in others)

    def keep() -> None:
        user = SheetId(person.user) if person else services.new_sheet_id()

        def bodies() -> tuple[object, ...]:
            skills = tuple(part for part in form.text("skills").replace("，", ",").replace("、", ",").split(",") if part.strip())
            login = form.read("login", lambda typed: typed if is_free(typed) else None, say("Somebody has this account name already."))
            added = PersonAdded(login or "", form.text("name"), form.text("phone"), tuple(s.strip() for s in skills), form.text("district"))
            return added, RolesGiven(tuple(form["roles"]))

        form.submit(bodies, on=user, then=after)

    def after() -> None:
        snack(_("Kept. Choose the person and make a sign-in code, so that they can come in.") if person is None else _("Kept"))
        if person is None:
            form.reset()

    title = _("Change {name}", name=person.name) if person else _("Add a person")
    return Panel(
        title,
        TextInput(_("Name"), form.field("name"), longest=40),
        TextInput(_("Account: small letters and digits"), form.field("login"), longest=32),
        PhoneInput(_("Phone"), form.field("phone")),
        TextInput(_("Skills, with commas between"), form.field("skills"), longest=200),
        TextInput(_("District"), form.field("district"), longest=40),
        _role_boxes(form),
        Refusal(form) if form.refusals else None,
        Act(_("Let them sign in again") if person and person.disabled else _("Keep"), keep, kind="primary"),
        trail=Act(_("New person"), leave, small=True) if person else None,
        gap=10,
    )


def _initial(person: Account | None) -> dict[str, object]:
    if person is None:
        return dict(NEW)
    return {
        "login": person.login,
        "name": person.name,
        "phone": person.phone,
        "skills": _(", ").join(person.skills),
        "district": person.district,
        "roles": sorted(person.roles),
    }


def _role_boxes(form: Form) -> ft.Control:
    field = form.field("roles")

    def turn(role: Role) -> None:
        field.change([r for r in field.value if r != role] if role in field.value else [*field.value, role])

    boxes: list[ft.Control] = [
        ft.Container(ft.Checkbox(label=said(), value=role in field.value, on_change=safely(lambda _e, role=role: turn(role))), width=148)
        for role, said in ROLES.items()
    ]
    return Down(Caption(_("Roles")), ft.Row(boxes, wrap=True, spacing=4, run_spacing=0), FieldError(field), gap=4, stretch=True)
