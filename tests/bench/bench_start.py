"""How long until the app's first screen can be read, beside Flet's hello-world with the stock bootstrap.

The app has a signed-in technician's data on the device and is timed until his list of today stands. Each load is a new browser process;
the two are interleaved. Warm is the profile of an earlier visit, cold the same without any of the browser's caches, slow a cold one
behind 10 Mbit/s. The driver's inspector makes Flutter's part slower than people see it, for both alike.
"""

import argparse
import shutil
import statistics
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from flet.controls.types import RouteUrlStrategy, WebRenderer
from flet_web import get_package_web_dir, patch_font_manifest_json, patch_index_html
from playwright.sync_api import Page, Playwright, sync_playwright
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from sync.build import CACHE, app_files, build
from sync.building.packages import browser_packages
from tests.bench.slow_line import SlowLine, slow_line
from tests.e2e.browser import FLAGS, PHONE, sign_in, wait_for_app
from tests.e2e.office import Server
from tests.web.serving import RunningServer, free_port

HELLO = "import flet as ft\ndef main(page: ft.Page) -> None:\n    page.add(ft.Text('hello, world'))\nft.run(main)\n"
NEEDED_BY_HELLO = ("flet", "repath", "six", "msgpack", "typing_extensions")
GOALS = {"cold": 0.85, "warm": 0.9, "slow": 0.5}
TECHNICIAN, DEMO_PASSWORD = "wang", "demo-2026"
TODAY = "下一步"  # on the first card of his list
SLOW_MEGABITS = 10
GIVE_UP_MS = 180_000
PRIMING_LOADS = 2
CACHES = (
    "Cache",
    "Code Cache",
    "Service Worker",
    "CacheStorage",
    "GPUCache",
    "ShaderCache",
    "GrShaderCache",
    "DawnGraphiteCache",
    "DawnWebGPUCache",
)

# Switches Flutter's semantics on as soon as it can and notes when the text is there: the same for both.
WATCH = """(text) => {
  const look = setInterval(() => {
    const placeholder = document.querySelector('flt-semantics-placeholder');
    if (placeholder) {
      const r = placeholder.getBoundingClientRect();
      const at = {clientX: r.left + r.width / 2, clientY: r.top + r.height / 2, bubbles: true};
      placeholder.dispatchEvent(new PointerEvent('pointerdown', at));
      placeholder.dispatchEvent(new PointerEvent('pointerup', at));
      placeholder.dispatchEvent(new MouseEvent('click', at));
    }
    if (!document.querySelector('flt-semantics-host')?.innerHTML.includes(text)) return;
    window.readableAt = performance.now();
    clearInterval(look);
  }, 20);
}"""


class Uncompressed(StaticFiles):
    """As a plain web server gives a stock build: as it is, and kept by the browser."""

    def file_response(self, full_path: Any, stat_result: Any, scope: Scope, status_code: int = 200) -> Response:
        answer = super().file_response(full_path, stat_result, scope, status_code)
        answer.headers["Cache-Control"] = "no-cache" if str(full_path).endswith("index.html") else "public, max-age=31536000, immutable"
        return answer


