"""Search and lists over 200,000 sheets on SQLite and PostgreSQL, beside a plain LIKE over the same rows.

`python -m tests.bench.bench_lists`; the rows are written as the log writes them; `--sheets 5000` for a quick look.
"""

import argparse
import random
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Connection, insert, select, text

from field_app.domain.facts import SheetId, UserId, encode
from field_app.domain.listing import Listed, as_values, plain
from sync.server import grams, lists, tables
from sync.server.database import Database
from sync.server.derived import listed
from sync.server.feed import Reader
from sync.server.lists import Wanted
from tests.cast import MORNING
from tests.cluster import cluster

COMPANY, STEP, ROUNDS, GOAL_MS = "company", 1000, 40, 100.0
SURNAMES = "海天宏达金桥银泰城南江宁玄武雨花建邺栖霞浦口六合溧水高淳"
TRADES = ("机械厂", "大厦", "小学", "酒店", "医院", "物流园", "停车场", "花园")
THINGS = ("客梯", "道闸", "充电桩", "监控", "门禁", "楼宇对讲", "UPS", "扶梯")
FAULTS = ("不落杆", "黑屏", "充一会儿就停", "按键失灵", "门关到一半反弹", "一直响", "刷卡没反应")
CLERK = Reader(COMPANY, UserId("clerk"), {"role:clerk": 1})


def sheets(count: int) -> Iterator[tuple[str, Listed, str]]:
    """Lifelike cases: some thousand customers, each with projects, phones and serials of their own."""
    dice = random.Random(7)  # noqa: S311 - the same company every time
    statuses = ("closed",) * 17 + ("to_assign", "agreed", "to_sign_off")
    for n in range(count):
        who = dice.randrange(6000)
        customer = SURNAMES[who % 26 : who % 26 + 2] + SURNAMES[who // 26 % 27] + TRADES[who % 8]
        thing, fault = THINGS[dice.randrange(8)], FAULTS[dice.randrange(7)]
        number = f"{(MORNING + timedelta(hours=n // 10)):%y%m%d}-A{n % 7}-{n % 97:02d}"
        phone, serial = f"138{who * 7919 % 10**8:08d}", f"SN-{dice.randrange(10**6):06d}"
        at = MORNING + timedelta(minutes=n)
        status, project = statuses[n % 20], f"{thing}{who % 5}号"
        known = Listed(number, status, f"user-{n % 200}", n % 3, at, at + timedelta(days=1), customer, project, fault)
        fields = (number, customer, known.project, "周海燕", phone, serial, thing, fault, f"{who % 300}号")
        yield f"sheet-{n}", known, "\n".join(dict.fromkeys(map(plain, fields)))


def fill(database: Database, count: int) -> float:
    began = time.perf_counter()
    rows = [_row(*one) for one in sheets(count)]
    for start in range(0, count, STEP):
        with database.write() as connection:
            some = rows[start : start + STEP]
            connection.execute(insert(listed), some)
            connection.execute(insert(tables.readers), [_right(row["sheet"]) for row in some])
            filed = connection.execute(select(listed.c.id, listed.c.text).where(listed.c.sheet.in_([row["sheet"] for row in some])))
            grams.write(connection, [], [(at, words) for at, words in filed])
    with database.writing.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("analyze"))
    return time.perf_counter() - began


def _row(sheet: str, known: Listed, words: str) -> dict[str, Any]:
    values = as_values(known)
    columns = {name: values[name] for name in ("number", "status", "assigned", "urgency")}
    at, due = int(known.at.timestamp()) if known.at else 0, int(known.due.timestamp()) if known.due else 0
    row = encode(values).decode()
    return {"company": COMPANY, "sheet": sheet, "kind": "repair", **columns, "at": at, "due": due, "text": words, "row": row}


def _right(sheet: str) -> dict[str, Any]:
    return {"company": COMPANY, "sheet": SheetId(sheet), "reader": "role:clerk", "via": sheet, "since_seq": 1, "until_seq": None}


Ask = Callable[[Connection], object]


def questions(count: int) -> dict[str, list[Ask]]:
    dice = random.Random(11)  # noqa: S311
    some = [one for one in sheets(count) if dice.randrange(count) < ROUNDS * 4][:ROUNDS]
    numbers = [known.number for _sheet, known, _words in some]
    customers = [known.customer for _sheet, known, _words in some]
    phones = [words.split("\n")[4] for _sheet, _known, words in some]
    serials = [words.split("\n")[5] for _sheet, _known, words in some]
    by_words = {
        "sheet number": numbers,
        "customer, whole": customers,
        "customer, two characters": [customer[1:3] for customer in customers],
        "phone": phones,
        "last four of a phone": [phone[-4:] for phone in phones],
        "serial": serials,
        "customer and fault": [f"{customer[:2]} {FAULTS[n % 7]}" for n, customer in enumerate(customers)],
        "one character": [customer[0] for customer in customers],
        "nothing like it": ["没有这家公司", "9999999999", "zzzz", "鑫"] * (ROUNDS // 4),
    }
    asked: dict[str, list[Ask]] = {name: [_search(typed) for typed in every] for name, every in by_words.items()}
    asked["list, newest open"] = [_page(Wanted(status="open", skip=50 * (n % 3))) for n in range(ROUNDS)]
    asked["list of a technician by visit"] = [_page(Wanted(assigned=f"user-{n}", sort="due")) for n in range(ROUNDS)]
    asked["list, tenth page by number"] = [_page(Wanted(sort="number", skip=450)) for _ in range(ROUNDS)]
    asked["plain LIKE (the peer)"] = [_like(typed) for typed in (*serials[: ROUNDS // 4], *by_words["nothing like it"][: ROUNDS // 4])]
    return asked


def _search(typed: str) -> Ask:
    return lambda connection: lists.search(connection, CLERK, Wanted(("repair", "archive"), typed, limit=20))


def _page(wanted: Wanted) -> Ask:
    return lambda connection: lists.page(connection, CLERK, wanted)


def _like(typed: str) -> Ask:
    question = select(listed.c.sheet).where(listed.c.text.contains(plain(typed), autoescape=True)).order_by(listed.c.id.desc()).limit(20)
    return lambda connection: connection.execute(question).all()


def measure(name: str, database: Database, count: int) -> float:
    """Prints how long each question takes; returns the worst p95 of ours."""
    worst = 0.0
    print(f"{name}: {count:,} sheets")
    for what, asks in questions(count).items():
        times = sorted(_milliseconds(database, ask) for ask in asks)
        p95 = times[int(len(times) * 0.95) - 1]
        worst = worst if "peer" in what else max(worst, p95)
        print(f"  {what:32} median {statistics.median(times):8.1f} ms   p95 {p95:8.1f} ms", flush=True)
    return worst


def _milliseconds(database: Database, ask: Ask) -> float:
    began = time.perf_counter()
    with database.read() as connection:
        ask(connection)
    return (time.perf_counter() - began) * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sheets", type=int, default=200_000)
    count = parser.parse_args().sheets
    with TemporaryDirectory() as folder, cluster() as postgres:
        for name, url in (("SQLite", f"sqlite:///{Path(folder) / 'lists.sqlite'}"), ("PostgreSQL", postgres)):
            database = Database(url)
            print(f"{name}: filled in {fill(database, count):.0f} s", flush=True)
            worst = measure(name, database, count)
            print(f"  worst p95 {worst:.1f} ms (goal < {GOAL_MS:.0f}){'' if worst < GOAL_MS else '  MISSED'}")
            database.dispose()


if __name__ == "__main__":
    main()
