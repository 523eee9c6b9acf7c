"""The bench's own soundness: rows and JSON, goals, and pictures that show nothing are caught."""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

PACKAGING = str(Path(__file__).parent.parent / "packaging")
GREEN = (43, 217, 138, 255)
FIELDS = ["area", "name", "value", "unit", "against", "ratio", "goal", "met"]


@pytest.fixture(autouse=True)
def on_the_path() -> Iterator[None]:
    sys.path.insert(0, PACKAGING)
    yield
    sys.path.remove(PACKAGING)


def module(name: str) -> Any:
    return importlib.import_module(name)


def image(colour: str = "#0B1526") -> QImage:
    made = QImage(320, 240, QImage.Format.Format_RGB32)
    made.fill(QColor(colour))
    return made


POINTS = np.array([(40.0, 40.0), (120.0, 60.0), (200.0, 180.0), (999.0, 999.0), (np.nan, 3.0)])


def painted(image: QImage, points: np.ndarray = POINTS) -> QImage:
    painter = QPainter(image)
    painter.setBrush(QColor(*GREEN))
    for x, y in points[:3].tolist():
        painter.drawEllipse(int(x) - 4, int(y) - 4, 8, 8)
    painter.end()
    return image


# -- rows


def test_a_limit_and_a_peer_tell_whether_the_goal_is_met() -> None:
    row = module("bench_row")
    assert row.limit("map", "pan", 9.0, "ms", 8.0).met is False
    assert row.limit("map", "pan", 8.0, "ms", 8.0).met is True
    assert row.beside("ingest", "x", 90.0, "msg/s", peer=100.0, who="peer", least=0.85).ratio == 0.9
    assert row.beside("ingest", "x", 80.0, "msg/s", peer=100.0, who="peer", least=0.85).met is False
    assert row.beside("ingest", "x", 80.0, "msg/s", peer=100.0, who="peer").met is None


def test_the_json_is_a_list_of_rows(tmp_path: Path) -> None:
    rows = [module("bench_row").limit("map", "pan", 9.0, "ms", 8.0)]
    module("bench").write(rows, tmp_path / "build" / "bench.json")
    (found,) = json.loads((tmp_path / "build" / "bench.json").read_text("utf-8"))
    assert list(found) == FIELDS and found["met"] is False and found["ratio"] == 1.125


def test_an_area_that_is_not_known_is_said_and_measures_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert module("bench").main(["speed"]) == 2
    assert "no area 'speed'" in capsys.readouterr().err


# -- pictures


def test_dots_are_found_where_they_are_drawn_and_nowhere_else() -> None:
    look = module("bench_look")
    seen = look.coloured(look.pixels_of(painted(image())), POINTS, GREEN, 6, what="guards", least=0.9)
    assert (seen.found, seen.of, seen.passed) == (3, 3, True)
    elsewhere = look.coloured(look.pixels_of(painted(image())), POINTS + 60, GREEN, 6, what="guards", least=0.9)
    assert elsewhere.found == 0 and not elsewhere.passed


@pytest.mark.parametrize("colour", ["#000000", "#0B1526", "#ffffff"])
def test_an_empty_picture_passes_no_check(colour: str) -> None:
    look = module("bench_look")
    picture = look.pixels_of(image(colour))
    assert not look.coloured(picture, POINTS, GREEN, 6, what="guards", least=0.9).passed
    assert not look.edged(picture, POINTS).passed
    assert not look.filled(picture, GREEN, what="green", least=1).passed


def test_nothing_to_look_for_is_nothing_found() -> None:
    look = module("bench_look")
    off = np.array([(999.0, 999.0)])
    assert not look.coloured(look.pixels_of(image()), off, GREEN, 6, what="guards", least=0.9).passed
    assert not look.edged(look.pixels_of(image()), np.zeros((0, 2))).passed


def test_the_scene_of_the_bench_shows_what_it_must_and_its_wrong_twin_does_not(qtbot: QtBot) -> None:
    scene_of, station = module("bench_scene"), module("bench_station").make(20)
    scene = scene_of.Scene(station, (960, 540), 1.0)
    try:
        right = scene_of.pixels_of(scene.picture())
        assert all(check.passed for check in scene.calm_checks(right)), scene_of.seen(scene.calm_checks(right))
        mirrored = right[:, ::-1]
        wrong = scene.calm_checks(mirrored)
        assert not any(check.passed for check in wrong if check.what != "building edges"), scene_of.seen(wrong)
        assert not all(check.passed for check in scene.calm_checks(np.zeros_like(right)))
    finally:
        scene.close()


# -- figures


def test_packets_say_what_a_device_would() -> None:
    publisher = module("bench_publisher")
    job = publisher.Job(1883, "sample", "run", ("trk-01",), ((120.0, 33.0),))
    packet = next(publisher.positions(job))
    size = packet[2] << 8 | packet[3] if packet[1] < 128 else packet[3] << 8 | packet[4]
    start = 4 if packet[1] < 128 else 5
    topic = packet[start : start + size]
    assert topic == b"sandtable/v1/sample/tracker/trk-01/position" and packet[start + size] == 0
    body = json.loads(packet[start + size + 1 :])
    assert body["id"] == "run-1" and abs(body["lon"] - 120.0) < 1e-3


def test_ways_of_the_made_town_agree_with_the_peer() -> None:
    routing = module("bench_routing")
    routing.CITY = Path("/nowhere/town.pbf")
    routing.RESPONDERS, routing.PLACES, routing.PEER_PLACES = 60, 8, 4
    rows = list(routing.bench_routing())
    assert [row.met for row in rows if row.name == "the same answers"] == [True]


def test_a_course_tells_growth_after_the_warm_up() -> None:
    course = module("soak_course").Course
    steady = course([float(t) for t in range(0, 200, 2)], [100.0] * 100, [t * 0.1 for t in range(100)], [1])
    leaky = course([float(t) for t in range(0, 200, 2)], [100.0 + t for t in range(100)], [0.0] * 100, [1, 2])
    assert steady.growth(60)["growth_percent"] == 0 and steady.growth(60)["restarts"] == 0
    assert leaky.growth(60)["growth_percent"] > 30 and leaky.growth(60)["restarts"] == 1


def test_lost_messages_are_those_without_a_fate() -> None:
    soak = module("soak")
    messages = {"published": 100, "received": 108, "stored": 105, "duplicates": 2, "quarantined": {"not_json": 1}}
    assert soak.lost({"messages": messages}, 8) == 0
    assert soak.lost({"messages": messages}, 11) == 3
    assert soak.lost({}, 0) is None
