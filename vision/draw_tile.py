"""Draws a tile: small, people coarsened, boxes and the zone on it."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from vision.frames import Image, shrunk
from vision.intrusion import Zone, contains
from vision.tile import HEIGHT, WIDTH
from vision.tracker import Track

WIDER = 0.12
"""By this share of its size a person's box is widened before it is coarsened: a detector cuts off hands and hair."""
BLOCKS = 6
"""Across a person's box: too few to tell a face, enough to tell that somebody walks."""
GREEN, ORANGE, GREY = (138, 217, 43), (60, 154, 255), (200, 190, 180)


def tile_of(image: Image, tracks: Sequence[Track], zone: Zone, *, hide_all: bool) -> tuple[NDArray[np.uint8], int, int]:
    """Pixels, people, people in the zone. `hide_all`: nobody can be found, so everything is coarsened."""
    h, w = image.shape[:2]
    small = image.copy() if (w, h) == (WIDTH, HEIGHT) else shrunk(image, WIDTH, HEIGHT)
    scale = np.array([WIDTH / w, HEIGHT / h] * 2)
    boxes = [track.box * scale for track in tracks]
    if hide_all:
        _coarsen(small, np.array([0, 0, WIDTH, HEIGHT], dtype=np.float64), 48)
    for box in boxes:
        _coarsen(small, _wider(box), BLOCKS)
    inside = [t.confirmed and contains(zone, t.foot[0] / w, min(t.foot[1] / h, 0.9999)) for t in tracks]
    if zone:
        _outline(small, zone, ORANGE if any(inside) else GREY)
    for track, box, within in zip(tracks, boxes, inside, strict=True):
        if track.confirmed:
            x0, y0, x1, y1 = (int(v) for v in box)
            cv2.rectangle(small, (x0, y0), (x1, y1), ORANGE if within else GREEN, 2, cv2.LINE_AA)
    pixels = np.ascontiguousarray(cv2.cvtColor(small, cv2.COLOR_BGR2BGRA), dtype=np.uint8)
    return pixels, sum(t.confirmed for t in tracks), sum(inside)


def _wider(box: NDArray[np.float64]) -> NDArray[np.float64]:
    grow = (box[2:] - box[:2]) * WIDER
    return np.concatenate([box[:2] - grow, box[2:] + grow])


def _coarsen(image: Image, box: NDArray[np.float64], blocks: int) -> None:
    """In place: the box as so many flat squares across."""
    x0, y0 = (max(int(v), 0) for v in box[:2])
    x1, y1 = min(int(np.ceil(box[2])), WIDTH), min(int(np.ceil(box[3])), HEIGHT)
    if x1 - x0 < 2 or y1 - y0 < 2:
        return
    part = image[y0:y1, x0:x1]
    side = max((x1 - x0) / blocks, 1.0)
    size = (max(round((x1 - x0) / side), 1), max(round((y1 - y0) / side), 1))
    coarse = cv2.resize(part, size, interpolation=cv2.INTER_AREA)
    image[y0:y1, x0:x1] = cv2.resize(coarse, (x1 - x0, y1 - y0), interpolation=cv2.INTER_NEAREST)


def _outline(image: Image, zone: Zone, colour: tuple[int, int, int]) -> None:
    corners = np.round(np.array(zone) * [WIDTH, HEIGHT]).astype(np.int32)
    cv2.polylines(image, [corners], True, colour, 2, cv2.LINE_AA)
