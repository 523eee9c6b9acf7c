"""Points in the hand: a ring or a line that is drawn, reshaped and moved, with every step undone and redone."""

from dataclasses import dataclass, replace

from map.tool import Ground


@dataclass(frozen=True)
class Shaped:
    """`points` metres; `whole`: its drawing is over, from here on points are moved, put in and taken out."""

    points: tuple[Ground, ...] = ()
    whole: bool = False


class Shaping:
    """One shape and its past. `area`: a ring, else a line. Pure: knows no view and no widget."""

    def __init__(self, *, area: bool, points: tuple[Ground, ...] = ()) -> None:
        self.area = area
        self.now = Shaped(points, whole=bool(points))
        self._past: list[Shaped] = []
        self._future: list[Shaped] = []
        self._before: Shaped | None = None

    @property
    def least(self) -> int:
        """So many points it takes."""
        return 3 if self.area else 2

    @property
    def can_undo(self) -> bool:
        """Something was done."""
        return bool(self._past)

    @property
    def can_redo(self) -> bool:
        """Something was undone."""
        return bool(self._future)

    def add(self, point: Ground) -> None:
        """One more point at the end, while it is drawn; a second one on the same spot is none."""
        if not self.now.whole and (not self.now.points or self.now.points[-1] != point):
            self._do(replace(self.now, points=(*self.now.points, point)))

    def finish(self) -> bool:
        """Its drawing is over; False where it has too few points."""
        if len(self.now.points) >= self.least and not self.now.whole:
            self._do(replace(self.now, whole=True))
        return self.now.whole

    def back(self, index: int | None = None) -> bool:
        """Take a point out: the last, or `index` of a whole shape; False where none can go."""
        points = self.now.points
        if not points or (self.now.whole and len(points) <= self.least):
            return False
        row = len(points) - 1 if index is None else index
        self._do(replace(self.now, points=points[:row] + points[row + 1 :]))
        return True

    # a drag: begun, then shown as often as it moves, ended as one step

    def begin(self) -> None:
        """A drag begins."""
        self._before = self.now

    def insert(self, index: int, point: Ground) -> None:
        """A new point before `index`, as part of a drag."""
        self.now = replace(self.now, points=(*self.now.points[:index], point, *self.now.points[index:]))

    def move(self, index: int, point: Ground) -> None:
        """A point is there, as part of a drag."""
        points = list(self.now.points)
        points[index] = point
        self.now = replace(self.now, points=tuple(points))

    def shift(self, east: float, north: float) -> None:
        """All of it lies so many metres off where the drag began, as part of a drag."""
        from_ = self._before or self.now
        self.now = replace(self.now, points=tuple((e + east, n + north) for e, n in from_.points))

    def end(self) -> None:
        """The drag is over: one step."""
        before, self._before = self._before, None
        if before is not None and before != self.now:
            self._past.append(before)
            self._future.clear()

    # the past

    def undo(self) -> bool:
        """One step back; False where there is none."""
        if not self._past:
            return False
        self._future.append(self.now)
        self.now = self._past.pop()
        return True

    def redo(self) -> bool:
        """One step that was undone, done again; False where there is none."""
        if not self._future:
            return False
        self._past.append(self.now)
        self.now = self._future.pop()
        return True

    def _do(self, after: Shaped) -> None:
        self._past.append(self.now)
        self._future.clear()
        self.now = after
