"""Indicators over 200,000 cases, beside one bare scan of the same rows: `python -m tests.bench.bench_reports`."""

import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from attrs import asdict, evolve
from sqlalchemy import func, select

from field_app.domain.facts import SheetId, UserId
from field_app.domain.indicators import sums_of
from field_app.domain.measures import Measure
from sync.server import tables
from sync.server.app import Office
from sync.server.database import insert_many
from sync.server.measures import Wanted, listed, report
from sync.server.settings import Settings
from tests.cast import QUICK
from tests.cluster import cluster

CASES, QUESTIONS, GOAL_MS = 200_000, 40, 1000
PLAIN = Measure(SheetId(""), "", date(2026, 1, 1), "", "", "", None)
FIRST, LAST = date(2023, 12, 1), date(2026, 11, 25)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        bench("SQLite", f"sqlite:///{Path(folder) / 'office.sqlite'}")
    with cluster() as url:
        bench("PostgreSQL", url)


def bench(name: str, url: str) -> None:
    office = Office(Settings(database=url), hasher=QUICK)
    company = office.settings.company
    fill(office, company)
    chance = random.Random(1)  # noqa: S311 - the same questions at every run
    wanted = [_any(chance) for _ in range(QUESTIONS)]
    ours = [spent(lambda one=one: report(office.database, company, one)) for one in wanted]
    lists = [spent(lambda one=one: listed(office.database, company, one, "on_time")) for one in wanted]
    bare = [spent(lambda: scan(office, company)) for _ in range(QUESTIONS)]
    print(f"{name}, {CASES:,} cases, {QUESTIONS} questions: p95 {p95(ours):.0f} ms (goal < {GOAL_MS})")
    print(f"  median {statistics.median(ours):.0f} ms; the cases behind a number: p95 {p95(lists):.0f} ms")
    print(f"  a bare sum over all rows: p95 {p95(bare):.0f} ms; ratio {p95(ours) / p95(bare):.1f}")
    office.close()


def _any(chance: random.Random) -> Wanted:
    months = chance.choice((1, 3, 6, 12))
    since = date(2026 if months < 12 else 2025, 12 - months if months < 12 else 12, 1)
    by: Any = chance.choice(("month", "technician", "customer", "equipment"))
    return Wanted(since, LAST, by, technician=chance.choice(("", "", "tech-7")))


def fill(office: Office, company: str) -> None:
    rows = list(_rows(company))
    with office.database.write() as connection:
        insert_many(connection, tables.measures, tables.measures.c.keys(), rows)
    with office.database.read() as connection:
        if office.database.is_shared:
            connection.exec_driver_sql("ANALYZE measures")


def _rows(company: str) -> Iterator[tuple[Any, ...]]:
    chance = random.Random(0)  # noqa: S311 - the same cases at every run
    days = (FIRST.toordinal(), LAST.toordinal())
    for n in range(CASES):
        reported = chance.randint(*days)
        one = evolve(
            PLAIN,
            sheet=SheetId(f"case-{n}"),
            reported_on=date.fromordinal(reported),
            customer=f"客户{chance.randrange(3000)}",
            equipment=chance.choice(("电梯门机", "门禁", "充电桩", "监控", "道闸")),
            technician=UserId(f"tech-{chance.randrange(200)}"),
            is_closed=True,
            agree_minutes=chance.randrange(600),
            arrive_minutes=chance.randrange(4000),
            close_minutes=chance.randrange(9000),
            late_minutes=max(0, chance.randrange(-50, 20)),
            visits=1 + (chance.random() < 0.2),
            person_days=50,
            income_fen=chance.choice((0, 0, 26000)),
            in_warranty=chance.random() < 0.6,
            mark=chance.choice((5, 4, 4, 3)),
        )
        named = (n, f"N{n}", one.month, reported, reported + 2, one.customer, one.customer, one.equipment, one.technician)
        yield company, one.sheet, *named, *(int(value) for value in asdict(sums_of(one)).values())


def scan(office: Office, company: str) -> None:
    m = tables.measures.c
    with office.database.read() as connection:
        connection.execute(select(func.sum(m.cases), func.sum(m.close_minutes)).where(m.company == company)).one()


def spent(act: Callable[[], object]) -> float:
    """Milliseconds."""
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def p95(figures: list[float]) -> float:
    return statistics.quantiles(figures, n=20)[-1]


if __name__ == "__main__":
    main()
