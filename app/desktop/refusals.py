"""Why a desk did not let this window in, in words."""

from __future__ import annotations

from app.desktop.i18n import QT_TRANSLATE_NOOP, translate
from app.desktop.texts import say

REFUSALS: dict[str, str] = {
    "bad_login": QT_TRANSLATE_NOOP("Refusals", "User or password is not right"),
    "bad_token": QT_TRANSLATE_NOOP("Refusals", "This desk was started by another user of this machine"),
    "no_users": QT_TRANSLATE_NOOP("Refusals", "This station has no users yet"),
    "has_users": QT_TRANSLATE_NOOP(
        "Refusals", "This station already has an administrator: sign in as one of its users"
    ),
    "weak_password": QT_TRANSLATE_NOOP("Refusals", "The password is too short or too common"),
    "demo_not_here": QT_TRANSLATE_NOOP("Refusals", "The demo operator may sit at a sample estate only"),
    "window_too_old": QT_TRANSLATE_NOOP("Refusals", "This window is older than the desk: update it"),
    "window_too_new": QT_TRANSLATE_NOOP("Refusals", "This window is newer than the desk: update the desk"),
    "first_at_station": QT_TRANSLATE_NOOP(
        "Refusals", "This station has no users yet: make the first one on the station's own machine"
    ),
    "needs_tls": QT_TRANSLATE_NOOP("Refusals", "This station lets windows in over TLS only"),
}


def refusal_words(code: str) -> str:
    """The sentence for a code of `app.seat.messages.Refused`."""
    text = REFUSALS.get(code)
    if text is None:
        return translate("Refusals", "The desk did not let this window in ({code})").format(code=code)
    return say("Refusals", text)
