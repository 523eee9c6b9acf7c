"""Layers of the ground and what stands on it: grids, buildings (and their totals on the wall), the path network."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication

from domain.changes import Change, Drawn
from domain.drawings import DrawingKind, bound_id
from layers import names, tips
from layers.layer import LegendRow, paint
from layers.picture import Picture
from layers.target import key_of
from map.palette import RGBA, Palette
from map.ragged import Ragged
from map.shapes import Labels, Outlines, Shape

TOTALS_FROM_PX = 0.9  # below this zoom the totals of neighbouring blocks would only be noise
RENTALS_AT, ELDERS_AT = 0.14, 0.86  # shares of a roof's length; the name stands in the middle


class GridsLayer:
    """Grids 网格 as dashed outlines with their names."""

    key = "grids"
    default_on = False
    bright = False
    period_ms = 0
    pace_ms = 0
    in_scene = False
    touched_by: frozenset[type[Change]] = frozenset({Drawn})

    @property
    def title(self) -> str:
        """Its name."""
        return QCoreApplication.translate("Map", "Grids")

    def shapes(self, picture: Picture) -> list[Shape]:
        """Outlines and names; a grid that somebody drew anew as it is drawn."""
        grids, ink = picture.register.grids, picture.palette.text_soft
        rings = grid_rings(picture)
        rows = [row for row, ring in enumerate(rings) if len(ring) >= 3]
        if not rows:
            return []
        kept = Ragged.of([rings[row] for row in rows], closed=True)
        keys = [key_of("grid", grids.ids[row]) for row in rows]
        labels = [names.said(grids.name[row]) for row in rows]
        return [
            Outlines(kept, paint(ink, len(rows), 170), dashed=True, fill=0.04, grounded=True),
            Labels(kept.centres, labels, paint(ink, len(rows)), boxed=False, centred=True, size_px=14, keys=keys),
        ]

    def legend(self, picture: Picture) -> list[LegendRow]:
        """How many there are."""
        count = len(picture.register.grids)
        return [LegendRow(self.key, "ring", "grey", self.title, count)] if count else []

    def tooltip(self, key: str, picture: Picture) -> list[str]:
        """Name, keeper, homes."""
        return tips.lines(key, picture)


def grid_rings(picture: Picture) -> list[NDArray[np.float64]]:
    """(n, 2) metres a grid row: its outline as it stands."""
    rings = picture.plan.rings(picture.register.grids.outline).parts()
    drawn = (picture.situation.drawings.get(bound_id(DrawingKind.GRID, key)) for key in picture.register.grids.ids)
    return [
        ring if drawing is None else picture.plan.frame.to_metres(drawing.sketch.points)
        for ring, drawing in zip(rings, drawn, strict=True)
    ]


class BuildingsLayer:
    """Communities and blocks; where no home may be marked (the wall) each block carries its totals."""

    key = "buildings"
    default_on = True
    bright = False
    period_ms = 0
    pace_ms = 0
    in_scene = True
    touched_by: frozenset[type[Change]] = frozenset()

    @property
    def title(self) -> str:
        """Its name."""
        return QCoreApplication.translate("Map", "Buildings")

    def shapes(self, picture: Picture) -> list[Shape]:
        """Blocks are the scene's; totals only where single homes must not be marked."""
        if picture.home_marks or not len(picture.plan.building_of):
            return []
        return totals(picture)

    def legend(self, picture: Picture) -> list[LegendRow]:
        """None: a building needs no key."""
        return []

    def tooltip(self, key: str, picture: Picture) -> list[str]:
        """Floors and totals."""
        return tips.lines(key, picture)


def totals(picture: Picture) -> list[Shape]:
    """Two figures a block, in the hues of the legend, on either side of its name (R9: totals, never homes)."""
    plan, palette = picture.plan, picture.palette
    rentals, elders = plan.by_building(plan.rented), plan.by_building(plan.elders)
    figures = ((rentals, lightened(palette.blue, palette), RENTALS_AT), (elders, palette.amber, ELDERS_AT))
    return [_figures(picture, counts[plan.building_of], ink, at) for counts, ink, at in figures if counts.any()]


def lightened(colour: RGBA, palette: Palette) -> RGBA:
    """A hue a third of the way to the ink of text, to be read on a roof tinted in that very hue."""
    mixed = np.asarray(colour[:3]) * 2 / 3 + np.asarray(palette.text[:3]) / 3
    r, g, b = mixed.astype(int).tolist()
    return r, g, b, 255


def _figures(picture: Picture, counts: NDArray[np.int64], ink: RGBA, at: float) -> Labels:
    """The counts that are not nought, on the roofs at a share of their length."""
    boxes = picture.plan.boxes
    blocks = np.flatnonzero(counts)
    reach = boxes.length[blocks] * at
    xy = boxes.origin[blocks] + boxes.u[blocks] * reach[:, None] + boxes.v[blocks] * boxes.depth[blocks, None] / 2
    return Labels(
        np.column_stack([xy, picture.plan.heights[blocks]]),
        [str(count) for count in counts[blocks].tolist()],
        paint(ink, len(blocks)),
        boxed=False,
        centred=True,
        size_px=13,
        priority=counts[blocks].astype(np.int32),
        from_px_per_m=TOTALS_FROM_PX,
    )


class PathsLayer:
    """The walkable path network, as hairlines of the scene."""

    key = "paths"
    default_on = False
    bright = False
    period_ms = 0
    pace_ms = 0
    in_scene = True
    touched_by: frozenset[type[Change]] = frozenset()

    @property
    def title(self) -> str:
        """Its name."""
        return QCoreApplication.translate("Map", "Footpaths")

    def shapes(self, picture: Picture) -> list[Shape]:
        """Nothing that moves."""
        return []

    def legend(self, picture: Picture) -> list[LegendRow]:
        """None."""
        return []

    def tooltip(self, key: str, picture: Picture) -> list[str]:
        """None."""
        return []
