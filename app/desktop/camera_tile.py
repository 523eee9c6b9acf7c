"""A camera's tile: its picture with people coarsened, its name, its age; and where a hand draws the zone."""

# ruff: noqa: N802  (Qt names the methods it calls)

from __future__ import annotations

import time

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFocusEvent, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.desktop import figures
from app.desktop.theme import CENTRE, LEFT, RIGHT, Theme, write
from vision.tile import HEIGHT, WIDTH, PictureState, Tile

FOOT = 22.0
STALE_S = 2.0
"""From this age on the figure is amber."""
CLOSE_PX = 10.0


class CameraTile(QWidget):
    """Shows tiles of one camera. `opened(camera)` on a double click; `drawn(camera, corners)` when a zone is finished;
    `given_up()` when the drawing was."""

    opened = Signal(str)
    drawn = Signal(str, object)
    given_up = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.camera, self._name = "", ""
        self._tile: Tile | None = None
        self._image: QImage | None = None
        self._why = ""
        self._corners: list[tuple[float, float]] | None = None
        self._pointer = QPointF()
        self._ages = QTimer(self, interval=500)
        self._ages.timeout.connect(self._older)
        self._ages.start()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(240, 135)

    @property
    def tile(self) -> Tile | None:
        """What it shows."""
        return self._tile

    @property
    def drawing(self) -> bool:
        """Whether a hand draws a zone."""
        return self._corners is not None

    def show_camera(self, camera: str, name: str, tile: Tile | None, why: str = "") -> None:
        """Another camera; `why` there is no picture of it, if there can be none."""
        if camera != self.camera:
            self.give_up()
        self.camera, self._name, self._why = camera, name, why
        self._tile, self._image = None, None
        self.setAccessibleName(name)
        self.setToolTip(name)
        if tile is not None:
            self.show_tile(tile)
        self.update()

    def clear(self) -> None:
        """No camera, no picture."""
        self.show_camera("", "", None)

    def show_tile(self, tile: Tile) -> None:
        """A new picture, if it is of this camera."""
        if tile.camera != self.camera:
            return
        self._tile = tile
        if tile.pixels is not None:  # the array lives as long as the image that looks into it
            self._image = QImage(tile.pixels.data, WIDTH, HEIGHT, WIDTH * 4, QImage.Format.Format_RGB32)
        self.update()

    def say_why(self, why: str) -> None:
        """Why no picture comes, as far as it is known."""
        if why != self._why:
            self._why = why
            self.setToolTip(f"{self._name}\n{why}" if why else self._name)
            self.update()

    def begin_zone(self) -> None:
        """Every click is a corner from now on."""
        self._corners = []
        self.setFocus()
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.update()

    def give_up(self) -> None:
        """No drawing any more."""
        if self._corners is not None:
            self._corners = None
            self.unsetCursor()
            self.given_up.emit()
            self.update()

    def _older(self) -> None:
        if self.isVisible() and self._tile is not None and self._age() >= 1.0:
            self.update()

    def _age(self) -> float:
        return time.monotonic() - self._tile.taken if self._tile is not None else 0.0

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        p, look = QPainter(self), self._theme.look
        box = QRectF(self.rect())
        p.fillRect(box, QColor(look.track))
        if self._image is not None:
            p.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            p.setOpacity(1.0 if self._live() else 0.35)
            p.drawImage(box, self._image)
            p.setOpacity(1.0)
        if (words := self._trouble()) != "":
            write(p, box.adjusted(8, 0, -8, -FOOT), words, look.amber if self._image else look.text_soft, align=CENTRE)
        if self._why and self._tile is not None and not self._live():
            below = QRectF(8, (box.height() - FOOT) / 2 + 12, box.width() - 16, 18)
            write(p, below, self._why, look.text_soft, "tiny", align=CENTRE)
        self._draw_zone(p)
        self._foot(p, box)
        p.end()

    def _live(self) -> bool:
        return self._tile is not None and self._tile.state is PictureState.LIVE

    def _trouble(self) -> str:
        if self._tile is None:
            return self._why or self.tr("Waiting for the picture…")
        return {
            PictureState.OPENING: self.tr("Waiting for the picture…"),
            PictureState.LIVE: "",
            PictureState.FROZEN: self.tr("Picture frozen"),
            PictureState.LOST: self.tr("Picture lost"),
        }[self._tile.state]

    def _foot(self, p: QPainter, box: QRectF) -> None:
        """Name and age on a dark band, the same in every theme: it lies on a picture."""
        foot = QRectF(0, box.height() - FOOT, box.width(), FOOT)
        p.fillRect(foot, QColor(6, 12, 22, 190))
        age = self._age()
        shown = figures.seconds(age) if self._tile is not None and self._tile.pixels is not None else ""
        room = foot.adjusted(8, 0, -8, 0)
        colour = "#FFB020" if age >= STALE_S or not self._live() else "#9FE8C6"
        took = write(p, room, shown, colour, "tiny", align=RIGHT)
        write(p, room.adjusted(0, 0, -took - 8, 0), self._name, "#EDF2FA", "tiny", align=LEFT)

    def _draw_zone(self, p: QPainter) -> None:
        if self._corners is None:
            return
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        points = [QPointF(x * self.width(), y * self.height()) for x, y in self._corners]
        p.setPen(QPen(QColor("#FF9A3C"), 2))
        p.setBrush(QColor(255, 154, 60, 50))
        p.drawPolygon(QPolygonF([*points, self._pointer]))
        p.setBrush(QColor("#FF9A3C"))
        for point in points:
            p.drawEllipse(point, 3.5, 3.5)

    # hands

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._corners is None:
            super().mousePressEvent(event)
        elif event.button() == Qt.MouseButton.RightButton:
            self._corners = self._corners[:-1]
        else:
            self._corner(event.position())
        self.update()

    def _corner(self, at: QPointF) -> None:
        corners = self._corners or []
        first = QPointF(corners[0][0] * self.width(), corners[0][1] * self.height()) if corners else None
        if first is not None and len(corners) >= 3 and (first - at).manhattanLength() < CLOSE_PX:
            self._finish()
            return
        x, y = min(max(at.x() / self.width(), 0.0), 1.0), min(max(at.y() / self.height(), 0.0), 1.0)
        self._corners = [*corners, (x, y)]

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._corners is None:
            self.opened.emit(self.camera)
        else:
            self._finish()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._corners is not None:
            self._pointer = event.position()
            self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._corners is None:
            super().keyPressEvent(event)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._finish()
        elif event.key() == Qt.Key.Key_Escape:
            self.give_up()
        elif event.key() == Qt.Key.Key_Backspace:
            self._corners = self._corners[:-1]
            self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        if event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
            self.give_up()
        super().focusOutEvent(event)

    def _finish(self) -> None:
        corners = tuple(self._corners or ())
        if len(corners) >= 3:
            self.drawn.emit(self.camera, corners)
            self.give_up()
