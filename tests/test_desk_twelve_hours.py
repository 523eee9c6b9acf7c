"""Twelve hours: one alarm a silence at 12 h ± 30 s, never a second, none from what is no sign of life."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.alarms import AlarmKind
from domain.clock import HOUR, MINUTE, SECOND
from domain.events import Credential as Key
from domain.events import DeviceReported, LockOpened, SosPressed
from domain.situation import Situation
from domain.store import Ledger
from tests.desk_scene import PERIOD_S, T0, Loop, new_ledger

LIMIT = 12 * HOUR
BEAT = 5 * MINUTE


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    made = new_ledger(tmp_path_factory.mktemp("twelve"))
    yield made
    made.close()


def run(loop: Loop, until: int, happen: list[tuple[int, str]], dead: tuple[int, int] = (0, 0)) -> None:
    """Play `happen` (when, what); the magnet beats but in [dead); ticks are dense around the limit."""
    queue = sorted(happen)
    last_beat = 0
    while loop.now < until:
        due = int(loop.situation.life[0]) + LIMIT
        near = due - 2 * MINUTE <= loop.now <= due + 2 * MINUTE or dead[1] <= loop.now <= dead[1] + 2 * MINUTE
        near = near or loop.now - loop.situation.desk_started <= 3 * MINUTE
        step = 10 * SECOND if near else 2 * MINUTE - 1
        stops = [until, loop.now + step, queue[0][0] if queue else until, dead[1] if dead[1] > loop.now else until]
        loop.now = min(stops)
        alive = not dead[0] <= loop.now < dead[1]
        if alive and loop.now - last_beat >= BEAT:
            loop.beat("m1")
            last_beat = loop.now
        while queue and queue[0][0] <= loop.now:
            play(loop, queue.pop(0)[1], alive)
        loop.desk.tick(loop.now)


def play(loop: Loop, what: str, alive: bool) -> None:
    if what == "door" and alive:
        loop.door()
    elif what == "twice":
        loop.count -= 1
        assert loop.door() == "duplicate" or loop.count == 0
    elif what == "retained":
        loop.door(retained=True)
    elif what == "future":
        loop.door(at=loop.now + 3 * HOUR)
    elif what == "lock":
        loop.take(LockOpened(credential=Key.FACE, subject="k0", **loop.head("l0")))
    elif what == "stranger":
        loop.take(LockOpened(credential=Key.FACE, subject="k1", **loop.head("l0")))
    elif what == "neighbour":
        loop.door("m3")
    elif what == "sos":
        loop.take(SosPressed(**loop.head("sos1")))


def elder(loop: Loop) -> list[tuple[int, int]]:
    """(since, raised) of p0's alarms, oldest first."""
    found = loop.alarms(AlarmKind.ELDER_SILENCE)
    return sorted((a.cause.since, a.at) for a in found if a.subject == "p0")


NOISE = st.lists(
    st.tuples(st.integers(1, 60 * 60), st.sampled_from(["retained", "future", "stranger", "neighbour"])), max_size=8
)
LIFE = st.sampled_from(["door", "lock", "sos"])


@settings(max_examples=15)
@given(gaps=st.lists(st.tuples(st.integers(1, 20 * 60), LIFE), min_size=1, max_size=5), noise=NOISE)
def test_a_silence_is_alarmed_once_at_twelve_hours(
    ledger: Ledger, gaps: list[tuple[int, str]], noise: list[tuple[int, str]]
) -> None:
    loop = Loop(ledger)
    happen, lives, at = [], [], T0 + MINUTE
    for minutes, what in [(0, "door"), *gaps]:
        at += minutes * MINUTE
        happen.append((at, what))
        lives.append(at)
    end = at + LIMIT + HOUR
    extra = [(T0 + 2 * MINUTE + s * SECOND, what) for s, what in noise if T0 + s * SECOND < end]
    run(loop, end, happen + extra)
    expected = [a for a, b in zip(lives, [*lives[1:], end], strict=True) if b - a >= LIMIT + 30 * SECOND]
    close = [a for a, b in zip(lives, [*lives[1:], end], strict=True) if LIMIT <= b - a < LIMIT + 30 * SECOND]
    found = elder(loop)
    assert [since for since, _ in found if since not in close] == expected
    assert len({since for since, _ in found}) == len(found)
    assert all(LIMIT <= raised - since <= LIMIT + 30 * SECOND for since, raised in found)
    assert not loop.desk.fault


