"""The technician's pages: the day, and the steps of a case on the phone."""

import flet as ft

from field_app.domain.errors import Words, say
from field_app.domain.facts import Role
from field_app.ui.routes import Nav, Page
from field_app.ui.services import Services

_HERE = "field_app.ui.technician"
_FIELD: frozenset[Role] = frozenset({"technician"})


def _sent_back(services: Services) -> int:
    from field_app.ui.technician.parts.board import board

    day = board(services.store.sheets("repair"), services.me.user, services.me.roles, services.now())
    return len(day.sent_back)


def _to_tell(services: Services) -> int:
    from field_app.ui.technician.pieces import waiting

    return waiting(services)


def _step(path: str, screen: str, title: Words) -> Page:
    return Page(path, f"{_HERE}.{screen}", title, _FIELD)


_STEPS = (
    _step("archive", "archive:ArchiveScreen", say("Archive")),
    _step("note", "note:NoteScreen", say("Note")),
    _step("papers", "papers:PapersScreen", say("Papers")),
    _step("from-paper", "from_paper:FromPaperScreen", say("Enter from a paper")),
    _step("photo", "photo:PhotoScreen", say("Photos")),
    _step("correct/:entry", "correct:CorrectScreen", say("Correct an entry")),
    _step("agree", "agree:AgreeScreen", say("Agree the visit")),
    _step("travel", "travel:TravelScreen", say("Set out")),
    _step("check", "checks:ChecksScreen", say("Arrival checks")),
    _step("diagnose", "diagnose:DiagnoseScreen", say("Diagnose")),
    _step("warranty", "warranty:WarrantyScreen", say("Decide the warranty")),
    _step("quote", "quote:QuoteScreen", say("Make the quote")),
    _step("replace", "replace:ReplaceScreen", say("Advise a new one")),
    _step("consent", "consent:ConsentScreen", say("Customer's consent")),
    _step("take-back", "takeback:TakeBackScreen", say("Take back with a slip")),
    _step("return", "give_back:ReturnScreen", say("Give back")),
    _step("work", "work:WorkScreen", say("Record the work")),
    _step("sign", "sign:SignScreen", say("Customer signs the record")),
    _step("settle", "settle:SettleScreen", say("Settle the payment")),
    _step("report", "report:ReportScreen", say("Report to the supervisor")),
)

ROUTES: tuple[Page, ...] = (
    Page(
        "today",
        f"{_HERE}.today:TodayScreen",
        say("Today"),
        _FIELD,
        nav=Nav(10, ft.Icons.TODAY_OUTLINED, ft.Icons.TODAY, _sent_back),
        children=(_step("week", "week:WeekScreen", say("The week")), _step("search", "search:SearchScreen", say("Search"))),
    ),
    Page(
        "pieces",
        f"{_HERE}.pieces:PiecesScreen",
        say("Taken back"),
        _FIELD,
        nav=Nav(35, ft.Icons.INVENTORY_2_OUTLINED, ft.Icons.INVENTORY_2, _to_tell),
        children=(_step(":code", "pieces:PieceScreen", say("Piece taken back")),),
    ),
    Page(
        "money",
        f"{_HERE}.money:MoneyScreen",
        say("Money"),
        _FIELD,
        nav=Nav(40, ft.Icons.PAYMENTS_OUTLINED, ft.Icons.PAYMENTS),
        children=(_step("handover", "handover:HandoverScreen", say("Hand in the cash")),),
    ),
    Page("case/:id", f"{_HERE}.case:CaseScreen", say("Case"), _FIELD, children=_STEPS),
)
