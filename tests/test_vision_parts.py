"""The parts of a watch, each on arrays: gate, detector's arithmetic, tracker, intrusion, coarsening."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import resources
from vision import gate as gate_module
from vision.detector import BACKENDS, Detector, DetectorError
from vision.draw_tile import tile_of
from vision.gate import LEAST_SHARE, Gate
from vision.intrusion import AWAY_S, STAYS_S, ZoneState, contains, judge
from vision.nanodet import tensor_of
from vision.scenes.backdrop import backdrop
from vision.scenes.walker import Clothes, draw_person
from vision.tile import HEIGHT, WIDTH
from vision.tracker import CONFIRMED_AFTER, LOST_AFTER_S, Track, Tracker

SIZE = (360, 640)
YARD = ((0.5, 0.5), (1.0, 0.5), (1.0, 1.0), (0.5, 1.0))
FILM = Path(__file__).parent.parent.parent / "shared" / "video" / "one-by-one-person-detection.mp4"
needs_film = pytest.mark.skipif(not FILM.exists(), reason="the shared film is not here")
CLOTHES = Clothes((70, 58, 40), (50, 45, 45))
MODEL = resources.path("models/nanodet-g-416.onnx")


def noise(seed: int, level: int = 6) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, level, (*SIZE, 1), dtype=np.uint8)


def with_person(x: float, y: float, height: float, seed: int = 1) -> np.ndarray:
    image = backdrop(3, 1.0).copy()
    image[image > 240] = 240
    draw_person(image, (x, y), height, phase=0.8, facing=1, clothes=CLOTHES)
    return np.asarray(image + noise(seed), dtype=np.uint8)


# gate


def test_the_gate_stays_shut_on_noise_and_opens_for_a_person() -> None:
    gate, still = Gate(), backdrop(3, 1.0) // 2
    shut = [gate.look(still + noise(i)).open for i in range(30)]
    assert not any(shut)
    walker = still.copy()
    draw_person(walker, (300, 250), 60, phase=0.5, facing=1, clothes=CLOTHES)
    assert gate.look(walker).open


def test_a_sudden_change_of_light_makes_the_detector_look_once() -> None:
    gate, image = Gate(), backdrop(3, 1.0) // 2
    for i in range(5):
        gate.look(image + noise(i))
    assert gate.look(image + np.uint8(90)).open, "whoever comes with the light must not be missed"
    assert not gate.look(image + np.uint8(90)).open, "and the new light is the background"


@given(st.integers(1, 40), st.integers(1, 40), st.integers(0, 2**32 - 1))
def test_the_mean_of_four_is_the_mean_of_four(height: int, width: int, seed: int) -> None:
    grey = np.random.default_rng(seed).integers(0, 256, (height, 4 * width), dtype=np.uint8)
    exact = (grey.reshape(height, width, 4).sum(axis=2, dtype=np.int64) + 2) // 4
    assert np.array_equal(gate_module._mean_of_quads(grey), exact)


@given(st.integers(60, 900), st.integers(5, 350).map(lambda n: 4 * n) | st.integers(20, 1400))
def test_frames_of_any_size_are_compared_at_one(height: int, width: int) -> None:
    rows = np.arange(height, dtype=np.float64)[:, None] * 255 / height
    image = np.repeat(np.repeat(rows, width, axis=1)[:, :, None], 3, axis=2).astype(np.uint8)
    small = gate_module._small(image, 100)
    assert small.shape == (100, max(round(width * 100 / height), 1))
    assert np.abs(small.mean(axis=1) - np.arange(100) * 2.55).max() < 5, "from top to bottom"
    assert np.ptp(small, axis=1).max() <= 1, "and the same from left to right"


@needs_film
def test_picking_four_side_by_side_opens_for_what_four_around_did() -> None:
    """The gate's own way against the careful one: the mean of four pixels spread over each cell."""
    capture = cv2.VideoCapture(str(FILM))
    quick, careful, apart, looks = Gate(), Gate(), [], 0
    while capture.grab():
        looks += 1
        if looks % 2:  # six a second
            continue
        image = np.asarray(capture.retrieve()[1], dtype=np.uint8)
        twice = cv2.resize(image, (356, 200), interpolation=cv2.INTER_NEAREST)  # of this height the gate takes all
        a, b = quick.look(image), careful.look(twice)
        apart += [(a.share, b.share)] if a.open != b.open else []
    capture.release()
    assert looks > 1000 and len(apart) < 0.01 * looks / 2, apart
    assert all(max(pair) < 2 * LEAST_SHARE for pair in apart), "only where a few pixels decide"


