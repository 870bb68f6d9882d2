"""The demo people at their screens: what they see and do, by the words on the Chinese screen."""

import re

from playwright.sync_api import BrowserContext, Page, TimeoutError, expect

from sync.demo import PASSWORD, DemoPerson
from tests.e2e.browser import at_rest, draw, fill, open_app, see, signature_in, tap, touch, tree, wait_for_app
from tests.e2e.cable import Cable

PATIENCE_MS = 60_000  # the machine may be busy with other tests
# Flutter edits in an element of its own, so a field's value can't be read from the accessibility tree, only that something is edited.
_TYPING = """() => {
  let at = document.activeElement;
  while (at && at.shadowRoot) at = at.shadowRoot.activeElement;
  return Boolean(at) && /INPUT|TEXTAREA/.test(at.tagName);
}"""


class Person:
    """Somebody signed in on a device of their own. `taps` counts what they touch and type."""

    def __init__(self, context: BrowserContext, url: str, who: DemoPerson, cable: Cable | None = None) -> None:
        self.context, self.who, self.cable = context, who, cable
        self.url = f"http://localhost:{cable.port}/" if cable else url
        self.page: Page = context.new_page()
        self.asked: set[str] = set()
        self.taps = 0
        self.page.on("request", lambda request: self.asked.add(request.url))

    def sign_in(self) -> "Person":
        open_app(self.page, self.url)
        fill(self.page, "账号", self.who.login)
        fill(self.page, "密码", PASSWORD)
        tap(self.page, "登录", exact=True)
        self.sees("数据在哪里")
        return self

    def offline(self) -> None:
        assert self.cable, "only who has a cable of their own can be cut off"
        self.cable.cut()
        self.context.set_offline(True)

    def online(self) -> None:
        assert self.cable
        self.cable.mend()
        self.context.set_offline(False)

    def reload(self) -> None:
        """Close and come back: a reload starts a new interpreter, just as killing the app does."""
        self.page.reload()
        wait_for_app(self.page)

    def go(self, address: str) -> None:
        self.page.evaluate("address => { location.hash = '#' + address }", address)

    def sees(self, *words: str) -> None:
        for one in words:
            see(self.page, one, timeout_ms=PATIENCE_MS)

    def reads(self) -> str:
        """All a screen reader could read now."""
        return tree(self.page)

    def waits_until_gone(self, words: str) -> None:
        gone = self.page.get_by_text(words).or_(self.page.get_by_label(words))
        expect(gone).to_have_count(0, timeout=PATIENCE_MS)

    def reads_off(self, pattern: str) -> str:
        """What stands at the pattern's group in the first text that fits it."""
        fits = re.compile(pattern)
        found = self.page.get_by_text(fits).or_(self.page.get_by_label(fits)).first
        found.wait_for(state="attached", timeout=PATIENCE_MS)
        told = fits.search(f"{found.text_content() or ''} {found.get_attribute('aria-label') or ''}")
        assert told
        return told[1]

    def taps_on(self, *names: str, role: str = "button") -> None:
        for name in names:
            tap(self.page, name, role=role)
            self.taps += 1

    def pulls_up_to(self, name: str) -> None:
        """Pushes the page up with a finger until what has this name is there to be tapped."""
        wanted = self.page.get_by_role("button", name=name).or_(self.page.get_by_label(name)).first
        for _push in range(12):
            draw(self.page, [[(195, 640 - 40 * step) for step in range(12)]])
            try:
                wanted.wait_for(state="attached", timeout=1_500)
            except TimeoutError:
                continue
            return
        raise AssertionError(f"{name!r} never came into view")

    def types(self, label: str, text: str) -> None:
        """Writes into the field in place of what stood there, as a person does who selects it all first."""
        touch(self.page.get_by_label(label).first)
        self.page.wait_for_function(_TYPING)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(text)
        self.taps += 1

    def ticked(self, name: str) -> None:
        expect(self.page.get_by_role("checkbox", name=name)).to_be_checked(timeout=PATIENCE_MS)

    def next_step(self, name: str) -> None:
        """The one big button of the case page, named after the step."""
        self.taps_on(f"下一步：{name}")

    def back_on_case(self) -> None:
        expect(self.page).to_have_url(re.compile(r"/case/[0-9a-f-]+$"), timeout=PATIENCE_MS)

    def signs(self) -> None:
        draw(self.page, signature_in(self._pad()))
        self.taps += 1

    def half_signs(self) -> None:
        """The first stroke, then the phone rings."""
        draw(self.page, signature_in(self._pad())[:1])
        self.sees("已写 1 笔")

    def _pad(self) -> dict[str, float]:
        pad = self.page.locator("[flt-semantics-identifier=signature]").first
        box = at_rest(pad).bounding_box()
        assert box
        return dict(box)
