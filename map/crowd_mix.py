"""What of a crowd is shown at a zoom: clusters of which level, density, dots, and how strongly while one turns into the
next – functions of the zoom and of the points' spacing alone, so that a pan changes nothing."""

import math
from dataclasses import dataclass

CELL_PX = 64.0  # logical pixels of a cluster's cell at least, and less than twice as many
LEVEL_FADE = 0.25  # octaves of zoom in which the clusters of one level turn into those of the next
GATHERED, APART = 1.0, 4.0  # logical pixels between points where clusters begin to fade, and dots to show


@dataclass(frozen=True)
class Mix:
    """Strengths 0..1. `levels`: (level, share) of the clusters, shares adding up to 1; `dots`: share of the dots in the
    picture, the rest of it is density."""

    clusters: float
    dots: float
    levels: tuple[tuple[int, float], ...]

    @property
    def picture(self) -> float:
        """Strength of what lies under the clusters."""
        return 1.0 - self.clusters

    @property
    def dotted(self) -> bool:
        """Single dots can be told from each other."""
        return self.clusters < 1.0 and self.dots >= 0.5

    def at_rest(self) -> "Mix":
        """One level alone, and its numbers whole or not at all: two sets of numbers would count everything twice."""
        level = max(self.levels, key=lambda one: one[1])[0]
        return Mix(self.clusters, self.dots, ((level, 1.0),))


def mix_at(px_per_m: float, spacing_m: float) -> Mix:
    """At a zoom (logical pixels a metre), for points that lie `spacing_m` apart."""
    apart = px_per_m * spacing_m
    return Mix(1.0 - _octave(apart, GATHERED), _octave(apart, APART), _levels(px_per_m))


def _octave(value: float, begin: float) -> float:
    """0 up to `begin`, 1 from twice of it on, evenly in the logarithm."""
    return min(max(math.log2(max(value, 1e-9) / begin), 0.0), 1.0)


def _levels(px_per_m: float) -> tuple[tuple[int, float], ...]:
    exact = math.log2(CELL_PX / px_per_m)
    level = math.ceil(exact)
    share = (level - exact) / LEVEL_FADE
    return ((level, 1.0),) if share >= 1.0 else ((level + 1, 1.0 - share), (level, share))
