"""The app's entry on phone, browser and desktop. Builds everything and knows every concrete class.

The order is for speed: local data first, drawn at once; the network, and all that is imported for it, afterwards.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import flet as ft

from field_app.domain import catalog
from field_app.domain.days import SHANGHAI
from field_app.domain.errors import Words, say
from field_app.domain.facts import UserId
from field_app.domain.repair.arrival import Place
from field_app.exchange import Exchange, Network, PasswordDesk
from field_app.store.device import JournalledDevice
from field_app.store.door import AlreadyOpen, NoStorage, StoreTrouble, Unsent
from field_app.store.memory import MemoryPlaces
from field_app.store.seal import Seal
from field_app.store.shelf import Shelf, open_shelf
from field_app.surroundings import IN_BROWSER, device_label, new_sheet_id, paper_font, protected, ring, when_online
from field_app.ui import theme
from field_app.ui.app import App, look
from field_app.ui.doors import Proof
from field_app.ui.faithful import tell_changes_faithfully
from field_app.ui.safely import report_to, safely
from field_app.ui.services import Entrance, Locked, Services, Shrunk, provide
from field_app.ui.state.appearance import Appearance, appearance
from field_app.ui.state.bell import Bell
from field_app.ui.state.lock import PinLock
from field_app.ui.state.log import Log
from field_app.ui.state.notices import Notice, Notices, Spokesman
from field_app.ui.state.stage import Stage
from field_app.ui.state.window import Window, width_class
from field_app.witness import NOBODY, Witness, gone_from, kept_in, what_is_gone, witness

VERSION = "0.1.0"
# Every kind of fact must be registered before a journal is read.
KNOWN = catalog.CHAPTERS
WIPED = "wiped"  # the token with which the office is still to be told that this device was cleared
BY_CODE = "/in/"  # the address that opens the app with a one-time code
AWAY = {ft.AppLifecycleState.HIDE, ft.AppLifecycleState.INACTIVE}


def clock() -> datetime:
    return datetime.now(SHANGHAI)


async def main(page: ft.Page) -> None:
    """Show what this device holds, then begin to exchange with the office."""
    from field_app.keystore import system_secret
    from field_app.network import HttpNetwork

    try:
        shelf = await open_shelf(_journals(), Seal(await system_secret()))
    except StoreTrouble as trouble:
        say_why_not(page, trouble)
        return
    await start(page, shelf, HttpNetwork(), clock, witness())


def say_why_not(page: ft.Page, trouble: StoreTrouble) -> None:
    """A page that says why the app can't start, and what to do."""
    plain = Appearance()
    look(page, plain)
    page.render_views(App, Stage(trouble=_no_start(trouble)), plain)


def _journals() -> str | Path:
    if IN_BROWSER:
        return "journals"
    return Path(os.environ.get("FLET_APP_STORAGE_DATA", ".flet/storage/data")) / "journals"


def _no_start(trouble: StoreTrouble) -> Words:
    if isinstance(trouble, AlreadyOpen):
        return say("The app is open in another tab or window. Go on there, or close it and load this page again.")
    if isinstance(trouble, NoStorage):
        return say("This browser gives the app no storage of its own. Open it over https, not in a private window, in a current browser.")
    return say("The storage of this device can't be read just now. Free some space and open the app again; nothing is deleted.")


async def start(page: ft.Page, shelf: Shelf, network: Network, clock: Callable[[], datetime], witness: Witness) -> Assembly:
    """The app on this page with these journals."""
    tell_changes_faithfully()
    app = Assembly(page, shelf, network, clock, witness)
    app.draw()
    app.resume()
    return app


