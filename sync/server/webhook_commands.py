"""python -m sync webhook: who is told what is new, what they were told, and a word to try an address with."""

import argparse
import secrets
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import delete, insert, select

from field_app.domain.days import SHANGHAI
from sync.round import utc_now
from sync.server import tables
from sync.server.courier import Courier
from sync.server.database import Database
from sync.server.envelopes import KINDS, problem_of
from sync.server.news import EVENTS
from sync.server.settings import Settings
from sync.server.upkeep import complain

AddCommand = Callable[[str, Callable[[argparse.Namespace], int], str], argparse.ArgumentParser]
SHOWN = 50

_w, _d = tables.webhooks.c, tables.deliveries.c


def add_commands(command: AddCommand) -> None:
    webhook = command("webhook", _webhook, "addresses that are told what is new: add, list, remove, log, send")
    webhook.add_argument("do", choices=("add", "list", "remove", "log", "send"))
    webhook.add_argument("--url", default="")
    webhook.add_argument("--kind", choices=KINDS, default="plain")
    webhook.add_argument("--event", action="append", default=[], choices=EVENTS, help="all of them when left out")
    webhook.add_argument("--secret", default="", help="made up and printed for a plain one when left out; a DingTalk robot's own")
    webhook.add_argument("--id", type=int, default=0)


def _webhook(asked: argparse.Namespace) -> int:
    settings = Settings(database=asked.database)
    database = Database(settings.database)
    do = {"add": _add, "list": _list, "remove": _remove, "log": _log, "send": _send}[asked.do]
    try:
        return do(database, settings.company, asked)
    finally:
        database.dispose()


def _add(database: Database, company: str, asked: argparse.Namespace) -> int:
    problem = problem_of(asked.url, asked.kind)
    if problem:
        return complain(f"Nothing was added: {problem}.")
    secret = asked.secret or (secrets.token_urlsafe(32) if asked.kind == "plain" else "")
    events = ",".join(asked.event or EVENTS)
    row = {"company": company, "kind": asked.kind, "url": asked.url, "secret": secret, "events": events}
    with database.write() as connection:
        connection.execute(insert(tables.webhooks), row | {"made_at": int(utc_now().timestamp())})
    print(f"Told from now on: {events}.")
    if asked.kind == "plain" and not asked.secret:
        print(f"Secret for checking the signature, shown once: {secret}")
    return 0


def _list(database: Database, company: str, _asked: argparse.Namespace) -> int:
    with database.read() as connection:
        rows = list(connection.execute(select(tables.webhooks).where(_w.company == company).order_by(_w.id)))
    for row in rows:
        # A robot's key stands in the query: it is a secret too.
        print(f"{row.id:>4}  {row.kind:<9} {row.url.partition('?')[0]}  {row.events}")
    if not rows:
        print("Nobody is told anything yet. Add an address with: webhook add --url https://...")
    return 0


def _remove(database: Database, company: str, asked: argparse.Namespace) -> int:
    with database.write() as connection:
        gone = connection.execute(delete(tables.webhooks).where(_w.company == company, _w.id == asked.id)).rowcount
    return 0 if gone else complain("No address has this number; see: webhook list")


def _log(database: Database, company: str, _asked: argparse.Namespace) -> int:
    with database.read() as connection:
        rows = list(connection.execute(select(tables.deliveries).where(_d.company == company).order_by(_d.id.desc()).limit(SHOWN)))
    for row in reversed(rows):
        made = datetime.fromtimestamp(row.made_at, SHANGHAI)
        state = "told" if row.told_at else "waiting" if row.next_at else "given up"
        print(f"{made:%m-%d %H:%M}  {row.webhook:>4}  {row.event:<14} {state:<8} {row.tries} tries  {row.problem}")
    return 0


def _send(database: Database, company: str, _asked: argparse.Namespace) -> int:
    courier = Courier(database, company, utc_now)
    print(f"{courier.work()} told.")
    courier.close()
    return 0
