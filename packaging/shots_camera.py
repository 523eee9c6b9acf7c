"""Takes the pictures: waits until window and map stand still, and lays over them what stands in windows of its own."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QWidget

from app.desktop.session import Session
from map import compose
from map.canvas import MapCanvas
from map.compose import LabelRoom

PATIENCE_S = 12.0
CLOCK_AT = 1e9
"""What the map's own clock says while a picture is taken: every glide is over, every pulse at the same point."""

PAPER = frozenset({"calm", "alarm", "detail_home"})
BACKDROP = {"night": "#05080d", "paper": "#b9c0c9"}


@dataclass
class Camera:
    """Takes the pictures of one size."""

    session: Session
    size: str
    languages: tuple[str, ...]
    only: frozenset[str]
    out: Path

    def take(
        self, name: str, before: Callable[[], object] = lambda: None, after: Callable[[], object] = lambda: None
    ) -> None:
        """A screen in every language; `before` and `after` each time, for what folds away by itself."""
        if self.only and name not in self.only:
            return
        for language in self.languages:
            for paper in (False, True) if name in PAPER else (False,):
                self._look(language, paper=paper)
                before()
                self.settle()
                path = self.out / f"{name}-{self.size}-{language}{'-paper' if paper else ''}.png"
                self._picture().save(str(path), "PNG", 60)
                after()
        self._look(self.languages[0], paper=False)

    def _look(self, language: str, *, paper: bool) -> None:
        self.session.wiring.comfort.use_theme(not paper, cvd=False)
        self.session.wiring.comfort.speak(language)

    def settle(self) -> None:
        """Until panels and map stand still and sharp."""
        deadline = time.monotonic() + PATIENCE_S
        wall = self.session.wiring.wall.window
        canvas = wall.canvas if wall is not None else self.session.bench.canvas
        pump(0.06 if wall is None else 0.5)
        while self.session.bridge._queue and time.monotonic() < deadline:
            pump(0.02)
        self.session.wiring.screen.tick()
        self.session.bench.board.flush()
        self.session.bench.legend.refresh()
        pump(0.06)
        for _ in range(2):
            canvas._composer.room = LabelRoom()  # where labels stood before is nothing to this picture
            canvas.update()
            pump(0.02)
            while canvas.isVisible() and not self._rests(canvas) and time.monotonic() < deadline:
                pump(0.03)
        if time.monotonic() >= deadline:
            print(f"shots: {self.size}: the map did not come to rest")  # noqa: T201

    def _rests(self, canvas: MapCanvas) -> bool:
        return canvas.sharp() and canvas.settled()

    def _picture(self) -> QImage:
        """The window, and over it whatever stands in windows of its own."""
        bench, wall = self.session.bench, self.session.wiring.wall.window
        if wall is not None:
            with map_clock_stands():
                return wall.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
        with map_clock_stands():
            over = [w for w in QApplication.topLevelWidgets() if w is not bench and w.isVisible() and _counts(w)]
            image = bench.grab().toImage() if bench.isVisible() else self._backdrop()
            for widget in sorted(over, key=lambda w: isinstance(w, QMenu)):
                self._lay_over(image, widget)
        return image.convertToFormat(QImage.Format.Format_RGB888)

    def _backdrop(self) -> QImage:
        width, height = (int(n) for n in self.size.split("x"))
        image = QImage(width, height, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(self.session.bench.devicePixelRatioF())
        image.fill(QColor(BACKDROP["night"]))
        return image

    def _lay_over(self, image: QImage, widget: QWidget) -> None:
        bench, grabbed = self.session.bench, widget.grab()
        ratio = image.devicePixelRatio()
        inside = QRect(0, 0, round(image.width() / ratio), round(image.height() / ratio))
        at = widget.pos() - bench.pos() if isinstance(widget, QMenu) else inside.center() - widget.rect().center()
        painter = QPainter(image)
        painter.drawPixmap(at, grabbed)
        painter.setPen(QColor("#5b6675"))
        painter.drawRect(QRect(at - QPoint(1, 1), widget.size() + QSize(1, 1)))
        painter.end()


def _counts(widget: QWidget) -> bool:
    return isinstance(widget, QDialog | QMenu)


@contextmanager
def map_clock_stands() -> Iterator[None]:
    """The map's pulses always at the same point."""
    before = compose.monotonic
    compose.monotonic = lambda: CLOCK_AT
    try:
        yield
    finally:
        compose.monotonic = before


def pump(seconds: float) -> None:
    """Let Qt work for so long (real time)."""
    deadline = time.monotonic() + seconds
    while True:
        QApplication.processEvents()
        if time.monotonic() > deadline:
            return
        time.sleep(0.005)
