"""What a layer is: a named part of the picture, made from the situation as shapes, legend rows and tooltips."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from domain.changes import Change
from layers.picture import Picture
from map.palette import RGBA
from map.shapes import Shape


@dataclass(frozen=True)
class LegendRow:
    """One entry of the legend: a glyph (`shape` of map.sprites.SHAPES in a `hue` of map.palette.HUES), text, count.

    `layer`: the layer it switches. `shown`: how many of them are shown where some are filtered away, else None.
    """

    layer: str
    shape: str
    hue: str
    text: str
    count: int
    shown: int | None = None

    @property
    def figure(self) -> str:
        """The count; "132/410" where only 132 are shown."""
        return f"{self.count:,}" if self.shown in (None, self.count) else f"{self.shown:,}/{self.count:,}"


class Layer(Protocol):
    """One layer of LAYERS. Layers hold no state: everything they draw comes from the picture. GUI thread.

    `key`: its name on the canvas. `default_on`: shown before anyone chose. `bright`: keeps its light while an alarm is
    in focus. `period_ms`: redrawn as time passes (judging ms; 0 never). `pace_ms`: real milliseconds that must lie
    between two redraws, however fast changes come. `in_scene`: part of the static picture (switching it rebuilds that).
    """

    key: str
    default_on: bool
    bright: bool
    period_ms: int
    pace_ms: int
    in_scene: bool
    touched_by: frozenset[type[Change]]

    @property
    def title(self) -> str:
        """Its name in the reader's language."""
        ...

    def shapes(self, picture: Picture) -> list[Shape]:
        """What to draw, lowest first."""
        ...

    def legend(self, picture: Picture) -> list[LegendRow]:
        """Rows for the legend with their counts; none where the register knows nothing of the kind."""
        ...

    def tooltip(self, key: str, picture: Picture) -> list[str]:
        """Lines about what carries `key`; empty for nothing. Masked labels only."""
        ...


def paint(colour: RGBA, n: int, alpha: int | None = None) -> NDArray[np.uint8]:
    """(n, 4) rows of one colour, with another alpha if given."""
    return np.tile(np.array([*colour[:3], colour[3] if alpha is None else alpha], dtype=np.uint8), (n, 1))


def texts(rows: Sequence[int] | NDArray[np.integer], column: Sequence[str]) -> list[str]:
    """A text column's rows."""
    return [column[int(row)] for row in rows]
