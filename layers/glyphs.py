"""Which glyph and which hue stand for what: the classes of responder, device kinds, safety objects, alarm levels."""

from collections.abc import Mapping

from domain.alarms import Level
from domain.register import DeviceKind, ResponderClass, SafetyKind
from map.palette import RGBA, Palette
from map.sprites import sprite

CLASS_SHAPES: Mapping[int, str] = {
    ResponderClass.OFFICER: "triangle",
    ResponderClass.AUXILIARY: "square",
    ResponderClass.GRID_WORKER: "disc",
    ResponderClass.VOLUNTEER: "diamond",
    ResponderClass.PROPERTY: "pentagon",
    ResponderClass.FIRE_POST: "hexagon",
    ResponderClass.EXTERNAL: "star",
}
DEVICE_SHAPES: Mapping[int, str] = {
    DeviceKind.DOOR: "small_square",
    DeviceKind.LOCK: "small_diamond",
    DeviceKind.GATE: "small_triangle",
    DeviceKind.BARRIER: "small_triangle",
    DeviceKind.SMOKE: "small_disc",
    DeviceKind.SOS: "small_ring",
}
SAFETY_SHAPES: Mapping[int, str] = {
    SafetyKind.HYDRANT: "drop",
    SafetyKind.AED: "cross",
    SafetyKind.RISER: "small_ring",
    SafetyKind.LIFT: "small_square",
    SafetyKind.GAS_VALVE: "small_diamond",
    SafetyKind.FIRE_LANE: "small_triangle",
}
LEVEL_HUES: Mapping[int, str] = {Level.RED: "red", Level.ORANGE: "orange", Level.YELLOW: "white", Level.BLUE: "grey"}


def responder_sprite(kind: int, hue: str) -> int:
    """Class by shape."""
    return sprite(CLASS_SHAPES.get(kind, "disc"), hue)


def device_sprite(kind: int, hue: str) -> int:
    """Kind by shape; kinds without one of their own are squares."""
    return sprite(DEVICE_SHAPES.get(kind, "small_square"), hue)


def safety_sprite(kind: int) -> int:
    """Kind by shape, never in a hue: none of the four hues is for things."""
    return sprite(SAFETY_SHAPES.get(kind, "small_ring"), "white")


def level_sprite(level: int) -> int:
    """The level's numeral in its shape."""
    return sprite(f"level{int(level)}", LEVEL_HUES[level])


def level_colour(level: int, palette: Palette) -> RGBA:
    """Red and orange for levels 1 and 2 only; the others have no hue."""
    return palette.hue(LEVEL_HUES[level])
