"""At the end of a whole run, one table: faults survived, inputs fuzzed, histories run, permission pairs checked, what was lost or leaked.

Everything in it is counted from the tests that ran, on whichever process they did. A test that did more than one of a kind says so by
`record_property(KIND, amount)`.
"""

from collections.abc import Sequence

import pytest
from attrs import define, field

from tests.databases import database_of, faults_of
from tests.faults.register import FAULTS, wanted
from tests.soak.table import COUNTED, PAIRS, Tally, pairs_checked, table

FAULT, DATABASE = "fault", "database"


@define
class Counted:
    """What has been seen of a run so far."""

    tally: Tally = field(factory=Tally)
    passed: dict[int, set[str]] = field(factory=dict)
    failed: set[int] = field(factory=set)

    def see(self, report: pytest.TestReport) -> None:
        said = [(str(name), value) for name, value in report.user_properties]
        faults = [int(str(value)) for name, value in said if name == FAULT]
        if not report.passed:
            self.failed.update(faults)
        if report.failed:
            self.tally.findings.append(_message(report))
        if report.passed and report.when == "call":
            for fault in faults:
                self.passed.setdefault(fault, set()).update(str(value) for name, value in said if name == DATABASE)
            for name, amount in said:
                self.tally.done[name] += int(str(amount)) if name in COUNTED else 0

    @property
    def survived(self) -> int:
        """Faults whose tests all passed, on every database they must be survived on."""
        return sum(fault in self.passed and fault not in self.failed and wanted(fault) <= self.passed[fault] for fault in FAULTS)

    def __str__(self) -> str:
        first = ("faults survived, on both databases where an office takes part", f"{self.survived}/{len(FAULTS)}")
        return table(self.tally, dict.fromkeys(COUNTED, 0), first)


def _message(report: pytest.TestReport) -> str:
    crash = getattr(report.longrepr, "reprcrash", None)
    return str(crash.message if crash else report.longrepr)


_KEPT = pytest.StashKey[Counted]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_KEPT] = Counted()
    config.pluginmanager.register(_Ear(config.stash[_KEPT]), "counted")


@define(eq=False)
class _Ear:
    counted: Counted

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.counted.see(report)


def pytest_collection_modifyitems(items: Sequence[pytest.Item]) -> None:
    for test in items:
        if isinstance(test, pytest.Function):
            test.user_properties += [(FAULT, fault) for fault in faults_of(test)]
            test.user_properties += [(DATABASE, database)] if (database := database_of(test)) else []
            test.user_properties += [(PAIRS, pairs)] if (pairs := pairs_checked(test.nodeid)) else []


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if config.args_source is pytest.Config.ArgsSource.TESTPATHS and not (config.option.keyword or config.option.markexpr):
        terminalreporter.section("what was put to the test")
        terminalreporter.write_line(str(config.stash[_KEPT]))
