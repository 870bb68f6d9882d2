"""Where this device is, asked of the system when a person has just tapped what it is wanted for (P3.6)."""

from __future__ import annotations

import asyncio

import flet as ft

from field_app.domain.repair.arrival import Place

LONGEST_SECONDS = 5.0


async def whereabouts() -> Place | None:
    """None where it isn't allowed, isn't known within five seconds, or is one an app made up. Call it in a page's handler."""
    try:
        return await asyncio.wait_for(_asked(), LONGEST_SECONDS)
    except (RuntimeError, TimeoutError, ft.FletUnsupportedPlatformException):
        # Refused, switched off, no satellite, no such thing on this device: nobody is kept from arriving.
        return None


async def _asked() -> Place | None:
    import flet_geolocator as geo  # wanted on few devices, and not at the start

    here = geo.Geolocator(configuration=geo.GeolocatorConfiguration(accuracy=geo.GeolocatorPositionAccuracy.HIGH))
    if await here.request_permission() not in (geo.GeolocatorPermissionStatus.ALWAYS, geo.GeolocatorPermissionStatus.WHILE_IN_USE):
        return None
    found = await here.get_current_position()
    if found.latitude is None or found.longitude is None or found.mocked:
        return None
    return round(found.latitude * 1_000_000), round(found.longitude * 1_000_000), round(found.accuracy or 0)
