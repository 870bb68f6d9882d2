"""What went wrong at the office's doors, in words that say what to do."""

from __future__ import annotations

from field_app.domain.errors import Words, say
from field_app.ui.services import OfficeTrouble, Offline, PasswordTooShort, SecondFactorNeeded, TooManyTries, WrongCode, WrongPassword


def said_of(trouble: Exception) -> Words:
    """For what signing in may raise: troubles of the office, and of the store."""
    if isinstance(trouble, TooManyTries):
        return say("Too many tries. Wait {n} seconds, then try again.", n=trouble.wait_seconds)
    words = next((words for kind, words in _WORDS.items() if isinstance(trouble, kind)), None)
    if words:
        return words
    if isinstance(trouble, OfficeTrouble):
        return say("The office did not do it: somebody may have changed it meanwhile, or it isn't yours to do. Look again.")
    return say("This device could not keep the sign-in. Free some space, then try again.")


_WORDS: dict[type[Exception], Words] = {
    WrongPassword: say("Account and password don't go together. Look at both again."),
    WrongCode: say("This code isn't valid: it may be mistyped, used already or older than ten minutes. Ask for a new one."),
    SecondFactorNeeded: say("This code isn't right. Wait for the next one in your authenticator app, then try again."),
    PasswordTooShort: say("A password has 8 to 256 characters."),
    Offline: say("The office was not reached. The first sign-in needs the network; look for a better place, then try again."),
}


def said_inside(trouble: Exception) -> Words:
    """The same for who is signed in already."""
    if isinstance(trouble, Offline):
        return say("The office was not reached. This can only be done with network; try again later.")
    if isinstance(trouble, WrongPassword):
        return say("The old password isn't right. Look at it again.")
    return said_of(trouble)
