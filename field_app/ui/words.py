"""Every text on screen goes through here. The English sentence is the key; Chinese comes from assets/words.

`_("…")` and `n_("…", "…", n)` in screens, `say("…")` in rules: a test finds them all and fails on one without Chinese.
"""

import gettext
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Literal

from field_app.domain.days import SHANGHAI, day_of
from field_app.domain.errors import Words
from field_app.domain.money import hundredths, yuan

Language = Literal["zh", "en"]
Said = str | Words
LANGUAGES: Mapping[Language, str] = {"zh": "中文", "en": "English"}
CATALOGUE = Path(__file__).resolve().parents[2] / "assets" / "words" / "zh_CN" / "LC_MESSAGES" / "app.mo"

_current: Language = "zh"


def use(language: Language) -> None:
    """Speak this language from now on; what is already on screen changes when it is drawn again."""
    global _current
    _current = language


def language() -> Language:
    return _current


@cache
def _catalogue(spoken: Language) -> gettext.NullTranslations:
    if spoken == "en" or not CATALOGUE.exists():
        # Words that were never compiled are no reason not to start.
        return gettext.NullTranslations()
    with CATALOGUE.open("rb") as compiled:
        return gettext.GNUTranslations(compiled)


def _(text: str, **values: object) -> str:
    """The sentence in the current language with the named values in it."""
    return _fill(_catalogue(_current).gettext(text), values)


def n_(one: str, many: str, n: int, **values: object) -> str:
    """The sentence for `n` things; `{n}` stands for the number."""
    return _fill(_catalogue(_current).ngettext(one, many, n), {"n": n, **values})


def speak(said: Said) -> str:
    """A rule's words in the current language; text that is ready is returned as it is."""
    return _(said.text, **said.values) if isinstance(said, Words) else said


def listed(things: Sequence[Said]) -> str:
    """`约定、到场、诊断`, `appointment, arrival, diagnosis`."""
    return _(", ").join(speak(thing) for thing in things)


def _fill(sentence: str, values: Mapping[str, object]) -> str:
    return sentence.format(**{name: _value(value) for name, value in values.items()}) if values else sentence


def _value(value: object) -> object:
    if isinstance(value, Words):
        return speak(value)
    if isinstance(value, datetime):
        return clock(value)
    if isinstance(value, date):
        return value.isoformat()
    return value


def money(amount_fen: int) -> str:
    """`44000` as `¥440.00`."""
    return f"-¥{yuan(-amount_fen)}" if amount_fen < 0 else f"¥{yuan(amount_fen)}"


def person_days(count: int) -> str:
    """Hundredths of a person-day, with the measure word (P7.1)."""
    return n_("{days} person-day", "{days} person-days", 1 if count == 100 else 2, days=hundredths(count))


def clock(at: datetime) -> str:
    """`9:56`, in Shanghai."""
    local = at.astimezone(SHANGHAI)
    return f"{local.hour}:{local.minute:02d}"


def window(start: datetime, end: datetime) -> str:
    """`10:00–11:30`."""
    return f"{clock(start)}–{clock(end)}"


def day(on: date) -> str:
    """`11月23日 星期一`, `Mon 23 Nov`."""
    return _("{weekday} {day} {month}", weekday=weekday(on), day=on.day, month=_MONTHS[on.month - 1]())


def short_day(on: date) -> str:
    """`11月23日`, `23 Nov`."""
    return _("{day} {month}", day=on.day, month=_MONTHS[on.month - 1]())


def weekday(on: date) -> str:
    return _WEEKDAYS[on.weekday()]()


def near_day(on: date, today: date) -> str:
    """Today, tomorrow and yesterday by name, other days by date, with the year where it is another one."""
    named = {today: _("today"), today + timedelta(days=1): _("tomorrow"), today - timedelta(days=1): _("yesterday")}
    if on in named:
        return named[on]
    return short_day(on) if on.year == today.year else on.isoformat()


def moment(at: datetime, now: datetime) -> str:
    """When something was, as people say it: the time alone for today, else the day before it."""
    on, today = day_of(at), day_of(now)
    return clock(at) if on == today else f"{near_day(on, today)} {clock(at)}"


_MONTHS = (
    lambda: _("Jan"),
    lambda: _("Feb"),
    lambda: _("Mar"),
    lambda: _("Apr"),
    lambda: _("May"),
    lambda: _("Jun"),
    lambda: _("Jul"),
    lambda: _("Aug"),
    lambda: _("Sep"),
    lambda: _("Oct"),
    lambda: _("Nov"),
    lambda: _("Dec"),
)
_WEEKDAYS = (
    lambda: _("Mon"),
    lambda: _("Tue"),
    lambda: _("Wed"),
    lambda: _("Thu"),
    lambda: _("Fri"),
    lambda: _("Sat"),
    lambda: _("Sun"),
)
