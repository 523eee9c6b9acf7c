"""Safety objects: hydrants, AEDs, risers, lifts, gas valves, fire lanes – white glyphs, in no hue."""

from collections import Counter

import numpy as np
from PySide6.QtCore import QCoreApplication

from domain.changes import Change
from layers import filtering, glyphs, tips, words
from layers.layer import LegendRow
from layers.picture import Picture
from layers.target import key_of
from map.shapes import Dots, Shape


class SafetyLayer:
    """Where the next hydrant, AED or valve is (T1-49)."""

    key = "safety"
    default_on = False
    bright = False
    period_ms = 0
    pace_ms = 0
    in_scene = False
    touched_by: frozenset[type[Change]] = frozenset()

    @property
    def title(self) -> str:
        """Its name."""
        return QCoreApplication.translate("Map", "Safety objects")

    def shapes(self, picture: Picture) -> list[Shape]:
        """Kind by shape."""
        objects, xy = picture.register.safety, picture.plan.safety_xy
        placed, kept = ~np.isnan(xy[:, 0]), filtering.safety(picture)
        rows = np.flatnonzero(placed if kept is None else placed & kept).tolist()
        if not rows:
            return []
        return [
            Dots(
                xy[rows],
                np.array([glyphs.safety_sprite(int(objects.kind[row])) for row in rows], dtype=np.int16),
                [key_of("safety", objects.ids[row]) for row in rows],
                labels=[objects.name[row] or words.safety_kind(int(objects.kind[row])) for row in rows],
                labels_from_px_per_m=4.0,
                from_px_per_m=0.5,
            )
        ]

    def legend(self, picture: Picture) -> list[LegendRow]:
        """One row a kind that the register has."""
        kinds, kept = picture.register.safety.kind, filtering.safety(picture)
        counts, shapes = Counter(kinds.tolist()), glyphs.SAFETY_SHAPES
        shown = Counter((kinds if kept is None else kinds[kept]).tolist())
        return [
            LegendRow(self.key, shapes[k], "white", words.safety_kind(k), n, shown[k])
            for k, n in sorted(counts.items())
        ]

    def tooltip(self, key: str, picture: Picture) -> list[str]:
        """Kind and name."""
        return tips.lines(key, picture)
