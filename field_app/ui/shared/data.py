"""数据在哪里: what is on this device only and what is at the office. Sent back first, since that alone needs a person."""

from __future__ import annotations

import json
from datetime import datetime
from urllib.parse import parse_qsl, urlsplit

import flet as ft

from field_app.domain.errors import Words, say
from field_app.domain.facts import FactKey
from field_app.store.door import Judged, Sending
from field_app.ui import theme
from field_app.ui.components import (
    Across,
    Banner,
    Body,
    Caption,
    Card,
    Chip,
    Danger,
    Down,
    Figure,
    Glyph,
    Heading,
    Mark,
    Outlined,
    PhonePage,
    Primary,
    Row,
    Rows,
    Rule,
    Secondary,
    Wrapped,
    component,
    screen,
    snack,
)  # fmt: skip
from field_app.ui.hooks import use_effect, use_now, use_sending, use_services, use_sheets, use_sync_status
from field_app.ui.routes import sheet_address
from field_app.ui.services import Services, SyncStatus
from field_app.ui.shared.tray import seen_differently
from field_app.ui.store_words import photos_line, standing
from field_app.ui.words import _, listed, moment, n_, speak


@screen
def DataScreen() -> ft.View:
    services = use_services()
    sending, status, now = use_sending(), use_sync_status(), use_now()
    seen = [one for one in seen_differently(use_sheets("repair"), services.me.user) if not one.settled]
    came_from = ft.use_memo(lambda: _came_from(ft.context.page.route), [])

    async def save() -> None:
        name = f"field-service-{services.me.device}-{now:%Y%m%d-%H%M}.ndjson"
        data = await services.store.rescue()
        await services.save_file(name, data)
        left_out = len(json.loads(data)["photos_left_out"])
        snack(_saved(left_out))

    again = status.state in ("signed_out", "frozen")
    primary = (
        Primary(_("Sign in again"), services.sign_in_again, icon=ft.Icons.LOGIN)
        if again
        else Primary(_("Try again now"), services.sync.kick, icon=ft.Icons.REFRESH)
    )
    return PhonePage(
        _("Where the data is"),
        *[_sent_back(judged, services) for judged in sending.refused],
        _state(services, sending, status, now),
        _tray(services, len(seen)),
        NothingKept() if services.keeps_nothing else Protection(),
        _device(services),
        beside=ft.Container(Outlined(_("Save a backup"), save, icon=ft.Icons.SAVE_ALT, height=theme.TALL)),
        primary=primary,
        back=came_from,
    )


def _saved(left_out: int) -> str:
    if left_out:
        return n_(
            "The backup file is saved, but {n} photo didn't fit into it and is on this device only.",
            "The backup file is saved, but {n} photos didn't fit into it and are on this device only.",
            left_out,
        )
    return _("The backup file is saved. Keep it until all is at the office.")


def _tray(services: Services, count: int) -> ft.Control | None:
    """What was recorded and is at the office, but is seen differently there (P10.2)."""
    if not count:
        return None
    words = n_("The office sees {n} record differently", "The office sees {n} records differently", count)
    icon = Glyph(ft.Icons.RULE, 22, theme.TONES["amber"][2])
    note = Secondary(_("Nothing is lost; the supervisor settles it."))
    return Rows(Row(Body(words), note, icon=icon, trail=Glyph(ft.Icons.CHEVRON_RIGHT, 20), on_click=lambda: services.go("/tray")))


def _came_from(address: str) -> str:
    """Where the mark was tapped; the start for an address that doesn't tell, or tells of another site."""
    told = dict(parse_qsl(urlsplit(address).query)).get("from", "/")
    return told if told.startswith("/") and not told.startswith("//") else "/"


def _sent_back(judged: Judged, services: Services) -> ft.Control:
    sheet_id = _sheet_of(judged.key, services)
    what = _("Record {n} was sent back", n=judged.key.n)
    reason = _("Reason: {reason}", reason=listed([_why(code) for code in judged.reason.split(",") if code] or [_why("")]))
    do = _("What to do: ask your supervisor. The record is kept, it isn't lost.")
    act = Danger(_("Look at the sheet"), lambda: services.go(sheet_address(services, sheet_id)), expand=False) if sheet_id else None
    return Banner("red", what, reason, do, title=_("Sent back, needs you"), actions=(act,))


def _why(code: str) -> Words:
    """The office's reason in words; a rule's id is said as it is."""
    known = {
        "": say("the office gave none"),
        "role": say("your role can't record this"),
        "foreign": say("the sheet isn't yours"),
        "kind": say("it doesn't fit the sheet"),
        "revoked": say("this device had been signed out"),
        "clock": say("the clock of this device was wrong"),
    }
    if code in known:
        return known[code]
    return say("it doesn't fit the rules") if code.startswith("body") else say("rule {rule}", rule=code)


def _sheet_of(key: FactKey, services: Services) -> str | None:
    repairs = services.store.sheets("repair")
    return next((sheet.id for sheet in repairs if sheet.entry(key)), None)


