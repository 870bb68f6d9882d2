"""Where the data is, in words: the mark and the page 数据在哪里 say the same."""

from datetime import datetime

from field_app.store.door import Sending
from field_app.ui.services import SyncStatus
from field_app.ui.words import _, moment, n_


def standing(sending: Sending, status: SyncStatus, now: datetime) -> str:
    """One short line: sent back, waiting, or all at the office and since when."""
    if sending.refused:
        return n_("{n} sent back to you", "{n} sent back to you", len(sending.refused))
    if sending.unsent:
        return waiting(sending.unsent, status)
    if status.state == "trouble":
        return _("Needs a look")
    if sending.photos.waiting:
        return photos_line(sending, status)
    if status.state == "offline":
        return _("No network, work as usual")
    if status.state in ("signed_out", "frozen"):
        return _("Sign in again")
    if sending.last_contact is None:
        return _("Not yet connected to the office")
    return _("All at the office, {time}", time=moment(sending.last_contact, now))


def waiting(unsent: int, status: SyncStatus) -> str:
    if status.state in ("signed_out", "frozen"):
        return n_("{n} record waiting, sign in again", "{n} records waiting, sign in again", unsent)
    if status.state == "offline":
        return n_("{n} record waiting, no network", "{n} records waiting, no network", unsent)
    if status.state == "trouble":
        return n_("{n} record waiting, needs a look", "{n} records waiting, needs a look", unsent)
    return n_("{n} record waiting", "{n} records waiting", unsent)


def photos_line(sending: Sending, status: SyncStatus) -> str:
    """How the photos stand, counted apart from the records."""
    sent, of = status.photos
    if sent < of and status.state != "offline":
        return _("{sent} of {of} photos sent", sent=sent, of=of)
    return n_("{n} photo still to be sent", "{n} photos still to be sent", sending.photos.waiting)
