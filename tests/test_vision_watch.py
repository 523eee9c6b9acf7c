"""A whole watch on the shared film, on a rendered scene, and on sources that freeze, break, or were never there."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

import resources
from vision import watch as watch_module
from vision.detector import Detector
from vision.draw_tile import tile_of
from vision.frames import Frame
from vision.scenes import RESTRICTED, Dark, SceneSource
from vision.sources import BadSource, open_source
from vision.tile import PictureState
from vision.watch import CameraWatch

FILM = Path(__file__).parent.parent.parent / "shared" / "video" / "one-by-one-person-detection.mp4"
WALKWAY = ((0.3, 0.5), (0.95, 0.5), (0.95, 1.0), (0.3, 1.0))
needs_film = pytest.mark.skipif(not FILM.exists(), reason="the shared film is not here")


@pytest.fixture(scope="module")
def detector() -> Detector:
    return Detector(resources.path("models/nanodet-g-416.onnx"))


class Heard:
    """Takes what watches publish."""

    def __init__(self) -> None:
        self.bodies: list[dict[str, Any]] = []
        self.more = threading.Condition()

    def publish(self, camera: str, body: dict[str, Any]) -> None:
        with self.more:
            self.bodies.append({"camera": camera, **body})
            self.more.notify_all()

    def words(self) -> list[str]:
        return [body["what"] for body in self.bodies]

    def until(self, what: str, seconds: float) -> dict[str, Any]:
        with self.more:
            assert self.more.wait_for(lambda: what in self.words(), seconds), f"no {what}: {self.words()}"
            return next(body for body in self.bodies if body["what"] == what)


class Frames:
    """A source that a test turns: `frame` is what it gives."""

    def __init__(self, frame: Callable[[], Frame | None]) -> None:
        self.frame, self.closed = frame, False

    def newest(self) -> Frame | None:
        return self.frame()

    def close(self) -> None:
        self.closed = True


def watch(source: Any, detector: Detector | None, heard: Heard, **more: Any) -> CameraWatch:
    return CameraWatch("cam1", source, detector, heard, watcher="watch-test", now=lambda: 1_800_000_000_000, **more)


def looks(source: Any, detector: Detector, seconds: float, zone: Any, start: float = 0.0) -> tuple[Heard, list[float]]:
    """The looks of a watch over so many seconds of film, one after the other without waiting; when each was told."""
    heard, told = Heard(), []
    one = watch(source, detector, heard)
    one.zone = zone
    for k in range(int(seconds * 5)):
        before = len(heard.bodies)
        one._one(start + k / 5)
        told += [k / 5] * sum(body["what"] == "intrusion" for body in heard.bodies[before:])
    return heard, told


@needs_film
def test_the_film_raises_an_intrusion_for_each_who_walks_in_and_none_where_it_is_empty(detector: Detector) -> None:
    capture = cv2.VideoCapture(str(FILM))
    fps = capture.get(cv2.CAP_PROP_FPS)
    state = {"n": 0}

    def frame() -> Frame | None:
        image = None
        for _ in range(round(fps / 5)):
            good, image = capture.read()
            if not good:
                return None
        state["n"] += 1
        return Frame(np.asarray(image, dtype=np.uint8), time.monotonic(), state["n"])

    base = time.monotonic()
    _, told = looks(Frames(frame), detector, 30.0, WALKWAY, base)
    capture.release()
    empty = ((0.0, 6.0), (20.0, 23.0))
    assert not [t for t in told if any(a <= t <= b for a, b in empty)], f"nobody is there: {told}"
    assert [sum(a < t < b for t in told) for a, b in ((6.0, 20.0), (23.0, 30.0))] == [1, 1], told


def test_a_scene_tells_of_the_one_in_the_yard_and_not_of_passers_by(detector: Detector) -> None:
    source = SceneSource(1, lambda: 22.0, (0.5, 0.0))
    heard = Heard()
    one = watch(source, detector, heard)
    one.zone, one.looked_at = RESTRICTED, True
    one.start()
    body = heard.until("intrusion", 20)
    one.stop()
    assert body["watcher"] == "watch-test" and body["at"] == 1_800_000_000_000 and body["score"] > 0.45
    left, top, right, bottom = body["box"]
    assert 0.5 < (left + right) / 2 < 0.9 and bottom > 0.6 and top < bottom
    assert heard.words()[0] == "live" and heard.words().count("intrusion") == 1
    assert len({b["id"] for b in heard.bodies}) == len(heard.bodies)
    assert one.tile.pixels is not None and one.tile.state is PictureState.LIVE and one.tile.people >= 1


def test_a_frozen_picture_and_a_lost_one_are_told_within_ten_seconds(detector: Detector) -> None:
    image = np.full((90, 160, 3), 90, dtype=np.uint8)
    now = {"t": time.monotonic(), "n": 0, "mode": "live"}

    def frame() -> Frame | None:
        if now["mode"] == "lost":
            return None
        now["n"] += 1
        grain = np.random.default_rng(now["n"]).integers(0, 5, image.shape, dtype=np.uint8)
        picture = image + grain if now["mode"] == "live" else image
        return Frame(picture, now["t"], int(now["n"]))

    heard = Heard()
    one = watch(Frames(frame), detector, heard)

    def play(mode: str, until: str) -> float:
        now["mode"], begun = mode, now["t"]
        while heard.words()[-1:] != [until]:
            now["t"] += 0.2
            assert now["t"] - begun < 10.0, f"{until} was not told in time"
            one._one(now["t"])
        return float(now["t"] - begun)

    play("live", "live")
    assert 5 < play("frozen", "frozen") <= 10
    play("live", "live")
    assert 4 < play("lost", "lost") <= 10
    play("live", "live")
    assert heard.words() == ["live", "frozen", "live", "lost", "live"]


def told_in_twenty_seconds(picture: Callable[[int], np.ndarray], film: int = 1000) -> list[str]:
    """`film`: so many pictures has the film that is played over and over."""
    count, base, heard = itertools.count(1), time.monotonic(), Heard()
    now = {"t": base}

    def frame() -> Frame:
        number = next(count)
        return Frame(picture(number), now["t"], number, number // film)

    one = watch(Frames(frame), None, heard)
    for k in range(100):
        now["t"] = base + k / 5
        one._one(now["t"])
    return heard.words()


def test_a_round_of_pictures_that_come_again_is_frozen_too() -> None:
    images = [np.full((90, 160, 3), 90 + k, dtype=np.uint8) for k in range(20)]
    assert told_in_twenty_seconds(lambda n: images[n % 20]) == ["live", "frozen"]


def test_a_short_film_played_over_and_over_is_not_frozen_but_one_that_stands_still_is() -> None:
    images = [np.full((90, 160, 3), 90 + k, dtype=np.uint8) for k in range(10)]
    assert told_in_twenty_seconds(lambda n: images[n % 10], film=10) == ["live"]
    assert told_in_twenty_seconds(lambda _: images[0], film=1) == ["live", "frozen"]


def test_a_film_says_when_it_begins_again(tmp_path: Path) -> None:
    writer = cv2.VideoWriter(str(tmp_path / "film.avi"), cv2.VideoWriter.fourcc(*"MJPG"), 10, (64, 48))
    for _ in range(3):
        writer.write(np.full((48, 64, 3), 90, np.uint8))
    writer.release()
    source, rounds = open_source(str(tmp_path / "film.avi")), set[int]()
    try:
        end = time.monotonic() + 10
        while len(rounds) < 3 and time.monotonic() < end:
            if (frame := source.newest()) is not None:
                assert frame.round == (frame.number - 1) // 3
                rounds.add(frame.round)
            threading.Event().wait(0.01)
    finally:
        source.close()
    assert len(rounds) >= 3


def test_a_scene_in_which_nobody_walks_is_not_frozen() -> None:
    scene = SceneSource(3, lambda: 2.0)
    scene._passes = scene._walk(time.monotonic() + 1e6, ((0.0, 0.7), (1.0, 0.7)))
    assert told_in_twenty_seconds(lambda _: scene.newest().image) == ["live"]


def test_a_machine_without_time_for_a_camera_is_told(detector: Detector) -> None:
    heard, count = Heard(), {"n": 0}

    def frame() -> Frame:
        count["n"] += 1
        grain = np.random.default_rng(count["n"]).integers(0, 5, (90, 160, 3), dtype=np.uint8)
        return Frame(grain, now, count["n"])

    now = time.monotonic()
    one = watch(Frames(frame), detector, heard)
    for pause in (0.2, 0.2, 7.0, 0.2):
        now += pause
        one._one(now)
    assert heard.words() == ["live", "lost", "live"]


def test_a_camera_that_never_comes_is_lost_and_the_watch_ends_when_told(detector: Detector) -> None:
    heard, dark = Heard(), Frames(Dark().newest)
    one = watch(dark, detector, heard)
    one.start()
    heard.until("lost", 10)
    one.stop()
    assert dark.closed and not one._thread.is_alive()


def test_a_broken_frame_ends_no_watch(detector: Detector, caplog: pytest.LogCaptureFixture) -> None:
    count = {"n": 0}

    def frame() -> Frame | None:
        count["n"] += 1
        if count["n"] % 2:
            raise RuntimeError("a decoder fell over")
        return Frame(np.full((90, 160, 3), count["n"] % 200, dtype=np.uint8), time.monotonic(), count["n"])

    heard = Heard()
    one = watch(Frames(frame), detector, heard)
    one.start()
    heard.until("live", 5)
    one.stop()
    assert "a look at cam1 failed" in caplog.text


def test_whoever_stands_still_stays_coarsened_while_somebody_looks(detector: Detector) -> None:
    scene = SceneSource(1, lambda: 13.0, (0.01, 0.0))
    at = scene._intrudes.start + 6.0  # type: ignore[union-attr]
    still = scene._still
    scene._relight(time.monotonic())
    still = scene._still.copy()
    scene._draw(still, scene._intrudes, at)  # type: ignore[arg-type]
    count = {"n": 0}

    def frame() -> Frame:
        count["n"] += 1
        grain = np.random.default_rng(count["n"]).integers(0, 5, still.shape, dtype=np.uint8)
        return Frame(np.minimum(still, 250) + grain, 100.0 + count["n"] / 5, count["n"])

    one = watch(Frames(frame), detector, Heard())
    one.looked_at = True
    seen = []
    for k in range(100):  # twenty seconds: long after he belongs to the gate's background
        one._one(100.0 + k / 5)
        seen.append(one.tile.people)
    assert min(seen[20:]) == 1, seen


class Failing:
    """A detector that has run out of memory."""

    def people(self, _image: object) -> object:
        raise MemoryError("no more")


def one_person() -> np.ndarray:
    scene = SceneSource(1, lambda: 13.0, (0.01, 0.0))
    scene._relight(time.monotonic())
    still = np.minimum(scene._still, 245)
    scene._draw(still, scene._intrudes, scene._intrudes.start + 6.0)  # type: ignore[arg-type, union-attr]
    return still


def colours(tile: Any) -> int:
    return len(np.unique(tile.pixels[:, :, :3].reshape(-1, 3), axis=0))


def test_no_tile_is_ever_sharp_that_the_detector_has_not_seen(detector: Detector) -> None:
    still = one_person()
    source = Frames(lambda: Frame(still, 100.0, 1))
    one = watch(source, detector, Heard())
    one._one(100.1)  # nobody looks: the first tile is drawn because the picture has become live
    assert one.tile.people == 0 and one.tile.pixels is not None
    sharp = tile_of(still, [], (), hide_all=False)[0]
    assert not np.array_equal(one.tile.pixels, sharp), "somebody stands there, unconfirmed, and is coarsened"
    blind = watch(source, Failing(), Heard())  # type: ignore[arg-type]
    blind.looked_at = True
    for k in range(12):
        blind._look()
        assert blind.tile.pixels is None or colours(blind.tile) <= 48 * 27, f"look {k}"


def test_a_detector_that_fails_is_told_once(caplog: pytest.LogCaptureFixture) -> None:
    still = one_person()
    one = watch(Frames(lambda: Frame(still, time.monotonic(), 1)), Failing(), Heard())  # type: ignore[arg-type]
    one.looked_at = True
    for _ in range(10):
        one._look()
    assert caplog.text.count("MemoryError: no more") == 1


def test_one_look_that_misses_somebody_does_not_show_him(detector: Detector) -> None:
    still, count = one_person(), {"n": 0, "miss": False}

    class Blinking:
        def people(self, image: Any) -> Any:
            found = detector.people(image)
            return found if not count["miss"] else type(found)(found.boxes[:0], found.scores[:0])

    def frame() -> Frame:
        count["n"] += 1
        grain = np.random.default_rng(count["n"]).integers(0, 5, still.shape, dtype=np.uint8)
        return Frame(still + grain, 100.0 + count["n"] / 5, count["n"])

    one = watch(Frames(frame), Blinking(), Heard())  # type: ignore[arg-type]
    one.looked_at = True
    seen = []
    for k in range(60):
        count["miss"] = k in (25, 45)
        one._one(100.0 + k / 5)
        seen.append(one.tile.people)
    assert min(seen[20:]) == 1, seen


def test_a_zone_drawn_anew_tells_of_who_stands_in_it(detector: Detector) -> None:
    still, heard, count = one_person(), Heard(), {"n": 0}

    def frame() -> Frame:
        count["n"] += 1
        grain = np.random.default_rng(count["n"]).integers(0, 5, still.shape, dtype=np.uint8)
        return Frame(still + grain, 100.0 + count["n"] / 5, count["n"])

    one = watch(Frames(frame), detector, heard)
    one.looked_at = True
    for k in range(80):
        one.zone = RESTRICTED if k < 40 else ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))
        one._one(100.0 + k / 5)
    assert heard.words().count("intrusion") == 2


# sources


@needs_film
def test_a_film_is_played_in_real_time_and_the_newest_frame_is_given() -> None:
    source = open_source(str(FILM))
    try:
        end = time.monotonic() + 10
        while source.newest() is None and time.monotonic() < end:
            time.sleep(0.01)
        first = source.newest()
        assert first is not None and first.image.shape == (432, 768, 3)
        begun = time.monotonic()
        while (frame := source.newest()) is not None and frame.number < first.number + 15 and time.monotonic() < end:
            time.sleep(0.005)
        assert time.monotonic() - begun > 0.8, "fifteen frames of some 12 a second are not read at once"
    finally:
        source.close()


NO_STREAMS = ["rtsp://u:secret@/x", "rtsp://u:secret@h:99999/x", "rtsp://h:x/", "http://", "rtsp://[::1]:0/x"]


@pytest.mark.parametrize("spec", ["nowhere.mp4", "webcam:x", "", "x" * 5000, "a\0b", *NO_STREAMS])
def test_what_cannot_be_a_source_is_one_sentence(spec: str) -> None:
    with pytest.raises(BadSource, match=r"neither a file|no webcam|cannot be opened|no address of a stream") as told:
        open_source(spec)
    assert "secret" not in str(told.value)


def test_a_file_that_is_no_film_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "x.mp4").write_bytes(b"no film at all" * 100)
    with pytest.raises(BadSource, match="cannot be read as a film"):
        open_source(str(tmp_path / "x.mp4"))


def test_a_stream_that_nobody_serves_is_opened_again_and_again_without_a_word() -> None:
    source = open_source("rtsp://127.0.0.1:9/none")
    assert source.newest() is None
    source.close()


def test_the_limits_that_the_desk_relies_on() -> None:
    assert watch_module.FROZEN_S < 10 and watch_module.LOST_S < 10