@settings(max_examples=20)
@given(dies=st.integers(1, 11 * 60), back=st.integers(12 * 60 + 40, 20 * 60), life=st.booleans())
def test_a_silent_magnet_is_a_device_alarm_instead(ledger: Ledger, dies: int, back: int, life: bool) -> None:
    loop = Loop(ledger)
    first = T0 + MINUTE
    dead = (first + dies * MINUTE, first + back * MINUTE)
    happen = [(first, "door")] + ([(dead[1], "door")] if life else [])
    run(loop, dead[1] - 1, happen[:1], dead)
    assert elder(loop) == []
    (alarm,) = [a for a in loop.alarms(AlarmKind.DEVICE_SILENT) if a.device == "m1"]
    assert alarm.at - dead[0] <= 3 * PERIOD_S * SECOND + 2 * MINUTE
    assert [f.params["person"] for f in alarm.unknown if f.code == "silence_cannot_be_judged"] == ["p0"]
    run(loop, dead[1] + HOUR, happen[1:], dead)
    assert len([a for a in loop.alarms(AlarmKind.DEVICE_SILENT) if a.device == "m1"]) == 1
    assert "heard_again" in [f.code for f in loop.situation.alarms[alarm.id].evidence]
    if life:
        assert elder(loop) == []
    else:
        ((since, raised),) = elder(loop)
        assert since == first and dead[1] <= raised <= dead[1] + 30 * SECOND


def restart(loop: Loop, at: int) -> Loop:
    """Another desk on the situation that the first has left."""
    again = Loop.__new__(Loop)
    again.ledger, again.now, again.count = loop.ledger, at, loop.count
    again.situation = Situation.thaw(loop.situation.register, loop.situation.freeze())
    again.situation.at = loop.now
    again.desk = type(loop.desk)(loop.ledger, again.situation)
    again.desk.start(at)
    return again


@settings(max_examples=25)
@given(
    before=st.integers(0, 11 * 60),
    down=st.integers(1, 14 * 60),
    queued=st.lists(st.integers(1, 14 * 60), max_size=3),
)
def test_openings_queued_while_the_desk_was_down_count_at_their_own_time(
    ledger: Ledger, before: int, down: int, queued: list[int]
) -> None:
    loop = Loop(ledger)
    run(loop, T0 + MINUTE + before * MINUTE, [(T0 + MINUTE, "door")])
    stopped, back = loop.now, loop.now + down * MINUTE
    lives = [T0 + MINUTE, *sorted(stopped + m * MINUTE for m in queued if m < down)]
    again = restart(loop, back)
    again.desk.link_changed(True, False, back)
    again.desk.tick(back)
    for at in lives[1:]:
        again.door(at=at)
    again.take(DeviceReported(online=True, **again.head("m1", at=back - MINUTE)))
    again.desk.link_changed(True, True, back + SECOND)
    run(again, max(back, lives[-1] + LIMIT) + 2 * MINUTE, [])
    ((since, raised),) = elder(again)
    assert since == lives[-1]
    assert since + LIMIT <= raised <= max(since + LIMIT, back + SECOND) + 30 * SECOND


