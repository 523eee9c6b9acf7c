"""Gives room to the labels of one paint, highest priority first, and draws them; nothing ever overlaps."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from map.brush import LabelJob
from map.chips import Chips, size_of
from map.label_given import EDGE, STILL, Given, Placed
from map.leader import CLEAR, best_leader, ends_of, leader_boxes
from map.rects import along, at_corners, crossings, rows_of, touching
from map.view import View

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

NOWHERE = np.zeros((0, 4))
APART = 1.5  # … and between labels
WEIGHED_EVERY = 20  # paints, about a second: where a leader label stands well, the other places are not weighed again
CARRIED = 5  # paints in motion for which labels only go along before all are placed anew
WALKED = 10.0  # px that points may have moved in all while labels go along and are only looked at for meeting anything
WALKING = 24  # paints at rest for which they do: somebody new finds room within half a second
RIM = 6.0  # the leader's line ends at the rim of its dot
# Right, left, above, below and the diagonals: shares of the gap, and of the chip's width and height.
# Then the same twice as far, for the chips of bright dots alone.
_NEAR = np.array([(1, 0), (-1, 0), (0, -1), (0, 1), (0.7, -0.7), (0.7, 0.7), (-0.7, -0.7), (-0.7, 0.7)])
_GAP = np.concatenate([_NEAR, _NEAR * 2.4])
_BACK = np.tile([(0, 0.5), (1, 0.5), (0.5, 1), (0.5, 0), (0, 1), (0, 0), (1, 1), (1, 0)], (2, 1))


class LabelRoom:
    """Remembers between paints where each label stood, so that chips do not hop."""

    def __init__(self) -> None:
        self._last: dict[object, int] = {}
        self._leaders: dict[object, _LeaderStood] = {}
        self._given: Given | None = None
        self._carried = 0
        self.placed: list[Placed] = []

    def place(
        self,
        jobs: Iterable[LabelJob],
        view: View,
        taken: Floats = NOWHERE,
        glyphs: Floats = NOWHERE,
        apart: Floats = NOWHERE,
        *,
        moving: bool = False,
    ) -> list[Placed]:
        """Those that find room, each whole within the window.

        `taken` (k, 4) stays free of labels, and so do `glyphs`, the dots of bright layers. `apart` does too, except
        that the chip of a bright dot stands there before it is left out. Such chips come before the leader label,
        which can stand in many places; only where it finds none at all, it comes first. `moving`: the view is on its
        way; labels then go along with their dots for some paints, and may meet for so long.
        """
        ordered, kept = sorted(jobs, key=_rank), (taken, glyphs, apart)
        found = self._carried_along(ordered, view, taken) if moving else self._again(ordered, view, kept)
        self.placed = found or self._anew(ordered, view, kept, moving)
        return self.placed

    def _carried_along(self, jobs: list[LabelJob], view: View, taken: Floats) -> list[Placed]:
        """Each label beside its dot as before, where it is whole and off the furniture; [] when it is time to look."""
        given = self._given
        if (
            given is None
            or self._carried >= CARRIED
            or (given.view.width, given.view.height) != (view.width, view.height)
        ):
            return []
        self._carried += 1
        now = {job.memory: job for job in jobs}
        pairs = [(now[one.job.memory], one) for _, one in given.placed if one.job.memory in now]
        found = [Placed(job, one.box.translated(job.x - one.job.x, job.y - one.job.y)) for job, one in pairs]
        window = QRectF(EDGE, EDGE, view.width - 2 * EDGE, view.height - 2 * EDGE)
        boxes = rows_of([one.box for one in found])
        met = touching(boxes, taken) if found else np.zeros(0, dtype=np.bool_)
        return [
            one
            for one, hit in zip(found, met.tolist(), strict=True)
            if one.job.leader or (not hit and window.contains(one.box))
        ]

    def _again(self, jobs: list[LabelJob], view: View, kept: tuple[Floats, ...]) -> list[Placed]:
        """The same labels go along with their dots; [] where something else is said, or one would meet anything."""
        given = self._given
        moved = math.inf if given is None else given.moved(jobs, view, kept)
        if given is None or moved > (WALKED if self._carried < WALKING else STILL):
            return []
        found = []
        for i, placed in given.placed:
            job, before = jobs[i], placed.job
            walked = (0.0, 0.0) if job.leader else (job.x - before.x, job.y - before.y)
            found.append(Placed(job, placed.box.translated(*walked)))
        if moved > STILL:
            self._carried += 1
            if given.meets(found, view, kept):
                return []
        return found

    def _anew(
        self, ordered: list[LabelJob], view: View, kept: tuple[Floats, Floats, Floats], moving: bool
    ) -> list[Placed]:
        taken, glyphs, apart = kept
        hard, stood = np.concatenate([taken, glyphs]), self._leaders
        if moving:
            stood = {job.memory: stood[job.memory].along(job, view) for job in ordered if job.memory in stood}
        desk = _Desk(ordered, view, (hard, apart), self._last, stood)
        if not desk.run(range(len(ordered))):
            desk = _Desk(ordered, view, (hard, apart), self._last, stood)
            desk.run(sorted(range(len(ordered)), key=lambda i: not ordered[i].leader))
        self._last, self._leaders = desk.seen, desk.leaders
        self._given, self._carried = Given.of(ordered, view, kept, desk.placed), 0
        return desk.placed


def _rank(job: LabelJob) -> tuple[int, int]:
    first = 0 if job.bright and not job.leader else 1 if job.leader else 2
    return first, -job.priority


@dataclass(frozen=True, eq=False)
class _LeaderStood:
    """Where a leader label stood: `asked`, what was asked for then; `paints` since all its places were weighed."""

    asked: tuple[object, ...]
    row: int
    box: Floats
    paints: int

    def along(self, job: LabelJob, view: View) -> "_LeaderStood":
        """The same of its places where the view has moved to: in motion the other places are not weighed."""
        w, h = size_of(job.lines, job.style)
        boxes = leader_boxes(job, w, h, view)
        return replace(self, asked=_asked(job, w, h, view), box=boxes[self.row]) if self.row < len(boxes) else self


def _asked(job: LabelJob, w: float, h: float, view: View) -> tuple[object, ...]:
    return (job.x, job.y, job.around, w, h, view.width, view.height)


class _Desk:
    """One round of giving out room. `kept`: what stays free in any case, and what stays free if it can."""

    def __init__(
        self,
        jobs: Sequence[LabelJob],
        view: View,
        kept: tuple[Floats, Floats],
        last: dict[object, int],
        stood: dict[object, _LeaderStood],
    ) -> None:
        self._jobs, self._view, self._last, self._stood = jobs, view, last, stood
        self._sizes = np.array([size_of(job.lines, job.style) for job in jobs]).reshape(-1, 2)
        self._boxes, allowed = _beside(jobs, self._sizes, view)
        self._hard, self._apart = kept
        self._allowed = allowed & ~touching(self._boxes, self._hard)
        self._free = self._allowed & ~touching(self._boxes, self._apart) if len(self._apart) else self._allowed
        self._used = np.empty((len(jobs) + 400, 4))
        self._n = 0
        self._given: list[list[float]] = []
        self._stand = _Standing.of(jobs, self._boxes, self._free, last)
        self._standing = 0
        self.seen: dict[object, int] = {}
        self.leaders: dict[object, _LeaderStood] = {}
        self.placed: list[Placed] = []

    def run(self, order: Iterable[int]) -> bool:
        """False: a leader label found no room."""
        for i in order:
            job = self._jobs[i]
            row = self._leader(i) if job.leader else self._chip(i)
            if row is None and job.leader and self._n:
                return False
        return True

    def _chip(self, i: int) -> int | None:
        job, stand = self._jobs[i], self._stand
        if stand.good[i] and not (stand.meets[i] & self._standing) and not self._met(stand.boxes[i]):
            self._standing |= 1 << i  # nearly always: nothing more to be asked
            self._note(job, stand.row[i], stand.boxes[i])
            return stand.row[i]
        boxes, clear = self._boxes[i], self._free[i]
        if job.bright and not clear.any():
            clear = self._allowed[i]
        if not clear.any():
            return None
        met = touching(boxes, self._used[: self._n], APART)
        row = _first(clear & ~met, self._last.get(job.memory, 0))
        if row is None and job.bright:
            row = _first(self._allowed[i] & ~met, self._last.get(job.memory, 0))
        if row is not None:
            self._take(job, row, boxes[row])
        return row

    def _met(self, box: list[float]) -> bool:
        """As `touching`, for one box against what was given out anew: a plain loop is faster for so few."""
        x0, y0, x1, y1 = box[0] - APART, box[1] - APART, box[2] + APART, box[3] + APART
        return any(x0 < c and x1 > a and y0 < d and y1 > b for a, b, c, d in self._given)

    def _leader(self, i: int) -> int | None:
        job, (w, h) = self._jobs[i], self._sizes[i].tolist()
        asked = _asked(job, w, h, self._view)
        stood = self._stood.get(job.memory)
        if stood is None or stood.asked != asked or stood.paints >= WEIGHED_EVERY or not self._still_good(job, stood):
            stood = self._weigh(job, w, h, asked)
        if stood is None:
            return None
        self.leaders[job.memory] = replace(stood, paints=stood.paints + 1)
        self._take(job, stood.row, stood.box)
        line = along(np.array([job.x, job.y]), ends_of(job, stood.box[None])[0], 5.0)[:300]
        self._used[self._n : self._n + len(line)] = line
        self._n += len(line)
        self._given += line.tolist()
        return stood.row

    def _weigh(self, job: LabelJob, w: float, h: float, asked: tuple[object, ...]) -> _LeaderStood | None:
        boxes, chips = leader_boxes(job, w, h, self._view), self._used[: self._n]
        blocked = np.concatenate([self._hard, self._apart, chips])
        row = best_leader(job, boxes, blocked, chips, self._last.get(job.memory))
        return None if row is None else _LeaderStood(asked, row, boxes[row], 0)

    def _still_good(self, job: LabelJob, stood: _LeaderStood) -> bool:
        """Nothing has come to where it stood, nor under its line: the other places need no weighing."""
        spot, box, chips = np.array([job.x, job.y]), stood.box[None], self._used[: self._n]
        if any(touching(box, rows, CLEAR)[0] for rows in (self._hard, self._apart, chips)):
            return False
        return not crossings(spot, ends_of(job, box), chips)[0]

    def _take(self, job: LabelJob, row: int, box: Floats) -> None:
        self._given.append(box.tolist())
        self._note(job, row, self._given[-1])

    def _note(self, job: LabelJob, row: int, box: list[float]) -> None:
        if self._n == len(self._used):
            self._used = np.concatenate([self._used, np.empty_like(self._used)])
        self._used[self._n] = box
        self._n += 1
        x0, y0, x1, y1 = box
        self.seen[job.memory] = row
        self.placed.append(Placed(job, QRectF(x0, y0, x1 - x0, y1 - y0)))


@dataclass(frozen=True, eq=False)
class _Standing:
    """The place of each job where it stood before, all weighed together: `row` of its places, whether that is `good`,
    its box, and which others it would meet if they too stood there (`meets`: a bit for each job)."""

    row: list[int]
    good: list[bool]
    boxes: list[list[float]]
    meets: list[int]

    @classmethod
    def of(cls, jobs: Sequence[LabelJob], places: Floats, free: Bools, last: dict[object, int]) -> "_Standing":
        if not jobs:
            return cls([], [], [], [])
        row = np.array([last.get(job.memory, -1) for job in jobs])
        each, held = np.arange(len(jobs)), np.clip(row, 0, free.shape[1] - 1)
        good = (row == held) & free[each, held]
        boxes = places[each, held]
        beside = (boxes[:, None, 0] < boxes[:, 2] + APART) & (boxes[:, None, 2] > boxes[:, 0] - APART)
        meets = beside & (boxes[:, None, 1] < boxes[:, 3] + APART) & (boxes[:, None, 3] > boxes[:, 1] - APART)
        bits = np.packbits(meets, axis=1, bitorder="little")
        numbers = [int.from_bytes(bits[i].tobytes(), "little") for i in range(len(jobs))]
        return cls(row.tolist(), good.tolist(), boxes.tolist(), numbers)


def _first(free: Bools, last: int) -> int | None:
    """Where it stood before, else the first that is free."""
    if last < len(free) and free[last]:
        return last
    row = int(np.argmax(free))
    return row if free[row] else None


def _beside(jobs: Sequence[LabelJob], sizes: Floats, view: View) -> tuple[Floats, Bools]:
    """(n, 8|16, 4) places beside each job's point, moved into the window, and (n, 8|16) which of them may be used."""
    facts = np.array([(job.x, job.y, job.gap, job.centred, job.bright) for job in jobs], dtype=np.float64)
    points, gap, centred, bright = facts.reshape(-1, 5)[:, :2], *facts.reshape(-1, 5)[:, 2:].T
    ways = len(_GAP) if bright.any() else len(_NEAR)
    corners = points[:, None] + _GAP[:ways] * gap[:, None, None] - _BACK[:ways] * sizes[:, None]
    corners = np.where(centred[:, None, None] > 0, (points - sizes / 2)[:, None], corners)
    window = np.array([view.width, view.height], dtype=np.float64)
    held = np.clip(corners, EDGE, np.maximum(window - sizes - EDGE, EDGE)[:, None])
    boxes = at_corners(held, sizes[:, None])
    near = (gap * 0.65)[:, None]  # moved in from the edge it must not cover its own dot
    own = ((boxes[..., :2] < (points + near)[:, None]) & (boxes[..., 2:] > (points - near)[:, None])).all(axis=2)
    outside = ((points < 0) | (points > window)).any(axis=1) & ~(bright > 0)
    allowed: Bools = (~own | (centred > 0)[:, None]) & ~outside[:, None]
    allowed[bright <= 0, len(_NEAR) :] = False
    return boxes, allowed


def draw_placed(painter: QPainter, placed: Iterable[Placed], chips: Chips, dpr: float) -> None:
    """Chips at whole physical pixels, and the lines of leader labels."""
    for one in placed:
        job, box = one.job, one.box
        painter.setOpacity(job.alpha)
        if job.leader:
            _line(painter, job, box)
        corner = QPointF(round(box.x() * dpr) / dpr, round(box.y() * dpr) / dpr)
        painter.drawPixmap(corner, chips.get(job.lines, job.style, dpr))
    painter.setOpacity(1.0)


def _line(painter: QPainter, job: LabelJob, box: QRectF) -> None:
    """From the rim of the dot to the label."""
    line = QLineF(QPointF(job.x, job.y), QPointF(*ends_of(job, rows_of([box]))[0]))
    if line.length() <= RIM:
        return
    painter.setPen(QPen(QColor(*job.style.edge), 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.drawLine(QLineF(line.pointAt(RIM / line.length()), line.p2()))
