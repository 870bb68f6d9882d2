"""A technician's agreed visits as a calendar to subscribe to, by a private address that can be taken back."""

import hashlib
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool
from sqlalchemy import Connection, delete, insert, select

from field_app.domain.facts import UserId
from field_app.domain.repair import intake
from field_app.domain.schedule import Slot, slots
from field_app.domain.sheets import Sheet
from sync.protocol import Refused
from sync.server import tables
from sync.server.access import Principal
from sync.server.documents import read_document
from sync.server.edge import GUARDED, Done, answers, hands_out, said, token_of
from sync.server.office import Office

if TYPE_CHECKING:
    from icalendar import Event

CALENDAR = "text/calendar; charset=utf-8"


class Made(Done):
    path: str


def add_calendars(app: FastAPI, here: Office) -> None:
    @app.post("/v1/calendar", responses=answers(Made))
    async def make(request: Request) -> Response:
        who = await run_in_threadpool(here.principal, token_of(request))
        return said({"path": await run_in_threadpool(_make, here, who)})

    @app.delete("/v1/calendar", responses=answers())
    async def revoke(request: Request) -> Response:
        who = await run_in_threadpool(here.principal, token_of(request))
        await run_in_threadpool(_revoke, here, who.user)
        return said({})

    @app.get("/calendar/{token}.ics", responses=hands_out(CALENDAR))
    async def show(token: str) -> Response:
        return Response(await run_in_threadpool(_calendar, here, token), headers=GUARDED, media_type=CALENDAR)


def _make(here: Office, who: Principal) -> str:
    """A new address; the one before ends."""
    token = secrets.token_urlsafe(24)
    row = {"company": here.settings.company, "user": who.user, "hash": _hashed(token)}
    with here.database.write() as connection:
        _end(connection, here.settings.company, who.user)
        connection.execute(insert(tables.calendars), row)
    return f"/calendar/{token}.ics"


def _revoke(here: Office, user: UserId) -> None:
    with here.database.write() as connection:
        _end(connection, here.settings.company, user)


def _end(connection: Connection, company: str, user: UserId) -> None:
    c = tables.calendars
    connection.execute(delete(c).where(c.c.company == company, c.c.user == user))


def _hashed(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def _calendar(here: Office, token: str) -> bytes:
    """The calendar at this address. Refused("unknown") where there is none, or none any more."""
    company, s = here.settings.company, tables.sheets.c
    with here.database.read() as connection:
        user = _whose(connection, company, token)
        mine = select(s.id, s.kind, s.version, s.entries).where(s.company == company, s.kind == "repair", s.assigned == user)
        sheets = {sheet.id: sheet for sheet in map(read_document, connection.execute(mine))}
    from icalendar import Calendar  # only a server that is asked for a calendar needs it

    calendar = Calendar()
    calendar.add("prodid", "-//field-app//visits//ZH")
    calendar.add("version", "2.0")
    for slot in slots(sheets.values()):
        calendar.add_component(_event(sheets[slot.sheet], slot, here.now()))
    return bytes(calendar.to_ical())


def _whose(connection: Connection, company: str, token: str) -> UserId:
    c, p = tables.calendars.c, tables.people.c
    joined = tables.calendars.join(tables.people, (p.company == c.company) & (p.user == c.user))
    asked = select(c.user).select_from(joined).where(c.company == company, c.hash == _hashed(token), p.active == 1)
    user = connection.execute(asked).scalar()
    if user is None:
        raise Refused("unknown", status=404)
    return UserId(user)


def _event(sheet: Sheet, slot: Slot, now: datetime) -> "Event":
    from icalendar import Event

    known = intake.request(sheet)
    event = Event()
    event.add("uid", f"{slot.sheet}@field-app")
    event.add("dtstamp", now.astimezone(UTC))
    # In UTC, so that no description of a time zone is needed.
    event.add("dtstart", slot.starts_at.astimezone(UTC))
    event.add("dtend", slot.ends_at.astimezone(UTC))
    event.add("summary", f"{known.customer} {known.project}".strip())
    event.add("location", known.address)
    event.add("description", "\n".join(_told(sheet, known)))
    return event


def _told(sheet: Sheet, known: intake.Request) -> Iterator[str]:
    yield intake.number(sheet)
    yield known.fault
    yield f"{known.contact} {known.phone}".strip()