def test_six_hours_down_with_an_opening_five_hours_ago(tmp_path: Path) -> None:
    with new_ledger(tmp_path) as ledger:
        loop = Loop(ledger)
        loop.door()
        loop.desk.commit(loop.now)
        loop.now += HOUR
        loop.beat("m1")
        loop.desk.commit(loop.now)
        back = loop.now + 6 * HOUR
        opened = back - 5 * HOUR
        again = Loop.__new__(Loop)
        again.ledger, again.now, again.count = ledger, back, loop.count
        again.situation = ledger.load_situation(ledger.load_register())
        again.desk = type(loop.desk)(ledger, again.situation)
        again.desk.start(back)
        again.desk.link_changed(True, False, back)
        again.door(at=opened)
        again.desk.link_changed(True, True, back)
        run(again, opened + LIMIT - SECOND, [])
        assert elder(again) == []
        run(again, opened + LIMIT + MINUTE, [])
        ((since, raised),) = elder(again)
        assert since == opened and raised - opened <= LIMIT + 30 * SECOND
        assert "desk_was_down" in [f.code for a in again.alarms("elder_silence") for f in a.unknown]


def test_nobody_is_judged_before_the_queue_is_drained_or_while_the_link_is_down(ledger: Ledger) -> None:
    loop = Loop(ledger)
    loop.door()
    loop.wait(11 * HOUR, 5 * MINUTE, ("m1",))
    loop.desk.link_changed(False, False, loop.now)
    loop.wait(2 * HOUR, 5 * MINUTE)
    assert elder(loop) == []
    (down,) = loop.alarms(AlarmKind.LINK_DOWN)
    assert [f.params["count"] for f in down.unknown if f.code == "silences_cannot_be_judged"] == [2]
    loop.desk.link_changed(True, False, loop.now)
    loop.beat("m1")
    loop.wait(MINUTE)
    assert elder(loop) == []
    loop.desk.link_changed(True, True, loop.now)
    loop.wait(MINUTE)
    assert len(elder(loop)) == 1


def test_a_magnet_never_heard_raises_nothing_and_without_any_sign_of_life_it_counts_from_the_first_word(
    ledger: Ledger,
) -> None:
    loop = Loop(ledger)
    loop.wait(20 * HOUR, 5 * MINUTE)
    assert not loop.alarms(AlarmKind.ELDER_SILENCE)
    first = loop.now
    loop.beat("m1")
    loop.wait(LIMIT - MINUTE, 5 * MINUTE, ("m1",))
    assert not loop.alarms(AlarmKind.ELDER_SILENCE)
    loop.wait(2 * MINUTE, MINUTE, ("m1",))
    assert elder(loop) == [(first, first + LIMIT)]
    (alarm,) = loop.alarms(AlarmKind.ELDER_SILENCE)
    assert "cause_at_home_unknown" in [f.code for f in alarm.unknown]
    loop.wait(14 * HOUR, 5 * MINUTE, ("m1",))
    assert len(elder(loop)) == 1  # and only once, until there is a sign
    loop.door()
    loop.wait(LIMIT + MINUTE, MINUTE, ("m1",))
    assert len(elder(loop)) == 2


def test_a_dead_battery_is_a_device_alarm_and_no_person_alarm(ledger: Ledger) -> None:
    loop = Loop(ledger)
    loop.door(battery=0)
    loop.wait(13 * HOUR, MINUTE, ("m1",))
    assert elder(loop) == []
    (alarm,) = [a for a in loop.alarms(AlarmKind.DEVICE_SILENT) if a.device]
    assert alarm.device == "m1" and alarm.evidence[0].code == "battery_dead"
    loop.take(DeviceReported(online=True, battery=90, **loop.head("m1")))
    loop.wait(MINUTE, beats=("m1",))
    assert len(elder(loop)) == 1


def test_life_while_the_alarm_is_open_is_told_once_and_a_new_silence_is_a_new_alarm(ledger: Ledger) -> None:
    loop = Loop(ledger)
    loop.door()
    loop.wait(LIMIT + MINUTE, MINUTE, ("m1",))
    loop.door()
    loop.door(is_open=False)
    (alarm,) = loop.alarms(AlarmKind.ELDER_SILENCE)
    assert [f.code for f in alarm.evidence].count("life_again") == 1
    loop.wait(LIMIT + MINUTE, MINUTE, ("m1",))
    assert len(elder(loop)) == 2
