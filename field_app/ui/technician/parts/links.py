"""Calling and finding the way. The link is opened by the client inside the tap, so that no browser takes it for a pop-up."""

from __future__ import annotations

from urllib.parse import quote

import flet as ft

from field_app.domain.repair.arrival import Arrived, Place
from field_app.domain.repair.intake import Request
from field_app.ui.components.buttons import Plain, Tonal
from field_app.ui.components.layout import Part
from field_app.ui.words import Said, _


def phone_link(phone: str) -> str:
    return "tel:" + "".join(sign for sign in phone if sign.isdigit() or sign == "+")


def map_link(known: Request) -> str:
    """The place on the map most phones here have; nothing but the address leaves the phone."""
    return f"https://uri.amap.com/search?keyword={quote(known.address or f'{known.district}{known.project}')}"


def place_link(place: Place) -> str:
    """The same map, at a place a device told of: satellites and the map count differently, which it is told."""
    latitude, longitude, _metres = place
    return f"https://uri.amap.com/marker?position={longitude / 1_000_000:.6f},{latitude / 1_000_000:.6f}&coordinate=wgs84"


def PlaceButton(body: object) -> Part:
    """Where an arrival was recorded (P3.6); nothing for anything else."""
    place = body.place if isinstance(body, Arrived) else None
    if place is None:
        return None
    button = Plain(_("On the map"), _nothing_more, icon=ft.Icons.PLACE_OUTLINED)
    button.action = ft.OpenUrl(place_link(place), target=ft.UrlTarget.BLANK)
    return button


def CallButton(known: Request, *, expand: bool = True) -> Part:
    """Nothing where there is no number to call."""
    if not known.phone:
        return None
    return _link(_("Call"), phone_link(known.phone), ft.Icons.CALL, expand, ft.UrlTarget.SELF)


def MapButton(known: Request, *, expand: bool = True) -> Part:
    if not (known.address or known.district):
        return None
    return _link(_("Map"), map_link(known), ft.Icons.NAVIGATION_OUTLINED, expand, ft.UrlTarget.BLANK)


def _link(said: Said, url: str, icon: ft.IconData, expand: bool, target: ft.UrlTarget) -> ft.Control:
    button = Tonal(said, _nothing_more, icon=icon, expand=expand)
    button.action = ft.OpenUrl(url, target=target)
    return button


def _nothing_more() -> None:
    """The link is the whole act."""
