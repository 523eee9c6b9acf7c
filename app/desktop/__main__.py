"""The window's process: `python -m app.desktop --runtime FILE …`; it opens no database and subscribes to no broker."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Sequence

from app.desktop import options as command_line
from app.desktop.memory import steady_memory


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the window to its end; the exit code. Zero: it was closed, or told to stop."""
    options = command_line.read(sys.argv[1:] if arguments is None else arguments)
    if options.scale != 1.0:
        os.environ.setdefault("QT_SCALE_FACTOR", str(options.scale))
    _choose_platform()
    steady_memory()
    from app.logs import set_up_logs

    set_up_logs("window")
    from PySide6.QtCore import qInstallMessageHandler
    from PySide6.QtWidgets import QApplication

    from app.desktop.fonts import font
    from app.desktop.session import Session

    qInstallMessageHandler(_hear_qt)
    app = QApplication([sys.argv[0]])
    app.setApplicationName("sandtable")
    app.setQuitOnLastWindowClosed(False)
    app.setStyle("Fusion")
    app.setFont(font())
    session = Session(app, options)
    session.start()
    return app.exec()


def _hear_qt(kind: object, _context: object, text: str) -> None:
    """Qt's own remarks go into the log's file; stderr is for what a person must know: that Qt ends the process."""
    name = str(getattr(kind, "name", kind))
    fatal = name == "QtFatalMsg"
    if fatal or "This plugin does not support" not in text:
        logging.getLogger("qt").log(logging.CRITICAL if fatal else logging.INFO, "%s: %s", name, text)


def _choose_platform() -> None:
    """Without a display a QApplication aborts the process: choose offscreen first; drop what OpenCV may have set."""
    for name in ("QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR"):
        os.environ.pop(name, None)
    if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


if __name__ == "__main__":
    sys.exit(main())
