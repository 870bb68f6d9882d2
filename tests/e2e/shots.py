"""`make shots`: pictures of every screen in both languages, on phone and desk, from a fresh demo company."""

import argparse
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Browser, Page

from sync.demo import ACCOUNTANT, ADMIN, BENCH, CLERK, DIRECTOR, LI, PASSWORD, SUPERVISOR, WANG, DemoPerson
from tests.e2e.browser import PHONE, chromium, context, fill, open_app, tap
from tests.e2e.conftest import ROOT, Server
from tests.web.serving import free_port

DESK: dict[str, Any] = {"viewport": {"width": 1440, "height": 900}}
TABLET: dict[str, Any] = {"viewport": {"width": 1024, "height": 768}}
SIZES = {"phone": PHONE, "tablet": TABLET, "desk": DESK}
CASE = "00000000-0000-7000-8003-00000000001{}"
IN_WARRANTY, OUT_OF_WARRANTY, UNCONTACTED, WITH_LI, REPORTED = (CASE.format(digit) for digit in "769a5")

BOARD = ("/board", "/board?view=week", "/board?view=two")
CARE = ("/returns", "/complaints", "/complaints/00000000-0000-7000-8006-000000000001", "/return-visits")
DAY = ("/today", "/today/week", "/today/search")
MONEY = ("/money", "/money/handover")
RULES = ("/rules", "/rules?part=warranty", "/rules/draft", "/rules/draft?part=limits", "/rules/proposal")
PROJECT = "/archive/00000000-0000-7000-8002-000000000001"
ARCHIVE = ("/archive", PROJECT, f"{PROJECT}?piece=DM25-01187", f"{PROJECT}?edit=contract", "/archive/import")
STEPS = ("", "/archive", "/note", "/agree", "/travel", "/check", "/diagnose", "/work", "/report")
SCREENS: dict[DemoPerson, tuple[str, ...]] = {
    WANG: (*DAY, *(f"/case/{IN_WARRANTY}{step}" for step in STEPS), f"/case/{UNCONTACTED}/agree", *MONEY, "/me", "/data"),
    LI: (f"/case/{WITH_LI}", f"/case/{WITH_LI}/take-back", "/pieces", "/tray"),
    BENCH: ("/bench", "/bench?state=waiting_parts"),
    CLERK: ("/todo", "/call", "/callbacks", "/sheets", *ARCHIVE),
    SUPERVISOR: ("/todo", "/assign", *BOARD, f"/sheets/{REPORTED}", *RULES, *CARE, "/indicators", "/indicators?by=technician"),
    ACCOUNTANT: ("/todo", "/receipts", "/cash", "/owed", f"/receipts/{OUT_OF_WARRANTY}"),
    DIRECTOR: ("/rules", "/rules/proposal", "/rules/proposal?show=all"),
    ADMIN: ("/people",),
}
WORDS = {"zh": ("zh-CN", "账号", "密码", "登录"), "en": ("en-US", "Account", "Password", "Sign in")}
LOOKS: dict[str, dict[str, Any]] = {"light": {}, "dark": {"color_scheme": "dark"}, "large": {}}
TEXT_SIZE, LARGEST = {"zh": "字号", "en": "Text size"}, "200 %"
STILL_MS = 1_500  # pictures only: a screen has come to rest by then


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("shots"))
    parser.add_argument("--language", choices=tuple(WORDS), action="append")
    parser.add_argument("--who", choices=[person.login for person in SCREENS], action="append")
    parser.add_argument("--look", choices=tuple(LOOKS), action="append", help="light, dark, or large text; light unless told")
    asked = parser.parse_args()
    with _company() as server, chromium() as browser:
        for language in asked.language or WORDS:
            for who in SCREENS:
                if not asked.who or who.login in asked.who:
                    for look in asked.look or ("light",):
                        _pictures(browser, server.url, who, language, look, asked.out)
    return 0


@contextmanager
def _company() -> Iterator[Server]:
    with TemporaryDirectory() as folder:
        server = Server(Path(folder) / "demo.sqlite", ROOT / "build" / "web", free_port())
        server.command("demo")
        server.start()
        try:
            yield server
        finally:
            server.kill()


def _pictures(browser: Browser, url: str, who: DemoPerson, language: str, look: str, out: Path) -> None:
    """Signed in once at the size of the trade, then the window is drawn to the other."""
    locale, account, password, sign_in = WORDS[language]
    home = PHONE if "technician" in who.roles else DESK
    page = context(browser, {**home, **LOOKS[look]}, language=locale).new_page()
    open_app(page, url)
    if language == "en":
        tap(page, "English")
    fill(page, account, who.login)
    fill(page, password, PASSWORD)
    tap(page, sign_in, exact=True)
    page.wait_for_timeout(STILL_MS * 2)
    if look == "large":
        _enlarge(page, language)
    for size in SIZES:
        page.set_viewport_size(SIZES[size]["viewport"])
        folder = out / (f"{language}-{size}" if look == "light" else f"{language}-{size}-{look}")
        for address in SCREENS[who]:
            _picture(page, address, folder / f"{who.login}{re.sub(r'[/?=]', '-', address)}.png")
    page.context.close()


def _enlarge(page: Page, language: str) -> None:
    _go(page, "/me")
    tap(page, TEXT_SIZE[language])
    tap(page, LARGEST)
    page.wait_for_timeout(STILL_MS)


def _go(page: Page, address: str) -> None:
    page.evaluate("address => { location.hash = '#' + address }", address)
    page.wait_for_timeout(STILL_MS)


def _picture(page: Page, address: str, file: Path) -> None:
    _go(page, address)
    file.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=file)


if __name__ == "__main__":
    sys.exit(main())
