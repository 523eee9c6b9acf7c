"""When each layer is drawn: as soon as something touches it, but no oftener than its pace allows."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QElapsedTimer, QObject, QTimer

from layers.catalogue import BY_KEY, LAYERS
from layers.layer import Layer

FIX_PERIOD_MS = 5_000  # what trackers send (wire.md); a glide lasts a little less than one
GLIDE_MOST_MS, GLIDE_LEAST_MS = 1_000, 60


def glide_ms(speed: float) -> int:
    """Real milliseconds in which a guard glides to a new fix. `speed`: judging ms a real ms."""
    return round(min(max(FIX_PERIOD_MS / speed, GLIDE_LEAST_MS), GLIDE_MOST_MS))


class Pace(QObject):
    """Calls `draw` with a layer that is due. GUI thread; `late` is what to call when some have had to wait."""

    def __init__(self, parent: QObject, draw: Callable[[Layer], None], late: Callable[[], None]) -> None:
        super().__init__(parent)
        self._draw = draw
        self._dirty: set[str] = set()
        self._drawn: dict[str, int] = {}  # real ms at which each layer was drawn last
        self._ticked: dict[str, int] = {}  # judging ms at which it was drawn by time
        self._clock = QElapsedTimer()
        self._clock.start()
        self._later = QTimer(self, singleShot=True)
        self._later.timeout.connect(late)

    def restart(self) -> None:
        """Time begins anew: another situation."""
        self._ticked.clear()

    def touch(self, keys: Iterable[str]) -> None:
        """Something of these layers has changed."""
        self._dirty.update(keys)
        if self._dirty and not (self._later.isActive() and self._later.interval() == 0):
            self._later.start(0)  # a longer wait that runs already is for slower layers

    def touch_all(self) -> None:
        """Every layer, whatever its pace."""
        self._dirty.update(BY_KEY)
        self._drawn.clear()

    def tick(self, now: int) -> None:
        """Judging time is `now`, epoch ms: touch the layers that are redrawn as it passes."""
        due = [layer.key for layer in LAYERS if layer.period_ms and self._due(layer, now)]
        self._ticked.update(dict.fromkeys(due, now))
        self.touch(due)

    def _due(self, layer: Layer, now: int) -> bool:
        before = self._ticked.get(layer.key)
        return before is None or not before <= now < before + layer.period_ms

    def flush(self) -> None:
        """Draw what is dirty and whose pace allows it; the rest comes later by itself."""
        now, wait = self._clock.elapsed(), 0
        for layer in LAYERS:
            if layer.key not in self._dirty:
                continue
            rest = self._drawn.get(layer.key, -layer.pace_ms) + layer.pace_ms - now
            if rest > 0:
                wait = min(wait, rest) if wait else rest
                continue
            self._dirty.discard(layer.key)
            self._drawn[layer.key] = now
            self._draw(layer)
        if wait:
            self._later.start(wait)
