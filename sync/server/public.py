"""Two pages for people without an account: the customer's take-back slip by its private address (P6.1), and whether a file is ours.

Plain HTML without a script; a wrong address and an unknown one look alike.
"""

from collections.abc import Iterable
from html import escape
from typing import Any

from fastapi import FastAPI, Request, Response, UploadFile
from fastapi.concurrency import run_in_threadpool

from field_app.domain.errors import Words, say
from field_app.domain.repair import register
from field_app.domain.repair.takeback import TakenBack
from field_app.domain.sheets import Entry, Sheet
from field_app.papers import slip
from field_app.papers.form import Said, day, moment
from field_app.papers.words import Speak, speaker
from sync.server.edge import answers
from sync.server.office import Office
from sync.server.papers import FONT, against_log, sheet_of

SAFE = {
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-robots-tag": "noindex",
}
STYLE = """
:root{color-scheme:light dark}
body{font:17px/1.6 system-ui,sans-serif;margin:0 auto;max-width:640px;padding:24px 16px}
h1{font-size:22px;margin:0 0 8px}
dl{margin:12px 0;padding:12px 16px;border:1px solid #8886;border-radius:12px}
dt{opacity:.75;font-size:14px}dd{margin:0 0 8px}
input,button{font:inherit;min-height:48px;width:100%;box-sizing:border-box;margin:8px 0}
.good{color:#0a7a3d}.bad{color:#b3261e}
@media(prefers-color-scheme:dark){.good{color:#6fdd9b}.bad{color:#ffb4ab}}
"""
_PAGES: dict[int | str, dict[str, Any]] = {
    200: {"description": "A page for people", "content": {"text/html": {"schema": {"type": "string"}}}}
}


def add_public(app: FastAPI, here: Office) -> None:
    @app.get("/s/{code}", responses=_PAGES | {404: _PAGES[200]})
    async def taken_back(code: str, request: Request) -> Response:
        speak = _speaker(request)
        found = await run_in_threadpool(_slip, here, code)
        if found is None:
            return _page(speak, say("Not found"), [_paragraph(speak, say("There is no slip at this address."))], status=404)
        return _page(speak, say("Take-back slip"), _slip_parts(speak, *found))

    @app.get("/verify", responses=_PAGES)
    async def ask(request: Request) -> Response:
        speak = _speaker(request)
        return _page(speak, say("Check a service sheet"), _form(speak))

    @app.post("/verify", responses=answers() | _PAGES)
    async def check(file: UploadFile, request: Request) -> Response:
        speak, content = _speaker(request), await file.read()
        wrong, told = await run_in_threadpool(_checked, here, content)
        answer = say("Something doesn't fit:") if wrong else say("Unchanged, and the office's own.")
        parts = [_paragraph(speak, answer, "bad" if wrong else "good"), *(_paragraph(speak, words) for words in (*wrong, *told))]
        return _page(speak, say("Check a service sheet"), [*parts, *_form(speak)])


def _checked(here: Office, content: bytes) -> tuple[tuple[Words, ...], tuple[Words, ...]]:
    # Only a server that is asked to check a paper needs what reads and draws them.
    from field_app.papers.pen import Fonts
    from field_app.papers.verify import verify

    report = verify(content, Fonts(FONT))
    wrong = report.wrong + (against_log(here, report.export) if report.export else ())
    return wrong, report.told


def _slip(here: Office, code: str) -> tuple[Sheet, Entry[TakenBack]] | None:
    with here.database.read() as connection:
        sheet = sheet_of(connection, here.settings.company, slip.sheet_of(code))
    entry = slip.by_code(sheet, code) if sheet and sheet.kind == "repair" else None
    return (sheet, entry) if sheet and entry else None


def _slip_parts(speak: Speak, sheet: Sheet, entry: Entry[TakenBack]) -> Iterable[str]:
    """The slip and what became of its pieces; nothing else of the case."""
    stands = {line.piece.key: line for line in register.lines(sheet) if line.slip == entry.body.slip}
    yield _list(speak, ((say("No."), entry.body.slip), (say("Taken back on"), moment(entry.at))))
    for piece in entry.body.pieces:
        line = stands[piece.key]
        state: Said = say("Back with the customer") if line.returned_on else say("With us")
        yield _list(
            speak,
            (
                (say("Equipment piece"), piece.piece),
                (say("Serial"), piece.serial),
                (say("Condition"), piece.condition),
                (say("Accessories"), piece.accessories),
                (say("Promised back by"), day(line.promised_on)),
                (say("Status"), state),
                (say("Given back"), day(line.returned_on)),
            ),
        )


def _form(speak: Speak) -> Iterable[str]:
    yield _paragraph(speak, say("Choose the PDF or the JSON file of a service sheet. It is checked and not kept."))
    yield (
        '<form method="post" action="/verify" enctype="multipart/form-data">'
        f'<input type="file" name="file" required aria-label="{escape(speak(say("File")))}">'
        f"<button>{escape(speak(say('Check')))}</button></form>"
    )


def _list(speak: Speak, pairs: Iterable[tuple[Said, Said]]) -> str:
    said = ((speak(name), speak(value)) for name, value in pairs)
    return f"<dl>{''.join(f'<dt>{escape(name)}</dt><dd>{escape(value)}</dd>' for name, value in said if value)}</dl>"


def _paragraph(speak: Speak, said: Said, look: str = "") -> str:
    return f'<p class="{look}">{escape(speak(said))}</p>'


def _page(speak: Speak, title: Said, parts: Iterable[str], status: int = 200) -> Response:
    said, language = escape(speak(title)), "zh-CN" if speak(say("Status")) != "Status" else "en"
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{said}</title><style>{STYLE}</style>'
    body = f'<!doctype html><html lang="{language}"><head>{head}</head><body><h1>{said}</h1>{"".join(parts)}</body></html>'
    return Response(body, status, headers=SAFE, media_type="text/html; charset=utf-8")


def _speaker(request: Request) -> Speak:
    """Chinese, unless the browser wants English before it."""
    wanted = request.headers.get("accept-language", "").lower()
    return speaker("en" if wanted.startswith("en") else "zh")
