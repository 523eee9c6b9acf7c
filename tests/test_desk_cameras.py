"""Cameras at the desk: leases, zones, intrusion as one alarm, and what a watch that lost its lease may not do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.access import Role, Seat
from domain.alarms import AlarmKind, Level
from domain.changes import ZoneDrawn
from domain.clock import MINUTE, SECOND
from domain.commands import DrawZone, WatchCameras
from domain.desk.leases import LEASE_MS, Leases
from domain.events import PictureChanged, Seen
from domain.geo import metres_from
from domain.situation import STATES, Situation
from tests.desk_scene import ADMIN, GRID0, OPERATOR, SUPERVISOR, Loop, new_ledger

NEIGHBOUR = Seat(user="neighbour", role=Role.OPERATOR)
YARD = ((0.5, 0.5), (1.0, 0.5), (1.0, 1.0), (0.5, 1.0))


@pytest.fixture
def loop(tmp_path: Path) -> Iterator[Loop]:
    with new_ledger(tmp_path) as ledger:
        yield Loop(ledger)


def draw(loop: Loop, camera: str = "cam1", corners: object = YARD, by: Seat = OPERATOR) -> str:
    return str(loop.do(DrawZone(camera=camera, corners=corners), by).code)  # type: ignore[arg-type]


def see(loop: Loop, camera: str = "cam1", watcher: str = "") -> str:
    box = (0.6, 0.4, 0.7, 0.8)
    return loop.take(Seen(track=1, box=box, score=0.8, watcher=watcher, **loop.head(camera)))  # type: ignore[arg-type]


def intrusions(loop: Loop) -> list:
    return loop.alarms(AlarmKind.INTRUSION)


# zones


def test_a_zone_is_drawn_changed_removed_and_comes_back_from_the_ledger(loop: Loop) -> None:
    assert draw(loop) == "" and loop.situation.zones == {"cam1": YARD}
    assert draw(loop, corners=YARD[:3]) == "" and len(loop.situation.zones["cam1"]) == 3
    loop.desk.commit(loop.now)
    again = Situation.thaw(loop.situation.register, loop.situation.freeze())
    assert again.zones == loop.situation.zones
    replayed = Situation(loop.situation.register)
    for batch in loop.ledger.batches(0):
        replayed.apply(batch)
    assert replayed.zones == loop.situation.zones
    assert draw(loop, corners=()) == "" and not loop.situation.zones


@pytest.mark.parametrize(
    "corners",
    [
        ((0.1, 0.1), (0.9, 0.9)),
        ((0.1, 0.1), (0.9, 0.1), (1.2, 0.9)),
        ((0.1, 0.1), (0.5, 0.5), (0.9, 0.9)),
        ((float("nan"), 0.1), (0.9, 0.1), (0.5, 0.9)),
        tuple((i / 30, (i % 2) / 2) for i in range(25)),
    ],
)
def test_a_zone_that_is_none_is_refused_and_changes_nothing(loop: Loop, corners: object) -> None:
    draw(loop)
    assert draw(loop, corners=corners) == "bad_zone"
    assert loop.situation.zones == {"cam1": YARD}


def test_who_may_draw(loop: Loop) -> None:
    assert draw(loop, by=GRID0) == "not_allowed"
    assert draw(loop, by=Seat(user="p", role=Role.PROPERTY, communities=("c0",))) == "not_allowed"
    assert draw(loop, "nocam") == "unknown_camera"
    assert draw(loop, by=ADMIN) == "not_allowed", "whoever may not look through a camera draws nothing in its picture"
    assert draw(loop, by=SUPERVISOR) == ""
    rows = loop.desk._book.audit
    assert [r.verb for r in rows] == ["draw_zone"] * 5 and [r.done for r in rows] == [False] * 4 + [True]


# intrusion


def test_somebody_in_the_zone_is_one_alarm_in_front_of_the_camera(loop: Loop) -> None:
    draw(loop)
    assert see(loop) == "taken" and see(loop) == "taken"
    (alarm,) = intrusions(loop)
    assert (alarm.level, alarm.device, alarm.subject) == (Level.ORANGE, "cam1", "")
    assert [f.code for f in alarm.evidence] == ["seen_in_zone", "seen_again"]
    assert [f.code for f in alarm.unknown] == ["who_is_there_unknown"]
    ((east, north),) = metres_from(120.002, 33.0, alarm.place.lon, alarm.place.lat)
    assert east == pytest.approx(18, abs=0.5) and north == pytest.approx(0, abs=0.5), "0.45 of 40 m to the east"
    assert alarm.place.community == "c0"


def test_without_a_zone_nobody_intrudes(loop: Loop) -> None:
    assert see(loop) == "taken" and not intrusions(loop)
    draw(loop, "cam2")
    see(loop)
    assert not intrusions(loop)


def test_the_same_person_right_after_the_end_raises_no_second_alarm_but_a_later_one_does(loop: Loop) -> None:
    from domain.commands import FalseAlarm

    draw(loop)
    see(loop)
    (alarm,) = intrusions(loop)
    assert loop.do(FalseAlarm(alarm=alarm.id, reason="authorised")).done
    loop.wait(MINUTE)
    see(loop)
    assert len(intrusions(loop)) == 1
    loop.wait(2 * MINUTE)
    see(loop)
    assert len(intrusions(loop)) == 2


# leases


def lease(loop: Loop, watcher: str, *cameras: str, by: Seat = OPERATOR) -> list[str]:
    return list(loop.do(WatchCameras(watcher=watcher, cameras=cameras), by).data.get("cameras", []))


def test_a_camera_has_one_watcher_and_goes_to_the_next_when_that_is_silent(loop: Loop) -> None:
    assert lease(loop, "a", "cam1", "cam2", "nocam") == ["cam1", "cam2"]
    assert lease(loop, "b", "cam1") == []
    loop.now += 20 * SECOND
    assert lease(loop, "a", "cam1") == ["cam1"], "renewed, and cam2 given back"
    assert lease(loop, "b", "cam1", "cam2") == ["cam2"]
    loop.now += 31 * SECOND
    assert lease(loop, "b", "cam1", "cam2") == ["cam1", "cam2"]


@pytest.mark.parametrize("name", ["", " ", "a b", "值班", "a/b", "a\n", "x" * 65])
def test_a_watcher_has_a_name_that_its_events_can_carry(loop: Loop, name: str) -> None:
    reply = loop.do(WatchCameras(watcher=name, cameras=("cam1",)), OPERATOR)
    assert reply.code == "bad_watcher" and not reply.data
    assert loop.desk._core.leases.holder("cam1", loop.now) == ""
    assert loop.desk._book.audit[-1].code == "bad_watcher" and not loop.desk._book.audit[-1].done
    assert lease(loop, "x" * 64, "cam1") == ["cam1"] and lease(loop, "watch-host.lan_1-77", "cam2") == ["cam2"]


def test_nobody_gives_back_or_takes_over_what_another_user_s_watcher_holds(loop: Loop) -> None:
    draw(loop)
    assert lease(loop, "a", "cam1", "cam2") == ["cam1", "cam2"]
    assert lease(loop, "a", by=NEIGHBOUR) == [], "the same name at another's seat gives nothing back"
    assert lease(loop, "b", "cam1", by=NEIGHBOUR) == []
    assert lease(loop, "a", "cam1", by=NEIGHBOUR) == [], "and is given nothing"
    assert loop.desk._core.leases.holder("cam1", loop.now) == "a" and see(loop, watcher="a") == "taken"
    loop.now += 31 * SECOND
    assert lease(loop, "a", "cam1", by=NEIGHBOUR) == ["cam1"]
    assert lease(loop, "a", "cam1", "cam2") == ["cam2"], "until the first was silent"


def test_a_renewal_leaves_no_row_in_the_books_a_change_does(loop: Loop) -> None:
    for _ in range(5):
        lease(loop, "a", "cam1")
        loop.now += SECOND
    lease(loop, "a", "cam1", "cam2")
    rows = [row for row in loop.desk._book.audit if row.verb == "watch_cameras"]
    assert [row.count for row in rows] == [1, 2]


def test_a_watch_that_lost_its_lease_is_not_heard(loop: Loop) -> None:
    draw(loop)
    lease(loop, "b", "cam1")
    assert see(loop, watcher="a") == "not_leased" and not intrusions(loop)
    assert loop.desk.counts["dropped:not_leased"] == 1
    assert see(loop, watcher="b") == "taken" and len(intrusions(loop)) == 1
    assert see(loop, watcher="") == "taken", "a camera that judges by itself has no lease"


ASKS = st.tuples(st.sampled_from("uv"), st.sampled_from("abc"), st.sets(st.sampled_from("xyz")), st.integers(0, 40_000))


@given(st.lists(ASKS))
def test_no_camera_ever_has_two_watchers(asks: list[tuple[str, str, set[str], int]]) -> None:
    leases, now, held = Leases(), 0, {}
    for user, watcher, cameras, pause in asks:
        now += pause
        who = (user, watcher)
        granted, _ = leases.ask(user, watcher, sorted(cameras), now)
        held = {c: (w, until) for c, (w, until) in held.items() if until >= now and w != who}
        assert not set(granted) & set(held), "somebody else still had it"
        assert set(granted) == cameras - set(held), "and what was free is granted"
        held |= dict.fromkeys(granted, (who, now + LEASE_MS))
        assert {c: leases.holder(c, now) for c in "xyz"} == {c: held[c][0][1] if c in held else "" for c in "xyz"}


# the picture


def test_a_lost_picture_is_a_state_and_no_sign_of_life(loop: Loop) -> None:
    row = loop.situation.register.devices.row("cam1")

    def tell(picture: str) -> None:
        loop.take(PictureChanged(picture=picture, **loop.head("cam1")))  # type: ignore[arg-type]

    tell("live")
    heard = int(loop.situation.devices.heard[row])
    assert STATES[loop.situation.devices.state[row]] == "live" and heard == loop.now
    loop.now += MINUTE
    tell("lost")
    assert STATES[loop.situation.devices.state[row]] == "lost"
    assert int(loop.situation.devices.heard[row]) == heard, "its watch spoke, not the camera"
    tell("frozen")
    assert STATES[loop.situation.devices.state[row]] == "frozen"


def test_a_seat_is_told_of_zones_within_its_reach_only(loop: Loop) -> None:
    from app.station.alarm_index import AlarmIndex
    from app.station.cut import Cut
    from domain.changes import Batch

    draw(loop)
    draw(loop, "cam2")
    seat = Seat(user="p", role=Role.PROPERTY, communities=("c0",))
    cut = Cut(loop.situation.register, seat, AlarmIndex(loop.situation))
    shown = cut.keyframe(loop.situation).zones
    changes = tuple(ZoneDrawn(camera=c, corners=YARD, at=1) for c in ("cam1", "cam2"))
    cut_changes = cut.batch(Batch(1, 1, changes)).changes
    assert set(shown) == {c.camera for c in cut_changes}  # type: ignore[union-attr]
    assert "cam2" not in shown, "another community's camera"
