"""The point under the pointer in degrees of a chosen datum, with the datum's badge: a part of the status bar."""

# ruff: noqa: N802  (Qt names the methods it calls)

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QAction, QMouseEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QMenu, QToolButton, QWidget

from app.desktop.i18n import translate
from app.desktop.named import named
from app.desktop.settings import SeatSettings
from domain.datum import Datum, from_wgs84
from domain.datum import named as datum_named
from map.canvas import MapCanvas

EVERY_MS = 100
WIDEST = "-179.000000, -89.000000"
KEY = "datum"


def degrees_words(datum: Datum, lon: float, lat: float) -> str:
    """ "120.123456, 33.123456" of a WGS-84 point, said in `datum`."""
    x, y = from_wgs84(datum, lon, lat)
    return f"{float(x):.6f}, {float(y):.6f}"


class Coordinates(QWidget):
    """Follows the pointer at most ten times a second; as wide with a point as without. GUI thread.

    `say` puts a remark where the person looks.
    """

    def __init__(self, canvas: MapCanvas, say: Callable[[str], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._canvas, self._say = canvas, say
        self._settings: SeatSettings | None = None
        self.datum = Datum.WGS84
        self._at: QPointF | None = None
        self._last: tuple[float, float] | None = None  # metres; where the pointer was last on the map
        self._later = QTimer(self, singleShot=True, interval=EVERY_MS)
        self._later.timeout.connect(self._show)
        self.point = named(QLabel(), "statusFaint")
        self.point.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.badge = named(QToolButton(), "statusBadge")
        self.badge.setCursor(Qt.CursorShape.PointingHandCursor)
        self.badge.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.badge.clicked.connect(self.choose)
        self.menu = QMenu(self)
        for datum in Datum:
            self._offer(datum)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.point)
        row.addWidget(self.badge)
        canvas.installEventFilter(self)
        canvas.view_changed.connect(lambda _view: self._soon())
        canvas.right_clicked.connect(self._copy_there)
        self._label()

    def _offer(self, datum: Datum) -> None:
        action = QAction(datum.value, self.menu, checkable=True)
        action.setData(datum.value)
        action.triggered.connect(lambda _=False: self.use(datum))
        self.menu.addAction(action)

    def begin(self, settings: SeatSettings, site_datum: str) -> None:
        """As this seat left it; else in the datum of the station's map, as far as it is one that is known."""
        self._settings = settings
        kept = datum_named(settings.text(KEY)) or datum_named(site_datum)
        self.datum = kept or Datum.WGS84
        self._label()

    def use(self, datum: Datum) -> None:
        """Another datum, kept for this seat."""
        self.datum = datum
        if self._settings is not None:
            self._settings.keep(KEY, datum.value)
        self._label()

    def choose(self) -> None:
        """Offer the four above the badge."""
        for action in self.menu.actions():
            action.setChecked(action.data() == self.datum.value)
        self.menu.popup(self.badge.mapToGlobal(QPoint(0, -self.menu.sizeHint().height())))

    def copy(self) -> None:
        """The point where the pointer is, or was last, as text in the clipboard."""
        self._read()
        if self._last is None:
            self._say(translate("Coordinates", "No point yet: move the pointer over the map first"))
        else:
            self._copy_there(*self._last)

    def _copy_there(self, east: float, north: float) -> None:
        words = self._words(east, north)
        if words:
            QApplication.clipboard().setText(words)
            self._say(translate("Coordinates", "Copied: {point} ({datum})").format(point=words, datum=self.datum.value))

    # -- following the pointer

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.MouseMove and isinstance(event, QMouseEvent):
            self._at = event.position()
            self._soon()
        elif event.type() == QEvent.Type.Leave:
            self._at = None
            self._soon()
        return False

    def _soon(self) -> None:
        if not self._later.isActive():
            self._later.start()

    def _read(self) -> None:
        if self._at is not None:
            at = self._at / self._canvas.scale
            east, north = self._canvas.view.unproject([at.x(), at.y()])
            self._last = float(east), float(north)

    def _show(self) -> None:
        self._read()
        self.point.setText(self._words(*self._last) if self._at is not None and self._last is not None else "")

    def _words(self, east: float, north: float) -> str:
        """ "" off any map, and where the projection ends."""
        frame = self._canvas.frame
        if frame is None:
            return ""
        lon, lat = (float(c) for c in frame.to_degrees([(east, north)])[0])
        return degrees_words(self.datum, lon, lat) if np.isfinite([lon, lat]).all() else ""

    def _size(self) -> None:
        """Room for the widest point and datum in the face that the style gives: nothing moves when they change."""
        self.point.setFixedWidth(self.point.fontMetrics().horizontalAdvance(WIDEST) + 4)
        self.badge.setFixedWidth(max(map(self.badge.fontMetrics().horizontalAdvance, Datum)) + 16)

    def showEvent(self, event: QShowEvent) -> None:
        for part in (self.point, self.badge):
            part.ensurePolished()
        self._size()
        super().showEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._size()
        if event.type() == QEvent.Type.LanguageChange:
            self._label()
        super().changeEvent(event)

    def _label(self) -> None:
        self.badge.setText(self.datum.value)
        words = self.tr("Datum of the coordinates; click to change. A right click on the map copies the point")
        self.badge.setToolTip(words)
        self.badge.setAccessibleName(words)
        self._show()
