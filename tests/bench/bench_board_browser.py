"""The work schedule of 200 technicians in Chromium: ms from the tap on "the days after" until the next day can be read, beside the same tap
on a schedule without visits. Each in a browser of its own, with as many days on the device as are shown: all fourteen take minutes to come.
"""

import re
import statistics
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page

from field_app.domain.days import SHANGHAI
from field_app.domain.facts import Draft, SheetId, UserId
from field_app.domain.person import PersonAdded, RolesGiven
from sync.build import ROOT
from sync.server.office import Office
from sync.server.people import push_as
from sync.server.settings import Settings
from tests.bench.bench_board import PEOPLE, VISITS, Told, people, visits
from tests.e2e.browser import chromium, context, open_app, see, sign_in
from tests.e2e.office import Server
from tests.web.serving import free_port

BOSS, PASSWORD = UserId("boss"), "board-bench-2026"
LATER, FILLED_MS, AT_ONCE, ROUNDS = "往后", 400_000, 400, 3
DAYS = ROUNDS + 1
# From the finger's leaving the glass to the words in the accessibility tree, which Flutter builds with the picture.
WATCH = """(words) => {
  window.took = null;
  addEventListener('pointerup', () => {
    const began = performance.now();
    const look = setInterval(() => {
      if (!document.querySelector('flt-semantics-host').innerHTML.includes(words)) return;
      window.took = performance.now() - began;
      clearInterval(look);
    }, 4);
  }, {once: true, capture: true});
}"""


def filled(database: Path, midnight: datetime, *, empty: bool) -> None:
    """The company in the office's database, as its people would have told it."""
    office = Office(Settings(database=f"sqlite:///{database}"))
    boss: Told = (BOSS, (PersonAdded("boss", "周敏"), RolesGiven(("supervisor",))))
    every = [boss, *people(), *(() if empty else visits(midnight, DAYS))]
    drafts = [Draft(SheetId(sheet), body, midnight) for sheet, bodies in every for body in bodies]
    for start in range(0, len(drafts), AT_ONCE):
        office.log.append(push_as(office.log, BOSS, drafts[start : start + AT_ONCE]))
    office.access.set_password(BOSS, PASSWORD)
    office.database.dispose()


def opened(browser: Browser, url: str, today: datetime, *, empty: bool) -> Page:
    """The schedule of today, once the last sheet of all has come down."""
    page = context(browser, {"viewport": {"width": 1440, "height": 900}}).new_page()
    open_app(page, url)
    sign_in(page, "boss", PASSWORD)
    last = today + timedelta(days=DAYS - 1)
    see(page, "数据在哪里")
    page.evaluate(f"location.hash = '#/board?day={last:%Y-%m-%d}&who=维修{PEOPLE - 1}'")
    see(page, "维修199" if empty else f"工程{DAYS - 1}-{VISITS - 1}", timeout_ms=FILLED_MS)
    return page


def taps(page: Page, today: datetime, *, empty: bool) -> list[float]:
    page.evaluate("location.hash = '#/board'")
    see(page, "维修000")
    found = []
    for turn in range(1, ROUNDS + 1):
        day = today + timedelta(days=turn)
        page.evaluate(WATCH, f"{day.month}月{day.day}日" if empty else f"工程{turn}-0")
        page.get_by_label(re.compile(LATER)).first.click(force=True)
        page.wait_for_function("() => window.took !== null", timeout=60_000)
        found.append(float(page.evaluate("window.took")))
    return found


def main() -> None:
    today = datetime.now(SHANGHAI).replace(hour=0, minute=0, second=0, microsecond=0)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(ignore_cleanup_errors=True)))
        browser = stack.enter_context(chromium())
        print(f"{PEOPLE} technicians × {DAYS} days × {VISITS} visits in Chromium; from the tap to the next day, ms:")
        for name, empty in (("full", False), ("empty", True)):
            filled(folder / name, today, empty=empty)
            server = Server(folder / name, ROOT / "build" / "web", free_port())
            server.start()
            stack.callback(server.kill)
            took = taps(opened(browser, server.url, today, empty=empty), today, empty=empty)
            print(f"  {name:6}{statistics.median(took):8.0f}   {' '.join(f'{one:.0f}' for one in took)}")


if __name__ == "__main__":
    main()
