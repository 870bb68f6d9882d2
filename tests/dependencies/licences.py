"""Under which licence each locked package comes, and whether we may ship or use it: a package we can't read that of is refused."""

import re
from collections.abc import Callable, Iterable, Mapping
from email.message import Message
from importlib import metadata
from typing import Any

from attrs import frozen

# Those that ask for no more than their notice, and those that keep only their own files open. None that reaches out to ours.
ALLOWED = frozenset(
    {
        "MIT",
        "MIT-0",
        "MIT-CMU",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "Apache-2.0",
        "PSF-2.0",
        "ISC",
        "MPL-2.0",
        "LGPL-3.0-only",
        "BSD",
        "Unlicense",
    }
)
# What packages write that say it in their own words.
SPELT: Mapping[str, str] = {
    "mit license": "MIT",
    "bsd license": "BSD",
    "bsd 2-clause license": "BSD-2-Clause",
    "apache software license": "Apache-2.0",
    "apache license 2.0": "Apache-2.0",
    "apache 2.0": "Apache-2.0",
    "apache-2.0 license": "Apache-2.0",
    "mozilla public license 2.0 (mpl 2.0)": "MPL-2.0",
    "python software foundation license": "PSF-2.0",
    "psfl": "PSF-2.0",
    "isc license (iscl)": "ISC",
}


# Those that say it nowhere but in the file of its text, which a person has read: for this version only.
READ: Mapping[tuple[str, str], str] = {("flet-secure-storage", "1.0.5"): "Apache-2.0"}


@frozen
class Licensed:
    """`licence` is an SPDX expression where the package says one, empty where it says nothing."""

    name: str
    version: str
    licence: str
    is_here: bool = True

    @property
    def is_allowed(self) -> bool:
        return may_be_used(self.licence)


def may_be_used(expression: str) -> bool:
    """Of `A OR B` one is enough, of `A AND B` both are needed."""
    ways = re.split(r"\s+OR\s+", expression.strip("() "))
    return bool(expression) and any(all(part.strip("() ") in ALLOWED for part in re.split(r"\s+AND\s+", way)) for way in ways)


def said_by(package: Message) -> str:
    """What a package's own description says, as an expression."""
    if expression := package.get("License-Expression"):
        return str(expression)
    classified = [line.rpartition(" :: ")[2] for line in package.get_all("Classifier", []) if line.startswith("License ::")]
    short = (package.get("License") or "").strip()
    said = [short] if short and "\n" not in short else classified
    return " AND ".join(SPELT.get(one.lower(), one) for one in said)


def listed(packages: Iterable[Any], look: Callable[[str], Message] = metadata.metadata) -> list[Licensed]:
    """Each locked package with its licence; `is_here` is False for one that this platform has no use for."""
    found = []
    for package in packages:
        try:
            licence = said_by(look(package.name)) or READ.get((package.name, package.version), "")
            found.append(Licensed(package.name, package.version, licence))
        except metadata.PackageNotFoundError:
            found.append(Licensed(package.name, package.version, "", is_here=False))
    return found
