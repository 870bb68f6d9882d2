"""The way to the office over the browser's fetch, run in the browser's own Python."""

import json
import subprocess
import sysconfig
from pathlib import Path

import pytest
from flet_web import get_package_web_dir

from sync.building.bytecode import NODE
from tests.cast import PASSWORD, SUPERVISOR, WANG, company_at
from tests.sync.serving import running

ROUND = Path(__file__).with_name("browser_round.mjs")
ROOT = Path(__file__).parents[2]


@pytest.mark.xdist_group("pyodide")
def test_a_round_and_live_news_over_fetch(tmp_path: Path):
    here = company_at(tmp_path)
    here.office.access.set_password(WANG.user, PASSWORD)
    sheet, desk = here.open_case(WANG), here.enrol(SUPERVISOR)
    told = {"password": PASSWORD, "sheet": sheet, "other": desk.token, "other_device": desk.device, "other_user": desk.user}
    with running(here) as origin:
        command = [NODE, ROUND, f"{get_package_web_dir()}/pyodide", sysconfig.get_path("purelib"), ROOT, origin, json.dumps(told)]
        run = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert run.returncode == 0, run.stderr[-2000:]
    assert json.loads(run.stdout.strip().splitlines()[-1]) == {
        "wrong password": "sign_in",
        "first news": True,
        "sheets": True,
        "pushed": 1,
        "news": True,
        "no network": "offline",
    }
