"""The painter of crowds: paints what is ready, asks for what is not, and remembers what it has painted."""

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QImage, QPixmap, QRegion, QTransform

from map.brush import Brush
from map.crowd_mix import Mix
from map.crowd_prepare import Prepared, prepare, room
from map.draw_crowd_marks import Marks
from map.fragments import draw_fragments, fragments
from map.shapes import Crowd
from map.view import View

log = logging.getLogger(__name__)

Floats = NDArray[np.float64]

FAINT = 0.06  # clusters this faint are not painted
SOON = 1.5  # zoomed in by so much more than where a crowd comes on show, it is made ready
_WORKER = ThreadPoolExecutor(1, "map-crowd")  # one for all windows: the other core is theirs


@dataclass(frozen=True, eq=False)
class MarksDrawn:
    """Clusters as painted: `rows` (m,) of `marks`, the topmost last, with their `centres` (m, 2) in logical pixels."""

    marks: Marks
    rows: NDArray[np.int64]
    centres: Floats


@dataclass(frozen=True, eq=False)
class Drawn:
    """What of a layer's crowd was painted last, from a `view`. `dotted`: single dots can be told apart."""

    layer: str
    crowd: Crowd
    view: View
    marks: tuple[MarksDrawn, ...]
    dotted: bool


@dataclass(eq=False)
class _Shown:
    """One layer. `ready`: what is painted; `atlases`: its sprites by level; `job`: what is being made ready."""

    ready: Prepared | None = None
    atlases: dict[int, QPixmap] = field(default_factory=dict)
    job: "Future[None] | None" = None
    failed: Crowd | None = None


