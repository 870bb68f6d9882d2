"""`make shots`: pictures of every screen in both languages, on phone and desk, from a fresh demo company."""

import argparse
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Browser, Page

from field_app.ui import words
from sync.demo import ACCOUNTANT, ADMIN, BENCH, CLERK, DIRECTOR, LI, PASSWORD, SUPERVISOR, WANG, DemoPerson
from tests.e2e.browser import PHONE, chromium, context, fill, open_app, tap
from tests.e2e.conftest import ROOT, Server
from tests.e2e.halted import STAGES, case_of, halt, sheet_at
from tests.web.serving import free_port

DESK: dict[str, Any] = {"viewport": {"width": 1440, "height": 900}}
TABLET: dict[str, Any] = {"viewport": {"width": 1024, "height": 768}}
LONG: dict[str, Any] = {"viewport": {"width": 390, "height": 2600}}  # a phone on which nothing is below the edge
SIZES = {"phone": PHONE, "tablet": TABLET, "desk": DESK, "long": LONG}
CASE = "00000000-0000-7000-8003-00000000001{}"
IN_WARRANTY, OUT_OF_WARRANTY, UNCONTACTED, WITH_LI, REPORTED = (CASE.format(digit) for digit in "769a5")

BOARD = ("/board", "/board?view=week", "/board?view=two")
CARE = ("/returns", "/complaints", "/complaints/00000000-0000-7000-8006-000000000001", "/return-visits")
DAY = ("/today", "/today/week", "/today/search")
MONEY = ("/money", "/money/handover")
RULES = ("/rules", "/rules?part=warranty", "/rules/draft", "/rules/draft?part=limits", "/rules/proposal")
PROJECT = "/archive/00000000-0000-7000-8002-000000000001"
ARCHIVE = ("/archive", PROJECT, f"{PROJECT}?piece=DM25-01187", f"{PROJECT}?edit=contract", "/archive/import")
STEPS = ("", "/archive", "/note", "/papers", "/photo", "/from-paper", "/agree", "/travel")
HALTED = (
    "arrived", "arrived/check", "checked", "checked/diagnose", "diagnosed", "diagnosed/warranty", "decided/warranty", "decided/quote",
    "decided/replace", "quoted", "quoted/quote", "quoted/consent", "worked/work", "worked", "worked/sign", "signed/sign", "signed",
    "signed/settle", "to_take/take-back", "taken", "taken/take-back", "taken/return", "left/report", "sent_back",
)  # fmt: skip
ME = ("/me", "/me/safety", "/me/calendar", "/me/log", "/data", "/tray")
SCREENS: dict[DemoPerson, tuple[str, ...]] = {
    WANG: (*DAY, *(f"/case/{IN_WARRANTY}{step}" for step in STEPS), f"/case/{UNCONTACTED}/agree", *map(case_of, HALTED), *MONEY, *ME),
    LI: (f"/case/{WITH_LI}", f"/case/{WITH_LI}/take-back", "/pieces", "/tray"),
    BENCH: ("/bench", "/bench?state=waiting_parts"),
    CLERK: ("/todo", "/call", "/callbacks", "/sheets", *ARCHIVE),
    SUPERVISOR: (
        "/todo",
        "/assign",
        "/signoff",
        "/set-apart",
        *BOARD,
        f"/sheets/{REPORTED}",
        *RULES,
        *CARE,
        "/indicators",
        "/indicators?by=technician",
        "/search?q=1",
    ),
    ACCOUNTANT: ("/todo", "/receipts", "/cash", "/owed", f"/receipts/{OUT_OF_WARRANTY}"),
    DIRECTOR: ("/rules", "/rules/proposal", "/rules/proposal?show=all"),
    ADMIN: ("/people",),
}
# What is behind a tap: the screen, what is tapped there, and what the picture is called.
BEHIND: dict[DemoPerson, tuple[tuple[str, tuple[str, ...], str], ...]] = {
    WANG: (
        (case_of("checked"), ("Special case",), "special"),
        (case_of("quoted/consent"), ("Customer disagrees",), "refusing"),
        (case_of("quoted/consent"), ("Read it? Then sign",), "pad"),
        (case_of("worked/sign"), ("Read it? Then sign",), "pad"),
        (case_of("signed/settle"), ("In cash",), "cash"),
        (case_of("signed/settle"), ("Not today",), "later"),
        (case_of("to_take/take-back"), ("Show the slip, to sign",), "unready"),
    ),
}
LOCALES = {"zh": "zh-CN", "en": "en-US"}
LOOKS: dict[str, dict[str, Any]] = {"light": {}, "dark": {"color_scheme": "dark"}, "large": {}}
LARGEST = "200 %"
STILL_MS = 1_500  # pictures only: a screen has come to rest by then


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("shots"))
    parser.add_argument("--language", choices=tuple(LOCALES), action="append")
    parser.add_argument("--who", choices=[person.login for person in SCREENS], action="append")
    parser.add_argument("--look", choices=tuple(LOOKS), action="append", help="light, dark, or large text; light unless told")
    parser.add_argument("--size", choices=tuple(SIZES), action="append", help="all but long unless told")
    asked = parser.parse_args()
    sizes = asked.size or [size for size in SIZES if size != "long"]
    with _company() as (server, slip), chromium() as browser:
        for language, look in product(asked.language or LOCALES, asked.look or ("light",)):
            _outside(browser, server.url, slip, language, look, asked.out)
            for who in SCREENS:
                if not asked.who or who.login in asked.who:
                    _pictures(browser, server.url, who, language, look, sizes, asked.out)
    return 0


