"""What a seat needs: a display that Qt can draw on, a face with Chinese, a device that sounds."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator

from app.doctor.finding import Asked, Finding, fault, ok, warning
from app.doctor.tools import Ended, probe

PROBE = "app.desktop.probe"
PROBE_S = 15.0
OFFSCREEN = {"QT_QPA_PLATFORM": "offscreen"}

SMALLEST = (1366, 768)
"""The smallest screen that the workbench is made for."""

_LIBRARY = re.compile(r"\blib[\w+.-]+\.so[\w.]*")


def look_display(_asked: Asked) -> Iterator[Finding]:
    """Whether a window can be opened here, by opening Qt itself."""
    where = _where()
    if not where:
        yield _offscreen()
        return
    try:
        found = probe(PROBE, "display", seconds=PROBE_S)
    except (Ended, subprocess.TimeoutExpired) as error:
        yield fault("display.refused", where=where, why=_short(error))
        return
    width, height = max(found["screens"], default=(0, 0))
    facts: dict[str, str | int] = {"where": where, "platform": str(found["platform"]), "size": f"{width}×{height}"}
    small = width < SMALLEST[0] or height < SMALLEST[1]
    yield warning("display.small", **facts) if small else ok("display.ok", **facts)


def _where() -> str:
    """The display that a window would use; "" where it would draw into memory."""
    if os.environ.get("QT_QPA_PLATFORM") == "offscreen":
        return ""
    if not sys.platform.startswith("linux"):
        return sys.platform
    return os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY") or ""


def _offscreen() -> Finding:
    """No display is no fault for a desk; that Qt's libraries are whole is seen without one."""
    try:
        probe(PROBE, "display", seconds=PROBE_S, env=OFFSCREEN)
    except (Ended, subprocess.TimeoutExpired) as error:
        return fault("display.no_qt", why=_short(error))
    return warning("display.none")


def look_fonts(_asked: Asked) -> Iterator[Finding]:
    """Whether the window's face has Chinese and Latin, asked of Qt."""
    try:
        found = probe(PROBE, "fonts", seconds=PROBE_S, env=OFFSCREEN)
    except (Ended, subprocess.TimeoutExpired) as error:
        yield warning("fonts.unseen", why=_short(error))
        return
    face, others = str(found["face"]), list(found["others"])
    if found["holds"]:
        yield ok("fonts.ok", family=face)
    else:
        yield fault("fonts.none", family=face) if not others else warning("fonts.other", family=face, other=others[0])


def look_sound(_asked: Asked) -> Iterator[Finding]:
    """Whether there is anything that could sound."""
    try:
        found = probe(PROBE, "sound", seconds=PROBE_S, env=OFFSCREEN)
    except (Ended, subprocess.TimeoutExpired) as error:
        yield warning("sound.unseen", why=_short(error))
        return
    yield ok("sound.ok") if found["device"] else warning("sound.none")


def _short(error: Exception) -> str:
    """A missing library by its name, else the last words of the process."""
    if isinstance(error, subprocess.TimeoutExpired):
        return f"no answer in {PROBE_S:.0f} s"
    library = _LIBRARY.search(str(error))
    return library.group() if library else str(error)[:160]
