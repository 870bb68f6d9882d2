"""Photos: taken or chosen, shown small, opened large, each with the mark whether it is at the office."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import flet as ft

from field_app.domain.photo import MOST_TOGETHER, Photo
from field_app.ui import theme
from field_app.ui.components.buttons import Outlined, Plain
from field_app.ui.components.camera import has_camera, open_camera
from field_app.ui.components.choice import FieldError
from field_app.ui.components.layout import Across, Down, Wrapped
from field_app.ui.components.notice import snack
from field_app.ui.components.text import Body, Caption, Glyph, Secondary
from field_app.ui.hooks.form import Field
from field_app.ui.hooks.photos import Shown, Taking, use_photo, use_taking
from field_app.ui.hooks.sheets import use_sending
from field_app.ui.hooks.window import use_now
from field_app.ui.safely import component, safely
from field_app.ui.services import use_services
from field_app.ui.theme import LINE, PAGE, RADIUS_CHIP, TONES
from field_app.ui.words import Said, _, listed, moment, n_, speak

SIDE = 88


@component
def PhotoStrip(field: Field, *, label: Said = "", camera_only: bool = False) -> ft.Control:
    """The photos of a form's field: take, choose, look at, take out again. `camera_only` where one from the gallery won't do."""
    taking = use_taking(field)
    broken, set_broken = ft.use_state(False)
    thumbs = [Thumb(one, remove=_remover(one, taking), key=one.sha256) for one in taking.photos]  # type: ignore[call-arg]
    busy = n_("Making {n} photo smaller …", "Making {n} photos smaller …", taking.busy) if taking.busy else ""
    words = speak(taking.problem) if taking.problem else field.error
    return Down(
        Secondary(label) if label else None,
        Wrapped(*thumbs, gap=8) if thumbs else None,
        Across(ft.ProgressRing(width=18, height=18, stroke_width=2), Caption(busy), gap=8) if busy else None,
        # Where the camera refuses, a picture from the gallery is better than none: the rule asks why (P10.1).
        _ways_in(taking, lambda: set_broken(True), camera_only=camera_only and not broken) if len(taking.photos) < MOST_TOGETHER else None,
        FieldError(Field(error=words)),
        gap=8,
        stretch=True,
    )


def _ways_in(taking: Taking, failed: Callable[[], None], *, camera_only: bool) -> ft.Control:
    async def shot(data: bytes) -> None:
        await taking.take_in([data], "camera")

    camera = gallery = None
    if has_camera():
        camera = Outlined(_("Take a photo"), lambda: open_camera(shot, failed), icon=ft.Icons.PHOTO_CAMERA_OUTLINED)
    if not camera_only or not camera:
        gallery = Outlined(_("From the gallery"), _nothing, icon=ft.Icons.PHOTO_LIBRARY_OUTLINED)
        # Within the very tap: elsewhere an iPhone's browser opens nothing.
        gallery.action = ft.PickFiles(taking.picker, file_type=ft.FilePickerFileType.IMAGE, allow_multiple=True, with_data=True)
    return Wrapped(camera, gallery, gap=8)


def _nothing() -> None:
    return None


def _remover(one: Photo, taking: Taking) -> Callable[[], None]:
    def remove() -> None:
        taking.remove(one)
        snack(_("Photo removed"), undo=lambda: taking.put_back(one))

    return remove


@component
def PhotoRow(photos: Sequence[Photo]) -> ft.Control:
    """Photos that are recorded, to be looked at."""
    return Wrapped(*(Thumb(one, key=one.sha256) for one in photos), gap=8) if photos else ft.Container(height=0)  # type: ignore[call-arg]


@component
def Thumb(one: Photo, *, remove: Callable[[], None] | None = None) -> ft.Control:
    """A photo small; a tap opens it large, or asks again for one that couldn't be shown."""
    services = use_services()
    shown, again = use_photo(one.sha256)
    use_sending()
    state = services.store.blobs.state(one.sha256)
    now = use_now()
    told = listed([_source(one), *([moment(one.taken_at, now)] if one.taken_at else [])])

    def open_it() -> None:
        show_large(one, shown, told, remove) if shown.standing == "here" else again()

    face = ft.Stack(
        [_face(shown), *([_mark(*_STATES[state])] if state in _STATES and not remove else [])],
        width=SIDE,
        height=SIDE,
    )
    box = ft.Container(
        face, width=SIDE, height=SIDE, border_radius=RADIUS_CHIP, border=ft.Border.all(1, LINE), bgcolor=PAGE,
        clip_behavior=ft.ClipBehavior.ANTI_ALIAS, on_click=safely(open_it), ink=True,
    )  # fmt: skip
    label = _("Photo, {told}", told=listed([told, *_said_of(shown, state if not remove else None)]))
    return ft.Semantics(content=box, label=label, button=True, container=True)


