"""Where the map is looked at from: a parallel (axonometric) projection as one frozen value, flat and 2.5D alike."""

import math
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Bounds = tuple[float, float, float, float]  # east min, north min, east max, north max, in metres

FLAT = 90.0
LOW_TILT, HIGH_TILT = 25.0, FLAT
LEAST_ZOOM, MOST_ZOOM = 0.004, 60.0  # logical pixels a metre: a whole city … a door mat


@dataclass(frozen=True, slots=True)
class View:
    """A parallel projection of the local frame (metres east, north, up) onto logical pixels (x right, y down).

    `east`, `north`: the ground point in the middle of the window. `bearing_deg`: the compass direction that points up
    (0 = north up, clockwise). `tilt_deg`: the angle of sight against the ground; 90 is the flat plan. `width`,
    `height`: logical pixels; `dpr`: physical pixels a logical one. Because it is parallel, a pan is a blit, a zoom a
    scaled blit, and a change of anything an affine map of the ground.
    """

    east: float = 0.0
    north: float = 0.0
    px_per_m: float = 1.0
    bearing_deg: float = 0.0
    tilt_deg: float = FLAT
    width: int = 1
    height: int = 1
    dpr: float = 1.0

    @property
    def flat(self) -> bool:
        """Seen straight from above."""
        return self.tilt_deg >= FLAT - 1e-9

    @property
    def foreshortening(self) -> float:
        """Screen length of a ground metre that points up the screen, as a share of px_per_m (sine of the tilt)."""
        return math.sin(math.radians(self.tilt_deg))

    @property
    def rise(self) -> float:
        """Screen length of a metre of height, as a share of px_per_m (cosine of the tilt); 0 when flat."""
        return 0.0 if self.flat else math.cos(math.radians(self.tilt_deg))

    def matrix(self) -> Floats:
        """(2, 4): px = m[:, :3] @ (east, north, up) + m[:, 3]."""
        return _matrix(self)

    def project(self, points: ArrayLike) -> Floats:
        """(n, 2) metres on the ground or (n, 3) with height -> (n, 2) logical pixels."""
        p = np.asarray(points, dtype=np.float64)
        m = self.matrix()
        return p @ m[:, : p.shape[-1]].T + m[:, 3]

    def unproject(self, px: ArrayLike, z: float = 0.0) -> Floats:
        """(n, 2) logical pixels -> (n, 2) metres east, north on the level `z` metres."""
        m = self.matrix()
        shifted = np.asarray(px, dtype=np.float64) - m[:, 3] - m[:, 2] * z
        return shifted @ np.linalg.inv(m[:, :2]).T

    def depth(self, points: ArrayLike) -> Floats:
        """(n, 2) metres -> (n,) metres away from the eye along the ground; larger is farther (painted earlier)."""
        b = math.radians(self.bearing_deg)
        p = np.asarray(points, dtype=np.float64)
        away: Floats = p[..., 0] * math.sin(b) + p[..., 1] * math.cos(b)
        return away

    def ground_map(self, other: "View") -> Floats:
        """(2, 3) affine that carries this view's ground pixels to `other`'s ground pixels."""
        a, b = self.matrix(), other.matrix()
        linear = b[:, :2] @ np.linalg.inv(a[:, :2])
        return np.column_stack([linear, b[:, 3] - linear @ a[:, 3]])

    def same_angles(self, other: "View") -> bool:
        """Pan and zoom between the two are exact blits, heights included."""
        return self.bearing_deg == other.bearing_deg and self.tilt_deg == other.tilt_deg

    def pans_to(self, other: "View") -> bool:
        """The two differ by a pan alone."""
        return other == replace(self, east=other.east, north=other.north)

    def but(self, **changes: float) -> Self:
        """A copy with some fields changed; zoom and tilt are held within their limits."""
        if "px_per_m" in changes:
            changes["px_per_m"] = min(max(changes["px_per_m"], LEAST_ZOOM), MOST_ZOOM)
        if "tilt_deg" in changes:
            changes["tilt_deg"] = min(max(changes["tilt_deg"], LOW_TILT), HIGH_TILT)
        if "bearing_deg" in changes:
            changes["bearing_deg"] = changes["bearing_deg"] % 360.0
        return replace(self, **changes)  # type: ignore[arg-type]  # width and height stay whole by their callers

    def scaled(self, k: float) -> Self:
        """The same sight on `k` times as many pixels (for pictures of another density); dpr is kept."""
        return replace(
            self, px_per_m=self.px_per_m * k, width=math.ceil(self.width * k), height=math.ceil(self.height * k)
        )

    def panned(self, dx: float, dy: float) -> Self:
        """The ground dragged by (dx, dy) logical pixels."""
        east, north = self.unproject([self.width / 2 - dx, self.height / 2 - dy])
        return self.but(east=float(east), north=float(north))

    def zoomed(self, factor: float, x: float, y: float) -> Self:
        """Zoomed so that the ground under pixel (x, y) stays under it."""
        return self.but(px_per_m=self.px_per_m * factor).held(self.unproject([x, y]), x, y)

    def held(self, ground: ArrayLike, x: float, y: float) -> Self:
        """Moved so that the ground point (2,) metres lies under pixel (x, y)."""
        east, north = np.asarray(ground, dtype=np.float64) - self.unproject([x, y])
        return self.but(east=self.east + float(east), north=self.north + float(north))

    def fit(self, bounds: Bounds, padding: float = 40.0, most_px_per_m: float = MOST_ZOOM, top_m: float = 0.0) -> Self:
        """Centred on `bounds` (metres), all of it in sight with `padding` pixels; `top_m`: tallest thing, metres."""
        e0, n0, e1, n1 = bounds
        unit = self.but(east=(e0 + e1) / 2, north=(n0 + n1) / 2, px_per_m=1.0)
        corners = unit.project([(e, n, z) for e in (e0, e1) for n in (n0, n1) for z in (0.0, top_m)])
        low, high = corners.min(axis=0), corners.max(axis=0)
        room = np.maximum((self.width - 2 * padding, self.height - 2 * padding), 1.0)
        zoom = float(np.min(room / np.maximum(high - low, 1e-3)))
        centre = unit.unproject((low + high) / 2)
        return self.but(east=float(centre[0]), north=float(centre[1]), px_per_m=min(zoom, most_px_per_m))

    def visible(self, margin: float = 0.0) -> Bounds:
        """Bounds in metres of the ground in sight, `margin` logical pixels more on each side."""
        w, h = self.width + margin, self.height + margin
        ground = self.unproject([(-margin, -margin), (w, -margin), (w, h), (-margin, h)])
        (e0, n0), (e1, n1) = ground.min(axis=0), ground.max(axis=0)
        return float(e0), float(n0), float(e1), float(n1)


@lru_cache(maxsize=64)
def _matrix(view: View) -> Floats:
    """Read-only, for one paint asks for it a dozen times."""
    b = math.radians(view.bearing_deg)
    s, f = view.px_per_m, view.foreshortening
    m = np.array(
        [
            [s * math.cos(b), -s * math.sin(b), 0.0, 0.0],
            [-s * f * math.sin(b), -s * f * math.cos(b), -s * view.rise, 0.0],
        ]
    )
    m[:, 3] = np.array([view.width / 2, view.height / 2]) - m[:, :2] @ (view.east, view.north)
    m.flags.writeable = False
    return m
