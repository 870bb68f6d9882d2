"""Every sentence a rule can say has its Chinese, with the same values in it and punctuation as Chinese is read."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

HOUSE = Path(__file__).parents[2]
HALF_WIDTH = re.compile(r"[,;:!?()]|\.(?!\d)|…\.")


def _sentences(folder: Path) -> Iterator[str]:
    for source in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(source.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say":
                sentence = node.args[0]
                assert isinstance(sentence, ast.Constant) and isinstance(sentence.value, str), (
                    f"{source.name}:{node.lineno} says something no catalogue can hold"
                )
                yield sentence.value


SAID = tuple(dict.fromkeys(_sentences(HOUSE / "field_app" / "domain")))
with (HOUSE / "assets" / "words" / "zh_CN" / "domain.po").open("rb") as _lines:
    CHINESE = {str(message.id): str(message.string) for message in read_po(_lines, locale="zh_CN", abort_invalid=True) if message.id}


def test_every_sentence_has_its_chinese_and_none_is_left_over() -> None:
    assert set(CHINESE) == set(SAID)
    assert all(CHINESE.values())


@pytest.mark.parametrize("english", SAID)
def test_the_chinese_names_the_same_values(english: str) -> None:
    assert set(re.findall(r"{(\w+)}", CHINESE[english])) == set(re.findall(r"{(\w+)}", english))


@pytest.mark.parametrize("english", SAID)
def test_chinese_is_written_with_full_width_punctuation(english: str) -> None:
    chinese = re.sub(r"{\w+}|\d,\d", "", CHINESE[english])
    assert not HALF_WIDTH.search(chinese)
    assert english.endswith(".") == chinese.endswith("。")
