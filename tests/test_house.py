"""The house keeps its own rules: who may import whom, types, and how code reads."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from field_app.main import VERSION
from sync.build import app_files
from sync.protocol import APP_VERSION

HOUSE = Path(__file__).parent.parent
PROGRAMS = Path(sys.executable).parent


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(["lint-imports", "--no-cache"], id="arrows point down only"),
        pytest.param(["ruff", "check", "--no-cache", "."], id="code reads as agreed"),
        pytest.param(["mypy", "--no-error-summary"], id="types hold"),
    ],
)
def test_the_house_keeps_its_rules(command: list[str]) -> None:
    checked = subprocess.run([PROGRAMS / command[0], *command[1:]], cwd=HOUSE, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.parametrize(
    ("android", "apple"),
    [
        ("CAMERA", {"NSCameraUsageDescription", "NSMicrophoneUsageDescription", "NSPhotoLibraryUsageDescription"}),
        ("ACCESS_FINE_LOCATION", {"NSLocationWhenInUseUsageDescription"}),
    ],
)
def test_what_an_android_phone_is_asked_for_an_iphone_is_told_the_reason_of_in_both_languages(android: str, apple: set[str]) -> None:
    flet = tomllib.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["flet"]
    assert flet["android"]["permission"][f"android.permission.{android}"]
    reasons = flet["ios"]["info"]
    assert apple <= reasons.keys()
    assert all(not text.isascii() and text.split("。 ")[-1].isascii() for text in reasons.values())


def test_package_app_and_protocol_name_one_version() -> None:
    # Written thrice: the browser has no package metadata, and the app's start doesn't import the protocol.
    package = tomllib.loads((HOUSE / "pyproject.toml").read_text())
    assert package["project"]["version"] == VERSION == APP_VERSION


def test_no_device_carries_the_demo_company_or_what_makes_the_build() -> None:
    of_sync = {f"sync/{file.name}" for file in (HOUSE / "sync").glob("*.py")}
    given = {name for name in app_files() if name.startswith("sync/")}
    left_out = tomllib.loads((HOUSE / "pyproject.toml").read_text())["tool"]["flet"]["app"]["exclude"]
    assert not [name for name in given if "demo" in name]
    assert of_sync - given == {name for name in left_out if name.startswith("sync/") and name.endswith(".py")}
