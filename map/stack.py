"""The named layers of shapes: their order, what is shown, what moves, and how each kind is painted and picked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from time import monotonic

from map.glide import Glide
from map.shapes import Dots, Opened, Pulses, Shape

OPENING_S = 0.26


@dataclass(eq=False)
class Held:
    """A shape on show. `glide` for dots; `since`: when an opened floor began to slide out,
    `side`: which way."""

    shape: Shape
    glide: Glide | None = None
    since: float = 0.0
    side: int | None = None

    def slide(self, now: float) -> float:
        """0 shut … 1 out, eased."""
        share = min(max((now - self.since) / OPENING_S, 0.0), 1.0)
        return 1 - (1 - share) ** 3


@dataclass(eq=False)
class Layer:
    """One named layer."""

    name: str
    held: list[Held] = field(default_factory=list)
    bright: bool = False


class Stack:
    """All layers, lowest first."""

    def __init__(self) -> None:
        self._layers: dict[str, Layer] = {}
        self._order: tuple[str, ...] = ()
        self.hidden: set[str] = set()

    def set(self, name: str, shapes: Sequence[Shape] | None, bright: bool) -> None:
        """Replace a layer's shapes; dots with `glide_ms` start where those of equal keys are shown now."""
        if shapes is None:
            self._layers.pop(name, None)
            return
        now, old = monotonic(), self._layers.get(name, Layer(name))
        before = [held.glide for held in old.held if held.glide is not None]
        opened = {(h.shape.block, h.shape.floor): h for h in old.held if isinstance(h.shape, Opened)}
        dots = 0
        layer = Layer(name, bright=bright)
        for shape in shapes:
            held = Held(shape)
            if isinstance(shape, Dots):
                held.glide = Glide(shape, before[dots] if dots < len(before) else None, now)
                dots += 1
            elif isinstance(shape, Opened):
                same = opened.get((shape.block, shape.floor))
                held.since, held.side = (now, None) if same is None else (same.since, same.side)
            layer.held.append(held)
        self._layers[name] = layer

    def order(self, names: Sequence[str]) -> None:
        """Lowest first; layers not named lie above, in order of arrival."""
        self._order = tuple(names)

    def shown(self) -> Iterator[Layer]:
        """Visible layers, lowest first."""
        rank = {name: i for i, name in enumerate(self._order)}
        arrived = sorted(self._layers.values(), key=lambda layer: rank.get(layer.name, len(rank)))
        return (layer for layer in arrived if layer.name not in self.hidden)

    def opened(self) -> frozenset[str]:
        """Keys of the blocks that are drawn as glass."""
        return frozenset(h.shape.block for layer in self.shown() for h in layer.held if isinstance(h.shape, Opened))

    def pulses(self) -> list[Pulses]:
        """All pulses on show."""
        return [h.shape for layer in self.shown() for h in layer.held if isinstance(h.shape, Pulses)]

    def moving(self, now: float) -> bool:
        """Some dot glides or some floor slides."""
        return any(
            (h.glide is not None and h.glide.moving)
            or (isinstance(h.shape, Opened) and now - h.since < OPENING_S + 0.05)
            for layer in self.shown()
            for h in layer.held
        )
