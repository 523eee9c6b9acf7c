"""Alarms: level as a numeral in a shape at the place, an outline, a pulse for levels 1 and 2, the building opened."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication

from domain.alarms import Alarm, Level
from domain.changes import AlarmRaised, AlarmStepped, Change, DeviceChanged, EvidenceAdded, PersonErased
from domain.clock import SECOND
from layers import glyphs, opened, tips, words
from layers.layer import LegendRow, paint
from layers.picture import Picture
from layers.target import key_of
from map.ragged import Ragged
from map.shapes import Dots, Labels, Outlines, Pulses, Shape

Floats = NDArray[np.float64]

URGENT = (Level.RED, Level.ORANGE)
ABOVE_ROOF_M = 4.0
PULSE_M = 45.0
OUTLINE_FROM_PX = 1.8  # smaller it would be a scribble across the walls
FIRST_CHIP = 100  # label priority of level 1; alarms go before everything but the heads of an order


class AlarmsLayer:
    """All open alarms; the one in focus with its floor slid out. Keeps its light."""

    key = "alarms"
    default_on = True
    bright = True
    period_ms = SECOND
    pace_ms = 100
    in_scene = False
    touched_by: frozenset[type[Change]] = frozenset(
        {AlarmRaised, AlarmStepped, EvidenceAdded, PersonErased, DeviceChanged}
    )

    @property
    def title(self) -> str:
        """Its name."""
        return QCoreApplication.translate("Map", "Alarms")

    def shapes(self, picture: Picture) -> list[Shape]:
        """Outlines, pulses, glyphs with chips, and the alarm in focus on top."""
        others = [alarm for alarm in picture.situation.open_alarms() if alarm.id != picture.focus]
        shapes = [*outlines(picture, others), *_chips(picture, others)]
        if not picture.focus:
            shapes[:0] = _pulses(picture, others)
        focus = picture.alarm
        return [*shapes, *_focus(picture, focus)] if focus is not None and focus.open else shapes

    def legend(self, picture: Picture) -> list[LegendRow]:
        """None: the top bar counts alarms."""
        return []

    def tooltip(self, key: str, picture: Picture) -> list[str]:
        """Level, kind, place, age, stage."""
        return tips.lines(key, picture)


def _focus(picture: Picture, alarm: Alarm) -> list[Shape]:
    colour = glyphs.level_colour(alarm.level, picture.palette)
    shapes = _pulses(picture, [alarm])
    glass = opened.opened(picture, alarm, colour)
    if glass is not None:
        return [*shapes, glass]  # its edges are the outline
    shapes += outlines(picture, [alarm])
    xyz = spot(picture, alarm)
    if np.isnan(xyz[0]):
        return shapes
    chip = Labels(
        xyz[None], [opened.title(picture, alarm)], paint(colour, 1), keys=[key_of("alarm", alarm.id)],
        subs=[" · ".join(opened.evidence(picture, alarm))], priority=np.array([FIRST_CHIP + 10], dtype=np.int32),
    )  # fmt: skip
    return [*shapes, _glyphs(picture, [alarm], xyz[None]), chip]


def spot(picture: Picture, alarm: Alarm) -> Floats:
    """(3,) above the roof of its building, else at its coordinates on the ground; NaN where it is nowhere."""
    row = picture.register.buildings.row(alarm.place.building)
    block = int(picture.plan.block_of[row]) if row >= 0 else -1
    if block >= 0:
        return np.array([*picture.plan.boxes.middles()[block], picture.plan.heights[block] + ABOVE_ROOF_M])
    return np.array([*ground(picture, alarm), 0.0])


def ground(picture: Picture, alarm: Alarm) -> Floats:
    """(2,) the foot of its building, else its coordinates."""
    row = picture.register.buildings.row(alarm.place.building)
    if row >= 0 and picture.plan.block_of[row] >= 0:
        return picture.plan.building_xy(row)
    xy: Floats = picture.plan.metres(alarm.place.lon, alarm.place.lat)[0]
    return xy


def outlines(picture: Picture, alarms: list[Alarm]) -> list[Shape]:
    """The footprint of each alarm's building in its level's colour."""
    plan, buildings = picture.plan, picture.register.buildings
    rings, rgba = [], []
    for alarm in alarms:
        row = buildings.row(alarm.place.building)
        if row >= 0 and plan.block_of[row] >= 0:
            rings.append(plan.footprints.part(int(plan.block_of[row])))
            rgba.append(glyphs.level_colour(alarm.level, picture.palette))
    if not rings:
        return []
    return [
        Outlines(
            Ragged.of(rings), np.array(rgba, dtype=np.uint8), fill=0.0, width_px=2.0, from_px_per_m=OUTLINE_FROM_PX
        )
    ]


def _pulses(picture: Picture, alarms: list[Alarm]) -> list[Shape]:
    """Levels 1 and 2 until someone has taken them; in focus as long as they are open."""
    urgent = [a for a in alarms if a.level in URGENT and (not a.owner or a.id == picture.focus)]
    places = [(ground(picture, alarm), alarm) for alarm in urgent]
    placed = [(xy, alarm) for xy, alarm in places if not np.isnan(xy[0])]
    if not placed:
        return []
    rgba = np.array([glyphs.level_colour(alarm.level, picture.palette) for _, alarm in placed], dtype=np.uint8)
    return [Pulses(np.array([xy for xy, _ in placed]), rgba, radius_m=PULSE_M)]


def _chips(picture: Picture, alarms: list[Alarm]) -> list[Shape]:
    """A glyph for each; a chip with kind and age for levels 1 and 2 (3 and 4 say it on hovering)."""
    found = [(alarm, spot(picture, alarm)) for alarm in sorted(alarms, key=lambda a: (-a.level, -a.at))]  # worst on top
    found = [(alarm, xyz) for alarm, xyz in found if not np.isnan(xyz[0])]
    if not found:
        return []
    return [_glyphs(picture, [alarm for alarm, _ in found], np.array([xyz for _, xyz in found]))]


def _glyphs(picture: Picture, alarms: list[Alarm], xyz: Floats) -> Dots:
    told = [alarm.level in URGENT and alarm.id != picture.focus for alarm in alarms]
    colours = [glyphs.level_colour(alarm.level, picture.palette) for alarm in alarms]
    return Dots(
        xyz,
        np.array([glyphs.level_sprite(alarm.level) for alarm in alarms], dtype=np.int16),
        [key_of("alarm", alarm.id) for alarm in alarms],
        labels=[words.alarm_kind(a) if on else "" for a, on in zip(alarms, told, strict=True)],
        subs=[sub(picture, a) if on else "" for a, on in zip(alarms, told, strict=True)],
        label_rgba=np.array(colours, dtype=np.uint8),
        priority=np.array([FIRST_CHIP - 10 * int(alarm.level) for alarm in alarms], dtype=np.int32),
        boxed=True,
        size=1.3,
    )


def sub(picture: Picture, alarm: Alarm) -> str:
    """ "Bldg 3 · Floor 12 · 1203 · 2′10″"; on the wall without the home."""
    where = (
        words.place(alarm, picture.register)
        if picture.home_marks
        else words.building(picture.register, alarm.place.building)
    )
    return " · ".join(part for part in (where, words.span(picture.now - alarm.at)) if part)
