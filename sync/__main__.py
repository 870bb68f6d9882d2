"""The office by command: serve, user, demo, webhook, and what looks after the data. `python -m sync --help` lists them all."""

import argparse
import asyncio
import getpass
import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from field_app.domain.errors import RuleBroken
from field_app.domain.facts import EVERYONE, Draft, Fact, UserId
from sync.protocol import Refused, utc_now
from sync.server import upkeep, webhook_commands
from sync.server.app import Office
from sync.server.backing_up import Plan, backing_up
from sync.server.people import add_person, find_person, is_empty, push_as
from sync.server.sealing import KEYS, BadKey, Seal, add_key, given_keys
from sync.server.settings import Settings
from sync.server.upkeep import complain

DATABASE = Settings().database
METRICS_TOKEN = "FIELD_APP_METRICS_TOKEN"  # noqa: S105 - its name in the environment


def main(arguments: Sequence[str] | None = None) -> int:
    asked = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    return upkeep.in_words(lambda: int(asked.run(asked)))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m sync", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="command")
    serve = _command(commands, "serve", _serve, "start the server")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8550)
    serve.add_argument("--photos", type=Path, help="folder of the photos, beside the database by default")
    serve.add_argument("--web", type=Path, help="folder of the static web build")
    serve.add_argument("--address", default="", help="where people open the app, for links in what others are told")
    serve.add_argument("--workers", type=int, default=1, help="processes that serve side by side; more than one needs PostgreSQL")
    serve.add_argument("--backups", type=Path, help="folder for a verified backup every day, on another disk if you can")
    serve.add_argument("--security-log", type=Path, metavar="FILE", help="who came to which door and how it ended, a line each; rotated")
    serve.add_argument(
        "--metrics-token-file", type=Path, metavar="FILE", help=f"whoever says what is in it sees /metrics; or {METRICS_TOKEN}"
    )
    serve.add_argument("--key-file", type=Path, metavar="FILE", help=f"seals secrets in the database, see `key`; or {KEYS}")
    serve.add_argument("--demo", action="store_true", help="fill an empty database with the demo company first")
    serve.add_argument("--phone", action="store_true", help="TLS with a certificate made on the spot, reachable from this network")
    user = _command(commands, "user", _user, "add a person, or give one a new password")
    user.add_argument("do", choices=("add", "password"))
    user.add_argument("--login", required=True)
    user.add_argument("--name", default="")
    user.add_argument("--role", action="append", default=[], choices=sorted(EVERYONE))
    user.add_argument("--password", help="asked for when left out")
    key = commands.add_parser("key", help="put a new key before those of a file, for `serve --key-file`")
    key.add_argument("file", type=Path)
    key.set_defaults(run=_key)
    _command(commands, "demo", _demo, "fill an empty database with the demo company")
    for others in (upkeep, webhook_commands):
        others.add_commands(lambda name, run, what: _command(commands, name, upkeep.somewhere(name, run), what))
    return parser


def _command(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, run: object, what: str) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=what)
    parser.add_argument("--database", default=DATABASE, help=f"SQLAlchemy URL, {DATABASE} by default")
    parser.set_defaults(run=run)
    return parser


def _serve(asked: argparse.Namespace) -> int:
    from sync.server.serving import serve

    try:
        settings = _settings(asked)
        Seal(settings.keys)
    except (BadKey, OSError) as problem:
        return complain(str(problem))
    if asked.workers > 1 and asked.database.startswith("sqlite"):
        return complain("Several workers need PostgreSQL; SQLite is for one.")
    office = Office(settings)
    if asked.demo:
        _show_demo(office)
    with backing_up(settings, Plan(settings.backups) if settings.backups else None):
        if asked.workers > 1:
            from sync.server.workers import serve_together

            office.close()
            serve_together(settings, host=asked.host, port=asked.port, workers=asked.workers)
        else:
            asyncio.run(serve(office, host=asked.host, port=asked.port, phone=asked.phone))
    return 0


def _settings(asked: argparse.Namespace) -> Settings:
    """What was asked for. Secrets come from files or the environment: anybody on the machine may read a command."""
    watcher = asked.metrics_token_file.read_text(encoding="utf-8") if asked.metrics_token_file else os.environ.get(METRICS_TOKEN, "")
    return Settings(
        database=asked.database,
        web=asked.web,
        photos=asked.photos,
        address=asked.address.rstrip("/"),
        metrics_token=watcher.strip(),
        keys=given_keys(asked.key_file),
        security_log=asked.security_log,
        backups=asked.backups,
    )


def _key(asked: argparse.Namespace) -> int:
    add_key(asked.file)
    print(f"{asked.file}: a new key stands first. Keep a copy of this file, but not beside the backups.")
    return 0


def _user(asked: argparse.Namespace) -> int:
    if asked.do == "password" and (problem := upkeep.nowhere(asked.database)):
        return complain(problem)
    office = Office(Settings(database=asked.database))
    login = asked.login.strip().lower()
    password = asked.password or getpass.getpass(f"Password for {login}: ")
    known = find_person(office.log, login)
    try:
        if asked.do == "password" and known:
            office.access.set_password(known, password)
        elif asked.do == "add" and not known:
            roles = asked.role or ["admin"]
            add_person(office.log, office.access, login=login, name=asked.name, roles=roles, password=password, at=utc_now())
        else:
            return complain(f"{login} is {'taken' if known else 'not known'}.")
    except Refused:
        return complain("A password has 8 to 256 characters.")
    except RuleBroken as broken:
        return complain(" ".join(str(one.words) for one in broken.objections))
    print(f"{login}: done.")
    return 0


def _demo(asked: argparse.Namespace) -> int:
    office = Office(Settings(database=asked.database))
    if not is_empty(office.log):
        return complain("This database has facts already; the demo company wants an empty one.")
    _show_demo(office)
    return 0


def _show_demo(office: Office) -> None:
    if is_empty(office.log):
        print("Filling the demo company …", flush=True)
        _fill(office)
    from sync import demo

    print(f"The demo people; everybody's password is {demo.PASSWORD}:")
    for person in demo.EVERYBODY:
        print(f"  {person.login:<12} {person.name}  {', '.join(person.roles)}")


def _fill(office: Office) -> None:
    from sync import demo, demo_care, demo_returns

    def tell(user: UserId, drafts: Sequence[Draft]) -> Sequence[Fact]:
        push = push_as(office.log, user, drafts)
        office.log.append(push)
        return [line.fact for line in push.lines if line.fact]

    story = demo.tell_company(tell, utc_now())
    demo_care.tell_history(story)
    demo_care.tell_care(story)
    demo_returns.tell_returns(story)
    for person in demo.EVERYBODY:
        office.access.set_password(person.id, demo.PASSWORD)


if __name__ == "__main__":
    sys.exit(main())
