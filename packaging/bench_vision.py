"""`make bench AREA=vision`: a film's decoding alone, with the gate behind it, and with the detector where it opens."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np
from bench_row import Row

import resources
from vision.detector import BACKENDS, Detector
from vision.gate import Gate
from vision.scenes.backdrop import backdrop
from vision.scenes.walker import Clothes, draw_person

FRAMES, PAIRS = 240, 5
PICTURE = Path("build/bench/vision.png")
CLOTHES = Clothes((70, 58, 40), (50, 45, 45))


def film(path: Path) -> None:
    """A 720p film of one person who walks through the last third of it."""
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter_fourcc(*"mp4v"), 25.0, (1280, 720))
    still, rng = np.minimum(backdrop(5, 1.0), 245), np.random.default_rng(1)
    for k in range(FRAMES):
        image = still.copy()
        if k > FRAMES * 2 // 3:
            place = (8.0 * (k - FRAMES * 2 // 3), 280.0)
            draw_person(image, place, 120, phase=k * 0.4, facing=1, clothes=CLOTHES)
        image += rng.integers(0, 6, (*image.shape[:2], 1), dtype=np.uint8)
        writer.write(cv2.resize(image, (1280, 720), interpolation=cv2.INTER_LINEAR))
    writer.release()


def run(path: Path, see: Callable[[np.ndarray], object]) -> float:
    """Milliseconds a frame of reading the whole film and doing that with every frame."""
    capture = cv2.VideoCapture(str(path), cv2.CAP_FFMPEG, [cv2.CAP_PROP_N_THREADS, 1])
    count, begun = 0, time.perf_counter()
    while True:
        good, image = capture.read()
        if not good:
            break
        see(image)
        count += 1
    took = (time.perf_counter() - begun) * 1e3 / max(count, 1)
    capture.release()
    return took


def bench_vision() -> Iterator[Row]:
    """Pairs in turn, medians; the detector on every backend there is."""
    cv2.setNumThreads(1)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "film.mp4"
        film(path)
        alone, gated, opened = [], [], 0
        for _ in range(PAIRS):
            gate = Gate()
            alone.append(run(path, lambda _image: None))
            looks: list[bool] = []
            gated.append(run(path, lambda image, g=gate, seen=looks: seen.append(g.look(image).open)))
            opened = sum(looks)
        a, g = statistics.median(alone), statistics.median(gated)
        ratio = statistics.median([x / y for x, y in zip(alone, gated, strict=True)])
        yield Row("vision", "decode + gate, 720p, frames a second", round(1000 / g), "/s", "decode alone",
                  round(ratio, 3), "≥ 0.85 of decode alone", ratio >= 0.85)  # fmt: skip
        yield Row("vision", "the gate's share of a frame", round(g - a, 3), "ms", "decode alone", round((g - a) / a, 3))
        share = opened / FRAMES
        yield Row("vision", "frames with somebody for which it opened", round(share * 3, 2), "",
                  goal="≥ 0.9 of the third in which one walks", met=0.9 <= share * 3 <= 1.1)  # fmt: skip
        yield from _detectors(path)
        picture = _picture(path)
        PICTURE.parent.mkdir(parents=True, exist_ok=True)
        cv2.imwrite(str(PICTURE), picture)


def _last(path: Path) -> np.ndarray:
    capture = cv2.VideoCapture(str(path))
    capture.set(cv2.CAP_PROP_POS_FRAMES, FRAMES - 30)
    _, image = capture.read()
    capture.release()
    return np.asarray(image, dtype=np.uint8)


def _detectors(path: Path) -> Iterator[Row]:
    image, boxes = _last(path), {}
    times: dict[str, float] = {}
    for backend in BACKENDS:
        detector = Detector(resources.path("models/nanodet-g-416.onnx"), backend)
        took = []
        for _ in range(20):
            begun = time.perf_counter()
            found = detector.people(image)
            took.append((time.perf_counter() - begun) * 1e3)
        times[backend], boxes[backend] = statistics.median(took), found
    for backend, ms in times.items():
        other = next(b for b in BACKENDS if b != backend)
        yield Row("vision", f"detector, {backend}, one thread, median", round(ms, 1), "ms", other,
                  round(ms / times[other], 2))  # fmt: skip
    apart = float(np.abs(boxes["openvino"].boxes[:1] - boxes["onnxruntime"].boxes[:1]).max())
    one = all(len(found) == 1 for found in boxes.values())
    yield Row("vision", "the same person on both backends, boxes apart", round(apart, 2), "px",
              goal="one person, ≤ 2 px", met=one and apart <= 2)  # fmt: skip


def _picture(path: Path) -> np.ndarray:
    image = _last(path)
    found = Detector(resources.path("models/nanodet-g-416.onnx")).people(image)
    for x0, y0, x1, y1 in found.boxes.astype(int).tolist():
        cv2.rectangle(image, (x0, y0), (x1, y1), (60, 154, 255), 2)
    return image
