"""A phone comes in by a scanned code and is cleared by the office or the browser; a shared computer keeps nothing (F10, F28)."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page

from sync.demo import ADMIN, PASSWORD, WANG
from tests.e2e.browser import DESK, PHONE, fill, open_app, see, tap
from tests.e2e.office import Server
from tests.e2e.people import Person

pytestmark = pytest.mark.xdist_group("ways in")

FILES_LEFT = """async () => {
  const found = [];
  const walk = async (folder, path) => {
    for await (const [name, entry] of folder.entries()) {
      found.push(path + name);
      if (entry.kind === 'directory') await walk(entry, path + name + '/');
    }
  };
  await walk(await navigator.storage.getDirectory(), '');
  // What Flet keeps in the session's storage goes with the tab.
  return [...found, ...Object.keys(localStorage), ...(await indexedDB.databases()).map(one => one.name)];
}"""


def test_a_phone_comes_in_by_a_scanned_code_and_is_cleared_by_the_office(demo: Server, contexts: Callable[..., BrowserContext]) -> None:
    desk = Person(contexts(DESK), demo.url, ADMIN).sign_in()
    desk.go("/people")
    desk.taps_on(f"打开 {WANG.name}", "生成登录码")
    desk.sees("前有效")
    code = re.findall(r"[a-z2-9]{5}-[a-z2-9]{5}", desk.reads())[0]
    phone: Page = contexts(PHONE).new_page()
    open_app(phone, f"{demo.url}#/in/{code}")
    tap(phone, "登录", exact=True)
    see(phone, "数据在哪里")
    assert phone.evaluate(FILES_LEFT)
    desk.taps_on("再看一次", f"打开{WANG.name}的设备", "马上清空")
    desk.sees("已清空")
    see(phone, "公司已让这台设备清空。")


# What a browser clears of a site when it needs room: all that counts for its quota, and no cookie.
CLEARED = "file_systems,indexeddb,local_storage,websql,cache_storage,service_workers,shader_cache"


def test_f10_a_browser_that_clears_the_storage_is_told_of_with_what_the_office_has(
    demo: Server, contexts: Callable[..., BrowserContext]
) -> None:
    carried = contexts(PHONE)
    phone = Person(carried, demo.url, WANG).sign_in()
    before = phone.page.evaluate("document.cookie")
    assert re.fullmatch(r"journal=\w+", before)
    other = carried.new_page()
    phone.page.close()
    devtools = carried.new_cdp_session(other)
    devtools.send("Storage.clearDataForOrigin", {"origin": demo.url.rstrip("/"), "storageTypes": CLEARED})
    open_app(other, demo.url)
    see(other, "浏览器把本应用存在这台设备上的东西清掉了。")
    fill(other, "账号", WANG.login)
    fill(other, "密码", PASSWORD)
    tap(other, "登录", exact=True)
    see(other, "补记上。")
    assert other.evaluate("document.cookie") != before


def test_a_shared_computer_keeps_nothing_when_the_page_is_closed(demo: Server, contexts: Callable[..., BrowserContext]) -> None:
    computer = contexts(DESK)
    page = computer.new_page()
    open_app(page, demo.url)
    tap(page, "公用电脑：这里什么都不留", role="checkbox")
    fill(page, "账号", ADMIN.login)
    fill(page, "密码", PASSWORD)
    tap(page, "登录", exact=True)
    see(page, "数据在哪里")
    assert page.evaluate(FILES_LEFT) == []
    page.close()
    again = computer.new_page()
    open_app(again, demo.url)
    see(again, "密码")
