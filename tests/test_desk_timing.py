"""Judging time, learned offsets, duplicates, unknown devices, and a rule that fails."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.clock import DAY, HOUR, MINUTE, SECOND
from domain.desk.areas import holds
from domain.desk.seen import SeenIds
from domain.desk.timing import AGREE_MS, Offset
from domain.events import DoorMoved, DutyReported, Event, SmokeSensed
from domain.rules import RULES
from domain.store import Ledger
from tests.desk_scene import INSTALLED, T0, Loop, new_ledger, ring


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    made = new_ledger(tmp_path_factory.mktemp("timing"))
    yield made
    made.close()


def taken(loop: Loop) -> Event:
    return loop.desk._book.events[-1]


def live(loop: Loop, offset: int, times: int = 6, apart: int = 5 * MINUTE) -> None:
    """Messages of m1 as they come, its clock `offset` ms behind."""
    for _ in range(times):
        loop.now += apart
        loop.door(at=loop.now - offset - 300)


# judging time


def test_a_plausible_time_is_believed_before_anything_is_learned(ledger: Ledger) -> None:
    loop = Loop(ledger)
    loop.door(at=T0 - 5 * HOUR)
    assert taken(loop).judged == T0 - 5 * HOUR and not taken(loop).clock_doubtful


@pytest.mark.parametrize("at", [T0 + HOUR, INSTALLED - 1, 1])
def test_a_time_ahead_or_before_the_install_is_doubtful_and_no_sign_of_life(ledger: Ledger, at: int) -> None:
    loop = Loop(ledger)
    loop.door(at=at)
    assert taken(loop).judged == T0 and taken(loop).clock_doubtful
    assert loop.situation.life[0] == 0


def test_a_device_without_a_clock_is_judged_at_receipt_but_not_from_a_queue(ledger: Ledger) -> None:
    loop = Loop(ledger)
    loop.door(at=0)
    assert taken(loop).judged == T0 and loop.situation.life[0] == T0
    loop.desk.link_changed(True, False, T0)
    loop.now += HOUR
    loop.door(at=0)
    assert taken(loop).clock_doubtful and loop.situation.life[0] == T0


@pytest.mark.parametrize("offset", [5 * HOUR, -3 * HOUR, 40 * SECOND, -2 * DAY])
def test_a_wrong_clock_is_learned_and_its_queued_message_judged_right(ledger: Ledger, offset: int) -> None:
    loop = Loop(ledger)
    live(loop, offset)
    row = loop.situation.register.devices.row("m1")
    assert loop.situation.devices.offset_known[row]
    assert abs(int(loop.situation.devices.offset_ms[row]) - offset) <= 2 * SECOND
    happened = loop.now - 2 * HOUR
    loop.door(at=happened - offset)
    assert abs(taken(loop).judged - happened) <= 2 * SECOND and not taken(loop).clock_doubtful


def test_a_backlog_that_comes_at_once_teaches_nothing(ledger: Ledger) -> None:
    loop = Loop(ledger)
    for minutes in range(300, 0, -1):
        loop.now += 50
        loop.door(at=T0 - minutes * MINUTE)
    assert not loop.situation.devices.offset_known.any()
    assert loop.situation.life[0] == T0 - MINUTE


def test_what_was_queued_at_the_broker_teaches_nothing(ledger: Ledger) -> None:
    loop = Loop(ledger)
    loop.desk.link_changed(True, False, T0)
    live(loop, 5 * HOUR)
    assert not loop.situation.devices.offset_known.any()


def test_a_clock_that_jumps_is_learned_anew(ledger: Ledger) -> None:
    loop = Loop(ledger)
    live(loop, 0)
    live(loop, 2 * HOUR)
    row = loop.situation.register.devices.row("m1")
    assert abs(int(loop.situation.devices.offset_ms[row]) - 2 * HOUR) <= 2 * SECOND


def test_the_offset_is_written_only_when_it_changes_noticeably(ledger: Ledger) -> None:
    loop = Loop(ledger)
    live(loop, 0, times=50)
    offsets = [e for e in [loop.desk._book._devices["m1"].offset_ms] if e is not None]
    assert len(offsets) == 1
    loop.desk._book._devices.clear()
    live(loop, 0, times=20)
    assert loop.desk._book._devices["m1"].offset_ms is None


@settings(max_examples=40)
@given(
    offset=st.integers(-DAY, DAY),
    delays=st.lists(st.integers(0, AGREE_MS // 2), min_size=12, max_size=40),
    stray=st.integers(0, 11),
)
def test_the_offset_is_the_least_delay_and_strays_do_not_move_it(offset: int, delays: list[int], stray: int) -> None:
    learner, found = Offset(), None
    for i, delay in enumerate(delays):
        received = T0 + i * 5 * MINUTE
        if i == stray:
            learner.learn(offset + 9 * HOUR, received)
        found = learner.learn(offset + delay, received) or found
    assert found is not None or offset + min(delays) == 0
    if found is not None:
        assert offset + min(delays) - 1 <= found <= offset + max(delays) + 2 * SECOND


def test_retained_and_old_messages_do_not_turn_a_device_back(ledger: Ledger) -> None:
    loop = Loop(ledger)
    loop.door(is_open=True)
    loop.now += MINUTE
    loop.door(is_open=False)
    loop.door(at=T0 + SECOND, is_open=True)
    row = loop.situation.register.devices.row("m1")
    assert loop.situation.devices.state[row] == 2 and loop.situation.devices.heard[row] == loop.now
    loop.door(at=0, is_open=True, retained=True)
    assert loop.situation.life[0] == loop.now


# duplicates


def test_a_retained_word_puts_nobody_on_duty(ledger: Ledger) -> None:
    loop = Loop(ledger)
    for retained, on_duty in ((True, False), (False, True)):
        loop.take(DutyReported(on_duty=True, **loop.head("t1", retained=retained)))
        assert bool(loop.situation.on_duty[0]) is on_duty


def test_a_duplicate_is_dropped_for_a_day_also_after_a_restart(tmp_path: Path) -> None:
    with new_ledger(tmp_path) as ledger:
        loop = Loop(ledger)
        event = DoorMoved(open=True, **loop.head("m1"))
        assert loop.take(event) == "taken" and loop.take(event) == "duplicate"
        loop.desk.commit(loop.now)
        again = Loop(ledger, ledger.load_situation(ledger.load_register()))
        assert again.take(event) == "duplicate"
        assert again.desk.counts["duplicate"] == 1


@settings(max_examples=30)
@given(hours=st.lists(st.integers(0, 6), min_size=1, max_size=20))
def test_nothing_is_forgotten_within_a_day_and_all_of_it_later(hours: list[int]) -> None:
    seen, now = SeenIds(T0), T0
    added: list[tuple[int, str]] = []
    for i, passed in enumerate(hours):
        now += passed * HOUR
        seen.tick(now)
        assert seen.add("d", str(i))
        added.append((now, str(i)))
        assert not any(seen.add("d", key) for at, key in added if now - at <= DAY)
    for _ in range(10):
        now += 5 * HOUR
        seen.tick(now)
    assert seen.add("d", "0")


# what is not a device's


def test_an_unknown_device_is_refused_and_counted(ledger: Ledger) -> None:
    loop = Loop(ledger)
    assert loop.door("ghost") == "refused"
    assert loop.desk.counts["refused:unknown_device"] == 1
    assert loop.desk._book.refusals[0].device == "ghost" and not loop.desk._book.events


class Failing:
    """A rule that finds something and then breaks."""

    name = "failing"
    hears = (Event,)

    def judge(self, now: int, event: object, situation: object) -> Iterator[object]:
        if isinstance(event, SmokeSensed):
            yield from RULES[0].judge(now, event, situation)  # type: ignore[arg-type]
        raise RuntimeError("broken")


def test_a_rule_that_fails_stops_no_other_and_is_told(ledger: Ledger) -> None:
    loop = Loop(ledger, rules=(Failing(), *RULES))
    loop.take(SmokeSensed(alarm=True, **loop.head("s1")))
    assert len(loop.alarms("smoke")) == 1
    assert loop.desk.counts["rule_fault:failing"] == 1 and "broken" in loop.desk.fault


def test_a_point_in_a_ring() -> None:
    square = ring(0.0, 0.0, 1.0)
    assert holds(square, 0.5, 0.5) and not holds(square, 1.5, 0.5) and not holds(np.empty((0, 2)), 0, 0)
