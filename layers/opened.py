"""The opened building: one floor slid out with its homes as cells, its devices, and the leader label."""

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication

from domain.alarms import Alarm, AlarmKind, IncidentKind
from domain.register import DeviceKind, Tenure
from domain.situation import STATES
from layers import devices, glyphs, health, words
from layers.picture import Picture
from layers.target import key_of
from map.palette import RGBA
from map.shapes import Opened
from map.sprites import sprite

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

DEEP_BLOCK = 0.5  # depth to length from which the homes of a floor lie in two rows
EVIDENCE_LINES = 2
CELL_ALPHA = 120
SIDE_BY_SIDE = (0.0, 0.26, -0.26)  # shares of a cell, for several devices in one home


def opened(picture: Picture, alarm: Alarm, colour: RGBA) -> Opened | None:
    """The alarm's building in glass; None where the alarm is in no building, or on no known floor."""
    plan, register = picture.plan, picture.register
    row = register.buildings.row(alarm.place.building)
    block = int(plan.block_of[row]) if row >= 0 else -1
    if block < 0 or not 1 <= alarm.place.floor <= int(plan.levels[block]):
        return None
    homes = plan.homes_on(row, alarm.place.floor)
    cells = cells_of(picture, homes, block)
    told = tells_home(picture, alarm)
    places, glyph, keys = _dots(picture, alarm, row, homes, cells)
    return Opened(
        block=key_of("building", alarm.place.building),
        floor=alarm.place.floor,
        colour=colour,
        cells=cells,
        cell_rgba=_cell_colours(picture, alarm, homes, colour),
        cell_keys=[key_of("home", register.homes.ids[home]) for home in homes.tolist()],
        cell_texts=[words.home_number(register, register.homes.ids[home]) for home in homes.tolist()],
        dots=places,
        dot_sprite=glyph,
        dot_keys=keys,
        hot=_hot(picture, alarm, homes, cells) if told else None,
        title=title(picture, alarm),
        lines=evidence(picture, alarm),
        notes=[note] if (note := helped(picture, row, alarm)) else [],
        label_key=key_of("alarm", alarm.id),
    )


def tells_home(picture: Picture, alarm: Alarm) -> bool:
    """Whether the one home may be pointed at: on a wall only of a fire, for any other tells of an elder, a tenant or
    somebody ill (R9)."""
    burns = alarm.kind is AlarmKind.SMOKE or alarm.incident is IncidentKind.FIRE
    return picture.home_marks or (burns and not alarm.subject)


def cells_of(picture: Picture, homes: Ints, block: int) -> Floats:
    """(n, 4) u0, v0, u1, v1 of the homes of a floor, west to east; in a deep block two by two, front and back."""
    boxes, n = picture.plan.boxes, len(homes)
    if n >= 4 and boxes.depth[block] > DEEP_BLOCK * boxes.length[block]:
        i, columns = np.arange(n), (n + 1) // 2
        u, v = i // 2 / columns, i % 2 / 2
        cells = np.column_stack([u, v, u + 1 / columns, v + 0.5])
        cells[-1, 3] = 1.0  # the last of an odd number has its column to itself
        return cells
    u, half = picture.plan.along[homes], picture.plan.span[homes] / 2
    low, high = np.clip(u - half, 0, 1), np.clip(u + half, 0, 1)
    return np.column_stack([low, np.zeros(n), high, np.ones(n)])


def _cell_colours(picture: Picture, alarm: Alarm, homes: Ints, colour: RGBA) -> NDArray[np.uint8]:
    """Tenure and age in their hues, but on a wall; the alarm's own home in the alarm's colour."""
    palette, register = picture.palette, picture.register
    rgba = np.zeros((len(homes), 4), dtype=np.uint8)
    if picture.home_marks:
        rgba[picture.plan.rented[homes]] = (*palette.blue[:3], CELL_ALPHA)
        rgba[register.homes.tenure[homes] == Tenure.GROUP_RENTAL, 3] = CELL_ALPHA + 60
        rgba[picture.plan.elders[homes] > 0] = (*palette.amber[:3], CELL_ALPHA)
    if alarm.place.home and tells_home(picture, alarm):
        rgba[homes == register.homes.row(alarm.place.home)] = (*colour[:3], 170)
    return rgba


