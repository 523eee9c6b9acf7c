"""Which static pictures are kept, when a new one is asked for, and how they are stretched under a moving view."""

from dataclasses import dataclass, replace
from time import perf_counter

import numpy as np
from PySide6.QtCore import QObject, QPointF, QRectF, Signal
from PySide6.QtGui import QColor, QPainter, QTransform

from map.base import Underlay
from map.draw_marks import Mark
from map.palette import Palette
from map.render import Picture, Quality, with_margin
from map.scene import Scene
from map.shapes import Outlines
from map.stage import Stage
from map.view import View
from map.worker import RenderThread, Request

MARGIN = 160  # logical pixels around the window that are drawn too, so that a pan has something to show
LEAST_MARGIN = 48  # once still, a picture with less left than this is drawn anew
BACKDROP_ZOOM = 1 / 3.2
STALE_ZOOM = 1.7  # while zooming on, a picture stretched more than this is replaced on the way


@dataclass(frozen=True, eq=False)
class Wish:
    """What should be on show."""

    scene: Scene
    view: View
    palette: Palette
    without: frozenset[str]
    hidden: frozenset[str]
    base: Underlay | None = None
    marks: tuple[Mark, ...] = ()

    def request(self, view: View, quality: Quality, backdrop: bool = False) -> Request:
        """As a request for another cut of the same."""
        parts = (self.without, self.hidden, backdrop, self.base, self.marks)
        return Request(self.scene, view, self.palette, quality, *parts)


class Pictures(QObject):
    """Lives on the GUI thread. `arrived()` after any new picture; `sharpened(ms)` when it is a fine one."""

    arrived = Signal()
    sharpened = Signal(float)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.picture: Picture | None = None
        self._backdrop: Picture | None = None
        self._veiled: tuple[Picture, int, Picture] | None = None
        self._asked: Request | None = None
        self._thread = RenderThread()
        self._thread.done.connect(self._take)

    def stop(self) -> None:
        """End the render thread."""
        self._thread.stop()

    @property
    def stage(self) -> Stage | None:
        """The scene made ready, as of the picture on show."""
        return None if self.picture is None else self.picture.stage

    def carries(self, shape: Outlines) -> bool:
        """The picture on show has this drawn into it."""
        return self.picture is not None and any(mark.shape is shape for mark in self.picture.marks)

    def follow(self, wish: Wish, moving: bool) -> None:
        """Ask for whatever brings the picture closer to the wish; cheap, called on every change."""
        if moving:
            self._follow_moving(wish)
        elif not self.sharp(wish, LEAST_MARGIN):
            if not self._under_way(wish):
                self._ask(wish.request(with_margin(wish.view, MARGIN), Quality.FINE))
        elif not self._thread.busy and not self._backdrop_fits(wish):
            wide = wish.view.scaled(1.0).but(px_per_m=wish.view.px_per_m * BACKDROP_ZOOM)
            self._ask(wish.request(wide, Quality.FINE, backdrop=True))

    def _follow_moving(self, wish: Wish) -> None:
        if self._thread.busy:
            return
        picture = self.picture
        if picture is None or not picture.view.same_angles(wish.view):
            self._ask(wish.request(with_margin(wish.view, 24), Quality.COARSE))
        elif _stretch(picture, wish.view) > STALE_ZOOM or not self._still_covers(picture, wish):
            self._ask(wish.request(with_margin(wish.view, MARGIN), Quality.FINE))

    @staticmethod
    def _still_covers(picture: Picture, wish: Wish) -> bool:
        return _same(picture, wish) and _room(picture.view, wish.view) >= 0

    def _under_way(self, wish: Wish) -> bool:
        """The picture being drawn will be the one that is wished for."""
        r = self._asked
        return (
            self._thread.busy
            and r is not None
            and not r.backdrop
            and r.quality is Quality.FINE
            and r.scene is wish.scene
            and r.palette is wish.palette
            and r.without == wish.without
            and r.hidden == wish.hidden
            and r.base == wish.base
            and r.marks == wish.marks
            and _exact(r.view, wish.view, LEAST_MARGIN)
        )

    def _ask(self, request: Request) -> None:
        self._asked = request
        self._thread.ask(request)

    def _take(self, picture: Picture, request: Request) -> None:
        if request.backdrop:
            self._backdrop = picture
            return
        if self._asked is not None and request.scene is not self._asked.scene:
            return  # of a scene that has been replaced meanwhile
        self.picture = picture
        self.arrived.emit()
        if request.quality is Quality.FINE:
            self.sharpened.emit((perf_counter() - request.asked) * 1000)

    def sharp(self, wish: Wish, margin: float = 0.0) -> bool:
        """The picture is exactly what is wished for, with that many logical pixels to spare on each side."""
        p = self.picture
        return p is not None and p.quality is Quality.FINE and _same(p, wish) and _exact(p.view, wish.view, margin)

    def _backdrop_fits(self, wish: Wish) -> bool:
        b = self._backdrop
        if b is None or not _same(b, wish) or not b.view.same_angles(wish.view):
            return False
        ratio = wish.view.px_per_m / b.view.px_per_m
        return 1.5 < ratio < 6.5 and _room(b.view, wish.view) > wish.view.width * 0.3

    def draw(self, painter: QPainter, view: View, palette: Palette, veil: QColor | None, steady: bool) -> None:
        """The best there is, stretched without smoothing; whatever no picture covers is plain ground.

        `veil` is laid over all of it; a `steady` one once, into a copy of a fine picture: a blend of the whole
        window at every paint costs as much as the picture itself.
        """
        picture = self.picture
        lasting = steady and picture is not None and picture.quality is Quality.FINE
        if veil is not None and picture is not None and lasting and _room(picture.view, view) >= 0:
            _blit(painter, self._under(picture, veil), view)
            return
        self._draw_bare(painter, view, palette)
        if veil is not None:
            painter.fillRect(0, 0, view.width, view.height, veil)

    def _under(self, picture: Picture, veil: QColor) -> Picture:
        if self._veiled is None or self._veiled[:2] != (picture, veil.rgba()):
            image = picture.image.copy()
            painter = QPainter(image)
            painter.fillRect(QRectF(0, 0, picture.view.width, picture.view.height), veil)
            painter.end()
            self._veiled = (picture, veil.rgba(), replace(picture, image=image))
        return self._veiled[2]

    def _draw_bare(self, painter: QPainter, view: View, palette: Palette) -> None:
        picture = self.picture
        if picture is None or _room(picture.view, view) < 0:
            painter.fillRect(0, 0, view.width, view.height, QColor(*palette.ground))
            if self._backdrop is not None and (picture is None or self._backdrop.stage is picture.stage):
                _blit(painter, self._backdrop, view)
        if picture is not None:
            _blit(painter, picture, view)


