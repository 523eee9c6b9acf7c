"""The chip on the map that tells what is filtered away, and clears it."""

# ruff: noqa: N802  (Qt names the methods it calls)

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from app.desktop.named import named
from app.desktop.theme import Theme

MARGIN, ABOVE, HEIGHT = 16, 8, 30


class FilterChip(QWidget):
    """Stands over `legend` at the map's lower left while something is filtered. GUI thread.

    `opened()`: the page is wished for; `cleared()`: everything is to be shown again.
    """

    opened = Signal()
    cleared = Signal()

    def __init__(self, theme: Theme, over: QWidget, legend: QWidget) -> None:
        super().__init__(over)
        self.setObjectName("filterChip")
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # the map repaints under it without repainting it
        self._theme, self._legend = theme, legend
        theme.changed.connect(self.update)
        self.text, self.clear = named(QPushButton(), "filterText"), named(QPushButton(), "filterClear")
        self.text.clicked.connect(self.opened)
        self.clear.clicked.connect(self.cleared)
        row = QHBoxLayout(self)
        row.setContentsMargins(1, 1, 1, 1)
        row.setSpacing(0)
        row.addWidget(self.text)
        row.addWidget(self.clear)
        over.installEventFilter(self)
        legend.installEventFilter(self)
        self.retranslate()
        self.hide()

    def say(self, told: str) -> None:
        """Put it up; "" takes it away."""
        changed = told != self.text.text()
        self.text.setText(told)
        self.text.setToolTip(told)
        if changed or self.isHidden() is bool(told):
            self.setVisible(bool(told))
            self._place()

    def _place(self) -> None:
        over = self.parentWidget()
        if over is None or self.isHidden():
            return
        self.resize(min(self.sizeHint().width(), over.width() - 2 * MARGIN), HEIGHT)
        foot = over.height() - MARGIN if self._legend.isHidden() else self._legend.y() - ABOVE
        self.move(MARGIN, foot - self.height())
        self.raise_()

    def retranslate(self) -> None:
        """Put the hints into the window's language."""
        self.text.setAccessibleDescription(self.tr("Filters of the layers (Shift+F)"))
        self.clear.setText("✕ X")
        self.clear.setToolTip(self.tr("Show everything again (X)"))
        self.clear.setAccessibleName(self.tr("Show everything again (X)"))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show, QEvent.Type.Hide):
            self._place()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """The whole of it: nothing of the map may shine through what is said to be opaque."""
        p, look = QPainter(self), self._theme.look
        p.fillRect(self.rect(), QColor(look.card_edge))
        p.fillRect(self.rect().adjusted(1, 1, -1, -1), QColor(look.bar))
        p.end()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
