"""`python -m app.desktop.probe display|fonts|sound`: what Qt finds on this machine, as one JSON line, then gone.

A process of its own, since a QApplication that finds no display ends its process.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from typing import Any

NEEDED = "独居老人Aa1"
"""Characters that a face must have to be of use here."""

_STALE = ("QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR")
"""What OpenCV may have set; the window drops it too."""


def display() -> dict[str, Any]:
    """The platform that was loaded and its screens in logical pixels."""
    app = _application()
    sizes = [(s.size().width(), s.size().height()) for s in app.screens()]
    return {"platform": app.platformName(), "screens": sizes}


def fonts() -> dict[str, Any]:
    """The window's own face, whether it holds what is needed, and another that does."""
    app = _application()
    from app.desktop.fonts import FAMILIES, family

    face = family()
    others = [name for name in FAMILIES if _holds(name)]
    return {"face": face, "holds": _holds(face), "others": others, "platform": app.platformName()}


def sound() -> dict[str, Any]:
    """Whether the window would try to sound."""
    from app.desktop.sound import has_device

    return {"device": has_device()}


def _application() -> Any:
    from PySide6.QtGui import QGuiApplication

    return QGuiApplication([sys.argv[0]])


def _holds(name: str) -> bool:
    """Whether this very face has every character; Qt would take missing ones from another in silence.

    Only faces that claim Chinese are opened: on a machine without any face QRawFont crashes.
    """
    from PySide6.QtGui import QFont, QFontDatabase, QRawFont

    if QFontDatabase.WritingSystem.SimplifiedChinese not in QFontDatabase.writingSystems(name):
        return False
    font = QFont(name)
    font.setStyleStrategy(QFont.StyleStrategy.NoFontMerging)
    raw = QRawFont.fromFont(font)
    return raw.familyName() == name and all(raw.supportsCharacter(ord(c)) for c in NEEDED)


PROBES: dict[str, Callable[[], dict[str, Any]]] = {"display": display, "fonts": fonts, "sound": sound}


def main(arguments: list[str]) -> int:
    """Say one line; 2 for a name that is none of PROBES."""
    if len(arguments) != 1 or arguments[0] not in PROBES:
        return 2
    for name in _STALE:
        os.environ.pop(name, None)
    sys.stdout.write(json.dumps(PROBES[arguments[0]]()) + "\n")
    sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
