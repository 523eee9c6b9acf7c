"""Run by the proof inside a copy of the frozen build: each engine loads the shipped model and agrees with the other."""

from __future__ import annotations

import sys

import cv2
import numpy as np

import resources
from vision.detector import BACKENDS, Detector

if __name__ == "__main__":
    rng = np.random.default_rng(1)
    picture = cv2.GaussianBlur(rng.integers(0, 255, (480, 640, 3), dtype=np.uint8), (9, 9), 0)
    model = resources.path("models/nanodet-g-416.onnx")
    scores = []
    for backend in BACKENDS:
        found = Detector(model, backend, threshold=0.0).people(picture)
        scores.append(float(np.max(found.scores, initial=0.0)))
    if not 0.0 < scores[0] < 1.0 or abs(scores[0] - scores[1]) > 0.02:
        sys.exit(f"the engines do not agree: {dict(zip(BACKENDS, scores, strict=True))}")
    print(f"{' and '.join(BACKENDS)} agree: {scores[0]:.3f}")  # noqa: T201
