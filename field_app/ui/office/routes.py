"""The office's pages. A detail page is a sibling of its list: on wide windows both would be one page with the rail."""

import flet as ft

from field_app.domain.errors import Words, say
from field_app.domain.facts import EVERYONE, Role
from field_app.ui.routes import Nav, Page
from field_app.ui.services import Services

_HERE = "field_app.ui.office"
_TAKERS: frozenset[Role] = frozenset({"clerk", "supervisor"})
_TELLERS: frozenset[Role] = EVERYONE - _TAKERS
_SUPERVISOR: frozenset[Role] = frozenset({"supervisor"})
_CASES: frozenset[Role] = frozenset({"clerk", "supervisor", "accountant", "director"})
_BOOKS: frozenset[Role] = frozenset({"accountant"})
_RULES: frozenset[Role] = frozenset({"director", "supervisor", "admin"})
_CARE: frozenset[Role] = frozenset({"clerk", "supervisor", "director"})
_FIGURES: frozenset[Role] = frozenset({"supervisor", "director"})
_REGISTER: frozenset[Role] = frozenset({"clerk", "supervisor", "director"})
_BENCH: frozenset[Role] = frozenset({"bench"})
_PURSES: frozenset[Role] = frozenset({"accountant", "supervisor", "director"})
_ADMIN: frozenset[Role] = frozenset({"admin"})
I = ft.Icons  # noqa: E741  (read beside the icon names)


def _count(services: Services, route: str) -> int:
    from field_app.ui.office.waiting import counts

    return counts(services.store.sheets("repair"), services.me.roles).get(route, 0)


def _complaints(services: Services) -> int:
    """Those that wait for me: for the supervisor to assign or close, for the clerk to ask the customer."""
    from field_app.domain.followup import complaint

    mine = {"supervisor": ("to_assign", "to_close"), "clerk": ("to_ask",)}
    states = {state for role, found in mine.items() if role in services.me.roles for state in found}
    return sum(complaint.status(sheet) in states for sheet in services.store.sheets("complaint"))


def _return_calls(services: Services) -> int:
    """Customers to call by today."""
    from field_app.domain.followup import return_visit

    visits, today = services.store.sheets("return_visit"), services.today()
    waiting = (sheet for sheet in visits if return_visit.status(sheet) in ("planned", "to_try_again"))
    return sum((return_visit.due_on(sheet) or today) <= today for sheet in waiting)


def _drafts(services: Services) -> int:
    """A draft of the rules that waits for whoever approves it (P9.1)."""
    from field_app.domain.policy import POLICY_SHEET, proposed

    rules = services.sheet(POLICY_SHEET)
    return int("director" in services.me.roles and rules is not None and proposed(rules) is not None)


def _returns(services: Services) -> int:
    from field_app.ui.office.returns import waiting

    return waiting(services)


def _cash(services: Services) -> int:
    from field_app.ui.office.cash import waiting

    return waiting(services) if "accountant" in services.me.roles else 0


def _owed(services: Services) -> int:
    from field_app.ui.office.owed import waiting

    return waiting(services) if "accountant" in services.me.roles else 0


def _nav(order: int, icon: ft.IconData, selected: ft.IconData, route: str = "") -> Nav:
    return Nav(order, icon, selected, (lambda services: _count(services, route)) if route else None)


def _page(path: str, screen: str, title: Words, roles: frozenset[Role], nav: Nav | None = None) -> Page:
    return Page(path, f"{_HERE}.{screen}", title, roles, nav)