def _dots(
    picture: Picture, alarm: Alarm, building: int, homes: Ints, cells: Floats
) -> tuple[Floats, NDArray[np.int16], list[str]]:
    """Devices of the floor (the alarm's own last, on top) and a lamp for each home where someone needs help."""
    register = picture.register
    spots: list[tuple[float, float]] = []
    glyph: list[int] = []
    keys: list[str] = []
    for i, home in enumerate(homes.tolist()):
        if picture.home_marks and picture.plan.needing_help[home]:
            spots.append(_within(cells[i], 0.3, 0.24))
            glyph.append(sprite("disc", "amber"))
            keys.append(key_of("home", register.homes.ids[home]))
    for row in floor_devices(picture, alarm, building, homes):
        spots.append(_spot(picture, row, homes, cells))
        glyph.append(_device_glyph(picture, alarm, row))
        keys.append(key_of("device", register.devices.ids[row]))
    return np.array(spots, dtype=np.float64).reshape(-1, 2), np.array(glyph, dtype=np.int16), keys


def floor_devices(picture: Picture, alarm: Alarm, building: int, homes: Ints) -> list[int]:
    """Device rows on the alarm's floor, the alarm's own last."""
    d = picture.register.devices
    on_floor = (d.building_row == building) & (d.floor == alarm.place.floor) & (d.home_row < 0)
    in_homes = np.isin(d.home_row, homes)
    if not picture.home_marks:  # a wall tells of no home what hangs in it, but of a fire its smoke detectors
        in_homes &= (d.kind == DeviceKind.SMOKE) & tells_home(picture, alarm)
    rows = np.flatnonzero((in_homes | on_floor) & ~np.isin(d.kind, devices.ELSEWHERE)).tolist()
    own = d.row(alarm.device)
    return [row for row in rows if row != own] + ([own] if own in rows else [])


def _spot(picture: Picture, row: int, homes: Ints, cells: Floats) -> tuple[float, float]:
    """In its home, the second and third device of one home beside the first; in the corridor by its own coordinates."""
    d = picture.register.devices
    cell = np.flatnonzero(homes == d.home_row[row])
    if len(cell):
        nth = int((d.home_row[:row] == d.home_row[row]).sum())
        return _within(cells[cell[0]], 0.5 + SIDE_BY_SIDE[nth % 3], 0.74 if nth < 3 else 0.9)
    block = int(picture.plan.block_of[d.building_row[row]])
    boxes = picture.plan.boxes
    off = picture.plan.device_xyz[row, :2] - boxes.origin[block]
    u = float(off @ boxes.u[block]) / max(float(boxes.length[block]), 1e-6)
    v = float(off @ boxes.v[block]) / max(float(boxes.depth[block]), 1e-6)
    return min(max(u, 0.04), 0.96), min(max(v, 0.04), 0.96)


def _within(cell: Floats, u: float, v: float) -> tuple[float, float]:
    return float(cell[0] + (cell[2] - cell[0]) * u), float(cell[1] + (cell[3] - cell[1]) * v)


def _device_glyph(picture: Picture, alarm: Alarm, row: int) -> int:
    kind = int(picture.register.devices.kind[row])
    if picture.register.devices.ids[row] == alarm.device:
        return glyphs.device_sprite(kind, "white")  # in its home's glow; red on red would be lost
    if health.alarmed(picture)[row]:
        return glyphs.device_sprite(kind, "red")
    return glyphs.device_sprite(kind, "orange" if health.bad(picture)[row] else "grey")


