"""The camera within the app: what it takes was taken here and now, and no other app can push ours out of memory meanwhile."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import flet as ft

from field_app.ui import theme
from field_app.ui.components.buttons import Plain, Primary
from field_app.ui.components.layout import Down
from field_app.ui.components.text import Caption
from field_app.ui.safely import safely
from field_app.ui.words import _, n_

PHONES = (ft.PagePlatform.ANDROID, ft.PagePlatform.IOS)


def has_camera() -> bool:
    """Whether there can be one: in a browser or on a phone."""
    page = ft.context.page
    return bool(page.web) or page.platform in PHONES


def open_camera(take: Callable[[bytes], Awaitable[None]], failed: Callable[[], None] = lambda: None) -> None:
    """Show what the camera sees; each tap on the shutter hands one picture to `take`, until it is closed. `failed` is told where the
    camera can't be used.
    """
    Viewfinder(ft.context.page, take, failed).open()


class Viewfinder:
    """An island of its own, outside the drawing of the screens."""

    def __init__(self, page: ft.Page, take: Callable[[bytes], Awaitable[None]], failed: Callable[[], None]) -> None:
        import flet_camera  # wanted on few screens

        self._page, self._take, self._failed, self._api = page, take, failed, flet_camera
        self._camera = flet_camera.Camera(preview_enabled=True)
        self._said = Caption(_("The camera is starting …"))
        self._shutter = Primary(_("Take the photo"), self._shoot, icon=ft.Icons.CAMERA, expand=False)
        self._shutter.disabled = True
        self._taken = 0

    def open(self) -> None:
        width, height = min(720, (self._page.width or 390) - 48), max(200, (self._page.height or 844) - 260)
        view = ft.Container(self._camera, width=width, height=height, bgcolor=theme.PAGE, clip_behavior=ft.ClipBehavior.HARD_EDGE)
        self._page.show_dialog(
            ft.AlertDialog(
                modal=True,
                content=ft.Container(Down(view, self._said, gap=8), width=width),
                inset_padding=12,
                content_padding=12,
                bgcolor=theme.CARD,
                actions=[Plain(_("Close"), self._page.pop_dialog), self._shutter],
            )
        )
        self._page.run_task(safely(self._begin) or self._begin)

    async def _begin(self) -> None:
        try:
            cameras = await self._camera.get_available_cameras()
            await self._camera.initialize(self._best(cameras), self._api.ResolutionPreset.VERY_HIGH, enable_audio=False)
        except (RuntimeError, IndexError, ft.FletUnsupportedPlatformException):
            self._say(_("The camera can't be used. Allow it in the settings of this device, or choose from the gallery."))
            self._failed()
            return
        self._shutter.disabled = False
        self._say(_("Hold still, then tap."))

    def _best(self, cameras: list[Any]) -> Any:
        """The one on the back, else the first."""
        back = [one for one in cameras if one.lens_direction == self._api.CameraLensDirection.BACK]
        return (back or cameras)[0]

    async def _shoot(self) -> None:
        self._shutter.disabled = True
        self._shutter.update()
        try:
            await self._take(bytes(await self._camera.take_picture()))
        finally:
            self._shutter.disabled = False
            self._taken += 1
            self._say(n_("{n} photo taken", "{n} photos taken", self._taken))

    def _say(self, words: str) -> None:
        self._said.value = words
        self._said.update()
        self._shutter.update()
