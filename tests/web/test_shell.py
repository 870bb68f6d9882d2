"""The web shell in a real browser: start, offline, new versions, the way out of a bad one, one tab, and what it says when it can't."""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from sync.server.web import mount_web
from tests.e2e.browser import PHONE, PLAIN_HTTP, context, open_app, see, tap, wait_for_app
from tests.web.conftest import PLACEHOLDER, build_at, placeholder
from tests.web.serving import RunningServer, free_port, serving

pytestmark = pytest.mark.xdist_group("web shell")  # one process with one browser, beside the others

KEPT_OFFLINE = "async () => { const r = await navigator.serviceWorker.ready; return r.active.state === 'activated' }"
SHELL_CACHES = "async () => (await caches.keys()).filter(name => name.startsWith('shell-'))"
WRITE_RECORD = """async () => {
  const file = await (await navigator.storage.getDirectory()).getFileHandle('journal', {create: true});
  const out = await file.createWritable();
  await out.write('recorded'); await out.close(); }"""
READ_RECORD = "async () => (await (await (await navigator.storage.getDirectory()).getFileHandle('journal')).getFile()).text()"


@pytest.fixture
def page(phone: BrowserContext) -> Page:
    return phone.new_page()


def open_and_keep(page: Page, url: str) -> None:
    """Opens the app and waits until its offline copy is whole."""
    open_app(page, url)
    page.wait_for_function(KEPT_OFFLINE)


def publish(page: Page, folder: Path, main: str) -> None:
    """A new version on the server, and its notice on the page."""
    build_at(folder, placeholder(main))
    page.evaluate("async () => (await navigator.serviceWorker.getRegistration()).update()")
    page.get_by_text("新版本已经下载好了。").wait_for()


def publish_and_use(page: Page, folder: Path, main: str) -> None:
    publish(page, folder, main)
    page.get_by_role("button", name="换新版本").click()
    page.locator("#update").wait_for(state="detached")


def close_for_good(page: Page, other: Page) -> None:
    """Closes the app's last page, and waits until its version is over, which is a moment later: a page opened before keeps it alive."""
    devtools = other.context.new_cdp_session(other)
    states: dict[str, str] = {}
    devtools.on("ServiceWorker.workerVersionUpdated", lambda told: states.update({v["versionId"]: v["status"] for v in told["versions"]}))
    devtools.send("ServiceWorker.enable")
    page.close()
    give_up = time.monotonic() + 30
    while not {"redundant", "activated"} <= set(states.values()):
        assert time.monotonic() < give_up, states
        other.wait_for_timeout(20)  # lets what the browser tells come in
    devtools.detach()


@dataclass
class Visit:
    """One start of the app with its offline copy made, looked at by several tests."""

    page: Page
    origin: str
    asked: list[str]
    failed: list[str]


@pytest.fixture(scope="module")
def visit(browser: Browser, built: Path) -> Iterator[Visit]:
    made = context(browser, PHONE)
    with serving(built) as site:
        looked = Visit(made.new_page(), site.url, [], [])
        made.on("request", lambda request: looked.asked.append(request.url))
        made.on("requestfailed", lambda request: looked.failed.append(request.url))
        made.on("response", lambda response: looked.failed.append(response.url) if response.status >= 400 else None)
        open_and_keep(looked.page, site.url)
        yield looked
        made.close()


def test_the_app_starts_and_answers_taps(visit: Visit) -> None:
    tap(visit.page, "点一下")
    see(visit.page, "点了 1 次")


def test_what_python_wants_heard_the_page_makes_heard(visit: Visit) -> None:
    listen = "() => { window.AudioContext = class extends AudioContext { constructor() { super(); window.heard = this; } }; }"
    visit.page.evaluate(listen)
    tap(visit.page, "响一声")
    visit.page.wait_for_function("() => window.heard?.state === 'closed'")