def stock_hello(folder: Path) -> FastAPI:
    """Flet's own client, page, worker and loader around a hello-world, none of it changed."""
    shutil.copytree(get_package_web_dir(), folder)
    with zipfile.ZipFile(folder / "app.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("main.py", HELLO)
        for name, content in browser_packages(CACHE / "packages").items():
            if name.startswith(NEEDED_BY_HELLO):
                archive.writestr(f"__pypackages__/{name}", content)
    index = folder / "index.html"
    patch_index_html(
        index_path=str(index), base_href="", app_name="hello", pyodide=True, pyodide_script_path="main.py", pyodide_version="314.0.7",
        app_package_url="app.zip", web_renderer=WebRenderer.CANVAS_KIT, route_url_strategy=RouteUrlStrategy.HASH, no_cdn=True,
    )  # fmt: skip
    patch_font_manifest_json(manifest_path=str(folder / "assets" / "FontManifest.json"))
    page = index.read_text(encoding="utf-8")
    index.write_text(page.replace('flet.pyodideUrl="pyodide/', 'flet.pyodideUrl="/pyodide/'), encoding="utf-8")
    app = FastAPI()
    app.mount("/", Uncompressed(directory=folder, html=True))
    return app


@dataclass
class Contender:
    name: str
    text: str
    keeps_copy: bool
    urls: dict[str, str]
    line: SlowLine
    profiles: Path
    seconds: dict[str, list[float]] = field(default_factory=dict)

    def profile(self, kind: str) -> Path:
        """One for the address on the slow line and one for the other: to a browser they are different sites."""
        return self.profiles / ("slow" if kind == "slow" else "fast")


@contextmanager
def opened(playwright: Playwright, contender: Contender, kind: str, profile: Path) -> Iterator[Page]:
    """The contender's address, just being loaded in a new browser process."""
    context = playwright.chromium.launch_persistent_context(
        profile, executable_path=shutil.which("chromium"), args=list(FLAGS), locale="zh-CN", timezone_id="Asia/Shanghai", **PHONE
    )
    try:
        page = context.new_page()
        page.add_init_script(f"({WATCH})({contender.text!r})")
        page.goto(contender.urls[kind], wait_until="commit")
        yield page
    finally:
        context.close()


def readable_after(page: Page) -> float:
    page.wait_for_function("() => window.readableAt", timeout=GIVE_UP_MS)
    return float(page.evaluate("window.readableAt")) / 1000


def prime(playwright: Playwright, contender: Contender, kind: str) -> None:
    """Earlier visits: signed in, data and offline copy there, code compiled."""
    for visit in range(PRIMING_LOADS + 1):
        with opened(playwright, contender, kind, contender.profile(kind)) as page:
            if visit == 0 and contender.keeps_copy:
                wait_for_app(page)
                sign_in(page, TECHNICIAN, DEMO_PASSWORD)
            readable_after(page)
            if contender.keeps_copy:
                page.wait_for_function("async () => (await navigator.serviceWorker.ready).active.state === 'activated'", timeout=GIVE_UP_MS)


def load(playwright: Playwright, contender: Contender, kind: str) -> float:
    contender.line.megabits = SLOW_MEGABITS if kind == "slow" else None
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        profile = Path(shutil.copytree(contender.profile(kind), Path(folder) / "profile", ignore=IGNORED[kind], symlinks=True))
        with opened(playwright, contender, kind, profile) as page:
            return readable_after(page)


IGNORED = {"warm": shutil.ignore_patterns("Singleton*"), "cold": shutil.ignore_patterns("Singleton*", *CACHES)}
IGNORED["slow"] = IGNORED["cold"]


def measure(playwright: Playwright, contenders: list[Contender], rounds: int, kinds: list[str]) -> None:
    for contender in contenders:
        for address in {contender.profile(kind): kind for kind in kinds}.values():
            prime(playwright, contender, address)
    for _ in range(rounds):
        for kind in kinds:
            for contender in contenders:
                contender.seconds.setdefault(kind, []).append(load(playwright, contender, kind))


def report(ours: Contender, peer: Contender) -> None:
    for kind, seconds in ours.seconds.items():
        own, other = statistics.median(seconds), statistics.median(peer.seconds[kind])
        print(f"{kind:5} {own:6.2f} s   {peer.name} {other:6.2f} s   ratio {own / other:.2f} (goal <= {GOALS[kind]})   n={len(seconds)}")
        print(f"      {_list(seconds)}   |   {_list(peer.seconds[kind])}")


def _list(seconds: list[float]) -> str:
    return " ".join(f"{each:.2f}" for each in sorted(seconds))


def contender(stack: ExitStack, folder: Path, name: str, port: int, text: str, *, keeps_copy: bool) -> Contender:
    line = stack.enter_context(slow_line(port))
    direct, limited = f"http://localhost:{port}/", f"http://localhost:{line.port}/"
    return Contender(name, text, keeps_copy, {"cold": direct, "warm": direct, "slow": limited}, line, folder / f"profiles-{name}")


def ours(stack: ExitStack, folder: Path) -> Contender:
    build(folder / "web", app_files())
    server = Server(folder / "demo.db", folder / "web", free_port())
    server.start("--demo")
    stack.callback(server.kill)
    return contender(stack, folder, "ours", server.port, TODAY, keeps_copy=True)


def peer(stack: ExitStack, folder: Path) -> Contender:
    server = RunningServer(stock_hello(folder / "peer"), free_port())
    server.start()
    stack.callback(server.stop)
    return contender(stack, folder, "stock-hello", server.config.port, "hello, world", keeps_copy=False)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.bench_start", description=__doc__)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--kinds", default="cold,warm,slow")
    chosen = parser.parse_args()
    with ExitStack() as stack, sync_playwright() as playwright:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
        both = [ours(stack, folder), peer(stack, folder)]
        measure(playwright, both, chosen.rounds, chosen.kinds.split(","))
        report(*both)


if __name__ == "__main__":
    main()
