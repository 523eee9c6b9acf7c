"""What is wrong with a camera's source, in the window's language."""

from __future__ import annotations

from app.desktop.i18n import QT_TRANSLATE_NOOP
from app.desktop.texts import say
from app.watcher.talk import Said

TROUBLES: dict[str, str] = {
    "name_unknown": QT_TRANSLATE_NOOP("Cameras", "the name {there} is not known here; is it spelt right?"),
    "nobody": QT_TRANSLATE_NOOP("Cameras", "nobody answers at {there}; is the camera on, and the port right?"),
    "no_camera": QT_TRANSLATE_NOOP(
        "Cameras", "{there} does not answer as a camera does (or not at all); check address and network"
    ),
    "refused": QT_TRANSLATE_NOOP("Cameras", "{there} refuses this user or password; correct the address"),
    "wanted": QT_TRANSLATE_NOOP("Cameras", "{there} wants a user and a password; correct the address"),
    "strange_login": QT_TRANSLATE_NOOP(
        "Cameras", "{there} wants a login that is not known here; set the camera to digest (MD5) or basic"
    ),
    "no_stream": QT_TRANSLATE_NOOP("Cameras", "{there} knows no stream of this name; correct the path"),
    "no_picture": QT_TRANSLATE_NOOP("Cameras", "{there} answers, but no picture comes from it"),
    "no_address": QT_TRANSLATE_NOOP(
        "Cameras", "{there} is no clear address; write @ in the path as %40, / and ? in the password as %2F and %3F"
    ),
    "no_webcam": QT_TRANSLATE_NOOP("Cameras", "{there} is no webcam; say webcam:0 for the first"),
    "no_source": QT_TRANSLATE_NOOP("Cameras", "{there} is neither a film, a stream's address, nor a webcam"),
    "cannot_open": QT_TRANSLATE_NOOP("Cameras", "{there} cannot be opened as a film or stream"),
    "no_film": QT_TRANSLATE_NOOP("Cameras", "{there} cannot be opened as a film or stream"),
    "no_detector": QT_TRANSLATE_NOOP("Cameras", "the detector cannot be loaded: pictures are shown, nobody is found"),
    "events_lost": QT_TRANSLATE_NOOP("Cameras", "camera events lost because the broker could not take them: {there}"),
}
"""Every code of `vision.trouble`."""


def trouble_words(said: Said) -> str:
    """In the window's language; of a code that is not known the watcher's own sentence, for it may be the only clue."""
    words = TROUBLES.get(said.code)
    return say("Cameras", words).format(there=said.there) if words is not None else said.text
