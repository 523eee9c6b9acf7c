"""Tools in the hand: while one is at work, clicks and some keys mean something to it and nothing to the map."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from map.palette import Palette
from map.tool_band import Band, Floats
from map.view import View

Ground = tuple[float, float]  # metres east, north in the local frame


class Tool(Protocol):
    """Something that works with points on the ground. GUI thread. `working`: it wants the next click."""

    @property
    def working(self) -> bool:
        """Whether clicks are its own; a finished one is only drawn."""
        ...

    def clicked(self, ground: Ground) -> None:
        """The left button was clicked there."""
        ...

    def moved(self, ground: Ground | None) -> None:
        """The pointer is there; None: it left the map."""
        ...

    def finish(self) -> None:
        """A double click (both its clicks were on one point) or Enter."""
        ...

    def back(self) -> None:
        """Take the last point back."""
        ...

    def paint(self, painter: QPainter, view: View, palette: Palette) -> None:
        """Draw over everything; the painter counts pixels of the view."""
        ...


class ToolHolder:
    """The tool that a canvas holds, if any, and the band that a drag draws; `banded` is told its ring. GUI thread."""

    def __init__(self, canvas: QWidget, banded: Callable[[Floats], None]) -> None:
        self._canvas, self._banded = canvas, banded
        self.band = Band()
        self._tool: Tool | None = None

    @property
    def tool(self) -> Tool | None:
        """What is held, at work or finished."""
        return self._tool

    @property
    def working(self) -> bool:
        """Whether clicks belong to a tool."""
        return self._tool is not None and self._tool.working

    def take(self, tool: Tool | None) -> None:
        """Hold this one; None puts down what is held, and its drawing with it."""
        self._tool = tool
        self._look()

    def clicked(self, ground: Ground, button: Qt.MouseButton) -> bool:
        """True if the click was for the tool."""
        if self._tool is None or not self._tool.working or button != Qt.MouseButton.LeftButton:
            return False
        self._tool.clicked(ground)
        self._canvas.update()
        return True

    def pointed(self, view: View, at: QPointF | None) -> bool:
        """True if the pointer is the tool's: nothing under it is hovered."""
        if self._tool is None or not self._tool.working:
            return False
        east_north = None if at is None else view.unproject([at.x(), at.y()])
        self._tool.moved(None if east_north is None else (float(east_north[0]), float(east_north[1])))
        self._look()
        return True

    def doubled(self) -> bool:
        """True if the double click was for the tool."""
        return self._done() if self.working else False

    def key(self, key: int) -> bool:
        """Enter ends, Backspace takes a point back, Esc gives up or clears; True if it meant one of these."""
        if self.band.drawing and key == Qt.Key.Key_Escape:
            self.drop_band()
            return True
        if self._tool is None:
            return False
        if key == Qt.Key.Key_Escape:
            self.take(None)
        elif not self._tool.working:
            return False
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._done()
        elif key == Qt.Key.Key_Backspace:
            self._tool.back()
            self._canvas.update()
        else:
            return False
        return True

    def paint(self, painter: QPainter, view: View, palette: Palette) -> None:
        """Draw what is held, and the band."""
        self.band.paint(painter, view, palette)
        if self._tool is not None:
            self._tool.paint(painter, view, palette)

    # -- the band

    def drag_band(self, view: View, at: QPointF) -> None:
        """The drag has got here."""
        self.band.extend(view, at)
        self._canvas.update()

    def end_band(self) -> None:
        """The drag is over: tell what it enclosed; it stays drawn."""
        ring = self.band.end()
        self._canvas.update()
        if ring is not None:
            self._banded(ring)

    def drop_band(self) -> None:
        """No band any more."""
        self.band.clear()
        self._canvas.update()

    def _done(self) -> bool:
        assert self._tool is not None  # noqa: S101  # callers have looked
        self._tool.finish()
        self._look()
        return True

    def _look(self) -> None:
        if self.working:
            self._canvas.setCursor(Qt.CursorShape.CrossCursor)
        else:
            self._canvas.unsetCursor()
        self._canvas.update()
