"""What papers cost: a repair sheet's PDF in CPython and in the browser's Python, a register of 20,000 rows as XLSX.

Peers in the same run: the same pages without the facts inside, and openpyxl's own write-only workbook of the same rows.
"""

import io
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flet_web import get_package_web_dir
from openpyxl import Workbook

from field_app.domain.errors import say
from field_app.papers.catalog import Wanted, make
from field_app.papers.export import dump, of_sheet
from field_app.papers.press import pdf
from field_app.papers.printing import paper
from field_app.papers.table import Column, Table
from field_app.papers.words import speaker
from field_app.papers.xlsx import as_xlsx
from sync.building.bytecode import NODE
from tests.domain.cases import MORNING
from tests.papers.scene import AROUND, FONTS, ROOT, whole_case

ROUNDS, ROWS = 21, 20_000
PDF_GOAL, BROWSER_GOAL, XLSX_GOAL, MEMORY_GOAL = 0.3, 1.5, 5.0, 300
BROWSER = ROOT / "tests" / "papers" / "browser_paper.mjs"


def seconds(work: Callable[[], Any]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def told(name: str, took: float, goal: float, unit: str = "s") -> str:
    return f"  {name:52}{took:9.3f} {unit} (goal ≤ {goal:g}){'' if took <= goal else '  MISSED'}"


def papers() -> None:
    sheet = whole_case().sheet
    with_facts = [seconds(lambda: paper(Wanted("record"), sheet, AROUND, FONTS)) for _ in range(ROUNDS)]
    drawn = make(Wanted("record"), sheet, AROUND)
    alone = [seconds(lambda: pdf([drawn], FONTS, made_at=MORNING)) for _ in range(ROUNDS)]
    print(f"A repair sheet of two visits as PDF, with {len(sheet.entries)} facts inside; median of {ROUNDS}:")
    print(told("CPython", statistics.median(with_facts[1:]), PDF_GOAL))
    print(f"  {'the same pages without the facts':52}{statistics.median(alone[1:]):9.3f} s")


def in_the_browser() -> None:
    if not (ROOT / "build" / "web" / "v").exists():
        print("  the browser's Python: no web build here; run `python -m sync.build` first")
        return
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        file.write(dump(of_sheet(whole_case().sheet, AROUND)))
        file.flush()
        command = [NODE, BROWSER, f"{get_package_web_dir()}/pyodide", ROOT / "build" / "web", file.name, "/dev/null"]
        run = subprocess.run(command, capture_output=True, text=True, check=True)
    said = json.loads(run.stdout.strip().splitlines()[-1])
    print(told("the browser's Python, after the first", statistics.median(said["next"]), BROWSER_GOAL))
    print(f"  {'the first there, and imports before it':52}{said['first']:9.3f} s, {said['import']:.3f} s")


def table() -> Table:
    columns = (
        Column(say("No."), "count"), Column(say("Customer"), width=10), Column(say("Fault details"), width=14),
        Column(say("Date"), "moment", 8), Column(say("Amount"), "money"), Column(say("Person-days"), "hundredths"),
        Column(say("Technician")), Column(say("Status")),
    )  # fmt: skip
    rows = tuple((n, f"客户{n % 700}", "道闸抬杆一半就停，要用手扶", MORNING, n * 137, n % 300, "王工", "已结") for n in range(ROWS))
    return Table(say("List"), columns, rows)


def spreadsheet() -> None:
    rows = table()
    took = seconds(lambda: as_xlsx(rows, speaker("zh"), MORNING))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    peer = seconds(lambda: by_openpyxl(rows))
    print(f"A register of {ROWS:,} rows and {len(rows.columns)} columns as XLSX:")
    print(told("ours", took, XLSX_GOAL))
    print(told("memory of the whole process at its highest", memory, MEMORY_GOAL, "MB"))
    print(f"  {'openpyxl, write-only, without widths and filters':52}{peer:9.3f} s")


def by_openpyxl(rows: Table) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows.rows:
        sheet.append([value.replace(tzinfo=None) if hasattr(value, "tzinfo") else value for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


if __name__ == "__main__":
    if sys.argv[1:] == ["spreadsheet"]:
        spreadsheet()
    else:
        papers()
        in_the_browser()
        # A process of its own: its memory is what is measured.
        subprocess.run([sys.executable, "-m", "tests.bench.bench_papers", "spreadsheet"], check=True, cwd=Path(ROOT))
