"""The same paper from the browser's own Python as from CPython."""

import subprocess
from pathlib import Path

import pytest
from flet_web import get_package_web_dir

from field_app.papers.catalog import Wanted
from field_app.papers.export import dump, of_sheet
from field_app.papers.printing import paper
from field_app.papers.reading import same_pages
from field_app.papers.verify import verify
from sync.build import app_files, build
from sync.building.bytecode import NODE
from tests.papers.scene import AROUND, FONTS, whole_case

SCRIPT = Path(__file__).with_name("browser_paper.mjs")


@pytest.mark.xdist_group("pyodide")
def test_the_browsers_python_makes_the_same_pages(tmp_path: Path):
    build(tmp_path / "web", app_files())
    sheet = whole_case().sheet
    (tmp_path / "sheet.json").write_bytes(dump(of_sheet(sheet, AROUND)))
    command = [NODE, SCRIPT, f"{get_package_web_dir()}/pyodide", tmp_path / "web", tmp_path / "sheet.json", tmp_path / "paper.pdf"]
    run = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert run.returncode == 0, run.stderr[-2000:]
    content = (tmp_path / "paper.pdf").read_bytes()
    assert same_pages(content, paper(Wanted("record"), sheet, AROUND, FONTS))
    assert verify(content, FONTS).is_unchanged
