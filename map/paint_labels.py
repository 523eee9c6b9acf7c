"""Gives room to the labels of one paint, highest priority first, and draws them; nothing ever overlaps."""

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from map.brush import LabelJob
from map.chips import Chips, size_of
from map.placer import Placer, around
from map.view import View


@dataclass(frozen=True)
class Placed:
    """A label that got room at `box`, logical pixels."""

    job: LabelJob
    box: QRectF


class LabelRoom:
    """Remembers between paints where each label stood, so that chips do not hop."""

    def __init__(self) -> None:
        self._last: dict[object, int] = {}
        self.placed: list[Placed] = []

    def place(self, jobs: Iterable[LabelJob], view: View, taken: Iterable[QRectF] = ()) -> list[Placed]:
        """Those that find room, in order of priority; `taken` stays free of labels."""
        placer = Placer(view.width, view.height)
        for box in taken:
            placer.take(box.x(), box.y(), box.width(), box.height())
        seen: dict[object, int] = {}
        self.placed = []
        for job in sorted(jobs, key=lambda job: -job.priority):
            w, h = size_of(job.lines, job.style)
            places = _places(job, w, h, view)
            first = self._last.get(job.memory, 0) % len(places)
            order = (first, *(k for k in range(len(places)) if k != first))
            found = placer.put(w, h, tuple(places[k] for k in order))
            if found is not None:
                seen[job.memory] = order[found]
                self.placed.append(Placed(job, QRectF(*places[order[found]], w, h)))
        self._last = seen
        return self.placed


def _places(job: LabelJob, w: float, h: float, view: View) -> tuple[tuple[float, float], ...]:
    if job.centred:
        return ((job.x - w / 2, job.y - h / 2),)
    if not job.leader:
        return around(job.x, job.y, w, h, job.gap)
    far = around(job.x, job.y - h * 0.6, w, h, job.gap)
    inside = [(min(max(x, 8.0), view.width - w - 8), min(max(y, 8.0), view.height - h - 8)) for x, y in far]
    return tuple(sorted(inside, key=lambda at: not _clear_of(job, at, w, h)))


def _clear_of(job: LabelJob, at: tuple[float, float], w: float, h: float) -> bool:
    """Holding a leader label inside the window may push it over its own point: then it is a last resort."""
    return not QRectF(*at, w, h).adjusted(-30, -30, 30, 30).contains(job.x, job.y)


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
    x = min(max(job.x, box.left() + 10), box.right() - 10) if not box.left() <= job.x <= box.right() else job.x
    end = QPointF(box.left() if job.x < box.left() else box.right() if job.x > box.right() else x,
                  min(max(job.y, box.top() + 12), box.bottom() - 12))
    painter.setPen(QPen(QColor(*job.style.edge), 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.drawLine(QLineF(QPointF(job.x, job.y), end))
