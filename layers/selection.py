"""What the seat has selected: an outline or a ring in white, so that panels and map speak of the same thing."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication

from domain.changes import Change, DutyChanged, Moved
from domain.register import Ragged
from layers import alarms, guards, tips
from layers.layer import LegendRow, paint
from layers.picture import Picture
from layers.target import Target, key_of
from map.ragged import Ragged as Rings
from map.shapes import Dots, Outlines, Shape
from map.sprites import sprite

Floats = NDArray[np.float64]


class SelectionLayer:
    """One ring or outline. Keeps its light."""

    key = "selection"
    default_on = True
    bright = True
    period_ms = 0
    pace_ms = 100
    in_scene = False
    touched_by: frozenset[type[Change]] = frozenset({Moved, DutyChanged})

    @property
    def title(self) -> str:
        """Its name."""
        return QCoreApplication.translate("Map", "Selection")

    def shapes(self, picture: Picture) -> list[Shape]:
        """Outline of a building, grid or community; ring around anything else."""
        if picture.selected is None:
            return []
        ring = outline(picture, picture.selected)
        if ring is not None:
            return [Outlines(Rings.of([ring], closed=True), paint(picture.palette.text, 1), fill=0.06, width_px=2.0)]
        xyz = whereabouts(picture, picture.selected)
        if xyz is None:
            return []
        key, glyph = key_of(*picture.selected), np.array([sprite("ring", "white")], dtype=np.int16)
        return [Dots(xyz[None], glyph, [key], size=1.7, glide_ms=picture.glide_ms)]

    def legend(self, picture: Picture) -> list[LegendRow]:
        """None."""
        return []

    def tooltip(self, key: str, picture: Picture) -> list[str]:
        """Of what is selected."""
        return tips.lines(key, picture)


def outline(picture: Picture, target: Target) -> Floats | None:
    """(k, 2) the ring of a building, grid or community; None for anything else."""
    kind, ident = target
    register, plan = picture.register, picture.plan
    if kind == "building":
        row = register.buildings.row(ident)
        block = int(plan.block_of[row]) if row >= 0 else -1
        return plan.footprints.part(block) if block >= 0 else None
    if kind == "grid":
        return _ring(picture, register.grids.outline, register.grids.row(ident))
    return (
        _ring(picture, register.communities.outline, register.communities.row(ident)) if kind == "community" else None
    )


def _ring(picture: Picture, outlines: Ragged, row: int) -> Floats | None:
    degrees = outlines[row] if row >= 0 else np.zeros((0, 2))
    return picture.plan.frame.to_metres(degrees) if len(degrees) >= 3 else None


def whereabouts(picture: Picture, target: Target) -> Floats | None:
    """(2,) or (3,) metres of anything that can be selected; None where it is nowhere, or not to be shown here."""
    kind, ident = target
    found = _PLACES[kind](picture, ident) if kind in _PLACES else None
    if found is None:
        ring = outline(picture, target)
        found = (ring.min(axis=0) + ring.max(axis=0)) / 2 if ring is not None else None
    return found if found is not None and not np.isnan(found[0]) else None


def _alarm(picture: Picture, ident: str) -> Floats | None:
    alarm = picture.situation.alarms.get(ident)
    return alarms.spot(picture, alarm) if alarm is not None else None


def _home(picture: Picture, ident: str) -> Floats | None:
    row = picture.register.homes.row(ident)
    return picture.plan.home_xyz[row] if row >= 0 and picture.home_marks else None


def _person(picture: Picture, ident: str) -> Floats | None:
    row = picture.register.people.row(ident)
    home = int(picture.register.people.home_row[row]) if row >= 0 else -1
    return picture.plan.home_xyz[home] if home >= 0 and picture.home_marks else None


def _device(picture: Picture, ident: str) -> Floats | None:
    devices = picture.register.devices
    row = devices.row(ident)
    private = row >= 0 and not picture.home_marks and (devices.home_row[row] >= 0 or devices.person_row[row] >= 0)
    return picture.plan.device_xyz[row] if row >= 0 and not private else None


def _camera(picture: Picture, ident: str) -> Floats | None:
    row = picture.register.cameras.row(ident)
    return picture.plan.camera_xy[row] if row >= 0 else None


def _responder(picture: Picture, ident: str) -> Floats | None:
    row, found = picture.register.responders.row(ident), guards.heads(picture)
    at = np.flatnonzero(found.rows == row)
    return found.xy[at[0]] if len(at) else None


def _order(picture: Picture, ident: str) -> Floats | None:
    order = picture.situation.orders.get(ident)
    return _responder(picture, order.responder) if order is not None else None


def _safety(picture: Picture, ident: str) -> Floats | None:
    row = picture.register.safety.row(ident)
    return picture.plan.safety_xy[row] if row >= 0 else None


_PLACES = {
    "alarm": _alarm,
    "home": _home,
    "person": _person,
    "device": _device,
    "camera": _camera,
    "responder": _responder,
    "order": _order,
    "safety": _safety,
}
