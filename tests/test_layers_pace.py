"""`Pace`: a layer that may be drawn now does not wait for a slower one."""

from __future__ import annotations

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from layers.layer import Layer
from layers.pace import Pace


class Drawn:
    """A pace, and what it drew in order."""

    def __init__(self) -> None:
        self.parent = QObject()
        self.keys: list[str] = []
        self.pace = Pace(self.parent, self._draw, self._late)

    def _late(self) -> None:
        self.pace.flush()

    def _draw(self, layer: Layer) -> None:
        self.keys.append(layer.key)

    def wait(self) -> int | None:
        """Milliseconds that the running wait was begun with; None where none runs."""
        later = self.pace._later
        return later.interval() if later.isActive() else None


def test_a_new_alarm_shortens_a_wait_that_a_slow_layer_has_begun(qtbot: QtBot) -> None:
    drawn = Drawn()
    drawn.pace.touch(["trails"])
    drawn.pace.flush()
    drawn.pace.touch(["trails"])
    drawn.pace.flush()
    assert drawn.keys == ["trails"] and (drawn.wait() or 0) > 0, "the second time waits for its pace"
    drawn.pace.touch(["alarms"])
    assert drawn.wait() == 0
    qtbot.waitUntil(lambda: drawn.keys == ["trails", "alarms", "trails"], timeout=5_000)


def test_what_is_touched_again_and_again_is_drawn_no_oftener(qtbot: QtBot) -> None:
    drawn = Drawn()
    drawn.pace.touch(["alarms"])
    drawn.pace.touch(["alarms"])
    qtbot.waitUntil(lambda: bool(drawn.keys), timeout=5_000)
    assert drawn.keys == ["alarms"] and drawn.wait() is None
