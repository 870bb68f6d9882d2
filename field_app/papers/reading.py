"""Reading a PDF back: the facts it carries, and what its pages draw. Wants pypdf, which the browser's Python has no need of."""

import hashlib
import io
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from field_app.domain.errors import say
from field_app.papers.export import NAME, Unreadable

# What pypdf lets through of a file that is broken on purpose.
DAMAGE = (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OSError, NotImplementedError)


def facts_in(content: bytes) -> bytes:
    """The facts a PDF carries. Raises Unreadable where it carries none."""
    try:
        found = PdfReader(io.BytesIO(content), strict=False).attachments.get(NAME, [])
    except DAMAGE as problem:
        raise Unreadable(say("This file is damaged, or no PDF.")) from problem
    if len(found) != 1:
        raise Unreadable(say("This PDF carries no facts to check, or more than one set of them."))
    return bytes(found[0])


def photos_in(content: bytes) -> dict[str, bytes]:
    """The JPEGs a PDF's pages show, each by the SHA-256 of its bytes: whatever they were replaced by has another name."""
    try:
        pages = PdfReader(io.BytesIO(content), strict=False).pages
        return {hashlib.sha256(data).hexdigest(): data for page in pages for data in _images(page)}
    except DAMAGE:
        return {}


def _images(page: Any) -> list[bytes]:
    objects = page["/Resources"].get("/XObject", {})
    return [bytes(objects[name].get_object().get_data()) for name in sorted(objects)]


def same_pages(one: bytes, other: bytes) -> bool:
    """True when both draw the same pages with the same fonts; how they are packed doesn't matter."""
    if one == other:
        return True
    try:
        return _drawn(one) == _drawn(other)
    except DAMAGE:
        return False


def _drawn(content: bytes) -> list[Any]:
    reader = PdfReader(io.BytesIO(content), strict=False)
    return [_page(page) for page in reader.pages]


def _page(page: Any) -> tuple[Any, ...]:
    fonts = page["/Resources"].get("/Font", {})
    contents = page.get_contents()
    return (
        bytes(contents.get_data()) if contents is not None else b"",
        tuple(float(edge) for edge in page.mediabox),
        page.get("/Annots") is None,
        sorted((name, _font(fonts[name].get_object())) for name in fonts),
        sorted(page["/Resources"].get("/XObject", {})),
        _images(page),
    )


def _font(font: Any) -> bytes:
    descendant = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
    file = next(descendant[name].get_object() for name in ("/FontFile3", "/FontFile2") if name in descendant)
    return bytes(file.get_data())
