"""What the wall's map may not point at (R9): no home but that of a fire, whatever the alarm."""

from __future__ import annotations

import numpy as np
import pytest
from msgspec.structs import replace

from domain.alarms import Alarm, AlarmKind, IncidentKind, Place
from domain.changes import AlarmRaised, Batch
from layers import opened
from layers.picture import Picture
from layers.plan import Plan
from map.palette import NIGHT
from map.shapes import Opened
from tests.layers_rows import NOW, register, situation, smoke

ELDERS_HOME = Place(lon=120.14, lat=33.35, community="c1", building="b3", unit="u3", home="h3-502", floor=5)
COLOUR = NIGHT.orange


def shown(alarm: Alarm, *, home_marks: bool) -> tuple[Picture, Opened]:
    reg = register()
    live = situation(reg)
    live.apply(Batch(live.seq + 1, NOW, (AlarmRaised(alarm=alarm),)))
    picture = Picture(Plan(reg), live, NOW, focus=alarm.id, home_marks=home_marks)
    glass = opened.opened(picture, alarm, COLOUR)
    assert glass is not None
    return picture, glass


def at_home(kind: AlarmKind, device: str = "", **more: object) -> Alarm:
    return replace(smoke(), kind=kind, place=ELDERS_HOME, device=device, **more)


OF_SOMEBODY = pytest.mark.parametrize(
    "alarm",
    [
        at_home(AlarmKind.ELDER_SILENCE, "m1", subject="p1"),
        at_home(AlarmKind.UNREGISTERED_OPENER),
        at_home(AlarmKind.DEVICE_SILENT, "m1"),
        at_home(AlarmKind.INCIDENT, incident=IncidentKind.MEDICAL),
        at_home(AlarmKind.SMOKE, subject="p1"),
    ],
    ids=lambda alarm: f"{alarm.incident or alarm.kind}",
)


@OF_SOMEBODY
def test_a_wall_opens_the_floor_and_points_at_no_home(alarm: Alarm) -> None:
    _, glass = shown(alarm, home_marks=False)
    assert glass.floor == 5 and glass.hot is None, "the leader line does not end in a home"
    assert len(np.unique(glass.cell_rgba, axis=0)) == 1, "every home of the floor looks alike"
    assert glass.dot_keys == [], "what hangs in a home is not drawn"
    assert "502" not in glass.title and glass.title.startswith("Floor 5")


@OF_SOMEBODY
def test_the_workbench_shows_the_home(alarm: Alarm) -> None:
    _, glass = shown(alarm, home_marks=True)
    assert glass.hot is not None and "502" in glass.title and "device:m1" in glass.dot_keys


def test_the_home_of_a_fire_is_shown_on_a_wall() -> None:
    _, glass = shown(smoke(), home_marks=False)
    assert glass.hot is not None and "1203" in glass.title
    assert {"device:k1", "device:k2", "device:k3"} <= set(glass.dot_keys)
    assert len(np.unique(glass.cell_rgba, axis=0)) == 2


@pytest.mark.parametrize("device", ["", "m1"])
def test_where_the_floor_is_not_known_a_wall_names_the_building_alone(device: str) -> None:
    reg = register()
    wall = Picture(Plan(reg), situation(reg), NOW, home_marks=False)
    alarm = at_home(AlarmKind.DEVICE_SILENT, device)
    ground = replace(alarm, place=replace(ELDERS_HOME, floor=0))
    nowhere = replace(alarm, place=replace(ELDERS_HOME, floor=0, building="", home=""))
    assert opened.title(wall, ground) == "Bldg 3 · Device silent"
    assert opened.title(wall, nowhere) == "云杉里 · Device silent"
    assert opened.title(wall, replace(nowhere, device="g1")) == "G1 · Device silent"