ROUTES: tuple[Page, ...] = (
    _page("todo", "todo:TodoScreen", say("To do"), _CASES, _nav(20, I.INBOX_OUTLINED, I.INBOX, "/todo")),
    _page("call", "call:CallScreen", say("Take a call"), _TAKERS, _nav(21, I.PHONE_IN_TALK_OUTLINED, I.PHONE_IN_TALK)),
    _page(
        "callbacks",
        "callbacks:CallbacksScreen",
        say("Call back"),
        _TAKERS,
        _nav(22, I.PHONE_CALLBACK_OUTLINED, I.PHONE_CALLBACK, "/callbacks"),
    ),
    _page("callbacks/:id", "callbacks:CallbacksScreen", say("Call back"), _TAKERS),
    _page("assign", "assign:AssignScreen", say("Assign"), _SUPERVISOR, _nav(23, I.ASSIGNMENT_IND_OUTLINED, I.ASSIGNMENT_IND, "/assign")),
    _page("assign/:id", "assign:AssignScreen", say("Assign"), _SUPERVISOR),
    _page("signoff", "signing:SigningScreen", say("Sign off"), _SUPERVISOR, _nav(23, I.DRAW_OUTLINED, I.DRAW, "/signoff")),
    _page("signoff/:id", "signing:SigningScreen", say("Sign off"), _SUPERVISOR),
    _page("set-apart", "set_apart:SetApartScreen", say("Records not accepted"), _FIGURES),
    _page("board", "board:BoardScreen", say("Schedule"), _SUPERVISOR, _nav(24, I.VIEW_WEEK_OUTLINED, I.VIEW_WEEK)),
    _page("sheets", "sheets:SheetsScreen", say("Sheets"), _CASES, _nav(24, I.RECEIPT_LONG_OUTLINED, I.RECEIPT_LONG)),
    _page(
        "relay",
        "relay:RelayScreen",
        say("Tell the clerk"),
        _TELLERS,
        Nav(45, I.FORWARD_TO_INBOX_OUTLINED, I.FORWARD_TO_INBOX, is_seldom=True),
    ),
    _page("search", "search:SearchScreen", say("Search"), EVERYONE),
    _page("sheets/:id", "sheet:SheetScreen", say("Service record"), _CASES),
    _page("receipts", "receipts:ReceiptsScreen", say("Receipts"), _BOOKS, _nav(25, I.PAYMENTS_OUTLINED, I.PAYMENTS, "/receipts")),
    _page("receipts/:id", "receipts:ReceiptsScreen", say("Receipts"), _BOOKS),
    _page("cash", "cash:CashScreen", say("Cash"), _PURSES, Nav(25, I.ACCOUNT_BALANCE_WALLET_OUTLINED, I.ACCOUNT_BALANCE_WALLET, _cash)),
    _page("owed", "owed:OwedScreen", say("Receivables"), _PURSES, Nav(25, I.REQUEST_QUOTE_OUTLINED, I.REQUEST_QUOTE, _owed)),
    _page("bench", "returns:ReturnsScreen", say("My bench"), _BENCH, Nav(5, I.HANDYMAN_OUTLINED, I.HANDYMAN, _returns)),
    _page(
        "returns",
        "returns:ReturnsScreen",
        say("Return repairs"),
        _REGISTER,
        Nav(31, I.BUILD_CIRCLE_OUTLINED, I.BUILD_CIRCLE, _returns),
    ),
    _page(
        "complaints",
        "complaints:ComplaintsScreen",
        say("Complaints"),
        _CARE,
        Nav(28, I.CAMPAIGN_OUTLINED, I.CAMPAIGN, _complaints),
    ),
    _page("complaints/:id", "complaint:ComplaintScreen", say("Complaint"), EVERYONE),
    _page(
        "return-visits",
        "return_visits:ReturnVisitsScreen",
        say("Return visits"),
        _CARE,
        Nav(29, I.RECORD_VOICE_OVER_OUTLINED, I.RECORD_VOICE_OVER, _return_calls),
    ),
    _page("return-visits/:id", "return_visit:ReturnVisitScreen", say("Return visit"), _CARE | {"technician"}),
    _page("indicators", "indicators:IndicatorsScreen", say("Indicators"), _FIGURES, _nav(30, I.INSIGHTS_OUTLINED, I.INSIGHTS)),
    _page("indicators/:code", "indicator:IndicatorScreen", say("Indicators"), _FIGURES),
    _page("archive", "archives:ArchivesScreen", say("Archive"), _CASES, _nav(31, I.FOLDER_SHARED_OUTLINED, I.FOLDER_SHARED)),
    _page("archive/new", "archive_page:NewProjectPage", say("New project"), _TAKERS),
    _page("archive/import", "archive_import:ImportScreen", say("Take from a spreadsheet"), _TAKERS),
    _page("archive/:id", "archive_page:ArchivePage", say("Archive"), _CASES),
    _page("rules", "rules:RulesScreen", say("Rules"), _RULES, Nav(26, I.RULE_OUTLINED, I.RULE, _drafts)),
    _page("rules/draft", "rules_draft:DraftScreen", say("Draft of the rules"), _SUPERVISOR),
    _page("rules/proposal", "rules_proposal:ProposalScreen", say("Draft of the rules"), _RULES),
    _page("papers", "papers:PapersScreen", say("Papers"), _CASES, _nav(31, I.DESCRIPTION_OUTLINED, I.DESCRIPTION)),
    _page("papers/:id", "papers:SheetPapersScreen", say("Papers"), _CASES),
    _page("people", "people:PeopleScreen", say("People"), _ADMIN, _nav(27, I.GROUP_OUTLINED, I.GROUP)),
)
