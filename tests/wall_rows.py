"""A wall by hand for the desktop's tests: opened over the small estate, and read word by word."""

from __future__ import annotations

import pytest

from app.desktop.wall_panels import WallColumn
from app.desktop.wall_window import WallWindow
from tests.desktop_rows import Station


def open_wall(station: Station, width: int = 1920, height: int = 1080) -> WallWindow:
    """Open, drawn and sharp."""
    wall = station.wiring.wall.show_on(None, (width, height))
    station.until(lambda: wall.board.picture is not None)
    station.until(lambda: wall.canvas.sharp() and wall.canvas.settled())
    return wall


def wall_words(wall: WallWindow) -> str:
    """All that is written on the two columns, a text a line."""
    told: list[str] = []

    def put(self: WallColumn, _p: object, _box: object, text: str, *_more: object, **_and: object) -> float:
        told.append(text)
        return 1.0

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WallColumn, "put", put)
        wall.figures.grab()
        wall.case.grab()
    return "\n".join(told)
