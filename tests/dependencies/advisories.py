"""What is known to be vulnerable among the locked packages. One that could not be looked up is never called well."""

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from attrs import field, frozen


@frozen
class Report:
    """`known` says what is wrong with which package; `unchecked` names those that nothing could be learned about."""

    checked: int = 0
    known: tuple[str, ...] = ()
    unchecked: tuple[str, ...] = ()
    trouble: str = field(default="")

    @property
    def is_complete(self) -> bool:
        return not self.unchecked and not self.trouble


def ask(locks: Iterable[Path]) -> Report:
    """Ask for every package of these lock files; nothing is installed for it."""
    files = [part for lock in locks for part in ("-r", str(lock))]
    command = [sys.executable, "-m", "pip_audit", "--disable-pip", "--require-hashes", "--progress-spinner", "off", "-f", "json", *files]
    said = subprocess.run(command, capture_output=True, text=True, check=False)
    return read(said.stdout, said.stderr)


def read(answer: str, trouble: str = "") -> Report:
    """What pip-audit found. It calls it well when it could look up nothing at all: that isn't what this says."""
    try:
        packages: list[dict[str, Any]] = json.loads(answer)["dependencies"]
    except (ValueError, KeyError, TypeError):
        last = [line for line in trouble.strip().splitlines() if line]
        return Report(trouble=last[-1] if last else "no answer")
    looked_up = {package["name"]: package["vulns"] for package in packages if "vulns" in package}
    known = tuple(_told(name, one) for name, found in looked_up.items() for one in found)
    return Report(len(looked_up), known, tuple(package["name"] for package in packages if "vulns" not in package))


def _told(name: str, found: dict[str, Any]) -> str:
    mended = ", ".join(found.get("fix_versions") or ()) or "nowhere yet"
    return f"{name}: {found['id']}, mended in {mended}"
