"""`make deps`: are the lock files what `pyproject.toml` asks for, may every package be used, is any known to be vulnerable?

Exit 0 when all is well, 1 for a finding, 3 when something could not be checked. `--renew` writes the lock files anew.
"""

import argparse
import sys
from collections.abc import Sequence

from tests.dependencies import advisories, licences, lock

WELL, FOUND, UNCHECKED = 0, 1, 3


def main(given: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.dependencies", description=__doc__.splitlines()[0])
    parser.add_argument("--renew", action="store_true", help="write the lock files anew, keeping every version that still fits")
    if parser.parse_args(given).renew:
        lock.renew()
        print("Lock files written.")
        return WELL
    results = [_locks(), _licences(), _advisories()]
    return max(results, key=(WELL, UNCHECKED, FOUND).index)


def _locks() -> int:
    try:
        stale = lock.stale()
    except lock.NotReached as trouble:
        return _unchecked(f"whether the lock files are current: {trouble}")
    for name in stale:
        print(f"STALE: .ci/locks/{name}.txt isn't what pyproject.toml asks for. Run: make deps RENEW=1")
    print(f"lock files: {len(lock.LOCKS) - len(stale)} of {len(lock.LOCKS)} current")
    return FOUND if stale else WELL


def _licences() -> int:
    packages = {package.name: package for name in lock.LOCKS for package in lock.locked(name)}
    found = sorted(licences.listed(packages.values()), key=lambda one: one.name)
    here = [one for one in found if one.is_here]
    for one in here:
        print(f"  {one.name:28} {one.version:14} {one.licence or 'says none'}")
    for one in (wrong := [one for one in here if not one.is_allowed]):
        print(f"LICENCE: {one.name} comes under {one.licence or 'none that it says'}, which is not among those we use")
    elsewhere = [one.name for one in found if not one.is_here]
    print(f"licences: {len(here) - len(wrong)} of {len(here)} may be used; not for this platform: {', '.join(elsewhere) or 'none'}")
    return FOUND if wrong else WELL


def _advisories() -> int:
    report = advisories.ask(lock.FOLDER / f"{name}.txt" for name in ("test", "deps"))
    for one in report.known:
        print(f"VULNERABLE: {one}")
    print(f"vulnerabilities: {len(report.known)} known in {report.checked} packages looked up")
    if report.known:
        return FOUND
    if not report.is_complete:
        return _unchecked(f"{len(report.unchecked)} packages for vulnerabilities; the service couldn't be asked. {report.trouble}")
    return WELL


def _unchecked(what: str) -> int:
    print(f"NOT CHECKED: {what}")
    return UNCHECKED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