def _same(picture: Picture, wish: Wish) -> bool:
    return (
        picture.stage.scene is wish.scene
        and picture.palette is wish.palette
        and picture.without == wish.without
        and picture.hidden == wish.hidden
        and picture.base == wish.base
        and picture.marks == wish.marks
    )


def _exact(have: View, want: View, margin: float) -> bool:
    return (
        have.px_per_m == want.px_per_m
        and have.same_angles(want)
        and have.dpr == want.dpr
        and _room(have, want) >= margin
    )


def _stretch(picture: Picture, view: View) -> float:
    ratio = view.px_per_m / picture.view.px_per_m
    return max(ratio, 1 / ratio)


def _room(have: View, want: View) -> float:
    """Logical pixels of `want` by which the picture of `have` reaches beyond the window on its narrowest side."""
    m = want.ground_map(have)
    corners = np.array([(0, 0), (want.width, 0), (want.width, want.height), (0, want.height)]) @ m[:, :2].T + m[:, 2]
    low, high = corners.min(axis=0), corners.max(axis=0)
    room = min(*low, have.width - high[0], have.height - high[1])
    return float(room) * want.px_per_m / have.px_per_m


def _blit(painter: QPainter, picture: Picture, view: View) -> None:
    m, dpr = picture.view.ground_map(view), view.dpr
    if np.allclose(m[:, :2], np.eye(2), atol=1e-9):
        at = np.round(m[:, 2] * dpr) / dpr  # whole physical pixels: a plain copy, and nothing shimmers
        painter.drawImage(QPointF(*at), picture.image)
        return
    painter.save()
    painter.setTransform(QTransform(m[0, 0], m[1, 0], m[0, 1], m[1, 1], m[0, 2], m[1, 2]), True)
    painter.drawImage(QPointF(0, 0), picture.image)
    painter.restore()
