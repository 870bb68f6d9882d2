"""The commands that look after the data. Each says what it did, or why it did nothing."""

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError, OperationalError, SQLAlchemyError

from sync.protocol import utc_now
from sync.server import backup, erasure, importing
from sync.server.app import Office
from sync.server.copying import NotEmpty
from sync.server.database import Database
from sync.server.migrations import Newer
from sync.server.settings import Settings
from sync.server.truth import rebuild, verify

Run = Callable[[argparse.Namespace], int]
# A full disk is told by the system where files are copied, by the database where rows are.
NO_ROOM = (OSError, SQLAlchemyError)
AddCommand = Callable[[str, Run, str], argparse.ArgumentParser]


def add_commands(command: AddCommand) -> None:
    """Add these commands by `command(name, run, what it does)`, which gives each its `--database`."""
    command("verify", _verify, "check both hash chains and that every sheet is what its facts say")
    scrub = command("scrub", _scrub, "read every photo; ask the phones again for those that are damaged")
    _with_photos(scrub)
    command("rebuild", _rebuild, "make sheets, readers and people anew from the facts")
    backing_up = command("backup", _back_up, "write a verified backup while the server goes on")
    backing_up.add_argument("folder", type=Path)
    _with_photos(backing_up)
    backing_up.add_argument("--keep", type=int, default=0, help="delete all but so many backups there afterwards")
    restoring = command("restore", _restore, "fill an empty database from a backup; phones send again what it lacks")
    restoring.add_argument("file", type=Path)
    _with_photos(restoring)
    moving = command("move", _move, "carry everything into an empty database, and close the one it was in")
    moving.add_argument("target", help="SQLAlchemy URL")
    _with_photos(moving)

    rescuing = command("import", _import, "take in the rescue file of a phone that can't send any more")
    rescuing.add_argument("file", type=Path)
    _with_photos(rescuing)
    erasing = command("erase", _erase, "take everything personal out of finished sheets; the work, the money and the days stay")
    which = erasing.add_mutually_exclusive_group(required=True)
    which.add_argument("--mentions", help="sheets with this on them: a name, a phone number, a sheet's number")
    which.add_argument("--years", type=int, help="sheets finished and untouched for so long")
    erasing.add_argument("--reason", required=True, help="who asked for it, and why; stands on the sheet")
    erasing.add_argument("--yes", action="store_true", help="don't ask before it is done")
    _with_photos(erasing)


def somewhere(name: str, run: Run) -> Run:
    """A command for an office that is there: a slip of the pen in its address must not make an empty one in which all is well.

    Only what is restored goes where nothing is yet.
    """

    def looked(asked: argparse.Namespace) -> int:
        problem = nowhere(asked.database)
        return complain(problem) if problem and name != "restore" else run(asked)

    return looked


def nowhere(database: str) -> str:
    """Why nothing can be done with this database, empty where it is there. PostgreSQL says so itself."""
    file = make_url(database).database if database.startswith("sqlite") else None
    return f"There is no {file}. Say where the database is: --database URL." if file and not Path(file).is_file() else ""


def _with_photos(command: argparse.ArgumentParser) -> None:
    command.add_argument("--photos", type=Path, help="folder of the photos, beside the database by default")


def _photos(asked: argparse.Namespace) -> Path:
    return Settings(database=asked.database, photos=asked.photos).photo_folder


def in_words(run: Callable[[], int]) -> int:
    """What a command ends with; a database that is away, or not for this server, is told without a traceback."""
    try:
        return run()
    except (Newer, ArgumentError, OperationalError) as trouble:
        return complain(f"This can't be done with the database: {why(trouble)}")


def why(trouble: Exception) -> str:
    """What the disk or the database says, without the statement it says it of."""
    return str(getattr(trouble, "orig", None) or trouble)


def complain(problem: str) -> int:
    """Tell why nothing was done."""
    print(problem, file=sys.stderr)
    return 1


@contextmanager
def _database(url: str) -> Iterator[Database]:
    database = Database(url)
    try:
        yield database
    finally:
        database.dispose()


@contextmanager
def _office(asked: argparse.Namespace) -> Iterator[Office]:
    office = Office(Settings(database=asked.database, photos=getattr(asked, "photos", None)))
    try:
        yield office
    finally:
        office.close()


def _verify(asked: argparse.Namespace) -> int:
    with _office(asked) as office:
        findings = verify(office.log)
    for finding in findings:
        print(finding)
    print("Something is wrong." if findings else "Both chains and every sheet are as the facts say.")
    return 1 if findings else 0


