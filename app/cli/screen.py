"""Whether there is a screen, and what is done where there is none."""

from __future__ import annotations

import os
import sys

OFFSCREEN = "offscreen"


def headless() -> bool:
    """Linux without X11 and Wayland, or told to be offscreen."""
    if os.environ.get("QT_QPA_PLATFORM") == OFFSCREEN:
        return True
    return sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def window_env() -> tuple[tuple[str, str], ...]:
    """Environment of the window process."""
    return (("QT_QPA_PLATFORM", OFFSCREEN),) if headless() else ()
