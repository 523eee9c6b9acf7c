"""Text as cached pixmaps: plain names with a soft halo, and boxed chips of one or two lines (GUI thread only)."""

from collections import OrderedDict
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPixmap

from map.palette import RGBA, Palette

FAMILIES = ["Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Micro Hei", "Microsoft YaHei", "sans-serif"]
KEPT = 300  # chips, 10 to 30 kB each at density 1; a window shows half as many at most


@lru_cache(maxsize=32)
def font(px: int, bold: bool = False) -> QFont:
    """The interface's face at a pixel size; weights 400 and 600 only."""
    face = QFont(FAMILIES)
    face.setPixelSize(px)
    face.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    return face


@lru_cache(maxsize=32)
def metrics(px: int, bold: bool = False) -> QFontMetricsF:
    """Metrics of `font`."""
    return QFontMetricsF(font(px, bold))


@dataclass(frozen=True)
class Line:
    """One line of a chip."""

    text: str
    colour: RGBA
    px: int = 13
    bold: bool = False


@dataclass(frozen=True)
class ChipStyle:
    """`fill` and `edge` of the box (alpha 0: none); `halo`: behind plain text; `pad` logical px left and right."""

    fill: RGBA = (0, 0, 0, 0)
    edge: RGBA = (0, 0, 0, 0)
    halo: RGBA = (0, 0, 0, 0)
    pad: float = 7.0
    edge_px: float = 1.0


class Chips:
    """A cache of drawn chips, the least recently used dropped."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[tuple[Line, ...], ChipStyle, float], QPixmap] = OrderedDict()

    def get(self, lines: tuple[Line, ...], style: ChipStyle, dpr: float) -> QPixmap:
        """The chip at a density; its logical size is pixmap.deviceIndependentSize()."""
        key = (lines, style, dpr)
        found = self._kept.get(key)
        if found is None:
            found = self._kept[key] = _drawn(lines, style, dpr)
            if len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        else:
            self._kept.move_to_end(key)
        return found

    def clear(self) -> None:
        """Forget all (another palette)."""
        self._kept.clear()


@lru_cache(maxsize=2 * KEPT)
def size_of(lines: tuple[Line, ...], style: ChipStyle) -> tuple[float, float]:
    """Width and height of a chip, logical pixels."""
    width = max(metrics(line.px, line.bold).horizontalAdvance(line.text) for line in lines)
    boxed = style.fill[3] or style.edge[3]
    pad = style.pad if boxed else 3.0
    return width + 2 * pad + 1, sum(_height(line) for line in lines) + (7.0 if boxed else 2.0)


def _height(line: Line) -> float:
    return round(line.px * 1.36)


def _drawn(lines: tuple[Line, ...], style: ChipStyle, dpr: float) -> QPixmap:
    width, height = size_of(lines, style)
    pixmap = QPixmap(max(1, round(width * dpr + 0.5)), max(1, round(height * dpr + 0.5)))
    pixmap.setDevicePixelRatio(dpr)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _box(painter, QRectF(0.5, 0.5, width - 1, height - 1), style)
    y = 3.5 if style.fill[3] or style.edge[3] else 1.0
    x = style.pad if style.fill[3] or style.edge[3] else 3.0
    for line in lines:
        _text(painter, x, y, line, style)
        y += _height(line)
    painter.end()
    return pixmap


def _box(painter: QPainter, box: QRectF, style: ChipStyle) -> None:
    if style.fill[3]:
        painter.setBrush(QColor(*style.fill))
    painter.setPen(QPen(QColor(*style.edge), style.edge_px) if style.edge[3] else Qt.PenStyle.NoPen)
    if style.fill[3] or style.edge[3]:
        painter.drawRoundedRect(box, 4.5, 4.5)


def _text(painter: QPainter, x: float, y: float, line: Line, style: ChipStyle) -> None:
    face, sizes = font(line.px, line.bold), metrics(line.px, line.bold)
    baseline = y + (_height(line) + sizes.ascent() - sizes.descent()) / 2
    if style.halo[3]:
        path = QPainterPath()
        path.addText(QPointF(x, baseline), face, line.text)
        pen = QPen(QColor(*style.halo), 3.0)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.strokePath(path, pen)
    painter.setFont(face)
    painter.setPen(QColor(*line.colour))
    painter.drawText(QPointF(x, baseline), line.text)


def plain(palette: Palette) -> ChipStyle:
    """Names without a box."""
    return ChipStyle(halo=palette.halo)


def dark_chip(palette: Palette) -> ChipStyle:
    """A call sign beside its dot: a quiet box without an edge."""
    return ChipStyle(fill=palette.chip, pad=5.0)


def boxed(palette: Palette, edge: RGBA) -> ChipStyle:
    """A framed chip, its ground tinged with the colour of the frame."""
    share = 0.16 if palette.dark else 0.06
    r, g, b = (round(c + (e - c) * share) for c, e in zip(palette.chip[:3], edge[:3], strict=True))
    return ChipStyle(fill=(r, g, b, 236), edge=(*edge[:3], max(edge[3], 200)), pad=8.0, edge_px=1.2)
