"""The look: colours by meaning, sizes, spaces. Colours are slots of the colour scheme, so dark needs no new drawing."""

from __future__ import annotations

from typing import Literal

import flet as ft

FONT = "Noto"
Tone = Literal["plain", "info", "amber", "red", "green", "next"]
Mode = Literal["system", "light", "dark"]
MODES: tuple[Mode, ...] = ("system", "light", "dark")
SCALES = (1.0, 1.15, 1.3, 1.5, 1.8, 2.0)

# Colours by meaning. Paper and ink are nearly the same in the dark: what is signed must look as it prints.
PAGE, CARD, LINE, OUTLINE = ft.Colors.SURFACE, ft.Colors.SURFACE_CONTAINER_LOWEST, ft.Colors.OUTLINE_VARIANT, ft.Colors.OUTLINE
RAIL, TRACK = ft.Colors.SURFACE_CONTAINER_LOW, ft.Colors.SURFACE_CONTAINER_HIGH
TEXT, SECONDARY = ft.Colors.ON_SURFACE, ft.Colors.ON_SURFACE_VARIANT
PRIMARY, ON_PRIMARY = ft.Colors.PRIMARY, ft.Colors.ON_PRIMARY
CHOSEN, ON_CHOSEN = ft.Colors.PRIMARY_CONTAINER, ft.Colors.ON_PRIMARY_CONTAINER
TONAL, ON_TONAL = ft.Colors.SECONDARY_FIXED, ft.Colors.ON_SECONDARY_FIXED
TICK = ft.Colors.PRIMARY_FIXED_DIM
PAPER, INK = ft.Colors.TERTIARY_FIXED, ft.Colors.ON_TERTIARY_FIXED
PAPER_LINE, PAPER_NOTE = "#B8C2BF", "#434B49"

# background and words of a tone, then its colour on a card without background
TONES: dict[Tone, tuple[str, str, str]] = {
    "plain": (ft.Colors.SURFACE_CONTAINER, SECONDARY, SECONDARY),
    "info": (ft.Colors.SECONDARY_CONTAINER, ft.Colors.ON_SECONDARY_CONTAINER, ft.Colors.SECONDARY),
    "amber": (ft.Colors.TERTIARY_CONTAINER, ft.Colors.ON_TERTIARY_CONTAINER, ft.Colors.TERTIARY),
    "red": (ft.Colors.ERROR_CONTAINER, ft.Colors.ON_ERROR_CONTAINER, ft.Colors.ERROR),
    "green": (ft.Colors.PRIMARY_FIXED, ft.Colors.ON_PRIMARY_FIXED, ft.Colors.PRIMARY_FIXED_DIM),
    "next": (CHOSEN, ON_CHOSEN, PRIMARY),
}

TOUCH, TALL = 48, 56
RADIUS, RADIUS_PRIMARY, RADIUS_CHIP = 12, 16, 8
PHONE_BELOW, NARROW_RAIL_BELOW = 700, 1100

W5, W6 = ft.FontWeight.W_500, ft.FontWeight.W_600

_scale = 1.0


def use_scale(factor: float) -> None:
    """Draw text this many times its size from now on."""
    global _scale
    _scale = factor


def scale() -> float:
    return _scale


def large() -> bool:
    """True where text is so large that pages put things below each other and leave icons out of buttons."""
    return _scale > 1.3


def icon_scale() -> float:
    """How many times larger an icon in a button of the usual size is: it stays within the button."""
    return min(_scale, 1.4)


def larger() -> bool:
    """Text so much larger that rows of one line need more height and icons give way to words."""
    return _scale > SCALES[1]


def size(points: float) -> float:
    return round(points * _scale, 1)


def height(points: float) -> float:
    """The height of something that holds one line of text."""
    return round(points + 22 * (_scale - 1)) if larger() else points