# detector


@pytest.mark.parametrize("backend", BACKENDS)
def test_both_backends_find_the_same_person_where_he_is(backend: str) -> None:
    if importlib.util.find_spec(backend) is None:
        pytest.skip(f"{backend} is not for this processor")
    found = Detector(MODEL, backend).people(with_person(320, 300, 130))
    assert len(found) == 1 and found.scores[0] > 0.5
    assert found.boxes[0] == pytest.approx([295, 170, 345, 302], abs=16)


def test_an_empty_place_has_nobody() -> None:
    detector = Detector(MODEL)
    assert not any(len(detector.people(backdrop(seed, light))) for seed in range(4) for light in (0.45, 1.0))


def test_a_model_that_is_not_there_or_is_rubbish_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(DetectorError, match="not there"):
        Detector(tmp_path / "none.onnx")
    (tmp_path / "bad.onnx").write_bytes(b"rubbish")
    with pytest.raises(DetectorError, match="cannot be loaded"):
        Detector(tmp_path / "bad.onnx")


@given(st.integers(40, 900), st.integers(40, 900))
def test_the_letterbox_keeps_the_whole_frame(width: int, height: int) -> None:
    tensor, lying = tensor_of(np.zeros((height, width, 3), dtype=np.uint8))
    assert tensor.shape == (1, 3, 416, 416) and tensor.dtype == np.float32
    assert lying.left * 2 + width * lying.scale == pytest.approx(416, abs=1.5)
    assert lying.top * 2 + height * lying.scale == pytest.approx(416, abs=1.5)


# tracker


def box(x: float, y: float, height: float = 100.0) -> np.ndarray:
    return np.array([x - height / 4, y - height, x + height / 4, y], dtype=np.float32)


def scores(n: int) -> np.ndarray:
    return np.full(n, 0.8, dtype=np.float32)


def test_two_who_cross_keep_their_numbers() -> None:
    tracker, seen = Tracker(), []
    for k in range(30):
        boxes = np.stack([box(100 + 12 * k, 300), box(460 - 12 * k, 330)])
        seen = tracker.update(boxes, scores(2), k * 0.2)
    assert sorted(t.number for t in tracker.tracks) == [1, 2]
    by_number = {t.number: t.foot[0] for t in seen}
    assert by_number[1] == pytest.approx(448, abs=1) and by_number[2] == pytest.approx(112, abs=1)


def test_a_flicker_is_nobody_and_who_is_gone_is_forgotten() -> None:
    tracker = Tracker()
    for k in range(CONFIRMED_AFTER - 1):
        assert not any(t.confirmed for t in tracker.update(np.stack([box(100, 300)]), scores(1), k * 0.2))
    tracker.idle(0.4 + LOST_AFTER_S)
    assert not tracker.tracks
    (new,) = tracker.update(np.stack([box(100, 300)]), scores(1), 9.0)
    assert new.number == 2


@given(st.lists(st.lists(st.tuples(st.floats(0, 640), st.floats(50, 360)), max_size=4), max_size=12))
def test_every_box_is_exactly_one_track(frames: list[list[tuple[float, float]]]) -> None:
    tracker = Tracker()
    for k, frame in enumerate(frames):
        boxes = np.array([box(x, y) for x, y in frame], dtype=np.float32).reshape(-1, 4)
        seen = tracker.update(boxes, scores(len(frame)), k * 0.2)
        assert len(seen) == len(frame) and len({t.number for t in seen}) == len(frame)
        assert all(np.array_equal(t.box, b) for t, b in zip(seen, boxes, strict=True))


# intrusion


def person(number: int, x: float, y: float, now: float, hits: int = 5) -> Track:
    return Track(number, box(x, y), 0.8, now, 0.0, hits, np.zeros(2))


