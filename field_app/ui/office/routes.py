"""The office's pages. A detail page is a sibling of its list: on wide windows both would be one page with the rail."""

import flet as ft

from field_app.domain.errors import Words, say
from field_app.domain.facts import Role
from field_app.ui.routes import Nav, Page
from field_app.ui.services import Services

_HERE = "field_app.ui.office"
_CLERK: frozenset[Role] = frozenset({"clerk"})
_TAKERS: frozenset[Role] = frozenset({"clerk", "supervisor"})
_SUPERVISOR: frozenset[Role] = frozenset({"supervisor"})
_CASES: frozenset[Role] = frozenset({"clerk", "supervisor", "accountant", "director"})
_BOOKS: frozenset[Role] = frozenset({"accountant"})
_RULES: frozenset[Role] = frozenset({"director", "supervisor", "admin"})
_ADMIN: frozenset[Role] = frozenset({"admin"})
I = ft.Icons  # noqa: E741  (read beside the icon names)


def _count(services: Services, route: str) -> int:
    from field_app.ui.office.waiting import counts

    return counts(services.store.sheets("repair"), services.me.roles).get(route, 0)


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
    _page("sheets", "sheets:SheetsScreen", say("Sheets"), _CASES, _nav(24, I.RECEIPT_LONG_OUTLINED, I.RECEIPT_LONG)),
    _page("sheets/:id", "sheet:SheetScreen", say("Service record"), _CASES),
    _page("receipts", "receipts:ReceiptsScreen", say("Receipts"), _BOOKS, _nav(25, I.PAYMENTS_OUTLINED, I.PAYMENTS, "/receipts")),
    _page("receipts/:id", "receipts:ReceiptsScreen", say("Receipts"), _BOOKS),
    _page("rules", "rules:RulesScreen", say("Rules"), _RULES, _nav(26, I.RULE_OUTLINED, I.RULE)),
    _page("people", "people:PeopleScreen", say("People"), _ADMIN, _nav(27, I.GROUP_OUTLINED, I.GROUP)),
)
