"""The overview: the whole scene small at the map's upper left, with open alarms and the frame of what the map shows."""

# ruff: noqa: N802  (Qt names the methods it calls)

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QPointF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QHideEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from app.desktop.overview_look import NO_MARKS, FoldButton, alarm_marks, held, paint_frame, paint_marks, paint_small
from app.desktop.settings import SeatSettings
from app.desktop.theme import Theme
from domain.changes import AlarmRaised, AlarmStepped, AnyChange, PersonErased
from layers.board import MapBoard
from map.gestures import DRAG_PX, ZOOM_STEP
from map.overview import Asked, SmallPicture, all_seen, area_of, frame_of, holds, small_view
from map.scene import Scene
from map.view import View

KEY = "overview"
MARGIN, BUTTON, FOLDED = 16, 22, 30
SHARE, NARROWEST, WIDEST = 6, 190, 280  # a sixth of the map's width, within these, logical px
MOST_OF_MAP = 0.09  # of the map's area; with more than that it would crowd the map
LOOK_MS = 400  # how often it looks whether something live lies under it
STEPPED_BACK = 0.4  # its light while an alarm is looked at
SEEN_THROUGH = 0.35  # … and of all of it while that alarm, a way or somebody on it lies under it
ALARMS = (AlarmRaised, AlarmStepped, PersonErased)


