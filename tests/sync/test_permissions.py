"""Who may do what: every route and every type of fact, for every role and for strangers (F52, F54).

A new route or type fails here until it is classified. Forbidden and unknown get one answer where a route names a thing.
"""

import types
from datetime import date, datetime
from functools import cache
from typing import Any, Union, get_args, get_origin

import httpx
import pytest
from attrs import fields, has, resolve_types
from starlette.routing import Mount

from field_app.domain.facts import EVERYONE, TYPES, SheetId, UserId
from field_app.domain.indicators import BY_CODE
from field_app.domain.person import PersonAdded, RolesGiven
from field_app.domain.repair.dispatch import NoteAdded
from sync.server.app import create_app
from sync.server.papers import KINDS
from tests.cast import ADMIN, CAST, LI, MORNING, PASSWORD, WANG, Company, Person, company, new_id
from tests.sync.doors import Doors

BENCH = Person("bench", "返修陈", "bench", UserId("00000000-0000-7000-8111-00000000000a"))
BY_ROLE = {person.role: person for person in (*CAST, BENCH) if person not in (LI,)}
ROLES = sorted(EVERYONE)
HASH = "ab" * 32

# anybody   answers without a token, tells nothing of the company
# signed in every role, for itself
# for …     these roles alone, 404 for everybody else
# reader    names a thing: 404 for whoever may not see it, as for one that isn't there
# own       names a thing of one's own: 404 for another person's, as for one that isn't there
# secret    an unguessable address or token, 404 without it
# wiped     only for a device that was told to wipe
ROUTES: dict[str, str] = {
    "POST /v1/sync": "signed in",
    "GET /v1/live": "signed in",
    "POST /v1/sign-in": "anybody",
    "POST /v1/enrol": "anybody",
    "POST /v1/sign-out": "signed in",
    "POST /v1/wiped": "wiped",
    "POST /v1/password": "signed in",
    "GET /v1/second-factor": "signed in",
    "POST /v1/second-factor": "signed in",
    "POST /v1/second-factor/confirm": "signed in",
    "POST /v1/second-factor/remove": "signed in",
    "GET /v1/my-devices": "signed in",
    "POST /v1/my-devices/sign-out-elsewhere": "signed in",
    "POST /v1/my-devices/{device}/sign-out": "own",
    "GET /v1/devices": "for admin",
    "POST /v1/devices/{device}/end": "for admin",
    "GET /v1/stopped-devices": "for admin director supervisor",
    "GET /v1/set-apart": "for director supervisor",
    "POST /v1/people/{user}/sign-out": "for admin",
    "POST /v1/people/{user}/code": "for admin",
    "DELETE /v1/people/{user}/second-factor": "for admin",
    "HEAD /v1/blobs/{name}": "reader",
    "PATCH /v1/blobs/{name}": "reader",
    "GET /v1/blobs/{name}": "reader",
    "GET /v1/blobs": "signed in",
    "GET /v1/papers/{sheet}/export": "reader",
    "GET /v1/papers/{sheet}/{name}": "reader",
    "GET /s/{code}": "secret",
    "GET /verify": "anybody",
    "POST /verify": "anybody",
    "POST /v1/calendar": "signed in",
    "DELETE /v1/calendar": "signed in",
    "GET /calendar/{token}.ics": "secret",
    "GET /v1/search": "signed in",
    "GET /v1/sheets": "signed in",
    "GET /v1/sheets/{sheet}": "reader",
    "GET /v1/indicators": "for director supervisor",
    "GET /v1/indicators/{code}": "for director supervisor",
    "GET /health": "anybody",
    "GET /metrics": "secret",
    "GET /v1/openapi.json": "for admin",
}
YEAR = {"params": {"since": "2026-01-01", "until": "2026-12-31"}}
BODIES: dict[str, dict[str, Any]] = {
    "GET /v1/indicators": YEAR,
    "GET /v1/indicators/{code}": YEAR,
    "POST /v1/sync": {"content": b'{"p":1,"c":"","n":0,"h":"","a":""}'},
    "POST /v1/sign-in": {"json": {"login": "wang", "password": "wrong"}},
    "POST /v1/enrol": {"json": {"code": "abcde-fghjk"}},
    "POST /v1/password": {"json": {"old": "", "new": PASSWORD}},
    "POST /v1/second-factor/confirm": {"json": {"code": "000000"}},
    "POST /v1/second-factor/remove": {"json": {"code": "000000"}},
    "POST /v1/devices/{device}/end": {"json": {"how": "drain"}},
    "PATCH /v1/blobs/{name}": {"content": b"x", "headers": {"upload-offset": "0", "upload-length": "1"}},
}


