"""Filters of the layers: masks against brute force, written down and read again, and never an open alarm hidden."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace as with_

from domain.alarms import AlarmKind, Level, Step, Verb
from domain.changes import AlarmRaised, AlarmStepped, Batch, DeviceChanged
from domain.clock import HOUR, MINUTE, SECOND
from domain.register import DeviceKind, ResponderClass, Tenure
from domain.situation import STATES, Situation, state_code
from layers import devices, filtering, health
from layers.catalogue import BY_KEY, LAYERS
from layers.filters import FACETS, LAYERS_FILTERED, NOTHING, WINDOWED, Filters, Window, open_codes, read
from layers.picture import Picture
from map.shapes import Dots
from tests import layers_rows as rows

NOW = rows.NOW
REGISTER = rows.register()
WINDOWS = st.one_of(
    st.integers(1, 20 * HOUR).map(lambda ms: Window(last_ms=ms)),
    st.tuples(st.integers(NOW - 20 * HOUR, NOW), st.integers(0, 20 * HOUR)).map(
        lambda w: Window(start=w[0], end=w[0] + w[1])
    ),
)
HIDDEN = st.fixed_dictionaries(
    {}, optional={facet.key: st.frozensets(st.sampled_from(open_codes(facet.key)), min_size=1) for facet in FACETS}
)
FILTERS = st.builds(
    Filters,
    hidden=HIDDEN,
    windows=st.dictionaries(st.sampled_from(WINDOWED), WINDOWS),
    community=st.sampled_from(["", "c1", "gone"]),
)


def varied(seed: int) -> Situation:
    """Devices in every state of health, heard at any time; fixes of any age."""
    live, chance = rows.situation(REGISTER), np.random.default_rng(seed)
    n = len(REGISTER.devices)
    live.devices.heard[:] = np.where(chance.random(n) < 0.2, 0, NOW - chance.integers(0, 20 * HOUR, n))
    live.devices.online[:] = chance.integers(-1, 2, n)
    live.devices.battery[:] = chance.integers(-1, 101, n)
    live.devices.state[:] = chance.integers(0, len(STATES), n)
    live.devices.state_since[:] = NOW - chance.integers(0, HOUR, n)
    live.fixes.at[:] = np.where(live.fixes.at > 0, NOW - chance.integers(0, HOUR, n), 0)
    return live


def pictured(filters: Filters, live: Situation) -> Picture:
    return replace(rows.picture(REGISTER, live), filters=filters)


def within(window: Window | None, at: int) -> bool:
    if window is None:
        return True
    return at > 0 and (NOW - window.last_ms <= at if window.last_ms else window.start <= min(at, NOW) <= window.end)


def here(filters: Filters, community: int) -> bool:
    """The rows know one community, "c1"; who belongs to none belongs to all."""
    return filters.community != "c1" or community in (0, -1)


# -- masks


@given(FILTERS, st.integers(0, 9))
def test_devices_against_brute_force(filters: Filters, seed: int) -> None:
    live = varied(seed)
    picture, d = pictured(filters, live), REGISTER.devices
    alarmed, bad, low = health.alarmed(picture), health.bad(picture), health.low(picture)
    told = []
    for row in range(len(d)):
        state = "alarm" if alarmed[row] else "bad" if bad[row] else "low" if low[row] else "well"
        told.append(
            bool(alarmed[row])
            or (
                filters.shows("device_kind", DeviceKind(d.kind[row]).name.lower())
                and filters.shows("device_ring", "none")
                and filters.shows("device_health", state)
                and here(filters, int(d.community_row[row]))
                and within(filters.windows.get("devices"), int(live.devices.heard[row]))
            )
        )
    kept = filtering.devices(picture)
    assert (kept is None) is not filters.touches("devices")
    assert kept is None or kept.tolist() == told


@given(FILTERS, st.integers(0, 9))
def test_guards_against_brute_force(filters: Filters, seed: int) -> None:
    live = varied(seed)
    kept, r = filtering.guards(pictured(filters, live)), REGISTER.responders
    told = []
    for row in range(len(r)):
        at = int(live.fixes.at[REGISTER.devices.row(r.device[row])])
        fix = "none" if not at else "fresh" if NOW - at <= 30 * SECOND else "stale"
        told.append(
            filters.shows("guard_class", ResponderClass(r.kind[row]).name.lower())
            and filters.shows("guard_fix", fix)
            and within(filters.windows.get("guards"), at)
        )
    assert kept is None or kept.tolist() == told


@given(FILTERS, st.integers(0, 9))
def test_cameras_against_brute_force(filters: Filters, seed: int) -> None:
    live = varied(seed)
    picture = pictured(filters, live)
    row = REGISTER.devices.row("c1")
    word = STATES[live.devices.state[row]]
    state = "out" if health.bad(picture)[row] or word == "lost" else "frozen" if word == "frozen" else "live"
    kept = filtering.cameras(picture)
    alarmed = bool(health.alarmed(picture)[row])
    assert kept is None or kept.tolist() == [filters.shows("camera_state", state) or alarmed]


@given(FILTERS)
def test_homes_against_brute_force(filters: Filters) -> None:
    picture, homes = pictured(filters, rows.situation(REGISTER)), REGISTER.homes
    kept = filtering.homes(picture)
    if kept is None:
        return
    names = {Tenure.RENTAL: "rental", Tenure.GROUP_RENTAL: "group_rental"}
    let = [Tenure(t) in names and filters.shows("homes", names[Tenure(t)]) for t in homes.tenure.tolist()]
    assert kept[0].tolist() == let
    alone = {h for h, n in enumerate(picture.plan.elders.tolist()) if n and filters.shows("homes", "elder")}
    assert set(np.flatnonzero(kept[1]).tolist()) == alone


@given(FILTERS, st.integers(0, 9))
def test_counts_are_what_is_drawn(filters: Filters, seed: int) -> None:
    picture = pictured(filters, varied(seed))
    counted = {count.layer: count for count in filtering.counts(picture)}
    assert set(counted) <= {layer for layer in LAYERS_FILTERED if filters.touches(layer)}
    if "devices" in counted:
        assert counted["devices"].shown == len(devices.shown(picture))
        assert counted["devices"].all == len(devices.shown(replace(picture, filters=NOTHING)))
    if "guards" in counted:
        assert counted["guards"].shown == sum(row.shown or 0 for row in BY_KEY["guards"].legend(picture))


def test_nothing_filtered_costs_nothing() -> None:
    picture = pictured(NOTHING, rows.situation(REGISTER))
    for mask in (filtering.devices, filtering.guards, filtering.cameras, filtering.safety, filtering.homes):
        assert mask(picture) is None
    assert filtering.counts(picture) == []


# -- alarms


@given(FILTERS)
def test_a_filter_never_hides_an_open_alarm_nor_what_it_is_about_nor_who_is_sent(filters: Filters) -> None:
    everything = Filters(
        hidden={facet.key: frozenset(open_codes(facet.key)) for facet in FACETS},
        windows={layer: Window(last_ms=1) for layer in WINDOWED},
        community="c1",
    )
    live = rows.situation(REGISTER)
    rows.raise_smoke(live, rows.order("r2"))
    for one in (filters, everything):
        for key in ("alarms", "orders"):
            bare, through = (drawn(key, pictured(f, live)) for f in (NOTHING, one))
            assert bare == through and bare
        kept, guards = filtering.devices(pictured(one, live)), filtering.guards(pictured(one, live))
        assert kept is None or kept[REGISTER.devices.row("k1")]
        assert guards is None or guards[REGISTER.responders.row("r2")]


def drawn(key: str, picture: Picture) -> list[Any]:
    """What can be clicked in a layer, and where it lies."""
    shapes = BY_KEY[key].shapes(picture)
    return [
        (type(s).__name__, list(s.keys or ()), getattr(s, "xy", np.zeros(0)).tolist())
        for s in shapes
        if hasattr(s, "keys")
    ]


def test_alarms_and_orders_cannot_be_filtered_by_hand_nor_by_a_file() -> None:
    assert not {facet.layer for facet in FACETS} & {"alarms", "orders", "selection"}
    with pytest.raises(ValueError):
        NOTHING.with_code("alarms", "1", False)
    with pytest.raises(ValueError):
        NOTHING.with_window("alarms", Window(last_ms=1))
    spelled = '{"hidden": {"alarms": ["1"], "homes": ["elder"]}, "windows": {"alarms": [1, 0, 0]}, "community": ""}'
    assert read(spelled) == NOTHING.with_code("homes", "elder", False)


# -- what has ended


def ended_ones(live: Situation) -> None:
    """Smoke of level 1 an hour ago, a silent device of level 3 five hours ago, an elder's silence two hours ago."""
    for ident, kind, level, subject, ago in (
        ("E1", AlarmKind.SMOKE, Level.RED, "", HOUR),
        ("E2", AlarmKind.DEVICE_SILENT, Level.YELLOW, "", 5 * HOUR),
        ("E3", AlarmKind.ELDER_SILENCE, Level.ORANGE, "p1", 2 * HOUR),
    ):
        alarm = with_(rows.smoke(ident, level), kind=kind, subject=subject, at=NOW - ago - MINUTE)
        over = AlarmStepped(
            alarm=ident, step=Step(at=NOW - ago, verb=Verb.FALSE_ALARM, by="u", note="x"), key=alarm.key
        )
        live.apply(Batch(live.seq + 1, NOW, (AlarmRaised(alarm=alarm), over)))


