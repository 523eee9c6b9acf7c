"""The render thread: one request at a time, the newest wins, finished pictures arrive whole by a queued signal."""

import atexit
import logging
import threading
import weakref
from dataclasses import dataclass, field
from time import perf_counter

from PySide6.QtCore import QObject, Signal

from map.base import Underlay
from map.draw_marks import Mark
from map.palette import Palette
from map.render import CancelledError, Picture, Quality, render
from map.scene import Scene
from map.stage import Stage
from map.view import View

log = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class Request:
    """A picture wanted. `view` has its margin already; `backdrop`: the wide one that fills in while panning far;
    `stage`: of this scene, made ready by somebody else."""

    scene: Scene
    view: View
    palette: Palette
    quality: Quality
    without: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()
    backdrop: bool = False
    base: Underlay | None = None
    marks: tuple[Mark, ...] = ()
    stage: Stage | None = None
    asked: float = field(default_factory=perf_counter)


_ALIVE: "weakref.WeakSet[RenderThread]" = weakref.WeakSet()


@atexit.register
def _stop_all() -> None:
    """A thread that still draws while the interpreter ends takes the process down with an abort."""
    for one in list(_ALIVE):
        one.stop()


class RenderThread(QObject):
    """Owned by the GUI thread. `done(Picture, Request)` is emitted from the worker and so arrives queued."""

    done = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self._news = threading.Condition()
        self._wanted: Request | None = None
        self._running: Request | None = None
        self._stopped = False
        self._stage: Stage | None = None
        self._thread = threading.Thread(target=self._work, name="map-render", daemon=True)
        self._thread.start()
        _ALIVE.add(self)

    def ask(self, request: Request) -> None:
        """Render this next; whatever was asked for before is dropped, also when it is half done."""
        with self._news:
            self._wanted = request
            self._news.notify()

    @property
    def busy(self) -> bool:
        """A request is waiting or being drawn."""
        return self._wanted is not None or self._running is not None

    def stop(self) -> None:
        """End the thread; nothing is emitted afterwards."""
        with self._news:
            self._stopped = True
            self._news.notify()
        self._thread.join(timeout=5.0)

    def _work(self) -> None:
        while (request := self._next()) is not None:
            try:
                picture = self._render(request)
                if not self._stopped:
                    self.done.emit(picture, request)
            except CancelledError:
                continue
            except Exception:  # one bad picture must not end the thread; the old one stays on show
                log.exception("the map picture could not be drawn")
            finally:
                self._running = None

    def _next(self) -> Request | None:
        with self._news:
            self._news.wait_for(lambda: self._stopped or self._wanted is not None)
            if self._stopped:
                return None
            self._running = request = self._wanted  # first, or `busy` would be false for a moment
            self._wanted = None
            return request

    def _render(self, request: Request) -> Picture:
        if self._stage is None or self._stage.scene is not request.scene:
            self._stage = request.stage or Stage(request.scene)
        return render(
            self._stage,
            request.view,
            request.palette,
            quality=request.quality,
            without=request.without,
            hidden=request.hidden,
            base=request.base,
            marks=request.marks,
            cancelled=self._outdated,
        )

    def _outdated(self) -> bool:
        return self._stopped or self._wanted is not None
