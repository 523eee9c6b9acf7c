"""What people drew: zones, no-go areas, patrol routes and gates set by hand, in no hue; grids have their own layer."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication

from domain.changes import Change, Drawn
from domain.drawings import Drawing, DrawingKind
from layers import tips
from layers.drawing_words import kind_words, name_words, state_words
from layers.layer import LegendRow, paint
from layers.picture import Picture
from layers.plan import Plan
from layers.target import key_of
from map.palette import RGBA, Palette
from map.ragged import Ragged
from map.shapes import Dots, Labels, Outlines, Ribbons, Shape
from map.sprites import sprite

Floats = NDArray[np.float64]

SHOWN = (DrawingKind.ZONE, DrawingKind.NO_GO, DrawingKind.PATROL, DrawingKind.GATE)
NAMES_FROM_PX = 0.35


def ink_of(palette: Palette, kind: DrawingKind) -> RGBA:
    """The colour of a kind: hues stand for other things (look.md), so drawings differ by line and fill."""
    return palette.text if kind is DrawingKind.NO_GO else palette.text_soft


def metres_of(plan: Plan, drawing: Drawing) -> Floats:
    """(n, 2) metres: its points, or where its gate stands."""
    if drawing.sketch.kind is DrawingKind.GATE:
        gates = plan.register.gates
        row = gates.row(drawing.sketch.of)
        return plan.metres(gates.lon[row], gates.lat[row]) if row >= 0 else np.zeros((0, 2))
    return plan.frame.to_metres(drawing.sketch.points)


class DrawingsLayer:
    """Zones softly filled, no-go areas strongly and dashed, routes as dashed lines, gates as ring or cross."""

    key = "drawings"
    default_on = True
    bright = False
    period_ms = 0
    pace_ms = 0
    in_scene = False
    touched_by: frozenset[type[Change]] = frozenset({Drawn})

    @property
    def title(self) -> str:
        """Its name."""
        return QCoreApplication.translate("Drawings", "Drawn")

    def shapes(self, picture: Picture) -> list[Shape]:
        """Areas lowest, names highest; on the wall no names, for they are free words (R9)."""
        by_kind = {kind: self._of(picture, kind) for kind in SHOWN}
        shapes: list[Shape] = []
        for kind, fill, width, dashed in (
            (DrawingKind.ZONE, 0.16, 1.8, False),
            (DrawingKind.NO_GO, 0.30, 2.6, True),
        ):
            if by_kind[kind]:
                rings = Ragged.of([metres_of(picture.plan, d) for d in by_kind[kind]])
                rgba = paint(ink_of(picture.palette, kind), len(rings), 210)
                shapes.append(Outlines(rings, rgba, dashed=dashed, fill=fill, width_px=width))
        if by_kind[DrawingKind.PATROL]:
            paths = Ragged.of([metres_of(picture.plan, d) for d in by_kind[DrawingKind.PATROL]])
            shapes.append(Ribbons(paths, paint(picture.palette.text_soft, len(paths), 220), width_px=3.0, dashed=True))
        shapes += self._gates(picture, by_kind[DrawingKind.GATE])
        return shapes + (self._names(picture, by_kind) if picture.home_marks else [])

    def _of(self, picture: Picture, kind: DrawingKind) -> list[Drawing]:
        found = (d for d in picture.situation.drawings.values() if d.sketch.kind is kind)
        return [d for d in found if np.isfinite(metres_of(picture.plan, d)).all() and len(metres_of(picture.plan, d))]

    def _gates(self, picture: Picture, gates: list[Drawing]) -> list[Shape]:
        if not gates:
            return []
        xy = np.concatenate([metres_of(picture.plan, d) for d in gates])
        glyph = [sprite("cross" if d.sketch.locked else "ring", "white") for d in gates]
        keys = [key_of("drawing", d.id) for d in gates]
        return [Dots(xy, np.array(glyph, dtype=np.int16), keys)]

    def _names(self, picture: Picture, by_kind: dict[DrawingKind, list[Drawing]]) -> list[Shape]:
        drawings = [d for kind in SHOWN for d in by_kind[kind]]
        if not drawings:
            return []
        return [
            Labels(
                np.array([metres_of(picture.plan, d).mean(axis=0) for d in drawings]),
                [name_words(d, picture.register) for d in drawings],
                paint(picture.palette.text, len(drawings)),
                subs=[state_words(d) or kind_words(d.sketch.kind) for d in drawings],
                keys=[key_of("drawing", d.id) for d in drawings],
                boxed=False,
                centred=True,
                from_px_per_m=NAMES_FROM_PX,
            )
        ]

    def legend(self, picture: Picture) -> list[LegendRow]:
        """How many there are."""
        count = sum(d.sketch.kind in SHOWN for d in picture.situation.drawings.values())
        return [LegendRow(self.key, "small_square", "white", self.title, count)] if count else []

    def tooltip(self, key: str, picture: Picture) -> list[str]:
        """Name, kind, who drew it."""
        return tips.lines(key, picture)