def test_no_request_leaves_the_origin(visit: Visit) -> None:
    assert f"{visit.origin}sw.js?canvaskit=chromium" in visit.asked
    assert [url for url in visit.asked if not url.startswith((visit.origin, f"blob:{visit.origin}"))] == []


def test_no_request_fails(visit: Visit) -> None:
    """Neither a missing file nor a glyph that isn't in the font, which Flutter would ask its makers for."""
    assert visit.asked
    assert visit.failed == []


def test_it_can_be_installed_to_the_home_screen(visit: Visit) -> None:
    devtools = visit.page.context.new_cdp_session(visit.page)
    manifest = devtools.send("Page.getAppManifest")
    assert manifest["errors"] == []
    assert json.loads(manifest["data"])["name"] == "售后服务"
    problems = devtools.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert [problem["errorId"] for problem in problems if problem["errorId"] != "in-incognito"] == []


def test_python_starts_anew_when_the_client_connects_again(visit: Visit) -> None:
    visit.page.evaluate("async () => { await jsDisconnect('again'); await jsConnect('again', {}, () => {}); }")
    assert len(visit.page.workers) == 1


def test_the_second_start_needs_no_network_and_no_server(page: Page, site: RunningServer) -> None:
    open_and_keep(page, site.url)
    site.stop()
    page.context.set_offline(True)
    page.reload()
    wait_for_app(page)
    see(page, "喆堃珺")


def test_a_new_version_is_downloaded_told_and_used_on_a_tap(page: Page, tmp_path: Path) -> None:
    build_at(tmp_path, placeholder())
    with serving(tmp_path) as site:
        open_and_keep(page, site.url)
        publish_and_use(page, tmp_path, PLACEHOLDER.read_text(encoding="utf-8").replace("占位应用", "新的应用"))
        wait_for_app(page)
        see(page, "新的应用")
        assert len(page.evaluate(SHELL_CACHES)) == 1


def test_a_new_version_can_wait_for_the_next_start(page: Page, tmp_path: Path) -> None:
    build_at(tmp_path, placeholder())
    with serving(tmp_path) as site:
        open_and_keep(page, site.url)
        publish(page, tmp_path, PLACEHOLDER.read_text(encoding="utf-8").replace("占位应用", "新的应用"))
        page.get_by_role("button", name="以后").click()
        expect(page.locator("#update")).to_have_count(0)
        tap(page, "点一下")
        see(page, "点了 1 次")

        next_start = page.context.new_page()
        close_for_good(page, next_start)
        open_app(next_start, site.url)
        see(next_start, "新的应用")


def test_f64_the_kill_switch_takes_the_shell_away_and_leaves_what_was_recorded(page: Page, tmp_path: Path) -> None:
    build_at(tmp_path, placeholder())
    with serving(tmp_path) as site:
        open_and_keep(page, site.url)
        page.evaluate(WRITE_RECORD)
        (tmp_path / "sw-kill.json").write_text(json.dumps({"kill": True}))
        page.reload()
        page.wait_for_function("async () => (await navigator.serviceWorker.getRegistrations()).length === 0")
        wait_for_app(page)
        assert page.evaluate(SHELL_CACHES) == []
        assert page.evaluate(READ_RECORD) == "recorded"


def test_f64_a_version_that_breaks_is_replaced_by_the_next(page: Page, tmp_path: Path) -> None:
    build_at(tmp_path, placeholder())
    with serving(tmp_path) as site:
        open_and_keep(page, site.url)
        publish_and_use(page, tmp_path, "raise RuntimeError('bad release')")
        page.get_by_role("alert").get_by_text("bad release").wait_for(timeout=60_000)
        publish_and_use(page, tmp_path, PLACEHOLDER.read_text(encoding="utf-8").replace("占位应用", "修好的应用"))
        wait_for_app(page)
        see(page, "修好的应用")