def _state(services: Services, sending: Sending, status: SyncStatus, now: datetime) -> ft.Control:
    calm, icon, tone = _headline(sending, status, now, _here(services))
    waiting = n_("record on this device waits", "records on this device wait", sending.unsent)
    arrived = n_("record is at the office", "records are at the office", sending.sent)
    figures = ft.Row(
        [
            _figure(ft.Icons.SMARTPHONE, sending.unsent, waiting, "plain"),
            _figure(ft.Icons.CLOUD_DONE_OUTLINED, sending.sent, arrived, "green"),
        ],
        spacing=12,
        vertical_alignment=ft.CrossAxisAlignment.START,
        wrap=theme.large(),
    )
    contact = moment(sending.last_contact, now) if sending.last_contact else _("never yet")
    return Card(
        Across(Glyph(icon, 26, theme.TONES[tone][2]), Down(Heading(calm[0]), Secondary(calm[1]), gap=1, expand=True), gap=12, top=True),
        Rule(),
        figures,
        _photos(sending, status),
        Caption(_("Last contact with the office: {time}", time=contact)),
        gap=10,
    )


def _photos(sending: Sending, status: SyncStatus) -> ft.Control | None:
    """Photos apart from records: they are large, come after and may take longer."""
    photos = sending.photos
    if not (photos.waiting or photos.arrived or photos.failed):
        return None
    there = n_("{n} photo at the office", "{n} photos at the office", photos.arrived)
    failed = n_("{n} photo can't be sent; take it again", "{n} photos can't be sent; take them again", photos.failed)
    lines = [
        Mark("info", ft.Icons.PHOTO_OUTLINED, photos_line(sending, status)) if photos.waiting else None,
        Mark("green", ft.Icons.PHOTO_OUTLINED, there) if photos.arrived else None,
        Mark("red", ft.Icons.BROKEN_IMAGE_OUTLINED, failed) if photos.failed else None,
    ]
    return Wrapped(*lines, gap=12)


def _headline(sending: Sending, status: SyncStatus, now: datetime, here: str) -> tuple[tuple[str, str], ft.IconData, theme.Tone]:
    if status.problem:
        return (standing(sending, status, now), speak(status.problem)), ft.Icons.ERROR_OUTLINE, "amber"
    if status.state == "offline":
        return (_("No network, work as usual"), here), ft.Icons.CLOUD_OFF_OUTLINED, "amber"
    if sending.unsent:
        return (_("On the way to the office"), here), ft.Icons.CLOUD_UPLOAD_OUTLINED, "info"
    if sending.photos.waiting:
        return (
            (_("Photos are on the way"), _("All records are at the office; the photos follow one by one.")),
            ft.Icons.PHOTO_OUTLINED,
            "info",
        )
    if not sending.sent:
        return (
            (_("Nothing recorded on this device yet"), _("What you record goes to the office by itself.")),
            ft.Icons.CLOUD_OUTLINED,
            "plain",
        )
    all_there = n_("Your record is at the office", "All {n} records are at the office", sending.sent)
    return (all_there, _("Nothing waits on this device.")), ft.Icons.CLOUD_DONE_OUTLINED, "green"


def _here(services: Services) -> str:
    """What becomes of that which is not at the office yet."""
    if services.keeps_nothing:
        return _("Leave this page open until all is at the office: what isn't there goes with it.")
    return _("Everything is kept on this device. It goes by itself when you open the app with network.")


def _figure(icon: ft.IconData, number: int, words: str, tone: theme.Tone) -> ft.Control:
    top = Across(Glyph(icon, 22, theme.TONES[tone][2]), Figure(str(number)), gap=8)
    return ft.Container(Down(top, Secondary(words), gap=2), expand=None if theme.large() else True)


def NothingKept() -> ft.Control:
    """On a shared computer: signed in so that nothing stays behind."""
    words = _("Everything goes when this page is closed, also what isn't at the office yet.")
    return _fact(ft.Icons.NO_ACCOUNTS_OUTLINED, "amber", _("Nothing is kept on this computer"), words)


@component
def Protection() -> ft.Control:
    """Whether the system may clear this app's storage; said plainly when it may."""
    services = use_services()
    safe, set_safe = ft.use_state("unknown")

    async def look() -> None:
        answer = await services.protected()
        set_safe("unknown" if answer is None else "yes" if answer else "no")

    use_effect(look, [])
    if safe == "yes":
        words = (_("The storage is protected"), _("The system won't clear it."))
        return _fact(ft.Icons.LOCK_OUTLINED, "green", *words)
    if safe == "no":
        words = (
            _("The storage is not protected"),
            _("Install the app on the home screen, or send daily: the browser may clear it when space is short."),
        )
        return _fact(ft.Icons.LOCK_OPEN_OUTLINED, "amber", *words)
    return _fact(ft.Icons.LOCK_OUTLINED, "plain", _("The storage of this device"), _("Whether it is protected can't be told here."))


def _fact(icon: ft.IconData, tone: theme.Tone, title: str, note: str) -> ft.Control:
    return Card(Across(Glyph(icon, 24, theme.TONES[tone][2]), Down(Body(title), Secondary(note), gap=1, expand=True), gap=12, top=True))


def _device(services: Services) -> ft.Control:
    chip = Chip("plain", ft.Icons.TAG, services.me.tag)
    words = Down(
        Body(services.me.name),
        Secondary(_("Device {device}, version {version}", device=services.me.device, version=services.version)),
        gap=1,
        expand=True,
    )
    return Card(Across(Glyph(ft.Icons.DEVICES_OUTLINED, 24), words, chip, gap=12, top=True))
