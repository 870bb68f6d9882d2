"""How much room there is. Not a hook, so parts may ask where they like: the page frame around them is redrawn when it changes."""

from field_app.ui import theme
from field_app.ui.services import use_services


def wide() -> bool:
    """A tablet or a desk: things stand beside each other."""
    return use_services().window.width != "phone"


def desk() -> bool:
    """A mouse and 1,100 px or more, and no text so large that three columns would be too many."""
    return use_services().window.width == "desk" and not theme.large()
