"""The lock files: every package that is installed, those it needs itself included, by version and by the hashes of all its files."""

import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

from attrs import frozen

HOUSE = Path(__file__).parents[2]
FOLDER = HOUSE / ".ci" / "locks"
# What each file is made of. The others take the versions of `test`: what is tested is what runs, and all go into one place.
LOCKS: Mapping[str, tuple[str, ...]] = {"test": ("server", "build", "dev"), "run": ("server", "build"), "deps": ("deps",)}
_ENTRY = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^ ;\\]+)(?: ; (.+?))? \\$")


@frozen
class Locked:
    name: str
    version: str
    hashes: int


def read(text: str) -> tuple[Locked, ...]:
    """The packages of a lock file."""
    found: list[Locked] = []
    for line in text.splitlines():
        if entry := _ENTRY.match(line):
            found.append(Locked(plain(entry[1]), entry[2], 0))
        elif line.strip().startswith("--hash=sha256:"):
            last = found.pop()
            found.append(Locked(last.name, last.version, last.hashes + 1))
    return tuple(found)


def locked(name: str) -> tuple[Locked, ...]:
    return read((FOLDER / f"{name}.txt").read_text())


def pinned(extras: tuple[str, ...], house: Path = HOUSE) -> Iterator[tuple[str, str]]:
    """Name and version of what `pyproject.toml` asks for itself."""
    project = tomllib.loads((house / "pyproject.toml").read_text())["project"]
    for asked in (*project["dependencies"], *(one for extra in extras for one in project["optional-dependencies"][extra])):
        name, _, version = asked.partition("==")
        yield plain(name.partition("[")[0]), version


def plain(name: str) -> str:
    """A package's name as all its spellings are compared."""
    return re.sub(r"[-_.]+", "-", name).lower()


class NotReached(Exception):
    """The package index didn't answer as it should; the message tells what the resolver said."""


def resolve(name: str, into: Path) -> str:
    """The lock file as `pyproject.toml` has it today; what `into` has is kept wherever it still fits. Raises NotReached."""
    uv = shutil.which("uv", path=str(Path(sys.executable).parent)) or "uv"
    command = [uv, "pip", "compile", "pyproject.toml", "--universal", "--python-version", "3.11", "--generate-hashes", "--no-header"]
    command += [part for extra in LOCKS[name] for part in ("--extra", extra)]
    command += ["-c", str(into.with_name("test.txt"))] if name != "test" else []
    said = subprocess.run([*command, "-q", "-o", str(into)], cwd=HOUSE, capture_output=True, text=True, check=False)
    if said.returncode:
        raise NotReached(said.stderr.strip())
    return into.read_text()


def stale() -> list[str]:
    """The lock files that aren't what `pyproject.toml` asks for. Raises NotReached."""
    with tempfile.TemporaryDirectory() as folder:
        for name in LOCKS:
            shutil.copy(FOLDER / f"{name}.txt", folder)
        fresh = {name: resolve(name, Path(folder) / f"{name}.txt") for name in LOCKS}
    return [name for name, text in fresh.items() if _without_notes(text) != _without_notes((FOLDER / f"{name}.txt").read_text())]


def renew() -> None:
    """Write the lock files. Raises NotReached."""
    FOLDER.mkdir(exist_ok=True)
    for name in LOCKS:
        resolve(name, FOLDER / f"{name}.txt")


def _without_notes(text: str) -> list[str]:
    return [line for line in text.splitlines() if not line.strip().startswith("#")]