def _hot(picture: Picture, alarm: Alarm, homes: Ints, cells: Floats) -> tuple[float, float] | None:
    """Where the leader line ends: the alarm's device, else its home."""
    row = picture.register.devices.row(alarm.device)
    if row >= 0 and picture.register.devices.home_row[row] in homes:
        return _spot(picture, row, homes, cells)
    cell = np.flatnonzero(homes == picture.register.homes.row(alarm.place.home or None))
    return _within(cells[cell[0]], 0.5, 0.5) if len(cell) else None


# -- the leader label


def title(picture: Picture, alarm: Alarm) -> str:
    """ "Floor 12 · 1203 Smoke alarm"; a wall names a home, and a device in one, only of a fire."""
    shown = alarm if tells_home(picture, alarm) else _without_home(picture, alarm)
    where = words.floor(shown.place.floor) if shown.place.floor else words.place(shown, picture.register)
    number = words.home_number(picture.register, shown.place.home) if shown.place.floor else ""
    return " · ".join([where, f"{number} {words.alarm_kind(alarm)}".strip()])


def _without_home(picture: Picture, alarm: Alarm) -> Alarm:
    """The alarm as if no home were known, nor a device that hangs in one or is worn."""
    devices = picture.register.devices
    row = devices.row(alarm.device)
    private = row >= 0 and (devices.home_row[row] >= 0 or devices.person_row[row] >= 0)
    return replace(alarm, place=replace(alarm.place, home=""), device="" if private else alarm.device)


def evidence(picture: Picture, alarm: Alarm) -> list[str]:
    """The newest lines of evidence, as the window says them; for smoke what the floor's other detectors say."""
    told = [text for line in alarm.evidence[-EVIDENCE_LINES:] if (text := picture.say(line))]
    return [*told, *([around] if (around := _neighbours(picture, alarm)) else [])][:EVIDENCE_LINES]


def _neighbours(picture: Picture, alarm: Alarm) -> str:
    """How many of the other smoke detectors on the floor are in alarm."""
    own = picture.register.devices.row(alarm.device)
    building = picture.register.buildings.row(alarm.place.building)
    if alarm.kind is not AlarmKind.SMOKE or own < 0 or building < 0:
        return ""
    d, states = picture.register.devices, picture.situation.devices
    homes = picture.plan.homes_on(building, alarm.place.floor)
    others = [r for r in floor_devices(picture, alarm, building, homes) if r != own and d.kind[r] == d.kind[own]]
    if not others:
        return ""
    ringing = sum(STATES[states.state[row]] == "alarm" for row in others)
    if len(others) == 1:
        alarmed = QCoreApplication.translate("Map", "the other detector is in alarm too")
        return alarmed if ringing else QCoreApplication.translate("Map", "the other detector is normal")
    if ringing:
        return QCoreApplication.translate("Map", "{0} of {1} other detectors in alarm").format(ringing, len(others))
    return QCoreApplication.translate("Map", "{0} other detectors normal").format(len(others))


def helped(picture: Picture, building: int, alarm: Alarm) -> str:
    """ "Need help: floor 12 1 · floor 13 1 · above 4" – counts, for whoever climbs the stairs; names nowhere."""
    homes, floor = picture.register.homes, alarm.place.floor
    here = homes.building_row == building
    count = picture.plan.needing_help

    def on(which: NDArray[np.bool_]) -> int:
        return int(count[here & which].sum())

    parts = [(words.floor(level), on(homes.floor == level)) for level in (floor, floor + 1)]
    if _spreads(alarm):
        parts.append((QCoreApplication.translate("Map", "higher up"), on(homes.floor > floor + 1)))
    told = " · ".join(QCoreApplication.translate("Map", "{0}: {1}").format(name, n) for name, n in parts if n)
    return QCoreApplication.translate("Map", "Need help – {0}").format(told) if told else ""


def _spreads(alarm: Alarm) -> bool:
    return alarm.kind is AlarmKind.SMOKE or alarm.incident is IncidentKind.FIRE
