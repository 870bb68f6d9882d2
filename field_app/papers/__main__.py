"""python -m field_app.papers verify FILE: tells whether an exported service sheet, PDF or JSON, is unchanged."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from field_app.papers.pen import Fonts
from field_app.papers.verify import verify
from field_app.papers.words import speaker

FONTS = Path(__file__).resolve().parents[2] / "assets" / "fonts"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m field_app.papers", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="command", dest="command")
    checking = commands.add_parser("verify", help="tell whether an exported sheet is unchanged")
    checking.add_argument("file", type=Path)
    checking.add_argument("--language", choices=("zh", "en"), default="en")
    asked = parser.parse_args(arguments)
    return _verify(asked.file, asked.language)


def _verify(file: Path, language: str) -> int:
    speak = speaker("zh" if language == "zh" else "en")
    try:
        content = file.read_bytes()
    except OSError as problem:
        print(problem, file=sys.stderr)
        return 2
    report = verify(content, Fonts(FONTS / "NotoSansSC.otf"))
    for words in (*report.told, *report.wrong):
        print(speak(words))
    print("Something was changed." if report.wrong else "Unchanged. Only the office can say whether it is the office's own.")
    return 1 if report.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
