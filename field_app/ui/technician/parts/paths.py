"""Where each step of the procedure is done on the phone."""

from field_app.domain.facts import FactKey, SheetId

# Arriving and leaving are one tap on the case page itself.
_PAGES = {
    "agree": "agree",
    "depart": "travel",
    "check": "check",
    "diagnose": "diagnose",
    "warranty": "warranty",
    "quote": "quote",
    "consent": "consent",
    "take_back": "take-back",
    "give_back": "return",
    "work": "work",
    "sign": "sign",
    "settle": "settle",
    "report": "report",
}


def case_path(sheet: SheetId) -> str:
    return f"/case/{sheet}"


def step_path(sheet: SheetId, code: str) -> str:
    """The page where this step is done; the case page for those done there, and for steps that aren't the technician's."""
    page = _PAGES.get(code)
    return f"{case_path(sheet)}/{page}" if page else case_path(sheet)


def has_page(code: str) -> bool:
    return code in _PAGES


def below(sheet: SheetId, page: str) -> str:
    return f"{case_path(sheet)}/{page}"


def correct_path(sheet: SheetId, entry: FactKey) -> str:
    return below(sheet, f"correct/{entry.device}~{entry.n}")