class CrowdPainter(QObject):
    """Lives on the GUI thread, as a child of what ends with the map. `arrived` when there is more to paint."""

    arrived = Signal()
    _done = Signal(str, object, object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.drawn: list[Drawn] = []
        self.whole = True  # the last paint lacked nothing
        self._shown: dict[str, _Shown] = {}
        self._seen: set[str] = set()
        self._done.connect(self._take)
        shown = self._shown
        parent.destroyed.connect(lambda: _end(shown))

    def begin(self) -> None:
        """Before the layers of a paint: forget the crowds that the last one did not have."""
        for layer in self._shown.keys() - self._seen:
            if self._shown[layer].job is None:
                del self._shown[layer]
        self.drawn, self.whole, self._seen = [], True, set()

    def paint(self, brush: Brush, crowd: Crowd) -> None:
        """The crowd of the brush's layer; an older one, or what is there of it, until the newest is ready."""
        shown = self._shown.setdefault(brush.layer, _Shown())
        self._seen.add(brush.layer)
        ready, zoom, seen_to = shown.ready, brush.view.px_per_m, crowd.to_px_per_m
        if zoom >= seen_to * SOON:
            return
        if shown.failed is not crowd and (
            ready is None or ready.crowd is not crowd or not ready.serves(brush.view, brush.palette, rests=brush.rests)
        ):
            self.whole &= zoom >= seen_to
            self._ask(shown, brush, crowd)
        if ready is not None and zoom < seen_to:
            self._paint(brush, shown, ready)

    def boxes(self) -> Floats:
        """(k, 4) of the clusters as painted, logical pixels: a name over a number would make both unreadable."""
        marks = [(one.centres, one.marks.radii[one.rows, None]) for drawn in self.drawn for one in drawn.marks]
        boxes = [np.column_stack([centres - radii, centres + radii]) for centres, radii in marks]
        return np.concatenate([np.zeros((0, 4)), *boxes])

    def _ask(self, shown: _Shown, brush: Brush, crowd: Crowd) -> None:
        """One at a time; when it has arrived, the paint that follows asks for what is then lacking."""
        if shown.job is None:
            layer, view, palette, tell = brush.layer, brush.view, brush.palette, self._done.emit
            shown.job = _WORKER.submit(lambda: _prepared(tell, layer, crowd, lambda: prepare(crowd, view, palette)))

    def _take(self, layer: str, crowd: Crowd, ready: Prepared | None) -> None:
        shown = self._shown[layer]
        shown.job = None
        if ready is None:
            shown.failed = crowd
        else:
            shown.ready = ready
            shown.atlases = {level: _atlas(marks) for level, marks in ready.marks.items()}
        self.arrived.emit()

    def _paint(self, brush: Brush, shown: _Shown, ready: Prepared) -> None:
        mix = ready.mix(brush.view.px_per_m)
        strength = mix.clusters
        if brush.rests:
            mix, strength = mix.at_rest(), float(mix.clusters >= 0.5)
        if ready.picture is not None and mix.picture > 0.0:
            _picture(brush, ready, ready.picture)
        levels = _there(mix, ready.marks) if strength > 0.0 else ()
        drawn = tuple(
            _marked(brush, ready.marks[level], shown.atlases[level], share * strength)
            for level, share in levels
            if share * strength > FAINT
        )
        dotted = mix.dotted and ready.picture is not None
        self.drawn.append(Drawn(brush.layer, ready.crowd, brush.view, drawn, dotted))


def _prepared(tell: Callable[..., object], layer: str, crowd: Crowd, make: Callable[[], Prepared]) -> None:
    """In the worker."""
    ready = None
    try:
        ready = make()
    except Exception:  # one bad crowd must not end the worker; the old one stays on show
        log.exception("the points of layer %s could not be drawn", layer)
    with suppress(RuntimeError):  # the map was closed meanwhile
        tell(layer, crowd, ready)


def _end(shown: dict[str, _Shown]) -> None:
    """Nothing is told to a painter that is gone."""
    for one in shown.values():
        if one.job is not None and not one.job.cancel():
            one.job.exception()


def _atlas(marks: Marks) -> QPixmap:
    return QPixmap.fromImage(marks.image, Qt.ImageConversionFlag.NoOpaqueDetection)


def _there(mix: Mix, marks: dict[int, Marks]) -> tuple[tuple[int, float], ...]:
    """The levels asked for; while they are not ready, the nearest that is."""
    if all(level in marks for level, _ in mix.levels):
        return mix.levels
    wanted = mix.levels[-1][0]
    return tuple((level, 1.0) for level in sorted(marks, key=lambda level: abs(level - wanted))[:1])


def _marked(brush: Brush, marks: Marks, atlas: QPixmap, strength: float) -> MarksDrawn:
    """All clusters of a level in sight by one call."""
    view = brush.view
    px = view.project(marks.places(view.px_per_m))
    sides = marks.sides
    seen = brush.in_sight(px, float(sides.max(initial=0.0)) / view.dpr / 2)
    at = np.floor(px[seen] * view.dpr) + (sides[seen] % 2 / 2)[:, None]  # whole pixels: the numbers stay sharp
    table = fragments(at, marks.corners[seen], cell=0, scale=1.0, alpha=np.full(len(seen), strength))
    table[:, 4:6] = sides[seen, None]
    draw_fragments(brush.painter, table, atlas, view.dpr)
    return MarksDrawn(marks, seen, px[seen])


def _picture(brush: Brush, ready: Prepared, picture: QImage) -> None:
    """The picture, and around it what lies behind where it does not reach to the edges."""
    view = brush.view
    if ready.behind is not None and ready.view.same_angles(view) and room(ready.view, view) < 0:
        a, b = ready.view.ground_map(view) @ np.array([(0, ready.view.width), (0, ready.view.height), (1, 1)])
        covered = QRectF(QPointF(a[0], b[0]), QPointF(a[1], b[1])).toRect()
        brush.painter.save()
        brush.painter.setClipRegion(
            QRegion(0, 0, view.width, view.height) - QRegion(covered), Qt.ClipOperation.IntersectClip
        )
        _blit(brush, ready.behind[0], ready.behind[1])
        brush.painter.restore()
    _blit(brush, ready.view, picture)


def _blit(brush: Brush, seen: View, picture: QImage) -> None:
    """Moved or stretched along with the ground. `seen`: what it shows."""
    painter, view = brush.painter, brush.view
    m = seen.ground_map(view)
    painter.save()
    if np.allclose(m[:, :2], np.eye(2), atol=1e-9):
        painter.drawImage(QPointF(*(np.round(m[:, 2] * view.dpr) / view.dpr)), picture)
    else:
        painter.setTransform(QTransform(m[0, 0], m[1, 0], m[0, 1], m[1, 1], m[0, 2], m[1, 2]), True)
        painter.drawImage(QPointF(0, 0), picture)
    painter.restore()
