"""The named layers of shapes: their order, what is shown, what moves, and how each kind is painted and picked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from time import monotonic

from map.alike import alike
from map.draw_marks import Mark
from map.glide import Glide
from map.opened import OpenedPlan, plan_of
from map.shapes import Dots, Opened, Outlines, Pulses, Shape
from map.stage import Stage
from map.view import View

OPENING_S = 0.26


@dataclass(eq=False)
class Held:
    """A shape on show. `glide` for dots; `since`: when an opened floor began to slide out, `side`: which way."""

    shape: Shape
    glide: Glide | None = None
    since: float = 0.0
    side: int | None = None
    _planned: tuple[Stage, View, OpenedPlan | None] | None = None

    def slide(self, now: float) -> float:
        """0 shut … 1 out, eased."""
        share = min(max((now - self.since) / OPENING_S, 0.0), 1.0)
        return 1 - (1 - share) ** 3

    def plan(self, stage: Stage, view: View, slide: float, *, dragged: bool) -> OpenedPlan | None:
        """Where an opened block's parts are; once it is out, worked out once a view. While the view is `dragged` all
        of it goes along, and is fitted into the window again where it comes to rest."""
        assert isinstance(self.shape, Opened)  # noqa: S101
        if self._planned is not None and self._planned[0] is stage:
            _, seen, known = self._planned
            if seen == view:
                return known
            if dragged and known is not None and seen.pans_to(view):
                return known.shifted(seen.ground_map(view)[:, 2])
        plan = plan_of(self.shape, stage, view, slide, self.side)
        if plan is not None:
            self.side = plan.side
        self._planned = (stage, view, plan) if slide >= 1.0 else None
        return plan


@dataclass(eq=False)
class Layer:
    """One named layer. `opacity` 0..1 of all of it, its labels too."""

    name: str
    held: list[Held] = field(default_factory=list)
    bright: bool = False
    opacity: float = 1.0


def _held(shape: Shape, glide: Glide | None, earlier: Sequence[Held], now: float) -> Held:
    """A new shape; `glide`: that of the dots it takes the place of."""
    if isinstance(shape, Dots):
        return Held(shape, Glide(shape, glide, now))
    if isinstance(shape, Opened):
        for held in earlier:
            if isinstance(held.shape, Opened) and (held.shape.block, held.shape.floor) == (shape.block, shape.floor):
                return Held(shape, since=held.since, side=held.side)
    return Held(shape, since=now)


class Stack:
    """All layers, lowest first."""

    def __init__(self) -> None:
        self._layers: dict[str, Layer] = {}
        self._order: tuple[str, ...] = ()
        self._opacity: dict[str, float] = {}
        self.hidden: set[str] = set()

    def set(self, name: str, shapes: Sequence[Shape] | None, bright: bool) -> bool:
        """Replace a layer's shapes; False: it looks as before. Dots with `glide_ms` start where those of equal keys are
        shown now; a shape that says what one of the old said stays as it is, with all that was worked out for it."""
        if shapes is None:
            return self._layers.pop(name, None) is not None
        now, old = monotonic(), self._layers.get(name)
        earlier = [] if old is None else old.held
        before = [held.glide for held in earlier if held.glide is not None]
        dots = 0
        layer = Layer(name, bright=bright, opacity=self._opacity.get(name, 1.0))
        for shape in shapes:
            same = next((held for held in earlier if alike(held.shape, shape)), None)
            is_dots = isinstance(shape, Dots)
            layer.held.append(
                same or _held(shape, before[dots] if is_dots and dots < len(before) else None, earlier, now)
            )
            dots += is_dots
        self._layers[name] = layer
        return old is None or old.bright is not bright or old.held != layer.held

    def order(self, names: Sequence[str]) -> None:
        """Lowest first; layers not named lie above, in order of arrival."""
        self._order = tuple(names)

    def fade(self, name: str, opacity: float) -> None:
        """How strongly a layer shows, also one to come: 0..1; at 0 it is not there, for a click neither."""
        self._opacity[name] = opacity
        if name in self._layers:
            self._layers[name].opacity = opacity

    def shown(self) -> Iterator[Layer]:
        """Visible layers, lowest first."""
        rank = {name: i for i, name in enumerate(self._order)}
        arrived = sorted(self._layers.values(), key=lambda layer: rank.get(layer.name, len(rank)))
        return (layer for layer in arrived if layer.name not in self.hidden and layer.opacity > 0)

    def opened(self) -> frozenset[str]:
        """Keys of the blocks that are drawn as glass."""
        return frozenset(h.shape.block for layer in self.shown() for h in layer.held if isinstance(h.shape, Opened))

    def grounded(self) -> tuple[Mark, ...]:
        """What is drawn into the static picture."""
        return tuple(
            Mark(held.shape, layer.opacity)
            for layer in self.shown()
            for held in layer.held
            if isinstance(held.shape, Outlines) and held.shape.grounded
        )

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
