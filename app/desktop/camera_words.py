"""What is wrong with a camera's source, in the window's language: the watcher tells it in one English sentence."""

from __future__ import annotations

import re

from app.desktop.i18n import QT_TRANSLATE_NOOP
from app.desktop.texts import say

TROUBLES: tuple[tuple[str, str], ...] = (
    (r"The name (?P<there>\S+) is not known here",
     QT_TRANSLATE_NOOP("Cameras", "the name {there} is not known here; is it spelt right?")),
    (r"Nobody answers at (?P<there>\S+);",
     QT_TRANSLATE_NOOP("Cameras", "nobody answers at {there}; is the camera on, and the port right?")),
    (r"(?P<there>\S+) does not answer as a camera does",
     QT_TRANSLATE_NOOP("Cameras", "{there} does not answer as a camera does; is the address right?")),
    (r"(?P<there>\S+) refuses this user or password",
     QT_TRANSLATE_NOOP("Cameras", "{there} refuses this user or password; correct the address")),
    (r"(?P<there>\S+) wants a user and a password",
     QT_TRANSLATE_NOOP("Cameras", "{there} wants a user and a password; correct the address")),
    (r"(?P<there>\S+) knows no stream of this name",
     QT_TRANSLATE_NOOP("Cameras", "{there} knows no stream of this name; correct the path")),
    (r"(?P<there>\S+) answers, but no picture comes",
     QT_TRANSLATE_NOOP("Cameras", "{there} answers, but no picture comes from it")),
    (r"'(?P<there>.+)' is (?:neither|no) ",
     QT_TRANSLATE_NOOP("Cameras", "{there} is neither a film, a stream's address, nor a webcam")),
    (r"'?(?P<there>.+?)'? cannot be (?:opened|read)",
     QT_TRANSLATE_NOOP("Cameras", "{there} cannot be opened as a film or stream")),
    (r"The detector",
     QT_TRANSLATE_NOOP("Cameras", "the detector cannot be loaded: pictures are shown, nobody is found")),
    (r"Events of cameras .* lost: (?P<there>\d+)",
     QT_TRANSLATE_NOOP("Cameras", "events of cameras that the broker could not be given, and that are lost: {there}")),
)  # fmt: skip
"""What a sentence begins with → what is said; `there` is a host and port, a file or a figure, never a password."""


def trouble_words(sentence: str) -> str:
    """In the window's language; a sentence that is not known is said as it is, for it may be the only clue."""
    for pattern, words in TROUBLES:
        if found := re.match(pattern, sentence):
            return say("Cameras", words).format_map(found.groupdict())
    return sentence
