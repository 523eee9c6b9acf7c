"""A widget whose mouse and key events go to Gestures; it knows no map."""

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent, QShowEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from map.gestures import Gestures


class HandledWidget(QWidget):
    """Subclasses set `gestures` and fill the hooks. `scale`: widget pixels of one pixel of the view."""

    gestures: Gestures

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.scale = 1.0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def resized(self) -> None:
        """Hook: the size or the density of the screen changed."""

    def interrupted(self) -> None:
        """Hook: a button went down."""

    def doubled(self, at: QPointF) -> bool:
        """Hook: a double click, before the gesture that it is; True: it was none."""
        return False

    def pointed(self, at: QPointF | None) -> None:
        """Hook: the pointer rests somewhere, or left."""

    def _at(self, event: QMouseEvent | QWheelEvent) -> QPointF:
        return event.position() / self.scale

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Another size."""
        self.resized()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Pictures are only drawn for a map that can be seen."""
        self.resized()

    def event(self, event: QEvent) -> bool:
        """The window may be dragged to a screen of another density."""
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self.resized()
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """A gesture begins."""
        self.interrupted()
        self.gestures.press(event, self._at(event))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Drag or hover."""
        self.gestures.move(event, self._at(event))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Click or end of a drag."""
        self.gestures.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Reported, then flown closer."""
        if not self.doubled(self._at(event)):
            self.gestures.double(self._at(event))

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802
        """Nothing is pointed at any more."""
        self.pointed(None)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        """Zoom."""
        self.gestures.wheel(event, self._at(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Keys of the map; all others go on to the window."""
        if not self.gestures.key(event):
            super().keyPressEvent(event)