def run(places: list[tuple[float, float] | None], step: float = 0.2) -> list[float]:
    """When an intrusion is told, of one person at these places."""
    state, told = ZoneState(), []
    for k, place in enumerate(places):
        now = 100.0 + k * step
        tracks = [] if place is None else [person(1, *place, now)]
        state, found = judge(state, YARD, tracks, SIZE, now)
        if found is not None:
            told.append(round(k * step, 1))
    return told


INSIDE, OUTSIDE = (500.0, 300.0), (100.0, 300.0)


def test_one_who_stays_is_told_once() -> None:
    assert run([OUTSIDE] * 5 + [INSIDE] * 100) == [1.0 + STAYS_S]


def test_one_who_only_brushes_the_line_is_not_told() -> None:
    assert run([OUTSIDE, INSIDE, INSIDE, OUTSIDE] * 20) == []


def test_after_a_while_away_he_is_told_anew() -> None:
    away = [None] * int(AWAY_S / 0.2 + 2)
    assert len(run([INSIDE] * 10 + [None] * 5 + [INSIDE] * 10)) == 1
    assert len(run([INSIDE] * 10 + away + [INSIDE] * 10)) == 2


def test_feet_count_and_doubtful_tracks_do_not() -> None:
    state, found = ZoneState(), None
    for k in range(10):
        state, found = judge(state, YARD, [person(1, *INSIDE, k * 0.2, hits=1)], SIZE, k * 0.2)
        assert found is None
    assert run([(500.0, 170.0)] * 20) == [], "the head is over the zone, the feet are not in it"


@given(st.floats(0.001, 0.999), st.floats(0.001, 0.999))
def test_contains_agrees_with_a_polygon_library(x: float, y: float) -> None:
    import shapely

    ring = ((0.1, 0.2), (0.8, 0.1), (0.9, 0.7), (0.5, 0.4), (0.2, 0.9))
    polygon, point = shapely.Polygon(ring), shapely.Point(x, y)
    if polygon.exterior.distance(point) > 1e-9:
        assert contains(ring, x, y) == polygon.contains(point)


# the tile


def test_people_are_coarsened_and_the_rest_is_not() -> None:
    image = with_person(320, 300, 130)
    track = Track(1, np.array([290, 168, 350, 304], dtype=np.float32), 0.8, 0.0, 0.0, 5, np.zeros(2))
    pixels, people, inside = tile_of(image, [track], YARD, hide_all=False)
    plain, _, _ = tile_of(image, [], (), hide_all=False)
    assert pixels.shape == (HEIGHT, WIDTH, 4) and pixels.flags.c_contiguous and (people, inside) == (1, 1)
    head = (slice(129, 144), slice(232, 251))  # at three quarters of the frame
    shown, hidden = (len(np.unique(p[head].reshape(-1, 4), axis=0)) for p in (plain, pixels))
    assert shown > 4 * hidden
    assert np.array_equal(pixels[:75, :187], plain[:75, :187])


def test_without_a_detector_everything_is_coarsened() -> None:
    image = with_person(320, 300, 130)
    pixels, people, _ = tile_of(image, [], (), hide_all=True)
    assert people == 0 and len(np.unique(pixels.reshape(-1, 4), axis=0)) <= 48 * 27


def test_the_model_is_the_one_that_was_measured() -> None:
    import hashlib

    assert hashlib.sha256(MODEL.read_bytes()).hexdigest().startswith("a82e37e4c0e89b3a")
    assert cv2.__version__.startswith("4."), "5 has no NMSBoxes of this kind"


def test_no_library_of_the_detector_calls_home() -> None:
    import subprocess
    import sys

    program = (
        "import socket, sys, resources\n"
        "def never(*a, **k): print('called', a)\n"
        "socket.socket.connect = socket.create_connection = socket.getaddrinfo = never\n"
        "from vision.detector import Detector\n"
        "import numpy as np\n"
        "one = Detector(resources.path('models/nanodet-g-416.onnx'))\n"
        "one.people(np.zeros((90, 160, 3), np.uint8))\n"
        "print(sorted(n for n in sys.modules if n.startswith('openvino_telemetry') and sys.modules[n]))\n"
    )
    root = str(resources.path("styles").parent.parent)
    done = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
