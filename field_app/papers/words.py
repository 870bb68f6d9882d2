"""The words on papers, in the language of the paper: the same catalogue as on the screens, read for one paper at a time."""

import gettext
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Literal

from field_app.domain.errors import Words
from field_app.papers.form import Said, moment

Language = Literal["zh", "en"]
Speak = Callable[[Said], str]
CATALOGUE = Path(__file__).resolve().parents[2] / "assets" / "words" / "zh_CN" / "LC_MESSAGES" / "app.mo"


def speaker(language: Language) -> Speak:
    """Says words in this language; text that is ready stays as it is."""
    table = _catalogue(language)

    def speak(said: Said) -> str:
        if not isinstance(said, Words):
            return said
        sentence = table.gettext(said.text)
        return sentence.format(**{name: value(one) for name, one in said.values.items()}) if said.values else sentence

    def value(one: object) -> object:
        if isinstance(one, Words):
            return speak(one)
        if isinstance(one, datetime):
            return moment(one)
        return one.isoformat() if isinstance(one, date) else one

    return speak


@cache
def _catalogue(language: Language) -> gettext.NullTranslations:
    if language == "en" or not CATALOGUE.exists():
        return gettext.NullTranslations()
    with CATALOGUE.open("rb") as compiled:
        return gettext.GNUTranslations(compiled)


def word(words: Mapping[str, Words], code: str) -> Said:
    """The words for a code; the code itself where a newer app has sent one we don't know."""
    return words.get(code, code)
