"""What lies still over the map: scale bar, attribution, north arrow, and the words of an empty map."""

import math

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QPolygonF

from map.chips import font, metrics
from map.palette import RGBA, Palette
from map.view import View

MARGIN = 16.0
BAR_PX = 150.0  # the bar is the roundest length not longer than this


def round_length(most: float) -> float:
    """The largest of 1, 2, 5 · 10^n metres that is not more than `most`."""
    power = 10.0 ** math.floor(math.log10(most))
    return max(step * power for step in (1, 2, 5) if step * power <= most * (1 + 1e-9))


class Furniture:
    """Bottom right: attribution, above it the scale bar; top right: the arrow, only when north is not up. Kept as
    pictures for as long as the scale and the angles stay. GUI thread."""

    def __init__(self) -> None:
        self._key: tuple[object, ...] = ()
        self._pictures: list[tuple[QPointF, QPixmap]] = []

    def paint(self, painter: QPainter, view: View, palette: Palette, attribution: str) -> None:
        """The painter counts logical pixels."""
        angles = (view.bearing_deg, view.foreshortening)
        key = (view.width, view.height, view.dpr, view.px_per_m, *angles, palette.name, attribution)
        if key != self._key:
            self._key = key
            boxes = furniture_boxes(view, attribution)
            self._pictures = [_picture(box, view, palette, attribution) for box in boxes]
        for corner, picture in self._pictures:
            painter.drawPixmap(corner, picture)


def _picture(box: QRectF, view: View, palette: Palette, attribution: str) -> tuple[QPointF, QPixmap]:
    seen = QRectF(box.toAlignedRect())
    picture = QPixmap(round(seen.width() * view.dpr), round(seen.height() * view.dpr))
    picture.setDevicePixelRatio(view.dpr)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(-seen.topLeft())
    _paint(painter, view, palette, attribution)
    painter.end()
    return seen.topLeft(), picture


def _paint(painter: QPainter, view: View, palette: Palette, attribution: str) -> None:
    right, low = view.width - MARGIN, view.height - 10.0
    if attribution:
        width = metrics(12).horizontalAdvance(attribution)
        words(painter, QPointF(right - width, low), attribution, palette.text_soft, palette.halo)
        low -= 24
    _bar(painter, view, palette, right, low)
    if min(view.bearing_deg, 360 - view.bearing_deg) > 0.5:
        _north(painter, view, palette)


def furniture_boxes(view: View, attribution: str) -> list[QRectF]:
    """What labels must leave free, logical pixels."""
    width = max(metrics(12).horizontalAdvance(attribution), BAR_PX) + MARGIN + 12
    return [QRectF(view.width - width, view.height - 64, width, 64), QRectF(view.width - 56, 0, 56, 64)]


def words(painter: QPainter, at: QPointF, text: str, colour: RGBA, halo: RGBA) -> None:
    """12 px text over a soft ground, baseline at `at`."""
    size = metrics(12)
    box = QRectF(at.x() - 5, at.y() - size.ascent() - 1, size.horizontalAdvance(text) + 10, size.height() + 2)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(*halo[:3], min(halo[3], 150)))
    painter.drawRoundedRect(box, 4, 4)
    painter.setFont(font(12))
    painter.setPen(QColor(*colour))
    painter.drawText(at, text)


def _bar(painter: QPainter, view: View, palette: Palette, right: float, low: float) -> None:
    metres = round_length(BAR_PX / view.px_per_m)
    width = metres * view.px_per_m
    text = f"{metres / 1000:g} km" if metres >= 1000 else f"{metres:g} m"
    left = right - width
    bars = [QLineF(left, low, right, low), QLineF(left, low - 5, left, low + 3), QLineF(right, low - 5, right, low + 3)]
    for colour, thick in ((palette.halo, 4.0), (palette.text_soft, 1.4)):
        painter.setPen(QPen(QColor(*colour), thick))
        painter.drawLines(bars)
    advance = metrics(12).horizontalAdvance(text)
    words(painter, QPointF(left + (width - advance) / 2, low - 8), text, palette.text_soft, palette.halo)


def _north(painter: QPainter, view: View, palette: Palette) -> None:
    painter.save()
    painter.translate(view.width - MARGIN - 14, MARGIN + 18)
    painter.scale(1.0, (1 + view.foreshortening) / 2)
    painter.rotate(-view.bearing_deg)
    for side, colour in ((-1.0, palette.text), (1.0, palette.text_soft)):
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(*colour))
        painter.drawPolygon(QPolygonF([QPointF(0, -14), QPointF(side * 6, 8), QPointF(0, 4)]))
    painter.restore()
    angle = math.radians(-view.bearing_deg)
    x, y = math.sin(angle) * 22, -math.cos(angle) * 22 * (1 + view.foreshortening) / 2
    painter.setFont(font(12, bold=True))
    painter.setPen(QColor(*palette.text))
    box = QRectF(view.width - MARGIN - 14 + x - 10, MARGIN + 18 + y - 10, 20, 20)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "N")


def paint_empty(painter: QPainter, width: int, height: int, palette: Palette, texts: tuple[str, str]) -> None:
    """Two calm lines in the middle: what is missing, and what to do."""
    title, hint = texts
    painter.setFont(font(20, bold=True))
    painter.setPen(QColor(*palette.text))
    painter.drawText(QRectF(0, height / 2 - 44, width, 36), Qt.AlignmentFlag.AlignCenter, title)
    painter.setFont(font(14))
    painter.setPen(QColor(*palette.text_soft))
    painter.drawText(QRectF(0, height / 2 - 4, width, 28), Qt.AlignmentFlag.AlignCenter, hint)
