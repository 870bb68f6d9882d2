"""Days and time windows. Values are ISO text: `2026-11-30`, and `{"from": "10:00", "to": "11:30"}` for a window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta

import flet as ft

from field_app.domain.days import SHANGHAI
from field_app.ui import theme
from field_app.ui.components.choice import FieldError, Quick
from field_app.ui.components.inputs import Option
from field_app.ui.components.layout import Across, AtLeast, Down, pad
from field_app.ui.components.text import Body, Caption, Glyph
from field_app.ui.hooks.form import Field
from field_app.ui.hooks.window import use_today
from field_app.ui.safely import safely
from field_app.ui.theme import CARD, OUTLINE, RADIUS, SECONDARY, TEXT
from field_app.ui.words import Said, _, day, near_day, speak

HALF_DAYS = (("08:30", "10:00"), ("10:00", "11:30"), ("13:30", "15:00"), ("15:30", "17:00"))


def _begun(words: str) -> str:
    """With a capital, and the rest as it is: `Tomorrow`, `25 Nov`."""
    return words[:1].upper() + words[1:]


def DateInput(
    label: Said, field: Field, *, first: date | None = None, last: date | None = None, quick: Sequence[int] = (0, 1)
) -> ft.Control:
    """A day; `quick` are days from today offered as one tap. Calls a hook: use it unconditionally."""
    today = use_today()
    chosen = date.fromisoformat(field.value) if field.value else None
    days = [today + timedelta(days=n) for n in quick]
    near = [Option(on.isoformat(), _begun(near_day(on, today))) for on in days]

    def pick() -> None:
        _pick_day(chosen or today, first or today - timedelta(days=3650), last or today + timedelta(days=730), field.change)

    box = _box(label, day(chosen) if chosen else _("Choose a day"), ft.Icons.CALENDAR_MONTH_OUTLINED, pick, chosen is not None)
    return Down(box, Quick(field, near) if near else None, FieldError(field), gap=8, stretch=True)


def TimeWindowInput(label: Said, field: Field, *, windows: Sequence[tuple[str, str]] = HALF_DAYS) -> ft.Control:
    """From when to when, by one tap or set to the minute; the value is `{"from": "10:00", "to": "11:30"}` or None."""
    value = field.value or {}
    options = [Option({"from": a, "to": b}, f"{_short(a)}–{_short(b)}") for a, b in windows]

    def start(at: time) -> None:
        end = value.get("to")
        later = (datetime.combine(date.min, at) + timedelta(minutes=90)).strftime("%H:%M")
        field.change({"from": at.strftime("%H:%M"), "to": end if end and end > at.strftime("%H:%M") else later})

    def end(at: time) -> None:
        field.change({"from": value.get("from") or at.strftime("%H:%M"), "to": at.strftime("%H:%M")})

    edges = ft.Row(
        [
            _edge(_("From"), value.get("from"), start),
            ft.Container(Body("–", 16, color=SECONDARY), padding=pad(top=12)),
            _edge(_("To"), value.get("to"), end),
        ],
        spacing=8,
    )
    return ft.Semantics(
        content=Down(Caption(label), Quick(field, options), edges, FieldError(field), gap=8, stretch=True),
        container=True,
        label=speak(label),
    )


def instants(on: date, window: dict[str, str]) -> tuple[datetime, datetime]:
    """The two moments of a window on a day, in Shanghai."""
    start, end = (datetime.combine(on, time.fromisoformat(window[edge]), SHANGHAI) for edge in ("from", "to"))
    return start, end


def _short(clock: str) -> str:
    return clock.lstrip("0") if not clock.startswith("00") else clock[1:]


def _edge(label: str, value: str | None, change: Callable[[time], None]) -> ft.Control:
    def pick() -> None:
        _pick_time(time.fromisoformat(value) if value else time(9, 0), change)

    return ft.Container(_box(label, _short(value) if value else _("Choose"), ft.Icons.SCHEDULE, pick, value is not None), expand=True)


def _box(label: Said, shown: str, icon: ft.IconData, pick: Callable[[], None], chosen: bool) -> ft.Control:
    words = Down(Caption(label), Body(shown, 16, color=TEXT if chosen else SECONDARY, line=1.25), gap=0, expand=True)
    box = ft.Container(
        Across(AtLeast(theme.TALL - 14, words), Glyph(icon, 22)),
        on_click=safely(pick),
        ink=True,
        bgcolor=CARD,
        border=ft.Border.all(1, OUTLINE),
        border_radius=RADIUS,
        padding=pad(14, 6, 12, 6),
    )
    return ft.Semantics(content=box, button=True, container=True)


def _pick_day(shown: date, first: date, last: date, change: Callable[[str], None]) -> None:
    def picked(event: ft.Event[ft.DatePicker]) -> None:
        if event.control.value:
            change(tapped_day(event.control.value).isoformat())

    ft.context.page.show_dialog(
        ft.DatePicker(
            value=datetime.combine(shown, time(12), SHANGHAI),
            first_date=datetime.combine(first, time(12), SHANGHAI),
            last_date=datetime.combine(last, time(12), SHANGHAI),
            on_change=safely(picked),
        )
    )


def _pick_time(shown: time, change: Callable[[time], None]) -> None:
    page = ft.context.page
    page.show_dialog(
        ft.TimePicker(value=shown, hour_format=ft.TimePickerHourFormat.H24, on_change=safely(lambda e: change(e.control.value)))
    )


def tapped_day(picked: datetime | date) -> date:
    """The day a person tapped. Flet gives that day's local midnight as an instant in UTC, which is the day before in Shanghai; half a day
    later it is the same day in UTC wherever the device thinks it is.
    """
    if not isinstance(picked, datetime):
        return picked
    instant = picked if picked.tzinfo else picked.replace(tzinfo=UTC)
    return (instant.astimezone(UTC) + timedelta(hours=12)).date()
