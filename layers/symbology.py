"""Symbology: the order of the layers and how strongly each shows, as one frozen value that can be written down."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Self

from layers.catalogue import BY_KEY, LAYERS

FIXED = ("orders", "alarms", "selection")
"""On top of everything and in full, always: whoever fades a layer for a moment must not miss an alarm by it."""
ORDERED = tuple(layer.key for layer in LAYERS if not layer.in_scene and layer.key not in FIXED)
MARKS = ("rentals", "elders")  # lit windows: they lie in the picture itself and have no place in the order
EDITABLE = (*ORDERED, *MARKS)
_SCENE = tuple(layer.key for layer in LAYERS if layer.in_scene)


@dataclass(frozen=True)
class Symbology:
    """`overlays`: ORDERED from the lowest to the highest; `shares`: 0..1 of those of EDITABLE that do not show in full.

    Raises ValueError for anything else: what is FIXED can be neither moved nor faded.
    """

    overlays: tuple[str, ...] = ORDERED
    shares: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if sorted(self.overlays) != sorted(ORDERED):
            raise ValueError(f"not the layers that have a place in the order: {self.overlays}")
        for key, share in self.shares.items():
            if key not in EDITABLE or not 0.0 <= share <= 1.0:
                raise ValueError(f"{key} cannot show at {share}")

    @property
    def order(self) -> tuple[str, ...]:
        """Every layer, the lowest first."""
        return (*_SCENE, *self.overlays, *FIXED)

    def share(self, key: str) -> float:
        """How strongly a layer shows, 0..1."""
        return self.shares.get(key, 1.0)

    def faded(self, key: str, share: float) -> Self:
        """With a layer at 0..1 of its light."""
        others = {name: light for name, light in self.shares.items() if name != key}
        return replace(self, shares=others if share == 1.0 else {**others, key: share})

    def moved(self, key: str, up: int) -> Self:
        """With a layer `up` places higher (negative: lower), as far as there are any."""
        rest = [name for name in self.overlays if name != key]
        at = min(max(self.overlays.index(key) + up, 0), len(rest))
        return replace(self, overlays=(*rest[:at], key, *rest[at:]))

    def differing(self, other: "Symbology") -> list[str]:
        """Layers that show otherwise than in another."""
        return [key for key in EDITABLE if self.share(key) != other.share(key)]

    def spell(self) -> str:
        """As JSON."""
        return json.dumps({"order": self.overlays, "shares": dict(self.shares)})


PLAIN = Symbology()


def read(text: str) -> Symbology:
    """What `spell` wrote. Never raises: what is not understood is as it usually is, a layer that is new since then has
    its usual place, and one that is gone is forgotten."""
    try:
        found: Any = json.loads(text)
        order, shares = found["order"], found["shares"]
        known = [key for key in dict.fromkeys(order) if key in ORDERED]
        lights = {key: float(share) for key, share in shares.items() if key in EDITABLE}
        return Symbology(_with_new(known), lights)
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError):
        return PLAIN


def _with_new(known: Sequence[str]) -> tuple[str, ...]:
    """The usual order where nothing is kept; a missing layer stands over the one that usually lies below it."""
    order = list(known)
    for i, key in enumerate(ORDERED):
        if key not in order:
            order.insert(order.index(ORDERED[i - 1]) + 1 if i else 0, key)
    return tuple(order)


def title_of(key: str) -> str:
    """A layer's name in the reader's language."""
    return BY_KEY[key].title