def test_while_the_kill_switch_is_on_nobody_keeps_a_copy(page: Page, tmp_path: Path) -> None:
    build_at(tmp_path, placeholder())
    (tmp_path / "sw-kill.json").write_text(json.dumps({"kill": True}))
    with serving(tmp_path) as site:
        with page.expect_response("**/sw-kill.json"):
            open_app(page, site.url)
        see(page, "占位应用")
        assert page.evaluate("async () => (await navigator.serviceWorker.getRegistrations()).length") == 0


def test_what_the_server_says_is_never_kept(page: Page, built: Path) -> None:
    app = FastAPI()
    asked: list[str] = []

    @app.get("/v1/ping")
    def ping() -> int:
        asked.append("ping")
        return len(asked)

    mount_web(app, built)
    server = RunningServer(app, free_port())
    server.start()
    open_and_keep(page, server.url)
    page.reload()
    wait_for_app(page)
    answers = [page.evaluate("async () => (await fetch('/v1/ping')).json()") for _ in range(2)]
    assert answers == [1, 2]
    assert page.evaluate("async () => (await caches.match('/v1/ping')) === undefined")
    server.stop()


def test_f09_a_second_tab_says_so_and_takes_over_only_when_told(phone: BrowserContext, site: RunningServer) -> None:
    first, second = phone.new_page(), phone.new_page()
    open_app(first, site.url)
    second.goto(site.url)
    second.get_by_text("应用已经在另一个标签页打开了").wait_for()
    assert second.workers == []
    tap(first, "点一下")
    see(first, "点了 1 次")

    second.get_by_role("button", name="在这里用").click()
    wait_for_app(second)
    see(second, "占位应用")
    first.get_by_text("应用已经转到另一个标签页").wait_for()
    assert first.workers == []


def test_a_reload_finds_no_other_tab(page: Page, site: RunningServer) -> None:
    open_app(page, site.url)
    page.reload()
    wait_for_app(page)
    see(page, "占位应用")


@pytest.mark.parametrize(
    ("without", "said"),
    [
        ("delete StorageManager.prototype.getDirectory", "不能把数据存在手机上"),
        ("delete Navigator.prototype.serviceWorker", "不能离线使用网页"),
        ("delete globalThis.WebAssembly", "这个浏览器太旧"),
        ("delete Navigator.prototype.locks", "这个浏览器太旧"),
    ],
)
def test_a_browser_that_lacks_something_is_told_what(page: Page, site: RunningServer, without: str, said: str) -> None:
    page.add_init_script(without)
    page.goto(site.url)
    page.get_by_role("alert").get_by_text(said).wait_for()
    assert page.workers == []


def test_a_worker_without_lasting_files_is_told_too(page: Page, site: RunningServer) -> None:
    def without_handles(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body="delete FileSystemFileHandle.prototype.createSyncAccessHandle;" + answer.text())

    page.route("**/v/worker-*.js", without_handles)
    page.goto(site.url)
    page.get_by_role("alert").get_by_text("不能把数据存在手机上").wait_for()


def test_an_insecure_address_is_refused_in_both_languages(browser: Browser, site: RunningServer) -> None:
    for language, said in (("zh-CN", "不是安全连接"), ("en-US", "isn't a secure connection")):
        page = context(browser, PHONE, language=language).new_page()
        page.goto(site.url.replace("localhost", PLAIN_HTTP))
        page.get_by_role("alert").get_by_text(said).wait_for()


def test_an_app_that_breaks_at_start_says_so_and_offers_to_open_again(page: Page, tmp_path: Path) -> None:
    build_at(tmp_path, placeholder("raise RuntimeError('no such table')"))
    with serving(tmp_path) as site:
        page.goto(site.url)
        page.get_by_role("alert").get_by_text("应用没能打开").wait_for(timeout=60_000)
        expect(page.get_by_role("alert")).to_contain_text("no such table")
        expect(page.get_by_role("button", name="重新打开")).to_be_visible()