@contextmanager
def _company() -> Iterator[tuple[Server, str]]:
    """The demo company with visits halted at every step, and the private address of one take-back slip."""
    with TemporaryDirectory() as folder:
        server = Server(Path(folder) / "demo.sqlite", ROOT / "build" / "web", free_port())
        server.command("demo")
        slip = halt(server.database_url).slip("taken")
        server.start()
        try:
            yield server, f"{server.url}s/{slip}"
        finally:
            server.kill()


def _pictures(browser: Browser, url: str, who: DemoPerson, language: Any, look: str, sizes: list[str], out: Path) -> None:
    """Signed in once at the size of the trade, then the window is drawn to the others."""
    words.use(language)
    home = PHONE if "technician" in who.roles else DESK
    page = context(browser, {**home, **LOOKS[look]}, language=LOCALES[language]).new_page()
    _sign_in(page, url, who, language)
    if look == "large":
        _enlarge(page)
    for size in sizes:
        page.set_viewport_size(SIZES[size]["viewport"])
        folder = _folder(out, language, size, look)
        for address in SCREENS[who]:
            _go(page, address)
            _picture(page, folder / f"{_name(who, address)}.png")
        for address, taps, called in BEHIND.get(who, ()):
            _go(page, address)
            _tap_on(page, taps)
            _picture(page, folder / f"{_name(who, address)}-{called}.png")
    page.context.close()


def _outside(browser: Browser, url: str, slip: str, language: str, look: str, out: Path) -> None:
    """What people see who aren't signed in: the door, and the customer's take-back slip."""
    page = context(browser, {**PHONE, **LOOKS[look]}, language=LOCALES[language]).new_page()
    open_app(page, url)
    _picture(page, _folder(out, language, "phone", look) / "sign-in.png")
    page.goto(slip)
    _picture(page, _folder(out, language, "phone", look) / "slip.png")
    page.context.close()


def _folder(out: Path, language: str, size: str, look: str) -> Path:
    return out / (f"{language}-{size}" if look == "light" else f"{language}-{size}-{look}")


def _sign_in(page: Page, url: str, who: DemoPerson, language: str) -> None:
    open_app(page, url)
    if language == "en":
        tap(page, "English")
    fill(page, words._("Account"), who.login)
    fill(page, words._("Password"), PASSWORD)
    tap(page, words._("Sign in"), exact=True)
    page.wait_for_timeout(STILL_MS * 2)


def _enlarge(page: Page) -> None:
    _go(page, "/me")
    tap(page, words._("Text size"))
    tap(page, LARGEST)
    page.wait_for_timeout(STILL_MS)


def _tap_on(page: Page, said: tuple[str, ...]) -> None:
    """What isn't there at this size needn't be tapped."""
    for one in said:
        target = page.get_by_role("button", name=words._(one)).or_(page.get_by_label(words._(one))).first
        if target.count():
            target.click(force=True)
            page.wait_for_timeout(STILL_MS)


def _name(who: DemoPerson, address: str) -> str:
    named = address
    for stage in STAGES:
        named = named.replace(sheet_at(stage), stage)
    return re.sub(r"[/?=]", "-", f"{who.login}{named}")


def _go(page: Page, address: str) -> None:
    page.evaluate("address => { location.hash = '#' + address }", address)
    page.wait_for_timeout(STILL_MS)


def _picture(page: Page, file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=file)


if __name__ == "__main__":
    sys.exit(main())
