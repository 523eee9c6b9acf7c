"""The oriented box of each footprint: its long axis, its depth, and places on it as shares of both."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from map.ragged import Ragged

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Boxes:
    """m boxes. `origin` (m, 2) metres: the corner at u = v = 0; `u` (m, 2) unit vector of the longest edge, pointing
    east (north if it runs exactly north); `v` (m, 2) to the left of it, so v = 0 is the front (south of an east-west
    block); `length`, `depth` (m,) metres.
    """

    origin: Floats
    u: Floats
    v: Floats
    length: Floats
    depth: Floats

    def at(self, i: int, uv: ArrayLike) -> Floats:
        """(k, 2) shares 0..1 of length and depth of box i -> (k, 2) metres."""
        shares = np.asarray(uv, dtype=np.float64).reshape(-1, 2)
        axes = np.stack([self.u[i] * self.length[i], self.v[i] * self.depth[i]])
        places: Floats = self.origin[i] + shares @ axes
        return places

    def corners(self) -> Floats:
        """(m, 4, 2) metres, around the box."""
        along = self.u * self.length[:, None]
        across = self.v * self.depth[:, None]
        return np.stack([self.origin, self.origin + along, self.origin + along + across, self.origin + across], axis=1)

    def middles(self) -> Floats:
        """(m, 2) metres."""
        return self.origin + (self.u * self.length[:, None] + self.v * self.depth[:, None]) / 2


def boxes_of(rings: Ragged) -> Boxes:
    """The box along the longest edge of each ring."""
    if not len(rings):
        nothing, none = np.zeros((0, 2)), np.zeros(0)
        return Boxes(nothing, nothing, nothing, none, none)
    u = _long_directions(rings)
    v = np.column_stack([-u[:, 1], u[:, 0]])
    along = np.einsum("ij,ij->i", rings.points, u[rings.owner])
    across = np.einsum("ij,ij->i", rings.points, v[rings.owner])
    first = rings.starts[:-1]
    u0, v0 = np.minimum.reduceat(along, first), np.minimum.reduceat(across, first)
    length, depth = np.maximum.reduceat(along, first) - u0, np.maximum.reduceat(across, first) - v0
    return Boxes(u * u0[:, None] + v * v0[:, None], u, v, length, depth)


def _long_directions(rings: Ragged) -> Floats:
    edges = rings.points[rings.following] - rings.points
    lengths = np.hypot(edges[:, 0], edges[:, 1])
    longest = np.lexsort((lengths, rings.owner))[rings.starts[1:] - 1]
    u: Floats = edges[longest] / np.maximum(lengths[longest], 1e-9)[:, None]
    backwards = (u[:, 0] < -1e-6) | ((np.abs(u[:, 0]) <= 1e-6) & (u[:, 1] < 0))
    u[backwards] *= -1
    return u
