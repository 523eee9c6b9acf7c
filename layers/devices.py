"""Devices that hang somewhere: grey-blue and small while all is well, in colour with a badge when wrong."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication

from domain.changes import AlarmRaised, AlarmStepped, Change, DeviceChanged
from domain.register import DeviceKind
from domain.situation import STATES
from layers import filtering, glyphs, health, tips, words
from layers.layer import LegendRow, paint
from layers.picture import Picture
from layers.target import key_of
from map.shapes import Dots, Shape

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

ELSEWHERE = (int(DeviceKind.TRACKER), int(DeviceKind.CAMERA))  # drawn as guards and as wedges
HOME_FROM_PX, PUBLIC_FROM_PX = 1.9, 0.9  # what is well shows only from near: quiet is the design


class DevicesLayer:
    """Doors, locks, gates, detectors, buttons, meters. On the wall those inside homes are left out (R9)."""

    key = "devices"
    default_on = True
    bright = False
    period_ms = 5_000
    pace_ms = 200
    in_scene = False
    touched_by: frozenset[type[Change]] = frozenset({DeviceChanged, AlarmRaised, AlarmStepped})

    @property
    def title(self) -> str:
        """Its name."""
        return QCoreApplication.translate("Map", "Devices")

    def shapes(self, picture: Picture) -> list[Shape]:
        """Well ones first, so that a wrong one is never hidden beneath them."""
        rows = shown(picture)
        alarmed, bad, low = health.alarmed(picture), health.bad(picture), health.low(picture)
        wrong = alarmed | bad | low
        shapes: list[Shape] = []
        at_home = picture.register.devices.home_row >= 0
        for chosen, from_px in ((~wrong & at_home, HOME_FROM_PX), (~wrong & ~at_home, PUBLIC_FROM_PX)):
            if len(well := rows[chosen[rows]]):
                shapes.append(self._well(picture, well, from_px))
        if len(ill := rows[wrong[rows]]):
            shapes.append(self._wrong(picture, ill, alarmed[ill], bad[ill]))
        return shapes

    def _well(self, picture: Picture, rows: Ints, from_px: float) -> Dots:
        return Dots(
            picture.plan.device_xyz[rows],
            sprites(picture, rows, "grey"),
            keys(picture, rows),
            size=0.8,
            from_px_per_m=from_px,
        )

    def _wrong(self, picture: Picture, rows: Ints, alarmed: Bools, bad: Bools) -> Dots:
        palette, states = picture.palette, picture.situation.devices
        glyph = np.where(alarmed, sprites(picture, rows, "red"), sprites(picture, rows, "orange")).astype(np.int16)
        rgba = paint(palette.orange, len(rows))
        rgba[alarmed] = palette.red
        badge = []
        for row, alarm, out in zip(rows.tolist(), alarmed.tolist(), bad.tolist(), strict=True):
            if alarm:
                badge.append(words.device_state(STATES[states.state[row]]))
            elif out:
                badge.append(tips.not_heard(picture, row))
            else:
                badge.append(QCoreApplication.translate("Map", "battery {0} %").format(int(states.battery[row])))
        return Dots(
            picture.plan.device_xyz[rows], glyph, keys(picture, rows), labels=badge, label_rgba=rgba,
            priority=np.where(alarmed, 60, 40).astype(np.int32), labels_from_px_per_m=1.0, size=1.1,
        )  # fmt: skip

    def legend(self, picture: Picture) -> list[LegendRow]:
        """How many hang on the map (the status bar tells how many are well)."""
        all_of_them = ~np.isin(picture.register.devices.kind, ELSEWHERE)
        count, kept = int(all_of_them.sum()), filtering.devices(picture)
        shown = None if kept is None else int((kept & all_of_them).sum())
        return [LegendRow(self.key, "small_square", "grey", self.title, count, shown)] if count else []

    def tooltip(self, key: str, picture: Picture) -> list[str]:
        """Name, kind, state with age, battery, last heard."""
        return tips.lines(key, picture)


def shown(picture: Picture) -> Ints:
    """Rows of the devices that have a place on this map and are not filtered away."""
    placed, kept = filtering.placed_devices(picture), filtering.devices(picture)
    return np.flatnonzero(placed if kept is None else placed & kept)


def sprites(picture: Picture, rows: Ints, hue: str) -> NDArray[np.int16]:
    """(n,) glyphs by kind."""
    table = np.array([glyphs.device_sprite(kind, hue) for kind in range(len(DeviceKind))], dtype=np.int16)
    return table[picture.register.devices.kind[rows]]


def keys(picture: Picture, rows: Ints) -> list[str]:
    """(n,) keys."""
    ids = picture.register.devices.ids
    return [key_of("device", ids[row]) for row in rows.tolist()]
