"""A walking person, drawn from limbs: plain enough to be nobody, and human enough that the detector sees one."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from vision.frames import Image

Colour = tuple[int, int, int]
Point = tuple[float, float]
SHIFT = 4  # cv2's fixed-point places: edges move by sixteenths of a pixel
ONE = 1 << SHIFT


@dataclass(frozen=True)
class Clothes:
    """BGR."""

    coat: Colour
    trousers: Colour
    skin: Colour = (120, 150, 190)
    hair: Colour = (28, 26, 26)


def draw_person(image: Image, foot: Point, height: float, *, phase: float, facing: int, clothes: Clothes) -> None:
    """In place. `foot` pixels, `height` pixels, `phase` radians of the step, `facing` 1 right, −1 left."""
    x, y = foot
    _shadow(image, x, y, height)
    for far in (True, False):
        _leg(
            image,
            foot,
            height,
            phase=phase + (np.pi if far else 0.0),
            facing=facing,
            colour=_dim(clothes.trousers, far),
        )
        if far:
            _arm(image, foot, height, phase=phase, facing=facing, clothes=clothes, far=True)
            _body(image, foot, height, facing, clothes)
    _arm(image, foot, height, phase=phase + np.pi, facing=facing, clothes=clothes, far=False)


def _dim(colour: Colour, far: bool) -> Colour:
    r, g, b = (int(v * (0.8 if far else 1.0)) for v in colour)
    return r, g, b


def _shadow(image: Image, x: float, y: float, height: float) -> None:
    w, h = int(0.24 * height) + 1, int(0.06 * height) + 1
    x0, y0 = max(int(x) - w, 0), max(int(y) - h, 0)
    part = image[y0 : int(y) + h, x0 : int(x) + w]
    if not part.size:
        return
    dark = part.copy()
    cv2.ellipse(dark, (int(x) - x0, int(y) - y0), (int(0.2 * height), int(0.045 * height)), 0, 0, 360, (18, 18, 18), -1)
    cv2.addWeighted(dark, 0.45, part, 0.55, 0, part)


def _leg(image: Image, foot: Point, h: float, *, phase: float, facing: int, colour: Colour) -> None:
    x, y = foot
    swing, bend = 0.42 * np.sin(phase) * facing, max(0.0, -float(np.cos(phase))) * 0.5 * facing
    hip = (x, y - 0.50 * h)
    knee = (hip[0] + np.sin(swing) * 0.25 * h, hip[1] + np.cos(swing) * 0.25 * h)
    ankle = (knee[0] + np.sin(swing - bend) * 0.25 * h, min(knee[1] + np.cos(swing - bend) * 0.25 * h, y))
    _limb(image, hip, knee, (0.065 * h, 0.048 * h), colour)
    _limb(image, knee, ankle, (0.046 * h, 0.032 * h), colour)
    _limb(image, ankle, (ankle[0] + facing * 0.06 * h, ankle[1] + 0.008 * h), (0.026 * h, 0.022 * h), (22, 20, 20))


def _arm(image: Image, foot: Point, h: float, *, phase: float, facing: int, clothes: Clothes, far: bool) -> None:
    x, y = foot
    swing = 0.38 * np.sin(phase) * facing
    shoulder = (x + facing * 0.01 * h, y - 0.77 * h)
    elbow = (shoulder[0] + np.sin(swing) * 0.16 * h, shoulder[1] + np.cos(swing) * 0.16 * h)
    lower = swing + 0.25 * facing
    hand = (elbow[0] + np.sin(lower) * 0.15 * h, elbow[1] + np.cos(lower) * 0.15 * h)
    colour = _dim(clothes.coat, far)
    _limb(image, shoulder, elbow, (0.036 * h, 0.030 * h), colour)
    _limb(image, elbow, hand, (0.029 * h, 0.022 * h), colour)
    _disc(image, hand, 0.026 * h, clothes.skin)


def _body(image: Image, foot: Point, h: float, facing: int, clothes: Clothes) -> None:
    x, y = foot
    neck, head = (x + facing * 0.012 * h, y - 0.83 * h), (x + facing * 0.02 * h, y - 0.915 * h)
    _limb(image, (x, y - 0.52 * h), (neck[0], y - 0.77 * h), (0.085 * h, 0.098 * h), clothes.coat)
    _oval(image, (x, y - 0.64 * h), (0.09 * h, 0.17 * h), clothes.coat)
    side = x - facing * 0.05 * h
    _limb(image, (side, y - 0.54 * h), (side, y - 0.76 * h), (0.03 * h, 0.035 * h), _dim(clothes.coat, True))
    _limb(image, (neck[0], y - 0.82 * h), head, (0.034 * h, 0.036 * h), clothes.skin)
    _oval(image, head, (0.052 * h, 0.068 * h), clothes.skin)
    _oval(image, (head[0] - facing * 0.012 * h, head[1] - 0.02 * h), (0.054 * h, 0.055 * h), clothes.hair, (150, 390))


def _fixed(point: Point) -> tuple[int, int]:
    return round(point[0] * ONE), round(point[1] * ONE)


def _disc(image: Image, middle: Point, radius: float, colour: Colour) -> None:
    cv2.circle(image, _fixed(middle), max(round(radius * ONE), 1), colour, -1, cv2.LINE_AA, SHIFT)


def _oval(image: Image, middle: Point, radii: Point, colour: Colour, arc: tuple[int, int] = (0, 360)) -> None:
    axes = (max(round(radii[0] * ONE), 1), max(round(radii[1] * ONE), 1))
    cv2.ellipse(image, _fixed(middle), axes, 0, *arc, colour, -1, cv2.LINE_AA, SHIFT)


def _limb(image: Image, a: Point, b: Point, radii: Point, colour: Colour) -> None:
    """A tapering capsule."""
    r0, r1 = radii
    p, q = np.array(a), np.array(b)
    run = q - p
    across = np.array([-run[1], run[0]]) / max(float(np.hypot(*run)), 1e-6)
    corners = np.array([p + across * r0, q + across * r1, q - across * r1, p - across * r0])
    cv2.fillPoly(image, [np.round(corners * ONE).astype(np.int32)], colour, cv2.LINE_AA, SHIFT)
    _disc(image, a, r0, colour)
    _disc(image, b, r1, colour)
