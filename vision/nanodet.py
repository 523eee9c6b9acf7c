"""NanoDet-g's arithmetic: letterbox in, boxes out (RangiLyu/nanodet; layout: resources/models/ORIGIN.md)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from vision.frames import Boxes, Image, shrunk

SIDE = 416
MEAN = np.array([103.53, 116.28, 123.675], dtype=np.float32)
SCALE = np.float32(1 / 57.6)
GREY = 114
STRIDES = (8, 16, 32)
CLASSES = 80
BINS = 11
NMS_IOU = 0.6

Float32 = NDArray[np.float32]


@dataclass(frozen=True)
class Letterbox:
    """How a frame lies in the square: pixel = box · scale + (left, top)."""

    scale: float
    left: int
    top: int


@dataclass(frozen=True, eq=False)
class Found:
    """`boxes` (n, 4) in pixels of the frame, `scores` (n,) 0…1, best first."""

    boxes: Boxes
    scores: Float32

    def __len__(self) -> int:
        return len(self.scores)


def tensor_of(image: Image) -> tuple[Float32, Letterbox]:
    """(1, 3, 416, 416) float32 of a BGR frame, and how it lies in it."""
    h, w = image.shape[:2]
    scale = SIDE / max(h, w)
    width, height = max(round(w * scale), 1), max(round(h * scale), 1)
    left, top = (SIDE - width) // 2, (SIDE - height) // 2
    square = np.full((SIDE, SIDE, 3), GREY, dtype=np.uint8)
    square[top : top + height, left : left + width] = shrunk(image, width, height)
    tensor = (square.astype(np.float32) - MEAN) * SCALE
    return np.ascontiguousarray(tensor.transpose(2, 0, 1)[None]), Letterbox(scale, left, top)


def found_in(outputs: Sequence[Float32], lying: Letterbox, size: tuple[int, int], threshold: float, kind: int) -> Found:
    """Boxes of one class (`kind`, 0 a person) from the six outputs in any order; `size` (height, width) of the frame.

    Scores come as probabilities. A distance is the expectation of its eleven bins times the stride, measured from the
    cell's centre.
    """
    parts = [_of_stride(outputs, stride, threshold, kind) for stride in STRIDES]
    boxes, scores = np.concatenate([p[0] for p in parts]), np.concatenate([p[1] for p in parts])
    keep = _suppressed(boxes, scores, threshold)
    placed = (boxes[keep] - np.array([lying.left, lying.top] * 2, dtype=np.float32)) / np.float32(lying.scale)
    h, w = size
    return Found(np.clip(placed, 0, np.array([w, h, w, h], dtype=np.float32)).astype(np.float32), scores[keep])


def _of_stride(outputs: Sequence[Float32], stride: int, threshold: float, kind: int) -> tuple[Float32, Float32]:
    side = SIDE // stride
    scores = _output(outputs, side * side, CLASSES)[:, kind]
    rows = np.flatnonzero(scores > threshold)
    bins = _output(outputs, side * side, 4 * BINS)[rows].reshape(-1, 4, BINS)
    weight = np.exp(bins - bins.max(axis=2, keepdims=True))
    reach = (weight / weight.sum(axis=2, keepdims=True)) @ np.arange(BINS, dtype=np.float32) * np.float32(stride)
    x, y = (rows % side + 0.5) * stride, (rows // side + 0.5) * stride
    boxes = np.stack([x - reach[:, 0], y - reach[:, 1], x + reach[:, 2], y + reach[:, 3]], axis=1)
    return boxes.astype(np.float32).reshape(-1, 4), scores[rows].astype(np.float32)


def _output(outputs: Sequence[Float32], rows: int, columns: int) -> Float32:
    """The output with so many cells and columns. Raises ValueError where the model is another one."""
    for output in outputs:
        if output.size == rows * columns and output.shape[-1] == columns:
            return output.reshape(rows, columns)
    raise ValueError(f"the model has no output of {rows} × {columns}: it is not NanoDet-g 416")


def _suppressed(boxes: Float32, scores: Float32, threshold: float) -> NDArray[np.int64]:
    """Rows that stand after non-maximum suppression, best first."""
    if not len(scores):
        return np.zeros(0, dtype=np.int64)
    upright = np.concatenate([boxes[:, :2], boxes[:, 2:] - boxes[:, :2]], axis=1)
    kept = cv2.dnn.NMSBoxes(upright.tolist(), scores.tolist(), threshold, NMS_IOU)
    return np.asarray(kept, dtype=np.int64).reshape(-1)
