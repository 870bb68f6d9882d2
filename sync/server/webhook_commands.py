"""python -m sync webhook: who is told what is new, what they were told, and a word to try an address with."""

import argparse
import secrets
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from field_app.domain.days import SHANGHAI
from sync.protocol import utc_now
from sync.server import tables
from sync.server.courier import Courier
from sync.server.database import Database
from sync.server.envelopes import KINDS, problem_of
from sync.server.news import EVENTS
from sync.server.receivers import Receivers
from sync.server.sealing import KEYS, BadKey, Seal, given_keys
from sync.server.settings import Settings
from sync.server.upkeep import complain

AddCommand = Callable[[str, Callable[[argparse.Namespace], int], str], argparse.ArgumentParser]
SHOWN = 50

_d = tables.deliveries.c


def add_commands(command: AddCommand) -> None:
    webhook = command("webhook", _webhook, "addresses that are told what is new: add, list, remove, log, send")
    webhook.add_argument("do", choices=("add", "list", "remove", "log", "send"))
    webhook.add_argument("--url", default="")
    webhook.add_argument("--kind", choices=KINDS, default="plain")
    webhook.add_argument("--event", action="append", default=[], choices=EVENTS, help="all of them when left out")
    webhook.add_argument("--secret", default="", help="made up and printed for a plain one when left out; a DingTalk robot's own")
    webhook.add_argument("--id", type=int, default=0)
    webhook.add_argument("--key-file", type=Path, metavar="FILE", help=f"the server's: seals the secret, see `key`; or {KEYS}")


def _webhook(asked: argparse.Namespace) -> int:
    settings = Settings(database=asked.database)
    try:
        seal = Seal(given_keys(asked.key_file))
    except (BadKey, OSError) as problem:
        return complain(str(problem))
    database = Database(settings.database)
    do = {"add": _add, "list": _list, "remove": _remove, "log": _log, "send": _send}[asked.do]
    try:
        return do(Receivers(database, settings.company, seal), asked)
    finally:
        database.dispose()


def _add(receivers: Receivers, asked: argparse.Namespace) -> int:
    problem = problem_of(asked.url, asked.kind)
    if problem:
        return complain(f"Nothing was added: {problem}.")
    secret = asked.secret or (secrets.token_urlsafe(32) if asked.kind == "plain" else "")
    events = ",".join(asked.event or EVENTS)
    receivers.add(asked.kind, asked.url, secret, events, utc_now())
    print(f"Told from now on: {events}.")
    if asked.kind == "plain" and not asked.secret:
        print(f"Secret for checking the signature, shown once: {secret}")
    return 0


def _list(receivers: Receivers, _asked: argparse.Namespace) -> int:
    known = receivers.listed()
    for one in known:
        print(f"{one.id:>4}  {one.kind:<9} {one.place}  {one.events}")
    if not known:
        print("Nobody is told anything yet. Add an address with: webhook add --url https://...")
    return 0


def _remove(receivers: Receivers, asked: argparse.Namespace) -> int:
    return 0 if receivers.remove(asked.id) else complain("No address has this number; see: webhook list")


def _log(receivers: Receivers, _asked: argparse.Namespace) -> int:
    with receivers.database.read() as connection:
        rows = list(
            connection.execute(select(tables.deliveries).where(_d.company == receivers.company).order_by(_d.id.desc()).limit(SHOWN))
        )
    for row in reversed(rows):
        made = datetime.fromtimestamp(row.made_at, SHANGHAI)
        state = "told" if row.told_at else "waiting" if row.next_at else "given up"
        print(f"{made:%m-%d %H:%M}  {row.webhook:>4}  {row.event:<14} {state:<8} {row.tries} tries  {row.problem}")
    return 0


def _send(receivers: Receivers, _asked: argparse.Namespace) -> int:
    courier = Courier(receivers, utc_now)
    print(f"{courier.work()} told.")
    courier.close()
    return 0
