"""Compiles the words: every room's .po of a language becomes one `app.mo` beside them."""

import io
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from sync.building.names import keep


def compile_words(words: Path) -> list[Path]:
    """Writes `<language>/LC_MESSAGES/app.mo` for each language that has .po files, and names what it wrote."""
    languages = sorted({po.parent for po in words.glob("*/*.po")})
    return [_compile_language(folder) for folder in languages]


def _compile_language(folder: Path) -> Path:
    compiled = folder / "LC_MESSAGES" / "app.mo"
    content = io.BytesIO()
    write_mo(content, _merged(folder))
    compiled.parent.mkdir(exist_ok=True)
    keep(compiled, content.getvalue())
    return compiled


def _merged(folder: Path) -> Catalog:
    """All rooms together. The same words in two rooms must have the same translation: one table, one meaning."""
    merged = Catalog(locale=folder.name)
    for po in sorted(folder.glob("*.po")):
        with po.open("rb") as lines:
            room = read_po(lines, locale=folder.name, abort_invalid=True)
        for message in room:
            if not message.id or message.fuzzy:
                continue
            known = merged.get(message.id, message.context)
            if known is not None and known.string != message.string:
                raise ValueError(f"{po.name}: {message.id!r} is {message.string!r} here and {known.string!r} in another room")
            merged.add(message.id, message.string, context=message.context)
    return merged