class Assembly:
    """All that lives as long as the page does, and what changes when somebody signs in or out."""

    def __init__(self, page: ft.Page, shelf: Shelf, network: Network, clock: Callable[[], datetime], witness: Witness) -> None:
        self.page, self.shelf, self.network, self.clock, self.witness = page, shelf, network, clock, witness
        self.log = Log(clock)
        self.notices = Notices()
        self.appearance = appearance(shelf)
        self.window = Window(width_class(page.width or 390), clock())
        self.stage = Stage()
        self.exchange: Exchange | None = None
        self.lock: PinLock | None = None
        self._keeps_nothing = False
        self._was_wiped = False
        self._gone = gone_from(shelf, witness)
        self._kept: list[object] = []
        self._stop_hearing: Callable[[], None] = lambda: None
        report_to(page, Spokesman(self.notices, self.log))

    def draw(self) -> None:
        device = self.shelf.current()
        if device:
            self._open(device)
        else:
            self.ask_to_sign_in()
        if not IN_BROWSER:
            # The web build has the font in its own list, there from the first frame.
            self.page.fonts = {theme.FONT: "fonts/NotoSansSC.otf"}
        look(self.page, self.appearance)
        self.page.on_resize = safely(self._resized)
        self.page.on_app_lifecycle_state_change = safely(self._life)
        self.page.render_views(App, self.stage, self.appearance)
        self._kept.append(ft.Connectivity(on_change=safely(self._connected)))
        if IN_BROWSER:
            self._kept.append(when_online(safely(self._reachable) or self._reachable))
        self.page.run_task(self._minutes)

    def resume(self) -> None:
        """Begin to exchange with the office, once what is here has been drawn."""
        if self.exchange:
            self.page.run_task(self._begin, self.exchange)
        if self.shelf.setting(WIPED):
            self.page.run_task(self._confirm_wiped)
        self.page.run_task(safely(self.shelf.tidy) or self.shelf.tidy)

    def ask_to_sign_in(self) -> None:
        before, aside = self.shelf.current(), self.shelf.aside()
        self.stage.show(
            entrance=Entrance(
                appearance=self.appearance,
                notices=self.notices,
                log=self.log,
                sign_in=self._sign_in,
                device_label=device_label(self.page),
                code=self.page.route.removeprefix(BY_CODE) if self.page.route.startswith(BY_CODE) else "",
                address=self.network.address,
                unsent=sum(device.sending().unsent for device in (*([before] if before else []), *aside)),
                damaged=before is None and any(device.damage for device in aside),
                was_wiped=self._was_wiped,
                was_cleared=self._gone != NOBODY,
                go_on=(lambda: self._show(before)) if before and not (self.lock and self.lock.is_locked) else None,
            )
        )

    async def _sign_in(self, proof: Proof, address: str | None) -> None:
        if address:
            self.network.address = address
            self.shelf.keep_setting("office", address)
        before = self.shelf.current()
        identity = await self.network.sign_in(proof, before.identity.token if before else "")
        if proof.keep_nothing:
            await self._forget_everything()
        device = self.shelf.create(identity)
        self.shelf.rescue(dict(identity.heads), dict(identity.marks))
        await self._end_exchange()
        self._was_wiped = False
        if self._gone:
            self.notices.stand(Notice("amber", (what_is_gone(self._gone, identity),)))
            self._gone = NOBODY
            self.witness.keep(NOBODY)
        if self.page.route.startswith(BY_CODE):
            self.page.navigate("/")
        self._open(device)
        self.resume()

    async def _forget_everything(self) -> None:
        """From now on all is kept in memory, and an installation that held nothing leaves no trace of itself."""
        disk, self.shelf = self.shelf, Shelf(MemoryPlaces())
        self._keeps_nothing = True
        self.appearance.keep_in(self.shelf)
        if disk.is_empty:
            await disk.vanish()

    async def _sign_out(self) -> None:
        device = self.shelf.current()
        if device is None:
            return
        if device.sending().unsent or device.blobs.waiting():
            raise Unsent
        await self._end_exchange()
        await self.network.sign_out(device.identity)
        self._bear_witness(but=device)
        self.shelf.close_out(device)
        await self.shelf.tidy()
        self.ask_to_sign_in()

    def _open(self, device: JournalledDevice) -> None:
        """Show what this device holds, once the screen lock is open."""
        self._bear_witness()
        self.lock = self._lock_of(device)
        if self.lock.is_locked:
            self._show_lock(device, self.lock)
        else:
            self._show(device)

    def _lock_of(self, device: JournalledDevice) -> PinLock:
        return PinLock(device, time.monotonic, self.clock, self.shelf.seal.pepper if self.shelf.seal.is_there else None)

    def _bear_witness(self, but: JournalledDevice | None = None) -> None:
        # What is in memory goes with the page, as was asked for.
        if not self._keeps_nothing:
            self.witness.keep(kept_in(self.shelf, but))

    def _show_lock(self, device: JournalledDevice, lock: PinLock) -> None:
        self.exchange = self.exchange or self._exchange_of(device)
        self.stage.show(locked=Locked(device.identity.name, lock, self.appearance, lambda: self._show(device), self.ask_to_sign_in))

    def _exchange_of(self, device: JournalledDevice) -> Exchange:
        return Exchange(self.network, device, lambda: self.page.run_task(self._wipe, device.identity.user, device.identity.token))

    async def _wipe(self, user: UserId, token: str) -> None:
        """By order of the office: nothing of this person stays here (F27, F28). Killed in the middle, the next round orders it again."""
        await self._end_exchange()
        self.shelf.keep_setting(WIPED, token)
        self.shelf.wipe_all_of(user)
        self._bear_witness()
        await self.shelf.tidy()
        self._was_wiped = True
        self.lock = None
        self.ask_to_sign_in()
        await self._confirm_wiped()

    async def _confirm_wiped(self) -> None:
        if await self.network.confirm_wiped(self.shelf.setting(WIPED)):
            self.shelf.keep_setting(WIPED, "")

    def _show(self, device: JournalledDevice) -> None:
        self.exchange = self.exchange or self._exchange_of(device)
        services = Services(
            store=device,
            sync=self.exchange,
            office=PasswordDesk(self.network, device.identity),
            appearance=self.appearance,
            notices=self.notices,
            log=self.log,
            window=self.window,
            clock=self.clock,
            make_id=new_sheet_id,
            go=self.page.navigate,
            launch=self._launch,
            save_file=self._save_file,
            pick_file=self._pick_file,
            share_file=self._share_file,
            paper_font=paper_font,
            origin=self.network.origin,
            sign_out=self._sign_out,
            sign_in_again=self.ask_to_sign_in,
            protected=protected,
            doors=self.network.doors(device.identity),
            lock=self.lock or self._lock_of(device),
            keeps_nothing=self._keeps_nothing,
            shrink=_shrink,
            whereabouts=_whereabouts,
            ring=ring,
            version=VERSION,
        )
        provide(self.page, services)
        self._stop_hearing()
        self._stop_hearing = Bell(services).listen()
        self.stage.show(services=services)

    async def _end_exchange(self) -> None:
        if self.exchange:
            await self.exchange.end()
            self.exchange = None

    async def _begin(self, exchange: Exchange) -> None:
        await asyncio.sleep(0)
        exchange.begin()

    async def _minutes(self) -> None:
        while True:
            self.window.minute = self.clock()
            await asyncio.sleep(60 - self.clock().second)

    def _resized(self, event: ft.PageResizeEvent) -> None:
        self.window.width = width_class(event.width)

    def _life(self, event: ft.AppLifecycleStateChangeEvent) -> None:
        services = self.stage.services
        if services and event.state in AWAY:
            services.flush()
            services.lock.leave()
        elif services:
            self.window.minute = self.clock()
            services.sync.kick()
            self._lock_after_long_absence(services.lock)

    def _lock_after_long_absence(self, lock: PinLock) -> None:
        lock.come_back()
        device = self.shelf.current()
        if lock.is_locked and device:
            self._show_lock(device, lock)

    def _connected(self, event: ft.ConnectivityChangeEvent) -> None:
        if ft.ConnectivityType.NONE not in event.connectivity:
            self._reachable()

    def _reachable(self) -> None:
        if self.exchange:
            self.exchange.online()

    async def _launch(self, url: str) -> None:
        launcher = ft.UrlLauncher()
        self._kept.append(launcher)
        await launcher.launch_url(url)

    async def _share_file(self, name: str, data: bytes) -> None:
        """To the system's share sheet; saved where there is none."""
        if not await self._is_shared(ft.ShareFile.from_bytes(data, name=name, mime_type="application/pdf")):
            await self._save_file(name, data)

    async def _is_shared(self, file: ft.ShareFile) -> bool:
        share = ft.Share()
        self._kept.append(share)
        try:
            sent = await share.share_files([file], download_fallback_enabled=False)
        except RuntimeError:  # what Flet says where the browser can't share
            return False
        return sent.status != ft.ShareResultStatus.UNAVAILABLE

    async def _save_file(self, name: str, data: bytes) -> None:
        picker = ft.FilePicker()
        self._kept.append(picker)
        await picker.save_file(file_name=name, src_bytes=data)

    async def _pick_file(self, endings: tuple[str, ...]) -> tuple[str, bytes] | None:
        """Name and content of the file a person chose; None where they chose none."""
        picker = ft.FilePicker()
        self._kept.append(picker)
        chosen = await picker.pick_files(file_type=ft.FilePickerFileType.CUSTOM, allowed_extensions=list(endings), with_data=True)
        return (chosen[0].name, chosen[0].bytes or b"") if chosen else None


async def _whereabouts() -> Place | None:
    from field_app.whereabouts import whereabouts  # not wanted at the start

    return await whereabouts()


async def _shrink(data: bytes) -> Shrunk:
    from field_app.shrinking import shrink  # not wanted at the start

    return await shrink(data)
