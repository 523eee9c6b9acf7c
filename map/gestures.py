"""Hands on the map: mouse and keys become moves of the view, clicks and hovers."""

import math
from typing import Protocol

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QWheelEvent

from map.tool import ToolHolder
from map.view import View

DRAG_PX = 4.0  # a press that moves less than this is a click
ZOOM_STEP = 1.32  # a notch of the wheel
TURN_DEG_PER_PX, TILT_DEG_PER_PX = 0.35, 0.22
KEY_PAN_PX, KEY_TURN_DEG = 140.0, 15.0


class Hands(Protocol):
    """What gestures ask of the canvas."""

    @property
    def view(self) -> View:
        """The view as shown."""
        ...

    tools: ToolHolder

    def moved_by_hand(self, view: View) -> None:
        """Jump there, as part of a gesture."""
        ...

    def glided_by_hand(self, view: View, seconds: float, anchor: tuple[float, float] | None = None) -> None:
        """Move there smoothly."""
        ...

    def aim(self) -> View:
        """Where a running animation will end, or the view."""
        ...

    def pressed(self, at: QPointF, button: Qt.MouseButton, modifiers: Qt.KeyboardModifier) -> None:
        """A click without a drag."""
        ...

    def pointed(self, at: QPointF | None) -> None:
        """The pointer rests at a pixel with no button down; None: it left."""
        ...

    def dragging(self, on: bool) -> None:
        """A drag began or ended."""
        ...

    def toggle_flat(self) -> None:
        """Plan or 2.5D."""
        ...

    def home_by_hand(self) -> None:
        """Everything in sight."""
        ...


class Gestures:
    """The state of one drag, and the meaning of each event."""

    def __init__(self, hands: Hands) -> None:
        self._hands = hands
        self._button: Qt.MouseButton | None = None
        self._start = QPointF()
        self._origin: View | None = None
        self._drag = self._banding = self._tooling = False

    @property
    def active(self) -> bool:
        """A drag is going on."""
        return self._drag

    def press(self, event: QMouseEvent, at: QPointF) -> None:
        """A button goes down."""
        if self._button is not None:
            return
        self._button, self._drag = event.button(), False
        self._start = at
        self._origin = self._hands.view

    def move(self, event: QMouseEvent, at: QPointF) -> None:
        """Pan with the left or middle button; turn and tilt with the right one, or with Ctrl held; with Shift held
        draw a band, with Alt too a lasso."""
        if self._button is None or self._origin is None:
            self._hands.pointed(at)
            return
        by = at - self._start
        if not self._drag and math.hypot(by.x(), by.y()) < DRAG_PX:
            return
        if not self._drag:
            self._begin(event)
        if self._tooling:
            self._hands.tools.drag(self._hands.view, at)
        elif self._banding:
            self._hands.tools.drag_band(self._hands.view, at)
        elif self._button == Qt.MouseButton.RightButton or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._hands.moved_by_hand(self._turned(self._origin, by))
        else:
            self._hands.moved_by_hand(self._origin.panned(by.x(), by.y()))

    def _begin(self, event: QMouseEvent) -> None:
        """A drag begins: what it is stays the same to its end."""
        self._drag = True
        left, held = self._button == Qt.MouseButton.LeftButton, event.modifiers()
        self._banding = left and bool(held & Qt.KeyboardModifier.ShiftModifier)
        plain = left and not held
        self._tooling = plain and self._hands.tools.grabbed(self._hands.view, self._start)
        if self._banding:
            self._hands.tools.band.begin(self._start, free=bool(held & Qt.KeyboardModifier.AltModifier))
        elif not self._tooling:
            self._origin = self._hands.view
            self._hands.dragging(True)

    def _turned(self, origin: View, by: QPointF) -> View:
        """Turned and tilted about the ground in the middle of the window."""
        bearing, tilt = origin.bearing_deg - by.x() * TURN_DEG_PER_PX, origin.tilt_deg + by.y() * TILT_DEG_PER_PX
        return origin.but(bearing_deg=bearing, tilt_deg=tilt)

    def release(self, event: QMouseEvent) -> None:
        """A drag ends, or it was a click."""
        if event.button() != self._button:
            return
        was_drag, self._button, self._drag = self._drag, None, False
        if was_drag and self._tooling:
            self._hands.tools.released()
        elif was_drag and self._banding:
            self._hands.tools.end_band()
        elif was_drag:
            self._hands.dragging(False)
        else:
            self._hands.pressed(self._start, event.button(), event.modifiers())

    def double(self, at: QPointF) -> None:
        """Fly closer to what is under the pointer."""
        view = self._hands.view.zoomed(2.0, at.x(), at.y())
        self._hands.glided_by_hand(view, 0.3, (at.x(), at.y()))

    def wheel(self, event: QWheelEvent, at: QPointF) -> None:
        """Zoom about the pointer; a touchpad's fine steps are taken as they come."""
        notches = event.angleDelta().y() / 120
        if not notches:
            return
        zoom = self._hands.aim().px_per_m * ZOOM_STEP**notches
        view = self._hands.view
        target = view.zoomed(zoom / view.px_per_m, at.x(), at.y())
        self._hands.glided_by_hand(target, 0.16, (at.x(), at.y()))

    def key(self, event: QKeyEvent) -> bool:
        """True if the key means something here; a tool in the hand comes first."""
        if not event.modifiers() and self._hands.tools.key(event.key()):
            return True
        if self._hands.tools.history(QKeySequence(event.keyCombination())):
            return True
        aim = self._hands.aim()
        moved = self._key_view(event.key(), aim)
        if moved is not None:
            self._hands.glided_by_hand(moved, 0.18)
        elif event.key() == Qt.Key.Key_F:
            self._hands.toggle_flat()
        elif event.key() == Qt.Key.Key_Home:
            self._hands.home_by_hand()
        else:
            return False
        return True

    def _key_view(self, key: int, aim: View) -> View | None:
        pans = {
            Qt.Key.Key_Left: (KEY_PAN_PX, 0.0),
            Qt.Key.Key_Right: (-KEY_PAN_PX, 0.0),
            Qt.Key.Key_Up: (0.0, KEY_PAN_PX),
            Qt.Key.Key_Down: (0.0, -KEY_PAN_PX),
        }
        zooms = {Qt.Key.Key_Plus: ZOOM_STEP, Qt.Key.Key_Equal: ZOOM_STEP, Qt.Key.Key_Minus: 1 / ZOOM_STEP}
        turns = {Qt.Key.Key_Q: -KEY_TURN_DEG, Qt.Key.Key_E: KEY_TURN_DEG}
        pressed = Qt.Key(key)
        if pressed in pans:
            return aim.panned(*pans[pressed])
        if pressed in zooms:
            return aim.zoomed(zooms[pressed], aim.width / 2, aim.height / 2)
        if pressed in turns:
            return aim.but(bearing_deg=aim.bearing_deg + turns[pressed])
        return None
