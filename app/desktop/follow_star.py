"""The star on the map: full while the map follows new alarms by itself; pressed, it gives the following back."""

# ruff: noqa: N802  (Qt names the methods it calls)

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QAbstractButton, QWidget

from app.desktop.glyphs import draw_star
from app.desktop.theme import Theme

SIZE, MARGIN, TOP = 30, 16, 60


class FollowStar(QAbstractButton):
    """Stands at the map's upper right, under the north arrow; `setChecked(True)` is following."""

    def __init__(self, theme: Theme, over: QWidget) -> None:
        super().__init__(over)
        self._theme = theme
        self._drawn: tuple[tuple[object, ...], QPixmap] = ((), QPixmap())
        self.setCheckable(True)
        self.setChecked(True)
        self.setFixedSize(SIZE, SIZE)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # the map repaints under it without repainting it
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        over.installEventFilter(self)
        theme.changed.connect(self.update)
        self.retranslate()

    def show_following(self, on: bool) -> None:
        """Full or hollow."""
        self.setChecked(on)
        self.retranslate()

    def retranslate(self) -> None:
        """Put the hint into the window's language."""
        self.setToolTip(
            self.tr("The map goes to new alarms by itself")
            if self.isChecked()
            else self.tr("You moved the map: it stays where it is. Press to let it follow again (A)")
        )

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show) and isinstance(watched, QWidget):
            self.move(watched.width() - SIZE - MARGIN, TOP)
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """By its picture: it is painted with every paint of the map under it."""
        lit = self.underMouse() or self.hasFocus()
        looks = (self._theme.look.name, self.isChecked(), lit, self.devicePixelRatioF())
        if looks != self._drawn[0]:
            self._drawn = (looks, self._draw(lit))
        p = QPainter(self)
        p.drawPixmap(0, 0, self._drawn[1])
        p.end()

    def _draw(self, lit: bool) -> QPixmap:
        picture = QPixmap(self.size() * self.devicePixelRatioF())
        picture.setDevicePixelRatio(self.devicePixelRatioF())
        p, look = QPainter(picture), self._theme.look
        p.fillRect(self.rect(), QColor(look.bar))
        p.setRenderHint(QPainter.RenderHint.Antialiasing)
        p.setPen(QPen(QColor(look.text_soft if lit else look.card_edge), 1))
        p.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        colour = look.text_soft if self.isChecked() else look.amber
        draw_star(p, QPointF(SIZE / 2, SIZE / 2 + 0.5), 8.5, QColor(colour), full=self.isChecked())
        p.end()
        return picture