class Overview(QWidget):
    """Child of a board's canvas. Hides itself while the whole scene is in sight and where it would crowd the map.

    `below`: a widget under which it stays while that is shown. `say` puts a remark where the person looks. GUI thread.
    """

    def __init__(self, theme: Theme, board: MapBoard, below: QWidget, say: Callable[[str], None]) -> None:
        super().__init__(board.canvas)
        self.setObjectName("overview")
        self._theme, self._board, self._below, self._say = theme, board, below, say
        self._canvas = board.canvas
        self._settings: SeatSettings | None = None
        self._small, self._shape = View(), (object(), 0, 0.0, False)
        self._marks, self._marked = NO_MARKS, self._canvas.palette_now  # the latter: the look that they are painted for
        self._press: QPointF | None = None
        self._grab = QPointF()
        self._dragging = self._back = self._through = False
        self.open = True
        self.picture = SmallPicture(self)
        self.picture.arrived.connect(self.update)
        self.button = FoldButton(theme, self)
        self.button.clicked.connect(self.toggle)
        self._looks = QTimer(self, interval=LOOK_MS)
        self._looks.timeout.connect(self._look_under)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # the map repaints under it without repainting it
        self._canvas.view_changed.connect(self._moved)
        self._canvas.rendered.connect(lambda _ms: self.settle())
        self._canvas.installEventFilter(self)
        below.installEventFilter(self)
        self.retranslate()
        self.hide()

    # -- what it shows

    def begin(self, settings: SeatSettings) -> None:
        """Open or folded as this seat left it."""
        self._settings = settings
        self.open = settings.flag(KEY, default=True)
        self.retranslate()
        self.refresh()

    def toggle(self) -> None:
        """Fold it away or out, kept for this seat; says so where nothing of it can be seen now."""
        self.open = not self.open
        if self._settings is not None:
            self._settings.keep(KEY, self.open)
        self.retranslate()
        self.settle()
        if self.isHidden():
            self._say(self._why_hidden())

    def _why_hidden(self) -> str:
        if not self.open:
            return self.tr("The overview is folded away")
        if self._all_in_sight():
            return self.tr("The overview comes as soon as a part of the map is out of sight")
        return self.tr("The overview is on, but the map is too small for it here")

    def changed(self, changes: Sequence[AnyChange]) -> None:
        """These have just become true."""
        if any(isinstance(change, ALARMS) for change in changes):
            self.refresh()

    def refresh(self) -> None:
        """Look for the open alarms anew."""
        self._mark()
        self.settle()

    def _mark(self) -> None:
        """The open alarms, in the colours of the look in use."""
        picture = self._board.picture
        self._marks = alarm_marks(picture)
        self._marked = picture.palette if picture is not None else self._canvas.palette_now
        self.update()

    def settle(self) -> None:
        """Show or hide it, as large as the map lets it be; its picture is asked for when it is another."""
        stage, palette = self._canvas.stage, self._canvas.palette_now
        picture = self._board.picture
        if picture is not None and picture.palette is not self._marked:
            self._mark()
        wanted = stage is not None and not stage.scene.empty and not self._all_in_sight()
        if stage is not None and self.open:
            self._shape_for(stage.scene)
            self.picture.ask(Asked(stage, palette, self._small))
        wanted = wanted and not self._crowds()
        self._place()
        if wanted is self.isHidden():
            self.setVisible(wanted)
            self._look_under()
        self._keep_looking(wanted and self.open)

    def _keep_looking(self, on: bool) -> None:
        """Started once: begun anew with every move of the map it would not come to look while that moves."""
        if on is not self._looks.isActive():
            (self._looks.start if on else self._looks.stop)()

    def _shape_for(self, scene: Scene) -> None:
        """Worked out anew only for another scene, width, density or way of seeing."""
        width = min(max(self._canvas.width() // SHARE, NARROWEST), WIDEST)
        shape = (scene, width, self.devicePixelRatioF(), self._canvas.aim().flat)
        if shape != self._shape:
            self._shape = shape
            self._small = small_view(scene, width, shape[2], flat=shape[3])

    def _all_in_sight(self) -> bool:
        stage = self._canvas.stage
        bounds = area_of(stage.scene) if stage is not None else None
        return bounds is None or all_seen(self._canvas.view, bounds)

    def _crowds(self) -> bool:
        room = self._canvas.width() * self._canvas.height() * MOST_OF_MAP
        return self.open and self._small.width * self._small.height > room

    def _place(self) -> None:
        size = QSize(self._small.width, self._small.height) if self.open else QSize(FOLDED, FOLDED)
        side = BUTTON if self.open else FOLDED
        top = MARGIN + (0 if self._below.isHidden() else self._below.height())
        self.setGeometry(MARGIN, top, size.width(), size.height())
        self.button.alone = not self.open
        self.button.setGeometry(size.width() - side, 0, side, side)

    def _moved(self, _view: View) -> None:
        self.settle()
        if not self.isHidden():
            self.update()

    def _look_under(self) -> None:
        """Step back with everything else for an alarm; let through what lives under it."""
        picture = self._board.picture
        back = picture is not None and picture.alarm is not None
        through = back and self._canvas.live_under(self.geometry()) and not self.underMouse()
        if (back, through) != (self._back, self._through):
            self._back, self._through = back, through
            self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent, not through)
            self.update()

    def retranslate(self) -> None:
        """Put names and hints into the window's language."""
        self.setAccessibleName(self.tr("Overview"))
        hint = self.tr("Fold the overview away (O)") if self.open else self.tr("Show the overview (O)")
        self.button.setToolTip(hint)
        self.button.setAccessibleName(hint)

    # -- what a hand does

    def _go(self, at: QPointF) -> View:
        """The map's view with the ground under a pixel of the overview in its middle."""
        x, y = min(max(at.x(), 0.0), self.width()), min(max(at.y(), 0.0), self.height())
        east, north = self._small.unproject([x, y])
        return self._canvas.aim().but(east=float(east), north=float(north))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Within the frame a drag takes that along, outside it comes to the pointer."""
        if event.button() != Qt.MouseButton.LeftButton or not self.open:
            return
        self._canvas.interrupted()
        self._press, at, view = event.position(), event.position(), self._canvas.view
        frame = frame_of(view, self._small)
        middle = QPointF(*self._small.project((view.east, view.north)))
        self._grab = middle - at if holds(frame, at.x(), at.y()) else QPointF()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The map follows at once."""
        if self._press is None:
            return
        if not self._dragging and (event.position() - self._press).manhattanLength() >= DRAG_PX:
            self._dragging = True
            self._canvas.dragging(True)
        if self._dragging:
            self._canvas.moved_by_hand(self._go(event.position() + self._grab))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click flies there."""
        if event.button() != Qt.MouseButton.LeftButton or self._press is None:
            return
        if not self._let_go():
            self._canvas.glided_by_hand(self._go(event.position()), 0.25)

    def _let_go(self) -> bool:
        """No button is down any more; whether it was a drag."""
        was_drag, self._press, self._dragging = self._dragging, None, False
        if was_drag:
            self._canvas.dragging(False)
        return was_drag

    def hideEvent(self, event: QHideEvent) -> None:
        """Hidden under the hand it would never hear of the release, and the map would stay in a hand for good."""
        self._let_go()
        super().hideEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Two clicks are two clicks."""
        self.mousePressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The map zooms about its middle."""
        notches, aim = event.angleDelta().y() / 120, self._canvas.aim()
        if notches:
            self._canvas.glided_by_hand(aim.zoomed(ZOOM_STEP**notches, aim.width / 2, aim.height / 2), 0.16)
        event.accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the map's size, and what stands above."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide):
            self.settle()
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    # -- what it looks like

    def paintEvent(self, event: QPaintEvent) -> None:
        """Folded there is only the button, on the map's ground."""
        p, palette = QPainter(self), self._canvas.palette_now
        p.setOpacity(SEEN_THROUGH if self._through else 1.0)
        p.fillRect(self.rect(), QColor(*palette.ground))
        if self.open:
            paint_small(p, self.rect(), self.picture.pixmap, palette, STEPPED_BACK if self._back else 1.0)
            paint_frame(p, self.rect(), frame_of(self._canvas.view, self._small), palette)
            marks = held(self._small.project(self._marks[0]), self.rect(), self.button.geometry())
            paint_marks(p, marks, self._marks[1], palette)
        p.end()