@cache
def world() -> tuple[Company, Doors]:
    here = company()
    here.record(ADMIN, SheetId(BENCH.user), PersonAdded(BENCH.login, BENCH.name), RolesGiven(("bench",)))
    return here, Doors(here)


def routes() -> list[str]:
    here, _ = world()
    app = create_app(here.office.settings, here.office)
    return sorted(f"{method} {route.path}" for route in app.routes if not isinstance(route, Mount) for method in route.methods)


def ask(route: str, token: str, **names: str) -> httpx.Response:
    here, doors = world()
    method, path = route.split(" ", 1)
    a_code = next(iter(BY_CODE)) if "indicators" in route else "nobody"
    a_name = HASH if "blobs" in route else next(iter(KINDS))
    known = {"device": here.enrol(LI).device, "user": LI.user, "name": a_name, "code": a_code, "sheet": new_id(), "token": "nobody"}
    return doors.by(token).ask(method, path.format(**known | names), **BODIES.get(route, {}))


def token_of(role: str) -> str:
    return world()[0].enrol(BY_ROLE[role]).token


def test_every_route_is_classified():
    assert routes() == sorted(ROUTES)


@pytest.mark.parametrize("route", [route for route, who in ROUTES.items() if who not in ("anybody", "secret")])
@pytest.mark.parametrize("token", ["", "x" * 43])
def test_f52_a_stranger_gets_one_answer_from_every_door(route: str, token: str):
    answer = ask(route, token)
    assert answer.status_code == 401
    assert answer.request.method == "HEAD" or answer.json() == {"p": 1, "error": "signed_out"}


@pytest.mark.parametrize("route", [route for route, who in ROUTES.items() if who.startswith("for ")])
@pytest.mark.parametrize("role", ROLES)
def test_f52_what_is_some_roles_own_is_not_there_for_anybody_else(route: str, role: str):
    answer = ask(route, token_of(role))
    if role in ROUTES[route].split():
        assert answer.status_code == 200
    else:
        assert (answer.status_code, answer.json()) == (404, {"p": 1, "error": "refused", "reason": "unknown"})


@pytest.mark.parametrize("route", [route for route, who in ROUTES.items() if who == "for admin" and "{" in route])
@pytest.mark.parametrize("name", ["nobody", "0" * 65, "%00", "..%2f..%2fetc", "' or 1=1 --", "空"])
def test_f51_f56_what_nobody_has_is_unknown_however_it_is_spelt(route: str, name: str):
    answer = ask(route, token_of("admin"), device=name, user=name)
    assert answer.status_code == 404
    assert "json" not in answer.headers["content-type"] or answer.json().get("reason", "unknown") == "unknown"


@pytest.mark.parametrize("route", [route for route, who in ROUTES.items() if who == "signed in" and route != "GET /v1/live"])
@pytest.mark.parametrize("role", ROLES)
def test_what_is_everybodys_own_answers_every_role(route: str, role: str):
    assert ask(route, token_of(role)).status_code not in (401, 404, 405, 500)


@pytest.mark.parametrize("route", [route for route, who in ROUTES.items() if who in ("secret", "wiped")])
@pytest.mark.parametrize("role", ROLES)
def test_no_role_opens_what_takes_a_secret_or_an_order(route: str, role: str):
    assert ask(route, token_of(role)).status_code == (401 if ROUTES[route] == "wiped" else 404)


@pytest.mark.parametrize("route", [route for route, who in ROUTES.items() if who == "own"])
@pytest.mark.parametrize("role", ROLES)
def test_f52_what_is_another_persons_own_is_unknown_to_every_role(route: str, role: str):
    assert ask(route, token_of(role)).status_code == 404


@pytest.mark.parametrize("route", [route for route, who in ROUTES.items() if who == "reader" and "{sheet}" in route])
def test_f52_a_sheet_one_may_not_see_is_as_unknown_as_one_that_is_not_there(route: str):
    here, _ = world()
    case = here.open_case(WANG)
    stranger = here.enrol(LI).token
    forbidden, unknown = (ask(route, stranger, sheet=sheet) for sheet in (case, new_id()))
    assert (forbidden.status_code, forbidden.content) == (unknown.status_code, unknown.content)
    assert forbidden.status_code == 404