def style(points: float, weight: ft.FontWeight | None = None, color: str | None = None, line: float = 1.36) -> ft.TextStyle:
    """Button and field styles don't inherit the theme's font: without it Chinese shows as boxes."""
    return ft.TextStyle(size=size(points), weight=weight, color=color, height=line, font_family=FONT)


def theme(scheme: ft.ColorScheme) -> ft.Theme:
    calm = ft.PageTransitionTheme.FADE_FORWARDS
    return ft.Theme(
        font_family=FONT,
        color_scheme_seed="#006A60",
        color_scheme=scheme,
        text_theme=_text_theme(),
        # Flutter makes everything smaller where it takes the machine for a desktop; a finger stays as large.
        visual_density=ft.VisualDensity.STANDARD,
        page_transitions=ft.PageTransitionsTheme(android=calm, linux=calm, windows=calm, macos=calm),
    )


def _text_theme() -> ft.TextTheme:
    def at(points: float, weight: ft.FontWeight | None = None) -> ft.TextStyle:
        return style(points, weight)

    return ft.TextTheme(
        body_large=at(16),
        body_medium=at(14),
        body_small=at(12),
        label_large=at(14),
        label_medium=at(12),
        label_small=at(12),
        title_large=at(20, W6),
        title_medium=at(16, W6),
        title_small=at(14, W6),
        headline_small=at(20, W6),
    )


LIGHT = ft.ColorScheme(
    primary="#006A60", on_primary="#FFFFFF", primary_container="#D5EFEA", on_primary_container="#00332E",
    secondary="#4A5F6B", on_secondary="#FFFFFF", secondary_container="#E6ECEF", on_secondary_container="#37474F",
    tertiary="#8A5000", on_tertiary="#FFFFFF", tertiary_container="#FFECC7", on_tertiary_container="#664400",
    error="#B3261E", on_error="#FFFFFF", error_container="#FFE0DC", on_error_container="#8C1D18",
    primary_fixed="#DDF2E0", on_primary_fixed="#14572B", primary_fixed_dim="#1E7D3C",
    secondary_fixed="#DFE9E6", on_secondary_fixed="#12352F", tertiary_fixed="#FFFFFF", on_tertiary_fixed="#12211F",
    surface="#F5F7F6", surface_container_lowest="#FFFFFF", surface_container_low="#EEF2F1", surface_container="#ECEFEE",
    surface_container_high="#E3E8E7", surface_container_highest="#DFE3E2", on_surface="#171D1B", on_surface_variant="#434B49",
    outline="#717976", outline_variant="#DCE2E0", surface_tint="#006A60", inverse_surface="#2B3230", on_inverse_surface="#EEF2F1",
    inverse_primary="#6FDAC9",
)  # fmt: skip
DARK = ft.ColorScheme(
    primary="#6FDAC9", on_primary="#003731", primary_container="#0B423B", on_primary_container="#B5F3E8",
    secondary="#B3C7D2", on_secondary="#1E323B", secondary_container="#29343A", on_secondary_container="#C6D3DA",
    tertiary="#FFB95C", on_tertiary="#482900", tertiary_container="#453300", on_tertiary_container="#FFDD9B",
    error="#FFB4AB", on_error="#5C1A16", error_container="#55201B", on_error_container="#FFC9C2",
    primary_fixed="#16381F", on_primary_fixed="#A9DDB5", primary_fixed_dim="#7FCF95",
    secondary_fixed="#2A3B38", on_secondary_fixed="#CFE9E3", tertiary_fixed="#EDF0EF", on_tertiary_fixed="#12211F",
    surface="#0F1413", surface_container_lowest="#1A201F", surface_container_low="#222928", surface_container="#2A302F",
    surface_container_high="#2E3534", surface_container_highest="#343A39", on_surface="#E1E5E3", on_surface_variant="#BFC8C5",
    outline="#8B9491", outline_variant="#333B39", surface_tint="#6FDAC9", inverse_surface="#E1E5E3", on_inverse_surface="#2B3230",
    inverse_primary="#006A60",
)  # fmt: skip