def _scrub(asked: argparse.Namespace) -> int:
    with _office(asked) as office:
        damaged = list(office.blobs.scrub())
    for name in damaged:
        print(name)
    print(f"{len(damaged)} damaged; their phones are asked for them again." if damaged else "Every photo is what its name says.")
    return 1 if damaged else 0


def _rebuild(asked: argparse.Namespace) -> int:
    with _office(asked) as office:
        print(f"{rebuild(office.log)} facts folded anew.")
    return 0


def _back_up(asked: argparse.Namespace) -> int:
    try:
        with _database(asked.database) as database:
            made = backup.back_up(database, _photos(asked), asked.folder, utc_now)
    except backup.Unsound as unsound:
        return complain(f"{unsound}\nThis database is damaged: no backup was kept. Restore the last good one.")
    except NO_ROOM as trouble:
        return complain(f"No backup was made: {why(trouble)}")
    print(f"{made.file}: {made.facts} facts, verified.")
    for file in backup.forget_old(asked.folder, asked.keep) if asked.keep else ():
        print(f"{file}: deleted.")
    if gone := backup.forget_photos(asked.folder):
        print(f"{gone} photos that were erased since: deleted.")
    return 0


def _restore(asked: argparse.Namespace) -> int:
    if not asked.file.is_file():
        return complain(f"There is no {asked.file}.")
    try:
        with _database(asked.database) as database:
            facts = backup.restore(asked.file, database, _photos(asked), utc_now)
    except NotEmpty:
        return complain("This database has facts already. Restore into an empty one.")
    except backup.Unsound as unsound:
        return complain(f"{unsound}\nThis backup is damaged: nothing was restored. Take an older one.")
    except NO_ROOM as trouble:
        return complain(f"Nothing was restored: {why(trouble)}")
    print(f"{facts} facts restored, verified. Start the server: every phone sends what this backup lacks by itself.")
    print("What was done here alone since this backup is undone: end the sessions of lost devices again, erase again who asked for it.")
    return 0


def _move(asked: argparse.Namespace) -> int:
    try:
        with _database(asked.database) as source, _database(asked.target) as target:
            facts = backup.move(source, target, utc_now)
    except NotEmpty:
        return complain("The target has facts already. Move into an empty database.")
    except backup.Unsound as unsound:
        return complain(f"{unsound}\nNothing was closed; empty the target before you try again.")
    except NO_ROOM as trouble:
        return complain(f"Nothing was moved: {why(trouble)}")
    backup.move_photos(_photos(asked), Settings(database=asked.target).photo_folder)
    print(f"{facts} facts moved, verified. The old database takes nothing more: start the server with the new one.")
    return 0


def _import(asked: argparse.Namespace) -> int:
    try:
        with _office(asked) as office:
            rescue = importing.read_rescue(asked.file.read_bytes())
            done = importing.bring_in(office, rescue)
    except (OSError, importing.NotImported) as problem:
        return complain(f"Nothing was imported: {problem}")
    odd = Counter(judged.verdict for judged in done.new if judged.verdict != "ok")
    print(f"{len(done.new)} records imported, {done.known} were here already, {done.photos} photos.")
    for verdict, count in sorted(odd.items()):
        print(f"{count} of them are {verdict}; the supervisor sees them on their sheets.")
    for form, texts in rescue.half_typed.items():
        print(f"Half-filled and never saved, {form}: {'; '.join(texts)}")
    return complain(f"{done.left} photos could not be taken.") if done.left else 0


def _erase(asked: argparse.Namespace) -> int:
    with _office(asked) as office:
        by, now = erasure.who_may(office.log), office.now()
        if by is None:
            return complain("Nobody is director or supervisor: there is no one to stand for it.")
        if asked.mentions:
            found = list(erasure.mentioning(office.log, asked.mentions))
        else:
            found = list(erasure.untouched_since(office.log, now - timedelta(days=366 * asked.years)))
        free = [one for one in found if one.is_free]
        for one in found:
            print(f"{one.sheet}  {one.kind}  {one.name}{'' if one.is_free else '  (not finished: left as it is)'}")
        if not free or not (asked.yes or input(f"Erase {len(free)} sheet(s) for good? [y/N] ").strip().lower() == "y"):
            return complain("Nothing was erased.")
        done = list(erasure.erase_all(office.log, office.blobs.folder, free, asked.reason, now, by))
    print(f"{len(done)} sheet(s) erased: {sum(one.facts for one in done)} facts, {sum(one.photos for one in done)} photos.")
    print("Backups made until now still hold them: make a new one and delete those, `backup FOLDER --keep 1`.")
    return 0