@pytest.mark.parametrize(
    ("filters", "shown"),
    [
        (NOTHING, {"E1", "E2"}),
        (NOTHING.with_code("ended_level", "1", False), {"E2"}),
        (NOTHING.with_code("ended_kind", "device_silent", False), {"E1"}),
        (NOTHING.with_window("ended", Window(last_ms=2 * HOUR)), {"E1"}),
        (NOTHING.with_window("ended", Window(start=NOW - 6 * HOUR, end=NOW - 4 * HOUR)), {"E2"}),
        (NOTHING.with_community("c1"), {"E1", "E2"}),
    ],
)
def test_alarms_that_have_ended_by_level_kind_and_age_and_none_about_a_person(
    filters: Filters, shown: set[str]
) -> None:
    live = rows.situation(REGISTER)
    ended_ones(live)
    dots = BY_KEY["ended"].shapes(pictured(filters, live))
    found = {key for dot in dots if isinstance(dot, Dots) for key in dot.keys}
    assert found == {f"alarm:{ident}" for ident in shown}
    legend = BY_KEY["ended"].legend(pictured(filters, live))[0]
    assert (legend.shown, legend.count) == (len(shown), 2)


# -- trails


def test_a_trail_is_shown_as_far_as_its_guard_and_its_time_are() -> None:
    live = rows.situation(REGISTER)
    picture = pictured(NOTHING, live)
    tracker = REGISTER.devices.row("t1")
    for step in range(1, 5):
        live.apply(Batch(live.seq + 1, NOW, (rows.moved(("t1", 120.0 + step, -60.0, NOW - 5000 + step * 1000)),)))
        picture.trails.record(picture.plan, live.fixes.lon, live.fixes.lat, live.fixes.at)
    trails = BY_KEY["trails"]
    assert len(trails.shapes(picture)) == 1
    assert trails.shapes(replace(picture, filters=NOTHING.with_code("guard_class", "officer", False))) == []
    assert trails.shapes(replace(picture, filters=NOTHING.with_window("guards", Window(last_ms=1)))) == []
    rows_of, paths = picture.trails.paths(NOW, within=(NOW - 2500, NOW))
    assert rows_of.tolist() == [tracker] and len(paths.part(0)) == 2