def _face(shown: Shown) -> ft.Control:
    if shown.standing == "here":
        return ft.Image(src=shown.data, width=SIDE, height=SIDE, fit=ft.BoxFit.COVER, gapless_playback=True, exclude_from_semantics=True)
    if shown.standing == "coming":
        return ft.Container(ft.ProgressRing(width=20, height=20, stroke_width=2), alignment=ft.Alignment.CENTER, width=SIDE, height=SIDE)
    icon = ft.Icons.HIDE_IMAGE_OUTLINED if shown.standing == "missing" else ft.Icons.CLOUD_OFF_OUTLINED
    ink = TONES["amber"][2]
    words = ft.Container(Caption(_standing(shown), color=ink, max_lines=2, text_align=ft.TextAlign.CENTER), padding=2)
    return ft.Container(
        ft.Column([Glyph(icon, 22, ink), words], spacing=2, tight=True, horizontal_alignment=ft.CrossAxisAlignment.CENTER),
        alignment=ft.Alignment.CENTER,
        width=SIDE,
        height=SIDE,
    )


def _standing(shown: Shown) -> str:
    return _("Photo missing") if shown.standing == "missing" else _("No network")


_STATES: dict[str | None, tuple[ft.IconData, theme.Tone]] = {
    "waiting": (ft.Icons.CLOUD_UPLOAD_OUTLINED, "info"),
    "arrived": (ft.Icons.CLOUD_DONE_OUTLINED, "green"),
    "refused": (ft.Icons.ERROR_OUTLINE, "red"),
    "lost": (ft.Icons.ERROR_OUTLINE, "red"),
}


def _mark(icon: ft.IconData, tone: theme.Tone) -> ft.Control:
    ground, ink, _line = TONES[tone]
    return ft.Container(Glyph(icon, 14, ink), bgcolor=ground, border_radius=9, padding=2, right=3, bottom=3)


def _said_of(shown: Shown, state: str | None) -> list[str]:
    """Where it stands, for who can't see the mark."""
    if shown.standing in ("missing", "away"):
        return [_standing(shown)]
    words = {
        "waiting": _("not yet at the office"),
        "arrived": _("at the office"),
        "refused": _("the office couldn't take it"),
        "lost": _("no longer readable on this device"),
    }
    return [words[state]] if state in words else []


def _source(one: Photo) -> str:
    return _("camera") if one.source == "camera" else _("from the gallery")


def show_large(one: Photo, shown: Shown, told: str, remove: Callable[[], None] | None) -> None:
    """One photo as large as the window, to be pinched larger."""
    page = ft.context.page

    def take_out() -> None:
        page.pop_dialog()
        if remove:
            remove()

    width, height = min(960, (page.width or 390) - 48), (page.height or 844) - 220
    picture = ft.Image(src=shown.data, fit=ft.BoxFit.CONTAIN, semantics_label=_("Photo, {told}", told=told))
    page.show_dialog(
        ft.AlertDialog(
            content=ft.Container(
                Down(
                    ft.Container(ft.InteractiveViewer(picture, max_scale=6), width=width, height=max(160, height)),
                    Body(told, 14),
                    gap=8,
                ),
                width=width,
            ),
            inset_padding=12,
            content_padding=12,
            bgcolor=theme.CARD,
            actions=[
                *([Plain(_("Remove the photo"), take_out, icon=ft.Icons.DELETE_OUTLINE, ink="danger")] if remove else []),
                Plain(_("Close"), page.pop_dialog),
            ],
        )
    )
