"""Indicators over years of cases (P9.4): every repair sheet once in numbers, then added up by the database.

The numbers are caught up when somebody asks, not when a fact comes in: a phone's push waits for nothing but its own facts.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from attrs import asdict, frozen
from sqlalchemy import ColumnElement, Connection, Select, delete, func, insert, literal_column, select

from field_app.domain.facts import UserId
from field_app.domain.indicators import BY_CODE, Sums, sums_of
from field_app.domain.measures import REPEAT_WITHIN, By, measure
from field_app.domain.policy import POLICY_SHEET
from field_app.domain.sheets import Sheet
from sync.server import tables
from sync.server.database import Database
from sync.server.documents import read_document

STEP = 500
MOST_GROUPS = 100
MOST_LISTED = 200
# Nobody counts so far. A foreign client may write more, and a number that no column holds would end all reports.
FAR = 10**15

_m, _x = tables.measures.c, tables.measured_exceptions.c
_KEYS: dict[By, ColumnElement[str]] = {"month": _m.month, "technician": _m.technician, "customer": _m.customer, "equipment": _m.equipment}


@frozen
class Wanted:
    """Cases reported from `since` to `until`, both inside; text that is empty asks for nothing."""

    since: date
    until: date
    by: By = "month"
    technician: str = ""
    customer: str = ""
    equipment: str = ""


@frozen
class Report:
    """The cases wanted, added up: in all and by group, the repeat repairs among them, and the rules passed with a reason."""

    total: Sums
    groups: tuple[tuple[str, Sums], ...]
    repeats: int
    exceptions: tuple[tuple[str, int, UserId], ...]


@frozen
class Listed:
    """One case behind a number."""

    sheet: str
    number: str
    customer: str
    equipment: str
    technician: str
    reported_on: date


def report(database: Database, company: str, wanted: Wanted) -> Report:
    """Caught up with every sheet first."""
    catch_up(database, company)
    with database.read() as connection:
        total = connection.execute(select(*_sums()).where(*_fits(company, wanted))).one()
        groups = tuple(_groups(connection, company, wanted))
        return Report(_read(total), groups, _repeats(connection, company, wanted), _exceptions(connection, company, wanted))


def listed(database: Database, company: str, wanted: Wanted, code: str) -> tuple[Listed, ...]:
    """The newest cases that an indicator counts. KeyError for a code that none has."""
    catch_up(database, company)
    # An indicator counts by adding and taking away columns, so what it says of sums it says of one row.
    counted: Any = BY_CODE[code].counts(_m)  # type: ignore[arg-type]
    columns = (_m.sheet, _m.number, _m.customer, _m.equipment, _m.technician, _m.reported)
    question = select(*columns).where(*_fits(company, wanted), counted > 0).order_by(_m.reported.desc(), _m.sheet).limit(MOST_LISTED)
    with database.read() as connection:
        return tuple(Listed(*row[:5], date.fromordinal(row.reported)) for row in connection.execute(question))


def catch_up(database: Database, company: str) -> None:
    """Measure every repair sheet that has changed since it was measured last."""
    while _step(database, company):
        pass


def forget(connection: Connection, company: str) -> None:
    """Measure everything anew when somebody asks next: the sheets were made anew, or words on them were erased."""
    for table in (tables.measures, tables.measured_exceptions):
        connection.execute(delete(table).where(table.c.company == company))


def _step(database: Database, company: str) -> bool:
    with database.read() as connection:
        done = connection.execute(select(func.max(_m.version)).where(_m.company == company)).scalar() or 0
        changed = list(_changed(connection, company, done))
        rules = _rules(connection, company) if changed else None
    if not changed:
        return False
    with database.write() as connection:
        _keep(connection, company, changed, rules)
    return True


def _changed(connection: Connection, company: str, done: int) -> Iterator[Sheet]:
    s = tables.sheets.c
    for row in connection.execute(_sheets(company, s.version > done, s.kind == "repair").order_by(s.version).limit(STEP)):
        yield read_document(row)


def _rules(connection: Connection, company: str) -> Sheet | None:
    row = connection.execute(_sheets(company, tables.sheets.c.id == POLICY_SHEET)).one_or_none()
    return read_document(row) if row else None


def _sheets(company: str, *fits: ColumnElement[bool]) -> Select[Any]:
    s = tables.sheets.c
    return select(s.id, s.kind, s.version, s.entries).where(s.company == company, *fits)


def _keep(connection: Connection, company: str, sheets: Sequence[Sheet], rules: Sheet | None) -> None:
    ids = [sheet.id for sheet in sheets]
    for table in (tables.measures, tables.measured_exceptions):
        connection.execute(delete(table).where(table.c.company == company, table.c.sheet.in_(ids)))
    connection.execute(insert(tables.measures), [_row(company, sheet, rules) for sheet in sheets])
    exceptions = [row for sheet in sheets for row in _exception_rows(company, sheet)]
    if exceptions:
        connection.execute(insert(tables.measured_exceptions), exceptions)


def _row(company: str, sheet: Sheet, rules: Sheet | None) -> dict[str, Any]:
    one = measure(sheet, rules)
    common: dict[str, Any] = {"company": company, "sheet": sheet.id, "version": sheet.version}
    if one is None:
        named = dict.fromkeys(("number", "month", "customer", "project", "equipment", "technician"), "")
        return {**common, **named, "reported": 0, "ended": 0, **asdict(Sums())}
    return {
        **common,
        "number": one.number,
        "month": one.month,
        "reported": one.reported_on.toordinal(),
        "ended": one.closed_on.toordinal() if one.closed_on else 0,
        "customer": one.customer,
        "project": one.project,
        "equipment": one.equipment,
        "technician": one.technician or "",
        **{name: min(FAR, int(value)) for name, value in asdict(sums_of(one)).items()},
    }


def _exception_rows(company: str, sheet: Sheet) -> Iterator[dict[str, Any]]:
    one = measure(sheet)
    for place, (rule, user) in enumerate(one.exceptions if one else ()):
        yield {"company": company, "sheet": sheet.id, "place": place, "rule": rule[:16], "user": user}


def _sums() -> list[ColumnElement[Any]]:
    return [func.coalesce(func.sum(_m[name]), 0).label(name) for name in tables.SUMMED]


def _read(row: Any) -> Sums:
    # PostgreSQL adds whole numbers up to decimals.
    return Sums(**{name: int(getattr(row, name)) for name in tables.SUMMED})


def _fits(company: str, wanted: Wanted) -> list[ColumnElement[bool]]:
    when = [_m.company == company, _m.reported >= wanted.since.toordinal(), _m.reported <= wanted.until.toordinal(), _m.cases > 0]
    asked = ((_m.technician, wanted.technician), (_m.customer, wanted.customer), (_m.equipment, wanted.equipment))
    return [*when, *(column == value for column, value in asked if value)]


def _groups(connection: Connection, company: str, wanted: Wanted) -> Iterator[tuple[str, Sums]]:
    key = _KEYS[wanted.by]
    order = [key] if wanted.by == "month" else [func.count().desc(), key]
    question = select(key.label("name"), *_sums()).where(*_fits(company, wanted)).group_by(key).order_by(*order).limit(MOST_GROUPS)
    for row in connection.execute(question):
        yield row.name, _read(row)


def _repeats(connection: Connection, company: str, wanted: Wanted) -> int:
    """Cases reported at most 30 days after one of the same project and equipment was closed."""
    before = func.lag(_m.ended).over(partition_by=(_m.project, _m.equipment), order_by=(_m.reported, _m.sheet)).label("before")
    row = select(_m.reported, before).where(*_fits(company, wanted)).subquery()
    since = row.c.reported - row.c.before
    found = select(func.count()).select_from(row).where(row.c.before > 0, since >= 0, since <= literal_column(str(REPEAT_WITHIN.days)))
    return int(connection.execute(found).scalar_one())


def _exceptions(connection: Connection, company: str, wanted: Wanted) -> tuple[tuple[str, int, UserId], ...]:
    joined = tables.measured_exceptions.join(tables.measures, (_m.company == _x.company) & (_m.sheet == _x.sheet))
    question = select(_x.rule, _x.user, func.count().label("n")).select_from(joined).where(*_fits(company, wanted))
    totals: dict[str, int] = {}
    most: dict[str, tuple[int, UserId]] = {}
    for row in connection.execute(question.group_by(_x.rule, _x.user).order_by(func.count(), _x.user.desc())):
        totals[row.rule] = totals.get(row.rule, 0) + row.n
        most[row.rule] = (row.n, UserId(row.user))
    return tuple((rule, count, most[rule][1]) for rule, count in sorted(totals.items(), key=lambda one: (-one[1], one[0])))
