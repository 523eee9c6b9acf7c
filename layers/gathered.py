"""From afar: rentals, elders living alone and devices that are wrong, gathered to clusters with how many of each."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication

from domain.changes import AlarmRaised, AlarmStepped, Change, DeviceChanged
from layers import filtering, tips
from layers.afar import MANY, NEAR_PX_PER_M
from layers.layer import LegendRow, paint
from layers.picture import Picture
from map.crowd_cells import Cell
from map.palette import Palette
from map.shapes import Crowd, Shape

Points = tuple[NDArray[np.float32], NDArray[np.int8]]

CLASSES = ("rentals", "elders", "devices")  # the layers whose marks are gathered; a row of `Crowd.rgba` each
RENTAL, ELDER, DEVICE = range(3)
SPACING_M = 2.0  # homes lie over and beside each other: from afar they are clusters, never density


class GatheredLayer:
    """What the lit windows tell from near, in clusters. None of homes where no home may be marked (R9)."""

    key = "gathered"
    default_on = True
    bright = False
    period_ms = 10_000
    pace_ms = 250
    in_scene = False
    touched_by: frozenset[type[Change]] = frozenset({DeviceChanged, AlarmRaised, AlarmStepped})

    @property
    def title(self) -> str:
        """Its name."""
        return QCoreApplication.translate("Map", "Clusters from afar")

    def shapes(self, picture: Picture) -> list[Shape]:
        """One crowd."""
        found = crowd(picture)
        return [] if found is None else [found]

    def legend(self, picture: Picture) -> list[LegendRow]:
        """None: its classes have rows of their own."""
        return []

    def tooltip(self, key: str, picture: Picture) -> list[str]:
        """How many of each class a cluster holds; nothing about any of them."""
        found, cell = crowd(picture), cell_of(key)
        if found is None or cell is None or not found.sorted:
            return []
        return tips.gathered(found.names, found.index.counts(cell).tolist())


def cell_of(key: str) -> Cell | None:
    """The cell of a cluster's key; None: it is no such key."""
    try:
        return Cell.of(key)
    except ValueError:
        return None


def crowd(picture: Picture) -> Crowd | None:
    """The same one as long as nothing of it has changed; None: there is nothing to gather."""
    if "gathered" in picture.off:
        return None
    wrong = _wrong(picture)
    shown = tuple(key not in picture.off for key in CLASSES)
    look = picture.palette.name
    of = (picture.plan, picture.filters, picture.home_marks, shown, look, wrong.tobytes())
    found: Crowd | None = picture.kept.made("gathered", of, lambda: _crowd(picture, shown, wrong))
    return found


def _crowd(picture: Picture, shown: Sequence[bool], wrong: NDArray[np.int64]) -> Crowd | None:
    of = (picture.plan, picture.filters, picture.home_marks, *shown[:2])
    homes: Points = picture.kept.made("homes", of, lambda: _homes(picture, *shown[:2]))
    devices = picture.plan.device_xyz[wrong, :2].astype(np.float32)
    xy = np.concatenate([homes[0], devices])
    kind = np.concatenate([homes[1], np.full(len(devices), DEVICE, np.int8)])
    if not len(xy):
        return None
    return Crowd(xy, kind, _colours(picture.palette), CLASSES, spacing_m=SPACING_M, to_px_per_m=NEAR_PX_PER_M)


def _colours(palette: Palette) -> NDArray[np.uint8]:
    return np.concatenate([paint(ink, 1) for ink in (palette.blue, palette.amber, palette.orange)])


def _homes(picture: Picture, rentals: bool, elders: bool) -> Points:
    """A point for each home that is let, and for each elder living alone: what single windows may tell."""
    plan, kept = picture.plan, filtering.homes(picture)
    if not picture.home_marks:
        return np.zeros((0, 2), np.float32), np.zeros(0, np.int8)
    let, alone = (plan.rented, plan.elders > 0) if kept is None else kept
    placed = ~np.isnan(plan.home_xyz[:, 0])
    let_rows = np.flatnonzero(let & placed & rentals)
    alone_rows = np.repeat(rows := np.flatnonzero(alone & placed & elders), plan.elders[rows])
    xy = plan.home_xyz[np.concatenate([let_rows, alone_rows]), :2].astype(np.float32)
    kind = np.repeat(np.array([RENTAL, ELDER], np.int8), [len(let_rows), len(alone_rows)])
    return xy, kind


def _wrong(picture: Picture) -> NDArray[np.int64]:
    """Rows of the devices that are wrong, where they are too many to be marked one by one; else none."""
    if "devices" in picture.off:
        return np.zeros(0, dtype=np.int64)
    kept, wrong = filtering.devices(picture), filtering.device_health(picture) != filtering.WELL
    rows = np.flatnonzero(filtering.placed_devices(picture) & wrong & (True if kept is None else kept))
    return rows if len(rows) > MANY else rows[:0]
