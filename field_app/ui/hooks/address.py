"""What a list shows stands in the address, so that a link to it can be sent to a colleague and Back undoes a filter."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode, urlsplit

import flet as ft
from attrs import frozen

from field_app.ui.services import Services, use_services


@frozen
class Address:
    """The query of the page's address as text by name."""

    services: Services
    path: str
    query: dict[str, str]

    def __getitem__(self, name: str) -> str:
        return self.query.get(name, "")

    def set(self, **changed: str) -> None:
        """Go to this page with some of the query changed; empty text takes a name out."""
        kept = {name: value for name, value in (self.query | changed).items() if value}
        self.services.go(f"{self.path}?{urlencode(kept)}" if kept else self.path)

    def turn(self, name: str, value: str) -> None:
        """Choose a value, or let go of it where it is chosen already."""
        self.set(**{name: "" if self[name] == value else value})


def use_address() -> Address:
    """This page's address. What doesn't belong in one, as what is being typed, belongs in a form."""
    parts = urlsplit(ft.context.page.route)
    return Address(use_services(), parts.path, dict(parse_qsl(parts.query)))