# Who may ever record what. c clerk, e employee, s supervisor, t technician, b bench, a accountant, d director, m administrator.
LETTERS = dict(zip("cestbadm", ("clerk", "employee", "supervisor", "technician", "bench", "accountant", "director", "admin"), strict=True))
FACTS = {
    "voided": "abcst", "paper_entered": "abcdemst", "photo_added": "abcdemst", "note_added": "abcdemst",
    "request_taken": "abcdemst", "request_amended": "cst", "callback_made": "cs", "handed_over": "cs", "cancelled": "cs",
    "analysed": "s", "assigned": "s", "unassigned": "s",
    "contact_attempted": "st", "visit_agreed": "st", "transport_chosen": "st", "car_requested": "st", "car_decided": "s", "departed": "st",
    "arrived": "st", "arrival_checked": "st", "diagnosed": "st", "warranty_decided": "st",
    "quoted": "st", "consented": "st", "consent_refused": "st", "replacement_advised": "bst",
    "work_recorded": "st", "record_signed": "st",
    "receipt_allotted": "a", "cash_received": "st", "paid_otherwise": "st", "payment_agreed": "st", "left_site": "st",
    "payment_booked": "a", "debt_chased": "acs", "cash_handed_over": "t", "cash_counted": "a", "difference_explained": "ast",
    "taken_back": "st", "piece_returned": "st", "piece_received": "bs", "piece_progressed": "bs", "promise_moved": "bst",
    "customer_told": "cst",
    "reported": "st", "signed_off": "s", "sent_back": "s", "odd_settled": "s",
    "policy_proposed": "s", "policy_returned": "d", "policy_approved": "d",
    "project_recorded": "cs", "equipment_installed": "cst", "directions_noted": "cst", "contract_recorded": "cs", "document_filed": "cst",
    "equipment_removed": "cs", "archive_merged": "cs",
    "numbers_issued": "a", "number_allotted": "a", "number_voided": "a",
    "person_added": "m", "roles_given": "m", "person_disabled": "m",
    "complaint_received": "abcdemst", "complaint_assigned": "s", "complaint_answered": "abcdemst", "customer_heard": "cst",
    "complaint_closed": "s",
    "repair_erased": "ds", "archive_erased": "ds", "complaint_erased": "ds", "return_visit_erased": "ds",
    "return_visit_planned": "cs", "return_call_tried": "cst", "return_visit_made": "cst", "return_visit_dropped": "cs",
}  # fmt: skip


def allowed(name: str) -> set[str]:
    return {LETTERS[letter] for letter in FACTS[name]}


def test_every_type_of_fact_is_classified():
    assert {name: set(known.by) for name, known in TYPES.items()} == {name: allowed(name) for name in FACTS}


@pytest.mark.parametrize("role", ROLES)
def test_f54_a_fact_of_another_role_is_refused_at_the_office_and_one_of_this_role_is_not_refused_for_it(role: str):
    here, _ = world()
    phone = here.phone(BY_ROLE[role])
    for known in TYPES.values():
        phone.record(new_id(), smallest(known.body))
    phone.sync()
    refused = {name for name, verdict in zip(TYPES, here.verdicts_of(phone), strict=True) if verdict == ("refused", "role")}
    assert refused == {name for name in TYPES if role not in allowed(name)}


def test_f54_who_acted_comes_from_the_token_whatever_the_fact_says():
    here, _ = world()
    case = here.open_case(WANG)
    phone = here.phone(WANG)
    phone.record(case, NoteAdded(f"by {ADMIN.user}"))
    phone.sync()
    assert here.rows("select user from facts where device = ?", phone.identity.device) == [(WANG.user,)]


def smallest(kind: Any) -> Any:
    """A value of an annotated type, as plain as can be."""
    plain: dict[Any, Any] = {str: "x", int: 1, bool: False, date: MORNING.date(), datetime: MORNING, types.NoneType: None}
    if kind in plain:
        return plain[kind]
    if has(kind):
        resolve_types(kind)
        return kind(**{attribute.name: smallest(attribute.type) for attribute in fields(kind)})
    origin, parts = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return None if types.NoneType in parts else smallest(parts[0])
    if origin is tuple:
        return () if parts[-1] is ... else tuple(map(smallest, parts))
    return parts[0]
