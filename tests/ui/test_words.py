"""Every sentence of the app is there in Chinese, once, whole, and written as Chinese is written."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from field_app.domain.days import SHANGHAI
from field_app.domain.errors import say
from field_app.ui import words
from tests.ui.msgids import ROOT, all_msgids

ROOMS = sorted((ROOT / "assets" / "words" / "zh_CN").glob("*.po"))
PLACEHOLDER = re.compile(r"\{(\w*)\}")
# ASCII punctuation beside a Chinese character, unless it belongs to a number or a Latin word.
ASCII_BETWEEN = re.compile(r"[\u4e00-\u9fff][,:;?!()]|[,:;?!()][\u4e00-\u9fff]|\s·|·\s")


def messages(room: Path) -> Iterator[Message]:
    with room.open("rb") as lines:
        yield from (message for message in read_po(lines, locale="zh_CN", abort_invalid=True) if message.id)


def every_message() -> Iterator[tuple[Path, Message]]:
    return ((room, message) for room in ROOMS for message in messages(room))


def sentence(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def chinese(message: Message) -> str:
    return message.string if isinstance(message.string, str) else message.string[0]


def test_every_sentence_of_the_app_has_its_chinese() -> None:
    there = {sentence(message) for _, message in every_message()}
    missing = {text: place for text, (_, place) in all_msgids().items() if text not in there}
    assert not missing, "\n".join(f"{place}: {text!r}" for text, place in sorted(missing.items(), key=lambda one: one[1]))


def test_no_chinese_is_empty_or_a_guess() -> None:
    assert not [f"{room.name}: {sentence(m)!r}" for room, m in every_message() if m.fuzzy or not chinese(m).strip()]


def test_no_chinese_is_kept_for_a_sentence_nobody_says() -> None:
    said = all_msgids()
    assert not [f"{room.name}: {sentence(m)!r}" for room, m in every_message() if sentence(m) not in said]


def test_every_sentence_stands_in_one_room() -> None:
    rooms: dict[str, list[str]] = {}
    for room, message in every_message():
        rooms.setdefault(sentence(message), []).append(room.name)
    assert not {text: where for text, where in rooms.items() if len(where) > 1}


def test_plurals_are_plurals_on_both_sides() -> None:
    said = all_msgids()
    assert not [
        f"{room.name}: {sentence(m)!r}"
        for room, m in every_message()
        if sentence(m) in said and isinstance(m.id, tuple) != (said[sentence(m)][0] is not None)
    ]


def test_both_languages_name_the_same_values() -> None:
    wrong = []
    for room, message in every_message():
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        wanted = {frozenset(PLACEHOLDER.findall(text)) for text in ids}
        if frozenset(PLACEHOLDER.findall(chinese(message))) not in wanted:
            wrong.append(f"{room.name}: {ids[0]!r} as {chinese(message)!r}")
    assert not wrong, "\n".join(wrong)


def test_chinese_is_written_with_its_own_punctuation() -> None:
    wrong = [f"{room.name}: {chinese(m)!r}" for room, m in every_message() if ASCII_BETWEEN.search(chinese(m))]
    assert not wrong, "\n".join(wrong)


@pytest.fixture
def english() -> None:
    words.use("en")


def test_chinese_is_spoken_unless_another_language_was_chosen() -> None:
    assert words._("Sign in") == "登录"


def test_english_sentences_are_said_as_they_are_written(english: None) -> None:
    assert words.n_("{n} record waiting", "{n} records waiting", 1) == "1 record waiting"
    assert words.n_("{n} record waiting", "{n} records waiting", 3) == "3 records waiting"


def test_a_rules_words_are_translated_with_the_words_inside_them() -> None:
    assert words.speak(say("Reason: {reason}", reason=say("your role can't record this"))) == "原因：你的岗位不能记这一项"


def test_days_are_said_with_their_weekday() -> None:
    assert words.day(date(2026, 11, 23)) == "11月23日 星期一"
    words.use("en")
    assert words.day(date(2026, 11, 23)) == "Mon 23 Nov"


def test_times_are_shanghai_times_without_a_leading_nought() -> None:
    assert words.clock(datetime(2026, 11, 23, 1, 56, tzinfo=UTC)) == "9:56"


def test_what_was_today_is_said_by_the_time_alone() -> None:
    now = datetime(2026, 11, 23, 9, 42, tzinfo=SHANGHAI)
    assert words.moment(datetime(2026, 11, 23, 8, 5, tzinfo=SHANGHAI), now) == "8:05"
    assert words.moment(datetime(2026, 11, 22, 16, 5, tzinfo=SHANGHAI), now) == "昨天 16:05"
    assert words.moment(datetime(2025, 11, 22, 16, 5, tzinfo=SHANGHAI), now) == "2025-11-22 16:05"


def test_money_has_its_sign_before_the_yuan_mark() -> None:
    assert words.money(123456) == "¥1,234.56"
    assert words.money(-500) == "-¥5.00"
