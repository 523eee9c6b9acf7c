"""Tools in the hand: while one is at work, clicks and some keys mean something to it and nothing to the map."""

from collections.abc import Callable
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeySequence, QPainter
from PySide6.QtWidgets import QWidget

from map.palette import Palette
from map.tool_band import Band, Floats
from map.view import View

EXACT = QKeySequence.SequenceMatch.ExactMatch

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


@runtime_checkable
class Shaper(Tool, Protocol):
    """A tool that also takes drags, and knows what was done. GUI thread."""

    def grab(self, ground: Ground) -> bool:
        """A drag of the left button begins there; True if it is the tool's."""
        ...

    def drag(self, ground: Ground) -> None:
        """The drag has got here."""
        ...

    def release(self) -> None:
        """The drag is over."""
        ...

    def undo(self) -> None:
        """One step back."""
        ...

    def redo(self) -> None:
        """One step on again."""
        ...

    def dropped(self) -> None:
        """It is in the hand no longer."""
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
        before, self._tool = self._tool, tool
        self._look()
        if before is not tool and isinstance(before, Shaper):
            before.dropped()

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
        self._tool.moved(None if at is None else _ground(view, at))
        self._look()
        return True

    def doubled(self) -> bool:
        """True if the double click was for the tool."""
        return self._done() if self.working else False

    def history(self, key: QKeySequence) -> bool:
        """Undo and redo as this system's people press them; True if it meant one of these to a tool."""
        tool = self._tool
        if not isinstance(tool, Shaper):
            return False
        if key.matches(QKeySequence("Ctrl+Z")) == EXACT:
            tool.undo()
        elif EXACT in (key.matches(QKeySequence("Ctrl+Shift+Z")), key.matches(QKeySequence("Ctrl+Y"))):
            tool.redo()
        else:
            return False
        self._canvas.update()
        return True

    def grabbed(self, view: View, at: QPointF) -> bool:
        """A drag of the left button begins at a pixel; True if it is the tool's."""
        return isinstance(self._tool, Shaper) and self._tool.grab(_ground(view, at))

    def drag(self, view: View, at: QPointF) -> None:
        """The tool's drag has got here."""
        if isinstance(self._tool, Shaper):
            self._tool.drag(_ground(view, at))
            self._canvas.update()

    def released(self) -> None:
        """The tool's drag is over."""
        if isinstance(self._tool, Shaper):
            self._tool.release()
            self._canvas.update()

    def key(self, key: int) -> bool:
        """Enter ends, Backspace and Delete take a point back, Esc gives up or clears; True if it meant one of these."""
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
        elif key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
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


def _ground(view: View, at: QPointF) -> Ground:
    east, north = view.unproject([at.x(), at.y()])
    return float(east), float(north)
