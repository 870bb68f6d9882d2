"""Photos as screens need them: the bytes of one wherever they are, and a way to take new ones in."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Literal

import flet as ft
from attrs import evolve, frozen

from field_app.domain import photo
from field_app.domain.errors import Words, say
from field_app.domain.photo import MOST_TOGETHER, Photo, Source
from field_app.ui.hooks.form import Field
from field_app.ui.safely import safely, use_effect
from field_app.ui.services import NoPicture, OfficeTrouble, PhotoMissing, Services, use_services

if TYPE_CHECKING:
    from flet.components.hooks.use_ref import MutableRef

Standing = Literal["coming", "here", "missing", "away"]


@frozen
class Shown:
    """The bytes of a photo, or why there are none: on its way from the disk or the office, missing at the office, the office away."""

    standing: Standing
    data: bytes = b""


_COMING = Shown("coming")


def use_photo(name: str) -> tuple[Shown, Callable[[], None]]:
    """A photo from this device, else from the office; and a way to ask again."""
    services = use_services()
    shown, show = ft.use_state(_COMING)
    turn, set_turn = ft.use_state(0)

    async def look() -> None:
        show(await _found(services, name))

    use_effect(look, [name, turn])
    return shown, lambda: set_turn(turn + 1)


async def _found(services: Services, name: str) -> Shown:
    data = await services.store.blobs.read(name)
    try:
        return Shown("here", data or await services.office.photo(name))
    except PhotoMissing:
        return Shown("missing")
    except OfficeTrouble:
        return Shown("away")


class Taking:
    """Photos on their way into a field that lists them as `photo.dump` writes them. `busy` are those being made small; `problem` says why
    the last one wasn't taken in. A photo is on this device before the field knows of it.
    """

    def __init__(self, services: Services, redraw: Callable[[], None]) -> None:
        self._services, self._redraw = services, redraw
        self.field = Field()
        self.busy = 0
        self.problem: Words | None = None
        self.picker = ft.FilePicker(on_result=safely(self._chosen))

    @property
    def photos(self) -> tuple[Photo, ...]:
        # The field as it is by now: several may be on their way at once.
        return photos_of(self.field.value)

    async def take_in(self, pictures: Sequence[bytes], source: Source) -> None:
        """Make these small and keep them, one after the other. Raises StoreTrouble when there is no room; those before it stay."""
        self.problem = None
        try:
            for place, data in enumerate(pictures):
                self.busy = len(pictures) - place
                self._redraw()
                await self._take_in(data, source)
        finally:
            self.busy = 0
            self._redraw()

    async def _take_in(self, data: bytes, source: Source) -> None:
        try:
            taken = await _taken(self._services, data, source)
        except NoPicture as none:
            self.problem = _why(none)
            return
        if len(self.photos) >= MOST_TOGETHER:
            self.problem = say("At most {most} photos in one entry; leave some out.", most=MOST_TOGETHER)
        elif taken.sha256 not in {one.sha256 for one in self.photos}:
            self._put((*self.photos, taken))

    def remove(self, gone: Photo) -> None:
        self._put(tuple(one for one in self.photos if one.sha256 != gone.sha256))

    def put_back(self, one: Photo) -> None:
        self._put((*self.photos, one))

    def _put(self, photos: Sequence[Photo]) -> None:
        listed = [photo.dump(one) for one in photos]
        self.field = evolve(self.field, value=listed)
        self.field.change(listed)

    async def _chosen(self, event: ft.FilePickerResultEvent) -> None:
        await self.take_in([data for file in event.files if (data := await asyncio.to_thread(_bytes_of, file))], "gallery")


def use_taking(field: Field) -> Taking:
    services = use_services()
    _drawn, draw = ft.use_state(0)
    held: MutableRef[Taking] = ft.use_ref()
    if held.current is None:
        held.current = Taking(services, lambda: draw(lambda times: times + 1))
    held.current.field = field
    return held.current


def photos_of(value: Any) -> tuple[Photo, ...]:
    """The photos a form's field lists: `Diagnosed(…, photos=photos_of(form["photos"]))`."""
    return tuple(map(photo.load, value or ()))


def _bytes_of(file: ft.FilePickerFile) -> bytes:
    if file.bytes is None and file.path:
        with open(file.path, "rb") as opened:
            return opened.read()
    return bytes(file.bytes or b"")


async def _taken(services: Services, data: bytes, source: Source) -> Photo:
    shrunk = await services.shrink(data)
    name = await services.store.blobs.keep(shrunk.data)
    at = services.now() if source == "camera" else shrunk.taken_at
    return Photo(name, len(shrunk.data), shrunk.width, shrunk.height, source, at)


def _why(none: NoPicture) -> Words:
    if none.large:
        return say("This picture is too large for the app. Choose a smaller one.")
    return say("This isn't a photo this device can read. Choose a JPEG, PNG or WebP picture, or take a new one.")