# -- the value


@given(FILTERS)
def test_what_is_written_down_is_read_again(filters: Filters) -> None:
    assert read(filters.spell()) == filters


@given(FILTERS, st.sampled_from([(f.key, c) for f in FACETS for c in open_codes(f.key)]))
def test_a_class_hidden_and_shown_again_leaves_no_trace(filters: Filters, one: tuple[str, str]) -> None:
    shown = filters.with_code(*one, shown=True)
    assert shown.with_code(*one, shown=False).with_code(*one, shown=True) == shown
    assert not filters.with_code(*one, shown=False).shows(*one)


@given(st.one_of(st.none(), st.text(), st.dictionaries(st.sampled_from(["hidden", "windows"]), st.text())))
def test_reading_never_raises(found: object) -> None:
    assert isinstance(read(str(found)), Filters)


@pytest.mark.parametrize("bad", [{}, {"last_ms": -1}, {"start": 5, "end": 4}, {"last_ms": 3, "start": 1, "end": 2}])
def test_a_window_is_one_stretch_of_time(bad: dict[str, int]) -> None:
    with pytest.raises(ValueError):
        Window(**bad)


def test_every_filtered_layer_is_a_layer_or_the_lights_of_homes() -> None:
    assert {facet.layer for facet in FACETS} - {layer.key for layer in LAYERS} == {"homes"}


def test_a_camera_without_a_picture_is_grey() -> None:
    live = rows.situation(REGISTER)
    live.apply(Batch(live.seq + 1, NOW, (DeviceChanged(device="c1", heard=NOW, state="lost"),)))
    picture = pictured(NOTHING, live)
    assert live.devices.state[REGISTER.devices.row("c1")] == state_code("lost")
    assert filtering.camera_state(picture).tolist() == [filtering.OUT]
