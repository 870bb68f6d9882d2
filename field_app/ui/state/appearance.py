"""Language, text size, light or dark: kept on the device, changed while the app runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import flet as ft

from field_app.ui import theme, words


class Settings(Protocol):
    """What the device remembers of itself, also when nobody is signed in."""

    def setting(self, key: str) -> Any: ...

    def keep_setting(self, key: str, value: Any) -> None: ...


@ft.observable
@dataclass
class Appearance:
    """What is drawn reads this; changing it draws everything anew."""

    language: words.Language = "zh"
    mode: theme.Mode = "system"
    scale: float = 1.0
    _keep: Callable[[str, Any], None] | None = None

    def speak(self, language: words.Language) -> None:
        words.use(language)
        self.language = language
        self._kept("language", language)

    def shine(self, mode: theme.Mode) -> None:
        self.mode = mode
        self._kept("mode", mode)

    def enlarge(self, scale: float) -> None:
        theme.use_scale(scale)
        self.scale = scale
        self._kept("scale", scale)

    def keep_in(self, settings: Settings) -> None:
        """From now on it is kept there, beginning with how it is now."""
        self._keep = settings.keep_setting
        for key, value in (("language", self.language), ("mode", self.mode), ("scale", self.scale)):
            self._kept(key, value)

    def _kept(self, key: str, value: Any) -> None:
        if self._keep:
            self._keep(key, value)


def appearance(settings: Settings, *, language: words.Language = "zh") -> Appearance:
    """As it was kept last; `language` is spoken where none was chosen yet."""
    kept_language, kept_mode, kept_scale = (settings.setting(key) for key in ("language", "mode", "scale"))
    chosen = Appearance(
        language=kept_language if kept_language in words.LANGUAGES else language,
        mode=kept_mode if kept_mode in theme.MODES else "system",
        scale=float(kept_scale) if kept_scale in theme.SCALES else 1.0,
        _keep=settings.keep_setting,
    )
    words.use(chosen.language)
    theme.use_scale(chosen.scale)
    return chosen
