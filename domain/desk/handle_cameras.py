"""Commands about cameras: who watches which, and the zone that is drawn into a picture."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from domain.access import Seat
from domain.changes import ZoneDrawn
from domain.commands import DrawZone, WatchCameras
from domain.desk.core import Core
from domain.desk.outcome import Outcome
from domain.desk.replies import Refused
from domain.rules.places import device_place

WATCHER = re.compile(r"[A-Za-z0-9_.-]{1,64}")
"""A watcher's name, as its events carry it; without one it could not be told from a camera that judges by itself."""

CORNERS_MAX = 24
LEAST_AREA = 0.001
"""Of the picture: a zone smaller than this is a slip of the hand."""


def watch_cameras(core: Core, command: WatchCameras, by: Seat, now: int) -> Outcome:
    """Ask for cameras, or renew: those that are granted. A renewal that changes nothing leaves no row."""
    if WATCHER.fullmatch(command.watcher) is None:
        raise Refused("bad_watcher")
    mine = [c for c in command.cameras if core.register.cameras.row(c) >= 0 and _reaches(core, c, by)]
    granted, new = core.leases.ask(by.user, command.watcher, mine, now)
    return Outcome(command.watcher, {"cameras": granted}, len(granted), silent=not new)


def draw_zone(core: Core, command: DrawZone, by: Seat, now: int) -> Outcome:
    """Set, change or (without corners) remove a camera's zone."""
    if core.register.cameras.row(command.camera) < 0:
        raise Refused("unknown_camera", {"camera": command.camera})
    core.within(device_place(core.register, core.register.devices.row(command.camera)), by)
    corners = tuple((round(float(x), 4), round(float(y), 4)) for x, y in command.corners)
    if corners and not _fit(corners):
        raise Refused("bad_zone")
    core.book.put(ZoneDrawn(camera=command.camera, corners=corners, at=now))
    return Outcome(command.camera, count=len(corners))


def _reaches(core: Core, camera: str, by: Seat) -> bool:
    try:
        core.within(device_place(core.register, core.register.devices.row(camera)), by)
    except Refused:
        return False
    return True


def _fit(corners: Sequence[tuple[float, float]]) -> bool:
    """Three corners or more, all in the picture, and an area that a person can stand in."""
    inside = all(math.isfinite(x) and math.isfinite(y) and 0 <= x <= 1 and 0 <= y <= 1 for x, y in corners)
    if not inside or not 3 <= len(corners) <= CORNERS_MAX:
        return False
    turned = zip(corners, (*corners[1:], *corners[:1]), strict=True)
    return abs(sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in turned)) / 2 >= LEAST_AREA
