"""`SceneSource`: a camera of the sample estate – people come along the path, and now and then one enters the yard."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from vision.frames import Frame, Image
from vision.scenes.backdrop import HEIGHT, HORIZON, WIDTH, backdrop
from vision.scenes.walker import Clothes, Point, draw_person

PASSES_S = 14.0
"""A walk across the picture."""
EVERY_S = (45.0, 140.0)
"""Between two passers-by, at least and at most."""
NIGHT, DAY = 0.45, 1.0
NOISE_ROOM = 64
"""Pixels by which a frame's grain may be shifted each way: grain that came again would be a frozen picture's."""
STEP_PX = 0.52  # of the height: the length of a step
LIGHT_EVERY_S = 60.0

_PASSING: tuple[Point, ...] = ((-0.06, 0.72), (0.5, 0.62), (1.06, 0.52))
_INTRUDING: tuple[Point, ...] = (
    (-0.06, 0.74),
    (0.45, 0.74),
    (0.66, 0.76),
    (0.74, 0.80),
    (0.74, 0.80),
    (0.40, 0.80),
    (-0.06, 0.76),
)
_COATS = ((70, 58, 40), (52, 52, 96), (88, 92, 60), (120, 116, 108), (40, 40, 44))
_TROUSERS = ((50, 45, 45), (70, 52, 40), (40, 40, 40))


@dataclass(frozen=True)
class Walk:
    """One person's way through the picture: from `start` (monotonic seconds) along `way` (shares) in PASSES_S."""

    start: float
    way: tuple[Point, ...]
    back: bool
    clothes: Clothes

    def at(self, now: float) -> tuple[Point, int] | None:
        """Where (shares of the picture) and which way he faces; None: not in the picture."""
        share = (now - self.start) / PASSES_S
        if not 0 <= share < 1:
            return None
        way = self.way[::-1] if self.back else self.way
        place = share * (len(way) - 1)
        leg, along = int(place), place - int(place)
        (x0, y0), (x1, y1) = way[leg], way[leg + 1]
        return (x0 + (x1 - x0) * along, y0 + (y1 - y0) * along), -1 if x1 < x0 else 1


class SceneSource:
    """Rendered when asked for; one thread. `hour` gives the local hour 0…24 (the scene is dark at night).

    `intruders`: seconds from now at which somebody enters the yard, and how often again (0 never).
    """

    def __init__(self, seed: int, hour: Callable[[], float], intruders: tuple[float, float] = (0.0, 0.0)) -> None:
        self._seed, self._hour = seed, hour
        self._rng = np.random.default_rng(seed)
        room = (HEIGHT + NOISE_ROOM, WIDTH + NOISE_ROOM, 1)
        self._noise = self._rng.integers(0, 7, room, dtype=np.uint8)
        self._first, self._every = intruders
        self._begun = time.monotonic()
        self._passes = self._walk(self._begun + float(self._rng.uniform(2, EVERY_S[1])), _PASSING)
        self._intrudes = self._walk(self._begun + self._first, _INTRUDING, back=False) if self._first else None
        self._lit = float("-inf")
        self._still = np.zeros((HEIGHT, WIDTH, 3), dtype=np.uint8)
        self._number = 0

    def newest(self) -> Frame:
        """The scene as it is now."""
        now = time.monotonic()
        self._relight(now)
        image = self._still.copy()
        for walk in self._walks(now):
            self._draw(image, walk, now)
        self._number += 1
        down, right = self._shift()
        image += self._noise[down : down + HEIGHT, right : right + WIDTH]
        return Frame(image, now, self._number)

    def close(self) -> None:
        """Nothing to let go."""

    def _shift(self) -> tuple[int, int]:
        """Another one for each of 4,096 frames."""
        return self._number // NOISE_ROOM % NOISE_ROOM, self._number % NOISE_ROOM

    def _relight(self, now: float) -> None:
        if now - self._lit < LIGHT_EVERY_S:
            return
        self._lit = now
        light = light_at(self._hour())
        self._still = np.minimum(backdrop(self._seed, light), 248).astype(np.uint8)

    def _walks(self, now: float) -> list[Walk]:
        """Who is under way; whoever has gone is followed by the next, in time."""
        if now > self._passes.start + PASSES_S:
            self._passes = self._walk(now + float(self._rng.uniform(*EVERY_S)), _PASSING)
        if self._intrudes is not None and self._every and now > self._intrudes.start + PASSES_S:
            self._intrudes = self._walk(self._intrudes.start + self._every, _INTRUDING, back=False)
        return [self._passes, *([self._intrudes] if self._intrudes is not None else [])]

    def _walk(self, start: float, way: tuple[Point, ...], back: bool | None = None) -> Walk:
        coat, trousers = self._rng.integers(len(_COATS)), self._rng.integers(len(_TROUSERS))
        clothes = Clothes(_COATS[coat], _TROUSERS[trousers])
        return Walk(start, way, bool(self._rng.random() < 0.5) if back is None else back, clothes)

    @staticmethod
    def _draw(image: Image, walk: Walk, now: float) -> None:
        there = walk.at(now)
        if there is None:
            return
        (x, y), facing = there
        height = height_at(y)
        gone = (now - walk.start) / PASSES_S * 1.2 * WIDTH
        phase = gone / (STEP_PX * height) * np.pi
        draw_person(image, (x * WIDTH, y * HEIGHT), height, phase=phase, facing=facing, clothes=walk.clothes)


class Dark:
    """A camera of the sample that is out: no picture ever comes."""

    def newest(self) -> Frame | None:
        """None."""
        return None

    def close(self) -> None:
        """Nothing to let go."""


def height_at(y: float) -> float:
    """Pixels of a person whose feet are at `y` (share of the picture): the nearer, the taller."""
    return (y - HORIZON) * HEIGHT * 0.82


def light_at(hour: float) -> float:
    """NIGHT … DAY, dusk and dawn about six."""
    noon = np.cos((hour - 13.0) / 24.0 * 2 * np.pi)
    return float(np.clip(0.72 + 0.75 * noon, NIGHT, DAY))
