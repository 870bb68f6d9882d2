"""Keys on the office's pages."""

from field_app.ui.hooks.keys import use_keys

__all__ = ["use_keys"]
