"""What is installed is what was locked, by hash; what its licence or its locks say is never taken for more than they say."""

import json
from email.message import Message

import pytest

from tests.dependencies import advisories, licences, lock
from tests.dependencies.__main__ import FOUND, UNCHECKED, WELL
from tests.dependencies.__main__ import _advisories as look_for_advisories


@pytest.mark.parametrize("name", lock.LOCKS)
def test_whatever_we_ask_for_is_locked_in_the_version_we_ask_for(name: str):
    known = {(package.name, package.version) for package in lock.locked(name)}
    assert set(lock.pinned(lock.LOCKS[name])) <= known


@pytest.mark.parametrize("name", lock.LOCKS)
def test_every_locked_package_has_hashes_and_no_file_names_an_index(name: str):
    assert all(package.hashes for package in lock.locked(name))
    text = (lock.FOLDER / f"{name}.txt").read_text()
    assert "--index-url" not in text and "://" not in text and "--find-links" not in text


def test_what_is_tested_is_what_runs():
    tested = {package.name: package.version for package in lock.locked("test")}
    assert {package.name: package.version for package in lock.locked("run")}.items() <= tested.items()


def test_a_lock_file_is_read_with_its_markers_extras_and_hashes():
    first = 'Some_Thing[more]==1.2 ; sys_platform == "win32" \\\n    --hash=sha256:ab \\\n    --hash=sha256:cd\n    # via other\n'
    text = first + "b==2 \\\n    --hash=sha256:ef\n"
    assert lock.read(text) == (lock.Locked("some-thing", "1.2", 2), lock.Locked("b", "2", 1))


@pytest.mark.parametrize(
    ("expression", "may"),
    [
        ("MIT", True), ("Apache-2.0 OR BSD-3-Clause", True), ("AGPL-3.0-only OR MIT", True), ("MIT AND PSF-2.0", True),
        ("", False), ("AGPL-3.0-only", False), ("GPL-3.0-or-later", False), ("MIT AND AGPL-3.0-only", False), ("UNKNOWN", False),
        ("MIT License", False),
    ],
)  # fmt: skip
def test_of_several_licences_one_is_enough_where_one_may_choose(expression: str, may: bool):
    assert licences.may_be_used(expression) is may


def described(**said: str) -> Message:
    message = Message()
    for name, value in said.items():
        message[name.replace("_", "-")] = value
    return message


@pytest.mark.parametrize(
    ("package", "licence"),
    [
        (described(License_Expression="MIT-0", License="whatever"), "MIT-0"),
        (described(License="BSD 2-Clause License"), "BSD-2-Clause"),
        (described(Classifier="License :: OSI Approved :: Apache Software License"), "Apache-2.0"),
        (described(License="A whole\ntext", Classifier="License :: OSI Approved :: MIT License"), "MIT"),
        (described(Classifier="License :: OSI Approved :: GNU Affero General Public License v3"), "GNU Affero General Public License v3"),
        (described(), ""),
    ],
)
def test_a_licence_is_read_where_a_package_says_it(package: Message, licence: str):
    assert licences.said_by(package) == licence


def test_every_package_here_may_be_used():
    assert [one for one in licences.listed(lock.locked("test")) if one.is_here and not one.is_allowed] == []


AUDITED = {"name": "a", "version": "1", "vulns": []}
SKIPPED = {"name": "b", "skip_reason": "not found"}
HURT = {"name": "c", "version": "1", "vulns": [{"id": "CVE-1", "fix_versions": ["2"]}]}


@pytest.mark.parametrize(
    ("packages", "result"),
    [([AUDITED], WELL), ([AUDITED, SKIPPED], UNCHECKED), ([SKIPPED], UNCHECKED), ([HURT, SKIPPED], FOUND), (None, UNCHECKED)],
)
def test_what_could_not_be_looked_up_is_never_called_well(
    packages: list | None, result: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    answer = json.dumps({"dependencies": packages}) if packages else ""
    monkeypatch.setattr(advisories, "ask", lambda _: advisories.read(answer, "Could not connect"))
    assert look_for_advisories() == result
    said = capsys.readouterr().out
    assert ("NOT CHECKED" in said) is (result == UNCHECKED)
    assert ("VULNERABLE: c: CVE-1, mended in 2" in said) is (result == FOUND)
