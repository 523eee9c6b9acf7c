"""The simulator's parts by themselves: ground, walk, timeline, look-ups, and where it refuses to play."""

from __future__ import annotations

import random
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.clock import start_clock
from app.simulator.elders import most_silent
from app.simulator.feedback import feedback
from app.simulator.ground import Ground
from app.simulator.guards import tempo
from app.simulator.homes import Homes, held_as
from app.simulator.timeline import Timeline
from app.simulator.walk import Walk
from app.simulator.world import NotForPlaying, Play, World
from devices.settings import BrokerSettings
from domain.alarms import AlarmKind
from domain.geo import distance_m
from domain.register import DeviceKind
from tests.simulator_estate import LAT0, LON0, STEP, estate, opening


def test_the_shortest_way_goes_round_a_locked_gate() -> None:
    ground = Ground(estate())
    start, end = ground.nodes[1], ground.nodes[4]
    assert Walk(ground.way(start, end)).length > 2 * 85 + 100
    assert Walk(ground.way(ground.nodes[0], ground.nodes[3])).length < 112


def test_metres_and_degrees_are_inverse() -> None:
    ground = Ground(estate())
    lon, lat = ground.degrees(ground.metres(LON0 + STEP, LAT0 + STEP)[0])
    assert distance_m(lon, lat, LON0 + STEP, LAT0 + STEP) < 0.01


def test_a_round_never_passes_the_locked_gate_nor_turns_on_its_heel() -> None:
    ground, rng = Ground(estate()), random.Random(1)
    node, before = 4, 4
    for _ in range(300):
        onward = ground.step(node, before, ground.nodes[4], rng)
        assert {node, onward} != {1, 4} and onward not in (before, node)
        before, node = node, onward


@given(st.lists(st.floats(0, 60), min_size=1, max_size=20))
def test_a_walk_goes_as_far_as_it_is_told(steps: list[float]) -> None:
    walk = Walk(np.array([[0.0, 0.0], [30.0, 0.0], [30.0, 70.0]]))
    for step in steps:
        left = walk.advance(step)
    done = sum(steps)
    assert left == pytest.approx(max(0.0, done - 100), abs=1e-6)
    assert walk.finished == (done >= 100)
    x, y = walk.where()
    assert x + y == pytest.approx(min(done, 100), abs=1e-6)
    assert walk.heading() in (0.0, 90.0)


def test_a_timeline_runs_in_order_and_survives_a_failing_action() -> None:
    timeline = Timeline(start_clock(100.0))
    done: list[str] = []
    timeline.after(2000, lambda: done.append("second"))
    timeline.after(1000, lambda: done.remove("never"))
    timeline.after(500, lambda: done.append("first"))
    timeline.after(2500, timeline.stop)
    other = threading.Thread(target=lambda: timeline.soon(lambda: done.append("at once")))
    other.start()
    other.join()
    timeline.run()
    assert done == ["at once", "first", "second"] and timeline.failures == 1


def test_a_late_action_is_not_made_up_for() -> None:
    timeline = Timeline(start_clock(1000.0))
    runs: list[int] = []

    def slow() -> None:
        runs.append(1)
        time.sleep(0.05)
        timeline.after(1000, slow)

    timeline.after(0, slow)
    timeline.after(300_000, timeline.stop)
    timeline.run()
    assert len(runs) < 8


def test_the_most_silent_elder_is_the_one_longest_unheard() -> None:
    assert most_silent({"a": 50, "b": 20, "c": 0}) == "b"
    assert most_silent({"b": 0, "a": 0}) == "a" and most_silent({}) is None


def test_look_ups_leave_the_quiet_one_alone() -> None:
    register = estate()
    homes, row = Homes(register, "silent"), register.devices.row
    assert homes.is_quiet(row("door-silent")) and homes.is_quiet(row("lock-owner"))
    assert not homes.is_quiet(row("door-other")) and not homes.is_quiet(row("gate-1"))
    assert homes.enrolled(row("lock-rental")) == ["k2"] and homes.enrolled(row("gate-1")) == ["k1", "k2"]
    assert homes.is_rental(row("lock-rental")) and not homes.is_rental(row("lock-owner"))
    assert homes.elders() == {"silent": ["door-silent"], "other": ["door-other"]}
    assert homes.levels(row("smoke-tower")) == 18 and homes.rows(DeviceKind.SOS) == [row("sos-1")]
    assert held_as("k1") == held_as("k1")


def test_guards_speak_about_once_a_real_second_on_their_rounds() -> None:
    assert tempo(1.0, 40).round_ms == 5000
    assert tempo(60.0, 28).round_ms == 40_000 and tempo(60.0, 28).order_ms == 24_000
    assert tempo(60.0, 200).round_ms == 200_000


def test_every_alarm_kind_gets_a_report() -> None:
    for kind in AlarmKind:
        result, text = feedback(kind, random.Random(1))
        assert result and text


@pytest.mark.parametrize("kind", ["real", "import", ""])
def test_a_real_register_is_never_played_on(kind: str) -> None:
    register, clock = estate(kind), start_clock()
    with pytest.raises(NotForPlaying):
        World(Play(register, opening(register, clock.now()), BrokerSettings(), clock))


def test_a_broker_elsewhere_is_never_spoken_to() -> None:
    register, clock = estate(), start_clock()
    with pytest.raises(NotForPlaying):
        World(Play(register, opening(register, clock.now()), BrokerSettings(host="10.0.0.9"), clock))


def test_the_program_refuses_in_one_sentence(tmp_path: Path) -> None:
    root = Path(__file__).parent.parent
    command = [sys.executable, "-m", "app.simulator", "--station", str(tmp_path / "none.db")]
    command += ["--broker", "127.0.0.1:1", "--clock", start_clock().spell()]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1 and "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []
