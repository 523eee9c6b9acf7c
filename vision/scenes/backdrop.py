"""The still part of a scene: a façade with windows, lawn, path, a parked car, and a fenced-off corner."""

from __future__ import annotations

import cv2
import numpy as np

from vision.frames import Image

WIDTH, HEIGHT = 640, 360
HORIZON = 0.32
RESTRICTED = ((0.60, 0.70), (0.97, 0.61), (0.97, 0.97), (0.52, 0.97))
"""The fenced-off corner (a transformer's yard), in shares of the picture: where the sample's zones are drawn."""

PATH = ((0.0, 0.62), (1.0, 0.44), (1.0, 0.56), (0.0, 0.86))
Colour = tuple[int, int, int]


def backdrop(seed: int, light: float) -> Image:
    """(360, 640, 3) BGR; `light` 0.35 night … 1 day. The same seed gives the same place."""
    rng = np.random.default_rng(seed)
    image = np.zeros((HEIGHT, WIDTH, 3), dtype=np.uint8)
    _facade(image, rng, light)
    _ground(image, rng)
    _yard(image)
    _car(image, rng)
    grain = rng.normal(0, 4, (HEIGHT, WIDTH, 1))
    tinted = (image + grain) * np.array([light * (1.12 - 0.12 * light), light, light * (0.9 + 0.1 * light)])
    lamp = _lamp(rng) if light < 0.8 else 0.0
    shaded: Image = np.clip(tinted + lamp, 0, 255).astype(np.uint8)
    return shaded


def _px(corners: tuple[tuple[float, float], ...]) -> np.ndarray[tuple[int, ...], np.dtype[np.int32]]:
    return np.round(np.array(corners) * [WIDTH, HEIGHT]).astype(np.int32)


def _facade(image: Image, rng: np.random.Generator, light: float) -> None:
    top = int(HEIGHT * HORIZON)
    base = rng.integers(86, 130, 3)
    image[:top] = base
    for y in range(int(rng.integers(4, 10)), top - 12, 24):
        for x in range(int(rng.integers(4, 14)), WIDTH, int(rng.integers(30, 38))):
            lit = rng.random() < (0.35 if light < 0.8 else 0.05)
            glass = (140, 190, 215) if lit else tuple(int(v) for v in base * 0.62)
            cv2.rectangle(image, (x, y), (x + 17, y + 14), glass, -1)
            cv2.line(image, (x + 8, y), (x + 8, y + 14), tuple(int(v) for v in base * 0.8), 1)
    cv2.rectangle(image, (0, top - 5), (WIDTH, top), tuple(int(v) for v in base * 0.7), -1)


def _ground(image: Image, rng: np.random.Generator) -> None:
    top = int(HEIGHT * HORIZON)
    fade = np.linspace(0.82, 1.05, HEIGHT - top)[:, None, None]
    image[top:] = np.clip(np.array([64, 104, 78]) * fade, 0, 255).astype(np.uint8)
    cv2.fillPoly(image, [_px(PATH)], (112, 116, 118), cv2.LINE_AA)
    (_, u0), (_, u1), (_, d1), (_, d0) = PATH
    for share in np.linspace(0.02, 0.98, 18).tolist():  # its slabs
        upper, lower = u0 + (u1 - u0) * share, d0 + (d1 - d0) * share
        low = (int(share * WIDTH) - 16, int((lower + 0.008) * HEIGHT))
        cv2.line(image, low, (int(share * WIDTH), int(upper * HEIGHT)), (104, 108, 110), 1, cv2.LINE_AA)
    for _ in range(14):
        x, y = int(rng.integers(0, WIDTH)), int(rng.integers(top + 4, int(HEIGHT * 0.42)))
        shade = int(rng.integers(46, 92))
        cv2.ellipse(image, (x, y), (int(rng.integers(9, 24)), int(rng.integers(6, 13))), 0, 0, 360, (46, shade, 54), -1)


def _yard(image: Image) -> None:
    """Concrete behind a low fence."""
    corners = _px(RESTRICTED)
    cv2.fillPoly(image, [corners], (122, 122, 120), cv2.LINE_AA)
    for a, b in ((0, 1), (0, 3)):
        along = np.linspace(corners[a], corners[b], 15).astype(int)
        for x, y in along.tolist():
            cv2.line(image, (x, y), (x, y - 13), (70, 74, 78), 2, cv2.LINE_AA)
        for lift in (4, 11):
            ends = [(int(corners[k][0]), int(corners[k][1]) - lift) for k in (a, b)]
            cv2.line(image, ends[0], ends[1], (78, 82, 86), 1, cv2.LINE_AA)


def _car(image: Image, rng: np.random.Generator) -> None:
    x, y, s = int(rng.integers(40, 180)), int(HEIGHT * 0.47), 1.0
    colour = tuple(int(v) for v in rng.integers(50, 190, 3))
    cv2.ellipse(image, (x + 42, y + 3), (52, 7), 0, 0, 360, (42, 60, 46), -1)
    cv2.rectangle(image, (x, y - 18), (x + int(84 * s), y - 2), colour, -1)
    roof = np.array([(x + 14, y - 18), (x + 24, y - 31), (x + 60, y - 31), (x + 74, y - 18)], dtype=np.int32)
    cv2.fillPoly(image, [roof], tuple(int(v * 0.55) for v in colour), cv2.LINE_AA)
    for wheel in (x + 18, x + 66):
        cv2.circle(image, (wheel, y - 2), 8, (26, 26, 28), -1, cv2.LINE_AA)


def _lamp(rng: np.random.Generator) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """The light of a lamp beyond the picture's upper edge."""
    x = rng.uniform(0.3, 0.7) * WIDTH
    yy, xx = np.mgrid[0:HEIGHT, 0:WIDTH]
    glow = 62 * np.exp(-(((xx - x) / 260) ** 2 + ((yy - HEIGHT * 0.62) / 130) ** 2))
    light: np.ndarray[tuple[int, ...], np.dtype[np.float64]] = glow[..., None] * np.array([0.62, 0.86, 1.0])
    return light
