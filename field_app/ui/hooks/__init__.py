"""What screens know: sheets that follow the device, forms that survive, the window, the state of sending."""

from field_app.ui.hooks.address import Address, use_address
from field_app.ui.hooks.form import Attempt, Field, Form, use_attempt, use_form
from field_app.ui.hooks.pull import use_pull
from field_app.ui.hooks.sheets import use_every_sheet, use_sending, use_sheet, use_sheets, use_sync_status
from field_app.ui.hooks.window import use_now, use_today, use_width
from field_app.ui.safely import use_effect
from field_app.ui.services import use_services

__all__ = [
    "Address",
    "Attempt",
    "Field",
    "Form",
    "use_address",
    "use_attempt",
    "use_effect",
    "use_every_sheet",
    "use_form",
    "use_now",
    "use_pull",
    "use_sending",
    "use_services",
    "use_sheet",
    "use_sheets",
    "use_sync_status",
    "use_today",
    "use_width",
]
