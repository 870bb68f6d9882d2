"""Indicators over HTTP, for supervisor and director (P9.4). For everybody else none of this exists."""

from datetime import date
from typing import Annotated, Literal

from attrs import asdict
from fastapi import FastAPI, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel

from field_app.domain.facts import Role
from field_app.domain.indicators import BY_CODE
from field_app.domain.measures import By
from sync.protocol import Refused
from sync.server import measures
from sync.server.desk import holder
from sync.server.edge import Done, answers, named, said, token_of
from sync.server.measures import Wanted
from sync.server.office import Office

SEEN_BY: frozenset[Role] = frozenset({"supervisor", "director"})
Day = Annotated[date, Query()]
Text = Annotated[str, Query(max_length=200)]


class GroupSaid(BaseModel):
    name: str
    sums: dict[str, int]


class ExceptionSaid(BaseModel):
    rule: str
    count: int
    most: str


class ReportSaid(Done):
    total: dict[str, int]
    groups: list[GroupSaid]
    repeats: int
    exceptions: list[ExceptionSaid]


class CaseSaid(BaseModel):
    sheet: str
    number: str
    customer: str
    equipment: str
    technician: str
    reported_on: date


class CasesSaid(Done):
    cases: list[CaseSaid]


def add_reports(app: FastAPI, here: Office) -> None:
    @app.get("/v1/indicators", responses=answers(ReportSaid))
    async def indicators(
        request: Request,
        since: Day,
        until: Day,
        by: Literal["month", "technician", "customer", "equipment"] = "month",
        technician: Text = "",
        customer: Text = "",
        equipment: Text = "",
    ) -> Response:
        wanted = _wanted(since, until, by, technician, customer, equipment)
        await run_in_threadpool(holder, here, token_of(request), SEEN_BY)
        return said(await run_in_threadpool(_report, here, wanted))

    @app.get("/v1/indicators/{code}", responses=answers(CasesSaid))
    async def cases(
        request: Request, code: str, since: Day, until: Day, technician: Text = "", customer: Text = "", equipment: Text = ""
    ) -> Response:
        wanted = _wanted(since, until, "month", technician, customer, equipment)
        await run_in_threadpool(holder, here, token_of(request), SEEN_BY)
        if named(code.replace("_", "-")).replace("-", "_") not in BY_CODE:
            raise Refused("unknown", status=404)
        found = await run_in_threadpool(measures.listed, here.database, here.settings.company, wanted, code)
        return said({"cases": [asdict(one) | {"reported_on": one.reported_on.isoformat()} for one in found]})


def _wanted(since: date, until: date, by: By, technician: str, customer: str, equipment: str) -> Wanted:
    # PostgreSQL's text can't hold NUL; nobody is called so.
    return Wanted(since, until, by, *(text.replace("\0", "\ufffd") for text in (technician, customer, equipment)))


def _report(here: Office, wanted: Wanted) -> dict[str, object]:
    found = measures.report(here.database, here.settings.company, wanted)
    return {
        "total": asdict(found.total),
        "groups": [{"name": name, "sums": asdict(sums)} for name, sums in found.groups],
        "repeats": found.repeats,
        "exceptions": [{"rule": rule, "count": count, "most": most} for rule, count, most in found.exceptions],
    }
