"""`Measuring`: puts the measuring tools into the map's hand, and says how they are used."""

from __future__ import annotations

from app.desktop.i18n import translate
from app.desktop.workbench import Workbench
from map.measure import Measure


class Measuring:
    """GUI thread. Esc anywhere in the window puts a measure down before it does anything else."""

    def __init__(self, bench: Workbench) -> None:
        self._bench = bench

    def distance(self) -> None:
        """Begin a line."""
        self._begin(area=False)

    def area(self) -> None:
        """Begin a ring."""
        self._begin(area=True)

    def put_down(self) -> bool:
        """True if there was a measure, at work or finished."""
        tools = self._bench.canvas.tools
        held = tools.tool is not None
        if held:
            tools.take(None)
        return held

    def _begin(self, *, area: bool) -> None:
        canvas = self._bench.canvas
        canvas.tools.take(Measure(area=area, crossed=lambda: translate("Measuring", "The edges cross")))
        canvas.setFocus()  # Enter and Backspace are the tool's, not the case's
        hint = translate("Measuring", "Click points on the map; Enter or a double click ends, Esc gives up")
        self._bench.status.show_remark(hint, wrong=False)
