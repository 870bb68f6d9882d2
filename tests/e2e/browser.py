"""What a browser test of the app needs: Chromium, phone and desk, Flutter's semantics, taps, typing, and drawing by touch."""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Locator, Page, sync_playwright

FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "has_touch": True, "is_mobile": True}
DESK: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}
WIDE: dict[str, Any] = {"viewport": {"width": 1440, "height": 900}}
PLAIN_HTTP = "plain.test"  # a name for this machine that browsers don't take for a secure one
START_MS = 90_000  # the machine may be busy with other tests

_CENTRE_TAP = """() => {
  const placeholder = document.querySelector('flt-semantics-placeholder');
  if (!placeholder) return;
  const r = placeholder.getBoundingClientRect();
  const o = {clientX: r.left + r.width / 2, clientY: r.top + r.height / 2, bubbles: true, cancelable: true};
  placeholder.dispatchEvent(new PointerEvent('pointerdown', o));
  placeholder.dispatchEvent(new PointerEvent('pointerup', o));
  placeholder.dispatchEvent(new MouseEvent('click', o));
}"""

# Flutter follows a scrolled page, and slides a new one in, some frames later: what is tapped meanwhile is what stood there before.
_AT_REST = """async (node) => {
  const frame = () => new Promise(requestAnimationFrame);
  const place = () => { const r = node.getBoundingClientRect(); return [r.x, r.y, r.width, r.height].join(); };
  const stillness = async () => {
    for (let still = 0, before = place(), frames = 0; still < 4 && frames < 200 && node.isConnected; frames++) {
      await frame();
      const now = place();
      still = now === before ? still + 1 : 0;
      before = now;
    }
  };
  await stillness();
  node.scrollIntoViewIfNeeded();
  await stillness();
  return node.isConnected;
}"""

_TREE = r"""() => {
  const lines = [];
  const walk = (node, depth) => {
    for (const child of node.children) {
      const shown = [...child.attributes].filter(a => /^(role|aria-|type|flt-semantics-identifier)/.test(a.name));
      const own = [...child.childNodes].filter(n => n.nodeType === 3).map(n => n.textContent).join('');
      if (shown.length || own || /INPUT|TEXTAREA/.test(child.tagName))
        lines.push(' '.repeat(depth) + child.tagName.toLowerCase() + ' '
          + shown.map(a => `${a.name}=${JSON.stringify(a.value)}`).join(' ') + (own ? ` «${own}»` : ''));
      walk(child, depth + 1);
    }
  };
  const host = document.querySelector('flt-semantics-host');
  if (host) walk(host, 0);
  return lines.join('\n');
}"""


@contextmanager
def chromium(*more_flags: str) -> Iterator[Browser]:
    found = shutil.which("chromium") or shutil.which("google-chrome")
    if found is None:
        raise RuntimeError("browser tests need Chromium on the PATH")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=[*FLAGS, *more_flags])
        yield browser
        browser.close()


def context(browser: Browser, size: dict[str, Any] = PHONE, *, language: str = "zh-CN") -> BrowserContext:
    made = browser.new_context(**size, locale=language, timezone_id="Asia/Shanghai")
    made.set_default_timeout(30_000)
    return made


def open_app(page: Page, url: str) -> None:
    """Opens the app and waits until its first screen stands and can be read."""
    page.goto(url)
    wait_for_app(page)


def wait_for_app(page: Page) -> None:
    page.wait_for_selector("#splash", state="detached", timeout=START_MS)
    enable_semantics(page)


def enable_semantics(page: Page) -> None:
    """Flutter builds the accessibility tree only when asked. The event must carry the placeholder's centre (Android agents)."""
    page.wait_for_selector("flt-semantics-placeholder, flt-semantics", state="attached", timeout=START_MS)
    page.evaluate(_CENTRE_TAP)
    page.wait_for_selector("flt-semantics", state="attached", timeout=START_MS)


def tree(page: Page) -> str:
    """One line per node with a role, label or text: what a screen reader, and get_by_role, can see."""
    return str(page.evaluate(_TREE))


def see(page: Page, text: str, *, timeout_ms: float = 30_000) -> Locator:
    """Waits until `text` can be read on the page."""
    shown = page.get_by_text(text).or_(page.get_by_label(text)).first
    shown.wait_for(state="attached", timeout=timeout_ms)
    return shown


def at_rest(target: Locator) -> Locator:
    """Brings what is to be touched into view and waits until it stands still, as a thumb does."""
    # Drawn anew meanwhile it is another node: that one is waited for.
    while not target.evaluate(_AT_REST):
        continue
    return target


def touch(target: Locator) -> None:
    """By force: Flutter's overlay nodes would otherwise seem to be in the way."""
    at_rest(target).click(force=True)


def tap(page: Page, name: str, *, role: Any = "button", exact: bool = False) -> None:
    """Taps the control with this name."""
    touch(page.get_by_role(role, name=name, exact=exact).or_(page.get_by_label(name, exact=exact)).first)


def fill(page: Page, label: str, text: str) -> None:
    """Types into the field as a person does: focus first, since an unfocused fill may be lost."""
    field = page.get_by_label(label).first
    touch(field)
    field.fill(text)


def sign_in(page: Page, login: str, password: str) -> None:
    """On the Chinese sign-in page, which the app shows first."""
    fill(page, "账号", login)
    fill(page, "密码", password)
    tap(page, "登录")


def draw(page: Page, strokes: Sequence[Sequence[tuple[float, float]]]) -> None:
    """Draws with a finger: real touch events at page coordinates."""
    touch = page.context.new_cdp_session(page)
    for stroke in strokes:
        for number, (x, y) in enumerate(stroke):
            kind = "touchMove" if number else "touchStart"
            touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y, "id": 1}]})
        touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    touch.detach()


def signature_in(box: Mapping[str, Any]) -> list[list[tuple[float, float]]]:
    """Two strokes that look like a hasty name, inside `box` (x, y, width, height)."""
    left, top, width, height = box["x"], box["y"], box["width"], box["height"]
    wave = [(0.1 + 0.02 * i, 0.5 + (0.25 if i % 4 < 2 else -0.25) * (1 - i / 40)) for i in range(30)]
    line = [(0.2 + 0.02 * i, 0.75 - 0.01 * i) for i in range(25)]
    return [[(left + width * x, top + height * y) for x, y in stroke] for stroke in (wave, line)]
