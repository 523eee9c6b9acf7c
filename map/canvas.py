"""The map widget: a cached static picture, dynamic shapes over it, gestures, and what was clicked."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from time import monotonic, perf_counter

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QPointF, QRect, QRectF, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from map.base import Underlay
from map.compose import Composer
from map.frame import LocalFrame
from map.gestures import Gestures
from map.motion import Fade
from map.opened import OpenedPlan
from map.paint_ground import pulse_bounds
from map.palette import NIGHT, Palette
from map.picker import AREAS, BLOCKS, WINDOWS, Seen, pick
from map.pictures import Pictures, Wish
from map.rects import rows_of
from map.scene import Scene
from map.shapes import Opened, Shape
from map.stack import Stack
from map.stage import Stage
from map.steered import SteeredWidget
from map.tool import ToolHolder
from map.view import Bounds

__all__ = ["AREAS", "BLOCKS", "WINDOWS", "Click", "MapCanvas"]

SCENE_PARTS = frozenset({BLOCKS, WINDOWS, "trees", "labels"})
TICK_MS, GLIDE_TICK_MS, PULSE_MS, SETTLE_MS = 16, 50, 66, 35


@dataclass(frozen=True)
class Click:
    """How and where: `button`, `modifiers`, the ground under it in metres, and the widget position (logical px)."""

    button: Qt.MouseButton
    modifiers: Qt.KeyboardModifier
    east: float
    north: float
    at: QPointF


class MapCanvas(SteeredWidget):
    """Draws a Scene and named layers of shapes. All methods belong to the GUI thread; none of them waits for a render.

    Signals: `clicked(layer, key, Click)` something that has a key ("blocks", "windows", "areas" or a shape layer);
    `ground_clicked(east, north)` nothing there;
    `right_clicked(east, north)` whatever lies there; `banded(ring)` (k, 2) metres that a drag enclosed;
    `double_clicked(layer, key)`;
    `hovered(layer, key)` on change, two empty strings for nothing; `rendered(ms)` a sharp picture has arrived, `ms`
    after it was asked for.
    """

    clicked = Signal(str, str, object)
    double_clicked = Signal(str, str)
    hovered = Signal(str, str)
    ground_clicked = Signal(float, float)
    right_clicked = Signal(float, float)
    banded = Signal(object)
    rendered = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._palette = NIGHT
        self._frame: LocalFrame | None = None
        self._stack, self._pictures = Stack(), Pictures(self)
        self._composer = Composer(self._stack, self._pictures)
        self.gestures, self.tools = Gestures(self), ToolHolder(self, self.banded.emit)
        self._hidden: set[str] = set()
        self._base: Underlay | None = None
        self._credit = ""
        self._hover = ("", "")
        self._focus = Fade()
        self._times: deque[float] = deque(maxlen=600)
        self._ticker, self._pulse, self._settle = QTimer(self), QTimer(self), QTimer(self)
        self._connect()

    def _connect(self) -> None:
        self._ticker.setTimerType(Qt.TimerType.PreciseTimer)
        self._ticker.setInterval(TICK_MS)
        self._ticker.timeout.connect(self._tick)
        self._pulse.setInterval(PULSE_MS)
        self._pulse.timeout.connect(self._beat)
        self._settle.setInterval(SETTLE_MS)
        self._settle.setSingleShot(True)
        self._settle.timeout.connect(self._settled)
        self._pictures.arrived.connect(self._picture_arrived)
        self._pictures.sharpened.connect(self.rendered)
        stop = self._pictures.stop
        self.destroyed.connect(stop)
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(stop)

    # -- what is drawn
    def set_scene(self, scene: Scene, frame: LocalFrame) -> None:
        """Replace the static picture; the first non-empty scene is fitted into the window, later ones keep the view."""
        first = self._scene.empty
        self._scene, self._frame = scene, frame
        if first and self._camera.at_home:
            self._camera.home(scene, 0.0)
            self.view_changed.emit(self.view)
        self._changed()

    def set_palette(self, palette: Palette) -> None:
        """Change the look; everything is redrawn (shapes keep the RGBA they were given)."""
        self._palette = palette
        self._changed()

    def set_shapes(self, layer: str, shapes: Sequence[Shape] | None, bright: bool = False) -> None:
        """Replace the shapes of one layer (None removes it); cheap. `bright`: keeps its light under `set_focus`."""
        before = self._stack.opened(), self._stack.grounded()
        if not self._stack.set(layer, shapes, bright):
            return
        if (self._stack.opened(), self._stack.grounded()) != before:
            self._settled()
        if self._stack.pulses():
            if not self._pulse.isActive():
                self._pulse.start()
        else:
            self._pulse.stop()
        self._keep_ticking()
        self.update()

    def set_layer_visible(self, layer: str, visible: bool) -> None:
        """Show or hide a shape layer (also one to come), or the scene's "blocks", "windows", "trees", "labels"."""
        for names in (self._stack.hidden, self._hidden):
            if visible:
                names.discard(layer)
            elif names is self._stack.hidden or layer in SCENE_PARTS:
                names.add(layer)
        self._changed()

    def set_layer_order(self, order: Sequence[str]) -> None:
        """Names from lowest to highest; layers not named come above, in order of arrival."""
        self._stack.order(order)
        self.update()

    def set_layer_opacity(self, layer: str, share: float) -> None:
        """How strongly a shape layer shows (also one to come), 0..1; at 0 nothing of it can be clicked."""
        self._stack.fade(layer, min(max(share, 0.0), 1.0))
        self._changed()

    def set_focus(self, strength: float) -> None:
        """0: calm. 1: everything but bright layers at about a third of its light (faded within 200 ms)."""
        self._focus.to(min(max(strength, 0.0), 1.0), monotonic())
        self._keep_ticking()

    def set_attribution(self, text: str) -> None:
        """Text at the bottom right, e.g. "© OpenStreetMap 贡献者"."""
        self._credit = text
        self.set_base(self._base)

    def set_base(self, base: Underlay | None) -> None:
        """Lay an opened base map under everything (None: none); its attribution stands before the map's own."""
        self._base = base
        whose = base.base.attribution if base is not None else ""
        self._composer.attribution = " · ".join(part for part in (whose, self._credit) if part)
        self._changed()

    @property
    def base(self) -> Underlay | None:
        """The base map on show."""
        return self._base

    @property
    def area(self) -> Bounds | None:
        """What the scene covers, metres; None: it is empty."""
        return self._scene.bounds

    def set_empty_text(self, title: str, hint: str = "") -> None:
        """What an empty scene says."""
        self._composer.empty = (title, hint)
        self.update()

    def set_scale(self, scale: float) -> None:
        """Everything drawn over the ground (texts, glyphs, lines) that many times larger: for walls read from afar."""
        self.scale = min(max(scale, 0.5), 6.0)
        self.resized()

    @property
    def frame(self) -> LocalFrame | None:
        """The local frame given with the scene."""
        return self._frame

    @property
    def palette_now(self) -> Palette:
        """The look in use."""
        return self._palette

    # -- what is there
    def pick(self, px: QPointF | tuple[float, float]) -> tuple[str, str] | None:
        """(layer, key) of what is drawn at a pixel of the view (widget pixels / scale); None: nothing with a key.

        In this order: chips, dots, opened floors, windows, blocks, lines and wedges, areas.
        """
        x, y = (px.x(), px.y()) if isinstance(px, QPointF) else px
        seen = Seen(self.view, self._stack, self._composer, self._pictures.stage, frozenset(self._hidden))
        return pick(seen, float(x), float(y))

    def frame_times(self) -> list[float]:
        """Durations of the latest paints (at most 600), milliseconds."""
        return list(self._times)

    def sharp(self) -> bool:
        """The picture on show was rendered for exactly this view; nothing is under way."""
        return self._camera.flight is None and self._pictures.sharp(self._wish())

    def settled(self) -> bool:
        """Nothing glides, slides, flies, or fades, and every name is written."""
        return not self._ticker.isActive() and self._composer.names.whole

    @property
    def stage(self) -> Stage | None:
        """The scene made ready, as of the picture on show."""
        return self._pictures.stage

    def opened_plans(self) -> list[tuple[str, Opened, OpenedPlan]]:
        """(layer, shape, plan) of the opened blocks of the last paint, in view pixels."""
        return list(self._composer.plans)

    def label_boxes(self) -> list[QRectF]:
        """Where the labels and names of the last paint are, in view pixels."""
        return [*(one.box for one in self._composer.room.placed), *self._composer.names.boxes()]

    def live_under(self, box: QRect) -> bool:
        """A dot, a way or an opened floor of a bright layer lies in a rectangle of the widget, as painted last."""
        k = self.scale
        return self._composer.live_under(QRectF(QPointF(box.topLeft()) / k, QSizeF(box.size()) / k), self.view)

    def close_pictures(self) -> None:
        """End the render thread (done by itself when the application quits or the widget is destroyed)."""
        self._pictures.stop()

    def grab_picture(self) -> QImage:
        """What is on show, at the widget's physical size."""
        return self.grab().toImage()

    # -- for the gestures
    def doubled(self, at: QPointF) -> bool:
        """A double click: for the tool in the hand, or reported and then flown closer."""
        if self.tools.doubled():
            return True
        hit = self.pick(at)
        if hit is not None:
            self.double_clicked.emit(*hit)
        return False

    def pressed(self, at: QPointF, button: Qt.MouseButton, modifiers: Qt.KeyboardModifier) -> None:
        """A click without a drag."""
        east, north = (float(c) for c in self.view.unproject([at.x(), at.y()]))
        if self.tools.clicked((east, north), button):
            return
        if button == Qt.MouseButton.RightButton:
            self.right_clicked.emit(east, north)
            return
        hit = self.pick(at)
        if hit is not None:
            self.clicked.emit(*hit, Click(button, modifiers, east, north, at))
        elif button == Qt.MouseButton.LeftButton:
            self.ground_clicked.emit(east, north)

    def pointed(self, at: QPointF | None) -> None:
        """The pointer rests at a pixel with no button down; None: it left."""
        ours = self.tools.pointed(self.view, at)
        hit = (self.pick(at) if at is not None and not ours else None) or ("", "")
        if hit != self._hover:
            self._hover = hit
            if not ours:
                self.setCursor(Qt.CursorShape.PointingHandCursor if hit[1] else Qt.CursorShape.ArrowCursor)
            self.hovered.emit(*hit)

    def dragging(self, on: bool) -> None:
        """A drag began or ended."""
        if on:
            self.user_panned.emit()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        else:
            self.unsetCursor()
            self._settled()

    # -- time passes
    def _wish(self) -> Wish:
        hidden = frozenset(self._hidden & SCENE_PARTS)
        parts = (self._stack.opened(), hidden, self._base, self._stack.grounded())
        return Wish(self._scene, self.view, self._palette, *parts)

    def _changed(self) -> None:
        self._settled()
        self.update()

    def _moved(self) -> None:
        """The view changed or began to fly."""
        self._pictures.follow(self._wish(), moving=True)
        self._keep_ticking()
        self._settle.start()
        self.view_changed.emit(self.view)
        self.update()

    def _settled(self) -> None:
        """Nothing moved for a moment: ask for the sharp picture, and paint what was left out while it moved."""
        if self._camera.flight is None and self.isVisible():
            self._pictures.follow(self._wish(), moving=False)
            self.update()

    def _picture_arrived(self) -> None:
        self.update()
        if not self._settle.isActive():
            self._settled()

    def _keep_ticking(self) -> None:
        swift = self._camera.flight is not None or self._focus.moving
        if not swift and not self._stack.moving(monotonic()):
            self._ticker.stop()
            return
        pace = TICK_MS if swift else GLIDE_TICK_MS  # people walk: their dots need no sixty frames a second
        if not self._ticker.isActive() or self._ticker.interval() != pace:
            self._ticker.start(pace)

    def _tick(self) -> None:
        now = monotonic()
        self._focus.step(now)
        if self._camera.step(now):
            self._moved()
        self._keep_ticking()
        self.update()

    def _beat(self) -> None:
        """Repaint only where pulses are; while dots glide, every tick repaints them anyway."""
        if self._ticker.isActive():
            return
        for pulse in self._stack.pulses():
            if len(pulse.xy):
                bounds = pulse_bounds(self.view.project(pulse.xy), pulse.radius_m * self.view.px_per_m)
                k = self.scale
                self.update(QRectF(bounds.topLeft() * k, bounds.size() * k).toAlignedRect())

    # -- Qt
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Static picture, shapes, labels, furniture; measured."""
        begun = perf_counter()
        painter = QPainter(self)
        try:
            painter.scale(self.scale, self.scale)
            self._look_around()
            self._composer.paint(painter, self.view, self._palette, self._focus.value, self._scene.empty)
            self.tools.paint(painter, self.view, self._palette)
        finally:
            painter.end()
        if not self._composer.names.whole:
            QTimer.singleShot(0, self, self.update)
        self._times.append((perf_counter() - begun) * 1000)

    def _look_around(self) -> None:
        """Widgets that lie over the map are furniture; where one has moved, labels elsewhere make room too."""
        k = self.scale
        boxes = tuple(
            QRectF(QPointF(box.topLeft()) / k, QSizeF(box.size()) / k)
            for child in self.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
            if not child.isWindow()
            and child.isVisibleTo(self)
            and (box := child.geometry()).height() * box.width() * 2 < self.width() * self.height()
        )
        if boxes != self._composer.children:
            self._composer.children = boxes
            self.update()

    def covers(self) -> NDArray[np.float64]:
        """(k, 4) what widgets lie over the map, view pixels."""
        return rows_of(self._composer.children)

    def resized(self) -> None:
        """The widget, its screen's density, or the scale changed."""
        k = self.scale  # the view counts scaled pixels, so that nothing else needs to know
        width, height = ceil(self.width() / k), ceil(self.height() / k)
        self._camera.resize(width, height, self.devicePixelRatioF() * k, self._scene)
        self.view_changed.emit(self.view)
        self._changed()
