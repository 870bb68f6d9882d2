"""The house keeps its own rules: who may import whom, types, and how code reads."""

import subprocess
import sys
from pathlib import Path

import pytest

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
