"""A company of several hundred technicians, their phones signed in, each with cases of its own and all it is going to record on them."""

import json
from collections.abc import Sequence
from datetime import date
from itertools import islice
from pathlib import Path

from attrs import asdict, frozen
from sqlalchemy import select

from field_app.domain.facts import Draft, SheetId, UserId
from field_app.domain.person import PersonAdded, RolesGiven
from field_app.domain.repair.dispatch import Analysed, Assigned
from field_app.domain.repair.intake import HandedOver, Request, RequestTaken
from field_app.store.door import Identity
from sync.server import tables
from sync.server.people import record_as
from tests.bench.bench_sync import DAWN, lines_of, sheet_of
from tests.bench.day import day
from tests.cast import ADMIN, CLERK, POLICY, SUPERVISOR, Company, Person, company, new_id

FACTS_A_CASE = 20  # at least


@frozen
class Plan:
    """One phone before its day: it has read all there was, up to `cursor`, and will record these lines."""

    device: str
    token: str
    cursor: str
    lines: tuple[str, ...]


def crowd(database: str, phones: int, facts: int) -> list[Plan]:
    """A new company in this database, and a plan for each of its phones with so many facts."""
    here = company(database)
    told = [_told(here, person, facts) for person in technicians(here, phones)]
    cursor = all_read(here)
    here.office.close()
    return [Plan(who.device, who.token, cursor, lines) for who, lines in told]


def _told(here: Company, person: Person, facts: int) -> tuple[Identity, tuple[str, ...]]:
    """A person's phone, and the lines it will have."""
    cases = [sheet_of(here, case) for case in open_cases(here, person, -(-facts // FACTS_A_CASE))]
    story = (draft for case in day(cases, person.user, POLICY, DAWN, seed=int(person.login[1:])) for draft in case)
    who = here.enrol(person)
    return who, tuple(line.decode() for line in lines_of(who.device, list(islice(story, facts))))


def technicians(here: Company, count: int) -> list[Person]:
    people = [Person(f"t{place}", f"技术员{place}", "technician", UserId(new_id())) for place in range(count)]
    bodies = [(SheetId(who.user), body) for who in people for body in (PersonAdded(who.login, who.name), RolesGiven(("technician",)))]
    record(here, ADMIN, bodies)
    return people


def open_cases(here: Company, technician: Person, count: int) -> list[SheetId]:
    """Complete requests, handed over, analysed and assigned."""
    sheets = [new_id() for _ in range(count)]
    request = Request("海晟大厦", "客梯改造", "周海燕", "13851506601", "门不开", "今天", date(2025, 6, 1), 24)
    taken = [(sheet, body) for sheet in sheets for body in (RequestTaken(f"261123-A1-{sheet[-6:]}", "phone", request), HandedOver())]
    record(here, CLERK, taken)
    given = [(sheet, body) for sheet in sheets for body in (Analysed("皮带松", "normal"), Assigned(technician.user))]
    record(here, SUPERVISOR, given)
    return sheets


def record(here: Company, person: Person, said: Sequence[tuple[SheetId, object]]) -> None:
    record_as(here.office.log, person.user, [Draft(sheet, body, here.clock()) for sheet, body in said], here.clock())


def all_read(here: Company) -> str:
    with here.office.database.read() as connection:
        counter = connection.execute(select(tables.counter)).one()
    return f"{counter.epoch}:{counter.seq}"


def keep(plans: Sequence[Plan], path: Path) -> None:
    path.write_text(json.dumps([asdict(plan) for plan in plans], ensure_ascii=False), encoding="utf-8")


def kept(path: Path) -> list[Plan]:
    return [Plan(**{**plan, "lines": tuple(plan["lines"])}) for plan in json.loads(path.read_text(encoding="utf-8"))]
