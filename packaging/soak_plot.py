"""The plot of a soak: memory, frames, lateness and alarms over time, one above the other."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyqtgraph as pg

SIZE = (1400, 1300)
COLOURS = {
    "desk": "#4285F4",
    "window": "#DB4437",
    "simulator": "#0F9D58",
    "broker": "#F4A000",
    "supervisor": "#787878",
}
BLUE, RED, GREY = COLOURS["desk"], COLOURS["window"], "#999999"
Series = dict[str, list[float]]


def plot(courses: dict[str, dict[str, Any]], series: Series, alarms: list[tuple[float, float]], *,
         warm_s: float, path: Path) -> None:  # fmt: skip
    """Draw into a picture file; minutes across. Needs an application."""
    pg.setConfigOptions(background="w", foreground="k", antialias=True)
    sheet = pg.GraphicsLayoutWidget(size=SIZE)
    memory = panel(sheet, 0, "memory, MB", warm_s)
    for name, course in courses.items():
        line(
            memory, course["at"], course["mb"], COLOURS[name], f"{name} {course['mb'][-1]:.0f}" if course["mb"] else ""
        )
    frames = panel(sheet, 1, "a frame of the map, ms", warm_s)
    line(frames, series["at"], series["frame_p95"], BLUE, "p95")
    line(frames, series["at"], series["frame_max"], RED, "max")
    late = panel(sheet, 2, "the window's timer late, ms", warm_s)
    line(late, series["at"], series["late_p99"], BLUE, "p99")
    line(late, series["at"], series["late_max"], RED, "max")
    late.addLine(y=33, pen=pg.mkPen(GREY, style=pg.QtCore.Qt.PenStyle.DashLine))
    shown = panel(sheet, 3, "an alarm, judged → its card, ms", warm_s)
    shown.plot([at / 60 for at, _ in alarms], [ms for _, ms in alarms], pen=None, symbol="o", symbolSize=6,
               symbolBrush=BLUE, symbolPen=None)  # fmt: skip
    shown.setLabel("bottom", "minutes")
    for one in (memory, frames, late, shown):
        one.setXRange(0, max(series["at"], default=60.0) / 60, padding=0.01)
    sheet.show()
    pg.QtWidgets.QApplication.processEvents()
    sheet.grab().save(str(path))
    sheet.close()


def panel(sheet: pg.GraphicsLayoutWidget, row: int, title: str, warm_s: float) -> pg.PlotItem:
    """One of the four, with a line where the warm-up ends."""
    found = sheet.addPlot(row=row, col=0)
    found.setLabel("left", title)
    found.addLegend(offset=(-10, 10))
    found.showGrid(x=True, y=True, alpha=0.2)
    found.addLine(x=warm_s / 60, pen=pg.mkPen(GREY))
    found.enableAutoRange()
    found.setLimits(yMin=0)
    return found


def line(into: pg.PlotItem, at: list[float], values: list[float], colour: str, name: str) -> None:
    """One course over minutes."""
    into.plot([second / 60 for second in at], values, pen=pg.mkPen(colour, width=2), name=name)
