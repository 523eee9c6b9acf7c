"""The editing tool: points set, dragged, put in and taken out on the map, snapping to what is near."""

from collections.abc import Callable

import numpy as np
import shapely
from numpy.typing import NDArray
from PySide6.QtGui import QPainter

from map.measure import area_m2, area_words, length_m, length_words
from map.paint_editor import Drawn, paint_drawn
from map.palette import RGBA, Palette
from map.shaping import Shaping
from map.snapping import SNAP_PX, Snap, Targets, snap
from map.tool import Ground
from map.view import View

Floats = NDArray[np.float64]


class Editor:
    """A tool for one ring or line. GUI thread. `view` gives the canvas's view as it is; `targets` what is snapped to.

    `crossed` says, in the window's language, that a ring's edges cross. `altered` is called after every step,
    `put_down` when it is in the hand no longer.
    """

    def __init__(
        self,
        *,
        area: bool,
        colour: Callable[[Palette], RGBA],
        view: Callable[[], View],
        crossed: Callable[[], str],
        points: tuple[Ground, ...] = (),
        targets: Targets | None = None,
    ) -> None:
        self.shaping = Shaping(area=area, points=points)
        self.altered: Callable[[], None] = lambda: None
        self.put_down: Callable[[], None] = lambda: None
        self._colour, self._view, self._crossed = colour, view, crossed
        self._targets = targets or Targets()
        self._near: tuple[View | None, Targets] = (None, Targets())
        self._pointer: Ground | None = None
        self._snap: Snap | None = None
        self._held: int | None = None
        self._origin: Ground | None = None
        self.selected: int | None = None

    @property
    def working(self) -> bool:
        """Until it is put down."""
        return True

    @property
    def points(self) -> tuple[Ground, ...]:
        """As drawn so far, metres."""
        return self.shaping.now.points

    @property
    def whole(self) -> bool:
        """It could be kept."""
        return self.shaping.now.whole and len(self.points) >= self.shaping.least

    # -- clicks and moves

    def clicked(self, ground: Ground) -> None:
        """A point more; on the first point the ring is closed. Of a whole shape: the point there is chosen."""
        at = self._px(ground)
        if self.shaping.now.whole:
            self.selected = self._vertex_at(at)
        elif self.shaping.area and len(self.points) >= 3 and self._vertex_at(at) == 0:
            self.finish()
        else:
            self.shaping.add(self._snapped(at, ground))
            self._pointer = None
        self.altered()

    def moved(self, ground: Ground | None) -> None:
        """The rubber line ends here, or where it snaps to."""
        if ground is None:
            self._pointer = self._snap = None
            return
        self._pointer = ground if self.shaping.now.whole else self._snapped(self._px(ground), ground)
        if self.shaping.now.whole:
            self._snap = None

    def finish(self) -> None:
        """Its drawing is over; with too few points it goes on."""
        if self.shaping.finish():
            self._snap = self._pointer = None
        self.altered()

    def back(self) -> None:
        """Take the last point back; of a whole shape the chosen one."""
        if not self.shaping.now.whole or self.selected is not None:
            self.shaping.back(self.selected)
        self.selected = None
        self.altered()

    def undo(self) -> None:
        """One step back."""
        self.shaping.undo()
        self.selected = None
        self.altered()

    def redo(self) -> None:
        """One step on."""
        self.shaping.redo()
        self.selected = None
        self.altered()

    def dropped(self) -> None:
        """It is in the hand no longer."""
        self.put_down()

    # -- drags

    def grab(self, ground: Ground) -> bool:
        """A drag begins there; True if it takes hold of a point, the middle of an edge, or the whole shape."""
        at = self._px(ground)
        vertex = self._vertex_at(at)
        edge = self._edge_at(at) if vertex is None and self.shaping.now.whole else None
        if vertex is None and edge is None and not self._holds(ground):
            return False
        self.shaping.begin()
        if edge is not None:
            vertex = edge + 1
            self.shaping.insert(vertex, ground)
        self._held = self.selected = vertex
        self._origin = ground
        return True

    def drag(self, ground: Ground) -> None:
        """The drag has got here."""
        if self._origin is None:
            return
        if self._held is not None:
            self.shaping.move(self._held, self._snapped(self._px(ground), ground))
        else:
            self.shaping.shift(ground[0] - self._origin[0], ground[1] - self._origin[1])

    def release(self) -> None:
        """The drag is over."""
        self.shaping.end()
        self._held = self._origin = self._snap = None
        self.altered()

    # -- what is where

    def _px(self, ground: Ground) -> tuple[float, float]:
        x, y = self._view().project(ground)
        return float(x), float(y)

    def _snapped(self, at: tuple[float, float], ground: Ground) -> Ground:
        self._snap = snap(self._view(), at, self._around())
        return ground if self._snap is None else (self._snap.east, self._snap.north)

    def _around(self) -> Targets:
        """What can be snapped to in sight, and the shape's own corners but the one in the hand and its neighbours."""
        view = self._view()
        if self._near[0] != view:
            self._near = (view, self._targets.within(view.visible(SNAP_PX)))
        near = self._near[1]
        hand = len(self.points) if self._held is None else self._held
        own = [p for i, p in enumerate(self.points) if abs(i - hand) > 1]
        return Targets(np.concatenate([near.points, np.reshape(own, (-1, 2))]), near.edges) if own else near

    def _vertex_at(self, at: tuple[float, float]) -> int | None:
        return self._nearest(np.reshape(self.points, (-1, 2)), at)

    def _edge_at(self, at: tuple[float, float]) -> int | None:
        return self._nearest(self.middles(), at)

    def _nearest(self, ground: Floats, at: tuple[float, float]) -> int | None:
        if not len(ground):
            return None
        away = np.hypot(*(self._view().project(ground) - at).T)
        row = int(np.argmin(away))
        return row if away[row] <= SNAP_PX else None

    def middles(self) -> Floats:
        """(n, 2) metres: the middle of each edge of a whole shape."""
        points = np.reshape(self.points, (-1, 2))
        if not self.shaping.now.whole:
            return np.zeros((0, 2))
        ends = np.roll(points, -1, axis=0)
        middles: Floats = (points + ends) / 2
        return middles if self.shaping.area else middles[:-1]

    def _holds(self, ground: Ground) -> bool:
        """Whether a drag from there moves the whole shape: from within a ring, or from a line."""
        if not self.shaping.now.whole:
            return False
        if self.shaping.area:
            area = shapely.Polygon(self.points)
            shapely.prepare(area)  # prepared, a ring that crosses itself needs no repair
            return bool(shapely.contains_xy(area, *ground))
        return snap(self._view(), self._px(ground), Targets.of(lines=[self.points])) is not None

    # -- drawn

    def words(self) -> str:
        """Its size as it stands; "" before there is one."""
        line = self._line()
        if len(line) < 2:
            return ""
        if not self.shaping.area or len(line) < 3:
            return length_words(length_m(line))
        found = area_m2(line)
        return self._crossed() if found is None else area_words(found)

    def _line(self) -> tuple[Ground, ...]:
        rubber = self._pointer if not self.shaping.now.whole and self.points else None
        return self.points if rubber is None else (*self.points, rubber)

    def paint(self, painter: QPainter, view: View, palette: Palette) -> None:
        """The shape, its handles, its size, and the mark of what it snaps to; over everything."""
        line = self._line()
        crossed = self.shaping.area and len(line) >= 4 and area_m2(line) is None
        drawn = Drawn(
            line=np.reshape(line, (-1, 2)),
            corners=len(self.points),
            middles=self.middles(),
            area=self.shaping.area,
            closed=self.shaping.area and (self.shaping.now.whole or len(line) > 2),
            selected=self.selected,
            snap=self._snap,
            wrong=crossed,
            words=self.words(),
        )
        paint_drawn(painter, view, palette, self._colour(palette), drawn)
